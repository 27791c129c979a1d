"""Totals, ranks, groups, stars and the quarter before, of a whole quarter."""

from __future__ import annotations

import made
import numpy as np
import pytest
from few_districts import GIVEN, ONE, TWO, scored, table

from helpers.assess import score
from helpers.assess.scheme import build_scheme
from helpers.model import Quarter

Q1, Q2 = Quarter(2023, 1), Quarter(2023, 2)


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
