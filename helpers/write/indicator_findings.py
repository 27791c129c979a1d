"""Findings about single indicators of one district: its value and place, against the average, its target, its plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ..assess import methods
from ..model import Name
from ..scheme import Node
from .briefing import Briefing
from .finding import Figure, Finding, count, difference, finding, measured, rank
from .origins import Origin

NAMED = 2  # missed targets named one by one


def value(b: Briefing, leaf: Node) -> float:
    """The district's value of an indicator: points where a department gave them, NaN where it has none."""
    frame = b.result.leaf if leaf.method in ("given", "survey") else b.result.values
    return float(frame.at[b.code, leaf.id]) if leaf.id in frame else float("nan")


def average(b: Briefing, leaf: Node) -> float | None:
    """The simple average of the districts' values of a rate, in percent; None for what is no rate, or for one value.

    Only rates are averaged: a sum of amounts over districts of unlike size tells nothing about one of them.
    """
    if leaf.unit != "%" or leaf.method in ("given", "survey") or leaf.id not in b.result.values:
        return None
    values = b.result.values[leaf.id].dropna()
    return float(values.mean()) if len(values) > 1 else None


def told(b: Briefing, leaf: Node, name: str) -> dict[str, Figure]:
    """An indicator's value, place, and distance to the average of districts where it is a rate, under `name`_…

    `name` is `best` or `worst`.
    """
    found = value(b, leaf)
    if np.isnan(found):
        return {}
    figures = {f"{name}_value": measured(found, leaf, leaf.id)}
    place = b.result.leaf_rank.at[b.code, leaf.id]
    if not pd.isna(place):
        figures[f"{name}_rank"] = rank(place, leaf.id)
    mean = average(b, leaf)
    if mean is not None:
        apart = _to_print(found - mean, leaf)
        # points with a cap may put a value first that is below the average: the two are not told in one breath
        better = apart > 0 if leaf.direction == "up" else apart < 0
        if not apart or better == (name == "best"):
            figures[f"{name}_average"] = difference(apart, leaf, leaf.id)
    return figures


def shared(b: Briefing, leaf: Node) -> bool:
    """Whether the district shares its place on an indicator."""
    places = b.result.leaf_rank[leaf.id]
    return int((places == places[b.code]).sum()) > 1


def by_score(b: Briefing, leaf: Node) -> bool:
    """Whether the district's place on an indicator is another one than its value's own.

    Points may have a cap, or be measured against each district's own target: a value that is not the largest then
    shares the first place.
    """
    if leaf.id not in b.result.values or leaf.method in ("given", "survey"):
        return False
    values, places = b.result.values[leaf.id], b.result.leaf_rank[leaf.id].dropna()
    own, better = values[places.index], places[places < places[b.code]].index
    over = own > own[b.code] if leaf.direction == "up" else own < own[b.code]
    return set(own.index[over]) != set(better)


def _to_print(value: float, leaf: Node) -> float:
    """A difference without the noise of floating point; 0 where it prints as 0."""
    clean = round(value, 9)
    return 0.0 if abs(clean) < 0.5 * 10.0**-leaf.decimals else clean


# ---- targets ----------------------------------------------------------------------------------------------------


def target(b: Briefing, leaf: Node) -> float | None:
    """What the scheme wants of an indicator this quarter, in its unit; None where its method knows no target."""
    if "target" not in leaf.params or leaf.method in ("given", "survey"):
        return None
    wanted = methods.settle(leaf.params, b.quarter.number, b.result.figures.columns)["target"]
    wanted = wanted[b.result.place[b.code]] if isinstance(wanted, np.ndarray) and wanted.ndim else wanted
    return None if np.isnan(float(wanted)) else float(wanted)


def targets(b: Briefing) -> Finding | None:
    """How many of the indicators with a target met it, and the targets missed by most; None where there are none.

    A value equal to its target has met it. Missed targets are compared by their share of the target.
    """
    missed, met = [], []
    for leaf in b.scheme.leaves:
        wanted, found = target(b, leaf), value(b, leaf)
        if wanted is None or np.isnan(found):
            continue
        over = round(found - wanted, 9)
        if over >= 0 if leaf.direction == "up" else over <= 0:
            met.append(leaf)
        else:
            missed.append((abs(over / wanted) if wanted else abs(over), leaf, found, over))
    if not met and not missed:
        return None
    missed.sort(key=lambda m: -m[0])
    shown = missed[:NAMED]
    rows = [b.origin(b.code, leaf) for leaf in (*(leaf for _, leaf, _, _ in missed), *met)]
    return finding(
        "targets",
        b.code,
        figures={
            "items": count(len(met) + len(missed), "items"),
            "met": count(len(met), "items") if met and missed else None,
            "missed": count(len(missed), "items") if missed and met and len(missed) > len(shown) else None,
            "values": tuple(measured(found, leaf, leaf.id) for _, leaf, found, _ in shown),
            "short": tuple(difference(_to_print(over, leaf), leaf, leaf.id) for _, leaf, _, over in shown),
        },
        rows=[row for row in rows if row is not None],
        variant="missed" if missed else "met",
        indicators=tuple(leaf.id for _, leaf, _, _ in shown),
    )


# ---- plans ------------------------------------------------------------------------------------------------------


def completion(b: Briefing) -> Finding | None:
    """What share of a plan is done, where the district reported the share with both its parts; None where not.

    Takes the first ratio of facts.csv whose numerator and denominator are reported too.
    """
    rows = pd.concat([b.inputs.facts, b.inputs.values])
    rows = rows[rows["code"] == b.code].drop_duplicates("indicator").set_index("indicator")
    dictionary = b.inputs.dictionary
    for fact in dictionary.itertuples():
        ids = [fact.numerator, fact.denominator, fact.Index]
        if not fact.numerator or any(i not in rows.index or pd.isna(rows.at[i, "value"]) for i in ids):
            continue
        if any(b.supposes(b.code, i) for i in ids):
            continue
        done, plan, share = (_reported(rows.loc[i], dictionary.loc[i]) for i in ids)
        return finding(
            "completion",
            b.code,
            figures={"done": done, "plan": plan, "share": share},
            rows=[Origin(b.table_file("values"), int(rows.at[i, "row"]), rows.at[i, "source"]) for i in ids],
            done=_name(dictionary.loc[fact.numerator]),
            plan=_name(dictionary.loc[fact.denominator]),
        )
    return None


def _reported(row: Mapping[str, Any], fact: Mapping[str, Any]) -> Figure:
    return Figure(
        value=float(row["value"]),
        unit=str(fact["unit"]),
        decimals=int(fact["decimals"]),
        unit_en=str(fact["unit_en"]),
        qualifier=str(row["qualifier"]),
    )


def _name(fact: Mapping[str, object]) -> Name:
    return Name(str(fact["name_zh"]), str(fact["name_en"]))
