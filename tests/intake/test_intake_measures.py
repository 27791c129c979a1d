"""An amount is not its growth, nor a share of a plan, however alike the heads are by their letters."""

from __future__ import annotations

import pytest
from books import NAMES, Q4, book, expect, growths, merged, table, taken
from openpyxl.utils import get_column_letter

from helpers.intake.measures import GROWTH, INCREASE, PART, SHARE, told_in
from helpers.intake.plan import plan
from helpers.intake.units import parted
from helpers.model import DataError

AMOUNTS = [500.1 + k for k in range(10)]


def mapped(data, path):
    """What a proposal takes each column for, and why it takes the others for nothing."""
    [mapping] = plan(data, Q4, [path]).proposals
    return {c.head: c.indicator for s in mapping.sheets for c in s.columns}, "\n".join(mapping.unread)


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("地区生产总值", "", []),
        ("GDP增速", "", [GROWTH]),
        ("新登记经营主体", "", []),  # 新增, and 增加值, are no growth
        ("规上工业增加值", "亿元", []),
        ("新增经营主体", "户", []),
        ("投资额同比增减", "%", [GROWTH]),
        ("投资额同比增减", "亿元", [INCREASE]),
        ("投资额同比增加", "", [INCREASE]),
        ("比上年增长", "", [GROWTH]),
        ("增长率", "", [GROWTH]),  # not a share, for all its 率
        ("一般公共预算收入", "", []),
        ("一般公共预算收入完成率", "", [SHARE]),
        ("完成年度预算", "", [SHARE]),
        ("累计完成投资占年度计划", "", [SHARE]),
        ("累计完成投资占年度计划比重", "", [SHARE]),
        ("一般公共预算收入完成比例", "", [SHARE]),
        ("累计完成投资占总投资", "", [PART]),
        ("累计完成投资占比", "", [PART]),
        ("一般公共预算收入占全市比重", "", [PART]),
        ("新开工项目占地面积", "", []),
        ("一般公共预算收入完成率同比", "%", [GROWTH]),  # how far a rate moved
        ("开工率 / 较上年", "", [GROWTH]),
        ("占年度计划比重增减", "个百分点", [INCREASE]),
        ("完成率及增速", "", [GROWTH, SHARE]),
        ("累计完成投资", "", []),
    ],
)
def test_what_words_say_that_figures_are(text, unit, told):
    assert sorted(told_in(text, unit)) == told


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("地区生产总值", "地区生产总值增速 is a growth rate"),
        ("规上工业增加值", "规模以上工业增加值增速 is a growth rate"),
        ("一般公共预算收入", "一般公共预算收入完成率 is a share or rate"),
        ("一般公共预算收入增速（%）", "its head speaks of a growth rate; 一般公共预算收入完成率 is a share or rate"),
        ("新签约项目投资额", "新签约项目投资额同比增加 is an increase"),
        ("新签约项目同比增长", "its head speaks of a growth rate; 新签约项目 is an amount"),
        ("新登记经营主体", "新登记经营主体增速 is a growth rate"),
        ("人均GDP增速（%）", "人均 in its head"),
        ("一般公共预算收入完成率同比（%）", "speaks of a growth rate; 一般公共预算收入完成率 is a share or rate"),
        ("一般公共预算收入占比（%）", "speaks of a part of a whole; 一般公共预算收入完成率 is a share or rate"),
        ("累计完成投资占总投资（%）", "speaks of a part of a whole; 累计完成投资占年度计划 is a share or rate"),
        ("当季完成投资占全市（%）", "speaks of a part of a whole; 当季完成投资占季度计划 is a share or rate"),
        ("市场主体总量增速（%）", "新登记经营主体增速 is of 新登记 alone"),
        ("工业增加值增速（%）", "规模以上工业增加值增速 is of 规模以上 alone"),
        (
            "GDP同比下降（%）",
            "its head says 下降, by how much it fell, and 地区生产总值增速 is a growth rate; scale = -1",
        ),
        ("规上工业增加值降幅（%）", "降幅 tells the two apart"),
        ("社零额比上年减少（%）", "its head says 减少, by how much it fell"),
        (
            "新签约项目投资额同比减少（亿元）",
            "its head says 减少, by how much it fell, and 新签约项目投资额同比增加 is",
        ),
    ],
)
def test_a_head_that_does_not_say_it_is_the_measure_wanted_is_not_taken(data, tmp_path, head, why):
    path = book(tmp_path / "a.xlsx", table(["区市", head, "企业开办平均用时（天）"], AMOUNTS, growths()))
    taken, unread = mapped(data, path)
    assert list(taken.values()) == ["service_days"] and why in unread


def test_a_line_of_several_units_does_not_make_rates_of_amounts(data, tmp_path):
    """收入完成 is 一般公共预算收入完成率 by its letters, and % the one unit of 单位：亿元、% that a rate can be in."""
    heads = [
        ["区市", "地区生产总值", None, "社零额", None, "一般公共预算收入", None],
        [None, "总量", "增速", "总额", "同比增长", "收入完成", "占预算％"],
    ]
    columns = [AMOUNTS, growths(), AMOUNTS, growths(2), AMOUNTS, [99.5 + k for k in range(10)]]
    rows = table([""] * 7, *columns)[1:]
    change = merged("A3:A4", "B3:C3", "D3:E3", "F3:G3")
    path = book(tmp_path / "a.xlsx", [["四季度主要指标"], ["单位：亿元、%"], *heads, *rows], change=change)
    found, unread = mapped(data, path)
    assert found == {
        "地区生产总值 / 增速": "gdp_growth",
        "社零额 / 同比增长": "retail_growth",
        "一般公共预算收入 / 占预算": "budget_revenue",
    }
    assert "一般公共预算收入 / 收入完成 — 一般公共预算收入完成率 is a share or rate" in unread


