"""Random schemes and quarters for hypothesis: trees of any depth, every method, groups, extras, gaps."""

from __future__ import annotations

import made
import numpy as np
import pandas as pd
from hypothesis import strategies as st

from helpers.assess.load import Inputs
from helpers.assess.scheme import build_scheme

METHODS = [
    {"method": "efficacy", "floor": 20, "goal": 80, "cap": 100},
    {"method": "efficacy", "floor": 80, "goal": 20, "direction": "down"},
    {"method": "target-completion", "target": 60, "cap": 1.1},
    {"method": "growth-to-target", "target": 50, "step": 1, "step_below": 2},
    {"method": "all-or-nothing", "target": 50, "target_points": 60, "place_points": [40, 30, 20, 10]},
    {"method": "rank-points", "step": 7},
    {"method": "rank-points", "table": [100, 90, 85], "direction": "down"},
    {"method": "min-max"},
    {"method": "min-max", "lowest": 60, "direction": "down"},
    {"method": "z-score", "mean": 70, "spread": 10, "lowest": 0},
    {"method": "goalposts", "floor": 1, "goal": 90, "transform": "log"},
    {"method": "given"},
]
ABSOLUTE = [m for m in METHODS if m["method"] in ("efficacy", "target-completion", "growth-to-target", "goalposts")]


@st.composite
def schemes(draw: st.DrawFn, methods: list[dict] = METHODS, geometric: bool = True, policies: dict | None = None):
    """A scheme of one to four boards, up to three levels below, weights whole numbers, some by group."""
    nodes: list[dict] = []
    means = ["arithmetic", "geometric"] if geometric else ["arithmetic"]

    def grow(parent: str, depth: int) -> None:
        for k in range(draw(st.integers(1, 3))):
            id_ = f"{parent}n{k}" if parent else f"b{k}"
            weight: object = draw(st.integers(1, 9))
            if draw(st.booleans()):
                weight = {"default": weight, "coast": draw(st.integers(1, 9))}
            node = {"id": id_, "name": id_, "parent": parent, "weight": weight}
            if depth and draw(st.booleans()):
                nodes.append({**node, "aggregate": draw(st.sampled_from(means))})
                grow(id_, depth - 1)
            else:
                nodes.append({**node, **draw(st.sampled_from(methods))})

    grow("", 2)
    extras = [
        {"id": "bonus", "name": "bonus", "kind": "bonus", "max": 5},
        {"id": "fine", "name": "fine", "kind": "deduction", "max": 5},
    ]
    return build_scheme(
        {
            "id": "drawn",
            "name": "drawn",
            "valid": "2000Q1..",
            "weights": "relative",
            "aggregate": draw(st.sampled_from(means)),
            "node": nodes,
            "extra": extras[: draw(st.integers(0, 2))],
            "stars": [3, 2, 1],
            "award": [{"id": "front", "name": "front", "rule": "top", "n": 2}],
            "policies": policies or {},
        }
    )


@st.composite
def quarters(draw: st.DrawFn, scheme=None, at: str = "2023Q2", gaps: bool = False, codes: list[str] | None = None):
    """Inputs of two to seven districts under a drawn scheme; figures 1–99 with two decimals."""
    scheme = scheme if scheme is not None else draw(schemes())
    codes = codes or [f"d{k}" for k in range(draw(st.integers(2, 7)))]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    ids = [leaf.id for leaf in scheme.leaves] + [extra.id for extra in scheme.extras]
    figures = np.round(rng.uniform(1, 99, (len(codes), len(ids))), 2)
    if draw(st.booleans()):  # coarse figures, so that ties happen
        figures = np.round(figures / 10) * 10
    figures[:, len(scheme.leaves) :] = np.round(figures[:, len(scheme.leaves) :] / 20, 2)
    if gaps:
        holes = rng.uniform(size=figures.shape) < 0.15
        figures = np.where(holes, np.nan, figures)
    table = pd.DataFrame(figures, index=codes, columns=ids)
    groups = {code: draw(st.sampled_from(["", "coast"])) for code in codes}
    return made.inputs(scheme, table, groups, at)


def same_inputs(a: Inputs, b: Inputs) -> bool:
    return a.values.equals(b.values) and a.points.equals(b.points) and a.scheme == b.scheme
