"""What may be wider than a phone: tables, drawings and code in regions of a page that scroll by themselves."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from . import tree
from .tables import own_rows

if TYPE_CHECKING:
    from .svg import Drawing
    from .tree import Element


@cache
def script() -> str:
    """The script that leaves those alone as regions which are wider than their place; it ends with a line's end."""
    return (Path(__file__).parent / "templates" / "regions.js").read_text(encoding="utf-8")


def wrap_wide(root: Element, drawings: Sequence[Drawing], said: Mapping[str, str], labels: set[str]) -> None:
    """Put tables, drawings and code, which may be wider than a phone, into regions that scroll and take the focus.

    `labels` are the regions' names on the page so far; those given here are added.
    """
    for table in list(root.iter("table")):
        if tree.above(table, "table") is None:
            caption = tree.first(table, "caption")
            kind = "table" + " tall" * _is_tall(table) + f" {WIDE}" * _is_wide(table)
            _region(table, said["table"] if caption is None else tree.text(caption), said, labels, kind)
            if "briefing" in tree.classes(table):
                _mark_brief(table)
                if _is_wide(table):
                    _break_heads(table)
    for drawing in list(root.iter("svg-drawing")):
        if drawings[int(drawing.get("data-n"))].width > 300 and tree.above(drawing, "table") is None:
            figure = tree.above(drawing, "figure")
            caption = None if figure is None else tree.first(figure, "figcaption")
            _region(drawing, said["figure"] if caption is None else tree.text(caption), said, labels, "drawing")
            hint = drawing.makeelement("p", {"aria-hidden": "true", "class": "swipe"})
            hint.text = said["swipe"]
            drawing.getparent().addnext(hint)
    for block in root.iter("pre"):
        block.set("tabindex", "0")


WIDE, _MOST = "wide", 11  # columns of a table of ours that stand beside each other as they are


def _is_wide(table: Element) -> bool:
    return "briefing" in tree.classes(table) and any(len(row) > _MOST for row in own_rows(table))


_LONG = 8  # letters of a word in a narrow head that is not broken
_SYLLABLES = re.compile(  # before one consonant between vowels, else behind the first of several
    "(?<=[aeiouy][b-df-hj-np-tv-xz])(?=[b-df-hj-np-tv-xz]{1,2}[aeiouy])|(?<=[aeiouy])(?=[b-df-hj-np-tv-z][aeiouy])"
)
_WORD = re.compile(f"[A-Za-z]{{{_LONG + 1},}}")


def _break_heads(table: Element) -> None:
    """Long words of narrow heads may be parted, with a hyphen where they are: browsers without a dictionary too."""
    for cell in table.iterdescendants("th"):
        if tree.above(cell, "thead") is not None:
            for part in (cell, *cell.iterdescendants()):
                part.text = part.text and _WORD.sub(lambda found: _parted(found[0]), part.text)
                if part is not cell:
                    part.tail = part.tail and _WORD.sub(lambda found: _parted(found[0]), part.tail)


def _parted(word: str) -> str:
    """The word with a soft hyphen between the two syllables nearest to its middle, if it has such."""
    places = [found.start() for found in _SYLLABLES.finditer(word) if 3 <= found.start() <= len(word) - 3]
    if not places:
        return word
    at = min(places, key=lambda place: abs(place - len(word) / 2))
    return f"{word[:at]}\u00ad{word[at:]}"


_LINE, _TALL = 56, 20  # em of a line of a table on paper; lines of one that may break, few as its rows are


def _is_tall(table: Element) -> bool:
    """Whether a table of few rows is about as high as one of many, as its cells hold several lines each."""
    lines = 0.0
    for row in own_rows(table):
        cells = list(row.iterchildren("td", "th"))
        room = _LINE / max(len(cells), 1)
        lines += max((math.ceil(_em(tree.text(cell)) / room) for cell in cells), default=0)
    return lines > _TALL


def _em(text: str) -> float:
    return sum(1 if east_asian_width(c) in "WF" else 0.55 for c in text)


_BRIEF, _BRIEF_HEAD = 6, 4  # em: a date, a word or two; a head of one word


def _mark_brief(table: Element) -> None:
    """Name the cells of a table of ours that are too short to be broken, where columns are narrow."""
    for cell in table.iterdescendants("td", "th"):
        if _em(tree.text(cell)) <= (_BRIEF if tree.above(cell, "thead") is None else _BRIEF_HEAD):
            cell.set("class", f"{cell.get('class', '')} brief".strip())


def _region(tag: Element, label: str, said: Mapping[str, str], labels: set[str], kind: str = "table") -> None:
    label = " ".join(label.split())
    name, count = label, 1
    while name in labels:  # landmarks of one kind need different names
        count += 1
        name = f"{label} ({count})"
    labels.add(name)
    name = said["scroll"].format(label=name)
    tree.wrap(tag, "div", {"aria-label": name, "class": f"scroll {kind}", "role": "region", "tabindex": "0"})
