"""What the quarter has to say about the first place: who holds it, since when, how far before whom, and what is new."""

from __future__ import annotations

from ..assess import streaks
from .briefing import Briefing
from .finding import Figure, Finding, change, count, finding, moved, points, rank, rows_of_all
from .window_findings import lead_record

CLOSE = 0.50  # points: a lead at most this large is told as a narrow one


def first(b: Briefing) -> Finding:
    """Who stands first, with what total, since when, and how far before whom.

    Of a quarter in which nobody has a total: that this is so. Its variant is the news: first_time, back (first before,
    but not in the quarter before), new (a change of first, history too short to say more), again, record (again, with
    the narrowest or widest lead of the comparable quarters), shared; none without a quarter before.
    """
    if not b.ranking:
        return finding("nobody_ranked", figures={"districts": count(len(b.unranked), "districts")})
    best = int(b.result.rank[b.ranking[0]])  # not 1 where a shared place is the larger of its places
    leaders = b.at_rank(best)
    total = float(b.result.total[leaders[0]])
    if len(leaders) > 1:
        shared = {"total": points(b, total, *leaders), "rank": rank(best, *leaders)}
        return finding("first", *leaders, figures=shared, variant="shared", rows=rows_of_all(b, leaders))
    leader = leaders[0]
    variant, figures, seen = _news_of_first(b, leader)
    record = lead_record(b) if variant in ("again", "") else None
    if record is not None and variant == "again":
        variant = "record"
    told: dict[str, Figure | tuple[Figure, ...] | None] = {
        "total": points(b, total, leader),
        "rank": rank(1, leader),
        **figures,
    }
    seconds, narrow = _seconds(b), False
    if seconds:
        lead = round(total - float(b.result.total[seconds[0]]), 9)  # 0 where exact scores or a tie break part them
        narrow = 0 < lead <= CLOSE
        told["second_total"] = points(b, b.result.total[seconds[0]], *seconds)
        told["second_rank"] = rank(b.result.rank[seconds[0]], *seconds)
        told["lead"] = points(b, lead, leader, way="ahead", against=seconds) if lead else None
    window, times = seen
    run = figures.get("run") if variant == "again" else None
    if record is not None:
        told |= record.figures
        times = (*times, *record.times)
    return finding(
        "first",
        leader,
        figures=told,
        window=window,
        times=times,
        rows=rows_of_all(b, (leader, *seconds)),
        variant=variant,
        size=0.0 if run is None else max(0.0, 4.0 - 2.0 * (run.value - 2)),
        seconds=seconds,
        narrow=narrow,
        record=record.about["record"] if record is not None else "",
        since=record.times[0] if record is not None else None,
        dethroned=_dethroned(b, leader),
    )


def _seconds(b: Briefing) -> tuple[str, ...]:
    """Who stands second, behind a first that is not shared."""
    following = [c for c in b.ranking if b.result.rank[c] > 1]
    return b.at_rank(int(b.result.rank[following[0]])) if following else ()


def _dethroned(b: Briefing, leader: str) -> tuple[str, ...]:
    """Who stood first the quarter before, where that was somebody else."""
    if b.previous is None:
        return ()
    held = tuple(b.previous.rank.index[(b.previous.rank == b.previous.rank.min()).fillna(False)])
    return () if leader in held else held


def _news_of_first(b: Briefing, leader: str) -> tuple[str, dict[str, Figure | None], tuple]:
    """The variant of a single first, the figures that go with it, and the window and quarters it names."""
    rose = moved(change(b.result, leader), leader)
    found = streaks.first_time(b.history, leader)
    run = streaks.streak(b.history, leader)
    if b.previous is None:
        return "", {}, (None, ())
    if found.holds:
        figures = {"change": rose, "quarters": count(found.quarters, "times", leader), **_ended_run(b, leader)}
        return "first_time", figures, (found.window, ())
    if run.length >= 2:
        return "again", {"run": count(run.length, "quarters", leader)}, ((run.since, b.quarter), ())
    if found.earlier is not None:
        return "back", {"change": rose}, (None, (found.earlier,))
    return "new", {"change": rose}, (None, ())


def _ended_run(b: Briefing, leader: str) -> dict[str, Figure]:
    """How many quarters running the former first had been first, where it is now the second."""
    held, seconds = _dethroned(b, leader), _seconds(b)
    if len(held) != 1 or held != seconds:
        return {}
    run = streaks.streak(b.history[:-1], held[0])
    if run.length < 2:
        return {}
    return {"ended": count(run.length, "quarters", held[0]), "ended_rank": rank(1, held[0])}


def first_time(b: Briefing) -> Finding | None:
    """A district first for the first time in the window of data; None when it was first before or history is short."""
    leaders = b.at_rank(1)
    found = streaks.first_time(b.history, leaders[0])
    if len(leaders) > 1 or not found.holds:
        return None
    figures = {"quarters": count(found.quarters, "times", *leaders), "rank": rank(1, *leaders)}
    rows = rows_of_all(b, leaders)
    return finding("district_first", *leaders, figures=figures, window=found.window, rows=rows, variant="first_time")


def first_again(b: Briefing) -> Finding | None:
    """How many quarters running the first has been first; None for fewer than two."""
    leaders = b.at_rank(1)
    run = streaks.streak(b.history, leaders[0])
    if run.length < 2 or len(leaders) > 1:
        return None
    figures = {"run": count(run.length, "quarters", *leaders), "rank": rank(1, *leaders)}
    rows, span = rows_of_all(b, leaders), None if run.since is None else (run.since, b.quarter)
    return finding("district_first", *leaders, figures=figures, window=span, rows=rows, variant="again")


def back_to_first(b: Briefing) -> Finding | None:
    """A first that was first before, but not in the quarter before."""
    leaders = b.at_rank(1)
    last = streaks.first_time(b.history, leaders[0]).earlier
    if len(leaders) > 1 or last is None or last == b.quarter.previous:
        return None
    figures, rows = {"rank": rank(1, *leaders)}, rows_of_all(b, leaders)
    return finding("district_first", *leaders, figures=figures, times=(last,), rows=rows, variant="back")
