"""How figures are written: full-width, with marks and units, as percentages or parts of one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from books import FULL_WIDTH, NAMES, Q4, book, expect, growths, table, taken

from helpers.intake.plan import plan
from helpers.model import DataError

GDP = "地区生产总值增速"


def test_full_width_digits_spaces_and_thousands_marks(data, tmp_path):
    typed = [f" {f} ".translate(FULL_WIDTH) for f in growths()]
    money = [f"{k},{k}23.5{k}" for k in range(1, 10)] + ["1 234.50"]
    rows = table(["区市", GDP + "（%）", "新签约项目投资额同比增加（亿元）"], typed, money)
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    figures = [float(m.replace(",", "").replace(" ", "")) for m in money]
    assert found == expect("gdp_growth", growths()) | expect("signed_investment_growth_amount", figures, 2)


@pytest.mark.parametrize(
    ("unit", "factor"), [("万元", "0.0001"), ("元", "0.00000001"), ("亿元", "1"), ("千万元", "0.1"), ("百万元", "0.01")]
)
def test_money_in_the_unit_of_its_head(data, tmp_path, unit, factor):
    figures = [Decimal(600 + k) for k in range(10)]
    rows = table(["区市", f"新签约项目投资额同比增加（{unit}）"], [int(f / Decimal(factor)) for f in figures])
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert [Decimal(found[n, "signed_investment_growth_amount"]) for n in NAMES] == figures


@pytest.mark.parametrize("place", ["note", "row", "cell", "column"])
def test_units_in_a_note_a_row_of_units_or_the_cells(data, tmp_path, place):
    title, name = ["2023年项目签约情况"], "新签约项目投资额同比增加"
    typed = [10000 * k for k in range(1, 11)]
    rows = table(["区市", name], typed)
    if place == "note":
        rows = [title, [None, "计量单位：万元"], *rows]
    elif place == "row":
        rows = [rows[0], [None, "万元"], *rows[1:]]
    elif place == "cell":
        rows = table(["区市", name], [f"{k}亿元" for k in range(1, 10)] + ["100000万元"])
    else:
        rows = [["指标", "计量单位", *NAMES], [name, "万元", *typed]]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("signed_investment_growth_amount", range(1, 11), 2)


def as_parts(sheet):
    for row in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
        row[0].number_format = "0.0%"


@pytest.mark.parametrize("how", ["95.7", "0.957 shown as 95.7%", "0.957", "95.7%", "mixed formats"])
def test_percentages_however_written(data, tmp_path, how):
    figures = [95.7, 88.1, 92.4, 100.0, 79.3, 90.6, 85.5, 99.9, 101.2, 60.8]
    parts = [round(f / 100, 4) for f in figures]
    change = as_parts if "shown" in how else lambda sheet: None
    typed = {"95.7": figures, "95.7%": [f"{f}%" for f in figures]}.get(how, parts)
    if how == "mixed formats":
        typed = [*figures[:5], *parts[5:]]

        def change(sheet):
            for k in range(7, 12):
                sheet.cell(k, 2).number_format = "0.00%"

    rows = table(["区市", "一般公共预算收入完成率"], typed)
    assert taken(data, book(tmp_path / "a.xlsx", rows, change=change)) == expect("budget_revenue", figures)


def test_a_part_of_one_among_percentages_is_asked_about_not_guessed(data, tmp_path):
    typed = [95.7, 88.1, 0.924, *[90.0] * 7]
    path = book(tmp_path / "a.xlsx", table(["区市", "一般公共预算收入完成率（%）"], typed))
    with pytest.raises(DataError) as told:
        plan(data, Q4, [path], accept=True)
    [fault] = told.value.faults
    assert (fault.file, fault.row, fault.column, fault.value) == ("a.xlsx", 4, "B", "0.924")
    assert "part of one" in fault.rule and "write 92.4" in fault.hint


@pytest.mark.parametrize(
    ("typed", "taken", "told"),
    [
        ("51‰", "5.1", [("typed", "0.1", "‰", "%")]),
        ("5.1%", "5.1", []),
        ("5.1", "5.1", []),
    ],
)
def test_a_rate_with_its_own_unit_behind_it(data, tmp_path, typed, taken, told):
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], [typed, *growths()[1:]]))
    [change] = [c for c in plan(data, Q4, [path], accept=True).changes if c.district == NAMES[0]]
    assert change.new == taken
    assert [(s.kind, str(s.factor), s.unit, s.to) for s in change.claim.how] == told


def test_money_with_its_own_unit_behind_it_is_told_by_that_unit(data, tmp_path):
    """The head says 亿元, and one cell is typed in 元: what was done to it is told from 元."""
    rows = table(["区市", "新签约项目投资额同比增加（亿元）"], ["75100000000元", *[751] * 9])
    [change] = [
        c for c in plan(data, Q4, [book(tmp_path / "a.xlsx", rows)], accept=True).changes if c.district == NAMES[0]
    ]
    assert change.new == "751.00" and [(s.unit, s.to) for s in change.claim.how] == [("元", "亿元")]
