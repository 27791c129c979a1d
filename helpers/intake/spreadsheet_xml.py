"""An “XML Spreadsheet 2003”, which many systems send as .xls: sheets, styles, hidden rows and all, in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from lxml import etree

from ..assess.guard import CELLS, Arrival, refused, small_enough
from ..said import Said
from .comments import Comments, told
from .figures import RAISED, STRUCK
from .formats import Contents
from .number_formats import PLAIN, Mark, Marks, mark_of
from .texts import decoded

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_HINT = "open it in Excel or WPS, choose Save As, Excel workbook (.xlsx), and take that"
_COLUMNS = 16384


def read_spreadsheet(arrival: Arrival) -> tuple[list[Contents], tuple[str, ...]]:
    """The sheets, and how the text was read; raises DataError for one that is cut short, or declares entities."""
    text, notices = decoded(arrival)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise refused(arrival.name, "an XML spreadsheet with a document type of its own: it is not opened", _HINT)
    if text.count("<") > 6 * CELLS:
        rule = Said("more than {most:d} rows, cells or texts in one sheet: it is not opened", most=CELLS)
        raise refused(arrival.name, rule, "ask who sent it; copy the figures into a new workbook")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.XMLSyntaxError as error:
        hint = "copy or download it again, or ask for it again"
        raise refused(arrival.name, Said("the file is damaged or was cut short ({error})", error=error), hint) from None
    styles = _styles(root)
    return [_Worksheet(arrival.name, sheet, styles).contents() for sheet in root.iter(f"{_SS}Worksheet")], notices


def _styles(root: etree._Element) -> dict[str, Mark]:
    """What each style shows, by its name; a style has what its parent says where it says nothing itself."""
    told = {style.get(f"{_SS}ID", ""): style for style in root.iter(f"{_SS}Style")}
    found: dict[str, Mark] = {}

    def mark(name: str, below: frozenset[str]) -> Mark:
        style = told.get(name)
        if style is None or name in below:
            return PLAIN
        own = mark(style.get(f"{_SS}Parent", "Default"), below | {name}) if name != "Default" else PLAIN
        shows, font = style.find(f"{_SS}NumberFormat"), style.find(f"{_SS}Font")
        if shows is not None:
            shown = mark_of(shows.get(f"{_SS}Format", ""))
            own = replace(shown, rule=STRUCK) if own.rule == STRUCK else shown
        if font is not None and font.get(f"{_SS}StrikeThrough") == "1":
            own = replace(own, rule=STRUCK)
        if font is not None and font.get(f"{_SS}StrikeThrough") == "0" and own.rule == STRUCK:
            own = replace(own, rule="")
        return own

    for name in told:
        found[name] = mark(name, frozenset())
    return found


class _Worksheet:
    """One sheet, read row by row."""

    def __init__(self, file: str, sheet: etree._Element, styles: dict[str, Mark]) -> None:
        self.file, self.sheet, self.styles = file, sheet, styles
        self.rows: list[list[object]] = []
        self.marks: Marks = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.comments: Comments = {}
        self.width = 0

    def contents(self) -> Contents:
        table = self.sheet.find(f"{_SS}Table")
        columns = _placed(table, "Column") if table is not None else []
        rows = _placed(table, "Row") if table is not None else []
        kept = {c: column for c, last, column in columns for c in range(c, min(last, _COLUMNS) + 1)}
        away = {c for c, column in kept.items() if column.get(f"{_SS}Hidden") == "1"}
        hidden = {r for r, last, row in rows for r in range(r, min(last, CELLS) + 1) if row.get(f"{_SS}Hidden") == "1"}
        for r, _, row in rows:
            self.row(r, row, kept)
        visible = self.sheet.findtext(f"{_X}WorksheetOptions/{_X}Visible") or "SheetVisible"
        name = self.sheet.get(f"{_SS}Name", "")
        return Contents(
            name, self.rows, self.marks, tuple(self.merged), visible != "SheetVisible", frozenset(away),
            frozenset(hidden), comments=self.comments,
        )  # fmt: skip

    def row(self, r: int, row: etree._Element, columns: dict[int, etree._Element]) -> None:
        for c, _, cell in _placed(row, "Cell"):
            across, down = (_count(cell.get(f"{_SS}Merge{way}")) for way in ("Across", "Down"))
            self.width = max(self.width, c + 1)
            small_enough(self.file, r + 1, self.width)
            self.rows += [[] for _ in range(r + 1 - len(self.rows))]
            self.rows[r] += [""] * (c + 1 - len(self.rows[r]))
            styled = (cell, row, columns.get(c))
            style = next((s for e in styled if e is not None and (s := e.get(f"{_SS}StyleID"))), "Default")
            self.rows[r][c], mark = _value(cell, self.styles.get(style, PLAIN))
            if mark != PLAIN:
                self.marks[r, c] = mark
            comment = cell.find(f"{_SS}Comment/{_SS}Data")
            if comment is not None and (text := told("".join(comment.itertext()))):
                self.comments[r, c] = text
            if across or down:
                self.merged.append((r, c, r + down, c + across))


def _placed(parent: etree._Element, kind: str) -> Iterator[tuple[int, int, etree._Element]] | list:
    """The columns, rows or cells of an element with their first and last place, from 0: each behind the one before."""
    found, at = [], 0
    for child in parent.iterchildren(f"{_SS}{kind}"):
        at = _count(child.get(f"{_SS}Index")) - 1 if child.get(f"{_SS}Index") else at
        last = at + _count(child.get(f"{_SS}MergeAcross" if kind == "Cell" else f"{_SS}Span"))
        found.append((max(at, 0), last, child))
        at = last + 1
    return found


def _count(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text.strip(), flags=re.ASCII) else 0


def _value(cell: etree._Element, style: Mark) -> tuple[object, Mark]:
    """A cell's value and what it shows beside it."""
    data = cell.find(f"{_SS}Data")
    text = "".join(data.itertext()) if data is not None else ""
    kind = data.get(f"{_SS}Type", "String") if data is not None else ""
    formula = cell.get(f"{_SS}Formula", "")
    if formula and not text and kind != "String":
        return "", Mark("=" + formula.lstrip("="))
    try:
        if kind == "Number" and text.strip():
            return float(text), style
        if kind == "DateTime" and text.strip():
            return datetime.fromisoformat(text.strip().rstrip("Z")), PLAIN
    except ValueError:  # 1.#INF, 2023-13-45: as it is typed, for the cell to be told
        return text, PLAIN
    if kind == "Boolean":
        return text.strip() == "1", PLAIN
    struck = style.rule if style.rule == STRUCK else ""
    return text, Mark(rule=struck or (_rule_of(data) if data is not None else ""))


def _rule_of(data: etree._Element) -> str:
    """Why a text with parts of their own looks is not what it seems: one is struck out, raised or lowered."""
    for part in data.iterdescendants():
        tag = etree.QName(part).localname.lower()
        if "".join(part.itertext()).strip() and tag in ("s", "sup", "sub"):
            return STRUCK if tag == "s" else RAISED
    return ""
