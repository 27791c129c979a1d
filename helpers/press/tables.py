"""Any HTML table made fit to be read aloud and printed: scopes, no empty heads, one head for an index, alignment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from . import tree

if TYPE_CHECKING:
    from .tree import Element

_NUMBER = re.compile(
    r"[(（]?[+\-−±▲▼↑↓¥$€<>≈~]*\s*\d[\d,， ]*(?:\.\d+)?(?:e[+\-−]?\d+)?\s*(?:%|‰|[)）])?"
    r"|[-—–−]{1,2}|nan|NaT|<NA>|None",
    re.IGNORECASE,
)
_TEXT_ALIGN = re.compile(r"text-align:\s*(left|center|right|start|end)")
_SIDES = ("left", "center", "right")
_CLASSES = {"num": "right", "number": "right", "numeric": "right", "n": "right", **{side: side for side in _SIDES}}


@dataclass(frozen=True)
class Cell:
    """A cell in its place: row and column counted from 0, the span it covers."""

    tag: Element
    row: int
    column: int
    rows: int
    columns: int

    @cached_property
    def text(self) -> str:
        return " ".join(tree.text(self.tag, " ").split())


def tidy_table(table: Element) -> None:
    """Put a table in order, in place.

    Heads get their scope; empty heads become plain cells; pandas' extra row of index names goes into the row of column
    names; each cell gets the class left, center or right: as the HTML says, else right in columns of numbers.
    """
    for key in ("border", "cellpadding", "cellspacing", "bgcolor", "width", "height", "summary"):
        table.attrib.pop(key, None)
    _merge_index_names(table)
    head_rows = heading_rows(table)
    cells, _, width = grid(table)
    for cell in cells:
        if cell.tag.tag == "th" and not cell.text and tree.first(cell.tag, "img", "svg-drawing") is None:
            cell.tag.tag = "td"
            cell.tag.attrib.pop("scope", None)
    _align(cells, width, head_rows)
    for cell in cells:
        if cell.tag.tag == "th" and "scope" not in cell.tag.attrib:
            kind, along = ("col", "colspan") if cell.row < head_rows else ("row", "rowspan")
            cell.tag.set("scope", f"{kind}group" if span(cell.tag, along) > 1 else kind)


def own_rows(table: Element) -> list[Element]:
    """The table's rows, without those of tables inside it."""
    return [row for row in table.iter("tr") if tree.above(row, "table") is table]


def _cells(row: Element) -> Iterator[Element]:
    return row.iterchildren("td", "th")


def heading_rows(table: Element) -> int:
    """How many rows at the top are heads: those of thead, else leading rows that hold heads only."""
    rows = own_rows(table)
    in_head = sum(1 for row in rows if tree.above(row, "thead") is not None)
    if in_head:
        return min(in_head, len(rows))
    count = 0
    for row in rows:
        if {cell.tag for cell in _cells(row)} != {"th"}:
            break
        count += 1
    return count if count < len(rows) else 0


def span(cell: Element, name: str) -> int:
    value = cell.get(name, "1")
    return max(1, min(int(value), 1000)) if value.isdigit() else 1


def grid(table: Element) -> tuple[list[Cell], int, int]:
    """Every cell with its place, and how many rows and columns the table has."""
    taken: set[tuple[int, int]] = set()
    placed: list[Cell] = []
    rows = own_rows(table)
    width = 0
    for r, row in enumerate(rows):
        c = 0
        for tag in _cells(row):
            while (r, c) in taken:
                c += 1
            down, across = min(span(tag, "rowspan"), len(rows) - r), span(tag, "colspan")
            taken.update((r + i, c + j) for i in range(down) for j in range(across))
            placed.append(Cell(tag, r, c, down, across))
            c += across
            width = max(width, c)
    return placed, len(rows), width


def _merge_index_names(table: Element) -> None:
    """pandas writes index names as a second head row, else empty: move them up beside the column names."""
    head = tree.first(table, "thead")
    if head is None or "dataframe" not in tree.classes(table):
        return
    rows = own_rows(table)[: sum(1 for _ in head.iter("tr"))]
    if len(rows) < 2:
        return
    above, last = list(_cells(rows[-2])), list(_cells(rows[-1]))
    names = [tree.text(cell, strip=True) for cell in last]
    filled = [i for i, name in enumerate(names) if name]
    index = filled[-1] + 1 if filled else 0
    # only a row that fills index columns alone and leaves every data column empty is one of index names
    body = tree.first(table, "tbody")
    first = None if body is None else tree.first(body, "tr")
    heads = 0 if first is None else sum(1 for _ in first.iterchildren("th"))
    if not index or index > heads or len(last) != len(above) or any(span(c, "colspan") > 1 for c in above[:heads]):
        return
    blank = [tree.text(cell, strip=True) for cell in above[:heads]]
    # with named column levels, their last name stands over the index; it gives way to the index's own
    if blank[index - 1] and any(blank[: index - 1]):
        return
    for cell, name in zip(above[:heads], names[:heads], strict=True):
        tree.set_text(cell, name)
    tree.remove(rows[-1])


def _align(cells: Sequence[Cell], width: int, head_rows: int) -> None:
    numeric = dict.fromkeys(range(width), True)
    filled: set[int] = set()
    for cell in cells:
        if cell.row >= head_rows and cell.columns == 1 and cell.text:
            filled.add(cell.column)
            numeric[cell.column] &= bool(_NUMBER.fullmatch(cell.text)) and cell.tag.tag == "td"
    for cell in cells:
        side = _stated(cell.tag)
        if side is None:
            number = cell.columns == 1 and numeric[cell.column] and cell.column in filled
            group = cell.columns > 1 and cell.row < head_rows
            side = "right" if number else "center" if group else "left"
        kept = [name for name in tree.classes(cell.tag) if name not in _CLASSES]
        tree.set_first(cell.tag, "class", " ".join([*kept, side]))


def _stated(tag: Element) -> str | None:
    """Where the HTML itself says the cell's text stands."""
    style = _TEXT_ALIGN.search(tag.get("style", ""))
    if style:
        return {"start": "left", "end": "right"}.get(style[1], style[1])
    for name in tree.classes(tag):
        if name in _CLASSES:
            return _CLASSES[name]
    return tag.get("align") if tag.get("align") in _SIDES else None
