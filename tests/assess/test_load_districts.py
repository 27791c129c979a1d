"""Districts: their names, codes, groups, and the quarters that they are assessed in."""

from __future__ import annotations

import made
import pytest
from loaded import Q2, cell, faults, only

from helpers.assess import load
from helpers.model import Quarter


@pytest.fixture
def data(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    return tmp_path


def test_a_district_may_be_written_by_alias_or_code(data):
    cell(data, "values", 2, "district", "东海新区")
    cell(data, "values", 4, "district", "d2")
    assert load.load_quarter(data, Q2).values["code"].tolist()[:4] == ["d1", "d1", "d2", "d2"]


def test_unknown_district_offers_names_and_aliases(data):
    cell(data, "values", 2, "district", "东海区")
    fault = next(f for f in faults(data) if f.column == "district")
    assert fault.row == 2 and "东海新区" in fault.hint


def test_a_name_that_means_two_districts(tmp_path):
    made.folder(tmp_path, districts=[("d1", "甲区", "", "东", ""), ("d2", "乙区", "", "东", "")])
    made.quarter(tmp_path, figures={"甲区": made.PLAIN["甲区"], "乙区": made.PLAIN["乙区"]})
    assert "'东' already means the district of row 2" in only(tmp_path).rule


GROUPED = [*made.HEADERS["districts"], "group_en"]


def grouped(folder, *groups):
    """Districts d1, d2 … of these groups with these English names."""
    made.folder(folder)
    rows = [(f"d{k}", name, "", "", *group) for k, (name, group) in enumerate(zip("甲乙丙", groups, strict=False), 1)]
    made.write(folder / "districts.csv", rows, GROUPED)
    made.quarter(folder, figures={row[1]: made.PLAIN["甲区"] for row in rows})
    return folder


def test_one_row_of_a_group_gives_its_english_name(tmp_path):
    found = load.load_quarter(grouped(tmp_path, ("沿海组", ""), ("沿海组", "Coast"), ("", "")), Q2).districts
    assert [d.group_label("en") for d in found] == ["Coast", "Coast", ""]
    assert [d.group_label("zh") for d in found] == ["沿海组", "沿海组", ""]


@pytest.mark.parametrize(
    ("groups", "rule", "row"),
    [
        ([("沿海组", "Coast"), ("沿海组", "Shore")], "the group is 'Coast' in row 2", 3),
        ([("沿海组", "Coast"), ("内陆组", "Coast")], "'Coast' already means the group '沿海组'", 3),
        ([("Coast", ""), ("沿海组", "Coast")], "'Coast' already means the group 'Coast'", 3),
        ([("", "Coast")], "the row has no group", 2),
    ],
)
def test_a_group_has_one_english_name_of_its_own(tmp_path, groups, rule, row):
    fault = only(grouped(tmp_path, *groups))
    assert (fault.rule, fault.row, fault.column) == (rule, row, "group_en")


def test_a_code_that_cannot_name_a_file(tmp_path):
    made.folder(tmp_path, districts=[("../x", "甲区", "", "", "")])
    made.quarter(tmp_path, figures={"甲区": made.PLAIN["甲区"]})
    assert "names files" in only(tmp_path).rule


def test_a_fragment_of_html_or_typst_is_an_ordinary_name(tmp_path):
    name = '<b>#let x = "$"</b>'
    made.folder(tmp_path, districts=[("d1", name, "", "", ""), ("d2", "乙区", "", "", "")])
    made.quarter(tmp_path, figures={name: made.PLAIN["甲区"], "乙区": made.PLAIN["乙区"]})
    assert load.load_quarter(tmp_path, Q2).districts[0].name == name


def test_districts_assessed_only_in_some_quarters(tmp_path):
    made.folder(tmp_path)
    header = [*made.HEADERS["districts"], "first", "last"]
    rows = [(*row, "", "") for row in made.DISTRICTS[:3]] + [(*made.DISTRICTS[3], "2023Q3", "")]
    made.write(tmp_path / "districts.csv", rows, header)
    made.quarter(tmp_path, figures={d: f for d, f in made.PLAIN.items() if d != "丁市"})
    made.quarter(tmp_path, "2023Q3")
    assert [len(inputs.districts) for inputs in load.load_history(tmp_path, Quarter(2023, 3))] == [3, 4]
    made.quarter(tmp_path)
    assert any("not assessed in 2023Q2" in f.rule for f in faults(tmp_path))


@pytest.mark.parametrize(("areas", "rule"), [("保税区|乙区", "乙区"), ("保税区", ""), ("保税区|", "保税区")])
def test_an_area_that_is_not_assessed_is_listed_once_and_is_no_district(tmp_path, areas, rule):
    made.folder(tmp_path)
    also = "保税区" if rule == "保税区" else ""
    rows = [(*row, told) for row, told in zip(made.DISTRICTS, (areas, also, "", ""), strict=False)]
    made.write(tmp_path / "districts.csv", rows, [*made.HEADERS["districts"], "areas"])
    base, found = load.read_base(tmp_path)
    assert [f.column for f in found if f.severity == "error"] == (["areas"] if rule else [])
    assert all(repr(rule) in f.rule for f in found)
    assert base.areas["保税区"] == made.DISTRICTS[0][0]
