"""A department's file as grids of cells, each with its address and what it shows.

Calamine reads values, merged ranges and hidden sheets of every kind of workbook; what it does not tell is in formats.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from ..assess.addresses import column_letters
from ..assess.guard import CELLS, Arrival, admit, refused
from ..assess.tables import parted_number
from ..assess.workbook import shown
from ..model import BriefingError, DataError, Fault
from .concealed import Places, concealed
from .formats import PLAIN, Formats, Marks


@dataclass(frozen=True)
class Cell:
    """One cell: `text` as typed (a number with up to 15 digits), `at` its address, `per_cent` where its format is %.

    `number` is set where the cell holds a number, not a text that looks like one; `digits` behind the point are those
    that it shows (None: not told); `rule` says why its text is not what people see. `in_hidden_row` and
    `in_hidden_column`: nobody sees it in the workbook, whatever table it comes to stand in here. `merged_down`,
    `merged_right`: it lies under, or right of, the first cell of a merged range, and has that one's text.
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
    digest = hashlib.sha256(arrival.content).hexdigest()
    if arrival.kind == "text":
        text, notice = _decoded(arrival)
        return Book(path, digest, (Sheet("", _grid(_lines(arrival, text))),), (*arrival.notices, *notice))
    return Book(path, digest, _sheets(arrival), arrival.notices)


def _sheets(arrival: Arrival) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        found = []
        formats = Formats(arrival.kind, arrival.content)
        with CalamineWorkbook.from_filelike(io.BytesIO(arrival.content)) as book:
            for about in book.sheets_metadata:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                _small_enough(arrival, sheet.total_height, sheet.total_width)
                marks, spans = formats.of(about.name)
                merged = sheet.merged_cell_ranges if spans is None else None
                found.append(
                    Sheet(
                        about.name,
                        _grid(sheet.to_python(skip_empty_area=False), marks, *concealed(arrival, about.name)),
                        about.visible != SheetVisibleEnum.Visible,
                        spans if merged is None else tuple((*start, *end) for start, end in merged),
                    )
                )
    except PasswordError:
        hint = "take the password off (File, Info), or ask for it without one"
        raise refused(arrival.name, "protected by a password", hint) from None
    except BriefingError:
        raise
    except (CalamineError, OSError, ValueError, KeyError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        hint = "open it, save it again as .xlsx, and take that"
        raise refused(arrival.name, f"not a workbook that can be opened: {error}", hint) from None
    return tuple(found)


def _small_enough(arrival: Arrival, rows: int, columns: int) -> None:
    """An .xls or a text may reach far, too, and every cell of the area becomes one here."""
    if rows * columns > CELLS:
        rule = f"a sheet of {rows} rows and {columns} columns: more than {CELLS} cells"
        raise refused(arrival.name, rule, "delete what is not part of the table")


def _grid(
    rows: list[list[object]], marks: Marks | None = None, columns: Places = frozenset(), hidden: Places = frozenset()
) -> tuple[tuple[Cell, ...], ...]:
    """Rows of values as cells; `columns` and rows that are `hidden`, from 0."""
    marks = marks or {}
    width = max((len(row) for row in rows), default=0)
    grid = []
    for r, row in enumerate(rows):
        line = []
        for c in range(width):
            value = row[c] if c < len(row) else ""
            mark = marks.get((r, c), PLAIN)
            number = isinstance(value, int | float) and not isinstance(value, bool) and not mark.text
            at = f"{column_letters(c + 1)}{r + 1}"
            seen = r in hidden, c in columns
            line.append(Cell(mark.text or shown(value), at, mark.per_cent, number, mark.digits, mark.rule, *seen))
        grid.append(tuple(line))
    return tuple(grid)


# ---- text -----------------------------------------------------------------------------------------------------------


def _decoded(arrival: Arrival) -> tuple[str, tuple[str, ...]]:
    """A text file as text: UTF-8, UTF-16 by its mark, else GB18030 (GBK) where that gives Chinese, and says so."""
    content = arrival.content
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ("read as UTF-16",)
        except UnicodeDecodeError:
            raise _no_encoding(arrival) from None
    if b"\0" in content[:400]:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = content.decode(encoding, errors="replace")
            if "\ufffd" not in text and "\0" not in text and re.search("[\u4e00-\u9fff]", text) and not _is_odd(text):
                return text, ("read as UTF-16",)
    for encoding, notice in (("utf-8-sig", ()), ("gb18030", ("not UTF-8: read as GBK (GB18030)",))):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not notice or (not _is_odd(text) and re.search("[\u4e00-\u9fff]", text)):
            return text, notice
    raise _no_encoding(arrival)


def _is_odd(text: str) -> bool:
    return any(unicodedata.category(c) in ("Cn", "Co", "Cc") and c not in "\r\n\t" for c in text)


def _no_encoding(arrival: Arrival) -> BriefingError:
    return refused(arrival.name, "neither UTF-8 nor GBK", "in Excel: save as “CSV UTF-8”, or as .xlsx")


def _lines(arrival: Arrival, text: str) -> list[list[object]]:
    """The cells of a text, parted by what stands in most of its first lines: commas, Chinese ones too, tabs,
    semicolons, bars."""
    first = [line for line in text.splitlines()[:20] if line.strip()]
    mark = max(
        ",\t;，|", key=lambda m: (sum(m in line for line in first), m in ",\t;" and "".join(first).count(m), m == ",")
    )
    _small_enough(arrival, 1, text.count(mark) + text.count("\n"))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise refused(arrival.name, f"not CSV: {error}", "check the quotes in it, or send it as .xlsx") from None
    _small_enough(arrival, len(lines), max(map(len, lines), default=0))
    if max(map(len, lines), default=0) < 2:
        hint = "open it in Excel and save it as .xlsx; cells of a text are parted by commas, tabs or semicolons"
        raise refused(arrival.name, "nothing in it parts one cell from the next", hint)
    if mark in ",，":
        _whole_numbers(arrival, lines)
    return lines


def _whole_numbers(arrival: Arrival, lines: list[list[str]]) -> None:
    """No row that is longer than all above it by the commas within a number: 市南区,6,123,500 under two heads."""
    longest, faults = 0, []
    for number, line in enumerate(lines, start=1):
        parts = parted_number(line)
        if longest and len(line) > longest and parts:
            rule = f"{len(line)} cells under {longest} columns"
            hint = f"write {''.join(parts)}, or put it in quotes: a comma parts cells"
            faults.append(Fault(arrival.name, rule, hint, row=number, value=",".join(parts)))
        else:
            longest = max(longest, len(line))
    if faults:
        raise DataError(*faults)
