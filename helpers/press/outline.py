"""The headings of a document put in order, levels without gaps, an anchor for each; its captions numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .words import words

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
NUMBERED = re.compile(r"^\s*(表|图|附表|附图|table|figure|fig\.?)\s*[0-9一二三四五六七八九十]", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One heading: `level` counts from 1 below the title, `anchor` is its id."""

    level: int
    text: str
    anchor: str


def arrange(trees: Sequence[BeautifulSoup], heading_is_title: bool) -> tuple[Entry, ...]:
    """Set level and id of every heading of the document, in place, and list them.

    The first first-level heading goes when it is the title. Level 1 is the highest that is left; no level is skipped.
    Each heading is left as `<hN>` with N = level + 1, for the title is the page's only `<h1>`. Links to a heading by
    Jupyter's anchors (`#标题-二`) are pointed to its id; links to nowhere lose their target.
    """
    found: list[Tag] = [tag for tree in trees for tag in tree.find_all(_HEADINGS)]
    found = [tag for tag in found if tag.get_text(strip=True) or tag.find(["img", "svg-drawing"])]
    title = next((tag for tag in found if tag.name == "h1"), None) if heading_is_title else None
    if title is not None:
        found.remove(title)
        title.decompose()
    highest = min((int(tag.name[1]) for tag in found), default=1)
    entries: list[Entry] = []
    anchors: dict[str, str] = {}
    level = 0
    for number, tag in enumerate(found, start=1):
        level = min(int(tag.name[1]) - highest + 1, level + 1)
        text = re.sub(r"[ \t\n\r\f]+", " ", tag.get_text(" " if tag.find("br") else "")).strip()
        anchor = f"h-{number}"
        for name in (tag.get("id"), text.replace(" ", "-"), text.replace(" ", "-").lower()):
            if name:
                anchors.setdefault(str(name), anchor)
        tag.name = f"h{min(level + 1, 6)}"
        tag["id"] = anchor
        entries.append(Entry(min(level, 5), text, anchor))
    for tree in trees:
        _point_links(tree, anchors)
    return tuple(entries)


def _point_links(tree: BeautifulSoup, anchors: dict[str, str]) -> None:
    from urllib.parse import unquote

    own = {str(tag["id"]) for tag in tree.find_all(id=True)}
    for link in tree.find_all("a", href=re.compile("^#")):
        target = unquote(str(link["href"])[1:])
        if target in anchors:
            link["href"] = f"#{anchors[target]}"
        elif target not in own:
            del link["href"]


def number_cites(trees: Sequence[BeautifulSoup]) -> tuple[str, ...]:
    """Number the notes for paper (`<sup class="cite" data-note="…">`) in order, the same words once; their list."""
    numbers: dict[str, int] = {}
    for tree in trees:
        for tag in tree.find_all("sup", class_="cite"):
            text = str(tag.get("data-note", ""))
            del tag["data-note"]
            number = numbers.setdefault(text, len(numbers) + 1)
            link = tree.new_tag("a", attrs={"href": f"#cite-{number}"})
            link.string = f"[{number}]"
            tag.append(link)
    return tuple(numbers)


def number_captions(trees: Sequence[BeautifulSoup], lang: str) -> None:
    """Write 表 1, 图 1 … before the captions of tables and figures, as the PDF's figures do by themselves."""
    said = words(lang)
    counts = {"table": 0, "figure": 0}
    for tree in trees:
        for caption in tree.find_all(["caption", "figcaption"]):
            table_inside = caption.parent is not None and caption.parent.find("table") is not None
            kind = "table" if caption.name == "caption" or table_inside else "figure"
            text = caption.get_text(strip=True)
            if not text or (caption.name == "caption" and caption.find_parent("figure") is not None
                            and caption.find_parent("figure").find("figcaption")):  # fmt: skip
                continue
            if NUMBERED.match(text):
                continue
            counts[kind] += 1
            number = tree.new_tag("span", attrs={"class": "number"})
            number.string = f"{said[kind]} {counts[kind]}{said['gap']}"
            caption.insert(0, number)
