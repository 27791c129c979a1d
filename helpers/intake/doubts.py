"""What is doubtful in a quarter's figures although no rule is broken: sums unlike city totals, jumps, slips of unit,
sums since January mistaken for a quarter's.

Reads tables leniently: a cell that is no number is no figure here. Guesses only: nothing is changed by them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from statistics import median

from ..assess import load
from ..assess.load import Base
from ..assess.tables import Table
from ..model import Fault, Quarter
from . import expected
from .arrivals import Arrival
from .expected import TABLES, Item
from .gather import is_fraction, whole_number
from .heads import TOTAL, Names

RATES = ("%", "个百分点", "分", "天")  # units whose figures are not summed, over districts or over quarters
FAR_OUT = 6.0  # spreads (1.4826 × MAD) from the middle of all districts' changes that make a jump
POWERS = {2: "×100", -2: "÷100", 4: "×10⁴", -4: "÷10⁴", 8: "×10⁸", -8: "÷10⁸"}
NEAR = 0.4  # of a power of ten, to be taken for one
WIDE = 30  # times their middle: figures beyond are of another size
SINGLE, SINCE = "single", "since"


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


@dataclass(frozen=True)
class Sum:
    """A city total that a workbook gave against the districts' sum: `gap` = sum − total; `whole`: all are there."""

    item: Item
    total: Decimal
    summed: Decimal
    place: Place
    whole: bool

    @property
    def gap(self) -> Decimal:
        return self.summed - self.total

    @property
    def rounding(self) -> bool:
        """Whether the gap is no more than the districts' own rounding may leave."""
        return abs(self.gap) <= 11 * Decimal(5).scaleb(-self.item.decimals - 1) if self.item.decimals else not self.gap


@dataclass(frozen=True)
class Jump:
    """A change since the quarter before that is far from what the other districts show; `usual` is their middle."""

    district: str
    item: Item
    before: Decimal
    now: Decimal
    usual: Decimal
    place: Place


@dataclass(frozen=True)
class Slip:
    """A figure off by a power of ten, to all appearance: `power` names it, `meant` is the figure without it."""

    district: str
    item: Item
    now: Decimal
    meant: Decimal
    power: int
    beside: Decimal  # the figure it was held against: the district's own of the quarter before, else the others' middle
    own: bool
    place: Place


@dataclass(frozen=True)
class Mixup:
    """A figure that looks like the quarter's alone where the sum since January is meant (`single`), or the reverse."""

    district: str
    item: Item
    kind: str
    before: Decimal
    now: Decimal
    meant: Decimal
    place: Place


