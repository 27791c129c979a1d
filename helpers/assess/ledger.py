"""data/ledger.csv: which quarters are published, since when, with which content.

The ledger only grows, one row an edition. Beside it, `published/2023Q2/edition-1/` keeps what was published cell by
cell, so that a later change is told by row and column: see faithful.py.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from ..model import DataError, District, Fault, Quarter, Source, UsageError
from ..said import Said
from . import frozen, revisions
from .frozen import FROZEN, Cell
from .revisions import Revision, parse_day
from .tables import Table, read_table

NAME = "ledger"
FOLDER = "published"
PUBLISHED = "published"  # in place of a day: as it was published
CELLS, FILES = "cells.csv", "files.csv"
LOST = "bring the file back from the archive or version control; what is published is never edited"
TEXT = "text"  # the kind, in files.csv, of what is printed beside the figures


@dataclass(frozen=True)
class Edition:
    """One row of the ledger.

    `scheme` is the file of the rules, `version` and `code_sha256` are the program's. `content_sha256` is the
    fingerprint of the frozen cells, `files_sha256` the hash of files.csv, which has that of every file published;
    `seal` is a hash over this row and the seal of the row above it.
    """

    quarter: Quarter
    edition: int
    published: datetime.date
    content_sha256: str
    scheme: str
    version: str
    code_sha256: str
    files_sha256: str
    seal: str = ""

    @property
    def folder(self) -> str:
        """Where what was published is kept, relative to the data folder."""
        return f"{FOLDER}/{self.quarter}/edition-{self.edition}"

    def sealed(self, above: str) -> str:
        """The seal of this row under the seal of the row above."""
        return hashlib.sha256("\n".join([above, *line(self)[:-1]]).encode()).hexdigest()


@dataclass(frozen=True)
class Amended:
    """A published quarter whose figures were revised: the days of its first edition and of the last revision."""

    published: datetime.date
    revised: datetime.date


HEADER = tuple(f.name for f in fields(Edition))


def line(edition: Edition) -> tuple[str, ...]:
    """An edition as a row of ledger.csv."""
    return tuple(str(getattr(edition, name)) for name in HEADER)


@dataclass(frozen=True)
class Present:
    """A quarter's frozen cells as they stand today, and where each stands: table, or file and key of a rule."""

    cells: Mapping[Cell, str]
    tables: Mapping[str, Table | None]
    rows: Mapping[Cell, int]
    scheme: str


