"""The bundled fonts on paper and on the page: which characters they have, and small web fonts of those a page uses."""

from __future__ import annotations

import base64
import io
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from ..model import BriefingError
from ..style import FONT_DIR, FONT_FILES

REGULAR, BOLD, SERIF = FONT_FILES
# Tables a page does not need; their closure over 30 000 glyphs is what makes subsetting slow.
_DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "VORG", "vhea", "vmtx", "gasp", "DSIG"]


class MissingGlyph(BriefingError):
    """A character that no bundled font has; names it and the place where it stands."""

    def __init__(self, characters: Iterable[str], place: str) -> None:
        self.characters = "".join(dict.fromkeys(characters))
        self.place = place
        named = ", ".join(f"{c} (U+{ord(c):04X} {unicodedata.name(c, 'unnamed')})" for c in self.characters)
        super().__init__(f"{place}: no bundled font has the character {named} -> write it another way or leave it out")


@cache
def coverage(file: str = REGULAR) -> frozenset[int]:
    """The code points a bundled font has."""
    return frozenset(_opened(file).getBestCmap())


def missing(text: str, file: str = REGULAR) -> str:
    """The characters of `text` that the font lacks, in order, each once; marks without a shape do not count."""
    covered = coverage(file)
    return "".join(
        c for c in dict.fromkeys(text) if ord(c) not in covered and unicodedata.category(c) not in ("Cc", "Cf", "Zs")
    )


@lru_cache(maxsize=64)
def web_font(file: str, characters: str) -> str:
    """A woff2 of the font with these characters alone (given sorted, each once), as base64.

    The same characters give the same bytes: no time stamps, no order of first use. Kept per process, so that
    reports of one run that use the same characters share it.
    """
    from fontTools import subset

    font = _opened(file)
    options = subset.Options()
    options.drop_tables += _DROPPED
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [1, 2]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return base64.b64encode(out.getvalue()).decode("ascii")


@cache
def _bytes(file: str) -> bytes:
    return (FONT_DIR / file).read_bytes()


def _opened(file: str) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(_bytes(file)), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
