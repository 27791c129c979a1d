"""Markup read as a tree of lxml: what is well formed quickly, whatever else as a browser would take it.

A fragment is read into a `<body>` that is never shown. Well-formed markup, as our own cells write it, goes through
libxml2's XML reader in C; anything looser through the reader of Python's own library. libxml2's HTML reader is passed
over: it mends by the rules of HTML 4 (a `<b>` around paragraphs loses them), differs from release to release, and
stops reading where a page is nested too deep. Both readers give the same tree for the same well-formed markup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from ..markup import clean
from .tree import VOID, append_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DEEPEST = 200  # levels: what is nested deeper stands on the last (Chromium lets 512 be, Typst fewer)
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
