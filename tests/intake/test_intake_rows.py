"""Rows and columns that are taken wrongly without a word: nameless rows, parted numbers, percentages of people."""

from __future__ import annotations

import pytest
from books import NAMES, Q4, book, data_folder, expect, faults, growths, table, taken

from helpers.intake.plan import plan
from helpers.model import DataError
from helpers.write import contract_rules_zh

GDP = "GDP增速（%）"


def told(data, path):
    with pytest.raises(DataError) as raised:
        plan(data, Q4, [path], accept=True)
    return raised.value.faults


@pytest.mark.parametrize("row", [1, 5, 10])
def test_a_row_of_figures_without_a_name_is_a_fault(data, tmp_path, row):
    rows = table(["区市", GDP], growths())
    rows[row][0] = None
    [fault] = told(data, book(tmp_path / "a.xlsx", rows))
    assert (fault.row, fault.column, fault.rule) == (row + 1, "B", "a figure without a district")


@pytest.mark.parametrize(
    "name",
    ["平均值", "全市均值", "最高值", "青岛市", "青岛", "全市（合计）", "六区市小计", "其中：高新区", "分管领导：李四"],
)
@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_totals_averages_and_remarks_are_no_districts(data, tmp_path, name, below):
    rows = table(["区市", GDP], growths())
    rows.insert(len(rows) if below else 1, [name, 5.7])
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", rows)], accept=True)
    assert {c.district: c.new for c in made.changes} == {n: f"{g:.1f}" for n, g in zip(NAMES, growths(), strict=True)}


def test_a_total_named_left_of_the_districts_is_held_against_their_sum(data, tmp_path):
    rows = [["序号", "区市", "新签约项目（个）"], *([k, n, 100 + k] for k, n in enumerate(NAMES)), ["合计", None, 1000]]
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", rows)], accept=True)
    assert len(made.changes) == 10 and "sum to 1045, 45 个 more than the city's figure" in made.warnings[0].rule


def test_an_average_above_the_districts_is_no_head_though_remarks_stand_beside_it(data, tmp_path):
    rows = table(["区市", GDP, "备注"], growths(), ["快报"] * 10)
    rows[1:1] = [["全市平均", 5.7, "快报"]]
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", rows)], accept=True)
    assert [c.head for c in made.proposals[0].sheets[0].columns] == ["gdp增速"]


def test_thousands_marks_outside_quotes_part_no_number(data, tmp_path):
    path = tmp_path / "a.csv"
    lines = ["区市,新签约项目投资额同比增加（万元）", *(f"{n},{6_123_500 + k:,}" for k, n in enumerate(NAMES))]
    path.write_text("\n".join(lines), encoding="utf-8")
    faults = told(data, path)
    assert [(f.row, f.value) for f in faults][:1] == [(2, "6,123,500")] and len(faults) == 10


def test_percentages_are_no_persons(data, tmp_path):
    rows = table(
        ["区市", "满意（%）", "基本满意（%）", "不满意（%）", "不了解（%）"], *([v] * 10 for v in (65, 25, 7, 3))
    )
    assert any("its unit is %" in f.rule for f in told(data, book(tmp_path / "a.xlsx", rows)))


def test_a_count_shown_as_a_percentage_is_refused(data, tmp_path):
    def shown(sheet):
        for row in range(2, 12):
            sheet.cell(row, 2).number_format = "0.0%"

    faults = told(data, book(tmp_path / "a.xlsx", table(["区市", "新签约项目（个）"], [3.52] * 10), change=shown))
    assert len(faults) == 10 and all("a percentage" in f.rule for f in faults)


def test_small_rates_under_a_head_in_per_cent_are_asked_about(data, tmp_path):
    rates = [0.85, 1.21, -0.35, 0.66, 1.02, 0.47, 0.93, 1.11, -0.12, 0.38]
    [fault] = told(data, book(tmp_path / "a.xlsx", table(["区市", "社零额增速（%）"], rates)))
    assert "look like parts of one" in fault.rule


def test_hidden_digits_are_told_with_what_is_stored(data, tmp_path):
    def shown(sheet):
        sheet["B2"].number_format = "0.0%"

    rows = table(["区市", "GDP增速"], [0.0563699999999998, *growths()[1:]])
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", rows, change=shown)], accept=True)
    [warning] = [w for w in made.warnings if "not all are shown" in w.rule]
    assert (warning.row, warning.column) == (2, "B") and warning.hint.startswith("5.63699999999998 %")


@pytest.mark.parametrize(("head", "figures"), [
    ("一般公共预算收入完成率", [95.5 + k for k in range(10)]), ("GDP增速", growths()),
])  # fmt: skip
def test_percentages_in_cells_that_show_per_cent_of_them_are_refused(data, tmp_path, head, figures):
    """A column of 95.7 set to the format 0.0% shows 9570.0%."""

    def shown(sheet):
        for row in range(2, 12):
            sheet.cell(row, 2).number_format = "0.0%"

    [fault] = told(data, book(tmp_path / "a.xlsx", table(["区市", head], figures), change=shown))
    assert "a hundred times too much" in fault.rule and "any_size" in fault.hint


