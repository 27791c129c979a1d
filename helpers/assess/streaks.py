"""Runs and firsts over the quarters there are data for, with the window named; 首次 only where history allows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ..model import Quarter
from .result import Result

FIRST_TIME_NEEDS = 4  # quarters of unbroken history, the one in question included, before 首次 may be said


@dataclass(frozen=True)
class Streak:
    """A run of quarters up to the latest in which a district stood at `top` or better, in all or within one board.

    `length` quarters since `since` (None when 0); `window` is the unbroken run of quarters with data. `at_least`:
    the run begins with the window, so it may be longer than the data can tell.
    """

    code: str
    top: int
    board: str
    length: int
    since: Quarter | None
    window: tuple[Quarter, Quarter]
    at_least: bool


@dataclass(frozen=True)
class FirstTime:
    """Whether the latest quarter is the first in which a district stood at `top` or better.

    `holds` is None where history is too short to say (`quarters` < `needs`) or the district was not in all of it:
    then 首次 must not be said. `earlier` is the last quarter before in which it stood there too.
    """

    code: str
    top: int
    board: str
    holds: bool | None
    earlier: Quarter | None
    quarters: int
    needs: int
    window: tuple[Quarter, Quarter]


def unbroken(history: Sequence[Result]) -> tuple[Result, ...]:
    """The results of the run of neighbouring quarters that ends with the latest, oldest first."""
    run = [history[-1]]
    for result in reversed(history[:-1]):
        if result.quarter != run[-1].quarter.previous:
            break
        run.append(result)
    return tuple(reversed(run))


def _window(run: Sequence[Result]) -> tuple[Quarter, Quarter]:
    return run[0].quarter, run[-1].quarter


def _place(result: Result, code: str, board: str) -> float:
    """The district's place, infinite where it has none: not assessed, withheld, or no such board then."""
    if code not in result.place or (board and board not in result.board_rank):
        return float("inf")
    place = result.board_rank.at[code, board] if board else result.rank[code]
    return float("inf") if pd.isna(place) else float(place)


def streak(history: Sequence[Result], code: str, top: int = 1, board: str = "") -> Streak:
    """How many quarters running, up to the latest, a district has been at `top` or better."""
    run = unbroken(history)
    length = 0
    for result in reversed(run):
        if _place(result, code, board) > top:
            break
        length += 1
    since = run[-length].quarter if length else None
    return Streak(code, top, board, length, since, _window(run), length == len(run))


def first_time(
    history: Sequence[Result], code: str, top: int = 1, board: str = "", needs: int = FIRST_TIME_NEEDS
) -> FirstTime:
    """Whether a district is at `top` or better for the first time in the window, or the history is too short to say.

    A quarter in which the district, or the board, was not assessed counts as one that cannot tell.
    """
    run = unbroken(history)
    known = [r for r in run if code in r.place and (not board or board in r.board_rank)]
    earlier = [r.quarter for r in known[:-1] if _place(r, code, board) <= top]
    holds: bool | None = None
    if _place(run[-1], code, board) > top or earlier:
        holds = False
    elif len(run) >= needs and len(known) == len(run):
        holds = True
    return FirstTime(code, top, board, holds, earlier[-1] if earlier else None, len(run), needs, _window(run))


def records(history: Sequence[Result], board: str = "") -> pd.DataFrame:
    """Every district's record in the unbroken window, by code of the latest quarter.

    Frame: quarters (with a place), times_first, first_at (the first quarter it was first, None), best, worst (places),
    run (quarters running at first place up to the latest), longest (longest run at first place), mean (average place).
    """
    run = unbroken(history)
    rows = {}
    for code in history[-1].codes:
        places = [(r.quarter, _place(r, code, board)) for r in run]
        known = [place for _, place in places if place != float("inf")]
        firsts = [quarter for quarter, place in places if place == 1]
        longest = current = 0
        for _, place in places:
            current = current + 1 if place == 1 else 0
            longest = max(longest, current)
        rows[code] = {
            "quarters": len(known),
            "times_first": len(firsts),
            "first_at": firsts[0] if firsts else None,
            "best": int(min(known)) if known else None,
            "worst": int(max(known)) if known else None,
            "run": current,
            "longest": longest,
            "mean": sum(known) / len(known) if known else float("nan"),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("code")
