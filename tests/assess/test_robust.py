"""How firm a result is."""

from __future__ import annotations

import time

import drawn
import made
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assess import robust, score, variants
from helpers.model import UsageError

GIVEN = {"method": "given"}


def scored(nodes, columns, groups=None, **top):
    many = len(next(iter(columns.values())))
    table = pd.DataFrame(columns, index=[f"d{k}" for k in range(1, many + 1)], dtype=float)
    return score.score(made.inputs(made.leaves(*nodes, **top), table, groups))


TWO = [{"id": "a", "weight": 60, **GIVEN}, {"id": "b", "weight": 40, **GIVEN}]


def test_the_weight_at_which_first_and_second_swap():
    # d1: 90 a + 70 b, d2: 80 a + 80 b; equal at half and half
    found = robust.swap_weights(scored(TWO, {"a": [90, 80], "b": [70, 80]})).set_index("id")
    assert found.loc["a", ["weight", "at"]].tolist() == pytest.approx([0.6, 0.5])
    assert found.loc["b", "at"] == pytest.approx(0.5) and found.loc["b", "change"] == pytest.approx(0.1)


def test_no_weight_swaps_a_district_that_is_ahead_everywhere():
    assert robust.swap_weights(scored(TWO, {"a": [90, 80], "b": [90, 80]}))["at"].isna().all()


def test_swap_weights_under_a_geometric_mean_and_with_a_bonus():
    extra = [{"id": "bonus", "name": "bonus", "kind": "bonus", "max": 5}]
    columns = {"a": [90, 80], "b": [70, 80], "bonus": [0, 1]}
    result = scored(TWO, columns, extra=extra, aggregate="geometric")
    at = robust.swap_weights(result).set_index("id").loc["a", "at"]
    assert 90**at * 70 ** (1 - at) == pytest.approx(81, abs=1e-9)


def test_scoring_at_the_swap_weight_makes_them_equal():
    result = scored([*TWO, {"id": "c", "weight": 25, **GIVEN}], {"a": [90, 80], "b": [70, 84], "c": [60, 61]})
    for row in robust.swap_weights(result).dropna().itertuples():
        scheme = variants.with_weights(result.scheme, {row.id: row.at})
        exact = score.score(made.Inputs(**{**result.inputs.__dict__, "scheme": scheme})).exact
        assert exact["d1"] == pytest.approx(exact["d2"], abs=1e-6)


def test_draws_repeat_with_their_seed_and_hold_the_official_rank():
    result = scored(TWO, {"a": [90, 80, 10], "b": [70, 80, 10]})
    one, two = robust.uncertain(result, 500, seed=7), robust.uncertain(result, 500, seed=7)
    assert one.ranks.equals(two.ranks)
    assert not one.ranks.equals(robust.uncertain(result, 500, seed=8).ranks)
    assert one.ranks.loc["d3", ["low", "high", "p_first"]].tolist() == [3, 3, 0]
    assert one.ranks["p_first"].sum() == pytest.approx(1, abs=0.02)
    assert ((one.ranks["low"] <= one.ranks["high"]) & (one.ranks["best"] <= one.ranks["low"])).all()


def test_p_first_agrees_with_the_share_of_weights_beyond_the_swap():
    # a's share w = .6u / (.6u + .4v), u and v even on [.5, 1.5]; d1 is first where w ≥ .5
    result = scored(TWO, {"a": [90, 80], "b": [70, 80]}, policies={"order": "rank-then-round"})
    found = robust.uncertain(result, 20_000, spread=0.5).ranks.loc["d1", "p_first"]
    u, v = np.meshgrid(np.linspace(0.5, 1.5, 1001), np.linspace(0.5, 1.5, 1001))
    assert found == pytest.approx((0.6 * u >= 0.4 * v).mean(), abs=0.01)


def test_no_uncertainty_gives_the_official_ranks():
    result = scored(TWO, {"a": [90, 80, 85], "b": [70, 80, 79]})
    for level in robust.LEVELS:
        ranks = robust.uncertain(result, 10, spread=0, level=level).ranks
        assert (ranks[["low", "high", "median"]].eq(ranks["rank"], axis=0)).all().all()


@settings(max_examples=60)
@given(st.data())
def test_draws_without_spread_reproduce_any_result(data):
    scheme = data.draw(drawn.schemes(policies={"missing": data.draw(st.sampled_from(["withhold", "exclude"]))}))
    result = score.score(data.draw(drawn.quarters(scheme, gaps=True)))
    for level in robust.LEVELS:
        low = robust.uncertain(result, 3, spread=0, level=level).ranks["low"]
        assert low.fillna(-1).tolist() == [float(r) if r == r else -1 for r in result.rank.astype("Float64").fillna(-1)]


