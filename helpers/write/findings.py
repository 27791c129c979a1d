"""What there is to say: typed, frozen findings, computed from a Briefing and ranked by news value.

A finding holds numbers and ids only. `story` asks for findings, a language module (`zh`, `en`) turns each kind into
a sentence: so every number in a sentence is a number here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from ..assess.score import Result
from ..model import Award, Node, Quarter, frozen
from .briefing import Briefing

NEAR_TIE = 0.10  # points: two neighbours this close may change places by one indicator's rounding
BIG_MOVE = 2  # places: the rule of the flag 加压奋进、进位赶超 calls this a rise
FIRST_TIME_NEEDS = 4  # quarters of history, this one included, before 首次 may be said


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
    first = b.quarter
    quarters = {r.quarter for r in b.history}
    while first.previous in quarters:
        first = first.previous
    return first, b.quarter


def _unbroken(b: Briefing) -> tuple[Result, ...]:
    first, _ = _window(b)
    return tuple(r for r in b.history if r.quarter >= first)


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
    history = _unbroken(b)
    leaders = b.at_rank(1)
    if len(history) < FIRST_TIME_NEEDS or len(leaders) > 1:
        return None
    if any(leaders[0] in r.rank.index and r.rank[leaders[0]] == 1 for r in history[:-1]):
        return None
    return _finding("first_time", *leaders, news=9, value=len(history), unit="quarters", window=_window(b))


def first_again(b: Briefing) -> Finding | None:
    """How many quarters running the first has been first; None for fewer than two."""
    leaders = b.at_rank(1)
    run = 0
    for result in reversed(_unbroken(b)):
        if leaders[0] not in result.rank.index or result.rank[leaders[0]] != 1:
            break
        run += 1
    if run < 2 or len(leaders) > 1:
        return None
    return _finding(
        "first_again", *leaders, news=8, value=run, unit="quarters", window=(b.quarter + (1 - run), b.quarter)
    )


def back_to_first(b: Briefing) -> Finding | None:
    """A first that was first before, but not in the quarter before."""
    leaders = b.at_rank(1)
    before = [r for r in _unbroken(b)[:-1] if leaders[0] in r.rank.index and r.rank[leaders[0]] == 1]
    if len(leaders) > 1 or not before or before[-1].quarter == b.quarter.previous:
        return None
    return _finding(
        "back_to_first", *leaders, news=8, last=before[-1].quarter, value=1, unit="place", window=_window(b)
    )


def ties(b: Briefing) -> Iterator[Finding]:
    """Places that several districts share."""
    for rank in sorted(set(b.result.rank.dropna())):
        sharing = b.at_rank(rank)
        if len(sharing) > 1:
            yield _finding(
                "tie", *sharing, news=4, value=int(rank), unit="place", total=float(b.result.total[sharing[0]])
            )


def near_ties(b: Briefing) -> Iterator[Finding]:
    """Neighbours less than `NEAR_TIE` points apart, without being equal."""
    for upper, lower in zip(b.ranking, b.ranking[1:], strict=False):
        apart = round(float(b.result.total[upper] - b.result.total[lower]), 6)
        if 0 < apart < NEAR_TIE:
            yield _finding("near_tie", upper, lower, news=3, value=apart, unit="points", limit=NEAR_TIE)


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
    history = _unbroken(b)
    counts: dict[str, int] = {}
    for result in history:
        for code in result.rank.index[result.rank == 1]:
            counts[code] = counts.get(code, 0) + 1
    order = sorted(counts, key=lambda c: -counts[c])
    return _finding(
        "times_first",
        *order,
        value=len(history),
        unit="quarters",
        times=tuple(counts[c] for c in order),
        window=_window(b),
    )


def steadiest(b: Briefing) -> Finding | None:
    """Districts that never left the first three places in the window; None when there is none or history is short."""
    history = _unbroken(b)
    if len(history) < FIRST_TIME_NEEDS:
        return None
    always = tuple(c for c in b.ranking if all(c in r.rank.index and r.rank[c] <= 3 for r in history))
    return _finding("steadiest", *always, value=len(history), unit="quarters", window=_window(b)) if always else None


def widest_range(b: Briefing) -> Finding | None:
    """The district whose place moved most over the window; None when history is short."""
    history = _unbroken(b)
    if len(history) < FIRST_TIME_NEEDS:
        return None
    ranges = {
        c: (min(int(r.rank[c]) for r in history), max(int(r.rank[c]) for r in history))
        for c in b.ranking
        if all(c in r.rank.index for r in history)
    }
    widest = max((high - low for low, high in ranges.values()), default=0)
    if widest < BIG_MOVE:
        return None
    who = tuple(c for c, (low, high) in ranges.items() if high - low == widest)
    low, high = ranges[who[0]]
    return _finding("widest_range", *who[:1], value=widest, unit="place", best=low, worst=high, window=_window(b))


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
