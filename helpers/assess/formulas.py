"""Scoring formulas: from an indicator's values to points, one small vectorised function a method.

Every function takes `x`, one value a district along the last axis (NaN = no value, stays NaN), keyword figures in the
indicator's unit (numbers, or one a district), and returns points of the same shape. Nothing is mutated. Sources: the
rule forms in use in district assessments; min-max, z-score and goalposts as in the OECD/JRC handbook on composite
indicators.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from . import rounding

Array = np.ndarray
Figure = float | Array
INF = float("inf")


def met(x: Array, target: Any, down: bool) -> Array:
    """Whether a value reaches its target: at or above it, at or below it where less is better."""
    return (x <= target) if down else (x >= target)


def _bounded(points: Array, lowest: Any, highest: Any) -> Array:
    low = -INF if lowest is None else lowest
    high = INF if highest is None else highest
    return np.minimum(np.maximum(points, low), high)


def _kept_missing(points: Array, *given: Any) -> Array:
    """Points, but none where a value or a district's own figure is missing."""
    missing = np.zeros(np.shape(points), bool)
    for figure in given:
        missing = missing | np.isnan(figure)
    return np.where(missing, np.nan, points)


def efficacy(
    x: Array,
    *,
    floor: Figure,
    goal: Figure,
    down: bool = False,
    base: Figure = 60.0,
    cap: Figure | None = None,
    lowest: Figure = 0.0,
) -> Array:
    """功效系数法: base + (100 − base) × (x − floor) / (goal − floor), not under `lowest`, not over `cap`.

    floor = 不允许值 (earns `base`), goal = 满意值 (earns 100); where less is better floor is the larger of the two.
    Degenerate, goal = floor: 100 when the goal is met, `lowest` when not.
    """
    span = np.subtract(goal, floor)
    points = base + (100.0 - base) * (x - floor) / np.where(span == 0, 1.0, span)
    points = np.where(span == 0, np.where(met(x, goal, down), 100.0, lowest), points)
    return _kept_missing(_bounded(points, lowest, cap), x, floor, goal)


def target_completion(
    x: Array,
    *,
    target: Figure,
    down: bool = False,
    cap: Figure = 1.0,
    lowest: Figure = 0.0,
) -> Array:
    """目标完成率: 100 × min(x / target, cap); target / x where less is better. Not under `lowest`.

    Degenerate, target of zero or below (no share of it can be taken): 100 × cap when met, `lowest` when not.
    Where less is better a value of zero or below earns 100 × cap.
    """
    over, under = (np.asarray(target, float), x) if down else (x, np.asarray(target, float))
    usable = (under > 0) & (np.asarray(target) > 0)
    ratio = over / np.where(usable, under, 1.0)
    ratio = np.where(usable, ratio, np.where(met(x, target, down), cap, lowest / 100.0))
    return _kept_missing(_bounded(100.0 * np.minimum(ratio, cap), lowest, None), x, target)


def growth_to_target(
    x: Array,
    *,
    target: Figure,
    step: Figure,
    down: bool = False,
    at_target: Figure = 80.0,
    step_below: Figure | None = None,
    lowest: Figure = 0.0,
    highest: Figure = 100.0,
) -> Array:
    """`at_target` points at the target, ± `step` for each unit beyond it (`step_below` for each unit short of it).

    Between `lowest` and `highest`. Any target is allowed, zero and negative ones too: only the distance counts.
    """
    beyond = np.subtract(target, x) if down else np.subtract(x, target)
    per_unit = np.where(beyond < 0, step if step_below is None else step_below, step)
    return _kept_missing(_bounded(at_target + per_unit * beyond, lowest, highest), x, target)


def all_or_nothing(
    x: Array,
    *,
    target: Figure,
    down: bool = False,
    target_points: Figure = 100.0,
    place_points: Sequence[float] = (),
    only_met: bool = True,
) -> Array:
    """`target_points` when the target is met, else none; and 争先进位: `place_points` by place among all with a value.

    A place earns only when the target is met too (`only_met`). Places beyond the list earn nothing; equal values
    share the smaller place and its points.
    """
    reached = met(x, target, down)
    points = np.where(reached, target_points, 0.0)
    if len(place_points):
        extra = _by_place(places(x, down), place_points, 0.0)
        points = points + (np.where(reached, extra, 0.0) if only_met else extra)
    return _kept_missing(points, x, target)


def rank_points(
    x: Array,
    *,
    table: Sequence[float] | None = None,
    first: Figure = 100.0,
    step: Figure | None = None,
    lowest: Figure = 0.0,
    down: bool = False,
) -> Array:
    """位次赋分: points by place from `table`, or `first` less `step` for each place, not under `lowest`.

    Equal values share the smaller place and its points; places beyond the table earn `lowest`. A district alone,
    or all equal, takes first place.
    """
    place = places(x, down)
    if table is None:
        assert step is not None  # a scheme has one of the two: validate._check_scale
        return _kept_missing(np.maximum(first - step * (place - 1.0), lowest), x)
    return _kept_missing(_by_place(place, table, lowest), x)


def min_max(
    x: Array,
    *,
    down: bool = False,
    lowest: Figure = 0.0,
    highest: Figure = 100.0,
    transform: str = "none",
    winsorise: int = 0,
) -> Array:
    """The worst value of the quarter earns `lowest`, the best `highest`, between them in proportion.

    `winsorise` pulls that many values at either end to the next one before. Degenerate, all equal or a district
    alone: everybody earns `highest`, because nobody is behind the best.
    """
    x = _winsorised(_transformed(x, transform), winsorise)
    worst, best = _edge(x, np.fmin), _edge(x, np.fmax)
    if down:
        worst, best = best, worst
    span = best - worst
    share = np.where(span == 0, 1.0, (x - worst) / np.where(span == 0, 1.0, span))
    return _kept_missing(lowest + (highest - lowest) * share, x)


