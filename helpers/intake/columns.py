"""Columns that are doubtful as a whole, held against the quarter before; and the survey, whose counts belong together.

Every figure of such a column may look well by itself: signs turned round, figures of an earlier quarter sent again, or
of another item, ranks in place of figures, a row too high or too low, hours in place of days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import StatisticsError, correlation, median, median_low

from ..assess.addresses import place_of
from ..assess.rows import COUNTS
from ..model import Name, Quarter
from .column_figures import are_ranks
from .expected import Item
from .quarters import Place, Quarters

FLIPPED, SAME, RANKS, UP, DOWN, SIZE = "flipped", "same", "ranks", "up", "down", "size"
OLD, TWIN = "old", "twin"
PERCENT, ANSWERS, SHARE, SWAPPED = "percent", "answers", "share", "swapped"
FEW = 5  # districts, below which a column is no pattern
MOST = Decimal("0.8")  # of the districts make a column
# Correlations with the quarter before, of a column that stands a row too high or too low: from LIKE on; from NEARLY on
# for an item whose quarters are usually alike, STEADY; and better than in its own rows by BETTER at least.
LIKE, NEARLY, STEADY, BETTER = 0.95, 0.8, 0.6, 0.4
TIMES, TIMES_SUMMED = 3, 6  # as large as the quarter before; sums since January grow by themselves
ALIKE = Decimal("0.25")  # how far the districts' ratios may lie from their middle to be one factor
HALF = 2  # times as many answers as the quarter before, or half as many
POINTS = 25  # percentage points by which a share of answers moves at most
SATISFIED = COUNTS[0]

Figures = Mapping[str, Decimal]


@dataclass(frozen=True)
class Column:
    """A doubtful column: `before` and `now` are the middles of its figures, or one `district`'s figures.

    `factor` is now / before where the column is of another size; `like` the earlier quarter, or the other item, whose
    figures it has. Of the survey: how many answered, or the share of an answer in per cent.
    """

    item: Item
    kind: str
    before: Decimal
    now: Decimal
    place: Place
    district: str = ""
    factor: Decimal = Decimal(1)
    districts: int = 0
    like: Quarter | Item | None = None


def columns(q: Quarters) -> tuple[Column, ...]:
    """Every doubtful column, in the order of the quarter's items."""
    found, twins = [], _twins(q)
    for key, item in q.items.items():
        now, then = q.now.get(key, {}), q.then.get(key, {})
        if item.table == "survey":
            continue
        kind, like = _kind(q, item, now, then), None
        if not kind and (like := _older(q, item, now) or twins.get(key)):
            kind = OLD if isinstance(like, Quarter) else TWIN
        if kind:
            both = [d for d in now if d in then] or list(now)
            before, middle = (median(figures.get(d, Decimal(0)) for d in both) for figures in (then, now))
            factor = median(_ratios(now, then)) if kind == SIZE else Decimal(1)
            place, many = _place(q, item, now), len(now)
            found.append(Column(item, kind, before, middle, place, factor=factor, districts=many, like=like))
    return (*found, *_survey(q))


def _place(q: Quarters, item: Item, now: Figures) -> Place:
    """Where a column stands: from its first cell to its last, in whatever order its districts are."""
    places = sorted((q.place(item, district) for district in now), key=lambda p: place_of(p.cell) or (0, 0))
    first, last = places[0], places[-1]
    if first.cell and {(p.file, p.sheet) for p in places} == {(first.file, first.sheet)}:
        return Place(first.file, first.sheet, f"{first.cell}:{last.cell}")
    return Place(first.file, first.sheet, first.cell, "", first.row, first.column)


