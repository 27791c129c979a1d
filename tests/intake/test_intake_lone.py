"""Departments that send a workbook, or a sheet, for each district: the file, the sheet or a title names it."""

from __future__ import annotations

import pytest
from books import NAMES, Q4, book, expect, growths, merged, sheets_book, table, taken
from refusals import refused

from helpers.desk import intake as desk
from helpers.desk.data_check import fault_lines
from helpers.intake.district_names import within
from helpers.intake.names import Names
from helpers.intake.plan import plan
from helpers.model import Quarter

GDP, INDUSTRY, PROJECTS = "地区生产总值增速", "规模以上工业增加值增速", "新签约项目"
RATES, OUTPUTS, SIGNED = growths(), growths(7.0), [300 + k for k in range(10)]
ALL = expect("gdp_growth", RATES) | expect("industry_growth", OUTPUTS) | expect("signed_projects", SIGNED, 0)


def listed(k, *titles, heads=("序号", "指标", "计量单位", "数值")):
    """A line an indicator, under titles."""
    figures = ((GDP, "%", RATES[k]), (INDUSTRY, "%", OUTPUTS[k]), (PROJECTS, "个", SIGNED[k]))
    return [*([t] for t in titles), list(heads), *([n, *f] for n, f in enumerate(figures, 1)), ["注：数据为初步核算数"]]


def in_a_row(k):
    """A column an indicator, and one line of figures that nothing names."""
    return [
        ["2023年四季度"],
        ["GDP增速（%）", INDUSTRY + "（%）", PROJECTS + "（个）"],
        [RATES[k], OUTPUTS[k], SIGNED[k]],
    ]


def two_lines(k):
    heads = ["项目", "GDP增速（%）", INDUSTRY + "（%）", PROJECTS + "（个）"]
    return [heads, ["本期", RATES[k], OUTPUTS[k], SIGNED[k]], ["上年同期", 1.1, 1.2, 13]]


def bare(k):
    return [[GDP + "（%）", RATES[k]], [INDUSTRY + "（%）", OUTPUTS[k]], [PROJECTS + "（个）", SIGNED[k]]]


def with_last_year(k):
    rows = [["指标", "单位", "本期", "上年同期"], [GDP, "%", RATES[k], 3.1], [INDUSTRY, "%", OUTPUTS[k], 2.2]]
    return [*rows, [PROJECTS, "个", SIGNED[k], 111]]


def a_form(k):
    rows = [["季度数据填报表"], ["填报单位：", NAMES[k] + "统计局"], ["一级指标", "二级指标", "单位", NAMES[k]]]
    rows += [["经济运行", GDP, "%", RATES[k]], [None, INDUSTRY, "%", OUTPUTS[k]], ["项目", PROJECTS, "个", SIGNED[k]]]
    return [*rows, ["填表人：张三", "联系电话：", 83012345]]


def with_its_name(k):
    return [
        ["区市", "GDP增速（%）", INDUSTRY + "（%）", PROJECTS + "（个）"],
        [NAMES[k], RATES[k], OUTPUTS[k], SIGNED[k]],
    ]


@pytest.mark.parametrize("rows", [listed, in_a_row, two_lines, bare, with_last_year, with_its_name])
@pytest.mark.parametrize("name", ["{}2023年四季度报表", "统计局-{}", "青岛市{}"])
def test_a_workbook_a_district_by_the_files_name(data, tmp_path, rows, name):
    paths = [book(tmp_path / f"{name.format(n)}.xlsx", rows(k)) for k, n in enumerate(NAMES)]
    assert taken(data, *paths) == ALL


def in_pairs(k, *head):
    """A form: name, figure, name, figure."""
    share = "一般公共预算收入完成率（%）"
    return [
        ["季度报表"], list(head) or ["区市", NAMES[k], "填报日期", "2024-01-08"],
        [GDP + "（%）", RATES[k], INDUSTRY + "（%）", OUTPUTS[k]], [PROJECTS + "（个）", SIGNED[k], share, 90.5 + k],
    ]  # fmt: skip


@pytest.mark.parametrize("head", [(), ("指标", "数值", "指标", "数值")])
def test_a_form_of_names_and_figures_in_turn(data, tmp_path, head):
    paths = [book(tmp_path / f"{n}报表.xlsx", in_pairs(k, *head)) for k, n in enumerate(NAMES)]
    assert taken(data, *paths) == ALL | expect("budget_revenue", [90.5 + k for k in range(10)])


