"""How jupyter_client gets its kernel processes here: started (plain) or forked, and in both cases prompt in ending."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Any as Trait

from .zygote_client import ForkedKernel, Zygote

_LOOK = 0.005  # seconds between looks at a kernel that has been killed; jupyter_client's tenth is longer than its dying
_PATIENCE = 1.0  # seconds to look so often


class PlainProvisioner(LocalProvisioner):
    """A kernel that is an interpreter started for it."""

    async def wait(self) -> int | None:
        process = self.process
        while process is not None and process.poll() is None:
            await asyncio.sleep(_LOOK)
        return await super().wait()

    async def kill(self, restart: bool = False) -> None:
        """Kill it, and return when it is dead: jupyter_client, which looks next, then finds it so at its first look."""
        await self._killing(restart)
        for _ in range(round(_PATIENCE / _LOOK)):
            if await self.poll() is not None:
                return
            await asyncio.sleep(_LOOK)

    async def _killing(self, restart: bool) -> None:
        await super().kill(restart=restart)

    async def send_signal(self, signum: int) -> None:
        """Signals as asked, but no interrupt to a kernel that is killed next: it would tell of it on the terminal."""
        if signum == signal.SIGINT and getattr(self.parent, "shutting_down", False):
            return
        await super().send_signal(signum)

    def kill_now(self) -> None:
        """Kill the kernel and what it has started, from any thread."""
        process: Any = self.process
        if process is None or process.poll() is not None:
            return
        try:
            if sys.platform != "win32":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        except ProcessLookupError:  # it ended between the question and the signal
            return


class ForkedProvisioner(PlainProvisioner):
    """A kernel forked from a zygote. Killing it is the zygote's work: only a parent knows whose number it is."""

    zygote: Zygote = Trait()  # type: ignore[assignment]  # a trait gives what it holds

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        cwd = str(kwargs.get("cwd") or Path.cwd())
        process = self.zygote.launch(cmd, cwd, kwargs.get("env") or dict(os.environ))
        self.process: ForkedKernel | None = process  # type: ignore[assignment]  # asked what a Popen is asked
        self.pid = self.pgid = process.pid
        self.cwd = cwd
        return self.connection_info

    async def _killing(self, restart: bool) -> None:
        self.kill_now()

    async def terminate(self, restart: bool = False) -> None:
        self.kill_now()

    def kill_now(self) -> None:
        if self.process is not None:
            self.process.kill()
