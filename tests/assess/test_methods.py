"""Every scoring method at, just under and just over its thresholds, and in its degenerate cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assess import formulas, methods

NAN = float("nan")


def points(method, x, direction="up", **params):
    return methods.apply(method, np.array(x, float), params, direction).tolist()


def test_efficacy_is_60_at_the_floor_and_100_at_the_goal():
    """功效系数法: 60 + 40 × (x − floor) / (goal − floor), sometimes capped."""
    assert points("efficacy", [2, 5, 8, 8.3], floor=2, goal=8) == [60, 80, 100, 102]
    assert points("efficacy", [8, 8.3], floor=2, goal=8, cap=100) == [100, 100]


def test_efficacy_is_never_under_its_lowest():
    assert points("efficacy", [-7, -7.01, 2], floor=2, goal=8, lowest=0) == [0, 0, 60]
    assert points("efficacy", [-7], floor=2, goal=8, lowest=40) == [40]


def test_efficacy_inverse_by_swapping():
    assert points("efficacy", [2.0, 1.25, 0.5], "down", floor=2.0, goal=0.5) == [60, 80, 100]


def test_efficacy_with_goal_at_floor_is_all_or_lowest():
    assert points("efficacy", [4.99, 5, 5.01], floor=5, goal=5) == [0, 100, 100]
    assert points("efficacy", [4.99, 5, 5.01], "down", floor=5, goal=5) == [100, 100, 0]


def test_target_completion_stops_at_its_cap():
    assert points("target-completion", [0, 50, 100, 120], target=100) == [0, 50, 100, 100]
    assert points("target-completion", [110, 130], target=100, cap=1.2) == pytest.approx([110, 120])


def test_target_completion_where_less_is_better():
    assert points("target-completion", [4, 2, 1, 0], "down", target=2) == [50, 100, 100, 100]


@pytest.mark.parametrize("target", [0.0, -3.0])
def test_target_of_zero_or_below_is_met_or_not(target):
    assert points("target-completion", [target - 0.01, target, target + 1], target=target) == [0, 100, 100]


def test_growth_to_target_is_piecewise_linear():
    """growth at target = 80 % of points, ± step per 个百分点, capped."""
    assert points("growth-to-target", [6, 7, 5, 10, 11], target=6, step=5) == [80, 85, 75, 100, 100]
    assert points("growth-to-target", [-20], target=6, step=5) == [0]
    assert points("growth-to-target", [5, 7], target=6, step=5, step_below=10) == [70, 85]
    assert points("growth-to-target", [-1, 0, 1], target=0, step=5) == [75, 80, 85]
    assert points("growth-to-target", [7, 5], "down", target=6, step=5) == [75, 85]


def test_all_or_nothing_at_just_under_and_just_over():
    assert points("all-or-nothing", [99.99, 100, 100.01], target=100) == [0, 100, 100]


def test_all_or_nothing_adds_points_by_place_for_those_who_met_the_target():
    """full points if target met, plus 1st 100 %, 2nd 95 %, 3rd 90 % of 20."""
    found = points("all-or-nothing", [120, 110, 110, 105, 90], target=100, target_points=80, place_points=[20, 19, 18])
    assert found == [100, 99, 99, 80, 0]
    loose = points("all-or-nothing", [90, 80], target=100, target_points=80, place_points=[20, 19], only_met=False)
    assert loose == [20, 19]


def test_rank_points_share_the_smaller_place():
    assert points("rank-points", [9, 8, 8, 5], table=[100, 95, 90, 85]) == [100, 95, 95, 85]
    assert points("rank-points", [9, 8, 8, 5], "down", table=[100, 95, 90]) == [0, 95, 95, 100]
    assert points("rank-points", [9, 8, 7], step=30, lowest=50) == [100, 70, 50]


def test_rank_points_of_a_district_alone_is_the_first_place():
    assert points("rank-points", [3], table=[100, 95]) == [100]


def test_min_max_from_lowest_to_highest():
    assert points("min-max", [1, 2, 5]) == [0, 25, 100]
    assert points("min-max", [1, 2, 5], "down", lowest=60) == [100, 90, 60]


@pytest.mark.parametrize("column", [[7, 7, 7], [7], [7, NAN, 7]])
def test_min_max_of_a_constant_column_gives_everybody_the_highest(column):
    found = points("min-max", column)
    assert [p for p in found if p == p] == [100] * sum(v == v for v in column)


def test_min_max_winsorised_pulls_the_ends_in():
    assert points("min-max", [0, 10, 20, 30, 1000], winsorise=1) == [0, 0, 50, 100, 100]
    assert points("min-max", [0, 1000], winsorise=5) == [0, 100]


def test_z_score_has_the_mean_and_spread_asked_for():
    found = np.array(points("z-score", [1, 2, 3, 6], mean=70, spread=10))
    assert found.mean() == pytest.approx(70) and found.std() == pytest.approx(10)
    sample = np.array(points("z-score", [1, 2, 3, 6], mean=70, spread=10, ddof=1))
    assert sample.std(ddof=1) == pytest.approx(10)
    assert points("z-score", [1, 2, 3, 6], "down", mean=70, spread=10) == pytest.approx((140 - found).tolist())


@pytest.mark.parametrize("column", [[0.1, 0.1, 0.1], [5.0], [0.1 + 0.2, 0.3]])
def test_z_score_of_equal_values_is_the_mean(column):
    assert points("z-score", column, mean=70, spread=10) == [70] * len(column)


def test_goalposts_clip_and_take_logarithms():
    assert points("goalposts", [10, 20, 52.5, 85, 90], floor=20, goal=85) == [0, 0, 50, 100, 100]
    assert points("goalposts", [90], floor=20, goal=85, clip=False)[0] > 100
    log = points("goalposts", [0, 50, 100, 75000, 80000], floor=100, goal=75000, transform="log", highest=1)
    assert log == [0, 0, 0, 1, 1]
    assert points("goalposts", [5, 4.99], floor=5, goal=5) == [100, 0]


def test_given_points_are_taken_as_they_are_or_out_of_a_maximum():
    assert points("given", [0, 88.5, 100]) == [0, 88.5, 100]
    assert points("given", [15, 30], max=30, out_of=30) == [50, 100]


def test_survey_index_leaves_out_those_who_do_not_know_and_keeps_the_sample():
    """满意 100 / 基本满意 75 / 不满意 55, 不了解 unscored; sample size kept, margin of error shown."""
    index, n, margin = formulas.survey_index(np.array([[60.0, 30.0, 10.0]]))[0]
    assert index == pytest.approx((60 * 100 + 30 * 75 + 10 * 55) / 100) and n == 100
    answers = np.repeat([100.0, 75.0, 55.0], [60, 30, 10])
    assert margin == pytest.approx(1.96 * answers.std(ddof=1) / 10)
    nobody = formulas.survey_index(np.array([[0.0, 0.0, 0.0]]))[0]
    assert np.isnan(nobody[0]) and nobody[1] == 0


def test_points_within_groups_see_their_own_group_only():
    x, groups = np.array([1.0, 3, 10, 30]), np.array(["a", "a", "b", "b"])
    found = methods.apply("min-max", x, {"within": "group"}, groups=groups)
    assert found.tolist() == [0, 100, 0, 100]


def test_a_figure_may_be_one_a_district_or_one_a_quarter():
    x = np.array([50.0, 50.0])
    own = methods.apply("target-completion", x, {"target": "plan"}, columns={"plan": np.array([100.0, 50.0])})
    assert own.tolist() == [50, 100]
    by_quarter = {"target": {1: 25.0, 2: 50.0, 3: 75.0, 4: 100.0}}
    assert methods.apply("target-completion", x, by_quarter, quarter=4).tolist() == [50, 50]


ALL = [
    ("efficacy", {"floor": 2.0, "goal": 8.0}),
    ("efficacy", {"floor": 2.0, "goal": 8.0, "cap": 100.0}),
    ("target-completion", {"target": 5.0}),
    ("growth-to-target", {"target": 5.0, "step": 3.0}),
    ("all-or-nothing", {"target": 5.0, "target_points": 60.0, "place_points": (40.0, 30.0, 20.0)}),
    ("rank-points", {"table": (100.0, 90.0, 80.0)}),
    ("rank-points", {"step": 4.0}),
    ("min-max", {}),
    ("min-max", {"winsorise": 1}),
    ("z-score", {"mean": 70.0, "spread": 10.0}),
    ("goalposts", {"floor": 1.0, "goal": 9.0}),
    ("given", {}),
]
COLUMN = st.lists(st.integers(-500, 2000).map(lambda n: n / 100), min_size=1, max_size=8)


@pytest.mark.parametrize(("method", "params"), ALL)
def test_a_missing_value_stays_missing_and_disturbs_nobody(method, params):
    x = np.array([3.0, NAN, 7.0])
    found = methods.apply(method, x, params)
    assert np.isnan(found).tolist() == [False, True, False]
    assert found[[0, 2]].tolist() == methods.apply(method, x[[0, 2]], params).tolist()


@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize(("method", "params"), [m for m in ALL if m[0] != "given"])
@settings(max_examples=40)
@given(column=COLUMN, who=st.integers(0, 7), step=st.integers(1, 900).map(lambda n: n / 100))
def test_a_better_value_never_lowers_its_own_score(method, params, direction, column, who, step):
    if direction == "down" and "floor" in params:
        params = {**params, "floor": params["goal"], "goal": params["floor"]}
    x = np.array(column)
    k = who % len(x)
    better = x.copy()
    better[k] += step if direction == "up" else -step
    before = methods.apply(method, x, params, direction)[k]
    after = methods.apply(method, better, params, direction)[k]
    assert after >= before - 1e-9
    assert x.tolist() == column  # nothing is mutated


@pytest.mark.parametrize(("method", "params"), [m for m in ALL if methods.is_relative(*m)])
def test_relative_methods_score_trials_on_leading_axes_row_by_row(method, params):
    x = np.array([[3.0, 1, 7, 7], [3, 9, 7, NAN]])
    rows = [methods.apply(method, row, params) for row in x]
    np.testing.assert_array_equal(methods.apply(method, x, params), np.stack(rows))


@settings(max_examples=60)
@given(column=COLUMN, scale=st.integers(1, 500).map(lambda n: n / 10), shift=st.integers(-50, 50))
def test_points_survive_a_positive_rescale_of_the_unit(column, scale, shift):
    """z-score columns, and goalposts columns with their goalposts."""
    x = np.array(column)
    z = {"mean": 70.0, "spread": 10.0}
    # the same column in another unit; equal values must stay equal
    np.testing.assert_allclose(
        methods.apply("z-score", x * scale + shift, z), methods.apply("z-score", x, z), atol=1e-6
    )
    posts = {"floor": 1.0, "goal": 9.0}
    moved = {"floor": 1.0 * scale + shift, "goal": 9.0 * scale + shift}
    np.testing.assert_allclose(
        methods.apply("goalposts", x * scale + shift, moved), methods.apply("goalposts", x, posts), atol=1e-6
    )


@pytest.mark.parametrize(("method", "params"), ALL)
@settings(max_examples=30)
@given(column=COLUMN)
def test_points_stay_within_the_bounds_a_method_declares(method, params, column):
    low, high = methods.METHODS[method].bounds(params, len(column))
    found = methods.apply(method, np.abs(np.array(column)), params)
    assert (found >= low - 1e-9).all() and (found <= high + 1e-9).all()
