"""What the charts of a district's briefing are drawn from: all they take from it, as plain values in a fixed order.

A drawing that starts to read something else has to say so here; tests/test_rebuild.py changes the data cell by cell and
fails when a drawing changes and this does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from . import pick
from .gap import steps

if TYPE_CHECKING:
    from ...assess.explain import Gap
    from ..briefing import Briefing


def _frame(b: Briefing) -> tuple[object, ...]:
    """What every chart takes: language, decimals, the district and its name."""
    return b.lang, b.scheme.policies.decimals, b.code, b.name(b.code)


def standing(b: Briefing) -> tuple[object, ...]:
    """By board: its name, its ends and median, this district's score and place, who is first."""
    scores, ranks = b.result.boards, b.result.board_rank
    rows = []
    for node in b.boards:
        column = scores[node.id].dropna()
        first = [b.name(code) for code in ranks.index[(ranks[node.id] == 1).to_numpy(bool, na_value=False)]]
        ends = [float(x) for x in (column.min(), column.max(), b.median(node.id))]
        own = float(scores.at[b.code, node.id])
        place = str(ranks.at[b.code, node.id])
        rows.append((node.id, node.name, ends, own, place, first))
    return (*_frame(b), len(b.result.districts), rows)


def track(b: Briefing) -> tuple[object, ...]:
    """By quarter: this district's place and total, the first's total, how many districts; where a new scheme begins."""
    rows = []
    for quarter, result in pick.results(b).items():
        known = b.code in result.total.index
        total = float(result.total[b.code]) if known else float("nan")
        best = float(result.total.max()) if result.total.notna().any() else float("nan")
        rows.append((str(quarter), pick.place(result, b.code), total, best, len(result.districts)))
    return (*_frame(b), [str(q) for q in pick.quarters(b)], [str(q) for q in pick.scheme_lines(b)], rows)


def gap_waterfall(b: Briefing, gap: Gap) -> tuple[object, ...] | None:
    """The two districts, their totals and the steps between; None in the city's briefing, which has no district."""
    if b.district is None:
        return None
    totals = [float(b.result.total[code]) for code in (gap.a, gap.b) if pd.notna(b.result.total[code])]
    marked = sorted(pick.marked(b, (gap.a, gap.b)))
    return (*_frame(b), gap.a, gap.b, b.name(gap.a), b.name(gap.b), totals, steps(b, gap), marked)
