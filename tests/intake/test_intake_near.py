"""Heads that are alike by their letters and are another indicator's: told with what tells them apart, never taken."""

from __future__ import annotations

import pytest
from books import Q4, book, data_folder, expect, growths, merged, sheets_book, table, taken

from helpers.desk import intake as desk
from helpers.intake.figures import plain
from helpers.intake.plan import plan
from helpers.intake.trade_words import brought
from helpers.model import DataError

FIGURES = [80.5 + k for k in range(10)]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return data_folder(tmp_path_factory.mktemp("near"))


def proposed(data, path):
    (mapping,) = plan(data, Q4, [path]).proposals
    asked = [one.column.indicator for one in mapping.open if one.column.indicator]
    return [c.indicator for s in mapping.sheets for c in s.columns], asked, mapping.unread


def under_group(tmp_path, head, figures):
    """A table of one column, under the head of a group where it has one."""
    group, _, own = head.rpartition(" / ")
    rows = table(["区市", own], figures)
    if group:
        rows = [["区市", group, None], [None, own, "责任人"], *([*row, "张三"] for row in rows[1:])]
    return book(tmp_path / "a.xlsx", rows, change=merged("B1:C1") if group else lambda sheet: None)


@pytest.mark.parametrize(("head", "word"), [
    ("新签约外资项目（个）", "外资"), ("新签约亿元以上项目（个）", "亿元以上"), ("新签约重点项目（个）", "重点"),
    ("新签约外资项目投资额同比增加（亿元）", "外资"), ("一般公共预算支出完成率（%）", "支出"),
    ("商品零售额增速（%）", "商"), ("规上工业总产值增速（%）", "产"), ("规模以上工业企业利润增速（%）", "企业利润"),
    ("规模以上服务业增加值增速（%）", "服务"), ("规模以上工业用电量增速（%）", "用电"),
    ("海洋生产总值增速（%）", "海洋"), ("地区生产总值两年平均增速（%）", "两年平均"),
    ("地区生产总值增速对全市贡献率（%）", "贡献"), ("注销经营主体增速（%）", "注销"), ("实有经营主体增速（%）", "实有"),
    ("新登记企业增速（%）", "企业"), ("新登记个体工商户增速（%）", "个体工商"), ("企业注销平均用时（天）", "注销"),
    ("城市更新和城市建设项目竣工率（%）", "竣"),
    ("当季完成投资占年度计划（%）", "年"), ("累计完成投资占季度计划（%）", "季"), ("项目签约落地评价", "签约"),
    ("其中：外资 / 新签约项目（个）", "其中"), ("计划总投资（亿元）", "计划总投资"),
])  # fmt: skip
def test_what_tells_a_head_from_an_item_is_said_and_it_is_not_taken(data, tmp_path, head, word):
    path = under_group(tmp_path, head, FIGURES)
    got, asked, unread = proposed(data, path)
    assert (got, asked) == ([], []) and any(word in told and "another indicator" in told for told in unread), unread


