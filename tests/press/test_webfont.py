"""Our woff2 files, read by fontTools: the same outlines, widths and characters as the font they come from."""

from __future__ import annotations

import io
import random

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from helpers.press.fonts import MissingGlyph, missing, opened, web_font
from helpers.style import FONT_DIR, FONT_FILES


@pytest.fixture(scope="module", params=FONT_FILES)
def pair(request):
    """A bundled font as fontTools reads it, and 300 of its characters written and read back."""
    whole = TTFont(FONT_DIR / request.param, lazy=True)
    points = sorted(whole.getBestCmap())
    text = "".join(map(chr, [*random.Random(7).sample(points, 300), points[0], points[-1]])) + "通报 A1，。"
    return whole, TTFont(io.BytesIO(opened(request.param).woff2(text))), text


def test_it_has_exactly_the_characters_asked_for(pair):
    _, small, text = pair
    assert set(small.getBestCmap()) == set(map(ord, text))


def test_outlines_and_widths_are_those_of_the_whole_font(pair):
    whole, small, text = pair
    for point in set(map(ord, text)):
        drawn = []
        for font in (whole, small):
            pen, name = DecomposingRecordingPen(font.getGlyphSet()), font.getBestCmap()[point]
            font.getGlyphSet()[name].draw(pen)
            drawn.append((pen.value, font["hmtx"][name]))
        assert drawn[0] == drawn[1], chr(point)


def test_vertical_measures_are_kept(pair):
    whole, small, _ = pair
    for name in ("ascent", "descent", "lineGap"):
        assert getattr(small["hhea"], name) == getattr(whole["hhea"], name)
    assert small["head"].unitsPerEm == whole["head"].unitsPerEm


def test_bytes_do_not_depend_on_what_was_made_before():
    first = web_font(FONT_FILES[0], "乙甲")
    web_font(FONT_FILES[0], "丙丁戊")
    web_font.cache_clear()
    assert web_font(FONT_FILES[0], "乙甲") == first == web_font(FONT_FILES[0], "甲乙")


def test_missing_characters_are_told_in_order_and_spaces_are_none():
    assert missing("甲\U00013000 \n乙\U00013001\U00013000") == "\U00013000\U00013001"


def test_the_error_names_the_character_by_code_and_name():
    assert "U+1F600 GRINNING FACE" in str(MissingGlyph("\U0001f600", "cell 3"))
