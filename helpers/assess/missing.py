"""Missing figures: what the scheme's policy makes of them, and the ranks they leave possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..model import Quarter
from ..scheme import Extra, Node, Policies, Scheme
from . import methods, rounding, tree
from .figures import Figures, scale

if TYPE_CHECKING:
    from .result import Result

WORDS = {"withhold": "missing", "exclude": "excluded", "carry-forward": "missing"}


def carried(figures: Figures, codes: list[str], quarter: Quarter, previous: Result | None) -> tuple[Figures, Figures]:
    """Figures with gaps filled from the quarter before (carry-forward), and which were (1.0 where carried).

    Only the quarter directly before counts; a figure it had itself carried is carried on.
    """
    filled = {"leaf": dict(figures.leaf), "columns": dict(figures.columns), "extras": dict(figures.extras)}
    marks: dict[str, dict[str, np.ndarray]] = {"leaf": {}, "columns": {}, "extras": {}}
    near = previous if previous is not None and previous.quarter == quarter.previous else None
    for part, arrays in filled.items():
        earlier = getattr(near.figures, part) if near else {}
        for id_, now in list(arrays.items()):
            marks[part][id_] = np.zeros(len(codes))
            if near and id_ in earlier and np.isnan(now).any():
                before = pd.Series(earlier[id_], index=near.codes).reindex(codes).to_numpy()
                took = np.isnan(now) & ~np.isnan(before)
                arrays[id_] = np.where(took, before, now)
                marks[part][id_] = took.astype(float)
    return figures.changed(**filled), Figures(**marks)


def rank_range(
    scheme: Scheme,
    figures: Figures,
    quarter: int,
    leaf: Mapping[str, np.ndarray],
    extras: Mapping[str, np.ndarray],
    unsure: Mapping[str, np.ndarray],
    weight: Mapping[str, np.ndarray],
    rank: pd.Series,
) -> tuple[np.ndarray, np.ndarray]:
    """Best and worst rank each district could still take, whatever the missing figures turn out to be.

    `unsure` says by leaf and extra id whose figure is missing or carried. Such a score may lie anywhere between the
    fewest and the most points of its method; where the method is relative, everybody's score in it may. Equal totals
    count as the scheme's policies say; `rank` is the order of those whose total is sure.
    """
    n, policies = len(next(iter(weight.values()))), scheme.policies
    items = {e.id: (_extra_ends(e, quarter, n), _doubtful(e, unsure[e.id])) for e in scheme.extras if e.kind != "veto"}
    known = ~np.any([doubt for _, doubt in items.values()], axis=0) if items else np.ones(n, bool)
    low, high = dict(leaf), dict(leaf)
    for node in scheme.leaves:
        doubt = _doubtful(node, unsure[node.id])
        if doubt.any():
            known &= ~doubt
            params = methods.settle(node.params, quarter, figures.columns)
            least, most = methods.METHODS[node.method].bounds(params, n)
            low[node.id] = np.where(doubt, least, leaf[node.id])
            high[node.id] = np.where(doubt, most, leaf[node.id])
    ends: list[np.ndarray] = []
    for scores, side in ((low, 0), (high, 1)):
        with np.errstate(invalid="ignore"):
            total = tree.evaluate(scheme, scores, weight)[tree.ROOT]
        for id_, (ends_of, doubt) in items.items():
            total = total + np.where(doubt, ends_of[side], extras[id_])
        limit = 1e8  # a score without an end: far beyond any other
        total = np.clip(total, -limit, limit)
        by_exact = policies.order == "rank-then-round"
        ends.append(rounding.fine(total) if by_exact else rounding.rounded(total, policies.decimals, policies.rounding))
    worst, best = ends
    return _places(policies, worst, best, known, rank.to_numpy(float, na_value=np.nan))


def _places(
    policies: Policies, worst: np.ndarray, best: np.ndarray, known: np.ndarray, rank: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Best and worst place of totals that lie between `worst` and `best`; both are the total where it is `known`.

    Equal totals share the smaller place (min), the larger (max), or leave no place out (dense). A tie break may part
    equal totals either way, but for two known ones, whose order `rank` has.
    """
    if policies.ties == "min" and not policies.tie_break:  # at once for thousands of districts
        sure = ~np.isnan(worst)  # a knot nobody weighs: no total at all
        ahead = len(worst[sure]) - np.searchsorted(np.sort(worst[sure]), best, side="right")
        maybe = len(best[sure]) - np.searchsorted(np.sort(best[sure]), worst, side="right") - (best > worst)
        return 1 + ahead, 1 + maybe
    shares, parted = policies.ties == "max", bool(policies.tie_break)

    def before(others: np.ndarray, own: np.ndarray, level: bool) -> np.ndarray:
        """Whether each other (a column) stands before each district (a row), or level with it where that counts."""
        return others[None, :] >= own[:, None] if level else others[None, :] > own[:, None]

    both, order = known[:, None] & known[None, :], before(-rank, -rank, shares)
    ahead = np.where(both, order, before(worst, best, shares and not parted))
    maybe = np.where(both, order, before(best, worst, shares or parted))
    for found in (ahead, maybe):
        np.fill_diagonal(found, False)
    if policies.ties != "dense":
        return 1 + ahead.sum(axis=1), 1 + maybe.sum(axis=1)
    known_at = np.flatnonzero(known & ~np.isnan(rank))
    one_each = known_at[np.unique(rank[known_at], return_index=True)[1]]  # known districts of one place count once
    low = np.maximum(ahead[:, one_each].sum(axis=1), ahead.any(axis=1))
    return 1 + low, 1 + maybe[:, one_each].sum(axis=1) + maybe[:, ~known].sum(axis=1)


def _doubtful(item: Node | Extra, doubt: np.ndarray) -> np.ndarray:
    """Whose points are in doubt: where the scale is relative everybody's, once one figure is."""
    return np.full(len(doubt), doubt.any()) if methods.is_relative(item.method, item.params) else doubt


def _extra_ends(extra: Extra, quarter: int, n: int) -> tuple[float, float]:
    if extra.method == "given":
        least, most = 0.0, float(extra.params["max"])
    else:
        ends = methods.METHODS[extra.method].bounds(methods.settle(scale(extra), quarter), n)
        least, most = (end / 100.0 * float(extra.params["points"]) for end in ends)
    return (least, most) if extra.kind == "bonus" else (-most, -least)
