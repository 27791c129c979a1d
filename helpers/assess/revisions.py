"""data/revisions.csv: every change made to a figure after its quarter was published; and undoing such changes.

The quarter's own table holds the figure as it now is; the entry says what it was, when it was changed, why, by whom.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..model import District, Fault, Quarter, Source, UsageError, nearest
from ..said import Said
from .frozen import CHIEF, FROZEN, Cell, canonical, codes_of, row_keys
from .rows import SHAPES, check_sources
from .tables import Table, read_table

NAME = "revisions"
NEEDS = ("date", "quarter", "table", "district", "old", "new", "reason", "who", "source")
TAKES = ("item", "column", "reason_en", "who_en")
# The order in which the columns stand in the file, and in the lines that `briefing check` hands out.
COLUMNS = (
    *("date", "quarter", "table", "district", "item", "column", "old", "new"),
    *("reason", "reason_en", "who", "who_en", "source"),
)
BLANK = re.compile(r"<[^<>]*>")  # what a line handed out leaves to be filled in
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", flags=re.ASCII)


@dataclass(frozen=True)
class Revision:
    """One entry. `old` and `new` in canonical form; "" is an empty cell, or a row that is not there."""

    date: datetime.date
    quarter: Quarter
    cell: Cell
    old: str
    new: str
    reason: str
    who: str
    source: str
    reason_en: str = ""
    who_en: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0

    @property
    def order(self) -> tuple[datetime.date, int]:
        """By date; entries of one day in the order in which they stand."""
        return self.date, self.row

    def why(self, lang: str) -> str:
        return self.reason_en if lang == "en" and self.reason_en else self.reason

    def by(self, lang: str) -> str:
        return self.who_en if lang == "en" and self.who_en else self.who

    def fault(self, column: str, rule: str, hint: str = "") -> Fault:
        value = str(getattr(self, column, "") or "")
        return Fault(self.file, rule, hint, self.sheet, self.row, column, value)


def parse_day(text: object) -> datetime.date:
    """`2023-09-01` as a day; raises UsageError for anything else."""
    word = str(text).strip()
    try:
        if not DAY.fullmatch(word):
            raise ValueError
        return datetime.date.fromisoformat(word)
    except ValueError:
        raise UsageError("{word!r} is not a day; write it as 2023-09-01", word=word) from None


def read_revisions(
    data: Path, districts: Sequence[District], sources: Mapping[str, Source]
) -> tuple[tuple[Revision, ...], list[Fault], Table | None]:
    """Every entry, by date, and the faults of single rows; nothing where there is no such file."""
    table, faults = read_table(data, NAME, data, NEEDS, TAKES, optional=True)
    if table is None:
        return (), faults, None
    faults += check_sources(table, sources)
    codes = codes_of(districts)
    found = []
    for k in range(len(table)):
        entry, wrong = _entry(table, k, codes)
        faults += wrong
        if entry is not None:
            found.append(entry)
    return tuple(sorted(found, key=lambda entry: entry.order)), faults, table


def _entry(table: Table, k: int, codes: Mapping[str, str]) -> tuple[Revision | None, list[Fault]]:
    c = {name: cells[k] for name, cells in table.columns.items()}
    faults = []
    for column in ("date", "reason", "who"):
        if not c[column] or BLANK.fullmatch(c[column]):
            faults.append(table.fault(k, column, "a revision says who made it, when and why", "fill it in"))
    name = c["table"]
    if name not in FROZEN:
        faults.append(table.fault(k, "table", "no such table can be revised", nearest(name, list(FROZEN))))
    if c["district"] not in codes:
        faults.append(table.fault(k, "district", "no such district in districts.csv", nearest(c["district"], [*codes])))
    day, quarter = datetime.date.min, Quarter(1, 1)
    try:
        quarter = Quarter.parse(c["quarter"])
    except UsageError as error:
        faults.append(table.fault(k, "quarter", str(error)))
    try:
        day = parse_day(c["date"]) if c["date"] and not BLANK.fullmatch(c["date"]) else day
    except UsageError as error:
        faults.append(table.fault(k, "date", str(error)))
    column = c["column"] or CHIEF.get(name, "")
    if name in FROZEN:
        key, columns = FROZEN[name]
        if column not in columns:
            faults.append(
                table.fault(
                    k, "column", Said("no such column of {table:s} is frozen", table=name), nearest(column, [*columns])
                )
            )
        if bool(c["item"]) != bool(key):
            rule = (
                Said("a row of {table:s} is named by its {key}", table=name, key=key)
                if key
                else Said("a row of {table:s} is named by its {key}", table=name, key="district")
            )
            faults.append(
                table.fault(k, "item", rule, Said("write the {key:s} into item", key=key) if key else "leave it empty")
            )
    old, new = canonical(column, c["old"]), canonical(column, c["new"])
    if old == new:
        faults.append(table.fault(k, "new", "old and new are the same", "take the row out, or write what changed"))
    if faults:
        return None, faults
    cell = Cell(name, codes[c["district"]], c["item"], column)
    texts = {key: c[key] for key in ("reason", "who", "source", "reason_en", "who_en")}
    return Revision(day, quarter, cell, old, new, **texts, file=table.file, sheet=table.sheet, row=table.rows[k]), []


def undone(name: str, table: Table | None, entries: Iterable[Revision], codes: Mapping[str, str]) -> Table | None:
    """A quarter's table as it stood before these entries of that quarter, which are undone from the last to the first.

    A row all of whose frozen cells become empty is taken out; a row that is not there is put at the end.
    """
    mine = sorted((e for e in entries if e.cell.table == name), key=lambda e: e.order, reverse=True)
    if not mine:
        return table
    if table is None:
        table = Table(
            f"{mine[0].quarter}/{name}.csv", "", {column: [] for part in SHAPES[name] for column in part}, [], ""
        )
    columns = {key: list(cells) for key, cells in table.columns.items()}
    rows = list(table.rows)
    places = {key: k for k, key in enumerate(row_keys(name, table, codes))}
    touched = set()
    for entry in mine:
        key = (entry.cell.code, entry.cell.item)
        if key not in places:
            places[key] = len(rows)
            rows.append(max(rows, default=1) + 1)
            for column, cells in columns.items():
                cells.append({"district": key[0], FROZEN[name][0]: key[1]}.get(column, ""))
        columns[entry.cell.column][places[key]] = entry.old
        touched.add(places[key])
    gone = {k for k in touched if not any(columns[column][k] for column in FROZEN[name][1])}
    kept = [k for k in range(len(rows)) if k not in gone]
    return replace(
        table,
        columns={key: [cells[k] for k in kept] for key, cells in columns.items()},
        rows=[rows[k] for k in kept],
    )
