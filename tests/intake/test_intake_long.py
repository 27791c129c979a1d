"""Tables with several lines a district: one a figure, or this year's and last year's one below the other."""

from __future__ import annotations

import re

import books
import pytest
from books import NAMES, Q4, book, data_folder, growths, merged, old_book, table
from openpyxl.utils import get_column_letter
from refusals import refused

from helpers.desk import intake as desk
from helpers.intake.plan import plan
from helpers.model import DataError

GDP, INDUSTRY, MONEY = "GDP增速", "规上工业增加值增速", "新签约项目投资额同比增加"
SINCE = "2023年1-12月"
BY_TWO = [f"A{2 * k + 2}:A{2 * k + 3}" for k in range(len(NAMES))]


BOTH = (GDP, "%", growths()), (INDUSTRY, "%", growths(7.0))


def lines(items=BOTH, when=(SINCE,)):
    """One line a figure: district, indicator, figure, unit, period."""
    return [
        [name, item, figures[k], unit, period]
        for k, name in enumerate(NAMES)
        for item, unit, figures in items
        for period in when
    ]


def taken(data, path, accept=True):
    made = plan(data, Q4, [path], accept=accept)
    return {(c.district, c.item): (c.new, c.claim.cell) for c in made.changes}


def pairs(first, then, figures, others):
    """Two lines a district, the district's name in the first alone."""
    rows = []
    for name, figure, other in zip(NAMES, figures, others, strict=True):
        rows += [[name, first, figure], [None, then, other]]
    return rows


# ---- one line a figure ----------------------------------------------------------------------------------------------


def warned(data, path):
    """What is told of figures; that the source is the demonstration's is told of every one of these workbooks."""
    return [f for f in plan(data, Q4, [path], accept=True).warnings if f.column != "source"]


@pytest.mark.parametrize(
    ("heads", "columns", "at"),
    [
        (["区市", "指标", "数值", "单位", "时期"], [0, 1, 2, 3, 4], "C"),
        (["district", "indicator", "value", "unit", "period"], [0, 1, 2, 3, 4], "C"),
        (["指标名称", "区市", "指标值"], [1, 0, 2], "C"),
        (["序号", "数据时间", "地区", "考核指标", "计量单位", "完成值", "备注"], [5, 4, 0, 1, 3, 2, 6], "F"),
    ],
)
def test_a_line_for_each_figure_is_read_with_the_address_of_each(data, tmp_path, heads, columns, at):
    told = [[*line, k + 1, "核实"] for k, line in enumerate(lines())]
    rows = [["2023年主要指标"], heads, *([line[c] for c in columns] for line in told)]
    found = taken(data, book(tmp_path / "统计局.xlsx", rows))
    assert found == {
        (name, item): (f"{figure:.1f}", f"{at}{3 + 2 * k + n}")
        for n, (item, figures) in enumerate((("gdp_growth", growths()), ("industry_growth", growths(7.0))))
        for k, (name, figure) in enumerate(zip(NAMES, figures, strict=True))
    }


def test_a_mapping_of_a_long_table_is_written_confirmed_and_serves_the_next_quarter(data, tmp_path):
    heads = ["区市", "指标", "数值", "单位", "时期"]
    path = book(tmp_path / "统计局四季度.xlsx", [heads, *lines(when=("2023年1-9月", SINCE))])
    asked = desk.prepare([str(path)], "2023Q4", str(data))
    assert not asked.plan.changes
    [file] = desk.write_proposals(asked, accepted=True)
    text = file.read_text(encoding="utf-8")
    assert 'head = "{since january} / gdp增速"' in text and 'unit = "%"' in text
    asked = desk.prepare([str(path)], "2023Q4", str(data))
    desk.write_figures(asked)
    record = (data / "2023Q4" / "intake" / "cells.csv").read_text(encoding="utf-8-sig")
    assert "values,市北区,gdp_growth,5.1,统计局四季度.xlsx,Sheet1,C7,5.1," in record
    later = book(tmp_path / "统计局三季度.xlsx", [heads, *lines(when=("2023年1-9月",))])
    found = {(c.district, c.item): c.new for c in desk.prepare([str(later)], "2023Q3", str(data)).plan.changes}
    assert found[NAMES[0], "gdp_growth"] == "5.0"


