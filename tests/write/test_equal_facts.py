"""Equal facts are told together: who fell to the same place, was first as often, shares the last place."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import chart_cases
import pytest
from parse_back import faults

from helpers.markup import unmarked
from helpers.model import Name
from helpers.scheme import Extra
from helpers.write import charts, findings, indicator_findings, open_briefing, story
from helpers.write.drawing.labels import part_name
from helpers.write.finding import finding

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import made

NAMES = [("甲区", "Jia"), ("乙区", "Yi"), ("丙县", "Bing"), ("丁市", "Ding"), ("戊区", "Wu"), ("己区", "Ji")]
BEFORE, NOW = (99, 99, 97, 90, 89, 88), (80, 80, 97, 99, 98, 96)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Jia and Yi led together, and share the last place now."""
    data = tmp_path_factory.mktemp("equal") / "data"
    made.folder(data, districts=[(f"d{k}", zh, en, "", "") for k, (zh, en) in enumerate(NAMES, start=1)])
    for quarter, points in (("2023Q1", BEFORE), ("2023Q2", NOW)):
        figures = {zh: dict.fromkeys(("growth", "review"), 0) for zh, _ in NAMES}
        for (zh, _), p in zip(NAMES, points, strict=True):
            figures[zh] = {"growth": p / 10, "revenue": p, "review": p}
        made.quarter(data, quarter, figures)
    return open_briefing("2023Q2", data=data)


def said(b, f, turn: int) -> str:
    """The sentence, once it is read back."""
    f = replace(f, turn=turn)
    text = story.sentence(b, f)
    assert faults(b, f, text) == []
    return unmarked(text)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "丁市、戊区进入前3位，甲区、乙区均退居第5位。"),
        (
            "en",
            "Ding and Wu move up into the top three; Jia and Yi fall back to 5th.",
        ),
    ],
)
def test_who_left_the_first_three_for_the_same_place_is_told_at_once(opened, lang, told):
    b = replace(opened, lang=lang)
    assert said(b, findings.top_three(b), 0) == told


@pytest.mark.parametrize(
    ("lang", "turn", "told"),
    [
        ("zh", 0, "甲区、乙区均较上季度下降4位，现并列第5位。"),
        ("zh", 1, "与上季度相比，甲区、乙区均下降4位，并列第5位。"),
        ("zh", 2, "较上季度位次下降较多的有甲区、乙区（均下降4位，现并列第5位）。"),
        ("en", 0, "Jia and Yi are down 4 places on the previous quarter, now joint 5th."),
        ("en", 1, "On the previous quarter, Jia and Yi are down 4 places each and stand joint 5th."),
        ("en", 2, "Losing the most places: Jia and Yi (down 4 places each, now joint 5th)."),
    ],
)
def test_equal_moves_to_one_place_are_told_at_once(opened, lang, turn, told):
    b = replace(opened, lang=lang)
    assert said(b, findings.fell(b), turn) == told


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "2023年一季度至二季度共考核2次，居首的有甲区、乙区、丁市各1次。"),
        ("en", "Over the 2 assessments from Q1 2023 to Q2 2023, Jia, Yi and Ding came first in 1 each."),
    ],
)
def test_who_was_first_as_often_is_told_at_once(opened, lang, told):
    b = replace(opened, lang=lang)
    assert said(b, findings.times_first(b), 0) == told


@pytest.mark.parametrize("turn", [0, 1, 2])
@pytest.mark.parametrize(
    ("lang", "fallen", "last"),
    [("zh", "甲区、乙区均退居第5位", "甲区、乙区"), ("en", "Jia and Yi fall back to 5th", "Jia and Yi")],
)
def test_a_boards_former_leaders_and_all_that_share_its_last_place_are_told_at_once(opened, lang, fallen, last, turn):
    b = replace(opened, lang=lang)
    board = next(f for f in findings.boards(b) if f.about["board"] == "economy")
    assert board.about["variant"] == "new" and board["last"].of == ("d1", "d2")
    text = said(b, board, turn)
    assert fallen in text and text.count("5th" if lang == "en" else "第5位") == 1
    assert text.count(last) == 3  # fallen, last, and furthest down
    if lang == "en" and turn == 1:
        assert "; the former leaders Jia and Yi fall back to 5th." in text


def test_one_that_fell_alone_is_told_as_before(opened):
    """Nothing is said of all where there is one."""
    b = replace(opened, lang="zh")
    moved = findings.movers(b, rise=True)
    assert [figure.of for figure in moved.each("ranks")] == [("d4",), ("d5",), ("d6",)]
    assert "均" not in said(b, moved, 1)


# ---- one thing is not told as many ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "code", "told"),
    [
        ("zh", "d1", "设定目标值的1项指标未达到目标：收入80.00亿元，低于目标20.00亿元。"),
        ("en", "d1", "The only target was missed (1 indicator): 收入 at CNY 8 billion, CNY 2 billion below target."),
    ],
)
def test_a_single_target_is_not_told_as_all_of_them(opened, lang, code, told):
    b = replace(opened, lang=lang, district=next(d for d in opened.result.districts if d.code == code))
    assert said(b, indicator_findings.targets(b), 0) == told


@pytest.mark.parametrize(("lang", "told"), [("zh", "1项指标已达到目标。"), ("en", "The only target was met (1 ")])
def test_a_single_target_that_was_met_is_no_all(opened, lang, told):
    b = replace(opened, lang=lang, district=opened.result.districts[0])
    found = indicator_findings.targets(b)
    met = replace(found, about={**found.about, "variant": "met"})
    assert told in unmarked(story.sentence(b, met))


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_a_reason_that_tells_the_merit_itself_is_not_told_it_again(opened, turn):
    b = replace(opened, lang="zh")
    f = finding("praise", "d1", reason=Name("防汛救灾成效突出"))
    text = unmarked(story.sentence(b, replace(f, turn=turn)))
    assert "甲区" in text and "防汛救灾成效突出" in text and "成绩突出" not in text
    work = replace(f, about={**f.about, "reason": Name("防汛救灾")}, turn=turn)
    assert "成绩突出" in unmarked(story.sentence(b, work))


@pytest.mark.parametrize(
    ("lang", "name", "told"),
    [("zh", "安全生产扣分", "安全生产扣分"), ("zh", "安全生产事故", "安全生产事故（减分）"),
     ("en", "Safety deduction", "Safety deduction"), ("en", "Accidents", "Accidents (deduction)")],
)  # fmt: skip
def test_a_deduction_is_called_one_once(opened, lang, name, told):
    extra = Extra("cut", Name(name, name), "deduction")
    scheme = replace(opened.scheme, extras=(extra,))
    b = replace(opened, lang=lang, history=(replace(opened.result, scheme=scheme),))
    assert part_name(b, "cut", "deduction") == told


@pytest.mark.parametrize(("lang", "told"), [("zh", "，减去减分。"), ("en", ", less deductions.")])
def test_the_chart_of_totals_tells_of_deductions_where_it_draws_them(lang, told):
    taken = chart_cases.scheme("new", deduction=True)
    assert told in charts.rank_bars(chart_cases.case(lang, new=taken)).note
    assert told not in charts.rank_bars(chart_cases.case(lang)).note
