"""Periods in words: a year that is not the briefing's own is always said."""

from __future__ import annotations

import pytest

from helpers.write import phrases_en, phrases_zh

IN_2023 = {
    "": ("", ""),
    "goal": ("目标", "goal"),
    "2023": ("2023年", "2023"),
    "2021..2023": ("2021—2023年", "2021–2023"),
    "2023Q2": ("二季度", "Q2 2023"),
    "2022Q4": ("2022年四季度", "Q4 2022"),
    "2023Q1..2023Q2": ("一季度至二季度", "Q1 to Q2 2023"),
    "2022Q4..2023Q1": ("2022年四季度至2023年一季度", "Q4 2022 to Q1 2023"),
    "2023-06": ("6月末", "end of June 2023"),
    "2022-12": ("2022年12月末", "end of December 2022"),
    "2023-01..2023-06": ("1—6月", "January to June 2023"),
    "2022-01..2022-06": ("2022年1—6月", "January to June 2022"),
    "2022-10..2023-03": ("2022年10月—2023年3月", "October 2022 to March 2023"),
    "2023-04..2023-04": ("4月", "April 2023"),
    "2023-06-15": ("6月15日", "15 June 2023"),
    "2022-06-15": ("2022年6月15日", "15 June 2022"),
    "2023-06-15..2023-06-18": ("6月15日—18日", "15–18 June 2023"),
    "2023-06-28..2023-07-02": ("6月28日—7月2日", "28 June to 2 July 2023"),
    "2022-12-28..2023-01-02": ("2022年12月28日—2023年1月2日", "28 December 2022 to 2 January 2023"),
}


@pytest.mark.parametrize(("text", "words"), IN_2023.items())
def test_a_period_is_told_with_the_year_where_it_is_another(text, words):
    assert (phrases_zh.period_words(text, 2023), phrases_en.period_words(text, 2023)) == words


def test_a_background_table_always_names_its_year():
    assert phrases_zh.background_caption("gdp", "2023-01..2023-06") == "背景数据：2023年1—6月地区生产总值"
    assert phrases_zh.background_caption("gdp", "2022") == "背景数据：2022年地区生产总值"
    assert phrases_en.background_caption("gdp", "2022Q4..2023Q1").endswith("product, Q4 2022 to Q1 2023")


@pytest.mark.parametrize(
    ("figure", "told"),
    [("1", "1 project"), ("+1", "+1 project"), ("−1", "−1 project"), ("11", "11 projects"), ("1.0", "1.0 projects")],
)
def test_one_of_a_unit_is_told_in_the_singular(figure, told):
    assert phrases_en.measured(figure, "projects") == told
    decimals = len(figure.partition(".")[2])
    assert phrases_en.quantity(float(figure.replace("−", "-")), decimals, "", "projects") == told.lstrip("+")


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("cases", "case"),
        ("companies", "company"),
        ("businesses", "business"),
        ("classes", "class"),
        ("branches", "branch"),
        ("boxes", "box"),
        ("mass", "mass"),
        ("enterprises", "enterprise"),
        ("Celsius", "Celsius"),
        ("mu", "mu"),
    ],
)
def test_the_singular_of_a_unit_is_a_word(unit, one):
    assert phrases_en.one_or_more("1", unit) == one
