"""Reports made side by side: what is written, what is kept, and what happens to one that fails."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import nbformat
import pytest
from processes import alive, hears_interrupts
from small_notebooks import STOCK, write_notebook

from helpers.model import UsageError
from helpers.press import kernel
from helpers.press.build import Report, Task, Workers, build, default_jobs, make
from helpers.press.engine import Engine, can_fork
from helpers.press.record import Environment, Record

pytestmark = pytest.mark.usefixtures("exporters_kept")

HERE = Environment.here()


@pytest.fixture(autouse=True)
def same_code(monkeypatch):
    """The package's own files stand still while a test builds twice."""
    monkeypatch.setattr(Environment, "here", classmethod(lambda cls: HERE))


@pytest.fixture(autouse=True)
def nothing_to_import(monkeypatch):
    """These notebooks use no pandas: the process that their kernels are forked from need not import it every time."""
    monkeypatch.setattr("helpers.press.build.Engine", partial(Engine, warm=()))


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(tmp_path / "told.ipynb", "print(word, open('data.csv').read())")


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("1")
    return path


def report(notebook, data, name="city.zh", word="x", formats=("md",)):
    return Report(name, notebook, {"word": word}, formats, {"data.csv": data})


def files(folder, *patterns):
    return {p.name: p.read_bytes() for pattern in patterns or ("*",) for p in folder.glob(pattern) if p.is_file()}


def test_reports_stand_beside_their_notebook_and_a_record_of_the_run(tmp_path, notebook, data):
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
    assert record["run"]["packages"]["papermill"] == HERE.packages["papermill"]
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


def test_one_report_that_fails_stops_no_other_and_its_earlier_files_stay(tmp_path, data):
    notebook = write_notebook(
        tmp_path / "told.ipynb", "if word == 'bad': raise ValueError('no such word')\nprint(word)"
    )
    out = tmp_path / "out"
    build([report(notebook, data, "a", "good")], out, exporters=STOCK)
    before = files(out, "a.*")
    run = build([report(notebook, data, "a", "bad"), report(notebook, data, "b", "good")], out, exporters=STOCK)
    assert [outcome.status for outcome in run.outcomes] == ["failed", "made"]
    assert (
        run.failed[0].error == "cell [3] if word == 'bad': raise ValueError('no such word'): ValueError: no such word"
    )
    after = files(out, "a.*")
    evidence = after.pop("a.failed.ipynb")
    assert after == before
    assert b"no such word" in evidence
    entry = json.loads((out / "run.json").read_text())["reports"]["a"]
    assert (entry["status"], entry["error"]) == ("failed", run.failed[0].error)

    assert [o.status for o in build([report(notebook, data, "a", "better")], out, exporters=STOCK).outcomes] == ["made"]
    assert not (out / "a.failed.ipynb").exists()
    assert not list(out.glob(".making-*"))


def test_a_killed_kernel_fails_its_own_report_only(tmp_path, data):
    notebook = write_notebook(
        tmp_path / "told.ipynb",
        "import os, signal\nif word == 'bad': os.kill(os.getpid(), signal.SIGKILL)\nprint(word)",
    )
    run = build(
        [report(notebook, data, "a", "bad"), report(notebook, data, "b", "good")], tmp_path / "out", exporters=STOCK
    )
    assert [outcome.status for outcome in run.outcomes] == ["failed", "made"]
    assert run.failed[0].error == "cell [3] import os, signal: the kernel died (killed, crashed, or out of memory)"


@pytest.mark.parametrize(
    ("exporter", "message", "foreseen"),
    [
        ("small_notebooks.FullDisk", "the disk is full (somewhere); make room there or choose another folder", True),
        ("small_notebooks.NoGlyph", "html: no bundled font has the character '\U0001f600' (cell 3)", True),
        ("small_notebooks.Unforeseen", "ZeroDivisionError: a mistake of ours", False),
    ],
)
def test_a_failed_export_leaves_the_earlier_pair(tmp_path, notebook, data, exporter, message, foreseen):
    out = tmp_path / "out"
    pair = [report(notebook, data, "a", formats=("md", "html"))]
    build(pair, out, exporters=STOCK)
    before = files(out, "a.*")
    data.write_text("2")
    run = build(pair, out, exporters={**STOCK, "html": exporter})
    assert run.failed[0].error.startswith(message)
    assert ("Traceback" in run.failed[0].detail) is not foreseen
    assert "Traceback" not in run.failed[0].error
    after = files(out, "a.*")
    assert "2" in after.pop("a.failed.ipynb").decode()
    assert after == before