@pytest.mark.parametrize(
    "period",
    ["2023-01..2023-12", "202312", "2023Q4", "2023年四季度", "2023-12-31", "2023年"],
)
def test_lines_of_other_times_are_left_aside_however_their_period_is_written(data, tmp_path, period):
    turned = period.replace("2023", "2022")
    path = book(tmp_path / "a.xlsx", [["区市", "指标", "数值", "单位", "时期"], *lines(when=(turned, period))])
    [mapping] = plan(data, Q4, [path]).proposals
    heads = {c.head for s in mapping.sheets for c in s.columns} | {o.column.head for o in mapping.open}
    assert len(heads) == 2 and not any("2022" in head for head in heads)


def test_year_and_quarter_in_two_columns_are_one_period(data, tmp_path):
    rows = [["季度", "年度", "区市", "指标", "数值"]]
    rows += [[q, 2023, *line[:3]] for line in lines() for q in (3, 4)]
    rows = [[*row[:4], row[4] + (row[0] == 3)] if isinstance(row[4], float) else row for row in rows]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert len(found) == 20 and found[NAMES[1], "gdp_growth"] == ("5.1", "E7")


def test_units_of_lines_are_converted_each_for_itself(data, tmp_path):
    """One department typed 亿元 in one line among 万元."""
    rows = lines([(MONEY, "万元", [10_000 * (k + 1) for k in range(10)])])
    rows[3][2:4] = [4, "亿元"]
    found = taken(data, book(tmp_path / "a.xlsx", [["区市", "指标", "数值", "单位", "时期"], *rows]))
    assert {name: new for (name, _), (new, _) in found.items()} == {n: f"{k}.00" for k, n in enumerate(NAMES, start=1)}


def test_a_unit_that_the_indicators_name_contradicts_is_an_error_at_its_cell(data, tmp_path):
    rows = lines([(f"{MONEY}（亿元）", "亿元", [k + 0.25 for k in range(10)])])
    rows[2][3] = "万元"
    [fault] = refused(data, book(tmp_path / "a.xlsx", [["区市", "指标", "数值", "单位", "时期"], *rows]))
    assert (fault.row, fault.column) == (4, "C") and "different units" in fault.rule


def test_a_figure_given_twice_is_an_error_that_names_both_cells(data, tmp_path):
    rows = lines()
    rows.insert(4, [NAMES[1], GDP, 9.9, "%", SINCE])
    [fault] = refused(data, book(tmp_path / "a.xlsx", [["区市", "指标", "数值", "单位", "时期"], *rows]))
    assert "claimed twice" in fault.rule and {fault.row, int(re.search(r"C(\d+)$", fault.rule)[1])} == {4, 6}
    rows[4][2] = 5.1  # the same once more is no contradiction
    assert len(taken(data, book(tmp_path / "a.xlsx", [["区市", "指标", "数值", "单位", "时期"], *rows]))) == 20


def test_a_line_of_nobodys_district_is_an_error_and_a_total_is_none(data, tmp_path):
    rows = [*lines(), ["东海新区", GDP, 1.0, "%", SINCE], ["全市", GDP, 5.4, "%", SINCE]]
    [fault] = refused(data, book(tmp_path / "a.xlsx", [["区市", "指标", "数值", "单位", "时期"], *rows]))
    assert "no such district: 东海新区" in fault.rule and (fault.row, fault.column) == (22, "A")


