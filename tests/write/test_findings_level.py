"""What is said where nothing parts districts, or parts them without a printed point; and where nobody has a total."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from parse_back import faults
from test_any_scheme import briefing, shown

from helpers.assess import score
from helpers.write import award_findings, board_findings, findings, sections, story, window_findings
from helpers.write import district_findings as district
from helpers.write.briefing import Briefing

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import drawn
import made

NODES = [
    {"id": "a", "name": {"zh": "经济", "en": "Economy"}, "method": "given"},
    {"id": "b", "name": {"zh": "民生", "en": "Welfare"}, "method": "given"},
]
WEIGHED = [{**NODES[0], "weight": 3}, {**NODES[1], "weight": 1}]
BONUS = [{"id": "c", "name": {"zh": "表彰", "en": "Honours"}, "kind": "bonus", "max": 5}]
LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


def told(*quarters: dict, lang: str = "zh", **top) -> Briefing:
    """The city's briefing of the last of quarters that each have the points of districts d1, d2 … by column."""
    scheme = made.leaves(*NODES, source="office", stars=[3, 2, 1], **top)
    history = []
    for at, columns in zip(["2022Q3", "2022Q4", "2023Q1", "2023Q2"][-len(quarters) :], quarters, strict=True):
        many = len(columns["a"])
        table = pd.DataFrame(columns, index=[f"d{k}" for k in range(1, many + 1)], dtype=float)
        dictionary = pd.DataFrame(columns=["unit", "unit_en"])
        inputs = replace(drawn.sourced(made.inputs(scheme, table, at=at)), dictionary=dictionary)
        history.append(score.score(inputs, history[-1] if history else None))
    return briefing(tuple(history), lang)


def about(b: Briefing, at: int) -> Briefing:
    return replace(b, district=b.result.districts[at])


def sentence(b: Briefing, found) -> str:
    text = story.sentence(b, found)
    assert not faults(b, found, text), text
    return text


def whole(b: Briefing) -> str:
    return "\n".join(sentence(b, f) for paragraph in sections.paragraphs(b) for f in paragraph.findings)


# ---- apart, but not as printed -----------------------------------------------------------------------------------

BY_TIE_BREAK = ({"a": [90, 80, 60], "b": [80, 90, 60]}, {"tie_break": ["a"]})
BY_EXACT = ({"a": [90.01, 90, 60], "b": [80, 80, 60]}, {"order": "rank-then-round", "decimals": 1})


@LANGS
@pytest.mark.parametrize(("points", "policies"), [BY_TIE_BREAK, BY_EXACT], ids=["tie break", "exact"])
def test_no_distance_of_nothing_is_told(lang, points, policies):
    """Equal totals that a tie break or the exact scores part were `仅差0.00分`, `0.00 points behind`."""
    b = told(points, lang=lang, policies=policies)
    first, behind = sentence(b, findings.first(b)), sentence(about(b, 1), district.overtake(about(b, 1)))
    same = {"zh": ("总分与首位相同", "与第1位d1总分相同"), "en": ("the same total", "d2 has the same total as d1")}[
        lang
    ]
    assert same[0] in first and same[1] in behind
    for one in (b, *(about(b, k) for k in range(3))):
        assert not re.search(r"(?<![\d.])0\.0+ ?(?:分|points)", whole(one))


@LANGS
def test_a_board_whose_scores_print_alike_has_no_distances(lang):
    b = told({"a": [90.01, 90, 90], "b": [80, 70, 60]}, lang=lang, policies={"order": "rank-then-round", "decimals": 1})
    board = board_findings.board(b, b.boards[0])
    assert not {"lead", "second", "last", "spread"} & set(board.figures) and sentence(b, board)
    standing = district.standing(about(b, 1), b.boards[0])
    assert "behind" not in standing.figures and sentence(about(b, 1), standing)


@LANGS
@pytest.mark.parametrize(("gap", "bonus"), [(1.0, 2.0), (0.0, 0.05), (0.0, 1.0), (0.02, 0.05)])
def test_who_would_be_equal_without_the_bonus_would_not_swap(lang, gap, bonus):
    """The lower stands `gap` before the upper without the bonus."""
    b = told({"a": [80, 80 + gap], "b": [80, 80 + gap], "c": [bonus, 0]}, lang=lang, extra=BONUS)
    (pair,) = findings.close_pairs(b)
    said = "\n".join(sentence(b, pair.turned(turn)) for turn in range(3))
    swap, equal = {"zh": (("次序互换", "互换次序", "将在"), "同分"), "en": (("swap", "come before"), "be equal")}[lang]
    assert any(word in said for word in swap) == (gap > 0) and (equal in said) == (gap == 0)


