"""A zygote's kernels end when their client does, when they are told to, and when it does: the processes are counted."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from processes import alive, marked, soon
from small_notebooks import write_notebook

from helpers.press import execute, kernel
from helpers.press.engine import Engine, closing_zygotes, hang_up_zygotes
from helpers.press.forks import can_fork
from helpers.press.zygote import LIFE
from helpers.press.zygote_client import ForkedKernel, Zygote, ZygoteGone

pytestmark = pytest.mark.skipif(not can_fork(), reason="no process can be forked warm here")


@pytest.fixture
def zygote(mark):
    with_no_imports = Zygote(())
    yield with_no_imports
    with_no_imports.close()


def sleeper(zygote, folder):
    """A kernel process, as far as its zygote knows, that waits for nothing in particular."""
    return zygote.launch(
        [sys.executable, "-m", "ipykernel_launcher", "-f", str(folder / f"{uuid.uuid4().hex}.json")],
        str(folder),
        dict(os.environ),
    )


def asked(zygote):
    """A life that the zygote has been given, on which nothing has been said yet."""
    (life, theirs), (unheard, wire) = socket.socketpair(), socket.socketpair()
    with theirs, wire, unheard:
        socket.send_fds(zygote._control, [LIFE], [theirs.fileno(), wire.fileno()])
    return life


def test_a_kernel_that_is_killed_has_ended_and_its_zygote_goes_on(zygote, tmp_path):
    first, second = sleeper(zygote, tmp_path), sleeper(zygote, tmp_path)
    assert first.poll() is None
    first.kill()
    assert first.wait(10) == -signal.SIGKILL
    assert not alive(first.pid)
    assert second.poll() is None
    assert alive(second.pid)
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(0.05)
    second.send_signal(signal.SIGTERM)
    assert second.wait(10) == -signal.SIGTERM
    second.kill()  # again, and too late: nothing happens
    assert sleeper(zygote, tmp_path).poll() is None


def test_a_connection_that_closes_ends_its_kernel(zygote, tmp_path):
    left, kept = sleeper(zygote, tmp_path), sleeper(zygote, tmp_path)
    pid = left.pid
    del left
    assert soon(lambda: not alive(pid))
    assert kept.poll() is None


def test_a_request_that_never_comes_whole_holds_nobody_up(zygote, tmp_path):
    assert sleeper(zygote, tmp_path).poll() is None
    half = asked(zygote)
    half.sendall(b'{"argv": ["half')
    assert sleeper(zygote, tmp_path).poll() is None
    half.close()
    assert sleeper(zygote, tmp_path).poll() is None


def test_one_client_killed_leaves_the_others_kernels_running(mark, tmp_path):
    """Two processes share a zygote; the second is killed with a kernel in hand."""
    zygote = Zygote(())
    own = sleeper(zygote, tmp_path)
    said, says = os.pipe()
    client = os.fork()
    if client == 0:
        try:
            kernel_of_client = sleeper(zygote, tmp_path)
            os.write(says, str(kernel_of_client.pid).encode())
            time.sleep(60)
        finally:
            os._exit(0)  # pytest goes on in the parent alone
    try:
        theirs = int(os.read(said, 20))
        assert alive(theirs)
        os.kill(client, signal.SIGKILL)
        os.waitpid(client, 0)
        assert soon(lambda: not alive(theirs))
        assert own.poll() is None
        assert alive(own.pid)
        assert not zygote.is_lost
        assert sleeper(zygote, tmp_path).poll() is None
    finally:
        os.close(said)
        os.close(says)
        zygote.close()
    assert soon(lambda: not alive(own.pid))


def test_a_client_killed_while_it_asks_leaves_the_zygote_working(mark, tmp_path):
    """The first version died of this: it told a kernel's number to a client that was there no longer."""
    zygote = Zygote(())
    own = sleeper(zygote, tmp_path)
    for _ in range(20):
        client = os.fork()
        if client == 0:
            life = asked(zygote)
            life.sendall(b'{"argv": ["x", "-f", "/nowhere/x.json"], "cwd": "/", "env": {}}\n')
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(client, 0)
    assert sleeper(zygote, tmp_path).poll() is None
    assert own.poll() is None
    assert soon(lambda: len(psutil.Process(zygote.process.pid).children()) == 1)
    zygote.close()


