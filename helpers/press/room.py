"""This process's private folders: one for what its kernels need, others for the time of one piece of work.

Connection files, sockets, an empty IPython profile; and matplotlib's folder where the user has none. They go with the
process; what a killed one leaves is taken away by the next that needs a room.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..model import BriefingError
from . import swap

_ROOM = "briefing-run-"
_rooms: list[tuple[tempfile.TemporaryDirectory[str], IO[bytes]]] = []
_rooms_lock = threading.Lock()
_FULL = (errno.ENOSPC, errno.EDQUOT)
_LITTLE = 1 << 20  # bytes: with less than that, what one kernel needs may have had no room
_QUIET = 3600  # seconds since a kernel came or went in a room, where no lock says whose it is: no build is so quiet


class NoRoom(BriefingError):
    """The disk of temporary files is full, which need not be that of the reports."""


@contextmanager
def telling_no_room() -> Iterator[None]:
    """For work that writes temporary files alone: a full disk is told as theirs."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise no_room() from error


def no_room() -> NoRoom:
    """What to say of it, and what to do."""
    return NoRoom(
        "there is no room for temporary files in {folder}; make room there, or name another folder in the "
        "environment variable TMPDIR (Windows: TMP), then build again: what is made is kept",
        folder=tempfile.gettempdir(),
    )


def lacked(error: OSError, folder: Path) -> bool:
    """Whether a disk that was met full was that of temporary files, and not that of `folder`."""
    if error.errno not in _FULL:
        return False
    return shutil.disk_usage(tempfile.gettempdir()).free < _LITTLE <= shutil.disk_usage(folder).free


def path() -> Path:
    """A private folder for this process's connection files, sockets and (empty) IPython profile.

    Its owner holds a lock in it, which the system takes back when the owner ends, however that ends: by the lock, and
    no number of a process, which may be another's by now, a room is known to be nobody's.
    """
    with _rooms_lock:
        if not _rooms:
            room = tempfile.TemporaryDirectory(prefix=_ROOM, ignore_cleanup_errors=True)
            held = _hold(Path(room.name))
            _rooms.append((room, held))
            _sweep(Path(room.name))
        return Path(_rooms[0][0].name)


@contextmanager
def temporary() -> Iterator[Path]:
    """A private folder until the end of the block, and no longer than this process lives and another begins."""
    with tempfile.TemporaryDirectory(prefix=_ROOM, ignore_cleanup_errors=True) as room, _hold(Path(room)):
        yield Path(room)


def sweep() -> None:
    """Remove what killed processes left, without waiting for the next one that needs a room: for who has killed one."""
    with temporary() as own:
        _sweep(own)


def _hold(room: Path) -> IO[bytes]:
    """The lock of a new room. It gets its name once it is held, so that nobody finds one that is not held yet."""
    lock = room / swap.LOCK
    if sys.platform == "win32":  # an open file keeps its name there, and its folder
        held = lock.open("a+b")
        swap.take_lock(held)
        return held
    unnamed = room / f"{swap.LOCK}.new"
    held = unnamed.open("a+b")
    swap.take_lock(held)
    unnamed.rename(lock)
    return held


def _sweep(own: Path) -> None:
    """Remove the rooms of processes that were killed; those of other users stay, as does what cannot be removed."""
    locks_tell = not _is_free(own)

    def mine(about: os.stat_result) -> bool:
        return stat.S_ISDIR(about.st_mode) and (sys.platform == "win32" or about.st_uid == os.getuid())

    for room in own.parent.glob(f"{_ROOM}*"):
        try:
            about = room.lstat()
            quiet = time.time() - about.st_mtime >= _QUIET
            if mine(about) and (quiet or (locks_tell and (room / swap.LOCK).exists())) and _is_free(room):
                shutil.rmtree(room, ignore_errors=True)
        except OSError:  # gone by now
            continue


def _is_free(room: Path) -> bool:
    """Whether nobody holds the room's lock. Raises OSError."""
    try:
        with (room / swap.LOCK).open("r+b") as lock:
            return swap.take_lock(lock)
    except FileNotFoundError:
        return True


def close() -> None:
    """Remove the folder; `path` makes a new one."""
    with _rooms_lock:
        while _rooms:
            room, held = _rooms.pop()
            held.close()
            room.cleanup()
