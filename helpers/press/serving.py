"""What an exporting process does: answers requests until its client closes. The other end is exporting.py."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from ..model import BriefingError
from . import export
from .litter import SELDOM
from .quick_schema import import_jsonschema

if TYPE_CHECKING:
    from nbformat import NotebookNode

Told = tuple[int, tuple[bytes, float] | None, Exception | None, str]  # request, answer or error, its traceback
LANES = 2  # requests at work in one process: Typst, most of a PDF's time, leaves the interpreter to another meanwhile
_EXPORTS_A_COLLECTION = 20


def main() -> None:
    """The exporting process that is an interpreter of its own: answers requests from its standard input."""
    gc.set_threshold(*SELDOM)  # as the command line does
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    serve(sys.stdin.buffer, answers)


def serve(stream: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests, `LANES` at once, and end at once when no more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    export.do_here()
    import_jsonschema()  # a request brings a notebook, whose type is nbformat's
    lanes, telling = ThreadPoolExecutor(LANES), threading.Lock()
    try:
        ready = lanes.submit(_prepare, pickle.load(stream))
        while True:
            lanes.submit(_answer, pickle.load(stream), ready, answers, telling)
    except (EOFError, OSError, pickle.UnpicklingError):  # closed, also in the middle of a request: what is still in
        os._exit(0)  # work is for nobody


def _prepare(exporter_names: tuple[str, ...]) -> None:
    with suppress(Exception):  # the report that needs the exporter meets the same error and tells it
        export.warm(exporter_names)
    gc.freeze()  # what is here now stays: no collection looks at it


def _answer(
    asked: tuple[int, tuple[NotebookNode, str, str]], ready: Future[None], answers: IO[bytes], telling: threading.Lock
) -> None:
    number, request = asked
    try:
        ready.result()
        if number % _EXPORTS_A_COLLECTION == _EXPORTS_A_COLLECTION - 1:
            gc.collect()
        try:
            told: Told = number, export.export(*request), None, ""
        except Exception as error:
            told = number, None, _carried(error), traceback.format_exc()
        with telling:
            pickle.dump(told, answers)
            answers.flush()
    except BaseException:  # no answer can be given: to end is one
        traceback.print_exc()
        os._exit(1)


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