def test_an_idle_zygote_that_is_killed_is_told_or_followed_by_another(mark, tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "import os\nprint(word, os.getppid())")

    def made(word):
        text = execute.execute(notebook, {"word": word}, tmp_path / f"{word}.ipynb").cells[-1].outputs[0].text
        return text.split()

    with closing_zygotes():
        zygote = Engine("auto").start()
        assert made("1") == ["1", str(zygote.process.pid)]
        os.killpg(zygote.process.pid, signal.SIGKILL)
        assert soon(lambda: zygote.is_lost)
        with pytest.raises(ZygoteGone, match=r"the process that kernels are forked from has ended \(exit code -9\)"):
            execute.execute(notebook, {"word": "2"}, tmp_path / "2.ipynb", engine=Engine("forked"))
        word, parent = made("3")
        assert (word, parent) == ("3", str(Engine("auto").start().process.pid))
        assert parent != str(zygote.process.pid)
    assert kernel.kernels_running() == 0
    assert soon(lambda: marked(mark) == [])


def test_hung_up_a_zygote_ends_by_itself_and_the_next_report_has_another(mark, tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "import os\nprint(os.getppid())")

    def parent() -> int:
        return int(execute.execute(notebook, {"word": ""}, tmp_path / "b.ipynb").cells[-1].outputs[0].text)

    with closing_zygotes():
        first = parent()
        hang_up_zygotes()
        assert soon(lambda: not alive(first))
        assert parent() not in (first, os.getpid())
    assert soon(lambda: marked(mark) == [])


def test_a_report_that_costs_two_zygotes_is_run_by_a_plain_kernel(mark, tmp_path):
    """One that takes so much memory that Linux kills its parent would else be run without end."""
    served = write_notebook(tmp_path / "a.ipynb", "print(word)")
    killer = write_notebook(
        tmp_path / "b.ipynb",
        "import os, signal, sys\nif 'zygote' in open(f'/proc/{os.getppid()}/cmdline').read():\n"
        "    os.kill(os.getppid(), signal.SIGKILL)\n    import time; time.sleep(60)",
        "print('made')",
    )
    with closing_zygotes():
        execute.execute(served, {}, tmp_path / "served.ipynb")
        first = Engine().start().process.pid
        done = execute.execute(killer, {}, tmp_path / "made.ipynb")
        assert done.cells[-1].outputs[0].text == "made\n"
        assert not alive(first)
    assert soon(lambda: marked(mark) == [])


@pytest.mark.parametrize("choice", ["auto", "forked"])
def test_a_zygote_killed_with_kernels_in_flight_leaves_no_orphan(mark, tmp_path, choice):
    """What a cell has started goes too. `auto` runs the reports again; `forked` says what happened."""
    notebook = write_notebook(
        tmp_path / "a.ipynb",
        "import os, pathlib, subprocess, time\nhere = pathlib.Path(f'{word}.pids')",
        "if not here.exists():\n"
        "    child = subprocess.Popen(['sleep', '600'])\n"
        "    pathlib.Path('draft' + word).write_text(f'{os.getpid()} {child.pid}')\n"
        "    os.replace('draft' + word, here)\n"
        "    time.sleep(600)",
        "print(word)",
    )

    def run(word):
        try:
            return execute.execute(notebook, {"word": word}, tmp_path / f"{word}.ipynb", engine=Engine(choice))
        except ZygoteGone as error:
            return str(error)

    with closing_zygotes(), ThreadPoolExecutor(3) as pool:
        zygote = Engine(choice).start()
        runs = [pool.submit(run, word) for word in "abc"]
        assert soon(lambda: len(list(tmp_path.glob("*.pids"))) == 3, 60)
        pids = [int(pid) for path in tmp_path.glob("*.pids") for pid in path.read_text().split()]
        assert len(pids) == 6
        assert all(map(alive, pids))
        os.kill(zygote.process.pid, signal.SIGKILL)
        told = [run.result() for run in runs]
        assert soon(lambda: not any(map(alive, pids)))
    if choice == "auto":
        assert [notebook.cells[-1].outputs[0].text for notebook in told] == ["a\n", "b\n", "c\n"]
    else:
        gone = "the process that kernels are forked from has ended (exit code -9)"
        assert set(told) == {f"{gone}; build again, or choose --engine plain"}
    assert kernel.kernels_running() == 0
    assert soon(lambda: marked(mark) == [])


