"""What single sentences say, held against the tables and the data that stand beside them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from helpers.markup import unmarked
from helpers.write import open_briefing, sections, story, tables
from helpers.write.briefing import Briefing
from helpers.write.finding import Finding

DATA = Path(__file__).parents[2] / "data"
QUARTERS = ["2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"]


@cache
def opened(quarter: str, lang: str = "zh") -> Briefing:
    return open_briefing(quarter, lang=lang, data=DATA)


def districts(quarter: str, lang: str = "zh") -> list[Briefing]:
    return [replace(opened(quarter, lang), district=d) for d in opened(quarter).result.districts]


def told(b: Briefing) -> list[Finding]:
    return [f for paragraph in sections.paragraphs(b) for f in paragraph.findings]


def sentence(b: Briefing, f: Finding) -> str:
    return unmarked(story.sentence(b, f))


# ---- an indicator's place ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang, words", [("zh", "得分"), ("en", " by score")])
def test_a_place_that_the_values_alone_do_not_give_is_told_as_one_by_score(lang, words):
    """Full marks may be shared: 胶州's 212 signed projects are first by score, though 黄岛 signed 214."""
    by_score, by_value = 0, 0
    for b in (b for quarter in QUARTERS for b in districts(quarter, lang)):
        for f in told(b):
            for end in ("best", "worst"):
                if not f.get(f"{end}_rank"):
                    continue
                leaf = b.scheme.by_id[f.about[end]]
                if leaf.method == "given":
                    continue
                values = b.result.values[leaf.id]
                over = values > values[b.code] if leaf.direction == "up" else values < values[b.code]
                text = (
                    sentence(b, replace(f, turn=0))
                    .split(leaf.name.label(lang), 1)[1]
                    .split("）" if lang == "zh" else ")")[0]
                )
                if int(over.sum()) + 1 != f[f"{end}_rank"].value:
                    assert words in text, f"{b.quarter} {b.code}: {text}"
                    by_score += 1
                else:
                    by_value += words not in text
    assert by_score > 10 and by_value > 10


# ---- the city's median ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_distance_to_the_median_is_that_of_the_two_figures_in_the_table(quarter):
    """The median of ten is a half cent as often as not: it is rounded as printed before anything is taken from it."""
    for b in districts(quarter):
        rows = {str(row[0]): row for row in tables.standing(b).rows}
        for f in told(b):
            if f.kind in ("strength", "weakness"):
                row = rows[b.scheme.by_id[f.about["board"]].name.zh]
                apart = abs(Decimal(str(row[1])) - Decimal(str(row[4])))
                assert (f"中位数{apart}分" if apart else "与全市中位数持平") in sentence(b, f), f"{b.code} {row}"


# ---- the first --------------------------------------------------------------------------------------------------


def test_who_comes_back_to_first_place_is_not_read_as_having_been_last():
    city = opened("2023Q3", "en")
    huangdao = replace(city, district=city.by_code["370211"])
    for b, kind in ((city, "first"), (huangdao, "district_first")):
        text = next(sentence(b, f) for f in told(b) if f.kind == kind)
        assert "is back in first place" in text and "for the first time since Q1 2023" in text and "last" not in text
