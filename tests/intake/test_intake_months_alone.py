"""A month alone in a head or a title: of that month, or counted since January? It is asked, or told."""

from __future__ import annotations

import re

import pytest
from books import NAMES, Q4, book, expect, growths, table, taken
from refusals import refused

from helpers.desk import intake as desk
from helpers.intake.plan import plan

GDP, INDUSTRY = "GDP增速（%）", "规上工业增加值增速（%）"


def settle(proposal):
    """What an analyst does who answers that the figure is counted since January: the lines in question uncommented."""
    text = proposal.read_text(encoding="utf-8").replace("confirmed = false", "confirmed = true")
    text = re.sub(r"(?m)^# (?=\[\[|(?:name|head|table|indicator|unit|reason) = )", "", text)
    proposal.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "title", "head"),
    [
        ("a.xlsx", "工业", "规上工业增加值12月当月增速（%）"),
        ("工信局12月当月.xlsx", "工业", INDUSTRY),
        ("a.xlsx", "2023年12月份规模以上工业增加值（当月）", INDUSTRY),
        ("a.xlsx", "2023年四季度当季主要指标", INDUSTRY),
        ("工信局四季度当季.xlsx", "工业", INDUSTRY),
    ],
)
def test_a_month_or_quarter_alone_is_not_taken_for_a_figure_since_january(data, tmp_path, name, title, head):
    [fault] = refused(data, book(tmp_path / name, [[title], *table(["区市", head], growths())]))
    assert "规模以上工业增加值增速 is counted since January" in fault.hint


@pytest.mark.parametrize("heads", [("11月", "12月"), ("11月份", "12月份"), ("2023-11", "2023-12")])
def test_a_lone_month_in_a_head_is_asked_about(data, tmp_path, heads):
    """It was taken as counted since January; once somebody has said so, it is read."""
    rows = [["区市", "GDP增速（%）", "GDP增速（%）"], [None, *heads]]
    path = book(tmp_path / "统计局.xlsx", [*rows, *([n, g + 1, g] for n, g in zip(NAMES, growths(), strict=True))])
    [fault] = refused(data, path)
    assert "of that month alone, or counted since January" in fault.rule
    asked = desk.prepare([str(path)], "2023Q4", str(data), lang="zh")
    assert not asked.plan.changes and "还是1月以来的累计数" in asked.plan.warnings[0].rule
    [file] = desk.write_proposals(asked, accepted=False, lang="zh")
    settle(file)
    assert len(desk.prepare([str(path)], "2023Q4", str(data)).plan.changes) == 10


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("各区市主要指标", "12月末GDP增速（%）"),
        ("1-12月累计", "12月GDP增速（%）"),
        ("主要指标", "12月累计GDP增速（%）"),
    ],
)
def test_a_month_that_is_said_to_be_an_end_or_a_sum_is_not_asked_about(data, tmp_path, title, head):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", head], growths())])
    assert taken(data, path) == expect("gdp_growth", growths())


@pytest.mark.parametrize("title", ["2023年12月份各区市主要指标增速", "12月各区市经济运行情况"])
def test_a_lone_month_in_a_title_is_asked_about_and_once_settled_told_each_time(data, tmp_path, title):
    """It was taken as counted since January, and in silence."""
    path = book(tmp_path / "统计局.xlsx", [[title], *table(["区市", GDP], growths())])
    [fault] = refused(data, path)
    assert "the title above 地区生产总值增速 says 12月" in fault.rule and "or counted since January" in fault.rule
    [file] = desk.write_proposals(desk.prepare([str(path)], "2023Q4", str(data), lang="zh"), accepted=False, lang="zh")
    settle(file)
    settled = desk.prepare([str(path)], "2023Q4", str(data)).plan
    assert len(settled.changes) == 10 and settled.warnings[0].rule.endswith("and not whether since January")


@pytest.mark.parametrize(("title", "sheet"), [("2023年12月", "Sheet1"), ("主要指标", "12月")])
def test_a_lone_month_that_may_be_a_date_is_told(data, tmp_path, title, sheet):
    path = book(tmp_path / "统计局.xlsx", [[title], *table(["区市", GDP], growths())], sheet=sheet)
    made = plan(data, Q4, [path], accept=True)
    assert len(made.changes) == 10
    assert "12月, and not whether since January" in made.warnings[0].rule
    assert made.warnings[0].hint.endswith("地区生产总值增速 is of 2023-01..2023-12")


@pytest.mark.parametrize(
    "title", ["2023年1-12月主要指标", "截至12月末主要指标", "2023年12月主要指标（累计）", "四季度主要指标"]
)
def test_a_title_that_says_since_when_is_not_asked_about(data, tmp_path, title):
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", [[title], *table(["区市", GDP], growths())])], accept=True)
    assert len(made.changes) == 10 and {w.column for w in made.warnings} == {"source"}
