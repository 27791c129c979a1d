"""A Chinese sentence's claims."""

from __future__ import annotations

import re

from claims import Claim, Read, first_name, last_name, masked

from helpers.model import Quarter
from helpers.write.briefing import Briefing

CHINESE_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}

_WAYS = {
    **{"上升": "up", "下降": "down", "高于": "above", "低于": "below", "领先": "ahead", "落后": "behind"},
    **{"相差": "apart", "仅差": "apart", "差距": "apart", "原差": "apart", "距": "apart"},
}
_WAY = re.compile("|".join(_WAYS))
_QUARTER = re.compile("([0-9]{4})年([一二三四])季度(?:至(?:([0-9]{4})年)?([一二三四])季度)?")
_DATES = re.compile(
    "[0-9]{1,2}月[0-9]{1,2}日—(?:[0-9]{1,2}月)?[0-9]{1,2}日|[0-9]{1,2}—[0-9]{1,2}月|[0-9]{1,2}月[0-9]{1,2}日"
    "|[0-9]{1,2}月末?|[0-9]{4}年|(?<![上下本个])[一二三四]季度"
)
_UNITS = (
    "个百分点", "个可比季度", "个季度", "个板块", "个区市", "项指标", "项", "次考核", "次", "分", "位", "星", "行",
    "对", "%",
)  # fmt: skip
# unit of a figure -> how Chinese may write it
SAME = {
    "points": {"分"},
    "places": {"位"},
    "stars": {"星"},
    "quarters": {"个季度", "个可比季度"},
    "times": {"次", "次考核"},
    "draws": {"次"},
    "boards": {"个板块", "个"},
    "districts": {"个区市"},
    "pairs": {"对"},
    "items": {"项指标", "项"},
    "figures": {"项"},
    "rows": {"行"},
    "pp": {"个百分点"},
}


def read(b: Briefing, text: str) -> Read:
    text, codes = masked(b, text)
    quarters: set[Quarter] = set()
    dates: list[tuple[int, ...]] = []

    def quarter(match: re.Match[str]) -> str:
        start = Quarter(int(match[1]), CHINESE_QUARTERS[match[2]])
        quarters.add(start)
        if match[4]:
            quarters.add(Quarter(int(match[3] or match[1]), CHINESE_QUARTERS[match[4]]))
        return "〔〕"

    def date(match: re.Match[str]) -> str:
        numbers = [int(n) for n in re.findall("[0-9]+", match[0])]
        dates.append(tuple(numbers or [CHINESE_QUARTERS[match[0][0]]]))
        return "〔〕"

    text = _DATES.sub(date, _QUARTER.sub(quarter, text))
    claims: list[Claim] = []
    taken = [False] * len(text)

    def take(match: re.Match[str], digits: str, unit: str, way: str = "") -> None:
        before, after = text[: match.start()], re.split("[，；。：）]", text[match.end() :])[0]
        around = last_name(before, codes), first_name(after, codes)
        claims.append(Claim(digits, unit, way, False, *around, at=match.start()))
        for at in range(match.start(), match.end()):
            taken[at] = True

    for match in re.finditer("第([0-9]+(?:、[0-9]+)*)位", text):
        left = re.search("由$|（上季度居$", text[: match.start()])
        for digits in match[1].split("、"):
            take(match, digits, "rank", "from" if left else "")
    for match in re.finditer("前([0-9]+)位", text):
        take(match, match[1], "rank", "top")
    for match in re.finditer("居首|居全市首位", text):
        take(match, "1", "rank")
    for match in re.finditer("与(上季度|全市中位数|全市平均|目标)持平", text):
        take(match, "0", "places" if match[1] == "上季度" else "level", "same")
    natural = sorted(_natural_units(b), key=len, reverse=True)
    units = "|".join(map(re.escape, dict.fromkeys([*_UNITS, *natural])))
    number = re.compile(f"([+−]?)(超?)([0-9][0-9,]*(?:\\.[0-9]+)?)(余?)({units})?")
    for match in number.finditer(text):
        if not any(taken[match.start(3) : match.end(3)]):
            claims.append(_claim_zh(text, match, codes))
    return Read(tuple(claims), frozenset(quarters), tuple(dates))


def _claim_zh(text: str, match: re.Match[str], codes: list[str]) -> Claim:
    start, before = match.start(), text[: match.start()]
    clause_start = max(before.rfind(mark) for mark in "，；。：（）") + 1
    ways = list(_WAY.finditer(text, clause_start, start))
    after = re.split("[，；。：）]", text[match.end() :])[0]
    claim = {"before": last_name(before, codes), "after": first_name(after, codes)}
    way, unit = "", match[5] or "?"
    if match[1]:
        way = "up" if match[1] == "+" else "down"
    elif ways:
        way = _WAYS[ways[-1][0]]
        claim["subject"] = last_name(text[: ways[-1].start()], codes)
        claim["object"] = last_name(text[ways[-1].end() : start], codes)
    return Claim(match[3].replace(",", ""), unit, way, bool(match[2] or match[4]), **claim, at=start)


def _natural_units(b: Briefing) -> set[str]:
    units = {leaf.unit for leaf in b.scheme.leaves} | set(b.inputs.dictionary["unit"])
    return {unit for unit in units if unit}
