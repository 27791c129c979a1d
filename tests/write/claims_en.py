"""An English sentence's claims."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace

from claims import Claim, Read, first_name, last_name, masked

from helpers.model import Quarter
from helpers.write.briefing import Briefing

MONTHS = {name: at for at, name in enumerate(calendar.month_name) if name}
_QUARTER = re.compile(r"\bQ([1-4]) ([0-9]{4})\b")
_MONTH = f"(?:{'|'.join(MONTHS)})"
_DATES = re.compile(
    rf"\b(?:[0-9]{{1,2}}–)?[0-9]{{1,2}} {_MONTH}(?: to [0-9]{{1,2}} {_MONTH})? [0-9]{{4}}\b"
    rf"|\b{_MONTH}(?: to {_MONTH})? [0-9]{{4}}\b"
)
UNITS = {
    **{"percentage points": "pp", "percentage point": "pp", "points": "points", "point": "points"},
    **{"places": "places", "place": "places", "stars": "stars", "star": "stars"},
    **{"quarters": "quarters", "quarter": "quarters", "assessments": "times", "assessment": "times"},
    **{"boards": "boards", "board": "boards", "districts": "districts", "district": "districts"},
    **{"indicators": "items", "indicator": "items", "draws": "draws", "rows": "rows", "row": "rows"},
    **{"pairs": "pairs", "pair": "pairs", "figures": "figures", "figure": "figures"},
}
BARE = {"boards", "stars", "times", "quarters", "items", "rank"}  # may stand without their unit: 38 of 40 stars


def read(b: Briefing, text: str) -> Read:
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

    text = _DATES.sub(date, _QUARTER.sub(quarter, text))
    claims: list[Claim] = []
    taken = [False] * len(text)

    def take(match: re.Match[str], digits: str, unit: str, way: str = "") -> None:
        after = re.split("[,;.)]", text[match.end() :])[0]
        around = last_name(text[: match.start()], codes), first_name(after, codes)
        claims.append(Claim(digits, unit, way, False, *around, at=match.start()))
        for at in range(match.start(), match.end()):
            taken[at] = True

    for match in re.finditer(r"\bthe top ([0-9]+|two|three|four|five)\b", text):
        take(match, {"two": "2", "three": "3", "four": "4", "five": "5"}.get(match[1], match[1]), "rank", "top")
    for match in re.finditer(r"\b([0-9]+)(?:st|nd|rd|th)\b( quarter running)?", text):
        if match[2]:
            take(match, match[1], "quarters")
            continue
        take(match, match[1], "rank", "from" if text[: match.start()].endswith("from ") else "")
    for match in re.finditer(r"\bback in first place|\bfirst\b(?! time| place| to last| and last)", text):
        if not any(taken[match.start() : match.end()]):
            take(match, "1", "rank")
    for match in re.finditer(r"unchanged from the previous quarter", text):
        take(match, "0", "places", "same")
    for match in re.finditer(r"\bat (?:the city's median|the districts' average|target)", text):
        take(match, "0", "level", "same")
    natural = sorted(_natural_units_en(b), key=len, reverse=True)
    units = "|".join(map(re.escape, dict.fromkeys([*sorted(UNITS, key=len, reverse=True), *natural])))
    number = re.compile(rf"(over )?(CNY )?([+−]?)([0-9][0-9,]*(?:\.[0-9]+)?)(%| (?:billion|million|{units})\b|)")
    for match in number.finditer(text):
        if not any(taken[match.start(4) : match.end(4)]):
            claims.append(_claim_en(text, match, codes))
    return Read(tuple(_nouns(b, text, claims, natural)), frozenset(quarters), tuple(dates))


def _nouns(b: Briefing, text: str, claims: list[Claim], natural: list[str]) -> list[Claim]:
    """The claims, a bare number with the noun that the number before it in its clause has, or its indicator's name:
    `Newly signed projects at 183, 22 below target`, `12 projects, 3 below target`."""
    labels = {leaf.id: leaf.name.label("en").lower() for leaf in b.scheme.leaves}
    found: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: claim.at):
        if claim.unit == "bare":
            near = [c for c in found if c.unit in natural and not re.search("[;:.]", text[c.at : claim.at])]
            named = [unit for unit in natural if unit in labels.get(claim.before, "").split()]
            claim = replace(claim, unit=near[-1].unit if near else named[0] if named else "bare")
        found.append(claim)
    return found


def _claim_en(text: str, match: re.Match[str], codes: list[str]) -> Claim:
    before, behind = text[: match.start()], text[match.end() :]
    close = re.split("[,;.)]", behind)[0]
    claim = {"before": last_name(before, codes), "after": first_name(close, codes)}
    unit = f"{match[2] or ''}{match[5].strip()}".strip()
    unit = UNITS.get(unit, unit or "bare")
    way = ""
    follows = re.match(r"\**\s*(ahead|behind|above|below|apart|up|down)\b(?: of)?", behind)
    leads = re.search(r"\b(up|down|a spread of|a rise of|more than)\s\**$", before)
    listed = re.search(r"\b(ahead|behind) by\b[^;.]*$", re.sub(r"(?<=[0-9])\.(?=[0-9])", "", before))
    if match[3]:
        way = "up" if match[3] == "+" else "down"
    elif follows:
        way = follows[1]
        claim["subject"], claim["object"] = claim["before"], first_name(close, codes)
    elif leads and leads[1] != "more than":
        way = {"a spread of": "apart", "a rise of": "up"}.get(leads[1], leads[1])
    elif listed:
        way = listed[1]
    return Claim(match[4].replace(",", ""), unit, way, bool(match[1]), **claim, at=match.start())


def _natural_units_en(b: Briefing) -> set[str]:
    units = {leaf.unit_en for leaf in b.scheme.leaves} | set(b.inputs.dictionary["unit_en"]) | {"days", "m²"}
    return {unit for unit in units if unit and not unit.startswith(("CNY", "10,000 ", "%"))}
