"""A sheet's cells as rows: merged ranges filled, rows and columns exchanged, the column that names most districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .heads import TOTAL, Names
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
