"""An nbgrader course as an instructor makes one, what is handed in, and what came of it.

Beside the kernelspec (kernel-lib/test/jupyter/kernels.py) two things are named by environment variables; the defaults are what Maven builds:

PACKETWALK_ALL_JAR        the library with all that it needs
PACKETWALK_TEST_CLASSES   where packetwalk.kernel.exercise.PreparedAnswers is
"""

import json
import os
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "jupyter"))
import kernels  # noqa: E402

CARDS = kernels.ROOT / "kernel-lib/main/exercises"
CLASSES = kernels.from_environment("PACKETWALK_TEST_CLASSES", kernels.TARGET / "test-classes")
SEED = 20261126  # not that of a notebook: marks must not depend on it

# nbgrader calls alembic by its name
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

MOST_FOR_RIGHT = 4

Mark = namedtuple("Mark", "points max by_hand")


def install_kernel():
    """nbgrader starts the kernel that a notebook names, which is called java."""
    kernels.write(kernels.FOLDER, "java", kernels.ours())


def prepared():
    """Every prepared answer of every card."""
    program = ["-cp", f"{CLASSES}{os.pathsep}{os.environ.get('PACKETWALK_ALL_JAR', kernels.ALL_JAR)}"]
    program += ["packetwalk.kernel.exercise.PreparedAnswers", str(CARDS)]
    run = subprocess.run([kernels.JAVA, "-XX:+UseSerialGC", *program], capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def submissions(answers):
    """Who hands in what: the solutions, nothing, and each wrong answer once; where an exercise has few, other right ones.

    Who comes late finds wrong answers to few exercises only, and deletes the others.
    """
    by_cell = {}
    for answer in answers:
        by_cell.setdefault(answer["cell"], []).append(answer)
    learners = {"solution": {}, "blank": {}}
    for cell, all_of_it in by_cell.items():
        blank, solution, *others = all_of_it
        learners["blank"][cell], learners["solution"][cell] = blank, solution
        wrong = [each for each in others if each["answer"].startswith("wrong")]
        right = [each for each in others if not each["answer"].startswith("wrong")]
        # not more learners than the most wrong answers: each is a kernel that has to start
        most = max(len(wrong), MOST_FOR_RIGHT)
        for number, answer in enumerate((wrong + right)[:most], start=1):
            learners.setdefault(f"wrong-{number}", {})[cell] = answer
    for learner in learners.values():
        if len(learner) > len(by_cell) / 2:
            for cell, all_of_it in by_cell.items():
                learner.setdefault(cell, all_of_it[0])
    return learners


class Course:
    """A course directory with one assignment that people work on."""

    def __init__(self, folder, assignment):
        self.folder = folder
        self.assignment = assignment
        subprocess.run([kernels.ROOT / "binder/nbgrader/new-course", folder], check=True, stdout=subprocess.DEVNULL)

    def nbgrader(self, *arguments):
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments], cwd=self.folder, capture_output=True, text=True, timeout=1200
        )
        assert run.returncode == 0, run.stdout + run.stderr

    def file(self, step, learner=""):
        return self.folder / step / learner / self.assignment / f"{self.assignment}.ipynb"

    def notebook(self, step, learner=""):
        return nbformat.read(self.file(step, learner), as_version=4)

    def exercises(self):
        return {cell.id.removesuffix("-answer") for cell in self.notebook("release").cells if cell.id.endswith("-answer")}

    def hand_in(self, learner, answers):
        notebook = self.notebook("release")
        deleted = self.exercises() - {name.removesuffix("-answer") for name in answers}
        notebook.cells = [cell for cell in notebook.cells if cell.id.rpartition("-")[0] not in deleted]
        for cell in notebook.cells:
            if cell.id == "workshop":
                cell.source = f'var mine = workshop("{learner}");'  # numbers of their own
            if cell.id in answers:
                cell.source = answers[cell.id]["source"]
        file = self.file("submitted", learner)
        file.parent.mkdir(parents=True)
        nbformat.write(notebook, file)

    def marks(self):
        """{(learner, answer's cell): Mark}, from the gradebook."""
        from nbgrader.api import Gradebook

        marks = {}
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}", "packetwalk") as gradebook:
            for submission in gradebook.assignment_submissions(self.assignment):
                for grade in submission.notebooks[0].grades:
                    cell = grade.name.replace("-check", "-answer")
                    marks[submission.student.id, cell] = Mark(grade.score, grade.max_score, grade.needs_manual_grade)
        return marks


def marks_by_command(courses, out):
    """The same submissions, by one run of ./packetwalk grade: {(learner, answer's cell): points}."""
    command = [kernels.ROOT / "packetwalk", "grade", "--seed", str(SEED), "--out", out]
    run = subprocess.run([*command, *(each.folder for each in courses)], capture_output=True, text=True, timeout=1200)
    assert run.returncode == 0, run.stdout + run.stderr
    return {
        (report["learner"], exercise["exercise"].lower() + "-answer"): exercise["points"]
        for report in map(json.loads, (path.read_text() for path in out.rglob("report.json")))
        for exercise in report["exercises"]
    }
