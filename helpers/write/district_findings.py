"""Findings about one district: where it stands, what carries it, what it lacks, how it got here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from ..assess import streaks
from ..assess.printed import change_digits
from ..scheme import Node
from . import findings as city
from . import indicator_findings as indicators
from .briefing import Briefing
from .care_findings import unranked_district
from .finding import Figure, Finding, change, count, finding, moved, part, points, rank, rows_of, rows_of_all
from .window_findings import comparable, own_record, window

CAUSES_SHOWN = 3  # indicators named as what moved a total most


def ranked(b: Briefing) -> bool:
    """Whether the district has a total and a rank this quarter."""
    return not pd.isna(b.result.rank[b.code])


def rank_of(b: Briefing) -> Finding:
    """The district's total, rank and change; that it has none, where figures are missing."""
    code = b.code
    if not ranked(b):
        found = unranked_district(b, code)
        told = {"figures": found.figures, "rows": found.rows, "items": found.about["items"]}
        return finding("district_unranked", code, times=(b.quarter,), **told)
    sharing = tuple(c for c in b.at_rank(int(b.result.rank[code])) if c != code)
    return finding(
        "district_rank",
        code,
        figures={
            "total": points(b, b.result.total[code], code),
            "rank": rank(b.result.rank[code], code, *sharing),
            "change": moved(change(b.result, code), code),
        },
        times=(b.quarter,),
        rows=rows_of(b, code),
        sharing=sharing,
    )


def news_of_first(b: Briefing) -> Finding | None:
    """For the first alone: for the first time, back, or how many quarters running; None for all others."""
    if b.at_rank(1) != (b.code,):
        return None
    return city.first_time(b) or city.first_again(b) or city.back_to_first(b)


def place_record(b: Briefing) -> Finding | None:
    """The best or the worst place in the window of data, passed this quarter and never equalled before.

    None where history is shorter than a 首次 needs, where the district was unranked in it, and for the first.
    """
    run = streaks.unbroken(b.history)
    places = [r.rank.get(b.code, float("nan")) for r in run]
    if len(run) < streaks.FIRST_TIME_NEEDS or any(pd.isna(place) for place in places) or places[-1] == 1:
        return None
    now, before = int(places[-1]), [int(place) for place in places[:-1]]
    variant = "best" if now < min(before) else "worst" if now > max(before) else ""
    if not variant:
        return None
    figures, rows = {"rank": rank(now, b.code)}, rows_of(b, b.code)
    return finding("district_place", b.code, figures=figures, window=window(b), rows=rows, variant=variant)


def record(b: Briefing) -> Finding | None:
    """Its total as the highest or lowest of the comparable quarters; None when it is neither, or they are too few."""
    found = own_record(b, b.code) if ranked(b) else ""
    if not found:
        return None
    run = comparable(b)
    figures = {"total": points(b, b.result.total[b.code], b.code), "quarters": count(len(run), "quarters")}
    span = (run[0].quarter, b.quarter)
    return finding("district_record", b.code, figures=figures, window=span, rows=rows_of(b, b.code), record=found)


def stars(b: Briefing) -> Finding | None:
    """Its stars in all and board by board, and its place by stars; None where the scheme gives none."""
    if not b.scheme.stars:
        return None
    total = b.result.stars_total
    boards = tuple(n.id for n in b.boards)
    return finding(
        "district_stars",
        b.code,
        figures={
            "stars": count(total[b.code], "stars", b.code),
            "boards": count(len(boards), "boards"),
            "each": tuple(count(b.result.stars.at[b.code, i], "stars", i) for i in boards),
            "rank": rank((total > total[b.code]).sum() + 1, b.code, *boards),
        },
        rows=rows_of(b, b.code),
        boards=boards,
        shared=int((total == total[b.code]).sum()) > 1,
    )


