"""Why one district stands before another: parts of the gap that sum to its printed digit.

Pure functions over results; numbers and ids only. The other explanations live beside it: `change` (since last
quarter), `reach` (what it would take), `robust` (how firm), `streaks` (runs and firsts), `whatif`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from ..model import UsageError
from ..scheme import Node, Scheme
from . import rounding, tree
from .result import UNASSESSED, Result

COLUMNS = [
    "level", "id", "parent", "weight_a", "weight_b", "score_a", "score_b", "value_a", "value_b",
    "points", "from_score", "from_weight", "of_weights", "printed", "printed_weights", "residue",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Gap:
    """Why `a` is `gap` points before `b` (behind, when negative), as printed.

    `parts` has a row for every board (level `board`), each followed by its indicators (`indicator`), then `bonus` and
    `deduction`: id, parent, shares of the whole and scores of both sides, values, exact `points` = `from_score` +
    `from_weight`, `printed` = points at the scheme's decimals.
    Σ printed of boards, bonuses and deductions + `residue` = `gap`, to the last digit. `of_weights` (printed:
    `printed_weights`) is what a board's points owe to different weights of the board itself, and of knots between it
    and its indicators, which no indicator's row has; 0 where both sides have the same, and in other rows. Σ printed of
    a board's indicators + its `printed_weights` + its `residue` column = its printed points. `exact_residue` is what
    the exact points leave: Σ points + exact_residue = gap. `groups` holds the same columns for knots between board
    and leaf; `weights` is the printed sum of all that different weights make, indicators' own included.
    """

    a: str
    b: str
    gap: Decimal
    exact: Decimal
    residue: Decimal
    exact_residue: Decimal
    weights: Decimal
    parts: pd.DataFrame
    groups: pd.DataFrame


def gap(result: Result, a: str, b: str) -> Gap:
    """The parts of the printed gap between two districts' totals: board → indicator → bonus.

    Raises UsageError for a code that was not assessed, or has no total (withheld for missing data).
    """
    for code in (a, b):
        if code not in result.place:
            raise UsageError(UNASSESSED, code=code, quarter=result.quarter)
        if np.isnan(result.total[code]):
            raise UsageError("{code} has no total in {quarter}: figures are missing", code=code, quarter=result.quarter)
    scheme, decimals = result.scheme, result.scheme.policies.decimals
    sides = [_side(result, code) for code in (a, b)]
    score, weight = tree.decompose(scheme, sides[0][0], sides[1][0], sides[0][1], sides[1][1])
    rows = _tree_rows(result, a, b, score, weight)
    for extra in scheme.extras:
        if extra.kind != "veto":
            x, y = (float(np.nan_to_num(result.extras.at[code, extra.id])) for code in (a, b))
            row = {"level": extra.kind, "id": extra.id, "parent": "", "score_a": x, "score_b": y}
            rows.append({**row, "points": x - y, "from_score": x - y, "from_weight": 0.0, "of_weights": 0.0})
    columns: dict[str, Any] = {name: [row.get(name, np.nan) for row in rows] for name in COLUMNS}
    for name in ("points", "from_score", "from_weight", "of_weights"):
        columns[name] = rounding.fine(columns[name])
    for name, unrounded in (("printed", "points"), ("printed_weights", "of_weights")):
        columns[name] = rounding.rounded(columns[unrounded], decimals, scheme.policies.rounding)
    columns["residue"] = _residues(columns, decimals)
    level = np.array(columns["level"], object)
    top = (level != "indicator") & (level != "group")
    frame = pd.DataFrame(columns)
    printed = rounding.decimal(result.total[a], decimals) - rounding.decimal(result.total[b], decimals)
    of_weights = float(sum_decimals(columns["from_weight"][top]))
    exact = rounding.decimal(result.exact[a]) - rounding.decimal(result.exact[b])
    return Gap(
        a=a,
        b=b,
        gap=printed,
        exact=exact,
        residue=printed - sum_decimals(columns["printed"][top], decimals),
        exact_residue=printed - sum_decimals(columns["points"][top]),
        weights=rounding.decimal(rounding.rounded(of_weights, decimals, scheme.policies.rounding).item(), decimals),
        parts=frame[level != "group"].reset_index(drop=True),
        groups=frame[level == "group"].reset_index(drop=True),
    )


def sum_decimals(numbers: Iterable[float], decimals: int = rounding.FINE) -> Decimal:
    """A sum without binary noise."""
    return sum((rounding.decimal(x, decimals) for x in numbers), Decimal(0))


def _side(result: Result, code: str) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Scores of all nodes and of the whole, and weights, of one district."""
    k = result.place[code]
    leaf, weight = (
        dict(zip(frame.columns, frame.to_numpy()[k][:, None], strict=True)) for frame in (result.leaf, result.weights)
    )
    return tree.evaluate(result.scheme, leaf, weight), weight


