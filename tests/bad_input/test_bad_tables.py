"""Bad tables, in CSV or workbooks: every fault is told with its place, its rule and what to do."""

from __future__ import annotations

import pytest
from damage import (
    SCORES,
    SURVEY,
    VALUES,
    added,
    both,
    cell,
    encoded,
    everywhere,
    figure,
    gone,
    head_above,
    parted,
    renamed,
    whole,
    without_column,
    without_rows,
    words,
    workbook,
)
from found import Q2, assert_told, errors, warnings

from helpers.assess import score
from helpers.model import DataError
from helpers.write import open_briefing


def test_the_shipped_data_have_no_fault(data):
    assert errors(data) == [] and warnings(data) == []


# --- what a cell holds -----------------------------------------------------------------------------------------------


NO_NUMBERS = {
    "text in a number column": ("九成", "write digits with a point"),
    "full-width digits": ("５．８", "write 5.8"),
    "a thousands comma": ("1,234.5", "write 1234.5"),
    "a full-width thousands comma": ("1，234", "write 1234"),
    "a thousands underscore": ("1_000", "write 1000"),
    "a decimal comma is never read as a thousands comma": ("5,8", "write 5.8"),
    "a percent sign": ("5.8%", "write 5.8 alone, without '%'"),
    "a unit": ("5.8亿元", "write 5.8 alone, without '亿元'"),
    "a lower bound": ("30余家", "write 30 and put 余"),
    "a lower bound written before": ("超5000", "write 5000 and put 超"),
    "about": ("约5.8", "write digits"),
    "a true minus sign": ("−5.8", "write -5.8"),
    "a blank inside": ("5 .8", "write 5.8"),
    "no digit before the point": (".5", "write 0.5"),
    "a range is not taken for its first number": ("5.8-6.2", "write digits"),
    "a month is not taken for a year's number": ("2023-06", "write digits"),
    "a formula's error": ("#DIV/0!", "write digits"),
    "a dash for not available": ("-", "leave the cell empty"),
    "NaN": ("NaN", "write digits"),
    "inf": ("inf", "write digits"),
    "beyond any float": ("1e400", "write digits"),
    "another script's digit": ("٥", "write digits"),
}


@pytest.mark.parametrize("claim", NO_NUMBERS)
def test_what_is_not_a_number_is_told_with_what_to_write(data, claim):
    typed, advice = NO_NUMBERS[claim]
    cell(VALUES, 2, "value", typed)(data)
    found = errors(data)
    assert {(f.file, f.row, f.column, f.value) for f in found} == {(VALUES, 2, "value", typed)}
    assert any(advice in f.hint for f in found)
    assert str(found[0]).startswith(f"{VALUES} row 2 column value: found {typed!r}; ")


