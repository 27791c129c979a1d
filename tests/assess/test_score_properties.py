"""What holds of any quarter that is scored."""

from __future__ import annotations

import drawn
import made
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assess import score


@settings(max_examples=60)
@given(st.data())
def test_permuting_districts_permutes_results(data):
    inputs = data.draw(drawn.quarters())
    order = data.draw(st.permutations(range(len(inputs.districts))))
    shuffled = made.Inputs(**{**inputs.__dict__, "districts": tuple(inputs.districts[k] for k in order)})
    a, b = score.score(inputs), score.score(shuffled)
    assert b.total.tolist() == a.total[b.total.index].tolist()
    assert b.rank.tolist() == a.rank[b.rank.index].tolist()
    assert {i: set(w) for i, w in a.flags.items()} == {i: set(w) for i, w in b.flags.items()}


@settings(max_examples=40)
@given(st.data())
def test_scoring_changes_nothing_it_is_given_and_repeats_itself(data):
    inputs = data.draw(drawn.quarters(gaps=True))
    before = [inputs.values.copy(), inputs.points.copy()]
    a, b = score.score(inputs), score.score(inputs)
    assert inputs.values.equals(before[0]) and inputs.points.equals(before[1])
    assert a.total.equals(b.total) and a.rank.equals(b.rank) and a.flags == b.flags


@settings(max_examples=40)
@given(st.data())
def test_no_infinity_and_no_silent_gap_reaches_a_total(data):
    inputs = data.draw(drawn.quarters(gaps=True))
    result = score.score(inputs)
    assert not np.isinf(result.total).any()
    # the figure is missing only where the data said so, and then the district is marked
    for code in result.total.index[result.total.isna()]:
        assert code in result.provisional and (result.filled.loc[code] == "missing").any()
