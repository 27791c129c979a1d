"""Columns of places beside or instead of figures: none is taken for a rate."""

from __future__ import annotations

import pytest
from books import NAMES, book, expect, growths, merged, table, taken
from refusals import refused


@pytest.mark.parametrize("head", ["增速排名", "全市排名", "位次", "增速位次", "名次", "排序"])
@pytest.mark.parametrize("growth", ["比上年增长（%）", "同比±%", "增速（%）", "同比增减（%）", "比上年同期增长（%）"])
def test_a_column_of_places_is_not_growth(data, tmp_path, head, growth):
    rows = [["区市", "地区生产总值", None, None], [None, "总量（亿元）", growth, head]]
    rows += [[n, 900 + k, g, 10 - k] for k, (n, g) in enumerate(zip(NAMES, growths(), strict=True))]
    path = book(tmp_path / "a.xlsx", rows, change=merged("B1:D1", "A1:A2"))
    assert taken(data, path) == expect("gdp_growth", growths())


@pytest.mark.parametrize("places", [[*range(1, 11)], [1, 2, 2, 4, 5, 6, 7, 8, 9, 10][::-1]])
def test_figures_that_are_nothing_but_places_are_not_taken_for_a_rate(data, tmp_path, places):
    [fault] = refused(data, book(tmp_path / "a.xlsx", table(["区市", "GDP增速"], places)))
    assert "its figures are the places 1, 2, 3" in fault.hint