BAD = {
    # files and heads
    "a missing table": (gone(SCORES), SCORES, "", "the file is missing", "add 2023Q2/scores.csv"),
    "a missing list of sources, told once": (gone("sources.csv"), "sources.csv", "", "is missing", "add sources.csv"),
    "a missing list of districts": (gone("districts.csv"), "districts.csv", "", "is missing", "add districts.csv"),
    "an old workbook in the table's place": (renamed(VALUES, "values.xls"), VALUES, "", "is missing", "values.xls is"),
    "a table under a misspelt name": (renamed(VALUES, "value.csv"), VALUES, "", "is missing", "value.csv is there"),
    "an empty table": (whole(VALUES, b""), VALUES, "", "the table is empty", "names the columns district, indicator"),
    "a table of nothing but its head": (
        without_rows(lambda row: True, VALUES),
        VALUES,
        "",
        "the table has no row",
        "one row a district and indicator",
    ),
    "a ratio that its parts do not make": (
        figure("胶州市", "renewal_completion_rate", "value", "76.7"),
        VALUES,
        "value",
        "167.97 / 251.81 = 66.71 %",
        "correct the one of the three figures of 胶州市 that is wrong",
    ),
    "a missing column": (without_column(VALUES, "value"), VALUES, "value", "column is missing", "the columns are dist"),
    "a misspelt column": (
        words(VALUES, "indicator", "indicater"),
        VALUES,
        "indicator",
        "column is missing",
        "did you mean indicater? rename it indicator",
    ),
    "a column in capitals": (words(VALUES, "value", "Value"), VALUES, "value", "column is missing", "mean Value?"),
    "a column that stands twice": (words(VALUES, "note", "value"), VALUES, "value", "stands twice", "keep one"),
    "a title above the head": (head_above(VALUES, "指标表,,"), VALUES, "", "row 1 names the columns", "above row 2"),
    "cells parted by semicolons": (parted(VALUES, ";"), VALUES, "", "parted by semicolons", "CSV UTF-8"),
    "cells parted by full-width commas": (parted(VALUES, "，"), VALUES, "", "parted by full-width commas", "CSV UTF-8"),
    "GBK": (encoded(VALUES, "gb18030"), VALUES, "", "not UTF-8", "CSV UTF-8"),
    "UTF-16": (encoded(VALUES, "utf-16"), VALUES, "", "not UTF-8", "CSV UTF-8"),
    "a table in both formats": (workbook(VALUES, beside=True), VALUES, "", "both there", "keep one"),
    # rows
    "a district that is not in the list": (
        cell(VALUES, 2, "district", "市男区"),
        VALUES,
        "district",
        "no such district",
        "did you mean 市南区",
    ),
    "an indicator for a district of elsewhere": (
        added(VALUES, "平阴县,gdp_growth,5.8,,%,2023-06,cumulative,demo,"),
        VALUES,
        "district",
        "no such district",
        "did you mean",
    ),
    "an unknown indicator": (cell(VALUES, 2, "indicator", "gdp_grwth"), VALUES, "indicator", "no such", "gdp_growth"),
    "an unknown source": (cell(VALUES, 2, "source", "dmo"), VALUES, "source", "no such source", "did you mean demo"),
    "a row without a source": (cell(VALUES, 2, "source", ""), VALUES, "source", "every row names its source", "demo"),
    "a wrong unit": (cell(VALUES, 2, "unit", "亿元"), VALUES, "unit", "the unit is %", "write the value in %"),
    "a unit of another size, with the value in the right one": (
        both(
            figure("市南区", "signed_investment_growth_amount", "unit", "万元"),
            figure("市南区", "signed_investment_growth_amount", "value", "3200000"),
        ),
        VALUES,
        "unit",
        "the unit is 亿元",
        "write 320 亿元",
    ),
    "a full-width percent sign for a unit": (cell(VALUES, 2, "unit", "％"), VALUES, "unit", "the unit is %", "write %"),
    "an unknown qualifier": (cell(VALUES, 2, "qualifier", "约"), VALUES, "qualifier", "余, 超 or nothing", "empty"),
    "a lower bound where a score is due": (cell(VALUES, 2, "qualifier", "余"), VALUES, "qualifier", "lower", "exact"),
    "a figure twice": (
        added(VALUES, "370202,gdp_growth,5.8,,%,2023-06,cumulative,demo,"),
        VALUES,
        "indicator",
        "already stands in row 2",
        "keep one of the two rows",
    ),
    "a score twice": (added(SCORES, "市南,projects_given,85.48,demo,"), SCORES, "indicator", "in row 2", "keep one"),
    "a survey twice": (added(SURVEY, "市南,1,1,1,1,demo,"), SURVEY, "district", "already stands in row 2", "keep one"),
    "a score over its maximum": (cell(SCORES, 2, "points", "100.01"), SCORES, "points", "maximum of 100", "check"),
    "a negative score": (cell(SCORES, 2, "points", "-1"), SCORES, "points", "not negative", "check the score"),
    "a negative number of answers": (cell(SURVEY, 2, "satisfied", "-7"), SURVEY, "satisfied", "0 or more", "check"),
    "half an answer": (cell(SURVEY, 2, "unknown", "7.5"), SURVEY, "unknown", "whole number", "check the count"),
    "a negative count": (figure("市南区", "signed_projects", "value", "-5"), VALUES, "value", "minimum 0", "check"),
    "a negative count among the facts": (
        figure("胶州市", "leader_visits", "value", "-402"),
        VALUES,
        "value",
        "below its minimum 0",
        "check the figure",
    ),
    "negative days": (figure("市南区", "service_days", "value", "-1"), VALUES, "value", "minimum 0", "check"),
    "a share over the whole": (figure("市南区", "renewal_start_rate", "value", "100.1"), VALUES, "value", "100", "ch"),
    "a loss of more than everything": (cell(VALUES, 2, "value", "-100.1"), VALUES, "value", "minimum -100", "check"),
    "a thousands comma that parts a cell": (
        words(VALUES, "gdp_growth,5.8,", "gdp_growth,1,234.5,"),
        VALUES,
        "",
        "10 cells under 9 columns",
        "write 1234.5",
    ),
    "a character that cannot be seen": (
        cell(VALUES, 2, "district", "市\u200b南区"),
        VALUES,
        "district",
        "cannot be seen (U+200B)",
        "type it anew: 市南区",
    ),
    "a control character": (cell(VALUES, 2, "note", "a\x07b"), VALUES, "note", "(U+0007)", "type it anew: ab"),
    "a mark that turns the writing direction": (
        cell("districts.csv", 2, "name", "市\u202e南区"),
        "districts.csv",
        "name",
        "(U+202E)",
        "type it anew",
    ),
    # what is not there
    "a district missing in one board": (
        without_rows(lambda row: row[0] == "市南区" and row[1].startswith("signed_"), VALUES),
        VALUES,
        "",
        "市南区 has no row for the whole of projects: signed_projects, signed_investment_growth_amount",
        "add the rows",
    ),
    "one figure missing": (
        without_rows(lambda row: row[:2] == ["市南区", "signed_projects"], VALUES),
        VALUES,
        "",
        "市南区 has no row for projects: signed_projects",
        "add the rows",
    ),
    "a district missing in the survey": (
        without_rows(lambda row: row[0] == "市南区", SURVEY),
        SURVEY,
        "",
        "市南区 has no row",
        "add the row",
    ),
    "a district missing in all tables": (
        without_rows(lambda row: row[0] == "市南区", VALUES, SCORES, SURVEY),
        SCORES,
        "",
        "市南区 has no row for the whole of projects",
        "add the rows",
    ),
    # districts, sources, facts
    "a code for two districts": (cell("districts.csv", 3, "code", "370202"), "districts.csv", "code", "row 2", "give"),
    "codes that differ in capitals only": (
        both(cell("districts.csv", 2, "code", "ab"), cell("districts.csv", 3, "code", "AB")),
        "districts.csv",
        "code",
        "row 2 has the same code",
        "a code of its own",
    ),
    "a code that leads out of the folder": (
        cell("districts.csv", 2, "code", "../x"),
        "districts.csv",
        "code",
        "it names files",
        "370281",
    ),
    "an alias that means the whole city": (
        cell("districts.csv", 2, "aliases", "全市"),
        "districts.csv",
        "name",
        "the whole city",
        "choose another",
    ),
    "a line break in a name": (everywhere("市南区", "市\n南区"), "districts.csv", "name", "one line", "line break"),
    "a name that no bundled font can print": (
        everywhere("市南区", "市𠮷区"),
        "districts.csv",
        "name",
        "no bundled font has the character 𠮷 (U+20BB7)",
        "write it another way",
    ),
    "a source of no known kind": (
        words("sources.csv", "illustrative", "ilustrative"),
        "sources.csv",
        "kind",
        "",
        "ill",
    ),
    "a fact of no known board": (cell("facts.csv", 2, "board", "project"), "facts.csv", "board", "no such", "projects"),
    "an unknown district in the background": (
        words("background.csv", "黄岛区", "黄岛县"),
        "background.csv",
        "district",
        "no such district",
        "黄岛区",
    ),
}
ALONE = {"a missing list of sources, told once"}


