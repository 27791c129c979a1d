"""The bundled fonts on paper and on the page: which characters they have, and small web fonts of those a page uses."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from ..model import BriefingError
from ..said import Said
from ..style import FONT_DIR, FONT_FILES
from .webfont import WebFont

REGULAR, BOLD, SERIF = FONT_FILES


class MissingGlyph(BriefingError):
    """A character that no bundled font has; names it and the place where it stands."""

    def __init__(self, characters: Iterable[str], place: str) -> None:
        self.characters = "".join(dict.fromkeys(characters))
        self.place = place
        named = ", ".join(f"{c} (U+{ord(c):04X} {unicodedata.name(c, 'unnamed')})" for c in self.characters)
        super().__init__(
            Said(
                "{place}: no bundled font has the character {named} -> write it another way or leave it out",
                place=place,
                named=named,
            )
        )


@cache
def opened(file: str) -> WebFont:
    """A bundled font, read once a process."""
    return WebFont(FONT_DIR / file)


def missing(text: str, file: str = REGULAR) -> str:
    """The characters of `text` that the font lacks, in order, each once; marks without a shape do not count."""
    covered = opened(file).glyphs
    return "".join(
        c for c in dict.fromkeys(text) if ord(c) not in covered and unicodedata.category(c) not in ("Cc", "Cf", "Zs")
    )


@lru_cache(maxsize=64)
def web_font(file: str, characters: str) -> str:
    """A woff2 of the font with these characters (given sorted, each once), as base64; the same bytes each time."""
    return base64.b64encode(opened(file).woff2(characters)).decode("ascii")
