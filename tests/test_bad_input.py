"""Bad input: a clear error that names file, row, column, value, rule and what to do; nothing lost."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from damage import (
    COMMENTARY,
    ISSUE,
    KEY_WORK,
    PHOTOS,
    SCHEME,
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
    put_rows,
    renamed,
    rows,
    text,
    whole,
    without_column,
    without_rows,
    words,
    workbook,
)

from helpers.assess import score
from helpers.assess.check import check_quarter
from helpers.model import DataError, Quarter, UsageError
from helpers.write import open_briefing, tables

sys.path.insert(0, str(Path(__file__).parent / "press"))
from small_notebooks import write_notebook

ROOT = Path(__file__).resolve().parents[1]
Q2 = Quarter(2023, 2)
FIRST_PHOTO = "2023Q2/photos/01-skyline.png"


@pytest.fixture(scope="session")
def two_quarters(tmp_path_factory):
    """The shipped data without the quarters that these tests do not need."""
    folder = tmp_path_factory.mktemp("good") / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("2022Q*", "2023Q3"))
    return folder


@pytest.fixture
def data(two_quarters, tmp_path):
    """A copy to be damaged."""
    return Path(shutil.copytree(two_quarters, tmp_path / "data"))


def errors(data):
    return [fault for fault in check_quarter(data, Q2) if fault.severity == "error"]


def warnings(data):
    known = "the districts sum to 14917.17"
    return [f for f in check_quarter(data, Q2) if f.severity == "warning" and known not in f.rule]


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
    # the scheme
    "weights of boards that do not sum": (
        words(SCHEME, "weight = 40", "weight = 41"),
        SCHEME,
        "boards: weight",
        "weights sum to 101, not 100: 41 + 25 + 20 + 15",
        "mend them",
    ),
    "weights within a board that do not sum": (
        words(SCHEME, "weight = 35", "weight = 30"),
        SCHEME,
        "children of economy: weight",
        "weights sum to 95, not 100",
        "mend them",
    ),
    "an unknown method": (
        words(SCHEME, '"efficacy"', '"eficacy"'),
        SCHEME,
        "node gdp_growth: method",
        "no such method",
        "efficacy",
    ),
    "an unknown key": (words(SCHEME, "stars =", "starz ="), SCHEME, "starz", "no such key", "did you mean stars"),
    "an unknown parent, told without the sums that follow from it": (
        words(SCHEME, 'parent = "economy"', 'parent = "econmy"'),
        SCHEME,
        "node gdp_growth: parent",
        "no such node",
        "did you mean economy",
    ),
    "a node without an id, told without the circles that follow from it": (
        words(SCHEME, 'id = "gdp_growth"', "id = 5"),
        SCHEME,
        "node 5: id",
        "a text in quotes",
        "write id = ",
    ),
    "an unknown indicator for a target": (
        words(SCHEME, "target = 100", 'target = "no_such"'),
        SCHEME,
        "node budget_revenue",
        "no such indicator",
        "known: ",
    ),
    "digits that no float has": (
        words(SCHEME, "decimals = 2\norder", "decimals = 20\norder"),
        SCHEME,
        "policies: decimals",
        "from 0 to 8",
        "write decimals = 2",
    ),
    "a scheme that is not TOML": (words(SCHEME, "weight = 40", "weight ＝ 40"), SCHEME, "", "not TOML", "half-width"),
    "spans that overlap": (
        words("schemes/2022.toml", "2022Q1..2023Q1", "2022Q1..2023Q2"),
        SCHEME,
        "valid",
        "covers 2023Q2 too",
        "end the earlier one at 2023Q1",
    ),
    "a quarter without a scheme": (words(SCHEME, '"2023Q2.."', '"2023Q3.."'), SCHEME, "valid", "no scheme", "meet"),
    "a span that is not one": (words(SCHEME, '"2023Q2.."', '"2023-2.."'), SCHEME, "valid", "not a quarter", "2023Q2"),
    # texts and pictures beside the tables
    "commentary that is not UTF-8": (
        whole(COMMENTARY, "研判".encode("gbk")),
        COMMENTARY,
        "",
        "not UTF-8",
        "save it as",
    ),
    "commentary that no bundled font can print": (
        whole(COMMENTARY, "好\n𠮷"),
        COMMENTARY,
        "",
        "U+20BB7",
        "another way",
    ),
    "key work that is not TOML": (words(KEY_WORK, "[[passage]]", "[[passage]"), KEY_WORK, "", "not TOML", "half-width"),
    "key work of one number": (whole(KEY_WORK, "passage = 5"), KEY_WORK, "", "[[passage]] blocks", "heading"),
    "key work under a misspelt key": (
        words(KEY_WORK, "[[passage]]", "[[pasage]]"),
        KEY_WORK,
        "pasage",
        "no such",
        "[[",
    ),
    "a key-work sentence that is a number": (
        whole(KEY_WORK, '[[passage]]\nheading = "a"\nsentences = [5]'),
        KEY_WORK,
        "passage 1",
        "a list of sentences",
        "write [[passage]]",
    ),
    "a key-work sentence that quotes an unknown fact": (
        words(KEY_WORK, '"{signed_projects.period}', '"{signd_projects.period}'),
        KEY_WORK,
        "passage 1",
        "no such item",
        "signed_projects",
    ),
    "key work that no bundled font can print": (
        words(KEY_WORK, 'heading = "', 'heading = "𠮷'),
        KEY_WORK,
        "passage 1",
        "U+20BB7",
        "another way",
    ),
    "a caption that no bundled font can print": (
        cell(PHOTOS, 2, "caption_zh", "🙂"),
        PHOTOS,
        "caption_zh",
        "U+1F642",
        "another way",
    ),
    "a photograph that is not there": (gone(FIRST_PHOTO), PHOTOS, "file", "no such picture", "check the name"),
    "a photograph that is no picture": (whole(FIRST_PHOTO, b"no"), PHOTOS, "file", "not a picture", "save it anew"),
    "a photograph of nothing": (whole(FIRST_PHOTO, b""), PHOTOS, "file", "not a picture", "save it anew"),
    "a photograph cut short": (
        lambda data: (data / FIRST_PHOTO).write_bytes((data / FIRST_PHOTO).read_bytes()[:1000]),
        PHOTOS,
        "file",
        "damaged",
        "save it anew",
    ),
    "a photograph outside the folder": (
        cell(PHOTOS, 2, "file", "../../districts.csv"),
        PHOTOS,
        "file",
        "no such picture",
        "check the name",
    ),
    "a day of issue in quotes": (whole(ISSUE, 'date = "2023-08-08"'), ISSUE, "date", "is a day", "without quotes"),
    "no day of issue": (whole(ISSUE, 'source = "demo"'), ISSUE, "date", "is missing", "date = 2023-08-08"),
    "a misspelt key beside the day": (
        whole(ISSUE, "date = 2023-08-08\nsorce = 1"),
        ISSUE,
        "sorce",
        "no key",
        "did you mean source",
    ),
    "a day that no month has": (whole(ISSUE, "date = 2023-08-32"), ISSUE, "", "not TOML", "half-width"),
    "a day of issue from an unknown source": (
        whole(ISSUE, 'date = 2023-08-08\nsource = "nobody"'),
        ISSUE,
        "source",
        "no such source",
        "demo",
    ),
    # the quarter as a whole
    "figures missing for every district": (
        lambda data: put_rows(
            data / SURVEY,
            [row if k == 0 else [row[0], "", "", "", "", *row[5:]] for k, row in enumerate(rows(data / SURVEY))],
        ),
        "2023Q2/",
        "",
        "nobody has a total",
        "wait for the figures",
    ),
    # other quarters
    "a fault in an earlier quarter, which ranks depend on": (
        words("2023Q1/values.csv", ",demo,", ",dmo,"),
        "2023Q1/values.csv",
        "source",
        "no such source",
        "did you mean demo",
    ),
}
ALONE = {"a missing list of sources, told once", "an unknown parent, told without the sums that follow from it"}
ALONE |= {"a node without an id, told without the circles that follow from it", "an unknown indicator for a target"}


@pytest.mark.parametrize("claim", BAD)
def test_each_fault_names_its_place_its_rule_and_what_to_do(data, claim):
    damage, file, column, rule, hint = BAD[claim]
    damage(data)
    found = errors(data)
    assert found, "nothing was found"
    first = found[0]
    assert (first.file, first.column) == (file, column), [str(f) for f in found[:5]]
    assert rule in first.rule
    assert hint in first.hint
    assert all(fault.hint for fault in found), [str(f) for f in found if not f.hint]
    if claim in ALONE:
        assert len(found) == 1, [str(f) for f in found]


@pytest.mark.parametrize("claim", ["a wrong unit", "a scheme that is not TOML", "no day of issue"])
def test_what_the_check_refuses_no_notebook_opens(data, claim):
    BAD[claim][0](data)
    with pytest.raises(DataError) as caught:
        open_briefing("2023Q2", data=data)
    assert caught.value.faults[0] in errors(data)


def test_a_quote_that_is_never_closed_is_named_by_row(data):
    words(VALUES, "市南区,", '"市南区,')(data)
    (fault,) = errors(data)
    assert (fault.file, fault.row) == (VALUES, 2) and "quotes" in fault.hint


DOUBTS = {
    "a percentage written as a part of one": (
        figure("市南区", "renewal_start_rate", "value", "0.957"),
        VALUES,
        "looks like a part of one",
        "write 95.7",
    ),
    "a sum since January that falls": (
        figure("市南区", "signed_projects", "value", "5"),
        VALUES,
        "was 111 in 2023Q1",
        "check it",
    ),
    "a figure that is not available": (cell(VALUES, 2, "value", ""), VALUES, "not available", "provisional"),
    "an optional column under a misspelt name": (
        words(VALUES, "qualifier", "qualifer"),
        VALUES,
        "not read",
        "did you mean qualifier",
    ),
    "an optional table under a misspelt name": (
        lambda data: (data / "2023Q2" / "prase.csv").write_text("district,reason_zh,source\n"),
        "2023Q2/prase.csv",
        "it is not read",
        "did you mean praise.csv",
    ),
    "a quarter's folder under another spelling": (
        lambda data: (data / "2023q3").mkdir(),
        "2023q3/",
        "looks like a quarter",
        "rename it 2023Q3",
    ),
}


@pytest.mark.parametrize("claim", DOUBTS)
def test_what_is_doubtful_is_told_and_stops_nothing(data, claim):
    damage, file, rule, hint = DOUBTS[claim]
    damage(data)
    assert errors(data) == []
    (fault,) = warnings(data)
    assert fault.file == file and rule in fault.rule and hint in fault.hint


def told(data, notebook, district=""):
    """What the notebook's cells show, run in turn in this process."""
    known = {}
    cells = [
        c.source for c in nbformat.read(ROOT / "notebooks" / notebook, as_version=4).cells if c.cell_type == "code"
    ]
    exec(cells[0], known)
    known |= {"data": str(data), "district": district}
    exec(cells[1], known)
    shown = [eval(source, known) for source in cells[2:]]
    faces = [face for cell in shown if cell is not None for face in getattr(cell, "faces", (cell,))]
    return "".join(str(face._repr_mimebundle_()) for face in faces)


