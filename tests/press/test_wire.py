"""What goes over a wire arrives whole, in order, and wakes its reader no more often than it must."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from queue import Empty

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.session import Session

from helpers.press.wire import IOPUB, SHELL, BrokenWire, ClientEnd, Unpacker, packed
from helpers.press.wired_client import WiredChannel

linux = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")
MESSAGES = st.lists(
    st.tuples(st.sampled_from([SHELL, IOPUB]), st.lists(st.binary(max_size=40), max_size=6)), max_size=6
)


@given(MESSAGES, st.integers(1, 9))
def test_messages_come_out_as_they_went_in_however_their_bytes_fall(messages, step):
    sent = b"".join(packed(channel, parts) for channel, parts in messages)
    unpacker, found = Unpacker(), []
    for at in range(0, len(sent), step):
        found += unpacker.feed(sent[at : at + step])
    assert found == messages


def test_what_is_no_message_is_found_out():
    unpacker = Unpacker()
    assert unpacker.feed(packed(SHELL, [b"whole"])) == [(SHELL, [b"whole"])]
    with pytest.raises(BrokenWire):
        unpacker.feed(b"half a message, and then another")


@pytest.fixture
def ends():
    kernel, client = socket.socketpair()
    yield kernel, client
    kernel.close()
    client.close()


def test_a_client_never_waits_for_a_kernel_that_does_not_read(ends):
    kernel, ours = ends
    client, parts = ClientEnd(ours), [b"x" * 3_000_000]
    client.send(SHELL, parts)
    assert client.unsent
    unpacker, arrived = Unpacker(), []
    while not arrived:
        arrived += unpacker.feed(kernel.recv(1 << 18))
        client.send_rest()
    assert arrived == [(SHELL, parts)]
    assert not client.unsent
    assert client.receive() == []


def test_a_client_hears_that_its_kernel_has_ended_and_may_go_on_talking(ends):
    kernel, ours = ends
    client = ClientEnd(ours)
    kernel.close()
    client.send(SHELL, [b"is anybody there?"])
    assert not client.unsent
    with pytest.raises(EOFError):
        client.receive()


@linux
class TestTheKernelsEnd:
    def test_what_is_held_goes_with_the_next_message_or_when_it_is_flushed(self, ends):
        from helpers.press.wired_kernel import KernelEnd

        theirs, ours = ends
        kernel, client = KernelEnd(theirs), ClientEnd(ours)
        kernel.send(IOPUB, [b"busy"], hold=True)
        kernel.send(IOPUB, [b"input"], hold=True)
        assert client.receive() == []
        kernel.send(IOPUB, [b"printed"])
        assert client.receive() == [(IOPUB, [b"busy"]), (IOPUB, [b"input"]), (IOPUB, [b"printed"])]
        kernel.send(SHELL, [b"reply"], hold=True)
        kernel.flush()
        kernel.flush()
        assert client.receive() == [(SHELL, [b"reply"])]

    def test_threads_and_forked_processes_do_not_break_into_each_others_messages(self, ends):
        """Each message is larger than a socket holds, so that its sender is interrupted."""
        from helpers.press.wired_kernel import KernelEnd

        theirs, ours = ends
        kernel, client = KernelEnd(theirs), ClientEnd(ours)
        kernel.send(IOPUB, [b"held by the kernel alone"], hold=True)
        letters = [b"a", b"b", b"c", b"d"]

        def send_from_a_fork(letter):
            if (pid := os.fork()) == 0:
                kernel.send(IOPUB, [letter * 700_000])
                os._exit(0)
            return pid

        forks = [send_from_a_fork(letter) for letter in letters[:2]]
        threads = [threading.Thread(target=kernel.send, args=(IOPUB, [x * 700_000])) for x in letters[2:]]
        for thread in threads:
            thread.start()
        arrived = []
        while len(arrived) < 5:
            arrived += client.receive()
        for thread in threads:
            thread.join()
        assert [os.waitpid(pid, 0)[1] for pid in forks] == [0, 0]
        assert sorted(parts[0][:24] for _, parts in arrived) == sorted(
            [b"held by the kernel alone", *(letter * 24 for letter in letters)]
        )


def test_a_channel_gives_what_has_arrived_and_waits_no_longer_than_it_is_asked_to():
    session = Session(key=b"")

    async def heard():
        channel = WiredChannel(session)
        with pytest.raises(Empty):
            await channel.get_msg(timeout=0.01)
        asyncio.get_running_loop().call_later(0.05, channel.arrive, session.serialize(session.msg("second")))
        channel.arrive(session.serialize(session.msg("first")))
        return [(await channel.get_msg(timeout=timeout))["msg_type"] for timeout in (0, None)]

    with ThreadPoolExecutor(1) as elsewhere:  # a browser of another test may have a loop in this thread
        assert elsewhere.submit(asyncio.run, heard()).result() == ["first", "second"]
