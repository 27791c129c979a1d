"""How tables stand in a sheet: beside each other, ranked, grouped, with totals above; and where units are told."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from books import NAMES, book, data_folder, faults, growths, merged, open_book, sheets_book, table

from helpers.desk import intake as desk
from helpers.intake.mapping import read_mapping
from helpers.intake.plan import plan
from helpers.intake.units import line_units, parted, unit_of
from helpers.model import DataError, Quarter

Q4 = Quarter(2023, 4)
GDP, INDUSTRY, MONEY = "GDP增速（%）", "规上工业增加值增速（%）", "新签约项目投资额同比增加"
AMOUNT = "signed_investment_growth_amount"


@pytest.fixture
def data(tmp_path):
    return data_folder(tmp_path)


def taken(data, *paths):
    made = plan(data, Q4, list(paths), accept=True)
    return {(c.district, c.item): float(c.new) for c in made.changes}


def expect(item, figures, names=NAMES):
    return {(name, item): float(figure) for name, figure in zip(names, figures, strict=True)}


def refused(data, path):
    with pytest.raises(DataError) as told:
        plan(data, Q4, [path], accept=True)
    return told.value.faults


# ---- tables beside each other ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [True, False], ids=["empty column", "none"])
@pytest.mark.parametrize("ranked", [True, False], ids=["ranked", "unranked"])
def test_two_tables_beside_each_other_each_have_their_own_districts(data, tmp_path, gap, ranked):
    left, right = list(zip(NAMES, growths(), strict=True)), list(zip(NAMES, growths(3.0), strict=True))[::-1]
    between = [None] if gap else []

    def half(cells, place):
        return [place, *cells] if ranked else list(cells)

    rows = [["2023年全年主要指标排名"]]
    rows += [[*half(["区市", GDP], "位次"), *between, *half(["区市", INDUSTRY], "位次")]]
    rows += [[*half(a, k), *between, *half(b, k)] for k, (a, b) in enumerate(zip(left, right, strict=True), start=1)]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


@pytest.mark.parametrize(("head", "item"), [(GDP, "gdp_growth"), ("新签约项目（个）", "signed_projects")])
def test_a_table_folded_into_two_halves(data, tmp_path, head, item):
    figures = list(range(300, 310))
    rows = [["区市", head] * 2]
    rows += [[NAMES[k], figures[k], NAMES[k + 5], figures[k + 5]] for k in range(5)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect(item, figures)


def test_the_best_three_beside_the_table_are_a_table_of_their_own(data, tmp_path):
    rows = [["区市", GDP, None, "前三名", "增速"]]
    rows += [[n, g, None] for n, g in zip(NAMES, growths(), strict=True)]
    for k in range(3):
        rows[k + 1] += [NAMES[9 - k], growths()[9 - k]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())


def test_codes_and_aliases_beside_the_names_part_nothing(data, tmp_path):
    codes = [370202, 370203, 370213, 370212, 370211, 370214, 370215, 370281, 370283, 370285]
    rows = table(["区市", GDP, "代码", INDUSTRY], growths(), codes, growths(3.0))
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_rows_that_name_two_districts_without_saying_whose_figures_follow_are_refused(data, tmp_path):
    rows = table(["区市", GDP, "对口协作单位名称", INDUSTRY], growths(), NAMES[::-1], growths(3.0))
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert (fault.row, fault.column, fault.value) == (2, "C", "莱西市") and "A2 names 市南区" in fault.rule
    assert "区市" in fault.hint


# ---- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["增速排名", "全市排名", "位次", "增速位次", "名次", "排序"])
@pytest.mark.parametrize("growth", ["比上年增长（%）", "同比±%", "增速（%）", "同比增减（%）", "比上年同期增长（%）"])
def test_a_column_of_places_is_not_growth(data, tmp_path, head, growth):
    rows = [["区市", "地区生产总值", None, None], [None, "总量（亿元）", growth, head]]
    rows += [[n, 900 + k, g, 10 - k] for k, (n, g) in enumerate(zip(NAMES, growths(), strict=True))]
    path = book(tmp_path / "a.xlsx", rows, change=merged("B1:D1", "A1:A2"))
    assert taken(data, path) == expect("gdp_growth", growths())


@pytest.mark.parametrize("places", [[*range(1, 11)], [1, 2, 2, 4, 5, 6, 7, 8, 9, 10][::-1]])
def test_figures_that_are_nothing_but_places_are_not_taken_for_a_rate(data, tmp_path, places):
    [fault] = refused(data, book(tmp_path / "a.xlsx", table(["区市", "GDP增速"], places)))
    assert "its figures are the places 1, 2, 3" in fault.hint


# ---- districts and rows above them ----------------------------------------------------------------------------------

ABOVE = ["青岛市", "高新区", "市本级", "全市平均", "均值", "青岛市合计", "全市", "其中：高新区", None]


@pytest.mark.parametrize("name", ABOVE)
@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_a_row_of_the_whole_city_is_neither_head_nor_district(data, tmp_path, name, below):
    rows = table(["区市", GDP], growths())
    rows.insert(len(rows) if below else 1, [name, 5.7])
    path = book(tmp_path / "a.xlsx", rows)
    assert taken(data, path) == expect("gdp_growth", growths())
    [mapping] = plan(data, Q4, [path]).proposals
    assert [c.head for c in mapping.sheets[0].columns] == ["gdp增速"]


@pytest.mark.parametrize(
    "names",
    [
        ["青岛市市南区", *NAMES[1:]],
        [f"青岛市{name}" for name in NAMES],
        [f"{k}.{name}" for k, name in enumerate(NAMES, start=1)],
        [f"{k}、{name}" for k, name in zip("一二三四五六七八九十", NAMES, strict=True)],
        [*NAMES[:4], "西海岸", *NAMES[5:]],
        [f"{name}政府" for name in NAMES],
        ["1.市南区人民政府", *NAMES[1:4], "西海岸新区管委", *NAMES[5:]],
    ],
    ids=["first of the city", "of the city", "numbered", "numbered in Chinese", "west coast", "offices", "one of each"],
)
def test_districts_with_the_citys_name_a_number_or_cut_short(data, tmp_path, names):
    assert taken(data, book(tmp_path / "a.xlsx", table(["区市", GDP], growths(), names=names))) == expect(
        "gdp_growth", growths()
    )


def test_an_unknown_name_above_the_districts_is_told_and_not_lost(data, tmp_path):
    [fault] = refused(data, book(tmp_path / "a.xlsx", table(["区市", GDP], growths(), names=["市喃区", *NAMES[1:]])))
    assert "no such district: 市喃区" in fault.rule and fault.row == 2


@pytest.mark.parametrize("ods", [False, True])
def test_figures_without_a_name_between_districts_are_told_and_not_lost(data, tmp_path, ods):
    rows = table(["区市", GDP], growths())
    rows[5][0] = None
    path = open_book(tmp_path / "a.ods", rows) if ods else book(tmp_path / "a.xlsx", rows)
    [fault] = refused(data, path)
    assert fault.rule == "a figure without a district" and (fault.row, fault.column) == (6, "B")


@pytest.mark.parametrize("spans", [(), ("A2:B2",)], ids=["plain", "merged"])
def test_a_groups_name_between_the_head_and_the_first_district(data, tmp_path, spans):
    rows = table(["区市", GDP], growths())
    rows[1:1], rows[6:6] = [["市内区"]], [["市郊区"]]
    assert taken(data, book(tmp_path / "a.xlsx", rows, change=merged(*spans))) == expect("gdp_growth", growths())


def test_the_survey_under_a_group_head(data, tmp_path):
    rows = [["区市", "有效样本量", "评价结果（人）", *[None] * 3], [None, None, "满意", "基本满意", "不满意", "不了解"]]
    rows += [[n, 1000, 700 + k, 200, 60, 40 - k] for k, n in enumerate(NAMES)]
    found = taken(data, book(tmp_path / "满意度.xlsx", rows, change=merged("A1:A2", "B1:B2", "C1:F1")))
    assert found["胶州市", "satisfied"] == 707 and len(found) == 40


def test_a_survey_in_per_cent_is_not_taken_for_people(data, tmp_path):
    rows = table(["区市", "满意（%）", "基本满意（%）"], [65] * 10, [25] * 10)
    assert all("its unit is %" in f.rule for f in refused(data, book(tmp_path / "a.xlsx", rows)))


def test_a_column_of_formulas_without_results_says_so(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", GDP], [f"=C{k}" for k in range(2, 12)]))
    faults = refused(data, path)
    assert len(faults) == 10 and all("a formula without a stored result" in f.rule for f in faults)


# ---- units ----------------------------------------------------------------------------------------------------------

TYPED = [10000 * k for k in range(1, 11)]  # 万元
HEADS = ["/万元", "[万元]", "【万元】", "万元", "：万元", "\n万元", "（单位 万元）", "（人民币万元）", "（万元人民币）"]


@pytest.mark.parametrize("tail", HEADS)
def test_the_unit_behind_a_head_however_it_is_set_off(data, tmp_path, tail):
    path = book(tmp_path / "a.xlsx", table(["区市", MONEY + tail], TYPED))
    assert taken(data, path) == expect(AMOUNT, range(1, 11))
    [mapping] = plan(data, Q4, [path]).proposals
    assert [c.head for c in mapping.sheets[0].columns] == [MONEY]


LINES = [
    *("单位：万元、%", "（单位：个、万元）", "单位：万元　填报日期：2024年1月10日", "填报单位：商务局　单位：万元"),
    *("单位：人民币万元", "（万元）", "金额单位：万元"),
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_the_unit_of_a_line_above_or_below_the_table(data, tmp_path, line, below):
    rows = table(["区市", "新签约项目", MONEY], range(100, 110), TYPED)
    rows = [*rows, [line]] if below else [["项目签约情况"], [line], *rows]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect(AMOUNT, range(1, 11)) | expect("signed_projects", range(100, 110))


def test_a_row_of_units_in_renminbi(data, tmp_path):
    rows = table(["区市", "新签约项目", MONEY], range(100, 110), TYPED)
    rows[1:1] = [[None, "个", "万元（人民币）"]]
    assert taken(data, book(tmp_path / "a.xlsx", rows))["胶州市", AMOUNT] == 8


@pytest.mark.parametrize("place", ["head", "row"])
def test_dollars_are_never_taken_for_yuan(data, tmp_path, place):
    rows = table(["区市", MONEY + ("（万美元）" if place == "head" else "")], TYPED)
    if place == "row":
        rows[1:1] = [["计量单位", "万美元"]]
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert "its unit is 万美元" in fault.rule


@pytest.mark.parametrize("line", ["单位：万美元", "以万元计", "金额以亿计", "单位：万元或亿元"])
def test_money_spoken_of_in_a_unit_that_is_not_recognised_is_asked_about(data, tmp_path, line):
    faults = refused(data, book(tmp_path / "a.xlsx", [["签约情况"], [line], *table(["区市", MONEY], TYPED)]))
    assert any("the unit of 新签约项目投资额同比增加 is not clear" in f.rule for f in faults)


def test_a_confirmed_mapping_heeds_a_line_that_tells_another_unit(data, tmp_path):
    def sent(line, figures):
        return str(book(tmp_path / "商务局.xlsx", [["签约"], [line], *table(["区市", MONEY], figures)]))

    desk.write_proposals(desk.prepare([sent("单位：万元", TYPED)], "2023Q4", str(data), True), accepted=True)
    made = desk.prepare([sent("单位：亿元", range(2, 12))], "2023Q4", str(data)).plan
    assert {Decimal(c.new) for c in made.changes} == set(range(2, 12)) and "the head counts" in made.warnings[0].rule


@pytest.mark.parametrize(
    ("level", "word", "unit"),
    [
        ("投资额（亿元）", "投资额", "亿元"),
        ("GDP增速（核定数，%）", "gdp增速(核定数)", "%"),
        ("新签约项目数", "新签约项目数", ""),
        ("重点企业家", "重点企业家", ""),
        ("万元", "", "万元"),
        ("增速（快报）", "增速(快报)", ""),
    ],
)
def test_a_level_of_a_head_without_its_unit(level, word, unit):
    assert parted(level) == (word, unit)


def test_what_is_no_unit_is_none():
    assert unit_of("商务局") == "" and line_units("填报单位：商务局") == () and line_units("单位负责人：张三") == ()


# ---- where nothing can be proposed ----------------------------------------------------------------------------------


def test_where_nothing_is_like_an_item_a_skeleton_is_written_with_the_heads(data, tmp_path):
    path = book(tmp_path / "林业局.xlsx", table(["区市", "森林覆盖"], growths()))
    [fault] = refused(data, path)
    assert "none of its columns" in fault.rule and "it writes mappings/林业局.toml" in fault.hint
    asked = desk.prepare([str(path)], "2023Q4", str(data))
    [warning] = asked.plan.warnings
    assert "choose in mappings/林业局.toml" in warning.hint
    [file] = desk.write_proposals(asked, accepted=False)
    text = file.read_text(encoding="utf-8")
    assert '# head = "森林覆盖"' in text and "gdp_growth" in text and not read_mapping(file).sheets
    assert "no sheet is mapped" in refused(data, path)[0].rule  # accepted though nothing was chosen
    text = re.sub(r"(?m)^# (?=\[\[|(?:name|head|table|indicator|unit) = )", "", text)
    text = text.replace('indicator = ""', 'indicator = "gdp_growth"').replace("= false", "= true")
    file.write_text(text, encoding="utf-8")
    assert len(desk.prepare([str(path)], "2023Q4", str(data)).plan.changes) == 10


def test_beside_columns_that_are_taken_those_like_no_item_are_written_out_to_be_filled_in(data, tmp_path):
    """Their heads may be typed as the workbook has them: capitals, full width, blanks."""
    path = book(tmp_path / "环境局.xlsx", table(["区市", GDP, "ＣＯ₂ 浓度"], growths(), growths(1.0)))
    asked = desk.prepare([str(path)], "2023Q4", str(data))
    [file] = desk.write_proposals(asked, accepted=False)
    text = file.read_text(encoding="utf-8")
    assert text.count("[[sheet.column]]") == 2 and '# head = "co2浓度"' in text and "No item is like these" in text
    assert '# head = "gdp增速"' not in text
    text = re.sub(r"(?m)^# (?=\[\[|(?:name|head|table|indicator|unit) = )", "", text).replace("= false", "= true")
    text = text.replace("co2浓度", "ＣＯ₂ 浓度").replace('indicator = ""', 'indicator = "retail_growth"')
    file.write_text(text, encoding="utf-8")
    changes = desk.prepare([str(path)], "2023Q4", str(data)).plan.changes
    assert {c.item for c in changes} == {"gdp_growth", "retail_growth"} and len(changes) == 20


def test_many_columns_like_no_item_are_not_written_out(data, tmp_path):
    others = [f"森林{word}" for word in "甲乙丙丁戊己庚"]
    path = book(tmp_path / "林业局.xlsx", table(["区市", GDP, *others], growths(), *[growths(1.0)] * 7))
    (mapping,) = plan(data, Q4, [path]).proposals
    assert mapping.open == () and len(mapping.unread) == 7


def test_another_sheet_of_the_same_pattern_is_not_read_with_the_one_meant(data, tmp_path):
    """Sheet1 and Sheet2 hold the same item with other figures: neither is chosen."""
    path = sheets_book(tmp_path / "a.xlsx", {f"Sheet{k}": table(["区市", GDP], growths(float(k))) for k in (1, 2)})
    [fault] = refused(data, path)
    assert "Sheet1: GDP增速（%）, Sheet2: GDP增速（%）" in fault.rule


@pytest.mark.parametrize("title", ["规模以上工业增加值", "2023年各区市规模以上工业增加值增速情况"])
def test_growth_under_a_title_is_that_of_the_title(data, tmp_path, title):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", "增速（%）"], growths())])
    assert taken(data, path) == expect("industry_growth", growths())


@pytest.mark.parametrize(
    "corner", ["区市（单位：万元）", "区市（万元）", "区市/万元", "单位：万元　区市\\指标", "单位：万元、% 区市＼项目"]
)
def test_the_unit_in_the_corner_of_a_table_is_that_of_its_columns(data, tmp_path, corner):
    amounts = [1_234_500.0 + 10_000 * k for k in range(10)]
    rows = [["2023年第四季度项目情况"], *table([corner, MONEY, "责任人"], amounts, ["张三"] * 10)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect(AMOUNT, [a / 10_000 for a in amounts])


def test_money_in_the_corner_that_no_item_is_in_is_asked_about(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市（单位：万美元）", MONEY], [30.5 + k for k in range(10)]))
    (mapping,) = plan(data, Q4, [path]).proposals
    assert not mapping.sheets
    assert [one.column.indicator for one in mapping.open] == [AMOUNT]
    assert "万美元" in mapping.open[0].question


def stacked(*titles, heads=("1-9月", "1-12月")):
    """Tables of the same districts and heads one below the other, each of what its title names."""
    rows = []
    for k, title in enumerate(titles):
        rows += [[title], *table(["区市", *heads], growths(1 + k), growths(5 + k)), []]
    return rows


def test_tables_below_each_other_are_of_what_their_own_titles_name(data, tmp_path):
    """Heads that say 1-12月 alone were one column to the mapping, and every figure was claimed twice."""
    rows = [["青岛市2023年主要指标"], *stacked("一、地区生产总值增速（%）", "二、社会消费品零售总额增速（%）")]
    path = book(tmp_path / "统计局.xlsx", rows)
    wanted = expect("gdp_growth", growths(5)) | expect("retail_growth", growths(6))
    assert taken(data, path) == wanted
    [mapping] = plan(data, Q4, [path]).proposals
    [sheet] = mapping.sheets
    heads = ["一、地区生产总值增速 / {since january}", "二、社会消费品零售总额增速 / {since january}"]
    assert [column.head for column in sheet.columns] == heads


def test_a_table_that_goes_on_with_other_districts_is_one(data, tmp_path):
    rows = table(["区市", "增速（%）"], growths())
    path = book(tmp_path / "a.xlsx", [["GDP增速"], *rows[:6], ["GDP增速（续表）"], rows[0], *rows[6:]])
    assert taken(data, path) == expect("gdp_growth", growths())


def test_points_of_tables_below_each_other_are_of_what_their_titles_name(data, tmp_path):
    points = [80 + k for k in range(10)], [95 - k for k in range(10)]
    titles = "一、项目落地质量评价", "二、营商环境第三方评价"
    rows = [
        row for title, of in zip(titles, points, strict=True) for row in [[title], *table(["区市", "得分"], of), []]
    ]
    wanted = expect("projects_given", points[0]) | expect("business_given", points[1])
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == wanted


def test_rates_behind_their_amounts_in_tables_below_each_other_are_told_apart_by_these(data, tmp_path):
    """主要指标 and 续表 name nothing."""
    first = table(["区市", "GDP（亿元）", "增速（%）"], range(900, 910), growths())
    second = table(["区市", "社零额（亿元）", "增速（%）"], range(300, 310), growths(6))
    path = book(tmp_path / "a.xlsx", [["主要指标"], *first, [], ["续表"], *second])
    assert taken(data, path) == expect("gdp_growth", growths()) | expect("retail_growth", growths(6))


LEFT, RIGHT = "项目落地质量评价", "营商环境第三方评价"


@pytest.mark.parametrize("gap", [0, 1, 3])
@pytest.mark.parametrize("early", [0, 1])
def test_two_tables_beside_each_other_with_heads_alike_are_parted_by_their_titles(data, tmp_path, gap, early):
    """区市 | 得分 | 区市 | 得分, each under a title in one cell: the second column of the same districts in the same
    order was none of its own, and nobody could tell the two 得分 apart. A title may begin a column too early."""
    none = [None] * gap
    points, others = [80.5 + k for k in range(10)], [91.5 - k for k in range(10)]
    titles = [LEFT, None, *none, RIGHT]
    if early and gap:
        titles.pop(1)
    rows = [titles, ["区市", "得分", *none, "区市", "得分"]]
    rows += [[n, a, *none, n, b] for n, a, b in zip(NAMES, points, others, strict=True)]
    got = taken(data, book(tmp_path / "a.xlsx", rows))
    assert got == expect("projects_given", points) | expect("business_given", others)


def test_two_tables_of_two_years_beside_each_other_are_told_apart(data, tmp_path):
    rows = [
        ["2022年1-12月GDP增速", None, None, "2023年1-12月GDP增速"],
        ["区市", "增速（%）", None, "区市", "增速（%）"],
    ]
    rows += [[n, a, None, n, b] for n, a, b in zip(NAMES, growths(3.0), growths(5.0), strict=True)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths(5.0))


def test_two_tables_beside_each_other_that_nothing_tells_apart_are_not_taken(data, tmp_path):
    rows = [["区市", GDP, None, "区市", GDP]]
    rows += [[n, a, None, n, b] for n, a, b in zip(NAMES, growths(3.0), growths(5.0), strict=True)]
    told = faults(data, book(tmp_path / "a.xlsx", rows))
    assert {column for _, column, _ in told} == {"E"} and all("claimed twice" in rule for _, _, rule in told)


def test_the_districts_named_again_for_reading_part_no_indicators(data, tmp_path):
    heads = ["区市", GDP, "区市", "规模以上工业增加值增速（%）", "代码", "区市"]
    rows = [["主要指标"], heads, *([n, a, n, b, n, n] for n, a, b in zip(NAMES, growths(), growths(7.0), strict=True))]
    got = taken(data, book(tmp_path / "a.xlsx", rows))
    assert got == expect("gdp_growth", growths()) | expect("industry_growth", growths(7.0))


def test_a_unit_above_the_right_part_takes_the_title_of_both_from_neither(data, tmp_path):
    """单位：% at the right end of the sheet stood above the right part alone, and was its title."""
    rows = [["规模以上工业增加值增速", None, None, None, "单位：%"], ["区市", "增速", None, "区市", "增速"]]
    rows += [[NAMES[k], 5.1 + k, None, NAMES[k + 5], 6.2 + k] for k in range(5)]
    figures = [5.1 + k for k in range(5)] + [6.2 + k for k in range(5)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("industry_growth", figures)


def test_a_pivot_tables_sums_are_the_figures_they_are_called_after(data, tmp_path):
    """求和项：新签约项目 was another indicator, perhaps."""
    figures, money = range(300, 310), [812.5 + k for k in range(10)]
    rows = [["季度", "2023Q4"], [None], ["行标签", "求和项:新签约项目", f"求和项:{MONEY}（亿元）"]]
    rows += [[n, a, b] for n, a, b in zip(NAMES, figures, money, strict=True)]
    rows += [["(空白)"], ["总计", sum(figures), sum(money)]]
    got = taken(data, book(tmp_path / "a.xlsx", rows))
    assert got == expect("signed_projects", figures) | expect("signed_investment_growth_amount", money)


def test_the_board_before_an_indicator_that_is_called_by_what_is_done_is_no_other_indicator(data, tmp_path):
    for at, (board, found) in enumerate((("城市更新和城市建设", 10), ("交通水利", 0))):
        rows = table(["区市", f"{board}累计完成投资占年度计划（%）"], [90.5 + k for k in range(10)])
        made = propose_one(data, book(tmp_path / f"{at}.xlsx", rows))
        assert made == found, board


def propose_one(data, path):
    """How many figures a workbook would change; 0 where none of its columns is taken."""
    try:
        return len(plan(data, Q4, [path], accept=True).changes)
    except DataError:
        return 0


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_columns_of_one_head_the_one_in_the_items_unit_is_read(data, tmp_path, first):
    """新签约项目（亿元） is what they are to cost."""
    columns = [("新签约项目（个）", list(range(400, 410))), ("新签约项目（亿元）", growths())]
    heads, figures = zip(columns[first], columns[1 - first], strict=True)
    path = book(tmp_path / "a.xlsx", table(["区市", *heads], *figures))
    assert taken(data, path) == expect("signed_projects", range(400, 410))


# ---- rows of heads and of numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", [True, False])
def test_heads_in_another_order_below_the_first_districts_are_those_of_what_follows(data, tmp_path, title):
    """Two tables of five districts each: the second one's figures were taken under the heads of the first."""
    both = list(zip(NAMES, growths(), growths(3.0), strict=True))
    rows = [["区市", GDP, INDUSTRY], *both[:5], *([["续表"]] if title else [])]
    rows += [["区市", INDUSTRY, GDP], *([n, i, g] for n, g, i in both[5:])]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_the_same_heads_again_on_the_next_page_are_no_other_table(data, tmp_path):
    both = list(zip(NAMES, growths(), strict=True))
    rows = [["区市", GDP], *both[:5], ["区市", GDP], *both[5:]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())