def test_a_figure_that_is_not_available_leaves_every_briefing_to_be_told(data):
    cell(VALUES, 2, "value", "")(data)
    assert "市南区" in told(data, "city_briefing.ipynb")
    assert "市南区" in told(data, "district_briefing.ipynb", "370202")
    assert "胶州市" in told(data, "district_briefing.ipynb", "370281")


def test_a_city_in_which_one_district_alone_has_a_total_is_told_without_a_gap(data):
    names = [row[1] for row in rows(data / "districts.csv")[1:]]
    for name in names[1:]:
        figure(name, "gdp_growth", "value", "")(data)
    assert errors(data) == []
    assert open_briefing("2023Q2", data=data).ranking == ("370202",)
    assert tables.gap(open_briefing("2023Q2", data=data)) is None
    assert "市南区" in told(data, "city_briefing.ipynb")
    assert "市南区" in told(data, "district_briefing.ipynb", "370202")


def test_background_figures_may_be_left_out(data):
    gone("background.csv", KEY_WORK)(data)
    assert check_quarter(data, Q2) == []
    assert "胶州市" in told(data, "district_briefing.ipynb", "370281")


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


# --- names of quarters, districts and parameters ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("2023-2", "write 2023Q2"),
        ("2023q2", "write 2023Q2"),
        ("2023年二季度", "write 2023Q2"),
        ("２０２３Ｑ２", "write 2023Q2"),
        ("2023Q5", "a year has the quarters 2023Q1 to 2023Q4"),
        ("2023", "write it as 2023Q2"),
        (2023, "write it as 2023Q2"),
        ("2031Q1", "there are: 2023Q1, 2023Q2"),
    ],
)
def test_a_quarter_that_is_none_is_told_how_to_write_it(data, written, advice):
    with pytest.raises(UsageError, match=advice) as caught:
        open_briefing(written, data=data)
    assert str(written) in str(caught.value)


