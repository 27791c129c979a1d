"""What changed since an earlier quarter: causes that sum to the printed change, and whether the two compare at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..model import Quarter, UsageError, frozen
from ..scheme import Scheme
from . import methods, rounding, tree, variants
from .figures import Figures, extra_points, figures, leaf_points
from .result import Result
from .score import score_figures

CAUSES = ("revision", "cohort", "own", "others", "boards", "weights", "methods")


@dataclass(frozen=True, eq=False)
class Change:
    """Two quarters side by side, `before` → `after`.

    parts       by code: before, after (printed totals), the causes in points, `rounding`, change (printed);
                Σ causes + rounding = change, to the last digit. NaN for a district with no total in one of the two.
                revision  figures of the earlier quarter corrected since
                cohort    districts that came or went, where the scale is relative
                own       the district's own figures, against each quarter's own targets
                others    other districts' figures, where the scale is relative
                boards    indicators, boards and extras that came or went
                weights   weights and kinds of mean, among what both schemes have
                methods   floors, goals, targets, caps, points, among what both have
    by_leaf     own part by code × leaf and extra id (and knots that exclusions moved); sums to `own`
    reasons     what differs between the rules: boards, weights, methods, extras, cohort, groups (a district is in
                another group: its `weights`), quarters (not neighbours)
    comparable  no reason but `quarters`
    came, went  ids of nodes and extras only in the later, only in the earlier scheme
    rescored    the earlier quarter under the later scheme, hypothetical; None when its data lack a figure (`lacking`)
    common      totals and ranks of both quarters under what both schemes share, with the later weights and methods:
                before, after, rank_before, rank_after; None when they share no board
    """

    before: Quarter
    after: Quarter
    parts: pd.DataFrame
    by_leaf: pd.DataFrame
    reasons: tuple[str, ...]
    comparable: bool
    came: tuple[str, ...]
    went: tuple[str, ...]
    rescored: Result | None
    lacking: tuple[str, ...]
    common: pd.DataFrame | None


@dataclass(frozen=True)
class _State:
    """Figures of some districts under some scheme, in one season."""

    scheme: Scheme
    figures: Figures
    season: int
    groups: np.ndarray

    def weight(self, leaf: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        full = tree.weights(self.scheme, list(self.groups))
        if self.scheme.policies.missing != "exclude":
            return full
        return tree.without_missing(self.scheme, full, {id_: ~np.isnan(points) for id_, points in leaf.items()})

    def total(self, leaf: Mapping[str, np.ndarray] | None = None) -> np.ndarray:
        leaf = leaf or leaf_points(self.scheme, self.figures, self.season, self.groups)
        return tree.evaluate(self.scheme, leaf, self.weight(leaf))[tree.ROOT] + sum(self.extras().values())

    def extras(self) -> dict[str, np.ndarray]:
        found = extra_points(self.scheme, self.figures, self.season, self.groups)
        if self.scheme.policies.missing == "exclude":
            found = {id_: np.nan_to_num(points) for id_, points in found.items()}
        return found


def change(result: Result, earlier: Result, corrected: Result | None = None) -> Change:
    """Why every district's total moved from an earlier quarter to this one; see `Change`.

    `corrected` is the earlier quarter with what was revised since it was told as `earlier`. The way
    goes from the old figures to the new ones under the old rules first, then from the old rules to the new.
    Raises UsageError when `earlier` is not earlier.
    """
    if not earlier.quarter < result.quarter:
        raise UsageError("{earlier} is not before {quarter}", earlier=earlier.quarter, quarter=result.quarter)
    old, new = earlier.scheme, result.scheme
    both = [code for code in result.codes if code in earlier.place]
    went = _only(old, new)
    came = _only(new, old)
    then, now = [earlier.place[c] for c in both], [result.place[c] for c in both]
    corrected = corrected or earlier
    start = _State(old, _rows(corrected.figures, then), earlier.quarter.number, np.array(earlier.groups, str)[then])
    fresh = _rows(result.figures, now)
    end = _State(new, fresh, result.quarter.number, np.array(result.groups, str)[now])
    arrived = _State(old, _merged(start.figures, fresh, old, new), result.quarter.number, start.groups)

    # exact totals are on the grid of nine decimals; beside one that is not, two remainders may add up to a step of it
    totals = {"revision": corrected.exact.to_numpy()[then], "cohort": rounding.fine(start.total())}
    own_leaf = _own(start, arrived)
    by_leaf = _by_leaf(start, arrived, own_leaf)
    totals["own"] = totals["cohort"] + sum(by_leaf.values())
    totals["others"] = arrived.total()
    steps = [("revision", earlier.exact.to_numpy()[then], totals["revision"])]
    steps += [("cohort", totals["revision"], totals["cohort"]), ("own", totals["cohort"], totals["own"])]
    steps += [("others", totals["own"], totals["others"])]
    steps += _rule_steps(arrived, end, totals["others"], went, came)
    steps += [("cohort", rounding.fine(end.total()), result.exact.to_numpy()[now])]

    index = pd.Index(both, name="code")
    reasons = _reasons(earlier, result, went, came)
    rescored, lacking = rescore(corrected, new)
    return Change(
        before=earlier.quarter,
        after=result.quarter,
        parts=_parts(earlier, result, steps, index),
        by_leaf=pd.DataFrame({id_: rounding.fine(points) for id_, points in by_leaf.items()}, index=index),
        reasons=reasons,
        comparable=not set(reasons) - {"quarters"},
        came=came,
        went=went,
        rescored=rescored,
        lacking=lacking,
        common=_common(corrected, result, went, came, both),
    )


def rescore(earlier: Result, scheme: Scheme) -> tuple[Result | None, tuple[str, ...]]:
    """An earlier quarter under another scheme, and the leaves and extras its data lack for that.

    Facts reported beside the old scheme count as data. No result unless every district has every figure.
    """
    inputs = earlier.inputs
    rows = pd.concat([inputs.values, inputs.facts], ignore_index=True)
    renamed = replace(inputs, scheme=scheme, values=rows, facts=rows)
    found = figures(renamed, earlier.previous)
    lacks = [id_ for id_, x in {**found.leaf, **found.extras}.items() if np.isnan(x).any()]
    # an item with given points that the old scheme did not know was never asked for: its zeros are no data
    lacks += [e.id for e in scheme.extras if e.kind != "veto" and e.id not in earlier.figures.extras]
    if lacks:
        return None, tuple(dict.fromkeys(lacks))
    return score_figures(renamed, found, earlier.previous, hypothetical=True, scheme=scheme), ()


def _only(scheme: Scheme, other: Scheme) -> tuple[str, ...]:
    same, extras = variants.same_place(scheme, other), variants.same_extras(scheme, other)
    nodes = [n.id for n in scheme.nodes if n.id not in same]
    return (*nodes, *(e.id for e in scheme.extras if e.id not in extras and e.kind != "veto"))


def _rows(found: Figures, rows: list[int]) -> Figures:
    parts = {name: {i: x[rows] for i, x in getattr(found, name).items()} for name in ("leaf", "columns", "extras")}
    return Figures(**{name: frozen(part) for name, part in parts.items()})


def _merged(old: Figures, new: Figures, before: Scheme, after: Scheme) -> Figures:
    """New figures wherever both schemes measure the same; old ones of what has gone."""
    same = variants.same_place(before, after)
    extras = variants.same_extras(before, after)
    return Figures(
        leaf=frozen({i: new.leaf[i] if i in same else x for i, x in old.leaf.items()}),
        columns=frozen({i: new.columns.get(i, x) for i, x in old.columns.items()}),
        extras=frozen({i: new.extras[i] if i in extras else x for i, x in old.extras.items()}),
    )


def _own(start: _State, arrived: _State) -> dict[str, np.ndarray]:
    """Points of every leaf when only the district's own figure is new: by row, the others' are the old ones."""
    found = {}
    for leaf in start.scheme.leaves:
        old, new = start.figures.leaf[leaf.id], arrived.figures.leaf[leaf.id]
        args = (leaf.params, leaf.direction, arrived.season, arrived.figures.columns, start.groups)
        if not methods.is_relative(leaf.method, leaf.params):
            found[leaf.id] = methods.apply(leaf.method, new, *args)
            continue
        each = np.tile(old, (len(old), 1))
        np.fill_diagonal(each, new)
        found[leaf.id] = np.diagonal(methods.apply(leaf.method, each, *args)).copy()
    return found


def _by_leaf(start: _State, arrived: _State, own: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What each own figure brings to the total; under exclusions the weights that move go with the leaf."""
    before = leaf_points(start.scheme, start.figures, start.season, start.groups)
    sides = []
    for leaf in (own, before):
        weight = start.weight(leaf)
        sides.append((tree.evaluate(start.scheme, leaf, weight), weight))
    (a, wa), (b, wb) = sides
    by_score, by_weight = tree.decompose(start.scheme, a, b, wa, wb)
    missing = np.isnan(a[tree.ROOT]) | np.isnan(b[tree.ROOT])
    found = {i: np.where(missing, np.nan, by_score[i] + by_weight[i]) for i in before}
    # a knot all of whose figures came or went moves its siblings' weights
    found |= {n.id: by_weight[n.id] for n in start.scheme.inner if np.nan_to_num(by_weight[n.id]).any()}
    earlier, later = start.extras(), arrived.extras()
    return found | {i: later[i] - earlier[i] for i in earlier}


