"""A changed value or weight gives a new full result beside the official one, marked hypothetical."""

from __future__ import annotations

from dataclasses import replace

import made
import pandas as pd
import pytest

from helpers.assess import score, whatif
from helpers.model import Name, Quarter, UsageError


@pytest.fixture
def result(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    return score.history(tmp_path, Quarter(2023, 2))[-1]


def supposed(result, *texts):
    return whatif.what_if(result, whatif.parse_settings(result, list(texts)))


def test_a_changed_value_moves_totals_ranks_and_flags(result):
    found = supposed(result, "丙县.growth=10", "乙区.review=70")
    assert found.result.hypothetical and not result.hypothetical
    assert found.moved.loc["d3", ["rank", "new_rank", "places"]].tolist() == [3, 2, 1]
    assert found.moved.loc["d3", "difference"] == 6.0
    assert found.flags["front"] == (("d3",), ("d2",))
    assert result.rank.tolist() == [1, 2, 3, 4]  # the official result stands


def test_it_equals_scoring_the_changed_data(result, tmp_path):
    found = supposed(result, "东海新区.revenue=50", "d4.bonus=5")
    figures = {**made.PLAIN, "甲区": {**made.PLAIN["甲区"], "revenue": 50}}
    made.quarter(tmp_path, figures=figures, bonus={"丁市": 5})
    again = score.history(tmp_path, Quarter(2023, 2))[-1]
    assert found.result.total.equals(again.total) and found.result.rank.equals(again.rank)


def test_a_changed_weight_rescales_its_siblings(result):
    found = supposed(result, "weight.economy=50")
    assert found.result.weights.loc["d1", ["economy", "business"]].tolist() == [0.5, 0.5]
    assert found.moved.loc["d1", "new_total"] == 92.0


def test_nothing_supposed_is_the_official_result(result):
    found = supposed(result)
    assert found.result.total.equals(result.total) and not found.moved["difference"].any()


def test_indicators_and_boards_go_by_name_as_by_id(result):
    names = {item.id: item.name for item in (*result.scheme.nodes, *result.scheme.extras)}
    by_id = whatif.parse_settings(result, ["甲区.growth=3", "d4.bonus=5", "weight.economy=50"])
    by_name = [f"甲区.{names['growth'].zh}=3", f"丁市. {names['bonus'].zh} =5", f"weight.{names['economy'].zh}=50"]
    assert whatif.parse_settings(result, by_name) == by_id


def renamed(result, **names):
    nodes = tuple(replace(n, name=names.get(n.id, n.name)) for n in result.scheme.nodes)
    inputs = replace(result.inputs, scheme=replace(result.scheme, nodes=nodes))
    return score.score(inputs, result.previous)


def test_an_english_name_is_taken_in_any_case_and_may_hold_points_and_spaces(result):
    result = renamed(result, growth=Name("增速", "Growth (incl. prices), p.a."))
    settings = whatif.parse_settings(result, ["甲区.growth (incl. prices), p.a.=3"])
    assert dict(settings.figures) == {("d1", "growth"): 3.0}


def test_a_name_that_two_have_is_refused_with_their_ids(result):
    result = renamed(result, growth=Name("增速"), revenue=Name("增速"))
    with pytest.raises(UsageError, match="'增速' is the name of 2: write the id, growth or revenue"):
        whatif.parse_settings(result, ["甲区.增速=3"])
    assert whatif.parse_settings(result, ["甲区.revenue=3"]).figures


def test_a_name_that_is_nearly_right_is_told_the_nearest(result):
    result = renamed(result, growth=Name("地区生产总值增速", "GDP growth"))
    with pytest.raises(UsageError, match="did you mean 地区生产总值增速"):
        whatif.parse_settings(result, ["甲区.地区生产总值增长=3"])
    with pytest.raises(UsageError, match="did you mean GDP growth"):
        whatif.parse_settings(result, ["甲区.GPD growth=3"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("growth=3", "is not a setting"),
        ("甲区.growth", "is not a setting"),
        ("甲区.growth=x", "is not a number"),
        ("甲区.growth=nan", "is not a number"),
        ("甲区.grwth=3", "did you mean growth"),
        ("甲乙.growth=3", "no district is called"),
        ("weight.ecnomy=3", "did you mean economy"),
        ("weight.economy=101", "between 0 and 100"),
        ("甲区.review=100.5", "outside 0 … 100"),
    ],
)
def test_what_cannot_be_supposed_is_named(result, text, words):
    with pytest.raises(UsageError, match=words):
        supposed(result, text)


def test_all_siblings_named_must_sum_to_100(result):
    with pytest.raises(UsageError, match="sum to 100"):
        supposed(result, "weight.economy=50", "weight.business=40")
    assert supposed(result, "weight.economy=30", "weight.business=70").result.total["d3"] == 90.5


def test_supposing_a_missing_figure_lifts_the_provisional_mark(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path, figures={**made.PLAIN, "乙区": {**made.PLAIN["乙区"], "growth": ""}})
    result = score.history(tmp_path, Quarter(2023, 2))[-1]
    assert "d2" in result.provisional
    found = supposed(result, "乙区.growth=6.5")
    assert found.result.provisional == () and found.result.total["d2"] == 91.0


def test_a_figure_carried_forward_stays_marked_in_what_is_supposed(tmp_path):
    made.folder(tmp_path, made.SCHEME.replace('missing = "withhold"', 'missing = "carry-forward"'))
    made.quarter(tmp_path, "2023Q1")
    made.quarter(tmp_path, figures={**made.PLAIN, "乙区": {**made.PLAIN["乙区"], "growth": ""}})
    result = score.history(tmp_path, Quarter(2023, 2))[-1]
    assert result.filled.at["d2", "growth"] == "carried"
    found = supposed(result, "丁市.growth=3")
    assert found.result.filled.at["d2", "growth"] == "carried" and "d2" in found.result.provisional


@pytest.mark.parametrize("against", ["quarter", "base"])
@pytest.mark.parametrize("change", ["percent", "difference"])
@pytest.mark.parametrize("now", [0.0, float("nan"), 30.0])
@pytest.mark.parametrize("missing", ["withhold", "exclude", "carry-forward"])
def test_a_supposed_figure_scores_as_if_it_had_arrived_where_others_are_derived_from_it(against, change, now, missing):
    scheme = made.leaves(
        {"id": "level", "method": "target-completion", "target": 100},
        {"id": "base", "method": "target-completion", "target": 100},
        {"id": "g", "method": "growth-to-target", "target": 0, "step": 1}
        | {"of": "level", "against": against, "change": change},
        policies={"missing": missing},
    )

    def scored(level, base, previous=None, at="2023Q2"):
        table = pd.DataFrame({"level": [level, 70.0], "base": [base, 60.0]}, index=["d1", "d2"])
        return score.score(made.inputs(scheme, table, at=at), previous)

    before = scored(50.0, 55.0, at="2023Q1")
    official = scored(now, 40.0, before)
    for id_, figures in (("level", (45.0, 40.0)), ("base", (now, 20.0))):
        told = whatif.what_if(official, whatif.Settings({("d1", id_): figures[id_ == "base"]})).result
        arrived = scored(*figures, before)
        assert told.exact.equals(arrived.exact) and told.leaf.equals(arrived.leaf)
        assert told.filled.equals(arrived.filled)
