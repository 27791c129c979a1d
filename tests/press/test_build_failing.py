"""What happens to a build when a report, a kernel, an export, the disk or a worker fails, or it is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from processes import alive, hears_interrupts, soon
from small_builds import files, report
from small_notebooks import STOCK, write_notebook

from helpers.model import UsageError
from helpers.press import kernel
from helpers.press.build import Workers, build

pytestmark = pytest.mark.usefixtures("exporters_kept", "same_code", "nothing_to_import")


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
        "import os, pathlib, time\npathlib.Path(f'{word}.pid').write_text(str(os.getpid()))\ntime.sleep(600)",
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
    try:
        assert soon(lambda: len([p for p in tmp_path.glob("*.pid") if p.read_text()]) == 2, 120)
        kernels = [int(p.read_text()) for p in tmp_path.glob("*.pid")]
        process.send_signal(how)
        said = process.communicate(timeout=60)[1]
    finally:
        process.kill()  # where that was in vain
    assert process.returncode != 0
    assert "Exception ignored" not in said
    assert soon(lambda: not any(map(alive, kernels)))
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


def test_a_failed_copy_that_no_record_knows_does_not_stay_beside_good_files(tmp_path, data):
    """As where the disk was too full for run.json as well: the record then tells of the run before."""
    notebook, out = write_notebook(tmp_path / "a.ipynb", "print(word)"), tmp_path / "out"
    assert build([report(notebook, data)], out, exporters=STOCK).failed == ()
    (out / "city.zh.failed.ipynb").write_text("{}", encoding="utf-8")
    for status in ("made", "kept"):
        assert [o.status for o in build([report(notebook, data)], out, exporters=STOCK).outcomes] == [status]
        assert not (out / "city.zh.failed.ipynb").exists()


def test_how_long_a_cell_may_take_is_the_analyst_s_to_say(tmp_path, data, monkeypatch):
    notebook = write_notebook(tmp_path / "slow.ipynb", "import time; time.sleep(60)")
    monkeypatch.setenv("BRIEFING_CELL_TIMEOUT", "2")
    (failed,) = build([report(notebook, data)], tmp_path / "out", exporters=STOCK).failed
    assert "no end after 2 seconds" in failed.error
    for wrong in ("0", "2min", "-1"):
        monkeypatch.setenv("BRIEFING_CELL_TIMEOUT", wrong)
        with pytest.raises(UsageError, match="give whole seconds"):
            build([report(notebook, data)], tmp_path / "out", exporters=STOCK)


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


def test_a_worker_that_dies_fails_its_reports_with_a_reason(tmp_path, notebook, data):
    class DeadPool(ProcessPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            return super().submit(os._exit, 1)

    import multiprocessing

    with DeadPool(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        run = build([report(notebook, data, "b")], tmp_path / "out", exporters=STOCK, workers=Workers(pool))
    assert run.failed[0].error.startswith("its worker died: BrokenProcessPool")
