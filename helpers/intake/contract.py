"""The data contract held against a quarter as it stands, right or wrong: faults by workbook and cell, what is doubtful,
and what is late.

Nothing stops it but a quarter that is not there: where districts or schemes are broken, the faults alone are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..assess import check, load
from ..assess.load import Base
from ..model import DataError, Fault, Quarter
from . import arrivals, expected, to_come
from .arrivals import Arrival
from .doubts import Doubts, doubts, fractions
from .expected import Item, names_of
from .mapping import load_mappings
from .names import TOTAL
from .quarters import Place, Quarters, number


@dataclass(frozen=True)
class Finding:
    """A fault of the data with the district and item its row is about, if it is about one, and where it came from."""

    fault: Fault
    place: Place
    district: str = ""
    item: Item | None = None


@dataclass(frozen=True)
class Late:
    """Figures that were due and have not arrived: an item with the districts that lack it, by who was to send it.

    `department` is in Chinese and English, empty where nobody knows.
    """

    department: tuple[str, str]
    item: Item
    districts: tuple[str, ...]
    whole: bool


@dataclass(frozen=True)
class Book:
    """A workbook that was taken in: how many figures of the quarter came from it."""

    name: str
    department: str
    figures: int


@dataclass(frozen=True)
class Contract:
    """All that the data contract's report tells. `items` counts the indicators and survey counts that the scheme needs,
    `counts` those of the survey among them, `due` their figures, `there` those that have come."""

    quarter: Quarter
    findings: tuple[Finding, ...]
    doubts: Doubts = field(default_factory=Doubts)
    late: tuple[Late, ...] = ()
    books: tuple[Book, ...] = ()
    items: int = 0
    counts: int = 0
    due: int = 0
    there: int = 0
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    issuer: tuple[str, str] = ("", "")
    illustrative: bool = False

    @property
    def errors(self) -> int:
        return sum(f.fault.severity == "error" for f in self.findings)


def hold(data: Path, quarter: Quarter) -> Contract:
    """The contract of a quarter that has a folder; raises UsageError where it has none."""
    load.known_quarter(data, quarter)
    faults = check.check_quarter(data, quarter)
    base, _ = load.read_base(data)
    arrived = arrivals.read(data, quarter)
    try:
        if base is None:
            raise DataError(*faults)
        desk = expected.desk_for(base, quarter)
        items = expected.items(base, desk)
    except DataError:
        return Contract(quarter, tuple(Finding(f, _in_table(f)) for f in faults))
    sheets = Quarters(base, quarter, items, arrived)
    waits = to_come.waiting(base, quarter)
    told = {(w.file, row) for w in waits for row in w.rows}
    kept = [f for f in faults if not (f.rule in to_come.NOT_THERE and (f.file, f.row) in told)]
    due = [len(expected.reporting(i, desk.cohort)) for i in items if i.scored]
    scheme = desk.scheme
    used = {row.source for row in items} | {scheme.source}
    return Contract(
        quarter,
        tuple(_finding(sheets, f) for f in (*kept, *fractions(sheets))),
        doubts(sheets),
        _late(base, waits, {d.code: d.name for d in desk.districts}),
        _books(arrived),
        sum(n > 0 for n in due),
        sum(i.table == "survey" for i in items if i.scored),
        sum(due),
        sum(due) - sum(len(w.codes) for w in waits),
        names_of(base),
        (scheme.issuer.label("zh"), scheme.issuer.label("en")),
        any(base.sources[s].illustrative for s in used if s in base.sources),
    )


def doubts_in(data: Path, quarter: Quarter) -> tuple[Doubts, tuple[Fault, ...], dict[str, tuple[str, str]]]:
    """What is doubtful in a quarter's figures, things counted in fractions, and the districts' names in both languages;
    nothing where schemes or districts are broken, which is told before."""
    base, _ = load.read_base(data)
    if base is None:
        return Doubts(), (), {}
    try:
        items = expected.items(base, expected.desk_for(base, quarter))
    except DataError:
        return Doubts(), (), {}
    sheets = Quarters(base, quarter, items, arrivals.read(data, quarter))
    return doubts(sheets), tuple(fractions(sheets)), names_of(base)


def _finding(sheets: Quarters, fault: Fault) -> Finding:
    """A fault with the district and item of its row, at the workbook's cell where the figure was taken in."""
    table = next((t for t in sheets.tables.values() if t is not None and t.file == fault.file), None)
    if table is None or fault.row not in table.rows:
        return Finding(fault, _in_table(fault))
    name, k = next(n for n, t in sheets.tables.items() if t is table), table.rows.index(fault.row)
    district, item = sheets.row_at(table, name, k, fault.column)
    arrival = sheets.arrived.get((name, district, item.id)) if item else None
    field_ = item.field if item else ""
    if item is None or arrival is None or fault.column != field_ or number(arrival.value) != number(fault.value):
        there = replace(_in_table(fault), origin=arrival.place if arrival else "")
        return Finding(fault, there, district, item)
    return Finding(fault, sheets.place(item, district), district, item)


def _in_table(fault: Fault) -> Place:
    return Place(fault.file, fault.sheet, "", fault.value, fault.row, fault.column)


def _books(arrived: Mapping[tuple[str, str, str], Arrival]) -> tuple[Book, ...]:
    names = dict.fromkeys((a.workbook, a.department) for a in arrived.values())
    mine = [a for a in arrived.values() if a.district != TOTAL]
    return tuple(Book(w, d, sum((a.workbook, a.department) == (w, d) for a in mine)) for w, d in sorted(names))


def _late(base: Base, waits: Iterable[to_come.ToCome], names: Mapping[str, str]) -> tuple[Late, ...]:
    """Late items by the department whose mapping brings them, else by who published last quarter's."""
    try:
        mappings = load_mappings(base.data)
    except DataError:  # told when the mapping is used
        mappings = ()
    sent = {key: (m.department, m.department) for m in mappings if m.department for key in m.keys}
    found = []
    for wait in waits:
        source = base.sources.get(wait.item.source)
        told = [source.publisher_label(lang) or source.label(lang) for lang in ("zh", "en")] if source else ["", ""]
        who = sent.get(wait.item.key) or (told[0], told[1])
        found.append(Late(who, wait.item, tuple(names[c] for c in wait.codes), wait.whole))
    return tuple(sorted(found, key=lambda late: late.department))
