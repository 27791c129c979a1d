"""The kernel's client that papermill and nbclient talk through: stock, but ready as soon as its kernel is.

jupyter_client ends its wait for a new kernel by listening until nothing has come for a fifth of a second. Here the end
is known: the kernel's own word that it has done what was asked, on the very channel that outputs come by. And a socket
that finds no kernel yet looks again at once, not after ZeroMQ's tenth of a second.
"""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from nbclient.exceptions import DeadKernelError

_AGAIN = 5  # milliseconds until a socket whose kernel is not there yet tries again
_LOOK = 1.0  # seconds between looks whether a kernel that does not answer is still alive
_SILENCE = 0.1  # seconds without an output's channel saying anything after which it cannot have been connected


class KernelSilent(RuntimeError):
    """A kernel has been started, and lives, and has not answered in time."""


class ReportKernelClient(AsyncKernelClient):
    """A client whose `wait_for_ready` has no fixed wait in it."""

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, _AGAIN)
        return context

    def start_channels(self, **chosen: bool) -> None:
        """As stock, without the heartbeat, a thread of its own: whether a kernel lives its process tells."""
        super().start_channels(**{**chosen, "hb": False})

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel answers and its outputs arrive, with none of an earlier request still to come.

        It is asked again only when it has answered: one that takes long, on a busy machine, would else have ever more
        to answer before the last. Raises DeadKernelError when it has died, KernelSilent when it has not got there in
        `timeout` seconds.
        """
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            asked = self.kernel_info()
            reply = await self._reply_to(asked, end, timeout)
            if await self._idle_after(asked, end, timeout):
                self._handle_kernel_info_reply(reply)
                return
            await self._look(end, timeout)

    async def _reply_to(self, asked: str, end: float, timeout: float | None) -> dict[str, Any]:
        """The kernel's word about itself, however long it takes to start."""
        while True:
            try:
                message = await self.get_shell_msg(timeout=_LOOK)
            except Empty:
                await self._look(end, timeout)
                continue
            if message["parent_header"].get("msg_id") == asked:
                return message

    async def _idle_after(self, asked: str, end: float, timeout: float | None) -> bool:
        """Whether outputs come: all that came before the kernel was done with the request `asked` are taken."""
        heard = False
        while True:
            try:
                message = await self.get_iopub_msg(timeout=_LOOK if heard else _SILENCE)
            except Empty:
                if not heard:  # what was said before the subscription arrived is lost: to be asked again
                    return False
                await self._look(end, timeout)
                continue
            of = message["parent_header"].get("msg_id")
            heard = heard or of is not None  # who hears a word about a request hears all that is said later
            idle = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
            if idle and of == asked:
                return True

    async def _look(self, end: float, timeout: float | None) -> None:
        """Raise when there is no more to wait for: DeadKernelError, or KernelSilent when the time is over."""
        if not await self.is_alive():
            raise DeadKernelError("Kernel died")
        if time.monotonic() > end:
            raise KernelSilent(f"Kernel didn't respond in {timeout} seconds")
