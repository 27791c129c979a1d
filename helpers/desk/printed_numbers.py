"""The numbers that a finished page prints, line by line: what a published file is compared by beside its bytes."""

from __future__ import annotations

import difflib
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..model import UsageError

BLOCKS = ("h1", "h2", "h3", "h4", "p", "li", "th", "td", "caption", "figcaption", "text")
# Where a figure stands in the data (`values.csv:12`) is no figure: it moves when rows are sorted.
_PLACE = re.compile(r"[\w-]+\.(?:csv|xlsx)(?:\s*\[[^\]]*\])?:\d+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What another layout changes: the number of a page, as briefing.typ's foot has it, and a line of the contents.
_PAGE = re.compile(r"第 ?\d+ ?页 ?/ ?共 ?\d+ ?页|Page \d+ of \d+")
_CONTENTS = re.compile(r"(?:\. ?){4,}\s*\u2060?\d+")


def lines(path: Path) -> list[str]:
    """The lines of a made HTML or PDF file that hold a number, in order, without the places of data rows."""
    found = _html(path) if path.suffix == ".html" else _pdf(path)
    told = (" ".join(_PLACE.sub("", text).split()) for text in found)
    return [text for text in told if _NUMBER.search(text)]


def _html(path: Path) -> Iterator[str]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for tag in soup.find_all(BLOCKS):
        if not tag.find(BLOCKS):  # the innermost: a number is told once
            yield tag.get_text(" ")


def _pdf(path: Path) -> Iterator[str]:
    try:
        from pypdf import PdfReader
    except ImportError as error:
        raise UsageError("the numbers of a PDF are read with pypdf: pip install pypdf") from error
    for page in PdfReader(io.BytesIO(path.read_bytes())).pages:
        yield from page.extract_text().splitlines()


def numbers(text: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(text))


def differences(published: Sequence[str], made: Sequence[str]) -> list[tuple[str, str]]:
    """Lines whose numbers differ, as published and as made ("" where a line has no counterpart).

    Words and pages may differ: another version of the program may say the same in other words, and set it so that
    other lines stand on a page.
    """
    published, made = _without_pages(published), _without_pages(made)
    before, after = ([numbers(text) for text in side] for side in (published, made))
    if [n for line in before for n in line] == [n for line in after for n in line]:
        return []
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            old, new = list(published[a:b]), list(made[c:d])
            length = max(len(old), len(new))
            found += zip(old + [""] * (length - len(old)), new + [""] * (length - len(new)), strict=True)
    return found


def _without_pages(told: Sequence[str]) -> list[str]:
    """The lines of a PDF without its contents' and those of every page: its number, what is the same above that at the
    foot of all pages, and below it at the head of all but the first."""
    ends = [at for at, text in enumerate(told) if _PAGE.fullmatch(text)]
    left_out = set(ends)
    if len(ends) > 1:
        for above in range(1, min(b - a for a, b in itertools.pairwise((-1, *ends)))):
            if len({told[at - above] for at in ends}) > 1:
                break
            left_out |= {at - above for at in ends}
        if len({told[at + 1] for at in ends[:-1]}) == 1:
            left_out |= {at + 1 for at in ends[:-1]}
    return [text for at, text in enumerate(told) if at not in left_out and not _CONTENTS.search(text)]