@pytest.mark.parametrize(("written", "near"), [("胶洲", "胶州"), ("西海安新区", "西海岸新区"), ("370288", "370281")])
def test_an_unknown_district_offers_the_nearest_names_aliases_and_codes(data, written, near):
    with pytest.raises(UsageError, match="no district is called") as caught:
        open_briefing("2023Q2", district=written, data=data)
    assert near in str(caught.value) and written in str(caught.value)


@pytest.mark.parametrize("written", ["胶州", "胶州市", "370281", 370281, " 370281 "])
def test_a_district_goes_by_name_alias_or_code_also_where_papermill_made_it_a_number(data, written):
    assert open_briefing("2023Q2", district=written, data=data).code == "370281"


@pytest.fixture
def opening(tmp_path):
    """The city's notebook up to the cell that opens the briefing."""
    notebook = nbformat.read(ROOT / "notebooks" / "city_briefing.ipynb", as_version=4)
    notebook.cells = notebook.cells[:2]
    nbformat.write(notebook, tmp_path / "city_briefing.ipynb")
    return tmp_path / "city_briefing.ipynb"


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        (("quater", "2023Q1"), "this notebook has no parameter 'quater'; did you mean quarter"),
        (("quarter", "2023-2"), "'2023-2' is not a quarter; write 2023Q2"),
    ],
    ids=["misspelt", "of a wrong form"],
)
def test_a_wrong_papermill_parameter_stops_the_notebook_with_one_line(opening, command, tmp_path, parameter, message):
    done = command("papermill", opening, tmp_path / "out.ipynb", "-p", *parameter)
    assert done.returncode != 0
    assert done.stderr.rstrip().endswith(message) or f"UsageError: {message}" in done.stderr
    told = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    shown = [output for cell in told.cells for output in cell.get("outputs", ()) if output.output_type == "error"]
    assert len(shown) == 1 and message in shown[0].evalue
    assert "Traceback" not in "".join(shown[0].traceback)