@pytest.mark.parametrize(("item", "head"), [
    ("gdp_growth", "地区生产总值（GDP）增速（%）"), ("gdp_growth", "地区生产总值同比增速（按可比价计算，%）"),
    ("gdp_growth", "全区生产总值增速（%）"), ("gdp_growth", "经济运行 / 地区生产总值增速（%）"),
    ("gdp_growth", "地区生产总值 / 比上年增长（%）"), ("industry_growth", "规上工业增加值可比价增速（%）"),
    ("retail_growth", "社会消费品零售额增速（%）"),
    ("retail_growth", "社零额同比增长（下降为-）（%）"),
    ("budget_revenue", "一般公共预算收入完成年度预算（%）"),
    ("budget_revenue", "一般公共预算收入 / 完成率"), ("budget_revenue", "地方一般公共预算收入占年初预算比例（%）"),
    ("industry_growth", "规上工业增加值比上年增长（%）"), ("gdp_growth", "生产总值增长（%）"),
    ("signed_projects", "新签约项目总数（个）"),
    ("signed_projects", "今年以来新增签约项目数（个）"), ("renewal_start_rate", "城市更新建设项目开工率（%）"),
    ("signed_investment_growth_amount", "新签约项目投资额较上年同期增加额（亿元）"),
    ("renewal_completion_rate", "累计完成投资占全年计划比重（%）"),
    ("renewal_q2_plan_rate", "本季完成投资占季度计划比例（%）"), ("new_entities_growth", "新设市场主体户数增速（%）"),
    ("service_days", "开办企业平均时长（天）"), ("projects_given", "项目落地质量评价得分"),
    ("business_given", "营商环境第三方评价（百分制）"),
    ("projects_given", "项目落地质量评价（满分100）"),
    ("gdp_growth", "GDP增速 GDP growth (%)"), ("gdp_growth", "GDP增速\nGrowth of GDP（%）"),
    ("gdp_growth", "GDP增速①（%）"), ("gdp_growth", "GDP增速*（%）"), ("gdp_growth", "GDP增速（%）（注1）"),
    ("gdp_growth", "GDP增速[1]（%）"), ("gdp_growth", "23Q4GDP增速（%）"),
    ("retail_growth", "社零额 / 同比（%）"),
    ("gdp_growth", "GDP（±%）"), ("gdp_growth", "GDP当年累计增速（%）"), ("gdp_growth", "GDP yoy (%)"),
    ("gdp_growth", "GDP增速（%） / GDP growth"), ("industry_growth", "规上工业增加值增速（%） / Industry growth (%)"),
])  # fmt: skip
def test_other_words_for_the_same_are_no_question(data, tmp_path, item, head):
    path = under_group(tmp_path, head, FIGURES if "增加" not in head else [f * 8 for f in FIGURES])
    assert proposed(data, path)[:2] == ([item], [])


def test_a_rate_under_the_title_of_another_subject_is_not_taken(data, tmp_path):
    for title in ("2023年四季度规模以上工业企业利润情况", "2023年四季度注销经营主体情况"):
        path = book(tmp_path / "a.xlsx", [[title], *table(["区市", "增速（%）"], growths())])
        assert proposed(data, path)[:2] == ([], []), title


def test_the_right_column_beside_ones_alike_is_taken_without_a_question(data, tmp_path):
    heads = ["区市", "一般公共预算支出完成率（%）", "税收收入完成率（%）", "一般公共预算收入完成率（%）"]
    path = book(tmp_path / "a.xlsx", table(heads, growths(90), growths(80), FIGURES))
    assert taken(data, path) == expect("budget_revenue", FIGURES)


def test_four_of_five_answers_to_a_survey_are_not_taken_for_all(data, tmp_path):
    """With 很满意 beside it, 满意 is not all who are satisfied."""
    heads = ["区市", "有效样本", "很满意", "满意", "基本满意", "不满意", "很不满意", "不了解"]
    counts = [[n + k for k in range(10)] for n in (500, 100, 200, 100, 50, 20, 30)]
    got, asked, unread = proposed(data, book(tmp_path / "a.xlsx", table(heads, *counts)))
    assert (got, asked) == ([], []) and any("满意 — 很满意 stands beside it" in told for told in unread)


def test_a_fact_of_another_quarter_by_its_name_is_none_of_this(data, tmp_path):
    """二季度新开工项目 is a fact of a second quarter alone."""
    path = book(tmp_path / "a.xlsx", table(["区市", "新开工项目（个）"], [30 + k for k in range(10)]))
    assert proposed(data, path)[:2] == ([], [])


@pytest.mark.parametrize(("title", "word"), [
    ("2023年四季度环比增速", "环比"), ("2023年目标任务分解表", "目标任务分解"), ("2023年度计划表", "计划表"),
    ("2023年预期目标", "预期目标"),
])  # fmt: skip
def test_a_table_of_goals_or_of_growth_since_the_quarter_before_is_not_taken(data, tmp_path, title, word):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", "GDP增速（%）"], growths())])
    got, asked, unread = proposed(data, path)
    assert (got, asked) == ([], []) and any(word in told for told in unread)


