"""ipykernel on a wire: the stock kernel and shell, with one socket in the place of ZeroMQ's five and their threads.

Imported only where kernels are forked, which is Linux.
"""

from __future__ import annotations

import fcntl
import os
import socket
import sys
import threading
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from tornado import ioloop
from traitlets import Any as Trait
from zmq import Frame

from .turn import Turn
from .wire import IOPUB, READ, SHELL, Parts, Unpacker, packed

# Topics of what need not be known at once. That a cell has begun does: it is told of a cell that hangs.
_HELD = (b".status", b".execute_result")


class KernelEnd:
    """The kernel's end: read by its one event loop, written by all its threads and by processes that they fork.

    What need not be there at once is *held* until something else is sent, or `flush`: whoever reads is woken once.
    """

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._unpacker = Unpacker()
        self._held: list[bytes] = []
        self._turn = Turn()  # among threads
        self._between = os.memfd_create("wire")  # and, locked as a file, among processes
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        """In a forked process: what is held is the kernel's to send."""
        self._held = []

    def fileno(self) -> int:
        return self._end.fileno()

    def send(self, channel: int, parts: Sequence[bytes | memoryview], hold: bool = False) -> None:
        """Send one message after all that came before it, or hold it. Blocks while the client does not read."""
        with self._turn.taken:
            self._held.append(packed(channel, parts))
            if not hold:
                self._send_held()

    def flush(self) -> None:
        """Send what is held; it is on its way when this returns."""
        with self._turn.taken:
            if self._held:
                self._send_held()

    def _send_held(self) -> None:
        messages, self._held = b"".join(self._held), []
        fcntl.lockf(self._between, fcntl.LOCK_EX)
        try:
            self._end.sendall(messages)
        finally:
            fcntl.lockf(self._between, fcntl.LOCK_UN)

    def receive(self) -> list[tuple[int, Parts]]:
        """The messages that have arrived, when something has. Raises EOFError when the client has gone."""
        if not (arrived := self._end.recv(READ)):
            raise EOFError
        return self._unpacker.feed(arrived)


class WiredShell:
    """What the kernel takes for the ZeroMQ stream of its shell channel: requests in, replies out."""

    def __init__(self, wire: KernelEnd) -> None:
        self._wire = wire
        self.io_loop = ioloop.IOLoop.current()

    def on_recv(self, callback: Callable[[list[Frame]], Coroutine], copy: bool = True) -> None:
        read = partial(self._read, callback)
        self.io_loop.add_handler(self._wire.fileno(), read, ioloop.IOLoop.READ)

    def _read(self, callback: Callable[[list[Frame]], Coroutine], *_: Any) -> None:
        try:
            messages = self._wire.receive()
        except (EOFError, ConnectionError):
            os._exit(1)  # nobody is left to run for
        for _channel, parts in messages:
            self.io_loop.asyncio_loop.create_task(self._answer(callback([Frame(part) for part in parts])))

    async def _answer(self, handling: Coroutine) -> None:
        try:
            await handling
        finally:
            self._wire.flush()

    def send_multipart(self, parts: Sequence[bytes], **_: Any) -> None:
        self._wire.send(SHELL, parts, hold=True)

    def flush(self, *_: Any, **__: Any) -> None:
        """For ipykernel, which wants replies out before it goes on; here nothing can overtake them."""


class Later:
    """The one thing that streams want of an output thread's event loop: call a function in a while."""

    @staticmethod
    def call_later(seconds: float, function: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, function)
        timer.daemon = True
        timer.start()


class WiredOutputs(IOPubThread):
    """ipykernel's way out for outputs, without its thread: whoever has something to say sends it."""

    wire: KernelEnd  # from the fork on

    def __init__(self) -> None:
        self.io_loop = Later()
        self.thread = None
        self.background_socket = self

    def send_multipart(self, parts: Sequence[bytes], **_: Any) -> None:
        self.wire.send(IOPUB, parts, hold=parts[0].endswith(_HELD))

    def schedule(self, f: Callable[[], None]) -> None:
        f()


class NoThread:
    """In the place of the thread that ipykernel hears requests in: there is none, and they are handled in this one."""

    def __init__(self) -> None:
        self.parent_thread = threading.current_thread()

    def __bool__(self) -> bool:
        return False


class WiredKernel(IPythonKernel):
    """The stock kernel, but for what it takes for a stream, and without a debugger and a second shell."""

    shell_stream = Trait()
    _supports_kernel_subshells = False

    def start(self) -> None:
        if self.shell:
            self.shell.exit_now = False
        Kernel.start(self)


class WiredKernelApp(IPKernelApp):
    """`ipykernel_launcher` for kernels on a wire: the same configuration, streams and shell, made once and then forked.

    `initialize` runs before the fork, and does there what every kernel would do alike: a tenth of what one costs.
    `begin` does the rest in the kernel: all that has to do with its process, folder, environment and streams.
    """

    def init_connection_file(self) -> None:
        """Nobody else is to find it."""

    def init_poller(self) -> None:
        """Its end is its zygote's and its client's affair; see there, and `WiredShell`."""

    def init_heartbeat(self) -> None:
        """Whether it lives its process tells."""

    def init_sockets(self) -> None:
        self.session.key = b""  # unsigned: the wire has two ends
        self.configure_tornado_logger()
        self.iopub_thread = self.iopub_socket = WiredOutputs()

    def write_connection_file(self, **_: Any) -> None:
        """Nobody else is to find it."""

    def log_connection_info(self) -> None:
        """Nobody else is to find it."""

    def init_io(self) -> None:
        """In the kernel: streams watch its descriptors, each in a thread."""

    def init_signal(self) -> None:
        """In the kernel: its zygote does not ignore an interrupt."""

    def init_code(self) -> None:
        """In the kernel: what a user runs at every start may do anything."""

    def init_kernel(self) -> None:
        self.kernel = WiredKernel.instance(
            parent=self,
            session=self.session,
            shell_channel_thread=NoThread(),
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )

    def begin(self, wire: KernelEnd) -> None:
        """After the fork, in the kernel's own folder and environment."""
        kernel, shell = self.kernel, self.shell
        assert shell is not None  # `initialize` has made it
        self.session.pid = os.getpid()
        self.iopub_thread.wire = wire
        super().init_io()
        super().init_signal()
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        kernel.shell_stream = WiredShell(wire)
        self.displayhook.get_execution_count = lambda: kernel.execution_count
        shell.save_sys_module_state()
        shell.init_environment()
        shell.starting_dir = str(Path.cwd())
        shell.history_manager.dir_hist[:] = [Path.cwd()]
        super().init_code()


def prepare(options: Sequence[str]) -> WiredKernelApp:
    """The kernel as far as all have it in common, made before the fork; `options` as `ipykernel_launcher` has them."""
    app = WiredKernelApp.instance()
    app.initialize(list(options))
    return app


def run(app: WiredKernelApp, end: socket.socket) -> None:
    """Be the kernel at this end of a wire, until it is killed."""
    app.begin(KernelEnd(end))
    app.start()
