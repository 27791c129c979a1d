"""What span a column's figures count: a month, the quarter alone, or all since January; and which an item asks for."""

from __future__ import annotations

import re
from decimal import Decimal

from .column_figures import figures_of
from .expected import Item
from .figures import parts_of, plain
from .heads import Block, Head
from .periods import MONTH, QUARTER, SINCE_JANUARY, in_full
from .trade_words import without_times

SINGLE, SINCE, MONTHLY = "single", "since", "monthly"
_SPANS = (
    (re.compile("当月|单月|本月"), MONTHLY),
    (re.compile("当季|本季|单季|当期"), SINGLE),
    (re.compile("累计|年初以来|年初至今|全年|截[至止]|(?<![a-z])ytd|year-?to-?date"), SINCE),
)
_SUM = re.compile("(?:全年|年度)?(?:合计|总计|小计|总数)|total")
_ONE_QUARTER = re.compile(r"\{(?:quarter|\d{4}Q[1-4])\}")
_MONTH = re.compile(
    r"(?:20\d\d[-./]\d{1,2}|20\d\d(?:0[1-9]|1[0-2])|(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月份?)"
    r"(?![末底\d]|[-./]\d)"
)
_QUARTER = re.compile(r"第?[一二三四1-4]季度?|[1-4]q\d{2,4}|(?:20)?\d\d/?q[1-4]|q[1-4]")
_SINCE = re.compile(
    r"累计|年初|(?<![a-z])ytd|year-?to-?date|(?<!\d)(?:1|01|一)(?:月份?)?[-–—~至到](?:\d{1,2}|十[一二]?|[三六九])月|全年|上半年|前三季度"
)


def span_told(words: str) -> str:
    """What words tell of a figure: of the month or quarter alone, or counted since January; "" for none, or several."""
    told = {span for pattern, span in _SPANS if pattern.search(words)}
    return told.pop() if len(told) == 1 else ""


def item_span(item: Item) -> str:
    """What span an item asks for; "" where nobody knows."""
    if item.period.endswith(("-03", "Q1")) or not (item.scored or item.source):
        return ""  # in a first quarter the two are one; of a fact never told before nobody knows
    if item.scope == "ratio":
        return SINGLE if re.fullmatch(r"\d{4}Q\d", item.period) else ""
    return {"single quarter": SINGLE, "cumulative": SINCE}.get(item.scope, "")


def span_of(head: Head) -> str:
    """What span a head says, in words or by its months; "" for none."""
    return span_told(plain(head.title)) or (SINCE if head.time.kind == SINCE_JANUARY else "")


def sums_quarters(block: Block, head: Head) -> bool:
    """Whether a column headed 合计 is the sum of those of the year's quarters beside it, up to the one reported."""
    if not _SUM.fullmatch(plain(head.title)):
        return False
    quarters = [h for h in block.heads if _ONE_QUARTER.fullmatch(h.key)]
    last = [h for h in quarters if h.time.kind == QUARTER]
    years = {h.time.other[:4] for h in quarters if h.time.other}
    if len(last) != 1 or len(years) != 1 or len(quarters) < 2:
        return False
    parts, sums = [figures_of(block, h) for h in quarters], figures_of(block, head)
    return bool(sums) and all(sum(part.get(code, Decimal(0)) for part in parts) == v for code, v in sums.items())


def has_since(block: Block, head: Head) -> bool:
    """Whether columns counted since January stand beside one of the quarter: it is of the quarter alone then."""
    beside = (h for h in block.heads if h.at != head.at and not h.time.other and figures_of(block, h))
    return any(span_of(h) == SINCE or sums_quarters(block, h) for h in beside)


def lone_month(block: Block, head: Head, item: Item, file: str, bare: bool = False) -> str:
    """The month that a head names for an item counted over months, or the table's title where the head names no time,
    and nothing says whether it is that month's alone or counted since January; "" elsewhere. The end of a month is a
    day, not a span. `bare`: also where the month is all that the title or the sheet's name says, as a date may be."""
    named = head.title if head.time.kind else block.told.text if block.told else block.sheet
    month = _MONTH.search(in_full(plain(named))) if (head.time.kind or block.time.kind) == MONTH else None
    if month is None or item.table != "values" or not re.search(r"\.\.|Q", item.period):
        return ""
    if not bare and not head.time.kind and not without_times(named):
        return ""
    beside = plain("\n".join((head.title, *block.lines, block.title, block.sheet, file)))
    return "" if _SINCE.search(beside) else month[0]


def lone_quarter(block: Block, head: Head, item: Item, file: str) -> str:
    """The quarter that a head names for a rate counted since January, where nothing says since when it is counted; ""
    elsewhere, and for amounts, whose size tells (doubts.py)."""
    rate = item.table == "values" and parts_of(item.unit)[1] == "%" and ".." in item.period
    if not rate or head.time.kind != QUARTER or item.period.endswith("-03"):
        return ""
    quarter = _QUARTER.search(plain(head.title))
    beside = plain("\n".join((head.title, *block.lines, block.title, block.sheet, file)))
    return "" if quarter is None or _SINCE.search(beside) else quarter[0]
