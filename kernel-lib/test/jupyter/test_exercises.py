"""The notebooks of exercises, as learners get them and with the solutions, in our kernel; kernel-lib/test/nbgrader hands in all the others."""

import kernels
import nbformat
import pytest
from conftest import require
from nbclient import NotebookClient


def run(folder):
    require(kernels.OURS)
    notebook = nbformat.read(kernels.ROOT / "notebooks" / folder / "01-pods.ipynb", as_version=4)
    NotebookClient(notebook, kernel_name=kernels.OURS, timeout=120, allow_errors=True).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def untouched():
    return run("exercises")


@pytest.fixture(scope="module")
def solved():
    return run("solutions")


def value(cell):
    (output,) = cell.outputs
    return output.data


def test_only_a_prediction_that_nobody_made_stops(untouched, solved):
    for cells in (untouched, solved):
        stopped = {cell.id: output for cell in cells for output in cell.outputs if output.output_type == "error"}
        assert set(stopped) == {cell.id for cell in cells if cell.id.endswith("-predict")}
        assert all("predict first" in output.evalue for output in stopped.values())


def test_nothing_gives_nothing_and_says_so(untouched):
    for cell in untouched:
        if cell.id.endswith("-check"):
            assert value(cell)["text/plain"] == "0"
            assert "Nothing is written yet" in value(cell)["text/html"]


def test_the_solution_gives_everything(solved):
    for cell in solved:
        if cell.id.endswith("-check"):
            assert float(value(cell)["text/plain"]) == cell.metadata.nbgrader.points


def test_an_exercise_shows_its_network_and_a_hint_is_a_sentence(untouched):
    assert any("<svg" in value(cell)["text/html"] for cell in untouched if cell.id.endswith("-open"))
    for cell in untouched:
        if cell.id.endswith("-hint"):
            assert value(cell)["text/plain"].strip()
