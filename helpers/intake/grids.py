"""A sheet's cells as rows: merged ranges filled, rows and columns exchanged, the column that names most districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
                hidden = own.in_hidden_row, own.in_hidden_column
                grid[r][c] = replace(source, at=own.at, in_hidden_row=hidden[0], in_hidden_column=hidden[1])
    return [tuple(row) for row in grid]


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
