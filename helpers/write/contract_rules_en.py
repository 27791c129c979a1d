"""The rules that data break, as the report tells them in English: the program's words, with names for its ids."""

from __future__ import annotations

import re

SUM = re.compile(r"(\S+) (\S+): the districts sum to (\S+), (\S+) (more|less) than the city's figure \((.+)\)")
_NAMED = re.compile(r"\S+ ((?:is cumulative, and was|looks like a part of one) ?.+)")  # beside the rule already


def rule(text: str) -> str:
    if found := SUM.fullmatch(text):
        return _sum(*found.groups())
    found = _NAMED.fullmatch(text)
    return found[1] if found else text


def _sum(indicator: str, period: str, summed: str, gap: str, side: str, unit: str) -> str:
    from .phrases_en import background_caption, unit_word  # slow to import; a check without such a gap need not wait

    name = background_caption(indicator, period)
    return f"{name}: the districts sum to {summed}, {gap} {side} than the city's figure (unit: {unit_word(unit)})"
