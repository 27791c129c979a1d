"""一票否决: whom a veto strips of which flag is told; who wins instead is not said to meet a rule that it does not."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import parse_back
import pytest

from helpers.assess import score
from helpers.assess.prose import Prose
from helpers.model import Quarter
from helpers.write import findings, sections, story
from helpers.write.briefing import Briefing
from helpers.write.language import phrases

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import drawn
import made

SAFETY = {"id": "safety", "name": {"zh": "安全生产一票否决", "en": "Safety veto"}, "kind": "veto"}
FRONT = {"id": "front", "name": {"zh": "排头", "en": "Front"}, "rule": "top", "n": 2, "vetoed_by": ["safety"]}
RISER = {"id": "riser", "name": {"zh": "赶超", "en": "Riser"}, "rule": "rise", "n": 2, "vetoed_by": ["safety"]}
NODES = [{"id": "a", "name": {"zh": "经济", "en": "Economy"}, "method": "given", "max": 1000}]
BACKGROUND = pd.DataFrame(columns=["period", "indicator", "code", "value", "unit", "source", "row"])
NOW, BEFORE = [90, 80, 70, 60], [90, 60, 80, 70]  # d2 rises from 4th to 2nd


def briefing(lang, award, *vetoed, about=None, now=NOW, before=BEFORE):
    scheme = made.leaves(*NODES, source="office", award=award, extra=[SAFETY])
    results = []
    for quarter, points in (("2023Q1", before), ("2023Q2", now)):
        table = pd.DataFrame({"a": points}, index=[f"d{k}" for k in range(1, len(points) + 1)], dtype=float)
        rows = [(code, "safety", "发生较大事故", "a major accident", "office", 2) for code in vetoed]
        vetoes = pd.DataFrame(rows, columns=["code", "item", "reason_zh", "reason_en", "source", "row"])
        inputs = replace(
            drawn.sourced(made.inputs(scheme, table)),
            quarter=Quarter.parse(quarter),
            dictionary=pd.DataFrame(columns=["unit", "unit_en"]),
            vetoes=vetoes if quarter == "2023Q2" else vetoes.iloc[:0],
        )
        results.append(score.score(inputs, results[-1] if results else None))
    district = results[-1].districts[about] if about is not None else None
    return Briefing(results[-1].quarter, lang, tuple(results), BACKGROUND, Prose(), district)


def told(b, section):
    sentences = {f.kind: story.sentence(b, f) for f in sections.findings_of(b, section)}
    for f in sections.findings_of(b, section):
        assert parse_back.faults(b, f, sentences[f.kind]) == []
    return sentences


@pytest.mark.parametrize(
    ("lang", "flag", "veto"),
    [
        (
            "zh",
            "按总分前2位、缺额依次递补的规则，“排头”红旗授予d2、d3。",
            "d1因发生较大事故，按“安全生产一票否决”取消“排头”红旗资格。",
        ),
        (
            "en",
            'The red flag "Front" goes to d2 and d3 (condition: in the top two by total; vacancies pass down).',
            'd1 loses its claim to the red flag "Front" under "Safety veto" (a major accident).',
        ),
    ],
)
def test_who_takes_a_vacancy_is_not_said_to_meet_the_rule(lang, flag, veto):
    """d3 is third: it wins by 缺额依次递补, not for being among the first two."""
    sentences = told(briefing(lang, [FRONT], "d1"), "flags")
    assert (sentences["flag"], sentences["veto"]) == (flag, veto)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_no_vacancy_passes_down_the_winners_meet_the_rule(lang):
    b = briefing(lang, [{**FRONT, "pass_down": False}], "d1")
    assert b.result.flags["front"] == ("d2",)
    assert {"zh": "递补", "en": "pass down"}[lang] not in told(b, "flags")["flag"]


@pytest.mark.parametrize(
    ("lang", "flag"),
    [
        ("zh", "“赶超”红旗空缺：较上季度上升2位以上的d2不能获此红旗。"),
        (
            "en",
            'The red flag "Riser" is not awarded: d2 meets the condition (a rise of 2 places or more on the previous '
            "quarter) but is not eligible.",
        ),
    ],
)
def test_a_flag_that_a_veto_leaves_vacant_is_not_said_to_have_been_met_by_nobody(lang, flag):
    assert told(briefing(lang, [RISER], "d2"), "flags")["flag"] == flag
    assert "d2" not in told(briefing(lang, [RISER], "d2", now=BEFORE), "flags")["flag"]  # nobody rose


def test_a_holder_of_another_flag_that_stands_aside_is_not_overlooked_either():
    b = briefing("zh", [{**FRONT, "n": 2}, {**RISER, "vetoed_by": [], "exempt": ["front"]}])
    (_, riser) = findings.flags(b)
    assert riser.about["kept_out"] == ("d2",) and story.sentence(b, riser).endswith("的d2不能获此红旗。")


@pytest.mark.parametrize(
    ("lang", "veto"),
    [
        ("zh", "d4因发生较大事故触发“安全生产一票否决”，本季度没有因此取消的红旗资格。"),
        ("en", 'd4 comes under "Safety veto" (a major accident), and loses no flag by it this quarter.'),
    ],
)
def test_a_veto_that_strips_no_flag_is_told_in_the_district_s_briefing(lang, veto):
    b = briefing(lang, [FRONT, RISER], "d4", about=3)
    assert told(b, "standing")["veto"] == veto
    assert "veto" not in told(briefing(lang, [FRONT, RISER], "d4", about=2), "standing")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_veto_that_strips_a_flag_stands_in_both_summaries_and_cites_its_row(lang):
    city, own = briefing(lang, [FRONT], "d1"), briefing(lang, [FRONT], "d1", about=0)
    for b in (city, own):
        (veto,) = [f for f in sections.summary(b) if f.kind == "veto"]
        assert [(row.file, row.row) for row in veto.rows] == [("vetoes", 2)]


@pytest.mark.parametrize(
    ("award", "zh", "en"),
    [
        ({"vetoed_by": ["safety"]}, "取消资格，缺额依次递补", "strips the flag; vacancies pass down"),
        ({"exempt": ["d1"], "pass_down": False}, "d1不参评，缺额不递补", "d1 stand aside; vacancies are not passed on"),
        ({}, "", ""),
        ({"rule": "rise", "vetoed_by": ["safety"]}, "取消资格", "strips the flag"),
    ],
    ids=["veto", "exempt", "open to all", "rise"],
)
def test_the_rule_says_what_becomes_of_a_place_that_its_holder_may_not_have(award, zh, en):
    scheme = briefing("zh", [{**FRONT, "vetoed_by": [], **award}]).scheme
    said = [phrases(lang).award_rule(scheme.awards[0], scheme) for lang in ("zh", "en")]
    assert said[0].endswith(zh) and said[1].endswith(en)
    assert ("缺额" in said[0]) == ("缺额" in zh) == ("vacanc" in said[1])
