"""Flags: who wins, who stands aside, and where a vacancy goes."""

from __future__ import annotations

import made
import numpy as np
import pandas as pd
import pytest
from few_districts import GIVEN, ONE, scored, table

from helpers.assess import score


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


@pytest.mark.parametrize("pass_down", [True, False])
def test_first_on_a_board_without_a_total_wins_nothing_and_is_known(pass_down):
    award = [{"id": "lead", "name": "lead", "rule": "board-first", "board": "a", "pass_down": pass_down}]
    result = scored([{"id": "a", **GIVEN}, {"id": "b", **GIVEN}], {"a": [9, 8, 7], "b": [np.nan, 1, 2]}, award=award)
    assert result.flags["lead"] == () and result.kept_out["lead"] == ("d1",)


def test_who_met_a_rule_and_stands_aside_is_known():
    """By the places as they are printed: who would only take a vacancy has not met it."""
    scheme = made.leaves(*ONE, award=[{**FRONT, "vetoed_by": ["accident"]}, {**FRONT, "id": "any"}], extra=[VETO])
    inputs = made.inputs(scheme, table({"a": [9, 8, 7, 6]}))
    vetoes = pd.DataFrame({"code": ["d1", "d3", "d4"], "item": ["accident"] * 3})
    object.__setattr__(inputs, "vetoes", vetoes)
    result = score.score(inputs)
    assert result.kept_out == {"front": ("d1",), "any": ()} and result.flags["front"] == ("d2",)