def flags(b: Briefing) -> Finding:
    """The flags it won, or that it won none."""
    won = tuple(award.id for award in b.scheme.awards if b.code in b.result.flags.get(award.id, ()))
    return finding("district_flags" if won else "no_flags", b.code, rows=rows_of(b, b.code), awards=won)


def vetoes(b: Briefing) -> Iterator[Finding]:
    """What it is vetoed by (一票否决), whether or not that costs it a flag."""
    return (found for found in city.vetoes(b) if found.who == (b.code,))


# ---- boards -----------------------------------------------------------------------------------------------------


def leading_boards(b: Briefing) -> Finding | None:
    """The boards on which it is first, alone or else with others; or else those on which it is last; None when on none.

    A board on which all are level has neither.
    """
    places, everybody = b.result.board_rank.loc[b.code].dropna(), b.result.board_rank
    apart = [id_ for id_ in places.index if everybody[id_].min() < everybody[id_].max()]
    for variant in ("first", "last"):
        ends = [i for i in apart if places[i] == (everybody[i].min() if variant == "first" else everybody[i].max())]
        for shared in (False, True):
            chosen = tuple(i for i in ends if (int((everybody[i] == places[i]).sum()) > 1) == shared)
            if chosen:
                figures = {"rank": rank(places[chosen[0]], b.code, *chosen)} if variant == "first" else {}
                return finding(
                    "district_boards",
                    b.code,
                    figures=figures,
                    rows=rows_of(b, b.code, *chosen),
                    variant=variant,
                    size=len(chosen) / 2,
                    boards=chosen,
                    all=len(chosen) == len(b.boards),
                    shared=shared,
                )
    return None


def standing(b: Briefing, board: Node) -> Finding | None:
    """One board: score and place against the city's median and the first, and its best and worst indicator.

    A strength at or above the median, a weakness below; None where the board has no score.
    """
    scores, places = b.result.boards[board.id], b.result.board_rank[board.id]
    if pd.isna(scores[b.code]):
        return None
    score, place = float(scores[b.code]), int(places[b.code])
    to_median = round(score - b.median(board.id), b.scheme.policies.decimals)
    figures: dict[str, Figure] = {
        "score": points(b, score, board.id),
        "rank": rank(place, board.id),
        "median": points(b, to_median, board.id, way="above" if to_median > 0 else "below" if to_median else "same"),
    }
    leaders = tuple(places.index[(places == places.min()).fillna(False)])
    behind = round(float(scores.max()) - score, 9)  # 0 where exact scores part what prints equal
    if behind and b.code not in leaders:
        figures["behind"] = points(b, behind, board.id, way="behind", against=leaders)
    best, worst = _ends(b, board, strong=to_median >= 0)
    for name, leaf in (("best", best), ("worst", worst)):
        if leaf is not None:
            figures |= indicators.told(b, leaf, name)
    shown = [leaf for leaf in (best, worst) if leaf is not None]
    return finding(
        "strength" if to_median >= 0 else "weakness",
        b.code,
        figures=figures,
        rows=rows_of_all(b, (b.code, *leaders), board.id),
        board=board.id,
        shared=int((places == place).sum()) > 1,
        leaders=leaders,
        best=best.id if best else "",
        worst=worst.id if worst else "",
        level=tuple(leaf.id for leaf in shown if indicators.shared(b, leaf)),
        by_score=tuple(leaf.id for leaf in shown if indicators.by_score(b, leaf)),
    )


def _ends(b: Briefing, board: Node, strong: bool) -> tuple[Node | None, Node | None]:
    """The indicators of a board with the best and the worst place; None where all have one place, or none.

    On a strong board the worst is told only where it stands in the last third of the districts, on a weak board the
    best only where it stands in the first third.
    """
    leaves = [leaf.id for leaf in b.scheme.leaves if b.scheme.board_of(leaf).id == board.id]
    places = b.result.leaf_rank.loc[b.code, leaves].dropna().sort_values(kind="stable")
    if len(places) < 2 or places.iloc[0] == places.iloc[-1]:
        return None, None
    best, worst = b.scheme.by_id[places.index[0]], b.scheme.by_id[places.index[-1]]
    everyone, third = len(b.result.districts), len(b.result.districts) // 3
    if strong:
        return best, worst if places.iloc[-1] > everyone - third else None
    return best if places.iloc[0] <= third else None, worst