def _kind(q: Quarters, item: Item, now: Figures, then: Figures) -> str:
    """What is doubtful about a column; "" for nothing."""
    both = [d for d in now if d in then]
    if are_ranks(list(now.values())) and not are_ranks(list(then.values())):
        return RANKS
    if len(both) < FEW:
        return ""
    figures, before = [now[d] for d in both], [then[d] for d in both]
    if _is_again(now, then) and not _stays(q, item, q.quarter.previous):
        return SAME
    if (min(before) > 0 > max(figures)) or (max(before) < 0 < min(figures)):
        return FLIPPED
    if moved := _shift(q, item, now, then):
        return moved
    return SIZE if _is_of_another_size(q, item, now, then) else ""


def _is_again(now: Figures, then: Figures) -> bool:
    """Whether a column's figures are those of another time, and not of few kinds, such as 100 % everywhere."""
    figures = [now[d] for d in now if d in then]
    many = len(figures)
    return many >= FEW and figures == [then[d] for d in now if d in then] and 2 * len(set(figures)) >= many


def _stays(q: Quarters, item: Item, when: Quarter) -> bool:
    """Whether an item is of the whole year, as its plan is: what is told of it in one quarter stands in the next."""
    return re.fullmatch(r"\d{4}", item.period) is not None and when.year == q.quarter.year


def _older(q: Quarters, item: Item, now: Figures) -> Quarter | None:
    """The quarter before the last one, or one still older, whose figures a column has: an old workbook, perhaps."""
    earlier = (when for when in sorted(q.figures, reverse=True) if when < q.quarter.previous)
    again = (when for when in earlier if _is_again(now, q.figures[when].get(item.key, {})))
    return next((when for when in again if not _stays(q, item, when)), None)


def _twins(q: Quarters) -> dict[tuple[str, str], Item]:
    """By item, another one that has the very same figures: one of them was put into the other's place, perhaps."""
    by_figures: dict[frozenset[tuple[str, Decimal]], list[Item]] = {}
    for key, item in q.items.items():
        figures = q.now.get(key, {})
        if item.table != "survey" and len(set(figures.values())) >= FEW:
            by_figures.setdefault(frozenset(figures.items()), []).append(item)
    alike = [items for items in by_figures.values() if len(items) > 1]
    return {item.key: items[0] if item != items[0] else items[1] for items in alike for item in items}


def _shift(q: Quarters, item: Item, now: Figures, then: Figures) -> str:
    """Whether every district has, to all appearance, the figure of the one above it (DOWN), or below it (UP)."""
    figures, before = _paired(q, now, then)
    wanted = max(_alike(figures, before) + BETTER, NEARLY if _usually_alike(q, item) >= STEADY else LIKE)
    if _alike(figures[1:], before[:-1]) >= wanted:
        return DOWN
    return UP if _alike(figures[:-1], before[1:]) >= wanted else ""


def _paired(q: Quarters, now: Figures, then: Figures) -> tuple[list[Decimal], list[Decimal]]:
    """Two quarters' figures of the districts that have both, in the order of districts.csv, as workbooks list them."""
    order = [name for name in q.name_of.values() if name in now and name in then]
    return [now[d] for d in order], [then[d] for d in order]


def _usually_alike(q: Quarters, item: Item) -> float:
    """The middle correlation of an item's earlier neighbouring quarters; 0 where there are none."""
    earlier = [when for when in q.figures if when < q.quarter and when.previous in q.figures]
    pairs = [(q.figures[w].get(item.key, {}), q.figures[w.previous].get(item.key, {})) for w in earlier]
    found = [_alike(*_paired(q, *pair)) for pair in pairs if len(_paired(q, *pair)[0]) >= FEW]
    return median(found) if found else 0.0


def _alike(first: Sequence[Decimal], second: Sequence[Decimal]) -> float:
    """The correlation of two columns; 0 where one of them does not vary, which tells nothing."""
    try:
        return correlation([float(v) for v in first], [float(v) for v in second])
    except StatisticsError:
        return 0.0


def _ratios(now: Figures, then: Figures) -> list[Decimal]:
    return [value / then[d] for d, value in now.items() if value and then.get(d)]


