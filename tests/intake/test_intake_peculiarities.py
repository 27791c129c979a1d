"""One workbook for each peculiarity of layout that arrives, and one with all there are; the figures are known."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from books import FULL_WIDTH, NAMES, Q4, book, expect, growths, table, taken

from helpers.intake.plan import plan
from helpers.model import DataError

GDP = "地区生产总值增速"


def test_title_rows_above_and_notes_below(data, tmp_path):
    rows = [["2023年四季度各区市主要指标"], ["填报单位：市统计局", "单位：%"], []]
    rows += [*table(["区市", GDP], growths()), ["注：数据为初步核算数。"], ["审核：张三", 2]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())


def test_heads_of_two_rows_with_merged_cells(data, tmp_path):
    def merge(sheet):
        for span in ("A1:A2", "B1:C1", "D1:D2"):
            sheet.merge_cells(span)

    rows = [["区市", "经济增长（%）", None, "备注"], [None, "GDP增速", "规上工业增加值增速"]]
    rows += [[n, a, b, ""] for n, a, b in zip(NAMES, growths(), growths(3.0), strict=True)]
    found = taken(data, book(tmp_path / "a.xlsx", rows, change=merge))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_a_total_row_is_compared_and_never_taken_in(data, tmp_path):
    counts = list(range(100, 110))
    rows = table(["区市", "新签约项目（个）"], counts)
    rows.insert(1, ["全市", sum(counts) + 7])
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", rows)], accept=True)
    assert {(c.district, c.item): c.new for c in made.changes} == expect("signed_projects", counts, 0)
    [gap] = [f for f in made.warnings if f.column != "source"]
    assert "sum to 1045, 7 个 less than the city's figure" in gap.rule and (gap.row, gap.column) == (2, "B")


@pytest.mark.parametrize("december", ["2023-12", "2023年12月", datetime.datetime(2023, 12, 1), "2023.12", "12月末"])
def test_dates_as_text_and_as_dates_in_heads(data, tmp_path, december):
    rows = [["区市", "GDP增速（%）", None], [None, datetime.datetime(2023, 9, 1), december]]
    rows += [[n, a, b] for n, a, b in zip(NAMES, growths(9.0), growths(), strict=True)]

    def merge(sheet):
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    path = book(tmp_path / "a.xlsx", rows, change=merge)
    if december == "12月末":
        assert taken(data, path) == expect("gdp_growth", growths())
    else:  # of December alone, or since January: that is asked, about December's column alone
        [one] = plan(data, Q4, [path]).proposals[0].open
        assert "{month}" in one.column.head and "since January" in one.question


def test_hidden_sheets_give_way_to_those_that_show(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", GDP + "%"], growths(1.0)), sheet="旧稿")
    made = openpyxl.load_workbook(path)
    made["旧稿"].sheet_state = "hidden"
    shown = made.create_sheet("上报")
    for row in table(["区市", GDP + "%"], growths()):
        shown.append(row)
    made.save(path)
    assert taken(data, path) == expect("gdp_growth", growths())


def test_a_hidden_sheet_alone_is_read_and_said_to_be_hidden(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", GDP + "%"], growths()), sheet="数据")
    made = openpyxl.load_workbook(path)
    made["数据"].sheet_state = "veryHidden"
    made.create_sheet("说明")["A1"] = "见附件"
    made.save(path)
    assert taken(data, path) == expect("gdp_growth", growths())
    [mapping] = plan(data, Q4, [path]).proposals
    assert "the sheet is hidden" in mapping.sheets[0].columns[0].reason


def test_districts_by_alias_code_and_with_marks(data, tmp_path):
    names = [
        "市南",
        "市 北 区",
        "李沧区*",
        "370212",
        "黄岛区（西海岸新区）",
        "城阳",
        "即墨",
        "胶州",
        "平度市①",
        "青岛西海岸新区",
    ]
    names[-1], names[4] = "莱西", "西海岸新区"
    rows = table(["区（市）", GDP + "%"], growths(), names=names)
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())


def test_several_quarters_side_by_side(data, tmp_path):
    def merge(sheet):
        sheet.merge_cells("A1:A2")
        for span in ("B1:C1", "D1:E1", "F1:G1", "H1:I1"):
            sheet.merge_cells(span)

    groups = ["2023年一季度", "上半年", "前三季度", "2023年1-12月"]
    rows = [["区市", *(g for group in groups for g in (group, None))], [None, *["GDP增速（%）", "社零额增速（%）"] * 4]]
    for k, name in enumerate(NAMES):
        rows.append([name, *(v for q in range(4) for v in (round(q + k / 10, 1), round(q + 1 + k / 10, 1)))])
    path = book(tmp_path / "a.xlsx", rows, change=merge)
    q4 = [round(3 + k / 10, 1) for k in range(10)]
    assert taken(data, path) == expect("gdp_growth", q4) | expect("retail_growth", [round(f + 1, 1) for f in q4])


def test_the_same_mapping_finds_the_next_quarters_columns(data, tmp_path):
    """A mapping confirmed on 前三季度 reads 1-12月 without being touched."""
    from helpers.desk import intake as desk

    (data / "mappings").mkdir()
    for quarter, words in (("2023Q3", "前三季度"), ("2023Q4", "1-12月")):
        path = book(
            tmp_path / f"统计局{quarter}.xlsx", table(["区市", f"{words}GDP增速（%）"], growths(float(quarter[-1])))
        )
        asked = desk.prepare([str(path)], quarter, str(data), accept=quarter == "2023Q3")
        if quarter == "2023Q3":
            desk.write_proposals(asked, accepted=True)
        else:
            assert not asked.plan.proposals
            assert {c.new for c in asked.plan.changes} == {f"{g:.1f}" for g in growths(4.0)}


def test_districts_across_the_top(data, tmp_path):
    rows = [["2023年四季度主要经济指标"], ["指标名称", "计量单位", "全市", *NAMES]]
    rows += [["GDP增速", "%", 5.9, *growths()], ["新签约项目", "个", 1045, *range(100, 110)]]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("signed_projects", range(100, 110), 0)


def test_two_tables_in_one_sheet(data, tmp_path):
    rows = [
        *table(["区市", "GDP增速（%）"], growths()),
        [],
        ["附表二"],
        *table(["区市", "规上工业增加值增速（%）"], growths(3.0)),
    ]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_given_points_and_the_survey(data, tmp_path):
    rows = table(["区市", "营商环境第三方评价（分）"], [80 + k / 4 for k in range(10)])
    survey = table(
        ["区市", "满意", "基本满意", "不满意", "不了解"], *([c + k for k in range(10)] for c in (700, 200, 50, 40))
    )
    found = taken(data, book(tmp_path / "a.xlsx", rows), book(tmp_path / "满意度调查.xlsx", survey))
    assert found["胶州市", "business_given"] == "81.75" and found["胶州市", "satisfied"] == "707"
    assert len(found) == 50


def test_the_awful_one(data, tmp_path):
    """Everything at once: titles, notes, merged heads, quarters side by side, totals, units, typing of all kinds."""

    def merge(sheet):
        for span in ("A1:H1", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5", "H4:H5"):
            sheet.merge_cells(span)
        for row in range(7, 17):
            sheet.cell(row, 6).number_format = "0.00%"
        sheet.row_dimensions[2].hidden = True

    names = ["市南", "市 北 区", "李沧", "崂山区 ", "西海岸新区", "城阳区*", "即墨", "３７０２８１", "平度市", "莱　西"]
    rows = [
        ["2023年四季度各区市项目签约和经济运行情况表"],
        ["填报单位：市发展改革委", None, None, None, "联系人：李四", "电话 0532-85911234"],
        [None, None, None, None, None, None, "单位：万元"],
        ["序号", "区 市", "前三季度", None, "1-12月", None, "新签约项目\n投资额同比增加", "备注"],
        [None, None, "新签约项目（个）", "GDP增速（%）", "新签约项目（个）", "GDP增速（%）"],
        ["合计", "全市", "９０９", "5.1", "1,045", 0.054, None, None],
    ]
    for k, name in enumerate(names):
        typed = f"{100 + k}个" if k % 2 else f" {100 + k} ".translate(FULL_WIDTH)
        amount = [f"{(k + 1) * 12345:,}", f"{(k + 1) * 12345}万元", f"{(k + 1) * 1.2345:.4f}亿"][k % 3]
        rows.append(
            [k + 1, name, 80 + k, 9.9, typed, growths()[k] / 100, amount, "=cmd|' /C calc'!A0" if k == 0 else ""]
        )
    rows += [["注：1.数据为快报数；2.GDP为预计数"], ["制表：王五", None, "审核：赵六"]]

    # written as text, as an export does, so that it is no formula in the workbook either
    def finish(sheet):
        merge(sheet)
        sheet["H7"].data_type = "s"

    made = plan(data, Q4, [book(tmp_path / "发改委2023年四季度.xlsx", rows, "4季度", finish)], accept=True)
    found = {(c.district, c.item): c.new for c in made.changes}
    money = [Decimal(k + 1) * Decimal("1.2345") for k in range(10)]
    assert {key: value for key, value in found.items() if key[1] != "signed_investment_growth_amount"} == (
        expect("signed_projects", range(100, 110), 0) | expect("gdp_growth", growths())
    )
    assert [Decimal(found[n, "signed_investment_growth_amount"]) for n in NAMES] == money
    assert {f.column for f in made.warnings} == {"source"}  # the demonstration's own
    values = made.files[data / "2023Q4" / "values.csv"].decode("utf-8-sig")
    notes = {row["note"] for row in csv.DictReader(io.StringIO(values))}
    assert notes == {"", "'=cmd|' /C calc'!A0"}


@pytest.mark.parametrize("heads", [("当季", "累计"), ("累计", "当季"), ("单季", "1-12月"), ("本季", "年初以来")])
def test_the_column_is_chosen_whose_span_is_the_items_own(data, tmp_path, heads):
    """signed_projects is counted since January, service_days told of the quarter alone."""
    heads = [f"{item}（{span}）" for item in ("新签约项目", "企业开办平均用时") for span in heads]
    columns = [[100 * (k + 1) + n for n in range(10)] for k in range(4)]
    path = book(tmp_path / "a.xlsx", table(["区市", *heads], *columns))
    first = "季" in heads[0]
    assert taken(data, path) == (
        expect("signed_projects", columns[1 if first else 0], 0) | expect("service_days", columns[2 if first else 3], 2)
    )
    [mapping] = plan(data, Q4, [path]).proposals
    assert len(mapping.unread) == 2 and all("it is" in head for head in mapping.unread)


def test_a_lone_column_of_the_other_span_is_not_taken_and_the_reason_told(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "当季新签约项目（个）"], range(80, 90)))
    with pytest.raises(DataError) as told:
        taken(data, path)
    [fault] = told.value.faults
    assert "can be taken for" in fault.rule
    assert "it is of the quarter alone, and 新签约项目 is counted since January" in fault.hint


def test_a_column_that_lost_to_another_is_not_said_to_be_like_no_item(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速", "地区生产总值增速", "森林"], *[growths()] * 3), "上报")
    made = openpyxl.load_workbook(path)
    hidden = made.create_sheet("旧稿")
    for row in table(["区市", GDP], growths(1.0)):
        hidden.append(row)
    hidden.sheet_state = "hidden"
    made.save(path)
    [mapping] = plan(data, Q4, [path]).proposals
    by_head = {head.split(" — ")[0]: head.split(" — ")[1:] for head in mapping.unread}
    assert by_head.pop("上报: 森林") == []
    assert "its sheet is hidden" in by_head.pop("旧稿: 地区生产总值增速")[0]
    assert [reason for [reason] in by_head.values()] == ["地区生产总值增速 is taken from GDP增速"]
