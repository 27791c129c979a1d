"""An assessment that is not of a city's districts calls its own by their name: a county's towns, on every page."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.desk.explanation_text import answer
from helpers.desk.supposition import suppose
from helpers.model import Name
from helpers.write import appendix as rules
from helpers.write import charts, explaining, open_briefing, sections, story, tables
from helpers.write.calling import called
from helpers.write.faces import Stack
from helpers.write.table_face import Table
from helpers.write.wordings import worded

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import made

TITLE = "云州县乡镇季度考核结果通报"
SCHEME = made.county(TITLE)
STRANGE = {"zh": ("区市", "全市", "摘星夺旗"), "en": (" district", "District", " city", "City", "Stars and Flags")}


@pytest.fixture
def county(tmp_path):
    made.folder(tmp_path, SCHEME)
    made.quarter(tmp_path, "2023Q1", bonus={"乙区": 2})
    made.quarter(tmp_path, bonus={"乙区": 2})
    return tmp_path


def everything(b):
    """All faces of a briefing as text."""
    faces = [story.cover(b), story.honesty(b), tables.ranking(b), tables.stars(b), rules.policies(b), rules.methods(b)]
    if b.district is None:
        told = (
            story.assessed,
            story.headline,
            story.flags,
            story.stars,
            story.movement,
            story.firmness,
            story.concerns,
        )
        drawn = (charts.rank_bars, charts.bump, charts.rank_intervals, charts.gap_waterfall)
        faces += [explaining.changes(b), story.boards(b)]
    else:
        told = (story.standing, story.strengths, story.weaknesses, story.track, story.gap_heading, story.place_above)
        drawn = (charts.standing, charts.track)
        faces += [tables.standing(b), tables.indicators(b), tables.track(b), tables.gap_above(b)]
    faces += [make(b) for make in (*told, *drawn)]
    flat = Stack.of(*faces).faces
    return "\n".join(str(face._repr_mimebundle_()) for face in flat)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("district", ["", "丙县"])
def test_no_page_of_a_county_speaks_of_a_city_and_its_districts(county, lang, district):
    text = everything(open_briefing("2023Q2", lang=lang, district=district, data=county))
    assert [word for word in STRANGE[lang] if word in text] == []
    assert {"zh": "乡镇", "en": "county town"}[lang] in text
    assert not district or {"zh": "全县", "en": "the county"}[lang] in text


def test_the_cover_has_the_title_of_the_scheme(county):
    assert story.cover(open_briefing("2023Q2", data=county)).title == TITLE
    assert story.cover(open_briefing("2023Q2", data=county, district="丙县")).title == "丙县考核情况通报"
    assert story.cover(open_briefing("2023Q2", lang="en", data=county)).subtitle == ""


def test_names_and_the_offices_own_words_stay_as_they_are(county):
    b = open_briefing("2023Q2", data=county)
    named = tuple(replace(d, name="城区市场" if d.code == "d1" else d.name) for d in b.result.districts)
    b = replace(b, history=(replace(b.result, districts=named),))
    assert called(b, "城区市场居各区市首位，为全市最高") == "城区市场居各乡镇首位，为全县最高"
    english = open_briefing("2023Q2", lang="en", data=county)
    assert called(english, "Districts in the city and City Hall", "City Hall") == (
        "County towns in the county and City Hall"
    )
    (found,) = (f for f in sections.findings_of(english, "assessed") if f.kind == "assessed")
    assert "4 county towns" in worded(english, found)


@pytest.mark.parametrize(("one", "many"), [("town", "towns"), ("county", "counties"), ("branch", "branches")])
def test_english_has_its_plural(county, one, many):
    b = open_briefing("2023Q2", lang="en", data=county)
    scheme = replace(b.scheme, assessed=Name("单位", one))
    b = replace(b, history=(replace(b.result, scheme=scheme),))
    assert called(b, "the districts' average") == f"the {many}' average"


def test_a_scheme_without_words_of_its_own_changes_nothing(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    b = open_briefing("2023Q2", data=tmp_path)
    assert b.words is None and called(b, "各区市居全市") == "各区市居全市"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_answers_speak_of_towns_too(county, lang):
    """explain and what-if, their tables and notes."""
    told = [answer("2023Q2", "丙县", "", county, lang), suppose("2023Q2", ["weight.economy=45"], county, lang)]
    text = "\n".join(shown(block) for one in told for block in one.blocks)
    assert [word for word in STRANGE[lang] if word in text] == []


def shown(block):
    if isinstance(block, Table):
        return "\n".join(
            [block.caption, block.note, *(c.label for c in block.columns), *(" ".join(r) for r in block.rows)]
        )
    return str(block)
