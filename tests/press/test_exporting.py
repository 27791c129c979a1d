"""Exports made in processes of their own: nothing is lost with one, and none is left."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
import pytest
from processes import alive, hears_interrupts, marked, soon
from small_notebooks import write_notebook

from helpers.press import export, exporting
from helpers.press.build import Report, Workers, build
from helpers.press.engine import Engine

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


def made(tmp_path, exporter, words, **options):
    notebook = write_notebook(tmp_path / "told.ipynb", "print(word)")
    reports = [Report(f"r{number}", notebook, {"word": word}, ("md",)) for number, word in enumerate(words)]
    exporters = {"md": f"exporters_of_tests.{exporter}"}
    return build(reports, tmp_path / "out", exporters=exporters, engine=Engine("auto", ()), **options)


def test_a_build_exports_in_one_process_beside_its_own(tmp_path, mark):
    assert made(tmp_path, "ProcessNumber", "abc", jobs=2).failed == ()
    numbers = {path.read_text() for path in (tmp_path / "out").glob("*.md")}
    assert len(numbers) == 1 and numbers != {str(os.getpid())}
    assert soon(lambda: marked(mark) == []), marked(mark)


def test_exporting_processes_that_are_left_end_by_themselves_and_take_no_more(mark):
    exporters = exporting.Exporters(("exporters_of_tests.ProcessNumber",), 1)
    exporters.start()
    exporters.leave()
    assert soon(lambda: marked(mark) == []), marked(mark)
    with pytest.raises(exporting.ExporterGone):
        exporters.export(nbformat.v4.new_notebook(), "exporters_of_tests.ProcessNumber", "a")
    exporters.close()  # nothing is left to be waited for


@posix
def test_a_report_whose_export_kills_its_process_fails_with_that_and_the_rest_are_made(tmp_path, mark):
    run = made(tmp_path, "KilledByBad", ("bad", "good", "fine"), jobs=3)
    assert [outcome.status for outcome in run.outcomes] == ["failed", "made", "made"]
    assert run.failed[0].error == "md: the process that exports has ended (exit code -9)"
    assert run.failed[0].detail == ""
    assert (tmp_path / "out" / "r1.md").read_text().strip() == "good"
    assert soon(lambda: marked(mark) == []), marked(mark)


@posix
def test_an_export_whose_process_is_killed_from_outside_is_made_by_another(tmp_path, mark):
    run = made(tmp_path, "KilledOnce", [str(tmp_path / "once")])
    assert run.failed == () and (tmp_path / "once").exists()
    assert (tmp_path / "out" / "r0.md").read_text().strip() == str(tmp_path / "once")


@posix
def test_a_process_killed_from_outside_leaves_no_folder_when_the_build_has_ended(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert made(tmp_path, "KilledOnceInARoom", [str(tmp_path / "once")]).failed == ()
    assert (tmp_path / "once").exists()
    assert soon(lambda: list((tmp_path / "tmp").iterdir()) == []), list((tmp_path / "tmp").iterdir())


def test_a_process_exports_two_at_once_where_the_exporter_may_work_side_by_side(tmp_path):
    assert made(tmp_path, "SideBySide", "ab", jobs=2).failed == ()
    assert len({path.read_text() for path in (tmp_path / "out").glob("*.md")}) == 1
    assert made(tmp_path, "OneByOne", "abcd", jobs=2, force=True).failed == ()
    assert {path.read_text() for path in (tmp_path / "out").glob("*.md")} == {"1"}


def test_the_formats_of_one_report_are_exported_at_once(tmp_path):
    notebook = write_notebook(tmp_path / "told.ipynb", "print(word)")
    report = Report("r", notebook, {"word": "a"}, ("one", "two"))
    exporters = dict.fromkeys(report.formats, "exporters_of_tests.SideBySide")  # each waits for the other
    assert build([report], tmp_path / "out", exporters=exporters, engine=Engine("auto", ())).failed == ()


def test_the_first_report_finds_exporters_that_have_imported_all_they_need():
    """And those of others are only made: what they do with a page is their own affair (see `NeverDone`)."""
    source = (
        "import sys, nbformat.v4 as v\n"
        "from helpers.press.export import export, warm\n"
        "names = ('briefing_html', 'briefing_pdf')\n"
        "warm((*names, 'exporters_of_tests.NeverDone'))\n"
        "before = set(sys.modules)\n"
        "shown = v.new_output('display_data', {'text/html': '<table><tr><td>1</td></tr></table>'})\n"
        "page = v.new_notebook(cells=[v.new_markdown_cell('## 1'), v.new_code_cell('1', outputs=[shown])])\n"
        "sizes = [len(export(page, name, 'a')[0]) > 1000 for name in names]\n"
        "print(sizes, set(sys.modules) - before)\n"
    )
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, env=paths, timeout=60)
    assert done.stdout == "[True, True] set()\n", done.stderr


@posix
def test_a_worker_of_a_pool_exports_in_one_process_beside_its_own_which_ends_with_it(tmp_path, mark):
    forked = multiprocessing.get_context("fork")  # any other way of starting leaves a process of its own behind
    with ProcessPoolExecutor(1, mp_context=forked) as pool:
        worker = pool.submit(os.getpid).result()
        for words in ("ab", "cd"):
            assert made(tmp_path, "ProcessNumber", words, force=True, workers=Workers(pool)).failed == ()
            numbers = {int(path.read_text()) for path in (tmp_path / "out").glob("*.md")}
            assert len(numbers) == 1 and not numbers & {worker, os.getpid()}
            assert alive(*numbers)
    assert soon(lambda: marked(mark) == []), marked(mark)


def test_an_exporter_that_leaves_python_is_told_as_a_process_that_has_ended(tmp_path, capfd):
    run = made(tmp_path, "Leaves", "a")
    assert run.failed[0].error == "md: the process that exports has ended (exit code 1)"
    assert "SystemExit: 7" in capfd.readouterr().err


def test_an_error_that_cannot_be_sent_is_told_with_its_kind_and_place(tmp_path):
    run = made(tmp_path, "Mistaken", "a")
    assert run.failed[0].error == "RuntimeError: HardToSend: this and that"
    assert "exporters_of_tests.py" in run.failed[0].detail


def test_an_exporter_that_is_not_there_is_told_by_the_report_that_needs_it(tmp_path):
    run = made(tmp_path, "NotThere", "a")
    assert "exporters_of_tests.NotThere" in run.failed[0].error


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_a_build_that_is_ended_in_an_export_leaves_no_process(tmp_path, mark, how):
    notebook, told = write_notebook(tmp_path / "told.ipynb", "print(word)"), tmp_path / "number"
    code = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from helpers.press.build import Report, build
        report = Report("a", Path({str(notebook)!r}), {{"word": {str(told)!r}}}, ("md",))
        build([report], Path({str(tmp_path / "out")!r}), exporters={{"md": "exporters_of_tests.NeverDoneInARoom"}})
        """
    )
    (tmp_path / "tmp").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hears_interrupts,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
    )
    assert soon(lambda: told.exists() and told.read_text(), 120)
    process.send_signal(how)
    said = process.communicate(timeout=60)[1]
    assert process.returncode != 0
    assert "Exception ignored" not in said
    if how == signal.SIGINT:
        assert not alive(int(told.read_text()))
        assert not list((tmp_path / "out").glob(".making-*"))
        assert list((tmp_path / "tmp").iterdir()) == []
    assert soon(lambda: marked(mark) == []), marked(mark)


