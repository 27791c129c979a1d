"""One head over several columns, merged or said twice: figures beside remarks, places, arrows or units."""

from __future__ import annotations

import pytest
from books import NAMES, book, expect, growths, merged, taken
from refusals import refused

GDP = "GDP增速（%）"


def under_one(path, beside, is_merged=True):
    """A workbook whose head stands over figures and over what is `beside` them."""
    rows = [["区市", GDP, None if is_merged else GDP]]
    rows += [[n, g, b] for n, g, b in zip(NAMES, growths(), beside, strict=True)]
    return book(path, rows, change=merged("B1:C1") if is_merged else lambda sheet: None)


BESIDE = {
    "remarks": ["核实"] * 10,
    "one remark": [None, None, "核实", *[None] * 7],
    "units": ["%"] * 10,
    "places": [*range(1, 11)],
    "places in words": [f"第{k}名" for k in range(1, 11)],
}


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("is_merged", [True, False])
def test_what_stands_beside_the_figures_and_is_none_is_left_aside(data, tmp_path, beside, is_merged):
    """Every one of its cells was a fault."""
    assert taken(data, under_one(tmp_path / "a.xlsx", beside, is_merged)) == expect("gdp_growth", growths())


@pytest.mark.parametrize("word", ["↓", "下降", "万元", "5.1（预计）"])
def test_a_word_that_may_change_the_figures_is_one_fault(data, tmp_path, word):
    [fault] = refused(data, under_one(tmp_path / "a.xlsx", ["核实", word, *["核实"] * 8]))
    assert (fault.row, fault.column, fault.value) == (3, "C", word) and "head of its own" in fault.hint


def test_a_figure_among_the_words_is_told(data, tmp_path):
    [fault] = refused(data, under_one(tmp_path / "a.xlsx", ["核实", 5.7, *["核实"] * 8]))
    assert (fault.row, fault.column, fault.value) == (3, "C", "5.7")


def test_two_columns_of_figures_under_one_head_are_not_chosen_from(data, tmp_path):
    for is_merged in (True, False):
        [fault] = refused(data, under_one(tmp_path / "a.xlsx", growths(7.0), is_merged))
        assert "from B2 and C2 on" in fault.rule and fault.column == GDP and "a head that says" in fault.hint


def test_two_columns_under_one_head_that_agree_ask_nothing(data, tmp_path):
    beside = [g if k % 2 else None for k, g in enumerate(growths())]
    assert taken(data, under_one(tmp_path / "a.xlsx", beside)) == expect("gdp_growth", growths())
