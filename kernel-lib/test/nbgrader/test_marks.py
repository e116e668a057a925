"""nbgrader end to end, in our kernel: released, handed in by many, graded; its marks are those of our own grader."""

import os
from concurrent.futures import ThreadPoolExecutor

import course
import nbformat
import pytest

NOTEBOOKS = sorted(path.stem for path in (course.kernels.ROOT / "notebooks/exercises").glob("*.ipynb"))
# The longest first, so that the last one running is short.
LONGEST_FIRST = sorted(NOTEBOOKS, key=lambda name: name != "02-services")


def require_kernel():
    if course.kernels.OURS in course.kernels.MISSING:
        message = course.kernels.MISSING[course.kernels.OURS]
        (pytest.fail if os.environ.get("PACKETWALK_STRICT") else pytest.skip)(message)


@pytest.fixture(scope="module")
def answers():
    require_kernel()
    return course.prepared()


@pytest.fixture(scope="module")
def courses(tmp_path_factory, answers):
    """One course for each notebook, graded; who handed in what is in its .answers."""
    course.install_kernel()

    def grade(assignment):
        made = course.Course(tmp_path_factory.mktemp(assignment) / "course", assignment)
        made.nbgrader("generate_assignment", assignment)
        ours = {cell.id for cell in made.notebook("release").cells}
        made.answers = course.submissions([each for each in answers if each["cell"] in ours])
        for learner, cells in made.answers.items():
            made.hand_in(learner, cells)
        made.nbgrader("autograde", assignment)
        return made

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(grade, LONGEST_FIRST))


def test_what_nbgrader_releases_is_what_we_release(courses):
    for each in courses:
        ours = nbformat.read(course.kernels.ROOT / "notebooks/exercises" / f"{each.assignment}.ipynb", as_version=4)
        assert [(cell.id, cell.source, cell.metadata) for cell in each.notebook("release").cells] == [
            (cell.id, cell.source, cell.metadata) for cell in ours.cells
        ]


def test_every_exercise_was_handed_in(courses):
    cards = {path.stem.lower() + "-answer" for path in course.CARDS.glob("*.yaml")}
    assert cards == {cell for each in courses for cell in each.answers["blank"]}


def test_every_wrong_answer_was_handed_in(courses, answers):
    handed_in = {(cell, answer["answer"]) for each in courses for cells in each.answers.values() for cell, answer in cells.items()}
    assert {(each["cell"], each["answer"]) for each in answers if not each["answer"].startswith("right")} <= handed_in


def test_the_solution_has_all_marks_and_nothing_none(courses):
    for each in courses:
        for (learner, cell), mark in each.marks().items():
            if learner == "solution":
                assert (cell, mark.points) == (cell, mark.max)
            if learner == "blank":
                assert (cell, mark.points) == (cell, 0)


def test_a_wrong_answer_has_not_all_marks(courses):
    for each in courses:
        for (learner, cell), mark in each.marks().items():
            if each.answers[learner].get(cell, {"answer": ""})["answer"].startswith("wrong"):
                assert mark.points < mark.max, (learner, cell)


def test_only_a_deleted_check_waits_for_a_mark_by_hand(courses):
    for each in courses:
        for (learner, cell), mark in each.marks().items():
            assert mark.by_hand == (cell not in each.answers[learner]), (learner, cell)


def test_nbgraders_marks_are_those_of_the_command(courses, tmp_path):
    by_nbgrader = {key: mark.points for each in courses for key, mark in each.marks().items()}
    assert by_nbgrader == course.marks_by_command(courses, tmp_path)


def test_a_check_shows_a_bare_number_to_the_gradebook_and_a_page_to_the_learner(courses):
    for each in courses:
        for learner in each.answers:
            for cell in each.notebook("autograded", learner).cells:
                if cell.id.endswith("-check"):
                    (output,) = cell.outputs
                    assert output.output_type == "execute_result"
                    float(output.data["text/plain"])
                    assert 'scope="row"' in output.data["text/html"]


def test_nothing_is_said_on_stderr(courses):
    for each in courses:
        for learner in each.answers:
            for cell in each.notebook("autograded", learner).cells:
                streams = [output.name for output in cell.get("outputs", []) if output.output_type == "stream"]
                assert "stderr" not in streams, (learner, cell.id)
