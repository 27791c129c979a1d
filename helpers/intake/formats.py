"""What a cell shows beside its value: a percentage, fewer digits, a part struck out; formulas without a result.

Calamine tells values, merged ranges of .xlsx and .xls, and hidden sheets. The rest is read here from the parts of the
archive in one pass. openpyxl would tell it too, but reads .xlsx alone, far more slowly, and would be a second opinion
on every value. What an .xls tells is in old_books.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from xml.etree import ElementTree

from ..assess.workbook import MAIN, part, part_of, placed, without_value
from .comments import Comments, of_ods, of_xlsx
from .figures import RAISED, STRUCK
from .number_formats import BUILT_IN, PLAIN, Mark, Marks, as_shown, mark_of

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_HIDES_ZEROS = re.compile(rb"""<(?:\w+:)?sheetView\s[^>]*\bshowZeros=["'](?:0|false)["']""")

Merged = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class Contents:
    """What a file tells of one sheet, rows and columns counted from 0: values, marks, merged ranges (None: not told),
    what is hidden of it, single cells that nobody sees (`unseen`), and the comments on cells."""

    name: str
    rows: Sequence[Sequence[object]]
    marks: Marks = field(default_factory=dict)
    merged: Merged | None = None
    hidden: bool = False
    columns_hidden: frozenset[int] = frozenset()
    rows_hidden: frozenset[int] = frozenset()
    unseen: Set[tuple[int, int]] = frozenset()
    comments: Comments = field(default_factory=dict)


class Formats:
    """The marks of a workbook's sheets and the comments in them, by row and column from 0; and the merged ranges where
    calamine has none."""

    def __init__(self, kind: str, content: bytes) -> None:
        self.kind, self.content = kind, content

    def of(self, sheet: str) -> tuple[Marks, Merged | None, Comments]:
        if self.kind == "ods":
            return _ods_marks(self._ods, sheet)
        with zipfile.ZipFile(io.BytesIO(self.content)) as book:
            return self._xlsx_marks(part(book, part_of(book, sheet))), None, of_xlsx(book, sheet)

    @cached_property
    def _ods(self) -> ElementTree.Element:
        return ElementTree.fromstring(self._part("content.xml"))

    def _part(self, name: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.content)) as book:
            return part(book, name) if name in book.namelist() else b""

    def _xlsx_marks(self, xml: bytes) -> Marks:
        found: Marks = {}
        zeros = _HIDES_ZEROS.search(xml) is not None
        for place, cell in placed(xml):
            mark = self._mark(cell)
            if zeros and cell.get("t") in (None, "n") and not mark.text:
                mark = replace(mark, hides=mark.hides | {0})
            if mark != PLAIN:
                found[place] = mark
        return found

    def _mark(self, cell: ElementTree.Element) -> Mark:
        """The cell's own mark: by its style, by its text's, or that it has no value."""
        broken = without_value(cell)
        if broken is not None:
            return Mark(broken)
        style = self._styles.get(cell.get("s", "0"), PLAIN)
        value = cell.findtext(f"{MAIN}v") or ""
        if cell.get("t") in (None, "n"):
            return style if value else PLAIN
        rule = self._shared.get(value, "") if cell.get("t") == "s" else _run_rule(cell.iter(f"{MAIN}r"))
        return Mark(rule=rule or (style.rule if style.rule == STRUCK else ""))

    @cached_property
    def _shared(self) -> dict[str, str]:
        """Why a text that cells share cannot be read as it stands, by its number."""
        xml = self._part("xl/sharedStrings.xml")
        if b"strike" not in xml and b"vertAlign" not in xml:
            return {}
        texts = ElementTree.fromstring(xml).iter(f"{MAIN}si")
        rules = {str(k): _run_rule(text.iter(f"{MAIN}r")) for k, text in enumerate(texts)}
        return {number: rule for number, rule in rules.items() if rule}

    @cached_property
    def _styles(self) -> dict[str, Mark]:
        """What each cell style shows, by its number."""
        xml = self._part("xl/styles.xml")
        if not xml:
            return {}
        root = ElementTree.fromstring(xml)
        own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter(f"{MAIN}numFmt")}
        fonts = root.find(f"{MAIN}fonts")
        struck = [_is_on(font.find(f"{MAIN}strike")) for font in fonts] if fonts is not None else []
        marks = {}
        styles = root.find(f"{MAIN}cellXfs")
        for k, style in enumerate(styles if styles is not None else ()):
            number, font = style.get("numFmtId", "0"), int(style.get("fontId", "0"))
            mark = mark_of(own.get(number, BUILT_IN.get(number, "")))
            marks[str(k)] = replace(mark, rule=STRUCK) if font < len(struck) and struck[font] else mark
        return marks


