"""The unit a head, a row of units or a line beside the table tells: 投资额（万元）, 投资额/万元, 单位：万元、%."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from .expected import Item
from .figures import is_unit, parts_of, plain, scale

_OPEN, _CLOSE = "([【〔{", ")]】〕}"
_BRACKETS = re.compile(rf"[{re.escape(_OPEN)}]([^{re.escape(_OPEN + _CLOSE)}]*)[{re.escape(_CLOSE)}]")
_POWERS = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百"
_MONEY = "美元|美金|欧元|日元|港元|港币|英镑|韩元|usd|eur|hkd"
_FOREIGN = re.compile(rf"(?:{_POWERS})?(?:{_MONEY})")  # money that no item is in: never taken for 元
_YUAN = re.compile(r"人民币|rmb|cny")
_BOTH_WAYS = re.compile(r"[(\[](?:±|\+/?-)%[)\]]")  # GDP（±%）: in %, growth or fall
_BEHIND = re.compile(rf"(?:(?:{_POWERS})(?:元|{_MONEY}|平方米|平米)|平方米|%|‰)$")  # needs no mark before it
_PARTED = re.compile(r"[:_,、/\-]([^:_,、/\-]+)$")
_RATE = re.compile("增速|增长|增幅|增减|涨幅|降幅|同比|±|率|比重|占比|比例|进度|growth|rate|share")
_NO_AMOUNT = re.compile("增速|增幅|涨幅|降幅|增长率|完成率|开工率|占比|比重|百分比|growth")
_AMOUNT = re.compile("总量|总额|绝对|数额|金额|数量|amount|total")
FULL_MARKS = re.compile(r"满分(?:值|分值)?(?:均?[为是]|:)?(\d{1,4})(?![\d.])|(?<![\d.])(\d{1,4})分制|([五十百])分制")
_LINE = re.compile(r"(?:单位|(?<![a-z])units?(?=\s*:))[\s:]*(?:[均都]?[为是])?[\s:]*", flags=re.IGNORECASE)
_TEN_THOUSAND = re.compile(r"(?<!\d)10[,，]000(?!\d)")
_WITHIN = re.compile(r"(?<=[a-z\d¥])[ \t]+(?=[a-z])", flags=re.IGNORECASE)  # RMB million is one unit
_IN_ENGLISH = r"(?:rmb|cny|yuan|thousand|million|[bm]n|billion)(?![a-z])"
_MONEY_WORD = re.compile(
    rf"(?:{_POWERS})元|(?:{_POWERS})?(?:{_MONEY})|(?:{_POWERS})?人民币|{_IN_ENGLISH}|[(\[【:/,、](?:元|亿|万)(?!{_MONEY})|亿|万(?!人|户|平|达|象|科)|元[)\]】]"
)


def unit_of(text: str) -> str:
    """The unit a text is, without brackets and 人民币: 万元 for 万元（人民币）; "" for what is none."""
    word = plain(text).strip(_OPEN + _CLOSE + ":,;、/")
    word = word if is_unit(word) else _YUAN.sub("", word).replace("()", "").strip(_OPEN + _CLOSE + ":,;、/")
    return word if is_unit(word) or _FOREIGN.fullmatch(word) else ""


def parted(level: str, whole: str = "") -> tuple[str, str]:
    """One level of a head without its unit, and the unit ("" where it tells none): 投资额[万元] → 投资额, 万元.

    GDP（亿元、%） stands over amounts and rates: the `whole` head says which, as 总量 / GDP（亿元、%） does.
    """
    lines, unit = _TEN_THOUSAND.sub("10000", level).strip().split("\n"), ""
    if len(lines) > 1 and (unit := unit_of(lines[-1])):
        lines.pop()
    word = _BOTH_WAYS.sub("±(%)", plain("".join(lines)))
    if len(word) > 1 and unit_of(word):
        return "", unit_of(word)
    for found in list(_BRACKETS.finditer(word)):
        parts = [re.sub(r"^(?:计量)?单位:?", "", part) for part in re.split("[,;、]", found[1])]
        if units := [part for part in parts if unit_of(part)]:
            unit = _told_by(whole or level, [unit_of(part) for part in units])
            rest = ",".join(part for part in parts if part not in units)
            word = word.replace(found[0], f"({rest})" if rest else "")
    tail = _PARTED.search(word) or _BEHIND.search(word)
    if tail and (told := unit_of(tail[0].lstrip(":_,、/-"))):
        unit, word = unit or told, word[: tail.start()].rstrip(":_,、/-")
    return word, unit


def without_own(head: str, item: Item) -> str:
    """A head's words without its item's own unit in brackets: PM2.5浓度（微克/立方米）, 噪声（分贝）.

    A unit that is not known by itself is no reason to take any bracket off a head.
    """
    unit = r" ?/ ?".join(map(re.escape, plain(item.unit).split("/")))  # the levels of a head are parted by " / "
    return re.sub(rf"[{re.escape(_OPEN)}]{unit}[{re.escape(_CLOSE)}]", "", head) if item.unit else head


def is_rate(head: str) -> bool:
    """Whether a head's words are those of a rate: 增速, 占比, 进度."""
    return _RATE.search(plain(head)) is not None


