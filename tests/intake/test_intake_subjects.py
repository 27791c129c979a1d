"""Heads that name nothing themselves, a rate behind its amount or a time alone; and columns without a single number."""

from __future__ import annotations

import datetime

import pytest
from books import NAMES, Q4, book, expect, faults, growths, merged, table, taken

from helpers.intake.heads import head
from helpers.intake.plan import plan
from helpers.intake.subjects import with_subjects
from helpers.model import DataError

AMOUNTS = [500.1 + k for k in range(10)]
COUNTS = list(range(400, 410))


def keys(*titles):
    return [h.key for h in with_subjects([head(c, [t], "", Q4, None) for c, t in enumerate(titles)])]


def test_heads_that_are_alike_and_name_nothing_get_the_name_before_them():
    found = keys(
        "GDP（亿元）", "增速（%）", "位次", "社零额（亿元）", "上年同期", "增速（%）", "开工率（%）", "增速（%）"
    )
    assert found == ["gdp", "gdp / 增速", "位次", "社零额", "上年同期", "社零额 / 增速", "开工率", "开工率 / 增速"]


def test_a_head_that_stands_once_keeps_the_key_that_mappings_know_it_by():
    assert keys("GDP（亿元）", "增速（%）", "新签约项目") == ["gdp", "增速", "新签约项目"]


def test_a_rate_is_of_the_time_of_the_amount_before_it():
    found = with_subjects(
        [head(c, [t], "", Q4, None) for c, t in enumerate(("2022年GDP", "增速", "2023年GDP", "增速"))]
    )
    assert [h.time.other for h in found] == ["2022", "2022", "", ""] and found[3].key == "gdp / 增速"
    [_, _, growth] = with_subjects([head(c, [t], "", Q4, None) for c, t in enumerate(("GDP", "2022年GDP", "增速"))])
    assert growth.subject.title == "GDP" and not growth.time.other


@pytest.mark.parametrize("before", ["限上社零额（亿元）", "社零额目标（亿元）", "人均社零额（元）"])
def test_what_stands_before_a_rate_may_speak_against_it(data, tmp_path, before):
    rows = table(["区市", before, "增速（%）", "新签约项目（个）"], AMOUNTS, growths(), COUNTS)
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("signed_projects", COUNTS, 0)


def test_amounts_and_rates_in_turn(data, tmp_path):
    heads = [
        "区市",
        "GDP（亿元）",
        "增速（%）",
        "社零额（亿元）",
        "增速（%）",
        "一般公共预算收入（亿元）",
        "完成率（%）",
        "增速（%）",
    ]
    rows = table(heads, AMOUNTS, growths(), AMOUNTS, growths(7.0), AMOUNTS, growths(95.0), growths(3.0))
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == (
        expect("gdp_growth", growths())
        | expect("retail_growth", growths(7.0))
        | expect("budget_revenue", growths(95.0))
    )


def test_a_line_of_growth_below_each_indicator(data, tmp_path):
    """The month's report of a statistics bureau: districts across the top, 同比增长 four times at the side."""
    rows = [
        ["2023年1—12月各区市主要经济指标"],
        ["指标名称", "计量单位", *NAMES],
        ["一、地区生产总值", "亿元", *AMOUNTS],
        ["    同比增长", "%", *growths()],
        ["二、规模以上工业增加值", ""],
        ["    同比增长", "%", *growths(6.0)],
        ["三、社会消费品零售总额", "亿元", *AMOUNTS],
        ["    同比增长", "%", *growths(7.0)],
        ["四、一般公共预算收入", "亿元", *AMOUNTS],
        ["    完成年度预算", "%", *growths(95.0)],
        ["    同比增长", "%", *growths(3.0)],
    ]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == (
        expect("gdp_growth", growths())
        | expect("industry_growth", growths(6.0))
        | expect("retail_growth", growths(7.0))
        | expect("budget_revenue", growths(95.0))
    )


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("新签约项目情况（单位：个、%）", ["2022年", "2023年", "增长"]),
        ("2023年12月新签约项目情况（个）", ["本月", "累计", "增幅%"]),
        ("2023年新签约项目（个）", ["2023年12月", "1-12月累计", "增幅%"]),
        ("新签约项目累计数（个）", [datetime.date(2023, 9, 30), datetime.date(2023, 12, 31), "增幅%"]),
    ],
)
def test_a_time_alone_under_a_title(data, tmp_path, title, heads):
    columns = [range(30, 40), COUNTS, growths(8.0)]
    if heads[1] == "2023年":
        columns[0] = [300 + k for k in range(10)]
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", *heads], *map(list, columns))])
    assert taken(data, path) == expect("signed_projects", COUNTS, 0)


