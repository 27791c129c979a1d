"""Equal faults of a whole column are told once, and every cell can still be found."""

import pytest

from helpers.desk.data_check import fault_lines
from helpers.model import Fault
from helpers.said import Said
from helpers.write.folding import FEW, fold

UNIT = Said("a percentage; {item} is in {unit}", item="新签约项目", unit="个")
WRITE = "write it in that unit"


def cell(row, column="B", value="5%", rule=UNIT, hint=WRITE, **more):
    return Fault("a.xlsx", rule, hint, more.pop("sheet", "表1"), row, column, value, **more)


def test_a_fault_of_a_whole_column_is_told_in_one_line_in_both_languages():
    column = [cell(row, value=f"{row}%") for row in range(2, 12)]
    assert fault_lines(column, "en") == [
        "error: a.xlsx [表1] B2:B11 (10 cells): found '2%', '3%', '4%' …; a percentage; 新签约项目 is in 个 -> "
        "write it in that unit"
    ]
    assert fault_lines(column, "zh") == [
        "错误：a.xlsx [表1] B2:B11（10个单元格）：原文“2%”“3%”“4%”等，填的是百分数，新签约项目的单位是个；改为该单位"
    ]


def test_two_are_told_each_and_three_together():
    assert len(fold([cell(row) for row in range(FEW - 1)[:2]])) == 2 and FEW == 3
    assert [len(told.faults) for told in fold([cell(row) for row in (2, 3, 4)])] == [3]


@pytest.mark.parametrize("other", [
    {"sheet": "表2"}, {"column": "C"}, {"severity": "warning"}, {"rule": "not a number"}, {"hint": "ask"},
])  # fmt: skip
def test_faults_of_another_sheet_column_kind_rule_or_advice_stay_apart(other):
    faults = [cell(2), cell(3), cell(4, **other)]
    assert [told.is_one for told in fold(faults)] == [True, True, True]


def test_every_cell_is_named_where_some_of_a_column_are_right():
    (told,) = fold([cell(row) for row in (2, 3, 7, 5, 6, 12)])
    assert told.spots == ["B2:B3", "B5:B7", "B12"] and told.values == ["5%"] and not told.more


def test_of_a_table_turned_round_the_row_is_told():
    (told,) = fold([cell(4, column) for column in ("Y", "Z", "AA", "AC")])
    assert told.spots == ["Y4:AA4", "AC4"]


def test_rows_of_a_data_table_are_counted_as_rows():
    rows = [Fault("2023Q3/values.csv", "not a number", "", "", row, "value", "x") for row in (2, 3, 9)]
    assert fault_lines(rows, "en") == [
        "error: 2023Q3/values.csv rows 2-3, 9, column value (3 rows): found 'x'; not a number"
    ]
    assert fault_lines(rows, "zh") == ["错误：2023Q3/values.csv 第2-3、9行value列（3行）：原文“x”，不是数字"]


def test_lines_of_a_settings_file_are_told_each():
    assert len(fold([Fault("issue.toml", "no such key", "", "", row, "dat") for row in (1, 2, 3)])) == 3


def test_advice_that_differs_by_the_figure_is_told_of_the_first_as_an_example():
    words = "write {value}% if the rate is meant; if it moved by that much, ask for the rate itself"
    (english,) = fault_lines([cell(row, hint=Said(words, value=row)) for row in (2, 3, 4)], "en")
    assert english.endswith("-> B2, for example: write 2% if the rate is meant; if it moved by that much, ask for "
                            "the rate itself")  # fmt: skip
    (chinese,) = fault_lines([cell(row, hint=Said(words, value=row)) for row in (2, 3, 4)], "zh")
    assert "；如B2：" in chinese


def test_a_column_that_two_workbooks_claim_is_told_once_with_the_first_pair():
    rule = "{item} of this district is claimed twice: {text} in {place}"
    twice = [cell(r, rule=Said(rule, item="增速", text=f"{r}", place=f"b.xlsx C{r}")) for r in (2, 3, 4)]
    (line,) = fault_lines(twice, "en")
    assert (
        "B2:B4 (3 cells)" in line and "B2, for example: 增速 of this district is claimed twice: 2 in b.xlsx C2" in line
    )


def test_names_that_nobody_knows_are_told_one_by_one():
    """A name hidden behind "and others" could not be mended."""
    faults = [cell(r, "A", n, Said("no such district: {name}", name=n)) for r, n in enumerate("甲乙丙丁", start=2)]
    assert len(fault_lines(faults, "zh")) == 4


def test_order_is_that_of_the_first_of_each():
    faults = [cell(2), cell(2, "C", rule="not a number"), cell(3), cell(4)]
    assert [told.at for told in fold(faults)] == [(0, 2, 3), (1,)]


def test_faults_about_different_items_stay_apart():
    rows = [Fault("2023Q3/values.csv", "not a number", "", "", row, "value", "x") for row in range(2, 8)]
    assert [told.at for told in fold(rows, "aaabbb")] == [(0, 1, 2), (3, 4, 5)]