def _rule_steps(
    arrived: _State, end: _State, total: np.ndarray, went: tuple[str, ...], came: tuple[str, ...]
) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """From the old rules to the new, on new figures: drop what went, move weights, change methods, add what came."""
    shared = _shared(arrived.scheme, went), _shared(end.scheme, came)
    if shared[0] is None or shared[1] is None:
        return [("boards", total, end.total())]
    dropped = replace(arrived, scheme=shared[0])
    moved = replace(arrived, scheme=variants.weighted_as(shared[0], shared[1]), groups=end.groups)
    renewed = replace(end, scheme=shared[1])
    points = [total, dropped.total(), moved.total(), renewed.total(), end.total()]
    names = ("boards", "weights", "methods", "boards")
    return [(name, points[k], points[k + 1]) for k, name in enumerate(names)]


def _shared(scheme: Scheme, gone: tuple[str, ...]) -> Scheme | None:
    try:
        return variants.without(scheme, gone) if gone else scheme
    except UsageError:
        return None


def _parts(
    earlier: Result, result: Result, steps: list[tuple[str, np.ndarray, np.ndarray]], index: pd.Index
) -> pd.DataFrame:
    before, after = earlier.total.reindex(index), result.total.reindex(index)
    columns = {cause: np.zeros(len(index)) for cause in CAUSES}
    for cause, start, end in steps:
        columns[cause] = columns[cause] + (end - start)
    frame = pd.DataFrame({cause: rounding.fine(points) for cause, points in columns.items()}, index=index)
    # totals have at most nine decimals, so these differences are exact on that grid
    moved = rounding.fine(after - before)
    frame["rounding"] = rounding.fine(moved - frame[list(CAUSES)].sum(axis=1, skipna=False))
    frame.insert(0, "before", before)
    frame.insert(1, "after", after)
    frame["change"] = moved
    return frame