def test_uncertainty_out_of_range_is_refused():
    result = scored(TWO, {"a": [90, 80], "b": [70, 80]})
    for wrong in ({"spread": 1.1}, {"level": "some"}, {"draws": 0}, {"coverage": 0}):
        with pytest.raises(UsageError):
            robust.uncertain(result, **wrong)


def test_ten_thousand_draws_of_ten_districts_are_one_batch():
    """A guard against a loop over draws, not a measurement: benchmarks/scoring.py has the figure (≤ 0.2 s)."""
    rng = np.random.default_rng(1)
    result = scored(TWO, {"a": rng.uniform(60, 99, 10), "b": rng.uniform(60, 99, 10)})
    start = time.perf_counter()
    robust.uncertain(result)
    assert time.perf_counter() - start < 5


def test_pairs_close_or_made_equal_by_rounding():
    result = scored([{"id": "a", **GIVEN}], {"a": [90.004, 89.996, 89.9, 89.79]})
    pairs = robust.close_pairs(result, near=0.1).set_index(["upper", "lower"])
    assert pairs["near"].tolist() == [True, True, False]
    assert pairs["by_rounding"].tolist() == [True, False, False]
    assert pairs.loc[("d1", "d2"), ["gap", "exact_gap"]].tolist() == [0.0, 0.008]


def test_every_pair_of_a_tie_made_by_rounding_is_listed():
    result = scored([{"id": "a", **GIVEN}], {"a": [90.003, 90.002, 90.001, 80]})
    pairs = robust.close_pairs(result)
    assert {(p.upper, p.lower) for p in pairs[pairs["by_rounding"]].itertuples()} == {
        ("d1", "d2"), ("d2", "d3"), ("d1", "d3"),
    }  # fmt: skip


def test_a_place_decided_by_the_bonus():
    extra = [{"id": "bonus", "name": "bonus", "kind": "bonus", "max": 5}]
    result = scored([{"id": "a", **GIVEN}], {"a": [90, 89, 80], "bonus": [0, 2, 0]}, extra=extra)
    pairs = robust.close_pairs(result).set_index(["upper", "lower"])
    assert pairs["by_bonus"].to_dict() == {("d2", "d1"): True, ("d1", "d3"): False}


@pytest.mark.parametrize(("lower", "level"), [(89, False), (88, True), (87, False)])
def test_a_bonus_that_parts_equals_is_told_from_one_that_turns_an_order(lower, level):
    extra = [{"id": "bonus", "name": "bonus", "kind": "bonus", "max": 5}]
    result = scored([{"id": "a", **GIVEN}], {"a": [88, lower], "bonus": [2, 0]}, extra=extra)
    pairs = robust.close_pairs(result)
    assert pairs["level"].tolist() == [level] and pairs["by_bonus"].tolist() == [lower >= 88]


def test_a_shared_place_is_decided_by_nothing():
    extra = [{"id": "bonus", "name": "bonus", "kind": "bonus", "max": 5}]
    result = scored([{"id": "a", **GIVEN}], {"a": [89, 90], "bonus": [1, 0]}, extra=extra)
    assert robust.close_pairs(result)["by_bonus"].tolist() == [False]


def test_a_place_that_missing_figures_leave_open():
    result = scored(TWO, {"a": [90, 80, 20], "b": [90, np.nan, 20]}, policies={"missing": "exclude"})
    pairs = robust.close_pairs(result).set_index(["upper", "lower"])
    # d2: 48 … 88 points, d1 has 90, d3 has 20
    assert pairs["by_missing"].tolist() == [False, False]
    result = scored(TWO, {"a": [70, 80, 20], "b": [70, np.nan, 20]}, policies={"missing": "exclude"})
    assert robust.close_pairs(result)["by_missing"].tolist() == [True, False]


def test_a_total_that_a_missing_bonus_keeps_back_has_no_rank_without_some_indicator_either():
    bonus = [{"id": "plus", "name": "plus", "kind": "bonus", "max": 5}]
    result = scored(TWO, {"a": [90, 80], "b": [70, 84], "plus": [1, np.nan]}, extra=bonus)
    for id_ in ("a", "b"):
        assert robust.leave_out(result)[id_].isna().tolist() == result.rank.isna().tolist() == [False, True]


def test_leave_one_out_agrees_with_scoring_without_it():
    result = scored([*TWO, {"id": "c", "weight": 25, **GIVEN}], {"a": [90, 80], "b": [70, 84], "c": [60, 61]})
    found = robust.leave_out(result)
    assert found.columns.tolist() == ["a", "b", "c"]
    assert found["a"].tolist() == [2, 1] and found["b"].tolist() == [1, 2] and found["c"].tolist() == [1, 2]
    assert robust.leave_out(scored(TWO[:1], {"a": [1, 2]})).empty
    with pytest.raises(UsageError, match="no node is called 'x'"):
        robust.leave_out(result, ["x"])
