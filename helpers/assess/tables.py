"""One table of the data folder, CSV or workbook, as columns of text with the row each cell came from.

Nothing is converted here: what an analyst typed is what a fault shows.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ..model import DataError, Fault, nearest
from ..said import Listed, Said
from . import bulk
from .characters import unprintable, unseen
from .workbook import NotAWorkbook, sheet_cells


@dataclass(frozen=True)
class Table:
    """A table as read: `columns` of text by header, one cell a data row; `rows` their numbers (the header is 1)."""

    file: str
    sheet: str
    columns: dict[str, list[str]]
    rows: list[int]
    sha256: str

    def __len__(self) -> int:
        return len(self.rows)

    def fault(self, k: int, column: str, rule: str, hint: str = "", severity: str = "error") -> Fault:
        """A fault at data row `k` (0 = first) of a column."""
        value = self.columns[column][k] if column in self.columns else ""
        return Fault(self.file, rule, hint, self.sheet, self.rows[k], column, value, severity)


def read_table(
    folder: Path, name: str, data: Path, needs: Sequence[str], takes: Sequence[str] = (), optional: bool = False
) -> tuple[Table | None, list[Fault]]:
    """Read `<name>.csv` or `<name>.xlsx` of a folder; columns of `takes` that are absent come back empty.

    Returns no table, and the faults, when it is missing (unless `optional`), unreadable, in both formats at once,
    or lacks a column of `needs`. A column nobody knows is a warning.
    """
    csv_path, book_path = folder / f"{name}.csv", folder / f"{name}.xlsx"
    found = [path for path in (csv_path, book_path) if path.is_file()]
    relative = csv_path.relative_to(data).as_posix()
    if not found:
        near = _look_alike(folder, name)
        hint = (
            Said("{file} is there: save it as {name}.csv or {name}.xlsx", file=near, name=name)
            if near
            else Said("add {file} (or .xlsx)", file=relative)
        )
        return None, [] if optional else [Fault(relative, "the file is missing", hint)]
    if len(found) == 2:
        rule = Said("{one} and {other} are both there: which one counts?", one=csv_path.name, other=book_path.name)
        return None, [Fault(relative, rule, "keep one of the two")]
    path = found[0]
    file = path.relative_to(data).as_posix()
    try:
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if path is csv_path and (columns := bulk.columns(content, needs)):
            count = len(next(iter(columns.values())))
            return _finished(columns, list(range(2, count + 2)), file, "", sha256, needs, takes)
        sheet, cells = ("", _csv_cells(content)) if path is csv_path else sheet_cells(content, name, file)
    except _Unreadable as error:
        return None, [Fault(file, str(error), error.hint, row=error.row)]
    except DataError as error:
        return None, list(error.faults)
    except NotAWorkbook as error:
        return None, [
            Fault(file, Said("not a workbook that can be opened: {error}", error=error), "save it again as .xlsx")
        ]
    except OSError as error:
        return None, [
            Fault(
                file,
                Said("cannot be read: {reason}", reason=error.strerror),
                "close it in other programs; check its rights",
            )
        ]
    return _table(cells, file, sheet, sha256, needs, takes)


def _look_alike(folder: Path, name: str) -> str:
    """A file of the folder that was probably meant as this table: values.xls, Values.CSV, value.csv; "" if none is."""
    kinds = (".csv", ".xlsx", ".xls", ".et", ".ods", ".txt")
    there = sorted(p.name for p in folder.iterdir() if p.suffix.lower() in kinds) if folder.is_dir() else []
    same = [n for n in there if Path(n).stem.lower().strip() == name]
    near = get_close_matches(name, [Path(n).stem.lower() for n in there], n=1, cutoff=0.75)
    return next(iter([*same, *(n for n in there if Path(n).stem.lower() in near)]), "")


class _Unreadable(Exception):
    def __init__(self, rule: str, hint: str = "", row: int | None = None) -> None:
        super().__init__(rule)
        self.hint, self.row = hint, row


def _csv_cells(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _Unreadable("the file is not UTF-8", "in Excel: save as “CSV UTF-8”") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    cells: list[list[str]] = []
    try:
        cells.extend(reader)
    except csv.Error as error:
        raise _Unreadable(
            Said("not CSV: {error}", error=error), "check quotes and commas there", len(cells) + 1
        ) from None
    return cells


def _table(
    cells: list[list[str]], file: str, sheet: str, sha256: str, needs: Sequence[str], takes: Sequence[str]
) -> tuple[Table | None, list[Fault]]:
    faults: list[Fault] = []
    header = [name.strip() for name in cells[0]] if cells else []
    while header and not header[-1]:
        header.pop()
    if not header:
        return None, [
            Fault(
                file,
                "the table is empty",
                Said("its first row names the columns {columns}", columns=Listed(needs)),
                sheet,
            )
        ]
    if faults := _head(cells, header, file, sheet, needs, takes):
        return None, faults
    width = len(header)
    rows, kept = [], []
    for number, line in enumerate(cells[1:], start=2):
        if len(line) != width:
            if any(cell.strip() for cell in line[width:]) or (len(line) > width and parted_number(line)):
                faults.append(_too_many(line, width, file, sheet, number))
            line = [*line, *[""] * (width - len(line))][:width]
        if any(line):
            rows.append(number)
            kept.append(line)
    by_place = list(zip(*kept, strict=True)) if kept else [()] * width
    columns = {name: list(by_place[k]) for k, name in enumerate(header) if name}
    table, found = _finished(columns, rows, file, sheet, sha256, needs, takes)
    return table, faults + found


def _finished(
    columns: dict[str, list[str]],
    rows: list[int],
    file: str,
    sheet: str,
    sha256: str,
    needs: Sequence[str],
    takes: Sequence[str],
) -> tuple[Table, list[Fault]]:
    """The table of these columns, without spaces around cells and rows of nothing else, and what is odd in it."""
    faults: list[Fault] = []
    columns = {name: _stripped(cells) for name, cells in columns.items()}
    first = next(iter(columns.values()))
    maybe = [k for k, cell in enumerate(first) if not cell] if "" in first else []
    blank = {k for k in maybe if not any(column[k] for column in columns.values())}
    if blank:  # rows of nothing but spaces
        rows = [row for k, row in enumerate(rows) if k not in blank]
        columns = {n: [c for k, c in enumerate(column) if k not in blank] for n, column in columns.items()}
    for name in columns:
        if name not in needs and name not in takes:
            near = nearest(name, [t for t in takes if t not in columns]) if takes else ""
            faults.append(Fault(file, "no such column is known; it is not read", near, sheet, 1, name, "", "warning"))
    for name in takes:
        columns.setdefault(name, [""] * len(rows))
    table = Table(file, sheet, columns, rows, sha256)
    return table, faults + unseen(table) + unprintable(table)


def _stripped(cells: list[str]) -> list[str]:
    """Cells without spaces around them; a column says the same few things in many rows."""
    wide = [cell for cell in set(cells) if cell != cell.strip()]
    return list(map(str.strip, cells)) if wide else cells


def _head(
    cells: list[list[str]], header: list[str], file: str, sheet: str, needs: Sequence[str], takes: Sequence[str]
) -> list[Fault]:
    """What is wrong with the row that names the columns, told once by its cause where one can be seen."""
    lacks = [name for name in needs if name not in header]
    if lacks:
        for number, line in enumerate(cells[1:6], start=2):
            if set(needs) <= {cell.strip() for cell in line}:
                rule, hint = (
                    "row 1 names the columns, and does not here",
                    Said("delete the rows above row {row:d}", row=number),
                )
                return [Fault(file, rule, hint, sheet, 1, "", header[0])]
        for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("，", "full-width commas"), ("|", "bars")):
            if len(lacks) == len(needs) and set(needs) <= {part.strip() for part in mark.join(header).split(mark)}:
                return [
                    Fault(
                        file,
                        Said("the cells are parted by {signs}, not by commas", signs=word),
                        "in Excel: save as “CSV UTF-8”, or as .xlsx",
                        sheet,
                        1,
                        "",
                        header[0],
                    )
                ]
    faults = [
        Fault(file, "the column stands twice", "keep one", sheet, 1, name)
        for name in sorted({n for n in header if n and header.count(n) > 1})
    ]
    spare = [name for name in header if name and name not in needs and name not in takes]
    for name in lacks:
        near = get_close_matches(name, [n.lower() for n in spare], n=1, cutoff=0.6)
        like = next((n for n in spare if n.lower() in near), "")
        if like:
            hint = Said("did you mean {name}? rename it {right}", name=like, right=name)
        else:
            hint = Said("add it; the columns are {columns}", columns=Listed([*needs, *takes]))
        faults.append(Fault(file, "the column is missing", hint, sheet, 1, name))
    return faults


def _too_many(line: list[str], width: int, file: str, sheet: str, number: int) -> Fault:
    rule = Said("{cells:d} cells under {columns:d} columns", cells=len(line), columns=width)
    if parts := parted_number(line):
        hint = Said("write {number:s}: a comma parts cells", number="".join(parts))
        return Fault(file, rule, hint, sheet, number, value=",".join(parts))
    return Fault(file, rule, 'put a cell with a comma in it in quotes: "a, b"', sheet, number)


def parted_number(line: list[str]) -> list[str]:
    """The cells into which its thousands marks have parted a number: 1 | 234.5; none if there is no such."""
    cells = [cell.strip() for cell in line]
    for k, cell in enumerate(cells):
        end = k + 1
        while end < len(cells) and re.fullmatch(r"\d{3}(\.\d+)?", cells[end], flags=re.ASCII):
            end += 1
        if end > k + 1 and re.fullmatch(r"[+-]?\d{1,3}", cell, flags=re.ASCII):
            return cells[k:end]
    return []
