"""What number formats make of numbers: units, other signs or sizes, nothing; all of it as people see it, or told."""

from __future__ import annotations

import pytest
from books import NAMES, book, faults, growths, old_book, open_book, repacked, table, taken, warned

from helpers.intake.figures import SCALED, TURNED
from helpers.intake.number_formats import mark_of

GDP = "GDP增速（%）"


@pytest.mark.parametrize("code", ["0!.0,", "#,##0,", "0.00,,", '0!.0000,"万"'])
def test_a_column_shown_in_thousands_is_not_read_as_it_is_not_shown(data, tmp_path, code):
    def scale(sheet):
        for row in range(2, 12):
            sheet.cell(row, 2).number_format = code

    rows = table(["区市", "新签约项目投资额同比增加（万元）"], [61_235_000 + k for k in range(10)])
    found = faults(data, book(tmp_path / "a.xlsx", rows, change=scale))
    assert found == [(row, "B", SCALED) for row in range(2, 12)]


@pytest.mark.parametrize(
    ("code", "digits", "per_cent"),
    [
        ("0.0%", 1, True),
        ("#,##0.00", 2, False),
        ("#,##0", 0, False),
        ("General", None, False),
        ("@", None, False),
        ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', 2, False),
        ('0.0"%"', 1, False),
        ("0_);(0)", 0, False),
    ],
)
def test_what_a_number_format_shows(code, digits, per_cent):
    mark = mark_of(code)
    assert (mark.digits, mark.per_cent, mark.rule) == (digits, per_cent, "")


MONEY = "新签约项目投资额同比增加"
AMOUNT = "signed_investment_growth_amount"


def shown_as(code):
    """A `change` that gives the second column this number format."""
    return lambda sheet: [setattr(sheet.cell(row, 2), "number_format", code) for row in range(2, 12)]


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ('0.00"万元"', "万元"),
        ('#,##0.00"亿元"_ ', "亿元"),
        ("0.0(万元)", "万元"),
        ('0"个";-0"个"', "个"),
        ('0.0"%"', "%"),
        ('0.0"倍"', "倍"),
        ('0.0"亿美元"', "亿美元"),
        ('0.0"（快报）"', ""),
        ('"人民币"0.0', ""),
        ('[>=10]0"个";0.0"万个"', ""),
    ],
)
def test_the_unit_that_a_format_writes_behind_the_number(code, unit):
    assert mark_of(code).unit == unit


@pytest.mark.parametrize(("code", "factor"), [('0.00"万元"', 10000), ('0.00"亿元"', 1), ('0.00"亿"', 1)])
def test_figures_are_in_the_unit_that_their_format_writes(data, tmp_path, code, factor):
    """People see 6001000.00万元; the cell holds 6001000, and its head tells no unit."""
    rows = table(["区市", MONEY], [(600 + k) * factor for k in range(10)])
    path = book(tmp_path / "a.xlsx", rows, change=shown_as(code))
    assert taken(data, path) == {(n, AMOUNT): f"{600 + k}.00" for k, n in enumerate(NAMES)}


@pytest.mark.parametrize("code", ['0.0"倍"', '0.0"个百分点"'])
def test_a_unit_of_the_format_that_is_not_the_items_is_a_fault(data, tmp_path, code):
    """Where no cell is a figure, it is the column that is told."""
    [*told] = faults(data, book(tmp_path / "a.xlsx", table(["区市", GDP], growths()), change=shown_as(code)))
    assert len(told) == (10 if "点" in code else 1)


@pytest.mark.parametrize("code", ['"下降"0.0', "-0.0", r"\-0.0;0.0", '"▼"0.0', "(0.0)", "↓0.0"])
def test_a_format_that_says_of_every_figure_that_it_fell_is_a_fault(data, tmp_path, code):
    path = book(tmp_path / "a.xlsx", table(["区市", GDP], growths()), change=shown_as(code))
    assert faults(data, path) == [(row, "B", TURNED) for row in range(2, 12)]


@pytest.mark.parametrize(
    "code",
    ["0.0_);(0.0)", '"增长"0.0;"下降"0.0', "▲0.0;▼0.0", "+0.0;-0.0;0", '_-* #,##0.0_-;\\-* #,##0.0_-;_-* "-"??_-'],
)
def test_one_that_says_so_of_figures_below_zero_is_none(data, tmp_path, code):
    figures = [-1.5, *growths()[1:]]
    path = book(tmp_path / "a.xlsx", table(["区市", GDP], figures), change=shown_as(code))
    assert taken(data, path) == {(n, "gdp_growth"): f"{f:.1f}" for n, f in zip(NAMES, figures, strict=True)}


@pytest.mark.parametrize(
    ("code", "signs"),
    [
        (";;;", {1, 0, -1}),
        ("0.0;-0.0;", {0}),
        ('0.0;-0.0;""', {0}),
        ("0.0;-0.0;;@", {0}),
        ("#,###", {0}),
        ("0.0;", {-1}),
        ('0.0;-0.0;"-"', set()),
        ("#,##0", set()),
        ("General", set()),
        ("General;-General;", {0}),
        ("@", set()),
        ("0.0", set()),
        ("yyyy-mm-dd", set()),
        ("", set()),
    ],
)
def test_formats_that_show_nothing_of_some_numbers(code, signs):
    assert mark_of(code).hides == signs


@pytest.mark.parametrize("how", ["format", "sheet", "xls"])
def test_a_number_that_nobody_sees_is_read_and_told(data, tmp_path, how):
    """A formula's 0 for a district that reported nothing: its cell looks empty."""
    rows = table(["区市", GDP], [0, *growths()[1:]])
    if how == "xls":
        path = old_book(tmp_path / "a.xls", rows, zeros=False)
    elif how == "sheet":
        path = book(tmp_path / "a.xlsx", rows, change=lambda sheet: setattr(sheet.sheet_view, "showZeros", False))
    else:
        path = book(tmp_path / "a.xlsx", rows, change=shown_as("0.0;-0.0;;@"))
    assert warned(data, path) == [(2, "B", "its cell shows nothing, and holds this")]


def test_opendocument_shows_a_unit_a_fall_or_nothing(data, tmp_path):
    rows = table(["区市", MONEY], [(600 + k) * 10000 for k in range(10)])

    def with_unit(parts):
        parts["content.xml"] = parts["content.xml"].replace(b"0000</text:p>", "0000万元</text:p>".encode())

    path = repacked(open_book(tmp_path / "a.ods", rows), with_unit)
    assert taken(data, path) == {(n, AMOUNT): f"{600 + k}.00" for k, n in enumerate(NAMES)}

    def otherwise(parts):
        xml = (
            parts["content.xml"]
            .replace(b"<text:p>5.0<", b"<text:p><")
            .replace(b"<text:p>5.1<", "<text:p>▼5.1<".encode())
        )
        parts["content.xml"] = xml

    path = repacked(open_book(tmp_path / "b.ods", table(["区市", GDP], growths())), otherwise)
    assert faults(data, path) == [(3, "B", TURNED)]