@posix
def test_an_exporting_process_at_rest_ends_with_its_client_however_that_ends(tmp_path, mark):
    code = textwrap.dedent(
        f"""
        import os, signal, sys
        from helpers.press.exporting import Exporters
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        Exporters(["exporters_of_tests.ProcessNumber"], 1).start()
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert soon(lambda: marked(mark) == []), marked(mark)


def test_exports_are_made_in_this_process_again_when_nobody_asks_for_others():
    def maker():
        return export.export(nbformat.v4.new_notebook(), "exporters_of_tests.ProcessNumber", "a")[0]

    own = str(os.getpid()).encode()
    with exporting.beside(["exporters_of_tests.ProcessNumber"], 1):
        makers = {maker() for _ in range(3)}
    assert len(makers) == 1 and own not in makers
    assert maker() == own


@posix
def test_of_a_pdf_whose_process_is_killed_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    code = """
        import os, typst
        from pathlib import Path
        from nbformat.v4 import new_markdown_cell, new_notebook
        from helpers.press.export import FORMATS, export
        typst.compile = lambda *words, **more: os.kill(os.getpid(), 9)
        export(new_notebook(cells=[new_markdown_cell("# One")]), FORMATS["pdf"], "a")
    """
    kill = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=Path(__file__).parents[2])
    assert kill.returncode == -signal.SIGKILL and len(list((tmp_path / "tmp").iterdir())) == 1
    asks = "from helpers.press import room; room.path(); room.close()"
    subprocess.run([sys.executable, "-c", asks], cwd=Path(__file__).parents[2], check=True)
    assert list((tmp_path / "tmp").iterdir()) == []
