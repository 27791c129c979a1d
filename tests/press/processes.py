"""Counting processes: those of one test wear a mark in their environment, wherever their parents have gone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import psutil

MARK = "BRIEFING_TEST_MARK"


def marked(mark: str) -> list[psutil.Process]:
    """All processes of this machine that were started with the mark, and are not merely waiting to be waited for."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:  # it has ended, or is another user's
            continue
    return [process for process in found if process.pid != os.getpid()]


def hears_interrupts() -> None:
    """For `preexec_fn`: a program that was started in the background, as these tests may be, ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def alive(pid: int) -> bool:
    """Whether it runs: it is there, and not merely waiting to be waited for."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def soon(holds: Callable[[], object], seconds: float = 30) -> bool:
    """Whether `holds()` comes to be true within that time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
