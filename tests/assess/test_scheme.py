"""A scheme is validated when loaded; faults name the file and the key."""

from __future__ import annotations

from fractions import Fraction

import made
import pytest

from helpers.assess import load, scheme, score
from helpers.model import DataError, Quarter


def faults(tmp_path, text):
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        scheme.read_scheme(path)
    assert all(fault.file == "schemes/bad.toml" for fault in caught.value.faults)
    return {fault.column: fault for fault in caught.value.faults}


def changed(old, new, text=made.SCHEME):
    assert old in text
    return text.replace(old, new, 1)


def test_the_shape_of_a_good_scheme(tmp_path):
    found = scheme.load_schemes(made.folder(tmp_path))[0]
    assert [b.id for b in found.boards] == ["economy", "business"]
    assert found.share(found.by_id["growth"]) == Fraction(3, 10)
    assert (found.first, found.last, found.stars) == (Quarter(2023, 1), None, (3, 2, 1))


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("weight = 60", "weight = 59", "boards: weight", "sum to 99, not 100: 59 + 40"),
        ("weight = 60", "weight = 60.5", "boards: weight", "sum to 100.5"),
        ('method = "efficacy"', 'method = "eficacy"', "node growth: method", "no such method"),
        ("floor = 0\n", "", "node growth: floor", "needs it"),
        ("floor = 0\n", "flor = 0\nfloor = 0\n", "node growth: flor", "no such key"),
        ("floor = 0", "floor = 10", "node growth: goal", "goal = floor"),
        ("floor = 0", "floor = 11", "node growth: floor", "floor lies below goal"),
        ("goal = 10", 'goal = 10\ndirection = "down"', "node growth: floor", "floor lies above goal"),
        ("goal = 10", 'goal = 10\ndirection = "upp"', "node growth: direction", "one of up, down"),
        ("floor = 0", 'floor = {1 = 2, 2 = 3}', "node growth: floor", "keys 1, 2, 3, 4"),
        ("floor = 0", 'floor = true', "node growth: floor", "expects a number"),
        ("floor = 0", 'floor = inf', "node growth: floor", "expects a number"),
        ("target = 100", "target = 0", "node revenue: target", "zero or below"),
        ("target = 100", "target = -5", "node revenue: target", "zero or below"),
        ('parent = "economy"', 'parent = "econmy"', "node growth: parent", "no such node"),
        ('id = "growth"', 'id = "gdp.growth"', "node gdp.growth: id", "no space, point"),
        ('id = "business"', 'id = "economy"', "node economy: id", "twice"),
        ('valid = "2023Q1.."', 'valid = "2023-1.."', "valid", "not a quarter"),
        ('valid = "2023Q1.."', 'valid = "2023Q3..2023Q1"', "valid", "backwards"),
        ('rule = "top"', 'rule = "topp"', "award front: rule", "one of top, rise, board-first"),
        ('rule = "top"', 'rule = "board-first"\nboard = "econ"', "award front: board", "no such board"),
        ('rule = "top"', 'rule = "top"\nvetoed_by = ["accident"]', "award front: vetoed_by", "no such veto"),
        ('missing = "withhold"', 'missing = "guess"', "policies: missing", "one of withhold"),
        ('missing = "withhold"', 'tie = "min"', "policies: tie", "no such key"),
        ('kind = "bonus"', 'kind = "malus"', "extra bonus: kind", "one of bonus"),
        ("max = 5\n", "", "extra bonus: max", "missing"),
        ('name = "增速"', "", "node growth: name", "zh"),
        ('stars = [3, 2, 1]', 'star = [3]', "star", "no such key"),
        ("cap = 100", 'cap = "revenue"', "node growth: cap", "expects a number"),
        ("cap = 100", 'cap = 100\naggregate = "geometric"', "node growth: aggregate", "no children"),
        ('method = "given"', 'method = "given"\nmax = {1 = 9, 2 = 9, 3 = 9, 4 = 9}', "node review: max", "one number"),
        ('method = "given"', 'method = "given"\ndirection = "down"', "node review: direction", "more points"),
        ('rule = "top"', 'rule = "top"\nboard = "economy"', "award front: board", "looks at no board"),
        ("max = 5", "max = -5", "extra bonus: max", "above zero"),
        ("max = 5", "max = 5\nout_of = 10", "extra bonus: out_of", "no such key"),
    ],
)  # fmt: skip
def test_each_contradiction_names_its_key(tmp_path, old, new, key, words):
    found = faults(tmp_path, changed(old, new))
    assert key in found, list(found)
    assert words in found[key].rule


