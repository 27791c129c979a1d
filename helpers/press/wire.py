"""What a forked kernel and its client say to each other: Jupyter's own messages, over one pair of connected sockets.

ZeroMQ serves kernels that many clients reach over a network: five ports, signed messages, and threads on both sides
that hand each message on. A forked kernel has one client, which already holds the other end of a socket that nobody
else can reach; there the same messages go straight, and a cell costs a third less.

A message on the wire: `MARK`, its channel, the number of its parts, the length of each (4 bytes); then the parts as
jupyter_client's `Session` has made them.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Sequence

SHELL, IOPUB = 0, 1
MARK = 0x5A58
_HEAD = struct.Struct("<HBB")
_LENGTH = struct.Struct("<I")
READ = 1 << 18  # bytes at a time

Parts = list[bytes]


class BrokenWire(ConnectionError):
    """What arrived is no message: a process that shared the other end was killed while it wrote."""


def packed(channel: int, parts: Sequence[bytes | memoryview]) -> bytes:
    """One message as it goes over the wire."""
    lengths = b"".join(_LENGTH.pack(memoryview(part).nbytes) for part in parts)
    return b"".join((_HEAD.pack(MARK, channel, len(parts)), lengths, *parts))


class Unpacker:
    """Bytes as they arrive in, whole messages out."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def feed(self, arrived: bytes) -> list[tuple[int, Parts]]:
        """The messages that are whole now: (channel, parts) each. Raises BrokenWire."""
        self._kept += arrived
        found = []
        while message := self._next():
            found.append(message)
        return found

    def _next(self) -> tuple[int, Parts] | None:
        kept = self._kept
        if len(kept) < _HEAD.size:
            return None
        mark, channel, count = _HEAD.unpack_from(kept)
        if mark != MARK:
            raise BrokenWire("what the kernel says cannot be understood any more")
        at = _HEAD.size + count * _LENGTH.size
        if len(kept) < at:
            return None
        lengths = [_LENGTH.unpack_from(kept, _HEAD.size + n * _LENGTH.size)[0] for n in range(count)]
        if len(kept) < at + sum(lengths):
            return None
        parts = []
        for length in lengths:
            parts.append(bytes(memoryview(kept)[at : at + length]))
            at += length
        del kept[:at]
        return channel, parts


class ClientEnd:
    """The client's end, of one event loop: neither reading nor writing ever waits."""

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._unpacker = Unpacker()
        self._unsent = bytearray()

    def fileno(self) -> int:
        return self._end.fileno()

    @property
    def unsent(self) -> bool:
        """Whether something waits until the kernel takes it."""
        return bool(self._unsent)

    def send(self, channel: int, parts: Sequence[bytes | memoryview]) -> None:
        """Send one message, or as much of it as the kernel takes now; `send_rest` when it takes more."""
        self._unsent += packed(channel, parts)
        self.send_rest()

    def send_rest(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: self._end.send(self._unsent)]
        except BlockingIOError:
            return
        except ConnectionError:  # the kernel has ended: whoever waits for its answer looks whether it is alive
            self._unsent.clear()

    def receive(self) -> list[tuple[int, Parts]]:
        """The messages that have arrived. Raises EOFError when the kernel has ended, BrokenWire."""
        try:
            arrived = self._end.recv(READ)
        except BlockingIOError:
            return []
        except ConnectionError:
            arrived = b""
        if not arrived:
            raise EOFError
        return self._unpacker.feed(arrived)

    def close(self) -> None:
        self._end.close()
