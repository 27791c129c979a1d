"""What a quarter's scores are made of, as arrays: one figure a district for every leaf, own target and extra.

Between `Inputs` (rows as they arrived) and `Result`: explanations change figures and score again without any rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..model import frozen
from ..scheme import Extra, Node, Scheme
from . import formulas, methods

if TYPE_CHECKING:
    from .load import Inputs
    from .result import Result

COUNTS = ["satisfied", "basically_satisfied", "dissatisfied"]


@dataclass(frozen=True)
class Figures:
    """One number a district, in the districts' order, NaN where none arrived.

    leaf     by leaf id: value in its unit, points as given, or satisfaction index
    columns  by indicator id: what figures of the scheme are read from (a district's own target, last year's level)
    extras   by extra id: bonus and deduction before their sign, in points; for a survey its index
    bases    by derived leaf id: what its value is measured against
    """

    leaf: Mapping[str, np.ndarray]
    columns: Mapping[str, np.ndarray]
    extras: Mapping[str, np.ndarray]
    bases: Mapping[str, np.ndarray] = field(default_factory=frozen)

    def changed(self, **parts: Mapping[str, np.ndarray]) -> Figures:
        """A copy with some arrays replaced: `leaf={"gdp_growth": …}`."""
        return replace(self, **{name: frozen({**getattr(self, name), **new}) for name, new in parts.items()})


def positions(cells: Sequence[str], known: Iterable[str]) -> np.ndarray:
    """Where each cell stands among what is known (the first time); −1 for none of it."""
    place = {id_: at for at, id_ in enumerate(dict.fromkeys(known))}
    place |= dict.fromkeys(set(cells) - place.keys(), -1)
    return np.fromiter(map(place.__getitem__, cells), np.intp, len(cells))


def pivot(frame: pd.DataFrame, column: str, codes: Sequence[str], ids: Sequence[str]) -> np.ndarray:
    """Rows of a long frame as a district × indicator array, NaN where there is no row."""
    table = np.full((len(codes), len(ids)), np.nan)
    if len(frame) and ids:
        down = positions(frame["code"].to_numpy(object), codes)
        across = positions(frame["indicator"].to_numpy(object), ids)
        keep = (down >= 0) & (across >= 0)
        table[down[keep], across[keep]] = frame[column].to_numpy(float)[keep]
    return table


def survey_frame(inputs: Inputs, params: Mapping[str, Any]) -> pd.DataFrame:
    """Answers, index, sample size (不了解 not counted) and 95 % margin of error of the index, by district code."""
    codes = pd.Index([d.code for d in inputs.districts], name="code")
    counts, found = _survey(inputs, params, list(codes))
    columns = {name: counts[:, k] for k, name in enumerate((*COUNTS, "unknown"))}
    columns |= {"index": found[:, 0], "sample": found[:, 1], "margin": found[:, 2]}
    return pd.DataFrame(columns, index=codes)


def survey_index(inputs: Inputs, params: Mapping[str, Any]) -> np.ndarray:
    """The index of `survey_frame` alone, in the districts' order."""
    return _survey(inputs, params, [d.code for d in inputs.districts])[1][:, 0]