def test_the_end_of_a_month_is_a_column_of_every_quarter(data, tmp_path):
    rows = table(["区市", datetime.date(2023, 12, 31)], COUNTS)
    [mapping] = plan(data, Q4, [book(tmp_path / "a.xlsx", [["新签约项目累计数（个）"], *rows])]).proposals
    assert [c.head for c in mapping.sheets[0].columns] == ["{month}"]


def test_a_column_like_an_item_without_a_single_number_is_told(data, tmp_path):
    typed = [f"{v}（{k}）" for k, v in enumerate(growths(), start=1)]
    rows = table(["区市", "GDP增速（%）及位次", "新签约项目（个）"], typed, COUNTS)
    path = book(tmp_path / "a.xlsx", rows)
    assert taken(data, path) == expect("signed_projects", COUNTS, 0)
    [mapping] = plan(data, Q4, [path], lang="zh").proposals
    assert any("没有一个单元格是数：B2为“5.0（1）”" in head for head in mapping.unread)


def test_where_no_column_has_a_number_the_first_cell_is_told(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "新签约项目（个）"], [f"{v},5" for v in COUNTS]))
    with pytest.raises(DataError) as told:
        taken(data, path)
    assert "('400,5' in B2): ask for one number in each" in told.value.faults[0].hint
    assert told.value.faults[0].hint.endswith("; ask the sender for this quarter's figures")


def test_districts_across_the_top_with_their_quarters_below(data, tmp_path):
    """The row 三季度 | 四季度 stands under 单位, and is no row of units."""

    def merge(sheet):
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:B2")
        for column in range(3, 23, 2):
            sheet.merge_cells(start_row=1, end_row=1, start_column=column, end_column=column + 1)

    rows = [
        ["指标", "单位", *(cell for name in NAMES for cell in (name, None))],
        [None, None, *["三季度", "四季度"] * 10],
        ["GDP增速", "%", *(cell for figure in growths() for cell in (3.3, figure))],
        ["新签约项目", "个", *(cell for figure in COUNTS for cell in (200, figure))],
    ]
    path = book(tmp_path / "a.xlsx", rows, change=merge)
    assert taken(data, path) == expect("gdp_growth", growths()) | expect("signed_projects", COUNTS, 0)


@pytest.mark.parametrize(("single", "since"), [
    ("一、当季情况", "二、累计情况"), ("2023年10-12月", "2023年1-12月"), ("四季度当季", "1-12月累计"),
])  # fmt: skip
def test_of_two_tables_below_each_other_the_one_of_the_items_own_span_is_read(data, tmp_path, single, since):
    """The quarter's projects, and those since January, each under a title that says so."""
    projects, own = [300 + k for k in range(10)], ["区市", "新签约项目（个）"]
    tables = [[single], *table(own, [11 + k for k in range(10)]), [], [since], *table(own, projects)]
    path = book(tmp_path / "发改委.xlsx", tables)
    assert taken(data, path) == expect("signed_projects", projects, 0)
    (mapping,) = plan(data, Q4, [path]).proposals
    assert [c.head for s in mapping.sheets for c in s.columns] == ["{since january} / 新签约项目"]


@pytest.mark.parametrize("before", ["去年同期总投资（万元）", "上年总投资（万元）"])
def test_an_increase_is_not_of_last_years_figure_before_it(data, tmp_path, before):
    heads = ["区市", "新签约项目总投资（万元）", before, "同比增加额（万元）"]
    columns = [[1_000_000 + k for k in range(10)], [900_000] * 10, [100_000 + 1000 * k for k in range(10)]]
    got = taken(data, book(tmp_path / "a.xlsx", table(heads, *columns)))
    assert got == expect("signed_investment_growth_amount", [10 + k / 10 for k in range(10)], 2)


@pytest.mark.parametrize(
    ("title", "taken_for"),
    [
        ("青岛市城市更新和城市建设攻势2023年四季度进展情况通报表", ["renewal_start_rate"]),
        ("2023年四季度重点项目进展情况", []),
    ],
)
def test_a_title_says_the_rest_of_a_name_among_other_words(data, tmp_path, title, taken_for):
    figures = table(["区市", "开工数（个）", "开工率（%）"], COUNTS, [90.5 + k / 2 for k in range(10)])
    rows = [[title], ["填报单位：市住房和城乡建设局"], *figures]
    (mapping,) = plan(data, Q4, [book(tmp_path / "a.xlsx", [*rows, []])]).proposals
    assert [c.indicator for s in mapping.sheets for c in s.columns] == taken_for


