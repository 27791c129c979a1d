"""Where units are told: behind a head, in a row of units, in the corner, in a line above or below the table."""

from __future__ import annotations

from decimal import Decimal

import pytest
from books import NAMES, Q4, book, expect, growths, table, taken
from refusals import refused

from helpers.desk import intake as desk
from helpers.intake.plan import plan
from helpers.intake.units import line_units, parted, unit_of

MONEY = "新签约项目投资额同比增加"
AMOUNT = "signed_investment_growth_amount"


TYPED = [10000 * k for k in range(1, 11)]  # 万元


HEADS = ["/万元", "[万元]", "【万元】", "万元", "：万元", "\n万元", "（单位 万元）", "（人民币万元）", "（万元人民币）"]


@pytest.mark.parametrize("tail", HEADS)
def test_the_unit_behind_a_head_however_it_is_set_off(data, tmp_path, tail):
    path = book(tmp_path / "a.xlsx", table(["区市", MONEY + tail], TYPED))
    assert taken(data, path) == expect(AMOUNT, range(1, 11), 2)
    [mapping] = plan(data, Q4, [path]).proposals
    assert [c.head for c in mapping.sheets[0].columns] == [MONEY]


LINES = [
    *("单位：万元、%", "（单位：个、万元）", "单位：万元　填报日期：2024年1月10日", "填报单位：商务局　单位：万元"),
    *("单位：人民币万元", "（万元）", "金额单位：万元"),
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_the_unit_of_a_line_above_or_below_the_table(data, tmp_path, line, below):
    rows = table(["区市", "新签约项目", MONEY], range(100, 110), TYPED)
    rows = [*rows, [line]] if below else [["项目签约情况"], [line], *rows]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect(AMOUNT, range(1, 11), 2) | expect("signed_projects", range(100, 110), 0)


def test_a_row_of_units_in_renminbi(data, tmp_path):
    rows = table(["区市", "新签约项目", MONEY], range(100, 110), TYPED)
    rows[1:1] = [[None, "个", "万元（人民币）"]]
    assert taken(data, book(tmp_path / "a.xlsx", rows))["胶州市", AMOUNT] == "8.00"


@pytest.mark.parametrize("place", ["head", "row"])
def test_dollars_are_never_taken_for_yuan(data, tmp_path, place):
    rows = table(["区市", MONEY + ("（万美元）" if place == "head" else "")], TYPED)
    if place == "row":
        rows[1:1] = [["计量单位", "万美元"]]
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert "its unit is 万美元" in fault.rule


@pytest.mark.parametrize("line", ["单位：万美元", "以万元计", "金额以亿计", "单位：万元或亿元"])
def test_money_spoken_of_in_a_unit_that_is_not_recognised_is_asked_about(data, tmp_path, line):
    faults = refused(data, book(tmp_path / "a.xlsx", [["签约情况"], [line], *table(["区市", MONEY], TYPED)]))
    assert any("the unit of 新签约项目投资额同比增加 is not clear" in f.rule for f in faults)


def test_a_confirmed_mapping_heeds_a_line_that_tells_another_unit(data, tmp_path):
    def sent(line, figures):
        return str(book(tmp_path / "商务局.xlsx", [["签约"], [line], *table(["区市", MONEY], figures)]))

    desk.write_proposals(desk.prepare([sent("单位：万元", TYPED)], "2023Q4", str(data), True), accepted=True)
    made = desk.prepare([sent("单位：亿元", range(2, 12))], "2023Q4", str(data)).plan
    assert {Decimal(c.new) for c in made.changes} == set(range(2, 12)) and "the head counts" in made.warnings[0].rule


@pytest.mark.parametrize(
    ("level", "word", "unit"),
    [
        ("投资额（亿元）", "投资额", "亿元"),
        ("GDP增速（核定数，%）", "gdp增速(核定数)", "%"),
        ("新签约项目数", "新签约项目数", ""),
        ("重点企业家", "重点企业家", ""),
        ("万元", "", "万元"),
        ("增速（快报）", "增速(快报)", ""),
    ],
)
def test_a_level_of_a_head_without_its_unit(level, word, unit):
    assert parted(level) == (word, unit)


def test_what_is_no_unit_is_none():
    assert unit_of("商务局") == "" and line_units("填报单位：商务局") == () and line_units("单位负责人：张三") == ()


@pytest.mark.parametrize(
    "corner", ["区市（单位：万元）", "区市（万元）", "区市/万元", "单位：万元　区市\\指标", "单位：万元、% 区市＼项目"]
)
def test_the_unit_in_the_corner_of_a_table_is_that_of_its_columns(data, tmp_path, corner):
    amounts = [1_234_500.0 + 10_000 * k for k in range(10)]
    rows = [["2023年第四季度项目情况"], *table([corner, MONEY, "责任人"], amounts, ["张三"] * 10)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect(AMOUNT, [a / 10_000 for a in amounts], 2)


def test_money_in_the_corner_that_no_item_is_in_is_asked_about(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市（单位：万美元）", MONEY], [30.5 + k for k in range(10)]))
    (mapping,) = plan(data, Q4, [path]).proposals
    assert not mapping.sheets
    assert [one.column.indicator for one in mapping.open] == [AMOUNT]
    assert "万美元" in mapping.open[0].question


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_columns_of_one_head_the_one_in_the_items_unit_is_read(data, tmp_path, first):
    """新签约项目（亿元） is what they are to cost."""
    columns = [("新签约项目（个）", list(range(400, 410))), ("新签约项目（亿元）", growths())]
    heads, figures = zip(columns[first], columns[1 - first], strict=True)
    path = book(tmp_path / "a.xlsx", table(["区市", *heads], *figures))
    assert taken(data, path) == expect("signed_projects", range(400, 410), 0)


UNITS = [
    ("十亿元", 10),
    ("千亿元", 1000),
    ("百万", 0.01),
    ("千万", 0.1),
    ("十万", 0.001),
    ("萬元", 0.0001),
    ("億元", 1),
]
UNITS += [("仟万元", 0.1), ("百万人民币", 0.01), ("人民币百万元", 0.01), ("RMB million", 0.01), ("million yuan", 0.01)]
UNITS += [("10,000 yuan", 0.0001), ("100 million yuan", 1), ("CNY bn", 10)]


@pytest.mark.parametrize(("unit", "factor"), UNITS)
@pytest.mark.parametrize("place", ["head", "line"])
def test_powers_of_ten_before_yuan_in_chinese_and_english(data, tmp_path, unit, factor, place):
    """RMB million and 百万人民币 were no unit, and the figures were taken for 亿元."""
    figures = [812.5 + k for k in range(10)]
    rows = table(["区市", f"{MONEY}（{unit}）" if place == "head" else MONEY], [round(v / factor, 6) for v in figures])
    rows = rows if place == "head" else [["签约"], [f"单位：{unit}"], *rows]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect(AMOUNT, figures, 2)


@pytest.mark.parametrize("unit", ["million", "in RMB million", "USD million"])
def test_money_in_english_that_is_no_unit_is_asked_about(data, tmp_path, unit):
    [fault] = refused(
        data, book(tmp_path / "a.xlsx", table(["区市", f"{MONEY}（{unit}）"], [81250.0 + k for k in range(10)]))
    )
    assert "the unit of 新签约项目投资额同比增加 is not clear" in fault.rule


@pytest.mark.parametrize(
    "note", ["注：1.表中金额单位为万元。2.数据为初步统计数。", "说明：金额单位均为万元", "Unit: 10,000 yuan"]
)
def test_a_remark_below_the_table_that_says_in_words_which_unit_it_is_in(data, tmp_path, note):
    rows = [*table(["区市", MONEY], [8125000 + 10000 * k for k in range(10)]), [note]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect(AMOUNT, [812.5 + k for k in range(10)], 2)


UNIT = "单位"


@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_a_column_of_units_beside_the_figures_is_theirs(data, tmp_path, first):
    """The column was passed over, and figures in 万元 were 亿元 that had grown ten thousandfold."""
    pairs = [(UNIT, ["万元"] * 10), (MONEY, TYPED)]
    heads, columns = zip(*(pairs if first else pairs[::-1]), strict=True)
    path = book(tmp_path / "a.xlsx", table(["区市", *heads, "同比增长"], *columns, growths()))
    assert taken(data, path) == expect(AMOUNT, range(1, 11), 2)


def test_hours_in_a_column_of_units_are_no_days(data, tmp_path):
    """They were within what days may be, and taken for days."""
    path = book(tmp_path / "a.xlsx", table(["区市", "企业开办平均用时", UNIT], [0.9] * 10, ["小时"] * 10))
    [fault] = refused(data, path)
    assert "its unit is 小时" in fault.rule


def test_lines_in_units_of_their_own(data, tmp_path):
    figures = [v if k % 2 else v / 10000 for k, v in enumerate(TYPED)]
    units = ["万元" if k % 2 else "亿元" for k in range(10)]
    path = book(tmp_path / "a.xlsx", table(["区市", MONEY, UNIT], figures, units))
    assert taken(data, path) == expect(AMOUNT, range(1, 11), 2)


def test_each_column_of_units_is_of_the_figures_before_it(data, tmp_path):
    heads = ["区市", "新签约项目", UNIT, MONEY, UNIT]
    path = book(tmp_path / "a.xlsx", table(heads, range(100, 110), ["个"] * 10, TYPED, ["万元"] * 10))
    found = taken(data, path)
    assert found == expect(AMOUNT, range(1, 11), 2) | expect("signed_projects", range(100, 110), 0)


def test_units_behind_districts_across_the_top(data, tmp_path):
    path = book(tmp_path / "a.xlsx", [["指标", *NAMES, UNIT], [MONEY, *TYPED, "万元"]])
    assert taken(data, path) == expect(AMOUNT, range(1, 11), 2)