@pytest.mark.parametrize("growth", ["增速（%）", "增速"])
def test_the_unit_of_a_line_is_that_of_its_amount_alone(data, tmp_path, growth):
    def rows(k):
        heads = ["指标", "计量单位", "总量", growth]
        return [heads, ["地区生产总值", "亿元", 500 + k, RATES[k]], ["规模以上工业增加值", "亿元", 9, OUTPUTS[k]]]

    paths = [book(tmp_path / f"{n}报表.xlsx", rows(k)) for k, n in enumerate(NAMES)]
    assert taken(data, *paths) == expect("gdp_growth", RATES) | expect("industry_growth", OUTPUTS)


def test_a_form_a_district_by_what_stands_above_its_figures(data, tmp_path):
    paths = [book(tmp_path / f"报表({k}).xlsx", a_form(k), change=merged("A4:A5")) for k in range(10)]
    assert taken(data, *paths) == ALL


def test_a_workbook_a_district_by_its_title(data, tmp_path):
    paths = [book(tmp_path / f"报表({k}).xlsx", listed(k, f"{n}四季度完成情况")) for k, n in enumerate(NAMES)]
    assert taken(data, *paths) == ALL


@pytest.mark.parametrize("name", ["{1}", "{0}.{1}", "{1}（四季度）"])
def test_a_sheet_a_district(data, tmp_path, name):
    pages = {name.format(k, n): with_last_year(k) for k, n in enumerate(NAMES, 0)}
    path = sheets_book(tmp_path / "统计局.xlsx", {"填表说明": [["说明"], ["如实填报"]], **pages})
    assert taken(data, path) == ALL
    cells = {c.district: (c.claim.sheet, c.claim.cell) for c in plan(data, Q4, [path], accept=True).changes}
    assert cells["胶州市"] == (name.format(7, "胶州市"), "C4")


def test_the_mapping_of_the_first_serves_the_others_and_the_next_quarter(data, tmp_path):
    """Proposed once, with {district} for the name; the others' and another quarter's workbooks are read by it."""
    first = book(tmp_path / "市南区2023年四季度主要指标.xlsx", listed(0))
    asked = desk.prepare([str(first)], "2023Q4", str(data), accept=True)
    (mapping,) = asked.plan.proposals
    assert (mapping.name, mapping.workbook) == ("主要指标", "{district}*主要指标")
    desk.write_proposals(asked, accepted=True)
    other = book(tmp_path / "黄岛（西海岸新区）2023年四季度主要指标.xlsx", listed(4))
    made = plan(data, Q4, [other])
    assert not made.proposals and {c.district for c in made.changes} == {"黄岛区"} and len(made.changes) == 3
    made = plan(data, Quarter(2023, 3), [book(tmp_path / "莱西市2023年三季度主要指标.xlsx", listed(9))], decided="keep")
    assert not made.proposals and made.read == {"莱西市2023年三季度主要指标.xlsx": 3}


def test_what_the_first_district_has_not_reported_is_read_of_the_others(data, tmp_path):
    """The proposal is made of all of them: an empty cell in the first loses nobody's figure."""
    pages = [listed(k) for k in range(10)]
    pages[0][2][3] = None  # 市南区's output
    left = {key: figure for key, figure in ALL.items() if key != ("市南区", "industry_growth")}
    paths = [book(tmp_path / f"{n}主要指标.xlsx", pages[k]) for k, n in enumerate(NAMES)]
    assert taken(data, *paths) == left
    assert taken(data, sheets_book(tmp_path / "统计局.xlsx", dict(zip(NAMES, pages, strict=True)))) == left


def test_districts_sent_one_after_the_other_withdraw_nothing_of_each_other(data, tmp_path):
    for k in (0, 7):
        path = book(tmp_path / f"{NAMES[k]}主要指标.xlsx", listed(k))
        asked = desk.prepare([str(path)], "2023Q4", str(data), accept=True)
        assert not asked.plan.withdrawn and len(asked.plan.changes) == 3
        desk.write_proposals(asked, accepted=True)
        desk.write_figures(asked)
    rows = listed(7)
    rows[1][3] = None
    asked = desk.prepare([str(book(path, rows))], "2023Q4", str(data))
    assert [(c.district, c.item, c.new) for c in asked.plan.withdrawn] == [("胶州市", "gdp_growth", "")]


