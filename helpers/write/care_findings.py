"""Findings a reader must know to take the figures for what they are: missing, provisional, illustrative."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .briefing import Briefing
from .finding import Finding, count, finding, rank, rows_of
from .sourcing import is_illustrative

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
    empty = (b.origin(code, b.scheme.by_id[id_]) for id_ in gone if id_ in b.scheme.by_id)
    rows = [row for row in empty if row is not None]
    return finding("unranked", code, figures=figures, rows=rows, items=gone[:SHOWN])


def provisional(b: Briefing) -> Iterator[Finding]:
    """Ranked districts whose rank could still change when missing figures arrive, with the ranks still possible."""
    for code in b.ranking:
        low, high = (int(b.result.rank_range.at[code, name]) for name in ("low", "high"))
        if code in b.result.provisional and low < high:
            figures = {"low": rank(low, code), "high": rank(high, code)}
            yield finding("provisional", code, figures=figures, rows=rows_of(b, code))


# ---- illustrative data ------------------------------------------------------------------------------------------


def illustrative(b: Briefing) -> Finding | None:
    """How many of the quarter's data rows are illustrative and how many published; None without illustrative rows."""
    rows = b.every_row
    demo = sum(many for source, many in Counter(r.source for r in rows).items() if is_illustrative(b.sources, source))
    if not demo:
        return None
    real = len(rows) - demo
    figures = {
        "rows": count(len(rows), "rows"),
        "published": count(real, "rows") if real else None,
        "illustrative": count(demo, "rows") if real else None,
    }
    return finding("illustrative", figures=figures, times=(b.quarter,), rows=rows)
