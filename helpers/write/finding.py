"""What a finding is: one thing worth saying, with every number it says as a typed figure.

A finding holds figures, ids and names, no words. A sentence is made of one finding, and says its figures: all of
them, and no others. `tests/write/parse_back.py` reads them back out of the text and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, overload

import pandas as pd

from ..assess.score import Result
from ..model import Quarter, frozen
from ..scheme import Node
from . import news
from .briefing import Briefing
from .origins import Origin

Window = tuple[Quarter, Quarter]


@dataclass(frozen=True)
class Figure:
    """One number as it is told.

    `unit` is one of the assessment's own (points, rank, places, stars, quarters, times, boards, districts, pairs,
    items, draws, rows, pp for percentage points) or an indicator's unit as the data write it (`%`, `亿元`, `家`), with
    its English word in `unit_en`. `decimals` are those printed. `way` is its direction: up, down, same for a change;
    ahead, behind, apart for a distance between two; above, below, same against a median, an average or a target;
    top for a limit of places, from for a place that was left. `of` are the codes and ids whose number it is, `against`
    those it is measured from. `qualifier` is 余 or 超: more than the value.
    """

    value: float
    unit: str
    decimals: int = 0
    way: str = ""
    of: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    unit_en: str = ""
    qualifier: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing worth saying.

    `kind` names the sentence; `who` are district codes; `figures` holds every number of the sentence by name, the
    first of them its chief one, and those that nothing but their order tells apart in the order they are told; `times`
    the quarters it names and `periods` the spans of time as the data write them; `about` what else it says, as ids,
    names and switches; `window` is the first and last quarter it rests on; `rows` are the data rows it rests on, where
    it rests on rows; `news` orders a summary (see `news`), `topic` is what it is about, so that a summary does not say
    a thing twice; `turn` counts findings of one kind within a section, so that neighbours take different shapes.
    """

    kind: str
    who: tuple[str, ...] = ()
    figures: Mapping[str, Figure | tuple[Figure, ...]] = field(default_factory=frozen)
    about: Mapping[str, Any] = field(default_factory=frozen)
    window: Window | None = None
    times: tuple[Quarter, ...] = ()
    periods: tuple[str, ...] = ()
    rows: tuple[Origin, ...] = ()
    news: float = 0.0
    topic: str = ""
    turn: int = 0

    def __getitem__(self, name: str) -> Figure:
        """A single figure by its name."""
        figure = self.figures[name]
        if not isinstance(figure, Figure):
            raise TypeError(f"{self.kind}.{name} is {len(figure)} figures: read it with each({name!r})")
        return figure

    def get(self, name: str) -> Figure | None:
        """A single figure, None where this finding has none of that name."""
        return self[name] if name in self.figures else None

    def each(self, name: str) -> tuple[Figure, ...]:
        """Figures that come in a row, by their name; none where this finding has none."""
        found = self.figures.get(name, ())
        return (found,) if isinstance(found, Figure) else found

    @property
    def all_figures(self) -> Iterator[Figure]:
        for name in self.figures:
            yield from self.each(name)

    @property
    def value(self) -> float:
        """The chief figure's number; 0 where the finding has none."""
        return next((figure.value for figure in self.all_figures), 0.0)

    @property
    def unit(self) -> str:
        return next((figure.unit for figure in self.all_figures), "")

    def turned(self, turn: int) -> Finding:
        return replace(self, turn=turn)


def finding(
    kind: str,
    *who: str,
    figures: Mapping[str, Figure | tuple[Figure, ...] | None] | None = None,
    window: Window | None = None,
    times: Iterable[Quarter] = (),
    periods: Iterable[str] = (),
    rows: Iterable[Origin] = (),
    variant: str = "",
    size: float = 0.0,
    **about: Any,
) -> Finding:
    """A finding with its news value; figures that are None, and rows of none, fall away.

    `variant` is the news within the kind (a first: first_time, back, again …), `size` how much of it there is.
    """
    grade = news.grade(kind, variant)
    told = {name: figure for name, figure in (figures or {}).items() if figure is not None and figure != ()}
    about = {"variant": variant, **about} if variant else about
    mentioned = dict.fromkeys([*(window or ()), *times])
    return Finding(
        kind=kind,
        who=who,
        figures=frozen(told),
        about=frozen(about),
        window=window,
        times=tuple(mentioned),
        periods=tuple(periods),
        rows=tuple(rows),
        news=grade.value + min(max(size, 0.0), news.MOST),
        topic=grade.topic,
    )