@dataclass(frozen=True)
class Register:
    """What is published and what was revised since. `files` are the hashes of the tables this was read from."""

    data: Path
    editions: tuple[Edition, ...] = ()
    revisions: tuple[Revision, ...] = ()
    districts: tuple[District, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_revisions(self) -> bool:
        """Whether there is a revisions.csv, were it empty."""
        return any(name.startswith(f"{revisions.NAME}.") for name in self.files)

    @cached_property
    def codes(self) -> dict[str, str]:
        return frozen.codes_of(self.districts)

    def of(self, quarter: Quarter) -> tuple[Edition, ...]:
        """The editions of a quarter, the first one first; none where it is not published."""
        return tuple(e for e in self.editions if e.quarter == quarter)

    def published(self, quarter: Quarter) -> datetime.date | None:
        """The day of the first edition; None where there is none."""
        return next((e.published for e in self.of(quarter)), None)

    def is_draft(self, quarter: Quarter, day: datetime.date | None = None) -> bool:
        """Whether what a briefing of the quarter tells is not on record (征求意见稿): it has no edition, or was
        revised after its last one. With `day`, by the ledger and the revisions of that day.
        """
        editions = [e for e in self.of(quarter) if day is None or e.published <= day]
        if not editions:
            return True
        last = editions[-1].published
        return any(last < e.date and (day is None or e.date <= day) for e in self.entries(quarter))

    def amended(self, quarter: Quarter, day: datetime.date | None = None) -> Amended | None:
        """Where the quarter's figures were revised after its first edition: when it was first published, when it was
        revised last. With `day`, by what was on record that day.
        """
        first = self.published(quarter)
        dates = [e.date for e in self.entries(quarter) if first and first < e.date and (day is None or e.date <= day)]
        return Amended(first, max(dates)) if first and dates else None

    def since(self, day: datetime.date | None) -> tuple[Revision, ...]:
        """Revisions made after a day; all of them for None."""
        return tuple(e for e in self.revisions if day is None or e.date > day)

    def entries(self, quarter: Quarter) -> tuple[Revision, ...]:
        return tuple(e for e in self.revisions if e.quarter == quarter)

    def texts(self, edition: Edition) -> dict[str, str]:
        """The hashes of the files that were printed beside an edition's figures, by name in the data folder."""
        file = f"{edition.folder}/{FILES}"
        try:
            rows = csv.DictReader(io.StringIO((self.data / file).read_text(encoding="utf-8-sig"), newline=""))
            return {row["file"]: row["sha256"] for row in rows if row["kind"] == TEXT}
        except (OSError, KeyError, ValueError) as error:
            raise DataError(Fault(file, Said("cannot be read: {reason}", reason=error), LOST)) from None

    def cells(self, edition: Edition) -> dict[Cell, str]:
        """What was published, cell by cell; raises DataError when it is gone or was altered."""
        file = f"{edition.folder}/{CELLS}"
        try:
            found = frozen.from_csv((self.data / file).read_bytes())
        except OSError as error:
            raise DataError(Fault(file, Said("cannot be read: {reason}", reason=error.strerror), LOST)) from None
        except (ValueError, csv.Error) as error:
            raise DataError(Fault(file, Said("not what was published: {error}", error=error), LOST)) from None
        if frozen.fingerprint(found) != edition.content_sha256:
            raise DataError(Fault(file, "its content is not what ledger.csv has on record", LOST))
        return found


def day_meant(register: Register, quarter: Quarter, as_of: object) -> datetime.date | None:
    """The day that `as_of` means for a quarter: a day (`2023-09-01`), or `published`: the day of its last edition, or
    `published 1`: of that edition. None for nothing.

    Raises UsageError for other words, and for an edition that does not exist.
    """
    word = str(as_of or "").strip()
    if not word:
        return None
    asked = re.fullmatch(rf"{PUBLISHED}(?:[ :-]+(\d+))?", word, flags=re.ASCII)
    if not asked:
        return parse_day(word)
    editions = register.of(quarter)
    if not editions:
        raise UsageError("{quarter} is not published: briefing publish {quarter}", quarter=quarter)
    wanted = int(asked[1]) if asked[1] else len(editions)
    if not 1 <= wanted <= len(editions):
        if len(editions) == 1:
            raise UsageError(
                "{quarter} has no edition {edition:d}; there is edition 1", quarter=quarter, edition=wanted
            )
        others = "{quarter} has no edition {edition:d}; there are editions 1 to {last:d}"
        raise UsageError(others, quarter=quarter, edition=wanted, last=len(editions))
    return editions[wanted - 1].published


def text_hash(content: bytes) -> str:
    """SHA-256 of a text file, whichever line ends a checkout gave it."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def read_register(
    data: Path, districts: Sequence[District], sources: Mapping[str, Source]
) -> tuple[Register, list[Fault]]:
    """Ledger and revisions of a data folder, with every fault in them."""
    table, faults = read_table(data, NAME, data, HEADER, optional=True)
    editions, found = _editions(data, table)
    faults += found
    entries, found, revised = revisions.read_revisions(data, districts, sources)
    faults += found
    files = {t.file: t.sha256 for t in (table, revised) if t is not None}
    register = Register(data, editions, entries, tuple(districts), files)
    published = {edition.quarter for edition in editions}
    for entry in entries:
        if entry.quarter not in published:
            command = f"briefing publish {entry.quarter}"
            hint = Said("correct the figure itself; or publish the quarter first: {command}", command=command)
            faults.append(entry.fault("quarter", "the quarter is not published: there is nothing to revise", hint))
    return register, faults


_READ: Mapping[str, Callable[[str], object]] = {"quarter": Quarter.parse, "edition": int, "published": parse_day}
_TORN = {
    "quarter": "the row was altered after it was written: it names no quarter",
    "edition": "the row was altered after it was written: it has no number of its edition",
    "published": "the row was altered after it was written: it has no day of publication",
}


def _editions(data: Path, table: Table | None) -> tuple[tuple[Edition, ...], list[Fault]]:
    if table is None:
        return (), []
    faults: list[Fault] = []
    found: list[Edition] = []
    above = ""
    hint = "the ledger is never edited: bring it back from the archive or version control"
    for k in range(len(table)):
        cells = {name: table.columns[name][k] for name in HEADER}
        told: dict[str, Any] = dict(cells)
        torn = ""
        for name, read in _READ.items():
            try:
                told[name] = read(cells[name])
            except (UsageError, ValueError):  # their own words say how to write it, and nobody is to write here
                torn = torn or name
        if torn:
            faults.append(table.fault(k, torn, _TORN[torn], hint))
            continue
        edition = Edition(**told)
        if edition.seal != edition.sealed(above):
            faults.append(table.fault(k, "seal", "the row, or one above it, was altered after it was written", hint))
        above = edition.seal
        files = data / edition.folder / FILES
        if not files.is_file() or text_hash(files.read_bytes()) != edition.files_sha256:
            rule = "the list of published files is not what the ledger has on record"
            faults.append(Fault(f"{edition.folder}/{FILES}", rule, hint))
        found.append(edition)
    return tuple(found), faults


def present(
    tables: Mapping[str, Table | None],
    rules: Mapping[str, Any],
    scheme: str,
    cohort: Iterable[District],
    codes: Mapping[str, str],
) -> Present:
    """Today's frozen cells of a quarter; `tables` by name, `rules` the parsed TOML of the scheme's file."""
    cells: dict[Cell, str] = {}
    rows: dict[Cell, int] = {}
    for name in FROZEN:
        own, places = frozen.cells_of(name, tables.get(name), codes)
        cells |= own
        rows |= places
    cells |= frozen.scheme_cells(rules) | frozen.district_cells(cohort)
    return Present(cells, tables, rows, scheme)
