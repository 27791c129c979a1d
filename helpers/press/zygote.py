"""The process that warm kernels are forked from: it imports once what every report would import, then forks on request.

Runs as a script of its own (`python zygote.py FD NAME…`), Linux only, standard library and what kernels import;
`engine` is its other end. FD is a SOCK_SEQPACKET socket. The modules among the names are imported at once. The first
message is the environment of the kernels, in which the functions among the names are called; each message after it
brings two stream sockets: the *life* of one kernel, and the *wire* that it talks over (see wire.py).
On a life, the client writes one line of JSON (`argv`, `cwd`, `env`) and reads `{"pid": …}`, then `{"exit": …}`.

Who outlives whom:

* A life that closes from the client's side (it ended, or was killed) has its kernel's process group killed.
* When the last client closes FD, all kernels are killed and this process ends.
* A kernel whose zygote ends, however it ends, is killed by Linux itself (`PR_SET_PDEATHSIG`).

A fork copies one thread only, and sockets of ZeroMQ and event loops do not survive it: nothing that is imported here
may start one. That is checked before the first fork, and said to the client, who then starts plain kernels.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import io
import json
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
READY, UNFIT = b"ready", b"unfit: "
LIFE = b"life"
ENVIRONMENT_BYTES = 1 << 20  # more than Linux lets a process have
# Named, not imported: only kernels, and this process for them, load ipykernel.
OUTPUT = "helpers.press.quick_output"
KERNEL = "helpers.press.wired_kernel"
KERNEL_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",  # this and what follows a kernel imports as it starts: half of its start
    KERNEL,
    OUTPUT,
    f"{OUTPUT}:warm",
    "sqlite3",
    "tornado.platform.asyncio",
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "pdb",
    "faulthandler",
)
# What is below a warning would else be written, then dropped. A log has the name of its app: of kernels that are
# started, of forked ones.
_QUIET = {"loggers": {app: {"level": "WARNING"} for app in ("IPKernelApp", "WiredKernelApp")}}
OPTIONS = (  # of every kernel of ours, forked or not
    "--HistoryManager.db_cache_size=1000",  # else a thread writes each cell to disk as soon as it has run, for nobody
    "--IPythonKernel._execute_sleep=0",  # before each reply; its outputs are waited for in any case
    f"--IPKernelApp.outstream_class={OUTPUT}.QuickOutStream",
    f"--IPKernelApp.logging_config={_QUIET}",
)
_HISTORY = "--HistoryManager.hist_file=:memory:"  # as nbclient asks of each that it starts; else a thread writes it
_BUFFER = 1 << 16


def warm(names: list[str]) -> str:
    """Import modules (`package.module`), call functions of theirs (`package.module:function`); what they print.

    A name that cannot be imported is passed over: the report that needs it meets the same error and tells it.
    """
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        for name in names:
            module, _, function = name.partition(":")
            with contextlib.suppress(Exception):
                found = importlib.import_module(module)
                if function:
                    getattr(found, function)()
    return said.getvalue()


def unfit(said: str) -> str:
    """Why not to fork this process; "" when nothing speaks against it.

    What an import says would be said in every report that imports it; kernels that imported nothing could not say it.
    """
    if said.strip():
        return f"the imports say something: {said.strip().splitlines()[-1]}"
    if (threads := len(list(Path("/proc/self/task").iterdir()))) != 1:  # also those that Python does not know
        return f"the imports start threads: {threads} are running"
    if "matplotlib_inline.backend_inline" in sys.modules:
        return "the imports choose a backend for figures"
    zmq = sys.modules.get("zmq")
    if zmq is not None and zmq.Context._instance is not None:
        return "the imports open a ZeroMQ context"
    return ""


@dataclass(eq=False)
class Life:
    """One kernel as its zygote sees it."""

    client: socket.socket
    wire: socket.socket | None  # the kernel's own end, held for it until it is forked
    request: bytearray
    pid: int = 0  # before the request has arrived whole
    ended: int = -1  # pidfd: readable when the kernel has ended


class Zygote:
    """The loop: takes lives, forks kernels, reports ends. `run` returns a request in the kernel, None at the end."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ)
        self.lives: set[Life] = set()

    def run(self) -> tuple[dict[str, Any], socket.socket] | None:
        while True:
            for key, _ in self.selector.select():
                if key.fileobj is self.control:
                    if not self._take():
                        self._end()
                        return None
                elif key.data not in self.lives:  # its other descriptor, a moment ago, was its last
                    continue
                elif key.fd == key.data.ended:
                    self._report(key.data)
                elif (request := self._hear(key.data)) is not None:
                    return request

    def _take(self) -> bool:
        """Take the life that a message brings; False when no client is left."""
        try:
            message, sockets, _, _ = socket.recv_fds(self.control, len(LIFE), 2)
        except OSError:  # the client was killed with words of ours unread
            return False
        if not message:
            return False
        client, wire = (socket.socket(fileno=descriptor) for descriptor in sockets)
        client.setblocking(False)
        life = Life(client, wire, bytearray())
        self.lives.add(life)
        self.selector.register(client, selectors.EVENT_READ, life)
        return True

    def _hear(self, life: Life) -> tuple[dict[str, Any], socket.socket] | None:
        """Read from a life: more of its request, or its end. Returns request and wire in the forked kernel only."""
        try:
            heard = life.client.recv(_BUFFER)
        except BlockingIOError:
            return None
        except OSError:  # the client was killed with words of ours unread
            heard = b""
        if not heard:
            self._drop(life)
            return None
        life.request += heard
        if life.pid or not life.request.endswith(b"\n"):
            return None
        request, wire = json.loads(life.request), life.wire
        assert wire is not None  # held for it until now
        life.wire = None
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_kernel(parent)
            return request, wire
        wire.close()
        life.pid, life.ended = pid, os.pidfd_open(pid)
        self.selector.register(life.ended, selectors.EVENT_READ, life)
        self._tell(life, {"pid": pid})
        return None

    def _become_kernel(self, parent: int) -> None:
        """In the child: die with the zygote, lead a group of one's own, hold nothing of the other kernels'."""
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended between the fork and the line above
            os._exit(1)
        os.setsid()
        self.selector.close()
        self.control.close()
        for life in self.lives:
            self._close(life)

    def _report(self, life: Life) -> None:
        """The kernel has ended: end what it started, and tell the client how."""
        self._kill(life)
        self._tell(life, {"exit": os.waitstatus_to_exitcode(os.waitpid(life.pid, 0)[1])})
        self._forget(life)

    def _drop(self, life: Life) -> None:
        """The client has gone: its kernel goes too. It is waited for when Linux says that it is dead."""
        if life.pid:
            self._kill(life)
            self.selector.unregister(life.client)
        else:
            self._forget(life)

    @staticmethod
    def _kill(life: Life) -> None:
        """Kill the kernel and its group; it has not been waited for, so that its number cannot be another's."""
        with contextlib.suppress(ProcessLookupError):  # just forked, and not yet a leader of its group
            os.killpg(life.pid, signal.SIGKILL)
        os.kill(life.pid, signal.SIGKILL)

    def _forget(self, life: Life) -> None:
        self.lives.discard(life)
        for descriptor in (life.client, life.ended):
            with contextlib.suppress(KeyError, ValueError):  # no longer listened to, or never was
                self.selector.unregister(descriptor)
        self._close(life)

    @staticmethod
    def _close(life: Life) -> None:
        life.client.close()
        if life.wire is not None:
            life.wire.close()
        if life.ended >= 0:
            os.close(life.ended)

    @staticmethod
    def _tell(life: Life, what: dict[str, int]) -> None:
        with contextlib.suppress(OSError):  # the client has gone; its life closes next
            life.client.send(json.dumps(what).encode() + b"\n")

    def _end(self) -> None:
        """The last client has gone: end every kernel."""
        for life in self.lives:
            if life.pid:
                self._kill(life)
                os.waitpid(life.pid, 0)


