"""Runs and firsts with their window; 首次 is refused when history is too short."""

from __future__ import annotations

import made
import pandas as pd
import pytest

from helpers.assess import score, streaks
from helpers.model import Quarter


def history(*leaders, start="2022Q1", skip=()):
    """One result a quarter; the named districts lead, in order."""
    scheme = made.leaves({"id": "a", "method": "given"})
    results = []
    quarter = Quarter.parse(start)
    for k, order in enumerate(leaders):
        if k not in skip:
            points = {code: 100.0 - place for place, code in enumerate(order)}
            table = pd.DataFrame({"a": pd.Series(points).sort_index()})
            results.append(score.score(made.inputs(scheme, table, at=str(quarter)), results[-1] if results else None))
        quarter = quarter + 1
    return tuple(results)


def test_first_for_the_first_time_after_five_quarters():
    found = streaks.first_time(history("hj", "hj", "hj", "hj", "hj", "jh"), "j")
    assert found.holds is True and found.quarters == 6
    assert found.window == (Quarter(2022, 1), Quarter(2023, 2)) and found.earlier is None


def test_first_again_is_not_the_first_time_and_names_the_last():
    found = streaks.first_time(history("jh", "hj", "hj", "hj", "jh"), "j")
    assert found.holds is False and found.earlier == Quarter(2022, 1)


@pytest.mark.parametrize(("quarters", "holds"), [(2, None), (3, None), (4, True), (5, True)])
def test_a_history_shorter_than_four_quarters_cannot_say_so(quarters, holds):
    found = streaks.first_time(history(*["hj"] * (quarters - 1), "jh"), "j")
    assert found.holds is holds and found.needs == 4


def test_a_hole_in_the_history_shortens_the_window():
    found = streaks.first_time(history("hj", "hj", "hj", "hj", "hj", "jh", skip=(3,)), "j")
    assert found.holds is None and found.window == (Quarter(2023, 1), Quarter(2023, 2))


def test_a_district_not_assessed_throughout_cannot_be_first_for_the_first_time():
    found = streaks.first_time(history("h", "hj", "hj", "hj", "jh"), "j")
    assert found.holds is None


def test_not_first_at_all_is_no_first_time():
    assert streaks.first_time(history("hj", "hj", "hj", "hj"), "j").holds is False


def test_a_run_up_to_the_latest_quarter():
    found = streaks.streak(history("jh", "hj", "hj", "hj"), "h")
    assert (found.length, found.since, found.at_least) == (3, Quarter(2022, 2), False)
    assert streaks.streak(history("jh", "hj"), "j").length == 0


def test_a_run_that_fills_the_window_is_at_least_that_long():
    found = streaks.streak(history("hj", "hj", "hj"), "h")
    assert (found.length, found.at_least) == (3, True)


def test_a_run_among_the_first_two_and_within_a_board():
    three = history("hjk", "hkj", "jhk", "jhk")
    assert streaks.streak(three, "h", top=2).length == 4
    assert streaks.streak(three, "j", top=2).length == 2
    assert streaks.streak(three, "j", board="a").length == 2
    assert streaks.streak(three, "j", board="other").length == 0


def test_records_of_the_window():
    found = streaks.records(history("hjk", "hkj", "jhk", "hjk"))
    row = found.loc["h"]
    assert (row["times_first"], row["best"], row["worst"], row["run"], row["longest"]) == (3, 1, 2, 1, 2)
    assert row["first_at"] == Quarter(2022, 1) and row["mean"] == 1.25
    assert found.loc["k", "first_at"] is None and found.loc["k", "quarters"] == 4
