"""A sheet of a workbook as text cells: what a spreadsheet shows, also where a formula has gone wrong."""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from . import guard
from .addresses import place_of
from .contained import contained

_MONTHS = frozenset({"17", "27", "36", "50", "52", "55", "57"})  # built in: mmm-yy, and 年月 of Chinese workbooks
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


# The names of a “Strict Open XML” workbook are others, and nothing else of what is read here.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", MAIN.strip("{}").encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATION[1:].partition("}")[0].encode()),
)


class NotAWorkbook(Exception):
    """The file cannot be opened as a workbook; the message says why."""


def sheet_cells(content: bytes, name: str, file: str) -> tuple[str, list[list[str]]]:
    """The name and the cells of the sheet called `name`, else of the first sheet.

    Raises NotAWorkbook, and DataError for one so large that it would fill the memory, under the name `file`.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            guard.bounded(file, archive)
        with contained():
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            names = book.sheet_names
            sheet = name if name in names else names[0]
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        without_value = _odd_cells(content, sheet)
    except KeyError:  # an .ods or .xlsb under another name: an archive that lacks the parts of an .xlsx
        raise NotAWorkbook("its content is not that of an .xlsx") from None
    except (
        CalamineError,
        IndexError,
        OSError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
    ) as error:
        raise NotAWorkbook(str(error)) from None
    months = _months(content, sheet) if any(_first_day(cell) for row in rows for cell in row) else set()
    cells = [[shown(cell, (r, c) in months) for c, cell in enumerate(row)] for r, row in enumerate(rows)]
    for (row, column), text in without_value.items():
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = text
    return sheet, cells


def shown(cell: object, month: bool = True) -> str:
    """A workbook's cell as it would have been typed: 15 digits, as a spreadsheet shows them; dates as dates.

    `month`: the first day of a month stands for the month.
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return format(cell, ".15g")
    if isinstance(cell, datetime.datetime | datetime.date):
        # a spreadsheet turns a typed 2023-06 into the first day of that month
        return f"{cell:%Y-%m}" if month and cell.day == 1 else f"{cell:%Y-%m-%d}"
    return str(cell)


def _first_day(cell: object) -> bool:
    return isinstance(cell, datetime.date) and cell.day == 1


def _months(content: bytes, sheet: str) -> set[tuple[int, int]]:
    """Cells whose number format shows a month and no day, by row and column from 0."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        if "xl/styles.xml" not in book.namelist():
            return set()
        styles, cells = ElementTree.fromstring(part(book, "xl/styles.xml")), part(book, part_of(book, sheet))
    codes = {f.get("numFmtId", ""): f.get("formatCode", "") for f in styles.iter(f"{MAIN}numFmt")}
    formats = styles.find(f"{MAIN}cellXfs")
    numbers = [style.get("numFmtId", "") for style in formats] if formats is not None else []
    of_months = {str(k) for k, n in enumerate(numbers) if n in _MONTHS or (n in codes and not _shows_day(codes[n]))}
    return {place for place, cell in placed(cells) if cell.get("s", "0") in of_months}


def _shows_day(code: str) -> bool:
    return "d" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.lower())


def _odd_cells(content: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Cells whose formula has an error (#DIV/0!) or no result, by row and column from 0.

    Calamine hands them out as empty; an empty cell means that the figure is not available, which is something else.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        xml = part(book, part_of(book, sheet))
    if b't="e"' not in xml and b"<f" not in xml:
        return {}
    found = {}
    for place, cell in placed(xml):
        told = without_value(cell)
        if told is not None:
            found[place] = told
    return found


def placed(xml: bytes) -> Iterator[tuple[tuple[int, int], ElementTree.Element]]:
    """The cells of a sheet, one after the other, each with its row and column from 0. One without an address stands
    right of the one before it, a row without a number below that: some programs write neither."""
    r = c = -1
    for event, element in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):
        if event == "start" and element.tag == f"{MAIN}row":
            r, c = int(element.get("r", r + 2)) - 1, -1
        elif event == "end" and element.tag == f"{MAIN}c":
            r, c = place_of(element.get("r", "")) or (r, c + 1)
            yield (r, c), element
            element.clear()


def without_value(cell: ElementTree.Element) -> str | None:
    """What stands in a cell whose formula has an error or no result: #DIV/0!, or =B2/C2; None for any other."""
    value, formula = cell.findtext(f"{MAIN}v") or "", cell.find(f"{MAIN}f")
    if cell.get("t") == "e" or (formula is not None and not value and cell.get("t") != "str"):
        return value or f"={formula.text or ''}" if formula is not None else value
    return None


def part(book: zipfile.ZipFile, name: str) -> bytes:
    """A part of a workbook; one that is strict in the names of the usual kind."""
    content = book.read(name)
    for strict, usual in _STRICT if b"purl.oclc.org" in content else ():
        content = content.replace(strict, usual)
    return content


def part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """The file inside the workbook that holds the sheet."""
    named = ElementTree.fromstring(part(book, "xl/workbook.xml")).iter(f"{MAIN}sheet")
    relation = next((s.get(_RELATION) for s in named if s.get("name") == sheet), None)
    for link in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")):
        if link.get("Id") == relation:
            return posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
    raise ValueError(f"the sheet {sheet} is not in the workbook")
