"""A notebook's view of a running kernel: run a cell, get what it shows."""

import queue
import tempfile
import time
from dataclasses import dataclass, field

from jupyter_client.manager import KernelManager


@dataclass
class Result:
    """What one cell gave."""

    reply: dict
    messages: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def status(self):
        return self.reply["status"]

    def stream(self, name):
        return "".join(c["text"] for t, c in self.messages if t == "stream" and c["name"] == name)

    @property
    def data(self):
        """MIME bundle of the last value or display; empty if nothing was shown."""
        shown = [c["data"] for t, c in self.messages if t in ("execute_result", "display_data")]
        return shown[-1] if shown else {}

    @property
    def text(self):
        return self.data.get("text/plain", "")

    @property
    def error(self):
        """The traceback as a reader sees it, without colours."""
        import re

        lines = [line for t, c in self.messages if t == "error" for line in c["traceback"]]
        return re.sub("\x1b\\[[0-9;]*m", "", "\n".join(lines))


class Session:
    """A kernel process and the client that talks to it."""

    def __init__(self, kernel):
        self.stderr_file = tempfile.TemporaryFile("w+")
        self.stdout_file = tempfile.TemporaryFile("w+")
        self.started = time.monotonic()
        self.manager = KernelManager(kernel_name=kernel)
        self.manager.start_kernel(stderr=self.stderr_file, stdout=self.stdout_file)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.ready = time.monotonic() - self.started

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)
        self.manager.cleanup_resources()

    @property
    def process_output(self):
        """What the process itself wrote, past the protocol: stdout and stderr."""
        text = ""
        for file in (self.stdout_file, self.stderr_file):
            file.seek(0)
            text += file.read()
        return text

    def run(self, code, timeout=60, stdin=None):
        messages = []
        asked = (lambda message: self.client.input(stdin)) if stdin is not None else None
        start = time.monotonic()
        reply = self.client.execute_interactive(
            code,
            timeout=timeout,
            allow_stdin=stdin is not None,
            stdin_hook=asked,
            output_hook=lambda message: messages.append((message["msg_type"], message["content"])),
        )
        return Result(reply["content"], messages, time.monotonic() - start)

    def start(self, code):
        """Sends a cell and does not wait for it."""
        return self.client.execute(code)

    def reply(self, message_id, timeout=30):
        while True:
            reply = self.client.get_shell_msg(timeout=timeout)
            if reply["parent_header"].get("msg_id") == message_id:
                return reply["content"]

    def published(self, seconds):
        """All iopub messages of the next seconds."""
        end = time.monotonic() + seconds
        messages = []
        while time.monotonic() < end:
            try:
                messages.append(self.client.get_iopub_msg(timeout=0.1))
            except queue.Empty:
                pass
        return messages

    def complete(self, code, cursor=None):
        return self.client.complete(code, cursor, reply=True, timeout=20)["content"]

    def inspect(self, code, cursor=None):
        return self.client.inspect(code, cursor, reply=True, timeout=20)["content"]

    def is_complete(self, code):
        return self.reply(self.client.is_complete(code))["status"]
