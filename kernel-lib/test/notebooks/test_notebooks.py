"""Every notebook from top to bottom, through Jupyter's own client, in each of the kernels that people have."""

import pathlib

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient

NOTEBOOKS = pathlib.Path(__file__).resolve().parents[3] / "notebooks"
CELL_SECONDS = 60


@pytest.mark.parametrize("kernel", ["java", "ijava", "jjava"])
@pytest.mark.parametrize("notebook", ["01-pods"])
def test_a_notebook_runs_from_top_to_bottom(notebook, kernel):
    if kernel not in KernelSpecManager().find_kernel_specs():
        pytest.skip(f"no kernel named {kernel} is installed; .ci/kernels installs all three")
    document = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4)
    document.metadata.kernelspec.name = kernel

    # Raises CellExecutionError, with the cell and the message, if a cell fails.
    NotebookClient(document, kernel_name=kernel, timeout=CELL_SECONDS, resources={"metadata": {"path": NOTEBOOKS}}).execute()

    outputs = [output for cell in document.cells for output in cell.get("outputs", [])]
    complaints = [output.text for output in outputs if output.get("name") == "stderr"]
    assert not complaints, "a healthy session writes nothing to stderr"
    html = [output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    assert any("<table" in shown for shown in html), "no table in any output"
    pictures = [shown for shown in html if "<svg" in shown]
    assert pictures, "no picture in any output"
    assert all('role="img"' in shown and "aria-label=" in shown for shown in pictures), "a picture without its text"
    assert not any("<script" in shown for shown in html), "a notebook that is not trusted drops scripts"
