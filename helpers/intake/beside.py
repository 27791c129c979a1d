"""The tables that stand side by side in a sheet: which columns each has, and in which of them its districts stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .figures import plain
from .grids import Grid, named_in, turned
from .heads import NUMBERING, is_figure
from .names import Names
from .workbooks import Cell


@dataclass(frozen=True)
class Part:
    """Columns of a sheet that make a table by themselves: from `start` to before `stop`, districts named in `place`."""

    start: int
    stop: int
    place: int
    quarrel: tuple[Cell, Cell] | None = None


def parts(grid: Grid, names: Names) -> list[Part]:
    """The tables that stand side by side, each with a column of districts of its own.

    A column that names the same districts row by row (a code, an alias) parts nothing, unless it is headed as the one
    at its left is, and figures stand between them: 区市 | 得分 | 区市 | 得分. One that names others begins a table
    where its head says that it names districts, or an empty column stands before it; else it is a quarrel.
    """
    columns = turned(grid)
    named = [named_in(column, names) for column in columns]
    many = {c: len({*codes} - {""}) for c, codes in enumerate(named)}
    first = next(c for c in many if many[c] == max(many.values()))
    places, quarrel = [first], None
    for c in (c for c in many if many[c] > 1 and c != first):
        apart = _apart(named, places[-1] if c > first else c, c if c > first else first)
        if apart is None:
            places += [c] if c > first and _repeats(columns, places[-1], c, named) else []
            continue
        left, right = sorted((places[-1] if c > first else first, c))
        if _begins(columns, left, right, named, names):
            places.append(c)
        else:
            quarrel = quarrel or (columns[left][apart], columns[right][apart])
    places.sort()
    starts = [0, *(_start(columns, left, place, named) for left, place in pairwise(places))]
    stops = [*starts[1:], len(columns)]
    return [Part(start, stop, place - start, quarrel) for start, stop, place in zip(starts, stops, places, strict=True)]


def _apart(named: list[list[str]], left: int, right: int) -> int | None:
    """The first row in which two columns name different districts."""
    pairs = enumerate(zip(named[left], named[right], strict=True))
    return next((r for r, (a, b) in pairs if a and b and a != b), None)


def _repeats(columns: Grid, left: int, right: int, named: list[list[str]]) -> bool:
    """Whether a column names the districts again for figures of its own: headed alike, behind figures of the first."""
    body = [r for r, code in enumerate(named[right]) if code]
    heads = [next((plain(cell.text) for cell in reversed(columns[c][: body[0]]) if cell), "") for c in (left, right)]
    between = (columns[c][r] for c in range(left + 1, right) for r in body if not named[c][r])
    return heads[0] == heads[1] != "" and any(map(is_figure, between))


def _begins(columns: Grid, left: int, right: int, named: list[list[str]], names: Names) -> bool:
    """Whether a column that names other districts than the one at its left begins a table of its own."""
    top = next(r for r, code in enumerate(named[right]) if code)
    heads = [plain(cell.text) for cell in columns[right][:top] if cell]
    lefts = {plain(cell.text) for cell in columns[left][:top] if cell}
    says = not heads or heads[-1] in lefts or heads[-1] in names.heads
    ranked = any(re.search(r"区市|[前后].{1,2}名|名次|排名|地区", text) for text in heads[-1:])
    start = _start(columns, left, right, named)
    body = [r for r, code in enumerate(named[right]) if code]
    apart = start - 1 > left and not any(columns[start - 1][r] for r in body)
    return says or ranked or start < right or apart


def _start(columns: Grid, left: int, place: int, named: list[list[str]]) -> int:
    """Where the table begins whose districts stand in `place`: behind an empty column, or with its numbering."""
    body = [r for r, code in enumerate(named[place]) if code]
    start = place
    while start > left + 1:
        column = columns[start - 1]
        if not any(column[r] for r in body):
            break
        heads = [plain(cell.text) for cell in column[: body[0]] if cell]
        if not any(NUMBERING.fullmatch(text) for text in heads[-1:]):
            break
        start -= 1
    while start > left + 2 and _is_titled_gap(columns[start - 1], body):  # its title stands before it
        start -= 1
    return start


def _is_titled_gap(column: Sequence[Cell], body: Sequence[int]) -> bool:
    """Whether a column between two tables is empty but for a title above them, which is the right one's."""
    return any(cell and not cell.merged_right for cell in column[: body[0]]) and not any(
        column[r] for r in range(body[0] - 1, body[-1] + 1)
    )