def z_score(
    x: Array,
    *,
    mean: Figure,
    spread: Figure,
    down: bool = False,
    lowest: Figure | None = None,
    highest: Figure | None = None,
    ddof: int = 0,
    transform: str = "none",
    winsorise: int = 0,
) -> Array:
    """mean + spread × (x − average) / standard deviation of the quarter's values; mirrored where less is better.

    `ddof` 0 divides by n (all districts are the population), 1 by n − 1. Degenerate, all equal or a district alone:
    everybody earns `mean`.
    """
    x = _winsorised(_transformed(x, transform), winsorise)
    there = ~np.isnan(x)
    count = there.sum(axis=-1, keepdims=True)
    middle = np.where(there, x, 0.0).sum(axis=-1, keepdims=True) / np.maximum(count, 1)
    away = x - middle
    scale = np.abs(np.where(there, x, 0.0)).max(axis=-1, keepdims=True, initial=0.0)
    away = np.where(np.abs(away) <= 1e-12 * scale, 0.0, away)  # what is left of equal numbers is noise, not spread
    variance = np.where(there, away**2, 0.0).sum(axis=-1, keepdims=True) / np.maximum(count - ddof, 1)
    deviation = np.sqrt(variance)
    z = np.where(deviation == 0, 0.0, away / np.where(deviation == 0, 1.0, deviation))
    return _kept_missing(_bounded(mean + spread * (-z if down else z), lowest, highest), x)


def goalposts(
    x: Array,
    *,
    floor: Figure,
    goal: Figure,
    down: bool = False,
    lowest: Figure = 0.0,
    highest: Figure = 100.0,
    transform: str = "none",
    clip: bool = True,
) -> Array:
    """`lowest` at the floor, `highest` at the goal, in proportion between; goalposts stay fixed over the quarters.

    `transform = "log"` takes logarithms of value and goalposts first (UNDP's income index); `clip` keeps values
    beyond a post at the post. Degenerate, goal = floor: `highest` when the goal is met, `lowest` when not.
    """
    missing = _kept_missing(np.zeros(np.shape(x)), x, floor, goal)
    if clip and transform == "log":  # a value of zero or below lies under any post: no logarithm is asked of it
        x = np.maximum(x, np.minimum(floor, goal))
    x, floor, goal = (_transformed(figure, transform) for figure in (x, floor, goal))
    span = np.subtract(goal, floor)
    share = np.where(span == 0, met(x, goal, down), (x - floor) / np.where(span == 0, 1.0, span))
    share = _bounded(share, 0.0, 1.0) if clip else share
    return lowest + (highest - lowest) * share + missing


def given(
    x: Array,
    *,
    max: Figure = 100.0,
    out_of: Figure = 100.0,
    down: bool = False,
) -> Array:
    """Points as the department gave them, brought from `out_of` to 100; `max` is what a given score may not pass."""
    return x * (100.0 / out_of) if out_of != 100.0 else np.array(x, float)


def survey(
    x: Array,
    *,
    satisfied: Figure = 100.0,
    basically: Figure = 75.0,
    dissatisfied: Figure = 55.0,
    down: bool = False,
) -> Array:
    """满意度: the index is the score; it is made of counts by `survey_index`."""
    return np.array(x, float)


def survey_index(counts: Array, satisfied: float = 100.0, basically: float = 75.0, dissatisfied: float = 55.0) -> Array:
    """Satisfaction index, sample size and margin of error, three columns, of answers counted in three columns.

    index = Σ points × answers / answers, 不了解 not among them. The margin is half the 95 % interval of that mean,
    1.96 × s / √n with the sample's own standard deviation. Nobody answering: no index (NaN).
    """
    points = np.array([satisfied, basically, dissatisfied], float)
    n = counts.sum(axis=-1)
    some = np.where(n > 0, n, 1.0)
    index = counts @ points / some
    square = (counts * (points - index[..., None]) ** 2).sum(axis=-1)
    margin = 1.96 * np.sqrt(square / np.maximum(some - 1, 1) / some)
    empty = n <= 0
    return np.stack([np.where(empty, np.nan, index), n, np.where(empty | (n < 2), np.nan, margin)], axis=-1)


def places(x: Array, down: bool = False) -> Array:
    """1 = best along the last axis, equal values share the smaller place; no place (NaN) without a value."""
    return rounding.ranks(-np.asarray(x, float) if down else x)


def _by_place(place: Array, table: Sequence[float], beyond: Figure) -> Array:
    points = np.array([*table, beyond], float)
    last = len(table)
    return points[np.where(np.isnan(place) | (place > last), last, place - 1).astype(int)]


def _transformed(x: Any, transform: str) -> Array:
    if transform != "log":
        return np.asarray(x, float)
    x = np.asarray(x, float)
    return np.log(np.where(x > 0, x, np.nan))


def _edge(x: Array, which: np.ufunc) -> Array:
    return which.reduce(x, axis=-1, keepdims=True)


def _winsorised(x: Array, many: int) -> Array:
    if not many:
        return x
    ordered = np.sort(x, axis=-1)  # NaN go last
    last = (~np.isnan(x)).sum(axis=-1, keepdims=True) - 1
    cut = np.minimum(int(many), np.maximum(last, 0) // 2)
    low = np.take_along_axis(ordered, cut, axis=-1)
    high = np.take_along_axis(ordered, np.maximum(last - cut, 0), axis=-1)
    return np.clip(x, low, high)
