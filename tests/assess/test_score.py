"""Totals, ranks, groups, awards and missing data of a whole quarter."""

from __future__ import annotations

import drawn
import made
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assess import score
from helpers.assess.scheme import build_scheme
from helpers.model import Quarter

Q1, Q2 = Quarter(2023, 1), Quarter(2023, 2)
GIVEN = {"method": "given", "max": 1000}


def table(columns: dict[str, list[float]]) -> pd.DataFrame:
    many = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=[f"d{k}" for k in range(1, many + 1)], dtype=float)


def scored(nodes, columns, groups=None, previous=None, at="2023Q2", **top):
    return score.score(made.inputs(made.leaves(*nodes, **top), table(columns), groups, at), previous)


ONE = [{"id": "a", **GIVEN}]


def test_total_is_weighted_boards_plus_bonus_less_deductions(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path, bonus={"甲区": 2.5})
    result = score.history(tmp_path, Q2)[-1]
    # economy = (92 + 96) / 2, business = 90; 0.6 × 94 + 0.4 × 90 + 2.5
    assert result.total["d1"] == 94.9
    assert result.boards.loc["d1"].tolist() == [94.0, 90.0]
    assert result.nodes.loc["d1"].tolist() == [94.0, 90.0]
    assert result.rank.tolist() == [1, 2, 3, 4] and result.rank.dtype == "int64"


def test_a_deduction_is_taken_off_and_shown_negative():
    extra = [{"id": "fine", "name": "fine", "kind": "deduction", "max": 5}]
    result = scored(ONE, {"a": [90, 90], "fine": [1.5, 0]}, extra=extra)
    assert result.extras["fine"].tolist() == [-1.5, 0.0] and result.total.tolist() == [88.5, 90.0]


def test_equal_printed_totals_share_the_smaller_rank():
    """Round, then rank: 1, 2, 2, 4."""
    result = scored(ONE, {"a": [95, 90.004, 89.996, 80]})
    assert result.total.tolist() == [95, 90, 90, 80]
    assert result.rank.tolist() == [1, 2, 2, 4]


def test_rank_then_round_keeps_the_exact_order():
    result = scored(ONE, {"a": [95, 89.996, 90.004]}, policies={"order": "rank-then-round"})
    assert result.total.tolist() == [95, 90, 90] and result.rank.tolist() == [1, 3, 2]


def test_a_tie_break_parts_equal_totals():
    nodes = [{"id": "a", **GIVEN}, {"id": "b", **GIVEN}]
    result = scored(nodes, {"a": [80, 90], "b": [90, 80]}, policies={"tie_break": ["a"]})
    assert result.rank.tolist() == [2, 1]


def test_the_total_is_rounded_once_from_exact_boards():
    nodes = [{"id": "a", **GIVEN, "weight": 1}, {"id": "b", **GIVEN, "weight": 1}]
    result = scored(nodes, {"a": [90.004], "b": [90.006]}, policies={"decimals": 2})
    # rounding the boards first would give (90.00 + 90.01) / 2 = 90.005 -> 90.00 as well, but 90.014 would not
    assert result.total.tolist() == [90.00] and result.exact.tolist() == [90.005]
    assert result.boards.loc["d1"].tolist() == [90.0, 90.01]


def test_a_geometric_mean_with_a_zero_is_zero():
    nodes = [{"id": "a", **GIVEN}, {"id": "b", **GIVEN}]
    result = scored(nodes, {"a": [4, 0], "b": [9, 50]}, aggregate="geometric")
    assert result.total.tolist() == [6, 0]


def test_groups_have_their_own_weights_and_ranks_beside_the_overall_rank():
    nodes = [{"id": "a", **GIVEN, "weight": {"default": 50, "coast": 80}}]
    nodes += [{"id": "b", **GIVEN, "weight": {"default": 50, "coast": 20}}]
    groups = {"d1": "coast", "d2": "", "d3": "coast", "d4": ""}
    result = scored(nodes, {"a": [100, 100, 90, 0], "b": [0, 0, 0, 100]}, groups)
    assert result.total.tolist() == [80, 50, 72, 50]
    assert result.rank.tolist() == [1, 3, 2, 3] and result.group_rank.tolist() == [1, 1, 2, 1]


