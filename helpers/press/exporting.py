"""Exports in processes of their own, beside the one that drives the kernels.

Driving kernels and exporting are both Python's work, and one Python does one thing at a time: in one process a build
would be as slow as their sum, however many cores there are. An exporting process imports nbconvert while the first
notebooks run; where it can, it begins as a copy of its client and has half of that imported. It ends with its client,
however that ends; when it is killed, another is asked once more.
"""

from __future__ import annotations

import gc
import itertools
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from ..model import BriefingError
from . import export
from .forks import Fork, can_copy
from .quick_schema import import_jsonschema

if TYPE_CHECKING:
    from nbformat import NotebookNode

_BOOT = f"import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from {__name__} import serve; serve()"
_TRIES = 2
_EXPORTS_A_COLLECTION = 20


class ExporterGone(BriefingError):
    """The process that exports has ended before it answered."""


class _Process:
    """The client's end of one exporting process; one request at a time."""

    def __init__(self, exporter_names: tuple[str, ...]) -> None:
        self._process: Fork | subprocess.Popen[bytes]
        if can_copy():
            self._process = Fork(_serve)
        else:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for its client to hear
            )
            self._send(sys.path)
        self._send(exporter_names)

    @property
    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self._process.stdin is not None and self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def _send(self, thing: object) -> None:
        try:
            pickle.dump(thing, self._pipes[0])
            self._pipes[0].flush()
        except OSError as error:
            raise self._gone() from error

    def ask(self, request: tuple[dict[str, Any], str, str]) -> tuple[bytes, float]:
        """What `export.export` answers or raises; ExporterGone when the process has ended."""
        self._send(request)
        try:
            answer, error, where = pickle.load(self._pipes[1])
        except (EOFError, OSError, pickle.UnpicklingError) as gone:
            raise self._gone() from gone
        if error is not None:
            error.add_note(where)
            raise error
        return answer

    def _gone(self) -> ExporterGone:
        self.close()
        return ExporterGone(f"the process that exports has ended (exit code {self._process.returncode})")

    def close(self) -> None:
        """End it, whatever it is doing, and wait until it has ended."""
        self._process.kill()
        self._process.wait()
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
        self._turns = threading.BoundedSemaphore(count)
        self._resting: queue.LifoQueue[_Process] = queue.LifoQueue()
        self._all: list[_Process] = []
        self._lock = threading.Lock()
        self._closed = False

    def start(self) -> None:
        """Have one process get ready, beside whatever else there is to do."""
        self._resting.put(self._started())

    def _started(self) -> _Process:
        with self._lock:
            if self._closed:
                raise ExporterGone("interrupted")
            process = _Process(self._names)
            self._all.append(process)
            return process

    def export(self, notebook: NotebookNode, exporter_name: str, name: str) -> tuple[bytes, float]:
        """As `export.export`, which see; raises what it raises there, and ExporterGone."""
        request = (notebook, exporter_name, name)
        with self._turns:
            for left in reversed(range(_TRIES)):
                try:
                    process = self._resting.get_nowait()
                except queue.Empty:
                    process = self._started()
                try:
                    answer = process.ask(request)
                except ExporterGone:
                    if not left or self._closed:
                        raise
                    continue
                except BaseException:
                    self._resting.put(process)
                    raise
                self._resting.put(process)
                return answer
        raise AssertionError("unreachable")

    def close(self) -> None:
        """End all processes; requests under way raise ExporterGone."""
        with self._lock:
            self._closed = True
            processes = list(self._all)
        for process in processes:
            process.close()


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


def serve() -> None:
    """The exporting process that is an interpreter of its own: answers requests from its standard input."""
    gc.set_threshold(100_000, 20, 20)  # as the command line does
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    _serve(sys.stdin.buffer, answers)


def _serve(stream: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests, and end at once when no more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    export.do_here()
    import_jsonschema()  # a request brings a notebook, whose type is nbformat's
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(stream, requests), daemon=True).start()
    with suppress(Exception):  # the report that needs the exporter meets the same error and tells it
        export.warm(requests.get())
    gc.freeze()  # what is here now stays: no collection looks at it
    for count in itertools.count(1):
        if count % _EXPORTS_A_COLLECTION == 0:
            gc.collect()
        try:
            answer = export.export(*requests.get()), None, ""
        except Exception as error:
            answer = None, _carried(error), traceback.format_exc()
        pickle.dump(answer, answers)
        answers.flush()


def _listen(stream: IO[bytes], requests: queue.SimpleQueue[Any]) -> None:
    """Hand on what comes; when no more can come, the client has ended, and what is still in work is for nobody."""
    try:
        while True:
            requests.put(pickle.load(stream))
    except (EOFError, OSError, pickle.UnpicklingError):  # closed, also in the middle of a request
        os._exit(0)


def _carried(error: Exception) -> Exception:
    """The error as it can be sent: itself, or its words where its kind cannot be made again from what it holds."""
    try:
        again = pickle.loads(pickle.dumps(error))
    except Exception:
        again = None
    if type(again) is type(error) and str(again) == str(error):
        return error
    return (
        BriefingError(str(error))
        if isinstance(error, BriefingError)
        else RuntimeError(f"{type(error).__name__}: {error}")
    )
