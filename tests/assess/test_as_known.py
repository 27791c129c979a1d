"""A published quarter as it was known on a day: revisions made later are undone."""

from __future__ import annotations

import datetime
import shutil

import made
import pytest
from publishing import change, enter, entry, pasted, publish, put, rows, take_out
from three_quarters import AFTER, BEFORE, ON, Q1, Q2, Q3, faults, laid_out, only, revised

from helpers.assess import ledger, load, score
from helpers.model import UsageError


@pytest.fixture
def data(tmp_path):
    return laid_out(tmp_path / "data")


def total(data, as_of=None):
    return score.history(data, Q3, as_of)[1].total.to_dict()


def test_revisions_made_later_are_undone(data):
    published = total(data)
    revised(data)
    now = total(data)
    assert now["d1"] != published["d1"]
    assert total(data, BEFORE) == published
    assert total(data, ON) == total(data, AFTER) == now


def test_a_row_that_came_and_one_that_went_are_undone(data):
    published = total(data)
    take_out(data / "2023Q2" / "scores.csv", ("甲区", "bonus"))
    path = data / "2023Q2" / "scores.csv"
    put(path, [*rows(path), ["乙区", "bonus", "2", "office", ""]])
    enter(data, *[line for fault in faults(data) for line in pasted(fault)])
    assert faults(data) == []
    assert total(data)["d1"] == pytest.approx(published["d1"] - 1)
    assert total(data, BEFORE) == published


def test_a_chain_is_undone_to_the_day_asked_for(data):
    path = data / "2023Q2" / "values.csv"
    change(path, ("甲区", "growth"), "value", "8.4")
    cell = {"district": "甲区", "item": "growth"}
    enter(data, entry(**cell, old="8", new="8.2"), entry(**cell, old="8.2", new="8.4", date="2023-10-01"))
    values = {day: score.history(data, Q2, day)[-1].values.at["d1", "growth"] for day in (BEFORE, ON, None)}
    assert values == {BEFORE: 8.0, ON: 8.2, None: 8.4}


def test_a_table_that_is_gone_comes_back(data):
    made.write(data / "2023Q2" / "praise.csv", [("甲区", "防汛", "", "office")])
    shutil.rmtree(data / "published")
    (data / "ledger.csv").unlink()
    publish(data)
    (data / "2023Q2" / "praise.csv").unlink()
    enter(data, *pasted(only(data)))
    (inputs,) = load.load_history(data, Q2, BEFORE)[-1:]
    assert inputs.praise[["code", "reason_zh"]].values.tolist() == [["d1", "防汛"]]
    assert load.load_history(data, Q2)[-1].praise.empty


def test_a_quarter_published_later_is_not_known(data):
    publish(data, "2023Q3", "2023-11-07")
    with pytest.raises(UsageError, match="2023Q3 was published on 2023-11-07: on 2023-09-01 nobody knew it"):
        score.history(data, Q3, ON)
    assert [result.quarter for result in score.history(data, Q3, datetime.date(2023, 11, 7))] == [Q1, Q2, Q3]


def test_a_day_may_be_named_by_the_edition(data):
    register = load.load_base(data).register
    assert ledger.day_meant(register, Q2, "") is None
    assert ledger.day_meant(register, Q2, "2023-09-01") == ON
    assert ledger.day_meant(register, Q2, "published") == datetime.date(2023, 8, 8)
    with pytest.raises(UsageError, match="no edition 2"):
        ledger.day_meant(register, Q2, "published 2")
    with pytest.raises(UsageError, match="2023Q1 is not published"):
        ledger.day_meant(register, Q1, "published")
    with pytest.raises(UsageError, match="write it as 2023-09-01"):
        ledger.day_meant(register, Q2, "yesterday")
