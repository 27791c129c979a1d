"""Scoring methods by the name a scheme gives them: formula, parameters, where its data come from, its bounds.

What may stand beside `method = "…"` in a scheme is written here and nowhere else; the formulas are in `formulas`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..scheme import Node
from . import formulas
from .formulas import INF, Array

# The kind of each parameter. A NUMBER may differ by quarter of the year ({ 1 = …, 4 = … }), an OWN one by district too
# (the id of an indicator that holds it); a PLAIN one is the same always, because limits of rows are checked against it.
OWN, NUMBER, PLAIN = "a number, or the id of an indicator", "a number", "one number for all quarters"
NUMBERS, SWITCH, COUNT = "a list of numbers", "true or false", "a whole number"
TRANSFORM = ("none", "log")


@dataclass(frozen=True)
class Method:
    """A method by name: its function, the parameters it must and may have, and what it needs of the data.

    `reads` is the table its leaf is read from; `relative` methods look at the whole quarter, so that one district's
    gain is another's loss; `bounds` gives the fewest and most points a district can earn.
    """

    score: Callable[..., Array]
    needs: Mapping[str, Any] = field(default_factory=dict)
    takes: Mapping[str, Any] = field(default_factory=dict)
    reads: str = "values"
    relative: bool = False
    bounds: Callable[[Mapping[str, Any], int], tuple[float, float]] = lambda p, n: (-INF, INF)


def _low(p: Mapping[str, Any]) -> float:
    return float(np.min(p.get("lowest", 0.0)))


_ANSWERS = {"satisfied": PLAIN, "basically": PLAIN, "dissatisfied": PLAIN}

METHODS: Mapping[str, Method] = {
    "efficacy": Method(
        formulas.efficacy,
        {"floor": OWN, "goal": OWN},
        {"cap": NUMBER, "base": NUMBER, "lowest": NUMBER},
        bounds=lambda p, n: (_low(p), float(np.max(p.get("cap", INF)))),
    ),
    "target-completion": Method(
        formulas.target_completion,
        {"target": OWN},
        {"cap": NUMBER, "lowest": NUMBER},
        bounds=lambda p, n: (_low(p), 100.0 * float(np.max(p.get("cap", 1.0)))),
    ),
    "growth-to-target": Method(
        formulas.growth_to_target,
        {"target": OWN, "step": NUMBER},
        {"at_target": NUMBER, "step_below": NUMBER, "lowest": NUMBER, "highest": NUMBER},
        bounds=lambda p, n: (_low(p), float(np.max(p.get("highest", 100.0)))),
    ),
    "all-or-nothing": Method(
        formulas.all_or_nothing,
        {"target": OWN},
        {"target_points": NUMBER, "place_points": NUMBERS, "only_met": SWITCH},
        relative=True,
        bounds=lambda p, n: (0.0, float(p.get("target_points", 100.0)) + max(p.get("place_points", ()), default=0.0)),
    ),
    "rank-points": Method(
        formulas.rank_points,
        {},
        {"table": NUMBERS, "first": NUMBER, "step": NUMBER, "lowest": NUMBER},
        relative=True,
        bounds=lambda p, n: (
            min([_low(p), *p.get("table", ())]),
            float(max(p["table"])) if "table" in p else float(p.get("first", 100.0)),
        ),
    ),
    "min-max": Method(
        formulas.min_max,
        {},
        {"lowest": NUMBER, "highest": NUMBER, "transform": TRANSFORM, "winsorise": COUNT},
        relative=True,
        bounds=lambda p, n: (_low(p), float(p.get("highest", 100.0))),
    ),
    "z-score": Method(
        formulas.z_score,
        {"mean": NUMBER, "spread": NUMBER},
        {"lowest": NUMBER, "highest": NUMBER, "ddof": COUNT, "transform": TRANSFORM, "winsorise": COUNT},
        relative=True,
        # no value lies further from the average of n than √(n − 1) standard deviations
        bounds=lambda p, n: (
            float(p.get("lowest", p["mean"] - p["spread"] * max(n - 1, 0) ** 0.5)),
            float(p.get("highest", p["mean"] + p["spread"] * max(n - 1, 0) ** 0.5)),
        ),
    ),
    "goalposts": Method(
        formulas.goalposts,
        {"floor": OWN, "goal": OWN},
        {"lowest": NUMBER, "highest": NUMBER, "transform": TRANSFORM, "clip": SWITCH},
        bounds=lambda p, n: (_low(p), float(p.get("highest", 100.0))) if p.get("clip", True) else (-INF, INF),
    ),
    "survey": Method(
        formulas.survey,
        {},
        _ANSWERS,
        reads="survey",
        bounds=lambda p, n: (float(p.get("dissatisfied", 55.0)), float(p.get("satisfied", 100.0))),
    ),
    "given": Method(
        formulas.given,
        {},
        {"max": PLAIN, "out_of": PLAIN},
        reads="points",
        bounds=lambda p, n: (0.0, 100.0 * float(p.get("max", 100.0)) / float(p.get("out_of", 100.0))),
    ),
}


def is_relative(method: str, params: Mapping[str, Any]) -> bool:
    """Whether one district's points depend on the other districts' values."""
    return METHODS[method].relative and (method != "all-or-nothing" or bool(params.get("place_points")))


def figure(method: str, params: Mapping[str, Any], key: str) -> Any:
    """A method's own figure as the scheme writes it, or the formula's where the scheme leaves it out."""
    return params[key] if key in params else inspect.signature(METHODS[method].score).parameters[key].default


# Parameters every measured leaf may have: the range its value can lie in, the group its places are counted in, and
# the indicator it is derived from (动态: the change of another leaf's value).
COMMON: Mapping[str, Any] = {
    "minimum": NUMBER,
    "maximum": NUMBER,
    "within": ("all", "group"),
    "of": "indicator",
    "against": ("year", "quarter", "indicator"),
    "change": ("percent", "difference"),
}


def settle(params: Mapping[str, Any], quarter: int, columns: Mapping[str, Array] | None = None) -> dict[str, Any]:
    """The method's own figures for one quarter of the year (1–4): tables by quarter looked up, ids as columns.

    `columns` holds one value a district for every indicator id that a parameter names (a district's own target).
    """
    found = {}
    for key, value in params.items():
        if key in COMMON:
            continue
        if isinstance(value, Mapping):
            value = value[quarter]
        elif isinstance(value, str) and key != "transform":
            value = (columns or {})[value]
        found[key] = value
    return found


def apply(
    method: str,
    x: Array,
    params: Mapping[str, Any],
    direction: str = "up",
    quarter: int = 1,
    columns: Mapping[str, Array] | None = None,
    groups: Array | None = None,
) -> Array:
    """Points of one indicator for all districts, by the method's name and the parameters as the scheme holds them.

    `groups` (one label a district) is used where the scheme says `within = "group"`.
    """
    found = METHODS[method]
    settled = settle(params, quarter, columns)
    down = direction == "down"
    x = np.asarray(x, float)
    if params.get("within") != "group" or groups is None:
        return found.score(x, down=down, **settled)
    points = np.full(x.shape, np.nan)
    for group in np.unique(groups):
        mine = groups == group
        own = {k: v[mine] if isinstance(v, np.ndarray) and v.shape == groups.shape else v for k, v in settled.items()}
        points[..., mine] = found.score(x[..., mine], down=down, **own)
    return points


def figures_named(node: Node) -> list[str]:
    """The indicators whose values a node's figures are read from: own targets, what it is derived from."""
    spec = METHODS.get(node.method)
    kinds = {**spec.needs, **spec.takes} if spec else {}
    found = [v for k, v in node.params.items() if kinds.get(k) == OWN and isinstance(v, str)]
    if "of" in node.params:
        found.append(node.params["of"])
        if node.params.get("against", "year") not in ("year", "quarter"):
            found.append(node.params["against"])
    return found
