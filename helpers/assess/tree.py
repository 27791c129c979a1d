"""The scheme's tree as arithmetic: effective weights, scores of every knot, and a difference taken apart.

Arrays hold one number a district (or a pair, or a draw) along their last axis; a `dict` by node id holds the tree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..scheme import Node, Scheme

Scores = Mapping[str, np.ndarray]
ROOT = ""


def knots(scheme: Scheme) -> list[tuple[str, str, tuple[Node, ...]]]:
    """Every knot with children as (id, its aggregate, children), deepest first, the whole ("") last."""
    found = [(node.id, node.aggregate, scheme.children(node.id)) for node in scheme.inner]
    return [*found, (ROOT, scheme.aggregate, scheme.boards)]


def weights(scheme: Scheme, groups: Sequence[str]) -> dict[str, np.ndarray]:
    """Each node's share among its siblings, one number a district, by the district's group."""
    names, of = np.unique(np.asarray(groups, str), return_inverse=True)
    return {node.id: np.array([float(node.weight_in(str(g))) for g in names], float)[of] for node in scheme.nodes}


def without_missing(scheme: Scheme, weight: Scores, there: Scores) -> dict[str, np.ndarray]:
    """Weights with missing leaves taken out and their siblings raised in proportion (缺项剔除、权重归一).

    `there` says by leaf which districts have a score. A knot all of whose leaves are missing is itself missing.
    """
    found = dict(weight)
    present = {leaf: np.asarray(has, bool) for leaf, has in there.items()}
    for id_, _, children in knots(scheme):
        kept = {c.id: np.where(present[c.id], found[c.id], 0.0) for c in children}
        whole = sum(kept.values(), np.zeros(()))
        present[id_] = whole > 0
        for child, share in kept.items():
            found[child] = share / np.where(whole > 0, whole, 1.0)
    return found


def evaluate(scheme: Scheme, leaf: Scores, weight: Scores) -> dict[str, np.ndarray]:
    """Scores of all nodes, leaves included, and of the whole under "": weighted means, arithmetic or geometric.

    A child of weight 0 counts for nothing, even without a score; a missing score (NaN) leaves every knot above it
    without one. A geometric mean with a child at zero or below is zero.
    """
    found = dict(leaf)
    for id_, aggregate, children in knots(scheme):
        total: np.ndarray | float = 0.0
        zero: np.ndarray | bool = False
        any_weight: np.ndarray | float = 0.0
        for child in children:
            share, score = weight[child.id], found[child.id]
            any_weight = any_weight + share
            if aggregate == "geometric":
                low = score <= 0
                zero = zero | (low & (share > 0))
                score = np.log(np.where(low, 1.0, score))
            total = total + np.where(share > 0, share * score, 0.0)
        if aggregate == "geometric":
            # a missing child must not pass for a zero one
            total = np.where(zero & ~np.isnan(total), 0.0, np.exp(total))
        found[id_] = np.where(any_weight > 0, total, np.nan)
    return found


def _log_mean(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The logarithmic mean of two positive numbers: (a − b) / (ln a − ln b), a where they are equal."""
    a, b = np.where(a > 0, a, 1.0), np.where(b > 0, b, 1.0)
    apart = np.log(a) - np.log(b)
    near = np.abs(apart) < 1e-6  # the quotient loses its digits here; the arithmetic mean agrees to 1e-13
    return np.where(near, (a + b) / 2, (a - b) / np.where(near, 1.0, apart))


def decompose(scheme: Scheme, a: Scores, b: Scores, wa: Scores, wb: Scores) -> tuple[dict, dict]:
    """Why the whole differs between `a` and `b`: points by node from scores, and points by node from weights.

    Takes the scores of all nodes and of the whole and the weights, of both sides. Returns two dicts by node id:
    what the node's own difference in score brings to the whole, and what the difference in its weight brings.
    Σ over leaves of the first + Σ over all nodes of the second = a − b of the whole. Under an arithmetic mean a part
    is mean weight × difference of scores; under a geometric mean it is the additive logarithmic-mean split (LMDI),
    the one that leaves no remainder; a child at zero takes the whole fall to zero, several by weight.
    """
    factor: dict[str, np.ndarray] = {ROOT: np.asarray(1.0)}
    by_score: dict[str, np.ndarray] = {}
    by_weight: dict[str, np.ndarray] = {}
    for id_, aggregate, children in reversed(knots(scheme)):
        up = factor[id_]
        sides, shares = {}, {}
        # what one side lacks is taken as the other has it: its weight there is 0, and says all
        no_a, no_b = np.isnan(a[id_]), np.isnan(b[id_])
        for child in children:
            x, y = np.asarray(a[child.id], float), np.asarray(b[child.id], float)
            x, y = np.where(np.isnan(x), y, x), np.where(np.isnan(y), x, y)
            sides[child.id] = (np.where(np.isnan(x), 0.0, x), np.where(np.isnan(y), 0.0, y))
            v, w = wa[child.id], wb[child.id]
            shares[child.id] = (np.where(no_a, w, v), np.where(no_b, v, w))
        if aggregate == "geometric":
            whole_a, whole_b = np.where(no_a, b[id_], a[id_]), np.where(no_b, a[id_], b[id_])
            rates = _geometric_rates(sides, shares, np.nan_to_num(whole_a), np.nan_to_num(whole_b))
        else:
            rates = {i: ((v + w) / 2, (v - w) * sum(sides[i]) / 2) for i, (v, w) in shares.items()}
        for child in children:
            x, y = sides[child.id]
            rate, moved = rates[child.id]
            factor[child.id] = up * rate
            by_score[child.id] = up * rate * (x - y)
            by_weight[child.id] = up * moved
    return by_score, by_weight


Pair = tuple[np.ndarray, np.ndarray]


def _geometric_rates(
    sides: Mapping[str, Pair], shares: Mapping[str, Pair], a: np.ndarray, b: np.ndarray
) -> dict[str, Pair]:
    """For each child: points of the knot for each point of its own difference, and points from its weight."""
    whole = _log_mean(a, b)
    both = (a > 0) & (b > 0)
    fallen = {i: _fallen(*sides[i], a, b, *shares[i]) for i in sides}
    fallen_weight = sum(fallen.values())
    rates = {}
    for id_, (x, y) in sides.items():
        v, w = shares[id_]
        logs = (np.log(np.where(x > 0, x, 1.0)) + np.log(np.where(y > 0, y, 1.0))) / 2
        part = (a - b) * fallen[id_] / np.where(fallen_weight > 0, fallen_weight, 1.0)
        usual = (v + w) / 2 * whole / _log_mean(x, y)
        moved = whole * (v - w) * logs
        # at zero on both sides, yet only one side's whole has fallen: its weight is what differs
        rates[id_] = (
            np.where(both, usual, np.where(x == y, 0.0, part / np.where(x == y, 1.0, x - y))),
            np.where(both, moved, np.where(x == y, part, 0.0)),
        )
    return rates


def _fallen(x: np.ndarray, y: np.ndarray, a: np.ndarray, b: np.ndarray, wa: np.ndarray, wb: np.ndarray) -> np.ndarray:
    """The weight of a child that takes the whole of one side to zero, when the other side's whole stands."""
    return np.where((a <= 0) & (b > 0) & (x <= 0), wa, 0.0) + np.where((b <= 0) & (a > 0) & (y <= 0), wb, 0.0)