MEASURED = """
[[extra]]
id = "accidents"
name = "事故"
kind = "deduction"
method = "growth-to-target"
target = 0
at_target = 0
step = 25
points = 2
"""


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("step = 25", "step = 0", "extra accidents: step", "above zero"),
        ("step = 25", 'step = 25\nof = "growth"', "extra accidents: of", "no such key"),
        ("step = 25", "step = 25\nmaximum = 9", "extra accidents: maximum", "no such key"),
        ("target = 0", 'target = "growth"', "extra accidents: target", "expects a number"),
        ("target = 0\nat_target = 0\nstep = 25", "", "extra accidents: target", "needs it"),
        ("points = 2", "", "extra accidents: points", "missing"),
        ('"growth-to-target"\ntarget = 0\nat_target = 0\nstep = 25', '"efficacy"\nfloor = 9\ngoal = 0',
         "extra accidents: floor", "floor lies below goal"),
        ('"growth-to-target"\ntarget = 0\nat_target = 0\nstep = 25', '"rank-points"',
         "extra accidents: table", "takes a table"),
        ('kind = "deduction"', 'kind = "veto"', "extra accidents: points", "no such key"),
    ],
)  # fmt: skip
def test_a_measured_extra_is_checked_as_an_indicator_is(tmp_path, old, new, key, words):
    found = faults(tmp_path, made.SCHEME + changed(old, new, MEASURED))
    assert key in found, list(found)
    assert words in found[key].rule


def test_the_figure_of_a_measured_extra_is_a_fact_with_a_row_for_every_district(tmp_path):
    """扣分项: half a point for each accident, two at most."""
    with pytest.raises(DataError, match=r"extra accidents.*no such one in facts.csv$"):  # without facts none to name
        load.load_base(made.folder(tmp_path / "none", made.SCHEME + MEASURED))
    facts = [("accidents", "", "事故", "", "起", "", 0, "", "")]
    data = made.folder(tmp_path / "data", made.SCHEME + MEASURED, facts=facts)
    made.quarter(data)
    with pytest.raises(DataError, match="甲区 has no row for the whole of bonus and deduction: accidents"):
        load.load_quarter(data, Quarter(2023, 2))
    counts = {"甲区": 0, "乙区": 1, "丙县": 3, "丁市": 9}
    figures = {d: {**of, "accidents": counts[d]} for d, of in made.PLAIN.items()}
    made.quarter(data, figures=figures, units={**made.UNITS, "accidents": "起"})
    assert score.history(data, Quarter(2023, 2))[-1].extras["accidents"].tolist() == [0, -0.5, -1.5, -2]


def test_nearest_key_and_method_are_offered(tmp_path):
    text = changed('method = "efficacy"', 'method = "eficacy"')
    assert "efficacy" in faults(tmp_path, text)["node growth: method"].hint
    text = changed("cap = 100", "capp = 100")
    assert "cap" in faults(tmp_path, text)["node growth: capp"].hint


def test_all_faults_of_a_file_are_told_together(tmp_path):
    text = changed("weight = 60", "weight = 61")
    text = changed('rule = "rise"', 'rule = "fall"', text)
    text = changed("target = 100", "", text)
    assert {"boards: weight", "award riser: rule", "node revenue: target"} <= set(faults(tmp_path, text))


def test_a_broken_toml_names_its_line(tmp_path):
    assert faults(tmp_path, "\nformat = 1\nid = \n")[""].row == 3


