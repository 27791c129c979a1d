"""Cells that somebody has moved: one was put in, and what stood right of it, or below it, is not where it belongs.

Every figure behind it would be read under the head, or beside the district, of another. It shows where a cell is empty
whose column has figures, and a figure stands where the other rows have none: there the line came to end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from .figures import figure, plain
from .heads import Head, Moved, Row, is_figure
from .measures import told_in
from .names import TOTAL, Names
from .workbooks import Cell

ASIDE, NAMED, BELOW, HEADS = "aside", "named", "below", "heads"
_FEW = 3  # districts, below which a column says nothing of a cell in it


def moved_cells(
    heads: Sequence[Head], rows: Sequence[Row], nameless: Sequence[Row], names: Names, corner: str
) -> tuple[Moved, ...]:
    """What has moved in a table. `nameless` are lines of figures below its last district, beside no name; `corner` is
    what stands over the districts."""
    found = [_with_names(heads, rows, names)]
    own = [row for row in rows if row.code not in ("", TOTAL)]
    if len(own) >= _FEW:
        found += [_aside(heads, own), _below(heads, own, nameless), _heads(heads, own, corner)]
    return tuple(moved for moved in found if moved)


def _with_names(heads: Sequence[Head], rows: Sequence[Row], names: Names) -> Moved | None:
    """Lines whose district's name stands in another column than the other lines'."""
    nobodys = [row for row in rows if not row.code and (not row.name or is_figure(row.name))]
    cells = [(row, cell) for row in nobodys if (cell := _district_in(row, heads, names))]
    if not cells:
        return None
    (row, cell), everywhere = cells[0], frozenset(head.at for head in heads)
    return Moved(NAMED, row.name, cell, len(cells), everywhere)


def _district_in(row: Row, heads: Sequence[Head], names: Names) -> Cell | None:
    cells = (row.cells[head.at] for head in heads)
    return next((cell for cell in cells if names.code(cell.text) not in ("", TOTAL)), None)


def _aside(heads: Sequence[Head], rows: Sequence[Row]) -> Moved | None:
    """Lines that go on to a column of remarks, of words or without a head, and have an empty cell before."""
    found: list[tuple[Row, Head, Head]] = []
    for k, end in enumerate(heads):
        there = [row for row in rows if is_figure(row.cells[end.at])]
        others = [row for row in rows if not is_figure(row.cells[end.at])]
        if not there or not _ends_lines(end, others):
            continue
        for row in there:
            before = next((head for head in reversed(heads[:k]) if not row.cells[head.at]), None)
            if before is not None and _lacks(before, others, rows):
                found.append((row, before, end))
    if not found:
        return None
    row, before, end = min(found, key=lambda place: rows.index(place[0]))
    first, last = (pick(heads.index(place[n]) for place in found) for pick, n in ((min, 1), (max, 2)))
    columns = frozenset(head.at for head in heads[first : last + 1])
    return Moved(ASIDE, row.cells[before.at], row.cells[end.at], len({id(place[0]) for place in found}), columns)


def _ends_lines(head: Head, others: Sequence[Row]) -> bool:
    """Whether a column has no figures by right: it has no head, is one of remarks, or the others' cells are words."""
    words = sum(bool(row.cells[head.at]) for row in others)
    return not head.title or head.is_note or 2 * words > len(others) > 0


def _lacks(head: Head, others: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether an empty cell is a gap in a column: the other lines have figures there; or there are no others, and the
    column has a head over nothing."""
    if not others:
        return bool(head.title) and not head.is_note and not any(row.cells[head.at] for row in rows)
    return 2 * sum(is_figure(row.cells[head.at]) for row in others) > len(others)


def _below(heads: Sequence[Head], rows: Sequence[Row], nameless: Sequence[Row]) -> Moved | None:
    """A figure below the last district, in a column in which a district has none; not a total without a name."""
    for line in nameless:
        ends = [head for head in heads if is_figure(line.cells[head.at])]
        gaps = [next((row.cells[head.at] for row in rows if not row.cells[head.at]), None) for head in ends]
        if not ends or None in gaps or all(_is_sum(line.cells[head.at], head, rows) for head in ends):
            continue
        first = gaps[0]
        if first is not None:
            return Moved(BELOW, first, line.cells[ends[0].at], len(ends), frozenset(head.at for head in ends))
    return None


def _is_sum(cell: Cell, head: Head, rows: Sequence[Row]) -> bool:
    figures = [figure(row.cells[head.at].text).value or Decimal(0) for row in rows]
    return figure(cell.text).value == sum(figures, Decimal(0))


def _heads(heads: Sequence[Head], rows: Sequence[Row], corner: str) -> Moved | None:
    """A column of figures under no head, where one behind it has a head and no cell filled, or a head of figures stands
    over the districts: a cell was put into the line of heads, or taken out of it."""
    right = _right_of_names(heads, rows)
    for k, bare in enumerate(right):
        ends = _figures_without_head(bare, rows)
        if not ends:
            continue
        behind = next((h for h in right[k + 1 :] if h.title and not any(row.cells[h.at] for row in rows)), None)
        if _is_of_figures(corner) or (behind is not None and not behind.is_note):
            columns = frozenset(head.at for head in right)
            return Moved(HEADS, rows[0].cells[(behind or bare).at], ends[0], len(ends), columns)
    return None


def without_head(heads: Sequence[Head], rows: Sequence[Row]) -> list[Cell]:
    """The first figure of each column that shows most districts' figures under no head, right of their names."""
    own = [row for row in rows if row.code not in ("", TOTAL)]
    if len(own) < _FEW:
        return []
    shown = (head for head in _right_of_names(heads, own) if not head.hidden)
    return [ends[0] for head in shown if (ends := _figures_without_head(head, own))]


def _right_of_names(heads: Sequence[Head], rows: Sequence[Row]) -> list[Head]:
    return [head for head in heads if head.at > rows[0].cells.index(rows[0].name)]


def _figures_without_head(head: Head, rows: Sequence[Row]) -> list[Cell]:
    found = [row.cells[head.at] for row in rows if is_figure(row.cells[head.at])]
    return found if not head.title and 2 * len(found) > len(rows) else []


def _is_of_figures(corner: str) -> bool:
    """Whether what stands over the districts is the head of figures: GDP增速（%）, and not 区市 or 区市/增速."""
    word = plain(corner)
    return bool(told_in(word)) and not re.search(r"[区县]市?|地区|单位:|名称|指标|[/\\\\|]", word)
