"""A workbook that tells by its title, a sheet's name or its own that it is of another quarter than was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Fault, Quarter
from .figures import plain
from .gather import cell_fault
from .heads import Block
from .periods import OURS, marked, year_in
from .workbooks import Book

# When and by whom it was filled in, and what it is compared with, is not what it is of.
_FILLED_IN = re.compile("日期|时间|填报|填表|报送|制表|审核|印发|联系|电话")
_ASIDE = re.compile(
    r"(?:20\d\d年)?\d{1,2}月\d{1,2}日|20\d\d([./-])\d{1,2}\1\d{1,2}(?![\d月])"
    r"|(?:较|与|(?<![同环])比)(?:20\d\d年)?[^年季月]{0,6}(?:季度|月份?|上半年|年)[末底]?"
    r"|(?:上年|去年|20\d\d年)?同期"
)
_SPAN = re.compile(r"季度|半年|q[1-4]|[-–—~至到](?:\d{1,2}|十二|[三六九])月")  # a month alone may be that of the report
_HINT = "check that it is the right workbook; if it is, mend these words in it, or give the right --quarter"


def of_another_quarter(book: Book, found: Sequence[Block], quarter: Quarter) -> list[Fault]:
    """At most one fault: an error where a title names one other quarter, else a warning.

    None where any title, sheet or head names the quarter asked for: several may stand side by side.
    """
    titles = [(block, at, text) for block in found for at, text in _titles(book, block)]
    told = [_named(text, quarter, year_in(block.title)) for block, _, text in titles]
    sheets = [_named(block.sheet, quarter, year_in(block.title)) for block in found]
    if any(head.time.kind for block in found for head in block.heads) or any(_ours(t) for t in (*told, *sheets)):
        return []
    for (block, at, text), named in zip(titles, told, strict=True):
        if len(named) == 1:
            [other] = named
            severity = "error" if "Q" in other and _SPAN.search(plain(text)) else "warning"
            rule = f"the title is of {other}, not of {quarter}"
            return [cell_fault(book.name, block.sheet, at, text, rule, _HINT, severity)]
    for block, named in zip(found, sheets, strict=True):
        if len(named) == 1:
            rule = f"the sheet's name is of {min(named)}, not of {quarter}"
            return [Fault(book.name, rule, _HINT, block.sheet, value=block.sheet, severity="warning")]
    named = _named(book.path.stem, quarter, None)
    if found and len(named) == 1 and not _ours(named) and _SPAN.search(plain(book.path.stem)):
        rule = f"the file's name is of {min(named)}, not of {quarter}"
        return [Fault(book.name, rule, _HINT, value=book.name, severity="warning")]
    return []


def _titles(book: Book, block: Block) -> list[tuple[str, str]]:
    """The cells above a table's head that its title is made of: address and text."""
    sheet = next(sheet for sheet in book.sheets if sheet.name == block.sheet)
    first = int(re.sub("[A-Z]+", "", block.rows[0].name.at))
    cells = [cell for row in sheet.rows[: first - 1] for cell in row if cell]
    texts = [(cell.at, cell.text.strip()) for cell in cells]
    return [(at, text) for at, text in texts if text in block.title and not _FILLED_IN.search(text)]


def _ours(named: set[str]) -> bool:
    return not named.isdisjoint(OURS)


def _named(text: str, quarter: Quarter, year: int | None) -> set[str]:
    """The times a text names: marks of the quarter asked for, other quarters and years."""
    time = marked(_ASIDE.sub("", plain(text)), quarter, year)
    return {mark if mark in OURS else mark.strip("{}") for mark in re.findall(r"\{[^{}]+\}", time.text)}
