"""HTML fragments as lxml trees, as `tree_reading` reads them: changed and written with no text lost on the way.

lxml hangs the text after an element on that element (its tail), so taking an element out takes its tail along. What
is done here leaves the text where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

VOID = frozenset(
    ("area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "img", "image", "input",
     "isindex", "keygen", "link", "meta", "nextid", "param", "source", "spacer", "track", "wbr")
)  # fmt: skip
_SILENT = ("style", "rt", "rp")  # what is no text of the elements around it

_EMPTY = re.compile(r"<([a-z][^\s/<>]*+)([^<>]*)/>")
_STYLE = re.compile(r"(<style\b[^<>]*>)([^<]*)(?=</style>)")
_BY_NUMBER = re.compile("&#x([0-9A-F]{2,6});")


# ── looking ──────────────────────────────────────────────────────────────────


def classes(tag: Element) -> list[str]:
    return tag.get("class", "").split()


def first(tag: Element, *names: str) -> Element | None:
    """The first element of these names inside."""
    return next(tag.iterdescendants(*names), None)


def above(tag: Element, name: str) -> Element | None:
    """The nearest element of this name around."""
    return next(tag.iterancestors(name), None)


def nodes(tag: Element) -> Iterator[Element | str]:
    """What stands in an element, in order: texts and elements."""
    if tag.text:
        yield tag.text
    for child in tag:
        yield child
        if child.tail:
            yield child.tail


def text(tag: Element, between: str = "", strip: bool = False) -> str:
    """The text inside, without styles and the readings of ruby; its pieces stripped and the empty dropped if asked."""
    if len(tag):
        pieces: Iterable[str] = tag.itertext() if next(tag.iter(*_SILENT), None) is None else _spoken(tag)
    else:
        pieces = (tag.text or "",)
    if strip:
        pieces = filter(None, (piece.strip() for piece in pieces))
    return between.join(pieces)


def _spoken(tag: Element) -> Iterator[str]:
    """Texts but for those of silent elements inside; a silent element asked for itself speaks."""
    for node in tag.xpath("descendant::text()", smart_strings=True):
        parent = node.getparent().getparent() if node.is_tail else node.getparent()
        if parent is tag or parent.tag not in _SILENT:
            yield str(node)


def is_in(tag: Element, root: Element) -> bool:
    """Whether a tag still stands in this tree."""
    while (parent := tag.getparent()) is not None:
        tag = parent
    return tag is root


# ── changing ─────────────────────────────────────────────────────────────────


def append_text(tag: Element, said: str) -> None:
    """Text after all that stands in an element."""
    if not said:
        return
    if len(tag):
        tag[-1].tail = (tag[-1].tail or "") + said
    else:
        tag.text = (tag.text or "") + said


def put_text_before(tag: Element, said: str) -> None:
    before, parent = tag.getprevious(), tag.getparent()
    if before is not None:
        before.tail = (before.tail or "") + said
    else:
        parent.text = (parent.text or "") + said


def put_before(tag: Element, fragment: Element) -> None:
    """The contents of another fragment in front of an element."""
    if fragment.text:
        put_text_before(tag, fragment.text)
    for child in list(fragment):
        tag.addprevious(child)  # its tail goes with it


def put_first(tag: Element, child: Element) -> None:
    """An element in front of all that stands in another."""
    child.tail, tag.text = tag.text, None
    tag.insert(0, child)


def remove(tag: Element) -> None:
    """Take an element out; the text after it stays."""
    if tag.tail:
        put_text_before(tag, tag.tail)
        tag.tail = None
    tag.getparent().remove(tag)


def unwrap(tag: Element) -> None:
    """Put what an element holds in its place."""
    put_before(tag, tag)
    remove(tag)


def replace(tag: Element, fragment: Element | str) -> None:
    """Put text, or the contents of another fragment, in an element's place."""
    if isinstance(fragment, str):
        put_text_before(tag, fragment)
    else:
        put_before(tag, fragment)
    remove(tag)


def wrap(tag: Element, name: str, attributes: Mapping[str, str]) -> Element:
    """Put a new element around another; the text after it stays outside."""
    around = tag.makeelement(name, dict(attributes))
    around.tail, tag.tail = tag.tail, None
    tag.getparent().replace(tag, around)
    around.append(tag)
    return around


def set_text(tag: Element, said: str) -> None:
    """Text as all that an element holds."""
    del tag[:]
    tag.text = said


def set_first(tag: Element, key: str, value: str) -> None:
    """Set an attribute and write it before the others."""
    others = [item for item in tag.items() if item[0] != key]
    if others and tag.keys()[0] != key:
        tag.attrib.clear()
    tag.set(key, value)
    tag.attrib.update(others)


def keep_attributes(tag: Element, kept: Iterable[str]) -> None:
    """Take off every attribute but these."""
    for key in set(tag.keys()) - set(kept):
        del tag.attrib[key]


# ── writing ──────────────────────────────────────────────────────────────────


def inner(tag: Element) -> str:
    """What an element holds as HTML: `<`, `>` and `&` as references in text and attributes, all else as it is."""
    from lxml import etree

    written = _plain(etree.tostring(tag, encoding="unicode", with_tail=False))
    if written.endswith("/>"):
        return ""
    start = written.index(f"<{tag.tag}")  # a root may stand after a document type
    written = written[written.index(">", start) + 1 : written.rindex("<")]
    if "<style" in written:
        written = _STYLE.sub(lambda rule: rule[1] + unescape(rule[2]).replace("<", "\\3c "), written)
    return _EMPTY.sub(_closed, written) if "/>" in written else written


def _closed(tag: re.Match[str]) -> str:
    """An empty element as HTML has it."""
    return f"<{tag[1]}{tag[2]}>" if tag[1] in VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>"


def as_xml(tag: Element) -> str:
    """An element as XML, for what reads nothing else."""
    from lxml import etree

    return _plain(etree.tostring(tag, encoding="unicode", with_tail=False))


def _plain(written: str) -> str:
    """With letters as themselves: the libxml2 that lxml has on Windows (2.11) numbers those of attributes."""
    return _BY_NUMBER.sub(_letter, written) if "&#x" in written else written


def _letter(reference: re.Match[str]) -> str:
    """What is no ASCII; a line's end or a tab in an attribute must stay a reference."""
    number = int(reference[1], 16)
    return chr(number) if number > 0x7F else reference[0]