def test_a_citys_total_without_a_result_stops_no_figure(data, tmp_path):
    """A total is compared alone; a formula that nothing has calculated is told."""
    rows = [*table(["区市", "新签约项目（个）"], [300 + k for k in range(10)]), ["合计", "=SUM(B2:B11)"]]
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", rows)], accept=True)
    assert len(made.changes) == 10 and [f.row for f in made.warnings if "formula" in f.rule] == [12]


def test_rows_of_no_district_are_told_once_with_their_places(here, tmp_path):
    """高新区 was left out in silence; an average or a subtotal still is."""
    data = data_folder(tmp_path)
    rows = table(["区市", GDP, "新签约项目（个）"], growths(), range(300, 310))
    rows[5:5] = [["其中：高新区", 6.6, 3]]
    rows += [
        ["高新区", 6.6, 3],
        ["市本级", None, 8],
        ["青岛高新区管委会", 5.1, 2],
        ["平均", 5.4, 305],
        ["高新区", None, None],
    ]
    path = book(tmp_path / "统计局.xlsx", rows)
    said = "其中：高新区 (Sheet1 A6); 高新区 (Sheet1 A13); 市本级 (Sheet1 A14); 青岛高新区管委会 (Sheet1 A15)"
    assert [str(n) for n in plan(data, Q4, [path]).notices] == [
        f"统计局.xlsx: left out, being no district of districts.csv: {said}"
    ]
    told = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert told.returncode == 0 and told.stdout.count("高新区 (") == 2
    assert f"统计局.xlsx：不在区市名单（districts.csv）之中，未读入：{said}" in told.stdout


def test_a_district_across_the_top_that_is_none_is_told(data, tmp_path):
    path = book(tmp_path / "a.xlsx", [["指标", *NAMES, "高新区"], [GDP, *growths(), 9.9]])
    made = plan(data, Q4, [path], accept=True)
    assert len(made.changes) == 10 and made.notices[0].endswith(": 高新区 (Sheet1 L1)")


def test_districts_without_a_row_are_told(data, tmp_path):
    """Eight rows came, and nothing said that two districts were not among them."""
    path = book(tmp_path / "a.xlsx", table(["区市", GDP], growths()[:8], names=NAMES[:8]))
    [notice] = plan(data, Q4, [path], accept=True).notices
    assert notice == "a.xlsx: it has no row for 平度市、莱西市"
    assert contract_rules_zh.rule(notice) == "a.xlsx：没有下列区市的行：平度市、莱西市"


def test_a_districts_own_workbook_lacks_no_other(data, tmp_path):
    path = book(
        tmp_path / "胶州市.xlsx", [["胶州市2023年四季度指标"], ["指标", "完成"], [GDP, 5.7], ["新签约项目（个）", 300]]
    )
    assert plan(data, Q4, [path], accept=True).notices == ()


AREAS = ["保税区", "其中：上合示范区", "青岛自贸区管委会", "3.青岛经济技术开发区", "保税区（黄岛区）", "蓝谷*"]


def test_areas_that_are_not_assessed_are_left_out_and_told_by_name_and_row(data, tmp_path):
    """They were errors, row by row, where 高新区 was left out; districts.csv lists them under areas."""
    rows = [*table(["区市", GDP], growths()), *([name, 3.3] for name in AREAS)]
    made = plan(data, Q4, [book(tmp_path / "统计局.xlsx", rows)], accept=True)
    assert {c.claim.cell for c in made.changes} == {f"B{row}" for row in range(2, 12)}
    (notice,) = made.notices
    assert [f"{name} (Sheet1 A{row})" in notice for row, name in enumerate(AREAS, start=12)] == [True] * len(AREAS)


@pytest.mark.parametrize("name", ["开发区", "示范区", "黄岛区（保税区）", "新区"])
def test_a_name_that_may_be_a_districts_is_asked_about_and_no_area(data, tmp_path, name):
    rows = [*table(["区市", GDP], growths()), [name, 3.3]]
    [fault] = told(data, book(tmp_path / "a.xlsx", rows))
    assert (fault.row, fault.column) == (12, "A") and "under areas" in fault.hint


def test_an_alias_of_a_district_is_the_district_whatever_the_areas(data, tmp_path):
    names = ["西海岸新区" if name == "黄岛区" else name for name in NAMES]
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", table(["区市", GDP], growths(), names=names))], accept=True)
    assert len(made.changes) == 10 and not made.notices


def test_a_sheet_of_an_area_is_no_table_of_the_district_it_is_named_after(data, tmp_path):
    """胶州经济技术开发区 has the name of 胶州市 in it."""
    from helpers.assess.load import load_base
    from helpers.intake.district_names import within
    from helpers.intake.names import Names

    base = load_base(data)
    names = Names.of(base.districts, "青岛市", base.areas)
    assert within("胶州经济技术开发区2023年主要指标", names)[0] == frozenset()
    assert within("胶州市经济指标", names)[0] == frozenset({"370281"})


