"""Notebook jobs in JupyterLab as `make lab` starts it: from the form, by the server's interface, and by the clock."""

from __future__ import annotations

import time
from pathlib import Path

import nbformat
import pytest
from job_form import create, every_morning, fill, open_form
from playwright.sync_api import expect
from reports_made import ROOT, bare, page, pdf_pages
from running_lab import PATIENCE

from helpers.desk.notebook_jobs import value
from helpers.model import UsageError

pytestmark = pytest.mark.slow

ALL = ["html", "pdf", "ipynb"]
BUSY = ("CREATED", "QUEUED", "IN_PROGRESS")
EVERY_FEW_SECONDS = "* * * * * */2"  # the clock's sixth field: nothing is proved by waiting for a minute to end


def wanted(notebook: str, parameters: dict[str, str], formats=ALL, **more: str) -> dict:
    """A job as the form sends it."""
    return {
        "name": notebook,
        "input_uri": f"notebooks/{notebook}.ipynb",
        "runtime_environment_name": "briefing",
        "output_formats": formats,
        "parameters": parameters,
        **more,
    }


def ended(lab, job_id: str) -> dict:
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        job = lab.ask(f"scheduler/jobs/{job_id}")
        if job["status"] not in BUSY:
            return job
        time.sleep(0.3)
    pytest.fail(f"the job did not end: {job}")


def run(lab, notebook: str, parameters: dict[str, str], formats=ALL) -> dict:
    return ended(lab, lab.ask("scheduler/jobs", wanted(notebook, parameters, formats))["job_id"])


def files(lab, job: dict) -> dict[str, Path]:
    """The files of a job that lie in the folder that JupyterLab shows, by format."""
    found = {file["file_format"]: file["file_path"] for file in job["job_files"]}
    return {word: lab.project / path for word, path in found.items() if path}


def read(path: Path) -> str:
    return page(path).find("body").get_text()


def test_the_city_s_briefing_is_the_one_that_a_build_makes(lab, briefings):
    job = run(lab, "city_briefing", {"quarter": "2023Q2"})
    assert (job["status"], job["status_message"]) == ("COMPLETED", None)
    made = files(lab, job)
    assert set(made) == {*ALL, "input"}
    assert all(path.parent.parent == lab.project / "reports" / "jobs" for path in made.values())
    built = briefings.file("city.zh", "html")
    assert read(made["html"]) == read(built)
    assert "97.44" in read(built)
    assert pdf_pages(made["pdf"]) == pdf_pages(briefings.file("city.zh", "pdf"))
    executed = nbformat.read(made["ipynb"], as_version=4)
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")


def test_it_tells_of_the_data_of_its_own_project_and_takes_words_without_quotes(lab):
    """Not of those beside the package, where a job that runs in a folder elsewhere would look."""
    issue = lab.project / "data" / "2023Q1" / "issue.toml"
    kept = issue.read_text(encoding="utf-8")
    issue.write_text(kept.replace("2023-05-07", "2023-05-09"), encoding="utf-8")
    try:
        job = run(lab, "district_briefing", {"quarter": '"2023Q1"', "district": "平度", "lang": "zh"}, ["html"])
    finally:
        issue.write_text(kept, encoding="utf-8")
    assert job["status"] == "COMPLETED", job["status_message"]
    told = read(files(lab, job)["html"])
    assert "2023年5月9日" in told and "平度市" in told


@pytest.mark.parametrize(
    ("notebook", "parameters", "words"),
    [
        ("data_check", {"quarter": "2023Q2", "lang": "en"}, "170figures"),
        ("what_if", {"quarter": "2023Q3"}, "测算"),
    ],
)
def test_the_other_notebooks_run_as_jobs(lab, notebook, parameters, words):
    job = run(lab, notebook, parameters)
    assert job["status"] == "COMPLETED", job["status_message"]
    made = files(lab, job)
    assert words in bare(read(made["html"]))
    assert words in "".join(map(bare, pdf_pages(made["pdf"])))


@pytest.mark.parametrize(
    ("notebook", "parameters", "told"),
    [
        ("correction", {"quarter": "2023Q2", "lang": "en"}, "is not published"),
        ("correction", {"quarter": "2023Q2"}, "2023Q2尚未发布，没有可更正的"),
        ("city_briefing", {"quarter": "2031Q2"}, "没有2031Q2的数据；已有：2022Q1"),
        ("city_briefing", {"quater": "2023Q2", "lang": "en"}, "has no parameter 'quater'; did you mean quarter"),
    ],
)
def test_a_job_that_fails_says_what_to_do_without_a_traceback(lab, notebook, parameters, told):
    job = run(lab, notebook, parameters)
    assert job["status"] == "FAILED" and job["end_time"]
    assert told in job["status_message"]
    assert "Traceback" not in job["status_message"] and "\x1b" not in job["status_message"]
    assert not {"html", "pdf"} & set(files(lab, job))


