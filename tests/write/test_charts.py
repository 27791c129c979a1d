"""Charts say what the frames say, keep their text on the sheet, and come out the same every time."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import chart_cases as cases
import numpy as np
import pandas as pd
import pytest

from helpers.model import District, Source
from helpers.style import (
    BOARD_COLOURS,
    FONT_DIR,
    LINE_COLOURS,
    PAPER,
    STAR_GROUND,
    contrast,
    fixed,
    ink_on,
    signed,
    text_width,
)
from helpers.write import charts
from helpers.write.drawing.ranking import contributions
from helpers.write.drawing.stars import _shade

SVG = "{http://www.w3.org/2000/svg}"
OWN = "370214"
CITY = {
    "rank_bars": charts.rank_bars,
    "bump": charts.bump,
    "gap_waterfall": charts.gap_waterfall,
    "stars_grid": charts.stars_grid,
    "board_dots": lambda b: charts.board_dots(b, "renewal"),
}
DISTRICT = {
    "standing": charts.standing,
    "track": charts.track,
    "own gap": charts.gap_waterfall,
    "own dots": lambda b: charts.board_dots(b, "economy"),
}
ALL = [(name, draw, "") for name, draw in CITY.items()] + [(name, draw, OWN) for name, draw in DISTRICT.items()]
EVERY = pytest.mark.parametrize(("name", "draw", "district"), ALL, ids=[name for name, *_ in ALL])


class Text(NamedTuple):
    words: str
    left: float
    right: float
    y: float
    size: float


def texts(svg: str) -> list[Text]:
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):
        style = dict(part.split(": ", 1) for part in element.get("style").split("; "))
        size = float(style["font-size"].removesuffix("px"))
        width = text_width(element.text, size, style.get("font-weight") == "700") * 72
        x = float(element.get("x"))
        left = {"start": x, "middle": x - width / 2, "end": x - width}[style.get("text-anchor", "start")]
        found.append(Text(element.text, left, left + width, float(element.get("y")), size))
    return found


def words(chart) -> list[str]:
    return [text.words for text in texts(chart.svg)]


def numbers(text: str) -> set[str]:
    return set(re.findall(r"[+−]?\d+\.\d\d", text))


def replaced(case, **frames):
    """The case with some of its last result's frames exchanged."""
    last = SimpleNamespace(**{**vars(case.result), **frames})
    return dataclasses.replace(case, history=(*case.history[:-1], last))


@pytest.mark.parametrize("lang", ["zh", "en"])
@EVERY
def test_text_stays_on_the_sheet_and_is_large_enough_to_read(name, draw, district, lang):
    svg = draw(cases.case(lang, district)).svg
    _, _, width, height = (float(n) for n in ET.fromstring(svg).get("viewBox").split())
    for text in texts(svg):
        assert text.size >= 7.5, text
        assert text.left >= 0, text
        assert text.right <= width, text
        assert text.size <= text.y <= height, text


@EVERY
def test_a_very_long_name_is_shortened_instead_of_running_off_the_sheet(name, draw, district):
    long = District("370299", "超长" * 20, "The Very Long Name of an Administrative District of the Far West")
    everybody = (long, *cases.DISTRICTS)
    for code in (district, "370299") if district else ("",):
        svg = draw(cases.case("en", code, districts=everybody)).svg
        assert all(text.left >= 0 and text.right <= 453.6 for text in texts(svg))


@EVERY
def test_labels_do_not_lie_on_each_other(name, draw, district):
    for seed in range(3, 6):
        found = [t for t in texts(draw(cases.case("zh", district, seed=seed)).svg) if t.words]
        for i, a in enumerate(found):
            for other in found[i + 1 :]:
                level = abs(a.y - other.y) < min(a.size, other.size) * 0.6
                assert not (level and a.left < other.right - 0.5 and other.left < a.right - 0.5), (seed, a, other)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["rank_bars", "bump", "stars_grid"])
