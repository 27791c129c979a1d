"""The headings of a document put in order, levels without gaps, an anchor for each; its captions numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import tree
from .words import words

if TYPE_CHECKING:
    from .tree import Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NUMBERED = re.compile(r"^\s*(表|图|附表|附图|table|figure|fig\.?)\s*[0-9一二三四五六七八九十]", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One heading: `level` counts from 1 below the title, `anchor` is its id."""

    level: int
    text: str
    anchor: str


def arrange(trees: Sequence[Element], heading_is_title: bool) -> tuple[Entry, ...]:
    """Set level and id of every heading of the document, in place, and list them.

    The first first-level heading goes when it is the title. Level 1 is the highest that is left; no level is skipped.
    Each heading is left as `<hN>` with N = level + 1, for the title is the page's only `<h1>`. Links to a heading by
    Jupyter's anchors (`#标题-二`) are pointed to its id; links to nowhere lose their target.
    """
    found = [tag for root in trees for tag in root.iterdescendants(*_HEADINGS)]
    found = [tag for tag in found if tree.text(tag).strip() or tree.first(tag, "img", "svg-drawing") is not None]
    title = next((tag for tag in found if tag.tag == "h1"), None) if heading_is_title else None
    if title is not None:
        found.remove(title)
        tree.remove(title)
    highest = min((int(tag.tag[1]) for tag in found), default=1)
    entries: list[Entry] = []
    anchors: dict[str, str] = {}
    level = 0
    for number, tag in enumerate(found, start=1):
        level = min(int(tag.tag[1]) - highest + 1, level + 1)
        text = re.sub(r"[ \t\n\r\f]+", " ", tree.text(tag, " " if tree.first(tag, "br") is not None else "")).strip()
        anchor = f"h-{number}"
        for name in (tag.get("id"), text.replace(" ", "-"), text.replace(" ", "-").lower()):
            if name:
                anchors.setdefault(name, anchor)
        tag.tag = f"h{min(level + 1, 6)}"
        tag.set("id", anchor)
        entries.append(Entry(min(level, 5), text, anchor))
    for root in trees:
        _point_links(root, anchors)
    return tuple(entries)


def _point_links(root: Element, anchors: dict[str, str]) -> None:
    from urllib.parse import unquote

    for link in root.iter("a"):
        if not link.get("href", "").startswith("#"):
            continue
        target = unquote(link.get("href")[1:])
        if target in anchors:
            link.set("href", f"#{anchors[target]}")
        elif not any(tag.get("id") == target for tag in root.iter()):
            del link.attrib["href"]


def number_cites(trees: Sequence[Element]) -> tuple[str, ...]:
    """Number the notes for paper (`<sup class="cite" data-note="…">`) in order, the same words once; their list."""
    numbers: dict[str, int] = {}
    for root in trees:
        for tag in root.iter("sup"):
            if "cite" not in tree.classes(tag):
                continue
            number = numbers.setdefault(tag.attrib.pop("data-note", ""), len(numbers) + 1)
            link = tag.makeelement("a", {"href": f"#cite-{number}"})
            link.text = f"[{number}]"
            tag.append(link)
    return tuple(numbers)


def number_captions(trees: Sequence[Element], lang: str) -> None:
    """Write 表 1, 图 1 … before the captions of tables and figures, as the PDF's figures do by themselves."""
    said = words(lang)
    counts = {"table": 0, "figure": 0}
    for root in trees:
        for caption in root.iter("caption", "figcaption"):
            own = caption.tag == "caption"
            figure = tree.above(caption, "figure") if own else None
            text = tree.text(caption, strip=True)
            if not text or NUMBERED.match(text):
                continue
            if figure is not None and tree.first(figure, "figcaption") is not None:
                continue
            kind = "table" if own or tree.first(caption.getparent(), "table") is not None else "figure"
            counts[kind] += 1
            number = caption.makeelement("span", {"class": "number"})
            number.text = f"{said[kind]} {counts[kind]}{said['gap']}"
            tree.put_first(caption, number)
