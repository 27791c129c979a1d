"""Bad input: each fault says file, row, value, rule and what to do; and good input arrives typed."""

from __future__ import annotations

import made
import numpy as np
import openpyxl
import pytest
from loaded import Q2, cell, faults, only

from helpers.assess import load
from helpers.model import Quarter, UsageError


@pytest.fixture
def data(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    return tmp_path


def test_a_good_folder_gives_typed_rows_with_code_row_and_hashes(data):
    inputs = load.load_quarter(data, Q2)
    row = inputs.values.iloc[0]
    assert (row["code"], row["indicator"], row["value"], row["text"], row["row"]) == ("d1", "growth", 8.0, "8.0", 2)
    assert set(inputs.files) == {
        "districts.csv",
        "sources.csv",
        "2023Q2/values.csv",
        "2023Q2/scores.csv",
    }
    assert all(len(digest) == 64 for digest in inputs.files.values())
    assert inputs.used_sources == {"office"}
    assert inputs.warnings == ()


def test_unknown_quarter_names_those_there_are(data):
    with pytest.raises(UsageError, match=r"no data for 2024Q1.*2023Q2"):
        load.load_quarter(data, Quarter(2024, 1))


@pytest.mark.parametrize("text", ["2023-2", "2023q2"])
def test_a_quarter_written_otherwise_is_told_how(data, text):
    with pytest.raises(UsageError, match="write 2023Q2"):
        load.load_quarter(data, text)


def test_a_quarter_no_scheme_covers_names_the_spans(data):
    made.quarter(data, "2022Q4")
    found = faults(data, Quarter(2022, 4))
    assert "no scheme covers 2022Q4" in found[0].rule and "2023Q1.." in found[0].hint


def test_missing_file(data):
    (data / "2023Q2" / "scores.csv").unlink()
    found = faults(data)
    assert found[0].file == "2023Q2/scores.csv" and "missing" in found[0].rule


def test_missing_column_offers_the_misspelt_one(data):
    path = data / "2023Q2" / "values.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("indicator", "indicater", 1), encoding="utf-8-sig")
    fault = next(f for f in faults(data) if f.column == "indicator")
    assert "missing" in fault.rule and "indicater" in fault.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("约8", "write digits"),
        ("８．５", "write 8.5"),
        ("8.5%", "write 8.5 alone"),
        ('"1,234.5"', "write 1234.5"),
        ("−3.1", "write -3.1"),
        ("30余", "write 30 and put 余 into the column qualifier"),
        ("NaN", "write digits"),
        ("inf", "write digits"),
        ("-Infinity", "write digits"),
        ("0x10", "write digits"),
    ],
)
def test_what_is_not_a_number_is_shown_with_what_to_write(data, text, hint):
    cell(data, "values", 2, "value", text)
    fault = only(data)
    assert (fault.file, fault.row, fault.column) == ("2023Q2/values.csv", 2, "value")
    assert fault.value == text.strip('"') and fault.rule == "not a number" and hint in fault.hint


def test_a_number_beyond_floating_point_is_too_large(data):
    cell(data, "values", 2, "value", "1e999")
    assert only(data).rule == "the number is too large"


def test_duplicate_row_names_the_first(data):
    path = data / "2023Q2" / "values.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("甲,growth,8.1,,%,2023-06,,office,\n")
    fault = only(data)
    assert fault.row == 10 and "row 2" in fault.rule


@pytest.mark.parametrize(("points", "ok"), [("99.99", True), ("100", True), ("100.01", False), ("-0.01", False)])
def test_a_score_may_reach_its_maximum_but_not_pass_it(data, points, ok):
    cell(data, "scores", 2, "points", points)
    if ok:
        assert load.load_quarter(data, Q2).points["points"][0] == float(points)
    else:
        fault = only(data)
        assert (fault.row, fault.value) == (2, points)


def test_a_district_missing_in_one_board_is_one_fault(data):
    path = data / "2023Q2" / "values.csv"
    lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("丙县")]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    fault = only(data)
    assert fault.value == "丙县" and "the whole of economy: growth, revenue" in fault.rule


def test_one_missing_row_names_the_indicator(data):
    path = data / "2023Q2" / "values.csv"
    lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("丙县,growth")]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    assert "丙县 has no row for economy: growth" in only(data).rule


def test_an_empty_cell_is_a_warning_not_an_error(data):
    cell(data, "values", 2, "value", "")
    inputs = load.load_quarter(data, Q2)
    assert np.isnan(inputs.values["value"][0])
    assert [(f.row, f.severity) for f in inputs.warnings] == [(2, "warning")]