def test_an_indicator_of_no_weight_in_a_group_needs_no_figure_there():
    nodes = [{"id": "a", **GIVEN}, {"id": "port", **GIVEN, "weight": {"default": 0, "coast": 1}}]
    result = scored(nodes, {"a": [80, 90], "port": [60, np.nan]}, {"d1": "coast", "d2": ""})
    assert result.total.tolist() == [70, 90] and result.provisional == ()


def test_stars_by_place_and_ties_share_the_higher():
    nodes = [{"id": "a", **GIVEN}, {"id": "b", **GIVEN}]
    result = scored(nodes, {"a": [9, 8, 8, 7], "b": [1, 2, 3, 4]}, stars=[10, 9, 8])
    assert result.stars["a"].tolist() == [10, 9, 9, 0] and result.stars["b"].tolist() == [0, 8, 9, 10]
    assert result.stars_total.tolist() == [10, 17, 18, 10]


def test_static_and_dynamic_parts_are_scored_apart():
    """静态 40 % + 动态 60 %: level, and change against the same quarter a year before."""
    nodes = [
        {"id": "level", "weight": 40, "method": "target-completion", "target": 200},
        {
            "id": "growth",
            "weight": 60,
            "method": "growth-to-target",
            "target": 5,
            "step": 1,
            "of": "level",
            "change": "percent",
        },
    ]
    last_year = scored(nodes, {"level": [100, 160]}, at="2022Q2")
    assert last_year.values["growth"].isna().all() and last_year.provisional == ("d1", "d2")
    result = scored(nodes, {"level": [110, 160]}, previous=last_year)
    assert result.values["growth"].round(9).tolist() == [10, 0]
    assert result.leaf["growth"].round(9).tolist() == [85, 75]
    assert result.total.tolist() == [0.4 * 55 + 0.6 * 85, 0.4 * 80 + 0.6 * 75]


def test_the_year_before_may_have_reported_the_level_without_scoring_it():
    """The dynamic part arrives with a new scheme; the old one held the level as a fact."""
    old = score.score(made.inputs(made.leaves(*ONE), table({"a": [9, 8], "level": [100, 160]}), at="2022Q2"))
    assert "level" not in old.leaf
    nodes = [{"id": "growth", "method": "growth-to-target", "target": 5, "step": 1, "of": "level", "change": "percent"}]
    nodes += [{"id": "level", "method": "target-completion", "target": 200}]
    result = scored(nodes, {"level": [110, 160]}, previous=old)
    assert result.values["growth"].round(9).tolist() == [10, 0]


def test_a_change_against_a_base_of_zero_is_missing_not_infinite():
    nodes = [{"id": "level", "method": "target-completion", "target": 200}]
    nodes += [{"id": "growth", "method": "min-max", "of": "level", "change": "percent", "against": "quarter"}]
    before = scored(nodes, {"level": [0, 10]}, at="2023Q1")
    result = scored(nodes, {"level": [10, 20]}, previous=before)
    assert result.values["growth"].isna().tolist() == [True, False]
    assert np.isnan(result.total["d1"]) and result.filled.at["d1", "growth"] == "missing"


def test_previous_rank_means_the_quarter_before_not_the_last_appearance():
    old = scored(ONE, {"a": [1, 2]}, at="2022Q4")
    result = scored(ONE, {"a": [3, 2]}, previous=old, at="2023Q2")
    assert result.previous_rank.isna().all() and result.change.isna().all()
    near = scored(ONE, {"a": [1, 2]}, at="2023Q1")
    result = scored(ONE, {"a": [3, 2]}, previous=near, at="2023Q2")
    assert result.previous_rank.tolist() == [2, 1] and result.change.tolist() == [1, -1]