def standings(b: Briefing) -> tuple[Finding, ...]:
    """All boards that have a score, the furthest above the city's median first."""
    found = [f for f in (standing(b, n) for n in b.boards) if f is not None]
    return tuple(sorted(found, key=lambda f: f["median"].value * (1 if f.kind == "weakness" else -1)))


# ---- how it got here, and on ------------------------------------------------------------------------------------


def track(b: Briefing) -> Finding | None:
    """Its rank in every quarter up to this one, back to the first without a rank; None for fewer than two."""
    places = []
    for result in reversed(streaks.unbroken(b.history)):
        place = result.rank.get(b.code, float("nan"))
        if pd.isna(place):
            break
        places.append((result.quarter, int(place)))
    places.reverse()
    if len(places) < 2:
        return None
    ranks = [place for _, place in places]
    ends = {"best": rank(min(ranks), b.code), "worst": rank(max(ranks), b.code)} if min(ranks) < max(ranks) else {}
    return finding(
        "track",
        b.code,
        figures={"ranks": tuple(rank(place, b.code) for place in ranks), **ends},
        window=(places[0][0], b.quarter),
        rows=rows_of(b, b.code),
    )


def ahead(b: Briefing) -> Finding:
    """For the first: that there is no place above it, and whether its lead over the next is told instead."""
    figures, rows, sharing = {"rank": rank(1, b.code)}, rows_of(b, b.code), b.at_rank(1)
    followed = len(b.ranking) > len(sharing)
    return finding("nobody_above", b.code, figures=figures, rows=rows, shared=len(sharing) > 1, followed=followed)


def change_of_total(b: Briefing) -> Finding | None:
    """Why its total moved since the quarter before: causes as printed, and the indicators that did most of it."""
    parts, found = b.change_parts, b.change
    if (
        parts is None
        or found is None
        or b.previous is None
        or b.code not in parts.index
        or pd.isna(parts.at[b.code, "change"])
    ):
        return None
    row, digits = parts.loc[b.code], change_digits(b.result, b.previous)
    causes = [(name, float(row[name])) for name in parts.columns[2:-1] if row[name] and not pd.isna(row[name])]
    own = found.by_leaf.loc[b.code].round(b.scheme.policies.decimals)
    order = own.abs().sort_values(ascending=False, kind="stable").index
    most = [(name, float(own[name])) for name in order if own[name]][:CAUSES_SHOWN]
    return finding(
        "moved",
        b.code,
        figures={
            "change": replace(part(b, row["change"]), decimals=digits) if row["change"] else None,
            "causes": tuple(replace(part(b, v), decimals=digits) for _, v in causes),
            "indicators": tuple(part(b, v, name) for name, v in most),
        },
        times=(b.quarter.previous,),
        rows=rows_of(b, b.code),
        causes=tuple(name for name, _ in causes),
        indicators=tuple(name for name, _ in most),
        comparable=found.comparable,
    )


def overtake(b: Briefing) -> Finding | None:
    """What it would take to reach the place above: how many indicators could do it alone."""
    found = b.reach if ranked(b) else None
    if found is None:
        return None
    possible = int(found.ways["feasible"].astype(bool).sum())
    return finding(
        "overtake",
        b.code,
        found.target,
        figures={
            "behind": points(b, found.behind, b.code, way="behind", against=(found.target,)) if found.behind else None,
            "rank": rank(b.result.rank[found.target], found.target),
            "ways": count(possible, "items") if possible else None,
        },
        rows=rows_of_all(b, (b.code, found.target)),
    )
