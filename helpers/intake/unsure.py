"""Figures that a plain yes does not let in: wrong to all appearance, and nobody has said that they are right. They are
off by a power of ten, of the quarter alone where the sum since January is meant (or the reverse), a whole column of
an earlier quarter's figures, of another item's, of the neighbours', of ranks or with all signs turned, answers in per
cent or under each other's heads. Doubts of other kinds are told, and stop nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from . import columns
from .doubts import Doubts
from .mapping import FOLDER
from .merge import Change
from .sizes import Answers

POWER, SPAN, STALE, TWIN, ROWS, SIGNS, RANKS = "power", "span", "stale", "twin", "rows", "signs", "ranks"
PERCENT, SWAPPED = "percent", "swapped"
LARGE = 8  # times as large as the quarter before, or as small: such a column is taken for a slip as well
MANY = 8  # districts, below which a column may be like its neighbours' by chance
_KINDS = {
    columns.SAME: STALE,
    columns.OLD: STALE,
    columns.TWIN: TWIN,
    columns.UP: ROWS,
    columns.DOWN: ROWS,
    columns.FLIPPED: SIGNS,
    columns.RANKS: RANKS,
}
_KINDS |= {columns.SIZE: POWER, columns.ANSWERS: POWER, columns.PERCENT: PERCENT, columns.SWAPPED: SWAPPED}


@dataclass(frozen=True)
class Unsure:
    """A figure that would be written and is wrong, to all appearance, by its `kind`: off by a power of ten (POWER), of
    another span than is meant (SPAN), of a column of an earlier quarter's figures (STALE) and so on; and the `file` in
    which somebody may say that it is right: its mapping, or source.toml."""

    change: Change
    file: str
    kind: str


def unsure(found: Doubts, changes: Iterable[Change], answers: Answers) -> tuple[Unsure, ...]:
    """The changes that are doubtful so, but those of columns of which somebody has said that any size is right."""
    off = {(slip.item.table, slip.district, slip.item.id): POWER for slip in found.slips}
    off |= {(mixup.item.table, mixup.district, mixup.item.id): SPAN for mixup in found.mixups}
    whole = [c for c in found.columns if c.kind in _KINDS and _is_off(c)]
    told = []
    for change in changes:
        claim = change.claim
        if claim is None or (claim.mapping, claim.item.key) in answers.settled:
            continue
        kind = off.get((change.table, change.district, change.item), "")
        kind = kind or next((_KINDS[c.kind] for c in whole if _is_of(c, change)), "")
        if kind:
            mapped = claim.mapping in answers.places
            told.append(Unsure(change, f"{FOLDER}/{claim.mapping}.toml" if mapped else claim.mapping, kind))
    return tuple(told)


def _is_off(column: columns.Column) -> bool:
    """Whether a doubtful column is hardly right."""
    if column.kind == columns.ANSWERS:  # few answers may be all that there were
        return column.before > 0 and column.now >= LARGE * column.before
    if column.kind == columns.SIZE:
        return column.factor >= LARGE or 0 < column.factor * LARGE <= 1
    return column.districts >= MANY or column.kind not in (columns.UP, columns.DOWN)


def _is_of(column: columns.Column, change: Change) -> bool:
    """Whether a change is of a doubtful column; of the survey all counts are, of one district or of all."""
    same = column.item.table == change.table and (change.table == "survey" or column.item.id == change.item)
    return same and column.district in ("", change.district)
