"""A forked kernel tells what a plain one tells: every kind of cell, run by both."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from every_kind_of_cell import CELLS, TIMES
from papermill.iorw import load_notebook_node
from small_notebooks import write_notebook

from helpers.model import UsageError
from helpers.press import engine, execute, kernel
from helpers.press.engine import Engine, closing_zygotes
from helpers.press.execute import NotebookFailed, ReportEngine
from helpers.press.forks import can_fork
from helpers.press.kernel import manager_class

forks = pytest.mark.skipif(not can_fork(), reason="no process can be forked warm here")


def told_by(choice, folder):
    """The notebook with every kind of cell, run to its end by that engine."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("word = 'told'", metadata={"tags": ["parameters"]}),
            nbformat.v4.new_markdown_cell("text", metadata={"briefing": {"en": "text"}}),
            *(nbformat.v4.new_code_cell(c, metadata={"tags": ["raises-exception"]}) for c in CELLS.values()),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, folder / "kinds.ipynb")
    notebook = load_notebook_node(str(folder / "kinds.ipynb"))
    ReportEngine.execute_notebook(
        notebook,
        "python3",
        execution_timeout=120,
        kernel_manager_class=manager_class(Engine(choice).start()),
        resources={"metadata": {"path": str(folder)}},
    )
    return notebook


@pytest.mark.parametrize(("ending", "status"), [(False, "error"), (True, "ok")])
def test_a_kernel_that_is_about_to_be_killed_is_not_interrupted_first(tmp_path, ending, status):
    """It would print `KeyboardInterrupt caught in kernel` on the analyst's terminal, now and then."""

    async def slept():
        manager = manager_class(None)()
        await manager.start_kernel(cwd=str(tmp_path))
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        asleep = asyncio.Event()
        reply = asyncio.create_task(
            client.execute_interactive(
                "import pathlib, time; print('asleep', flush=True)\n"
                "while not pathlib.Path('awake').exists(): time.sleep(0.05)",
                output_hook=lambda message: asleep.set() if message["msg_type"] == "stream" else None,
                timeout=60,
            )
        )
        await asleep.wait()
        manager.shutting_down = ending
        await manager.interrupt_kernel()
        if ending:
            (tmp_path / "awake").touch()
        told = await reply
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        await manager.cleanup_resources()
        return told["content"]["status"]

    with ThreadPoolExecutor(1) as elsewhere:  # a browser of another test may have a loop in this thread
        assert elsewhere.submit(asyncio.run, slept()).result() == status


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kinds")
    with pytest.MonkeyPatch.context() as patch, closing_zygotes():
        patch.delenv("PYTEST_CURRENT_TEST")  # ipykernel heeds it, and hears no subprocess in a test
        return told_by("plain", folder), told_by("forked", folder)


def joined(outputs):
    """Outputs with a stream's pieces put together: into how many it falls is a matter of time."""
    found = []
    for output in map(dict, outputs):
        if found and output["output_type"] == "stream" and found[-1].get("name") == output["name"]:
            output["text"] = found.pop()["text"] + output["text"]
        found.append(output)
    return found


def plainly(cell):
    """A cell's outputs and metadata, without what is of this very run: times, numbers of processes, temporary files."""
    metadata = {k: v for k, v in cell.metadata.items() if k not in ("papermill", "execution")}
    text = json.dumps([joined(cell.outputs), metadata], ensure_ascii=False, sort_keys=True)
    return re.sub(r"ipykernel_\d+|/k\d+\.json", "", text)


@forks
@pytest.mark.parametrize("kind", [kind for kind in CELLS if kind not in TIMES])
def test_a_cell_tells_the_same_in_a_forked_kernel(both, kind):
    plain, forked = (notebook.cells[2 + list(CELLS).index(kind)] for notebook in both)
    assert forked.source == CELLS[kind]
    assert plainly(forked) == plainly(plain)
    assert forked.execution_count == plain.execution_count


