"""Figures thousands of times as large, or as small, as those of the quarters before: in another unit than they are
said to be in; and indices (105.6) in place of growth (5.6 %). Nothing honest looks so, so none is taken in before the
analyst has said what they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from ..assess.sums import adds_up
from ..model import Fault
from ..said import Said
from . import mapping as mappings
from .claims import UNIT, Claim
from .figures import joined, parts_of
from .measures import GROWTH, of_item
from .names import TOTAL
from .quarters import Quarters

FEW = 4  # districts with a figure before, below which a column tells nothing as a whole
MOST = Decimal("0.8")  # of them make a column
FAR = 2.5  # powers of ten from a district's own figure before; a column's middle lies MIDDLE away at least
MIDDLE = 3.0
TIMES = 1000  # as large as all that a district ever had, of one figure, and BESIDE as large as all that others had
BESIDE = 10
LEAST, LARGEST = 70, 150  # between which indices lie, and no city's rates of growth all do
_USUAL = {"元": (0, 3, 4, 6, 8)}  # powers of ten in which departments give money; other things: 个, 万个, 亿个


@dataclass(frozen=True)
class Answers:
    """What the mappings used say: `scales` by mapping's name and item; `settled` are those of any size; `places` the
    file to answer in, by the mapping's name."""

    scales: Mapping[tuple[str, tuple[str, str]], Decimal]
    settled: frozenset[tuple[str, tuple[str, str]]]
    places: Mapping[str, str]

    @classmethod
    def of(cls, used: Iterable[mappings.Mapping]) -> Answers:
        found = list(used)
        columns = [((m.name, c.key), c) for m in found for s in m.sheets for c in s.columns]
        settled = frozenset(key for key, column in columns if column.any_size)
        return cls({key: column.scale for key, column in columns}, settled, {m.name: m.place for m in found})


def out_of_size(q: Quarters, claims: Sequence[Claim], answers: Answers) -> list[Fault]:
    """A fault for each column that is in another unit, to all appearance, and for each single figure that is."""
    columns: dict[tuple[str, tuple[str, str]], list[Claim]] = {}
    for claim in claims:
        key = claim.mapping, claim.item.key
        if claim.code != TOTAL and claim.item.table == "values" and key not in answers.settled:
            columns.setdefault(key, []).append(claim)
    faults = []
    for key, column in columns.items():
        if not adds_up(column[0].item.unit):
            faults += _index(column, answers.places)
            continue
        whole = _column(q, column, answers.scales.get(key, Decimal(1)), answers.places)
        faults += [whole] if whole else [fault for claim in column if (fault := _single(q, claim, answers.places))]
    return faults


def _column(q: Quarters, column: Sequence[Claim], scale: Decimal, places: Mapping[str, str]) -> Fault | None:
    """Most districts' figures are far from their own of the last quarter that has them, all in one direction."""
    pairs = [(c, before) for c in column if c.value and (before := _before(q, c))]
    apart = [math.log10(float(abs(c.value / before))) for c, before in pairs]
    if len(apart) < FEW or abs(median(apart)) < MIDDLE:
        return None
    side = math.copysign(1, median(apart))
    if sum(a * side >= FAR for a in apart) < MOST * len(apart):
        return None
    then, now = (median(abs(v) for v in figures) for figures in zip(*((b, c.value) for c, b in pairs), strict=True))
    first, times = column[0], 10 ** round(abs(median(apart)))
    was, after = _short(then), _short(now)
    rule = Said(
        "the whole column is {times} times as large as in the quarter before (in the middle {before}, now {after})",
        times=times,
        before=was,
        after=after,
    )
    if side < 0:
        rule = Said(
            "the whole column is 1/{times} of that of the quarter before (in the middle {before}, now {after})",
            times=times,
            before=was,
            after=after,
        )
    hint = _answer(first, median(apart), scale, places)
    return Fault(first.workbook, rule, hint, first.sheet, column=_spot(column, places))


