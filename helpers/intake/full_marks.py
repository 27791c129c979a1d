"""The full marks of a table of points: 得分（满分10分）, 采用十分制. Points out of ten are none out of a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from .column_figures import figures_of
from .expected import Item
from .figures import plain
from .heads import Block, Head
from .units import FULL_MARKS

_IN_HEAD = re.compile(r"\((?:分值:?)?(\d{1,3})分\)")  # 评价（10分）; in a title it may be of anything
_WRITTEN = {"五": 5, "十": 10, "百": 100}


def full_marks(block: Block, head: Head, item: Item) -> tuple[int, Decimal] | None:
    """What the column's points are out of, and the factor that makes them out of the item's own full marks, where its
    head, or else the table's title or notes, tell another figure than those.

    None where they tell nothing, several figures, one that its points exceed, or a factor that no mapping can say: 10
    and 0.5 are ones that it can, 100 / 120 is not.
    """
    told = _told([head.title]) or set(map(int, _IN_HEAD.findall(plain(head.title)))) or _told(block.lines)
    if len(told) != 1:
        return None
    (full,) = told
    points = figures_of(block, head).values()
    if not full or full == item.high or any(value > full for value in points):
        return None
    factor = Decimal(int(item.high)) / full
    return (full, factor) if factor == round(factor, 3) else None


def _told(texts: Iterable[str]) -> set[int]:
    found = (match for text in texts for match in FULL_MARKS.finditer(plain(text)))
    return {_WRITTEN.get(match[3] or "") or int(match[1] or match[2]) for match in found}