def test_unit_of_another_size_is_a_fault_with_the_value_rewritten(data):
    cell(data, "values", 3, "unit", "万元")
    cell(data, "values", 3, "value", "960000")
    fault = only(data)
    assert fault.column == "unit" and fault.rule == "the unit is 亿元" and "write 96 亿元" in fault.hint


def test_a_table_in_both_formats_is_a_fault(data):
    openpyxl.Workbook().save(data / "2023Q2" / "values.xlsx")
    assert "both there" in only(data).rule


def test_unknown_and_missing_source(data):
    cell(data, "values", 2, "source", "offise")
    cell(data, "values", 3, "source", "")
    first, second = faults(data)
    assert "office" in first.hint and "every row names its source" in second.rule


def test_a_row_that_still_waits_for_its_figure_need_not_name_its_source(data):
    cell(data, "values", 3, "source", "")
    cell(data, "values", 3, "value", "")
    quarter = load.load_quarter(data, Q2)
    assert quarter.used_sources >= {"office"}


def test_several_sources_are_parted_by_semicolon_or_bar(data):
    cell(data, "values", 2, "source", "office; demo")
    assert load.load_quarter(data, Q2).used_sources == {"office", "demo"}


def test_points_of_a_given_indicator_do_not_belong_in_values(data):
    cell(data, "values", 2, "indicator", "review")
    assert any("move the row to scores.csv" in f.hint for f in faults(data))


def test_a_lower_bound_cannot_be_scored(data):
    cell(data, "values", 2, "qualifier", "余")
    assert only(data).rule == "a lower bound cannot be scored"


def test_unknown_indicator_offers_the_nearest(data):
    cell(data, "values", 2, "indicator", "grwth")
    assert any("growth" in f.hint for f in faults(data) if f.column == "indicator")


def test_a_value_outside_its_natural_range(tmp_path):
    made.folder(tmp_path, made.SCHEME.replace("floor = 0\n", "floor = 0\nmaximum = 7.9\n"))
    made.quarter(tmp_path)
    fault = only(tmp_path)
    assert fault.value == "8.0" and "maximum 7.9" in fault.rule


def test_not_utf8_and_not_a_workbook(data):
    (data / "2023Q2" / "values.csv").write_bytes("district,indicator\n甲区".encode("gbk"))
    (data / "2023Q2" / "scores.csv").rename(data / "2023Q2" / "scores.xlsx")
    first, second = faults(data)
    assert "not UTF-8" in second.rule or "not UTF-8" in first.rule
    assert any("workbook" in f.rule for f in (first, second))


def test_an_unclosed_quote_names_its_row(data):
    cell(data, "values", 3, "note", '"half')
    assert any(f.file == "2023Q2/values.csv" and "not CSV" in f.rule for f in faults(data))


def test_more_cells_than_columns(data):
    cell(data, "values", 2, "note", "a,b")
    assert "10 cells under 9 columns" in only(data).rule


def test_all_faults_are_raised_together(data):
    cell(data, "values", 2, "value", "x")
    cell(data, "values", 5, "value", "y")
    cell(data, "scores", 2, "points", "101")
    assert [(f.file, f.row) for f in faults(data)] == [
        ("2023Q2/values.csv", 2),
        ("2023Q2/values.csv", 5),
        ("2023Q2/scores.csv", 2),
    ]


def test_a_table_that_has_no_row_yet_is_among_the_files_that_a_quarter_rests_on(data):
    """Else rows that come into it would make nothing again."""
    made.write(data / "facts.csv", [])
    assert "facts.csv" in load.load_quarter(data, Q2).files


def test_facts_outside_the_scheme_stay_apart(tmp_path):
    made.folder(tmp_path, facts=[("visits", "economy", "走访", "Visits", "次", "times", 0, "", "")])
    made.quarter(tmp_path)
    with (tmp_path / "2023Q2" / "values.csv").open("a", encoding="utf-8") as file:
        file.write("甲区,visits,402,余,次,2023-06,cumulative,office,\n")
    inputs = load.load_quarter(tmp_path, Q2)
    assert inputs.facts[["code", "indicator", "value", "qualifier"]].values.tolist() == [["d1", "visits", 402.0, "余"]]
    assert "visits" not in set(inputs.values["indicator"])
    assert inputs.dictionary.at["visits", "decimals"] == 0


def test_quarters_are_folders_named_as_quarters(data):
    for name in ("2023Q1", "2023q3", "notes", "2023Q5"):
        (data / name).mkdir()
    (data / "2022Q4").write_text("not a folder")
    assert load.quarters(data) == (Quarter(2023, 1), Q2)
