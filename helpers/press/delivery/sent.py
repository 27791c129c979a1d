"""deliveries.csv: which bytes went to whom, when, and what became of it. It only grows.

Before a letter leaves, a row `sending` is on the disk; after the server's answer a row with the outcome. So whatever
happens in between, a file is never sent to the same address twice: a row `sending` without an outcome says that it may
have arrived, and only an explicit wish sends it again. That is "at most once"; the price is that a letter cut off at
the worst moment has to be asked about.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from ...markup import safe
from ...model import DataError, Fault
from .. import swap

FILE = "deliveries.csv"
SENDING, SENT, REFUSED, FAILED, UNSURE = "sending", "sent", "refused", "failed", "unsure"
STATES = (SENDING, SENT, REFUSED, FAILED, UNSURE)


@dataclass(frozen=True)
class Row:
    """One file to one address. `time` is UTC; `copy` the copy's number or empty; `answer` what the server said."""

    time: str
    quarter: str
    name: str
    email: str
    file: str
    sha256: str
    copy: str
    message_id: str
    state: str
    answer: str = ""


HEADER = tuple(f.name for f in fields(Row))


@dataclass
class Ledger:
    """What is known of deliveries, while the file is held: no second program sends meanwhile."""

    path: Path
    state: dict[tuple[str, str], str]

    def known(self, email: str, sha256: str) -> str:
        """The last state of that file to that address; empty when it was never sent there."""
        return self.state.get(_key(email, sha256), "")

    def enter(self, rows: Iterable[Row]) -> None:
        """Rows on the disk, whole, before this returns; what was cut off before them is taken out. Raises CannotWrite.

        Left in, it would be a row that nobody can read, or a quotation mark that swallows the rows after it.
        """
        rows = list(rows)
        lines = [[_line(cell) for cell in astuple(row)] for row in rows]
        try:
            with self.path.open("ab+") as file:
                file.seek(0)
                size = len(_whole(file.read()))
                file.truncate(size)
                out = io.StringIO(newline="")
                csv.writer(out, lineterminator="\n").writerows(lines if size else [HEADER, *lines])
                file.write(out.getvalue().encode("utf-8" if size else "utf-8-sig"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise swap.CannotWrite(
                "cannot write {file}: {reason}; nothing more is sent", file=self.path, reason=swap.reason(error)
            ) from error
        self.state.update({_key(row.email, row.sha256): row.state for row in rows})


def _whole(content: bytes) -> bytes:
    """The file without a last line that was cut off, which was never acted on."""
    return content[: content.rfind(b"\n") + 1]


def _line(text: object) -> str:
    """One line that no spreadsheet takes for a formula."""
    return safe(" ".join(str(text).split()))


def _key(email: str, sha256: str) -> tuple[str, str]:
    """A file to an address, the address as the ledger writes it."""
    return _line(email).lower(), sha256


def read(path: Path) -> dict[tuple[str, str], str]:
    """The last state by (address, sha256). A last line that was cut off does not count. Raises DataError."""
    if not path.exists():
        return {}
    try:
        text = _whole(path.read_bytes()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "it was saved by another program: in Excel, save as “CSV UTF-8”; or bring it back from version control"
        raise DataError(Fault(FILE, "the file is not UTF-8", hint)) from error
    state: dict[tuple[str, str], str] = {}
    rows = csv.DictReader(io.StringIO(text, newline=""))
    for number, row in enumerate(rows, start=2):
        if row.get("state") not in STATES or not row.get("email") or not row.get("sha256"):
            hint = "the file is not edited by hand: bring it back from the archive or version control"
            raise DataError(Fault(FILE, "not a row of this ledger", hint, row=number, column="state"))
        state[_key(row["email"], row["sha256"])] = row["state"]
    return state


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """The ledger, held for one program. Raises UsageError when another holds it, DataError when it was altered."""
    busy, undone = "another delivery is under way; wait for it", "cannot write {file}: {reason}; nothing was sent"
    with swap.holding(path, busy, undone):
        yield Ledger(path, read(path))
