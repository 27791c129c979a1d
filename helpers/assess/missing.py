"""Missing figures: what the scheme's policy makes of them, and the ranks they leave possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..model import Extra, Node, Quarter, Scheme
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
    near = previous is not None and previous.quarter == quarter.previous
    for part, arrays in filled.items():
        earlier = getattr(previous.figures, part) if near else {}
        for id_, now in list(arrays.items()):
            marks[part][id_] = np.zeros(len(codes))
            if id_ in earlier and np.isnan(now).any():
                before = pd.Series(earlier[id_], index=previous.codes).reindex(codes).to_numpy()
                took = np.isnan(now) & ~np.isnan(before)
                arrays[id_] = np.where(took, before, now)
                marks[part][id_] = took.astype(float)
    return Figures(**filled), Figures(**marks)


def rank_range(
    scheme: Scheme,
    figures: Figures,
    quarter: int,
    leaf: Mapping[str, np.ndarray],
    extras: Mapping[str, np.ndarray],
    unsure: Mapping[str, np.ndarray],
    weight: Mapping[str, np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    """Best and worst rank each district could still take, whatever the missing figures turn out to be.

    `unsure` says by leaf and extra id whose figure is missing or carried. Such a score may lie anywhere between the
    fewest and the most points of its method; where the method is relative, everybody's score in it may. Ties share
    the smaller rank.
    """
    n = len(next(iter(weight.values())))
    items = {e.id: (_extra_ends(e, quarter, n), _doubtful(e, unsure[e.id])) for e in scheme.extras if e.kind != "veto"}
    low, high = dict(leaf), dict(leaf)
    for node in scheme.leaves:
        doubt = _doubtful(node, unsure[node.id])
        if doubt.any():
            params = methods.settle(node.params, quarter, figures.columns)
            least, most = methods.METHODS[node.method].bounds(params, n)
            low[node.id] = np.where(doubt, least, leaf[node.id])
            high[node.id] = np.where(doubt, most, leaf[node.id])
    ends = []
    for scores, side in ((low, 0), (high, 1)):
        with np.errstate(invalid="ignore"):
            total = tree.evaluate(scheme, scores, weight)[tree.ROOT]
        for id_, (ends_of, doubt) in items.items():
            total = total + np.where(doubt, ends_of[side], extras[id_])
        limit = 1e8  # a score without an end: far beyond any other
        ends.append(rounding.rounded(np.clip(total, -limit, limit), scheme.policies.decimals, scheme.policies.rounding))
    worst, best = ends
    sure = ~np.isnan(worst)  # a knot nobody weighs: no total at all
    ahead = len(worst[sure]) - np.searchsorted(np.sort(worst[sure]), best, side="right")
    maybe = len(best[sure]) - np.searchsorted(np.sort(best[sure]), worst, side="right") - (best > worst)
    return 1 + ahead, 1 + maybe


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
