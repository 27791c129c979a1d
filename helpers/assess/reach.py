"""What it would take: for every indicator, the figure that would bring a district to the place above.

One figure moves at a time, in its own unit, on the grid of its printed decimals, so that what is printed suffices.
Where one's gain is another's loss (relative scales) everybody is scored again for every trial.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..model import UsageError
from ..scheme import Extra, Node
from . import methods, missing, rounding, tree
from .figures import Figures, extra_points, node_points, with_value
from .result import UNASSESSED, Result

COLUMNS = [
    "id", "level", "unit", "direction", "now", "needed", "change", "points_now", "points_needed",
    "feasible", "reason", "best_total", "best_rank",
]  # fmt: skip
_DOUBLINGS = 41  # 2^40 steps of the last decimal: beyond any figure an assessment knows
_SECTIONS = 63


@dataclass(frozen=True, eq=False)
class Reach:
    """What `code` would need to stand where `target` stands (or to share its place).

    `ways` has a row for every indicator and extra that can move: id, level (indicator, bonus, deduction), unit,
    direction; now, needed, change (in that unit, for points given and survey indices in points); points before and
    after; feasible, and why not: `cap` (its points are used up), `limit` (its figure cannot go further), `missing`;
    best_total and best_rank, what this indicator alone brings at most (NaN where its points have no end).
    """

    code: str
    target: str
    behind: float
    ways: pd.DataFrame


def above(result: Result, code: str) -> str | None:
    """The district one place above, the last of those that share it in the districts' order; None for the first."""
    if code not in result.place:
        raise UsageError(UNASSESSED, code=code, quarter=result.quarter)
    rank = result.rank.to_numpy(float, na_value=np.nan)
    own = rank[result.place[code]]
    better = np.where(rank < own, rank, -1.0)
    if not (better > 0).any():
        return None
    return result.codes[int(np.flatnonzero(better == better.max())[-1])]


def reach(result: Result, code: str, target: str | None = None) -> Reach | None:
    """What each indicator alone would have to be for `code` to take the place of `target` (default: the place above).

    Given points and surveys move within their maximum, values within the scheme's `minimum` and `maximum`, derived
    indicators with what they are derived from. None when the district is first or has no total.
    """
    target = target or above(result, code)
    if target is None or np.isnan(result.total[code]):
        return None
    for name in (code, target):
        if name not in result.place:
            raise UsageError(UNASSESSED, code=name, quarter=result.quarter)
    trial = _Trial(result, code, int(result.rank[target]))
    rows = [_way(trial, leaf) for leaf in result.scheme.leaves if "of" not in leaf.params and trial.counts(leaf)]
    rows += [_way(trial, extra) for extra in result.scheme.extras if extra.kind != "veto"]
    ways = pd.DataFrame(rows, columns=COLUMNS)
    return Reach(code, target, float(rounding.fine(result.total[target] - result.total[code])), ways)


