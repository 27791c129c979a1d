"""Findings that explain: what makes a gap, how firm the first place is, what two unlike quarters have in common."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from .briefing import Briefing
from .finding import Finding, count, finding, part, percent, points, rank, rows_of_all


def gap(b: Briefing, a: str, c: str) -> Finding:
    """Why `a` stands before `c`: the parts of the printed gap, boards first, then bonus and rounding."""
    found = b.gap(a, c)
    top = found.parts[found.parts["level"] != "indicator"]
    parts = sorted(((row.id, float(row.printed)) for row in top.itertuples() if row.printed), key=lambda p: -p[1])
    ahead = tuple(points(b, v, i, way="ahead") for i, v in parts if v > 0)
    behind = tuple(points(b, v, i, way="behind") for i, v in reversed(parts) if v < 0)
    return finding(
        "gap",
        a,
        c,
        figures={
            "gap": points(b, found.gap, a, way="ahead", against=(c,)),
            "ahead": ahead,
            "behind": behind,
            "residue": part(b, found.residue) if found.residue else None,
            "weights": part(b, found.weights) if found.weights else None,
            "sum": points(b, found.gap),
        }
        if found.gap
        else {},
        rows=rows_of_all(b, (a, c)),
    )


def firmness(b: Briefing) -> Finding | None:
    """How often the first stays first when board weights may be off; None for a single district."""
    if len(b.ranking) < 2:
        return None
    found = b.firmness
    chances = found.ranks["p_first"].dropna()
    others = chances.drop(b.ranking[0]).sort_values(ascending=False, kind="stable")
    shown = [(c, 100 * float(p)) for c, p in others.items() if round(100 * float(p), 1) > 0][:2]
    return finding(
        "firmness",
        b.ranking[0],
        figures={
            "spread": percent(100 * found.spread),
            "draws": count(found.draws, "draws"),
            "rank": rank(1, b.ranking[0]),
            "chance": percent(100 * float(chances[b.ranking[0]]), b.ranking[0], decimals=1),
            "others": tuple(percent(p, c, decimals=1) for c, p in shown),
        },
        rows=rows_of_all(b, (b.ranking[0], *(c for c, _ in shown))),
        others=tuple(c for c, _ in shown),
        ties=float(chances.sum()) > 1.0005,  # a shared first place counts for each: told where it can be seen
    )


def swap(b: Briefing) -> Finding | None:
    """The smallest change of one board's weight that makes first and second equal, or that no single weight does.

    None for a single district or board.
    """
    if len(b.ranking) < 2 or len(b.boards) < 2:
        return None
    found = b.swaps.dropna(subset=["at"])
    if found.empty:
        return finding("no_swap", *b.ranking[:2], rows=rows_of_all(b, b.ranking[:2]))
    nearest = found.loc[found["change"].abs().idxmin()]
    board = nearest["id"]
    shares = [percent(100 * float(nearest[name]), board) for name in ("weight", "at")]
    decimals = max(share.decimals for share in shares)
    figures = {name: replace(share, decimals=decimals) for name, share in zip(("now", "at"), shares, strict=True)}
    return finding("swap", *b.ranking[:2], figures=figures, rows=rows_of_all(b, b.ranking[:2]), board=board)


def comparability(b: Briefing) -> Finding | None:
    """What two quarters have in common when their rules differ: the ranks both would have on the shared boards."""
    found = b.change
    if found is None or b.previous is None or found.comparable or found.common is None:
        return None
    shared = found.common
    if shared["rank_after"].dropna().empty:
        return None
    best = int(shared["rank_after"].min())
    leaders = tuple(shared.index[(shared["rank_after"] == best).to_numpy(bool, na_value=False)])
    leader = leaders[0]
    before = shared.at[leader, "rank_before"] if len(leaders) == 1 else float("nan")
    alike = {leaf.id for leaf in b.scheme.leaves} == {leaf.id for leaf in b.previous.scheme.leaves}
    return finding(
        "comparability",
        *leaders,
        figures={
            "total": points(b, shared.at[leader, "after"], *leaders),
            "rank": rank(best, *leaders),
            "before": rank(before, leader) if pd.notna(before) else None,
        },
        times=(found.before,) if pd.notna(before) else (),
        rows=rows_of_all(b, leaders),
        previous=found.before,
        alike=alike and not ({n.id for n in b.boards} ^ {n.id for n in b.previous.scheme.boards}),
        supposed=b.supposed is not None,
    )
