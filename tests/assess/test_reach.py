"""What it would take to reach the place above: sufficient, minimal on the printed grid, infeasible at a cap."""

from __future__ import annotations

from dataclasses import replace

import drawn
import made
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assess import reach, score, whatif
from helpers.assess.whatif import Settings
from helpers.model import UsageError

GIVEN = {"method": "given"}


def scored(nodes, columns, **top):
    many = len(next(iter(columns.values())))
    table = pd.DataFrame(columns, index=[f"d{k}" for k in range(1, many + 1)], dtype=float)
    return score.score(made.inputs(made.leaves(*nodes, **top), table))


def way(result, code, id_):
    return reach.reach(result, code).ways.set_index("id").loc[id_]


EFFICACY = {"id": "growth", "method": "efficacy", "floor": 0, "goal": 10, "cap": 100, "unit": "%", "decimals": 1}


def test_the_needed_value_is_in_natural_units_on_the_printed_grid():
    result = scored([EFFICACY, {"id": "b", **GIVEN}], {"growth": [8, 5], "b": [80, 80]})
    found = way(result, "d2", "growth")
    assert (found["now"], found["needed"], found["change"], found["unit"]) == (5, 8, 3, "%")
    assert found["feasible"] and found["points_now"] == 80 and found["points_needed"] == 92
    # 91.99 already makes 85.995, which rounds to the even 86.00
    assert way(result, "d2", "b")["needed"] == 91.99


def test_a_tie_is_enough_because_equal_scores_share_the_smaller_rank():
    assert way(scored([{"id": "b", **GIVEN}], {"b": [90, 80]}), "d2", "b")["needed"] == 90
    strict = scored([{"id": "b", **GIVEN}], {"b": [90, 80]}, policies={"ties": "max"})
    assert way(strict, "d2", "b")["needed"] == 90.01


def test_rounding_helps_when_it_does():
    # (99.99 + 80) / 2 = 89.995 rounds half to even to 90.00
    nodes = [{"id": "a", **GIVEN}, {"id": "b", **GIVEN}]
    found = way(scored(nodes, {"a": [90, 80], "b": [90, 80]}), "d2", "a")
    assert found["needed"] == 99.99


def test_infeasible_at_the_cap_is_said():
    result = scored([EFFICACY, {"id": "b", **GIVEN}], {"growth": [8, 9.5], "b": [95, 70]})
    found = way(result, "d2", "growth")
    assert not found["feasible"] and found["reason"] == "cap" and np.isnan(found["needed"])
    assert found["best_total"] == 85 and found["best_rank"] == 2


def test_a_share_cannot_pass_its_natural_limit():
    share = {**EFFICACY, "goal": 200, "maximum": 100}
    result = scored([share, {"id": "b", **GIVEN}], {"growth": [50, 90], "b": [95, 70]})
    found = way(result, "d2", "growth")
    assert not found["feasible"] and found["reason"] == "limit" and found["best_total"] == 75


def test_where_less_is_better_the_needed_value_is_lower():
    days = {"id": "days", "method": "efficacy", "floor": 2.0, "goal": 0.5, "cap": 100, "direction": "down"}
    result = scored([days, {"id": "b", **GIVEN}], {"days": [1.0, 1.5], "b": [80, 80]})
    found = way(result, "d2", "days")
    assert found["needed"] == 1.0 and found["change"] == -0.5


def test_relative_scales_are_solved_with_everybody_scored_again():
    """One's gain is another's loss: pushing the maximum up pulls the other down."""
    nodes = [{"id": "a", "method": "min-max", "decimals": 0}, {"id": "b", **GIVEN}]
    result = scored(nodes, {"a": [100, 50, 0], "b": [90, 60, 0]})
    found = way(result, "d2", "a")
    # at x > 100: d1 has 100·100/x, d2 has 100: 60 + 100 against 90 + 10000/x
    assert found["needed"] == 143 and found["feasible"]


def test_all_or_nothing_jumps_at_its_target():
    nodes = [{"id": "a", "method": "all-or-nothing", "target": 10, "decimals": 1}, {"id": "b", **GIVEN}]
    result = scored(nodes, {"a": [11, 3], "b": [70, 70]})
    assert way(result, "d2", "a")["needed"] == 10


def test_bonus_and_deduction_can_move_too():
    extra = [{"id": "plus", "name": "plus", "kind": "bonus", "max": 5}]
    extra += [{"id": "minus", "name": "minus", "kind": "deduction", "max": 5}]
    result = scored([{"id": "b", **GIVEN}], {"b": [81, 80], "plus": [0, 1], "minus": [0, 3]}, extra=extra)
    ways = reach.reach(result, "d2").ways.set_index("id")
    assert ways.loc["plus", ["level", "needed", "feasible"]].tolist() == ["bonus", 4.0, True]
    assert ways.loc["minus", ["level", "needed", "feasible"]].tolist() == ["deduction", 0.0, True]


