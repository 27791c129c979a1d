"""Which quarter's sheets, tables and columns are read: none of another time stands in for the one asked for."""

from __future__ import annotations

import pytest
from books import NAMES, Q4, book, expect, growths, merged, sheets_book, table, taken
from refusals import refused

from helpers.desk import intake as desk
from helpers.intake.plan import plan
from helpers.model import Quarter

NEXT = Quarter(2024, 1)
GDP, INDUSTRY = "GDP增速（%）", "规上工业增加值增速（%）"


SHEETS = [
    ("一季度", "二季度", "三季度", "四季度"),
    ("1-3月", "1-6月", "1-9月", "1-12月"),
    ("10月", "11月", "12月"),
    ("2023年三季度", "2023年四季度"),
    ("2022年四季度", "2023年四季度"),
    ("2022年", "2023年"),
    ("22年四季度", "23年四季度"),
    ("二〇二二年", "二〇二三年"),
    ("Q3", "Q4"),
]


@pytest.mark.parametrize("names", SHEETS, ids="|".join)
def test_of_a_sheet_a_quarter_the_one_asked_for_is_read_first_or_last(data, tmp_path, names):
    for order in (names, names[::-1]):
        pages = {name: table(["区市", GDP], growths(5.0 if name == names[-1] else 1.0)) for name in order}
        path = sheets_book(tmp_path / "统计局.xlsx", pages)
        assert taken(data, path) == expect("gdp_growth", growths())


@pytest.mark.parametrize(
    ("names", "later"),
    [(("三季度", "四季度"), ("四季度", "一季度")), (("2022年", "2023年"), ("2023年", "2024年"))],
)
def test_a_sheets_mapping_reads_the_next_quarters_sheet(data, tmp_path, names, later):
    def sent(names):
        pages = {name: table(["区市", GDP], growths(5.0 if name == names[-1] else 1.0)) for name in names}
        return str(sheets_book(tmp_path / "统计局.xlsx", pages))

    desk.write_proposals(desk.prepare([sent(names)], "2023Q4", str(data), True), accepted=True)
    from helpers.desk.new_quarter import lay_out

    lay_out(str(NEXT), str(data))
    after = desk.prepare([sent(later)], str(NEXT), str(data))
    assert not after.plan.proposals
    assert {c.new for c in after.plan.changes} == {f"{g:.1f}" for g in growths()}


def test_sheets_told_apart_by_their_titles_alone(data, tmp_path):
    pages = {
        f"Sheet{k}": [[f"2023年{name}季度主要指标"], *table(["区市", GDP], growths(float(k) + 1))]
        for k, name in enumerate("一二三四", start=1)
    }
    assert taken(data, sheets_book(tmp_path / "a.xlsx", pages)) == expect("gdp_growth", growths())


def test_last_years_table_below_under_its_own_title_is_left_aside(data, tmp_path):
    rows = [["2023年各区市GDP增速"], *table(["区市", GDP], growths()), []]
    rows += [["附：2022年各区市GDP增速"], *table(["区市", GDP], growths(1.0))]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())


PAIRS = [
    *(("上年", "本年"), ("去年", "今年"), ("目标", "实际"), ("上年同期", "本期"), ("年度预期", "全年完成")),
    *(("快报", "核定"), ("初步核算数", "最终核实数"), ("本月", "本年"), ("2022", "2023"), ("10月", "12月末")),
    *(("22年", "23年"), ("Q3", "Q4"), ("截至9月底", "截至12月底")),
]


@pytest.mark.parametrize("pair", PAIRS, ids="|".join)
def test_neither_last_year_nor_a_target_nor_a_preliminary_figure_is_taken_for_the_figure(data, tmp_path, pair):
    """The right column is taken on whichever side it stands."""
    for order in (pair, pair[::-1]):
        rows = [["区市", GDP, None], [None, *order]]
        columns = [growths(5.0 if name == pair[1] else 1.0) for name in order]
        rows += [[n, a, b] for n, a, b in zip(NAMES, *columns, strict=True)]
        path = book(tmp_path / "a.xlsx", rows, change=merged("A1:A2", "B1:C1"))
        assert taken(data, path) == expect("gdp_growth", growths())


