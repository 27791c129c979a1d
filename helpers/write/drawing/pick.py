"""What a chart shows of a briefing: which districts, which quarters, which of them stand out. Nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from .. import findings

if TYPE_CHECKING:
    from ...assess.score import Result
    from ...model import Quarter
    from ..briefing import Briefing

MOST_DISTRICTS = 15  # as many rows as fit a chart; of more, the first TOP are drawn
TOP = 10
MOST_QUARTERS = 12
STANDING_OUT = 5


def marked(b: Briefing, codes: Sequence[str]) -> frozenset[str]:
    """The districts whose total carries the mark of illustrative data in a chart.

    None where all of them do: what holds for the whole chart is said once, below it.
    """
    bases = {code: b.trace.total(code) for code in codes if not pd.isna(b.result.total[code])}
    drawn = frozenset(code for code, basis in bases.items() if basis.illustrative)
    return drawn if len(drawn) < len(bases) else frozenset()


def shown(b: Briefing) -> tuple[str, ...]:
    """The districts a chart draws, best first, those without a place last.

    All of them; of more than 15 the first ten and the briefing's own.
    """
    everybody = (*b.ranking, *b.unranked)
    if len(everybody) <= MOST_DISTRICTS:
        return everybody
    top = everybody[:TOP]
    return top if b.district is None or b.code in top else (*top, b.code)


def is_cut(b: Briefing) -> bool:
    """Whether `shown` leaves districts out."""
    return len(b.ranking) + len(b.unranked) > MOST_DISTRICTS


def quarters(b: Briefing) -> tuple[Quarter, ...]:
    """Every quarter from the first of the history, at most the last twelve; with or without a result."""
    start = max(b.history[0].quarter, b.quarter + (1 - MOST_QUARTERS))
    run = [start]
    while run[-1] < b.quarter:
        run.append(run[-1] + 1)
    return tuple(run)


def results(b: Briefing) -> dict[Quarter, Result]:
    """The results of the quarters drawn."""
    drawn = set(quarters(b))
    return {result.quarter: result for result in b.history if result.quarter in drawn}


def scheme_lines(b: Briefing) -> tuple[Quarter, ...]:
    """The quarters drawn from which another scheme is in force than in the result drawn before."""
    drawn = quarters(b)
    return tuple(f.about["quarter"] for f in findings.scheme_lines(b) if drawn[0] < f.about["quarter"])


def place(result: Result, code: str) -> int | None:
    """A district's place; None where it was not assessed or not ranked."""
    if code not in result.rank.index or pd.isna(result.rank[code]):
        return None
    return int(result.rank[code])


def columns(b: Briefing) -> dict[Quarter, tuple[str, ...]]:
    """Quarter by quarter, the drawn districts that have a place, best first; equal places in this quarter's order."""
    drawn = shown(b)
    return {
        quarter: tuple(
            sorted((c for c in drawn if place(result, c) is not None), key=lambda c: (place(result, c), drawn.index(c)))
        )
        for quarter, result in results(b).items()
    }


def standing_out(b: Briefing) -> tuple[str, ...]:
    """At most five districts that a reader looks for: the first, the briefing's own, who won a flag, who moved far."""
    wanted = list(b.ranking[:1])
    if b.district is not None:
        wanted.append(b.code)
    for rise in (True, False):
        moved = findings.movers(b, rise)
        wanted += moved.who[:1] if moved else ()
    for winners in b.result.flags.values():
        wanted += winners
    drawn = shown(b)
    return tuple(code for code in dict.fromkeys(wanted) if code in drawn)[:STANDING_OUT]


def gap_pair(b: Briefing, a: str | None = None, c: str | None = None) -> tuple[str, str] | None:
    """Two districts to compare, the one that stands above first.

    When none are named: the briefing's own and the one above it, otherwise the first and the second; None when there
    is nobody to compare with.
    """
    if a is None or c is None:
        if b.district is not None and b.code in b.unranked:
            return None
        if b.district is not None and (above := b.above(b.code)) is not None:
            return above, b.code
        return (b.ranking[0], b.ranking[1]) if len(b.ranking) > 1 else None
    return (c, a) if b.result.rank[c] < b.result.rank[a] else (a, c)
