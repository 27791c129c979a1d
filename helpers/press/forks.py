"""A copy of this process that goes on in one function: where a new interpreter would only import the same again.

Linux, and only while this process has one thread: a fork copies no other, and what another holds stays held for ever.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, NoReturn


@cache
def can_fork() -> bool:
    """Whether this system has what a zygote needs: Linux, with descriptors that stand for processes."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:  # a kernel before 5.3, or a sandbox that forbids it
        return False
    return True


def can_copy() -> bool:
    """Whether this process can be copied now. Threads that Python does not know of count, too."""
    return can_fork() and sum(1 for _ in Path("/proc/self/task").iterdir()) == 1


class Fork:
    """The copy as its owner sees it: what of `subprocess.Popen` is needed of it.

    `serve(requests, answers)` is what it does; it ends with that. Of what its owner has open it holds only standard
    input, output and error.
    """

    def __init__(self, serve: Callable[[IO[bytes], IO[bytes]], None]) -> None:
        theirs, ours = os.pipe()
        heard, told = os.pipe()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # or what is still to be written is written twice
        self.pid = os.fork()
        if self.pid == 0:
            _become(serve, theirs, told)
        os.close(theirs)
        os.close(told)
        self.stdin, self.stdout = os.fdopen(ours, "wb"), os.fdopen(heard, "rb")
        self.returncode: int | None = None
        self._turn = threading.Lock()

    def kill(self) -> None:
        """Kill it; its number stays its own until it has been waited for."""
        with self._turn:
            if self.returncode is None:
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end; the exit code, negative for a signal."""
        with self._turn:
            if self.returncode is None:
                self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            return self.returncode


def _become(serve: Callable[[IO[bytes], IO[bytes]], None], requests: int, answers: int) -> NoReturn:
    """In the copy: a session of its own, no descriptor but its two and the standard ones, and no way back."""
    code = 1
    try:
        os.setsid()
        # whatever its owner has put in their place: that may stand on a descriptor that is closed here
        sys.stdout, sys.stderr = _standard(1), _standard(2)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for descriptor in _open_descriptors() - {0, 1, 2, requests, answers}:
            with suppress(OSError):  # the listing's own
                os.close(descriptor)
        serve(os.fdopen(requests, "rb"), os.fdopen(answers, "wb"))
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)  # what its owner wants done at its end is its owner's to do


def _standard(descriptor: int) -> IO[str]:
    """Standard output or error, written line by line: this process ends without a last look at what it has to write."""
    return open(descriptor, "w", buffering=1, closefd=False, encoding="utf-8", errors="replace")


def _open_descriptors() -> set[int]:
    return {int(entry.name) for entry in Path("/proc/self/fd").iterdir()}
