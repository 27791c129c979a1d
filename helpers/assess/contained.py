"""A reader in Rust that gives up within a damaged workbook: one error of values, not the end of the program, and no
word of Rust on the analyst's screen."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

_ERRORS = 2  # standard error, as the system numbers it: Rust writes there past sys.stderr


@contextmanager
def contained() -> Iterator[None]:
    """Raises ValueError where the reader gives up; what it tells of itself then is dropped, all else is written."""
    held = _held()
    dropped = False
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # no module exports it, and it is no Exception
            raise
        dropped = True
        raise ValueError("its parts contradict each other") from None
    finally:
        if held:
            _release(*held, dropped)


def _held() -> tuple[int, IO[bytes]] | None:
    """Standard error, put into a file until it is released; None beside other threads, whose it is as well, and where
    there is none."""
    if threading.current_thread() is not threading.main_thread():
        return None
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - open until it is released
    except OSError:
        return None
    try:
        own = os.dup(_ERRORS)
    except OSError:
        file.close()
        return None
    os.dup2(file.fileno(), _ERRORS)
    return own, file


def _release(own: int, file: IO[bytes], dropped: bool) -> None:
    os.dup2(own, _ERRORS)
    os.close(own)
    with file:
        file.seek(0)
        if not dropped and (said := file.read()):
            os.write(_ERRORS, said)