@pytest.mark.parametrize(
    "numbers", [("（1）", "（2）"), ("①", "②"), ("B", "C"), ("1", "2=1/3"), ("[1]", "[2]"), (1, 2)]
)
def test_a_row_that_numbers_the_columns_is_no_head(data, tmp_path, numbers):
    rows = table(["区市", GDP, INDUSTRY], growths(), growths(3.0))
    rows.insert(1, ["甲", *numbers])
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_one_indicator_under_the_districts_with_nothing_in_the_corner(data, tmp_path):
    path = book(tmp_path / "a.xlsx", [[None, *NAMES], [GDP, *growths()]])
    assert taken(data, path) == expect("gdp_growth", growths())


@pytest.mark.parametrize(("early", "late"), [("202309", "202312"), ("2023.9", "2023.12"), ("Sep-23", "Dec-23")])
def test_months_in_digits_over_the_columns_are_times(data, tmp_path, early, late):
    """They were taken for figures, and both columns for the same."""
    rows = [["区市", "新签约项目（个）", None], [None, early, late]]
    rows += [[n, 400 + k, 560 + k] for k, n in enumerate(NAMES)]
    path = book(tmp_path / "a.xlsx", rows, change=merged("A1:A2", "B1:C1"))
    [one] = plan(data, Q4, [path]).proposals[0].open
    assert "{month}" in one.column.head and "since January" in one.question
