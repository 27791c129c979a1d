"""Heads that are dates whose format is lost: a spreadsheet holds 2023-09-30 as 45199, and shows that without a format.

Nobody heads a column with such a number for anything else, where all numbers of the row are ends, or first days, of
months of these years.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from ..assess.workbook import shown
from ..model import Quarter
from .figures import plain
from .grids import Grid
from .heads import is_figure
from .names import Names
from .workbooks import Cell

_DAY_NONE = datetime.date(1899, 12, 30)  # day 0 of a spreadsheet's calendar, from March 1900 on
_YEARS = range(-5, 2)  # from the quarter's own, that a table tells of
_TIME = re.compile("(?:统计|报告)?(?:时间|日期|月份|报告期|时期|期间)|date|month|period|time")


def with_dates(grid: Grid, place: int, names: Names, quarter: Quarter) -> Grid:
    """The grid with the dates that rows of heads hold as numbers written out: 2023-09-30; 2023-09 for a first day.

    `place` is the column of the districts' names.
    """
    return [_dated(row, place, names, quarter) for row in grid]


def _dated(row: tuple[Cell, ...], place: int, names: Names, quarter: Quarter) -> tuple[Cell, ...]:
    corner = plain(row[place].text)
    if corner and corner not in names.heads and not _TIME.fullmatch(corner):
        return row
    days = {c: _near(cell.text, quarter) for c, cell in enumerate(row) if is_figure(cell)}
    if not days or None in days.values():
        return row
    return tuple(replace(cell, text=shown(days[c])) if c in days else cell for c, cell in enumerate(row))


def date_of(text: str) -> datetime.date | None:
    """The first or last day of a month that a number stands for in a spreadsheet; None for any other."""
    if not re.fullmatch(r"[34]\d{4}", text.strip(), flags=re.ASCII):
        return None
    day = _DAY_NONE + datetime.timedelta(days=int(text))
    return day if day.day == 1 or (day + datetime.timedelta(days=1)).day == 1 else None


def _near(text: str, quarter: Quarter) -> datetime.date | None:
    day = date_of(text)
    return day if day and day.year - quarter.year in _YEARS else None
