"""Whether a head speaks of an amount itself, its growth, its increase, how far a plan is met, or a part of a whole.

地区生产总值 and 地区生产总值增速 are alike by their letters, and nobody may take the one for the other.
"""

from __future__ import annotations

import re

from .expected import Item
from .figures import parts_of, plain
from .heads import Block, Head

AMOUNT, GROWTH, INCREASE, SHARE, PART = "amount", "growth", "increase", "share", "part"
_INCREASES = re.compile(r"(?:增加|增多)(?!值)|增减[额量]|增量|净增|减少|increase")
_CHANGES = re.compile(r"增速|增长|增幅|涨幅|降幅|增减|±|同比|(?:比|较|与)(?:上年|去年)|growth|change|yoy")
_PLAN = "(?:计划|目标|任务|(?<!公共)预算)"
_SHARES = re.compile(
    rf"率(?![先领])|百分比|进度|完成比[例重]|占[^/]{{0,8}}{_PLAN}|完成[^/]{{0,6}}{_PLAN}|{_PLAN}[^/]{{0,6}}(?:完成|比[例重])|rate|target"
)
_PARTS = re.compile("占(?![地用])|比重|比例|share")
_OF_A_SHARE = re.compile(rf"(?:{_SHARES.pattern}|{_PARTS.pattern})[^a-z及和与、,]*?(?:{_CHANGES.pattern})")
_FALLS = re.compile("下降|降低|降幅|跌幅|减少|减幅|回落|decline|decrease|drop")
_BOTH_WAYS = re.compile(r"增|升|±|\+|负")  # 增长（下降）, 升降; 下降为负 says how a fall is written
_GROWTH_RATES = re.compile("增长率|增减率|growthrates?")


def of_item(item: Item) -> str:
    """What an item is; "" where its name tells nothing, and its unit is a percentage: it may be any rate."""
    told = told_in(item.name.zh, item.unit)
    return next(iter(sorted(told)), "" if parts_of(item.unit)[1] == "%" else AMOUNT)


def told_in(text: str, unit: str = "") -> frozenset[str]:
    """What words say that figures are: GROWTH, INCREASE, SHARE, PART; none where they speak of an amount alone.

    A change in per cent is growth, one in another unit an increase; where none is told, the words decide.
    """
    word = plain(text)
    found = {SHARE} if _SHARES.search(_GROWTH_RATES.sub("", word)) else {PART} if _PARTS.search(word) else set()
    if _OF_A_SHARE.search(_GROWTH_RATES.sub("", word)):
        found = set()  # 完成率同比 tells how far a rate moved, and not how large it is
    increases = _INCREASES.search(word) is not None
    if increases or _CHANGES.search(word):
        base = parts_of(unit)[1]
        found.add((GROWTH if base == "%" else INCREASE) if base else INCREASE if increases else GROWTH)
    return frozenset(found)


def other_measure(block: Block, head: Head, item: Item, file: str) -> tuple[str, str] | None:
    """What a head speaks of, and what the item is, where they are not the same; the first is "" where the head says no
    more than the item's subject, and neither its unit nor the words beside the table say what its figures are."""
    own = of_item(item)
    unit = head.unit or block.unit_for(item)
    told = told_in(_own(head), unit)
    if not own or own in told or (not told and own == AMOUNT):
        return None
    if told:
        return next(iter(sorted(told))), own
    if (head.unit or _all_rates(block)) and parts_of(unit)[1] == "%" == parts_of(item.unit)[1]:
        return None  # a line 单位：亿元、% does not say which columns are rates
    beside = told_in("/、".join((block.title, *block.lines, block.sheet, file)), item.unit)
    return None if own in beside else ("", own)


def is_among_rates(block: Block, head: Head, item: Item) -> bool:
    """Whether a line beside the table, or its title, says that all its figures are in %, the head has no unit of its
    own, and the item is in another."""
    said = _all_rates(block) or re.search(r"\((?:单位:)?%\)$", plain(block.title)) is not None
    return not head.unit and said and parts_of(item.unit)[1] not in ("", "%")


def fall_in(head: Head, item: Item) -> str:
    """The word by which a head says that its figures tell by how much something fell, 同比下降, where the item is its
    growth or increase: what stands there as 3.2 is -3.2. "" for none."""
    fell, word = _FALLS.search(plain(_own(head))), plain(_own(head))
    if fell is None or _BOTH_WAYS.search(word) or _FALLS.search(plain(item.name.zh)):
        return ""
    return fell[0] if of_item(item) in (GROWTH, INCREASE) else ""


def _all_rates(block: Block) -> bool:
    return {parts_of(unit)[1] for unit in block.units} == {"%"}


def _own(head: Head) -> str:
    """A head's title without that of the one it speaks of: 一般公共预算收入完成率 / 增速 is growth."""
    return head.title.removeprefix(f"{head.subject.title} / ") if head.subject else head.title
