"""Known answers from outside: scipy's and numpy's closed forms for what the package computes by itself."""

from __future__ import annotations

import made
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assess import formulas, methods, rounding, score


@pytest.fixture(scope="module")
def stats():
    """scipy's own, imported for these tests alone: it takes a second, which every worker would spend."""
    from scipy import stats

    return stats


POINTS = st.lists(st.integers(1, 9999).map(lambda n: n / 100), min_size=2, max_size=9)


def scored(table: np.ndarray, weights: list[int], aggregate: str = "arithmetic") -> score.Result:
    """Districts × indicators as boards of given points."""
    nodes = [{"id": f"b{k}", "method": "given", "weight": weight} for k, weight in enumerate(weights)]
    scheme = made.leaves(*nodes, aggregate=aggregate)
    codes = [f"d{k}" for k in range(len(table))]
    return score.score(made.inputs(scheme, pd.DataFrame(table, codes, [node["id"] for node in nodes])))


@settings(max_examples=40)
@given(points=POINTS, data=st.data())
def test_weighted_means_are_numpys_and_scipys(stats, points, data):
    weights = data.draw(st.lists(st.integers(1, 40), min_size=len(points), max_size=len(points)))
    table = np.array([points, points[::-1]])
    arithmetic, geometric = (scored(table, weights, mean).exact for mean in ("arithmetic", "geometric"))
    assert arithmetic.to_numpy() == pytest.approx(np.average(table, axis=1, weights=weights), abs=1e-8)
    assert geometric.to_numpy() == pytest.approx(stats.gmean(table, axis=1, weights=weights), abs=1e-8)
    assert (geometric <= arithmetic + 1e-8).all()


@settings(max_examples=100)
@given(scores=st.lists(st.integers(0, 6).map(float), min_size=1, max_size=9), ties=st.sampled_from(rounding.TIES))
def test_ranks_are_scipys(stats, scores, ties):
    wanted = stats.rankdata([-s for s in scores], method=ties)
    assert rounding.rank(pd.Series(scores), ties).tolist() == wanted.tolist()


def test_the_one_policy_for_ties_that_scipy_has_and_this_package_has_not(stats):
    """Mean ranks (2.5, 2.5) are no places: a scheme cannot ask for them."""
    assert set(rounding.TIES) == {"min", "max", "dense"}
    assert stats.rankdata([-90, -88, -88, -80], method="average").tolist() == [1, 2.5, 2.5, 4]


@settings(max_examples=60)
@given(points=POINTS, ddof=st.sampled_from([0, 1]))
def test_z_scores_are_scipys(stats, points, ddof):
    found = methods.apply("z-score", np.array(points), {"mean": 70.0, "spread": 10.0, "ddof": ddof})
    if len(set(points)) == 1:
        assert found.tolist() == [70.0] * len(points)
    else:
        assert found == pytest.approx(70 + 10 * stats.zscore(points, ddof=ddof), abs=1e-7)


@settings(max_examples=60)
@given(points=st.lists(st.integers(-500, 500).map(float), min_size=5, max_size=12, unique=True))
def test_winsorising_is_scipys(stats, points):
    wanted = np.asarray(stats.mstats.winsorize(np.array(points), limits=(1.5 / len(points), 1.5 / len(points))))
    low, high = wanted.min(), wanted.max()
    found = methods.apply("min-max", np.array(points), {"winsorise": 1})
    assert found == pytest.approx((wanted - low) / (high - low) * 100)


@pytest.mark.parametrize("answers", [(60, 30, 10), (1, 1, 0), (700, 250, 80)])
def test_the_surveys_margin_is_the_standard_error_of_the_answers(stats, answers):
    index, n, margin = formulas.survey_index(np.array([answers], float))[0]
    each = np.repeat([100.0, 75.0, 55.0], answers)
    assert (index, n) == (pytest.approx(each.mean()), len(each))
    assert margin == pytest.approx(stats.norm.ppf(0.975) * stats.sem(each), rel=1e-4)
