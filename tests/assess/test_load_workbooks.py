"""A quarter's tables as workbooks: the same inputs as from CSV, and faults by sheet and row."""

from __future__ import annotations

import datetime
import io

import made
import openpyxl
import pytest
from loaded import Q2, only

from helpers.assess import load
from helpers.assess.workbook import sheet_cells


@pytest.fixture
def data(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    return tmp_path


def test_a_workbook_gives_the_same_inputs(data, tmp_path):
    plain = load.load_quarter(data, Q2)
    for name in ("values", "scores"):
        book = openpyxl.Workbook()
        book.active.title = "notes"
        sheet = book.create_sheet(name)
        path = data / "2023Q2" / f"{name}.csv"
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            cells = line.split(",")
            sheet.append([float(c) if c.replace(".", "", 1).isdigit() else c for c in cells])
        book.save(path.with_suffix(".xlsx"))
        path.unlink()
    book = load.load_quarter(data, Q2)
    assert book.values.drop(columns="text").equals(plain.values.drop(columns="text"))
    assert book.points.equals(plain.points)


@pytest.mark.parametrize(
    ("format", "told"),
    [("yyyy-mm-dd", "2023-09-01"), ("m/d/yy", "2023-09-01"), ("mmm-yy", "2023-09"), ('yyyy"年"m"月"', "2023-09")],
)
def test_the_first_day_of_a_month_is_that_day_where_the_workbook_shows_a_day(format, told):
    """A spreadsheet turns a typed 2023-09 into a date, and shows no day; a revision of 1 September shows one."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["date", datetime.date(2023, 9, 1), datetime.date(2023, 9, 2)])
    book.active["B1"].number_format = book.active["C1"].number_format = format
    book.save(content)
    assert sheet_cells(content.getvalue(), "", "a.xlsx")[1] == [["date", told, "2023-09-02"]]


def test_a_workbook_with_one_cell_far_away_is_refused_and_not_unrolled(data):
    """Five kilobytes that a reader would make ten gigabytes of."""
    book = openpyxl.Workbook()
    book.active.title = "values"
    for line in (data / "2023Q2" / "values.csv").read_text(encoding="utf-8-sig").splitlines():
        book.active.append(line.split(","))
    book.active.cell(20001, 16384, "x")
    book.save(data / "2023Q2" / "values.xlsx")
    (data / "2023Q2" / "values.csv").unlink()
    fault = only(data)
    assert fault.file == "2023Q2/values.xlsx" and "reaches to row 20001, column 16384" in fault.rule
    assert fault.hint == "delete the cells far outside the table"


def test_a_workbook_without_a_row_is_named_as_the_workbook_that_it_is(data):
    book = openpyxl.Workbook()
    book.active.append((data / "2023Q2" / "values.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(","))
    book.save(data / "2023Q2" / "values.xlsx")
    (data / "2023Q2" / "values.csv").unlink()
    fault = only(data)
    assert (fault.file, fault.rule) == ("2023Q2/values.xlsx", "the table has no row")


def test_a_workbook_fault_names_its_sheet(data):
    book = openpyxl.Workbook()
    book.active.title = "values"
    for line in (data / "2023Q2" / "values.csv").read_text(encoding="utf-8-sig").splitlines():
        book.active.append(line.split(","))
    book.active["C2"] = "八"
    book.save(data / "2023Q2" / "values.xlsx")
    (data / "2023Q2" / "values.csv").unlink()
    fault = only(data)
    assert (fault.file, fault.sheet, fault.row, fault.value) == ("2023Q2/values.xlsx", "values", 2, "八")


def test_binary_noise_of_a_workbook_is_not_taken_for_digits(data):
    from helpers.assess.workbook import shown

    assert (shown(0.1 + 0.2), shown(212.0), shown(569.96)) == ("0.3", "212", "569.96")
