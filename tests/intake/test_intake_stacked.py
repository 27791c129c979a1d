"""Tables below each other in a sheet: of what their own titles and heads name; one table over two pages is one."""

from __future__ import annotations

import pytest
from books import NAMES, Q4, book, expect, growths, merged, table, taken

from helpers.intake.plan import plan

GDP = "GDP增速（%）"
INDUSTRY = "规上工业增加值增速（%）"


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


@pytest.mark.parametrize("corner", [None, "区市"])
@pytest.mark.parametrize("own", [None, "区市"])
@pytest.mark.parametrize("ranked", [False, True])
def test_heads_in_another_order_with_nothing_in_the_corner(data, tmp_path, corner, own, ranked):
    """The figures of the second five districts were taken under the heads of the first without a word."""
    rows = [[own, GDP, INDUSTRY], *zip(NAMES[:5], growths(), growths(3.0), strict=False)]
    rows += [[corner, INDUSTRY, GDP], *zip(NAMES[5:], growths(3.5)[:5], growths(5.5)[:5], strict=True)]
    rows = [[("序号" if k in (0, 6) else k) if ranked else None, *row] for k, row in enumerate(rows)]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_one_column_under_another_head_below_the_first_districts_is_that_heads(data, tmp_path):
    rows = [["区市", GDP], *zip(NAMES[:5], growths(), strict=False)]
    rows += [["区市", INDUSTRY], *zip(NAMES[5:], growths(3.0), strict=False)]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    wanted = dict(list(expect("gdp_growth", growths()).items())[:5])
    assert found == wanted | {(n, "industry_growth"): f"{v:.1f}" for n, v in zip(NAMES[5:], growths(3.0), strict=False)}


def test_groups_of_heads_that_differ_over_lower_heads_alike_begin_another_table(data, tmp_path):
    lower = [None, "总量（亿元）", "增速（%）"]
    first = [[n, 900, g] for n, g in zip(NAMES[:5], growths(), strict=False)]
    second = [[n, 300, g] for n, g in zip(NAMES[5:], growths(3.0), strict=False)]
    rows = [["区市", "GDP", None], lower, *first, ["区市", "社零额", None], lower, *second]
    found = taken(data, book(tmp_path / "a.xlsx", rows, change=merged("A1:A2", "B1:C1", "A8:A9", "B8:C8")))
    assert {item for _, item in found} == {"gdp_growth", "retail_growth"} and len(found) == 10


@pytest.mark.parametrize(
    "between", [[None, None, "接上页"], [None, "远郊区市", None], [None, "-", "—"], [None, "%", "%"]]
)
def test_a_row_of_remarks_or_dashes_between_districts_is_no_row_of_heads(data, tmp_path, between):
    both = list(zip(NAMES, growths(), growths(3.0), strict=True))
    path = book(tmp_path / "a.xlsx", [["区市", GDP, INDUSTRY], *both[:5], between, *both[5:]])
    assert taken(data, path) == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


@pytest.mark.parametrize("group", ["其他区市", "郊区", "县级市（4个）"])
def test_a_group_of_districts_named_over_the_only_figures_is_no_head(data, tmp_path, group):
    """The districts below it were lost: its name was the head of another table."""
    own = list(zip(NAMES, growths(), strict=True))
    path = book(tmp_path / "a.xlsx", [["区市", GDP], [None, "市内三区"], *own[:3], [None, group], *own[3:]])
    assert taken(data, path) == expect("gdp_growth", growths())


def test_another_head_over_the_only_figures_begins_another_table(data, tmp_path):
    own = list(zip(NAMES, growths(), strict=True))
    path = book(tmp_path / "a.xlsx", [["区市", GDP], *own[:5], [None, "固定资产投资增速（%）"], *own[5:]])
    assert taken(data, path) == dict(list(expect("gdp_growth", growths()).items())[:5])


def test_the_lower_heads_alone_on_the_next_page_are_no_other_table(data, tmp_path):
    rows = [["区市", "GDP", None], [None, "总量（亿元）", "增速（%）"]]
    rows += [[n, 900, g] for n, g in zip(NAMES, growths(), strict=True)]
    rows.insert(7, rows[1])
    path = book(tmp_path / "a.xlsx", rows, change=merged("A1:A2", "B1:C1"))
    assert taken(data, path) == expect("gdp_growth", growths())


def test_a_table_of_this_year_below_one_of_the_next_is_of_this_year(data, tmp_path):
    """2024年计划 above was the time of both, and the workbook of another quarter."""
    rows = [["一、2024年计划新签约项目（个）"], *table(["区市", "数量"], range(500, 510)), []]
    rows += [["二、2023年完成新签约项目（个）"], *table(["区市", "数量"], range(350, 360))]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("signed_projects", range(350, 360), 0)


BETWEEN = {
    "line": lambda unit: [[f"单位：{unit}"]],
    "line and heads": lambda unit: [[f"单位：{unit}"], HEAD],
    "heads and row": lambda unit: [HEAD, [None, unit]],
    "row": lambda unit: [[None, unit]],
    "title and row": lambda unit: [["续表"], ["单位", unit]],
}
HEAD = ["区市", "新签约项目投资额同比增加"]


@pytest.mark.parametrize(("unit", "factor"), [("百万元", 100), ("亿元", 1)])
@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN)
def test_a_table_that_goes_on_in_another_unit_is_in_that_unit(data, tmp_path, between, unit, factor):
    """The same heads again, or none, were no other table, and its figures in the unit of the first."""
    figures = [812.5 + k for k in range(10)]
    rows = [["单位：亿元"], HEAD, *zip(NAMES[:5], figures, strict=False), *between(unit)]
    rows += zip(NAMES[5:], (v * factor for v in figures[5:]), strict=True)
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("signed_investment_growth_amount", figures, 2)
