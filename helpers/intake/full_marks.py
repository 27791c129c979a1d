"""The full marks of a table of points: 得分（满分10分）, 采用十分制. Points out of ten are none out of a hundred."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from .expected import Item
from .figures import plain
from .heads import Block, Head
from .likeness import figures_of
from .units import FULL_MARKS

_WRITTEN = {"五": 5, "十": 10, "百": 100}


def full_marks(block: Block, head: Head, item: Item) -> int | None:
    """What the column's points are out of where its head, or else the table's title or notes, tell another figure than
    the item's own; None where they tell nothing, several figures, or one that its points exceed."""
    told = _told([head.title]) or _told(block.lines)
    if len(told) != 1:
        return None
    (full,) = told
    points = figures_of(block, head).values()
    odd = not full or full == item.high or any(value > full for value in points)
    return None if odd or not _is_plain(Decimal(int(item.high)) / full) else full


def _told(texts: Iterable[str]) -> set[int]:
    found = (match for text in texts for match in FULL_MARKS.finditer(plain(text)))
    return {_WRITTEN.get(match[3] or "") or int(match[1] or match[2]) for match in found}


def _is_plain(factor: Decimal) -> bool:
    """Whether a mapping can say it: 10, 0.5; not 100 / 120."""
    return factor == round(factor, 3)
