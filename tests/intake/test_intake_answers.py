"""What a database's rows say is doubted like a workbook's cells, and told by query, district and item."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy
from books import NAMES, Q4

from helpers.desk.data_check import fault_lines
from helpers.intake.source import plan_of_source
from helpers.model import DataError

AMOUNT = "signed_investment_growth_amount"
COLUMNS = ("district", "indicator", "value", "unit", "quarter", "period", "scope")


def asked(data: Path, *rows: tuple, columns: str = ", ".join(COLUMNS), more: str = ""):
    """A plan from a table `given` of SQLite that holds these rows, and of them these columns."""
    engine = sqlalchemy.create_engine(f"sqlite:///{data / 'given.db'}")
    with engine.begin() as to:
        to.execute(sqlalchemy.text(f"create table given ({', '.join(COLUMNS)})"))
        for row in rows:
            values = dict(zip("abcdefg", [*row, *[None] * (7 - len(row))], strict=True))
            to.execute(sqlalchemy.text("insert into given values (:a, :b, :c, :d, :e, :f, :g)"), values)
    engine.dispose()
    head = f'[source]\nurl = "sqlite:///given.db"\nsource = "demo"\n{more}\n[query]\n'
    (data / "source.toml").write_text(f'{head}values = "select {columns} from given"\n', encoding="utf-8")
    return plan_of_source(data, Q4)


def refused(data: Path, *rows: tuple, **more: str) -> tuple[list[str], list[str]]:
    """The faults of such a plan, in English and in Chinese."""
    with pytest.raises(DataError) as told:
        asked(data, *rows, **more)
    return fault_lines(told.value.faults, "en"), fault_lines(told.value.faults, "zh")


def growth(*figures: object, unit: object = "%") -> list[tuple]:
    return [(name, "gdp_growth", figure, unit) for name, figure in zip(NAMES, figures, strict=False)]


def test_a_unit_typed_behind_the_figure_counts_before_the_units_column(data):
    plan = asked(data, ("胶州市", AMOUNT, "5.6亿", "万元"), ("平度市", AMOUNT, "61235", "万元"))
    assert {c.district: float(c.new) for c in plan.changes} == {"胶州市": 5.6, "平度市": 6.1235}


def test_a_percentage_is_no_count(data):
    english, chinese = refused(data, ("胶州市", "signed_projects", "5.6%", "个"))
    assert english == [
        "error: source.toml [values: 胶州市 signed_projects]: found '5.6%'; a percentage; 新签约项目 is in 个 "
        "-> give the figure in 个"
    ]
    said = "原文“5.6%”，填的是百分数，新签约项目的单位是个；以个为单位提供"
    assert chinese == [f"错误：source.toml [values: 胶州市 signed_projects]：{said}"]


def test_an_area_that_is_no_district_is_left_out_and_told(here, data):
    """As it is in a workbook, whose department keeps the same rows in the database."""
    rows = [*growth(*(5 + k / 10 for k in range(10))), ("保税区", "gdp_growth", 7.7, "%", "2022Q1")]
    rows += [("市本级", "gdp_growth", 7.9, "%"), ("青岛前湾保税港区管委会", "signed_projects", 3, "个")]
    plan = asked(data, *rows)
    assert len(plan.changes) == 10 and not plan.unsure
    told = here("briefing", "intake", "--database", "--data", data, "--yes", "--lang", "en")
    said = "source.toml: left out, being no district of districts.csv: "
    assert told.returncode == 0 and said + "保税区 (values); 市本级 (values); 青岛前湾保税港区管委会" in told.stdout
    told = here("briefing", "intake", "--database", "--data", data, "--yes")
    assert "source.toml：不在区市名单（districts.csv）之中，未读入：保税区" in told.stdout


def test_a_name_that_nobody_knows_is_an_error_that_says_where_to_list_it(data):
    english, chinese = refused(data, *growth(5.1), ("东海新区", "gdp_growth", 7.7, "%"))
    assert len(english) == 1 and "list it under areas in districts.csv" in english[0]
    assert "列入districts.csv的areas" in chinese[0]


def test_rates_that_look_like_parts_of_one_are_asked_about(data):
    rates = growth(*(round(0.05 + k / 1000, 4) for k in range(10)))
    english, chinese = refused(data, *rates)
    assert len(english) == 1 and "[values: gdp_growth]: all figures look like parts of one" in english[0]
    assert 'any_size = ["gdp_growth"] in [source] of source.toml' in english[0] and "在查询中乘100" in chinese[0]


def test_one_rate_that_looks_like_a_part_of_one_beside_the_others_is_asked_about(data):
    english, _ = refused(data, *growth(5.1, 5.2, 5.3, 5.4, 0.055, 5.6))
    assert len(english) == 1 and "[values: 黄岛区 gdp_growth]: found '0.055'" in english[0]


def test_rates_of_any_size_are_taken_where_source_toml_says_so(data):
    plan = asked(data, *growth(0.051, 0.052, 0.053), more='any_size = ["gdp_growth"]')
    assert sorted(c.new for c in plan.changes) == ["0.051", "0.052", "0.053"]


@pytest.mark.parametrize(
    ("more", "told"), [('any_size = "gdp_growth"', "a list of items"), ('any_size = ["gdp"]', "no such item")]
)
def test_any_size_names_items_of_the_quarter(data, more, told):
    english, chinese = refused(data, *growth(5.1), more=more)
    assert told in english[0] and "any_size" in chinese[0]


def test_an_amount_of_money_without_a_unit_is_not_guessed_at(data):
    english, chinese = refused(data, ("胶州市", AMOUNT, 6123500), columns="district, indicator, value")
    assert "found '6123500'; the row tells no unit;" in english[0] and "'亿元' as unit" in english[0]
    assert "此行没有单位，新签约项目投资额同比增加的单位是亿元" in chinese[0]


def test_a_count_and_a_rate_need_no_unit(data):
    plan = asked(
        data, ("胶州市", "gdp_growth", 5.6), ("胶州市", "signed_projects", 56), columns="district, indicator, value"
    )
    assert {c.new for c in plan.changes} == {"5.6", "56"}


@pytest.mark.parametrize(
    ("told", "english", "chinese"),
    [
        (("2023Q3", None, None), "key quarter: found '2023Q3'; the row is of 2023Q3, not of 2023Q4", "此行属于2023Q3"),
        (("2023年三季度", None, None), "the row is of 2023Q3, not of 2023Q4", "此行属于2023Q3，不是2023Q4"),
        ((3, None, None), "the row is of 2023Q3, not of 2023Q4", "此行属于2023Q3，不是2023Q4"),
        (
            ("终稿", None, None),
            "no quarter that can be read (10 figures in all) -> give it as 2023Q4",
            "认不出是哪个季度（共10个数）；写作2023Q4",
        ),
        (
            (None, "2023-01..2023-09", None),
            "is of 2023-01..2023-12 (10 figures in all)",
            "的时期应为2023-01..2023-12（共10",
        ),
        ((None, "前三季度", None), "key period: found '前三季度'; the row is of 前三季度;", "此行时期为前三季度"),
        (
            (None, "2023Q4", None),
            "the row is of 2023Q4; 地区生产总值增速 is of 2023-01..2023-12",
            "时期应为2023-01..2023-12",
        ),
        ((None, None, "single quarter"), "the row's scope is single quarter; that of", "此行口径为single quarter"),
        ((None, None, "当季"), "key scope: found '当季'", "的口径应为cumulative"),
    ],
)
def test_a_row_of_another_quarter_period_or_scope_is_refused(data, told, english, chinese):
    rows = [(*row, *told) for row in growth(*(5 + k / 10 for k in range(10)))]
    found = refused(data, *rows)
    assert len(found[0]) == 1 and english in found[0][0] and chinese in found[1][0]
    assert "[values: 即墨区 gdp_growth]" in found[0][0]  # the first row of the sorted answer


@pytest.mark.parametrize(
    "told",
    [
        ("2023Q4", "2023-01..2023-12", "cumulative"),
        ("2023年第四季度", "全年", "累计"),
        (4, "2023", None),
        ("Q4", "1-12月", None),
        (None, None, None),
    ],
)
def test_a_row_that_says_it_is_of_this_quarter_is_taken(data, told):
    plan = asked(data, *((*row, *told) for row in growth(5.6)))
    assert [c.new for c in plan.changes] == ["5.6"]


def test_a_period_mended_in_the_table_counts_before_the_items_own(data):
    path = data / "2023Q4" / "values.csv"
    text = path.read_text(encoding="utf-8-sig")
    old, new = "胶州市,gdp_growth,,,%,2023-01..2023-12,cumulative", "胶州市,gdp_growth,,,%,2023Q4,single quarter"
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8-sig")
    row = ("胶州市", "gdp_growth", 5.6, "%", "2023Q4", "2023Q4", "single quarter")
    assert [c.new for c in asked(data, row).changes] == ["5.6"]


@pytest.mark.parametrize("period", ["2023-12", "2023-11-03"])
def test_a_fact_never_told_before_has_its_rows_period_and_scope(data, period):
    """They were written as since January and cumulative, whatever the database said."""
    for table in data.glob("20*Q*/values.csv"):
        lines = table.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        table.write_text("".join(line for line in lines if ",managed_streets," not in line), encoding="utf-8-sig")
    plan = asked(data, ("胶州市", "managed_streets", 12, "条", "2023Q4", period, "存量"))
    (written,) = (text for path, text in plan.files.items() if path.name == "values.csv")
    assert f"胶州市,managed_streets,12,,条,{period},stock,demo" in written.decode("utf-8-sig")


def test_a_fact_never_told_before_is_not_taken_from_another_quarter(data):
    english, _ = refused(data, ("胶州市", "event_signed_projects", 12, "个", None, "2023-09", None))
    assert "key period: found '2023-09'; the row is of 2023-09;" in english[0]


def test_a_row_is_named_by_its_district_and_item(data):
    english, chinese = refused(data, ("胶州市", "gdp_growth", "五个多", "%"), *growth(5.1))
    assert english == [
        "error: source.toml [values: 胶州市 gdp_growth]: found '五个多'; not a number "
        "-> a number, or NULL where the figure is not available"
    ]
    assert chinese[0].startswith("错误：source.toml [values: 胶州市 gdp_growth]：原文“五个多”")


def test_a_figure_beyond_its_limits_is_named_by_its_district_and_item(data):
    english, _ = refused(data, ("胶州市", "signed_projects", -3, "个"))
    assert "[values: 胶州市 signed_projects]: found '-3'; below its minimum 0" in english[0]


def test_a_row_without_a_district_is_told_with_its_item_and_figure(data):
    english, chinese = refused(data, (None, "gdp_growth", 5.6, "%"))
    assert "[values: gdp_growth]: found '5.6'; a row without a district (NULL)" in english[0]
    assert "[values: gdp_growth]：原文“5.6”，此行没有区市（NULL）" in chinese[0]


def test_two_rows_of_one_figure_are_no_workbooks(data):
    english, chinese = refused(data, ("胶州市", "gdp_growth", 5.6, "%"), ("胶州市", "gdp_growth", 9.9, "%"))
    assert len(english) == 1 and "[values: 胶州市 gdp_growth]: found '9.9'; two rows of the answer" in english[0]
    assert "查询结果中有两行报此数：5.6和9.9；只能有一个正确：修改查询" in chinese[0]
    assert "workbook" not in english[0] and "工作簿" not in chinese[0]


def test_an_answer_without_rows_is_told(data):
    plan = asked(data)
    assert not plan.changes and fault_lines(plan.warnings, "en") == [
        "warning: source.toml [values]: the query gave no rows for 2023Q4 "
        "-> check its table, and which quarter it asks for"
    ]
    assert "[values]：查询没有返回2023Q4的任何一行；核实查询的表" in fault_lines(plan.warnings, "zh")[0]


def test_a_total_is_held_against_the_sum_of_the_districts(data):
    rows = [(name, "signed_projects", 10, "个") for name in NAMES]
    plan = asked(data, *rows, ("全市", "signed_projects", 120, "个"))
    told = fault_lines([f for f in plan.warnings if f.column != "source"], "en")
    assert len(told) == 1 and "[values: 全市 signed_projects]: found '120'" in told[0] and "sum to 100" in told[0]
