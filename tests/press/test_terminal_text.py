"""Terminal text: what the screen showed in the end is what is printed."""

from __future__ import annotations

import pytest

from helpers.press.terminal_text import strip_ansi


@pytest.mark.parametrize(
    "text, shown",
    [
        ("10%\r50%\r100%", "100%"),
        ("abcdef\rXY", "XYcdef"),
        ("a\r\nb", "a\nb"),
        ("\x1b[1;31m红\x1b[0m\x1b]0;t\x07", "红"),
    ],
)
def test_terminal_text_is_as_the_screen_showed_it(text, shown):
    assert strip_ansi(text) == shown
