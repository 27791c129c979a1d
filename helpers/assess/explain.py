"""Why one district stands before another: parts of the gap that sum to its printed digit.

Pure functions over results; numbers and ids only. The other explanations live beside it: `change` (since last
quarter), `reach` (what it would take), `robust` (how firm), `streaks` (runs and firsts), `whatif`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from ..model import Node, Scheme, UsageError
from . import rounding, tree
from .result import Result

COLUMNS = [
    "level", "id", "parent", "weight_a", "weight_b", "score_a", "score_b", "value_a", "value_b",
    "points", "from_score", "from_weight", "printed", "residue",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Gap:
    """Why `a` is `gap` points before `b` (behind, when negative), as printed.

    `parts` has a row for every board (level `board`), each followed by its indicators (`indicator`), then `bonus` and
    `deduction`: id, parent, shares of the whole and scores of both sides, values, exact `points` = `from_score` +
    `from_weight`, `printed` = points at the scheme's decimals.
    Σ printed of boards, bonuses and deductions + `residue` = `gap`, to the last digit; Σ printed of a board's
    indicators + the board's own `residue` column = the board's printed points. `exact_residue` is what the exact
    points leave: Σ points + exact_residue = gap. `groups` holds the same columns for knots between board and leaf.
    """

    a: str
    b: str
    gap: Decimal
    exact: Decimal
    residue: Decimal
    exact_residue: Decimal
    parts: pd.DataFrame
    groups: pd.DataFrame


def gap(result: Result, a: str, b: str) -> Gap:
    """The parts of the printed gap between two districts' totals: board → indicator → bonus.

    Raises UsageError for a code that was not assessed, or has no total (withheld for missing data).
    """
    for code in (a, b):
        if code not in result.place:
            raise UsageError(f"no district with the code {code!r} was assessed in {result.quarter}")
        if np.isnan(result.total[code]):
            raise UsageError(f"{code} has no total in {result.quarter}: figures are missing")
    scheme, decimals = result.scheme, result.scheme.policies.decimals
    sides = [_side(result, code) for code in (a, b)]
    score, weight = tree.decompose(scheme, sides[0][0], sides[1][0], sides[0][1], sides[1][1])
    rows = _tree_rows(result, a, b, score, weight)
    for extra in scheme.extras:
        if extra.kind != "veto":
            x, y = (float(np.nan_to_num(result.extras.at[code, extra.id])) for code in (a, b))
            row = {"level": extra.kind, "id": extra.id, "parent": "", "score_a": x, "score_b": y}
            rows.append({**row, "points": x - y, "from_score": x - y, "from_weight": 0.0})
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for column in ("points", "from_score", "from_weight"):
        frame[column] = rounding.fine(frame[column])
    frame["printed"] = rounding.rounded(frame["points"], decimals, scheme.policies.rounding)
    top = frame["level"].isin(["board", "bonus", "deduction"])
    printed = rounding.decimal(result.total[a], decimals) - rounding.decimal(result.total[b], decimals)
    exact = rounding.decimal(result.exact[a]) - rounding.decimal(result.exact[b])
    frame["residue"] = _residues(frame, decimals)
    return Gap(
        a=a,
        b=b,
        gap=printed,
        exact=exact,
        residue=printed - sum_decimals(frame.loc[top, "printed"], decimals),
        exact_residue=printed - sum_decimals(frame.loc[top, "points"]),
        parts=frame[frame["level"] != "group"].reset_index(drop=True),
        groups=frame[frame["level"] == "group"].reset_index(drop=True),
    )


def sum_decimals(numbers: Iterable[float], decimals: int = rounding.FINE) -> Decimal:
    """A sum without binary noise."""
    return sum((rounding.decimal(x, decimals) for x in numbers), Decimal(0))


def _side(result: Result, code: str) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Scores of all nodes and of the whole, and weights, of one district."""
    k = result.place[code]
    leaf = {id_: result.leaf[id_].to_numpy()[k : k + 1] for id_ in result.leaf}
    weight = {id_: result.weights[id_].to_numpy()[k : k + 1] for id_ in result.weights}
    return tree.evaluate(result.scheme, leaf, weight), weight


def _tree_rows(
    result: Result, a: str, b: str, score: Mapping[str, np.ndarray], weight: Mapping[str, np.ndarray]
) -> list[dict[str, object]]:
    scheme = result.scheme
    rows: list[dict[str, object]] = []
    known = {side: _known(result, code) for side, code in (("a", a), ("b", b))}
    for board in scheme.boards:
        for node in _below(scheme, board.id):
            inside = [n.id for n in _below(scheme, node.id)]
            leaves = [i for i in inside if scheme.by_id[i].is_leaf]
            by_score = sum(float(score[i][0]) for i in leaves)
            by_weight = sum(float(weight[i][0]) for i in inside)
            level = "board" if not node.parent else "indicator" if node.is_leaf else "group"
            row: dict[str, object] = {"level": level, "id": node.id, "parent": node.parent and board.id}
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


def _below(scheme: Scheme, id_: str) -> list[Node]:
    """The node itself and everything under it, in the scheme's order."""
    return [node for node in scheme.nodes if any(step.id == id_ for step in scheme.path(node))]


def _residues(frame: pd.DataFrame, decimals: int) -> list[float]:
    """What rounding leaves between a board and its indicators; 0 in every other row.

    Weights of inner knots that differ between the two districts (groups) belong to the board alone.
    """
    inside: dict[str, list[float]] = {}
    for level, parent, printed in zip(frame["level"], frame["parent"], frame["printed"], strict=True):
        if level == "indicator":
            inside.setdefault(parent, []).append(printed)
    found = []
    for level, id_, printed in zip(frame["level"], frame["id"], frame["printed"], strict=True):
        parts = inside.get(id_, []) if level == "board" else []
        left = rounding.decimal(printed, decimals) - sum_decimals(parts, decimals) if parts else Decimal(0)
        found.append(float(left))
    return found
