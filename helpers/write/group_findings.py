"""Findings about groups of districts that are assessed apart (分类考核): who leads each, where a district stands in its
own. Nothing where all districts are in one."""

from __future__ import annotations

import pandas as pd

from .briefing import Briefing
from .finding import Figure, Finding, count, finding, moved, points, rank, rows_of_all

_APART = 2  # groups that are told in a sentence each


def group_leaders(b: Briefing) -> tuple[Finding, ...]:
    """Who is first in each group of several districts, with what total: a finding a group; of many groups one."""
    found = _leaders(b)
    return found if len(found) <= _APART else (_in_one(found),)


def _in_one(found: tuple[Finding, ...]) -> Finding:
    """The leaders of many groups in one finding; `of` it says who leads which group."""
    leaders = dict.fromkeys(code for f in found for code in f.who)
    figures: dict[str, Figure | tuple[Figure, ...]] = {
        name: tuple(f[name] for f in found) for name in ("districts", "total")
    }
    figures["rank"] = rank(1)
    rows = dict.fromkeys(row for f in found for row in f.rows)
    of = tuple((f.about["group"], f.who) for f in found)
    return finding("groups_first", *leaders, figures=figures, rows=rows, of=of)


def _leaders(b: Briefing) -> tuple[Finding, ...]:
    found = []
    for group in b.result.group_names:
        places = b.result.group_rank[list(b.result.group_members(group))].dropna()
        leaders = tuple(places.index[places == places.min()])
        if len(places) < 2:
            continue
        figures = {
            "districts": count(len(places), "districts"),
            "total": points(b, b.result.total[leaders[0]], *leaders),
            "rank": rank(places.min(), *leaders),
        }
        found.append(finding("group_first", *leaders, figures=figures, rows=rows_of_all(b, leaders), group=group))
    return tuple(found)


def group_place(b: Briefing) -> Finding | None:
    """The district's rank in its group, of how many, and since the quarter before where it was in the same.

    None where it has no rank, or is the only one with one in its group.
    """
    code, result = b.code, b.result
    group = b.by_code[code].group
    places = result.group_rank[list(result.group_members(group))].dropna()
    if not result.group_names or code not in places.index or len(places) < 2:
        return None
    sharing = tuple(c for c in places.index[places == places[code]] if c != code)
    figures = {
        "districts": count(len(places), "districts"),
        "rank": rank(places[code], code, *sharing),
        "change": moved(_risen(b, code, group), code),
    }
    return finding(
        "group_place", code, figures=figures, rows=rows_of_all(b, places.index), group=group, shared=bool(sharing)
    )


def _risen(b: Briefing, code: str, group: str) -> int | None:
    """Places gained in its group; None where it was in no group, or in another, the quarter before."""
    before = b.previous
    if before is None or code not in before.group_members(group) or not before.group_names:
        return None
    was, now = before.group_rank[code], b.result.group_rank[code]
    return None if pd.isna(was) else int(was) - int(now)
