"""Rows of heads: groups, numbers of columns, times, an empty corner, titles with the rest, a pivot table's words."""

from __future__ import annotations

import pytest
from books import NAMES, Q4, book, expect, growths, merged, table, taken
from refusals import refused

from helpers.intake.plan import plan
from helpers.model import DataError

GDP = "GDP增速（%）"
INDUSTRY = "规上工业增加值增速（%）"
MONEY = "新签约项目投资额同比增加"


def test_the_survey_under_a_group_head(data, tmp_path):
    rows = [["区市", "有效样本量", "评价结果（人）", *[None] * 3], [None, None, "满意", "基本满意", "不满意", "不了解"]]
    rows += [[n, 1000, 700 + k, 200, 60, 40 - k] for k, n in enumerate(NAMES)]
    found = taken(data, book(tmp_path / "满意度.xlsx", rows, change=merged("A1:A2", "B1:B2", "C1:F1")))
    assert found["胶州市", "satisfied"] == "707" and len(found) == 40


def test_a_survey_in_per_cent_is_not_taken_for_people(data, tmp_path):
    rows = table(["区市", "满意（%）", "基本满意（%）"], [65] * 10, [25] * 10)
    assert all("its unit is %" in f.rule for f in refused(data, book(tmp_path / "a.xlsx", rows)))


@pytest.mark.parametrize("title", ["规模以上工业增加值", "2023年各区市规模以上工业增加值增速情况"])
def test_growth_under_a_title_is_that_of_the_title(data, tmp_path, title):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", "增速（%）"], growths())])
    assert taken(data, path) == expect("industry_growth", growths())


def test_a_pivot_tables_sums_are_the_figures_they_are_called_after(data, tmp_path):
    """求和项：新签约项目 was another indicator, perhaps."""
    figures, money = range(300, 310), [812.5 + k for k in range(10)]
    rows = [["季度", "2023Q4"], [None], ["行标签", "求和项:新签约项目", f"求和项:{MONEY}（亿元）"]]
    rows += [[n, a, b] for n, a, b in zip(NAMES, figures, money, strict=True)]
    rows += [["(空白)"], ["总计", sum(figures), sum(money)]]
    got = taken(data, book(tmp_path / "a.xlsx", rows))
    assert got == expect("signed_projects", figures, 0) | expect("signed_investment_growth_amount", money, 2)


def propose_one(data, path):
    """How many figures a workbook would change; 0 where none of its columns is taken."""
    try:
        return len(plan(data, Q4, [path], accept=True).changes)
    except DataError:
        return 0


def test_the_board_before_an_indicator_that_is_called_by_what_is_done_is_no_other_indicator(data, tmp_path):
    for at, (board, found) in enumerate((("城市更新和城市建设", 10), ("交通水利", 0))):
        rows = table(["区市", f"{board}累计完成投资占年度计划（%）"], [90.5 + k for k in range(10)])
        made = propose_one(data, book(tmp_path / f"{at}.xlsx", rows))
        assert made == found, board


@pytest.mark.parametrize(
    "numbers", [("（1）", "（2）"), ("①", "②"), ("B", "C"), ("1", "2=1/3"), ("[1]", "[2]"), (1, 2)]
)
def test_a_row_that_numbers_the_columns_is_no_head(data, tmp_path, numbers):
    rows = table(["区市", GDP, INDUSTRY], growths(), growths(3.0))
    rows.insert(1, ["甲", *numbers])
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_one_indicator_under_the_districts_with_nothing_in_the_corner(data, tmp_path):
    path = book(tmp_path / "a.xlsx", [[None, *NAMES], [GDP, *growths()]])
    assert taken(data, path) == expect("gdp_growth", growths())


