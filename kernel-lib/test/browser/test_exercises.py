"""What a learner sees of the exercises in JupyterLab: a prediction that is due, a check of nothing, and a wrong answer with its packet."""

import nbformat
import pytest
import yaml
from conftest import ROOT, setting
from test_lab import ERRORS, RUN_SECONDS, await_kernel, run_all

CARDS = ROOT / "kernel-lib/main/exercises"
STARTER = '    // YOUR CODE HERE\n    throw new UnsupportedOperationException("your code here");'
# Some with a prediction and some without, and both themes.
SEEN = [
    ("01-pods", "POD-1", "JupyterLab Light"),
    ("02-services", "SVC-3", "JupyterLab Dark"),
    ("03-ingress", "ING-1", "JupyterLab Light"),
]


class Opened:
    """A notebook in the page, its cells by the ids they have in the file."""

    def __init__(self, page, notebook):
        self.page = page
        self.source = {cell.id: cell.source for cell in notebook.cells}
        self.ids = list(self.source)

    def cell(self, name):
        return self.page.locator(".jp-Notebook > .jp-WindowedPanel-outer .jp-Cell").nth(self.ids.index(name))

    def run(self, name, text=None):
        """Runs a cell, with another text if one is typed, and waits for its number."""
        cell = self.cell(name)
        cell.locator(".cm-content").click()
        if text is not None:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(text)
        before = cell.locator(".jp-InputPrompt").inner_text()
        self.page.keyboard.press("Control+Enter")
        prompt = cell.locator(".jp-InputPrompt").element_handle()
        self.page.wait_for_function(RAN_AGAIN, arg=[prompt, before], timeout=RUN_SECONDS * 1000)
        return cell


RAN_AGAIN = "([prompt, before]) => prompt.innerText !== before && /\\[\\d+\\]/.test(prompt.innerText)"


@pytest.mark.parametrize(("notebook", "exercise", "theme"), SEEN, ids=[exercise for _, exercise, _ in SEEN])
def test_a_learner_sees_what_is_asked_and_what_is_wrong(lab, page, screenshots, notebook, exercise, theme):
    setting(lab, "apputils-extension", "themes", theme=theme)
    path = f"exercises/{notebook}.ipynb"
    page.goto(f"{lab.address}/lab/workspaces/{exercise}/tree/{path}?token={lab.token}")
    page.locator(".jp-NotebookPanel .jp-CodeCell").first.wait_for(timeout=60_000)
    await_kernel(lab, page, path)
    opened = Opened(page, nbformat.read(ROOT / "notebooks" / path, as_version=4))
    name = exercise.lower()

    # "Run All" stops where something is to be predicted, which is its purpose.
    run_all(page)
    due = page.locator(ERRORS)
    try:
        due.wait_for(timeout=RUN_SECONDS * 1000)
    finally:
        page.screenshot(path=screenshots / f"{exercise}.png")
    assert "predict first" in due.inner_text()
    due.screenshot(path=screenshots / f"{exercise}-predict.png")

    opened.run(f"{name}-open").screenshot(path=screenshots / f"{exercise}-open.png")
    opened.run(f"{name}-answer")
    nothing = opened.run(f"{name}-check")
    assert "Nothing is written yet" in nothing.inner_text()
    assert nothing.locator('th[scope="row"]').count() > 0
    nothing.screenshot(path=screenshots / f"{exercise}-nothing.png")
    assert opened.run(f"{name}-hint").locator(".jp-OutputArea-output").inner_text().strip()

    card, key = yaml.safe_load_all((CARDS / f"{exercise}.yaml").read_text())
    wrong = key["wrong"][0]
    # CodeMirror would indent what is typed; what is pasted stays.
    body = "".join(f"    {line}\n" for line in wrong["code"].splitlines())
    opened.run(f"{name}-answer", opened.source[f"{name}-answer"].replace(STARTER, body.rstrip("\n")))
    judged = opened.run(f"{name}-check")
    judged.screenshot(path=screenshots / f"{exercise}-wrong.png")
    assert " ".join(card["misconceptions"][wrong["finds"]]["says"].split())[:60] in " ".join(judged.inner_text().split())
    assert judged.locator('th[scope="row"]').count() > 0
    assert judged.locator("svg, table").count() > 1
