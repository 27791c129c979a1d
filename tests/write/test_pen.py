"""A pen draws what `canvas` draws with matplotlib: the same shapes and words, in the same looks and places."""

import re
import xml.etree.ElementTree as ET

import pytest

from helpers.style import ChartSize
from helpers.write.drawing.canvas import ADDED, after, axes, bars, beside, rules, say, sheet, svg
from helpers.write.drawing.pen import Pen

SIZE = ChartSize(height=1.4, left=0.8, right=0.5, bottom=0.1, top=0.08)
XLIM, YLIM = (90.5, 98.0), (4.5, -0.5)
BARS = [(90.5, 96.86, -0.31, 0.31), (92.1, 93.0, 0.75, 1.25), (94.0, 94.0, 1.7, 2.3)]
LINES = [((91.0, 0.0), (97.0, 3.0)), ((92.0, 1.0), (92.0, 4.0)), ((95.0, 4.0), (96.0, 4.0))]
NAMES = ((0, "黄岛区", True), (1, "a<b> & “$c_1$”", False))


def by_pen() -> str:
    pen = Pen("drawn", SIZE, XLIM, YLIM)
    pen.rules(LINES, ["#8a93a1", "#ffffff"], [0.7, 5.0])
    pen.rules([((0.9, 0.4), (0.96, -0.4))], ["#8a93a1"], [0.8], beside=True)
    pen.bars(BARS, ["#565f6d", "#1f4e79"])
    pen.bars(BARS[1:], "#00795a", edge="#00795a")
    pen.bars(BARS[:2], "#b3430a", hatch=True)
    for y, name, bold in NAMES:
        pen.say(0.72, y, name, ha="right", bold=bold, beside=True)
    pen.say(91.0, 3, "居中", ha="center")
    pen.after(96.86, 2, "−0.76", bold=True)
    return pen.svg()


def by_canvas() -> str:
    figure = sheet(SIZE.height)
    ax = axes(figure, SIZE)
    ax.set(xlim=XLIM, ylim=YLIM)
    rules(ax, LINES, ["#8a93a1", "#ffffff"], [0.7, 5.0], zorder=1)
    rules(ax, [((0.9, 0.4), (0.96, -0.4))], ["#8a93a1"], [0.8], zorder=1.1, where=beside(ax))
    bars(ax, BARS, ["#565f6d", "#1f4e79"], zorder=1.2)
    bars(ax, BARS[1:], "#00795a", edge="#00795a", zorder=1.3)
    bars(ax, BARS[:2], "#b3430a", ADDED, zorder=1.4)
    for y, name, bold in NAMES:
        say(ax, 0.72, y, name, ha="right", bold=bold, where=beside(ax))
    say(ax, 91.0, 3, "居中", ha="center")
    after(ax, 96.86, 2, "−0.76", bold=True)
    return svg(figure, "drawn")


def drawn(source: str) -> list[tuple[str, dict[str, str], list[float]]]:
    """Every shape and text outside the patterns, in order: words, look, coordinates."""
    root = ET.fromstring(source)
    tag = "{http://www.w3.org/2000/svg}"
    inside = {shape for pattern in root.iter(f"{tag}defs") for shape in pattern.iter()}
    found = []
    for shape in root.iter():
        if shape in inside or shape.tag not in (f"{tag}path", f"{tag}text"):
            continue
        look = dict(part.split(": ") for part in shape.get("style").split("; "))
        look["fill"] = re.sub(r"url\(#drawn-\w+\)", "hatched", look["fill"])
        at = [float(n) for n in re.findall(r"-?[\d.]+", f"{shape.get('d')} {shape.get('x')} {shape.get('y')}")]
        found.append((shape.text or "", look, at))
    return found


def test_the_same_shapes_and_words_in_the_same_looks_and_places():
    pen, canvas = drawn(by_pen()), drawn(by_canvas())
    assert len(pen) == len(canvas) == 1 + 4 + 3 + 2 + 2 + 4  # the ground first
    for (words, look, at), (others, its_look, there) in zip(pen, canvas, strict=True):
        assert (words, look) == (others, its_look)
        assert at == pytest.approx(there, abs=0.006)  # hundredths of a point


def test_the_sheet_and_its_lettering_are_the_same():
    pen, canvas = (ET.fromstring(source).attrib for source in (by_pen(), by_canvas()))
    assert pen == canvas


def test_slanted_lines_stand_as_wide_apart_and_go_on_across_the_tiles():
    """Lines x + y = c: all 4 points apart, also from one tile to the next."""

    def sums(source: str) -> set[float]:
        (pattern,) = re.findall(r'<pattern[^>]*width="(\d+)".*?</pattern>', source, re.DOTALL)
        path = re.search(r'<pattern.*?<path d="([^"]*)"', source, re.DOTALL)[1]
        ends = [(float(x), float(y)) for x, y in re.findall(r"[ML] (-?[\d.]+) (-?[\d.]+)", path)]
        starts = {sum(start) for start in ends[::2]}
        assert starts == {sum(end) for end in ends[1::2]} and int(pattern) % 4 == 0
        return {c % int(pattern) % 4 for c in starts}

    assert sums(by_pen()) == sums(by_canvas()) == {0}


def test_an_id_is_the_drawings_own_and_words_like_it_stay_words():
    pen = Pen("one", SIZE, XLIM, YLIM)
    pen.bars(BARS[:1], "#b3430a", hatch=True)
    pen.bars(BARS[1:2], "#1f4e79", hatch=True)
    pen.say(91, 0, "hatch-0")
    source = pen.svg()
    assert re.findall(r'id="([^"]*)"', source) == re.findall(r"url\(#([^)]*)\)", source) == ["one-hatch0", "one-hatch1"]
    assert ">hatch-0</text>" in source
