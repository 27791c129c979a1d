"""The shape of a sentence: what is left of it when names and numbers are masked, and lists are cut to their first item.

Two sentences of one shape are built alike. `runs` finds shapes that stand several times running, `shared` how much of
one text is built like another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from helpers.markup import unmarked
from helpers.write.briefing import Briefing

_NUMBERS = {
    "zh": r"[0-9]{4}年[一二三四]季度(?:至(?:[0-9]{4}年)?[一二三四]季度)?|[+−]?[0-9][0-9,.]*(?:、[0-9][0-9,.]*)*",
    "en": r"\bQ[1-4] [0-9]{4}\b|[+−]?[0-9][0-9,.]*[0-9](?:st|nd|rd|th)?|[0-9](?:st|nd|rd|th)?",
}
_UNITS = {
    "zh": r"#(?:个百分点|个可比季度|个季度|个板块|个区市|项指标|次考核|亿元|万元|[分位星次行项个家天户人%])",
    "en": r"#%|# (?:percentage points?|points?|places?|stars?|quarters?|boards?|indicators?|projects?|days?)|CNY # \w+",
}
_ENDS = {"zh": r"(?<=[。！？])", "en": r"(?<=[.!?])\s+"}


def sentences(text: str, lang: str) -> list[str]:
    """A text's sentences, each with its full stop."""
    return [one.strip() for one in re.split(_ENDS[lang], unmarked(text)) if one.strip()]


def shape(b: Briefing, sentence: str) -> str:
    """A sentence with every name as N and every figure with its unit as #; a list of several of them counts as one."""
    labels = [d.label(b.lang) for d in b.result.districts]
    labels += [thing.name.label(b.lang) for thing in (*b.scheme.nodes, *b.scheme.extras, *b.scheme.awards)]
    labels += list(b.inputs.dictionary["name_zh" if b.lang == "zh" else "name_en"])
    pattern = "|".join(re.escape(label) for label in sorted(set(filter(None, labels)), key=len, reverse=True))
    text = re.sub(pattern, "N", sentence)
    text = re.sub(_UNITS[b.lang], "#", re.sub(_NUMBERS[b.lang], "#", text))
    joint = r"(?:、|和)" if b.lang == "zh" else r"(?:, | and |, and )"
    for item in ("N", "#", "N#", r"N \(#\)", "N#（#）"):
        text = re.sub(rf"({item})(?:{joint}{item})+", r"\1", text)
    return text


def runs(shapes: Sequence[str], longest: int) -> Iterator[str]:
    """The shapes that stand more than `longest` times running."""
    for at in range(len(shapes) - longest):
        if len(set(shapes[at : at + longest + 1])) == 1:
            yield shapes[at]


def shared(one: Iterable[str], other: Iterable[str]) -> float:
    """The share of the first text's sentences that the second has a sentence of the same shape for."""
    first, second = list(one), set(other)
    return sum(shape in second for shape in first) / len(first) if first else 0.0
