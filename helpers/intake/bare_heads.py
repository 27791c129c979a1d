"""Heads that say no more than of what time their figures are: 本期, beside 上年同期 and 增幅, under a title that names
what is told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .expected import Item
from .figures import parts_of, plain, scale
from .heads import Block, Head
from .measures import AMOUNT, of_item, told_in
from .trade_words import brought, without_times
from .units import parted

_MARKS = re.compile(r"\{[^}]*\}|[\s/:：()（）]")
_FIGURES = "(?:[数值量额]|数量|数值|金额|绝对[数额量值]|总[量额数])?"
_THIS = re.compile(
    f"(?:本期|本年度?|今年|当期|当年|本季度?|当季|报告期)?(?:累计)?(?:实际)?(?:完成)?{_FIGURES}"
    "|(?:current|this|reporting)(?:period|quarter|year)|amount|total|value|number"
)
_AMOUNTS = re.compile("金额|总[量额数]|绝对|amount|total|number")
_BEFORE = re.compile(
    f"(?:上年|去年|上期|前期|基期|上季度?|上年度)(?:同期|同季)?(?:累计)?(?:实际)?(?:完成)?{_FIGURES}|同期{_FIGURES}"
    "|(?:the)?(?:sameperiod|samequarter)?(?:of)?(?:the)?(?:last|previous|prior)(?:year|period|quarter)"
)
_MEASURE = re.compile("(?:增速|(?:完成|开工|合格)?率|同比增加|growth)$")
_TOGETHER = re.compile("[及和与、,/](?:其)?(?:同比)?(?:增速|增长|增幅|完成率|开工率)|and(?:its)?growth")
# What a title says beside the item it names, and that tells of no other: by whom, of whom, in which kind of table.
_NEUTRAL = re.compile(
    "^(?:[\u4e00-\u9fff]{2,3}市)?(?:[\u4e00-\u9fff]{2,8}(?:局|委|办公室|中心))?"
    "|摘星夺旗|考核|指标|数据|分?[各区市县]+|辖区|地区|完成|进展|情况|统计|汇总|一览|通报|报送|报表|快报|季度?|年度?|[月份]+"
    r"|主要|累计|同比|对比|比较|附[件表]|[数值表及和与的第一二三四五六七八九十、，,:()（）.%‰\d]"
    "|by|districts?|table|the|quarter(?:ly)?|and"
)
_SAID = re.compile("[\u4e00-\u9fff]{2}|[a-z]{3}")


def tells_this_period(head: Head) -> bool:
    """Whether a head says that its figures are of the period reported, or an amount, and nothing else: 本期, 完成数."""
    word = _MARKS.sub("", head.key)
    if not word or head.subject is not None or (head.time.kind and word == "累计"):
        return False  # 1-9月累计 tells its time
    return _THIS.fullmatch(word) is not None


def tells_period_before(head: Head) -> bool:
    """Whether a head says that its figures are of the year or the period before, and nothing else: 上年同期."""
    return _BEFORE.fullmatch(_MARKS.sub("", head.key)) is not None


def named_in(title: str, items: Iterable[Item]) -> list[Item]:
    """The items whose whole names stand in a title (as `brought` writes it), but those that are a part of another's:
    新签约项目 of 新签约项目投资额同比增加."""
    found = [(name, item) for item in items for name in _names(item) if name in title]
    longer = [name for name, _ in found]
    named = (item for name, item in found if not any(name in other and name != other for other in longer))
    return list({item.key: item for item in named}.values())


def beyond(block: Block, item: Item, file: str) -> str:
    """The title that names an item, where it says something beside it that may make it another: 新签约项目投资额; ""
    where none does, or another says no more."""
    texts = [*(line for line in block.lines if line in block.title), block.sheet]
    texts += [] if block.title else [file]
    words = [(text, brought(without_times(parted(text)[0]))) for text in texts]
    rests = [(text, word.replace(name, "|")) for text, word in words for name in _names(item) if name in word]
    more = [text for text, rest in rests if _SAID.search(_NEUTRAL.sub("", rest))]
    return more[0] if len(more) == len(rests) > 0 else ""


def only_subject(block: Block, item: Item) -> bool:
    """Whether a title, or a sheet's name, says what an item is of and not what it tells of that: 规模以上工业增加值,
    whose amounts stand under 本期, and not their growth."""
    if of_item(item) == AMOUNT:
        return False
    subjects = {_MEASURE.sub("", name) for name in _names(item)} - set(_names(item))
    told = [brought(without_times(text)) for text in (block.title, block.sheet)]
    return any(len(subject) > 1 and subject in title for subject in subjects for title in told)


def are_amounts(block: Block, head: Head, item: Item) -> bool:
    """Whether a head's figures are amounts, and the item is a rate of them: its head says so, or a title that names
    both, 规模以上工业增加值及增速."""
    if of_item(item) == AMOUNT or told_in(head.title, head.unit):
        return False
    return _AMOUNTS.search(plain(head.key)) is not None or _TOGETHER.search(plain(block.title)) is not None


def of_other_unit(block: Block, head: Head, item: Item) -> str:
    """The unit that the lines beside a table tell for all its columns, where an item is in another; "" elsewhere."""
    if head.unit or not block.units or not parts_of(item.unit)[1]:
        return ""
    return "" if any(scale(unit, item.unit) is not None for unit in block.units) else block.units[0]


def _names(item: Item) -> list[str]:
    names = [brought(plain(name)) for name in (item.name.zh, item.name.en)]
    return [name for name in names if len(name) > 1]