# --- the command line: nothing lost ----------------------------------------------------------------------------------

CELLS = {
    "city_briefing": ('quarter: str = ""\nlang: str = ""\ndata: str = ""', "print(quarter)"),
    "district_briefing": ('quarter: str = ""\nlang: str = ""\ndata: str = ""\ndistrict: str = ""', "print(district)"),
}


@pytest.fixture
def project(data, tmp_path):
    """A project with damaged-to-be data and two notebooks of one cell, built once: the city and two districts."""
    (tmp_path / "notebooks").mkdir()
    for name, (parameters, source) in CELLS.items():
        write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", source, parameters=parameters)
    return tmp_path


def made(project):
    return {path.name: path.read_bytes() for path in (project / "reports" / "2023Q2").glob("*.zh.*")}


BUILD = ("briefing", "build", "2023Q2", "--format", "html", "--district", "370202,370203")


def test_bad_data_after_a_good_build_end_with_2_and_leave_every_report_as_it_was(project, command):
    assert command(*BUILD, cwd=project).returncode == 0
    before = made(project)
    assert set(before) == {f"district-{code}.zh.{kind}" for code in ("370202", "370203") for kind in ("html", "ipynb")}
    cell(VALUES, 2, "value", "九成")(project / "data")
    done = command(*BUILD, cwd=project)
    assert done.returncode == 2
    assert f"error: {VALUES} row 2 column value: found '九成'; not a number -> write digits" in done.stderr
    assert "1 error in the data; nothing was made" in done.stderr
    assert "Traceback" not in done.stderr
    assert made(project) == before
    for word in ("check", "score"):
        done = command("briefing", word, "2023Q2", cwd=project)
        assert done.returncode == 2 and f"{VALUES} row 2 column value" in done.stdout + done.stderr


