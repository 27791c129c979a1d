"""A Python kernel for every report: this interpreter, private, soon gone, and never left behind.

* Always this interpreter, whatever the user has registered as `python3`; it reads no user start-up file.
* Kernels that are started talk over Unix sockets where there are any, forked ones over a wire (see wire.py): no race
  for ports, nothing open to other users of the machine. On Windows they talk over TCP, encrypted.
* All that run are known, so that an interrupted build leaves none. A kernel whose owner was killed ends itself:
  ipykernel watches its parent. The folder that a killed owner leaves is removed by the next that needs one.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
from typing import Any

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from ..model import BriefingError
from . import room
from .client import ReportKernelClient
from .engine import close_zygotes
from .kernel_env import kernel_env
from .provisioner import ForkedProvisioner, PlainProvisioner
from .wire import ClientEnd
from .wired_client import WiredClient
from .zygote import OPTIONS
from .zygote_client import Zygote


class Stopped(BriefingError):
    """The build was interrupted before this report's kernel started."""


def close_room() -> None:
    """End the zygotes and remove the folder; the next kernel makes a new one. Only when no kernel here is running."""
    close_zygotes()
    room.close()


_numbers = itertools.count(1)
_LONGEST_SOCKET = 100  # bytes in a Unix socket's path: the limit is 104 on macOS, 108 on Linux; "-5" comes after it


class OwnPython(KernelSpecManager):
    """Answers every kernel name with this very interpreter."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            name=kernel_name,
            display_name="Python 3",
            language="python",
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *OPTIONS],
            env=dict(kernel_env(), IPYTHONDIR=str(room.path() / "ipython")),
            metadata={"supported_encryption": "curve"},
        )


class ReportKernelManager(AsyncKernelManager):
    """Starts this interpreter as a kernel, over a Unix socket where possible, and is known to `stop_kernels`.

    `zygote`: where its kernels are forked from; None starts each as a process of its own.
    """

    zygote: Zygote | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("kernel_spec_manager", OwnPython())
        kwargs.setdefault("client_factory", ReportKernelClient)
        super().__init__(**kwargs)
        name = room.path() / f"k{next(_numbers)}"
        self.connection_file = f"{name}.json"
        if sys.platform != "win32" and zmq.has("ipc") and len(os.fsencode(name)) <= _LONGEST_SOCKET:
            self.transport = "ipc"
            self.cache_ports = False
            self.ip = str(name)
        elif zmq.has("curve"):
            self.transport_encryption = "auto"

    async def start_kernel(self, **kwargs: Any) -> None:
        if _stopping.is_set():
            raise Stopped("interrupted")
        if self.provisioner is None:
            own = {"parent": self, "kernel_spec": self.kernel_spec}
            self.provisioner = (
                ForkedProvisioner(zygote=self.zygote, **own) if self.zygote is not None else PlainProvisioner(**own)
            )
        await super().start_kernel(**kwargs)
        with _running_lock:
            _running.add(self)
        if _stopping.is_set():
            self.kill_now()

    def client(self, **kwargs: Any) -> AsyncKernelClient:
        if isinstance(self.provisioner, ForkedProvisioner) and self.provisioner.process is not None:
            return WiredClient(ClientEnd(self.provisioner.process.take_wire()), session=self.session, parent=self)
        return super().client(**kwargs)

    async def cleanup_resources(self, restart: bool = False) -> None:
        with _running_lock:
            _running.discard(self)
        await super().cleanup_resources(restart=restart)

    def kill_now(self) -> None:
        """Kill the kernel and what it has started, from any thread."""
        if isinstance(self.provisioner, PlainProvisioner):
            self.provisioner.kill_now()


# traitlets looks up a class that is named by a string when the first object with such a trait is made, and two threads
# that make their first at once can trip over each other. So it is done here, where there is one.
for _kind in (ReportKernelManager, PlainProvisioner, ForkedProvisioner, ReportKernelClient, WiredClient):
    _kind.__new__(_kind)


def manager_class(zygote: Zygote | None) -> type[ReportKernelManager]:
    """The kernel manager for papermill, which takes a class: one whose kernels come from that zygote."""
    return type("ReportKernelManager", (ReportKernelManager,), {"zygote": zygote})


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


def stopping() -> bool:
    """Whether kernels are stopped, and a notebook that fails now was only interrupted."""
    return _stopping.is_set()


def allow_kernels() -> None:
    _stopping.clear()


def kernels_running() -> int:
    with _running_lock:
        return len(_running)