# ---- figures ----------------------------------------------------------------------------------------------------


def points(b: Briefing, value: float | Decimal, *of: str, way: str = "", against: tuple[str, ...] = ()) -> Figure:
    """Points as the scheme publishes them; a negative difference is told as its size, its sign in `way`."""
    return Figure(abs(float(value)) if way else float(value), "points", b.scheme.policies.decimals, way, of, against)


def part(b: Briefing, value: float | Decimal, *of: str) -> Figure:
    """A part of a sum or of a change, told with its sign."""
    return points(b, value, *of, way="up" if value > 0 else "down" if value < 0 else "same")


def rank(value: float, *of: str, way: str = "") -> Figure:
    return Figure(int(value), "rank", 0, way, of)


def count(value: float, unit: str, *of: str) -> Figure:
    return Figure(int(value), unit, 0, "", of)


@overload
def moved(places: int, *of: str) -> Figure: ...
@overload
def moved(places: int | None, *of: str) -> Figure | None: ...
def moved(places: int | None, *of: str) -> Figure | None:
    """A change of rank; None where there is nothing to compare with."""
    if places is None:
        return None
    return Figure(abs(places), "places", 0, "up" if places > 0 else "down" if places < 0 else "same", of)


def percent(value: float, *of: str, decimals: int | None = None) -> Figure:
    """A share in per cent, with one decimal where it is not whole; or with so many as those told beside it have."""
    rounded = round(float(value), 1)
    fewest = 0 if rounded == round(rounded) else 1
    return Figure(rounded, "%", fewest if decimals is None else decimals, "", of)


def measured(value: float, leaf: Node, *of: str, qualifier: str = "") -> Figure:
    """An indicator's value in its own unit; points where a department gave points."""
    if leaf.method in ("given", "survey"):
        return Figure(float(value), "points", 2, "", of)
    return Figure(float(value), leaf.unit, leaf.decimals, "", of, (), leaf.unit_en, qualifier)


def difference(value: float, leaf: Node, *of: str) -> Figure:
    """A difference of two values of an indicator: above, below or same; between two rates in percentage points."""
    way = "above" if value > 0 else "below" if value < 0 else "same"
    if leaf.method in ("given", "survey"):
        return Figure(abs(value), "points", 2, way, of)
    unit = "pp" if leaf.unit == "%" else leaf.unit
    return Figure(abs(value), unit, leaf.decimals, way, of, (), leaf.unit_en)


def alike(codes: Iterable[str], fact: Callable[[str], Hashable]) -> list[tuple[str, ...]]:
    """Districts of which one and the same is told, together, each group where its first stands."""
    groups: dict[Hashable, list[str]] = {}
    for code in codes:
        groups.setdefault(fact(code), []).append(code)
    return [tuple(group) for group in groups.values()]


# ---- what findings are made from --------------------------------------------------------------------------------


def turn_of(b: Briefing) -> int:
    """The quarter as a number, one more each quarter: where the turns of its findings begin."""
    return 4 * b.quarter.year + b.quarter.number


def change(result: Result, code: str, by_group: bool = False) -> int | None:
    """Places gained since the quarter before, among all or within its group; None without a rank in one of the two."""
    places = (result.group_change if by_group else result.change)[code]
    return None if pd.isna(places) else int(places)


def rows_of(b: Briefing, code: str, *boards: str) -> tuple[Origin, ...]:
    """The data rows of this quarter behind a district's total, or its score in some boards.

    What rests on earlier quarters too names them in `window` or `times`.
    """
    leaves = [leaf for leaf in b.scheme.leaves if not boards or b.scheme.board_of(leaf).id in boards]
    found = [b.origin(code, leaf) for leaf in leaves]
    if not boards:
        found.append(b.survey_origins.get(code))
    return tuple(dict.fromkeys(origin for origin in found if origin is not None))


def rows_of_all(b: Briefing, codes: Iterable[str], *boards: str) -> tuple[Origin, ...]:
    """The data rows behind several districts' totals, or their scores in some boards, each row once."""
    return tuple(dict.fromkeys(row for code in dict.fromkeys(codes) for row in rows_of(b, code, *boards)))