# ---- level -------------------------------------------------------------------------------------------------------


@LANGS
def test_where_all_are_level_on_a_board_nobody_is_first_or_last_on_it(lang):
    b = told({"a": [80, 80, 80], "b": [90, 90, 70]}, lang=lang)
    shared = sentence(about(b, 0), district.leading_boards(about(b, 0)))
    assert shared == {"zh": "d1民生板块并列第1位。", "en": "d1 is joint 1st in Welfare."}[lang]
    assert ("并列" if lang == "zh" else "joint") not in sentence(about(b, 2), district.leading_boards(about(b, 2)))
    alone = told({"a": [80, 80, 80], "b": [90, 70, 70]}, lang=lang)
    last = sentence(about(alone, 1), district.leading_boards(about(alone, 1)))
    assert last == {"zh": "d2民生板块并列末位。", "en": "d2 is joint last in Welfare."}[lang]
    assert district.leading_boards(about(told({"a": [80], "b": [70]}), 0)) is None


def test_the_widest_board_is_wider_than_all_others():
    assert board_findings.widest_board(told({"a": [80, 80], "b": [70, 70]})) is None
    assert board_findings.widest_board(told({"a": [80, 70], "b": [90, 80]})) is None
    assert board_findings.widest_board(told({"a": [80], "b": [70]})) is None


@LANGS
@pytest.mark.parametrize(("a", "names"), [([90, 80, 70], True), ([90, 90, 70], False), ([90, 70, 70], False)])
def test_ends_of_the_widest_board_are_named_where_each_is_alone(lang, a, names):
    b = told({"a": a, "b": [80, 80, 80]}, lang=lang)
    assert ("d1" in sentence(b, board_findings.widest_board(b))) == names


def test_nobody_has_most_stars_where_nobody_has_any():
    b = told({"a": [80, 80, 80, 80], "b": [70, 70, 70, 70]}, policies={"ties": "max"})
    assert award_findings.most_stars(b) is None and "星数" not in whole(b)


# ---- over the quarters -------------------------------------------------------------------------------------------

UP, DOWN = {"a": [90, 80, 70], "b": [90, 80, 70]}, {"a": [70, 80, 90], "b": [70, 80, 90]}
LEVEL = {"a": [80, 80, 80], "b": [80, 80, 80]}


def test_of_three_districts_nobody_is_steady_among_the_first_three():
    assert window_findings.steadiest(told(UP, UP, UP, UP)) is None
    four = {"a": [90, 80, 70, 60], "b": [90, 80, 70, 60]}
    assert window_findings.steadiest(told(four, four, four, four)).who == ("d1", "d2", "d3")


@LANGS
def test_one_of_several_that_moved_equally_far_is_one_of_them(lang):
    words = {"zh": "之一", "en": "is among those that moved the most"}[lang]
    b = told(UP, UP, UP, DOWN, lang=lang)
    assert words in sentence(b, window_findings.widest_range(b))
    one = told(
        *[{"a": [90, 80, 70, 60], "b": [90, 80, 70, 60]}] * 3, {"a": [65, 80, 70, 60], "b": [65, 80, 70, 60]}, lang=lang
    )
    assert words not in sentence(one, window_findings.widest_range(one))


@LANGS
def test_who_was_first_once_was_not_first_every_time(lang):
    """`ties = "max"`: where all share the last place nobody is first."""
    b = told(LEVEL, UP, lang=lang, policies={"ties": "max"})
    found = window_findings.times_first(b)
    assert ("每次" if lang == "zh" else "every time") not in sentence(b, found) and found.each("times")[0].value == 1
    assert window_findings.times_first(told(LEVEL, LEVEL, policies={"ties": "max"})) is None