@forks
def test_the_cells_tell_what_they_are_there_to_tell(both):
    """Equal and empty would be equal too."""
    cells = dict(zip(CELLS, both[1].cells[2:], strict=True))
    silent = {"nothing shown", "cell magic", "widget", "widget with bytes", "figure", "warning", "task that goes on"}
    for kind, cell in cells.items():
        shown = json.dumps(cell.outputs)
        if kind not in silent and kind != "display updated from a later cell":
            assert cell.outputs, kind
        assert "ModuleNotFoundError" not in shown, kind
    assert "much later" in json.dumps(cells["display updated"].outputs)
    assert "image/png" in cells["figure"].outputs[0].data
    assert cells["error"].outputs[0].ename == "ZeroDivisionError"
    assert len(cells["error"].outputs[0].traceback) > 2
    assert cells["SystemExit"].outputs
    assert "mind" in json.dumps(cells["warning"].outputs)
    assert "from a child" in json.dumps(cells["output of a subprocess"].outputs)
    for kind, words in {
        "printed while it runs": "second",
        "printed by a forked process": "from a fork",
        "pool of processes that print": "in a pool",
        "task waited for": "waited",
    }.items():
        assert words in json.dumps(cells[kind].outputs)
    assert cells["more than a pipe holds"].outputs[0].text == "长" * 400_000 + "\n"
    for kind in TIMES:
        plain = dict(zip(CELLS, both[0].cells[2:], strict=True))[kind]
        assert _kinds(cells[kind]) == _kinds(plain)


def _kinds(cell) -> list[tuple[str, str | None]]:
    """What a cell's outputs are; a stream that was sent in two parts, as on a busy machine, is one."""
    told = [(output.output_type, output.get("name")) for output in cell.outputs]
    return [kind for kind, _ in itertools.groupby(told)]


@forks
def test_the_notebooks_metadata_are_the_same_but_for_times(both):
    plain, forked = ({k: v for k, v in notebook.metadata.items() if k != "papermill"} for notebook in both)
    assert forked == plain
    assert "language_info" in plain
    assert "widgets" in plain


@forks
def test_parameters_and_failures_are_told_alike(tmp_path):
    good = write_notebook(tmp_path / "a.ipynb", "print(word, times)")
    bad = write_notebook(tmp_path / "b.ipynb", "print(word)", "{}['胶州']")
    left_early = write_notebook(tmp_path / "c.ipynb", "print(word)", "exit()", "import time; time.sleep(10)")
    told = []
    with closing_zygotes():
        for choice in ("plain", "forked"):
            done = execute.execute(good, {"word": "全市"}, tmp_path / "out.ipynb", engine=Engine(choice))
            with pytest.raises(NotebookFailed) as failed:
                execute.execute(bad, {"word": "x"}, tmp_path / "failed.ipynb", engine=Engine(choice))
            left = nbformat.read(tmp_path / "failed.ipynb", as_version=4)
            with pytest.raises(NotebookFailed, match="the kernel died"):
                execute.execute(left_early, {}, tmp_path / "left.ipynb", engine=Engine(choice))
            told.append(
                [
                    [[c.cell_type, c.source, c.get("outputs"), c.metadata.get("tags")] for c in done.cells],
                    [[c.cell_type, c.get("outputs"), c.metadata.get("tags")] for c in left.cells],
                    (str(failed.value), failed.value.cell),
                ]
            )
    assert told[0] == told[1]
    assert told[0][2] == ("KeyError: '胶州'", "cell [4] {}['胶州']")


