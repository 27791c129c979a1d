"""The client's end of what kernels are forked from (see zygote.py), and a forked kernel as its client has it."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..model import BriefingError
from ..said import Said
from .kernel_env import kernel_env
from .zygote import ENVIRONMENT_BYTES, LIFE, READY, UNFIT

_DYING = 10  # seconds for it to end once it has closed everything
_PATIENCE = 120  # seconds for a zygote's imports, on a machine that has much else to do
_ENDED_EARLY = "the process that kernels are forked from ended during its imports"


class ZygoteGone(BriefingError):
    """The process that kernels are forked from has ended, or was found unfit to fork."""


class Zygote:
    """The client's end of a zygote: starts it, asks it for kernels, closes it."""

    def __init__(self, warm: Sequence[str]) -> None:
        from . import zygote

        self.owner = os.getpid()
        self.gone = ""
        self.has_served = False  # whether a kernel of its own has run to its end
        self.is_told = False  # whether its end has been told
        self._turn = threading.Lock()
        self._ready = False
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        env = {name: value for name, value in os.environ.items() if name != "JPY_PARENT_PID"}
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, str(Path(zygote.__file__)), str(theirs.fileno()), *warm],
                pass_fds=[theirs.fileno()],
                env=env | kernel_env(),
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for us to hear
            )

    @property
    def is_lost(self) -> bool:
        """Whether it has ended or cannot be used; its kernels are then ending too."""
        if not self.gone and self.owner == os.getpid() and self.process.poll() is not None:
            self.gone = Said(
                "the process that kernels are forked from has ended (exit code {code})", code=self.process.returncode
            )
        return bool(self.gone)

    def launch(self, command: Sequence[str], cwd: str, env: Mapping[str, str]) -> ForkedKernel:
        """A new kernel, forked; waits for the zygote's imports. `command` is `python -m ipykernel_launcher …`.

        Raises ZygoteGone when the zygote has ended or is unfit.
        """
        self._wait_until_ready(env)
        launcher = importlib.util.find_spec("ipykernel_launcher")
        argv = [launcher.origin if launcher else "ipykernel_launcher", *command[3:]]
        life, wire = socket.socketpair(), socket.socketpair()
        try:
            with life[1], wire[1]:
                socket.send_fds(self._control, [LIFE], [life[1].fileno(), wire[1].fileno()])
            life[0].sendall(json.dumps({"argv": argv, "cwd": cwd, "env": dict(env)}).encode() + b"\n")
            kernel = ForkedKernel(life[0], wire[0], self)
        except OSError as error:
            life[0].close()
            wire[0].close()
            raise self._end(
                Said("the process that kernels are forked from does not answer: {error}", error=error.strerror)
            ) from error
        return kernel

    def _wait_until_ready(self, env: Mapping[str, str]) -> None:
        with self._turn:
            if self.is_lost:
                raise ZygoteGone(self.gone)
            if self._ready:
                return
            self._control.settimeout(_PATIENCE)
            try:
                self._control.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ENVIRONMENT_BYTES)
                self._control.send(json.dumps(dict(env)).encode())
                answer = self._control.recv(4096)
            except ConnectionError as error:
                raise self._end(_ENDED_EARLY) from error
            except OSError as error:
                raise self._end(Said("no kernel can be forked: {error}", error=error)) from error
            if answer == READY:
                self._ready = True
            elif answer.startswith(UNFIT):
                raise self._end(Said("no kernel can be forked: {error}", error=answer[len(UNFIT) :].decode()))
            else:
                raise self._end(_ENDED_EARLY)

    def _end(self, reason: str) -> ZygoteGone:
        self.gone = self.gone or reason
        return ZygoteGone(self.gone)

    def await_end(self) -> None:
        """It has closed what it holds, which is the last but one thing of a process: let it be seen to have ended."""
        if self.owner == os.getpid():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_DYING)

    def hang_up(self) -> None:
        """Have it end, with every kernel it has forked."""
        self.gone = self.gone or "it was closed"
        if self.owner == os.getpid():
            self._control.close()

    def close(self) -> None:
        """End it and every kernel it has forked; waits until they have ended."""
        self.hang_up()
        if self.owner != os.getpid():
            return
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:  # stopped, or still importing from a slow disk
            self.process.kill()
            self.process.wait()


class ForkedKernel:
    """A forked kernel as jupyter_client wants a process: what of `subprocess.Popen` it uses, and no more.

    The kernel lives as long as `life`, our connection to the zygote, stands. Its one client takes the `wire`.
    """

    stdin = stdout = stderr = None

    def __init__(self, life: socket.socket, wire: socket.socket, zygote: Zygote) -> None:
        self._life, self._zygote = life, zygote
        self._wire: socket.socket | None = wire
        self._turn = threading.Lock()
        self._heard = bytearray()
        self._killed = False
        self.returncode: int | None = None
        life.settimeout(_PATIENCE)
        answer = life.recv(64)
        if not answer.endswith(b"\n"):
            raise ConnectionResetError(0, "it ended")
        self.pid: int = json.loads(answer.splitlines()[0])["pid"]
        self._heard += answer.partition(b"\n")[2]
        life.setblocking(False)

    def take_wire(self) -> socket.socket:
        """The client's end of what is said to the kernel, for the client to close."""
        if self._wire is None:
            raise RuntimeError("a forked kernel has one client")
        wire, self._wire = self._wire, None
        return wire

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        with self._turn:
            if self.returncode is None:
                self._hear()
            return self.returncode

    def _hear(self) -> None:
        try:
            heard = self._life.recv(64)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        self._heard += heard
        if self._heard.endswith(b"\n"):
            self.returncode = json.loads(self._heard)["exit"]
            self._zygote.has_served = True
        elif not heard:  # the zygote has gone: Linux kills the kernel, and we what the kernel has started
            self.returncode = -signal.SIGKILL
            self._zygote.await_end()  # or who asks why the kernel died finds the zygote still there
            if not self._killed:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.pid, signal.SIGKILL)
        if self.returncode is not None:
            self._life.close()
            if self._wire is not None:
                self._wire.close()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises subprocess.TimeoutExpired."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            with contextlib.suppress(OSError, ValueError):  # another thread has heard the end first
                select.select([self._life], [], [], left)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Have its zygote kill it and all of its group."""
        with self._turn:
            if self.returncode is None and not self._killed:
                with contextlib.suppress(OSError):  # the zygote has gone: `poll` sees to it
                    self._life.shutdown(socket.SHUT_WR)
                    self._killed = not self._zygote.is_lost

    terminate = kill
