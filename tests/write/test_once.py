"""In its body a briefing says everything once; only its key points say it again."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from shipped import QUARTERS, all_of, opened, paragraphs

from helpers.markup import unmarked
from helpers.write import once, sections, story
from helpers.write.briefing import Briefing

DATA = Path(__file__).parents[2] / "data"
HUANGDAO = "370211"


def one(quarter: str, lang: str = "en", district: str = "") -> Briefing:
    city = opened(quarter, lang)
    return replace(city, district=city.by_code[district]) if district else city


def body(b: Briefing) -> list[str]:
    """Every sentence outside the key points."""
    told = [p for p in paragraphs(b) if p.section != "cover"]
    return [unmarked(story.sentence(b, finding)) for p in told for finding in p.findings]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("quarter", QUARTERS)
def test_no_sentence_stands_twice_in_the_body(quarter, lang):
    for b in all_of(quarter, lang):
        twice = [text for text, times in Counter(body(b)).items() if times > 1]
        assert not twice, (b.district, twice)


@pytest.mark.parametrize(
    ("quarter", "district", "fact"),
    [
        ("2023Q2", "", r"boards goes from 3 to 4"),  # opens the briefing; the chart's note tells its dashed line
        ("2023Q3", "", r"boards goes from 3 to 4"),  # a quarter later it is told where ranks are compared
        ("2023Q2", "", r"Laoshan[^.;]*up 3 places|up 3 places[^.;]*Laoshan"),  # with the flag it won
        ("2023Q2", "", r"14\.79 points"),  # with its board
        ("2022Q3", "", r"11\.18 points"),
        ("2023Q2", "", r"first for the previous 5 quarters|Huangdao in 5"),  # with the first that ended it
        ("2022Q4", "", r"Huangdao stays first[^;]*\(Q1 2022|Huangdao was first every time"),
        ("2022Q4", HUANGDAO, r"first for 4 quarters running|first every time"),
    ],
)
def test_a_fact_is_told_once(quarter, district, fact):
    said = [text for text in body(one(quarter, district=district)) if re.search(fact, text)]
    assert len(said) == 1, said


@pytest.mark.parametrize("quarter", ["2022Q2", "2022Q4", "2023Q1", "2023Q3"])
def test_boards_that_say_themselves_who_leads_them_now_are_not_listed_before(quarter):
    b = one(quarter)
    assert once.boards_changed(b) is None
    told = [text for text in body(b) if "takes its place" in text or ("from" in text and "to first" in text)]
    assert told and not any("passes from" in text for text in body(b))


def test_a_board_as_wide_as_none_whose_paragraph_tells_other_news_is_a_point_to_watch():
    b = one("2023Q3")
    assert once.widest_board(b) is not None
    assert sum("widest spread" in text or "more than on any other board" in text for text in body(b)) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_points_to_watch_that_are_all_told_before_leave_a_sentence_and_no_bare_heading(lang):
    b = one("2022Q2", lang)
    assert [f.kind for f in sections.findings_of(b, "concerns")] == ["no_concern"]
    assert [bool(part) for part in story.concerns(b)] == [True]
