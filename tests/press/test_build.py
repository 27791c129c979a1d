"""Reports made side by side: what is written, what is kept, and what is refused before anything is made."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from small_builds import files, report
from small_notebooks import STOCK, write_notebook

from helpers.model import UsageError
from helpers.press import kernel
from helpers.press import report as report_module
from helpers.press.build import Report, Task, Workers, build, default_jobs, make
from helpers.press.forks import can_fork
from helpers.press.record import Record
from helpers.press.report import running_at_most

pytestmark = pytest.mark.usefixtures("exporters_kept", "same_code", "nothing_to_import")


def test_reports_stand_beside_their_notebook_and_a_record_of_the_run(tmp_path, notebook, data, environment):
    out = tmp_path / "reports" / "2023Q2"
    heard = []
    run = build(
        [
            report(notebook, data, "city.zh", "全市", ("html", "md")),
            report(notebook, data, "district-370281.zh", "胶州"),
        ],
        out,
        exporters=STOCK,
        settings={"quarter": "2023Q2"},
        extra_files={"scored.csv": b"code\n"},
        on_event=lambda outcome, done, total: heard.append((outcome.status, done, total)),
    )
    assert [outcome.status for outcome in run.outcomes] == ["made", "made"]
    assert set(files(out)) == {
        *("city.zh.html", "city.zh.md", "city.zh.ipynb"),
        *("district-370281.zh.md", "district-370281.zh.ipynb"),
        *("run.json", "scored.csv", ".lock"),
    }
    assert "胶州 1" in (out / "district-370281.zh.md").read_text(encoding="utf-8")
    assert heard == [("made", 1, 2), ("made", 2, 2)]

    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["run"]["settings"] == {"quarter": "2023Q2"}
    assert record["run"]["packages"]["papermill"] == environment.packages["papermill"]
    assert record["run"]["fonts"].keys() >= {"NotoSansSC-Regular.ttf"}
    assert record["run"]["inputs"].keys() == {"data.csv"}
    entry = record["reports"]["city.zh"]
    assert entry["parameters"] == {"word": "全市", "times": 2}
    assert entry["seconds"].keys() == {"start", "cells", "html", "md"}
    assert entry["files"].keys() == {"html", "md", "ipynb"}


def test_what_has_not_changed_is_kept_untouched_and_what_has_is_made_again(tmp_path, notebook, data):
    out = tmp_path / "out"
    both = [report(notebook, data, "a", "1"), report(notebook, data, "b", "2")]

    def states(reports, **options):
        return [outcome.status for outcome in build(reports, out, exporters=STOCK, **options).outcomes]

    assert states(both) == ["made", "made"]
    before = {path: path.stat().st_mtime_ns for path in (out, *out.iterdir())}
    assert states(both) == ["kept", "kept"]
    assert {path: path.stat().st_mtime_ns for path in (out, *out.iterdir())} == before

    assert states([both[0], report(notebook, data, "b", "3")]) == ["kept", "made"]
    (out / "a.md").write_text("edited by hand")
    assert states([both[0]]) == ["made"]
    assert "edited" not in (out / "a.md").read_text()
    executed = out / "a.ipynb"  # as one save in JupyterLab changes it; letters and numbered copies read it
    executed.write_text(executed.read_text().replace("1 1", "9 9"))
    reasons = {}
    build([both[0]], out, exporters=STOCK, on_plan=reasons.update)
    assert reasons == {"a": "its files are not as they were made: they were edited, or cut off"}
    assert "9 9" not in executed.read_text() and states([both[0]]) == ["kept"]
    data.write_text("2")
    assert states([both[0]]) == ["made"]
    assert states([both[0]], force=True) == ["made"]
    assert json.loads((out / "run.json").read_text())["reports"].keys() == {"a", "b"}


def test_a_format_left_out_is_told_to_be_of_an_earlier_build(tmp_path, notebook, data):
    out = tmp_path / "out"
    build([report(notebook, data, "a", formats=("md", "html"))], out, exporters=STOCK)
    data.write_text("2")
    run = build([report(notebook, data, "a", formats=("md",))], out, exporters=STOCK)
    assert run.outcomes[0].notes == ("a.html is of an earlier build",)
    assert build([report(notebook, data, "a", formats=("md", "html"))], out, exporters=STOCK).outcomes[0].notes == ()


def test_files_of_one_report_are_kept_only_with_the_notebook_they_were_made_from(tmp_path, notebook, data):
    """A web page made from these data, a PDF made after a change, the change taken back: the notebook tells of it."""
    out, page = tmp_path / "out", [report(notebook, data, "a", formats=("html",))]
    build(page, out, exporters=STOCK)
    before = data.read_text()
    data.write_text("2")
    build([report(notebook, data, "a", formats=("md",))], out, exporters=STOCK)
    data.write_text(before)
    assert build(page, out, exporters=STOCK).outcomes[0].status == "made"
    entries = Record.read(out).reports["a"]["files"]
    assert entries["ipynb"]["data"] == entries["html"]["data"] != entries["md"]["data"]


def test_two_builds_make_the_same_bytes_and_records_that_differ_in_times_alone(tmp_path, notebook, data):
    def timeless(folder):
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        for part in (record["run"], *record["reports"].values()):
            del part["seconds"]
        del record["run"]["started"], record["run"]["planning"]
        for entry in record["reports"].values():
            del entry["files"]["ipynb"]["sha256"], entry["files"]["ipynb"]["bytes"]  # papermill writes the times there
        return record

    both = [report(notebook, data, "a", "1", ("md", "html")), report(notebook, data, "b", "2")]
    for folder in ("first", "second"):
        build(both, tmp_path / folder, exporters=STOCK)
    first, second = tmp_path / "first", tmp_path / "second"
    assert files(first, "*.md", "*.html") == files(second, "*.md", "*.html")
    assert timeless(first) == timeless(second)


# A user whose home is no folder, as services have. (root may write anywhere: a folder without rights would not do.)
HOMELESS = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from helpers.press.build import Report, build
    from helpers.press.engine import Engine
    from helpers.press.forks import can_fork
    run = build([Report("a", Path(sys.argv[1]), {}, ("md",), {})], Path(sys.argv[2]), exporters={"md": "markdown"},
                engine=Engine(sys.argv[3]))
    print([outcome.status for outcome in run.outcomes])
    """
)