@forks
def test_of_a_cell_that_hangs_both_leave_the_same(tmp_path):
    """Also that it had begun: its number, which is all there is to see of a cell that says nothing."""
    notebook = write_notebook(tmp_path / "a.ipynb", "import time; time.sleep(60)")
    left = []
    with closing_zygotes():
        for choice in ("plain", "forked"):
            with pytest.raises(NotebookFailed, match="no end after 5 seconds"):
                execute.execute(notebook, {}, tmp_path / "b.ipynb", cell_timeout=5, engine=Engine(choice, ()))
            cells = nbformat.read(tmp_path / "b.ipynb", as_version=4).cells
            left.append([(cell.execution_count, cell.outputs) for cell in cells if cell.cell_type == "code"])
    assert left[0] == left[1]
    assert left[1][-1] == (2, [])


@forks
def test_two_forked_kernels_do_not_draw_the_same_random_numbers(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "import random, numpy\nprint(random.random(), numpy.random.rand())")
    with closing_zygotes():
        drawn = {
            number
            for n in range(2)
            for number in execute.execute(notebook, {}, tmp_path / f"{n}.ipynb", engine=Engine("forked"))
            .cells[-1]
            .outputs[0]
            .text.split()
        }
    assert len(drawn) == 4


def test_where_no_process_can_be_forked_kernels_are_plain(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "can_fork", lambda: False)
    assert Engine("auto").start() is None
    with pytest.raises(UsageError, match="needs Linux"):
        Engine("forked").check()
    notebook = write_notebook(tmp_path / "a.ipynb", "print(word)")
    assert execute.execute(notebook, {"word": "x"}, tmp_path / "b.ipynb").cells[-1].outputs[0].text == "x\n"


@pytest.mark.parametrize("choice", ["plain", pytest.param("forked", marks=forks)])
def test_that_matplotlib_looks_for_fonts_is_not_told_in_a_report(tmp_path, choice):
    """It says so after five seconds, once, where all is new; that a font is not there is told, as it shows."""
    cell = """
        import matplotlib.font_manager as fonts
        fonts._log.warning("Matplotlib is building the font cache; this may take a moment.")
        fonts._log.warning("findfont: Font family 'X' not found.")
    """
    notebook = write_notebook(tmp_path / "a.ipynb", textwrap.dedent(cell))
    (told,) = execute.execute(notebook, {"word": "x"}, tmp_path / "b.ipynb", engine=Engine(choice)).cells[-1].outputs
    assert (told.name, told.text) == ("stderr", "findfont: Font family 'X' not found.\n")


@pytest.mark.parametrize("choice", ["plain", pytest.param("forked", marks=forks)])
def test_a_kernel_writes_no_log_that_is_dropped(tmp_path, choice):
    """Three records a cell, each with its whole message, for nobody."""
    app = "__import__('ipykernel.kernelapp').kernelapp.IPKernelApp.instance()"
    notebook = write_notebook(tmp_path / "a.ipynb", f"print([{app}.log.isEnabledFor(level) for level in (10, 20, 30)])")
    run = execute.execute(notebook, {"word": "x"}, tmp_path / "b.ipynb", engine=Engine(choice))
    assert run.cells[-1].outputs[0].text == "[False, False, True]\n"


def test_where_kernels_talk_over_tcp_they_do_so_encrypted(tmp_path, monkeypatch, capfd):
    """As on Windows. ipykernel warns of each kernel that does not."""
    monkeypatch.setattr(kernel, "_LONGEST_SOCKET", 0)
    app = "__import__('ipykernel.kernelapp').kernelapp.IPKernelApp.instance()"
    notebook = write_notebook(tmp_path / "a.ipynb", f"print({app}.transport, len({app}.curve_secretkey))")
    run = execute.execute(notebook, {"word": "x"}, tmp_path / "b.ipynb", engine=Engine("plain"))
    assert run.cells[-1].outputs[0].text == "tcp 40\n"
    assert capfd.readouterr().err == ""


def test_plain_is_plain_and_a_misspelt_engine_is_told():
    assert Engine("plain").start() is None
    with pytest.raises(UsageError, match="no engine is called 'froked'; did you mean forked"):
        Engine("froked").check()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has what it takes")
def test_this_machine_forks():
    assert can_fork()
