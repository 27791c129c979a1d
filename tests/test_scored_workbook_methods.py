"""scored.xlsx of any scheme: every method and policy, groups and gaps, recalculated by LibreOffice."""

from __future__ import annotations

import io
import re

import numpy as np
import pandas as pd
import pytest
from office_books import agrees, carried, differing_in_excel, recalculated
from reports_made import ROOT

from helpers.assess import score
from helpers.assess.scheme import build_scheme
from helpers.desk.live.book import scored_workbook
from helpers.model import Quarter

SCHEME = {
    "format": 1,
    "id": "all",
    "name": {"zh": "全部方法"},
    "valid": "2023Q1..",
    "source": "office",
    "stars": [3, 2, 1],
    "node": [
        {"id": "one", "name": "甲", "weight": 50},
        {"id": "two", "name": "乙", "weight": 50, "aggregate": "geometric"},
    ],
    "extra": [
        {"id": "given_bonus", "name": "奖", "kind": "bonus", "method": "given", "max": 5},
        {"id": "given_loss", "name": "罚", "kind": "deduction", "method": "given", "max": 5},
    ],
    "award": [
        {"id": "front", "name": {"zh": "排头"}, "rule": "top", "n": 2, "exempt": ["d1"]},
        {"id": "again", "name": {"zh": "再奖"}, "rule": "top", "n": 2, "exempt": ["front"]},
        {"id": "best", "name": {"zh": "板块第一"}, "rule": "board-first", "n": 1, "board": "two"},
    ],
}
METHODS = [
    {"method": "efficacy", "floor": 2, "goal": 9, "cap": 100},
    {"method": "efficacy", "floor": 9, "goal": 1, "direction": "down", "lowest": 40},
    {"method": "target-completion", "target": 8, "cap": 1.1},
    {"method": "target-completion", "target": 4, "direction": "down", "cap": 1.2},
    {"method": "growth-to-target", "target": 5, "step": 4, "step_below": 7},
    {"method": "growth-to-target", "target": 5, "step": 4, "direction": "down", "highest": 95},
    {"method": "all-or-nothing", "target": 5, "target_points": 80, "place_points": [20, 15, 10]},
    {"method": "all-or-nothing", "target": 5, "target_points": 80, "place_points": [20, 15], "only_met": False},
    {"method": "rank-points", "table": [100, 90, 85], "lowest": 60},
    {"method": "rank-points", "first": 100, "step": 3, "direction": "down"},
    {"method": "min-max", "lowest": 60},
    {"method": "min-max", "direction": "down"},
    {"method": "z-score", "mean": 80, "spread": 8, "lowest": 70, "highest": 90},
    {"method": "z-score", "mean": 80, "spread": 8, "ddof": 1, "direction": "down"},
    {"method": "goalposts", "floor": 1, "goal": 8},
    {"method": "goalposts", "floor": 1, "goal": 9, "transform": "log", "lowest": 10},
    {"method": "goalposts", "floor": 2, "goal": 6, "clip": False},
    {"method": "given", "max": 10, "out_of": 10},
    {"method": "efficacy", "floor": 2, "goal": "leaf0", "cap": 120},
    {"method": "min-max", "winsorise": 1},
]


def every_method(policies: dict):
    """A scheme with every method, both means, a veto-like exemption and flags that pass down; and its result."""
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "assess"))
    from made import inputs

    nodes = list(SCHEME["node"])
    for k, method in enumerate(METHODS):
        parent = "one" if k % 2 == 0 else "two"
        nodes.append(
            {
                "id": f"leaf{k}",
                "name": f"指标{k}",
                "parent": parent,
                "weight": 100 * 2 / len(METHODS),
                "unit": "个",
                **method,
            }
        )
    scheme = build_scheme({**SCHEME, "node": nodes, "policies": policies})
    rng = np.random.default_rng(7)
    codes = [f"d{k}" for k in range(1, 8)]
    table = pd.DataFrame(
        rng.integers(2, 16, (7, len(METHODS))) / 2 + 0.5, codes, [f"leaf{k}" for k in range(len(METHODS))]
    )
    table["given_bonus"], table["given_loss"] = [1.5, 0, 2.25, 0, 0, 1, 0], [0, 0, 0.5, 1, 0, 0, 0]
    table.loc["d6"] = table.loc["d5"]  # equal in all: they share a place
    if policies.get("missing") != "withhold":
        table.loc["d3", "leaf2"] = np.nan
    else:
        table.loc["d7", "leaf4"] = np.nan
    return score.score(inputs(scheme, table))


POLICIES = {
    "even": {"missing": "withhold", "rounding": "half-even"},
    "max": {"missing": "exclude", "rounding": "half-up", "ties": "max", "decimals": 1},
    "dense": {"missing": "withhold", "ties": "dense", "decimals": 0, "tie_break": ["two"]},
    "exact": {"missing": "exclude", "order": "rank-then-round", "decimals": 1},
}


def test_every_method_and_policy_recalculates(tmp_path):
    results = {name: every_method(policies) for name, policies in POLICIES.items()}
    books = recalculated(tmp_path, {name: scored_workbook(result) for name, result in results.items()})
    for name, result in results.items():
        agrees(books[name], result)
        told = [str(row[1]) for row in books[name]["说明"].iter_rows(values_only=True)]
        assert any("指标19：缩尾" in text for text in told)
        assert not any("指标18" in text for text in told)