@pytest.mark.parametrize(
    "choice",
    [
        "plain",
        pytest.param("forked", marks=pytest.mark.skipif(not can_fork(), reason="no process can be forked warm here")),
    ],
)
def test_without_a_home_matplotlib_says_nothing_in_a_report(tmp_path, choice):
    """It would tell of a folder with a new name each time: in every page, and never the same bytes again."""
    notebook = write_notebook(tmp_path / "a.ipynb", "import matplotlib.pyplot as plt\nprint(plt.figure().number)")
    env = {name: text for name, text in os.environ.items() if not name.startswith(("XDG_", "MPL"))}
    command = [sys.executable, "-c", HOMELESS, str(notebook), str(tmp_path / "out"), choice]
    ended = subprocess.run(
        command, env=env | {"HOME": os.devnull}, cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert ended.stdout == "['made']\n", ended.stderr
    executed = nbformat.read(tmp_path / "out" / "a.ipynb", 4)
    told = [output for cell in executed.cells for output in cell.get("outputs", []) if output.get("name")]
    assert [(output.name, output.text) for output in told] == [("stdout", "1\n")]


def test_what_can_be_told_wrong_is_told_before_anything_is_made(tmp_path, notebook, data):
    good = report(notebook, data)
    wrong = {
        r"told\.ipynb has no parameter 'wrod'; did you mean word": [
            good,
            Report("b", notebook, {"wrod": "x"}, ("md",)),
        ],
        r"no notebook": [Report("b", tmp_path / "gone.ipynb", {}, ("md",))],
        r"no format is called 'pfd'": [Report("b", notebook, {}, ("pfd",))],
        r"cannot name a file": [Report("district-<1>.zh", notebook, {}, ("md",))],
        r"two reports would both be written to 'CITY\.zh'": [good, report(notebook, data, "CITY.zh")],
        r"cannot read .*gone\.csv": [Report("b", notebook, {}, ("md",), {"gone.csv": tmp_path / "gone.csv"})],
    }
    for message, reports in wrong.items():
        with pytest.raises(UsageError, match=message):
            build(reports, tmp_path / "out", exporters=STOCK)
    with pytest.raises(UsageError, match="1 or more"):
        build([good], tmp_path / "out", jobs=0, exporters=STOCK)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {".lock"}


@pytest.mark.parametrize(
    "name", ["con", "NUL.zh", "a/b", "a\\b", "a:b", "a?", "a.", "a ", " a", ".a", "a\n", "COM1.zh"]
)
def test_names_that_some_system_cannot_write_are_refused(tmp_path, notebook, name):
    with pytest.raises(UsageError, match="cannot name a file"):
        build([Report(name, notebook, {}, ("md",))], tmp_path / "out", exporters=STOCK)


def test_a_task_runs_in_another_process_and_twice_with_the_same_result(tmp_path, notebook, data):
    """A plan fits any concurrent.futures executor; a worker that died has its tasks done again elsewhere."""
    task = Task(report(notebook, data, "a"), tmp_path, "key", STOCK, 60)
    assert pickle.loads(pickle.dumps(task)) == task
    first = make(task)
    before = files(tmp_path, "a.md")
    again = make(task)
    assert (first.status, first.files["md"]) == (again.status, again.files["md"])
    assert files(tmp_path, "a.md") == before
    assert pickle.loads(pickle.dumps(first)) == first
    import multiprocessing

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        run = build([report(notebook, data, "b")], tmp_path / "out", exporters=STOCK, workers=Workers(pool))
    assert [o.status for o in run.outcomes] == ["made"]
    assert kernel.kernels_running() == 0


def test_when_the_last_notebook_has_run_it_is_told_once_while_its_report_is_still_at_work():
    """What kernels are forked from takes a while to end: it does so beside the last exports."""
    told, running, most, two = [], [], [], threading.Barrier(2, timeout=60)

    def notebook(number: int) -> None:
        with turns:
            running.append(number)
            most.append(len(running))
            two.wait()
            time.sleep(0.01)
            running.remove(number)
            if number == 3:
                raise RuntimeError("a notebook that fails has run too")

    with running_at_most(2, 6, lambda: told.append(len(running))), ThreadPoolExecutor(6) as threads:
        turns = report_module._turns[-1]
        asked = [threads.submit(notebook, number) for number in range(6)]
        assert [type(one.exception()) for one in asked].count(RuntimeError) == 1
    assert told == [0] and max(most) == 2


@pytest.mark.parametrize(("cores", "jobs"), [(1, 2), (2, 2), (8, 8)])
def test_as_many_notebooks_run_at_once_as_there_are_cores_and_two_at_least(monkeypatch, cores, jobs):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(cores)), raising=False)
    assert default_jobs() == jobs


