"""Files of the data folder written together: all or none, by one program at a time, over what they were planned from.

Tables are written whole. Without the look at what they were read from, a plan that waited for an answer, or for another
program that wrote meanwhile, would put back the figures of before.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..model import Quarter, UsageError
from ..press import swap
from ..press.record import sha256_of
from ..said import Listed

LOCK, STAGING = ".intake.lock", ".intake-"
_TABLES = (".csv", ".xlsx")
_SHARED = ("ledger.csv", "revisions.csv")  # whether, and as what, the quarter is published


@dataclass(frozen=True)
class Seen:
    """What a plan for a quarter was made from: SHA-256 of the quarter's tables, of the record of what arrived, and of
    ledger and revisions, by path."""

    quarter: Quarter
    tables: Mapping[Path, str]

    @classmethod
    def of(cls, data: Path, quarter: Quarter) -> Seen:
        own = [path for path in (data / str(quarter)).rglob("*") if path.suffix in _TABLES]
        return cls(quarter, {p: sha256_of(p) for p in (*own, *(data / name for name in _SHARED)) if p.is_file()})


def put(data: Path, files: Mapping[Path, bytes], seen: Seen | None = None) -> None:
    """Write files under the data folder, beside first, then swapped in together.

    `seen` is what they were planned from. Raises UsageError, and nothing is written: where that is no longer what
    stands there, where another program is writing, or where the disk refuses.
    """
    if not files:
        return
    with ExitStack() as held:
        try:
            staging = held.enter_context(beside(data))
        except OSError as error:
            raise UsageError(
                "cannot write in {folder}: {reason}; nothing was written", folder=data, reason=swap.reason(error)
            ) from error
        if seen is not None:
            _check_unchanged(data, seen)
        try:
            staged = {}
            for number, (target, content) in enumerate(files.items()):
                made = staging / str(number)
                made.write_bytes(content)
                target.parent.mkdir(parents=True, exist_ok=True)
                staged[made] = target
            swap.swap_in(staged)
        except OSError as error:
            raise UsageError("cannot write: {reason}; nothing was changed", reason=swap.reason(error)) from error


@contextmanager
def beside(data: Path) -> Iterator[Path]:
    """A folder of this program's own in the data folder, gone afterwards, as is what a killed one has left there.

    Raises UsageError where another program has one, OSError where there can be none.
    """
    with (data / LOCK).open("a+b") as lock:
        if not swap.take_lock(lock):
            raise UsageError("another program is writing to {folder}; run the command again after it", folder=data)
        for stale in data.glob(f"{STAGING}*"):
            shutil.rmtree(stale, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=data))
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _check_unchanged(data: Path, seen: Seen) -> None:
    """Raises UsageError naming tables that are not as they were seen."""
    was, now = seen.tables, Seen.of(data, seen.quarter).tables
    if changed := sorted(path for path in {*was, *now} if was.get(path) != now.get(path)):
        raise UsageError(
            "{files} changed while this was looked at; nothing was written: run the command again",
            files=Listed(path.relative_to(data).as_posix() for path in changed),
        )
