"""Exports in processes of their own, beside the one that drives the kernels.

Driving kernels and exporting are both Python's work, and one Python does one thing at a time: in one process a build
would be as slow as their sum, however many cores there are. An exporting process imports nbconvert while the first
notebooks run; where it can, it begins as a copy of its client and has half of that imported. It ends with its client,
however that ends; when it is killed, another is asked once more.
"""

from __future__ import annotations

import atexit
import itertools
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, Any

from ..model import BriefingError
from . import export, room, serving
from .forks import Fork, can_copy
from .serving import LANES, serve

if TYPE_CHECKING:
    from nbformat import NotebookNode

_BOOT = f"import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from {serving.__name__} import main; main()"

_kept: list[Exporters] = []
_kept_lock = threading.Lock()
_for_life = ExitStack()


class ExporterGone(BriefingError):
    """The process that exports has ended before it answered."""


class _Process:
    """The client's end of one exporting process, which works at `LANES` requests at once."""

    def __init__(self, exporter_names: tuple[str, ...]) -> None:
        self.gone = False
        self._process: Fork | subprocess.Popen[bytes]
        self._numbers = itertools.count()
        self._waiting: dict[int, Future[tuple[bytes, float]]] = {}
        self._sending = threading.Lock()
        if can_copy():
            self._process = Fork(serve)
        else:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for its client to hear
            )
            self._send(sys.path)
        self._send(exporter_names)
        self._hearing = threading.Thread(target=self._hear, daemon=True)
        self._hearing.start()

    @property
    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self._process.stdin is not None and self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def _send(self, thing: object) -> None:
        try:
            pickle.dump(thing, self._pipes[0])
            self._pipes[0].flush()
        except (OSError, ValueError) as error:  # ValueError: it is closed
            raise self._lost() from error

    def ask(self, request: tuple[dict[str, Any], str, str]) -> tuple[bytes, float]:
        """What `export.export` answers or raises; ExporterGone when the process has ended."""
        answer: Future[tuple[bytes, float]] = Future()
        with self._sending:
            number = next(self._numbers)
            self._waiting[number] = answer
            if self.gone:
                raise self._lost()
            self._send((number, request))
        return answer.result()

    def _hear(self) -> None:
        """Hand answers to those who wait for them; to all the news that none can come."""
        try:
            while True:
                number, answer, error, where = pickle.load(self._pipes[1])
                waiting = self._waiting.pop(number)
                if error is None:
                    waiting.set_result(answer)
                else:
                    error.add_note(where)
                    waiting.set_exception(error)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self.gone = True  # before the lock is asked for: who has it now will find nobody listening, or be found
            with self._sending:
                lost = self._lost()
                for waiting in self._waiting.values():
                    waiting.set_exception(lost)

    def _lost(self) -> ExporterGone:
        self.gone = True
        self._process.kill()
        return ExporterGone("the process that exports has ended (exit code {code})", code=self._process.wait())

    def end(self) -> None:
        """End it, whatever it is doing; it is not waited for."""
        self._process.kill()

    def close(self) -> None:
        """End it, and wait until it has ended; what it was at work on leaves no folder behind."""
        self.end()
        self._process.wait()
        self._hearing.join()
        if self._waiting:  # it was killed, by us or another, before it could tidy up
            room.sweep()
        for pipe in self._pipes:
            try:
                pipe.close()
            except OSError:  # what was still to be sent to a process that is gone
                continue


class Exporters:
    """As many exporting processes as are worth having; `export` takes the first that is free.

    Each is started when one is first wanted: by `start`, or by a request that finds none at rest.
    """

    def __init__(self, exporter_names: Iterable[str], count: int) -> None:
        self._names = tuple(exporter_names)
        self._turns = threading.BoundedSemaphore(count * LANES)
        self._resting: queue.LifoQueue[_Process] = queue.LifoQueue()  # each as often as it can take a request
        self._all: list[_Process] = []
        self._lock = threading.Lock()
        self._closed = False

    def start(self) -> None:
        """Have one process get ready, beside whatever else there is to do."""
        self._rest(self._started())

    def _started(self) -> _Process:
        with self._lock:
            if self._closed:
                raise ExporterGone("interrupted")
            process = _Process(self._names)
            self._all.append(process)
            return process

    def _rest(self, process: _Process) -> None:
        for _ in range(LANES):
            self._resting.put(process)

    def export(self, notebook: NotebookNode, exporter_name: str, name: str) -> tuple[bytes, float]:
        """As `export.export`, which see; raises what it raises there, and ExporterGone."""
        request = (notebook, exporter_name, name)
        with self._turns:
            process = self._at_rest()
            try:
                return process.ask(request)
            except ExporterGone:
                if self._closed:
                    raise
            finally:
                if not process.gone:
                    self._resting.put(process)
            # It may have been another's export that ended the process: each is tried once more, by itself.
            alone = self._started()
            try:
                return alone.ask(request)
            finally:
                if not alone.gone:
                    self._rest(alone)

    def _at_rest(self) -> _Process:
        """One that can take a request; one more where there is none."""
        while True:
            try:
                process = self._resting.get_nowait()
            except queue.Empty:
                process = self._started()
                for _ in range(LANES - 1):
                    self._resting.put(process)
            if not process.gone:
                return process

    def _end(self) -> None:
        with self._lock:
            self._closed = True
        for process in self._all:
            process.end()

    def close(self) -> None:
        """End all processes, and wait until they have ended; requests under way raise ExporterGone."""
        self._end()
        for process in self._all:
            process.close()

    def leave(self) -> None:
        """The same, but a thread waits for their end, and this program's end for the thread: giving back their memory
        takes Linux a while, in which there is more to do."""
        self._end()
        for process in self._all:
            threading.Thread(target=process.close).start()
        self._all.clear()


@contextmanager
def beside(exporter_names: Iterable[str], count: int) -> Iterator[Exporters]:
    """Within it, `export.export` of this process asks exporting processes, `count` of them at most."""
    exporters = Exporters(exporter_names, count)
    exporters.start()
    try:
        with export.done_by(exporters.export):
            yield exporters
    finally:
        exporters.close()


def kept(exporter_names: Iterable[str]) -> None:
    """Have this process's exports made by an exporting process for the rest of its life: for workers of a cluster.

    In a worker's own process they would hold up what drives its kernels.
    """
    with _kept_lock:
        if not _kept:
            _kept.append(_for_life.enter_context(beside(exporter_names, 1)))
            atexit.register(_for_life.close)