def tells_rate(word: str) -> bool:
    """Whether a level of a head can be of nothing but a rate; 同比增长 may be in 户 or 亿元."""
    return _NO_AMOUNT.search(plain(word)) is not None


def _told_by(head: str, units: Sequence[str]) -> str:
    """Which of several units in one bracket a head's own figures are in; "" where it may be any of them."""
    rates = [unit for unit in units if parts_of(unit)[1] in ("%", "个百分点")]
    if not rates or len(rates) == len(units):
        return units[-1] if len(set(map(parts_of, units))) == 1 else ""
    if is_rate(head):
        return rates[-1]
    return next(unit for unit in units if unit not in rates) if _AMOUNT.search(plain(head)) else ""


def line_units(text: str) -> tuple[str, ...]:
    """The units a line beside the table tells, for columns that have none: 单位：万元、% or （万元）."""
    word = _WITHIN.sub("", _TEN_THOUSAND.sub("10000", unicodedata.normalize("NFKC", text)))
    if len(plain(word)) > 2 and (alone := unit_of(word)):
        return (alone,)
    found: list[str] = []
    for place in _LINE.finditer(word):
        told = re.split(r"[\s;()。]", word[place.end() :].replace("(人民币)", ""), maxsplit=1)[0]
        for part in re.split("[,、/和及]", told):
            if not (unit := unit_of(part)):
                break
            found.append(unit)
    return tuple(dict.fromkeys(found))


def tells_measure(text: str) -> bool:
    """Whether a remark below a table tells a unit, or what its points are out of."""
    return bool(line_units(text)) or FULL_MARKS.search(plain(text)) is not None


def corner_units(text: str) -> tuple[str, ...]:
    """The units that the corner of a table tells for its columns: 区市（万元）, 单位：% 区市\\指标."""
    alone = parted(text)[1]
    return line_units(text) or ((alone,) if alone else ())


def one_for(item: Item, units: Sequence[str]) -> str:
    """Which of the units told beside the table an item's figures are in; "" where none fits, or several that differ."""
    fitting = {unit: scale(unit, item.unit) for unit in units}
    fitting = {unit: factor for unit, factor in fitting.items() if factor is not None}
    return next(iter(fitting)) if len(set(fitting.values())) == 1 else ""


def money_word(item: Item, texts: Sequence[str]) -> str:
    """The first word that speaks of an amount of money in texts that tell no unit: 万美元, 亿; "" where none does.

    Asked for items in money only; words of the item's own name do not count.
    """
    if parts_of(item.unit)[1] != "元":
        return ""
    for text in texts:
        if found := _MONEY_WORD.search(plain(text).replace(plain(item.name.zh), "")):
            return found[0].strip(_OPEN + _CLOSE + ":/,、")
    return ""
