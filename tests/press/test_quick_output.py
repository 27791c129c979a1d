"""A kernel's stream flushes at once when there is nothing to flush, and never sooner than what was printed is sent."""

from __future__ import annotations

import threading

import pytest
import zmq
from ipykernel.iostream import IOPubThread
from jupyter_client.session import Session

from helpers.press.quick_output import QuickOutStream


@pytest.fixture
def sent():
    """A real stream, the thread that sends what it prints, and the socket where that arrives."""
    context = zmq.Context()
    publisher, reader = context.socket(zmq.PUB), context.socket(zmq.SUB)
    publisher.bind("inproc://outputs")
    reader.connect("inproc://outputs")
    reader.subscribe(b"")
    reader.rcvtimeo = 10_000
    session = Session(key=b"key")
    thread = IOPubThread(publisher, pipe=False)
    thread.start()
    stream = QuickOutStream(session, thread, "stdout", watchfd=False)
    yield stream, thread, lambda: session.deserialize(session.feed_identities(reader.recv_multipart())[1])["content"]
    stream.close()
    thread.stop()
    thread.close()
    context.destroy(linger=0)


def test_what_was_printed_is_sent_when_a_flush_returns(sent):
    stream, _, received = sent
    for word in ("first", "second"):
        stream.write(word)
        stream.flush()
        assert received() == {"name": "stdout", "text": word}


def test_nothing_printed_is_flushed_without_the_sending_thread(sent):
    stream, thread, _ = sent
    busy, free = threading.Event(), threading.Event()
    thread.schedule(lambda: (busy.set(), free.wait(30)))
    assert busy.wait(10)
    flushing = threading.Thread(target=stream.flush)
    flushing.start()
    flushing.join(5)  # ipykernel's own stream waits for ten seconds
    waits = flushing.is_alive()
    free.set()
    flushing.join(30)
    assert not waits


def test_a_flush_waits_for_what_has_left_the_buffer_but_is_not_sent_yet(sent):
    stream, thread, received = sent
    taken, go_on = threading.Event(), threading.Event()

    def hold(message):
        taken.set()
        go_on.wait(30)
        return message

    thread.schedule(lambda: stream.register_hook(hold))
    stream.write("held")
    assert taken.wait(10)
    flushing = threading.Thread(target=stream.flush)
    flushing.start()
    flushing.join(0.3)
    assert flushing.is_alive()
    go_on.set()
    flushing.join(30)
    assert not flushing.is_alive()
    assert received() == {"name": "stdout", "text": "held"}
