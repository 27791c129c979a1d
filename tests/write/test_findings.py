"""What a finding rests on: its kind, its data rows; and what is said at, just under and just over each limit."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest
from shipped import DATA, QUARTERS, all_of, opened, told

from helpers.assess.whatif import Settings, what_if
from helpers.model import frozen
from helpers.write import charts, open_briefing, supposing, tables
from helpers.write.notes import MARK_HTML
from helpers.write.result_rows import lot
from helpers.write.telling import Telling

# Their numbers come from the rules of the scheme, not from rows of data.
OF_THE_SCHEME = {"assessed", "method_change", "star_rule", "scheme_line"}


@cache
def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as read:
        return list(csv.DictReader(read))


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_finding_with_figures_of_the_data_names_its_rows(quarter):
    for b in all_of(quarter):
        for f in told(b):
            of_data = f.figures and f.kind not in OF_THE_SCHEME
            without = f.kind == "flag" and not f.who  # nobody won it: no district's rows
            assert bool(f.rows) or not of_data or without, f"{b.district}: {f.kind} {dict(f.figures)}"


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_rows_are_those_of_the_districts_told_with_their_source(quarter):
    for b in all_of(quarter):
        codes = {name: d.code for d in b.result.districts for name in d.names}
        for f in told(b):
            for row in f.rows:
                line = lines(DATA / quarter / row.file)[row.row - 2]
                assert line["source"] == row.source
                about = {*f.who, *(c for figure in f.all_figures for c in (*figure.of, *figure.against))}
                about |= {*f.about.get("seconds", ()), f.about.get("last", ""), *f.about.get("left", ())}
                about |= {*f.about.get("next", ()), *f.about.get("others", ()), *f.about.get("leaders", ())}
                about |= {c for change in f.about.get("changed", ()) for c in change[2]}
                assert f.kind == "illustrative" or codes[line["district"]] in about, f"{f.kind}: {line}"


def test_no_value_is_told_as_the_best_and_as_below_the_average():
    """Points with a cap put many values first: a place by points and a distance by value may say the opposite."""
    compared = 0
    for b in (b for quarter in QUARTERS for b in all_of(quarter) if b.district):
        for f in told(b):
            for name, way in (("best", "above"), ("worst", "below")):
                if average := f.get(f"{name}_average"):
                    assert average.way in (way, "same"), f"{b.quarter} {b.district}: {dict(f.figures)}"
                    compared += 1
    assert compared > 50


def test_of_a_chart_over_quarters_the_published_figures_are_named_with_their_quarter():
    huangdao = next(b for b in all_of("2023Q3") if b.district and b.code == "370211")
    assert "除公开发布的黄岛区（2023年三季度）总分和" in charts.track(huangdao).note
    assert "除公开发布的黄岛区总分和黄岛区、胶州市的位次外" in charts.rank_bars(opened("2023Q3")).note


def test_a_supposed_weight_is_printed_alike_and_its_ranks_are_not_called_official():
    supposed = opened("2023Q2").supposing(Settings(frozen({}), frozen({"economy": 0.45})))
    assert "项目签约落地22.92%" in tables.ranking(supposed).note
    assert [str(row[3]) for row in tables.gap(supposed).rows[1:3]] == ["22.92%", "18.33%"]
    assert "圆点为测算位次" in charts.rank_intervals(supposed).note
    assert "圆点为正式位次" in charts.rank_intervals(opened("2023Q2")).note


def test_what_is_told_of_many_figures_by_one_rests_on_all_of_them():
    """Of boards that changed hands, of districts always among the first, of one rank in every quarter."""
    city, told_by = opened("2023Q3"), {}
    for f in told(city):
        telling = Telling(city)
        told_by[f.kind] = telling.words([telling.sentence(f)]).rich[0]
    assert MARK_HTML in told_by["boards_changed"] and MARK_HTML in told_by["steadiest"]
    second = next(b for b in all_of("2023Q1") if b.district and b.code == "370281")
    track = next(f for f in told(second) if f.kind == "track")
    telling = Telling(second)
    assert "位次均为" in telling.words([telling.sentence(track)]).paragraphs[0]
    assert {quarter for quarter, _, _ in lot(telling.bases[0].rows).files} == {str(r.quarter) for r in second.history}


@pytest.mark.parametrize(("lang", "said"), [("zh", "未作调整"), ("en", "No changes")])
def test_a_what_if_that_supposes_nothing_says_so(lang, said):
    official = open_briefing("2023Q2", lang=lang).result
    table = supposing.settings_table(what_if(official, Settings(frozen({}), frozen({}))), lang)
    assert table.rows == ((said, "—", "—"),)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_stamp_of_a_what_if_stands_once_in_each_caption(lang):
    supposed = open_briefing("2023Q2", lang=lang).supposing(Settings(frozen({}), frozen({"economy": 0.45})))
    for face in (charts.rank_intervals(supposed), charts.rank_bars(supposed), tables.ranking(supposed)):
        assert face.caption.count({"zh": "【测算】", "en": "[What if 测算]"}[lang]) == 1
