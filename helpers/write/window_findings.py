"""What a run of quarters tells: who was first how often, who is steady, who swings, records, changes of rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from ..assess import streaks
from ..assess.score import Result
from .briefing import Briefing
from .finding import Figure, Finding, Window, alike, count, finding, points, rank, rows_of_all

TOP = 3  # places: who never left them is steady
SWING = 2  # places between best and worst from which a swing is worth telling


def window(b: Briefing) -> Window:
    """The unbroken run of quarters that ends with this one."""
    return streaks.unbroken(b.history)[0].quarter, b.quarter


def times_first(b: Briefing) -> Finding | None:
    """How often each district stood first in the window of data, those too that have left since; None for a single
    quarter, or where none ever did."""
    run = streaks.unbroken(b.history)
    if len(run) < 2:
        return None
    times = Counter(code for r in run for code in r.rank.index[(r.rank == 1).to_numpy(bool, na_value=False)])
    order = sorted(times, key=lambda code: (-times[code], b.result.place.get(code, len(b.result.codes))))
    together = alike(order, lambda code: times[code])
    if not order:
        return None
    every_time = len(order) == 1 and times[order[0]] == len(run)
    each = () if every_time else tuple(count(times[codes[0]], "times", *codes) for codes in together)
    figures: dict[str, Figure | tuple[Figure, ...]] = {
        "quarters": count(len(run), "times"),
        "times": each,
        "rank": rank(1, *order),
    }
    return finding("times_first", *order, figures=figures, window=window(b), rows=rows_of_all(b, order))


def steadiest(b: Briefing) -> Finding | None:
    """Districts that never left the first three places in the window; None when there is none or history is short, or
    nobody could have left them."""
    all_time = _full_records(b)
    if max(len(result.rank.dropna()) for result in streaks.unbroken(b.history)) <= TOP:
        return None
    always = tuple(c for c in b.ranking if c in all_time.index and all_time.at[c, "worst"] <= TOP)
    if not always:
        return None
    figures, rows = {"top": rank(TOP, *always, way="top")}, rows_of_all(b, always)
    return replace(finding("steadiest", *always, figures=figures, times=window(b)[:1], rows=rows), window=window(b))


def widest_range(b: Briefing) -> Finding | None:
    """The district whose place moved most over the window, or one of those; None when history is short."""
    found = _full_records(b)
    span = found["worst"] - found["best"]
    if span.empty or span.max() < SWING:
        return None
    who = next(c for c in b.ranking if c in span.index and span[c] == span.max())
    figures = {"best": rank(found.at[who, "best"], who), "worst": rank(found.at[who, "worst"], who)}
    among = int((span == span.max()).sum()) > 1  # others moved as far
    rows = rows_of_all(b, (who,))
    found = finding("widest_range", who, figures=figures, times=window(b)[:1], rows=rows, among=among)
    return replace(found, window=window(b))


def _full_records(b: Briefing) -> pd.DataFrame:
    """Records of the districts ranked in every quarter of the window; empty when it is too short to speak of habits."""
    quarters = len(streaks.unbroken(b.history))
    found = streaks.records(b.history)
    return found[(found["quarters"] == quarters) & (quarters >= streaks.FIRST_TIME_NEEDS)]


def scheme_lines(b: Briefing) -> Iterator[Finding]:
    """Each quarter of the history from which another scheme is in force."""
    for before, after in zip(b.history, b.history[1:], strict=False):
        if before.scheme.id != after.scheme.id:
            old, new = len(before.scheme.boards), len(after.scheme.boards)
            counts = {"before": count(old, "boards"), "after": count(new, "boards")} if old != new else {}
            yield finding("scheme_line", figures=counts, times=(after.quarter,), quarter=after.quarter)


# ---- records ----------------------------------------------------------------------------------------------------


def comparable(b: Briefing) -> tuple[Result, ...]:
    """The unbroken run of quarters up to this one under one scheme and with the same districts: totals compare."""
    run = [b.result]
    for result in reversed(streaks.unbroken(b.history)[:-1]):
        if result.scheme.id != b.scheme.id or result.codes != b.result.codes:
            break
        run.append(result)
    return tuple(reversed(run))


def own_record(b: Briefing, code: str) -> str:
    """`high` or `low` when a district's total passes all its earlier ones in comparable quarters, "" otherwise.

    A record needs as many quarters as a 首次 does, a total in each of them, and no equal before.
    """
    run = comparable(b)
    totals = [float(result.total[code]) for result in run]
    if len(run) < streaks.FIRST_TIME_NEEDS or any(pd.isna(total) for total in totals):
        return ""
    now, before = totals[-1], totals[:-1]
    return "high" if now > max(before) else "low" if now < min(before) else ""


def records(b: Briefing) -> Finding | None:
    """Districts whose total is the highest, or the lowest, of all comparable quarters; None when there is none."""
    high = tuple(c for c in b.ranking if own_record(b, c) == "high")
    low = tuple(c for c in b.ranking if own_record(b, c) == "low")
    if not high and not low:
        return None
    run = comparable(b)
    return finding(
        "records",
        *high,
        *low,
        figures={
            "high": tuple(points(b, b.result.total[c], c) for c in high),
            "low": tuple(points(b, b.result.total[c], c) for c in low),
            "quarters": count(len(run), "quarters"),
        },
        window=(run[0].quarter, b.quarter),
        rows=rows_of_all(b, (*high, *low)),
        size=len(high) / 4 + len(low) / 4,
        high=high,
        low=low,
    )


def lead_record(b: Briefing) -> Finding | None:
    """The first's lead as the narrowest or widest of the comparable quarters; None when it is neither."""
    run = comparable(b)
    leads = [lead for result in run if (lead := _lead(result)) is not None]
    if len(run) < streaks.FIRST_TIME_NEEDS or len(leads) < len(run):
        return None
    now, before = leads[-1], leads[:-1]
    record = "narrowest" if now < min(before) else "widest" if now > max(before) else ""
    if not record:
        return None
    figures = {"record_quarters": count(len(run), "quarters")}
    return finding("lead_record", figures=figures, times=(run[0].quarter,), record=record)


def _lead(result: Result) -> float | None:
    totals = sorted(result.total.dropna(), reverse=True)
    return round(totals[0] - totals[1], 9) if len(totals) > 1 else None
