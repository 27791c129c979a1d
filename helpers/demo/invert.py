"""From points back to the figure that earns them: the scoring methods read from right to left.

The forward direction is `helpers.assess` and only there; whatever is inverted here is scored by it afterwards.
"""

from __future__ import annotations

import numpy as np

from ..assess.methods import settle
from ..model import Quarter
from ..scheme import Node

# How far beyond its target an indicator at full points may lie, as a share of the target.
BEYOND = {"renewal_q2_plan_rate": 0.55, "budget_revenue": 0.05, "signed_projects": 0.12}


def value_for(node: Node, points: np.ndarray, quarter: Quarter, surplus: np.ndarray) -> np.ndarray:
    """The figures, in the indicator's unit and at its printed decimals, that earn about `points` (0–100).

    `surplus` (0–1, squared: mostly a little) says how far beyond its target a figure at full points lies.
    Raises ValueError for a method that the demonstration's schemes do not use.
    """
    p = settle(node.params, quarter.number)
    if node.method == "efficacy":
        floor, goal = p["floor"], p["goal"]
        figure = floor + (points - 60.0) / 40.0 * (goal - floor)
    elif node.method == "growth-to-target":
        figure = p["target"] + (points - p["at_target"]) / p["step"]
    elif node.method == "target-completion":
        beyond = np.where(points >= 100.0, surplus**2 * BEYOND.get(node.id, 0.1), 0.0)
        figure = p["target"] * (points / 100.0 + beyond)
    else:
        raise ValueError(f"{node.id}: the demonstration cannot draw figures for the method {node.method!r}")
    return np.round(figure, node.decimals) + 0.0
