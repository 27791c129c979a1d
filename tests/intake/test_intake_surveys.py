"""Answers to a survey: of public satisfaction, or of another that a department made of its own."""

from __future__ import annotations

import pytest
from books import Q4, book, table

from helpers.intake.plan import plan

HEAD = ("区市", "满意", "基本满意", "不满意", "不了解")
ANSWERS = [[300] * 10, [100] * 10, [20] * 10, [5] * 10]


def read(data, path):
    """The columns that are taken for answers, and why those that are not are none."""
    made = plan(data, Q4, [path])
    (mapping,) = made.proposals
    return [c.indicator for s in mapping.sheets for c in s.columns], [
        u for u in mapping.unread if "another survey" in u
    ]


@pytest.mark.parametrize(
    ("title", "file", "word"),
    [
        ("2023年四季度政务服务满意度调查结果", "a", "政务服务"),
        ("青岛市2023年四季度群众安全感满意度调查", "公安局", "安全感"),
        ("2023年四季度", "低保家庭满意度调查", "低保家庭"),
    ],
)
def test_answers_about_something_else_are_not_taken(data, tmp_path, title, file, word):
    extra = book(tmp_path / f"{file}.xlsx", [[title], *table((*HEAD, "地区生产总值增速（%）"), *ANSWERS, range(4, 14))])
    taken, others = read(data, extra)
    assert taken == ["gdp_growth"] and len(others) == 4 and all(f"{word} in the table" in one for one in others)


def test_answers_beside_figures_of_something_else_are_not_taken(data, tmp_path):
    """A table of subsidies in which the families were asked too; no word of a survey in its title or name."""
    rows = [["2023年四季度城乡低保情况"], *table(("区市", "人均补助（元/月）", *HEAD[1:]), [900] * 10, *ANSWERS)]
    growth = ["地区生产总值增速（%）", *(5 + k / 10 for k in range(10))]
    path = book(
        tmp_path / "民政局.xlsx", [rows[0], *([*row, figure] for row, figure in zip(rows[1:], growth, strict=True))]
    )
    taken, others = read(data, path)
    assert taken == ["gdp_growth"] and len(others) == 4


@pytest.mark.parametrize(
    ("title", "file", "extra"),
    [
        ("2023年第四季度群众满意度电话调查结果", "a", "样本量"),
        ("青岛市2023年四季度社会公众满意度测评情况表", "a", "有效样本数"),
        ("2023年四季度民意调查结果", "统计局民意调查中心", "回收问卷（份）"),
        ("2023年四季度", "满意度", "满意度指数"),
        ("2023年四季度", "a", "合计（人）"),
    ],
)
def test_the_survey_of_public_satisfaction_is_taken(data, tmp_path, title, file, extra):
    path = book(tmp_path / f"{file}.xlsx", [[title], *table((*HEAD, extra), *ANSWERS, [425] * 10)])
    assert read(data, path)[0] == ["satisfied", "basically_satisfied", "dissatisfied", "unknown"]


@pytest.mark.parametrize("title", ["2023年四季度满意度调查（%）", "2023年四季度满意度调查（单位：%）"])
def test_percentages_of_answers_are_not_taken_for_counts(data, tmp_path, title):
    """60, 25, 10 and 5 are whole numbers, too."""
    rows = [[title], *table((*HEAD, "地区生产总值增速"), *([n] * 10 for n in (60, 25, 10, 5)), range(4, 14))]
    assert read(data, book(tmp_path / "a.xlsx", rows))[0] == ["gdp_growth"]
