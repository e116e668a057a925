"""Files that other systems start the grader with: they parse, agree with themselves, and always end in a report."""

import json
import os
import subprocess
import zipfile

import course
import pytest
import yaml

BINDER = course.kernels.ROOT / "binder"
SCRIPTS = sorted(path for path in BINDER.rglob("*") if path.is_file() and path.read_bytes().startswith(b"#!"))
FAKE_GRADER = """\
#!/bin/sh
# As ./packetwalk grade: a report for the one notebook, where --out says.
while [ "$1" != --out ]; do shift; done
out=$2
while [ "$1" != --format ]; do shift; done
for notebook in "$3"/*.ipynb; do
    [ "$(cat "$notebook")" != broken ] || exit 1
    mkdir -p "$out/learner/01-pods"
    echo '{"score": 3, "gradable": true}' >"$out/learner/01-pods/$2.json"
done
"""


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.name for path in SCRIPTS])
def test_a_script_is_bash(script):
    subprocess.run(["bash", "-n", script], check=True)


def job():
    return next(each for each in yaml.safe_load_all((BINDER / "jobs/grade.yaml").read_text()) if each["kind"] == "Job")


def test_every_file_of_yaml_and_json_parses():
    for path in BINDER.rglob("*.yaml"):
        for each in yaml.safe_load_all(path.read_text()):
            assert {"apiVersion", "kind", "metadata"} <= each.keys()
    for path in BINDER.rglob("*.json"):
        json.loads(path.read_text())


def test_who_runs_a_learners_code_sees_one_submission_and_nothing_else():
    pod = job()["spec"]["template"]["spec"]
    containers = {each["name"]: each for each in pod["initContainers"] + pod["containers"]}
    claims = {each["name"] for each in pod["volumes"] if "persistentVolumeClaim" in each}
    assert {each["name"] for each in containers["grade"]["volumeMounts"]}.isdisjoint(claims)
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    for each in containers.values():
        assert each["securityContext"]["readOnlyRootFilesystem"] is True
        assert each["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_every_mount_is_of_a_volume_and_every_volume_is_mounted():
    pod = job()["spec"]["template"]["spec"]
    mounted = {mount["name"] for each in pod["initContainers"] + pod["containers"] for mount in each["volumeMounts"]}
    assert mounted == {each["name"] for each in pod["volumes"]}


@pytest.fixture
def gradescope(tmp_path):
    fake = tmp_path / "source/packetwalk/packetwalk"
    fake.parent.mkdir(parents=True)
    fake.write_text(FAKE_GRADER)
    (tmp_path / "source/seed").write_text("42\n")
    (tmp_path / "submission").mkdir()
    return tmp_path


def run_autograder(folder):
    script = BINDER / "gradescope/run_autograder"
    subprocess.run(["bash", script], env=os.environ | {"AUTOGRADER": str(folder)}, check=True, capture_output=True)
    return json.loads((folder / "results/results.json").read_text())


def test_gradescope_gets_the_graders_report(gradescope):
    (gradescope / "submission/01-pods.ipynb").write_text("a notebook")
    assert run_autograder(gradescope)["score"] == 3


@pytest.mark.parametrize("notebooks", [{}, {"a.ipynb": "", "b.ipynb": ""}, {"a.ipynb": "broken"}], ids=["none", "two", "broken"])
def test_gradescope_gets_a_report_whatever_was_handed_in(gradescope, notebooks):
    for name, text in notebooks.items():
        (gradescope / "submission" / name).write_text(text)
    results = run_autograder(gradescope)
    assert results["score"] == 0
    assert results["output"]


@pytest.mark.parametrize(("text", "gradable"), [("a notebook", True), ("broken", False)])
def test_prairielearn_gets_a_report(tmp_path, text, gradable):
    (tmp_path / "student").mkdir()
    (tmp_path / "student/01-pods.ipynb").write_text(text)
    (tmp_path / "packetwalk").write_text(FAKE_GRADER)
    environment = os.environ | {"GRADE": str(tmp_path), "PACKETWALK": str(tmp_path / "packetwalk")}
    subprocess.run(["bash", BINDER / "prairielearn/run.sh"], env=environment, check=True, capture_output=True)
    assert json.loads((tmp_path / "results/results.json").read_text())["gradable"] is gradable


def test_the_zip_for_gradescope_has_what_it_needs_and_no_solution(tmp_path):
    file = tmp_path / "autograder.zip"
    subprocess.run(["bash", BINDER / "gradescope/make-zip", file, "42"], check=True, capture_output=True)
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert {"setup.sh", "run_autograder", "seed", "packetwalk/packetwalk", "packetwalk/pom.xml"} <= set(names)
        assert archive.read("seed") == b"42\n"
        for name in names:
            assert "notebooks/solutions" not in name
            if "main/exercises/" in name and name.endswith(".yaml"):
                assert b"\nsolution:" not in archive.read(name)
                assert b"\nchecks:" in archive.read(name)
