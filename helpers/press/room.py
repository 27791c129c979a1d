"""This process's private folder for what its kernels need: gone with the process, however that ends.

Connection files, sockets, an empty IPython profile; and matplotlib's folder where the user has none.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

from . import swap

_ROOM = "briefing-run-"
_rooms: list[tuple[tempfile.TemporaryDirectory[str], IO[bytes]]] = []
_rooms_lock = threading.Lock()
_QUIET = 3600  # seconds since a kernel came or went in a room; no build is so quiet, also where nothing can be locked


def path() -> Path:
    """A private folder for this process's connection files, sockets and (empty) IPython profile.

    Its owner holds a lock in it, which the system takes back when the owner ends, however that ends.
    """
    with _rooms_lock:
        if not _rooms:
            _sweep()
            room = tempfile.TemporaryDirectory(prefix=_ROOM, ignore_cleanup_errors=True)
            held = (Path(room.name) / swap.LOCK).open("a+b")
            swap.take_lock(held)
            _rooms.append((room, held))
        return Path(_rooms[0][0].name)


def _sweep() -> None:
    """Remove the rooms of processes that were killed; those of other users stay, as does what cannot be removed."""

    def own(about: os.stat_result) -> bool:
        return stat.S_ISDIR(about.st_mode) and (sys.platform == "win32" or about.st_uid == os.getuid())

    for room in Path(tempfile.gettempdir()).glob(f"{_ROOM}*"):
        try:
            about = room.lstat()
            if not own(about) or time.time() - about.st_mtime < _QUIET:
                continue
            with (room / swap.LOCK).open("a+b") as lock:
                free = swap.take_lock(lock)
        except OSError:  # gone by now
            continue
        if free:
            shutil.rmtree(room, ignore_errors=True)


def close() -> None:
    """Remove the folder; `path` makes a new one."""
    with _rooms_lock:
        while _rooms:
            room, held = _rooms.pop()
            held.close()
            room.cleanup()
