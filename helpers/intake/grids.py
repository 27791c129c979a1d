"""A sheet's cells as rows: merged ranges filled, rows and columns exchanged, the column that names most districts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from .heads import is_figure
from .names import TOTAL, Names
from .workbooks import Cell, Sheet

Grid = list[tuple[Cell, ...]]
_LONG = 40  # no district's name is longer, and a remark may be


def filled(sheet: Sheet) -> Grid:
    """Rows with the value of a merged range in each of its cells; each keeps its own address.

    Where the file does not tell its merged ranges (CSV), empty cells are left as they are.
    """
    grid = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged or ():
        if top >= len(grid) or left >= len(grid[top]):
            continue
        source = grid[top][left]
        for r in range(top, min(bottom, len(grid) - 1) + 1):
            for c in range(left, min(right, len(grid[r]) - 1) + 1):
                own = grid[r][c]
                grid[r][c] = replace(own, merged_down=r > top, merged_right=c > left, **_said(source))
    return [tuple(row) for row in grid]


def _said(cell: Cell) -> dict[str, Any]:
    """What a cell holds, without where it stands."""
    names = ("text", "per_cent", "number", "digits", "rule", "blank", "comment")
    return {name: getattr(cell, name) for name in names}


def shown_heads(grid: Grid) -> Grid:
    """Rows without hidden rows of heads, old ones or codes, where a row of heads above or below them shows: nobody who
    sees the table sees them."""
    hidden = [r for r, row in enumerate(grid) if _is_hidden(row) and _is_heads(row)]
    return [row for r, row in enumerate(grid) if r not in hidden or not _has_shown(grid, r)] if hidden else grid


def _has_shown(grid: Grid, at: int) -> bool:
    """Whether a row of heads that shows stands beside the row `at`, with no figures between the two."""
    for beside in (reversed(grid[:at]), grid[at + 1 :]):
        without_figures = takewhile(lambda row: not any(map(_is_body, row)), beside)
        if any(_is_heads(row) and not _is_hidden(row) for row in without_figures):
            return True
    return False


def _is_heads(row: Sequence[Cell]) -> bool:
    return len({cell.text.strip() for cell in row if cell}) > 1 and not any(map(_is_body, row))


def _is_body(cell: Cell) -> bool:
    """Whether a cell holds a figure; years are heads."""
    return is_figure(cell) and not re.fullmatch(r"20\d\d", cell.text.strip())


def _is_hidden(row: Sequence[Cell]) -> bool:
    return all(cell.in_hidden_row for cell in row)


def turned(grid: Grid) -> Grid:
    return list(zip(*grid, strict=True)) if grid else []


def named_in(column: Sequence[Cell], names: Names) -> list[str]:
    """The district each cell of a column names; "" for a total and for anything else."""
    codes = [names.code(cell.text) if cell and len(cell.text) < _LONG else "" for cell in column]
    return ["" if code == TOTAL else code for code in codes]


def fullest(grid: Grid, names: Names) -> tuple[int, int]:
    """How many districts the fullest column names, and which one it is."""
    counts = [len({*named_in(column, names)} - {""}) for column in turned(grid)]
    return (max(counts), counts.index(max(counts))) if counts else (0, 0)
