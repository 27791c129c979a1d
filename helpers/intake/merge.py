"""A quarter's tables with the claimed figures in them: what would change, cell by cell, and the files as they would be.

Nothing is written here. A figure that is there already with the same value keeps its row as it is typed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ..assess.intake import Desk
from ..assess.load import Base
from ..assess.rows import COUNTS
from ..assess.tables import Table, read_table
from ..markup import safe
from ..model import Fault, UsageError
from ..said import Said
from . import CLEAR, KEEP, after_publication, arrivals
from .arrivals import Arrival
from .claims import Claim
from .expected import FIELD, TABLES, header, row_of
from .figures import written
from .names import TOTAL, Names

CORRECTS = (
    "if this one corrects it, run again with --replaces {mapping}; "
    "if the earlier one stands, take the column out of this one"
)

Read = Mapping[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class Change:
    """One cell of a table: `old` as it stands ("" for none), `new` as it would be written, and the claim behind it.

    Where the workbook brings nothing any more for a figure it brought earlier, `new` is "" and `was` that figure.
    """

    table: str
    district: str
    item: str
    old: str
    new: str
    claim: Claim | None = None
    was: Arrival | None = None


@dataclass(frozen=True)
class Merged:
    """What taking the claims in would do: changes, how many figures are there already, files by path, faults.

    `withdrawn` are figures that these kinds of workbooks brought earlier and bring no more: among the changes only
    where it was decided to clear them. `tables` and `record`: tables that change, by name, and the record of what
    arrived, as they would be.
    """

    changes: tuple[Change, ...]
    same: int
    files: Mapping[Path, bytes]
    faults: tuple[Fault, ...] = ()
    withdrawn: tuple[Change, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    record: Mapping[tuple[str, str, str], Arrival] = field(default_factory=dict)


def merge(
    base: Base,
    desk: Desk,
    claims: Sequence[Claim],
    read: Read | None = None,
    decided: str = "",
    replaces: str = "",
    only: Mapping[str, frozenset[str]] | None = None,
) -> Merged:
    """The quarter's tables with these claims (one a cell) in them.

    `read` are the items that the workbooks' mappings read, by mapping: what they brought earlier and bring no more is
    withdrawn, and cleared where `decided` is CLEAR; where workbooks are of one district each, `only` of these districts
    (their codes, by mapping). Figures that the mapping `replaces` brought may be replaced.

    Raises UsageError for a quarter without a folder. Faults: a table that cannot be read, one kept as a workbook,
    a figure that another kind of workbook brought with another value, and what the tables' own rules say.
    """
    folder = base.data / str(desk.quarter)
    if not folder.is_dir():
        words = "there is no {folder}; lay it out first: briefing new-quarter {quarter}"
        raise UsageError(words, folder=folder, quarter=desk.quarter)
    before = arrivals.read(base.data, desk.quarter)
    names = {d.code: d.name for d in desk.districts} | {TOTAL: TOTAL}
    faults = _other_origin(before, claims, names, replaces)
    sent = {safe(mapping): {names[code] for code in codes} for mapping, codes in (only or {}).items()}
    gone = [a for a in _gone(before, claims, names, read or {}) if a.district in sent.get(a.mapping, {a.district})]
    day = base.register.published(desk.quarter)
    clear = decided == CLEAR or (day is not None and decided != KEEP)  # what is published is refused, whole
    withdrawn: list[Change] = []
    changes: list[Change] = []
    tables: dict[str, tuple[Table, Table]] = {}
    files: dict[Path, bytes] = {}
    same = 0
    for name in TABLES:
        mine = [c for c in claims if c.item.table == name and c.code != TOTAL]
        lost = [a for a in gone if a.table == name and a.district != TOTAL]
        if not mine and not lost:
            continue
        path = folder / f"{name}.csv"
        if path.with_suffix(".xlsx").is_file():
            rule, hint = (
                "the table is kept as a workbook, and would be overwritten",
                Said("save it as {name}.csv, remove the .xlsx", name=name),
            )
            faults.append(Fault(f"{desk.quarter}/{name}.xlsx", rule, hint))
            continue
        rows, found = _rows(base, desk, name)
        faults += found
        if any(f.severity == "error" for f in found):
            continue
        before_them = _table(desk, name, rows)
        made, kept = _put(rows, name, mine, desk, names)
        same += kept
        empty = _withdrawn(rows, name, lost, desk, clear)
        withdrawn += empty
        made += empty if clear else []
        if made:
            changes += made
            tables[name] = before_them, _table(desk, name, rows)
            faults += _checked(desk, name, tables[name][1], made)
            files[path] = _csv(name, rows)
    if changes and day:
        faults += after_publication.refusal(base, desk.quarter, day, changes, tables)
    left_out = {a.key for a in gone} if decided != KEEP else set()
    record = {key: a for key, a in before.items() if key not in left_out}
    record |= {_key(c, names): arrivals.of_claim(c, names[c.code]) for c in claims}
    if files or record != before:
        order = sorted(record.values(), key=lambda a: (TABLES.index(a.table) if a.table in TABLES else 9, a.key))
        files[arrivals.path_of(base.data, desk.quarter)] = arrivals.text(order).encode("utf-8-sig")
    return Merged(
        tuple(changes),
        same,
        files,
        tuple(faults),
        tuple(withdrawn),
        {name: made for name, (_, made) in tables.items()},
        record,
    )


def _key(claim: Claim, names: Mapping[str, str]) -> tuple[str, str, str]:
    return claim.item.table, names[claim.code], claim.item.id


def _other_origin(
    before: Mapping[tuple[str, str, str], Arrival], claims: Sequence[Claim], names: Mapping[str, str], replaces: str
) -> list[Fault]:
    """Figures that another mapping's workbook brought earlier with another value: which of the two counts?

    None of those that the mapping `replaces` brought: it was said that these workbooks take their place.
    """
    faults = []
    for claim in claims:
        there = before.get(_key(claim, names))
        if there is None or claim.code == TOTAL or there.mapping in (safe(claim.mapping), safe(replaces)):
            continue
        if _number(there.value) != claim.value:
            rule = Said(
                "{value} was taken in from {place}: two workbooks claim {item}",
                value=there.value,
                place=there.place,
                item=claim.item.name.zh,
            )
            hint = Said(CORRECTS, mapping=there.mapping)
            faults.append(claim.fault(rule, hint))
    return faults


def _gone(
    before: Mapping[tuple[str, str, str], Arrival], claims: Sequence[Claim], names: Mapping[str, str], read: Read
) -> list[Arrival]:
    """What these mappings' workbooks brought earlier and do not bring now."""
    reads = {safe(mapping): items for mapping, items in read.items()}
    there = {_key(claim, names) for claim in claims}
    return [
        a for key, a in before.items() if key not in there and (a.table, a.item) in reads.get(a.mapping, frozenset())
    ]


