"""The client of a forked kernel: jupyter_client's own, with a wire in the place of ZeroMQ's sockets."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from queue import Empty
from typing import Any

from jupyter_client.session import Session

from .client import ReportKernelClient
from .wire import IOPUB, SHELL, BrokenWire, ClientEnd


class WiredChannel:
    """One channel as nbclient uses it: messages out by `send`, in by `get_msg`."""

    def __init__(self, session: Session, send: Callable[[Sequence[bytes]], None] | None = None) -> None:
        self.session = session
        self._send = send
        self._arrived: deque[list[bytes]] = deque()
        self._wanted: asyncio.Future[None] | None = None

    def send(self, message: dict[str, Any]) -> None:
        self.session.send(self, message)  # type: ignore[arg-type]  # of a stream it asks no more than this

    def send_multipart(self, parts: Sequence[bytes], **_: Any) -> None:
        """What `Session.send` calls with the message's parts."""
        if self._send is None:
            raise ValueError("a kernel hears nothing on the channel of its outputs")
        self._send(parts)

    def arrive(self, parts: list[bytes]) -> None:
        self._arrived.append(parts)
        if self._wanted is not None and not self._wanted.done():
            self._wanted.set_result(None)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message; raises queue.Empty when none comes in `timeout` seconds."""
        if not self._arrived:
            self._wanted = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(self._wanted, timeout)
            except TimeoutError as error:
                raise Empty from error
            finally:
                self._wanted = None
        return self.session.deserialize(self.session.feed_identities(self._arrived.popleft())[1])


class WiredClient(ReportKernelClient):
    """A client of the one kernel at the other end of `wire`."""

    def __init__(self, wire: ClientEnd, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session.key = b""  # unsigned: the wire has two ends
        self._wire = wire
        self._loop: asyncio.AbstractEventLoop | None = None
        self._shell = WiredChannel(self.session, self._say)
        self._iopub = WiredChannel(self.session)

    @property
    def shell_channel(self) -> WiredChannel:
        return self._shell

    @property
    def iopub_channel(self) -> WiredChannel:
        return self._iopub

    @property
    def channels_running(self) -> bool:
        return self._loop is not None

    def start_channels(self, **_: bool) -> None:
        """Listen, in the running event loop. There are no others: a report's kernel asks nothing and is only killed."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._wire, self._hear)

    def stop_channels(self) -> None:
        if self._loop is not None:
            self._silence()
            self._loop = None
        self._wire.close()

    def _say(self, parts: Sequence[bytes]) -> None:
        self._wire.send(SHELL, parts)
        if self._wire.unsent and self._loop is not None:
            self._loop.add_writer(self._wire, self._say_rest)

    def _say_rest(self) -> None:
        self._wire.send_rest()
        if not self._wire.unsent and self._loop is not None:
            self._loop.remove_writer(self._wire)

    def _hear(self) -> None:
        try:
            messages = self._wire.receive()
        except EOFError:  # it has ended: nbclient looks whether it is alive
            self._silence()
            return
        except BrokenWire:
            self._silence()
            assert self.parent is not None  # the kernel's manager
            self.parent.kill_now()
            return
        for channel, parts in messages:
            (self._iopub if channel == IOPUB else self._shell).arrive(parts)

    def _silence(self) -> None:
        assert self._loop is not None  # only who listens is silenced
        with contextlib.suppress(RuntimeError):  # the loop has been closed already
            self._loop.remove_reader(self._wire)
            self._loop.remove_writer(self._wire)
