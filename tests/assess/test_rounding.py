"""Rounding on the decimal face; ranks with ties."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assess import rounding

MODES = {"half-even": ROUND_HALF_EVEN, "half-up": ROUND_HALF_UP}


def test_97_445_behaves_as_the_decimal_97_445():
    """GB/T 8170: half to even, once only."""
    noisy = [97.445, 97.44499999999999, 0.4 * 97.445 + 0.6 * 97.445, 97.435]
    assert rounding.rounded(noisy).tolist() == [97.44, 97.44, 97.44, 97.44]
    assert rounding.rounded(noisy, mode="half-up").tolist() == [97.45, 97.45, 97.45, 97.44]


def test_just_under_and_just_over_a_half():
    assert rounding.rounded([97.4449, 97.4451, 97.44500001, 97.44499999]).tolist() == [97.44, 97.45, 97.45, 97.44]


def test_negative_numbers_round_as_their_mirror():
    x = np.array([0.125, 2.675, 1.005, 97.445])
    for mode in MODES:
        assert rounding.rounded(-x, mode=mode).tolist() == (-rounding.rounded(x, mode=mode)).tolist()


@settings(max_examples=200)
@given(
    number=st.integers(-(10**12), 10**12),
    scale=st.integers(0, 8),
    decimals=st.integers(0, 4),
    mode=st.sampled_from(["half-even", "half-up"]),
)
def test_rounding_agrees_with_decimal_arithmetic(number, scale, decimals, mode):
    exact = Decimal(number).scaleb(-scale)
    wanted = float(exact.quantize(Decimal(1).scaleb(-decimals), rounding=MODES[mode]))
    assert rounding.rounded([float(exact)], decimals, mode)[0] == wanted


def test_numbers_too_large_for_the_fast_way_are_rounded_too():
    assert rounding.rounded([1e12 + 0.5, 2.5], 0).tolist() == [1e12, 2.0]


def test_nan_stays_and_infinity_is_refused():
    assert np.isnan(rounding.rounded([np.nan])[0])
    with pytest.raises(ValueError, match="infinite"):
        rounding.rounded([np.inf])


@pytest.mark.parametrize(("ties", "wanted"), [("min", [1, 2, 2, 4]), ("max", [1, 3, 3, 4]), ("dense", [1, 2, 2, 3])])
def test_equal_scores_share_a_rank_by_policy(ties, wanted):
    found = rounding.rank(pd.Series([90.0, 88.0, 88.0, 80.0]), ties)
    assert found.tolist() == wanted and found.dtype == "int64"


def test_a_district_without_a_score_has_no_rank():
    found = rounding.rank(pd.Series([90.0, np.nan, 95.0]))
    assert found.dtype == "Int64" and found.tolist() == [2, pd.NA, 1]


def test_tie_breakers_part_equal_scores_and_remaining_ties_share():
    scores = pd.Series([90.0, 90.0, 90.0, 95.0])
    breakers = pd.DataFrame({"economy": [1.0, 2.0, 2.0, 0.0]})
    assert rounding.rank(scores, "min", breakers).tolist() == [4, 2, 2, 1]


@settings(max_examples=100)
@given(st.lists(st.one_of(st.integers(0, 6).map(float), st.just(float("nan"))), min_size=1, max_size=9))
def test_ranks_agree_with_pandas(scores):
    series = pd.Series(scores)
    for ties in rounding.TIES:
        wanted = series.rank(method=ties, ascending=False).to_numpy()
        np.testing.assert_array_equal(rounding.ranks(series.to_numpy(), ties), wanted)


def test_ranks_of_a_table_run_along_the_axis_asked_for():
    table = np.array([[3.0, 1.0], [2.0, 2.0], [3.0, np.nan]])
    np.testing.assert_array_equal(rounding.ranks(table, axis=0), [[1, 2], [3, 1], [1, np.nan]])
