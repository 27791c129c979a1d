"""A Python kernel for every report: this interpreter, private, soon gone, and never left behind.

* Always this interpreter, whatever the user has registered as `python3`; it reads no user start-up file.
* Kernels talk over Unix sockets where there are any: no race for ports, nothing open to other users of the machine.
* All that run are known, so that an interrupted build leaves none. A kernel whose owner was killed ends itself:
  ipykernel watches its parent.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path
from types import MappingProxyType
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from ..model import BriefingError

KERNEL_ENV = MappingProxyType(
    {
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # pyplot figures show themselves
        "OPENBLAS_NUM_THREADS": "1",  # the kernels share the cores already
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",  # sets print in one order
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
)


class Stopped(BriefingError):
    """The build was interrupted before this report's kernel started."""


_rooms: list[tempfile.TemporaryDirectory[str]] = []
_rooms_lock = threading.Lock()


def _room() -> Path:
    """A private folder for this process's connection files, sockets and (empty) IPython profile."""
    with _rooms_lock:
        if not _rooms:
            _rooms.append(tempfile.TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True))
        return Path(_rooms[0].name)


def close_room() -> None:
    """Remove the folder; the next kernel makes a new one. Only when no kernel of this process is running."""
    with _rooms_lock:
        while _rooms:
            _rooms.pop().cleanup()


_numbers = itertools.count(1)
_LONGEST_SOCKET = 100  # bytes in a Unix socket's path: the limit is 104 on macOS, 108 on Linux; "-5" comes after it


class OwnPython(KernelSpecManager):
    """Answers every kernel name with this very interpreter."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            name=kernel_name,
            display_name="Python 3",
            language="python",
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            env=dict(KERNEL_ENV, IPYTHONDIR=str(_room() / "ipython")),
        )


class ReportKernelManager(AsyncKernelManager):
    """Starts this interpreter as a kernel, over a Unix socket where possible, and is known to `stop_kernels`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("kernel_spec_manager", OwnPython())
        super().__init__(**kwargs)
        name = _room() / f"k{next(_numbers)}"
        self.connection_file = f"{name}.json"
        if sys.platform != "win32" and zmq.has("ipc") and len(os.fsencode(name)) <= _LONGEST_SOCKET:
            self.transport = "ipc"
            self.cache_ports = False
            self.ip = str(name)

    async def start_kernel(self, **kwargs: Any) -> None:
        if _stopping.is_set():
            raise Stopped("interrupted")
        await super().start_kernel(**kwargs)
        with _running_lock:
            _running.add(self)
        if _stopping.is_set():
            self.kill_now()

    async def cleanup_resources(self, restart: bool = False) -> None:
        with _running_lock:
            _running.discard(self)
        await super().cleanup_resources(restart=restart)

    def kill_now(self) -> None:
        """Kill the kernel and what it has started, from any thread."""
        process = getattr(self.provisioner, "process", None)
        if process is None or process.poll() is not None:
            return
        try:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        except ProcessLookupError:  # it ended between the question and the signal
            return


_running: set[ReportKernelManager] = set()
_running_lock = threading.Lock()
_stopping = threading.Event()


def stop_kernels() -> None:
    """Kill every kernel of this process and start no more until `allow_kernels`; their notebooks fail at once."""
    _stopping.set()
    with _running_lock:
        kernels = list(_running)
    for kernel in kernels:
        kernel.kill_now()


def allow_kernels() -> None:
    _stopping.clear()


def kernels_running() -> int:
    with _running_lock:
        return len(_running)
