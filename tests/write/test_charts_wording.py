"""Charts say what the frames say: on the sheet, in the note and in the alternative text."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from types import SimpleNamespace

import chart_cases as cases
import pandas as pd
import pytest
from chart_words import ALL, CITY, EVERY, OWN, replaced, texts, words

from helpers.model import District, Source
from helpers.style import fixed, signed
from helpers.write import charts
from helpers.write.drawing.ranking import contributions


def numbers(text: str) -> set[str]:
    return set(re.findall(r"[+−]?\d+\.\d\d", text))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["rank_bars", "bump", "stars_grid"])
def test_every_district_is_named(name, lang):
    b = cases.case(lang)
    assert {b.name(code) for code in b.ranking} <= set(words(CITY[name](b)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("draw", "own"), [(draw, own) for _, draw, own in ALL])
def test_no_note_tells_lines_apart_by_a_colour_that_grey_paper_has_not(draw, own, lang):
    made = draw(cases.case(lang, district=own))
    assert not re.search(r"(?i)\b(gr[ae]y|red|blue|green)\b|灰色|红色|蓝色|绿色", made.note)


def test_ranking_prints_each_total_beside_its_district():
    b = cases.case()
    rows = {}
    for text in texts(charts.rank_bars(b).svg):
        rows.setdefault(round(text.y), []).append(text.words)
    by_name = {row[1] if len(row) > 1 else "": row for row in map(sorted_by_kind, rows.values())}
    for code in b.ranking:
        assert by_name[b.name(code)][0] == str(b.result.rank[code])
        assert fixed(b.result.total[code]) in by_name[b.name(code)]


def sorted_by_kind(row: list[str]) -> list[str]:
    """Place, name, then everything else."""
    place = [word for word in row if word.isdigit()][:1]
    name = [word for word in row if not re.fullmatch(r"[\d.]+", word)]
    return place + name + [word for word in row if word not in (*place, *name)]


def test_ranking_prints_what_every_board_contributes_and_lost():
    b = cases.case()
    printed = words(charts.rank_bars(b))
    points = contributions(b)
    for code in b.ranking:
        for board in b.boards:
            assert fixed(points.at[code, board.id]) in printed
        assert fixed(100 - points.loc[code].sum()) in printed


APART = {
    "zh": "因数值修约，各部分之和与总分可能略有出入",
    "en": "Parts may not add up to the total because of rounding",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ranking_says_that_rounded_parts_may_not_add_up_only_where_they_do_not(lang):
    told = set()
    for seed in range(8):
        b = cases.case(lang, districts=cases.DISTRICTS[:1], seed=seed)
        (code,) = b.ranking
        parts = (*contributions(b).loc[code], *b.result.extras.loc[code])
        apart = sum(Decimal(fixed(part)) for part in parts) != Decimal(fixed(b.result.total[code]))
        assert (APART[lang] in charts.rank_bars(b).note) == apart, seed
        told.add(apart)
    assert told == {True, False}


def test_a_geometric_scheme_is_not_drawn_as_if_its_boards_added_up():
    b = cases.case(new=cases.scheme("geometric", aggregate="geometric"))
    chart = charts.rank_bars(b)
    assert "几何平均" in chart.note
    assert "板块失分" not in words(chart)


def test_a_deduction_has_its_own_mark_in_the_key():
    assert "减分" in words(charts.rank_bars(cases.case(new=cases.scheme("strict", deduction=True))))
    assert "减分" not in words(charts.rank_bars(cases.case()))


def test_stars_and_their_sums_are_those_of_the_result():
    b = cases.case()
    printed = words(charts.stars_grid(b))
    sums = sorted(b.ranking, key=lambda c: -b.result.stars_total[c])
    assert [w for w in printed if w in {b.name(c) for c in sums}] == [b.name(c) for c in sums]
    counts = [w for w in printed if w.isdigit()]
    cells = [str(b.result.stars.at[c, n.id]) for n in b.boards for c in sums]
    assert counts == cells + [str(b.result.stars_total[c]) for c in sums]


def test_bump_prints_every_place_of_every_quarter():
    b = cases.case()
    printed = [w for w in words(charts.bump(b)) if w.isdigit()]
    assert sorted(printed) == sorted(str(p) for r in b.history for p in r.rank)


@pytest.mark.parametrize("name", ["bump", "track"])
def test_a_line_marks_a_new_scheme_only_where_there_is_one(name):
    draw, own = (charts.bump, "") if name == "bump" else (charts.track, OWN)
    changed, same = draw(cases.case(district=own)), draw(cases.case(district=own, change=""))
    assert words(changed).count("考核办法调整") == 1
    assert "2023年二季度起" in changed.note
    assert "2023年二季度起" in changed.alt
    assert "考核办法调整" not in words(same)
    assert "考核办法" not in same.note + same.alt


def test_a_scheme_older_than_the_twelve_quarters_drawn_leaves_no_line():
    b = cases.case(span="2020Q1..2023Q3", change="2020Q3")
    chart = charts.bump(b)
    assert "考核办法调整" not in words(chart)
    assert words(chart).count("2020年") == 1  # from the fourth quarter of 2020 on
    assert len([w for w in words(chart) if w.endswith("季度")]) == 12


def test_a_missing_quarter_is_a_gap_and_is_named():
    b = cases.case(missing=("2022Q3",))
    chart = charts.bump(b)
    assert "2022年三季度" in chart.note
    assert "三季度" in words(chart)
    middle = next(t for t in texts(chart.svg) if t.words == "三季度")
    assert not [t for t in texts(chart.svg) if t.words.isdigit() and middle.left < t.left < middle.right]


def test_of_many_districts_the_first_ten_and_ones_own_are_drawn_and_the_note_says_so():
    everybody = cases.many(136)
    city = cases.case(districts=everybody)
    last = city.ranking[-1]
    own = cases.case(district=last, districts=everybody)
    for draw in (charts.rank_bars, charts.bump, charts.stars_grid):
        assert "共136个区市" in draw(city).note
        named = [w for w in words(draw(own)) if w.startswith("第") and w.endswith("县")]
        assert set(named) == {own.name(c) for c in (*own.ranking[:10], last)}
    fifteen = cases.case(districts=cases.many(15))
    assert "共15" not in charts.rank_bars(fifteen).note


def test_waterfall_steps_sum_to_the_difference_of_the_totals():
    for seed in range(3, 12):
        b = cases.case(seed=seed)
        first, second = b.ranking[:2]
        printed = words(charts.gap_waterfall(b))
        steps = [float(w.replace("−", "-")) for w in printed if re.fullmatch(r"[+−]\d+\.\d\d|0\.00", w)]
        assert printed[0] == b.name(second)
        assert {fixed(b.result.total[first]), fixed(b.result.total[second])} <= set(printed)
        assert sum(steps) == pytest.approx(b.result.total[first] - b.result.total[second], abs=1e-9)


def test_waterfall_shows_rounding_only_where_it_leaves_something():
    shown = {}
    for seed in range(3, 12):
        b = cases.case(seed=seed)
        residue = b.gap(*b.ranking[:2]).residue
        shown[bool(residue)] = "修约差" in words(charts.gap_waterfall(b))
    assert shown == {True: True, False: False}


def test_waterfall_compares_a_district_with_the_one_above_and_the_first_with_the_second():
    city = cases.case()
    middle, first = city.ranking[4], city.ranking[0]

    def compared(case):
        return charts.gap_waterfall(case).caption.removesuffix("（演示数据）")

    assert compared(cases.case(district=middle)) == f"{city.name(city.ranking[3])}与{city.name(middle)}总分之差的构成"
    assert compared(cases.case(district=first)) == compared(city)
    assert charts.gap_waterfall(city, middle, first).svg == charts.gap_waterfall(city, first, middle).svg


def test_waterfall_says_that_its_axis_is_broken():
    assert "不从0开始" in charts.gap_waterfall(cases.case()).note


def test_board_dots_name_first_last_and_ones_own():
    b = cases.case(district=OWN)
    scores = b.result.boards["renewal"]
    printed = words(charts.board_dots(b, "renewal"))
    for code in (scores.idxmax(), scores.idxmin(), OWN):
        assert f"{b.name(code)} {fixed(scores[code])}" in printed
    assert f"中位数 {fixed(scores.median())}" in printed  # beside its tick, so that no note need explain that


def test_a_board_where_all_are_equal_names_two_and_counts_the_rest():
    b = cases.case()
    level = replaced(b, boards=b.result.boards * 0 + 90, board_rank=b.result.board_rank * 0 + 1)
    assert "市南区、市北区等10个区市 90.00" in words(charts.board_dots(level, "economy"))


def test_standing_prints_score_place_and_first_of_each_board():
    b = cases.case(district=OWN)
    printed = words(charts.standing(b))
    for board in b.boards:
        scores = b.result.boards[board.id]
        assert board.name.zh in printed
        assert fixed(scores[OWN]) in printed
        assert f"第{b.result.board_rank.at[OWN, board.id]}位/10" in printed
        assert f"{b.name(scores.idxmax())} {fixed(scores.max())}" in printed


def test_track_prints_place_and_total_of_every_quarter():
    b = cases.case(district=OWN)
    printed = words(charts.track(b))
    for result in b.history:
        assert fixed(result.total[OWN]) in printed
        assert str(result.rank[OWN]) in printed


@pytest.mark.parametrize("lang", ["zh", "en"])
@EVERY
def test_every_figure_of_the_alternative_text_is_a_figure_of_the_frames(name, draw, district, lang):
    b = cases.case(lang, district)
    chart = draw(b)
    known = {fixed(v) for r in b.history for v in r.total} | {fixed(v) for v in b.result.boards.stack()}
    known |= {fixed(b.result.boards[n.id].median()) for n in b.boards}
    if "gap" in name:
        gap = b.gap(b.above(district), district) if district else b.gap(*b.ranking[:2])
        known |= {signed(v) for v in gap.parts["printed"]} | {signed(gap.residue), fixed(gap.gap)}
    assert numbers(chart.alt) <= known
    assert numbers(chart.alt) or name in ("bump", "stars_grid")
    assert chart.caption
    assert chart.alt.endswith(("。", "."))


def test_alternative_text_of_the_ranking_tells_all_totals_best_first():
    b = cases.case()
    told = [f"{b.name(c)}{fixed(b.result.total[c])}分" for c in b.ranking]
    assert "、".join(told) in charts.rank_bars(b).alt


@EVERY
def test_illustrative_figures_are_marked_and_published_ones_are_not(name, draw, district):
    """All of them are illustrative, which the caption says, as a table's does, and no note repeats."""
    b = cases.case(district=district)
    assert draw(b).caption.endswith("（演示数据）") and "演示" not in draw(b).note
    published = tuple(
        SimpleNamespace(
            **{
                **vars(r),
                "inputs": SimpleNamespace(
                    **{**vars(r.inputs), "sources": {"demo": Source("demo", "")}, "used_sources": set()}
                ),
            }
        )
        for r in b.history
    )
    chart = draw(dataclasses.replace(b, history=published))
    assert "演示" not in chart.caption + chart.note