def test_two_names_that_disagree_are_a_question_and_nothing_is_read(data, tmp_path):
    faults = refused(data, book(tmp_path / "市南区主要指标.xlsx", listed(0, "市北区2023年四季度主要指标")))
    assert [(f.row, f.column) for f in faults] == [(1, "A")] and "市南区主要指标.xlsx" in faults[0].rule
    (line,) = fault_lines(faults, "zh")
    assert "不知是哪个区市的表" in line and "says" not in line
    page = sheets_book(tmp_path / "平度市.xlsx", {"莱西市": listed(9)})
    assert "the sheet's name says 莱西市, and the file's name 平度市.xlsx" in refused(data, page)[0].rule


def test_a_table_of_nobodys_district_is_refused_or_told_beside_others(data, tmp_path):
    (fault,) = refused(data, book(tmp_path / "报表.xlsx", listed(0)))
    assert fault.rule == "no table of districts is in it" and "file's name tells" in fault.hint
    pages = {"市南区": listed(0), "市北区": listed(1), "高新区": listed(2)}
    made = plan(data, Q4, [sheets_book(tmp_path / "统计局.xlsx", pages)], accept=True)
    assert {c.district for c in made.changes} == {"市南区", "市北区"}
    assert [f.sheet for f in made.warnings if "not read" in f.rule] == ["高新区"]


def test_a_district_whose_sheet_lacks_an_indicator_is_told(data, tmp_path):
    pages = {n: listed(k) for k, n in enumerate(NAMES)}
    pages["胶州市"][2][1] = "工业增速"
    (fault,) = refused(data, sheets_book(tmp_path / "统计局.xlsx", pages))
    assert fault.sheet == "胶州市" and "no column is headed '规模以上工业增加值增速'" in fault.rule


def test_one_district_that_writes_parts_of_one_is_told_how_to_write_its_own(data, tmp_path):
    pages = {n: with_last_year(k) for k, n in enumerate(NAMES)}
    pages["李沧区"][1][2] = 0.052
    (fault,) = refused(data, sheets_book(tmp_path / "统计局.xlsx", pages))
    assert fault.sheet == "李沧区" and fault.hint.startswith("write 5.2 if it is; scale = 100 in mappings/统计局.toml")


def test_a_sheet_of_the_whole_city_beside_the_districts_is_no_question(data, tmp_path):
    pages = {"全市": with_last_year(0), **{n: with_last_year(k) for k, n in enumerate(NAMES)}}
    made = plan(data, Q4, [sheets_book(tmp_path / "统计局.xlsx", pages)], accept=True)
    assert len(made.changes) == 30 and {f.column for f in made.warnings} == {"source"}


def test_two_workbooks_of_one_district_that_differ_are_both_named(data, tmp_path):
    paths = [book(tmp_path / f"{n}主要指标.xlsx", listed(k)) for k, n in ((0, "市南区"), (1, "市南"))]
    assert {f.rule.partition(" is claimed twice")[0] for f in refused(data, *paths)} == {
        f"{item} of this district" for item in (GDP, INDUSTRY, PROJECTS)
    }


def test_sheets_of_districts_beside_a_table_of_all_bring_what_it_has_not(data, tmp_path):
    pages = {"汇总": table(["区市", GDP + "（%）"], RATES), **{n: listed(k) for k, n in enumerate(NAMES)}}
    assert taken(data, sheets_book(tmp_path / "统计局.xlsx", pages)) == ALL


NAMED = Names(
    {"市南区": "1", "市南": "1", "shinan": "1", "黄岛区": "2", "西海岸新区": "2", "胶州市": "3", "胶州": "3"}, "青岛市"
)


@pytest.mark.parametrize(("text", "codes", "marked"), [
    ("青岛市市南区2023年报表", "1", "{district}2023年报表"), ("Shinan Q4", "1", "{district}q4"),
    ("黄岛区（西海岸新区）四季度", "2", "{district}四季度"), ("投促局-胶州", "3", "投促局-{district}"),
    ("全市南北对比", "", "全市南北对比"), ("胶州湾北岸", "", "胶州湾北岸"),
    ("市南区、胶州市", "13", "{district}、{district}"),
])  # fmt: skip
def test_a_district_within_other_words(text, codes, marked):
    assert within(text, NAMED) == (frozenset(codes), marked)