def _reasons(earlier: Result, result: Result, went: tuple[str, ...], came: tuple[str, ...]) -> tuple[str, ...]:
    old, new = earlier.scheme, result.scheme
    found = []
    nodes = {n.id for n in (*old.nodes, *new.nodes)}
    if any(id_ in nodes for id_ in (*went, *came)):
        found.append("boards")
    same = variants.same_place(old, new)
    if any(_rule(old, i)[0] != _rule(new, i)[0] for i in same) or old.aggregate != new.aggregate:
        found.append("weights")
    if any(_rule(old, i)[1] != _rule(new, i)[1] for i in same):
        found.append("methods")
    theirs = {e.id: (e.kind, e.method, dict(e.params)) for e in new.extras}
    if {e.id: (e.kind, e.method, dict(e.params)) for e in old.extras} != theirs:
        found.append("extras")
    if set(earlier.codes) != set(result.codes):
        found.append("cohort")
    there = {d.code: d.group for d in earlier.districts}
    if any(there.get(d.code, d.group) != d.group for d in result.districts):
        found.append("groups")
    if earlier.quarter + 1 != result.quarter:
        found.append("quarters")
    return tuple(found)


def _rule(scheme: Scheme, id_: str) -> tuple[object, object]:
    node = scheme.by_id[id_]
    params = {k: dict(v) if isinstance(v, Mapping) else v for k, v in node.params.items()}
    return (dict(node.weight), node.aggregate), (node.method, node.direction, params)


def _common(
    earlier: Result, result: Result, went: tuple[str, ...], came: tuple[str, ...], both: list[str]
) -> pd.DataFrame | None:
    """Both quarters' totals and ranks under what the two schemes share, with the later weights and methods."""
    scheme = _shared(result.scheme, came)
    if scheme is None or _shared(earlier.scheme, went) is None or not both:
        return None
    policies = scheme.policies
    found = {}
    for name, of in (("before", earlier), ("after", result)):
        rows = [of.place[c] for c in both]
        state = _State(scheme, _rows(of.figures, rows), of.quarter.number, np.array(of.groups, str)[rows])
        found[name] = rounding.rounded(rounding.fine(state.total()), policies.decimals, policies.rounding)
    frame = pd.DataFrame(found, index=pd.Index(both, name="code"))
    for name in ("before", "after"):
        frame[f"rank_{name}"] = rounding.rank(frame[name], policies.ties)
    return frame
