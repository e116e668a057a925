"""Starts JupyterLab, runs notebooks through its own server and kernel channel, stops it, and says whether it worked.

usage: python check.py [NOTEBOOK...]        names under notebooks/; 01-pods.ipynb if none is given

Runs in the environment that has JupyterLab and the kernel; ./packetwalk lab --check does that.
"""

import contextlib
import json
import os
import pathlib
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

import websocket  # brought by jupyter_server

START_SECONDS = 90
CELL_SECONDS = 120
NOTEBOOK_BAR_SECONDS = 20  # shown, not enforced: a busy machine would fail it


def main(names):
    notebooks = pathlib.Path(__file__).resolve().parents[3] / "notebooks"
    names = names or ["01-pods.ipynb"]
    missing = [name for name in names if not (notebooks / name).is_file()]
    if missing:
        sys.exit(f"lab --check: there is no notebooks/{missing[0]}")
    began = time.monotonic()
    with Lab(notebooks) as lab:
        say(f"JupyterLab answers at {lab.address}/lab after {time.monotonic() - began:.1f} s")
        failures = sum(run(lab, name) for name in names)
    say("JupyterLab has stopped")
    say("failed" if failures else "all is well")
    return 1 if failures else 0


def say(text):
    print("lab --check:", text, flush=True)


def run(lab, name):
    """Runs every code cell as a front end would; returns 0, or 1 if a cell failed."""
    cells = [cell for cell in lab.get(f"contents/{name}")["content"]["cells"] if cell["cell_type"] == "code"]
    began = time.monotonic()
    with lab.kernel(name) as kernel:
        say(f"{name}: the kernel started after {time.monotonic() - began:.1f} s")
        for number, cell in enumerate(cells, start=1):
            trouble = kernel.execute(source(cell))
            if trouble and "raises-exception" not in cell["metadata"].get("tags", []):
                say(f"{name}: code cell {number} of {len(cells)} failed:\n{source(cell)}\n---\n{trouble}")
                return 1
    seconds = time.monotonic() - began
    say(f"{name}: {len(cells)} code cells ran in {seconds:.1f} s, kernel start included (bar: {NOTEBOOK_BAR_SECONDS} s)")
    return 0


def source(cell):
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


class Lab:
    """A JupyterLab server of our own on a free loopback port, with a runtime folder and settings of its own."""

    def __init__(self, root, python=sys.executable):
        self.root = root
        self.python = python  # of the environment that has JupyterLab and the kernel
        self.token = secrets.token_hex(16)

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="packetwalk-lab-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.log = open(os.path.join(self.folder.name, "server.log"), "w+")
        flags = ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
        self.process = subprocess.Popen(
            [self.python, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1"]
            + [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={self.root}", *flags],
            env=os.environ
            | {
                "JUPYTER_TOKEN": self.token,
                "JUPYTER_PREFER_ENV_PATH": "1",
                "JUPYTER_RUNTIME_DIR": self.folder.name,
                "JUPYTER_CONFIG_DIR": self.folder.name,
                "JUPYTERLAB_WORKSPACES_DIR": self.folder.name,
                "JUPYTERLAB_SETTINGS_DIR": self.folder.name,
            },
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.request("/lab")
                return self
            except OSError as problem:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.log.seek(0)
                    text = self.log.read()
                    self.__exit__()
                    sys.exit(f"lab --check: JupyterLab did not start: {problem}\n{text}")
                time.sleep(0.1)

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        self.folder.cleanup()

    def request(self, path, method="GET", body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, method=method)
        request.add_header("Authorization", f"token {self.token}")
        # A proxy of the user's is not asked for a loopback address.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
            return answer.read()

    def get(self, path):
        return json.loads(self.request(f"/api/{path}"))

    @contextlib.contextmanager
    def kernel(self, notebook):
        """A session on the notebook with the kernel that it names."""
        name = self.get(f"contents/{notebook}")["content"]["metadata"]["kernelspec"]["name"]
        body = {"path": notebook, "name": notebook, "type": "notebook", "kernel": {"name": name}}
        session = json.loads(self.request("/api/sessions", "POST", body))
        channel = websocket.create_connection(
            self.address.replace("http", "ws") + f"/api/kernels/{session['kernel']['id']}/channels",
            header=[f"Authorization: token {self.token}"],
            timeout=CELL_SECONDS,
            http_no_proxy=["127.0.0.1"],
        )
        try:
            kernel = Kernel(channel)
            kernel.await_ready()
            yield kernel
        finally:
            channel.close()
            self.request(f"/api/sessions/{session['id']}", "DELETE")


class Kernel:
    """One kernel, spoken to over the server's websocket, in Jupyter's messages."""

    def __init__(self, channel):
        self.channel = channel

    def await_ready(self):
        request = self.send("kernel_info_request", {})
        while True:
            message = self.receive()
            if message["parent_header"].get("msg_id") == request and message["msg_type"] == "kernel_info_reply":
                return

    def execute(self, code):
        """Runs one cell; returns what went wrong, or an empty text. A healthy cell writes nothing to stderr."""
        request = self.send(
            "execute_request",
            {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
            | {"allow_stdin": False, "stop_on_error": True},
        )
        trouble, replied, idle = [], False, False
        while not (replied and idle):
            message = self.receive()
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "error":
                trouble.append("\n".join(content["traceback"]) or f"{content['ename']}: {content['evalue']}")
            elif kind == "stream" and content["name"] == "stderr":
                trouble.append("on stderr: " + content["text"])
            elif kind == "status":
                idle = idle or content["execution_state"] == "idle"
            elif kind == "execute_reply":
                replied = True
                if content["status"] != "ok" and not trouble:
                    trouble.append(f"{content.get('ename', content['status'])}: {content.get('evalue', '')}")
        return "\n".join(trouble)

    def send(self, kind, content):
        request = uuid.uuid4().hex
        header = {"msg_id": request, "msg_type": kind, "username": "", "session": "lab-check", "version": "5.3", "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        self.channel.send(json.dumps(message))
        return request

    def receive(self):
        try:
            return json.loads(self.channel.recv())
        except websocket.WebSocketTimeoutException:
            sys.exit(f"lab --check: the kernel was silent for {CELL_SECONDS} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
