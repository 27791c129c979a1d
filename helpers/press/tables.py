"""Any HTML table made fit to be read aloud and printed: scopes, no empty heads, one head for an index, alignment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import Tag

_NUMBER = re.compile(
    r"[(（]?[+\-−±▲▼↑↓¥$€<>≈~]*\s*\d[\d,， ]*(?:\.\d+)?(?:e[+\-−]?\d+)?\s*(?:%|‰|[)）])?"
    r"|[-—–−]{1,2}|nan|NaT|<NA>|None",
    re.IGNORECASE,
)
_SIDES = ("left", "center", "right")
_CLASSES = {"num": "right", "number": "right", "numeric": "right", "n": "right", **{side: side for side in _SIDES}}


@dataclass(frozen=True)
class Cell:
    """A cell in its place: row and column counted from 0, the span it covers."""

    tag: Tag
    row: int
    column: int
    rows: int
    columns: int

    @property
    def text(self) -> str:
        return " ".join(self.tag.get_text(" ", strip=True).split())


def tidy_table(table: Tag) -> None:
    """Put a table in order, in place.

    Heads get their scope; empty heads become plain cells; pandas' extra row of index names goes into the row of column
    names; each cell gets the class left, center or right: as the HTML says, else right in columns of numbers.
    """
    for key in ("border", "cellpadding", "cellspacing", "bgcolor", "width", "height", "summary"):
        table.attrs.pop(key, None)
    _merge_index_names(table)
    head_rows = heading_rows(table)
    for number, row in enumerate(own_rows(table)):
        for cell in _cells(row):
            if cell.name != "th":
                continue
            if not cell.get_text(strip=True) and cell.find(["img", "svg-drawing"]) is None:
                cell.name = "td"
                cell.attrs.pop("scope", None)
                continue
            across, down = span(cell, "colspan"), span(cell, "rowspan")
            if number < head_rows:
                cell.attrs.setdefault("scope", "colgroup" if across > 1 else "col")
            else:
                cell.attrs.setdefault("scope", "rowgroup" if down > 1 else "row")
    _align(table, head_rows)


def own_rows(table: Tag) -> list[Tag]:
    """The table's rows, without those of tables inside it."""
    return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def heading_rows(table: Tag) -> int:
    """How many rows at the top are heads: those of thead, else leading rows that hold heads only."""
    rows = own_rows(table)
    in_head = sum(1 for row in rows if row.find_parent("thead") is not None)
    if in_head:
        return min(in_head, len(rows))
    count = 0
    for row in rows:
        if not _cells(row) or any(cell.name != "th" for cell in _cells(row)):
            break
        count += 1
    return count if count < len(rows) else 0


def span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return max(1, min(int(value), 1000)) if value.isdigit() else 1


def grid(table: Tag) -> tuple[list[Cell], int, int]:
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


def _merge_index_names(table: Tag) -> None:
    """pandas writes index names as a second head row, else empty: move them up beside the column names."""
    head = table.find("thead")
    rows = [] if head is None else own_rows(table)[: len(head.find_all("tr"))]
    if len(rows) < 2 or "dataframe" not in (table.get("class") or []):
        return
    above, last = _cells(rows[-2]), _cells(rows[-1])
    names = [cell.get_text(strip=True) for cell in last]
    filled = [i for i, name in enumerate(names) if name]
    index = filled[-1] + 1 if filled else 0
    # only a row that fills index columns alone and leaves every data column empty is one of index names
    body = table.find("tbody")
    first = body.find("tr") if body else None
    heads = len(first.find_all("th", recursive=False)) if first else 0
    if not index or index > heads or len(last) != len(above) or any(span(c, "colspan") > 1 for c in above[:heads]):
        return
    blank = [cell.get_text(strip=True) for cell in above[:heads]]
    # with named column levels, their last name stands over the index; it gives way to the index's own
    if blank[index - 1] and any(blank[: index - 1]):
        return
    for cell, name in zip(above[:heads], names[:heads], strict=True):
        cell.string = name
    rows[-1].decompose()


def _align(table: Tag, head_rows: int) -> None:
    cells, _, width = grid(table)
    numeric = {column: True for column in range(width)}
    filled: set[int] = set()
    for cell in cells:
        if cell.row >= head_rows and cell.columns == 1 and cell.text:
            filled.add(cell.column)
            numeric[cell.column] &= bool(_NUMBER.fullmatch(cell.text)) and cell.tag.name == "td"
    for cell in cells:
        side = _stated(cell.tag)
        if side is None:
            number = cell.columns == 1 and numeric[cell.column] and cell.column in filled
            group = cell.columns > 1 and cell.row < head_rows
            side = "right" if number else "center" if group else "left"
        kept = [name for name in cell.tag.get("class", []) if name not in _CLASSES]
        cell.tag["class"] = [*kept, side]


def _stated(tag: Tag) -> str | None:
    """Where the HTML itself says the cell's text stands."""
    style = re.search(r"text-align:\s*(left|center|right|start|end)", str(tag.get("style", "")))
    if style:
        return {"start": "left", "end": "right"}.get(style[1], style[1])
    for name in tag.get("class", []):
        if name in _CLASSES:
            return _CLASSES[name]
    return str(tag["align"]) if tag.get("align") in _SIDES else None
