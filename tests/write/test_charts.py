"""Charts keep their text on the sheet, are as long as their figures, and come out the same every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import chart_cases as cases
import pytest
from chart_words import ALL, EVERY, OWN, replaced, texts, words

from helpers.model import District
from helpers.style import BOARD_COLOURS
from helpers.write import charts
from helpers.write.drawing.ranking import contributions


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


def test_totals_under_different_schemes_are_not_joined_by_a_line():
    def ends(case) -> int:
        return len(re.findall(r'<path d="M [^"]*L[^"]*"[^>]*?stroke: #1f4e79; stroke-width: 2', charts.track(case).svg))

    assert (
        ends(cases.case(district=OWN, span="2022Q1..2023Q3"))
        == ends(cases.case(district=OWN, span="2022Q1..2023Q3", change="")) + 1
    )


@pytest.mark.parametrize("span", ["2022Q4..2023Q2", "2020Q3..2023Q2"])
def test_three_quarters_and_twelve_are_drawn(span):
    quarters = [w for w in words(charts.bump(cases.case(span=span))) if w.endswith("季度")]
    assert len(quarters) == (3 if span.startswith("2022Q4") else 12)


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
def test_no_nought_has_a_sign_which_would_be_another_on_another_machine(name, draw, district):
    assert not re.search(r"(?<![\w.-])-0(?![\w.])", draw(cases.case(district=district)).svg)


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