def test_a_lone_preliminary_figure_is_taken_and_said_to_be_one(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（初步核算，%）"], growths()))
    assert taken(data, path) == expect("gdp_growth", growths())
    [mapping] = plan(data, Q4, [path]).proposals
    assert "preliminary" in mapping.sheets[0].columns[0].reason


@pytest.mark.parametrize(
    "head", ["累计完成投资占年度计划（%）", "累计完成投资占全年计划比重（%）", "累计完成投资占年度计划投资（%）"]
)
def test_a_share_of_the_years_plan_is_no_plan(data, tmp_path, head):
    path = book(tmp_path / "a.xlsx", table(["区市", head], growths(80.0)))
    assert {item for _, item in taken(data, path)} <= {"renewal_completion_rate"} and taken(data, path)


@pytest.mark.parametrize("at", [2, 3])
def test_a_hidden_column_gives_way_to_one_that_shows(data, tmp_path, at):
    columns = [growths(5.0 if k != at else 1.0) for k in (2, 3)]

    def hide(sheet):
        sheet.column_dimensions["ABC"[at - 1]].hidden = True

    for heads in ((GDP, GDP), (GDP, "地区生产总值增速")):
        path = book(tmp_path / "a.xlsx", table(["区市", *heads], *columns), change=hide)
        assert taken(data, path) == expect("gdp_growth", growths())


def test_a_hidden_column_alone_is_read_and_said_to_be_hidden(data, tmp_path):
    def hide(sheet):
        sheet.column_dimensions["B"].hidden = True

    path = book(tmp_path / "a.xlsx", table(["区市", GDP], growths()), change=hide)
    [mapping] = plan(data, Q4, [path]).proposals
    assert "the column is hidden" in mapping.sheets[0].columns[0].reason


def test_of_two_columns_that_may_be_one_item_neither_is_chosen(data, tmp_path):
    """Both are listed as comments; with one of them taken out of the comments the workbook is read."""
    path = book(tmp_path / "统计局.xlsx", table(["区市", "GDP增速", "地区生产总值增速"], growths(1.0), growths()))
    [fault] = refused(data, path)
    assert "地区生产总值增速 may be any of these columns: Sheet1: GDP增速, Sheet1: 地区生产总值增速" in fault.rule
    assert "mappings/统计局.toml" in fault.hint
    asked = desk.prepare([str(path)], "2023Q4", str(data))
    assert [w.severity for w in asked.plan.warnings] == ["warning"] and not asked.plan.changes
    [file] = desk.write_proposals(asked, accepted=False)
    text = file.read_text(encoding="utf-8")
    assert desk.prepare([str(path)], "2023Q4", str(data)).plan.proposals
    chosen = text[text.rindex("# [[sheet]]") :].split("\n\n")[0]
    text = text.replace(chosen, chosen.replace("# ", "")).replace("confirmed = false", "confirmed = true")
    file.write_text(text, encoding="utf-8")
    made = desk.prepare([str(path)], "2023Q4", str(data)).plan
    assert {c.new for c in made.changes} == {f"{g:.1f}" for g in growths()}


def test_two_columns_that_say_the_same_are_no_question(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速", "地区生产总值增速"], growths(), growths()))
    assert taken(data, path) == expect("gdp_growth", growths())


def test_a_proposal_is_worded_in_the_language_of_the_run(here, data, tmp_path):
    path = book(tmp_path / "统计局.xlsx", table(["区市", GDP, "规上工业增加值增速 / 上年"], growths(), growths()))
    for lang, words in (
        ("zh", ("表头即", "请逐行核对", "不是规模以上工业增加值增速本身")),
        ("en", ("the head is", "Look at")),
    ):
        (data / "mappings" / "统计局.toml").unlink(missing_ok=True)
        ended = here("briefing", "intake", path, "--data", data, "--lang", lang)
        said = ended.stdout + (data / "mappings" / "统计局.toml").read_text(encoding="utf-8")
        assert all(word in said for word in words)
        assert ("the head is" in said) == (lang == "en")


def test_a_hidden_column_of_opendocument_is_known(tmp_path):
    from books import open_book, repacked

    from helpers.intake.workbooks import read_book

    def hide(parts):
        mark = b'<table:table-column/><table:table-column table:visibility="collapse"/><table:table-row>'
        parts["content.xml"] = parts["content.xml"].replace(b"<table:table-row>", mark, 1)

    path = repacked(open_book(tmp_path / "a.ods", table(["区市", GDP], growths())), hide)
    rows = read_book(path).sheets[0].rows
    assert {(c.in_hidden_row, c.in_hidden_column) for row in rows for c in row[1:]} == {(False, True)}
    assert not any(row[0].in_hidden_column for row in rows)


def test_years_above_the_districts_across_the_top(data, tmp_path):
    """2022年 over all districts, and 2023年 over all of them again."""
    rows = [
        ["指标名称", "计量单位", "2022年1-12月", *[None] * 9, "2023年1-12月", *[None] * 9],
        [None, None, *NAMES, *NAMES],
        [GDP, "%", *[1.1] * 10, *growths()],
        [INDUSTRY, "%", *[2.2] * 10, *growths(7.0)],
    ]
    path = book(tmp_path / "a.xlsx", rows, change=merged("C1:L1", "M1:V1", "A1:A2", "B1:B2"))
    assert taken(data, path) == expect("gdp_growth", growths()) | expect("industry_growth", growths(7.0))


def test_of_a_quarter_and_the_months_since_january_in_english_the_latter_is_growth_so_far(data, tmp_path):
    """GDP growth, Q3 stood beside GDP growth, Jan-Sep, and was taken for it."""
    rows = table(["District", "GDP growth, Q4 (%)", "GDP growth, Jan-Dec (%)"], growths(3.0), growths(5.0))
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths(5.0))


@pytest.mark.parametrize("line", ["1-12月上年", "1-12同期", "1-12（上年）", "2022年", "上年同期数", "目标"])
@pytest.mark.parametrize("columns", [1, 2])
def test_one_text_over_each_column_of_figures_is_a_line_of_their_heads(data, tmp_path, line, columns):
    """It was a remark between heads and districts, and last year's growth was written as this year's."""
    rows = table(["区市", GDP, INDUSTRY][: columns + 1], *[growths(), growths(6.0)][:columns])
    rows[1:1] = [[None, *[line] * columns]]
    assert refused(data, book(tmp_path / "a.xlsx", [["2023年"], *rows]))


@pytest.mark.parametrize("line", ["1-12本年", "累计", "2023年", "单位：%", "（%）", "口径：现行区划"])
def test_a_line_over_the_figures_that_says_what_they_are_hinders_nothing(data, tmp_path, line):
    rows = table(["区市", GDP], growths())
    rows[1:1] = [[None, line]]
    assert taken(data, book(tmp_path / "a.xlsx", [["2023年四季度"], *rows])) == expect("gdp_growth", growths())
