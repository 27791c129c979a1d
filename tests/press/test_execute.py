"""One notebook, run by papermill in a kernel of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from jupyter_core.utils import ensure_event_loop
from processes import soon
from small_notebooks import write_notebook

from helpers.model import UsageError
from helpers.press import execute, kernel
from helpers.press.execute import NotebookFailed


def printed(notebook, cell):
    return "".join(output["text"] for output in notebook.cells[cell].outputs if output.output_type == "stream")


def test_a_notebook_runs_with_its_parameters_in_this_interpreter_and_its_own_folder(tmp_path, monkeypatch):
    """Whatever the user registered as `python3`, and whatever waits in the start-up folder of the user's IPython."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": ["/nowhere/python"], "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("raise_my_hand = True")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    home = tmp_path / "with {braces} 胶州"
    home.mkdir()
    source = write_notebook(
        home / "a.ipynb",
        "import os, sys; print(sys.executable, os.getcwd(), word, times, 'raise_my_hand' in globals())",
        "import matplotlib.pyplot as plt; _ = plt.plot([1, 2])",
    )
    target = home / "b.ipynb"
    done = execute.execute(source, {"word": "2023Q2"}, target)
    assert printed(done, 2) == f"{sys.executable} {home} 2023Q2 2 False\n"
    assert "image/png" in done.cells[3].outputs[0].data
    assert printed(nbformat.read(target, as_version=4), 2) == printed(done, 2)
    assert kernel.kernels_running() == 0


@pytest.mark.parametrize(
    ("source", "cell"),
    [
        ("for x in 'a':\n    1 / 0", "cell [3] for x in 'a'"),
        ("# only this", "cell [3]"),
        (f"{'x' * 80}:\n    1", f"cell [3] {'x' * 72}…"),
    ],
)
def test_a_cell_is_named_by_its_first_line_without_the_colon_of_a_block(source, cell):
    """What went wrong stands behind a colon of its own."""
    assert execute._place(3, source) == cell


@pytest.mark.parametrize(
    ("source", "message", "cell"),
    [
        ("# a remark\n1 / 0", "ZeroDivisionError: division by zero", "cell [3] 1 / 0"),
        (
            "from helpers.model import UsageError\nraise UsageError('no district is called 胶')",
            "no district is called 胶",
            "cell [3] from helpers.model import UsageError",
        ),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the kernel died", "cell [3] import os, signal"),
        ("import time; time.sleep(60)", "no end after 5 seconds", "cell [3] import time"),
    ],
    ids=["error", "error written for readers", "killed kernel", "endless cell"],
)
def test_a_notebook_that_fails_names_its_cell_and_leaves_what_it_came_to(tmp_path, source, message, cell):
    notebook = write_notebook(tmp_path / "a.ipynb", source, "print('never reached')")
    with pytest.raises(NotebookFailed) as failed:
        execute.execute(notebook, {"word": "x"}, tmp_path / "b.ipynb", cell_timeout=5)
    assert str(failed.value).startswith(message)
    assert failed.value.cell.startswith(cell)
    assert "Traceback" not in str(failed.value)
    left = json.loads((tmp_path / "b.ipynb").read_text(encoding="utf-8"))
    assert any(c["metadata"].get("papermill", {}).get("exception") for c in left["cells"])
    assert kernel.kernels_running() == 0


def test_a_misspelt_parameter_is_an_error_that_offers_the_nearest(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb")
    declared = execute.declared_parameters(notebook)
    assert declared == {"word": '"nothing"', "times": "2"}
    execute.check_parameters("a.ipynb", declared, {"word": "x"})
    with pytest.raises(UsageError, match=r"a\.ipynb has no parameter 'wrd'; did you mean word"):
        execute.check_parameters("a.ipynb", declared, {"wrd": "x"})


def test_a_missing_or_broken_notebook_is_told_plainly(tmp_path):
    with pytest.raises(UsageError, match=r"no notebook .*gone\.ipynb"):
        execute.declared_parameters(tmp_path / "gone.ipynb")
    (tmp_path / "broken.ipynb").write_text("{}")
    with pytest.raises(UsageError, match=r"broken\.ipynb cannot be read"):
        execute.declared_parameters(tmp_path / "broken.ipynb")


def test_stopping_kills_the_kernels_and_starts_no_more(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "import time; time.sleep(60)")
    errors = []

    def run():
        try:
            execute.execute(notebook, {}, tmp_path / "b.ipynb")
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert soon(kernel.kernels_running, 60)
    kernel.stop_kernels()
    try:
        thread.join(60)
        with pytest.raises(kernel.Stopped):
            execute.execute(notebook, {}, tmp_path / "c.ipynb")
    finally:
        kernel.allow_kernels()
    assert not thread.is_alive()
    assert len(errors) == 1
    assert kernel.kernels_running() == 0


def test_importing_the_executor_brings_no_checkers_of_formats_and_hides_none():
    """Grammars of IRIs cost a second of every start, the others as much as papermill; who needs one still gets it."""
    code = """
        import importlib.util, json, sys
        import helpers.press.execute
        from helpers.press.quick_schema import _CHECKERS
        brought = [name for name in _CHECKERS if name in sys.modules and name != "idna"]  # requests wants that one
        there = [name for name in _CHECKERS if importlib.util.find_spec(name)]
        print(json.dumps([brought, there, [importlib.import_module(name).__name__ for name in there]]))
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    brought, there, imported = json.loads(done.stdout)
    assert brought == [] and imported == there
    assert done.stderr == ""


@pytest.mark.parametrize("tasks", [0, 1])
def test_a_threads_loop_is_closed_also_where_the_thread_no_longer_has_it_set(tasks):
    """As on Windows, where every report that ran beside another failed for it."""

    def closed():
        loop = ensure_event_loop()
        left = [loop.create_task(asyncio.sleep(60)) for _ in range(tasks)]
        asyncio.set_event_loop(None)
        execute._close_loop()
        return loop.is_closed() and all(task.cancelled() for task in left)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(closed).result(60)
