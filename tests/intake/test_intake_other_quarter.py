"""Figures of another quarter, unit or kind than the one asked for: noticed by titles, names and sizes, and refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import book, growths, old_book, table
from refusals import GDP, good, refused

from helpers.desk import intake as desk
from helpers.intake.mapping_names import pattern_of
from helpers.model import DataError


def test_a_workbook_of_another_quarter_is_noticed(data, tmp_path):
    first = book(tmp_path / "统计局.xlsx", table(["区市", "1-12月GDP增速（%）"], growths()))
    desk.write_proposals(desk.prepare([str(first)], "2023Q4", str(data), True), accepted=True)
    late = book(tmp_path / "统计局.xlsx", table(["区市", "1-9月GDP增速（%）"], growths()))
    [fault] = refused(data, late)
    assert "there is one of 2023Q3" in fault.rule


@pytest.mark.parametrize(
    "title",
    [
        "2023年前三季度主要指标",
        "2023年第三季度主要指标",
        "2023Q3",
        "2023年1-9月指标及同比增速",
        "2023年上半年",
        "三季度",
    ],
)
def test_a_title_of_another_quarter_is_an_error_at_its_cell(data, tmp_path, title):
    rows = [[title], ["填报日期：2023年12月12日"], *table(["区市", GDP], growths())]
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert (fault.file, fault.sheet, fault.row, fault.column, fault.value) == ("a.xlsx", "Sheet1", 1, "A", title)
    assert "not of 2023Q4" in fault.rule and "right workbook" in fault.hint


@pytest.mark.parametrize(
    "title",
    [
        *("2023年", "2023年全年", "2023年1-12月", "2023年前四季度", "主要指标"),
        *("2023年三、四季度", "2023年三季度和四季度", "2023年四季度暨2024年一季度安排", "较三季度变化"),
        *("填报日期：2023年9月30日", "2024年1月10日", "2023.9.30", "2023年度与2022年同期对比"),
        "2023年四季度（上年同期为2022年四季度）",
    ],
)
def test_a_title_of_this_quarter_or_of_several_is_no_fault(data, tmp_path, title):
    rows = [[title], *table(["区市", GDP], growths())]
    made = desk.prepare([str(book(tmp_path / "a.xlsx", rows))], "2023Q4", str(data), True).plan
    assert len(made.changes) == 10 and {f.column for f in made.warnings} == {"source"}


def test_a_head_of_this_quarter_under_an_old_title_is_no_fault(data, tmp_path):
    rows = [["2023年前三季度"], *table(["区市", "1-9月GDP增速（%）", "1-12月GDP增速（%）"], growths(), growths(7.0))]
    made = desk.prepare([str(book(tmp_path / "a.xlsx", rows))], "2023Q4", str(data), True).plan
    assert {c.new for c in made.changes} == {f"{g:.1f}" for g in growths(7.0)} and {
        f.column for f in made.warnings
    } == {"source"}


@pytest.mark.parametrize(
    ("name", "sheet", "title", "told"),
    [
        ("统计局2023Q3.xlsx", "Sheet1", "主要指标", "the file's name is of 2023Q3"),
        ("统计局2022年四季度.xlsx", "Sheet1", "主要指标", "the file's name is of 2022Q4"),
        ("a.xlsx", "三季度", "主要指标", "the sheet's name is of 2023Q3"),
        ("a.xlsx", "2022年", "主要指标", "the sheet's name is of 2022"),
        ("a.xlsx", "Sheet1", "2023年9月", "the title is of 2023Q3"),
        ("a.xlsx", "Sheet1", "2023年1-11月", "the title is of 2023-01..2023-11"),
        ("a.xlsx", "Sheet1", "2022年主要指标", "the title is of 2022"),
        ("a.xlsx", "Sheet1", "2022年全年主要指标", "the title is of 2022Q4"),
    ],
)
def test_another_quarter_by_the_name_of_the_file_or_sheet_or_a_year_is_an_error(
    data, tmp_path, name, sheet, title, told
):
    """A whole table of last year is not let in by --yes."""
    path = book(tmp_path / name, [[title], *table(["区市", GDP], growths())], sheet)
    [fault] = refused(data, path)
    assert told in fault.rule and "right --quarter" in fault.hint


@pytest.mark.parametrize("name", ["统计局2024年1月15日.xlsx", "统计局10月.xlsx", "统计局2024年1月.xlsx"])
def test_when_a_file_was_sent_is_not_what_it_is_of(data, tmp_path, name):
    assert len(desk.prepare([str(good(tmp_path / name))], "2023Q4", str(data), True).plan.changes) == 10


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("统计局2023年三季度.xlsx", "统计局*"), ("2023.xlsx", "2023"), ("表1.xlsx", "表1"), ("Q3-GDP.xlsx", "*-GDP")],
)
def test_a_pattern_leaves_enough_to_know_a_workbook_by(name, pattern):
    assert pattern_of(Path(name).stem) == pattern


def test_a_part_of_one_without_a_format_is_asked_about_in_old_workbooks_too(data, tmp_path):
    rows = table(["区市", "一般公共预算收入完成率（%）"], [0.957, *[95.0 + k for k in range(9)]])
    [fault] = refused(data, old_book(tmp_path / "a.xls", rows))
    assert "write 95.7" in fault.hint


@pytest.mark.parametrize(("first", "then", "told"), [(1, 100, "percentages already"), (100, 1, "parts of one")])
def test_a_department_that_changes_how_it_writes_percentages_is_noticed(data, tmp_path, first, then, told):
    """A confirmed factor is not applied to figures written the other way."""
    rates = [0.957, 0.881, 0.924, 0.8, 0.793, 0.906, 0.855, 0.999, 1.012, 0.608]
    for name, factor in (("财政局9月.xlsx", first), ("财政局12月.xlsx", then)):
        rows = table(["区市", "一般公共预算收入完成率"], [round(r * factor, 3) for r in rates])
        book(tmp_path / name, rows)
    asked = desk.prepare([str(tmp_path / "财政局9月.xlsx")], "2023Q4", str(data), True)
    assert next(c.new for c in asked.plan.changes) == "95.7"
    desk.write_proposals(asked, accepted=True)
    [fault] = refused(data, tmp_path / "财政局12月.xlsx")
    assert told in fault.rule and f"scale = {1 if then == 100 else 100} " in fault.hint


@pytest.mark.parametrize("ranks", [list(range(1, 11)), [1, 2, 2, 4, 5, 6, 7, 8, 9, 10]])
def test_a_confirmed_mapping_takes_no_places_for_figures(data, tmp_path, ranks):
    """The department sends ranks in the column that held figures; any_size says that all is right."""
    first = book(tmp_path / "统计局9月.xlsx", table(["区市", "GDP增速（%）"], growths()))
    [file] = desk.write_proposals(desk.prepare([str(first)], "2023Q4", str(data), True), accepted=True)
    path = book(tmp_path / "统计局12月.xlsx", table(["区市", "GDP增速（%）"], ranks))
    with pytest.raises(DataError, match="look like places") as told:
        desk.prepare([str(path)], "2023Q4", str(data))
    assert "any_size = true" in told.value.faults[0].hint
    file.write_text(file.read_text(encoding="utf-8") + "any_size = true\n", encoding="utf-8")
    assert len(desk.prepare([str(path)], "2023Q4", str(data)).plan.changes) == 10


def test_a_column_headed_as_places_is_no_figure_whatever_the_mapping_says(data, tmp_path):
    path = book(tmp_path / "统计局.xlsx", table(["区市", "GDP增速（%）"], growths()))
    [file] = desk.write_proposals(desk.prepare([str(path)], "2023Q4", str(data), True), accepted=True)
    file.write_text(file.read_text(encoding="utf-8").replace('"gdp增速"', '"gdp增速排名"'), encoding="utf-8")
    book(path, table(["区市", "GDP增速排名"], [3, 1, 2, None, None, None, None, None, None, 10]))
    with pytest.raises(DataError, match="look like places"):
        desk.prepare([str(path)], "2023Q4", str(data))


def test_a_real_workbook_under_the_source_of_made_up_figures_is_told_once(data, tmp_path):
    """A mapping is proposed with the source of the quarter before, and that one was a demonstration."""
    path = good(tmp_path / "统计局.xlsx")
    made = desk.prepare([str(path)], "2023Q4", str(data), True).plan
    [told] = [f for f in made.warnings if f.column == "source"]
    assert (told.file, told.value) == ("统计局.xlsx", "demo") and "illustrative" in told.rule
    sources = data / "sources.csv"
    text = sources.read_text(encoding="utf-8-sig")
    assert ",illustrative," in text
    sources.write_text(text.replace(",illustrative,", ",published,"), encoding="utf-8-sig")
    assert not [f for f in desk.prepare([str(path)], "2023Q4", str(data), True).plan.warnings if f.column == "source"]


def test_heads_a_column_away_from_their_figures_are_told_and_nothing_is_read(data, tmp_path):
    """序号 had lost its head: 区市 stood over the numbers, GDP over the names, and GDP's figures were industry's."""
    rows = [["区市", GDP, "规上工业增加值增速（%）"]]
    rows += [[k, *row, 7.0 + k / 10] for k, row in enumerate(table(["区市", GDP], growths())[1:], start=1)]
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert (fault.row, fault.column) == (1, "A") and "below B1" in fault.rule and "heads and figures" in fault.rule


def test_a_column_of_numbers_headed_as_such_beside_the_districts_moves_no_head(data, tmp_path):
    from helpers.intake.plan import plan
    from helpers.model import Quarter

    for at, own in enumerate((["序号", "区市"], ["单位", "区市"], ["区市", "区市"], ["代码", "名称"])):
        rows = [[*own, GDP], *([k, *row] for k, row in enumerate(table(["区市", GDP], growths())[1:], start=1))]
        made = plan(data, Quarter(2023, 4), [book(tmp_path / f"{at}.xlsx", rows)], accept=True)
        assert len(made.changes) == 10, own


@pytest.mark.parametrize(
    ("day", "told"), [("2023-11-07", True), ("2023-12-31", True), ("2024-01-20", False), ("2023", False)]
)
def test_a_mapping_whose_source_is_of_before_the_quarters_end_is_noticed(data, tmp_path, day, told):
    """A mapping made for the quarter before names that quarter's notice."""
    from helpers.intake.plan import plan
    from helpers.model import Quarter

    with (data / "sources.csv").open("a", encoding="utf-8") as sources:
        sources.write(f"tj,月报,统计局,{day},published,,\n")
    (data / "mappings").mkdir(exist_ok=True)
    (data / "mappings" / "a.toml").write_text(
        'confirmed = true\nworkbook = "a"\nsource = "tj"\n[[sheet]]\nname = "*"\n[[sheet.column]]\n'
        'head = "地区生产总值增速"\ntable = "values"\nindicator = "gdp_growth"\nunit = "%"\n',
        encoding="utf-8",
    )
    made = plan(data, Quarter(2023, 4), [book(tmp_path / "a.xlsx", table(["区市", GDP], growths()))])
    assert len(made.changes) == 10
    assert [day in fault.rule for fault in made.warnings if fault.column == "source"] == [True] * told
