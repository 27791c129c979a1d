"""Figures whose sign stands in a column beside them: 5.6 and 下降, as tables headed 增减方向 or ↑↓ have it.

Read alone, what fell by 5.6 is 5.6. Where the words and the signs of the figures agree nothing is asked.
"""

from __future__ import annotations

import re

from .expected import Item
from .figures import figure, plain
from .heads import Block, Head
from .measures import GROWTH, INCREASE, of_item
from .names import TOTAL
from .workbooks import Cell

_HEADS = re.compile(
    r"(?:升/?降|增/?减|涨/?跌|增长/?(?:或|、)?下降|上升/?下降|变[动化])?(?:方向|情况|趋势|标[志识])?|[↑▲]/?[↓▼]|±"
)
_FALLEN = re.compile("[↓▼▽]|(?:同比)?(?:下[降滑跌]|减少?|降低?|负增?长?|回落|跌)")
_RISEN = re.compile(r"[↑▲△]|(?:同比)?(?:增长?|上升|升|提高|增加|正增?长?|涨)")
_MOSTLY = 0.8  # of the lines say whether the figure rose or fell, where a column is there for that


def contrary(block: Block, head: Head, item: Item) -> tuple[Cell, Cell] | None:
    """A figure of a growth or an increase, and the word beside it by which it has the other sign; None where there is
    none. Of places that rose or fell, and of growth that is faster or slower than before, heads tell."""
    if of_item(item) not in (GROWTH, INCREASE):
        return None
    at = block.heads.index(head)
    for beside in (*block.heads[at + 1 : at + 2], *block.heads[max(at - 1, 0) : at]):
        words = [row.cells[beside.at] for row in block.rows if row.code not in ("", TOTAL) and row.cells[head.at]]
        said = [word for word in words if _fell(word) is not None]
        if not _HEADS.fullmatch(plain(beside.title.split(" / ")[-1])) or len(said) < _MOSTLY * len(words):
            continue
        for row in (row for row in block.rows if row.code not in ("", TOTAL)):
            value, fell = figure(row.cells[head.at].text).value, _fell(row.cells[beside.at])
            if value and fell is not None and (value < 0) != fell:
                return row.cells[head.at], row.cells[beside.at]
    return None


def _fell(cell: Cell) -> bool | None:
    word = plain(cell.text)
    return True if _FALLEN.fullmatch(word) else False if _RISEN.fullmatch(word) else None
