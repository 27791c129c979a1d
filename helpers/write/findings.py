"""What there is to say: typed, frozen findings, computed from a Briefing and ranked by news value.

A finding holds numbers and ids only. `story` asks for findings, a language module (`zh`, `en`) turns each kind into
a sentence: so every number in a sentence is a number here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from ..assess import robust, streaks
from ..assess.score import Result
from ..model import Award, Node, Quarter, frozen
from .briefing import Briefing

NEAR_TIE = 0.10  # points: two neighbours at most this far apart may change places by one indicator's rounding
BIG_MOVE = 2  # places: the rule of the flag 加压奋进、进位赶超 calls this a rise


@dataclass(frozen=True)
class Finding:
    """One thing worth saying.

    `kind` names the sentence; `who` are district codes; `value` is in `unit`; `about` holds what else the sentence
    says, as numbers, ids and names; `window` is the first and last quarter it rests on; `news` orders a summary.
    """

    kind: str
    who: tuple[str, ...] = ()
    value: float = 0.0
    unit: str = ""
    about: Mapping[str, object] = field(default_factory=frozen)
    window: tuple[Quarter, Quarter] | None = None
    news: float = 0.0


def _finding(kind: str, *who: str, news: float = 0.0, value: float = 0.0, unit: str = "", **about: object) -> Finding:
    window = about.pop("window", None)
    return Finding(kind, who, float(value), unit, frozen(about), window, news)


def _change(result: Result, code: str) -> int | None:
    change = result.change[code]
    return None if pd.isna(change) else int(change)


def _window(b: Briefing) -> tuple[Quarter, Quarter]:
    """The unbroken run of quarters that ends with this one."""
    return streaks.unbroken(b.history)[0].quarter, b.quarter


# ---- what was assessed ------------------------------------------------------------------------------------------


def assessed(b: Briefing) -> Finding:
    """The boards, the extras and the number of districts."""
    extras = tuple(e.id for e in b.scheme.extras if e.kind == "bonus")
    return _finding(
        "assessed",
        value=len(b.result.districts),
        boards=tuple(n.id for n in b.boards),
        extras=extras,
        districts=len(b.result.districts),
    )


def method_change(b: Briefing) -> Finding | None:
    """Boards that came or went since the quarter before, or weights that moved; None when the scheme is the same."""
    before = b.previous
    if before is None or before.scheme.id == b.scheme.id:
        return None
    old, new = {n.id: n for n in before.scheme.boards}, {n.id: n for n in b.boards}
    return _finding(
        "method_change",
        news=7,
        value=len(new),
        added=tuple(i for i in new if i not in old),
        removed=tuple(old[i].name.label(b.lang) for i in old if i not in new),
        before=len(old),
        after=len(new),
        previous=before.quarter,
    )


# ---- the ranking ------------------------------------------------------------------------------------------------


def first(b: Briefing) -> Finding:
    """Who stands first, with what total, how far before whom."""
    leaders = b.at_rank(1)
    following = [c for c in b.ranking if b.result.rank[c] > 1]
    second = following[0] if following else None
    lead = float(b.result.total[leaders[0]] - b.result.total[second]) if second else 0.0
    return _finding(
        "first",
        *leaders,
        news=10,
        value=float(b.result.total[leaders[0]]),
        unit="points",
        change=_change(b.result, leaders[0]),
        second=second,
        second_total=float(b.result.total[second]) if second else None,
        second_change=_change(b.result, second) if second else None,
        lead=lead,
    )


def first_time(b: Briefing) -> Finding | None:
    """A district first for the first time in the window of data; None when it was first before or history is short."""
    leaders = b.at_rank(1)
    found = streaks.first_time(b.history, leaders[0])
    if len(leaders) > 1 or not found.holds:
        return None
    return _finding("first_time", *leaders, news=9, value=found.quarters, unit="quarters", window=found.window)


def first_again(b: Briefing) -> Finding | None:
    """How many quarters running the first has been first; None for fewer than two."""
    leaders = b.at_rank(1)
    run = streaks.streak(b.history, leaders[0])
    if run.length < 2 or len(leaders) > 1:
        return None
    window = (run.since, b.quarter)
    return _finding("first_again", *leaders, news=8, value=run.length, unit="quarters", window=window)


def back_to_first(b: Briefing) -> Finding | None:
    """A first that was first before, but not in the quarter before."""
    leaders = b.at_rank(1)
    last = streaks.first_time(b.history, leaders[0]).earlier
    if len(leaders) > 1 or last is None or last == b.quarter.previous:
        return None
    return _finding("back_to_first", *leaders, news=8, last=last, value=1, unit="place", window=_window(b))


def ties(b: Briefing) -> Iterator[Finding]:
    """Places that several districts share."""
    for rank in sorted(set(b.result.rank.dropna())):
        sharing = b.at_rank(rank)
        if len(sharing) > 1:
            yield _finding(
                "tie", *sharing, news=4, value=int(rank), unit="place", total=float(b.result.total[sharing[0]])
            )


def close_pairs(b: Briefing) -> Iterator[Finding]:
    """Neighbours whose order hangs by a thread: almost equal, or set in order by the bonus or by rounding alone."""
    for pair in robust.close_pairs(b.result, near=NEAR_TIE).itertuples():
        if pair.by_rounding:
            exact = abs(pair.exact_gap)
            yield _finding("by_rounding", pair.upper, pair.lower, news=3, value=exact, unit="points")
        elif pair.near and pair.gap > 0:
            yield _finding(
                "near_tie", pair.upper, pair.lower, news=3, value=pair.gap, unit="points", by_bonus=pair.by_bonus
            )
        elif pair.by_bonus:
            yield _finding("by_bonus", pair.upper, pair.lower, news=3, value=pair.gap, unit="points")
        if pair.by_missing:
            yield _finding("by_missing", pair.upper, pair.lower, news=4, value=pair.gap, unit="points")


def movers(b: Briefing, rise: bool) -> Finding | None:
    """Districts that rose (or fell) `BIG_MOVE` places or more, the furthest first; None when there is none."""
    if b.previous is None:
        return None
    moved = [(c, _change(b.result, c)) for c in b.ranking]
    far = [(c, abs(m)) for c, m in moved if m is not None and (m >= BIG_MOVE if rise else m <= -BIG_MOVE)]
    if not far:
        return None
    far.sort(key=lambda pair: -pair[1])
    return _finding(
        "rose" if rise else "fell",
        *(c for c, _ in far),
        news=6 if rise else 5,
        value=far[0][1],
        unit="place",
        places=tuple(k for _, k in far),
        ranks=tuple(int(b.result.rank[c]) for c, _ in far),
    )


def flag(b: Briefing, award: Award) -> Finding:
    """Who won a flag and by which rule; nobody, when no district met the rule."""
    winners = b.result.flags.get(award.id, ())
    return _finding(
        "flag",
        *winners,
        news=7,
        value=award.n,
        unit="place",
        award=award.id,
        rule=award.rule,
        board=award.board,
        ranks=tuple(int(b.result.rank[c]) for c in winners),
        changes=tuple(_change(b.result, c) for c in winners),
        compared=b.previous is not None,
    )


def praise(b: Briefing) -> Iterator[Finding]:
    """表扬, outside the scores."""
    for row in b.inputs.praise.itertuples():
        yield _finding("praise", row.code, news=2, reason=row.reason_en if b.lang == "en" else row.reason_zh)


# ---- boards -----------------------------------------------------------------------------------------------------


def most_stars(b: Briefing) -> Finding:
    """Who has most stars over all boards, and of how many that could be had."""
    total = b.result.stars_total
    best = int(total.max())
    most = tuple(c for c in b.ranking if total[c] == best)
    return _finding(
        "most_stars",
        *most,
        news=5,
        value=best,
        unit="stars",
        possible=len(b.boards) * (max(b.scheme.stars) if b.scheme.stars else 0),
        top=b.scheme.stars[0] if b.scheme.stars else 0,
        last=b.scheme.stars[-1] if b.scheme.stars else 0,
        places=len(b.scheme.stars),
        next=tuple((c, int(total[c])) for c in sorted(b.ranking, key=lambda c: -total[c]) if c not in most)[:2],
    )


def board_first(b: Briefing, board: Node) -> Finding:
    """Who leads a board, by how much, before whom, and how far the last is behind."""
    order = b.board_order(board.id)
    places, scores = b.result.board_rank[board.id], b.result.boards[board.id]
    leaders = tuple(c for c in order if places[c] == 1)
    rest = [c for c in order if places[c] > 1]
    seconds = tuple(c for c in rest if places[c] == places[rest[0]]) if rest else ()
    held = None
    if b.previous is not None and board.id in b.previous.board_rank:
        held = tuple(b.previous.board_rank.index[b.previous.board_rank[board.id] == 1])
    return _finding(
        "board_first",
        *leaders,
        value=float(scores[leaders[0]]),
        unit="points",
        board=board.id,
        seconds=seconds,
        lead=float(scores[leaders[0]] - scores[rest[0]]) if rest else 0.0,
        last=order[-1],
        last_score=float(scores[order[-1]]),
        spread=float(scores[leaders[0]] - scores[order[-1]]),
        held=held,
    )


def board_movers(b: Briefing, board: Node) -> Finding | None:
    """Who rose and who fell furthest within a board since the quarter before; None where it was not assessed then."""
    if b.previous is None or board.id not in b.previous.board_rank:
        return None
    now, then = b.result.board_rank[board.id], b.previous.board_rank[board.id]
    moves = {c: int(then[c] - now[c]) for c in now.index if c in then.index}
    up, down = max(moves.values(), default=0), min(moves.values(), default=0)
    if up < BIG_MOVE and down > -BIG_MOVE:
        return _finding("board_still", board=board.id, value=BIG_MOVE, unit="place")
    return _finding(
        "board_movers",
        *(c for c, m in moves.items() if m == up and up >= BIG_MOVE),
        value=up,
        unit="place",
        board=board.id,
        fell=tuple(c for c, m in moves.items() if m == down and down <= -BIG_MOVE),
        down=-down,
    )


def widest_board(b: Briefing) -> Finding:
    """The board with the largest distance between first and last."""
    spreads = {n.id: float(b.result.boards[n.id].max() - b.result.boards[n.id].min()) for n in b.boards}
    board = max(spreads, key=lambda i: spreads[i])
    order = b.board_order(board)
    return _finding("widest_board", order[0], order[-1], value=spreads[board], unit="points", board=board)


# ---- quarters ---------------------------------------------------------------------------------------------------


def times_first(b: Briefing) -> Finding:
    """How often each district stood first in the window of data."""
    times = streaks.records(b.history)["times_first"]
    order = [code for code in times.sort_values(ascending=False, kind="stable").index if times[code] > 0]
    return _finding(
        "times_first",
        *order,
        value=len(streaks.unbroken(b.history)),
        unit="quarters",
        times=tuple(int(times[code]) for code in order),
        window=_window(b),
    )


def steadiest(b: Briefing) -> Finding | None:
    """Districts that never left the first three places in the window; None when there is none or history is short."""
    records = _full_records(b)
    always = tuple(c for c in b.ranking if c in records.index and records.at[c, "worst"] <= 3)
    if not always:
        return None
    quarters = len(streaks.unbroken(b.history))
    return _finding("steadiest", *always, value=quarters, unit="quarters", window=_window(b))


def widest_range(b: Briefing) -> Finding | None:
    """The district whose place moved most over the window; None when history is short."""
    records = _full_records(b)
    span = records["worst"] - records["best"]
    if span.empty or span.max() < BIG_MOVE:
        return None
    who = next(c for c in b.ranking if c in span.index and span[c] == span.max())
    best, worst = int(records.at[who, "best"]), int(records.at[who, "worst"])
    return _finding("widest_range", who, value=worst - best, unit="place", best=best, worst=worst, window=_window(b))


def _full_records(b: Briefing) -> pd.DataFrame:
    """Records of the districts ranked in every quarter of the window; empty when it is too short to speak of habits."""
    quarters = len(streaks.unbroken(b.history))
    records = streaks.records(b.history)
    return records[(records["quarters"] == quarters) & (quarters >= streaks.FIRST_TIME_NEEDS)]


def scheme_lines(b: Briefing) -> Iterator[Finding]:
    """Each quarter of the history from which another scheme is in force."""
    for before, after in zip(b.history, b.history[1:], strict=False):
        if before.scheme.id != after.scheme.id:
            yield _finding(
                "scheme_line",
                value=len(after.scheme.boards),
                before=len(before.scheme.boards),
                quarter=after.quarter,
            )


# ---- a gap between two ------------------------------------------------------------------------------------------


def gap(b: Briefing, a: str, c: str) -> Finding:
    """Why `a` stands before `c`: the parts of the printed gap, boards first, then bonus and rounding."""
    found = b.gap(a, c)
    top = found.parts[found.parts["level"] != "indicator"]
    return _finding(
        "gap",
        a,
        c,
        value=float(found.gap),
        unit="points",
        parts=tuple((row.id, row.level, float(row.printed)) for row in top.itertuples()),
        residue=float(found.residue),
    )


# ---- how firm, and what changed ---------------------------------------------------------------------------------


def firmness(b: Briefing) -> Finding | None:
    """How often the first stays first when board weights may be off; None for a single district."""
    if len(b.ranking) < 2:
        return None
    found = b.firmness
    chances = found.ranks["p_first"].dropna()
    others = chances.drop(b.ranking[0]).sort_values(ascending=False, kind="stable")
    return _finding(
        "firmness",
        b.ranking[0],
        news=4,
        value=round(100 * float(chances[b.ranking[0]]), 1),
        unit="%",
        draws=found.draws,
        spread=round(100 * found.spread, 1),
        others=tuple((c, round(100 * float(p), 1)) for c, p in others.items() if round(100 * float(p), 1) > 0)[:2],
    )


def swap(b: Briefing) -> Finding | None:
    """The smallest change of one board's weight that makes first and second equal; None when no weight does."""
    swaps = b.swaps.dropna(subset=["at"])
    if len(b.ranking) < 2 or swaps.empty:
        return None
    nearest = swaps.loc[swaps["change"].abs().idxmin()]
    return _finding(
        "swap",
        *b.ranking[:2],
        news=4,
        value=round(100 * float(nearest["at"]), 1),
        unit="%",
        board=nearest["id"],
        weight=round(100 * float(nearest["weight"]), 1),
    )


def comparability(b: Briefing) -> Finding | None:
    """What two quarters have in common when their rules differ: the ranks both would have on the shared boards."""
    found = b.change
    if found is None or found.comparable or found.common is None:
        return None
    shared = found.common
    leader = shared["rank_after"].idxmin()
    return _finding(
        "comparability",
        leader,
        news=3,
        value=float(shared.at[leader, "after"]),
        unit="points",
        previous=found.before,
        rank_before=int(shared.at[leader, "rank_before"]),
        rescored=found.rescored is not None,
    )
