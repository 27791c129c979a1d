"""What revisions did to results: the quarters as they were told before, beside the same quarters with the revisions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..model import Quarter, UsageError
from . import load, prose, score
from .ledger import Register
from .load import Base
from .result import Result
from .revisions import NAME, Revision

_UNREVISED = (
    "{quarter}, published on {published}, has no revision: "
    "change the figure and put an entry into revisions.csv (briefing check hands out the line)"
)
_UNREVISED_BY = (
    "{quarter}, published on {published}, has no revision made by {day}: "
    "change the figure and put an entry into revisions.csv (briefing check hands out the line)"
)


@dataclass(frozen=True, eq=False)
class Revised:
    """Revisions, oldest first, with the results of the same quarters before and after them, oldest quarter first."""

    entries: tuple[Revision, ...]
    before: tuple[Result, ...]
    after: tuple[Result, ...]

    def pair(self, quarter: Quarter) -> tuple[Result, Result] | None:
        """A quarter's result before and after; None where it is not among them."""
        both = zip(self.before, self.after, strict=True)
        return next(((a, b) for a, b in both if a.quarter == quarter), None)


def told_in(
    data: Path, quarter: Quarter, history: Sequence[Result], as_of: datetime.date | None = None
) -> Revised | None:
    """The revisions of earlier quarters that the briefing of this quarter is the first to tell; None without any.

    That is the first briefing issued on the day of the revision or later. The day of issue stands in issue.toml; where
    it does not, it is the day of publication; a quarter with neither is not issued yet, and tells all that is left.
    """
    if not any((data / f"{NAME}{kind}").is_file() for kind in (".csv", ".xlsx")):
        return None
    base = load.load_base(data)
    register = base.register
    issued = {result.quarter: _issued(data, result.quarter, register) for result in history}
    known = [e for e in register.revisions if not as_of or e.date <= as_of]
    told = tuple(e for e in known if _teller(e, issued) == quarter)
    earlier = [result.quarter for result in history if result.quarter < quarter]
    if not told or not earlier:
        return None
    later = [e for e in register.revisions if e.order > told[-1].order and e not in told]
    return Revised(
        told,
        results(base, earlier, [e for e in register.revisions if e.order >= told[0].order]),
        results(base, earlier, later) if later else tuple(r for r in history if r.quarter < quarter),
    )


def _issued(data: Path, quarter: Quarter, register: Register) -> datetime.date | None:
    return prose.issued(data, quarter) or register.published(quarter)


def _teller(entry: Revision, issued: dict[Quarter, datetime.date | None]) -> Quarter | None:
    """The first quarter after the revised one whose briefing is issued on the day of the revision or later."""
    after = sorted((q, day) for q, day in issued.items() if q > entry.quarter)
    return next((q for q, day in after if day is None or day >= entry.date), None)


def since_publication(data: Path, quarter: Quarter, as_of: datetime.date | None = None) -> Revised:
    """All that was revised in a published quarter since its first edition, and what that did to it.

    `before` and `after` hold the results of all quarters up to the last that was published, so that what a revision
    does to later quarters (a rise is counted from the quarter before) is known too. Revisions of earlier quarters are
    among the entries where they change this quarter's own results.
    Raises UsageError when the quarter has no folder, is not published, or nothing of it has changed.
    """
    load.known_quarter(data, quarter)
    base = load.load_base(data)
    register = base.register
    published = register.published(quarter)
    if published is None:
        raise UsageError(
            "{quarter} is not published, so there is nothing to correct: briefing publish {quarter}", quarter=quarter
        )
    last = max((e.quarter for e in register.editions if not as_of or e.published <= as_of), default=quarter)
    known = load.known_quarters(base, max(last, quarter), as_of)
    undo = register.since(as_of) if as_of else ()
    after = results(base, known, undo)
    before = results(base, known, register.since(published))
    own = [e for e in register.since(published) if e.quarter == quarter and e not in undo]
    inherited = [e for e in register.since(published) if e.quarter < quarter and e not in undo]
    found = Revised(tuple(sorted([*own, *inherited], key=lambda e: e.order)), before, after)
    pair = found.pair(quarter)  # None where it was published after `as_of`: then nothing is inherited either
    moved = bool(inherited) and pair is not None and differs(*pair)
    if not own and not moved:
        if not as_of:
            raise UsageError(_UNREVISED, quarter=quarter, published=published)
        raise UsageError(_UNREVISED_BY, quarter=quarter, published=published, day=as_of)
    return found if moved else Revised(tuple(own), before, after)


def results(base: Base, quarters: Iterable[Quarter], undo: Sequence[Revision]) -> tuple[Result, ...]:
    """The results of these quarters with some revisions taken back."""
    found: list[Result] = []
    for inputs in load.read_history(base, quarters, undo):
        found.append(score.score(inputs, found[-1] if found else None))
    return tuple(found)


def flags_moved(before: Result, after: Result) -> tuple[str, ...]:
    """The awards won by others than before; the order of the winners is that of their ranks and no change."""
    awards = after.scheme.awards
    return tuple(a.id for a in awards if {*before.flags.get(a.id, ())} != {*after.flags.get(a.id, ())})


def differs(before: Result, after: Result) -> bool:
    """Whether anything that is printed in a table of results is another."""
    frames = ("boards", "extras", "total", "rank", "previous_rank", "stars")
    return bool(flags_moved(before, after)) or any(
        not getattr(before, name).equals(getattr(after, name)) for name in frames
    )
