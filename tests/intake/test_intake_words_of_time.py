"""How heads, titles and names of files tell a time, in Chinese and English."""

from __future__ import annotations

import pytest
from books import Q4

from helpers.intake.mapping_names import pattern_of
from helpers.intake.periods import marked, told
from helpers.model import Quarter


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1-12月增速", "{since january}增速"),
        ("一至四季度", "{since january}"),
        ("10-12月", "{quarter}"),
        ("11-12月", "{2023-11..2023-12}"),
        ("10月", "{2023-10}"),
        ("十二月", "{month}"),
        ("12月31日", "{month}"),
        ("1月15日", "1月15日"),
        ("占全年计划", "占全年计划"),
        ("全年", "{since january}"),
        ("22年1-12月增速", "{2022Q4}增速"),
        ("23年增速", "增速"),
        ("二○二二年增速", "{2022}增速"),
        ("近20年增速", "近20年增速"),
        ("20年期贷款", "20年期贷款"),
        ("q3", "{2023Q3}"),
        ("22年q4", "{2022Q4}"),
        ("截至12月底", "{month}"),
        ("前3季度", "{2023Q3}"),
        ("前4个季度", "{since january}"),
        ("前十二个月", "{since january}"),
        ("前9个月", "{2023Q3}"),
        ("年初至12月", "{since january}"),
        ("2023.1-12", "{since january}"),
        ("2022.01-12增速", "{2022Q4}增速"),
        ("q1-q4", "{since january}"),
        ("2023q1-q3", "{2023Q3}"),
        ("23q4", "{quarter}"),
        ("3q23", "{2023Q3}"),
        ("q4/2022", "{2022Q4}"),
        ("2023/q4", "{quarter}"),
        ("202312", "{month}"),
        ("202309", "{2023Q3}"),
        ("dec-23", "{month}"),
        ("sept2022", "{2022Q3}"),
        ("2023.12.5", "2023.12.5"),
        ("9m23", "{2023Q3}"),
        ("12m2023", "{since january}"),
        ("fy2023增速", "{since january}增速"),
        ("fy22", "{2022Q4}"),
        ("2023fy", "{since january}"),
        ("1h23", "{2023Q2}"),
        ("2h23", "{2023-07..2023-12}"),
        ("fy2022/23", "fy2022/23"),
        ("pm10", "pm10"),
        ("三季", "{2023Q3}"),
        ("四季/增速", "{quarter}/增速"),
        ("前三季", "{2023Q3}"),
        ("三季末", "{2023Q3}末"),
        ("四季青街道", "四季青街道"),
    ],
)
def test_words_of_time_in_a_head(text, key):
    assert marked(text, Q4).text == key


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("2022年全年主要指标", "2022Q4"),
        ("2022年主要指标", "2022"),
        ("22年四季度主要指标", "2022Q4"),
        ("二〇二二年四季度主要指标", "2022Q4"),
        ("二零二三年三季度", "2023Q3"),
        ("2022-23年三年行动", ""),
        ("2023年11月", "2023-11"),
        ("2024年1月", ""),  # when it was made
        ("按2020年不变价计算", ""),
        ("青考〔2022〕5号", ""),
        ("《2022年考核办法》附件", ""),
        ("2022-2024年三年行动", ""),
        ("全年目标完成情况", ""),
    ],
)
def test_words_of_time_in_a_title(text, other):
    assert told(text, Q4).other == other


@pytest.mark.parametrize("name", ["二〇二三年四季度GDP", "23年四季度GDP", "2022年三季度GDP"])
def test_one_mapping_reads_the_files_of_other_years_however_they_write_them(name):
    assert pattern_of(name) == "*GDP"


@pytest.mark.parametrize(("text", "key"), [
    ("gdpgrowth,jan-sep", "gdpgrowth,{since january}"),
    ("gdpgrowthjanuarytoseptember2023", "gdpgrowth{since january}"),
    ("2023jan.-sept.gdpgrowth", "{since january}gdpgrowth"),
    ("jan-sepgdpgrowth", "{since january}gdpgrowth"),
    ("gdpgrowth,jan-jun2023", "gdpgrowth,{2023Q2}"),
])  # fmt: skip
def test_months_in_english_are_a_time(text, key):
    found = marked(text, Quarter(2023, 3))
    assert found.text == key and bool(found.other) == ("Q2" in key)
