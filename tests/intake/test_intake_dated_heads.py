"""Heads that are dates without a format, 45199 for 2023-09-30: read as the times that they stand for."""

from __future__ import annotations

import datetime

import pytest
from books import NAMES, book, expect, faults, growths, merged, taken

EARLY, LATE = 45199, 45291  # 2023-09-30, 2023-12-31


def figures():
    return [[n, a, b] for n, a, b in zip(NAMES, growths(3.0), growths(), strict=True)]


def test_the_numbers_are_these_dates():
    assert [datetime.date(1899, 12, 30) + datetime.timedelta(days=n) for n in (EARLY, LATE)] == [
        datetime.date(2023, 9, 30),
        datetime.date(2023, 12, 31),
    ]


@pytest.mark.parametrize("corner", ["区市", None])
def test_dates_over_the_columns_under_a_title(data, tmp_path, corner):
    path = book(tmp_path / "a.xlsx", [["地区生产总值增速（%）"], [corner, EARLY, LATE], *figures()])
    assert taken(data, path) == expect("gdp_growth", growths())


def test_dates_under_a_groups_head(data, tmp_path):
    """Both columns were this quarter's, and every figure was claimed twice."""
    rows = [["区市", "新签约项目（个）", None], [None, EARLY, LATE], *([n, 400, 560 + k] for k, n in enumerate(NAMES))]
    path = book(tmp_path / "a.xlsx", rows, change=merged("A1:A2", "B1:C1"))
    assert taken(data, path) == expect("signed_projects", range(560, 570), 0)


def test_dates_down_the_side(data, tmp_path):
    rows = [["地区生产总值增速（%）"], ["时间", *NAMES], [EARLY, *growths(3.0)], [LATE, *growths()]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())


def test_the_first_of_a_month_is_the_month_and_asked_about(data, tmp_path):
    path = book(tmp_path / "a.xlsx", [["地区生产总值增速（%）"], ["区市", 45170, 45261], *figures()])
    [(_, _, rule)] = faults(data, path)
    assert "says 2023-12: of that month alone" in rule


@pytest.mark.parametrize("above", [[None, 45205, 45291], ["合计", EARLY, LATE], [None, 5.5, LATE]])
def test_figures_above_the_districts_are_no_dates(data, tmp_path, above):
    rows = [
        ["区市", "新签约项目（个）", "GDP增速（%）"],
        above,
        *([n, 560 + k, g] for k, (n, _, g) in enumerate(figures())),
    ]
    path = book(tmp_path / "a.xlsx", rows)
    wanted = expect("signed_projects", range(560, 570), 0) | expect("gdp_growth", growths())
    assert taken(data, path) == wanted


def test_dates_without_a_format_tell_lines_apart(data, tmp_path):
    """45199 and 45291 are 2023-09-30 and 2023-12-31."""
    rows = [["区市", "日期", "GDP增速（%）"]]
    for name, early, late in zip(NAMES, growths(3.0), growths(), strict=True):
        rows += [[name, 45199, early], [name, 45291, late]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())
