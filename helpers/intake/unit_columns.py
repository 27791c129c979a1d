"""Units that stand in a column, or a row, of their own beside the figures: 区市 | 投资额 | 单位, 万元 in each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .figures import NOT_AVAILABLE, plain
from .grids import Grid
from .heads import NUMBERING, is_figure
from .names import UNIT_HEADS
from .units import parted, tells_rate, unit_of
from .workbooks import Cell

Row = tuple[Cell, ...]


def below(rows: Grid, place: int) -> dict[int, str]:
    """The units by column of a row of units below the districts, as 单位 behind districts across the top is; none where
    there is no such row."""
    for row in rows:
        if plain(row[place].text) in UNIT_HEADS:
            units = {c: unit_of(cell.text) for c, cell in enumerate(row) if cell and c != place}
            return units if all(units.values()) else {}
    return {}


def beside(titles: Mapping[int, Sequence[str]], body: Grid, place: int) -> tuple[dict[int, str], Grid]:
    """The units by column that columns of units tell; the body, with units behind its figures where lines differ.

    `titles` are the levels of each column's head, top first. A column of units is of the figures at its left, up to the
    one before it, or, directly behind the names, of those at its right; not of rates, nor of what has its own unit.
    """
    marked = [c for c, levels in titles.items() if levels and plain(levels[-1]) in UNIT_HEADS and _is_unit(c, body)]
    units: dict[int, str] = {}
    rows = [list(row) for row in body]
    for k, c in enumerate(marked):
        left = range((marked[k - 1] if k else -1) + 1, c)
        right = range(c + 1, marked[k + 1] if k + 1 < len(marked) else len(titles) + 1)
        of = [t for t in left if _is_open(t, titles, body, place)] or [
            t for t in right if _is_open(t, titles, body, place)
        ]
        told = {unit_of(row[c].text) for row in body if row[c] and plain(row[c].text) not in NOT_AVAILABLE}
        for target in of:
            if len(told) == 1:
                units[target] = next(iter(told))
                continue
            for row in rows:
                if is_figure(row[target]) and (unit := unit_of(row[c].text)):
                    row[target] = replace(row[target], text=f"{row[target].text.strip()}{unit}")
    return units, [tuple(row) for row in rows]


def _is_unit(c: int, body: Grid) -> bool:
    """Whether a column holds nothing but units, and marks for none."""
    texts = [row[c].text for row in body if row[c]]
    return any(map(unit_of, texts)) and all(unit_of(text) or plain(text) in NOT_AVAILABLE for text in texts)


def _is_open(c: int, titles: Mapping[int, Sequence[str]], body: Grid, place: int) -> bool:
    """Whether a column has figures, and nothing of its own says what they are in."""
    levels = titles.get(c, ())
    if c == place or not levels or not any(is_figure(row[c]) for row in body):
        return False
    own = any(parted(level)[1] for level in levels)
    return not own and not tells_rate(levels[-1]) and NUMBERING.fullmatch(plain(levels[-1])) is None