@pytest.mark.parametrize("claim", BAD)
def test_each_fault_names_its_place_its_rule_and_what_to_do(data, claim):
    damage, file, column, rule, hint = BAD[claim]
    damage(data)
    found = errors(data)
    assert_told(found, file, column, rule, hint)
    if claim in ALONE:
        assert len(found) == 1, [str(f) for f in found]


@pytest.mark.parametrize("claim", ["a wrong unit"])
def test_what_the_check_refuses_no_notebook_opens(data, claim):
    BAD[claim][0](data)
    with pytest.raises(DataError) as caught:
        open_briefing("2023Q2", data=data)
    assert caught.value.faults[0] in errors(data)


def test_a_quote_that_is_never_closed_is_named_by_row(data):
    words(VALUES, "市南区,", '"市南区,')(data)
    (fault,) = errors(data)
    assert (fault.file, fault.row) == (VALUES, 2) and "quotes" in fault.hint


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_workbooks_score_as_the_same_tables_in_csv(data):
    plain = score.history(data, Q2)[-1]
    for file in (VALUES, SCORES, SURVEY, "districts.csv", "2023Q1/values.csv"):
        workbook(file)(data)
    assert errors(data) == []
    book = score.history(data, Q2)[-1]
    assert book.exact.equals(plain.exact) and book.total.equals(plain.total) and book.rank.equals(plain.rank)
    assert book.leaf.equals(plain.leaf) and book.extras.equals(plain.extras)


def test_a_workbook_of_another_sheet_name_is_read_by_its_first(data):
    workbook(VALUES, sheet="Sheet1")(data)
    assert errors(data) == []


def test_a_fault_in_a_workbook_names_file_sheet_row_and_column(data):
    workbook(VALUES, change=lambda sheet: sheet.__setitem__("C3", "九成"))(data)
    (fault,) = errors(data)
    assert str(fault).startswith("2023Q2/values.xlsx [values] row 3 column value: found '九成'; not a number")


@pytest.mark.parametrize("formula", ["#DIV/0!", "=1+1"], ids=["an error", "no result"])
def test_a_formula_without_a_value_is_not_taken_for_a_figure_that_is_not_available(data, formula):
    workbook(VALUES, change=lambda sheet: sheet.__setitem__("C3", formula))(data)
    (fault,) = errors(data)
    assert (fault.row, fault.column, fault.value) == (3, "value", formula)
    assert "mend the formula" in fault.hint


def test_a_district_missing_in_a_workbook_is_missing_in_the_workbook(data):
    without_rows(lambda row: row[:2] == ["市南区", "signed_projects"], VALUES)(data)
    workbook(VALUES)(data)
    assert errors(data)[0].file == "2023Q2/values.xlsx"


def test_a_csv_under_a_workbooks_name(data):
    renamed(VALUES, "values.xlsx")(data)
    (fault,) = errors(data)
    assert "not a workbook" in fault.rule and "save it again as .xlsx" in fault.hint