class _Trial:
    """Scores the quarter again for a row of trial figures of one district's one indicator."""

    def __init__(self, result: Result, code: str, rank: int) -> None:
        self.result, self.scheme, self.k, self.rank = result, result.scheme, result.place[code], rank
        self.season = result.quarter.number
        self.groups = np.array(result.groups, str)
        self.weight = tree.weights(self.scheme, result.groups)
        self.leaf = {id_: result.leaf[id_].to_numpy() for id_ in result.leaf}
        self.extra = {id_: result.extras[id_].to_numpy() for id_ in result.extras}
        self.as_it_is = self._printed(self.leaf, self.extra, self.weight)

    def counts(self, leaf: Node) -> bool:
        return all(self.result.weights[step.id].iloc[self.k] > 0 for step in self.scheme.path(leaf))

    def totals(self, item: Node | Extra, figures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Printed totals (trial × district), and the item's points of this district, for these trial figures."""
        touched = [item] if isinstance(item, Extra) else self._touched(item)
        if any(methods.is_relative(one.method, one.params) for one in touched):
            return self._scored(item, figures, slice(None), self.k)
        # nobody else's points depend on this district's figure: it alone is scored again
        own_total, own = self._scored(item, figures, slice(self.k, self.k + 1), 0)
        total = np.tile(self.as_it_is, (len(figures), 1))
        total[:, self.k] = own_total[:, 0]
        return total, own

    def _touched(self, item: Node) -> list[Node]:
        """The leaves whose points change with this one's figure."""
        leaves = self.scheme.leaves
        return [n for n in leaves if n.id == item.id or n.params.get("of") == item.id or _names(n, item.id)]

    def _scored(self, item: Node | Extra, figures: np.ndarray, part: slice, k: int) -> tuple[np.ndarray, np.ndarray]:
        """`totals` for some of the districts; this one is the `k`th of them."""
        whole, groups = self.result.reported, self.groups[part]
        parts = (whole.leaf, whole.columns, whole.extras, whole.bases)
        found = Figures(*({id_: x[part] for id_, x in p.items()} for p in parts))
        leaf, extra, weight = (
            {id_: x[part] for id_, x in arrays.items()} for arrays in (self.leaf, self.extra, self.weight)
        )
        if isinstance(item, Node):
            changed = with_value(self.scheme, found, item.id, _columns(found.leaf[item.id], figures, k))
            changed = self._carried(changed, part)
            for node in self._touched(item):
                leaf[node.id] = node_points(node, changed.leaf[node.id], changed, self.season, groups)
            own = leaf[item.id][:, k]
        else:
            changed = found.changed(extras={item.id: _columns(found.extras[item.id], figures, k)})
            changed = self._carried(changed, part)
            extra[item.id] = extra_points(self.scheme, changed, self.season, groups)[item.id]
            own = extra[item.id][:, k]
        return np.broadcast_to(self._printed(leaf, extra, weight), (len(figures), len(groups))), own

    def _carried(self, figures: Figures, part: slice) -> Figures:
        """Gaps filled from the quarter before where the scheme does so, as scoring does."""
        result = self.result
        if self.scheme.policies.missing != "carry-forward":
            return figures
        return missing.carried(figures, result.codes[part], result.quarter, result.previous)[0]

    def _printed(self, leaf: tree.Scores, extra: tree.Scores, weight: tree.Scores) -> np.ndarray:
        """Weighted totals with what is added and taken off, as they are ranked."""
        policies = self.scheme.policies
        if policies.missing == "exclude":
            weight = tree.without_missing(self.scheme, weight, {id_: ~np.isnan(points) for id_, points in leaf.items()})
            extra = {id_: np.nan_to_num(points) for id_, points in extra.items()}
        total = rounding.fine(tree.evaluate(self.scheme, leaf, weight)[tree.ROOT] + sum(extra.values()))
        if policies.order == "round-then-rank":
            total = rounding.rounded(total, policies.decimals, policies.rounding)
        return total

    def points(self, item: Node | Extra, figure: float) -> float:
        """This district's points for one figure of one item."""
        return float(self.totals(item, np.array([figure]))[1][0])

    def ranks(self, total: np.ndarray) -> np.ndarray:
        """This district's rank in each trial, infinite without a total; ties count against it where a tie is not enough
        (tie-breaks, `max`)."""
        own = total[:, self.k : self.k + 1]
        policies = self.scheme.policies
        if policies.ties == "max" or policies.tie_break:
            found = (total >= own).sum(axis=1)
        elif policies.ties == "dense":
            found = rounding.ranks(total, "dense")[:, self.k]
        else:
            found = 1 + (total > own).sum(axis=1)
        return np.where(np.isnan(own[:, 0]), np.inf, found)


def _columns(column: np.ndarray, figures: np.ndarray, k: int) -> np.ndarray:
    """Everybody's figures, one row a trial, with the trial's own at `k`."""
    table = np.tile(column, (len(figures), 1))
    table[:, k] = figures
    return table


def _names(node: Node, id_: str) -> bool:
    return any(isinstance(v, str) and v == id_ for v in node.params.values())


def _way(trial: _Trial, item: Node | Extra) -> dict[str, object]:
    if isinstance(item, Node):
        figures, level, down = trial.result.figures.leaf, "indicator", item.direction == "down"
    else:
        figures, level = trial.result.figures.extras, item.kind
        down = (level == "deduction") != (item.params.get("direction") == "down")
    now = float(figures[item.id][trial.k])
    row = {"id": item.id, "level": level, "unit": item.unit, "direction": "down" if down else "up", "now": now}
    row |= dict.fromkeys(("needed", "change", "points_now", "points_needed", "best_total", "best_rank"), np.nan)
    if np.isnan(now):
        return {**row, "feasible": False, "reason": "missing"}
    decimals, limit, natural = _grid(trial, item, down)
    unit, sign = 10.0**-decimals, -1 if down else 1
    start = np.ceil(round(now / unit, 6)) if down else np.floor(round(now / unit, 6))

    def at(steps: np.ndarray) -> np.ndarray:
        moved = np.round((start + sign * steps) * unit, decimals)
        return np.maximum(moved, limit) if down else np.minimum(moved, limit)

    steps = np.concatenate([[0.0], 2.0 ** np.arange(_DOUBLINGS)])
    total, points = trial.totals(item, at(steps))
    rank = trial.ranks(total)
    row["points_now"] = trial.points(item, now)
    if points[-1] == points[-2] and np.isfinite(rank[-1]):  # used up, at a cap or at a limit
        row |= {"best_total": float(total[-1, trial.k]), "best_rank": float(rank[-1])}
    enough = rank <= trial.rank
    if not enough.any():
        before = limit - sign * unit
        rising = natural and trial.points(item, limit) > trial.points(item, before)
        return {**row, "feasible": False, "reason": "limit" if rising else "cap"}
    least = _smallest(steps, enough, lambda tried: trial.ranks(trial.totals(item, at(tried))[0]) <= trial.rank)
    needed = float(at(np.array([least]))[0])
    change = float(rounding.fine(needed - now))
    points_needed = trial.points(item, needed)
    return {**row, "needed": needed, "change": change, "points_needed": points_needed, "feasible": True, "reason": ""}


def _grid(trial: _Trial, item: Node | Extra, down: bool) -> tuple[int, float, bool]:
    """Decimals on which the figure moves, how far it can go, and whether that end is the figure's own (not a cap)."""
    end = -np.inf if down else np.inf
    if item.method == "survey":
        return 2, float(methods.figure("survey", item.params, "dissatisfied" if down else "satisfied")), False
    if item.method == "given":
        least = 0.0 if down else float(item.params.get("max", 100.0))
        return 2, least, False
    key = "minimum" if down else "maximum"
    if isinstance(item, Node) and key in item.params:
        return item.decimals, float(methods.settle({"end": item.params[key]}, trial.season)["end"]), True
    return (item.decimals if isinstance(item, Node) else 2), end, False


def _smallest(tried: np.ndarray, good: np.ndarray, test: Callable[[np.ndarray], np.ndarray]) -> float:
    """The fewest whole steps that suffice, given trials in rising order; between them many are tried at once."""
    while True:
        first = int(np.argmax(good))
        if first == 0:
            return float(tried[0])
        low, high = tried[first - 1], tried[first]
        if high - low <= 1:
            return float(high)
        tried = np.unique(np.floor(np.linspace(low, high, _SECTIONS + 2)))
        good = np.concatenate([[False], test(tried[1:-1]), [True]])
