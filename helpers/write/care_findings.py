"""Findings a reader must know to take the figures for what they are: missing, provisional, illustrative."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ..model import frozen
from .briefing import Briefing
from .finding import Figure, Finding, count, finding, rank, rows_of
from .further import told_of
from .sourcing import is_illustrative

ALONE = 3  # provisional ranks, or pairs that wait for figures, told in a sentence each
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


def unreported(b: Briefing) -> Iterator[Finding]:
    """Districts that are ranked without a figure of theirs, and how the scheme deals with that."""
    for code in b.ranking:
        if found := unreported_by(b, code):
            yield found


def unreported_by(b: Briefing, code: str) -> Finding | None:
    """What a ranked district did not report; None where it lacks nothing, or has no rank."""
    dealt = b.result.filled.loc[code]
    gone = tuple(dealt.index[dealt.isin(["excluded", "carried"])])
    if not gone or code in b.unranked:
        return None
    figures = {"items": count(len(gone), "items", code)} if len(gone) > SHOWN else {}
    extras = [id_ for id_ in gone if id_ not in b.scheme.by_id]  # have no weight that others could share
    how = "carried" if "carried" in set(dealt) else "excluded" if not extras else "uncounted"
    how = "both" if how == "uncounted" and len(extras) < len(gone) else how
    return finding("unreported", code, figures=figures, rows=rows_of(b, code), items=gone[:SHOWN], how=how)


def provisional(b: Briefing) -> tuple[Finding, ...]:
    """Ranked districts whose rank could still change when missing figures arrive, with the ranks still possible; where
    they are many, in one finding."""
    found = tuple(filter(None, (provisional_of(b, code) for code in b.ranking)))
    return found if len(found) <= ALONE else (_together(found),)


def provisional_of(b: Briefing, code: str) -> Finding | None:
    """A district's ranks still possible; None where only one is."""
    low, high = (int(b.result.rank_range.at[code, name]) for name in ("low", "high"))
    if code not in b.result.provisional or low >= high:
        return None
    figures = {"low": rank(low, code), "high": rank(high, code)}
    return finding("provisional", code, figures=figures, rows=rows_of(b, code))


def _together(found: tuple[Finding, ...]) -> Finding:
    """Many provisional ranks: how many, and the first of them with the ranks still possible."""
    named = found[: told_of(len(found))]
    ends = {name: tuple(f[name] for f in named) for name in ("low", "high")}
    figures: dict[str, Figure | tuple[Figure, ...]] = {"count": count(len(found), "districts"), **ends}
    rows = dict.fromkeys(row for f in named for row in f.rows)
    who = [code for f in named for code in f.who]
    return finding("provisional_all", *who, figures=figures, rows=rows, all=named == found)


def in_brief(found: Finding) -> Finding:
    """Many provisional ranks by their number alone, as a summary tells them."""
    if found.kind != "provisional_all":
        return found
    return replace(found, figures=frozen({"count": found["count"]}))


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