def test_a_district_without_a_part_of_it_is_told(data, tmp_path):
    """黄岛区（不含保税区） was taken for the whole district without a word."""
    names = [{"黄岛区": "西海岸新区（不含保税区）", "市北区": "市北区（含街道）"}.get(name, name) for name in NAMES]
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", table(["区市", GDP], growths(), names=names))], accept=True)
    [fault] = [f for f in made.warnings if "the district's name" in f.rule]
    assert len(made.changes) == 10 and (fault.row, fault.column) == (6, "A") and "不含保税区" in fault.rule
    assert contract_rules_zh.rule(fault.rule) == "区市名注明“不含保税区”"


@pytest.mark.parametrize("words", ["本级", "仅城区", "高新区"])
def test_a_district_of_which_a_part_alone_may_be_meant_is_told(data, tmp_path, words):
    names = [f"城阳区（{words}）" if name == "城阳区" else name for name in NAMES]
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", table(["区市", GDP], growths(), names=names))], accept=True)
    assert [f.value for f in made.warnings if "the district's name" in f.rule] == [f"城阳区（{words}）"]


ENGLISH = ("Shinan", "Shibei", "Licang", "Laoshan", "Huangdao", "Chengyang", "Jimo", "Jiaozhou", "Pingdu", "Laixi")


@pytest.mark.parametrize(
    "names",
    [
        ["其中：市南区", *NAMES[1:]],
        ["胶州市¹" if n == "胶州市" else "平度市[1]" if n == "平度市" else n for n in NAMES],
        [f"{n}：" for n in NAMES],
        [f"“{n}”" for n in NAMES],
        [f"青岛{n}" for n in NAMES],
        [f"青岛市-{n}" for n in NAMES],
        [f"{k:02d}-{n}" for k, n in enumerate(NAMES, start=1)],
        [f"{n}统计局" for n in NAMES],
        [f"{n} District" for n in ENGLISH],
        [f"{n}\n{e}" for n, e in zip(NAMES, ENGLISH, strict=True)],
        [f"{n} {e} City" for n, e in zip(NAMES, ENGLISH, strict=True)],
    ],
    ids=["among", "notes", "colons", "quotes", "city", "dash", "numbers", "bureaus", "English", "both", "kinds"],
)
def test_districts_are_known_by_whatever_stands_beside_their_names(data, tmp_path, names):
    """The row 其中：市南区 below the total was left out as a part of something, and said to be missing."""
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", table(["区市", GDP], growths(), names=names))], accept=True)
    assert len(made.changes) == 10 and not made.notices


@pytest.mark.parametrize("name", ["市南区 Shibei", "胶州市 new energy", "其中：开发区", "青岛开发区", "胶州市交通局"])
def test_what_stands_beside_a_districts_name_makes_no_other_a_district(data, name):
    from helpers.assess.load import load_base
    from helpers.intake.names import Names

    base = load_base(data)
    assert not Names.of(base.districts, "青岛市", base.areas).code(name)


def test_an_amount_of_money_among_rates_is_no_rate(data, tmp_path):
    """5.6亿 was 560,000,000 %."""
    rows = table(["区市", GDP], ["5.6亿", *growths()[1:]])
    with pytest.raises(DataError) as told:
        plan(data, Q4, [book(tmp_path / "a.xlsx", rows)], accept=True)
    assert [(f.row, f.column, f.rule) for f in told.value.faults] == [(2, "B", "its unit is not one of %")]


@pytest.mark.parametrize("name", ["市内三区", "其中：两市", "县级市", " #市内3区", "近郊区", "六区四市", "中心城区"])
def test_districts_taken_together_are_no_district_that_nobody_knows(data, tmp_path, name):
    """A subtotal of some of them stopped the whole workbook, as a name like no district's."""
    rows = table(["区市", "新签约项目（个）"], range(30, 40))
    rows[4:4] = [[name, 93]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("signed_projects", range(30, 40), 0)


@pytest.mark.parametrize("name", ["市南三区", "新黄岛区", "第七区", "胶洲市"])
def test_a_name_that_may_be_a_districts_is_still_asked_about(data, tmp_path, name):
    rows = table(["区市", "新签约项目（个）"], range(30, 40))
    rows[4:4] = [[name, 93]]
    assert any("no such district" in rule for _, _, rule in faults(data, book(tmp_path / "a.xlsx", rows)))


@pytest.mark.parametrize("codes", [("1-1", "1-2"), ("1-1", "2-1")])
def test_numbers_of_indicators_above_their_names_are_no_months(data, tmp_path, codes):
    rows = [["区市", *codes], *table(["区市", GDP, "规上工业增加值增速（%）"], growths(), growths(6.0))]
    figures = expect("gdp_growth", growths()) | expect("industry_growth", growths(6.0))
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == figures


@pytest.mark.parametrize("line", [["甲", 1], ["甲", "①"], ["甲", "(1)"]])
def test_a_line_that_numbers_the_one_column_of_figures_is_no_districts(data, tmp_path, line):
    rows = table(["区市", GDP], growths())
    rows[1:1] = [line]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())