def _survey(inputs: Inputs, params: Mapping[str, Any], codes: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Counts by district, and the three columns that `formulas.survey_index` makes of them; NaN without a row."""
    counts = np.full((len(codes), len(COUNTS) + 1), np.nan)
    if len(inputs.survey):
        at = positions(inputs.survey["code"].to_numpy(object), codes)
        rows = np.column_stack([inputs.survey[name].to_numpy(float) for name in (*COUNTS, "unknown")])
        counts[at[at >= 0]] = rows[at >= 0]
    words = {k: float(params[k]) for k in ("satisfied", "basically", "dissatisfied") if k in params}
    return counts, formulas.survey_index(counts[:, :3], **words)


def figures(inputs: Inputs, previous: Result | None = None) -> Figures:
    """A quarter's figures; derived leaves (动态) look for their base in the chain of earlier results."""
    scheme, codes = inputs.scheme, [d.code for d in inputs.districts]
    leaf: dict[str, np.ndarray] = {}
    by_table: dict[str, list[Node]] = {"values": [], "points": [], "survey": []}
    for node in scheme.leaves:
        by_table[methods.METHODS[node.method].reads].append(node)
    measured = [n.id for n in by_table["values"] if "of" not in n.params]
    table = pivot(inputs.values, "value", codes, measured)
    leaf |= {id_: table[:, k] for k, id_ in enumerate(measured)}
    given = [n.id for n in by_table["points"]]
    table = pivot(inputs.points, "points", codes, given)
    leaf |= {id_: table[:, k] for k, id_ in enumerate(given)}
    for node in by_table["survey"]:
        leaf[node.id] = survey_index(inputs, node.params)
    columns = _columns(inputs, codes, leaf)
    bases: dict[str, np.ndarray] = {}
    for node in by_table["values"]:
        if "of" in node.params:
            bases[node.id] = _base(inputs, node, leaf | columns, codes, previous)
            leaf[node.id] = _derived(node, {**columns, **leaf}[node.params["of"]], bases[node.id])
    ordered = {node.id: leaf[node.id] for node in scheme.leaves}
    return Figures(frozen(ordered), frozen(columns), frozen(_extras(inputs, codes)), frozen(bases))


def _columns(inputs: Inputs, codes: Sequence[str], leaf: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    ids = list(dict.fromkeys(id_ for node in inputs.scheme.leaves for id_ in methods.figures_named(node)))
    others = [id_ for id_ in ids if id_ not in leaf]
    table = pivot(inputs.facts, "value", codes, others)
    found = {id_: table[:, k] for k, id_ in enumerate(others)}
    return found | {id_: leaf[id_] for id_ in ids if id_ in leaf}


def _base(
    inputs: Inputs, node: Node, known: Mapping[str, np.ndarray], codes: Sequence[str], previous: Result | None
) -> np.ndarray:
    """What a derived leaf is measured against: the quarter before, the same quarter a year before, or a column."""
    of, against = node.params["of"], node.params.get("against", "year")
    if against in ("year", "quarter"):
        return _earlier(inputs, of, codes, previous, 4 if against == "year" else 1)
    return known[against]


def _derived(node: Node, now: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Change against the base, in percent of it or as a difference.

    No base, or a base of zero or below under percent: no value (NaN).
    """
    if node.params["change"] == "difference":
        return now - base
    usable = base > 0
    return np.where(usable, (now / np.where(usable, base, 1.0) - 1.0) * 100.0, np.nan)


def _earlier(inputs: Inputs, id_: str, codes: Sequence[str], previous: Result | None, back: int) -> np.ndarray:
    wanted = inputs.quarter + -back
    while previous is not None and previous.quarter > wanted:
        previous = previous.previous
    if previous is None or previous.quarter != wanted:
        return np.full(len(codes), np.nan)
    known = {**previous.figures.columns, **previous.figures.leaf}
    if id_ not in known:  # another scheme was in force, which reported the figure without scoring it
        known[id_] = pivot(previous.inputs.facts, "value", previous.codes, [id_])[:, 0]
    return pd.Series(known[id_], index=previous.codes).reindex(list(codes)).to_numpy()


def _extras(inputs: Inputs, codes: Sequence[str]) -> dict[str, np.ndarray]:
    """Given items: no row is 0 points, an empty cell is not available. Surveys: the index. Others: the fact's value."""
    found: dict[str, np.ndarray] = {}
    for extra in inputs.scheme.extras:
        if extra.kind == "veto":
            continue
        if extra.method == "survey":
            found[extra.id] = survey_index(inputs, extra.params)
        elif extra.method == "given":
            rows = inputs.points[inputs.points["indicator"] == extra.id]
            points = pivot(rows, "points", codes, [extra.id])[:, 0]
            told = set(rows["code"].to_numpy(object))
            found[extra.id] = np.where([code in told for code in codes], points, 0.0)
        else:
            found[extra.id] = pivot(inputs.facts, "value", codes, [extra.id])[:, 0]
    return found


def with_value(scheme: Scheme, found: Figures, id_: str, column: np.ndarray) -> Figures:
    """Figures with one leaf's column replaced, and all that is made of it: derived leaves, columns of own targets.

    The column may have leading axes (one row a trial). `found` are figures as they arrived: what carrying forward makes
    of gaps comes after.
    """
    leaf, bases = {id_: column}, {}
    columns = {id_: column} if id_ in found.columns else {}
    for node in scheme.leaves:
        of, against = node.params.get("of"), node.params.get("against")
        if of is None or id_ not in (of, against):
            continue
        bases[node.id] = column if against == id_ else found.bases[node.id]
        now = column if of == id_ else {**found.columns, **found.leaf}[of]
        leaf[node.id] = _derived(node, now, bases[node.id])
    return found.changed(leaf=leaf, columns=columns, bases=bases)


def leaf_points(scheme: Scheme, figures: Figures, quarter: int, groups: np.ndarray) -> dict[str, np.ndarray]:
    """Exact points of every leaf, by the leaf's method; NaN where a figure is missing."""
    return {leaf.id: node_points(leaf, figures.leaf[leaf.id], figures, quarter, groups) for leaf in scheme.leaves}


def node_points(leaf: Node, x: np.ndarray, figures: Figures, quarter: int, groups: np.ndarray) -> np.ndarray:
    """Exact points of one leaf for these values of it."""
    return methods.apply(leaf.method, x, leaf.params, leaf.direction, quarter, figures.columns, groups)


def scale(extra: Extra) -> dict[str, object]:
    """The method's own figures of a bonus or deduction."""
    return {key: value for key, value in extra.params.items() if key not in ("points", "direction")}


def extra_points(scheme: Scheme, figures: Figures, quarter: int, groups: np.ndarray) -> dict[str, np.ndarray]:
    """Signed points of every bonus (+) and deduction (−): given as they are, others score / 100 × points."""
    found = {}
    for extra in scheme.extras:
        if extra.kind == "veto":
            continue
        x = figures.extras[extra.id]
        if extra.method != "given":
            direction = str(extra.params.get("direction", "up"))
            score = methods.apply(extra.method, x, scale(extra), direction, quarter, figures.columns, groups)
            x = score / 100.0 * float(extra.params["points"])
        found[extra.id] = x if extra.kind == "bonus" else -x
    return found