@pytest.mark.parametrize(("early", "late"), [("202309", "202312"), ("2023.9", "2023.12"), ("Sep-23", "Dec-23")])
def test_months_in_digits_over_the_columns_are_times(data, tmp_path, early, late):
    """They were taken for figures, and both columns for the same."""
    rows = [["区市", "新签约项目（个）", None], [None, early, late]]
    rows += [[n, 400 + k, 560 + k] for k, n in enumerate(NAMES)]
    path = book(tmp_path / "a.xlsx", rows, change=merged("A1:A2", "B1:C1"))
    [one] = plan(data, Q4, [path]).proposals[0].open
    assert "{month}" in one.column.head and "since January" in one.question


@pytest.mark.parametrize(("first", "second"), [("①", "②"), ("(1)", "(2)"), ("⒈", "⒉"), ("㈠", "㈡")])
def test_numbers_before_heads_are_no_part_of_them(data, tmp_path, first, second):
    """①GDP增速 was 1GDP增速: another indicator, perhaps."""
    rows = table(["区市", f"{first}GDP增速（%）", f"{second}规上工业增加值增速（%）"], growths(), growths(3.0))
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


@pytest.mark.parametrize("head", ["增速（初步核算，%）", "增速(初核数)", "增速（最终核实）"])
def test_what_a_bracket_says_of_how_far_figures_are_checked_is_no_other_indicator(data, tmp_path, head):
    path = book(tmp_path / "a.xlsx", [["2023年地区生产总值增速"], *table(["区市", head], growths())])
    assert taken(data, path) == expect("gdp_growth", growths())


def test_who_sent_each_line_stands_over_the_districts(data, tmp_path):
    """填报单位 began a remark, and the heads beside it were none."""
    rows = [["主要指标"], *table(["填报单位", "GDP增速（%）"], growths(), names=[f"{name}统计局" for name in NAMES])]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())


def test_who_sent_the_table_above_its_heads_is_none_of_them(data, tmp_path):
    rows = [["填报单位", "青岛市统计局"], *table(["区市", "GDP增速（%）"], growths())]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())


QUARTERS = ["一季度", "二季度", "三季度", "四季度", "合计"]


def test_the_sum_of_the_years_quarters_is_counted_since_january(data, tmp_path):
    """四季度 was taken beside 合计."""
    last, sums = list(range(80, 90)), list(range(350, 360))
    rows = [["2023年新签约项目（个）"], *table(["区市", *QUARTERS], [100] * 10, [90] * 10, [80] * 10, last, sums)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("signed_projects", sums, 0)


def test_what_is_not_the_sum_of_the_quarters_beside_it_is_not_taken_for_it(data, tmp_path):
    rows = [["2023年新签约项目（个）"], *table(["区市", *QUARTERS], *[range(80, 90)] * 4, range(350, 360))]
    assert ("胶州市", "signed_projects") in (found := taken(data, book(tmp_path / "a.xlsx", rows)))
    assert found == expect("signed_projects", range(80, 90), 0)  # and told as a quarter's alone: doubts


INDUSTRY = "规上工业增加值增速（%）"


def test_a_groups_head_that_is_not_merged_stands_over_the_heads_behind_it(data, tmp_path):
    """It stood over the first alone, and the others were of no time: last year's growth was taken for this one's."""
    rows = [["区市", "2022年1-12月", None], [None, "GDP增速（%）", INDUSTRY]]
    rows += [list(row) for row in zip(NAMES, growths(), growths(3.0), strict=True)]
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert f"2022年1-12月 / {INDUSTRY} — it is of 2022Q4" in fault.hint


def test_two_groups_of_two_years_that_are_not_merged(data, tmp_path):
    rows = [["区市", "2022年1-12月", None, "2023年1-12月", None], [None, *["GDP增速（%）", INDUSTRY] * 2]]
    rows += [[n, 1.1, 2.2, g, i] for n, g, i in zip(NAMES, growths(), growths(3.0), strict=True)]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_a_head_in_two_rows_beside_a_remark_is_no_group(data, tmp_path):
    rows = [["区市", "GDP增速", None, "备注"], [None, "（%）", INDUSTRY, None]]
    rows += [[n, g, i, "核实"] for n, g, i in zip(NAMES, growths(), growths(3.0), strict=True)]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))
