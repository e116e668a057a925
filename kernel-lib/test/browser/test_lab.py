"""What a person sees: open a notebook in JupyterLab, run all cells from the menu, find the table and the picture."""

import time

import pytest

ERRORS = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'
KERNEL_SECONDS = 60
RUN_SECONDS = 150


@pytest.mark.parametrize("notebook", ["01-pods.ipynb", "02-services.ipynb", "03-ingress.ipynb"])
def test_all_cells_run_and_show_a_table_and_a_picture(lab, page, screenshots, notebook):
    name = notebook.removesuffix(".ipynb")
    page.goto(f"{lab.address}/lab/workspaces/{name}/tree/{notebook}?token={lab.token}")
    page.locator(".jp-NotebookPanel .jp-CodeCell").first.wait_for(timeout=60_000)
    await_kernel(lab, page, notebook)

    run_all(page)
    try:
        page.wait_for_function(ALL_CELLS_RAN, timeout=RUN_SECONDS * 1000)
    finally:
        page.screenshot(path=screenshots / f"{name}.png")

    errors = page.locator(ERRORS)
    assert errors.count() == 0, errors.first.inner_text()
    show(page.locator(".jp-OutputArea-output table"), screenshots / f"{name}-table.png")
    picture = page.locator('.jp-OutputArea-output svg[role="img"]')
    show(picture, screenshots / f"{name}-picture.png")
    for number in range(picture.count()):
        assert picture.nth(number).get_attribute("aria-label"), f"picture {number + 1} has no text for who cannot see it"


def run_all(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def await_kernel(lab, page, notebook):
    """The page says idle also before it has a kernel, so the server is asked first whether the page is connected to one."""
    deadline = time.monotonic() + KERNEL_SECONDS
    while not any(session["kernel"]["connections"] for session in lab.get("sessions") if session["path"] == notebook):
        assert time.monotonic() < deadline, "no kernel was started"
        page.wait_for_timeout(100)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=KERNEL_SECONDS * 1000)


# An error ends the run, so it ends the wait as well.
ALL_CELLS_RAN = """() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(prompt => prompt.innerText);
    const failed = document.querySelector(ERRORS);
    return failed || (prompts.length > 0 && prompts.every(text => /\\[\\d+\\]/.test(text)));
}""".replace("ERRORS", f"`{ERRORS}`")


def show(found, screenshot):
    """There is at least one, and it has a size that can be seen."""
    assert found.count() > 0, f"nothing in the outputs for {screenshot.name}"
    first = found.first
    first.scroll_into_view_if_needed()
    box = first.bounding_box()
    assert box and box["width"] > 20 and box["height"] > 10, f"{screenshot.name}: {box}"
    first.screenshot(path=screenshot)
