"""What the city's quarter has to say about the ranking: what was assessed, who is level, who moved.

Findings about the first place, awards, boards, the window of quarters and causes stand in modules of their own and are
given here too, so that who needs one asks `findings`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..assess import robust, streaks
from ..model import Name
from .award_findings import flag, flags, most_stars, praise, star_rule, vetoes
from .board_findings import board, boards, boards_changed, widest_board
from .briefing import Briefing
from .care_findings import ALONE, illustrative, provisional, provisional_of, unranked, unreported, unreported_by
from .cause_findings import comparability, firmness, gap, swap
from .finding import Figure, Finding, alike, change, count, finding, moved, points, rank, rows_of_all
from .first_findings import CLOSE, back_to_first, first, first_again, first_time
from .further import others, told_of
from .revision_findings import correction, revision_news, revisions
from .window_findings import records, scheme_lines, steadiest, times_first, widest_range, window

__all__ = [
    "BIG_MOVE", "CLOSE", "NEAR_TIE", "TOP", "Figure", "Finding", "assessed", "back_to_first", "board", "boards",
    "boards_changed", "close_pairs", "comparability", "correction", "fell", "firmness", "first", "first_again",
    "first_time", "flag", "flags", "gap", "illustrative", "method_change", "most_stars", "moved_too", "movers",
    "praise", "provisional", "provisional_of", "records", "revision_news", "revisions", "scheme_lines", "star_rule",
    "steadiest", "swap", "ties", "times_first", "top_three", "unranked", "unreported", "unreported_by", "vetoes",
    "widest_board", "widest_range",
]  # fmt: skip

NEAR_TIE = 0.10  # points: two neighbours at most this far apart may change places by one indicator's rounding
BIG_MOVE = 2  # places: the rule of the flag 加压奋进、进位赶超 calls this a rise
TOP = 3  # places: the leading group


# ---- what was assessed ------------------------------------------------------------------------------------------


def assessed(b: Briefing) -> Finding:
    """The boards, the extras, and the number of districts; of those without a rank too, where others have one."""
    many, without = len(b.result.districts), len(b.unranked)
    return finding(
        "assessed",
        figures={
            "districts": count(many, "districts"),
            "boards": count(len(b.boards), "boards"),
            "unranked": count(without, "districts") if 0 < without < many else None,
        },
        variant="" if b.ranking else "unranked",
        times=(b.quarter,),
        boards=tuple(n.id for n in b.boards),
        extras=tuple(e.id for e in b.scheme.extras if e.kind == "bonus"),
    )


def method_change(b: Briefing) -> Finding | None:
    """Boards that came or went since the quarter before, or weights that moved; None when the scheme is the same.

    Variant supposed: under one scheme, but a scenario has other weights than the quarter before.
    """
    before = b.previous
    if before is None:
        return None
    if before.scheme.id == b.scheme.id:
        supposed = b.supposed is not None and b.change is not None and not b.change.comparable
        return finding("method_change", variant="supposed") if supposed else None
    old, new = {n.id: n for n in before.scheme.boards}, {n.id: n for n in b.boards}
    counts = len(old) != len(new)
    removed: tuple[Name, ...] = tuple(old[i].name for i in old if i not in new)
    return finding(
        "method_change",
        figures={"before": count(len(old), "boards"), "after": count(len(new), "boards")} if counts else {},
        added=tuple(i for i in new if i not in old),
        removed=removed,
    )


# ---- who is level, who moved ------------------------------------------------------------------------------------


def ties(b: Briefing) -> Iterator[Finding]:
    """Places that several districts share; the first place, when shared, is told by `first`."""
    for place in sorted(set(b.result.rank.dropna())):
        sharing = b.at_rank(place)
        if len(sharing) > 1 and place > 1:
            figures = {"total": points(b, b.result.total[sharing[0]], *sharing), "rank": rank(place, *sharing)}
            rows, size = rows_of_all(b, sharing), max(0, TOP + 1 - int(place))
            yield finding("tie", *sharing, figures=figures, rows=rows, size=size)


def close_pairs(b: Briefing) -> Iterator[Finding]:
    """Neighbours whose order hangs by a thread: almost equal, or set in order by the bonus or by rounding alone, or by
    figures that are missing; of many such pairs how many there are."""
    found = tuple(_close_pairs(b))
    waiting = [f for f in found if f.kind == "by_missing"]
    if len(waiting) <= ALONE:
        yield from found
        return
    yield from (f for f in found if f.kind != "by_missing")
    rows = dict.fromkeys(row for f in waiting for row in f.rows)
    who = dict.fromkeys(code for f in waiting for code in f.who)
    yield finding("by_missing_all", *who, figures={"pairs": count(len(waiting), "pairs")}, rows=rows)


def _close_pairs(b: Briefing) -> Iterator[Finding]:
    kinds = {e.kind for e in b.scheme.extras if e.id in b.result.extras}
    extra = "deduction" if kinds == {"deduction"} else "bonus_deduction" if "deduction" in kinds else "bonus"
    for pair in robust.close_pairs(b.result, near=NEAR_TIE).itertuples():
        pair_of = (pair.upper, pair.lower)
        apart, rows = {"gap": points(b, pair.gap, *pair_of, way="apart")}, rows_of_all(b, pair_of)
        level = "level" if pair.level else ""  # without bonus and deductions neither would stand before the other
        if pair.by_rounding:
            fine = b.scheme.policies.decimals + 2
            exact = Figure(abs(pair.exact_gap), "points", fine, "apart", pair_of)
            yield finding("by_rounding", *pair_of, figures={"gap": exact}, rows=rows)
        elif pair.near and pair.gap > 0:
            by_bonus = bool(pair.by_bonus)
            told = finding(
                "near_tie", *pair_of, figures=apart, rows=rows, variant=level, by_bonus=by_bonus, extra=extra
            )
            yield told
        elif pair.by_bonus:
            ahead = points(b, pair.gap, pair.upper, way="ahead", against=(pair.lower,))
            yield finding("by_bonus", *pair_of, figures={"gap": ahead}, rows=rows, variant=level, extra=extra)
        if pair.by_missing:
            yield finding("by_missing", *pair_of, rows=rows)


def movers(b: Briefing, rise: bool) -> Finding | None:
    """Districts that rose (or fell) `BIG_MOVE` places or more, the furthest first; None when there is none.

    A dozen at most of many; `beyond` says how many more there are.
    """
    if b.previous is None:
        return None
    moves = [(c, change(b.result, c)) for c in b.ranking]
    far = [(c, m) for c, m in moves if m is not None and (m >= BIG_MOVE if rise else m <= -BIG_MOVE)]
    if not far:
        return None
    far.sort(key=lambda pair: -abs(pair[1]))
    many, by = len(far), dict(far[: told_of(len(far))])
    places = b.result.rank
    together = alike(by, lambda c: (by[c], places[c]))
    return finding(
        "rose" if rise else "fell",
        *by,
        figures={
            "places": tuple(moved(by[codes[0]], *codes) for codes in together),
            "ranks": tuple(rank(places[codes[0]], *codes) for codes in together),
        },
        rows=rows_of_all(b, by),
        size=abs(far[0][1]) / 2 + many / 4,
        beyond=many - len(by),
    )


def moved_too(b: Briefing, rise: bool) -> tuple[Finding, ...]:
    """`movers`, and how many more there are than it names."""
    far = movers(b, rise)
    if far is None:
        return ()
    left = others(far.about["beyond"], far.kind, BIG_MOVE)
    return (far, left) if left else (far,)


def fell(b: Briefing) -> Finding | None:
    return movers(b, rise=False)


def top_three(b: Briefing) -> Finding | None:
    """Who came into the first three and who left them since the quarter before; None when they are the same.

    Variant first_time: somebody is among them for the first time in the window of data.
    """
    if b.previous is None or len(b.ranking) <= TOP:
        return None
    then = {c for c in b.previous.rank.index if not pd.isna(b.previous.rank[c]) and b.previous.rank[c] <= TOP}
    now = [c for c in b.ranking if b.result.rank[c] <= TOP]
    came, left = [c for c in now if c not in then], [c for c in b.ranking if c in then and c not in now]
    if not came:
        return None
    fresh = tuple(c for c in came if streaks.first_time(b.history, c, top=TOP).holds)
    runs = {c: streaks.streak(b.history[:-1], c, top=TOP).length for c in left}
    places = b.result.rank
    together = alike(left, lambda c: (places[c], runs[c]))
    ended = tuple(count(runs[codes[0]], "quarters", *codes) for codes in together if runs[codes[0]] > 1)
    return finding(
        "top_three",
        *came,
        figures={
            "top": rank(TOP, way="top"),
            "ranks": tuple(rank(places[codes[0]], *codes) for codes in together),
            "ended": ended,
        },
        variant="first_time" if fresh else "",
        window=window(b) if fresh else None,
        rows=rows_of_all(b, (*came, *left)),
        size=len(fresh),
        fresh=fresh,
        again=tuple(c for c in came if streaks.first_time(b.history, c, top=TOP).earlier is not None),
        left=tuple(left),
        runs=tuple(runs[codes[0]] for codes in together),
    )
