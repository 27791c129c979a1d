"""分类考核: districts assessed in groups are told group by group, in sentences that read back and in tables."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import parse_back
import pytest

from helpers.assess import score
from helpers.assess.prose import Prose
from helpers.desk.scores import scored_table
from helpers.model import Quarter
from helpers.write import appendix, findings, group_findings, sections, story, tables
from helpers.write.briefing import Briefing

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import drawn
import made

GIVEN = {"method": "given", "max": 1000}
BY_GROUP = [
    {"id": "a", "name": {"zh": "经济", "en": "Economy"}, **GIVEN, "weight": {"default": 50, "coast": 80}},
    {"id": "b", "name": {"zh": "民生", "en": "Welfare"}, **GIVEN, "weight": {"default": 50, "coast": 20}},
]
LEADERS = {"id": "best", "name": "标兵", "rule": "board-first", "board": "a", "within": "group"}
RISERS = {"id": "up", "name": "赶超", "rule": "rise", "n": 1, "within": "group"}
COAST = {"d1": "coast", "d2": "coast", "d3": "", "d4": "", "d5": "inland"}
# coast by 80 % and 20 %, the others by halves; d5 is alone in its group
NOW = {"a": [90, 80, 70, 70, 99], "b": [90, 80, 70, 70, 99]}
BEFORE = {"a": [70, 90, 70, 60, 99], "b": [70, 90, 70, 60, 99]}
BACKGROUND = pd.DataFrame(columns=["period", "indicator", "code", "value", "unit", "source", "row"])


def result(columns, groups, quarter="2023Q2", before=None):
    scheme = made.leaves(*BY_GROUP, source="office", stars=[3, 2, 1], award=[LEADERS, RISERS])
    table = pd.DataFrame(columns, index=[f"d{k}" for k in range(1, 6)], dtype=float)
    return score.score(inputs(scheme, table, groups, quarter), before)


def inputs(scheme, table, groups, quarter="2023Q2"):
    found = drawn.sourced(made.inputs(scheme, table, groups))
    dictionary = pd.DataFrame(columns=["unit", "unit_en"])
    return replace(found, quarter=Quarter.parse(quarter), dictionary=dictionary)


def briefing(lang="zh", about=None, now=COAST, then=COAST):
    before = result(BEFORE, then, "2023Q1")
    last = result(NOW, now, "2023Q2", before)
    district = last.districts[about] if about is not None else None
    return Briefing(last.quarter, lang, (before, last), BACKGROUND, Prose(), district)


def told(b, found):
    return [story.sentence(b, f) for f in found]


def test_who_leads_each_group_is_told_but_not_of_a_group_of_one():
    assert told(briefing(), group_findings.group_leaders(briefing())) == [
        "coast（2个区市）中，d1以90.00分居首。",
        "其他区市（2个区市）中，d3、d4同为70.00分，并列第1位。",
    ]
    b = briefing("en")
    assert told(b, group_findings.group_leaders(b)) == [
        "In coast (2 districts) d1 is first with 90.00 points.",
        "In other districts (2 districts) d3 and d4 are joint 1st with 70.00 points.",
    ]


FIRST_OF_COAST = (
    "d1在coast（2个区市）中居首，组内较上季度上升1位。",
    "Within its group, coast (2 districts), d1 is first, up 1 place on the previous quarter.",
)
JOINT_FIRST = (
    "d4在其他区市（2个区市）中并列第1位，组内较上季度上升1位。",
    "Within its group, other districts (2 districts), d4 is joint 1st, up 1 place on the previous quarter.",
)


@pytest.mark.parametrize(("about", "said"), [(0, FIRST_OF_COAST), (3, JOINT_FIRST)], ids=["alone", "shared"])
def test_a_district_is_told_its_rank_in_its_group(about, said):
    for lang, sentence in zip(("zh", "en"), said, strict=True):
        b = briefing(lang, about)
        assert told(b, [group_findings.group_place(b)]) == [sentence]
        assert any(f.kind == "group_place" for f in sections.findings_of(b, "standing"))


def test_alone_in_its_group_or_in_no_group_there_is_nothing_to_tell():
    assert group_findings.group_place(briefing(about=4)) is None
    one = dict.fromkeys(COAST, "coast")
    assert group_findings.group_place(briefing(about=0, now=one, then=one)) is None
    assert group_findings.group_leaders(briefing(now=one)) == ()


def test_ranks_of_unlike_groups_are_not_compared():
    """d4 was of the coast a quarter before."""
    b = briefing(about=3, then={**COAST, "d4": "coast"})
    assert told(b, [group_findings.group_place(b)]) == ["d4在其他区市（2个区市）中并列第1位。"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sentences_of_groups_and_of_unlike_weights_read_back(lang):
    city = briefing(lang)
    found = [*group_findings.group_leaders(city), findings.gap(city, "d1", "d3"), findings.gap(city, "d1", "d2")]
    for f in found:
        assert parse_back.faults(city, f, story.sentence(city, f)) == []
    for at in range(4):
        b = briefing(lang, at)
        f = group_findings.group_place(b)
        assert parse_back.faults(b, f, story.sentence(b, f)) == []
    city_flags = told(city, findings.flags(city))
    within = {
        "zh": ("各组经济板块居首", "组内较上季度上升1位以上"),
        "en": ("first in Economy within their groups", "1 place or more within their groups"),
    }
    assert [words in text for words, text in zip(within[lang], city_flags, strict=True)] == [True, True]


@pytest.mark.parametrize(("lang", "rose"), [("zh", "组内"), ("en", "within the group")])
def test_a_flag_for_a_rise_within_the_group_tells_the_rise_within_the_group(lang, rose):
    """d1 rose two places among all and one in its group."""
    before = result({"a": [70, 90, 80, 60, 99], "b": [70, 90, 80, 60, 99]}, COAST, "2023Q1")
    last = result(NOW, COAST, "2023Q2", before)
    b = Briefing(last.quarter, lang, (before, last), BACKGROUND, Prose())
    assert int(b.result.change["d1"]) > int(b.result.group_change["d1"]) == 1
    (flag,) = (f for f in findings.flags(b) if f.about["award"] == "up")
    assert [(k.value, k.of) for k in flag.each("changes")] == [(1, ("d1", "d4"))]
    for turn in range(3):
        told_in_turn = story.sentence(b, flag.turned(turn))
        assert rose in told_in_turn and parse_back.faults(b, flag.turned(turn), told_in_turn) == []


def test_what_different_weights_make_of_a_gap_is_said():
    """Both boards 90 to 70: by halves alone 20 apart, whatever the weights; 90, 50 to 90, 90: 12 by weights."""
    b = briefing()
    assert "权重不同" not in story.sentence(b, findings.gap(b, "d1", "d2"))
    weights = b.gap("d1", "d3").weights
    assert weights == 0 and "权重不同" not in story.sentence(b, findings.gap(b, "d1", "d3"))
    scheme = made.leaves(*BY_GROUP, source="office", stars=[3, 2, 1])
    table = pd.DataFrame({"a": [90.0, 90.0], "b": [50.0, 50.0]}, index=["d1", "d2"])
    last = score.score(inputs(scheme, table, {"d1": "coast", "d2": ""}))
    unlike = Briefing(last.quarter, "zh", (last,), BACKGROUND, Prose(), None)
    sentence = story.sentence(unlike, findings.gap(unlike, "d1", "d2"))
    assert sentence.endswith("两区市适用的权重不同，上述各项含由此产生的+12.00分。")
    assert parse_back.faults(unlike, findings.gap(unlike, "d1", "d2"), sentence) == []
    assert tables.gap(unlike, "d1", "d2").note.startswith("贡献=权重×板块得分，按各自的权重计算后相减，")


def test_tables_have_the_group_and_the_rank_in_it_where_there_are_groups():
    table = tables.ranking(briefing())
    assert [column.label for column in table.columns[-2:]] == ["分组", "组内位次"]
    assert [(row[1], *row[-2:]) for row in table.rows][:4] == [
        ("d5", "inland", "1"),
        ("d1", "coast", "1"),
        ("d2", "coast", "2"),
        ("d3", "其他区市", "1"),
    ]
    scored = scored_table(briefing().result)
    assert scored["group"].tolist() == ["coast", "coast", "", "", "inland"]
    assert scored["group_rank"].tolist() == ["1", "2", "1", "1", "1"]
    english = tables.ranking(briefing("en"))
    assert [row[-2] for row in english.rows] == ["inland", "coast", "coast", "Other districts", "Other districts"]
    one = dict.fromkeys(COAST, "coast")
    assert tables.ranking(briefing(now=one)).columns[-1].label == "较上季度"
    assert "group" not in scored_table(briefing(now=one).result)


@pytest.mark.parametrize(("lang", "flags"), [("zh", "标兵、赶超"), ("en", "标兵, 赶超")])
def test_two_flags_of_a_quarter_are_parted_as_the_language_parts_words(lang, flags):
    assert tables.track(briefing(lang, about=0)).rows[-1][-1] == flags


def test_the_weights_of_many_groups_stand_in_one_column():
    b = briefing(now={f"d{k}": ("coast" if k == 1 else f"g{k}") for k in range(1, 6)})
    columns, cells = appendix.methods(b).columns, [row[2] for row in appendix.methods(b).rows]
    assert [column.label for column in columns][2:4] == ["权重", "单位"]
    assert cells == ["coast：80.0%；g2、g3、g4、g5：50.0%", "coast：20.0%；g2、g3、g4、g5：50.0%"]


SIX = {"d1": "coast", "d2": "coast", "d3": "", "d4": "", "d5": "inland", "d6": "inland", "d7": "hills", "d8": "hills"}


def many_groups(lang):
    """Four groups of two; d3 and d4 share the lead of theirs."""
    scheme = made.leaves(*BY_GROUP, source="office", stars=[3, 2, 1])
    values = pd.DataFrame({"a": [90.0, 80, 70, 70, 99, 50, 60, 61]}, index=list(SIX))
    last = score.score(inputs(scheme, values.assign(b=values["a"]), SIX))
    return Briefing(last.quarter, lang, (last,), BACKGROUND, Prose(), None)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            "分组看，各组居首的是：coast（2个区市）d1，90.00分；其他区市（2个区市）d3、d4，同为70.00分；"
            "inland（2个区市）d5，99.00分；hills（2个区市）d8，61.00分。",
        ),
        (
            "en",
            "By group, these are first: coast (2 districts), d1 with 90.00 points; other districts (2 districts), d3 "
            "and d4 with 70.00 points each; inland (2 districts), d5 with 99.00 points; hills (2 districts), d8 with "
            "61.00 points.",
        ),
    ],
)
def test_the_leaders_of_many_groups_are_told_in_one_sentence(lang, said):
    b = many_groups(lang)
    (found,) = group_findings.group_leaders(b)
    assert story.sentence(b, found) == said
    assert parse_back.faults(b, found, said) == []


@pytest.mark.parametrize(
    ("lang", "note"),
    [
        ("zh", "（coast：经济80%、民生20%；其他区市、inland、hills：经济50%、民生50%）"),
        ("en", "(coast: Economy 80%, Welfare 20%; other districts, inland, hills: Economy 50%, Welfare 50%)"),
    ],
)
def test_weights_that_several_groups_share_are_told_once(lang, note):
    assert note in tables.ranking(many_groups(lang)).note


def test_boards_that_weigh_the_same_in_all_groups_are_told_once():
    third = {"id": "c", "name": "环境", **GIVEN, "weight": 0}
    scheme = made.leaves(*BY_GROUP, third, source="office", stars=[3, 2, 1])
    values = pd.DataFrame(90.0, index=list(SIX), columns=["a", "b", "c"])
    last = score.score(inputs(scheme, values, SIX))
    b = Briefing(last.quarter, "zh", (last,), BACKGROUND, Prose(), None)
    assert "hills：经济50%、民生50%；各组相同：环境0%）" in tables.ranking(b).note


def test_a_gap_between_groups_says_whose_weights_stand_where():
    table = tables.gap(briefing(), "d1", "d3")
    assert table.rows[0][3] == "80%/50%"
    assert table.note.endswith("斜线前为d1所在coast的权重，斜线后为d3所在其他区市的权重。")
    assert "斜线" not in tables.gap(briefing(), "d1", "d2").note
    assert tables.gap(briefing("en"), "d1", "d3").note.endswith(
        "Weights: of coast (d1) before the stroke, of other districts (d3) behind it."
    )


def test_english_says_the_groups_english_names():
    last = briefing("en").result
    named = tuple(replace(d, group_en=d.group and f"The {d.group}") for d in last.districts)
    b = replace(briefing("en"), history=(replace(last, districts=named),))
    assert told(b, group_findings.group_leaders(b))[0] == "In The coast (2 districts) d1 is first with 90.00 points."
    assert tables.ranking(b).rows[0][-2] == "The inland"
    assert "Weight, The coast" in [column.label for column in appendix.methods(b).columns]
    chinese = replace(b, lang="zh")
    assert tables.ranking(chinese).rows[0][-2] == "inland"


def test_one_first_place_by_total_is_no_top_of_one():
    flag = {"id": "best", "name": {"zh": "标兵", "en": "Leader"}, "rule": "top", "n": 1}
    scheme = made.leaves(*BY_GROUP, source="office", stars=[3, 2, 1], award=[flag])
    last = score.score(inputs(scheme, pd.DataFrame({"a": [90.0, 80], "b": [90.0, 80]}, index=["d1", "d2"]), {}))
    said = {"zh": "总分居首", "en": "first in total"}
    for lang, words in said.items():
        b = Briefing(last.quarter, lang, (last,), BACKGROUND, Prose(), None)
        (found,) = findings.flags(b)
        for turn in range(4):
            text = story.sentence(b, found.turned(turn))
            assert words in text and parse_back.faults(b, found, text) == []
        rows = [row[1] for row in appendix.policies(b).rows if "flag" in row[0].lower() or "红旗" in row[0]]
        assert rows == [{"zh": "总分居首", "en": "The first by total"}[lang]]


@pytest.mark.parametrize(("name", "zh"), [("流动红旗", "“流动红旗”"), ("进步奖", "“进步奖”"), ("排头", "“排头”红旗")])
def test_an_award_that_is_called_a_flag_or_a_prize_is_called_so_once(name, zh):
    flag = {"id": "best", "name": {"zh": name, "en": "Challenge flag"}, "rule": "top", "n": 1}
    scheme = made.leaves(*BY_GROUP, source="office", stars=[3, 2, 1], award=[flag])
    last = score.score(inputs(scheme, pd.DataFrame({"a": [90.0, 80], "b": [90.0, 80]}, index=["d1", "d2"]), {}))
    b = Briefing(last.quarter, "zh", (last,), BACKGROUND, Prose(), last.districts[0])
    for found in (*findings.flags(b), *(f for f in sections.findings_of(b, "standing") if f.kind == "district_flags")):
        assert zh in story.sentence(b, found) and zh + "红旗" not in story.sentence(b, found)
        english = story.sentence(replace(b, lang="en"), found)
        assert '"Challenge flag"' in english and "red flag" not in english
