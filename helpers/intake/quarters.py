"""The figures of a quarter and of those before it, read leniently: a cell that is no number is no figure here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ..assess import load
from ..assess.load import Base
from ..assess.rows import COUNTS
from ..assess.sums import adds_up
from ..assess.tables import Table
from ..model import Quarter
from . import expected
from .arrivals import Arrival
from .expected import TABLES, Item
from .figures import scale
from .names import TOTAL, Names


@dataclass(frozen=True)
class Place:
    """Where a figure stands: at a workbook's `cell` where it was taken in, else in `row` and `column` of a file.

    `origin` is the workbook's cell that the row's figure came from, where what is told stands in the table itself.
    """

    file: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    row: int | None = None
    column: str = ""
    origin: str = ""


class Quarters:
    """The figures of a quarter and of those before it, by item and district name; `tables` in place of its own, where
    what is asked about is not written yet."""

    def __init__(
        self,
        base: Base,
        quarter: Quarter,
        items: Iterable[Item],
        arrived: Mapping[tuple[str, str, str], Arrival],
        tables: Mapping[str, Table] | None = None,
    ) -> None:
        self.base, self.quarter, self.arrived = base, quarter, arrived
        self.items = {item.key: item for item in items}
        self.names = Names.of(base.districts)
        self.name_of = {d.code: d.name for d in base.districts}
        own = tables or {}
        self.tables = {name: own.get(name) or expected.read_raw(base.data, quarter, name) for name in TABLES}
        there = [q for q in load.quarters(base.data) if q <= quarter]
        self.figures = {q: self._figures(q) for q in there}
        self.now = self.figures[quarter]
        self.then = self.figures.get(quarter.previous, {})

    def _figures(self, quarter: Quarter) -> dict[tuple[str, str], dict[str, Decimal]]:
        found: dict[tuple[str, str], dict[str, Decimal]] = {}
        for name in TABLES:
            table = self.tables[name] if quarter == self.quarter else expected.read_raw(self.base.data, quarter, name)
            if table is None or "district" not in table.columns:
                continue
            c = table.columns
            codes = [self.names.code(district) for district in c["district"]]
            for k, code in enumerate(codes):
                for item, column in [(id_, id_) for id_ in COUNTS] if name == "survey" else self._cell(name, c, k):
                    value = number(c[column][k]) if column in c else None
                    if value is not None and code in self.name_of:
                        factor = self._factor((name, item), c, k) if quarter != self.quarter else Decimal(1)
                        found.setdefault((name, item), {})[self.name_of[code]] = value * factor
        return found

    def _factor(self, key: tuple[str, str], columns: Mapping[str, Sequence[str]], k: int) -> Decimal:
        """By what an earlier figure is multiplied to be in the unit that its item has now: schemes change units too."""
        item, unit = self.items.get(key), columns["unit"][k] if "unit" in columns else ""
        if item is None or not unit or unit == item.unit:
            return Decimal(1)
        return scale(unit, item.unit) or Decimal(1)

    @staticmethod
    def _cell(name: str, columns: Mapping[str, Sequence[str]], k: int) -> list[tuple[str, str]]:
        return [(columns["indicator"][k], expected.FIELD[name])] if "indicator" in columns else []

    def row_at(self, table: Table, name: str, k: int, column: str) -> tuple[str, Item | None]:
        c = table.columns
        district = c["district"][k] if "district" in c else ""
        district = self.name_of.get(self.names.code(district), district)
        id_ = column if name == "survey" else c["indicator"][k] if "indicator" in c else ""
        return district, self.items.get((name, id_))

    def place(self, item: Item, district: str) -> Place:
        """Where a figure came from: the workbook's cell, else the table's row."""
        there = self.arrived.get((item.table, district, item.id))
        value = self.now.get(item.key, {}).get(district)
        if there is not None and (district == TOTAL or number(there.value) == value):
            return Place(there.workbook, there.sheet, there.cell, there.typed)
        table = self.tables[item.table]
        if table is None:
            return Place(f"{self.quarter}/{item.table}.csv")
        for k in range(len(table)):
            row, found = self.row_at(table, item.table, k, item.id)
            if row == district and (found == item or item.table == "survey"):
                typed = table.columns[item.field][k]
                return Place(table.file, "", "", typed, table.rows[k], item.field, there.place if there else "")
        return Place(f"{self.quarter}/{item.table}.csv")

    def summed(self, item: Item) -> bool:
        """Whether the item is a sum since January."""
        return item.scope == "cumulative" and adds_up(item.unit)


def number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
