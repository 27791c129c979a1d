"""What a quarter still waits for: items that no district has reported yet, told once instead of once a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..assess.load import Base, load_base
from ..assess.rows import COUNTS
from ..model import DataError, Fault, Quarter
from . import expected
from .expected import Item
from .names import Names

NOT_THERE = ("the figure is not available", "the score is not available", "the survey is not available")


@dataclass(frozen=True)
class ToCome:
    """An item with the districts (codes) whose cell is empty; `whole` when that is every district that reports it."""

    item: Item
    file: str
    rows: tuple[int, ...]
    codes: tuple[str, ...]
    whole: bool


def waiting(base: Base, quarter: Quarter) -> tuple[ToCome, ...]:
    """Every item the scheme needs with the districts that have not reported it, in the scheme's order.

    No row of a bonus or deduction is none: only a row with an empty cell waits for it.
    """
    desk = expected.desk_for(base, quarter)
    names = Names.of(desk.districts)
    extras = {extra.id for extra in desk.scheme.extras}
    found = []
    tables = {name: expected.read_raw(base.data, quarter, name) for name in expected.TABLES}
    for item in expected.items(base, desk):
        if not item.scored:
            continue
        table = tables[item.table]
        codes = {d.code for d in expected.reporting(item, desk.cohort)}
        file = table.file if table else f"{quarter}/{item.table}.csv"
        if table is None or item.field not in table.columns:
            found.append(ToCome(item, file, (), tuple(sorted(codes)), True))
            continue
        columns = table.columns
        ids = columns.get("indicator", [item.id] * len(table))
        here = [(names.code(columns["district"][k]), k) for k, id_ in enumerate(ids)
                if item.table == "survey" or id_ == item.id]  # fmt: skip
        if item.id in extras:
            codes &= {code for code, _ in here}
        there = {code for code, k in here if columns[item.field][k]}
        rows = tuple(table.rows[k] for code, k in here if not columns[item.field][k])
        missing = tuple(sorted(codes - there))
        if missing:
            found.append(ToCome(item, file, rows, missing, not there & codes))
    return tuple(found)


def fold(data: Path, quarter: Quarter, faults: Sequence[Fault]) -> tuple[tuple[ToCome, ...], list[Fault]]:
    """All that is to come, and the faults without those that say row by row what nobody has reported yet."""
    try:
        waits = waiting(load_base(data), quarter)
    except DataError:  # schemes or districts are wrong: that is told first
        return (), list(faults)
    told = {(w.file, row, w.item.field) for w in waits if w.whole for row in w.rows}
    told |= {(file, row, "satisfied") for file, row, field in told if field in COUNTS}
    kept = [f for f in faults if not (f.rule in NOT_THERE and (f.file, f.row, f.column) in told)]
    return waits, kept
