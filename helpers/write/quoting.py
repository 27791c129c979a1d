"""Findings quoted by name in the analyst's commentary: `{first}` a sentence, `{first.lead}` one of its figures.

What may be quoted, in the city's briefing:

    headline     the greatest news of the quarter        first       who is first, with what total, since when
    gap          what the first has over the second       flags       every flag, its winners and its rule
    stars        who has most stars                       boards      which boards changed hands
    top_three    who came into the first three            rose, fell  who rose, who fell furthest
    ties         who shares a place                       close       whose order hangs by a thread
    records      highest and lowest totals                widest      the board with the widest spread
    method       what changed in the method               firmness    how firm the first place is
    times_first  how often who was first                  swings      whose place moved most
    and every board by its id (`economy`)

A figure is quoted by its name behind a dot: `{first.total}`, `{gap.gap}`, `{widest.spread}`. A name in code or in a
formula is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ..assess.prose import COMMENTARY
from ..model import DataError, Fault, nearest
from ..said import Listed, Said
from . import findings as city
from . import sections
from .briefing import Briefing
from .finding import Finding
from .telling import Telling
from .voice import Voice
from .wordings import worded

QUOTE = re.compile(r"\{(?P<name>[A-Za-z0-9_]+)(?:\.(?P<figure>[A-Za-z0-9_]+))?\}")
# What is shown as it stands: code and formulas.
VERBATIM = re.compile(r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL)

_ENDS = {"zh": "。", "en": "."}
_GOES_ON = "，。；：、！？）,.;:!?)"


def _gap(b: Briefing) -> list[Finding | None]:
    return [city.gap(b, b.ranking[0], b.ranking[1])] if len(b.ranking) > 1 else []


NAMES: Mapping[str, Callable[[Briefing], list[Finding | None]]] = {
    "headline": lambda b: list(sections.city_summary(b)[:1]),
    "first": lambda b: [city.first(b)],
    "gap": _gap,
    "flags": lambda b: list(city.flags(b)),
    "stars": lambda b: [city.most_stars(b)],
    "boards": lambda b: [city.boards_changed(b)],
    "top_three": lambda b: [city.top_three(b)],
    "rose": lambda b: [city.movers(b, rise=True)],
    "fell": lambda b: [city.movers(b, rise=False)],
    "ties": lambda b: list(city.ties(b)),
    "close": lambda b: list(city.close_pairs(b)),
    "records": lambda b: [city.records(b)],
    "widest": lambda b: [city.widest_board(b)],
    "method": lambda b: [city.method_change(b)],
    "firmness": lambda b: [city.firmness(b)],
    "times_first": lambda b: [city.times_first(b)],
    "swings": lambda b: [city.widest_range(b)],
}


def quoted(b: Briefing, name: str) -> tuple[Finding, ...]:
    """The findings of one name; none where the quarter has nothing of the kind. Raises KeyError for unknown names."""
    if name in NAMES:
        return sections.in_turn(b, NAMES[name](b))
    board = next((n for n in b.boards if n.id == name), None)
    if board is None:
        raise KeyError(name)
    return tuple(f for f in city.boards(b) if f.about["board"] == name)


def names(b: Briefing) -> list[str]:
    """Every name that a commentary may quote."""
    return [*NAMES, *(n.id for n in b.boards)]


def filled(b: Briefing, text: str, telling: Telling | None = None) -> str:
    """The commentary with its quotes filled in; a sentence gives up its full stop where the text goes on.

    With a `telling` the figures quoted are marked by its numbers, so that the page can say where they come from.
    Raises DataError, naming file and line, for every quote that does not exist or has nothing to say this quarter.
    """
    faults = list(wrong_quotes(b, text))
    if faults:
        raise DataError(*faults)

    def put(match: re.Match[str]) -> str:
        if match["verbatim"]:
            return match[0]
        said, goes_on = _said(b, match, telling), text[match.end() : match.end() + 1]
        return said.removesuffix(_ENDS[b.lang]) if goes_on and goes_on in _GOES_ON else said

    return re.sub(f"(?P<verbatim>{VERBATIM.pattern})|{QUOTE.pattern}", put, text, flags=re.DOTALL)


def plain(text: str) -> str:
    """The text with quotes, code and formulas blanked out, every line where it was."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    return QUOTE.sub(blank, VERBATIM.sub(blank, text))


def _said(b: Briefing, match: re.Match[str], telling: Telling | None) -> str:
    say, found = Voice(b), quoted(b, match["name"])
    if match["figure"]:
        one = telling.marked(found[0]) if telling else found[0]
        return say.join([say.amount(figure) for figure in one.each(match["figure"])])
    tell = telling.sentence if telling else lambda f: worded(b, f)
    told = [tell(f) for f in found]
    return ("" if b.lang == "zh" else " ").join(told)


def wrong_quotes(b: Briefing, text: str) -> Iterator[Fault]:
    """Quotes of names or figures that do not exist, or have nothing to say this quarter."""
    file = f"{b.quarter}/{COMMENTARY[b.lang]}"
    blanked = VERBATIM.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    for match in QUOTE.finditer(blanked):
        line, value = blanked.count("\n", 0, match.start()) + 1, match[0]
        try:
            found = quoted(b, match["name"])
        except KeyError:
            yield Fault(file, "no finding has this name", nearest(match["name"], names(b)), row=line, value=value)
            continue
        if not found:
            there = [name for name in names(b) if quoted(b, name)]
            hint = Said("leave it out; there are: {names}", names=Listed(there))
            yield Fault(file, "this quarter has no such finding", hint, row=line, value=value)
        elif match["figure"] and match["figure"] not in found[0].figures:
            rule = Said("{finding} has no figure of this name", finding=match["name"])
            yield Fault(file, rule, nearest(match["figure"], list(found[0].figures)), row=line, value=value)
