"""What a reader must know to take a what-if for what it is: figures that have not arrived, and doubtful ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..assess.whatif import WhatIf
from ..said import clauses
from .care_findings import SHOWN
from .supposing import item_of, names_of, plain
from .supposing_words import word
from .terms import term

if TYPE_CHECKING:
    from ..assess.result import Result
    from ..intake.supposed import Doubted

# What was done about a figure that is missing (`Result.filled`), as the policy that says so: where figures are carried
# forward, one that the quarter before lacks as well leaves its district without a total.
_DEALT = {"carried": "carry-forward", "excluded": "exclude", "missing": "withhold"}


def missing_line(found: WhatIf, lang: str) -> str:
    """Whose figures have not arrived, and what the scheme makes of that; empty where none is missing.

    Figures that are supposed instead are no longer missing here: they stand among the assumptions.
    """
    result, names = found.result, names_of(found.result, lang)
    filled = result.filled.to_numpy(object)
    sentences = []
    for state, policy in _DEALT.items():
        told = []
        for code, row in zip(result.filled.index, filled == state, strict=True):
            gone = [item_of(result.scheme, id_).name.label(lang) for id_ in result.filled.columns[row]]
            if gone:
                key = "missing.many" if len(gone) > SHOWN else "missing.few"
                items = ("、" if lang == "zh" else ", ").join(gone[:SHOWN])
                told.append(word(key, lang, name=names[str(code)], items=items, many=len(gone)))
        if told:
            listed = clauses(told, lang)
            sentences.append(word("missing", lang, listed=listed, policy=term(f"missing.{policy}", lang)))
    if not sentences:
        return ""
    return ("" if lang == "zh" else " ").join(sentences) + (word("possible.means", lang) if result.provisional else "")


def doubt_lines(
    official: Result, figures: Mapping[tuple[str, str], float], doubts: Sequence[Doubted], lang: str
) -> list[str]:
    """A sentence for each supposed figure that intake would ask about, had a workbook brought it."""
    names = names_of(official, lang)
    return [
        word(
            f"doubt.{doubt.kind}",
            lang,
            name=names[doubt.code],
            item=item_of(official.scheme, doubt.item).name.label(lang),
            figure=plain(figures[doubt.code, doubt.item]),
            beside=f"{doubt.beside.normalize():f}",
        )
        for doubt in doubts
    ]