PLANS = ("年度计划投资（亿元）", "累计完成投资（亿元）", "累计完成投资占年度计划（%）")


@pytest.mark.parametrize("title", ["2023年四季度重点项目建设情况表", "全市工业技改投资情况", "2023年省市重大工程进展"])
def test_how_far_plans_of_other_projects_are_met_is_asked_about(data, tmp_path, title):
    """In the scheme it is that of 城市更新建设, which its name does not say."""
    figures = table(["区市", *PLANS], *([80 + k + c for k in range(10)] for c in range(3)))
    (mapping,) = plan(data, Q4, [book(tmp_path / "a.xlsx", [[title], *figures])]).proposals
    assert not mapping.sheets and len(mapping.open) == 3
    assert all("is of 城市更新建设; neither" in one.question for one in mapping.open)


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("2023年四季度城市更新和城市建设重点项目进展情况", "a"),
        ("2023年四季度重点项目投资情况", "住建局城市更新"),
        ("2023年四季度投资完成情况", "a"),
    ],
)
def test_how_far_plans_are_met_is_read_where_a_title_says_so_or_speaks_of_no_projects(data, tmp_path, title, file):
    figures = table(["区市", *PLANS], *([80 + k + c for k in range(10)] for c in range(3)))
    (mapping,) = plan(data, Q4, [book(tmp_path / f"{file}.xlsx", [[title], *figures])]).proposals
    assert len(mapping.sheets[0].columns) == 3 and not mapping.open


@pytest.mark.parametrize("head", ["完成率", "占年初预算%"])
def test_how_far_a_budget_is_met_stands_behind_the_budget(data, tmp_path, head):
    """Budget, revenue, rate and last year's, as a finance bureau lists them."""
    heads = ["区市", "年初预算数", "累计完成数", head, "上年同期"]
    rates = [f"{95 + k}.5%" for k in range(10)]
    figures = table(heads, [100] * 10, [95 + k for k in range(10)], rates, [90] * 10)
    path = book(tmp_path / "财政局.xlsx", [["2023年1-12月一般公共预算收入完成情况"], ["单位：亿元"], *figures])
    assert taken(data, path) == expect("budget_revenue", [95.5 + k for k in range(10)])


@pytest.mark.parametrize(("head", "sign"), [("同比增长", "%"), ("增速", "%"), ("增速", "")])
def test_the_unit_of_a_group_is_not_that_of_a_rate_in_it(data, tmp_path, head, sign):
    rows = [["区市", "新登记经营主体（户）", None], [None, "1-12月", head]]
    rows += [[name, 30000 + k, f"{5 + k / 10}{sign}"] for k, name in enumerate(NAMES)]
    path = book(tmp_path / "市场监管局.xlsx", rows, change=merged("A1:A2", "B1:C1"))
    assert taken(data, path) == expect("new_entities_growth", growths())


def test_a_change_in_the_unit_of_its_group_is_no_rate(data, tmp_path):
    rows = [["区市", "新登记经营主体（户）", None], [None, "1-12月", "同比增长"]]
    rows += [[name, 30000 + k, 500 + k] for k, name in enumerate(NAMES)]
    path = book(tmp_path / "市场监管局.xlsx", rows, change=merged("A1:A2", "B1:C1"))
    assert [rule for _, _, rule in faults(data, path)] == ["its unit is 户; 新登记经营主体增速 is in %"]


def test_how_far_a_budget_is_met_stands_below_its_group(data, tmp_path):
    """Revenue and spending side by side, each with its month, its total and how far its budget is met."""
    groups = ["一般公共预算收入（亿元）", "一般公共预算支出（亿元）"]
    rows = [["区市", groups[0], None, groups[1], None], [None, *["累计", "累计为预算%"] * 2]]
    rows += [[name, 90 + k, f"{95 + k}.5%", 88.1, f"{70 + k}.5%"] for k, name in enumerate(NAMES)]
    path = book(tmp_path / "财政局.xlsx", rows, change=merged("A1:A2", "B1:C1", "D1:E1"))
    assert taken(data, path) == expect("budget_revenue", [95.5 + k for k in range(10)])


def test_of_growth_at_current_and_at_constant_prices_behind_an_amount_the_latter_is_taken(data, tmp_path):
    head = ["区市", "GDP（亿元）", "现价增速（%）", "可比价增速（%）"]
    path = book(tmp_path / "a.xlsx", table(head, range(900, 910), growths(8), growths()))
    assert taken(data, path) == expect("gdp_growth", growths())
