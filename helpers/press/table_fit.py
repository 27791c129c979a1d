"""How a table fits a printed page: the size of its letters, the widths and sides of its columns, the page's turn.

Widths of text are in em: a Chinese character is one wide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import style
from . import tree

if TYPE_CHECKING:
    from .tables import Cell
    from .tree import Element

LINE = style.TEXT_WIDTH * style.POINTS_A_MM  # points
TURNED_LINE = 710.0  # the same on a page turned sideways
_GAP = 1.2  # em between two columns


@dataclass(frozen=True)
class Fit:
    """`size`: points of the letters; `widths`: each column's as Typst takes it; `sides`: where most of its cells stand.

    `turned`: the table is too wide for an upright page even in small letters.
    """

    size: float
    widths: tuple[str, ...]
    sides: tuple[str, ...]
    turned: bool


def fit(cells: Sequence[Cell], columns: int) -> Fit:
    """How a table of these cells and so many columns is set."""
    sides: list[dict[str, int]] = [{} for _ in range(columns)]
    liked, least = [1.0] * columns, [1.0] * columns  # on one line, and with Chinese text broken
    for cell in cells:
        if cell.columns == 1:
            liked[cell.column] = max(liked[cell.column], em_width(cell.text))
            least[cell.column] = max(least[cell.column], _least_width(cell.text))
            sides[cell.column][side(cell.tag)] = sides[cell.column].get(side(cell.tag), 0) + 1
    gaps = _GAP * columns
    size = min(9.0, max(7.5, LINE / (sum(min(w, 16) for w in liked) + gaps)))
    size = min(size, max(6.0, LINE / (sum(least) + gaps)))
    turned = (sum(least) + gaps) * size > LINE * 1.02
    if turned:
        size = min(8.0, max(5.0, TURNED_LINE / (sum(least) + gaps)))
    crowded = (sum(liked) + gaps) * size > (TURNED_LINE if turned else LINE)
    widths = tuple(f"{wide:.4g}fr" if crowded and wide > 10 else "auto" for wide in liked)
    common = tuple(max(found, key=lambda s: (found[s], s)) if found else "left" for found in sides)
    return Fit(size, widths, common, turned)


def side(tag: Element) -> str:
    """Where a cell's text stands, as `tables.tidy_table` has put it among its classes."""
    return next((side for side in ("left", "center", "right") if side in tree.classes(tag)), "left")


def _least_width(text: str) -> float:
    """How narrow a cell may get: words and numbers whole, Chinese broken to half its length."""
    wide = sum(1 for char in text if unicodedata.east_asian_width(char) in "WF")
    words = re.split(r"[\s\u2e80-\uffef]+", text)
    return max(min(wide, max(2.0, wide / 2)), max(map(em_width, words)))


def em_width(text: str) -> float:
    """How wide a text is on one line, in em."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.58 for c in text)
