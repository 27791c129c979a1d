"""The rules that data break, as the report tells them in English: the program's words, with names for its ids."""

from __future__ import annotations

from ..calling import own, own_english
from .catalogue import read

SUM = "{indicator:s} {period:s}: the districts sum to {summed:s}, {gap:s} {side:s} than the city's figure ({unit})"
# rules that begin with an indicator's id, which the report names beside them already
_NAMED = (
    "{indicator:s} is cumulative, and was {before:g} in {quarter}",
    "{indicator:s} looks like a part of one, not a percentage",
)


def rule(text: str) -> str:
    if found := read(SUM, text):
        return _sum(**found)
    for template in _NAMED:
        if found := read(template, text):
            return text.removeprefix(f"{found['indicator']} ")
    return own_english(text)


def _sum(indicator: str, period: str, summed: str, gap: str, side: str, unit: str) -> str:
    from .phrases_en import background_caption, unit_word  # slow to import; a check without such a gap need not wait

    name = background_caption(indicator, period)
    told = own(": the districts sum to {summed}, {gap} {side} than the city's figure (unit: {unit})", "en")
    return name + told.format(summed=summed, gap=gap, side=side, unit=unit_word(unit))
