"""What is doubtful in a quarter's figures although no rule is broken: sums unlike city totals, jumps, slips of unit,
sums since January mistaken for a quarter's, whole columns unlike the quarter before.

Guesses only: nothing is changed by them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from ..assess.sums import adds_up, rounding
from ..model import Fault
from . import columns
from .claims import is_fraction, whole_number
from .columns import Column
from .expected import Item
from .figures import COUNTS
from .measures import GROWTH, INCREASE, of_item
from .mixups import Mixup, mixups, whole_columns
from .names import TOTAL
from .quarters import Place, Quarters, number

FAR_OUT = 6.0  # spreads (1.4826 × MAD) from the middle of all districts' changes that make a jump
POWERS = {1: "×10", -1: "÷10", 2: "×100", -2: "÷100", 4: "×10⁴", -4: "÷10⁴", 8: "×10⁸", -8: "÷10⁸"}
NEAR = 0.4  # of a power of ten, to be taken for one
TENFOLD = 0.2  # of a power of ten, for a figure that is held against its own past alone
STEADY = 4  # times the usual change: none of a column's other figures moves by more
SMALL = 5  # units of the last digit, below which a figure may well grow tenfold
WIDE = 30  # times their middle: figures beyond are of another size


@dataclass(frozen=True)
class Sum:
    """A city total that a workbook gave against the sum of `parts` districts: `gap` = sum − total; `whole`: all are
    there."""

    item: Item
    total: Decimal
    summed: Decimal
    place: Place
    whole: bool
    parts: int

    @property
    def gap(self) -> Decimal:
        return self.summed - self.total

    @property
    def rounding(self) -> bool:
        """Whether the gap is no more than rounding may leave."""
        return abs(self.gap) <= rounding(self.parts, self.item.decimals, self.item.unit in COUNTS)


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
    whole: bool = False  # of a column that is off by this power as a whole


@dataclass(frozen=True)
class Doubts:
    """Everything doubtful in a quarter's figures; of one figure the most telling doubt alone."""

    sums: tuple[Sum, ...] = ()
    jumps: tuple[Jump, ...] = ()
    slips: tuple[Slip, ...] = ()
    mixups: tuple[Mixup, ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def gaps(self) -> tuple[Sum, ...]:
        """The city totals that rounding does not explain."""
        return tuple(s for s in self.sums if s.whole and not s.rounding)

    @property
    def count(self) -> int:
        return sum(len(kind) for kind in (self.gaps, self.jumps, self.slips, self.mixups, self.columns))

    def of(self, items: Iterable[tuple[str, str]]) -> Doubts:
        """Those about these items alone."""
        keys = set(items)
        return replace(
            self,
            sums=tuple(s for s in self.sums if s.item.key in keys),
            jumps=tuple(j for j in self.jumps if j.item.key in keys),
            slips=tuple(s for s in self.slips if s.item.key in keys),
            mixups=tuple(m for m in self.mixups if m.item.key in keys),
            columns=tuple(c for c in self.columns if c.item.key in keys),
        )


def doubts(q: Quarters) -> Doubts:
    """What is doubtful; a slip of unit is no mix-up of periods or jump as well, nor a figure of a doubtful column. A
    column of sums since January in place of the quarter's own is of another size by that alone."""
    mixed = mixups(q)
    summed = whole_columns(q, mixed)
    whole = [c for c in columns.columns(q) if c.kind != columns.SIZE or c.item.key not in summed]
    odd = {c.item.key for c in whole if not c.district}
    off = tuple(slips(q))
    slipped = {s.item.key for s in off if s.whole}
    off = tuple(s for s in off if s.item.key not in odd or s.whole)
    whole = [c for c in whole if c.kind != columns.SIZE or c.item.key not in slipped]
    taken = {(s.district, s.item.key) for s in off}
    mixed = [m for m in mixed if (m.district, m.item.key) not in taken and m.item.key not in odd]
    taken |= {(m.district, m.item.key) for m in mixed}
    far = tuple(j for j in jumps(q) if (j.district, j.item.key) not in taken and j.item.key not in odd)
    return Doubts(sums(q), far, off, tuple(mixed), tuple(whole))


def sums(q: Quarters) -> tuple[Sum, ...]:
    found = []
    for (table, district, id_), arrival in q.arrived.items():
        item, total = q.items.get((table, id_)), number(arrival.value)
        if district != TOTAL or item is None or total is None or not adds_up(item.unit):
            continue
        parts = q.now.get(item.key, {})
        whole = len(parts) == len(q.base.cohort(q.quarter))
        summed = sum(parts.values(), Decimal(0))
        found.append(Sum(item, total, summed, q.place(item, TOTAL), whole, len(parts)))
    return tuple(found)


def jumps(q: Quarters) -> list[Jump]:
    found = []
    for key, now in q.now.items():
        item = q.items.get(key)
        if item is None or item.table == "survey" or (q.summed(item) and q.quarter.number == 1):
            continue
        moves = _moves(q.then.get(key, {}), now)
        if len(moves) < 4:
            continue
        middle = median(moves.values())
        spread = max(_spread(moves), _earlier_spread(q, item), Decimal(1).scaleb(-item.decimals))
        for district, move in moves.items():
            if abs(move - middle) > Decimal(FAR_OUT) * spread:
                before, place = q.then[key][district], q.place(item, district)
                found.append(Jump(district, item, before, now[district], middle, place))
    return found


def _earlier_spread(q: Quarters, item: Item) -> Decimal:
    """The middle spread of the changes between earlier neighbouring quarters."""
    spreads = []
    for quarter, figures in q.figures.items():
        before = q.figures.get(quarter.previous)
        if quarter == q.quarter or before is None or (q.summed(item) and quarter.number == 1):
            continue
        moves = _moves(before.get(item.key, {}), figures.get(item.key, {}))
        if len(moves) >= 4:
            spreads.append(_spread(moves))
    return median(spreads) if spreads else Decimal(0)


def slips(q: Quarters) -> list[Slip]:
    found = []
    for key, now in q.now.items():
        item = q.items.get(key)
        if item is None or item.table == "survey":
            continue
        whole = _whole_slip(q, key, now)
        for district, value in now.items() if not whole else ():
            others = [abs(v) for name, v in now.items() if name != district and v]
            own, then = q.then.get(key, {}).get(district), q.then.get(key, {})
            power = _slip(item, value, own, others, [abs(v) for name, v in then.items() if name != district and v])
            begins = q.summed(item) and q.quarter.number == 1  # sums since January begin anew
            if not power and own and not begins:
                power = _by_itself(item, value, own, _ratios(now, then, district), others)
            if power:
                beside = own if own else median(others)
                meant = value.scaleb(-power)
                place = q.place(item, district)
                found.append(Slip(district, item, value, meant, power, beside, bool(own), place))
        for district in now if whole else ():
            own = q.then[key].get(district)
            if own is not None:
                meant, place = now[district].scaleb(-whole), q.place(item, district)
                found.append(Slip(district, item, now[district], meant, whole, own, True, place, whole=True))
    return found


def _whole_slip(q: Quarters, key: tuple[str, str], now: Mapping[str, Decimal]) -> int:
    """The power of ten by which a whole column is off its quarter before; 0 for none, and for rates near zero."""
    then = q.then.get(key, {})
    ratios = [math.log10(float(abs(v / then[d]))) for d, v in now.items() if v and then.get(d)]
    if len(ratios) < 4:
        return 0
    near = {power: sum(abs(r - power) <= NEAR for r in ratios) for power in POWERS if abs(power) > 1}
    power = max(near, key=lambda p: near[p])
    return power if near[power] >= 0.8 * len(ratios) else 0


def fractions(q: Quarters) -> list[Fault]:
    """Things that are counted, and not in whole numbers, at their rows in the table."""
    found: list[Fault] = []
    table = q.tables["values"]
    if table is None or "value" not in table.columns:
        return found
    for k in range(len(table)):
        _, item = q.row_at(table, "values", k, "value")
        value = number(table.columns["value"][k])
        if item is not None and value is not None and is_fraction(item, value):
            found.append(table.fault(k, "value", whole_number(item), "check the figure", "warning"))
    return found


def _slip(item: Item, value: Decimal, own: Decimal | None, others: list[Decimal], then: list[Decimal]) -> int:
    """The power of ten by which a figure is off, held against its own past and the other districts; 0 for none.

    `then` are the others' figures of the quarter before, which slips of this quarter have not moved.
    """
    if not value or len(others) < 3:
        return 0
    middle, before = _middle(others), _middle(then) if own else None
    finer = -int(value.normalize().as_tuple().exponent) > item.decimals
    for power in (power for power in POWERS if abs(power) > 1):
        if not (_off(value, power, own, middle) or (abs(power) > 2 and _off(value, power, own, before))):
            continue
        if power == -2 and (item.unit != "%" or not finer):
            continue  # a small rate, or a small district, is no slip; digits behind the point beyond its own are
        if power == 2 and middle and abs(value) <= 3 * max(v for v in others if v <= WIDE * middle):
            continue
        return power
    return 0


def _by_itself(item: Item, value: Decimal, own: Decimal, ratios: list[float], others: list[Decimal]) -> int:
    """The power of ten by which a figure is off its own of the quarter before, the others' change taken into account;
    0 for none. A digit too many or too few shows only so where districts are of many sizes, and of an item that one
    district alone reports there is nothing else.

    Ten times and one tenth are told where no other district moved so; of very small figures, and of growth, only where
    it is beyond all others too: 2 projects may well become 20.
    """
    if value * own <= 0:
        return 0
    usual = median(ratios) if len(ratios) > 2 else 1.0
    apart = math.log10(float(abs(value / own)) / usual)
    if len(ratios) > 2:
        power = next((p for p in (1, -1) if abs(apart - p) <= TENFOLD), 0)
        steady = sum(1 / STEADY < ratio / usual < STEADY for ratio in ratios) >= 0.75 * len(ratios)
    else:
        power, steady = next((p for p in POWERS if abs(apart - p) <= TENFOLD), 0), True
    if not power or not steady:
        return 0
    beyond = bool(others) and (abs(value) > 3 * max(others) or 3 * abs(value) < min(others))
    small = min(abs(value), abs(own)) < SMALL * Decimal(1).scaleb(-item.decimals)
    if of_item(item) in (GROWTH, INCREASE):  # rates near zero move freely
        return power if power > 0 and beyond and not small else 0
    return power if beyond or not small else 0


def _ratios(now: Mapping[str, Decimal], then: Mapping[str, Decimal], but: str) -> list[float]:
    """How many times as large as in the quarter before the figures of all districts but one are."""
    return [float(abs(value / then[d])) for d, value in now.items() if d != but and value and then.get(d)]


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