@pytest.mark.parametrize(
    "title", ["2023年目标任务完成情况", "2023年四季度主要指标环比、同比增速", "年度计划执行进度表"]
)
def test_how_far_goals_are_met_is_taken(data, tmp_path, title):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", "GDP增速（%）"], growths())])
    assert proposed(data, path)[:2] == (["gdp_growth"], [])


def test_what_a_title_calls_expected_is_said_to_be_so(data, tmp_path):
    path = book(tmp_path / "a.xlsx", [["四季度主要指标预计完成情况"], *table(["区市", "GDP增速（%）"], growths())])
    (mapping,) = plan(data, Q4, [path]).proposals
    assert "preliminary" in mapping.sheets[0].columns[0].reason


def test_what_is_counted_under_a_title_is_not_investment(data, tmp_path):
    """累计完成 of 一般公共预算收入 is no 累计完成投资; 完成预算 is how far the budget is met."""
    heads = ["区市", "年初预算", "累计完成", "完成预算", "同比"]
    rows = [
        ["2023年1-12月一般公共预算收入完成情况"],
        ["单位：亿元、%"],
        *table(heads, [100] * 10, [90] * 10, FIGURES, growths()),
    ]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("budget_revenue", FIGURES)


def test_a_quarters_investment_is_neither_the_years_plan_nor_the_sum_since_january(data, tmp_path):
    heads = ["区市", "四季度计划投资（亿元）", "四季度完成投资（亿元）", "占季度计划（%）"]
    path = book(tmp_path / "a.xlsx", table(heads, [30] * 10, [29] * 10, FIGURES))
    assert taken(data, path) == expect("renewal_q2_plan_rate", FIGURES)


def test_the_end_of_a_name_is_asked_about_where_nothing_says_what_it_is_of(data, tmp_path):
    """项目开工率 is that of 重点项目 too; only 城市更新和城市建设 is asked for."""
    got, asked, _ = proposed(data, book(tmp_path / "a.xlsx", table(["区市", "项目开工率（%）"], FIGURES)))
    assert (got, asked) == ([], ["renewal_start_rate"])


def test_the_end_of_a_name_under_a_title_of_other_projects_is_left_with_the_reason(data, tmp_path):
    rows = [["2023年省市重点项目推进情况"], *table(["区市", "项目开工率（%）"], FIGURES)]
    got, asked, unread = proposed(data, book(tmp_path / "a.xlsx", rows))
    assert (got, asked) == ([], []) and "says 重点项目" in unread[0]


@pytest.mark.parametrize("place", ["title", "sheet", "file", "head beside"])
def test_the_end_of_a_name_is_taken_where_something_beside_says_what_it_is_of(data, tmp_path, place):
    heads = ["区市", "项目开工率（%）", "城市更新项目数（个）" if place == "head beside" else "责任人"]
    rows = [["城市建设进展" if place == "title" else ""], *table(heads, FIGURES, [12] * 10)]
    name = "城市更新.xlsx" if place == "file" else "a.xlsx"
    path = book(tmp_path / name, rows, "城市更新" if place == "sheet" else "Sheet1")
    assert "renewal_start_rate" in proposed(data, path)[0]


@pytest.mark.parametrize("title", ["", "2023年1-12月一般公共预算收入完成情况", "重点项目"])
@pytest.mark.parametrize("head", ["同比增加（亿元）", "同比增减额（亿元）", "占年度计划（%）"])
def test_what_names_nothing_itself_is_no_items_figure(data, tmp_path, title, head):
    """同比增减额 of revenue was taken for that of the investment signed."""
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", head], FIGURES)])
    assert proposed(data, path)[:2] == ([], [])