def test_the_form_makes_a_briefing_and_the_list_opens_it(lab, browser):
    tab = open_form(lab, browser, "district_briefing.ipynb")
    fill(tab, "from_the_form", {"quarter": "latest", "district": "崂山区", "lang": "en"})
    row = create(tab, "from_the_form")
    (job,) = lab.ask("scheduler/jobs?name=from_the_form")["jobs"]
    job = ended(lab, job["job_id"])
    assert job["status"] == "COMPLETED", job["status_message"]
    tab.get_by_role("button", name="Reload").click()
    row.get_by_text("Completed").wait_for()
    row.get_by_role("link", name="HTML").click()
    shown = tab.frame_locator(".jp-HTMLViewer iframe")
    shown.get_by_text("Laoshan").first.wait_for()
    assert tab.strangers == []
    tab.close()
    assert "Q3 2023" in "".join(pdf_pages(files(lab, job)["pdf"])[0])


def test_the_button_makes_a_job_of_its_own_notebook_not_of_the_file_that_is_marked_beside_it(lab, browser):
    page = lab.page(browser, "city_briefing.ipynb")
    page.locator(".jp-DirListing-item", has_text="data_check.ipynb").click()
    page.get_by_title("Create a job").first.click()
    expect(page.get_by_label("Input file")).to_have_value("notebooks/city_briefing.ipynb", timeout=PATIENCE)
    page.get_by_role("tab", name="city_briefing.ipynb").click()
    page.locator(".jp-BreadCrumbs-home").click()  # another folder
    page.locator(".jp-DirListing-item", has_text="data").first.wait_for()
    page.get_by_title("Create a job").first.click()
    page.locator(".jp-DirListing-item", has_text="data_check.ipynb").wait_for()
    expect(page.get_by_label("Input file")).to_have_value("notebooks/city_briefing.ipynb", timeout=PATIENCE)
    assert page.strangers == []
    page.close()


def test_the_form_s_schedule_is_kept_and_the_clock_makes_the_latest_briefing(lab, browser):
    form = open_form(lab, browser, "city_briefing.ipynb")
    fill(form, "every_morning", {"quarter": "latest"})
    every_morning(form)
    create(form, "every_morning")
    form.close()
    (kept,) = lab.ask("scheduler/job_definitions?name=every_morning")["job_definitions"]
    assert (kept["schedule"], kept["timezone"]) == ("0 8 * * *", "Asia/Shanghai")

    by_clock = wanted(
        "city_briefing", {"quarter": "latest"}, ["html"], schedule=EVERY_FEW_SECONDS, timezone="Asia/Shanghai"
    )
    definition = lab.ask("scheduler/job_definitions", by_clock)["job_definition_id"]
    jobs: list[dict] = []
    end = time.monotonic() + PATIENCE / 1000
    while not jobs and time.monotonic() < end:
        time.sleep(0.2)
        jobs = lab.ask(f"scheduler/jobs?job_definition_id={definition}")["jobs"]
    assert jobs, "the clock began no job"
    lab.ask(f"scheduler/job_definitions/{definition}", {"active": False}, "PATCH")
    job = ended(lab, jobs[0]["job_id"])
    assert job["status"] == "COMPLETED", job["status_message"]
    assert "2023年第三季度" in page(files(lab, job)["html"]).find("title").get_text()


@pytest.mark.parametrize(
    ("text", "default", "found"),
    [
        ("2023Q2", '"2023Q2"', "2023Q2"),
        ('"2023Q2"', '"2023Q2"', "2023Q2"),
        (" 胶州市 ", "''", "胶州市"),
        ("370281", '"胶州市"', "370281"),  # a district's code is a text, though it looks like a number
        ("", '"zh"', ""),
        ("3", "5", 3),
        ("[1, 2]", "()", [1, 2]),
    ],
)
def test_a_word_typed_is_taken_as_its_parameter_is_declared(text, default, found):
    assert value("p", text, default) == found


def test_a_word_where_a_number_stands_is_refused_by_name():
    with pytest.raises(UsageError, match="parameter top: 'ten' is no value like 10"):
        value("top", "ten", "10")


def test_the_project_ignores_what_jobs_leave():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert ".jupyter/*\n" in ignored and "reports/*\n" in ignored