def test_a_report_that_fails_ends_with_1_keeps_its_earlier_files_and_stops_no_other(project, command):
    assert command(*BUILD, cwd=project).returncode == 0
    before = made(project)
    parameters = CELLS["district_briefing"][0]
    source = (
        "from helpers.model import UsageError\nif district == '370202':\n    raise UsageError('no such story')\n'new'"
    )
    write_notebook(project / "notebooks" / "district_briefing.ipynb", source, parameters=parameters)
    done = command(*BUILD, cwd=project)
    assert done.returncode == 1
    assert "failed: district-370202.zh: cell [3]" in done.stderr and "no such story" in done.stderr
    assert "Traceback" not in done.stderr
    after = made(project)
    assert after.pop("district-370202.zh.failed.ipynb")
    kept = {name for name in before if after[name] == before[name]}
    assert kept == {"district-370202.zh.html", "district-370202.zh.ipynb"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--out", "data/sources.csv"), "a file stands where the folder should be"),
        pytest.param(
            ("--out", "/proc/briefing"),
            "cannot write reports to",
            marks=pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder nobody can write is Linux's"),
        ),
        (("--districts", "胶州"), "No such option"),
        (("--district", "胶洲"), "did you mean 胶州"),
    ],
    ids=["a file in the folder's place", "an unwritable folder", "a misspelt option", "a misspelt district"],
)
def test_wrong_use_ends_with_2_says_why_and_makes_nothing(project, command, arguments, message):
    done = command("briefing", "build", "2023Q2", *arguments, cwd=project)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "reports").exists()


# --- names that look like code ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_names_and_commentary_that_look_like_code_are_printed_as_they_stand(data, command, tmp_path):
    """An HTML and a Typst fragment as district names, a script, an outer picture and a formula in the commentary."""
    html, typst = "<script>alert(1)</script>", '#panic("x") $ @y'
    everywhere("市南区", html)(data)
    everywhere("市北区", typst)(data)
    (data / COMMENTARY).write_text(
        "<script>alert(2)</script>\n\n![图](http://example.com/a.png)\n\n#panic(1) 与 $ 无关\n", encoding="utf-8"
    )
    done = command("briefing", "build", "2023Q2", "--district", "none", "--data", data, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    page = text(tmp_path / "out" / "2023Q2" / "city.zh.html")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert 'src="http' not in page
    printed = command("pdftotext", tmp_path / "out" / "2023Q2" / "city.zh.pdf", "-").stdout
    assert "panic" in printed and "alert(1)" in printed