def _index(column: Sequence[Claim], places: Mapping[str, str]) -> list[Fault]:
    """A fault where rates of growth all lie about 100: they are indices, the year before being 100."""
    first = column[0]
    if of_item(first.item) != GROWTH or len(column) < FEW or not all(LEAST < c.value < LARGEST for c in column):
        return []
    place = places.get(first.mapping, "")
    rule = Said("all figures lie about 100: indices (the year before is 100), not {item}", item=first.item.name.zh)
    hint = Said(
        "ask for the growth, which is 100 less; if all is right, any_size = true for this column in {place}",
        place=place,
    )
    if not place:
        sized = f'any_size = ["{first.item.id}"]'
        hint = Said(
            "give the growth, which is 100 less; if all is right, {sized} in [source] of source.toml", sized=sized
        )
    return [Fault(first.workbook, rule, hint, first.sheet, column=_spot(column, places))]


def _answer(claim: Claim, apart: float, scale: Decimal, places: Mapping[str, str]) -> str:
    """What to do about a column that lies so many powers of ten apart from before."""
    place, (unit, factor) = places.get(claim.mapping, ""), _meant(claim, apart)
    if not place:
        sized = f'any_size = ["{claim.item.id}"]'
        hint = Said(
            "give the figures in {unit}; if all is right, {sized} in [source] of source.toml",
            unit=claim.item.unit,
            sized=sized,
        )
    elif unit:
        told = f"{scale * factor:f}"
        hint = Said(
            "ask for their unit; if it is {unit}, scale = {told} in {place}; if all is right, any_size = true there",
            unit=unit,
            told=told,
            place=place,
        )
    else:
        hint = Said(
            "ask for their unit; write it as scale in {place}; if all is right, any_size = true there", place=place
        )
    return hint


def _spot(column: Sequence[Claim], places: Mapping[str, str]) -> str:
    """Where a column stands: from its first cell to its last; in a database, by its item."""
    first, last = column[0], column[-1]
    if first.mapping not in places:
        return first.item.id
    same = (first.workbook, first.sheet) == (last.workbook, last.sheet)
    return f"{first.cell}:{last.cell}" if same else first.cell


def _single(q: Quarters, claim: Claim, places: Mapping[str, str]) -> Fault | None:
    """One figure beyond all that its district, and the others, had in any quarter before."""
    district = q.name_of[claim.code]
    past = [f.get(claim.item.key, {}) for when, f in q.figures.items() if when < q.quarter]
    own = [abs(f[district]) for f in past if f.get(district)]
    others = [abs(v) for f in past for name, v in f.items() if name != district and v]
    value, finer = abs(claim.value), -int(claim.value.normalize().as_tuple().exponent) > claim.item.decimals
    if not value or len(others) < FEW:
        return None
    large = value >= TIMES * max(own or others) and value >= BESIDE * max(others)
    small = finer and value * TIMES <= min(own or others) and value * BESIDE <= min(others)
    if not (large or small):
        return None
    beside = median(own or others)
    times = 10 ** round(abs(math.log10(float(value / beside))))
    rule = Said(
        "{times} times as large as the figures of the quarters before ({beside})", times=times, beside=_short(beside)
    )
    if small:
        rule = Said("1/{times} of the figures of the quarters before ({beside})", times=times, beside=_short(beside))
    place, unit = places.get(claim.mapping, ""), claim.item.unit
    hint = Said(
        "write it in {unit}, or its unit behind it; if it is right, any_size = true for this column in {place}",
        unit=unit,
        place=place,
    )
    if not place:
        hint = Said(
            'give the figure in {unit}; if it is right, any_size = ["{id}"] in [source] of source.toml',
            unit=unit,
            id=claim.item.id,
        )
    return claim.fault(rule, hint)


def _before(q: Quarters, claim: Claim) -> Decimal | None:
    """The district's figure of the last quarter before that has one other than 0."""
    district = q.name_of[claim.code]
    earlier = (q.figures[when].get(claim.item.key, {}).get(district) for when in sorted(q.figures, reverse=True)
               if when < q.quarter)  # fmt: skip
    return next(filter(None, earlier), None)


def _meant(claim: Claim, apart: float) -> tuple[str, Decimal]:
    """The unit that the figures are in, to all appearance, and what they are multiplied by then; "" for none known."""
    told = next((step.unit for step in claim.how if step.kind == UNIT), claim.item.unit)
    power, base = parts_of(told)
    if not base:
        return "", Decimal(1)
    usual = [p for p in _USUAL.get(base, (0, 4, 8)) if p != power]
    meant = min(usual, key=lambda p: abs(p - (power - apart)))
    return joined(meant, base), Decimal(1).scaleb(meant - power)


def _short(value: Decimal) -> str:
    return f"{value.normalize():.4g}" if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")
