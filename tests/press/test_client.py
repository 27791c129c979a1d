"""The kernel's client is ready exactly when its kernel is: not before its outputs arrive, and not long after."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from queue import Empty

import pytest

from helpers.press.kernel import close_room, manager_class

ROOT = Path(__file__).parents[2]


# As on a machine that has much else to do: a kernel that takes its time to start, and more after each answer.
SLOW = """
import time
time.sleep(3)
handlers = get_ipython().kernel.shell_handlers
answer = handlers['kernel_info_request']
async def slowly(*words):
    await answer(*words)
    time.sleep(0.3)
handlers['kernel_info_request'] = slowly
"""


@asynccontextmanager
async def kernel_and_client(folder, *options):
    """A plain kernel that has just been started, and its client, not yet ready."""
    manager = manager_class(None)()
    await manager.start_kernel(cwd=str(folder), extra_arguments=[*options])
    client = manager.client()
    client.start_channels()
    try:
        yield manager, client
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        await manager.cleanup_resources()


def run(main):
    """`main()` run to its end in a thread of its own: a browser of another test may have its loop in this one."""
    try:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, main()).result()
    finally:
        close_room()


def test_when_the_client_is_ready_outputs_arrive_and_no_earlier_word_is_still_to_come(tmp_path):
    async def heard():
        async with kernel_and_client(tmp_path) as (_, client):
            await client.wait_for_ready(timeout=60)
            with pytest.raises(Empty):
                await client.get_iopub_msg(timeout=0.5)
            sent = client.execute("print('first word')")
            told = [await client.get_iopub_msg(timeout=30) for _ in range(4)]
            return sent, told

    sent, told = run(heard)
    assert [message["msg_type"] for message in told] == ["status", "execute_input", "stream", "status"]
    assert {message["parent_header"]["msg_id"] for message in told} == {sent}


def test_a_kernel_that_is_slow_to_answer_is_not_taken_for_one_that_never_does(tmp_path):
    """It was asked again each time, and so had always an answer to give before the one that was waited for."""

    async def heard():
        async with kernel_and_client(tmp_path, f"--IPKernelApp.exec_lines={SLOW}") as (_, client):
            await client.wait_for_ready(timeout=20)
            with pytest.raises(Empty):
                await client.get_iopub_msg(timeout=0.5)
            with pytest.raises(Empty):
                await client.get_shell_msg(timeout=0)

    run(heard)


def test_a_kernel_that_dies_before_it_answers_is_told_as_dead(tmp_path):
    async def wait():
        async with kernel_and_client(tmp_path) as (manager, client):
            manager.kill_now()
            await client.wait_for_ready(timeout=60)

    with pytest.raises(RuntimeError, match="Kernel died"):
        run(wait)


def test_a_kernel_that_never_answers_is_given_up_in_time(tmp_path):
    async def wait():
        async with kernel_and_client(tmp_path) as (_, client):
            await client.wait_for_ready(timeout=60)
            client.execute("import time; time.sleep(30)")
            await client.wait_for_ready(timeout=0.5)

    with pytest.raises(RuntimeError, match=r"didn't respond in 0\.5 seconds"):
        run(wait)


def test_a_killed_kernel_is_dead_when_the_killing_returns(tmp_path):
    """jupyter_client looks at once, and then only every tenth of a second."""

    async def kill():
        async with kernel_and_client(tmp_path) as (manager, client):
            await client.wait_for_ready(timeout=60)
            await manager.provisioner.kill()
            return await manager.is_alive()

    assert run(kill) is False


def test_no_class_is_looked_up_by_its_name_while_reports_run_side_by_side():
    """traitlets does that unguarded: two reports that began at once could fail with `import_item accepts strings`."""
    source = (
        "from helpers.press import kernel, provisioner\n"
        "kinds = [kernel.ReportKernelManager, kernel.WiredClient, kernel.ReportKernelClient,\n"
        "         provisioner.PlainProvisioner, provisioner.ForkedProvisioner]\n"
        "named = [(kind.__name__, name) for kind in kinds for name, trait in kind.class_traits().items()\n"
        "         if isinstance(getattr(trait, 'klass', None), str)]\n"
        "print(len(kinds[0].class_traits()) > 10, named)"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "True []\n", done.stderr