# ---- awards -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pass_down", [True, False])
@pytest.mark.parametrize(
    ("ties", "n", "winners"),
    [
        ("min", 1, ("d1", "d2")),
        ("min", 2, ("d1", "d2")),
        ("dense", 1, ("d1", "d2")),
        ("dense", 2, ("d1", "d2", "d3")),
        ("max", 1, ()),
        ("max", 2, ("d1", "d2")),
    ],
)
def test_a_flag_counts_shared_places_as_the_ranking_does(ties, n, winners, pass_down):
    """95, 95, 90, 80 are places 1, 1, 3, 4 (min), 1, 1, 2, 3 (dense) or 2, 2, 3, 4 (max), passed down or not."""
    award = [{"id": "front", "name": "front", "rule": "top", "n": n, "pass_down": pass_down}]
    result = scored(ONE, {"a": [95, 95, 90, 80]}, award=award, policies={"ties": ties})
    assert result.flags["front"] == winners


RISER = {"id": "riser", "name": "riser", "rule": "rise", "n": 2}
FRONT = {"id": "front", "name": "front", "rule": "top", "n": 2}
VETO = {"id": "accident", "name": "accident", "kind": "veto"}


def test_a_rise_of_exactly_n_places_counts_one_less_does_not():
    """上升2位以上: 以上 includes the number itself."""
    before = scored(ONE, {"a": [9, 8, 7, 6, 5]}, at="2023Q1")
    result = scored(ONE, {"a": [9, 6, 8, 7, 8.5]}, previous=before, award=[RISER])
    assert result.change.tolist() == [0, -3, 0, 0, 3] and result.flags["riser"] == ("d5",)
    result = scored(ONE, {"a": [9, 6, 7.5, 8, 7]}, previous=before, award=[RISER])
    assert result.change.tolist() == [0, -3, 0, 2, 1] and result.flags["riser"] == ("d4",)


def test_nobody_rises_without_a_quarter_before():
    assert scored(ONE, {"a": [9, 8]}, award=[RISER]).flags["riser"] == ()


def test_a_tie_at_the_last_winning_place_lets_both_win():
    assert scored(ONE, {"a": [9, 8, 8, 7]}, award=[FRONT]).flags["front"] == ("d1", "d2", "d3")
    assert scored(ONE, {"a": [9, 9, 9, 7]}, award=[FRONT]).flags["front"] == ("d1", "d2", "d3")


def vetoed(award, *who, columns=None):
    scheme = made.leaves(*ONE, award=[award], extra=[VETO])
    inputs = made.inputs(scheme, table(columns or {"a": [9, 8, 7, 6]}))
    vetoes = pd.DataFrame({"code": list(who), "item": ["accident"] * len(who)})
    object.__setattr__(inputs, "vetoes", vetoes)
    return score.score(inputs).flags[award["id"]]


def test_a_veto_passes_the_vacancy_down():
    """缺额依次递补."""
    award = {**FRONT, "vetoed_by": ["accident"]}
    assert vetoed(award) == ("d1", "d2")
    assert vetoed(award, "d1") == ("d2", "d3")
    assert vetoed(award, "d1", "d3") == ("d2", "d4")
    assert vetoed({**award, "pass_down": False}, "d1") == ("d2",)


def test_a_veto_the_award_does_not_name_changes_nothing():
    assert vetoed(FRONT, "d1") == ("d1", "d2")


def test_all_vetoed_means_nobody_wins():
    assert vetoed({**FRONT, "vetoed_by": ["accident"]}, "d1", "d2", "d3", "d4") == ()


def test_exempt_districts_and_holders_of_an_earlier_award_stand_aside():
    assert scored(ONE, {"a": [9, 8, 7]}, award=[{**FRONT, "exempt": ["d1"]}]).flags["front"] == ("d2", "d3")
    second = {"id": "next", "name": "next", "rule": "top", "n": 1, "exempt": ["front"]}
    assert scored(ONE, {"a": [9, 8, 7]}, award=[FRONT, second]).flags["next"] == ("d3",)


def test_first_of_a_board_and_first_of_each_group():
    nodes = [{"id": "a", **GIVEN}, {"id": "b", **GIVEN}]
    award = [{"id": "lead", "name": "lead", "rule": "board-first", "board": "b"}]
    assert scored(nodes, {"a": [9, 1], "b": [1, 2]}, award=award).flags["lead"] == ("d2",)
    group = [{"id": "best", "name": "best", "rule": "top", "n": 1, "within": "group"}]
    groups = {"d1": "coast", "d2": "coast", "d3": ""}
    assert scored(ONE, {"a": [9, 8, 7]}, groups, award=group).flags["best"] == ("d1", "d3")


