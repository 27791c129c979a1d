"""Tables below each other in a sheet: of what their own titles and heads name; one table over two pages is one."""

from __future__ import annotations

import pytest
from books import NAMES, Q4, book, data_folder, expect, growths, table, taken

from helpers.intake.plan import plan

GDP = "GDP增速（%）"
INDUSTRY = "规上工业增加值增速（%）"


@pytest.fixture
def data(tmp_path):
    return data_folder(tmp_path)


def stacked(*titles, heads=("1-9月", "1-12月")):
    """Tables of the same districts and heads one below the other, each of what its title names."""
    rows = []
    for k, title in enumerate(titles):
        rows += [[title], *table(["区市", *heads], growths(1 + k), growths(5 + k)), []]
    return rows


def test_tables_below_each_other_are_of_what_their_own_titles_name(data, tmp_path):
    """Heads that say 1-12月 alone were one column to the mapping, and every figure was claimed twice."""
    rows = [["青岛市2023年主要指标"], *stacked("一、地区生产总值增速（%）", "二、社会消费品零售总额增速（%）")]
    path = book(tmp_path / "统计局.xlsx", rows)
    wanted = expect("gdp_growth", growths(5)) | expect("retail_growth", growths(6))
    assert taken(data, path) == wanted
    [mapping] = plan(data, Q4, [path]).proposals
    [sheet] = mapping.sheets
    heads = ["一、地区生产总值增速 / {since january}", "二、社会消费品零售总额增速 / {since january}"]
    assert [column.head for column in sheet.columns] == heads


def test_a_table_that_goes_on_with_other_districts_is_one(data, tmp_path):
    rows = table(["区市", "增速（%）"], growths())
    path = book(tmp_path / "a.xlsx", [["GDP增速"], *rows[:6], ["GDP增速（续表）"], rows[0], *rows[6:]])
    assert taken(data, path) == expect("gdp_growth", growths())


def test_points_of_tables_below_each_other_are_of_what_their_titles_name(data, tmp_path):
    points = [80 + k for k in range(10)], [95 - k for k in range(10)]
    titles = "一、项目落地质量评价", "二、营商环境第三方评价"
    rows = [
        row for title, of in zip(titles, points, strict=True) for row in [[title], *table(["区市", "得分"], of), []]
    ]
    wanted = expect("projects_given", points[0], 2) | expect("business_given", points[1], 2)
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == wanted


def test_rates_behind_their_amounts_in_tables_below_each_other_are_told_apart_by_these(data, tmp_path):
    """主要指标 and 续表 name nothing."""
    first = table(["区市", "GDP（亿元）", "增速（%）"], range(900, 910), growths())
    second = table(["区市", "社零额（亿元）", "增速（%）"], range(300, 310), growths(6))
    path = book(tmp_path / "a.xlsx", [["主要指标"], *first, [], ["续表"], *second])
    assert taken(data, path) == expect("gdp_growth", growths()) | expect("retail_growth", growths(6))


@pytest.mark.parametrize("title", [True, False])
def test_heads_in_another_order_below_the_first_districts_are_those_of_what_follows(data, tmp_path, title):
    """Two tables of five districts each: the second one's figures were taken under the heads of the first."""
    both = list(zip(NAMES, growths(), growths(3.0), strict=True))
    rows = [["区市", GDP, INDUSTRY], *both[:5], *([["续表"]] if title else [])]
    rows += [["区市", INDUSTRY, GDP], *([n, i, g] for n, g, i in both[5:])]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_the_same_heads_again_on_the_next_page_are_no_other_table(data, tmp_path):
    both = list(zip(NAMES, growths(), strict=True))
    rows = [["区市", GDP], *both[:5], ["区市", GDP], *both[5:]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())