def _withdrawn(
    rows: Sequence[dict[str, str]], name: str, gone: Sequence[Arrival], desk: Desk, clear: bool
) -> list[Change]:
    """Figures of a table that still stand as they arrived, and arrive no more; emptied where that is decided.

    A figure that was typed over since is somebody's own, and stays.
    """
    lookup = Names.of(desk.districts)
    by_key = {(lookup.code(row["district"]), row.get("indicator", "")): row for row in reversed(rows)}
    found = []
    for arrival in gone:
        row = by_key.get((lookup.code(arrival.district), "" if name == "survey" else arrival.item))
        column = FIELD.get(name, arrival.item)
        if row is None or _number(row[column]) is None or _number(row[column]) != _number(arrival.value):
            continue
        found.append(Change(name, arrival.district, arrival.item, row[column], "", was=arrival))
        if clear:
            row[column] = ""
            if name == "values":
                row["qualifier"] = ""
    return found


def _rows(base: Base, desk: Desk, name: str) -> tuple[list[dict[str, str]], list[Fault]]:
    """A table's rows as they stand, each with the columns that are written; none where the table is not there."""
    columns = header(name)
    table, faults = read_table(base.data / str(desk.quarter), name, base.data, columns[:2], columns, optional=True)
    faults = [f for f in faults if f.severity == "error"]
    if table is None:
        return [], faults
    spare = [c for c in table.columns if c not in columns]
    return [{c: table.columns[c][k] for c in (*columns, *spare)} for k in range(len(table))], faults


def _put(
    rows: list[dict[str, str]], name: str, claims: Sequence[Claim], desk: Desk, names: Mapping[str, str]
) -> tuple[list[Change], int]:
    """Put claims into rows, adding those that are not there; the changes made, and how many figures stood already."""
    lookup = Names.of(desk.districts)
    by_key: dict[tuple[str, str], dict[str, str]] = {}
    for there in rows:
        by_key.setdefault((lookup.code(there["district"]), there.get("indicator", "")), there)
    changes, same = [], 0
    for claim in claims:
        item = claim.item
        key = (claim.code, "" if name == "survey" else item.id)
        row = by_key.get(key)
        if row is None:
            row = dict(zip(header(name), _new_row(name, names[claim.code], claim), strict=True))
            rows.append(row)
            by_key[key] = row
        old, new = row[item.field], written(claim.value, item.decimals)
        if _number(old) == claim.value and row.get("qualifier", "") == claim.qualifier:
            same += 1
            continue
        row[item.field] = new
        row["source"] = claim.source
        if name == "values":
            row |= {"qualifier": claim.qualifier, "unit": item.unit}
            row["period"], row["scope"] = row["period"] or item.period, row["scope"] or item.scope
        if claim.note:
            row["note"] = safe(" ".join(claim.note.split()))
        changes.append(
            Change(name, names[claim.code], item.id, old, (claim.qualifier and f"{new}{claim.qualifier}") or new, claim)
        )
    return changes, same


def _new_row(name: str, district: str, claim: Claim) -> list[str]:
    if name == "survey":
        return [district if c == "district" else claim.source if c == "source" else "" for c in header(name)]
    return row_of(name, district, claim.item, source=claim.source)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _csv(name: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    columns = list(rows[0]) if rows else list(header(name))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[c] if _number(row[c]) is not None else safe(row[c]) for c in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _table(desk: Desk, name: str, rows: Sequence[Mapping[str, str]]) -> Table:
    """Rows as the table they are written as."""
    columns = {c: [row[c] for row in rows] for c in (rows[0] if rows else header(name))}
    return Table(f"{desk.quarter}/{name}.csv", "", columns, list(range(2, len(rows) + 2)), "")


def _checked(desk: Desk, name: str, table: Table, changes: Sequence[Change]) -> list[Fault]:
    """What the table's own rules say of the rows that change: errors only, at the workbook's cell."""
    _, faults = desk.frame(name, table)
    lookup = Names.of(desk.districts)
    claimed = {(c.claim.code, c.item if name != "survey" else ""): c.claim for c in changes if c.claim}
    ids = table.columns.get("indicator", [""] * len(table))
    keys = [(lookup.code(district), id_) for district, id_ in zip(table.columns["district"], ids, strict=True)]
    touched = {row: claimed[key] for row, key in zip(table.rows, keys, strict=True) if key in claimed}
    figures = {"value", "points", "qualifier", "unit", "source", *COUNTS}
    return [
        touched[f.row].fault(f.rule, f.hint)
        for f in faults
        if f.severity == "error" and f.row in touched and f.column in figures and "a count is missing" not in f.rule
    ]
