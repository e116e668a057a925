"""What is committed is what nbgrader would have made: metadata, checksums."""

import course
import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum, is_grade, is_solution

FOLDER = course.kernels.ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("exercises/*.ipynb")) + sorted(FOLDER.glob("solutions/*.ipynb"))
NAMES = [f"{path.parent.name}-{path.stem}" for path in NOTEBOOKS]


def cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if "nbgrader" in cell.metadata]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_nbgrader_accepts_the_metadata(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    ids = [cell.metadata.nbgrader.grade_id for cell in cells(path)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_checksums_are_nbgraders_own(path):
    assert cells(path)
    assert {cell.id: cell.metadata.nbgrader.checksum for cell in cells(path)} == {
        cell.id: compute_checksum(cell) for cell in cells(path)
    }


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_every_exercise_has_an_answer_and_a_check_with_points(path):
    answers = [cell.id for cell in cells(path) if is_solution(cell)]
    checks = [cell.id for cell in cells(path) if is_grade(cell)]
    assert [name.replace("-answer", "-check") for name in answers] == checks
    assert all(cell.metadata.nbgrader.points > 0 for cell in cells(path) if is_grade(cell))
