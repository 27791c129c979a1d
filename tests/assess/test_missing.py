"""Missing figures: what each policy makes of them, and the ranks that stay possible."""

from __future__ import annotations

import drawn
import made
import numpy as np
import pandas as pd
import pytest
from few_districts import GIVEN, ONE, TWO, scored
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assess import score

GAP = {"a": [90, 80, 70], "b": [90, np.nan, 75]}


def test_withhold_gives_no_total_and_shows_the_ranks_still_possible():
    result = scored(TWO, GAP)
    assert np.isnan(result.total["d2"]) and result.rank.tolist() == [1, pd.NA, 2]
    # d2 lies between 40 and 90, d1 has 90, d3 has 72.5
    assert result.rank_range.values.tolist() == [[1, 1], [1, 3], [2, 3]]
    assert result.provisional == ("d2", "d3")
    assert result.filled.loc["d2"].tolist() == ["", "missing"]


def test_carry_forward_takes_the_quarter_before_and_marks_it():
    before = scored(TWO, {"a": [1, 1, 1], "b": [50, 60, 70]}, at="2023Q1")
    policies = {"missing": "carry-forward"}
    result = scored(TWO, GAP, previous=before, policies=policies)
    assert result.total["d2"] == 70 and result.filled.at["d2", "b"] == "carried" and "d2" in result.provisional
    assert np.isnan(result.reported.leaf["b"][1])
    older = scored(TWO, {"a": [1, 1, 1], "b": [50, 60, 70]}, at="2022Q4")
    assert np.isnan(scored(TWO, GAP, previous=older, policies=policies).total["d2"])


def test_a_carried_own_target_is_marked_like_a_carried_value():
    """The value has come, the district's own target has not: last quarter's stands in, 暂行, with a range of ranks."""
    nodes = [{"id": "a", **GIVEN}, {"id": "b", "method": "target-completion", "target": "aim"}]
    columns = {"a": [90, 80, 70], "b": [50, 60, 70], "aim": [100, 100, 100]}
    before = scored(nodes, columns, at="2023Q1")
    policies = {"missing": "carry-forward"}
    result = scored(nodes, {**columns, "aim": [100, np.nan, 100]}, previous=before, policies=policies)
    assert result.total["d2"] == 70 and result.filled["b"].tolist() == ["", "carried", ""]
    assert "d2" in result.provisional and result.rank_range.loc["d2"].tolist() == [1, 3]
    lost = scored(nodes, {**columns, "b": [50, np.nan, 70], "aim": [100, np.nan, 100]}, policies=policies)
    assert lost.filled["b"].tolist() == ["", "missing", ""]


@pytest.mark.parametrize(
    ("policies", "ranks"),
    [
        ({}, [[1, 2], [1, 2], [3, 4], [1, 4]]),
        ({"tie_break": ["b"]}, [[1, 2], [2, 3], [3, 4], [1, 4]]),
        ({"ties": "max"}, [[2, 3], [2, 3], [3, 4], [1, 4]]),
        ({"ties": "dense"}, [[1, 2], [1, 2], [2, 3], [1, 3]]),
    ],
)
def test_equal_totals_count_in_the_range_of_ranks_as_the_scheme_counts_them(policies, ranks):
    """d1 and d2 are level at 80, parted by b; d3 has 70; d4, whose b is missing, lies between 35 and 85."""
    columns = {"a": [70, 90, 70, 70], "b": [90, 70, 70, np.nan]}
    nodes = [{"id": "a", **GIVEN}, {"id": "b", "method": "given"}]
    result = scored(nodes, columns, policies=policies)
    found = result.rank_range
    assert found.values.tolist() == ranks
    there = result.rank.notna()
    assert ((found["low"] <= result.rank) & (result.rank <= found["high"]))[there].all()


def test_exclude_renormalises_the_weights_left():
    nodes = [{"id": "a", **GIVEN, "weight": 30}, {"id": "b", **GIVEN, "weight": 50}, {"id": "c", **GIVEN, "weight": 20}]
    columns = {"a": [90, 80], "b": [90, np.nan], "c": [60, 60]}
    result = scored(nodes, columns, policies={"missing": "exclude"})
    assert result.total.tolist() == [84, 72]  # (30 × 80 + 20 × 60) / 50
    assert result.filled.at["d2", "b"] == "excluded" and result.weights.at["d2", "a"] == pytest.approx(0.6)
    assert "d2" in result.provisional


def test_a_district_without_any_figure_has_no_total_under_any_policy():
    for policy in ("withhold", "carry-forward", "exclude"):
        result = scored(TWO, {"a": [9, np.nan], "b": [9, np.nan]}, policies={"missing": policy})
        assert result.rank.tolist() == [1, pd.NA], policy


def test_a_missing_relative_figure_leaves_everybodys_rank_open():
    result = scored([{"id": "a", "method": "min-max"}], {"a": [9, 8, np.nan]})
    assert set(result.provisional) == {"d1", "d2", "d3"}


def test_a_missing_measured_bonus_may_reach_the_ends_of_its_method():
    """An uncapped efficacy can bring more than its points, and a relative scale leaves everybody's bonus open."""
    bonus = {"id": "x", "name": "x", "kind": "bonus", "points": 2}
    columns = {"a": [90, 80], "x": [8, np.nan]}
    open_ended = scored(ONE, columns, extra=[{**bonus, "method": "efficacy", "floor": 2, "goal": 8}])
    assert open_ended.rank_range.loc["d2"].tolist() == [1, 2]
    capped = scored(ONE, columns, extra=[{**bonus, "method": "efficacy", "floor": 2, "goal": 8, "cap": 100}])
    assert capped.rank_range.loc["d2"].tolist() == [2, 2]
    relative = scored(ONE, {"a": [90, 89, 50], "x": [1, 5, np.nan]}, extra=[{**bonus, "method": "min-max"}])
    assert relative.rank.tolist() == [2, 1, pd.NA] and relative.rank_range.loc["d1"].tolist() == [1, 2]


@settings(max_examples=60)
@given(st.data())
def test_the_true_rank_lies_in_the_range_shown_for_missing_figures(data):
    """Whatever the missing figure turns out to be."""
    policies = data.draw(drawn.policies())
    scheme = data.draw(drawn.schemes(policies={**policies, "missing": "withhold"}))
    inputs = data.draw(drawn.quarters(scheme))
    values = pd.concat([inputs.values, inputs.points.rename(columns={"points": "value"})])
    full = values.pivot(index="code", columns="indicator", values="value")
    holes = full.copy()
    row, column = data.draw(st.integers(0, len(full) - 1)), data.draw(st.integers(0, len(full.columns) - 1))
    holes.iloc[row, column] = np.nan
    groups = {d.code: d.group for d in inputs.districts}
    true = score.score(made.inputs(scheme, full, groups)).rank
    shown = score.score(made.inputs(scheme, holes, groups)).rank_range
    assert ((shown["low"] <= true) & (true <= shown["high"])).all()
