"""What is told of a figure though it is read: digits that its cell does not show, a footnote's mark, a comment on it,
or a cell that looks empty. Each is a cell, a rule and a hint."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from ..said import Said
from .expected import Item
from .heads import Block, Head
from .workbooks import Cell

Notice = tuple[Cell, str, str]
_BY_COMMENT = "what it stands on is read as it is; see whether the comment says something else"


def looks(cell: Cell, name: Cell, head: Head) -> Iterator[Notice]:
    """What people see at a cell and its number does not say: nothing at all, or a comment that stands on it, on its
    district's name or its column's head."""
    if cell.blank:
        yield cell, "its cell shows nothing, and holds this", "the figure is read; see that it is one"
    if cell.comment:
        yield cell, Said("a comment stands on it: {comment}", comment=cell.comment), _BY_COMMENT
    if name.comment:
        yield name, Said("a comment stands on the district's name: {comment}", comment=name.comment), _BY_COMMENT
    for above in head.comments:
        yield above, Said("a comment stands on the head: {comment}", comment=above.comment), _BY_COMMENT


def hidden_digits(cell: Cell, typed: Decimal, value: Decimal, item: Item) -> Iterator[Notice]:
    """A number that shows fewer digits than it holds, as a formula's result does: all it holds are stored."""
    held = digits_of(typed) - (2 if cell.per_cent else 0) if cell.number else 0
    seen = cell.digits if cell.digits is not None else item.decimals + 2
    if held > max(seen, item.decimals):
        most = max(seen, item.decimals)
        rule = Said("more than {most} digits behind the point, of which not all are shown", most=most)
        words = "{value} {unit} is what is stored; if the rounded figure counts, type that"
        yield cell, rule, Said(words, value=f"{value.normalize():f}", unit=item.unit)


def footnoted(cell: Cell, mark: str, legend: str) -> Iterator[Notice]:
    """A number is what it is with a mark beside it; what the mark says about it is the analyst's to judge."""
    if not mark:
        return
    words = "the footnote {mark} stands beside it: {legend}"
    hint = "the figure is read, and the footnote kept as its note; look whether it is the figure asked for"
    if not legend:
        words = "the footnote {mark} stands beside it, and no remark in the sheet tells what it means"
        hint = "the figure is read; ask what the mark means"
    yield cell, Said(words, mark=mark, legend=legend), hint


def legend_of(block: Block, mark: str) -> str:
    """What the sheet says below the table of a footnote's mark; "" for none."""
    return next((" ".join(text.split()) for text in block.legends if mark and _speaks_of(text, mark)), "")


def _speaks_of(text: str, mark: str) -> bool:
    """Whether a remark is that of a mark: **为快报数 is not of *."""
    return mark in re.findall("[*※]+", unicodedata.normalize("NFKC", text))


def digits_of(value: Decimal) -> int:
    """How many digits a number has behind the point."""
    return max(0, -int(value.normalize().as_tuple().exponent))
