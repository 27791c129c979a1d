"""Findings about one district: where it stands, what carries it, what it lacks, how it got here."""

from __future__ import annotations

import pandas as pd

from ..assess import streaks
from ..model import Node
from .briefing import Briefing
from .findings import Finding, _change, _finding


def rank(b: Briefing) -> Finding:
    """The district's total, rank and change."""
    code = b.code
    return _finding(
        "district_rank",
        code,
        news=10,
        value=float(b.result.total[code]),
        unit="points",
        rank=int(b.result.rank[code]),
        change=_change(b.result, code),
        shared=len(b.at_rank(int(b.result.rank[code]))) > 1,
    )


def stars(b: Briefing) -> Finding:
    """Its stars in all and board by board, and its place by stars."""
    total = b.result.stars_total
    return _finding(
        "district_stars",
        b.code,
        news=5,
        value=int(total[b.code]),
        unit="stars",
        place=int((total > total[b.code]).sum()) + 1,
        boards=tuple((n.id, int(b.result.stars.loc[b.code, n.id])) for n in b.boards),
    )


def flags(b: Briefing) -> Finding:
    """The flags it won."""
    won = tuple(award.id for award in b.scheme.awards if b.code in b.result.flags.get(award.id, ()))
    return _finding("district_flags", b.code, news=8 if won else 1, value=len(won), awards=won)


def _leaf_places(b: Briefing, board: Node) -> pd.Series:
    leaves = [leaf.id for leaf in b.scheme.leaves if b.scheme.board_of(leaf).id == board.id]
    return b.result.leaf_rank.loc[b.code, leaves].sort_values(kind="stable")


def standing(b: Briefing, board: Node) -> Finding:
    """One board: score and place against the city's median and the first, and its best and worst indicator."""
    scores, places = b.result.boards[board.id], b.result.board_rank[board.id]
    score, place = float(scores[b.code]), int(places[b.code])
    leaves = _leaf_places(b, board)
    spread = len(leaves) > 1 and leaves.iloc[0] != leaves.iloc[-1]
    to_median = score - float(scores.median())
    return _finding(
        "strength" if to_median >= 0 else "weakness",
        b.code,
        value=score,
        unit="points",
        board=board.id,
        place=place,
        to_median=to_median,
        leaders=tuple(places.index[places == 1]),
        to_first=float(scores.max()) - score,
        best=(leaves.index[0], int(leaves.iloc[0])) if spread else None,
        worst=(leaves.index[-1], int(leaves.iloc[-1])) if spread else None,
    )


def standings(b: Briefing) -> tuple[Finding, ...]:
    """All boards, the furthest above the city's median first."""
    return tuple(sorted((standing(b, n) for n in b.boards), key=lambda f: -f.about["to_median"]))


def track(b: Briefing) -> Finding | None:
    """Its rank in every quarter of the unbroken window; None for a single quarter."""
    history = [r for r in streaks.unbroken(b.history) if b.code in r.rank.index]
    if len(history) < 2:
        return None
    ranks = tuple(int(r.rank[b.code]) for r in history)
    return _finding(
        "track",
        b.code,
        news=3,
        value=ranks[-1],
        unit="place",
        ranks=ranks,
        best=min(ranks),
        worst=max(ranks),
        window=(history[0].quarter, b.quarter),
    )


def ahead(b: Briefing) -> Finding:
    """For the first: whom it leads, by how much."""
    following = [c for c in b.ranking if b.result.rank[c] > b.result.rank[b.code]]
    second = following[0] if following else b.code
    lead = float(b.result.total[b.code] - b.result.total[second])
    return _finding("district_first", b.code, news=4, value=lead, unit="points", second=second)


def moved(b: Briefing) -> Finding | None:
    """Why its total moved since the quarter before: causes as printed, and the indicators that did most of it."""
    parts = b.change_parts
    if parts is None or b.code not in parts.index:
        return None
    row = parts.loc[b.code]
    causes = tuple((name, float(row[name])) for name in parts.columns[2:-1] if row[name])
    own = b.change.by_leaf.loc[b.code].round(b.scheme.policies.decimals)
    order = own.abs().sort_values(ascending=False, kind="stable").index
    return _finding(
        "moved",
        b.code,
        news=5,
        value=float(row["change"]),
        unit="points",
        previous=b.quarter.previous,
        causes=causes,
        indicators=tuple((name, float(own[name])) for name in order if own[name])[:3],
        comparable=b.change.comparable,
    )


def overtake(b: Briefing) -> Finding | None:
    """What it would take to reach the place above: the indicators that could do it alone, the nearest goal first."""
    found = b.reach
    if found is None:
        return None
    ways = found.ways
    possible = ways[ways["feasible"].astype(bool)]
    return _finding(
        "overtake",
        b.code,
        found.target,
        news=4,
        value=found.behind,
        unit="points",
        place=int(b.result.rank[found.target]),
        possible=len(possible),
        ways=len(ways),
    )
