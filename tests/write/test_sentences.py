"""What single sentences say, held against the tables and the data that stand beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from shipped import QUARTERS, districts, opened, told

from helpers.assess.whatif import Settings
from helpers.markup import unmarked
from helpers.model import frozen
from helpers.write import charts, sections, story, supposing, tables
from helpers.write.briefing import Briefing
from helpers.write.finding import Finding
from helpers.write.notes import MARK_HTML
from helpers.write.telling import Telling
from helpers.write.terms import term
from helpers.write.voice import Voice


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


# ---- what is published ------------------------------------------------------------------------------------------


def rich(b: Briefing, f: Finding) -> str:
    telling = Telling(b)
    return telling.words([telling.sentence(f)]).rich[0]


def test_how_often_who_was_first_is_published_where_every_first_was():
    """All seven firsts of 2022Q1 to 2023Q3 are in results.csv; that some seconds are not is no matter."""
    city = opened("2023Q3")
    found = next(f for f in told(city) if f.kind == "times_first")
    assert "黄岛区6次、胶州市1次" in sentence(city, found) and MARK_HTML not in rich(city, found)


def test_a_note_says_published_of_the_figure_that_was_and_of_no_other():
    """Of a change of rank only one of the two ranks may have been published, and then the change was not."""
    city = opened("2023Q3")
    notes = {code: city.trace.notes.note(city.trace.change(code)) for code in city.ranking}
    assert any(note.illustrative and city.trace.rank(code).published for code, note in notes.items())
    for note in notes.values():
        told_of = dict(note.lines).get("公布：", "")
        assert told_of.endswith("由公布数得出") if not note.illustrative else not told_of
    total = city.trace.notes.note(city.trace.total("370211"))
    assert dict(total.lines)["公布："].endswith("与公布数一致")


# ---- the summary ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_summary_opens_with_the_first_and_the_flags(quarter):
    found = sections.summary(opened(quarter))
    assert found[0].kind == "first" and 3 <= len(found) <= 5
    flags = [f.about["award"] for f in found if f.kind == "flag"]
    assert flags == ["front_runner", "fast_riser"][: len(flags)] and len(flags) == (1 if quarter == "2022Q1" else 2)


# ---- a scenario -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_scenario_with_other_weights_warns_before_it_compares_with_the_quarter_before(lang):
    supposed = opened("2023Q3", lang).supposing(Settings(frozen({}), frozen({"economy": 0.45})))
    caution = "不直接可比" if lang == "zh" else "not directly comparable"
    for found in (sections.summary(supposed), sections.findings_of(supposed, "assessed")):
        assert any(f.kind == "method_change" and caution in sentence(supposed, f) for f in found)
    same = next(sentence(supposed, f) for f in sections.findings_of(supposed, "comparability"))
    assert ("两个季度均按测算办法计算" if lang == "zh" else "With both quarters scored by the supposed rules") in same
    figure = opened("2023Q3", lang).supposing(Settings(frozen({("370281", "gdp_growth"): 5.8}), frozen({})))
    assert not any(f.kind == "method_change" for f in sections.findings_of(figure, "assessed"))


# ---- lists ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "told_as"),
    [
        (["Jimo", "Licang"], "Jimo and Licang"),
        (["Jimo", "Licang", "Laixi"], "Jimo, Licang and Laixi"),
        (["Signing and delivery", "Business"], "Signing and delivery, and Business"),
        (["Economy", "Signing and delivery", "Business"], "Economy; Signing and delivery; and Business"),
        (["Shibei (up 3 places)", "Jimo and Licang (up 2 places each)"],
         "Shibei (up 3 places), and Jimo and Licang (up 2 places each)"),
    ],
)  # fmt: skip
def test_names_that_hold_an_and_are_parted_by_more_than_commas(names, told_as):
    assert Voice(opened("2023Q2", "en")).join(names) == told_as


# ---- headings, notes, tables ------------------------------------------------------------------------------------


def test_what_stands_below_a_fixed_heading_agrees_with_it():
    """Below 优势板块 no sentence only tells of weaknesses; the first's lead does not stand below 与前一位的差距."""
    for b in districts("2023Q3"):
        strengths = sections.findings_of(b, "strengths")
        if strengths[0].kind == "no_strength":
            assert sentence(b, strengths[0]).startswith("暂无：")
        if b.at_rank(1) == (b.code,):
            first, lead = (sentence(b, f) for f in sections.findings_of(b, "place_above"))
            assert first.endswith("居首，以下为与后一位的差距。") and "总分高于" in lead
            assert story.gap_heading(b).markdown == "## 四、与后一位的差距"
        else:
            assert story.gap_heading(b).markdown == "## 四、与前一位的差距"


def test_a_chart_explains_its_hatching_only_where_a_bar_is_hatched():
    seen = set()
    for b in districts("2023Q2"):
        chart = charts.gap_waterfall(b)
        if chart is None or b.above(b.code) is None:
            continue
        behind = any(figure.printed < 0 for figure in b.gap(b.above(b.code), b.code).parts.itertuples()
                     if figure.level != "indicator")  # fmt: skip
        assert ("斜线为落后" in chart.note) is (behind or b.gap(b.above(b.code), b.code).residue < 0)
        seen.add(behind)
    assert seen == {True, False}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_scenario_sets_beside_illustrative_figures_marks_them(lang):
    supposed = opened("2023Q2", lang).supposing(
        Settings(frozen({("370281", "gdp_growth"): 5.0}), frozen({"economy": 0.45}))
    )
    table = supposing.settings_table(supposed.supposed, lang)
    assert table.rows[0][0] == ("胶州市地区生产总值增速" if lang == "zh" else "Jiaozhou: GDP growth")
    assert str(table.rows[0][2]) == "5.0%"  # as many decimals as the figure beside it
    assert (-1, 1) in table.marked and term("marked", lang) in table.caption
    moved = supposing.moved_table(supposed.supposed, lang)
    at = next(i for i, row in enumerate(moved.rows) if row[0] in ("胶州市", "Jiaozhou"))
    drawn = {j for j in range(1, len(moved.columns)) if (at, j) in moved.marked or (-1, j) in moved.marked}
    assert drawn == {2, 3, 5, 6}  # 97.44 and rank 1 were published


def test_the_weights_below_the_ranking_are_marked_as_illustrative():
    assert "优化营商环境15%※" in tables.ranking(opened("2023Q2")).note
    assert "Business environment 15%※" in tables.ranking(opened("2023Q2", "en")).note


def test_every_source_in_an_english_briefing_is_told_in_english():
    for source in opened("2023Q3", "en").sources.values():
        assert not re.search("[一-鿿]", source.label("en") + source.publisher_label("en")), source.id