def be_kernel(app: Any, request: dict[str, Any], wire: socket.socket, imported: dict[str, str]) -> None:
    """Be what `python -m ipykernel_launcher` is: same arguments, folder, environment, module path; then run.

    `imported` is what its imports have put into the environment, as they do in a kernel that is started.
    """
    os.environ.clear()
    os.environ.update(request["env"] | imported)
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    os.chdir(request["cwd"])
    sys.argv = request["argv"]
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()  # else every report would draw the same numbers; `random` sees to itself
    importlib.import_module(KERNEL).run(app, wire)


def main() -> None:
    del sys.path[0]  # this file's folder, where the kernel would have its own
    control = socket.socket(fileno=int(sys.argv[1]))
    gc.disable()  # what is imported stays: looking through it for litter would take a tenth of the time
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads it when it is imported: whose end is its own
    names = sys.argv[2:]
    before = dict(os.environ)
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # none debugs a report's kernel: a tenth of the imports
    said = warm(list(KERNEL_MODULES))
    del sys.modules["debugpy"]  # a cell that wants it gets it
    imported = {name: value for name, value in os.environ.items() if before.get(name) != value}
    said += warm([name for name in names if ":" not in name])
    environment = control.recv(ENVIRONMENT_BYTES)
    if not environment:
        return
    os.environ.update(json.loads(environment))
    said += warm([name for name in names if ":" in name])
    try:
        app = importlib.import_module(KERNEL).prepare((*OPTIONS, _HISTORY))
        problem = unfit(said)
    except Exception as error:  # of an ipykernel to come, perhaps; one that is started may still do
        app, problem = None, f"ipykernel cannot be prepared: {type(error).__name__}: {error}"
    try:
        control.send(UNFIT + problem.encode() if problem else READY)
    except OSError:  # nobody is left to fork for
        return
    gc.freeze()  # no collection looks at what is here now, so that its pages stay shared
    gc.enable()
    asked = Zygote(control).run()
    if asked is None:
        os._exit(0)  # its client waits for its end, and taking apart what it has imported would do nobody any good
    be_kernel(app, *asked, imported)


if __name__ == "__main__":
    main()
