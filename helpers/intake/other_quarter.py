"""A workbook that tells by its title, a sheet's name or its own that it is of another quarter than was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Fault, Quarter
from ..said import Said
from .claims import cell_fault
from .figures import plain
from .heads import Block
from .periods import in_full, told
from .workbooks import Book

# A month alone in a file's name may be that in which it was sent.
_SPAN = re.compile(r"20\d\d年|季度|半年|全年|q[1-4]|[-–—~至到](?:\d{1,2}|十二|[三六九])月")
_HINT = "check that it is the right workbook; if it is, mend these words in it, or give the right --quarter"


def of_another_quarter(book: Book, found: Sequence[Block], quarter: Quarter) -> list[Fault]:
    """At most one fault: where every table is of another time by its title or its sheet's name, or the file by its own.

    Tables of other times beside one that may be read are no fault: they are left aside. What a title or a head of a
    table says counts before the name of the file.
    """
    if not found:
        return []
    heads = [(block, head) for block in found for head in block.heads if head.key]
    if any(block.time.other for block in found) and all(head.time.other for _, head in heads):
        block = next(block for block in found if block.time.other)
        if block.told is not None:
            rule = Said("the title is of {other}, not of {quarter}", other=block.time.other, quarter=quarter)
            return [cell_fault(book.name, block.sheet, block.told.at, block.told.text.strip(), rule, _HINT)]
        rule = Said("the sheet's name is of {other}, not of {quarter}", other=block.time.other, quarter=quarter)
        return [Fault(book.name, rule, _HINT, block.sheet, value=block.sheet)]
    said = any(block.time.kind for block in found) or any(head.time.kind for _, head in heads)
    named = told(book.path.stem, quarter)
    later = re.fullmatch(r"\d{4}", named.other) and int(named.other) > quarter.year  # the year in which it was sent
    if named.other and not said and not later and _SPAN.search(in_full(plain(book.path.stem))):
        rule = Said("the file's name is of {other}, not of {quarter}", other=named.other, quarter=quarter)
        return [Fault(book.name, rule, _HINT, value=book.name)]
    return []


def quarrels(book: Book, found: Sequence[Block]) -> list[Fault]:
    """Rows in which two columns name different districts, and nothing tells which of them the figures are of; and heads
    that stand a column away from what they are of."""
    faults = []
    for said, over, sheet in dict.fromkeys((*block.shifted, block.sheet) for block in found if block.shifted):
        rule = Said(
            "no district stands below it: they are below {other} ({other_said}), so heads and figures are apart",
            other=over.at,
            other_said=" ".join(over.text.split()),
        )
        hint = "move the heads so that each stands over its own figures"
        faults.append(cell_fault(book.name, sheet, said.at, said.text, rule, hint))
    for left, right, sheet in dict.fromkeys((*block.quarrel, block.sheet) for block in found if block.quarrel):
        rule = Said(
            "{first} names {said}, and {other} in the same row {other_said}",
            first=left.at,
            said=left.text.strip(),
            other=right.at,
            other_said=right.text.strip(),
        )
        hint = "set tables beside each other apart by an empty column, or head each column of districts 区市"
        faults.append(cell_fault(book.name, sheet, right.at, right.text, rule, hint))
    return faults