@pytest.mark.parametrize("head", ["地区生产总值", "一般公共预算收入", "一般公共预算收入完成", "新登记经营主体"])
def test_an_amount_under_a_line_of_several_units_is_no_rate(data, tmp_path, head):
    rows = [["单位：亿元、户、%"], *table(["区市", head, "企业开办平均用时（天）"], AMOUNTS, growths())]
    found, unread = mapped(data, book(tmp_path / "a.xlsx", rows))
    assert list(found.values()) == ["service_days"] and "neither head and unit nor the title" in unread


@pytest.mark.parametrize(("head", "own"), [("累计完成投资", "亿元"), ("新签约项目", "个")])
def test_a_column_of_a_table_of_rates_is_no_amount_though_it_has_its_name(data, tmp_path, head, own):
    rows = [["单位：%"], *table(["区市", head, "GDP增速"], AMOUNTS, growths())]
    found, unread = mapped(data, book(tmp_path / "a.xlsx", rows))
    assert list(found.values()) == ["gdp_growth"] and f"{head} is in {own}" in unread


def test_amounts_alone_are_refused_where_all_guesses_are_to_be_accepted(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "地区生产总值", "社零额"], AMOUNTS, AMOUNTS))
    with pytest.raises(DataError) as told:
        plan(data, Q4, [path], accept=True)
    assert "地区生产总值增速 is a growth rate" in told.value.faults[0].hint


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("2023年主要指标", "GDP（%）"),
        ("2023年主要指标同比增长情况", "GDP"),
        ("2023年主要指标增速", "地区生产总值"),
    ],
)
def test_the_unit_or_the_title_may_say_it(data, tmp_path, title, head):
    taken, _ = mapped(data, book(tmp_path / "a.xlsx", [[title], *table(["区市", head], growths())]))
    assert list(taken.values()) == ["gdp_growth"]


def test_the_increase_is_taken_that_stands_beside_the_amount(data, tmp_path):
    """新签约项目投资额 is all but the item's name; 同比增加 beside it is the figure."""
    rows = table(["区市", "新签约项目投资额", "同比增加"], [1500 + k for k in range(10)], AMOUNTS)
    taken, unread = mapped(data, book(tmp_path / "a.xlsx", [["2023年项目签约情况（单位：亿元）"], *rows]))
    assert taken == {"同比增加": "signed_investment_growth_amount"}
    assert "新签约项目投资额 — " in unread


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("2023年指标", "规上工业增加值增速（%）"),
        ("2023年指标", "规模以上工业增加值同比增长（%）"),
        ("2023年规上工业运行情况", "工业增加值增速（%）"),
        ("2023年指标", "Industrial value added growth (%)"),
        ("2023年指标", "Growth of industrial value added (%)"),
    ],
)
def test_a_narrower_subject_may_be_told_by_the_head_or_the_title(data, tmp_path, title, head):
    taken, _ = mapped(data, book(tmp_path / "a.xlsx", [[title], *table(["区市", head], growths())]))
    assert list(taken.values()) == ["industry_growth"]


GROSS, ADDED = "地区生产总值（亿元、%）", "规模以上工业增加值（亿元，%）"
GROSSES, RATES = [100.25 + k for k in range(10)], growths(5.1)


def of_both(layout, amount, growth):
    """Amounts and rates of two indicators, whose heads tell the units of both; and what is merged."""
    if layout == "rows below each district":
        rows = [["区市", "项目", GROSS, ADDED]]
        for k, name in enumerate(NAMES):
            rows += [[name, amount, GROSSES[k], GROSSES[k]], [None, growth, RATES[k], RATES[k] + 1]]
        return rows, [f"A{2 * k + 2}:A{2 * k + 3}" for k in range(10)]
    if layout == "districts across":
        rows = [["指标", "", *NAMES]]
        for name, more in ((GROSS, 0), (ADDED, 1)):
            rows += [[name, amount, *GROSSES], [None, growth, *(rate + more for rate in RATES)]]
        return rows, ["A2:A3", "A4:A5"]
    rows = [["指标"], [""], [GROSS], [ADDED]]
    for k, name in enumerate(NAMES):
        rows[0] += [name, None]
        rows[1] += [amount, growth]
        rows[2] += [GROSSES[k], RATES[k]]
        rows[3] += [GROSSES[k], RATES[k] + 1]
    return rows, [f"{get_column_letter(2 * k + 2)}1:{get_column_letter(2 * k + 3)}1" for k in range(10)]


@pytest.mark.parametrize("words", [("总量", "增速"), ("绝对量", "同比增长"), ("完成额", "增幅")])
@pytest.mark.parametrize("layout", ["rows below each district", "districts across", "columns below each district"])
def test_of_amounts_and_rates_under_one_head_the_rate_is_proposed(data, tmp_path, layout, words):
    """地区生产总值（亿元、%） over 总量 and 增速: either line has its own of the two units."""
    rows, spans = of_both(layout, *words)
    got = taken(data, book(tmp_path / "统计局.xlsx", rows, change=merged(*spans)))
    assert got == expect("gdp_growth", RATES) | expect("industry_growth", [rate + 1 for rate in RATES])


@pytest.mark.parametrize(("head", "told"), [
    ("增速 / 地区生产总值（亿元、%）", "%"), ("总量 / 地区生产总值（亿元、%）", "亿元"),
    ("地区生产总值（亿元、%）", ""), ("投资额（万元、亿元）", ""),
])  # fmt: skip
def test_the_whole_head_says_which_of_two_units_is_its_own(head, told):
    assert parted(head.split(" / ")[-1], head)[1] == told
