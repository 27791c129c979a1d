"""From a quarter's inputs to its result: points, weighted totals, ranks, stars and flags, by the scheme alone.

Pure functions: nothing here reads a file or changes what it is given, but `history`, which loads before it scores.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from ..model import Quarter, frozen
from ..scheme import Scheme
from . import awards, load, methods, missing, rounding, tree
from .figures import Figures, extra_points, figures, leaf_points, survey_frame
from .load import Inputs
from .result import Result

__all__ = ["Result", "history", "score", "score_figures", "totals"]


def history(
    data: Path, quarter: Quarter, as_of: datetime.date | None = None, base: load.Base | None = None
) -> tuple[Result, ...]:
    """The results of every quarter up to and including this one, oldest first, each knowing the one before it.

    `as_of`: as known at the end of that day (`load.load_history`); `base`: what all quarters share, where it has been
    read already. Raises UsageError for a quarter without data,
    DataError with every fault of every quarter read.
    """
    return scored(load.load_history(Path(data), quarter, as_of, base))


def scored(read: Iterable[Inputs]) -> tuple[Result, ...]:
    """The results of these quarters, oldest first, each knowing the one before it."""
    results: list[Result] = []
    for inputs in read:
        results.append(score(inputs, results[-1] if results else None))
    return tuple(results)


def score(inputs: Inputs, previous: Result | None = None) -> Result:
    """Score, rank and award one quarter. `previous` is the last earlier result there is, for ranks and derived leaves.

    total = Σ board weight × board + bonus − deductions, rounded once; see `Result` for the frames.
    """
    return score_figures(inputs, figures(inputs, previous), previous)


def totals(
    scheme: Scheme, found: Figures, quarter: int, groups: np.ndarray, weight: tree.Scores
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray]:
    """Scores of all nodes (the whole under ""), signed extras, and exact totals, for these figures and weights."""
    nodes = tree.evaluate(scheme, leaf_points(scheme, found, quarter, groups), weight)
    extras = extra_points(scheme, found, quarter, groups)
    return nodes, extras, nodes[tree.ROOT] + sum(extras.values())


def score_figures(
    inputs: Inputs,
    found: Figures,
    previous: Result | None = None,
    hypothetical: bool = False,
    scheme: Scheme | None = None,
    survey: pd.DataFrame | None = None,
) -> Result:
    """Score these figures (the inputs' own, or changed ones) under the inputs' scheme, or another.

    `survey`: the answers of these inputs, where they have been counted.
    """
    scheme = scheme or inputs.scheme
    districts, quarter, policies = inputs.districts, inputs.quarter, scheme.policies
    codes = [d.code for d in districts]
    index = pd.Index(codes, name="code")
    groups = np.array([d.group for d in districts], str)

    reported = found
    marks = None
    if policies.missing == "carry-forward":
        found, marks = missing.carried(found, codes, quarter, previous)
    full_weight = tree.weights(scheme, list(groups))
    leaf = leaf_points(scheme, found, quarter.number, groups)
    extras = extra_points(scheme, found, quarter.number, groups)
    counts = _counts(scheme, full_weight)
    lacks = {id_: np.isnan(points) & counts[id_] for id_, points in leaf.items()}
    lacks |= {id_: np.isnan(points) for id_, points in extras.items()}
    weight = full_weight
    if policies.missing == "exclude":
        weight = tree.without_missing(scheme, full_weight, {id_: ~np.isnan(points) for id_, points in leaf.items()})
        extras = {id_: np.where(np.isnan(points), 0.0, points) for id_, points in extras.items()}
    nodes = tree.evaluate(scheme, leaf, weight)
    exact = rounding.fine(nodes[tree.ROOT] + sum(extras.values()))
    total = rounding.rounded(exact, policies.decimals, policies.rounding)

    boards = {b.id: rounding.rounded(nodes[b.id], policies.decimals, policies.rounding) for b in scheme.boards}
    inner = [n.id for n in scheme.nodes if not n.is_leaf or not n.parent]
    ranked = pd.Series(total if policies.order == "round-then-rank" else exact, index, name="rank")
    breakers = _frame({id_: rounding.fine(nodes[id_]) for id_ in policies.tie_break}, index)
    rank = rounding.rank(ranked, policies.ties, breakers)
    group_rank = _within(ranked, groups, policies.ties, breakers)
    by_rounded = policies.order == "round-then-rank"
    board_rank = _ranks(
        {b: s if by_rounded else rounding.fine(nodes[b]) for b, s in boards.items()}, index, policies.ties
    )
    leaf_rank = _ranks({id_: rounding.fine(points) for id_, points in leaf.items()}, index, policies.ties)
    before = previous if previous is not None and previous.quarter == quarter.previous else None
    previous_rank = _previous(before.rank if before else None, index)
    change = (previous_rank - rank).astype("Int64").rename("change")
    group_change = _previous(before.group_rank if before else None, index) - group_rank
    stars = awards.stars(board_rank, scheme.stars)
    ranks, changes = {"all": rank, "group": group_rank}, {"all": change, "group": group_change}
    won, kept_out = awards.flags(scheme, districts, ranks, changes, board_rank, _vetoes(inputs))
    took = _carried(scheme, lacks, marks)
    unsure = {id_: (gap | took[id_]) & counts.get(id_, True) for id_, gap in lacks.items()}
    low, high = _range(scheme, found, quarter.number, leaf, extras, unsure, full_weight, rank)
    open_ended = np.any([*unsure.values()], axis=0) | (low < high)
    nothing = np.full(len(codes), np.nan)
    values = {n.id: reported.leaf[n.id] if n.method not in ("given", "survey") else nothing for n in scheme.leaves}
    return Result(
        quarter=quarter,
        scheme=scheme,
        districts=districts,
        inputs=inputs,
        reported=reported,
        figures=found,
        values=_frame(values, index),
        leaf=_frame(leaf, index),
        nodes=_frame({id_: nodes[id_] for id_ in inner}, index),
        boards=_frame(boards, index),
        extras=_frame(extras, index),
        exact=pd.Series(exact, index, name="exact"),
        total=pd.Series(total, index, name="total"),
        rank=rank,
        previous_rank=previous_rank,
        change=change,
        group_rank=group_rank,
        board_rank=board_rank,
        leaf_rank=leaf_rank,
        stars=stars,
        stars_total=stars.sum(axis=1).rename("stars_total"),
        flags=frozen(won),
        kept_out=frozen(kept_out),
        filled=_filled(lacks, took, policies.missing, index),
        rank_range=pd.DataFrame({"low": low, "high": high}, index=index),
        provisional=tuple(code for code, doubt in zip(codes, open_ended, strict=True) if doubt),
        weights=_frame(weight, index),
        survey=_survey(inputs, scheme, index) if survey is None else survey,
        hypothetical=hypothetical,
        previous=previous,
    )


def _counts(scheme: Scheme, weight: tree.Scores) -> dict[str, np.ndarray]:
    """For whom a leaf counts at all: its weight, and that of every knot above it, is not 0 in the district's group."""
    return {
        leaf.id: np.logical_and.reduce([weight[node.id] > 0 for node in scheme.path(leaf)]) for leaf in scheme.leaves
    }


def _ranks(columns: dict[str, np.ndarray], index: pd.Index, ties: str) -> pd.DataFrame:
    """A place by column; int64, but Int64 with NA in a column where some district has no score."""
    if not columns:
        return pd.DataFrame(index=index)
    table = np.column_stack(list(columns.values()))
    if not np.isnan(table).any():
        return pd.DataFrame(rounding.rank_array(table, ties), index=index, columns=list(columns))
    return pd.DataFrame({id_: rounding.rank_array(scores, ties) for id_, scores in columns.items()}, index=index)


def _within(scores: pd.Series, groups: np.ndarray, ties: str, breakers: pd.DataFrame) -> pd.Series:
    """Ranks among the districts of the same group."""
    names = np.unique(groups)
    if len(names) == 1:
        return rounding.rank(scores, ties, breakers).rename("group_rank")
    parts = [rounding.rank(scores[groups == g], ties, breakers[groups == g]) for g in names]
    return pd.concat(parts).reindex(scores.index).rename("group_rank")


def _previous(rank: pd.Series | None, index: pd.Index) -> pd.Series:
    if rank is None:
        return pd.Series(pd.NA, index, dtype="Int64", name="previous_rank")
    return rank.astype("Int64").reindex(index).rename("previous_rank")


def _vetoes(inputs: Inputs) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, item in zip(inputs.vetoes["code"], inputs.vetoes["item"], strict=True):
        found.setdefault(code, set()).add(item)
    return {code: frozenset(items) for code, items in found.items()}


def _frame(columns: Mapping[str, np.ndarray], index: pd.Index) -> pd.DataFrame:
    """Columns of numbers by id as one frame; a copy, so that no frame shares memory with figures or scores."""
    if not columns:
        return pd.DataFrame(index=index)
    return pd.DataFrame(np.column_stack(list(columns.values())), index=index, columns=list(columns))


def _carried(scheme: Scheme, lacks: Mapping[str, np.ndarray], marks: Figures | None) -> dict[str, np.ndarray]:
    """For whom the points of a leaf or extra rest on a carried figure: its value, or the district's own target."""
    if marks is None:
        return {id_: np.zeros(len(gap), bool) for id_, gap in lacks.items()}
    marked = {id_: mark > 0 for id_, mark in {**marks.leaf, **marks.extras}.items()}
    for leaf in scheme.leaves:
        for named in methods.figures_named(leaf):
            marked[leaf.id] = marked[leaf.id] | (marks.columns[named] > 0)
    return {id_: marked[id_] & ~gap for id_, gap in lacks.items()}


def _filled(
    lacks: Mapping[str, np.ndarray], took: Mapping[str, np.ndarray], policy: str, index: pd.Index
) -> pd.DataFrame:
    cells = np.full((len(index), len(lacks)), "", object)
    for k, (id_, gap) in enumerate(lacks.items()):
        cells[gap, k] = missing.WORDS[policy]
        cells[took[id_], k] = "carried"
    return pd.DataFrame(cells, index=index, columns=list(lacks))


def _range(
    scheme: Scheme,
    found: Figures,
    quarter: int,
    leaf: dict[str, np.ndarray],
    extras: dict[str, np.ndarray],
    unsure: dict[str, np.ndarray],
    weight: tree.Scores,
    rank: pd.Series,
) -> tuple[np.ndarray, np.ndarray]:
    if not any(doubt.any() for doubt in unsure.values()):
        same = rank.to_numpy(np.int64)
        return same, same.copy()
    return missing.rank_range(scheme, found, quarter, leaf, extras, unsure, weight, rank)


def _survey(inputs: Inputs, scheme: Scheme, index: pd.Index) -> pd.DataFrame:
    for item in scheme.reported:
        if item.method == "survey":
            return survey_frame(inputs, item.params).set_index(index)
    return pd.DataFrame(index=index)