def test_a_report_made_while_its_data_change_is_made_again_though_they_are_changed_back(tmp_path, data):
    """Which of the two states it tells of is not known, so it is on record as made from neither."""
    out, before = tmp_path / "out", data.read_bytes()
    notebook = write_notebook(tmp_path / "told.ipynb", f"open({str(data)!r}, 'a').write('more')", "print(word)")
    reports = [report(notebook, data)]
    assert [o.status for o in build(reports, out, exporters=STOCK).outcomes] == ["made"]
    assert data.read_bytes() != before
    data.write_bytes(before)
    assert [o.status for o in build(reports, out, exporters=STOCK).outcomes] == ["made"]


def test_what_goes_on_record_of_a_run_is_there_though_nothing_has_to_be_made(tmp_path, notebook, data):
    """As after a run into the same folder that had nothing to say of it; then the record is left alone."""
    out, reports = tmp_path / "out", [report(notebook, data)]
    build(reports, out, exporters=STOCK)
    assert [o.status for o in build(reports, out, exporters=STOCK, on_record={"draft": True}).outcomes] == ["kept"]
    assert Record.read(out).run["draft"] is True
    before = (out / "run.json").stat().st_mtime_ns
    build(reports, out, exporters=STOCK, on_record={"draft": True})
    assert (out / "run.json").stat().st_mtime_ns == before