@EVERY
def test_names_are_text_and_never_markup_or_mathematics(name, draw, district):
    odd = (District(OWN, "<b>$x_1$</b>&城", "<i>$y$"), *(d for d in cases.DISTRICTS if d.code != OWN))
    chart = draw(cases.case(district=OWN, districts=odd))
    assert "<b>" not in chart.svg
    ET.fromstring(chart.svg)
    assert "<b>$x_1$" in "".join(words(chart)) or name in ("own gap", "gap_waterfall", "track", "board_dots")


def test_a_district_without_a_total_is_drawn_with_a_dash():
    b = cases.case(district=OWN)
    total, exact, rank = b.result.total.copy(), b.result.exact.copy(), b.result.rank.astype("Int64")
    total[OWN] = exact[OWN] = float("nan")
    rank[OWN] = pd.NA
    boards, nodes = b.result.boards.copy(), b.result.nodes.copy()
    boards.loc[OWN, "economy"] = nodes.loc[OWN, "economy"] = float("nan")
    change = (b.result.previous_rank - rank).astype("Int64")
    withheld = replaced(
        b, total=total, exact=exact, rank=rank, boards=boards, nodes=nodes, change=change, provisional=(OWN,)
    )
    chart = charts.rank_bars(withheld)
    assert [w for w in words(chart) if w.endswith("*")] == [f"{b.name(OWN)}*"]
    assert "—" in words(chart)
    assert "暂行" in chart.note
    assert charts.gap_waterfall(withheld) is None
    assert b.name(OWN) in words(charts.bump(withheld))
    assert f"{b.name(OWN)}—" in chart.alt
    assert "经济运行" not in words(charts.standing(withheld))
    assert charts.track(withheld).alt


def test_a_quarter_in_which_nobody_has_a_total_is_still_drawn():
    b = cases.case()
    nothing = b.result.total * float("nan")
    none = replaced(b, total=nothing, exact=nothing, rank=b.result.rank.astype("Int64") * pd.NA)
    assert {b.name(code) for code in b.ranking} <= set(words(charts.rank_bars(none)))
    assert charts.bump(none)
    assert charts.gap_waterfall(none) is None