def _is_of_another_size(q: Quarters, item: Item, now: Figures, then: Figures) -> bool:
    """Whether all figures are one factor from the quarter before. Percentages are left alone: those of a yearly plan
    begin anew with the year."""
    ratios = _ratios(now, then)
    if item.unit == "%" or len(ratios) < FEW or (q.summed(item) and q.quarter.number == 1):
        return False
    middle, most = median(ratios), TIMES_SUMMED if q.summed(item) else TIMES
    near = sum(abs(ratio - middle) <= ALIKE * abs(middle) for ratio in ratios)
    shrunk = not q.summed(item) and 0 < middle * TIMES <= 1  # a sum that falls is a quarter's figure, perhaps: a mix-up
    return near >= MOST * len(ratios) and (middle >= most or shrunk)


# ---- the survey -----------------------------------------------------------------------------------------------------


def _survey(q: Quarters) -> list[Column]:
    """Districts whose answers are unlike the quarter before, in number or in kind; told once where most are."""
    answers = {d: _answers(q.now, d) for d in q.name_of.values()}
    before = {d: _answers(q.then, d) for d in q.name_of.values()}
    both = [d for d in answers if sum(answers[d]) and sum(before[d])]
    if not both:
        return []
    kinds = {d: _survey_kind(answers[d], before[d]) for d in both}
    found = []
    for kind in (PERCENT, ANSWERS, SWAPPED, SHARE):
        mine = [d for d in both if kinds[d] == kind]
        pairs = [(_told(kind, before[d]), _told(kind, answers[d])) for d in mine]
        if len(mine) >= FEW and len(mine) >= MOST * len(both):
            found.append(_polled(q, kind, pairs))
        else:
            found += [_polled(q, kind, [pair], d) for d, pair in zip(mine, pairs, strict=True)]
    return found


def _answers(figures: Mapping[tuple[str, str], Figures], district: str) -> list[Decimal]:
    """A district's counts in the order of COUNTS; none where one is missing."""
    found = [figures.get(("survey", id_), {}).get(district) for id_ in COUNTS]
    return [v for v in found if v is not None] if None not in found else []


def _survey_kind(now: Sequence[Decimal], then: Sequence[Decimal]) -> str:
    if 99 <= sum(now) <= 101 and sum(then) > HALF * sum(now):
        return PERCENT
    if not sum(then) / HALF < sum(now) < HALF * sum(then):
        return ANSWERS
    moves = _moved(now, then)
    if max(moves) <= POINTS:
        return ""
    turned = [now[2], now[1], now[0], now[3]]
    return SWAPPED if max(_moved(turned, then)) <= POINTS else SHARE


def _moved(now: Sequence[Decimal], then: Sequence[Decimal]) -> list[Decimal]:
    """By how many percentage points each answer's share has moved."""
    return [abs(100 * a / sum(now) - 100 * b / sum(then)) for a, b in zip(now, then, strict=True)]


def _told(kind: str, counts: Sequence[Decimal]) -> Decimal:
    """The figure that is shown: how many answered, or how many of a hundred are satisfied."""
    total = sum(counts, Decimal(0))
    return total if kind in (PERCENT, ANSWERS) else 100 * counts[0] / total


def _polled(q: Quarters, kind: str, pairs: Sequence[tuple[Decimal, Decimal]], district: str = "") -> Column:
    satisfied, where = q.items["survey", SATISFIED], q.now["survey", SATISFIED]
    item = replace(satisfied, name=Name("满意度调查人数", "Answers to the survey"))
    if kind in (SWAPPED, SHARE):
        item = Item("survey", SATISFIED, Name("“满意”所占比重", "Share of the satisfied"), "%", 1)
    place = q.place(satisfied, district) if district else _place(q, satisfied, where)
    before, now = (median_low(side) for side in zip(*pairs, strict=True))  # of people, one of their numbers
    return Column(item, kind, before, now, place, district, districts=len(where))