def test_every_district_is_named(name, lang):
    b = cases.case(lang)
    assert {b.name(code) for code in b.ranking} <= set(words(CITY[name](b)))


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


def test_ranking_bars_start_at_zero_and_are_as_long_as_their_points():
    b = cases.case()
    svg = charts.rank_bars(b).svg
    extents = []
    for colour in BOARD_COLOURS[:4]:
        shapes = re.findall(rf'<path [^>]*?d="([^"]*)"[^>]*?fill: {colour}', svg)
        corners = [[(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", shape)] for shape in shapes]
        boxes = [
            (xs[0], xs[1], ys[1] - ys[0]) for xs, ys in (map(sorted, map(set, zip(*c, strict=True))) for c in corners)
        ]
        extents.append([(left, right) for left, right, high in boxes if high > 10])  # the stack, not key and losses
    points = contributions(b).loc[list(b.ranking)]
    zero = min(left for left, _ in extents[0])
    inch = (extents[0][0][1] - zero) / points.iloc[0, 0]
    for row, code in enumerate(b.ranking):
        at = zero
        for k, board in enumerate(b.boards):
            left, right = extents[k][row]
            assert left == pytest.approx(at, abs=0.01)
            assert right - left == pytest.approx(points.at[code, board.id] * inch, abs=0.01)
            at = right


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


def test_equal_places_stand_side_by_side_with_the_same_number():
    b = cases.case()
    rank = b.result.rank.copy()
    rank[b.ranking[2]] = 2
    tied = replaced(b, rank=rank)
    last = [t for t in texts(charts.bump(tied).svg) if t.words == "2"]
    right = max(t.left for t in last)
    heights = [t.y for t in last if t.left > right - 2]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) > 15


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


def test_totals_under_different_schemes_are_not_joined_by_a_line():
    def ends(case) -> int:
        return len(re.findall(r'<path d="M [^"]*L[^"]*"[^>]*?stroke: #1f4e79; stroke-width: 2', charts.track(case).svg))

    assert (
        ends(cases.case(district=OWN, span="2022Q1..2023Q3"))
        == ends(cases.case(district=OWN, span="2022Q1..2023Q3", change="")) + 1
    )


def test_a_missing_quarter_is_a_gap_and_is_named():
    b = cases.case(missing=("2022Q3",))
    chart = charts.bump(b)
    assert "2022年三季度" in chart.note
    assert "三季度" in words(chart)
    middle = next(t for t in texts(chart.svg) if t.words == "三季度")
    assert not [t for t in texts(chart.svg) if t.words.isdigit() and middle.left < t.left < middle.right]


@pytest.mark.parametrize("span", ["2022Q4..2023Q2", "2020Q3..2023Q2"])
def test_three_quarters_and_twelve_are_drawn(span):
    quarters = [w for w in words(charts.bump(cases.case(span=span))) if w.endswith("季度")]
    assert len(quarters) == (3 if span.startswith("2022Q4") else 12)


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
        return charts.gap_waterfall(case).caption

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
    assert f"中位数 {fixed(scores.median())}" in printed


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
    b = cases.case(district=district)
    assert "演示数据" in draw(b).note
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
    assert "演示" not in draw(dataclasses.replace(b, history=published)).note


@EVERY
def test_names_are_text_and_never_markup_or_mathematics(name, draw, district):
    odd = (District(OWN, "<b>$x_1$</b>&城", "<i>$y$"), *(d for d in cases.DISTRICTS if d.code != OWN))
    chart = draw(cases.case(district=OWN, districts=odd))
    assert "<b>" not in chart.svg
    ET.fromstring(chart.svg)
    assert "<b>$x_1$" in "".join(words(chart)) or name in ("own gap", "gap_waterfall", "track", "board_dots")


def test_drawings_are_vectors_whose_ids_no_other_chart_shares():
    seen: set[str] = set()
    for _, draw, district in ALL:
        svg = draw(cases.case(district=district)).svg
        ids = re.findall(r' id="([^"]+)"', svg)
        assert not re.search("<(image|style|metadata)", svg)
        assert ET.fromstring(svg).get("font-family") == "Noto Sans SC"
        assert "font-family:" not in svg
        assert set(re.findall(r"url\(#([^)]+)\)", svg) + re.findall(r'href="#([^"]+)"', svg)) <= set(ids)
        if district or draw is not charts.gap_waterfall:  # the waterfall stands twice in ALL, once a briefing
            assert len(ids) == len(set(ids))
            assert not seen & set(ids)
            seen |= set(ids)
    assert seen


@EVERY
def test_the_same_briefing_gives_the_same_bytes(name, draw, district):
    b = cases.case(district=district)
    assert draw(b) == draw(b)


def test_bytes_do_not_depend_on_the_process():
    program = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); import chart_cases as c\n"
        "from helpers.write import charts as k\n"
        "b, d = c.case(), c.case(district='370214')\n"
        "made = [k.rank_bars(b), k.bump(b), k.gap_waterfall(b), k.stars_grid(b), k.standing(d), k.track(d)]\n"
        "print(hashlib.sha256(''.join(x.svg for x in made).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_nothing_to_show_is_none():
    single = cases.case(span="2023Q2", district=OWN)
    assert charts.bump(single) is None
    assert charts.track(single) is None
    assert charts.stars_grid(cases.case(new=cases.scheme("plain", stars=()))) is None
    assert charts.gap_waterfall(cases.case(districts=cases.DISTRICTS[:1])) is None


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


def test_colours_are_told_apart_from_paper_and_carry_readable_text():
    for colour in BOARD_COLOURS:
        assert contrast(colour, PAPER) >= 3, colour
        assert contrast(colour, ink_on(colour)) >= 4.5, colour
    for colour in LINE_COLOURS:
        assert contrast(colour, PAPER) >= 4.5, colour
    for step in range(11):
        ground = _shade(step / 10)
        assert contrast(ground, ink_on(ground)) >= 4.5, ground
    assert (_shade(0), _shade(1)) == STAR_GROUND
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


# What the three kinds of colour-blindness leave of linear red, green and blue (Machado, Oliveira, Fernandes 2009).
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(colour: str, seen: str) -> np.ndarray:
    """A colour as CIE L*a*b* (D65), as one with this deficiency sees it."""
    srgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.array(BLIND[seen]) @ np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ linear / np.array([0.9505, 1, 1.089])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize(("one", "other"), list(combinations(BOARD_COLOURS[:5], 2)))
def test_any_two_of_five_boards_differ_in_grey_print_and_to_the_colour_blind(one, other):
    assert contrast(one, other) >= 1.4  # by luminance alone
    for seen in BLIND:
        assert np.linalg.norm(lab(one, seen) - lab(other, seen)) >= 18, seen


def test_neighbouring_boards_differ_in_grey_print():
    for one, next_ in pairwise(BOARD_COLOURS):
        assert contrast(one, next_) >= 1.4, (one, next_)


def test_text_is_measured_as_the_font_sets_it():
    assert text_width("胶州市", 72) == pytest.approx(3.0)
    assert text_width("97.44", 72) == pytest.approx((4 * 555 + 278) / 1000, abs=0.01)
    assert text_width("97.44", 72, bold=True) > text_width("97.44", 72)


def test_the_widths_of_characters_are_those_that_freetype_gives():
    from matplotlib.ft2font import FT2Font, LoadFlags

    for bold, name in ((False, "NotoSansSC-Regular.ttf"), (True, "NotoSansSC-Bold.ttf")):
        face = FT2Font(str(FONT_DIR / name))
        face.set_size(1000, 72)
        for char in "".join(chr(code) for code in range(32, 0x180)) + "，。《》—…①胶州市区（％）≤→𠮷":
            wide = text_width(char, 72, bold)
            if face.get_char_index(ord(char)):
                drawn = face.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 1000
                assert wide == pytest.approx(drawn, abs=1e-5), (char, bold)
            else:
                assert wide == 1.0
