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

from ..said import Said

_AGAIN = 5  # milliseconds until a socket whose kernel is not there yet tries again
_LOOK = 1.0  # seconds between looks whether a kernel that does not answer is still alive
_SILENCE = 0.1  # seconds without an output's channel saying anything after which it cannot have been connected


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

        Raises RuntimeError when it has died, or has not got there in `timeout` seconds.
        """
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            asked = self.kernel_info()
            if (reply := await self._reply()) and await self._idle_after(asked):
                self._handle_kernel_info_reply(reply)
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(Said("Kernel didn't respond in {seconds} seconds", seconds=timeout))

    async def _reply(self) -> dict[str, Any] | None:
        """The kernel's next word about itself; None when it says nothing, which need not mean that it never will."""
        while True:
            try:
                message = await self.get_shell_msg(timeout=_LOOK)
            except Empty:
                return None
            if message["msg_type"] == "kernel_info_reply":
                return message

    async def _idle_after(self, asked: str) -> bool:
        """Whether outputs come: all that came before the kernel was done with the request `asked` are taken."""
        while True:
            try:
                message = await self.get_iopub_msg(timeout=_SILENCE)
            except Empty:  # what was said before the subscription arrived is lost: to be asked again
                return False
            idle = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
            if idle and message["parent_header"].get("msg_id") == asked:
                return True
