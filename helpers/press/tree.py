"""HTML fragments as lxml trees: read, changed and written with no text lost on the way.

lxml hangs the text after an element on that element (its tail), so taking an element out takes its tail along. What
is done here leaves the text where it stands.

A fragment is read into a `<body>` that is never shown. Well-formed markup, as our own cells write it, goes through
libxml2's XML reader in C; anything looser through the reader of Python's own library. libxml2's HTML reader is passed
over: it mends by the rules of HTML 4 (a `<b>` around paragraphs loses them), differs from release to release, and
stops reading where a page is nested too deep. Both readers give the same tree for the same well-formed markup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from ..markup import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

VOID = frozenset(
    ("area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "img", "image", "input",
     "isindex", "keygen", "link", "meta", "nextid", "param", "source", "spacer", "track", "wbr")
)  # fmt: skip
DEEPEST = 200  # levels: what is nested deeper stands on the last (Chromium lets 512 be, Typst fewer)
_SILENT = ("style", "rt", "rp")  # what is no text of the elements around it
_NAME = re.compile(r"[a-z][a-z0-9_:.-]{0,80}")
_KEY = re.compile(r"[a-z_:@][a-z0-9_:.@-]{0,80}")

# What XML reads otherwise than HTML, or not at all. Patterns that start with one letter each are found fastest.
_LOOSE = (
    re.compile(
        r"<(?:(?![a-z]|/[a-z])|/?[a-z][^\s/<>]*[A-Z]|style\b(?![^<>]*>[^<&]*</style>)"
        r"|(?:script|textarea|title|xmp|plaintext|noembed|noframes|noscript|iframe)\b)"
    ),
    re.compile(r"=(?:\"[^\"]*[\n\t]|'[^']*[\n\t])"),  # XML makes spaces of them
    re.compile(r"&#(?!x27;|39;|34;)"),
    re.compile(r"\s[\w:-]{0,60}[A-Z][\w:-]{0,60}=[\"']"),  # no further: some words have no end
    re.compile(r"xml(?:ns|:)"),
)
_BARE = re.compile(r'(<[a-z][\w-]*(?:\s+[\w:-]+="[^"<]*")*\s+(?:popover|scoped|hidden|open|checked))(?=[\s>])')
_EMPTY = re.compile(r"<([a-z][^\s/<>]*+)([^<>]*)/>")
_STYLE = re.compile(r"(<style\b[^<>]*>)([^<]*)(?=</style>)")


def parse(markup: str) -> Element:
    """A fragment's root, of markup whose characters are clean (markup.clean). Comments and the like are not kept."""
    root = _strictly(markup) if is_strict(markup) else None
    return _loosely(markup) if root is None else root


def is_strict(markup: str) -> bool:
    """Whether XML, if it can read this markup at all, reads it as HTML does."""
    return not any(loose.search(markup) for loose in _LOOSE)


def _strictly(markup: str) -> Element | None:
    """The tree of markup that is XML as well; None when it is not, or when HTML would read it otherwise."""
    from lxml import etree

    bare = _BARE.sub(r'\1=""', markup)
    try:
        root = etree.fromstring(f"<body>{bare}</body>".encode(), _xml_reader())
    except etree.XMLSyntaxError:
        return None
    if any(len(tag) or tag.text for tag in root.iter(*VOID)) or _too_deep()(root):
        return None
    for node in _blank()(root):
        _shorten(node)
    return root


@cache
def _xml_reader() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


@cache
def _too_deep() -> Callable[..., Any]:
    from lxml import etree

    return etree.XPath(f"boolean(//*[count(ancestor::*) > {DEEPEST}])")


@cache
def _blank() -> Callable[..., Any]:
    """Texts of white space alone, longer than one character, which a browser shows as one space."""
    from lxml import etree

    return etree.XPath(
        "//text()[not(normalize-space()) and string-length() > 1][not(ancestor::pre or ancestor::textarea)]"
    )


def _shorten(blank: Any) -> None:
    shown = "\n" if "\n" in blank else " "
    if blank.is_tail:
        blank.getparent().tail = shown
    else:
        blank.getparent().text = shown


def _loosely(markup: str) -> Element:
    reader = _Reader()
    try:
        reader.feed(markup)
        reader.close()
    except AssertionError:  # a marked section (`<![x[`) that Python's reader does not know: shown as it is written
        reader = _Reader()
        reader.feed(markup.replace("<![", "&lt;!["))
        reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    """Tags as they are written: an end tag closes the nearest of its name and all inside, or nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        from lxml import etree

        self._new = etree.SubElement
        self._root: Element = etree.HTMLParser().makeelement("body")  # HTML's: names with colons are allowed
        self._open: list[tuple[str, Element]] = [("", self._root)]
        self._count: Counter[str] = Counter()  # how many elements are open, by name
        self._said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, closed=tag in VOID)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, closed=True)

    def _start(self, tag: str, attrs: list[tuple[str, str | None]], closed: bool) -> None:
        if not _NAME.fullmatch(tag):
            return
        self._settle()
        element = self._open[-1][1]
        if len(self._open) <= DEEPEST:
            held: dict[str, str] = {}
            for key, value in attrs:
                if _KEY.fullmatch(key):
                    held.setdefault(key, clean(value or ""))  # of two alike a browser takes the first
            element = self._new(element, tag, held)
        if not closed:
            self._open.append((tag, element))  # what is nested too deep goes into the last that is not
            self._count[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if not self._count[tag]:
            return
        self._settle()
        name = ""
        while name != tag:
            name, _ = self._open.pop()
            self._count[name] -= 1

    def handle_data(self, data: str) -> None:
        self._said.append(data)

    def _settle(self) -> None:
        """Put the text read so far in its place; white space alone becomes one character, unless it shows."""
        said = clean("".join(self._said))
        self._said.clear()
        if not (said.strip(" \t\n\r") or self._count["pre"] or self._count["textarea"]):
            said = "\n" if "\n" in said else said[:1]
        append_text(self._open[-1][1], said)

    def finished(self) -> Element:
        self._settle()
        return self._root


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

    written = etree.tostring(tag, encoding="unicode", with_tail=False)
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

    return str(etree.tostring(tag, encoding="unicode", with_tail=False))