class Quarters:
    """The figures of a quarter and of those before it, by item and district name."""

    def __init__(
        self, base: Base, quarter: Quarter, items: Iterable[Item], arrived: Mapping[tuple[str, str, str], Arrival]
    ) -> None:
        self.base, self.quarter, self.arrived = base, quarter, arrived
        self.items = {item.key: item for item in items}
        self.names = Names.of(base.districts)
        self.name_of = {d.code: d.name for d in base.districts}
        self.tables = {name: expected.read_raw(base.data, quarter, name) for name in TABLES}
        there = [q for q in load.quarters(base.data) if q <= quarter]
        self.figures = {q: self._figures(q) for q in there}
        self.now = self.figures[quarter]
        self.then = self.figures.get(quarter.previous, {})

    def _figures(self, quarter: Quarter) -> dict[tuple[str, str], dict[str, Decimal]]:
        found: dict[tuple[str, str], dict[str, Decimal]] = {}
        for name in ("values", "scores"):
            table = self.tables[name] if quarter == self.quarter else expected.read_raw(self.base.data, quarter, name)
            if table is None or not {"district", "indicator", expected.FIELD[name]} <= table.columns.keys():
                continue
            c = table.columns
            rows = zip(c["district"], c["indicator"], c[expected.FIELD[name]], strict=True)
            for district, item, text in rows:
                code, value = self.names.code(district), number(text)
                if value is not None and code in self.name_of:
                    found.setdefault((name, item), {})[self.name_of[code]] = value
        return found

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
        for k in range(len(table) if table is not None else 0):
            row, found = self.row_at(table, item.table, k, item.id)
            if row == district and found == item:
                typed = table.columns[item.field][k]
                return Place(table.file, "", "", typed, table.rows[k], item.field, there.place if there else "")
        return Place(f"{self.quarter}/{item.table}.csv")

    def sums(self) -> tuple[Sum, ...]:
        found = []
        for (table, district, id_), arrival in self.arrived.items():
            item, total = self.items.get((table, id_)), number(arrival.value)
            if district != TOTAL or item is None or total is None or item.unit in RATES:
                continue
            parts = self.now.get(item.key, {})
            whole = len(parts) == len(self.base.cohort(self.quarter))
            found.append(Sum(item, total, sum(parts.values(), Decimal(0)), self.place(item, TOTAL), whole))
        return tuple(found)

    def jumps(self) -> list[Jump]:
        found = []
        for key, now in self.now.items():
            item = self.items.get(key)
            if item is None or (self._summed(item) and self.quarter.number == 1):
                continue
            moves = _moves(self.then.get(key, {}), now)
            if len(moves) < 4:
                continue
            middle = median(moves.values())
            spread = max(_spread(moves), self._earlier_spread(item), Decimal(1).scaleb(-item.decimals))
            for district, move in moves.items():
                if abs(move - middle) > Decimal(FAR_OUT) * spread:
                    before, place = self.then[key][district], self.place(item, district)
                    found.append(Jump(district, item, before, now[district], middle, place))
        return found

    def _earlier_spread(self, item: Item) -> Decimal:
        """The middle spread of the changes between earlier neighbouring quarters."""
        spreads = []
        for quarter, figures in self.figures.items():
            before = self.figures.get(quarter.previous)
            if quarter == self.quarter or before is None or (self._summed(item) and quarter.number == 1):
                continue
            moves = _moves(before.get(item.key, {}), figures.get(item.key, {}))
            if len(moves) >= 4:
                spreads.append(_spread(moves))
        return median(spreads) if spreads else Decimal(0)

    def _summed(self, item: Item) -> bool:
        """Whether the item is a sum since January."""
        return item.scope == "cumulative" and item.unit not in RATES

    def slips(self) -> list[Slip]:
        found = []
        for key, now in self.now.items():
            item = self.items.get(key)
            if item is None or item.table == "survey":
                continue
            whole = self._whole_slip(key, now)
            for district, value in now.items() if not whole else ():
                others = [abs(v) for name, v in now.items() if name != district and v]
                own, then = self.then.get(key, {}).get(district), self.then.get(key, {})
                power = _slip(item, value, own, others, [abs(v) for name, v in then.items() if name != district and v])
                if power:
                    beside = own if own else median(others)
                    meant = value.scaleb(-power)
                    place = self.place(item, district)
                    found.append(Slip(district, item, value, meant, power, beside, bool(own), place))
            for district in now if whole else ():
                own = self.then[key].get(district)
                if own is not None:
                    meant, place = now[district].scaleb(-whole), self.place(item, district)
                    found.append(Slip(district, item, now[district], meant, whole, own, True, place))
        return found

    def _whole_slip(self, key: tuple[str, str], now: Mapping[str, Decimal]) -> int:
        """The power of ten by which a whole column is off its quarter before; 0 for none, and for rates near zero."""
        then = self.then.get(key, {})
        ratios = [math.log10(float(abs(v / then[d]))) for d, v in now.items() if v and then.get(d)]
        if len(ratios) < 4:
            return 0
        near = {power: sum(abs(r - power) <= NEAR for r in ratios) for power in POWERS}
        power = max(near, key=lambda p: near[p])
        return power if near[power] >= 0.8 * len(ratios) else 0

    def fractions(self) -> list[Fault]:
        """Things that are counted, and not in whole numbers, at their rows in the table."""
        found, table = [], self.tables["values"]
        for k in range(len(table) if table is not None and "value" in table.columns else 0):
            _, item = self.row_at(table, "values", k, "value")
            value = number(table.columns["value"][k])
            if item is not None and value is not None and is_fraction(item, value):
                found.append(table.fault(k, "value", whole_number(item), "check the figure", "warning"))
        return found

    def mixups(self) -> list[Mixup]:
        found = []
        if self.quarter.number == 1:
            return found
        earlier = [q for q in self.figures if q.year == self.quarter.year and q < self.quarter]
        for key, now in self.now.items():
            item = self.items.get(key)
            if item is None or item.unit in RATES or item.table != "values":
                continue
            for district, value in now.items():
                before = self.then.get(key, {}).get(district)
                if self._summed(item) and before is not None and 0 <= value < before:
                    place = self.place(item, district)
                    found.append(Mixup(district, item, SINGLE, before, value, before + value, place))
                singles = [self.figures[q].get(key, {}).get(district) for q in earlier]
                known = [v for v in singles if v is not None]
                if item.scope != "single quarter" or len(known) < self.quarter.number - 1:
                    continue
                summed = sum(known, Decimal(0))
                usual = summed / len(known)
                if summed > 0 and value >= summed and value >= usual * self.quarter.number * Decimal("0.85"):
                    place = self.place(item, district)
                    found.append(Mixup(district, item, SINCE, known[-1], value, value - summed, place))
        return found


def _slip(item: Item, value: Decimal, own: Decimal | None, others: list[Decimal], then: list[Decimal]) -> int:
    """The power of ten by which a figure is off, held against its own past and the other districts; 0 for none.

    `then` are the others' figures of the quarter before, which slips of this quarter have not moved.
    """
    if not value or len(others) < 3:
        return 0
    middle, before = _middle(others), _middle(then) if own else None
    finer = -int(value.normalize().as_tuple().exponent) > item.decimals
    for power in POWERS:
        if not (_off(value, power, own, middle) or (abs(power) > 2 and _off(value, power, own, before))):
            continue
        if power == -2 and (item.unit != "%" or not finer):
            continue  # a small rate, or a small district, is no slip; digits behind the point beyond its own are
        if power == 2 and middle and abs(value) <= 3 * max(v for v in others if v <= WIDE * middle):
            continue
        return power
    return 0


def _middle(others: list[Decimal]) -> Decimal | None:
    """The median of figures of one size: a few of another size, slips perhaps, do not count; None for a wide column."""
    middle = median(others) if len(others) > 2 else None
    return middle if middle and 4 * sum(v > WIDE * middle for v in others) <= len(others) else None


def _off(value: Decimal, power: int, own: Decimal | None, middle: Decimal | None) -> bool:
    """Whether a figure is a power of ten away from its own past, if it has one, and from the others' middle."""
    if not middle:
        return False
    apart = [abs(math.log10(float(abs(value) / abs(r))) - power) for r in (own, middle) if r]
    return max(apart) <= NEAR * 2 and min(apart) <= NEAR


def _moves(before: Mapping[str, Decimal], now: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {district: value - before[district] for district, value in now.items() if district in before}


def _spread(moves: Mapping[str, Decimal]) -> Decimal:
    middle = median(moves.values())
    return Decimal("1.4826") * median(abs(m - middle) for m in moves.values())


def number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
