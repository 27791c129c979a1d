"""Which columns and rows of a sheet are hidden: old figures stand there, beside those that were meant to be sent."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

from ..assess.guard import Arrival
from ..assess.workbook import part_of

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TAGS = re.compile(rb"<(?:\w+:)?(col|row)(?=[\s/>])([^>]*)>")
_ATTRIBUTES = re.compile(rb"""(\w+)=["']([^"']*)["']""")
Places = frozenset[int]


def concealed(arrival: Arrival, sheet: str) -> tuple[Places, Places]:
    """Hidden columns and rows of a sheet, from 0; those of an .xls are in old_books."""
    with zipfile.ZipFile(io.BytesIO(arrival.content)) as book:
        if arrival.kind == "ods":
            return _of_ods(book.read("content.xml"), sheet)
        return _of_xlsx(book.read(part_of(book, sheet)))


def _of_xlsx(xml: bytes) -> tuple[Places, Places]:
    columns: set[int] = set()
    rows: set[int] = set()
    at = -1
    for tag in _TAGS.finditer(xml):
        told = {name: value.decode() for name, value in _ATTRIBUTES.findall(tag[2])}
        if tag[1] == b"row":  # one without a number stands below the one before it
            at = int(told[b"r"]) - 1 if told.get(b"r", "").isdigit() else at + 1
        if told.get(b"hidden") not in ("1", "true"):
            continue
        if tag[1] == b"row":
            rows.add(at)
        elif tag[1] == b"col" and told.get(b"min", "").isdigit() and told.get(b"max", "").isdigit():
            columns |= set(range(int(told[b"min"]) - 1, min(int(told[b"max"]), 16384)))
    return frozenset(columns), frozenset(rows)


def _of_ods(xml: bytes, sheet: str) -> tuple[Places, Places]:
    root = ElementTree.fromstring(xml)
    table = next((t for t in root.iter(f"{_TABLE}table") if t.get(f"{_TABLE}name") == sheet), None)
    if table is None:
        return frozenset(), frozenset()
    return _collapsed(table, "column"), _collapsed(table, "row")


def _collapsed(table: ElementTree.Element, kind: str) -> Places:
    found: set[int] = set()
    at = 0
    for line in table.iter(f"{_TABLE}table-{kind}"):
        count = int(line.get(f"{_TABLE}number-{kind}s-repeated", "1"))
        if line.get(f"{_TABLE}visibility", "visible") != "visible":
            found |= set(range(at, at + min(count, 16384)))
        at += count
    return frozenset(found)