def _is_on(told: ElementTree.Element | None) -> bool:
    return told is not None and told.get("val", "1") not in ("0", "false")


def _run_rule(runs: Iterable[ElementTree.Element]) -> str:
    """Why a text of several runs is not what it seems: a part is struck out, raised or lowered."""
    for run in runs:
        about = run.find(f"{MAIN}rPr")
        if about is None or not (run.findtext(f"{MAIN}t") or "").strip():
            continue
        if _is_on(about.find(f"{MAIN}strike")):
            return STRUCK
        raised = about.find(f"{MAIN}vertAlign")
        if raised is not None and raised.get("val") in ("superscript", "subscript"):
            return RAISED
    return ""


# ---- OpenDocument ---------------------------------------------------------------------------------------------------


def _ods_marks(root: ElementTree.Element, sheet: str) -> tuple[Marks, Merged, Comments]:
    marks: Marks = {}
    comments: Comments = {}
    merged = []
    rules = _ods_styles(root)
    table = next((t for t in root.iter(f"{_TABLE}table") if t.get(f"{_TABLE}name") == sheet), None)
    r = 0
    for row in table.iter(f"{_TABLE}table-row") if table is not None else ():
        c = 0
        for cell in row:
            mark = _ods_mark(cell, rules)
            if mark != PLAIN:
                marks[r, c] = mark
            if comment := of_ods(cell):
                comments[r, c] = comment
            down, right = (int(cell.get(f"{_TABLE}number-{way}-spanned", "1")) for way in ("rows", "columns"))
            if down * right > 1:
                merged.append((r, c, r + down - 1, c + right - 1))
            c += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        r += int(row.get(f"{_TABLE}number-rows-repeated", "1"))
    return marks, tuple(merged), comments


def _ods_mark(cell: ElementTree.Element, rules: dict[str, str]) -> Mark:
    kind = cell.get(f"{_OFFICE}value-type")
    if cell.get(f"{_TABLE}formula") and not kind:
        return Mark("=" + cell.get(f"{_TABLE}formula", "").removeprefix("of:="))
    struck = rules.get(cell.get(f"{_TABLE}style-name", ""), "")
    rule = struck if struck == STRUCK else ""
    if kind in ("float", "percentage"):
        mark = _ods_shown(cell, kind == "percentage")
        return replace(mark, rule=rule or mark.rule)
    if kind == "string":
        spans = (rules.get(s.get(f"{_TEXT}style-name", ""), "") for s in cell.iter(f"{_TEXT}span"))
        return Mark(rule=rule or next(filter(None, spans), ""))
    return PLAIN


def _ods_shown(cell: ElementTree.Element, per_cent: bool) -> Mark:
    words = cell.find(f"{_TEXT}p")
    text = "" if words is None else "".join(words.itertext())
    try:
        mark = as_shown(text, Decimal(cell.get(f"{_OFFICE}value", "")), per_cent)
    except InvalidOperation:
        return Mark("", per_cent)
    return mark if words is None or text.strip() else replace(mark, hides=frozenset({1, 0, -1}))


def _ods_styles(root: ElementTree.Element) -> dict[str, str]:
    """By name, the styles of text or cells that strike out, raise or lower."""
    found = {}
    for style in root.iter(f"{_STYLE}style"):
        about = style.find(f"{_STYLE}text-properties")
        told = about.attrib if about is not None else {}
        through = told.get(f"{_STYLE}text-line-through-style") or told.get(f"{_STYLE}text-line-through-type", "none")
        if through != "none":
            found[style.get(f"{_STYLE}name", "")] = STRUCK
        elif not told.get(f"{_STYLE}text-position", "0%").startswith("0%"):
            found[style.get(f"{_STYLE}name", "")] = RAISED
    return found
