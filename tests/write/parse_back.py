"""Reads a briefing's sentences back: every number with its unit, direction and whom it is about, against its finding.

A test tool that knows how numbers are written in Chinese and English, and nothing of the templates that wrote them.
`faults(b, finding, text)` names every difference: a number in the text without a figure of the finding behind it, a
figure that the text does not tell, a quarter that is not the finding's. Empty when text and finding agree.

What is compared: digits (rounded here, on the decimal face, half to even), unit, direction (up, down, ahead, behind,
apart, above, below), the district, board or indicator that a number stands by, lower bounds (余, 超, over), and the
order of numbers that nothing else tells apart.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from helpers.markup import unmarked
from helpers.model import Quarter
from helpers.write.briefing import Briefing
from helpers.write.finding import Figure, Finding

NAME_BASE = 0xE000  # private-use characters stand for names while a text is read
CHINESE_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
MONTHS = {name: at for at, name in enumerate(calendar.month_name) if name}


@dataclass(frozen=True)
class Claim:
    """One number as the text has it.

    `before` is the last name before it, `after` the first name behind it in its clause, `subject` the last name before
    its word of direction, `object` the name between that word and the number (or right behind: ahead of X), `at` where
    in the text the number stands.
    """

    digits: str
    unit: str
    way: str = ""
    qualifier: bool = False
    before: str = ""
    after: str = ""
    subject: str = ""
    object: str = ""
    at: int = 0


@dataclass(frozen=True)
class Read:
    """What a text says: its numbers, the quarters it names, other dates as the numbers in them."""

    claims: tuple[Claim, ...]
    quarters: frozenset[Quarter]
    dates: tuple[tuple[int, ...], ...]


# ---- names ------------------------------------------------------------------------------------------------------


def names(b: Briefing) -> dict[str, str]:
    """Every label a sentence may name -> the code or id it stands for (the first, where two share a label)."""
    found: dict[str, str] = {}
    for district in b.result.districts:
        found.setdefault(district.label(b.lang), district.code)
    for thing in (*b.scheme.nodes, *b.scheme.extras):
        found.setdefault(thing.name.label(b.lang), thing.id)
    for award in b.scheme.awards:
        found.setdefault(award.name.label(b.lang), "")
    return {label: code for label, code in found.items() if label}


def masked(b: Briefing, text: str) -> tuple[str, list[str]]:
    """The text with every name as one private-use character, and what each character stands for."""
    known = names(b)
    labels = sorted(known, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, labels)))
    codes: list[str] = []

    def mask(match: re.Match[str]) -> str:
        codes.append(known[match[0]])
        return chr(NAME_BASE + len(codes) - 1)

    return pattern.sub(mask, text), codes


def _is_name(char: str) -> bool:
    return NAME_BASE <= ord(char) < NAME_BASE + 0x1000


def _last_name(text: str, codes: list[str]) -> str:
    return _first_name(text[::-1], codes)


def _first_name(text: str, codes: list[str]) -> str:
    """The first name of a district, board or indicator; awards are names too, but no number stands by them."""
    return next((codes[ord(c) - NAME_BASE] for c in text if _is_name(c) and codes[ord(c) - NAME_BASE]), "")


# ---- Chinese ----------------------------------------------------------------------------------------------------

_ZH_WAYS = {
    **{"上升": "up", "下降": "down", "高于": "above", "低于": "below", "领先": "ahead", "落后": "behind"},
    **{"相差": "apart", "仅差": "apart", "差距": "apart", "原差": "apart", "距": "apart"},
}
_ZH_WAY = re.compile("|".join(_ZH_WAYS))
_ZH_QUARTER = re.compile("([0-9]{4})年([一二三四])季度(?:至(?:([0-9]{4})年)?([一二三四])季度)?")
_ZH_DATES = re.compile(
    "[0-9]{1,2}月[0-9]{1,2}日—(?:[0-9]{1,2}月)?[0-9]{1,2}日|[0-9]{1,2}—[0-9]{1,2}月|[0-9]{1,2}月[0-9]{1,2}日"
    "|[0-9]{1,2}月末?|[0-9]{4}年|(?<![上本个])[一二三四]季度"
)
_ZH_UNITS = (
    "个百分点", "个可比季度", "个季度", "个板块", "个区市", "项指标", "项", "次考核", "次", "分", "位", "星", "行",
    "对", "%",
)  # fmt: skip
# unit of a figure -> how Chinese may write it
_ZH_SAME = {
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


def _read_zh(b: Briefing, text: str) -> Read:
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

    text = _ZH_DATES.sub(date, _ZH_QUARTER.sub(quarter, text))
    claims: list[Claim] = []
    taken = [False] * len(text)

    def take(match: re.Match[str], digits: str, unit: str, way: str = "") -> None:
        before, after = text[: match.start()], re.split("[，；。：）]", text[match.end() :])[0]
        around = _last_name(before, codes), _first_name(after, codes)
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
    units = "|".join(map(re.escape, dict.fromkeys([*_ZH_UNITS, *natural])))
    number = re.compile(f"([+−]?)(超?)([0-9][0-9,]*(?:\\.[0-9]+)?)(余?)({units})?")
    for match in number.finditer(text):
        if not any(taken[match.start(3) : match.end(3)]):
            claims.append(_claim_zh(text, match, codes))
    return Read(tuple(claims), frozenset(quarters), tuple(dates))


def _claim_zh(text: str, match: re.Match[str], codes: list[str]) -> Claim:
    start, before = match.start(), text[: match.start()]
    clause_start = max(before.rfind(mark) for mark in "，；。：（）") + 1
    ways = list(_ZH_WAY.finditer(text, clause_start, start))
    after = re.split("[，；。：）]", text[match.end() :])[0]
    claim = {"before": _last_name(before, codes), "after": _first_name(after, codes)}
    way, unit = "", match[5] or "?"
    if match[1]:
        way = "up" if match[1] == "+" else "down"
    elif ways:
        way = _ZH_WAYS[ways[-1][0]]
        claim["subject"] = _last_name(text[: ways[-1].start()], codes)
        claim["object"] = _last_name(text[ways[-1].end() : start], codes)
    return Claim(match[3].replace(",", ""), unit, way, bool(match[2] or match[4]), **claim, at=start)


def _natural_units(b: Briefing) -> set[str]:
    units = {leaf.unit for leaf in b.scheme.leaves} | set(b.inputs.dictionary["unit"])
    return {unit for unit in units if unit}


# ---- English ----------------------------------------------------------------------------------------------------

_EN_QUARTER = re.compile(r"\bQ([1-4]) ([0-9]{4})\b")
_MONTH = f"(?:{'|'.join(MONTHS)})"
_EN_DATES = re.compile(
    rf"\b(?:[0-9]{{1,2}}–)?[0-9]{{1,2}} {_MONTH}(?: to [0-9]{{1,2}} {_MONTH})? [0-9]{{4}}\b"
    rf"|\b{_MONTH}(?: to {_MONTH})? [0-9]{{4}}\b"
)
_EN_UNITS = {
    **{"percentage points": "pp", "percentage point": "pp", "points": "points", "point": "points"},
    **{"places": "places", "place": "places", "stars": "stars", "star": "stars"},
    **{"quarters": "quarters", "quarter": "quarters", "assessments": "times", "assessment": "times"},
    **{"boards": "boards", "board": "boards", "districts": "districts", "district": "districts"},
    **{"indicators": "items", "indicator": "items", "draws": "draws", "rows": "rows", "row": "rows"},
    **{"pairs": "pairs", "pair": "pairs", "figures": "figures", "figure": "figures"},
}
_BARE = {"boards", "stars", "times", "quarters", "items", "rank"}  # may stand without their unit: 38 of 40 stars


def _read_en(b: Briefing, text: str) -> Read:
    text, codes = masked(b, text)
    quarters: set[Quarter] = set()
    dates: list[tuple[int, ...]] = []

    def quarter(match: re.Match[str]) -> str:
        quarters.add(Quarter(int(match[2]), int(match[1])))
        return "〔〕"

    def date(match: re.Match[str]) -> str:
        words = re.findall(r"[A-Z][a-z]+|[0-9]+", match[0])
        dates.append(tuple(sorted(MONTHS[w] if w in MONTHS else int(w) for w in words)))
        return "〔〕"

    text = _EN_DATES.sub(date, _EN_QUARTER.sub(quarter, text))
    claims: list[Claim] = []
    taken = [False] * len(text)

    def take(match: re.Match[str], digits: str, unit: str, way: str = "") -> None:
        after = re.split("[,;.)]", text[match.end() :])[0]
        around = _last_name(text[: match.start()], codes), _first_name(after, codes)
        claims.append(Claim(digits, unit, way, False, *around, at=match.start()))
        for at in range(match.start(), match.end()):
            taken[at] = True

    for match in re.finditer(r"\bthe top ([0-9]+|two|three|four|five)\b", text):
        take(match, {"two": "2", "three": "3", "four": "4", "five": "5"}.get(match[1], match[1]), "rank", "top")
    for match in re.finditer(r"\b([0-9]+)(?:st|nd|rd|th)\b", text):
        take(match, match[1], "rank", "from" if text[: match.start()].endswith("from ") else "")
    for match in re.finditer(r"\bback in first place|\bfirst\b(?! time| place| to last| and last)", text):
        if not any(taken[match.start() : match.end()]):
            take(match, "1", "rank")
    for match in re.finditer(r"unchanged from the previous quarter", text):
        take(match, "0", "places", "same")
    for match in re.finditer(r"\bat (?:the city's median|the districts' average|target)", text):
        take(match, "0", "level", "same")
    natural = sorted(_natural_units_en(b), key=len, reverse=True)
    units = "|".join(map(re.escape, dict.fromkeys([*sorted(_EN_UNITS, key=len, reverse=True), *natural])))
    number = re.compile(rf"(over )?(CNY )?([+−]?)([0-9][0-9,]*(?:\.[0-9]+)?)(%| (?:billion|million|{units})\b|)")
    for match in number.finditer(text):
        if not any(taken[match.start(4) : match.end(4)]):
            claims.append(_claim_en(text, match, codes))
    return Read(tuple(claims), frozenset(quarters), tuple(dates))


def _claim_en(text: str, match: re.Match[str], codes: list[str]) -> Claim:
    before, behind = text[: match.start()], text[match.end() :]
    close = re.split("[,;.)]", behind)[0]
    claim = {"before": _last_name(before, codes), "after": _first_name(close, codes)}
    unit = f"{match[2] or ''}{match[5].strip()}".strip()
    unit = _EN_UNITS.get(unit, unit or "bare")
    way = ""
    follows = re.match(r"\**\s*(ahead|behind|above|below|apart|up|down)\b(?: of)?", behind)
    leads = re.search(r"\b(up|down|a spread of|a rise of|more than)\s\**$", before)
    listed = re.search(r"\b(ahead|behind) by\b[^;.]*$", re.sub(r"(?<=[0-9])\.(?=[0-9])", "", before))
    if match[3]:
        way = "up" if match[3] == "+" else "down"
    elif follows:
        way = follows[1]
        claim["subject"], claim["object"] = claim["before"], _first_name(close, codes)
    elif leads and leads[1] != "more than":
        way = {"a spread of": "apart", "a rise of": "up"}.get(leads[1], leads[1])
    elif listed:
        way = listed[1]
    return Claim(match[4].replace(",", ""), unit, way, bool(match[1]), **claim, at=match.start())


def _natural_units_en(b: Briefing) -> set[str]:
    units = {leaf.unit_en for leaf in b.scheme.leaves} | set(b.inputs.dictionary["unit_en"]) | {"days", "m²"}
    return {unit for unit in units if unit and not unit.startswith(("CNY", "10,000 ", "%"))}


# ---- text against finding ---------------------------------------------------------------------------------------


def read(b: Briefing, text: str) -> Read:
    """All numbers and dates of a sentence of plain text or Markdown."""
    plain = unmarked(text)
    return _read_en(b, plain) if b.lang == "en" else _read_zh(b, plain)


def digits(value: float, decimals: int) -> str:
    """The digits that must be printed, rounded on the decimal face, half to even; without a sign."""
    exact = abs(Decimal(repr(float(value)))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    return f"{exact:f}"


def printed(figure: Figure, lang: str) -> tuple[str, set[str]]:
    """The digits of a figure and the units under which a text may print them."""
    text = digits(figure.value, figure.decimals)
    if lang == "zh":
        return text, _ZH_SAME.get(figure.unit, {figure.unit})
    if figure.unit in set(_EN_UNITS.values()) | {"rank"}:
        return text, {figure.unit} | ({"bare"} if figure.unit in _BARE else set())
    unit, exact = (
        figure.unit_en or {"亿元": "CNY 100 million", "天": "days"}.get(figure.unit, figure.unit),
        Decimal(text),
    )
    if unit == "CNY 100 million" and exact >= 10:
        return _plain(exact / 10), {"CNY billion"}
    if unit == "CNY 100 million":
        return _plain(exact * 100), {"CNY million"}
    if unit.startswith("10,000 "):
        return _plain(exact * 10000), {unit.removeprefix("10,000 ")}
    return text, {unit}


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def matches(claim: Claim, figure: Figure, lang: str) -> bool:
    """Whether a number of the text is this figure: digits, unit, direction, bound, and whom it is about."""
    if figure.way == "same":
        level = "places" if figure.unit == "places" else "level"
        return claim.way == "same" and claim.unit == level
    text, units = printed(figure, lang)
    if claim.unit == "rank" and figure.unit == "rank":
        units = {"rank"}
    written = _plain(Decimal(claim.digits)) if any(u.startswith("CNY") or u == "m²" for u in units) else claim.digits
    if written != text or claim.unit not in units or claim.qualifier != bool(figure.qualifier):
        return False
    return _same_way(claim, figure) and _same_subject(claim, figure)


_SIDES = {"ahead": "ahead", "above": "ahead", "behind": "behind", "below": "behind", "apart": "apart"}


def _same_way(claim: Claim, figure: Figure) -> bool:
    if figure.unit == "rank":
        return claim.way == figure.way
    if not figure.against:
        negative = figure.value < 0 and not figure.way  # a level below zero: its sign is no direction
        return claim.way == ("down" if negative else figure.way)
    side = _SIDES.get(claim.way, "")
    told = {claim.subject, claim.object, claim.before, claim.after} - {""}
    if side == "apart":
        return bool(told & {*figure.of, *figure.against}) or not told
    upper, lower = figure.of, figure.against
    if figure.way in ("behind", "below"):
        upper, lower = lower, upper
    if side == "ahead":  # subject is ahead of object
        return _is(claim.object, lower) and _is(claim.subject, upper)
    if side == "behind":  # subject is behind object
        return _is(claim.object, upper) and _is(claim.subject, lower)
    return False


def _is(name: str, wanted: tuple[str, ...]) -> bool:
    """Whether a name, when there is one, is one of those wanted."""
    return not name or name in wanted


def _same_subject(claim: Claim, figure: Figure) -> bool:
    if figure.against or not figure.of:
        return True
    return bool({claim.before, claim.after} & set(figure.of))


def faults(b: Briefing, finding: Finding, text: str, order: bool = True) -> list[str]:
    """Every difference between a sentence and its finding, in words; none when they agree."""
    found, figures = read(b, text), list(finding.all_figures)
    told = []
    for claim in found.claims:
        if not any(matches(claim, figure, b.lang) for figure in figures):
            told.append(f"{claim} has no figure behind it in {finding.kind}")
    for figure in figures:
        if not any(matches(claim, figure, b.lang) for claim in found.claims):
            told.append(f"{figure} of {finding.kind} is not told")
    if order:
        told += _out_of_order(found, figures, b.lang)
    whole = [p for p in finding.periods if b.lang == "en" and "Q" in p]  # in English a quarter has its year
    meant = {*finding.times, *(Quarter.parse(period) for period in whole)}
    if found.quarters != meant:
        told.append(f"quarters {sorted(map(str, found.quarters))} told, {sorted(map(str, meant))} meant")
    if sorted(found.dates) != sorted(_dates(period, b.lang) for period in finding.periods if period not in whole):
        told.append(f"dates {found.dates} told, {finding.periods} meant")
    return told


def _out_of_order(found: Read, figures: list[Figure], lang: str) -> list[str]:
    """Numbers that only their order tells apart (three boards, four boards) must stand in the finding's order."""
    told = []
    for k, one in enumerate(figures):
        for other in figures[k + 1 :]:
            alike = (one.unit, one.way) == (other.unit, other.way) and one.value != other.value
            if not alike or (one.of and other.of and not set(one.of) & set(other.of)):
                continue
            first = [claim.at for claim in found.claims if matches(claim, one, lang)]
            then = [claim.at for claim in found.claims if matches(claim, other, lang)]
            if first and then and min(first) > max(then):
                told.append(f"{other} is told before {one}")
    return told


def _dates(period: str, lang: str) -> tuple[int, ...]:
    """The numbers that a period of the data has in words: months and days in Chinese, the year too in English."""
    first, _, last = period.partition("..")
    if "Q" in first:
        return (int(first.partition("Q")[2]),)
    start, end = ([int(n) for n in part.split("-")] for part in (first, last or first))
    if lang == "en":
        numbers = {("d", n) for n in (start[2:] + end[2:])} | {("m", start[1]), ("m", end[1]), ("y", end[0])}
        return tuple(sorted(n for _, n in numbers))
    if len(start) == 3:
        return (start[1], start[2], end[2]) if start[1] == end[1] else (start[1], start[2], end[1], end[2])
    return (start[1], end[1]) if start[1] != end[1] else (start[1],)
