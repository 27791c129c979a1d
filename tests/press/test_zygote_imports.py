"""What a zygote imports: told where it cannot be forked with it, or is killed over it, and the reports are made."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from processes import marked, soon
from small_notebooks import write_notebook

from helpers.press import execute
from helpers.press.engine import Engine, close_zygotes, closing_zygotes
from helpers.press.forks import can_fork
from helpers.press.zygote_client import ZygoteGone
from helpers.write.usage_zh import usage

pytestmark = pytest.mark.skipif(not can_fork(), reason="no process can be forked warm here")


def test_a_zygote_that_ends_before_it_has_served_is_not_followed_by_another(mark, tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "print(word)")
    close_zygotes()  # one of an earlier test may have served
    with closing_zygotes():
        zygote = Engine("auto").start()
        os.killpg(zygote.process.pid, signal.SIGKILL)
        assert soon(lambda: zygote.is_lost)
        assert execute.execute(notebook, {"word": "1"}, tmp_path / "1.ipynb").cells[-1].outputs[0].text == "1\n"
        assert Engine("auto").start() is None
    assert soon(lambda: marked(mark) == [])


@pytest.mark.parametrize("when", ["before a report asks", "while reports wait"])
def test_a_zygote_killed_while_it_imports_is_told_once_and_the_reports_are_made(mark, tmp_path, caplog, when):
    """As Linux does where memory is short; the reports would else take three times as long, and nobody know why."""
    notebook = write_notebook(tmp_path / "a.ipynb", "print(word)")
    close_zygotes()

    def made(word):
        return execute.execute(notebook, {"word": word}, tmp_path / f"{word}.ipynb").cells[-1].outputs[0].text

    with closing_zygotes(), ThreadPoolExecutor(3) as pool:
        zygote = Engine().start()
        if when == "before a report asks":
            os.kill(zygote.process.pid, signal.SIGKILL)
            assert soon(lambda: zygote.is_lost)
        else:
            os.kill(zygote.process.pid, signal.SIGSTOP)  # it stays at its imports
        runs = [pool.submit(made, word) for word in "abc"]
        if when != "before a report asks":
            assert soon(zygote._turn.locked)  # one asks for a kernel, the others wait for their turn
            os.kill(zygote.process.pid, signal.SIGKILL)
        assert [run.result() for run in runs] == ["a\n", "b\n", "c\n"]
    (told,) = [record.getMessage() for record in caplog.records if record.name.startswith("helpers")]
    assert told.endswith(": every kernel starts by itself, which takes longer")
    assert "派生内核的进程" in usage(told) and usage(told).endswith("；改为逐个启动内核，用时较长")
    assert soon(lambda: marked(mark) == [])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
            "start threads",
        ),
        ("print('a word of advice')", "say something: a word of advice"),
        ("import zmq; zmq.Context.instance()", "ZeroMQ context|start threads"),
        (
            "import ipykernel.ipkernel as k; del k.IPythonKernel.shell_class",
            "ipykernel cannot be prepared: .+shell_class",
        ),
    ],
    ids=["thread", "print", "context", "another ipykernel"],
)
def test_imports_that_do_not_survive_a_fork_are_found_out_beforehand(mark, tmp_path, monkeypatch, source, reason):
    (tmp_path / "unfit_to_fork.py").write_text(source + "\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    notebook = write_notebook(tmp_path / "a.ipynb", "print(word)")
    with closing_zygotes():
        with pytest.raises(ZygoteGone, match=reason):
            execute.execute(notebook, {}, tmp_path / "b.ipynb", engine=Engine("forked", ("unfit_to_fork",)))
        done = execute.execute(notebook, {"word": "x"}, tmp_path / "b.ipynb", engine=Engine("auto", ("unfit_to_fork",)))
    assert done.cells[-1].outputs[0].text == "x\n"


def test_functions_are_called_once_in_the_kernels_environment_before_the_fork(mark, tmp_path, monkeypatch):
    (tmp_path / "opened_once.py").write_text(
        "import os\nfound = []\n\n\ndef look():\n    found.append((os.environ.get('SHARED'), os.getpid()))\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    notebook = write_notebook(tmp_path / "a.ipynb", "import os, opened_once\nprint(opened_once.found, os.getppid())")
    with closing_zygotes():
        own = Engine("forked", ("opened_once", "opened_once:look"))
        zygote = own.start()
        monkeypatch.setenv("SHARED", "set after the start")
        told = [
            execute.execute(notebook, {}, tmp_path / f"{n}.ipynb", engine=own).cells[-1].outputs[0].text for n in "ab"
        ]
    pid = zygote.process.pid
    assert told == [f"[('set after the start', {pid})] {pid}\n"] * 2


def test_a_module_that_cannot_be_imported_is_the_reports_own_error(mark, tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "import no_such_module")
    with closing_zygotes(), pytest.raises(execute.NotebookFailed, match="No module named 'no_such_module'"):
        execute.execute(notebook, {}, tmp_path / "b.ipynb", engine=Engine("forked", ("no_such_module",)))
