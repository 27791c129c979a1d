"""Spans of months that heads write without 月 and without a year: 1-9 | 1-12, 9M | 12M, Q4 | YTD."""

from __future__ import annotations

import datetime

import pytest
from books import NAMES, Q4, book, expect, growths, merged, sheets_book, table, taken

from helpers.intake.bare_spans import in_months
from helpers.intake.plan import plan
from helpers.model import DataError, Quarter

GDP = "GDP增速（%）"


def under(path, heads, title="2023年主要经济指标", group=GDP):
    """Columns of one indicator under these heads; the last one's figures are those asked for."""
    columns = [growths(5.0 if k == len(heads) - 1 else 1.0 + k) for k in range(len(heads))]
    rows = [[title], ["区市", group, *[None] * (len(heads) - 1)], [None, *heads]]
    rows += [[n, *figures] for n, *figures in zip(NAMES, *columns, strict=True)]
    end = "ABCDEFG"[len(heads)]
    return book(path, rows, change=merged("A2:A3", f"B2:{end}2"))


PAIRS = [("1-9", "1-12"), ("01-09", "01-12"), ("1—9", "1—12"), ("9M", "12M"), ("9m", "FY"), ("1-6", "1-9", "1-12")]
PAIRS += [
    ("Q4", "YTD"),
    ("YTD 2022", "YTD 2023"),
    ("2022YTD", "2023YTD"),
    ("FY2022", "FY"),
    ("1-9增速", "1-12增速"),
    ("1-12上年", "1-12本年"),
]


@pytest.mark.parametrize("heads", PAIRS, ids="|".join)
def test_months_so_far_are_read_without_the_word_for_months(data, tmp_path, heads):
    """Every column was said to be like the indicator, and not it: 19 and 112 told them apart."""
    assert taken(data, under(tmp_path / "a.xlsx", heads)) == expect("gdp_growth", growths())


def test_such_a_span_stands_alone_under_a_title_or_behind_the_name(data, tmp_path):
    rows = [["2023年地区生产总值增速（%）"], *table(["区市", "1-9", "1-12"], growths(1.0), growths())]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())
    rows = table(["区市", "GDP增速 2023年1-9", "GDP增速 2023年1-12"], growths(1.0), growths())
    assert taken(data, book(tmp_path / "b.xlsx", rows)) == expect("gdp_growth", growths())


@pytest.mark.parametrize("names", [("1-9", "1-12"), ("9M", "12M")])
def test_sheets_are_called_by_such_spans(data, tmp_path, names):
    pages = {name: table(["区市", GDP], growths(5.0 if name == names[-1] else 1.0)) for name in names}
    assert taken(data, sheets_book(tmp_path / "a.xlsx", pages)) == expect("gdp_growth", growths())


@pytest.mark.parametrize("title", ["2022年主要经济指标", "2023年三季度主要经济指标"])
def test_of_another_year_or_quarter_by_the_title_they_are_not_read(data, tmp_path, title):
    for heads in (("1-9",), ("YTD",)):
        with pytest.raises(DataError):
            plan(data, Q4, [under(tmp_path / "a.xlsx", heads, title)], accept=True)


def reason(data, path, quarter):
    with pytest.raises(DataError) as told:
        plan(data, quarter, [path], accept=True)
    [fault] = told.value.faults
    return f"{fault.rule} {fault.hint}"


def test_a_span_that_may_count_quarters_is_one_question(data, tmp_path):
    """In a second quarter 1-2 is January and February, or half the year; in a first one no quarter is left to count."""
    path = under(tmp_path / "a.xlsx", ["1-2"])
    assert "1-2 may count months or quarters" in reason(data, path, Quarter(2023, 2))
    assert in_months("1-3", Quarter(2024, 1)) == "1-3月" and in_months("1-3", Quarter(2023, 3)) == "1-3"


def test_a_span_that_a_spreadsheet_made_a_date_of_is_told(data, tmp_path):
    rows = [["2023年地区生产总值增速（%）"], *table(["区市", datetime.datetime(2023, 1, 12)], growths())]
    assert "may have made of 1-12" in reason(data, book(tmp_path / "a.xlsx", rows), Q4)


@pytest.mark.parametrize("text", ["附表1-6", "表1-9", "1-12项", "2021-12", "11-12", "PM9", "19M", "9M2023", "1-12月"])
def test_what_is_no_such_span_stays_as_it_is(text):
    assert in_months(text, Q4) == text