def _tree_rows(
    result: Result, a: str, b: str, score: Mapping[str, np.ndarray], weight: Mapping[str, np.ndarray]
) -> list[dict[str, object]]:
    scheme = result.scheme
    rows: list[dict[str, object]] = []
    known = {side: _known(result, code) for side, code in (("a", a), ("b", b))}
    below = _below(scheme)
    for board in scheme.boards:
        for node in below[board.id]:
            inside = [n.id for n in below[node.id]]
            leaves = [i for i in inside if scheme.by_id[i].is_leaf]
            by_score = sum(float(score[i][0]) for i in leaves)
            by_weight = sum(float(weight[i][0]) for i in inside)
            level = "board" if not node.parent else "indicator" if node.is_leaf else "group"
            row: dict[str, object] = {"level": level, "id": node.id, "parent": node.parent and board.id}
            inner = (i for i in inside if i not in leaves) if level == "board" else ()
            row["of_weights"] = sum(float(weight[i][0]) for i in inner)
            for side, (shares, scores, values) in known.items():
                row[f"weight_{side}"] = float(np.prod([shares[n.id] for n in scheme.path(node)]))
                row[f"score_{side}"] = scores[node.id]
                row[f"value_{side}"] = values.get(node.id, np.nan)
            rows.append({**row, "points": by_score + by_weight, "from_score": by_score, "from_weight": by_weight})
    return rows


def _known(result: Result, code: str) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Shares, scores of all nodes, and values of one district, by id."""
    k = result.place[code]
    rows = [dict(zip(f.columns, f.to_numpy()[k].tolist(), strict=True)) for f in (result.weights, result.leaf)]
    nodes = dict(zip(result.nodes.columns, result.nodes.to_numpy()[k].tolist(), strict=True))
    values = dict(zip(result.values.columns, result.values.to_numpy()[k].tolist(), strict=True))
    return rows[0], rows[1] | nodes, values


def _below(scheme: Scheme) -> dict[str, list[Node]]:
    """By node: itself and everything under it, in the scheme's order."""
    found: dict[str, list[Node]] = {node.id: [] for node in scheme.nodes}
    for node in scheme.nodes:
        for step in scheme.path(node):
            found[step.id].append(node)
    return found


def _residues(frame: Mapping[str, Sequence], decimals: int) -> list[float]:
    """What rounding leaves between a board and its indicators, with what different weights of knots make of it; 0 in
    every other row."""
    inside: dict[str, list[float]] = {}
    for level, parent, printed in zip(frame["level"], frame["parent"], frame["printed"], strict=True):
        if level == "indicator":
            inside.setdefault(parent, []).append(printed)
    found = []
    columns = (frame[name] for name in ("level", "id", "printed", "printed_weights"))
    for level, id_, printed, of_weights in zip(*columns, strict=True):
        parts = [*inside.get(id_, []), of_weights] if level == "board" and id_ in inside else []
        left = rounding.decimal(printed, decimals) - sum_decimals(parts, decimals) if parts else Decimal(0)
        found.append(float(left))
    return found
