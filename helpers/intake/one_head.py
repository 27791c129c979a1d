"""Columns under one head, merged over them or said twice, of which one has the figures and others places or words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from ..model import Fault
from ..said import Said
from .claims import cell_fault
from .column_figures import are_places, figures_of
from .expected import Item
from .figures import figure, plain, scale
from .heads import Block, Head, is_figure
from .names import TOTAL
from .units import unit_of
from .workbooks import Book, Cell

_TWO = "two columns of figures stand under this one head, from {first} and {other} on: which is {item}?"
_TELL_APART = (
    "give each column a head that says what it is (1-9月, 1-12月; 本期, 上年同期), or delete the one not meant"
)
Place = tuple[Block, Head]
_MOVED = re.compile(r"[↑↓▲▼△▽+\-±升降增减负涨跌]|\d")  # words that may be a part of the figure beside them
_PLACE = re.compile(r"(?:并列)?(?:第\d{1,2}[名位]?|\d{1,2}[名位])")
_BESIDE = "stands under the head of the figures of {item}, and may change what they say"
_OWN_HEAD = "give it a head of its own (备注, 位次, 单位); write a minus sign, or a unit, where the figures are"


def of_figures(book: Book, places: Sequence[Place], item: Item) -> tuple[list[Place], list[Fault]]:
    """The columns of one head with figures: without those beside them in their table that hold words, or nothing but
    the districts' places. One fault for a column of words that may be a part of the figures: ↓, 下降, 万元."""
    kept: list[Place] = []
    faults: list[Fault] = []
    for block, head in places:
        others = [h for b, h in places if b is block and h.at != head.at]
        if not any(_has_figures(block, other) for other in others):
            kept.append((block, head))
        elif odd := _odd_word(block, head, item):
            faults.append(
                cell_fault(book.name, block.sheet, odd.at, odd.text, Said(_BESIDE, item=item.name.zh), _OWN_HEAD)
            )
        elif _has_figures(block, head):
            kept.append((block, head))
    return kept, faults


def two_of_figures(book: Book, places: Sequence[Place], item: Item) -> list[Fault]:
    """A fault for each table in which two columns under one head have figures that differ: nobody tells them apart."""
    found = []
    for (block, one), (other_block, other) in combinations(places, 2):
        figures, others = figures_of(block, one), figures_of(other_block, other)
        if block is not other_block or all(figures[code] == others[code] for code in figures.keys() & others.keys()):
            continue
        first, second = (
            next(filter(is_figure, (row.cells[h.at] for row in block.rows if row.code))) for h in (one, other)
        )
        rule = Said(_TWO, first=first.at, other=second.at, item=item.name.zh)
        found.append(Fault(book.name, rule, _TELL_APART, block.sheet, column=one.title))
    return found


def _has_figures(block: Block, head: Head) -> bool:
    return bool(figures_of(block, head)) and not are_places(block, head)


def _odd_word(block: Block, head: Head, item: Item) -> Cell | None:
    """Of a column of words, the first that may be a part of the figures beside it, or else the first figure; None for
    a column of figures, or of words alone that say nothing of them."""
    cells = [row.cells[head.at] for row in block.rows if row.code not in ("", TOTAL) and row.cells[head.at]]
    words = [cell for cell in cells if figure(cell.text).rule]
    if 2 * len(words) <= len(cells):
        return None
    odd = next((cell for cell in words if _is_odd(cell.text, head, item)), None)
    return odd or next(filter(is_figure, cells), None)


def _is_odd(text: str, head: Head, item: Item) -> bool:
    if _PLACE.fullmatch(plain(text)):
        return False
    if unit := unit_of(text):
        return scale(unit, head.unit or item.unit) != 1
    return _MOVED.search(plain(text)) is not None