def test_a_line_of_an_area_that_is_not_assessed_is_left_out_and_told(data, tmp_path):
    rows = [["区市", "指标", "数值", "单位", "时期"], *lines(), ["保税区", GDP, 1.0, "%", SINCE]]
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", rows)], accept=True)
    assert len(made.changes) == 20 and "保税区 (Sheet1 A22)" in made.notices[0]


def test_bad_figures_of_a_long_table_are_told_at_their_cells(data, tmp_path):
    rows = lines()
    rows[0][2], rows[5][2] = "约5", "#REF!"
    faults = refused(data, book(tmp_path / "a.xlsx", [["区市", "指标", "数值", "单位", "时期"], *rows]))
    assert [(f.row, f.column, f.value) for f in faults] == [(2, "C", "约5"), (7, "C", "#REF!")]


def test_a_text_beside_each_district_makes_no_long_table(data, tmp_path):
    names = [f"项目{k}" for k in range(10)]
    found = taken(data, book(tmp_path / "a.xlsx", table(["区市", "项目", "GDP增速（%）"], names, growths())))
    assert found[NAMES[9], "gdp_growth"] == ("5.9", "C11")


# ---- two lines a district -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("first", "then", "right"),
    [
        ("本期", "上年同期", 0),
        ("上年同期", "本期", 1),
        ("目标值", "完成值", 1),
        ("2023年", "2022年", 0),
        ("2022年", "2023年", 1),
    ],
)
def test_of_two_lines_the_one_that_says_so_is_read(data, tmp_path, first, then, right, whole):
    sides = growths(), growths(15.0)
    rows = [["区市", "类型", "GDP增速（%）"], *pairs(first, then, *sides)]
    path = book(tmp_path / "a.xlsx", rows, change=merged(*BY_TWO) if whole else lambda sheet: None)
    found = taken(data, path)
    assert [new for new, _ in found.values()] == [f"{g:.1f}" for g in sides[right]]
    assert {cell for _, cell in found.values()} == {f"C{2 * k + 2 + right}" for k in range(10)}


def test_two_columns_below_one_district_across_the_top(data, tmp_path):
    top, second, figures = ["指标"], [None], ["GDP增速（%）"]
    for name, figure in zip(NAMES, growths(), strict=True):
        top, second, figures = [*top, name, None], [*second, "上年同期", "本期"], [*figures, figure + 3, figure]
    letter = get_column_letter
    spans = [f"{letter(2 * k + 2)}1:{letter(2 * k + 3)}1" for k in range(10)]
    found = taken(data, book(tmp_path / "a.xlsx", [top, second, figures], change=merged("A1:A2", *spans)))
    assert found[NAMES[0], "gdp_growth"] == ("5.0", "C3") and found[NAMES[9], "gdp_growth"] == ("5.9", "U3")


@pytest.mark.parametrize("old", [True, False])
def test_two_lines_without_a_word_are_refused_and_say_what_to_write(data, tmp_path, old):
    rows = [["区市", "GDP增速（%）"], *([n, g] for n, g, _ in [r for r in pairs(5.5, 4.4, growths(), growths(9.0))])]
    rows = [["区市", "GDP增速（%）"]]
    for name, figure in zip(NAMES, growths(), strict=True):
        rows += [[name, figure], [None, figure + 3.25]]
    if old:
        spans = [(2 * k + 1, 2 * k + 2, 0, 0, name) for k, name in enumerate(NAMES)]
        path = old_book(tmp_path / "a.xls", [[None if c == 0 and r else v for c, v in enumerate(row)]
                                             for r, row in enumerate(rows)], merged=spans)  # fmt: skip
    else:
        path = book(tmp_path / "a.xlsx", rows, change=merged(*BY_TWO))
    faults = refused(data, path)
    assert len(faults) == 10 and all("claimed twice" in f.rule and "this year, last year" in f.hint for f in faults)


