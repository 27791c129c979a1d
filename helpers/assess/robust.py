"""How firm a result is: weights at which places swap, ranks under uncertain weights, near ties, what decided them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..model import UsageError
from ..scheme import Scheme
from . import rounding, tree, variants
from .figures import leaf_points
from .result import Result

DRAWS, SPREAD, LEVELS = 10_000, 0.25, ("boards", "all")


@dataclass(frozen=True, eq=False)
class Firmness:
    """Ranks under uncertain weights. `ranks` by code: rank (official), low and high (the middle `coverage` of draws),
    best, worst, median, p_first (share of draws in which it is first, alone or shared). Seeded: repeats exactly."""

    draws: int
    seed: int
    spread: float
    level: str
    coverage: float
    ranks: pd.DataFrame


def uncertain(
    result: Result,
    draws: int = DRAWS,
    seed: int = 0,
    spread: float = SPREAD,
    level: str = "boards",
    coverage: float = 0.9,
) -> Firmness:
    """Rank intervals and P(first) when every weight may be off by ± `spread` of itself, siblings rescaled to 100.

    `level` is `boards` (their weights only) or `all` (every knot's). Each weight is multiplied by a number drawn
    evenly from 1 − spread … 1 + spread. Extras stay as they are. Districts without a total have no ranks (NaN).
    """
    if level not in LEVELS:
        raise UsageError("level is {levels}, not {level!r}", levels=" or ".join(LEVELS), level=level)
    if not 0 <= spread <= 1 or not 0 < coverage <= 1 or draws < 1:
        raise UsageError("spread lies between 0 and 1, coverage above 0 up to 1, draws is 1 or more")
    totals = _drawn_totals(result, draws, seed, spread, level)
    ranks = rounding.ranks(totals, result.scheme.policies.ties)
    tail = (1 - coverage) / 2
    low, median, high = np.quantile(ranks, [tail, 0.5, 1 - tail], axis=0, method="inverted_cdf")
    first = np.where(np.isnan(ranks[0]), np.nan, (ranks == 1).mean(axis=0))
    frame = pd.DataFrame(
        {
            "rank": result.rank,
            "low": low,
            "high": high,
            "best": ranks.min(axis=0),
            "worst": ranks.max(axis=0),
            "median": median,
            "p_first": first,
        },
        index=result.total.index,
    )
    return Firmness(draws, seed, spread, level, coverage, frame)


def _even(seed: int, *shape: int) -> np.ndarray:
    """Numbers in [0, 1), the same for a seed on every machine and version: PCG64's raw stream, 53 bits of each."""
    raw = np.random.PCG64(seed).random_raw(int(np.prod(shape)))
    return ((raw >> np.uint64(11)) * 2.0**-53).reshape(shape)


def _drawn_totals(result: Result, draws: int, seed: int, spread: float, level: str) -> np.ndarray:
    """Printed totals, draw × district."""
    scheme, policies = result.scheme, result.scheme.policies
    moving = scheme.nodes if level == "all" else scheme.boards
    noise = 1.0 + spread * (2.0 * _even(seed, draws, len(moving)) - 1.0)
    factor = {node.id: noise[:, k] for k, node in enumerate(moving)}
    known = {i: result.leaf[i].to_numpy() for i in result.leaf} | {i: result.nodes[i].to_numpy() for i in result.nodes}
    knots = tree.knots(scheme) if level == "all" else tree.knots(scheme)[-1:]
    scores: dict[str, np.ndarray] = dict(known)
    for id_, aggregate, children in knots:
        weight = np.stack([result.weights[c.id].to_numpy() for c in children])
        changed = np.stack([factor[c.id] for c in children], axis=1)
        scores[id_] = _mean([scores[c.id] for c in children], weight, changed, aggregate)
    total = scores[tree.ROOT] + result.extras.fillna(0.0).to_numpy().sum(axis=1)
    total = np.where(np.isnan(result.total.to_numpy()), np.nan, total)
    if policies.order == "rank-then-round":
        return rounding.fine(total)
    return rounding.rounded(total, policies.decimals, policies.rounding)


def _mean(scores: Sequence[np.ndarray], weight: np.ndarray, factor: np.ndarray, aggregate: str) -> np.ndarray:
    """Weighted means, draw × district; `weight`: child × district, `factor`: draw × child, scores (draw ×) district."""
    whole = factor @ weight
    zero = None
    if aggregate == "geometric":
        zero = np.zeros(whole.shape, bool)
        for score, share in zip(scores, weight, strict=True):
            zero = zero | ((score <= 0) & (share > 0))
        scores = [np.log(np.where(s > 0, s, 1.0)) for s in scores]
    if all(s.ndim == 1 for s in scores):
        part = np.where(weight > 0, weight * np.stack(scores), 0.0)
        total = factor @ part
    else:
        parts = [f[:, None] * np.where(w > 0, w * s, 0.0) for f, w, s in zip(factor.T, weight, scores, strict=True)]
        total = sum(parts)
    mean = total / np.where(whole > 0, whole, np.nan)
    return mean if zero is None else np.where(zero, 0.0, np.exp(mean))


def swap_weights(result: Result, a: str | None = None, b: str | None = None) -> pd.DataFrame:
    """The weight of each board at which two districts would swap, its siblings sharing the rest.

    Default: first and second. Frame: id, weight (share now, 0–1, of `a`), at (the nearest share that makes the exact
    totals equal; NaN when no share does), change (at − weight).
    """
    if a is None or b is None:
        order = result.rank.sort_values(kind="stable").dropna().index
        if len(order) < 2:
            return pd.DataFrame(columns=["id", "weight", "at", "change"])
        a, b = a or order[0], b or order[1]
    scheme, pair = result.scheme, [result.place[a], result.place[b]]
    leaf = {i: result.leaf[i].to_numpy()[pair] for i in result.leaf}
    weight = {i: result.weights[i].to_numpy()[pair] for i in result.weights}
    bonus = result.extras.fillna(0.0).to_numpy().sum(axis=1)[pair]
    rows = []
    for node in scheme.boards:
        now = float(weight[node.id][0])
        at = np.nan
        if len(scheme.boards) > 1 and (weight[node.id] < 1).all():
            at = _root(scheme, leaf, weight, bonus, node.id, now)
        rows.append({"id": node.id, "weight": now, "at": at, "change": at - now})
    return pd.DataFrame(rows)


def _root(
    scheme: Scheme,
    leaf: Mapping[str, np.ndarray],
    weight: Mapping[str, np.ndarray],
    bonus: np.ndarray,
    id_: str,
    now: float,
) -> float:
    """The share of one board, nearest to the one it has, at which two totals meet; by sections, to nine digits."""

    def apart(shares: np.ndarray) -> np.ndarray:
        changed = dict(weight)
        for sibling in (board.id for board in scheme.boards):
            rest = weight[sibling] / (1 - weight[id_])
            changed[sibling] = shares[:, None] * np.ones(2) if sibling == id_ else (1 - shares[:, None]) * rest
        totals = tree.evaluate(scheme, leaf, changed)[tree.ROOT] + bonus
        return totals[:, 0] - totals[:, 1]

    best = np.nan
    for low, high in ((0.0, now), (now, 1.0)):
        sections = np.linspace(low, high, 101)
        found = np.nan
        for _ in range(6):
            gap = apart(sections)
            hits = np.flatnonzero(np.sign(gap[:-1]) * np.sign(gap[1:]) <= 0)
            hits = hits[(gap[hits] != 0) | (gap[hits + 1] != 0)]
            if not len(hits):
                break
            k = hits[np.argmin(np.abs(sections[hits] - now))]
            # the gap is smooth: on a narrow section it is a line
            found = sections[k] - gap[k] * (sections[k + 1] - sections[k]) / (gap[k + 1] - gap[k])
            sections = np.linspace(sections[k], sections[k + 1], 101)
        if found == found and (best != best or abs(found - now) < abs(best - now)):
            best = float(found)
    return best


def close_pairs(result: Result, near: float = 0.1) -> pd.DataFrame:
    """Neighbours in the ranking, and pairs that rounding alone made equal: what stands between them.

    Frame: upper, lower (codes), gap (printed), exact_gap; near (gap ≤ `near`), by_rounding (equal as printed, apart
    before), by_bonus (without bonus and deductions the lower would stand level or before), level (it would stand
    level), by_missing (ranks that missing figures leave possible overlap).
    """
    exact, total = result.exact.to_numpy(), result.total.to_numpy()
    rank = result.rank.to_numpy(float, na_value=np.nan)
    there = np.flatnonzero(~np.isnan(total))
    order = there[np.lexsort((there, -exact[there], rank[there]))]
    pairs = [(order[k], order[k + 1]) for k in range(len(order) - 1)]
    for tied in np.split(order, np.flatnonzero(np.diff(total[order])) + 1):
        pairs += [(u, v) for i, u in enumerate(tied) for v in tied[i + 2 :] if exact[u] != exact[v]]
    upper, lower = np.array(pairs, int).reshape(-1, 2).T
    policies = result.scheme.policies
    bare = exact - result.extras.fillna(0.0).to_numpy().sum(axis=1)
    bare = rounding.rounded(bare, policies.decimals, policies.rounding)
    low, high = result.rank_range["low"].to_numpy(), result.rank_range["high"].to_numpy()
    gap, open_ended = rounding.fine(total[upper] - total[lower]), low < high
    codes = np.array(result.codes, object)
    return pd.DataFrame(
        {
            "upper": codes[upper],
            "lower": codes[lower],
            "gap": gap,
            "exact_gap": rounding.fine(exact[upper] - exact[lower]),
            "near": gap <= near,
            "by_rounding": (gap == 0) & (exact[upper] != exact[lower]),
            "by_bonus": (gap > 0) & (bare[upper] <= bare[lower]),
            "level": (gap > 0) & (bare[upper] == bare[lower]),
            "by_missing": (high[upper] >= low[lower]) & (open_ended[upper] | open_ended[lower]),
        }
    )


def leave_out(result: Result, ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Ranks with one node (default: each indicator) taken out at a time, its siblings raised in proportion.

    Frame: code × id. A node whose removal leaves no indicator has no column.
    """
    scheme, policies = result.scheme, result.scheme.policies
    groups = np.array(result.groups, str)
    leaf = leaf_points(scheme, result.figures, result.quarter.number, groups)
    bonus = result.extras.to_numpy().sum(axis=1)  # one that is missing keeps the total back here as well
    found = {}
    for id_ in ids if ids is not None else [n.id for n in scheme.leaves]:
        try:
            left = variants.without(scheme, [id_])
        except UsageError:
            if id_ not in scheme.by_id:
                raise
            continue
        weight = tree.weights(left, list(groups))
        if policies.missing == "exclude":
            there = {n.id: ~np.isnan(leaf[n.id]) for n in left.leaves}
            weight = tree.without_missing(left, weight, there)
        total = rounding.fine(tree.evaluate(left, {n.id: leaf[n.id] for n in left.leaves}, weight)[tree.ROOT] + bonus)
        if policies.order == "round-then-rank":
            total = rounding.rounded(total, policies.decimals, policies.rounding)
        found[id_] = rounding.rank_array(total, policies.ties)
    return pd.DataFrame(found, index=result.total.index)