@pytest.mark.skipif(sys.platform == "win32", reason="a process's file size is limited on POSIX only")
def test_a_disk_that_takes_no_more_fails_the_report_and_keeps_the_earlier_one(tmp_path, data):
    notebook = write_notebook(tmp_path / "told.ipynb", "print(word * 1000)")
    out = tmp_path / "out"
    build([report(notebook, data, "a", "1", ("md", "html"))], out, exporters=STOCK)
    before = files(out, "a.*")
    code = textwrap.dedent(
        f"""
        import resource, sys
        from pathlib import Path
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from helpers.press.build import Report, build
        from small_notebooks import STOCK
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        report = Report("a", Path({str(notebook)!r}), {{"word": "2"}}, ("md", "html"))
        print(build([report], Path({str(out)!r}), exporters=STOCK).failed[0].error)
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("the file is larger than this disk or account allows")
    after = files(out, "a.*")
    after.pop("a.failed.ipynb")
    assert after == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_a_build_that_is_ended_leaves_earlier_files_and_no_kernel(tmp_path, data, how):
    notebook = write_notebook(
        tmp_path / "told.ipynb",
        "import os, pathlib, time\npathlib.Path(f'{word}.pid').write_text(str(os.getpid()))\ntime.sleep(60)",
    )
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.md").write_text("earlier")
    code = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from helpers.press.build import Report, build
        from small_notebooks import STOCK
        notebook, out = Path({str(notebook)!r}), Path({str(out)!r})
        build([Report(name, notebook, {{"word": name}}, ("md",)) for name in "abc"], out, jobs=2, exporters=STOCK)
        """
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        preexec_fn=hears_interrupts,
    )
    until = time.monotonic() + 60
    while len(pids := [p for p in tmp_path.glob("*.pid") if p.read_text()]) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert len(pids) == 2
    process.send_signal(how)
    said = process.communicate(timeout=30)[1]
    assert process.returncode != 0
    assert "Exception ignored" not in said
    kernels = [int(p.read_text()) for p in pids]
    while any(map(alive, kernels)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(alive, kernels))
    assert (out / "a.md").read_text() == "earlier"
    assert not list(out.glob("*.failed.ipynb"))  # they were interrupted: nothing of theirs has failed
    assert len(list(tmp_path.glob("*.pid"))) == 2  # no kernel was started after the signal
    assert (not list(out.glob(".making-*"))) or how == signal.SIGKILL
    assert len(list(tmp_path.glob("briefing-run-*"))) == (how == signal.SIGKILL)
    again = subprocess.run(
        [sys.executable, "-c", SWEEPING], capture_output=True, text=True, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert again.stdout.split() == ["1", "0"], again.stderr
    assert list(tmp_path.glob("briefing-run-*")) == []


def test_a_report_that_failed_is_made_again_though_its_earlier_files_are_right(tmp_path, data):
    """Else the record would say for ever that it failed, and what it came to would lie beside good files."""
    wrong, out = tmp_path / "wrong", tmp_path / "out"
    notebook = write_notebook(tmp_path / "a.ipynb", f"import pathlib\nassert not pathlib.Path({str(wrong)!r}).exists()")

    def built(**options) -> list[str]:
        return [outcome.status for outcome in build([report(notebook, data)], out, exporters=STOCK, **options).outcomes]

    assert built() == ["made"]
    wrong.touch()
    assert built(force=True) == ["failed"] and (out / "city.zh.failed.ipynb").exists()
    wrong.unlink()
    assert built() == ["made"] and not (out / "city.zh.failed.ipynb").exists()
    assert built() == ["kept"]


def test_how_long_a_cell_may_take_is_the_analyst_s_to_say(tmp_path, data, monkeypatch):
    notebook = write_notebook(tmp_path / "slow.ipynb", "import time; time.sleep(60)")
    monkeypatch.setenv("BRIEFING_CELL_TIMEOUT", "2")
    (failed,) = build([report(notebook, data)], tmp_path / "out", exporters=STOCK).failed
    assert "no end after 2 seconds" in failed.error
    for wrong in ("0", "2min", "-1"):
        monkeypatch.setenv("BRIEFING_CELL_TIMEOUT", wrong)
        with pytest.raises(UsageError, match="give whole seconds"):
            build([report(notebook, data)], tmp_path / "out", exporters=STOCK)


# A user whose home is no folder, as services have. (root may write anywhere: a folder without rights would not do.)
HOMELESS = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from helpers.press.build import Report, build
    from helpers.press.engine import Engine, can_fork
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


# One process holds a room; then another asks for its own: what is left but those.
SWEEPING = textwrap.dedent(
    """
    import subprocess, sys, tempfile
    from pathlib import Path
    from helpers.press import room
    own = room.path()
    rooms = lambda: [path for path in Path(tempfile.gettempdir()).glob("briefing-run-*") if path != own]
    asks = "from helpers.press import room; room.path(); room.close()"
    subprocess.run([sys.executable, "-c", asks], check=True)
    print(int(own.is_dir()), len(rooms()))
    room.close()
    """
)


def test_what_was_made_before_an_interruption_is_not_made_again(tmp_path, notebook, data):
    def interrupt(outcome, done, total):
        if outcome.status == "made":
            raise KeyboardInterrupt

    both = [report(notebook, data, "a"), report(notebook, data, "b")]
    with pytest.raises(KeyboardInterrupt):
        build(both, tmp_path / "out", jobs=1, exporters=STOCK, on_event=interrupt)
    assert kernel.kernels_running() == 0
    run = build(both, tmp_path / "out", exporters=STOCK)
    assert [outcome.status for outcome in run.outcomes] == ["kept", "made"]


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


def test_a_worker_that_dies_fails_its_reports_with_a_reason(tmp_path, notebook, data):
    class DeadPool(ProcessPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            return super().submit(os._exit, 1)

    import multiprocessing

    with DeadPool(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        run = build([report(notebook, data, "b")], tmp_path / "out", exporters=STOCK, workers=Workers(pool))
    assert run.failed[0].error.startswith("its worker died: BrokenProcessPool")


@pytest.mark.parametrize(("cores", "jobs"), [(1, 2), (2, 2), (8, 8)])
def test_as_many_notebooks_run_at_once_as_there_are_cores_and_two_at_least(monkeypatch, cores, jobs):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(cores)), raising=False)
    assert default_jobs() == jobs