def test_who_hears_that_a_kernel_died_with_its_zygote_finds_the_zygote_ended():
    """A process closes what it holds before it has ended: its kernels are heard to die while it still can be asked."""
    ending = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.5)"])
    started = subprocess.Popen(["sleep", "600"], start_new_session=True)
    zygote = Zygote.__new__(Zygote)
    zygote.owner, zygote.gone, zygote.process = os.getpid(), "", ending
    (life, theirs), (wire, other) = socket.socketpair(), socket.socketpair()
    theirs.sendall(json.dumps({"pid": started.pid}).encode() + b"\n")
    forked = ForkedKernel(life, wire, zygote)
    theirs.close()
    assert forked.poll() == -signal.SIGKILL
    assert zygote.is_lost
    assert started.wait(10) == -signal.SIGKILL
    other.close()


def test_an_owner_that_is_killed_takes_zygote_kernels_and_their_children_along(mark, tmp_path):
    notebook = write_notebook(
        tmp_path / "a.ipynb",
        "import os, pathlib, subprocess, time\nsubprocess.Popen(['sleep', '600'])\n"
        "pathlib.Path(f'{word}.pid').write_text('1')\ntime.sleep(600)",
    )
    code = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from helpers.press.build import Report, build
        from helpers.press.engine import Engine
        from small_notebooks import STOCK
        reports = [Report(name, Path({str(notebook)!r}), {{"word": name}}, ("md",)) for name in "ab"]
        build(reports, Path({str(tmp_path / "out")!r}), exporters=STOCK, engine=Engine("forked"))
        """
    )
    owner = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path)})
    assert soon(lambda: len(list(tmp_path.glob("*.pid"))) == 2, 60)
    assert len(marked(mark)) >= 6  # the owner, the zygote, two kernels, a child each
    owner.kill()
    owner.wait()
    assert soon(lambda: marked(mark) == [])


def test_a_kernel_that_ends_by_itself_tells_its_code_and_leaves_no_child(mark, tmp_path):
    notebook = write_notebook(
        tmp_path / "a.ipynb",
        "import os, subprocess\nsubprocess.Popen(['sleep', '600']); os._exit(3)",
    )
    with closing_zygotes():
        with pytest.raises(execute.NotebookFailed, match="the kernel died"):
            execute.execute(notebook, {}, tmp_path / "b.ipynb", engine=Engine("forked"))
        assert soon(lambda: len(marked(mark)) == 1)  # the zygote
    assert soon(lambda: marked(mark) == [])


def test_two_hundred_lives_leave_no_process_file_or_socket(mark, tmp_path, monkeypatch):
    """Started by jupyter_client and killed: at once, while starting, and after a cell has run."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    zygote = Zygote(())

    async def live(number):
        manager = kernel.manager_class(zygote)()
        await manager.start_kernel(cwd=str(tmp_path))
        if number % 20 == 0:
            client = manager.client()
            client.start_channels()
            await client.wait_for_ready(timeout=60)
            reply = await client.execute("6 * 7", reply=True, timeout=60)
            assert reply["content"]["status"] == "ok"
            client.stop_channels()
        elif number % 3 == 0:
            await asyncio.sleep(0.02)
        await manager.shutdown_kernel(now=True)
        await manager.cleanup_resources()

    def lives(numbers):
        async def all_of_them():
            for number in numbers:
                await live(number)

        asyncio.run(all_of_them())

    def held():
        return psutil.Process().num_fds()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lives, [[0], [0], [0], [0]]))  # whatever is opened once
        before = held()
        list(pool.map(lives, [range(i, 200, 4) for i in range(4)]))
        assert soon(lambda: held() <= before, 10), (before, held())
    assert soon(lambda: [process.pid for process in marked(mark)] == [zygote.process.pid])
    assert len(list(Path(f"/proc/{zygote.process.pid}/fd").iterdir())) <= 8
    assert kernel.kernels_running() == 0
    zygote.close()
    left = [path.name for path in tmp_path.rglob("*") if path.is_socket() or path.suffix == ".json"]
    assert left == []
    kernel.close_room()
    assert list(tmp_path.iterdir()) == []
    assert soon(lambda: marked(mark) == [])
