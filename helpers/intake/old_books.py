"""The older .xls, through xlrd: values, formats, struck and raised texts, what is hidden, and formulas that nothing has
calculated. Calamine reads such files too, but tells values alone, and one wrong byte makes it end the whole program.
"""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from ..assess.guard import Arrival, refused, small_enough
from ..said import Said
from .comments import told
from .compound import workbook_stream
from .figures import RAISED, STRUCK
from .formats import Contents
from .number_formats import PLAIN, Mark, Marks, mark_of

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell, Sheet

UNTOLD = "its hidden rows, struck figures and number formats cannot be told: look at it in Excel"
_FORMULAS = (0x0006, 0x0206, 0x0406)  # records of a cell with a formula, by the format's age
_BEGINS, _ENDS = 0x0809, 0x000A
_ENGINE = 0x01C1  # RECALCID
_UNCALCULATED = 0b11  # of its options: to be calculated always, or as soon as the workbook is opened
_NO_TEXT = 3  # a result that is a text without a letter in it
# What a reader without checks of its own meets in a file with wrong lengths and addresses.
_TORN = (struct.error, IndexError, KeyError, ValueError, AssertionError, TypeError, AttributeError, OverflowError)


def read_old(arrival: Arrival) -> tuple[list[Contents], tuple[str, ...]]:
    """The sheets, and what to know of them; raises DataError for a file that cannot be read."""
    from xlrd import XLRDError

    failed: Exception | None = None
    for with_formats in (True, False):
        try:
            return _read(arrival, with_formats), () if with_formats else (UNTOLD,)
        except (XLRDError, *_TORN) as error:
            failed = error
    if "encrypted" in str(failed):
        hint = "take the password off (File, Info), or ask for it without one"
        raise refused(arrival.name, "protected by a password", hint)
    hint = "open it, save it again as .xlsx, and take that"
    raise refused(arrival.name, Said("not a workbook that can be opened: {error}", error=failed), hint)


def _read(arrival: Arrival, with_formats: bool) -> list[Contents]:
    import xlrd

    book = xlrd.open_workbook(
        file_contents=workbook_stream(arrival.content),
        formatting_info=with_formats,
        on_demand=True,
        ragged_rows=True,
        logfile=io.StringIO(),
    )
    found = []
    for name in book.sheet_names():
        sheet = book.sheet_by_name(name)
        small_enough(arrival.name, sheet.nrows, max(map(sheet.row_len, range(sheet.nrows)), default=0))
        found.append(_contents(book, sheet, with_formats))
        book.unload_sheet(name)
    return found


def _contents(book: Book, sheet: Sheet, with_formats: bool) -> Contents:
    cells = [sheet.row(r) for r in range(sheet.nrows)]
    marks: Marks = {}
    for r, row in enumerate(cells):
        for c, cell in enumerate(row):
            mark = _mark(book, sheet, r, c, cell, with_formats)
            if mark != PLAIN:
                marks[r, c] = mark
    for place in _uncalculated(book, sheet):
        marks[place] = Mark("=")
    return Contents(
        sheet.name,
        [[_value(book, cell) for cell in row] for row in cells],
        marks,
        tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells),
        bool(sheet.visibility),
        frozenset(c for c, about in sheet.colinfo_map.items() if about.hidden),
        frozenset(r for r, about in sheet.rowinfo_map.items() if about.hidden),
        comments={place: text for place, note in sheet.cell_note_map.items() if (text := told(note.text))},
    )


def _value(book: Book, cell: Cell) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE and 1 <= cell.value < 2958466:  # the year 9999; smaller ones are times of day
        return xlrd.xldate_as_datetime(cell.value, book.datemode)
    return cell.value if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_TEXT, xlrd.XL_CELL_DATE) else ""


def _mark(book: Book, sheet: Sheet, r: int, c: int, cell: Cell, with_formats: bool) -> Mark:
    """What a cell shows, by its style, and by the runs of its text."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Mark(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if not with_formats or cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_TEXT):
        return PLAIN
    style = book.xf_list[cell.xf_index]
    struck = book.font_list[style.font_index].struck_out
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        shows = book.format_map.get(style.format_key)
        mark = mark_of(shows.format_str) if shows is not None else PLAIN
        mark = replace(mark, rule=STRUCK) if struck else mark
        return mark if sheet.show_zero_values else replace(mark, hides=mark.hides | {0})
    if struck:
        return Mark(rule=STRUCK)
    runs = sheet.rich_text_runlist_map.get((r, c), [])
    own = [(0, style.font_index), *runs]
    for (start, font), (stop, _) in zip(own, [*runs, (len(cell.value), 0)], strict=True):
        about = book.font_list[font]
        if cell.value[start:stop].strip() and (about.struck_out or about.escapement):
            return Mark(rule=STRUCK if about.struck_out else RAISED)
    return PLAIN


def _uncalculated(book: Book, sheet: Sheet) -> list[tuple[int, int]]:
    """Cells whose formula has 0 or nothing as its result because nothing has calculated it: it is 0 and wants to be
    calculated, or no formula of the sheet has a result, as programs write them that cannot calculate. Those that can,
    Excel and LibreOffice, write which of their engines did: all results may well be 0 then."""
    results = _results(book, sheet)
    if len(results) > 1 and all(empty for empty, _ in results.values()) and not _has_engine(book):
        return list(results)
    return [place for place, (empty, wants) in results.items() if empty and wants]


def _has_engine(book: Book) -> bool:
    """Whether the workbook's own records, before those of its sheets, name the engine that calculated it."""
    content, at = book.mem, book.base
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        if kind in (_ENGINE, _ENDS):
            return kind == _ENGINE
        at += 4 + length
    return False


def _results(book: Book, sheet: Sheet) -> dict[tuple[int, int], tuple[bool, bool]]:
    """By place, whether a formula's stored result is 0 or no text, and whether it wants to be calculated."""
    found: dict[tuple[int, int], tuple[bool, bool]] = {}
    content, at, depth = book.mem, book._sh_abs_posn[sheet.number], 0
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        depth += (kind == _BEGINS) - (kind == _ENDS)
        if depth < 1:
            break
        if kind in _FORMULAS and 16 <= length <= len(content) - at - 4:
            row, column, _, result, options = struct.unpack_from("<HHH8sH", content, at + 4)
            no_text = result[0] == _NO_TEXT and result[6:] == b"\xff\xff"
            found[row, column] = (result == bytes(8) or no_text, bool(options & _UNCALCULATED))
        at += 4 + length
    return found
