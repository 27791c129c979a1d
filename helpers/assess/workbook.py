"""A sheet of a workbook as text cells: what a spreadsheet shows, also where a formula has gone wrong."""

from __future__ import annotations

import datetime
import io
import posixpath
import zipfile
from xml.etree import ElementTree

from .addresses import place_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class NotAWorkbook(Exception):
    """The file cannot be opened as a workbook; the message says why."""


def sheet_cells(content: bytes, name: str) -> tuple[str, list[list[str]]]:
    """The name and the cells of the sheet called `name`, else of the first sheet. Raises NotAWorkbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        sheet = name if name in names else names[0]
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        without_value = _odd_cells(content, sheet)
    except KeyError:  # an .ods or .xlsb under another name: an archive that lacks the parts of an .xlsx
        raise NotAWorkbook("its content is not that of an .xlsx") from None
    except (CalamineError, IndexError, OSError, ValueError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise NotAWorkbook(str(error)) from None
    cells = [[shown(cell) for cell in row] for row in rows]
    for (row, column), text in without_value.items():
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = text
    return sheet, cells


def shown(cell: object) -> str:
    """A workbook's cell as it would have been typed: 15 digits, as a spreadsheet shows them; dates as dates."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return format(cell, ".15g")
    if isinstance(cell, datetime.datetime | datetime.date):
        # a spreadsheet turns a typed 2023-06 into the first day of that month
        return f"{cell:%Y-%m}" if cell.day == 1 else f"{cell:%Y-%m-%d}"
    return str(cell)


def _odd_cells(content: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Cells whose formula has an error (#DIV/0!) or no result, by row and column from 0.

    Calamine hands them out as empty; an empty cell means that the figure is not available, which is something else.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        xml = book.read(part_of(book, sheet))
    if b't="e"' not in xml and b"<f" not in xml:
        return {}
    found = {}
    for cell in ElementTree.fromstring(xml).iter(f"{MAIN}c"):
        told, place = without_value(cell), place_of(cell.get("r", ""))
        if told is not None and place:
            found[place] = told
    return found


def without_value(cell: ElementTree.Element) -> str | None:
    """What stands in a cell whose formula has an error or no result: #DIV/0!, or =B2/C2; None for any other."""
    value, formula = cell.findtext(f"{MAIN}v") or "", cell.find(f"{MAIN}f")
    if cell.get("t") == "e" or (formula is not None and not value and cell.get("t") != "str"):
        return value or f"={formula.text or ''}" if formula is not None else value
    return None


def part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """The file inside the workbook that holds the sheet."""
    named = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    relation = next((s.get(_RELATION) for s in named if s.get("name") == sheet), None)
    for link in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")):
        if link.get("Id") == relation:
            return posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
    raise ValueError(f"the sheet {sheet} is not in the workbook")