def test_lines_whose_labels_are_none_of_ours_are_not_chosen_between(data, tmp_path):
    rows = [["区市", "来源", "GDP增速（%）"], *pairs("甲表", "乙表", growths(), growths(15.0))]
    faults = refused(data, book(tmp_path / "a.xlsx", rows, change=merged(*BY_TWO)))
    assert all("claimed twice" in fault.rule for fault in faults)
    rows[0][1] = "口径"
    [fault] = refused(data, book(tmp_path / "b.xlsx", rows, change=merged(*BY_TWO)))
    assert "甲表 / GDP增速" in fault.rule and "乙表 / GDP增速" in fault.rule


# ---- hidden lines ---------------------------------------------------------------------------------------------------


def test_a_figure_in_a_row_filtered_away_is_told_before_anything_is_written(data, tmp_path):
    def filtered(sheet):
        sheet.auto_filter.ref = "A1:B11"
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[7].hidden = True

    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], growths()), change=filtered)
    warnings = warned(data, path)
    assert [(w.row, w.column, w.value) for w in warnings] == [(3, "B", "5.1"), (7, "B", "5.5")]
    assert all("hidden or filtered away" in w.rule for w in warnings)


def test_hidden_lines_of_a_long_table_and_hidden_columns_of_districts_are_told(data, tmp_path):
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True

    path = book(tmp_path / "a.xlsx", [["区市", "指标", "数值", "单位", "时期"], *lines()], change=hide)
    assert [(w.row, w.column) for w in warned(data, path)] == [(2, "C")]

    def hide_column(sheet):
        sheet.column_dimensions["C"].hidden = True

    path = book(tmp_path / "b.xlsx", [["指标", *NAMES], ["GDP增速（%）", *growths()]], change=hide_column)
    [warning] = warned(data, path)
    assert (warning.row, warning.column) == (2, "C") and "column that is hidden" in warning.rule


# ---- merged figures, last year's sheets ------------------------------------------------------------------------------


def test_a_figure_merged_over_two_districts_is_nobodys(data, tmp_path):
    """Both had it, without a word."""
    rows = table(["区市", "GDP增速（%）"], growths())
    rows[3][1] = None
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows, change=merged("B3:B4")))
    assert (fault.row, fault.column, fault.value) == (4, "B", "5.1") and "merged cell" in fault.rule
    across = [["指标", *NAMES], ["GDP增速（%）", *growths()]]
    across[1][3] = None
    [fault] = refused(data, book(tmp_path / "b.xlsx", across, change=merged("C2:D2")))
    assert (fault.row, fault.column) == (2, "D")


def test_a_figure_merged_over_the_lines_of_one_district_is_its_own(data, tmp_path):
    rows = [["区市", "GDP增速（%）", "项目"]]
    for name, figure in zip(NAMES, growths(), strict=True):
        rows += [[name, figure, "甲"], [None, None, "乙"]]
    spans = [*BY_TWO, *(span.replace("A", "B") for span in BY_TWO)]
    found = taken(data, book(tmp_path / "a.xlsx", rows, change=merged(*spans)))
    assert [new for new, _ in found.values()] == [f"{g:.1f}" for g in growths()]


def test_empty_rows_between_the_districts_of_a_long_table_part_nothing(data, tmp_path):
    rows = [["区市", "指标", "数值"]]
    for k, name in enumerate(NAMES):
        rows += [[name, GDP, growths()[k]], [name, INDUSTRY, growths(7.0)[k]], [None, None, None]]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert len(found) == 20 and found[NAMES[1], "gdp_growth"] == ("5.1", "C5")


@pytest.mark.parametrize(
    ("sheet", "title"), [("上年同期", "主要指标"), ("Sheet1", "去年同期数"), ("2022", "（上年同期）")]
)
def test_a_sheet_or_title_that_says_last_year_is_not_this_years(data, tmp_path, sheet, title):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", "GDP增速（%）"], growths())], sheet)
    assert refused(data, path)


