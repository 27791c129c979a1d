"""What a typed cell says as a number, and what it may not be taken for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers.intake import figures
from helpers.intake.figures import APART, CHANGED, MARKED, ROUGH, TWICE, UNCHANGED, WORDS, figure
from helpers.write import contract_rules_zh


@pytest.mark.parametrize("typed", ["6.0①", "6.8¹", "6.8⁹", "352⒈", "6½", "6.8㊿", "①", "6₀", "５.6²"])
def test_a_mark_beside_a_number_is_no_digit_of_it(typed):
    assert figure(typed).rule == MARKED


@pytest.mark.parametrize(
    "typed", ["5 9", "5.4 6", "6\n8", "6\u20288", "6\x0b8", "5. 6", "1,2 34", "5.4 600", "12 34", "5\t461"]
)
def test_digits_apart_are_not_joined(typed):
    assert figure(typed).rule == APART


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 234.50", "1234.50"),
        ("12 345 678", "12345678"),
        ("1,234,567.8", "1234567.8"),
        ("- 5.1 %", "-5.1"),
        ("1\u3000234", "1234"),
        ("100m²", "100"),
        ("100㎡", "100"),
        ("5.4\u200b6", "5.46"),
        (" ３５２ ", "352"),
        ("'6.9", "6.9"),
        ("＇5.6%", "5.6"),
    ],
)
def test_groups_of_thousands_and_units_are_read(typed, number):
    assert figure(typed).value == Decimal(number)


@pytest.mark.parametrize("typed", ["1,234 567", "6.123,500"])
def test_marks_of_thousands_are_of_one_kind(typed):
    assert figure(typed).value is None and figure(typed).rule


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("增5.7%", "5.7"),
        ("降4.9%", "-4.9"),
        ("较上年增长5.2%", "5.2"),
        ("比去年同期下降0.5%", "-0.5"),
        ("同比增长5.3", "5.3"),
        ("增长-5.1%", "-5.1"),
        ("下降0.5%", "-0.5"),
        ("提高2", "2"),
        ("减少1.2", "-1.2"),
        ("负0.5", "-0.5"),
        ("同比增长负0.5%", "-0.5"),
        ("回落0.3个百分点", "-0.3"),
        ("较上年同期加快0.3pp", "0.3"),
    ],
)
def test_rise_and_fall_in_words(typed, number):
    assert figure(typed).value == Decimal(number)


@pytest.mark.parametrize("typed", ["下降-5.1%", "降−4.9", "同比减少 -1.2", "下降+5.1%", "下降负5.1"])
def test_a_fall_told_by_word_and_sign_is_not_turned_into_a_rise(typed):
    assert figure(typed).rule == TWICE


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("(1.2)", figures.BRACKETS),
        ("（1,234.5）", figures.BRACKETS),
        ("【5.1%】", figures.BRACKETS),
        ("(12万元)", figures.BRACKETS),
        ("↓1.2", figures.ARROW),
        ("5.1↑", figures.ARROW),
        ("△12.3", figures.ARROW),
        ("(暂缺)", "not a number"),
        ("2023-05-06", figures.DATE),
        ("2023年5月6日", figures.DATE),
        ("5.1(3)", figures.NOTED),
        ("5.0（1）", figures.NOTED),
        ("5.6%[2]", figures.NOTED),
        ("1,234.5（注1）", figures.NOTED),
        ("5.0注1", figures.NOTED),
        ("5.6（并列第3名）", figures.NOTED),
        ("5.6%(+0.3)", figures.BESIDE),
        ("5.6%（同比提高0.3个百分点）", figures.BESIDE),
        ("12.5（+1）", figures.BESIDE),
        ("12.5（↑1）", figures.BESIDE),
        ("5.6（5.4）", figures.BESIDE),
        ("3(5.0)", figures.BESIDE),
        ("5.6（万元）", WORDS),
        ("5.6/3", APART),
        ("5.5-6", APART),
        ("约5.6", ROUGH),
        ("5.6%左右", ROUGH),
        ("6以上", ROUGH),
        ("5.6（快报）", WORDS),
        ("(负)0.5", WORDS),
        ("加快0.3", CHANGED),
        ("回落0.3%", CHANGED),
        ("#REF!", figures.ERROR),
    ],
)
def test_a_sign_that_may_mean_two_things_is_asked_about(typed, rule):
    assert figure(typed).rule == rule and figures.how_to_write(rule)


@pytest.mark.parametrize(
    ("typed", "number", "mark"), [("5.0*", "5.0", "*"), ("5.6% ＊＊", "5.6", "**"), ("※1,234", "1234", "※")]
)
def test_the_mark_of_a_footnote_is_told_beside_the_number(typed, number, mark):
    assert (figure(typed).value, figure(typed).footnote) == (Decimal(number), mark)


@pytest.mark.parametrize("typed", ["5*3", "*", "3*天", "5.0*6"])
def test_a_star_within_is_no_footnote(typed):
    assert figure(typed).value is None and figure(typed).rule


@pytest.mark.parametrize("typed", ["暂无数据", "未提供", "不适用", "—", ""])
def test_what_is_not_available_is_no_fault(typed):
    assert figure(typed) == figures.Figure()


def test_no_change_in_words_is_asked_about():
    assert figure("与上年持平").rule and figure("持平").rule == UNCHANGED
    assert figures.how_to_write(UNCHANGED).startswith("write 0 if")


def test_what_is_said_of_a_cell_has_chinese():
    for rule, hint in figures._HINTS.items():
        assert contract_rules_zh.rule(rule) != rule and contract_rules_zh.hint(hint) != hint


@pytest.mark.parametrize("unit", ["元", "万元", "亿元", "千万元", "万亿元", "%", "‰", "个", "万平方米"])
def test_a_unit_is_put_together_as_it_was_taken_apart(unit):
    assert figures.joined(*figures.parts_of(unit)) == unit


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "…",
        "……",
        "⋯⋯",
        "—",
        "——",
        "———",
        "―",
        "---",
        "/",
        "//",
        "N/A",
        "n.a.",
        "NaN",
        "TBD",
        "未统计",
        "暂未上报",
        "缺报",
    ],
)
def test_what_says_that_there_is_no_figure_is_none_and_no_fault(typed):
    assert figure(typed) == figures.Figure()


@pytest.mark.parametrize("typed", [".", "*", "×", "待定", "不涉及", "未开展", "#N/A", "x"])
def test_what_may_mean_something_else_is_asked_about(typed):
    assert figure(typed).rule


@pytest.mark.parametrize("dash", "-−–—－﹣‐‑‒―﹘")
def test_every_dash_before_a_number_is_a_minus_sign(dash):
    assert figure(f"{dash}3.2%").value == Decimal("-3.2")
    assert figures.plain("1‑9月") == figures.plain("1−9月") == "1-9月"
