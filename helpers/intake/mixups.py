"""Figures of the quarter alone where the sum since January is meant, and the reverse, by their size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from ..assess.sums import adds_up
from ..model import Quarter
from .expected import Item
from .measures import AMOUNT, of_item
from .quarters import Place, Quarters
from .spans import SINCE, SINGLE

MOST = 0.8  # of a column's districts make the column
FEW = 5  # districts, below which a column tells nothing as a whole
LEAST, LARGEST = Decimal("0.85"), 2  # times what as many quarters would sum to: between them a figure may be their sum
AS_ALWAYS = Decimal("1.5")  # times the same quarter of the year before: the season's doing, and no sum


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


def mixups(q: Quarters) -> list[Mixup]:
    """Sums since January below those of the quarter before, and quarters as large as all of the year before them.

    An increase on a year before may fall though it is told since January: it is told where most of its column fell.
    """
    if q.quarter.number == 1:
        return []
    found = []
    for key, now in q.now.items():
        item = q.items.get(key)
        if item is None or not adds_up(item.unit) or item.table != "values":
            continue
        if q.summed(item):
            fallen = [m for district, value in now.items() if (m := _single(q, item, district, value))]
            found += fallen if of_item(item) == AMOUNT or _is_column(len(fallen), len(now)) else []
        elif item.scope == "single quarter":
            found += [m for district, value in now.items() if (m := _since(q, item, district, value))]
    return found


def whole_columns(q: Quarters, found: list[Mixup]) -> frozenset[tuple[str, str]]:
    """The items of which most districts' figures are mixed up."""
    many = Counter(m.item.key for m in found)
    return frozenset(key for key, count in many.items() if _is_column(count, len(q.now[key])))


def _is_column(count: int, districts: int) -> bool:
    return count >= max(FEW, MOST * districts)


def _single(q: Quarters, item: Item, district: str, value: Decimal) -> Mixup | None:
    """A sum since January that is less than that of the quarter before."""
    before = q.then.get(item.key, {}).get(district)
    if before is None or not 0 <= value < before:
        return None
    return Mixup(district, item, SINGLE, before, value, before + value, q.place(item, district))


def _since(q: Quarters, item: Item, district: str, value: Decimal) -> Mixup | None:
    """A quarter's own figure that is as large as all quarters of its year together, and is not so every year."""
    earlier = [Quarter(q.quarter.year, number) for number in range(1, q.quarter.number)]
    singles = [q.figures.get(when, {}).get(item.key, {}).get(district) for when in earlier]
    known = [figure for figure in singles if figure is not None]
    if len(known) < len(earlier):
        return None
    summed = sum(known, Decimal(0))
    usual = summed / len(known)
    last_year = q.figures.get(q.quarter + -4, {}).get(item.key, {}).get(district)
    if last_year is not None and value <= AS_ALWAYS * last_year:
        return None
    sums = usual * q.quarter.number
    if not (summed > 0 and value >= summed and LEAST * sums <= value <= LARGEST * sums):
        return None
    return Mixup(district, item, SINCE, known[-1], value, value - summed, q.place(item, district))