@pytest.mark.parametrize("gap", [[], [None]])
def test_long_tables_beside_each_other_are_each_their_own_districts(data, tmp_path, gap):
    """The list goes on at the right: a figure there is of the district named there."""
    told = [line[:3] for line in lines()]
    head = ["区市", "指标", "数值"]
    rows = [head + gap + head, *(left + gap + right for left, right in zip(told[:10], told[10:], strict=True))]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    at = "F" if not gap else "G"
    assert len(found) == 20 and found[NAMES[0], "gdp_growth"] == ("5.0", "C2")
    assert found[NAMES[5], "gdp_growth"] == ("5.5", f"{at}2") and found[NAMES[9], "industry_growth"] == (
        "7.9",
        f"{at}11",
    )


def stacked(second_head=("区市", "指标名称", "数值"), gap=((), ("二、财政收入（%）",)), between=()):
    lines = [["一、经济增长"], ["区市", "指标名称", "数值"]]
    lines += [[name, "GDP增速（%）", 5 + k / 10] for k, name in enumerate(NAMES)]
    lines += [*map(list, gap), list(second_head)] if second_head else [["（续）"]]
    for k, name in enumerate(NAMES):
        lines += [
            [name, item, first + k] for item, first in (("一般公共预算收入完成率（%）", 90), ("森林覆盖（%）", 30))
        ]
    return [*lines, *between]


@pytest.mark.parametrize("gap", [((), ("二、财政收入",)), (("二、财政收入",),), ((),), ((), (), ("单位：%",))])
def test_long_tables_below_each_other_are_read_each_under_its_heading(data, tmp_path, gap):
    path = book(tmp_path / "a.xlsx", stacked(gap=gap, between=[["注：初步核算"]]))
    made = plan(data, Q4, [path], accept=True)
    told = {(c.district, c.item): c.new for c in made.changes}
    assert told == {
        **{(name, "gdp_growth"): f"{5 + k / 10:.1f}" for k, name in enumerate(NAMES)},
        **{(name, "budget_revenue"): f"{90 + k}.0" for k, name in enumerate(NAMES)},
    }


def test_a_figure_that_two_stacked_long_tables_give_differently_is_an_error(data, tmp_path):
    rows = [["区市", "指标", "数值"], *([name, "GDP增速（%）", 5 + k / 10] for k, name in enumerate(NAMES))]
    other = [["更正"], ["区市", "指标", "数值"], [NAMES[2], "GDP增速（%）", 9.9], [NAMES[3], "GDP增速（%）", 5.3]]
    with pytest.raises(DataError) as told:
        plan(data, Q4, [book(tmp_path / "a.xlsx", [*rows, [], *other])], accept=True)
    [fault] = told.value.faults
    assert (fault.row, fault.column, fault.value) == (15, "C", "9.9") and "claimed twice: 5.2" in fault.rule


def test_a_stacked_long_table_of_the_year_before_is_left_aside(data, tmp_path):
    now = [["2023年四季度"], ["区市", "指标", "数值"], *([n, "GDP增速（%）", 5 + k / 10] for k, n in enumerate(NAMES))]
    then = [["2022年四季度"], ["区市", "指标", "数值"], *([n, "GDP增速（%）", 1.0] for n in NAMES)]
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", [*now, [], *then])], accept=True)
    assert [c.new for c in made.changes] == [f"{5 + k / 10:.1f}" for k in range(10)]


def test_this_years_and_last_years_lines_of_a_district_under_a_head_of_kinds(tmp_path):
    """What told its lines apart stood under 类别, and each figure was claimed twice."""
    data = data_folder(tmp_path)
    rows = [["区市", "类别", "新签约项目（个）"]]
    for k, name in enumerate(NAMES):
        rows += [[name, "本期", 350 + k], [None, "上年同期", 340 + k]]
    path = book(tmp_path / "a.xlsx", rows, change=merged(*(f"A{2 + 2 * k}:A{3 + 2 * k}" for k in range(10))))
    assert books.taken(data, path) == books.expect("signed_projects", range(350, 360), 0)
