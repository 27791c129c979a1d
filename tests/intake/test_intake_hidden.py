"""Old figures that are hidden beside those that show: in a sheet, a row or a column of the same workbook."""

from __future__ import annotations

import openpyxl
import pytest
from books import NAMES, Q4, book, expect, faults, growths, sheets_book, table, taken

from helpers.intake.plan import plan
from helpers.model import DataError

GDP = "地区生产总值增速（%）"


def own(name, figure):
    return [[f"{name}2023年四季度主要指标"], ["指标", "完成"], [GDP, figure], ["新签约项目（个）", 307]]


def hiding(path, *sheets):
    made = openpyxl.load_workbook(path)
    for sheet in sheets:
        made[sheet].sheet_state = "hidden"
    made.save(path)
    return path


def told(data, path):
    return [(w.sheet, w.row, w.column, w.rule) for w in plan(data, Q4, [path], accept=True).warnings if w.row]


@pytest.mark.parametrize("old", ["胶州", "胶州市(2)"])
def test_a_hidden_old_sheet_gives_way_to_the_districts_own(data, tmp_path, old):
    sheets = {name: own(name, figure) for name, figure in zip(NAMES, growths(), strict=True)}
    path = hiding(sheets_book(tmp_path / "a.xlsx", {**sheets, old: own("胶州市", 9.9)}), old)
    figures = taken(data, path)
    assert {k: v for k, v in figures.items() if k[1] == "gdp_growth"} == expect("gdp_growth", growths())
    rule = "hidden, and gives way to 5.7 in a.xlsx [胶州市] B3: it is not read"
    assert told(data, path) == [(old, 3, "B", rule)]


def test_a_hidden_sheet_that_agrees_asks_nothing(data, tmp_path):
    sheets = {"胶州市": own("胶州市", 5.7), "黄岛区": own("黄岛区", 5.4), "胶州": own("胶州市", 5.7)}
    path = hiding(sheets_book(tmp_path / "a.xlsx", sheets), "胶州")
    assert told(data, path) == [] and len(taken(data, path)) == 4


def rows_with(old):
    rows = table(["区市", GDP], growths())
    return [*rows[:9], ["胶州市", old], *rows[9:]]


@pytest.mark.parametrize(("old", "rules"), [(9.9, 1), (5.7, 0)])
def test_a_hidden_row_gives_way_to_the_districts_own(data, tmp_path, old, rules):
    def hide(sheet):
        sheet.row_dimensions[10].hidden = True

    path = book(tmp_path / "a.xlsx", rows_with(old), change=hide)
    assert taken(data, path) == expect("gdp_growth", growths())
    rule = "hidden, and gives way to 5.7 in a.xlsx [Sheet1] B9: it is not read"
    assert told(data, path) == [("Sheet1", 10, "B", rule)] * rules


def test_a_hidden_column_of_the_same_head_is_told_where_it_differs(data, tmp_path):
    def hide(sheet):
        sheet.column_dimensions["B"].hidden = True

    old = [9.9, *growths()[1:]]
    path = book(tmp_path / "a.xlsx", table(["区市", GDP, GDP], old, growths()), change=hide)
    assert taken(data, path) == expect("gdp_growth", growths())
    assert [place[:3] for place in told(data, path)] == [("Sheet1", 2, "B")]


def test_two_rows_that_show_are_still_asked_about(data, tmp_path):
    path = book(tmp_path / "a.xlsx", rows_with(9.9))
    assert "is claimed twice" in faults(data, path)[0][2]


def test_hidden_figures_of_another_workbook_give_way_to_none(data, tmp_path):
    shown = book(tmp_path / "统计局.xlsx", table(["区市", GDP], growths()))
    sheets = {"说明": [["见附表"]], "表": table(["区市", GDP], growths(6))}
    old = hiding(sheets_book(tmp_path / "发改委.xlsx", sheets), "表")
    assert len(faults(data, shown, old)) == 10


FAULTY = [("#REF!", "the formula has an error"), ("约5.7", "a rough figure, or no more than a limit of it")]


@pytest.mark.parametrize(("old", "rule"), FAULTY)
def test_a_fault_in_a_hidden_row_stops_nothing_where_the_figure_shows(data, tmp_path, old, rule):
    """Somebody's old line, filtered away: the intake was refused for a cell that nobody sees."""

    def hide(sheet):
        sheet.row_dimensions[10].hidden = True

    path = book(tmp_path / "a.xlsx", rows_with(old), change=hide)
    assert taken(data, path) == expect("gdp_growth", growths())
    assert told(data, path) == [("Sheet1", 10, "B", rule)]
    [warning] = (w for w in plan(data, Q4, [path], accept=True).warnings if w.row)
    assert warning.hint.startswith("it is hidden, and not read")


@pytest.mark.parametrize("name", ["黄岛新城", None])
def test_a_hidden_row_of_no_district_stops_nothing(data, tmp_path, name):
    def hide(sheet):
        sheet.row_dimensions[5].hidden = True

    rows = table(["区市", GDP], growths())
    rows[4:4] = [[name, 9.9]]
    path = book(tmp_path / "a.xlsx", rows, change=hide)
    assert taken(data, path) == expect("gdp_growth", growths())
    assert len(told(data, path)) == 1