@LANGS
def test_a_first_of_earlier_quarters_that_has_left_is_counted(lang):
    """Of four quarters three had a first."""
    b = told(DOWN, UP, {"a": [90, 80], "b": [90, 80]}, {"a": [80, 90], "b": [80, 90]}, lang=lang)
    assert "d3" not in b.result.codes
    found = window_findings.times_first(b)
    assert found.who == ("d1", "d2", "d3") and [k.value for k in found.each("times")] == [2, 1]
    said = {"zh": "居首的有d12次，d2、d3各1次。", "en": "d1 came first in 2, and d2 and d3 in 1 each."}[lang]
    assert story.sentence(b, found).endswith(said) and [text for _, text in shown(b)]


@LANGS
@pytest.mark.parametrize(("second", "shared"), [(90, True), (80, False)])
def test_a_first_place_shared_on_what_two_schemes_share_is_told_as_shared(lang, second, shared):
    """Under unlike weights both quarters are scored by this quarter's: who shares a place there was told as first."""
    old, new = (made.leaves(*nodes, id=id_, source="office") for id_, nodes in (("old", WEIGHED), ("new", NODES)))
    history = []
    for scheme, at in ((old, "2023Q1"), (new, "2023Q2")):
        table = pd.DataFrame({"a": [90, second, 70], "b": [90, second, 70]}, index=["d1", "d2", "d3"], dtype=float)
        inputs = drawn.sourced(made.inputs(scheme, table, at=at))
        inputs = replace(inputs, dictionary=pd.DataFrame(columns=["unit", "unit_en"]))
        history.append(score.score(inputs, history[-1] if history else None))
    b = briefing(tuple(history), lang)
    found = findings.comparability(b)
    assert found.who == (("d1", "d2") if shared else ("d1",))
    assert ({"zh": "并列", "en": "joint"}[lang] in sentence(b, found)) == shared


# ---- nobody has a total ------------------------------------------------------------------------------------------

NOTHING = {"a": [float("nan")] * 3, "b": [90, 80, float("nan")]}


@LANGS
@pytest.mark.parametrize("before", [(), (UP,)], ids=["alone", "after a quarter"])
def test_a_quarter_in_which_nobody_has_a_total_is_told(lang, before):
    """One figure that nobody has sent yet: the city's briefing broke off with an IndexError."""
    b = told(*before, NOTHING, lang=lang)
    assert findings.first(b).kind == "nobody_ranked" and not b.ranking
    said = whole(b)
    assert {"zh": "参评的3个区市都不计总分", "en": "none of 3 districts has a total"}[lang] in said
    assert {"zh": "各区市在本板块均无得分", "en": "no district has a score on this board"}[lang] in said
    for one in (b, *(about(b, k) for k in range(3))):
        for cell, text in shown(one):
            assert "nan" not in text, cell


@LANGS
@pytest.mark.parametrize(
    ("a", "zh", "en"),
    [
        ([90, 80, 70], "对3个区市计分排名。", "ranks 3 districts on 2 boards: Economy and Welfare."),
        (
            [90, 80, float("nan")],
            "对3个区市计分排名，其中1个区市暂无位次。",
            "ranks 3 districts on 2 boards: Economy and Welfare; 1 district has no rank yet.",
        ),
        ([float("nan")] * 3, "，参评3个区市。", "is of 3 districts on 2 boards: Economy and Welfare."),
    ],
    ids=["all ranked", "one not", "nobody"],
)
def test_who_is_ranked_is_not_said_of_districts_that_are_not(lang, a, zh, en):
    b = told({"a": a, "b": [3, 2, 1]}, lang=lang)
    assert sentence(b, findings.assessed(b)).endswith({"zh": zh, "en": en}[lang])


@LANGS
def test_a_flag_for_the_first_on_a_board_that_has_no_total_is_not_said_to_have_been_met_by_nobody(lang):
    award = [{"id": "lead", "name": "标兵", "rule": "board-first", "board": "a"}]
    b = told({"a": [90, 80, 70], "b": [float("nan"), 80, 70]}, lang=lang, award=award)
    (flag,) = findings.flags(b)
    said = sentence(b, flag)
    assert {"zh": "经济板块居首的d1不能获此红旗", "en": "d1 meets the condition"}[lang] in said
    assert not flag.about["passed_on"]


@LANGS
def test_a_district_without_any_score_is_neither_above_nor_below_the_medians(lang):
    said = whole(about(told(NOTHING, lang=lang), 2))
    assert {"zh": "各板块均无得分", "en": "no score on any board"}[lang] in said
    assert {"zh": "中位数", "en": "median"}[lang] not in said