def test_the_first_has_nothing_above_and_a_stranger_is_refused():
    result = scored([{"id": "b", **GIVEN}], {"b": [90, 90, 80]})
    assert reach.reach(result, "d1") is None and reach.reach(result, "d2") is None
    assert reach.above(result, "d3") == "d2"
    with pytest.raises(UsageError, match="no district with the code"):
        reach.reach(result, "dx")


def test_a_derived_indicator_moves_with_what_it_is_derived_from():
    nodes = [{"id": "level", "method": "target-completion", "target": 200, "decimals": 0}]
    nodes += [{"id": "g", "method": "growth-to-target", "target": 0, "step": 1, "of": "level",
               "change": "percent", "against": "quarter"}]  # fmt: skip
    table = pd.DataFrame({"level": [150.0, 100.0]}, index=["d1", "d2"])
    scheme = made.leaves(*nodes)
    before = score.score(made.inputs(scheme, pd.DataFrame({"level": [150.0, 100.0]}, index=table.index), at="2023Q1"))
    result = score.score(made.inputs(scheme, table), before)
    ways = reach.reach(result, "d2").ways
    assert ways["id"].tolist() == ["level"]
    # level 117: 58.5 and 97 -> 77.75 ≥ (75 + 80) / 2 = 77.5; level 116: 77
    assert ways.loc[0, "needed"] == 117


def with_extra(columns, **extra):
    """Two boards of given points and one bonus or deduction `x` that is scored from figures."""
    top = {key: extra.pop(key) for key in ("policies",) if key in extra}
    scheme = made.leaves({"id": "b", **GIVEN}, extra=[{"id": "x", "name": "x", **extra}], **top)
    many = len(columns["b"])
    return score.score(made.inputs(scheme, pd.DataFrame(columns, [f"d{k}" for k in range(1, many + 1)], dtype=float)))


def test_a_deduction_by_a_figure_where_less_is_better_asks_for_more_of_it():
    """More of the figure earns a lower score, and a lower score takes less off."""
    deduction = {"kind": "deduction", "method": "efficacy", "floor": 10, "goal": 0, "cap": 100, "points": 5}
    result = with_extra({"b": [80, 80], "x": [8, 2]}, **deduction, direction="down")
    found = way(result, "d2", "x")
    # 80 − 5 × 68.08 % = 76.596 rounds to 76.60, as 80 − 5 × 68 % is
    assert (found["direction"], found["needed"], found["feasible"]) == ("up", 7.98, True)


def test_a_deduction_by_a_survey_goes_down_to_the_answer_worth_least():
    scheme = made.leaves(
        {"id": "b", **GIVEN}, extra=[{"id": "x", "name": "x", "kind": "deduction", "method": "survey", "points": 10}]
    )
    inputs = made.inputs(scheme, pd.DataFrame({"b": [80.0, 80.0]}, index=["d1", "d2"]))
    answers = {"satisfied": [0, 10], "basically_satisfied": [10, 0], "dissatisfied": [0, 0], "unknown": [0, 0]}
    result = score.score(replace(inputs, survey=pd.DataFrame({"code": ["d1", "d2"], **answers})))
    found = way(result, "d2", "x")
    # 80 − 7.505 = 72.495 rounds half to even to 72.50, as 80 − 7.50 is
    assert (found["now"], found["needed"], found["feasible"]) == (100, 75.05, True)


def test_another_district_without_a_figure_of_a_relative_bonus_stays_ahead():
    bonus = {"kind": "bonus", "method": "rank-points", "first": 100, "step": 20, "points": 5}
    result = with_extra({"b": [95, 80, 70], "x": [np.nan, 3, 4]}, **bonus, policies={"missing": "exclude"})
    assert result.rank.tolist() == [1, 2, 3]
    assert not way(result, "d2", "x")["feasible"]


def test_a_figure_that_leaves_the_district_without_a_total_reaches_nothing():
    """No logarithm of zero or below: the total is withheld, and that is no first place."""
    cost = {"id": "cost", "method": "min-max", "transform": "log", "direction": "down", "decimals": 0}
    result = scored([cost, {"id": "b", **GIVEN}], {"cost": [1, 4], "b": [90, 60]})
    assert not way(result, "d2", "cost")["feasible"]


@settings(max_examples=60)
@given(st.data())
def test_what_is_needed_suffices_and_one_step_less_does_not(data):
    """Checked by scoring the whole quarter again, as a what-if."""
    result = score.score(data.draw(drawn.quarters()))
    code = result.rank.sort_values().index[-1]
    found = reach.reach(result, code)
    if found is None:
        return
    target = int(result.rank[found.target])
    units = {leaf.id: 10.0**-leaf.decimals for leaf in result.scheme.leaves}
    for row in found.ways[found.ways["feasible"]].itertuples():
        if row.needed > 1e9:
            continue

        def rank(figure, id_=row.id):
            new = whatif.what_if(result, Settings({(code, id_): figure})).result
            return int(new.rank[code])

        assert rank(row.needed) <= target, row
        before = round(
            row.needed + (units.get(row.id, 0.01) if row.direction == "down" else -units.get(row.id, 0.01)), 6
        )
        worse_than_now = before >= row.now if row.direction == "down" else before <= row.now
        if not worse_than_now:
            assert rank(before) > target, row
