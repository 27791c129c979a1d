"""What is doubtful about figures that somebody supposes: held against the others as those of a workbook are."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from ..assess.load import Base
from ..model import Quarter
from . import expected
from .doubts import WIDE, jumps, slips
from .quarters import Quarters

SLIP, JUMP, SIZE = "slip", "jump", "size"


@dataclass(frozen=True)
class Doubted:
    """A supposed figure of a district (by code) that is like none reported. `kind` tells how: off by a power of ten
    (`beside` is the figure meant, to all appearance), far from what the others moved since the quarter before
    (`beside`: its own then), or of another size than the others' (`beside`: their middle)."""

    code: str
    item: str
    kind: str
    beside: Decimal


def figures_of(base: Base, quarter: Quarter) -> Quarters:
    """A quarter's figures and those before it, read once for as many suppositions as are asked about."""
    return Quarters(base, quarter, expected.items(base, expected.desk_for(base, quarter)), {})


def doubted(reported: Quarters, figures: Mapping[tuple[str, str], float]) -> list[Doubted]:
    """The most telling doubt about each supposed figure, by code and item; points and indices have limits instead."""
    q = copy(reported)
    known = {key[1]: key for key in q.items if key[0] == "values"}
    supposed = {(code, known[id_]): Decimal(repr(figure)) for (code, id_), figure in figures.items() if id_ in known}
    q.now = {key: dict(column) for key, column in q.now.items()}
    for (code, key), figure in supposed.items():
        q.now.setdefault(key, {})[q.name_of[code]] = figure
    off = {(s.district, s.item.key): Doubted("", s.item.id, SLIP, s.meant) for s in slips(q) if not s.whole}
    far = {(j.district, j.item.key): Doubted("", j.item.id, JUMP, j.before) for j in jumps(q)}
    found = []
    for (code, key), figure in supposed.items():
        place = (q.name_of[code], key)
        doubt = off.get(place) or _of_another_size(q, place, figure) or far.get(place)
        if doubt:
            found.append(Doubted(code, doubt.item, doubt.kind, doubt.beside))
    return found


def _of_another_size(q: Quarters, place: tuple[str, tuple[str, str]], figure: Decimal) -> Doubted | None:
    district, key = place
    others = [abs(v) for name, v in q.now[key].items() if name != district and v]
    if len(others) < 3 or abs(figure) <= WIDE * max(others):
        return None
    return Doubted("", key[1], SIZE, median(others))
