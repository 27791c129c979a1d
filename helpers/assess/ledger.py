"""data/ledger.csv: which quarters are published, since when, with which content; and what it holds today's data to.

The ledger only grows, one row an edition. Beside it, `published/2023Q2/edition-1/` keeps what was published cell by
cell, so that a later change is told by row and column. A change needs its entry in revisions.csv.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from ..model import DataError, District, Fault, Quarter, Source, UsageError
from . import frozen, revisions
from .frozen import CHIEF, FROZEN, RULES, Cell, Cells
from .revisions import COLUMNS, Revision, parse_day
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
            raise DataError(Fault(file, f"cannot be read: {error}", LOST)) from None

    def cells(self, edition: Edition) -> dict[Cell, str]:
        """What was published, cell by cell; raises DataError when it is gone or was altered."""
        file = f"{edition.folder}/{CELLS}"
        try:
            found = frozen.from_csv((self.data / file).read_bytes())
        except OSError as error:
            raise DataError(Fault(file, f"cannot be read: {error.strerror}", LOST)) from None
        except (ValueError, csv.Error) as error:
            raise DataError(Fault(file, f"not what was published: {error}", LOST)) from None
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
        raise UsageError(f"{quarter} is not published: briefing publish {quarter}")
    wanted = int(asked[1]) if asked[1] else len(editions)
    if not 1 <= wanted <= len(editions):
        there = "edition 1" if len(editions) == 1 else f"editions 1 to {len(editions)}"
        raise UsageError(
            f"{quarter} has no edition {wanted}; there is {there}"
            if len(editions) == 1
            else f"{quarter} has no edition {wanted}; there are {there}"
        )
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
            hint = f"correct the figure itself; or publish the quarter first: briefing publish {entry.quarter}"
            faults.append(entry.fault("quarter", "the quarter is not published: there is nothing to revise", hint))
    return register, faults


def _editions(data: Path, table: Table | None) -> tuple[tuple[Edition, ...], list[Fault]]:
    if table is None:
        return (), []
    faults: list[Fault] = []
    found: list[Edition] = []
    above = ""
    hint = "the ledger is never edited: bring it back from the archive or version control"
    for k in range(len(table)):
        c = {name: table.columns[name][k] for name in HEADER}
        try:
            told = {"quarter": Quarter.parse(c["quarter"]), "published": parse_day(c["published"])}
            edition = Edition(**{**c, **told, "edition": int(c["edition"])})
        except (UsageError, ValueError) as error:
            faults.append(table.fault(k, "quarter", f"not a row of the ledger: {error}", hint))
            continue
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


def check(register: Register, quarter: Quarter, now: Present) -> list[Fault]:
    """Published cells that are others today without an entry that says so, and entries that fit nothing."""
    editions = register.of(quarter)
    if not editions:
        return []
    try:
        kept = [register.cells(edition) for edition in editions]
    except DataError as error:
        return list(error.faults)
    first, state, faults = editions[0], dict(kept[0]), []
    last: dict[Cell, Revision] = {}
    waiting = list(zip(editions[1:], kept[1:], strict=True))
    broken: set[Cell] = set()

    def pass_editions(day: datetime.date | None) -> None:
        while waiting and (day is None or waiting[0][0].published < day):
            edition, cells = waiting.pop(0)
            if state != cells and not broken:
                rule = f"the revisions up to {edition.published} do not lead to edition {edition.edition} of {quarter}"
                hint = f"an entry made since is dated after {edition.published}; earlier ones stay as they were"
                faults.append(Fault("revisions.csv", rule, hint))
            state.clear()
            state.update(cells)
            last.clear()  # what they did is published

    for entry in register.entries(quarter):
        if entry.date <= first.published:
            rule = f"{quarter} was published on {first.published}: a revision is made after that"
            faults.append(entry.fault("date", rule, "write the day on which the figure was changed"))
            broken.add(entry.cell)
            continue
        pass_editions(entry.date)
        there = state.get(entry.cell, "")
        if entry.cell in broken:
            continue
        if entry.old != there:
            before = last.get(entry.cell)
            told = [e for e in editions if e.published < entry.date][-1]
            by = f"row {before.row} made it" if before else f"published on {told.published} was"
            rule = f"{by} {there or 'empty, or no such row'}"
            faults.append(entry.fault("old", rule, f"write {there}" if there else "check table, district and item"))
            broken.add(entry.cell)
            continue
        state.update({entry.cell: entry.new})
        if not entry.new:
            del state[entry.cell]
        last[entry.cell] = entry
    pass_editions(None)
    names = {d.code: d.name for d in register.districts}
    changed = [c for c in sorted({*state, *now.cells}) if c not in broken and state.get(c) != now.cells.get(c)]
    for cell in (c for c in changed if c in last):
        entry = last[cell]
        rule = f"the data have {now.cells.get(cell, '') or 'nothing there'}"
        hint = f"correct one of the two, or add the later change:\n{paste(quarter, cell, state, now.cells, names)}"
        faults.append(entry.fault("new", rule, hint))
    return faults + _untold(register, quarter, editions[-1], state, now, [c for c in changed if c not in last])


def _untold(
    register: Register, quarter: Quarter, edition: Edition, state: Mapping[Cell, str], now: Present, cells: list[Cell]
) -> list[Fault]:
    """One fault a cell that changed without an entry; one a row that came or went, with a line for each cell."""
    names = {d.code: d.name for d in register.districts}
    when = f"{quarter} was published on {edition.published}" + (
        f" (edition {edition.edition})" if edition.edition > 1 else ""
    )
    groups: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        row = cell[:3]
        whole = cell.table in FROZEN and not (_has(state, row) and _has(now.cells, row))
        groups.setdefault(row if whole else tuple(cell), []).append(cell)
    faults = []
    for group in groups.values():
        cell = next((c for c in group if c.column == CHIEF.get(c.table)), group[0])
        was, now_is = state.get(cell, ""), now.cells.get(cell, "")
        if cell.table in RULES:
            faults.append(_rule_changed(cell, was, now_is, when, now, names))
            continue
        table = now.tables.get(cell.table)
        file = table.file if table else f"{quarter}/{cell.table}.csv"
        k = now.rows.get(cell, next((now.rows[c] for c in now.rows if c[:3] == cell[:3]), None))
        row = table.rows[k] if table and k is not None else None
        came, went = not _has(state, cell[:3]), not _has(now.cells, cell[:3])
        who = " ".join(filter(None, [names.get(cell.code, cell.code), cell.item]))
        told = f"there was no row for {who}" if came else f"it was {was or 'empty'}"
        rule = f"{when}, and {told}" if not went else f"{when} with a row for {who} ({was}); it is gone"
        lines = "\n".join(paste(quarter, c, state, now.cells, names) for c in group)
        if register.has_revisions:
            hint = f"if that is meant, put into revisions.csv (and fill in <…>):\n{lines}"
        else:
            hint = f"if that is meant, make revisions.csv of this (and fill in <…>):\n{','.join(COLUMNS)}\n{lines}"
        faults.append(Fault(file, rule, hint, table.sheet if table else "", row, cell.column, now_is))
    return faults


def _has(cells: Mapping[Cell, str], row: tuple[str, ...]) -> bool:
    table, code, item = row
    return any((table, code, item, column) in cells for column in FROZEN.get(table, ("", ()))[1])


def _rule_changed(cell: Cell, was: str, now_is: str, when: str, now: Present, names: Mapping[str, str]) -> Fault:
    if cell.table == "scheme":
        rule = f"{when} under {was or 'no such key'}: the rules of a published quarter are frozen"
        hint = "put it back; new rules are a new file whose valid begins with the next quarter"
        column = f"{cell.item}: {cell.column}" if cell.item else cell.column
        return Fault(now.scheme, rule, hint, column=column, value=now_is)
    who = names.get(cell.code, cell.code)
    rule = f"{when}, {who}: {cell.column} was {was or 'nothing'}"
    hint = "put it back; who is assessed, and in which group, changes from a quarter that is not published"
    return Fault("districts.csv", rule, hint, column="group" if cell.column == "group" else "first, last", value=now_is)


def paste(quarter: Quarter, cell: Cell, state: Cells, now: Cells, names: Mapping[str, str]) -> str:
    """The line of revisions.csv for one changed cell, with what only the analyst knows in angle brackets."""
    named = Cell(*cell[:3], "source")
    told = {
        "date": "<date>",
        "quarter": str(quarter),
        "table": cell.table,
        "district": names.get(cell.code, cell.code),
        "item": cell.item,
        "column": cell.column,
        "old": state.get(cell, ""),
        "new": now.get(cell, ""),
        "reason": "<reason>",
        "who": "<who>",
        "source": now.get(named) or state.get(named) or "<source>",
    }
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow([told.get(name, "") for name in COLUMNS])
    return out.getvalue()
