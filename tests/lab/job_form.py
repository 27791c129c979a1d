"""The form of a notebook job in JupyterLab, filled in a real browser. Run as a script, it takes the README's picture:

python tests/lab/job_form.py docs/notebook_job.png
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import TimeoutError as Waited
from running_lab import PATIENCE, started
from the_readme_says import AS_ON_SCREENS, BROWSERS

TRIES = 6


def open_form(lab, browser, notebook):
    """The page with the form that the toolbar button of an open notebook shows.

    On a busy machine a notebook that is still opening comes to the front once more, or JupyterLab, which is still
    putting its workspace back, closes the form or takes the mark off the notebook in the file browser, and the form
    names none: then its tab is closed and the button pressed again, as one would.
    """
    page = lab.page(browser, notebook)
    file, told = page.get_by_label("Input file"), "no form came"
    for _ in range(TRIES):
        try:
            page.get_by_title("Create a job").first.click(timeout=PATIENCE / TRIES)
            file.wait_for(timeout=PATIENCE / TRIES)
            page.wait_for_timeout(1000)
            named = file.input_value(timeout=1000)
            if named == f"notebooks/{notebook}":
                return page
            told = f"the form names {named!r}"
            page.get_by_role("tab", name="Jobs").locator(".lm-TabBar-tabCloseIcon").click(timeout=1000)
        except Waited as error:
            told = f"no form came: {error}"
    raise AssertionError(f"{told}, not {notebook}; the page says: {page.locator('body').inner_text()[:3000]}")


def fill(page, name: str, parameters: Mapping[str, str]) -> None:
    page.get_by_label("Job name").fill(name)
    for number, words in enumerate(parameters.items()):
        page.get_by_title("Add new parameter").click()
        for part, word in zip(("name", "value"), words, strict=True):
            field = page.locator(f"input[name=parameter-{number}-{part}]")
            field.fill(word)
            field.press("Tab")  # the form takes a field's word, and lays itself out anew, when the field is left


def create(page, name: str):
    """Press Create; the row of the list that then shows the job. Where it does not, what the page says instead.

    A press that came while the form laid itself out anew does nothing: then it is pressed again, as one would.
    """
    button, row = page.get_by_role("button", name="Create", exact=True), page.get_by_role("row", name=name)
    for _ in range(TRIES):
        if button.is_visible():
            button.click()
        try:
            row.wait_for(timeout=PATIENCE / TRIES)
            return row
        except Waited:
            continue
    raise AssertionError(f"no job {name} is in the list; the page says: {page.locator('body').inner_text()[:3000]}")


def every_morning(page) -> None:
    page.get_by_label("Run on a schedule").check()
    page.get_by_label("Interval").click()
    page.get_by_role("option", name="Day", exact=True).click()
    page.get_by_label("Time", exact=True).fill("08:00")
    zone = page.get_by_label("Time zone")
    zone.fill("Asia/Shanghai")
    page.get_by_role("option", name="Asia/Shanghai", exact=True).click()
    zone.blur()


def take_picture(target: Path) -> None:
    """The form for one district's briefing of the latest quarter, every morning."""
    from PIL import Image, ImageOps
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as home, started(Path(home)) as lab, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=AS_ON_SCREENS)
        page = open_form(lab, browser, "district_briefing.ipynb")
        page.set_viewport_size({"width": 640, "height": 1090})
        page.get_by_role("tab", name="File Browser").click()  # out of the picture
        fill(page, "jiaozhou_every_morning", {"quarter": "latest", "district": "胶州市"})
        every_morning(page)
        page.mouse.move(10, 10)
        page.wait_for_timeout(1000)  # until what was clicked has stopped shimmering
        page.locator(".jp-create-job-form").screenshot(path=target)
    with Image.open(target) as shot:
        framed = ImageOps.expand(ImageOps.expand(shot.convert("RGB"), 16, "white"), 1, "silver")
        framed.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(target, optimize=True)


if __name__ == "__main__":
    take_picture(Path(sys.argv[1]))
