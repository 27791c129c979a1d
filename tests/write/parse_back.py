"""Reads a briefing's sentences back: every number with its unit, direction and whom it is about, against its finding.

A test tool that knows how numbers are written in Chinese and English, and nothing of the templates that wrote them.
`faults(b, finding, text)` names every difference: a number in the text without a figure of the finding behind it, a
figure that the text does not tell, a quarter that is not the finding's. Empty when text and finding agree.

What is compared: digits (rounded here, on the decimal face, half to even), unit, direction (up, down, ahead, behind,
apart, above, below), the district, board or indicator that a number stands by, lower bounds (余, 超, over), and the
order of numbers that nothing else tells apart.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import claims_en
import claims_zh
from claims import Claim, Read

from helpers.markup import unmarked
from helpers.model import Quarter
from helpers.write.briefing import Briefing
from helpers.write.finding import Figure, Finding


def read(b: Briefing, text: str) -> Read:
    """All numbers and dates of a sentence of plain text or Markdown."""
    plain = unmarked(text)
    return (claims_en if b.lang == "en" else claims_zh).read(b, plain)


def digits(value: float, decimals: int) -> str:
    """The digits that must be printed, rounded on the decimal face, half to even; without a sign."""
    exact = abs(Decimal(repr(float(value)))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    return f"{exact:f}"


def printed(figure: Figure, lang: str) -> tuple[str, set[str]]:
    """The digits of a figure and the units under which a text may print them."""
    text = digits(figure.value, figure.decimals)
    if lang == "zh":
        return text, claims_zh.SAME.get(figure.unit, {figure.unit})
    if figure.unit in set(claims_en.UNITS.values()) | {"rank"}:
        return text, {figure.unit} | ({"bare"} if figure.unit in claims_en.BARE else set())
    unit, exact = (
        figure.unit_en
        or {"亿元": "CNY 100 million", "万元": "CNY 10,000", "元": "CNY", "天": "days"}.get(figure.unit, figure.unit),
        Decimal(text),
    )
    if unit == "CNY 100 million" and exact >= 10:
        return _plain(exact / 10), {"CNY billion"}
    if unit == "CNY 100 million":
        return _plain(exact * 100), {"CNY million"}
    if unit == "CNY 10,000":
        return (_plain(exact / 100), {"CNY million"}) if exact >= 100 else (_plain(exact * 10_000), {"CNY"})
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