def test_a_board_without_indicators_and_a_circle_of_parents(tmp_path):
    empty = made.SCHEME + '\n[[node]]\nid = "empty"\nparent = "business"\nname = "空"\nweight = 0\n'
    assert "neither a method nor children" in faults(tmp_path, empty)["node empty: method"].rule
    circle = changed('id = "economy"\n', 'id = "economy"\nparent = "ring"\n', empty)
    circle = changed('id = "empty"\nparent = "business"', 'id = "ring"\nparent = "economy"', circle)
    assert any("circle" in fault.rule for fault in faults(tmp_path, circle).values())


def test_thirds_are_exact_as_fractions_and_refused_as_decimals(tmp_path):
    third = "\n".join(
        f'[[node]]\nid = "{id_}"\nname = "{id_}"\nweight = {{w}}\nmethod = "given"' for id_ in ("a", "b", "c")
    )
    head = 'id = "x"\nname = "x"\nvalid = "2023Q1.."\n'
    found = faults(tmp_path, head + third.replace("{w}", "33.3"))
    assert "sum to 99.9" in found["boards: weight"].rule and "100/3" in found["boards: weight"].hint
    for share in ('"1/3"', '"100/3"'):
        path = tmp_path / "good.toml"
        path.write_text(head + third.replace("{w}", share), encoding="utf-8")
        assert [b.weight_in() for b in scheme.read_scheme(path).boards] == [Fraction(1, 3)] * 3


def test_relative_weights_are_divided_by_their_sum_and_default_to_one(tmp_path):
    text = 'weights = "relative"\n' + changed("weight = 60\n", "")
    path = tmp_path / "good.toml"
    path.write_text(text, encoding="utf-8")
    assert [b.weight_in() for b in scheme.read_scheme(path).boards] == [Fraction(1, 41), Fraction(40, 41)]


def test_weights_are_checked_for_every_group(tmp_path):
    text = changed("weight = 60", "weight = { default = 60, coast = 55 }")
    fault = faults(tmp_path, text)["boards: weight"]
    assert "for group coast sum to 95" in fault.rule
    text = changed("weight = 40", "weight = { default = 40, coast = 45 }", text)
    path = tmp_path / "good.toml"
    path.write_text(text, encoding="utf-8")
    found = scheme.read_scheme(path)
    assert found.by_id["economy"].weight_in("coast") == Fraction(55, 100)
    assert found.by_id["economy"].weight_in("inland") == Fraction(60, 100)


def test_a_group_no_district_is_in(tmp_path):
    text = changed("weight = 60", "weight = { default = 60, coast = 55 }")
    text = changed("weight = 40", "weight = { default = 40, coast = 45 }", text)
    with pytest.raises(DataError, match="no district is in that group"):
        load.load_base(made.folder(tmp_path, text))


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("2022Q1..2023Q1", "2023Q1..", "covers 2023Q1 too"),
        ("2022Q1..", "2023Q1..", "covers 2023Q1 too"),
        ("2022Q1..2022Q3", "2023Q1..", "no scheme covers 2022Q4..2022Q4"),
    ],
)
def test_spans_neither_overlap_nor_leave_holes(tmp_path, first, second, words):
    made.folder(tmp_path, changed("2023Q1..", second))
    other = changed('"plain"', '"old"', changed("2023Q1..", first))
    (tmp_path / "schemes" / "old.toml").write_text(other, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        scheme.load_schemes(tmp_path)


def test_spans_that_meet_are_good(tmp_path):
    made.folder(tmp_path, changed("2023Q1..", "2023Q2.."))
    other = changed('"plain"', '"old"', changed("2023Q1..", "2022Q1..2023Q1"))
    (tmp_path / "schemes" / "old.toml").write_text(other, encoding="utf-8")
    assert [s.id for s in scheme.load_schemes(tmp_path)] == ["old", "plain"]


def test_a_figure_may_name_an_indicator_that_exists(tmp_path):
    own = changed("target = 100", 'target = "plan"')
    with pytest.raises(DataError, match="'plan'; no such indicator"):
        load.load_base(made.folder(tmp_path, own))
    made.folder(tmp_path, own, facts=[("plan", "economy", "计划", "Plan", "亿元", "", 0, "", "")])
    assert load.load_base(tmp_path).schemes[0].by_id["revenue"].params["target"] == "plan"