def test_a_group_of_one_is_first_of_its_group():
    result = scored([{"id": "a", "method": "min-max", "within": "group"}], {"a": [3, 5, 4]}, {"d1": "coast"})
    assert result.leaf["a"].tolist() == [100, 100, 0] and result.group_rank.tolist() == [1, 1, 2]


# ---- missing data -----------------------------------------------------------------------------------------------

TWO = [{"id": "a", **GIVEN, "max": 100}, {"id": "b", **GIVEN, "max": 100}]
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


@settings(max_examples=60, deadline=None)
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


# ---- properties -------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_permuting_districts_permutes_results(data):
    inputs = data.draw(drawn.quarters())
    order = data.draw(st.permutations(range(len(inputs.districts))))
    shuffled = made.Inputs(**{**inputs.__dict__, "districts": tuple(inputs.districts[k] for k in order)})
    a, b = score.score(inputs), score.score(shuffled)
    assert b.total.tolist() == a.total[b.total.index].tolist()
    assert b.rank.tolist() == a.rank[b.rank.index].tolist()
    assert {i: set(w) for i, w in a.flags.items()} == {i: set(w) for i, w in b.flags.items()}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_scoring_changes_nothing_it_is_given_and_repeats_itself(data):
    inputs = data.draw(drawn.quarters(gaps=True))
    before = [inputs.values.copy(), inputs.points.copy()]
    a, b = score.score(inputs), score.score(inputs)
    assert inputs.values.equals(before[0]) and inputs.points.equals(before[1])
    assert a.total.equals(b.total) and a.rank.equals(b.rank) and a.flags == b.flags


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_infinity_and_no_silent_gap_reaches_a_total(data):
    inputs = data.draw(drawn.quarters(gaps=True))
    result = score.score(inputs)
    assert not np.isinf(result.total).any()
    # the figure is missing only where the data said so, and then the district is marked
    for code in result.total.index[result.total.isna()]:
        assert code in result.provisional and (result.filled.loc[code] == "missing").any()


def test_arrays_of_a_result_do_not_share_memory_with_its_figures():
    result = scored(TWO, {"a": [9, 8], "b": [1, 2]})
    result.leaf.iloc[0, 0] = -1
    result.values.iloc[0, 0] = -1
    assert result.figures.leaf["a"].tolist() == [9, 8] and result.total.tolist() == [5, 5]


def test_a_board_may_itself_be_an_indicator():
    result = scored(ONE, {"a": [9, 8]})
    assert result.nodes["a"].tolist() == [9, 8] and result.board_rank["a"].tolist() == [1, 2]


def test_the_history_is_chained_oldest_first(tmp_path):
    made.folder(tmp_path)
    for name in ("2023Q1", "2023Q2", "2023Q3"):
        made.quarter(tmp_path, name)
    history = score.history(tmp_path, Q2)
    assert [str(r.quarter) for r in history] == ["2023Q1", "2023Q2"] and history[1].previous is history[0]


def test_survey_bonus_keeps_its_sample_and_margin(tmp_path):
    survey = '[[extra]]\nid = "satisfaction"\nname = "满意度"\nkind = "bonus"\nmethod = "survey"\npoints = 3\n'
    made.folder(tmp_path, made.SCHEME + survey)
    made.quarter(tmp_path)
    rows = [(d, 60, 30, 10, 5, "office", "") for d in made.PLAIN]
    made.write(tmp_path / "2023Q2" / "survey.csv", rows)
    result = score.history(tmp_path, Q2)[-1]
    assert result.extras["satisfaction"].tolist() == pytest.approx([3 * 0.88] * 4)
    assert result.survey.loc["d1", ["index", "sample", "unknown"]].tolist() == [88.0, 100.0, 5.0]
    assert 0 < result.survey.at["d1", "margin"] < 5


def test_two_rules_in_one_file_give_the_same_scheme_twice():
    table_ = {"id": "t", "name": "t", "valid": "2000Q1..", "node": [{"id": "a", "name": "a", "weight": 100, **GIVEN}]}
    assert build_scheme(table_) == build_scheme(table_)
