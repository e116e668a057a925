"""JupyterLab from .venv on a copy of the notebooks, and Chromium to look at it."""

import json
import os
import pathlib
import shutil
import sys

import pytest
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "kernel-lib/main/lab"))
from check import Lab  # noqa: E402

QUIET = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
SANDBOXED = ["--no-sandbox", "--disable-gpu", "--disable-quic"]


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    # A copy: JupyterLab saves what it ran.
    notebooks = shutil.copytree(ROOT / "notebooks", tmp_path_factory.mktemp("lab") / "notebooks")
    with Lab(notebooks, python=str(ROOT / ".venv/bin/python")) as server:
        # Every cell in the page, not only those in view.
        setting(server, "notebook-extension", "tracker", windowingMode="none")
        yield server


def setting(lab, extension, name, **values):
    """A setting of JupyterLab's, for the pages that are opened from now on."""
    file = pathlib.Path(lab.folder.name) / "@jupyterlab" / extension / f"{name}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(values))


@pytest.fixture(autouse=True)
def no_kernel_left(lab):
    yield
    for session in lab.get("sessions"):
        lab.request(f"/api/sessions/{session['id']}", "DELETE")


@pytest.fixture
def page(tmp_path):
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("no chromium on PATH; CHROMIUM names one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chromium,
            headless=True,
            args=QUIET + SANDBOXED,
            viewport={"width": 1400, "height": 1000},
        )
        yield browser.pages[0]
        browser.close()


@pytest.fixture
def screenshots():
    folder = ROOT / "target/screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
