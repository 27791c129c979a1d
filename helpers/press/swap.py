"""Putting finished files in place: written beside, then swapped in together, so that no reader meets half a report."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..model import BriefingError, UsageError
from ..said import Said

STAGING = ".making-"  # folders of this prefix hold reports that are being made
DONE = ".done.json"  # … and files that end so mark those that are
LOCK = ".lock"

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file is larger than this disk or account allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "writing there is not permitted, or another program has the file open",
    errno.EPERM: "writing there is not permitted, or another program has the file open",
    errno.ENOTDIR: "a file stands where the folder should be",
    errno.EEXIST: "a file stands where the folder should be",
    errno.ENAMETOOLONG: "the path is too long",
}

_ONLY_READ = (errno.EROFS, errno.EACCES, errno.EPERM)


class CannotWrite(BriefingError):
    """The disk refused a file of the build itself: the record, the table of scores."""

    exit_code = 1


def reason(error: OSError) -> str:
    """An operating system's error in plain words, with the path it is about."""
    words = _REASONS.get(error.errno or 0) or error.strerror or str(error)
    return Said("{what} ({file})", what=words, file=error.filename) if error.filename else words


def remedy(error: OSError) -> str:
    """What to do about the system's error, as the end of a sentence; "" where nothing in general helps."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "; make room there or choose another folder with --out, then build again: what is made is kept"
    return ""


@contextmanager
def claim(folder: Path, look: bool = False) -> Iterator[bool]:
    """Make `folder` and hold it for one build; the system lets go when the process ends.

    Sweeps what a killed build has left behind. Raises UsageError when the folder cannot be made, or is held already.
    With `look`, a folder that is there and may only be read is entered too, and False is given.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a+b")
    except OSError as error:
        if not (look and folder.is_dir() and error.errno in _ONLY_READ):
            raise _refused(folder, error) from error
        _check_at_rest(folder)
        yield False
        return
    with lock:
        if not take_lock(lock):
            raise _busy(folder)
        sweep(folder)
        yield True


def _check_at_rest(folder: Path) -> None:
    """Raise UsageError while a build writes to a folder that is only read here; holds nobody up."""
    try:
        with (folder / LOCK).open("rb") as lock:
            free = take_lock(lock)
    except OSError:  # no build here left one, or none that may be read
        return
    if not free:
        raise _busy(folder)


def _busy(folder: Path) -> UsageError:
    return UsageError(
        "another build is writing to {folder}; wait for it, or choose another folder with --out", folder=folder
    )


def prove(folder: Path) -> None:
    """Make sure that `folder` can be written, before there is work to lose. Raises UsageError.

    It moves the folder's own time of change, so only for those who have something to write.
    """
    try:
        probe = folder / f"{STAGING}probe"
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        raise _refused(folder, error) from error


def _refused(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        "cannot write reports to {folder}: {reason}; choose another folder with --out",
        folder=folder,
        reason=reason(error),
    )


def sweep(folder: Path, done: bool = False) -> None:
    """Remove what a build that was killed has left half made in `folder`; call it while holding the folder.

    With `done`, also the marks of what it had finished.
    """
    for stale in sorted(folder.glob(f"{STAGING}*")):
        if stale.name.endswith(DONE) and not done:
            continue
        if stale.is_dir():
            shutil.rmtree(stale, ignore_errors=True)
        else:
            stale.unlink(missing_ok=True)


def take_lock(file: IO[bytes]) -> bool:
    """Take the advisory lock without waiting; a file system that has none is taken as free."""
    taken = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in taken
    return True


@contextmanager
def holding(file: Path, busy: str, undone: str) -> Iterator[None]:
    """Hold `file` for this program, by `.<name>.lock` beside it.

    Raises UsageError: `busy` where another program holds it; `undone` of `{file}` and `{reason}` where nothing can be
    written there.
    """
    try:
        lock = file.with_name(f".{file.name}{LOCK}").open("a+b")
    except OSError as error:
        raise UsageError(undone, file=file, reason=reason(error)) from error
    with lock:
        if not take_lock(lock):
            raise UsageError(busy)
        yield


def swap_in(staged: Mapping[Path, Path]) -> None:
    """Move each staged file over its target, all of them or none.

    Takes staged path -> target path, on one file system. When a move fails (on Windows: the old PDF is open in a
    reader), the targets moved before it get their earlier bytes back and the OSError goes on.
    """
    swapped: list[tuple[Path, Path | None]] = []
    try:
        for source, target in staged.items():
            kept = _second_name(target, source.with_name(source.name + ".earlier"))
            source.replace(target)
            swapped.append((target, kept))
    except OSError:
        for target, kept in swapped:
            if kept is None:
                target.unlink(missing_ok=True)
            else:
                kept.replace(target)
        raise


def _second_name(file: Path, name: Path) -> Path | None:
    """A second name for `file`, so that its bytes outlive the swap: a link, or a copy where links are not to be had."""
    if not file.exists():
        return None
    try:
        os.link(file, name)
    except OSError:
        shutil.copy2(file, name)
    return name


def write_bytes(target: Path, content: bytes) -> None:
    """Write a whole file beside its place, then move it there; a failed write leaves the earlier file, and no litter.

    Raises CannotWrite.
    """
    beside = target.with_name(f"{STAGING}{target.name}")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        stays = "{file} cannot be written: {reason}; the earlier one stays{remedy}"
        lacking = "{file} cannot be written: {reason}; there is none from before{remedy}"
        raise CannotWrite(
            stays if target.exists() else lacking, file=target.name, reason=reason(error), remedy=remedy(error)
        ) from error


def write_if_changed(target: Path, content: bytes) -> None:
    """`write_bytes`, but a file that already says the same is not touched."""
    if not target.is_file() or target.read_bytes() != content:
        write_bytes(target, content)
