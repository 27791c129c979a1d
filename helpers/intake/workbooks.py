"""A department's file as grids of cells, each with its address and what it shows.

Calamine reads values, merged ranges and hidden sheets of workbooks that are archives; what it does not tell is in
formats. Each other kind of file has a reader of its own.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from ..assess.addresses import column_letters
from ..assess.contained import contained
from ..assess.guard import Arrival, admit, refused, small_enough
from ..assess.workbook import shown
from ..model import BriefingError
from ..said import Said
from .concealed import concealed
from .formats import Contents, Formats
from .number_formats import PLAIN
from .old_books import read_old
from .pages import read_page
from .spreadsheet_xml import read_spreadsheet
from .texts import decoded, lines_of
from .web_archives import read_web_archive


@dataclass(frozen=True)
class Cell:
    """One cell: `text` as typed (a number with up to 15 digits), `at` its address, `per_cent` where its format is %.

    `number` is set where the cell holds a number, not a text that looks like one; `digits` behind the point are those
    that it shows (None: not told); `rule` says why its text is not what people see. `in_hidden_row` and
    `in_hidden_column`: nobody sees it in the workbook, whatever table it comes to stand in here. `merged_down`,
    `merged_right`: it lies under, or right of, the first cell of a merged range, and has that one's text. `blank`: it
    holds a number, and shows nothing. `comment` stands on it.
    """

    text: str
    at: str
    per_cent: bool = False
    number: bool = False
    digits: int | None = None
    rule: str = ""
    in_hidden_row: bool = False
    in_hidden_column: bool = False
    merged_down: bool = False
    merged_right: bool = False
    blank: bool = False
    comment: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True)
class Sheet:
    """A sheet as rows of cells, all of one length; `merged` as (top, left, bottom, right) from 0, None: not told."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] | None = None


@dataclass(frozen=True)
class Book:
    """A file that arrived: its sheets in order, hash, and what the analyst should know about how it was read."""

    path: Path
    sha256: str
    sheets: tuple[Sheet, ...]
    notices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.name


def read_book(path: Path) -> Book:
    """All sheets of a workbook, or the one table of a CSV; raises DataError for a file that cannot be read."""
    arrival = admit(path)
    sheets, notices = _read(arrival)
    digest = hashlib.sha256(arrival.content).hexdigest()
    return Book(path, digest, tuple(map(_sheet, sheets)), (*arrival.notices, *notices))


def _read(arrival: Arrival) -> tuple[Iterable[Contents], tuple[str, ...]]:
    """What each sheet of a file holds, by the file's kind; and how its text was read."""
    if arrival.kind == "text":
        text, notice = decoded(arrival)
        return [Contents("", lines_of(arrival, text))], notice
    if arrival.kind == "page":
        page, notice = read_page(arrival)
        return [page], notice
    if arrival.kind == "archive":
        return read_web_archive(arrival)
    if arrival.kind == "spreadsheet":
        return read_spreadsheet(arrival)
    if arrival.kind == "xls":
        return read_old(arrival)
    return _calamine(arrival), ()


def _calamine(arrival: Arrival) -> list[Contents]:
    """The sheets as calamine reads them, and what it does not tell of them."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        found = []
        formats = Formats(arrival.kind, arrival.content)
        with contained(), CalamineWorkbook.from_filelike(io.BytesIO(arrival.content)) as book:
            for about in book.sheets_metadata:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                small_enough(arrival.name, sheet.total_height, sheet.total_width)
                marks, spans, comments = formats.of(about.name)
                columns, rows = concealed(arrival, about.name)
                merged = sheet.merged_cell_ranges if spans is None else None
                found.append(
                    Contents(
                        about.name,
                        sheet.to_python(skip_empty_area=False),
                        marks,
                        spans if merged is None else tuple((*start, *end) for start, end in merged),
                        about.visible != SheetVisibleEnum.Visible,
                        columns,
                        rows,
                        comments=comments,
                    )
                )
    except PasswordError:
        hint = "take the password off (File, Info), or ask for it without one"
        raise refused(arrival.name, "protected by a password", hint) from None
    except BriefingError:
        raise
    except (CalamineError, OSError, ValueError, KeyError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        hint = "open it, save it again as .xlsx, and take that"
        raise refused(arrival.name, Said("not a workbook that can be opened: {error}", error=error), hint) from None
    return found


def _sheet(told: Contents) -> Sheet:
    """Rows of values as cells, all rows of one length."""
    width = max((len(row) for row in told.rows), default=0)
    grid = []
    for r, row in enumerate(told.rows):
        line = []
        for c in range(width):
            value = row[c] if c < len(row) else ""
            mark = told.marks.get((r, c), PLAIN)
            number = isinstance(value, int | float) and not isinstance(value, bool) and not mark.text
            at = f"{column_letters(c + 1)}{r + 1}"
            away = r in told.rows_hidden, c in told.columns_hidden or (r, c) in told.unseen
            text = mark.text or (f"{shown(value)}{mark.unit}" if number else shown(value))
            cell = Cell(text, at, mark.per_cent, number, mark.digits, mark.rule, *away)
            blank = isinstance(value, int | float) and number and (value > 0) - (value < 0) in mark.hides
            comment = told.comments.get((r, c), "")
            line.append(replace(cell, blank=blank, comment=comment) if blank or comment else cell)
        grid.append(tuple(line))
    return Sheet(told.name, tuple(grid), told.hidden, told.merged)
