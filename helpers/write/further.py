"""Where a briefing has too much of one sort to tell: the first of it, and how much more there is.

A city's ten districts are told one by one. Of a province's 136 or a country's 2 850 a reader wants the first dozen of
each sort and the number of the others; who they are stands in scored.xlsx beside the briefings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from .finding import Finding, count, finding

MOST, SPARED = 12, 2  # findings of one sort, or districts in one finding, told one by one; so few more are told too
MOST_WINNERS = 60  # of a flag: a notice names them all, and of a nation's hundreds the first and how many there are
MOST_ROWS, HEAD, TAIL = 60, 30, 10  # rows a table has room for; of more, those that are shown


def few(found: Iterable[Finding], sort: str) -> Iterator[Finding]:
    """The first findings of a sort, and one that counts the districts (of `close`: the pairs) in the others."""
    every = list(found)
    named = told_of(len(every))
    yield from every[:named]
    left = every[named:]
    if left:
        pairs, districts = {f.who for f in left}, [code for f in left for code in f.who]
        many = count(len(pairs), "pairs") if sort == "close" else count(len(districts), "districts")
        yield finding("further", figures={"count": many}, sort=sort)


def told_of(many: int) -> int:
    """How many of so many are told one by one: none is left out where one or two would be."""
    return many if many <= MOST + SPARED else MOST


def others(many: int, sort: str, limit: int = 0, **about: Any) -> Finding | None:
    """So many districts beside those that a finding names: risen, fallen by `limit` places or more; None for none."""
    if many <= 0:
        return None
    way = {"rose": "up", "fell": "down"}.get(sort, "")
    least = replace(count(limit, "places"), way=way) if limit else None
    return finding("further", figures={"count": count(many, "districts"), "limit": least}, sort=sort, **about)


def rows_shown(order: Sequence[str], own: str = "") -> tuple[str, ...]:
    """The districts of a table in this order: all; of more than a table has room for the first, the last and `own`,

    with its neighbours.
    """
    if len(order) <= MOST_ROWS:
        return tuple(order)
    kept = {*range(HEAD), *range(len(order) - TAIL, len(order))}
    if own in order:
        at = order.index(own)
        kept |= set(range(max(at - 2, 0), min(at + 3, len(order))))
    return tuple(order[k] for k in sorted(kept))
