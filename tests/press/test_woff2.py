"""Numbers in a woff2 file, byte by byte as the format writes them."""

from __future__ import annotations

import pytest

from helpers.press.woff2 import _base128, _short


@pytest.mark.parametrize(
    "value, written",
    [(0, "00"), (252, "fc"), (253, "ff00"), (505, "fffc"), (506, "fe00"), (761, "feff"), (762, "fd02fa")],
)
def test_short_numbers_are_written_as_the_format_says(value, written):
    assert _short(value).hex() == written


@pytest.mark.parametrize("value, written", [(0, "00"), (127, "7f"), (128, "8100"), (16384, "818000")])
def test_lengths_are_written_as_the_format_says(value, written):
    assert _base128(value).hex() == written
