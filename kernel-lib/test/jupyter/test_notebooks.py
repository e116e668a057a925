"""Every notebook runs top to bottom in each of the three kernels, as it is."""

import os

import kernels
import nbformat
import pytest
from conftest import require
from nbclient import NotebookClient

NOTEBOOKS = sorted((kernels.ROOT / "notebooks").glob("*.ipynb"))


def ids(notebooks):
    return [notebook.stem for notebook in notebooks]


@pytest.mark.skipif(bool(NOTEBOOKS), reason="there are notebooks")
def test_there_are_notebooks():
    (pytest.fail if os.environ.get("PACKETWALK_STRICT") else pytest.skip)("notebooks/*.ipynb: none yet")


@pytest.mark.parametrize("kernel", kernels.ALL)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids(NOTEBOOKS))
def test_a_notebook_runs(path, kernel):
    require(kernel)
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, kernel_name=kernel, timeout=120, resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    html = [output.data.get("text/html", "") for output in outputs if "data" in output]
    assert any("<table" in page for page in html)
    assert any("<svg" in page for page in html)
