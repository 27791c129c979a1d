"""What a column says by district, and whether its figures are nothing but places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from .figures import figure
from .heads import Block, Head
from .names import TOTAL


def figures_of(block: Block, head: Head) -> dict[str, Decimal]:
    """What the column says by district: numbers as typed."""
    read = {row.code: figure(row.cells[head.at].text).value for row in block.rows if row.code and row.code != TOTAL}
    return {code: value for code, value in read.items() if value is not None}


def are_places(block: Block, head: Head) -> bool:
    """Whether a column's figures are nothing but the districts' places."""
    typed = "".join(row.cells[head.at].text for row in block.rows)
    return not re.search(r"[%％\u4e00-\u9fff]", typed) and are_ranks(list(figures_of(block, head).values()))


def are_ranks(figures: Sequence[Decimal]) -> bool:
    """Whether five figures or more are the places 1, 2, 3 …, equal ones sharing the smaller."""
    if len(figures) < 5 or len(set(figures)) < len(figures) - 2:
        return False
    return all(value == 1 + sum(other < value for other in figures) for value in figures)
