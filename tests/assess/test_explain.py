"""Why one district is before another: parts that sum to the printed digit, for any scheme."""

from __future__ import annotations

from decimal import Decimal

import drawn
import made
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assess import explain, rounding, score, tree
from helpers.assess.explain import sum_decimals
from helpers.model import Quarter, UsageError


@pytest.fixture
def result(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path, bonus={"乙区": 0.5})
    return score.history(tmp_path, Quarter(2023, 2))[-1]


def test_parts_by_board_indicator_and_bonus(result):
    gap = explain.gap(result, "d1", "d2")
    assert gap.gap == Decimal("0.90") and gap.residue == 0
    parts = gap.parts.set_index("id")
    assert parts.index.tolist() == ["economy", "growth", "revenue", "business", "review", "bonus"]
    assert parts["level"].tolist() == ["board", "indicator", "indicator", "board", "indicator", "bonus"]
    # growth: 0.3 × (92 − 86), revenue: 0.3 × (96 − 100), review: 0.4 × (90 − 88), bonus: 0 − 0.5
    assert parts["points"].tolist() == [0.6, 1.8, -1.2, 0.8, 0.8, -0.5]
    assert parts.loc["growth", ["value_a", "value_b", "score_a", "score_b"]].tolist() == [8.0, 6.5, 92.0, 86.0]
    assert parts.loc["growth", "weight_a"] == pytest.approx(0.3) and parts.loc["growth", "parent"] == "economy"


def test_what_rounding_leaves_is_shown_not_hidden():
    nodes = [{"id": id_, "method": "given"} for id_ in ("a", "b", "c")]
    table = pd.DataFrame({"a": [80.014, 80.0], "b": [80.014, 80.0], "c": [80.014, 80.0]}, index=["d1", "d2"])
    gap = explain.gap(score.score(made.inputs(made.leaves(*nodes), table)), "d1", "d2")
    assert gap.gap == Decimal("0.01")
    assert gap.parts["printed"].tolist() == [0, 0, 0] and gap.residue == Decimal("0.01")
    assert gap.exact == Decimal("0.014000000")
    assert sum_decimals(gap.parts["points"]) + gap.exact_residue == gap.gap


def test_a_gap_seen_from_the_other_side_is_its_mirror(result):
    one, other = explain.gap(result, "d1", "d3"), explain.gap(result, "d3", "d1")
    assert one.gap == -other.gap and one.parts["points"].tolist() == (-other.parts["points"]).tolist()


def test_unknown_or_withheld_districts_are_refused(result):
    with pytest.raises(UsageError, match="no district with the code 'dx'"):
        explain.gap(result, "d1", "dx")
    table = pd.DataFrame({"a": [80.0, np.nan]}, index=["d1", "d2"])
    withheld = score.score(made.inputs(made.leaves({"id": "a", "method": "given"}), table))
    with pytest.raises(UsageError, match="figures are missing"):
        explain.gap(withheld, "d1", "d2")


def check_sums(gap, result, a, b):
    decimals = result.scheme.policies.decimals
    top = gap.parts[gap.parts["level"] != "indicator"]
    printed = rounding.decimal(result.total[a], decimals) - rounding.decimal(result.total[b], decimals)
    assert gap.gap == printed
    assert sum_decimals(top["printed"], decimals) + gap.residue == printed
    assert sum_decimals(top["points"]) + gap.exact_residue == printed
    # the parts explain the exact gap: what is left is the rounding of the two totals and of nine decimals
    assert abs(gap.exact_residue - (printed - gap.exact)) < Decimal("1e-7")
    for row in top[top["level"] == "board"].itertuples():
        inside = gap.parts[(gap.parts["parent"] == row.id) & (gap.parts["level"] == "indicator")]
        if len(inside):
            beside = (rounding.decimal(x, decimals) for x in (row.printed_weights, row.residue))
            total = sum_decimals(inside["printed"], decimals) + sum(beside)
            assert total == rounding.decimal(row.printed, decimals)


@settings(max_examples=150)
@given(st.data())
def test_parts_sum_to_the_printed_gap_for_any_scheme(data):
    """Any depth, arithmetic and geometric means, groups with own weights, extras, excluded gaps."""
    policies = {"missing": data.draw(st.sampled_from(["withhold", "exclude"]))}
    scheme = data.draw(drawn.schemes(policies=policies))
    result = score.score(data.draw(drawn.quarters(scheme, gaps=policies["missing"] == "exclude")))
    ranked = result.total.dropna().index
    for a in ranked[:3]:
        for b in ranked[-2:]:
            check_sums(explain.gap(result, a, b), result, a, b)


@settings(max_examples=100)
@given(st.data())
def test_a_zero_under_a_geometric_mean_takes_the_whole_fall(data):
    scheme = data.draw(drawn.schemes(methods=[{"method": "given"}]))
    inputs = data.draw(drawn.quarters(scheme))
    points = inputs.points.copy()
    hit = data.draw(st.integers(0, len(points) - 1))
    points.loc[hit, "points"] = 0.0
    result = score.score(made.Inputs(**{**inputs.__dict__, "points": points}))
    codes = result.codes
    for other in codes:
        check_sums(explain.gap(result, points.loc[hit, "code"], other), result, points.loc[hit, "code"], other)


def test_equal_children_under_a_geometric_mean_get_equal_parts():
    nodes = [{"id": id_, "method": "given"} for id_ in ("a", "b")]
    table = pd.DataFrame({"a": [90.0, 40.0], "b": [90.0, 40.0]}, index=["d1", "d2"])
    result = score.score(made.inputs(made.leaves(*nodes, aggregate="geometric"), table))
    assert explain.gap(result, "d1", "d2").parts["points"].tolist() == [25.0, 25.0]


def test_different_weights_of_two_groups_are_a_part_of_their_own():
    nodes = [{"id": "a", "method": "given", "weight": {"default": 50, "coast": 80}}]
    nodes += [{"id": "b", "method": "given", "weight": {"default": 50, "coast": 20}}]
    table = pd.DataFrame({"a": [90.0, 90.0], "b": [50.0, 50.0]}, index=["d1", "d2"])
    result = score.score(made.inputs(made.leaves(*nodes), table, {"d1": "coast"}))
    gap = explain.gap(result, "d1", "d2")
    assert gap.gap == Decimal("12.00")
    assert gap.parts["from_score"].tolist() == [0, 0] and gap.parts["from_weight"].tolist() == [27.0, -15.0]


def test_log_mean_is_the_limit_where_both_are_equal():
    near = tree._log_mean(np.array([50.0, 50.0]), np.array([50.0, 50.00001]))
    assert near == pytest.approx([50, 50.000005], abs=1e-9)
