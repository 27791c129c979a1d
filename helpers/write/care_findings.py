"""Findings a reader must know to take the figures for what they are: missing, provisional, illustrative."""

from __future__ import annotations

from collections.abc import Iterator

from .briefing import Briefing
from .finding import Finding, count, finding, rank

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
