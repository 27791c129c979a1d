"""Drawings beside others in one page: own ids, no outside world, styles that stay inside."""

from __future__ import annotations

import io

import pytest

from helpers.press.svg import BadDrawing, draw

SVG = """<?xml version="1.0"?><!DOCTYPE svg>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="200" height="1in" onload="x()">
 <metadata><rdf:RDF xmlns:rdf="r"/></metadata><title>窗口里的字</title>
 <defs><style>*{stroke-linejoin:round} .a, #g1{fill:url(#g1);background:url(http://outside.invalid/a)}
 @import url(http://outside.invalid/b);</style><linearGradient id="g1"/></defs>
 <script>alert(1)</script><a xlink:href="http://outside.invalid/c"><text>甲</text></a>
 <use xlink:href="#g1"/><image href="http://outside.invalid/d.png"/><image href="data:image/png;base64,AA"/>
 <foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
 <rect style="fill:url('#g1')" clip-path="url(#g1)"/>
</svg>"""


def test_ids_and_what_points_to_them_get_the_prefix():
    markup = draw(SVG, "d1").markup
    assert 'id="d1-g1"' in markup and markup.count("url(#d1-g1)") == 3 and 'xlink:href="#d1-g1"' in markup
    assert "#g1" not in markup.replace("#d1-g1", "")


def test_nothing_from_outside_and_nothing_that_runs_is_left():
    markup = draw(SVG, "d1").markup
    for word in ("outside.invalid", "script", "onload", "foreignObject", "metadata", "rdf", "@import", "<title"):
        assert word not in markup, word
    assert "data:image/png;base64,AA" in markup


def test_styles_hold_inside_their_drawing_only():
    markup = draw(SVG, "d1").markup
    assert "#d1 *{stroke-linejoin:round}" in markup and "#d1 .a,#d1 #d1-g1{" in markup


def test_size_is_in_points_and_a_missing_view_box_is_written():
    drawing = draw(SVG, "d1")
    assert (drawing.width, drawing.height) == (150, 72)
    assert 'viewBox="0 0 200 96"' in drawing.markup


def test_its_words_are_told_from_text_or_from_matplotlibs_comments():
    assert draw(SVG, "d").texts == ("甲",) and draw(SVG, "d").real_text
    paths = draw("<svg viewBox='0 0 9 9'><g><!-- 得分 --><path d='M0 0'/></g></svg>", "d")
    assert paths.texts == ("得分",) and not paths.real_text


def test_loose_html_spelling_is_mended():
    assert 'viewBox="0 0 9 9"' in draw("<svg viewbox='0 0 9 9' width=9><circle r=2></svg>", "d").markup


@pytest.mark.parametrize("source", ["", "<div>", "<svg"])
def test_what_is_no_drawing_is_refused(source):
    with pytest.raises(BadDrawing):
        draw(source, "d")


def test_the_label_is_escaped():
    assert 'aria-label="a &lt;b> &quot;c&quot; &amp;"' in draw(SVG, "d").labelled('a <b> "c" &')


def plotted(ground: str) -> str:
    """A chart of matplotlib's own making, with a small white bar in it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3, 2), facecolor=ground)
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8), facecolor="none")
    axes.bar([0], [1], color="#ffffff")
    out = io.StringIO()
    figure.savefig(out, format="svg")
    return out.getvalue()


def test_on_paper_a_charts_white_ground_hides_no_watermark():
    drawing = draw(plotted("#ffffff"), "a")
    assert drawing.markup.count("fill: #ffffff") == 2 and drawing.on_paper.count("fill: #ffffff") == 1
    assert drawing.on_paper.count("<path") == drawing.markup.count("<path") - 1


WHITE = '<path d="M 0 {h} L {w} {h} L {w} 0 L 0 0 z" style="fill: #ffffff"/>'
DRAWN = '<svg viewBox="0 0 90 60">{}</svg>'


@pytest.mark.parametrize(
    ("inside", "goes"),
    [
        (WHITE.format(w=90, h=60), True),
        (WHITE.format(w=90.0, h=60), True),
        (WHITE.format(w=45, h=60), False),
        (WHITE.format(w=90, h=59), False),
        ('<rect width="9" height="9"/>' + WHITE.format(w=90, h=60), False),  # covers what is drawn before
    ],
)
def test_only_a_ground_as_large_as_the_drawing_is_left_out_on_paper(inside, goes):
    drawing = draw(DRAWN.format(inside), "a")
    assert ("#ffffff" not in drawing.on_paper) == goes


def test_a_coloured_ground_stays_and_so_does_a_drawing_of_another_make():
    for markup in (plotted("#fff0e0"), '<svg width="9" height="9"><path d="M 0 9 L 9 9" style="fill: #ffffff"/></svg>'):
        drawing = draw(markup, "a")
        assert drawing.on_paper == drawing.markup
