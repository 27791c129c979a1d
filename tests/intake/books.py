"""Department workbooks made for the tests: written cell by cell, the way they arrive."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from helpers.intake.plan import plan
from helpers.model import DataError, Quarter

Q4 = Quarter(2023, 4)
FULL_WIDTH = str.maketrans("0123456789.%,-", "０１２３４５６７８９．％，－")
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("市南区", "市北区", "李沧区", "崂山区", "黄岛区", "城阳区", "即墨区", "胶州市", "平度市", "莱西市")
Rows = Sequence[Sequence[object]]


def data_folder(home: Path, quarter: str = "2023Q4") -> Path:
    """A copy of the shipped data with a new, empty quarter."""
    from helpers.desk.new_quarter import lay_out

    data = home / "data"
    shutil.copytree(ROOT / "data", data)
    lay_out(quarter, str(data))
    return data


def growths(first: float = 5.0) -> list[float]:
    """A figure a district, all different: 5.0, 5.1 …"""
    return [round(first + k / 10, 1) for k in range(len(NAMES))]


def table(head: Sequence[object], *columns: Sequence[object], names: Sequence[str] = NAMES) -> list[list[object]]:
    """A plain table: its head, then one row a district."""
    return [list(head), *([name, *(column[k] for column in columns)] for k, name in enumerate(names))]


def taken(data: Path, *paths: Path, quarter: Quarter = Q4) -> dict[tuple[str, str], str]:
    """What these workbooks would change: figure by district and item."""
    made = plan(data, quarter, list(paths), accept=True)
    return {(c.district, c.item): c.new for c in made.changes}


def faults(data: Path, *paths: Path) -> list[tuple[int | None, str, str]]:
    """Why these workbooks are refused: row, column and rule of each fault."""
    with pytest.raises(DataError) as told:
        plan(data, Q4, list(paths), accept=True)
    return [(f.row, f.column, f.rule) for f in told.value.faults]


def warned(data: Path, *paths: Path) -> list[tuple[int | None, str, str]]:
    """What is told of these workbooks though they are read: row, column and rule; but of their source."""
    found = plan(data, Q4, list(paths), accept=True).warnings
    return [(f.row, f.column, str(f.rule)) for f in found if f.column != "source"]


def expect(item: str, figures: Iterable[float], decimals: int = 1) -> dict[tuple[str, str], str]:
    """A figure a district, in the order of NAMES, as `taken` tells it."""
    return {(name, item): f"{figure:.{decimals}f}" for name, figure in zip(NAMES, figures, strict=True)}


def book(path: Path, rows: Rows, sheet: str = "Sheet1", change: Callable = lambda sheet: None) -> Path:
    """A workbook of one sheet; `change` does to it what a department did."""
    made = openpyxl.Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(list(row))
    change(made.active)
    made.save(path)
    return path


def sheets_book(path: Path, sheets: dict[str, Rows]) -> Path:
    """A workbook of several sheets by name."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    made.save(path)
    return path


def merged(*spans: str) -> Callable:
    """A `change` that merges these ranges."""
    return lambda sheet: [sheet.merge_cells(span) for span in spans]


def old_book(
    path: Path, rows: Rows, sheet: str = "Sheet1", merged: Iterable[Sequence[object]] = (), zeros: bool = True
) -> Path:
    """The same as .xls; `merged` are (top, bottom, left, right, text), from 0; `zeros` are shown."""
    import xlwt

    made = xlwt.Workbook(encoding="utf-8")
    page = made.add_sheet(sheet, cell_overwrite_ok=True)
    page.show_zero_values = zeros
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is not None:
                page.write(r, c, cell)
    for top, bottom, left, right, text in merged:
        page.write_merge(top, bottom, left, right, text)
    made.save(str(path))
    return path


def open_book(path: Path, rows: Rows, sheet: str = "Sheet1", per_cent: Sequence[int] = ()) -> Path:
    """The same as .ods; the columns `per_cent` (from 0) show percentages."""

    def cell(value: object, at: int) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, int | float):
            kind = "percentage" if at in per_cent else "float"
            told = f'office:value-type="{kind}" office:value="{value}"'
            return f"<table:table-cell {told}><text:p>{value}</text:p></table:table-cell>"
        text = escape(str(value))
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    lines = "".join(
        f"<table:table-row>{''.join(cell(v, k) for k, v in enumerate(row))}</table:table-row>" for row in rows
    )
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    names += 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    names += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{sheet}">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("mimetype"), kind)
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", manifest)
    return path


def repacked(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """A workbook with its parts changed by hand."""
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path
