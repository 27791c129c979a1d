"""Bad input: each fault says file, row, value, rule and what to do; and good input arrives typed."""

from __future__ import annotations

import datetime
import io

import made
import numpy as np
import openpyxl
import pytest

from helpers.assess import load
from helpers.assess.workbook import sheet_cells
from helpers.model import DataError, Quarter, UsageError

Q2 = Quarter(2023, 2)


@pytest.fixture
def data(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    return tmp_path


def faults(data, quarter=Q2):
    with pytest.raises(DataError) as caught:
        load.load_quarter(data, quarter)
    return caught.value.faults


def only(data):
    found = faults(data)
    assert len(found) == 1, [str(f) for f in found]
    return found[0]


def cell(data, table, row, column, text):
    """Change one cell; the header is row 1."""
    path = data / "2023Q2" / f"{table}.csv"
    lines = [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    lines[row - 1][lines[0].index(column)] = text
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8-sig")


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


def test_a_district_may_be_written_by_alias_or_code(data):
    cell(data, "values", 2, "district", "东海新区")
    cell(data, "values", 4, "district", "d2")
    assert load.load_quarter(data, Q2).values["code"].tolist()[:4] == ["d1", "d1", "d2", "d2"]


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


def test_unknown_district_offers_names_and_aliases(data):
    cell(data, "values", 2, "district", "东海区")
    fault = next(f for f in faults(data) if f.column == "district")
    assert fault.row == 2 and "东海新区" in fault.hint


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


def test_a_workbook_gives_the_same_inputs(data, tmp_path):
    plain = load.load_quarter(data, Q2)
    for name in ("values", "scores"):
        book = openpyxl.Workbook()
        book.active.title = "notes"
        sheet = book.create_sheet(name)
        path = data / "2023Q2" / f"{name}.csv"
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            cells = line.split(",")
            sheet.append([float(c) if c.replace(".", "", 1).isdigit() else c for c in cells])
        book.save(path.with_suffix(".xlsx"))
        path.unlink()
    book = load.load_quarter(data, Q2)
    assert book.values.drop(columns="text").equals(plain.values.drop(columns="text"))
    assert book.points.equals(plain.points)


@pytest.mark.parametrize(
    ("format", "told"),
    [("yyyy-mm-dd", "2023-09-01"), ("m/d/yy", "2023-09-01"), ("mmm-yy", "2023-09"), ('yyyy"年"m"月"', "2023-09")],
)
def test_the_first_day_of_a_month_is_that_day_where_the_workbook_shows_a_day(format, told):
    """A spreadsheet turns a typed 2023-09 into a date, and shows no day; a revision of 1 September shows one."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["date", datetime.date(2023, 9, 1), datetime.date(2023, 9, 2)])
    book.active["B1"].number_format = book.active["C1"].number_format = format
    book.save(content)
    assert sheet_cells(content.getvalue(), "", "a.xlsx")[1] == [["date", told, "2023-09-02"]]


def test_a_workbook_with_one_cell_far_away_is_refused_and_not_unrolled(data):
    """Five kilobytes that a reader would make ten gigabytes of."""
    book = openpyxl.Workbook()
    book.active.title = "values"
    for line in (data / "2023Q2" / "values.csv").read_text(encoding="utf-8-sig").splitlines():
        book.active.append(line.split(","))
    book.active.cell(20001, 16384, "x")
    book.save(data / "2023Q2" / "values.xlsx")
    (data / "2023Q2" / "values.csv").unlink()
    fault = only(data)
    assert fault.file == "2023Q2/values.xlsx" and "reaches to row 20001, column 16384" in fault.rule
    assert fault.hint == "delete the cells far outside the table"


def test_a_workbook_without_a_row_is_named_as_the_workbook_that_it_is(data):
    book = openpyxl.Workbook()
    book.active.append((data / "2023Q2" / "values.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(","))
    book.save(data / "2023Q2" / "values.xlsx")
    (data / "2023Q2" / "values.csv").unlink()
    fault = only(data)
    assert (fault.file, fault.rule) == ("2023Q2/values.xlsx", "the table has no row")


def test_a_table_that_has_no_row_yet_is_among_the_files_that_a_quarter_rests_on(data):
    """Else rows that come into it would make nothing again."""
    made.write(data / "facts.csv", [])
    assert "facts.csv" in load.load_quarter(data, Q2).files


def test_a_workbook_fault_names_its_sheet(data):
    book = openpyxl.Workbook()
    book.active.title = "values"
    for line in (data / "2023Q2" / "values.csv").read_text(encoding="utf-8-sig").splitlines():
        book.active.append(line.split(","))
    book.active["C2"] = "八"
    book.save(data / "2023Q2" / "values.xlsx")
    (data / "2023Q2" / "values.csv").unlink()
    fault = only(data)
    assert (fault.file, fault.sheet, fault.row, fault.value) == ("2023Q2/values.xlsx", "values", 2, "八")


def test_binary_noise_of_a_workbook_is_not_taken_for_digits(data):
    from helpers.assess.workbook import shown

    assert (shown(0.1 + 0.2), shown(212.0), shown(569.96)) == ("0.3", "212", "569.96")


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