def test_a_head_that_names_nothing_is_told_by_the_sheets_or_the_files_name(data, tmp_path):
    """A sheet an indicator, under heads that say 总量 and 增速 alone."""
    amounts = [400.0 + k for k in range(10)]
    sheets = {
        "GDP": table(["区市", "1-12月总量（亿元）", "增速（%）"], amounts, growths()),
        "规上工业增加值": table(["区市", "1-12月增速（%）"], growths(7.0)),
    }
    expected = expect("gdp_growth", growths()) | expect("industry_growth", growths(7.0))
    assert taken(data, sheets_book(tmp_path / "主要指标.xlsx", sheets)) == expected
    path = book(tmp_path / "2023年四季度GDP.xlsx", sheets["GDP"])
    assert taken(data, path) == expect("gdp_growth", growths())
    other = book(tmp_path / "GDP.xlsx", [["规模以上工业企业利润情况"], *table(["区市", "增速（%）"], growths())])
    assert proposed(data, other)[:2] == ([], [])


def test_a_head_that_names_nothing_is_not_known_from_another_workbook(tmp_path):
    """增速 of a confirmed mapping is GDP's in a sheet GDP, and nobody's elsewhere."""
    data = data_folder(tmp_path)
    path = book(tmp_path / "GDP.xlsx", table(["区市", "增速（%）", "规模效益（%）"], growths(), growths(7.0)))
    asked = desk.prepare([str(path)], "2023Q4", str(data), True)
    desk.write_proposals(asked, accepted=True)
    other = book(tmp_path / "用电量.xlsx", table(["区市", "增速（%）"], growths(3.0)))
    assert proposed(data, other)[:2] == ([], [])


@pytest.mark.parametrize(
    ("head", "name"),
    [("PM₂.₅平均浓度", "细颗粒物平均浓度"), ("固投增速", "固定资产投资增速"), ("R&D经费投入强度", "研发经费投入强度")],
)
def test_words_of_the_trade_in_other_cities_schemes_mean_the_same(head, name):
    assert brought(plain(head)) == brought(plain(name))


@pytest.mark.parametrize(
    ("title", "head", "word"),
    [
        ("2023年四季度外资项目情况", "新签约项目（个）", "外资"),
        ("2023年重点产业链新签约项目", "新签约项目（个）", "重点产业"),
        ("2023年全市民营经济发展情况", "新登记经营主体增速（%）", "民营"),
        ("2023年海洋经济运行情况", "生产总值增速（%）", "海洋"),
        ("2023年限上单位消费品零售额", "零售额增速（%）", "限额以上"),
    ],
)
def test_a_title_that_narrows_what_stands_below_it_is_said_and_nothing_is_taken(data, tmp_path, title, head, word):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", head], [5.1 + k for k in range(10)])])
    (mapping,) = plan(data, Q4, [path]).proposals
    assert not mapping.sheets and any(f"its title or name says {word}" in unread for unread in mapping.unread)


@pytest.mark.parametrize(
    ("title", "head", "item"),
    [
        ("2023年外资及新签约项目情况", "新签约项目（个）", "signed_projects"),
        ("民营经济发展局2023年报表", "新登记经营主体增速（%）", "new_entities_growth"),
        ("2023年海洋经济与全市经济", "地区生产总值增速（%）", "gdp_growth"),
        ("城市更新和城市建设重点项目2023年12月底", "开工率（%）", "renewal_start_rate"),
    ],
)
def test_a_title_that_narrows_nothing_hinders_nothing(data, tmp_path, title, head, item):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", head], [80 + k for k in range(10)])])
    (mapping,) = plan(data, Q4, [path]).proposals
    assert [c.indicator for s in mapping.sheets for c in s.columns] == [item]


