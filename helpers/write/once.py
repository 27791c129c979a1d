"""What one section leaves out because another tells it: in its body a briefing says everything once.

The key points of the cover stand outside: they say again what the body tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import district_findings as district
from . import findings as city
from .briefing import Briefing
from .finding import Finding


def times_first(b: Briefing) -> Finding | None:
    """How often each district was first; None where the first's own sentence tells who was first in every quarter."""
    found, first = city.times_first(b), city.first(b)
    if found is None:
        return None
    quarters = found["quarters"].value
    run, ended = first.get("run"), first.get("ended")
    held_throughout = run is not None and run.value == quarters
    only_now_another = ended is not None and ended.value == quarters - 1
    return None if held_throughout or only_now_another else found


def scheme_lines(b: Briefing) -> Iterator[Finding]:
    """The changes of scheme before this quarter: that of this quarter opens the briefing."""
    return (line for line in city.scheme_lines(b) if line.about["quarter"] != b.quarter)


def rose(b: Briefing) -> tuple[Finding, ...]:
    """Who rose far; nobody where all of them have won a flag for it, which names them with their places."""
    winners = {
        code for a in b.scheme.awards if a.rule == "rise" and a.within == "all" for code in b.result.flags.get(a.id, ())
    }
    change = b.result.change.dropna()
    far = set(change.index[change >= city.BIG_MOVE])
    return () if far <= winners else city.moved_too(b, rise=True)


def boards_changed(b: Briefing) -> Finding | None:
    """The boards that have another leader; None where each of them says so itself."""
    found = city.boards_changed(b)
    if found is None:
        return None
    new = _boards(b, "new")
    return None if all(board in new for board, _, _ in found.about["changed"]) else found


def widest_board(b: Briefing) -> Finding | None:
    """The board with the widest spread; None where it says so itself."""
    found = city.widest_board(b)
    return None if found is None or found.about["board"] in _boards(b, "wide") else found


def _boards(b: Briefing, news: str) -> set[str]:
    """The boards whose own paragraph opens with such news."""
    return {found.about["board"] for found in city.boards(b) if found.about.get("variant") == news}


def track(b: Briefing) -> Finding | None:
    """A district's ranks, quarter by quarter; None where it was first in all of them, which its standing tells."""
    found, first = district.track(b), district.news_of_first(b)
    run = first.get("run") if first is not None else None
    if found is not None and run is not None and run.value == len(found.each("ranks")):
        return None
    return found