def with_gaps(policies: dict):
    """Two groups, equal totals within and across them, and a board and a bonus that some lack; and its result."""
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "assess"))
    from made import inputs

    nodes = [{"id": id_, "name": id_, "weight": 50, "method": "given"} for id_ in ("one", "two")]
    extras = [
        {"id": "bonus", "name": "奖", "kind": "bonus", "max": 5},
        {"id": "ranked", "name": "位次奖", "kind": "bonus", "method": "rank-points", "step": 20, "points": 3},
    ]
    awards = [
        {"id": "front", "name": "排头", "rule": "top", "n": 2, "within": "group"},
        {"id": "again", "name": "再奖", "rule": "top", "n": 1, "exempt": ["front"], "within": "group"},
    ]
    scheme = build_scheme({**SCHEME, "node": nodes, "extra": extras, "award": awards, "policies": policies})
    points = {"d1": 90, "d2": 90, "d3": 80, "d4": 80, "d5": 80, "d6": 70, "d7": 60, "d8": 60}
    table = pd.DataFrame({id_: points for id_ in ("one", "two")}, dtype=float)
    table["bonus"], table["ranked"] = 1.0, 2.0
    table.loc[["d3", "d4"], "two"] = np.nan
    table.loc["d6", ["bonus", "ranked"]] = np.nan
    groups = {code: "沿海" if code in ("d2", "d4", "d6", "d8") else "" for code in table.index}
    return score.score(inputs(scheme, table, groups))


GAPS = [
    {"missing": missing, "ties": ties, "tie_break": breakers}
    for missing, ties, breakers in [
        ("exclude", "dense", []),
        ("exclude", "dense", ["two"]),
        ("exclude", "min", ["two"]),
        ("exclude", "max", ["two"]),
        ("withhold", "dense", ["one"]),
    ]
]


def test_groups_gaps_and_tie_breaks_recalculate(tmp_path):
    results = {str(k): with_gaps(policies) for k, policies in enumerate(GAPS)}
    contents = {name: scored_workbook(result) for name, result in results.items()}
    books = recalculated(tmp_path, contents)
    for name, result in results.items():
        agrees(books[name], result)
        assert carried(contents[name], books[name])


def formulas_of(result) -> list[str]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(scored_workbook(result)))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_row_of_points_is_asked_by_row_and_column():
    """Excel takes one number for the column where there is one row; Gnumeric takes it for the row, and finds none."""
    found = re.findall(
        r"INDEX\((?:\w+!)?\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+),(1,)?", " ".join(formulas_of(every_method({})))
    )
    rows = [one for first, last, one in found if first == last]
    assert rows and all(rows)


@pytest.mark.parametrize(
    "result",
    [
        lambda: every_method(POLICIES["even"]),
        lambda: every_method(POLICIES["dense"]),
        lambda: with_gaps(GAPS[0]),
        lambda: with_gaps(GAPS[4]),
    ],
    ids=["every method", "dense places", "gaps", "gaps and tie-breaks"],
)
def test_excel_comes_to_the_same(tmp_path, result):
    count, differing = differing_in_excel(tmp_path, scored_workbook(result()))
    assert count > 300 and differing == []


@pytest.mark.parametrize("mode", ["half-even", "half-up"])
def test_the_rounding_formula_rounds_as_the_scores_are_rounded(tmp_path, mode):
    import xlsxwriter

    from helpers.assess import rounding
    from helpers.desk.live import formulas

    numbers = [97.445, 97.435, 97.44499999999999, 0.005, 0.015, -2.345, -2.355, 0, 88.125, 88.135, 1 / 3, 99.995, 100]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [2, mode])
    for k, number in enumerate(numbers, start=1):
        sheet.write_number(k, 0, number)
        sheet.write_formula(k, 1, "=" + formulas.rounded(f"A{k + 1}", "$A$1", "$B$1"))
    book.close()
    found = recalculated(tmp_path, {"round": out.getvalue()})["round"].worksheets[0]
    got = [found.cell(k, 2).value for k in range(2, len(numbers) + 2)]
    assert got == list(rounding.rounded(numbers, 2, mode))


@pytest.mark.parametrize(
    ("lang", "heads", "groups"),
    [
        ("zh", ["权重：其他区市", "权重：沿海"], {"—", "沿海"}),
        ("en", ["Weight: other districts", "Weight: Coast"], {"—", "Coast"}),
    ],
)
def test_the_workbook_names_every_group_its_weights_are_of(lang, heads, groups):
    from dataclasses import replace

    import openpyxl

    result = with_gaps({"missing": "exclude"})
    named = tuple(replace(d, group_en="Coast" if d.group else "") for d in result.districts)
    book = openpyxl.load_workbook(io.BytesIO(scored_workbook(replace(result, districts=named), lang)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [text for text in dict.fromkeys(cells) if text.startswith(("权重：", "Weight: "))] == heads
    assert groups <= set(cells)


def test_a_survey_carried_forward_counts_in_the_workbook_too(tmp_path):
    """Its counts stand with the quarter before: the bonus was empty here, and so was the total."""
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "assess"))
    import made

    survey = 'id = "bonus"\nname = "满意度"\nkind = "bonus"\nmethod = "survey"\npoints = 3'
    given = 'id = "bonus"\nname = "加分"\nkind = "bonus"\nmethod = "given"\nmax = 5'
    made.folder(tmp_path / "data", made.SCHEME.replace(given, survey).replace('"withhold"', '"carry-forward"'))
    for quarter, answers in (("2023Q1", (30, 40, 10, 5)), ("2023Q2", ("", "", "", ""))):
        rows = [(name, *(answers if name == "甲区" else (50, 20, 5, 5)), "office", "") for name in made.PLAIN]
        made.write(made.quarter(tmp_path / "data", quarter) / "survey.csv", rows)
    result = score.history(tmp_path / "data", Quarter(2023, 2))[-1]
    assert result.filled.at["d1", "bonus"] == "carried" and result.extras.at["d1", "bonus"] > 0
    agrees(recalculated(tmp_path / "office", {"carried": scored_workbook(result)})["carried"], result)