def test_a_fault_in_a_hidden_row_of_which_no_other_cell_has_the_figure_stays_one(data, tmp_path):
    def hide(sheet):
        sheet.row_dimensions[9].hidden = True

    path = book(
        tmp_path / "a.xlsx",
        table(["区市", GDP], ["约5" if k == 7 else g for k, g in enumerate(growths())]),
        change=hide,
    )
    assert faults(data, path) == [(9, "B", "a rough figure, or no more than a limit of it")]


@pytest.mark.parametrize(("head", "old"), [(GDP, "#REF!"), ("地区生产总值增速（个百分点）", 5.7)])
def test_a_fault_in_a_hidden_sheet_stops_nothing_where_the_figure_shows(data, tmp_path, head, old):
    sheets = {name: own(name, figure) for name, figure in zip(NAMES, growths(), strict=True)}
    sheets["胶州"] = [*own("胶州市", old)[:2], [head, old], ["新签约项目（个）", 307]]
    path = hiding(sheets_book(tmp_path / "a.xlsx", sheets), "胶州")
    figures = taken(data, path)
    assert {k: v for k, v in figures.items() if k[1] == "gdp_growth"} == expect("gdp_growth", growths())
    assert [w.sheet for w in plan(data, Q4, [path], accept=True).warnings if "hidden" in w.hint] == ["胶州"]


def test_a_sheet_that_shows_a_figure_in_another_unit_than_the_others_is_a_fault_and_not_passed_over(data, tmp_path):
    sheets = {name: own(name, figure) for name, figure in zip(NAMES, growths(), strict=True)}
    head = "地区生产总值增速（个百分点）"
    sheets["胶州"] = [*own("胶州市", 5.7)[:2], [head, 5.7], ["新签约项目（个）", 307]]
    with pytest.raises(DataError, match="in percentage points") as told:
        plan(data, Q4, [sheets_book(tmp_path / "a.xlsx", sheets)], accept=True)
    assert [(fault.sheet, head in fault.column) for fault in told.value.faults] == [("胶州", True)]


def test_a_hidden_sheet_of_which_nobody_can_tell_the_district_stops_nothing(data, tmp_path):
    sheets = {name: own(name, figure) for name, figure in zip(NAMES, growths(), strict=True)}
    path = hiding(sheets_book(tmp_path / "a.xlsx", {**sheets, "胶州": own("平度市", 9.9)}), "胶州")
    assert len(taken(data, path)) == 20
    assert [w.sheet for w in plan(data, Q4, [path], accept=True).warnings if "hidden" in w.hint] == ["胶州"]


def test_a_hidden_column_without_numbers_is_not_asked_for_again(data, tmp_path):
    sheets = {"四季度": table(["区市", GDP], growths()), "草稿": table(["区市", GDP], ["约5"] * 10)}
    [mapping] = plan(data, Q4, [hiding(sheets_book(tmp_path / "a.xlsx", sheets), "草稿")]).proposals
    assert not mapping.unread


TITLE = ["2023年1-12月主要指标"]
OLD_HEADS = {
    "of last year": (["区市", "2022年GDP增速", "2022年工业增速"],),
    "of other indicators": (["区市", "社零额增速（%）", GDP],),
    "two lines": (["区市", "旧指标", None], ["区市", "投资增速", "固投增速"]),
    "codes": (["QS", "A01", "A02"],),
    "years": (["区市", 2022, 2022],),
}


@pytest.mark.parametrize("old", OLD_HEADS.values(), ids=OLD_HEADS)
@pytest.mark.parametrize("above", [True, False])
def test_hidden_heads_beside_those_that_show_say_nothing(data, tmp_path, old, above):
    """Last year's heads, hidden above this year's, were a part of them: the columns were read as nothing, or as other
    indicators."""

    def hide(sheet):
        for k in range(len(old)):
            sheet.row_dimensions[2 + k + (not above)].hidden = True

    shown = ["区市", GDP, "规上工业增加值增速（%）"]
    heads = [*old, shown] if above else [shown, *old]
    rows = [TITLE, *heads, *table(shown, growths(), growths(6.0))[1:]]
    figures = {**expect("gdp_growth", growths()), **expect("industry_growth", growths(6.0))}
    assert taken(data, book(tmp_path / "a.xlsx", rows, change=hide)) == figures


def test_heads_that_are_hidden_and_the_only_ones_are_read(data, tmp_path):
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True

    rows = [TITLE, *table(["区市", GDP], growths())]
    assert taken(data, book(tmp_path / "a.xlsx", rows, change=hide)) == expect("gdp_growth", growths())


def test_hidden_heads_above_a_district_s_own_sheet_say_nothing(data, tmp_path):
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True

    rows = [["胶州市2023年四季度主要指标"], ["指标", "2022年"], ["指标", "完成"], [GDP, 5.7], ["新签约项目（个）", 307]]
    figures = taken(data, book(tmp_path / "a.xlsx", rows, change=hide))
    assert figures == {("胶州市", "gdp_growth"): "5.7", ("胶州市", "signed_projects"): "307"}
