"""Findings a reader must know to take the figures for what they are: missing, provisional, revised, illustrative."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from ..assess import change
from ..assess.score import Result
from ..model import Name
from .briefing import Briefing, Origin
from .finding import Figure, Finding, count, finding, measured, points, rank

SHOWN = 3  # missing indicators named one by one; more are counted


def missing(b: Briefing, code: str) -> tuple[str, ...]:
    """The indicators and extras a district has no figure for."""
    filled = b.result.filled.loc[code]
    return tuple(filled.index[filled == "missing"])


def unranked(b: Briefing) -> Iterator[Finding]:
    """Districts without total and rank, because figures are missing and the scheme withholds the total."""
    for code in b.unranked:
        yield unranked_district(b, code)


def unranked_district(b: Briefing, code: str) -> Finding:
    gone = missing(b, code)
    figures = {"items": count(len(gone), "items", code)} if len(gone) > SHOWN else {}
    return finding("unranked", code, figures=figures, items=gone[:SHOWN])


def provisional(b: Briefing) -> Iterator[Finding]:
    """Ranked districts whose rank could still change when missing figures arrive, with the ranks still possible."""
    for code in b.ranking:
        low, high = (int(b.result.rank_range.at[code, name]) for name in ("low", "high"))
        if code in b.result.provisional and low < high:
            yield finding("provisional", code, figures={"low": rank(low, code), "high": rank(high, code)})


# ---- revisions --------------------------------------------------------------------------------------------------


def revisions(b: Briefing) -> Iterator[Finding]:
    """Corrections made since to the figures of the quarter before, and what they move there.

    One finding a corrected figure. Variant moves: the total, a rank, a star or a flag of the district is another one
    when the quarter is scored again with all its corrections.
    """
    before = b.previous
    if before is None or before.inputs.revisions.empty:
        return
    again = change.revised(before)
    for row in before.inputs.revisions.itertuples():
        if row.code in before.place and row.indicator in before.scheme.by_id:
            yield _revision(replace(b, quarter=before.quarter, history=b.history[:-1]), row, again)


def _revision(b: Briefing, row: object, again: Result) -> Finding:
    """`b` is the briefing of the quarter revised."""
    before, code = b.result, row.code
    leaf = b.scheme.by_id[row.indicator]
    old, new, of = before.total[code], again.total[code], (code, leaf.id)
    figures: dict[str, Figure | None] = {
        "old": measured(row.old, leaf, *of),
        "new": measured(row.new, leaf, *of),
    }
    moves = not np.isclose(old, new) and not (pd.isna(old) or pd.isna(new))
    if moves:
        figures |= {"total_before": points(b, old, *of), "total_after": points(b, new, *of)}
    reranked = not pd.isna(again.rank[code]) and again.rank[code] != before.rank[code]
    if reranked:
        figures |= {"rank_before": rank(before.rank[code], *of, way="from"), "rank_after": rank(again.rank[code], *of)}
    starred = int(again.stars_total[code]) != int(before.stars_total[code])
    if starred:
        figures["stars"] = count(again.stars_total[code], "stars", *of)
    flagged = tuple(a.id for a in b.scheme.awards if before.flags.get(a.id, ()) != again.flags.get(a.id, ()))
    return finding(
        "revision",
        code,
        figures=figures,
        times=(b.quarter,),
        rows=(Origin(b.table_file("revisions"), int(row.row), row.source),),
        variant="moves" if reranked or starred or flagged else "",
        indicator=Name(leaf.name.zh, leaf.name.en),
        reason=str(row.reason),
        flags=flagged,
    )


# ---- illustrative data ------------------------------------------------------------------------------------------


def illustrative(b: Briefing) -> Finding | None:
    """How many of the quarter's data rows are illustrative and how many published; None without illustrative rows."""
    cells = [
        source
        for frame in (b.inputs.values, b.inputs.facts, b.inputs.points, b.inputs.survey)
        for source in frame["source"]
    ]
    demo = sum(_is_illustrative(b, cell) for cell in cells)
    if not demo:
        return None
    real = len(cells) - demo
    figures = {
        "rows": count(len(cells), "rows"),
        "published": count(real, "rows") if real else None,
        "illustrative": count(demo, "rows") if real else None,
    }
    return finding("illustrative", figures=figures, times=(b.quarter,))


def _is_illustrative(b: Briefing, cell: str) -> bool:
    """Whether any of a row's sources (several are parted by ; or |) is illustrative."""
    ids = [word.strip() for word in cell.replace("|", ";").split(";")]
    return any(b.sources[i].illustrative for i in ids if i in b.sources)