@pytest.mark.parametrize(("heads", "own"), [(("当月", "累计"), 1), (("累计增速", "当月增速"), 0)])
def test_the_month_and_the_sum_under_the_title_of_an_item_are_told_apart(data, tmp_path, heads, own):
    """工业增加值 above, 当月 and 累计 below: no column was found like anything."""
    figures = [growths(9), growths(9)]
    figures[own] = growths(5)
    rows = [["规模以上工业增加值增速（%）"], *table(["区市", *heads], *figures)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("industry_growth", growths(5))


def test_a_column_of_places_or_arrows_is_not_said_to_lack_numbers(data, tmp_path):
    """第1名 was told to be like the item whose places they are, and the sender to be asked for numbers."""
    places, arrows = [f"第{k + 1}名" for k in range(10)], ["↑", "↓"] * 5
    head = ["区市", "企业开办平均用时（天）", "位次", "环比"]
    path = book(tmp_path / "a.xlsx", [["企业开办平均用时"], *table(head, growths(), places, arrows)])
    assert not proposed(data, path)[2]


@pytest.mark.parametrize("unit", ["微克/立方米", "分贝"])
def test_an_items_own_unit_in_brackets_is_no_other_indicators_word(tmp_path, unit):
    """PM2.5浓度（微克/立方米） was left aside because of “微克立方米”."""
    data = data_folder(tmp_path)
    scheme = data / "schemes" / "2023.toml"
    text = scheme.read_text(encoding="utf-8").replace('unit = "天"', f'unit = "{unit}"')
    scheme.write_text(text.replace("企业开办平均用时", "PM2.5平均浓度"), encoding="utf-8")
    for path in data.glob("2023Q[234]/values.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace(",天,", f",{unit},"), encoding="utf-8")
    figures = [0.8 + k / 100 for k in range(10)]
    path = book(tmp_path / "环境.xlsx", table(["区市", f"PM2.5平均浓度（{unit}）"], figures))
    (mapping,) = plan(data, Q4, [path]).proposals
    assert [(c.indicator, c.unit) for s in mapping.sheets for c in s.columns] == [("service_days", unit)]
    assert proposed(data, book(tmp_path / "b.xlsx", table(["区市", "PM2.5平均浓度（毫克）"], figures)))[0] == []


def test_what_points_are_called_behind_an_items_name_is_no_word_of_another(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "项目落地质量评价加分"], FIGURES))
    assert proposed(data, path)[:2] == (["projects_given"], [])


@pytest.mark.parametrize(
    "aside", ["last year", "previous quarter", "target", "forecast", "nominal", "same period", "monthly", "QoQ"]
)
def test_words_in_english_behind_a_name_may_make_it_another(data, tmp_path, aside):
    """They were taken for the name said twice, and last year's growth for this year's."""
    for head in (f"GDP增速 {aside}（%）", f"GDP growth, {aside} (%)"):
        path = book(tmp_path / "a.xlsx", table(["区市", head], growths()))
        with pytest.raises(DataError):
            plan(data, Q4, [path], accept=True)


def test_points_are_told_behind_a_part_of_the_name_that_the_title_has_whole(data, tmp_path):
    rows = [
        ["2023年四季度营商环境第三方评价得分"],
        *table(["区市", "第三方评价得分（满分100）", "扣分"], FIGURES, growths()),
    ]
    assert proposed(data, book(tmp_path / "a.xlsx", rows))[0] == ["business_given"]
    path = book(tmp_path / "b.xlsx", table(["区市", "第三方评价得分"], FIGURES))
    with pytest.raises(DataError):
        plan(data, Q4, [path], accept=True)


def test_growth_on_a_year_before_is_known_by_同比_alone_under_the_title_of_its_indicator(data, tmp_path):
    rows = [["2023年1-12月社会消费品零售总额"], *table(["区市", "环比（%）", "同比（%）"], growths(1.0), growths())]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("retail_growth", growths())
    rows[1][2] = "环比增速（%）"
    with pytest.raises(DataError):
        plan(data, Q4, [book(tmp_path / "b.xlsx", rows)], accept=True)
