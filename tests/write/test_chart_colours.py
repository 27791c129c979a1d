"""The colours of charts are told apart by everybody and on grey paper; text is as wide as the font sets it."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from helpers.style import (
    BOARD_COLOURS,
    FONT_DIR,
    LINE_COLOURS,
    PAPER,
    STAR_GROUND,
    board_look,
    contrast,
    ink_on,
    text_width,
)
from helpers.write.drawing.canvas import ADDED, TAKEN
from helpers.write.drawing.stars import _shade


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


def test_the_first_seven_boards_are_filled_as_they_were():
    assert [board_look(place) for place in range(7)] == [(colour, "") for colour in BOARD_COLOURS]


def test_no_two_of_many_boards_look_alike():
    """From the eighth on the colours come again, hatched: before, the eighth board was the first once more."""
    looks = [board_look(place) for place in range(42)]
    assert len(set(looks)) == 42
    assert not {hatch for _, hatch in looks} & {ADDED, TAKEN}


def test_the_five_boards_after_the_filled_ones_are_told_apart_without_any_colour():
    hatches = [board_look(place)[1] for place in range(7, 12)]
    assert "" not in hatches and len(set(hatches)) == 5
