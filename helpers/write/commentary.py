"""What `briefing check` says about an analyst's commentary: quotes that do not exist, numbers that no figure has.

A number typed into the commentary is looked for among the quarter's data, results and findings, by its unit where it
has one. What is found nowhere is a warning: it may be right, but nothing in the project can tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd

from ..assess.prose import COMMENTARY
from ..assess.toml import read_text
from ..model import DataError, Fault, Quarter
from ..said import Said
from ..style import fixed
from . import indicator_findings as indicators
from . import quoting, sections
from .briefing import Briefing
from .opening import open_briefing

_DATE = re.compile(
    r"[0-9]{4}\s*年|[0-9]{1,2}\s*[—–-]\s*[0-9]{1,2}月|[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*日)?|[0-9]{1,2}\s*日"
    r"|\bQ[1-4](?:\s+[0-9]{4})?|[0-9]{4}Q[1-4]|\b(?:19|20)[0-9]{2}\b|[1-4]季度"
)
# Marks of Markdown that hold digits without telling a number.
_MARKS = re.compile(r"^\s*[0-9]+[.)]\s|\]\([^)\n]*\)|https?://\S+", re.MULTILINE)
_UNITS = {
    **{"分": "points", "points": "points", "point": "points", "星": "stars", "stars": "stars", "star": "stars"},
    **{"位": "places", "名": "places", "places": "places", "place": "places"},
    **{"st": "places", "nd": "places", "rd": "places", "th": "places"},
    **{"个百分点": "pp", "percentage points": "pp", "percentage point": "pp", "pp": "pp"},
    **{"%": "%", "％": "%", "per cent": "%", "percent": "%"},
}
_UNIT = re.compile(r"\s*(" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + ")")

Known = dict[str, set[Decimal]]


def check_commentary(data: Path, quarter: Quarter) -> list[Fault]:
    """Faults of commentary.md and commentary.en.md: unknown quotes are errors, unknown numbers warnings.

    Nothing where there is no commentary, or data or scheme are wrong: what is wrong with them is told elsewhere.
    """
    texts = {}
    for lang, name in COMMENTARY.items():
        path = Path(data) / str(quarter) / name
        if path.is_file():
            try:
                texts[lang] = read_text(path, f"{quarter}/{name}")
            except DataError:
                continue  # not readable as text: told where prose is read
    if not any(re.search(r"[0-9{]", text) for text in texts.values()):
        return []
    try:
        b = open_briefing(quarter, data=data)
    except DataError:
        return []
    faults: list[Fault] = []
    known: Known | None = None
    for lang, text in texts.items():
        spoken = replace(b, lang=lang)
        faults += quoting.wrong_quotes(spoken, text)
        numbers = list(_typed(quoting.plain(text)))
        if numbers:
            known = known or known_numbers(b)
            faults += _unknown(f"{quarter}/{COMMENTARY[lang]}", numbers, known)
    return faults


def _typed(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, number and unit (one of ours, or "") of every number in a text; dates and list marks are none."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    text = _DATE.sub(blank, _MARKS.sub(blank, text))
    for match in re.finditer(r"(?<![0-9.])[0-9][0-9,]*(?:\.[0-9]+)?", text):
        unit = _UNIT.match(text, match.end())
        yield text.count("\n", 0, match.start()) + 1, match[0], _UNITS[unit[1]] if unit else ""


def _unknown(file: str, numbers: Iterable[tuple[int, str, str]], known: Known) -> Iterator[Fault]:
    for line, typed, unit in numbers:
        value = Decimal(typed.replace(",", ""))
        there = known.get(unit, set()) if unit else {number for numbers in known.values() for number in numbers}
        if value not in there:
            near = sorted(there, key=lambda n: (abs(n - value), n))[:2]
            hint: str = "quote a finding by name, or check it"
            if near:
                nearby = ", ".join(f"{n:f}" for n in near)
                hint = Said("quote a finding by name, or check it; nearest: {numbers}", numbers=nearby)
            rule = "no figure of this quarter's data, results and findings has this number"
            yield Fault(file, rule, hint, row=line, value=typed, severity="warning")


# ---- every number the quarter knows -----------------------------------------------------------------------------


def known_numbers(b: Briefing) -> Known:
    """All numbers of data, results and findings as they are printed, by unit; `""` holds those of other units."""
    known: Known = defaultdict(set)
    compared = {b.quarter, b.quarter.previous, b.quarter + -4}
    for result in (r for r in b.history if r.quarter in compared):
        decimals = result.scheme.policies.decimals
        _add(known, "points", decimals, result.total, *(result.boards[i] for i in result.boards))
        _add(known, "points", decimals, *(result.extras[i] for i in result.extras))
        _add(known, "places", 0, result.rank, result.change.abs(), *(result.board_rank[i] for i in result.board_rank))
        _add(known, "stars", 0, result.stars_total, *(result.stars[i] for i in result.stars))
    _add(known, "points", 2, *(b.result.leaf[i] for i in b.result.leaf))
    _add(known, "places", 0, *(b.result.leaf_rank[i] for i in b.result.leaf_rank))
    _indicators(b, known)
    for district in (None, *b.result.districts):
        spoken = replace(b, district=district)
        for paragraph in sections.paragraphs(spoken):
            for finding in paragraph.findings:
                for figure in finding.all_figures:
                    unit = "places" if figure.unit == "rank" else figure.unit
                    known[unit if unit in ("points", "places", "stars", "pp", "%") else ""].add(
                        _decimal(figure.value, figure.decimals)
                    )
    return known


def _indicators(b: Briefing, known: Known) -> None:
    """Values as typed, their distances to target and average, weights, survey answers, background."""
    for frame, column in ((b.inputs.values, "value"), (b.inputs.facts, "value"), (b.inputs.points, "points")):
        for row in frame.to_dict("records"):
            if not pd.isna(row[column]):
                unit = row.get("unit", "分")
                known[{"%": "%", "分": "points"}.get(unit, "")].add(Decimal(repr(float(row[column]))).normalize())
    for leaf in b.scheme.leaves:
        rate = leaf.unit == "%"
        for district in b.result.districts:
            spoken = replace(b, district=district)
            value, wanted = indicators.value(spoken, leaf), indicators.target(spoken, leaf)
            if wanted is not None:
                known["%" if rate else ""].add(Decimal(repr(wanted)).normalize())
            for level in (wanted, indicators.average(spoken, leaf)):
                if level is not None and value == value:
                    known["pp" if rate else ""].add(_decimal(round(value - level, 9), leaf.decimals))
    for node in b.scheme.nodes:
        known["%"].add(_decimal(100 * float(node.weight_in()), 1))
    for column in ("satisfied", "basically_satisfied", "dissatisfied", "unknown"):
        _add(known, "", 0, b.inputs.survey[column])
    _add(known, "", 2, b.background["value"])


def _add(known: Known, unit: str, decimals: int, *series: pd.Series) -> None:
    for values in series:
        known[unit] |= {_decimal(abs(float(v)), decimals) for v in values.dropna()}


def _decimal(value: float, decimals: int) -> Decimal:
    return Decimal(fixed(abs(value), decimals)).normalize()
