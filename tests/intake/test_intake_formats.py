"""Cells that show something else than they hold: struck out, raised, scaled; and what OpenDocument tells of cells."""

from __future__ import annotations

import re

import pytest
import xlsxwriter
from books import NAMES, Q4, book, faults, growths, open_book, repacked, table, taken, warned
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from helpers.assess.tables import read_table
from helpers.intake.figures import RAISED, SCALED, STRUCK
from helpers.intake.plan import plan
from helpers.model import DataError

GDP = "GDP增速（%）"


def rich(*runs):
    return CellRichText(*(TextBlock(InlineFont(**how), text) if how else text for text, how in runs))


def as_excel(path, runs):
    """A table whose first figure is a text of these runs, among the shared texts; openpyxl keeps it in the cell."""
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    for r, row in enumerate(table(["区市", GDP], growths())):
        sheet.write_row(r, 0, row)
    formats = {"strike": {"font_strikeout": True}, "vertAlign": {"font_script": 1}}
    parts = [part for text, how in runs for part in (*(made.add_format(formats[k]) for k in how), text)]
    sheet.write_rich_string(1, 1, *parts)
    made.close()
    return path


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize(
    ("runs", "rule"),
    [
        ([("5.6", {}), ("1", {"vertAlign": "superscript"})], RAISED),
        ([("348", {"strike": True}), ("352", {})], STRUCK),
    ],
)
def test_a_part_raised_or_struck_out_is_no_part_of_the_number(data, tmp_path, runs, rule, shared):
    path = tmp_path / "a.xlsx"
    if shared:
        as_excel(path, runs)
    else:
        book(path, table(["区市", GDP], [rich(*runs), *growths()[1:]]))
    assert faults(data, path) == [(2, "B", rule)]


def test_a_text_of_several_runs_without_either_is_read(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", GDP], [rich(("5.", {"b": True}), ("6", {})), *growths()[1:]]))
    assert taken(data, path)[NAMES[0], "gdp_growth"] == "5.6"


def test_a_figure_that_is_struck_out_whole_is_not_taken_in(data, tmp_path):
    def strike(sheet):
        sheet["B3"].font = Font(strike=True)

    assert faults(data, book(tmp_path / "a.xlsx", table(["区市", GDP], growths()), change=strike)) == [(3, "B", STRUCK)]


def merged_names(path, rows):
    """An OpenDocument sheet whose district names span two rows each."""

    def change(parts):
        xml = parts["content.xml"].decode()
        for name in NAMES:
            cell = f'<table:table-cell office:value-type="string"><text:p>{name}'
            xml = xml.replace(
                cell, cell.replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="2"')
            )
        parts["content.xml"] = xml.encode()

    return repacked(open_book(path, rows), change)


def two_rows_each():
    rows = [["区市", "口径", "规上工业增加值增速（%）"]]
    for name, growth in zip(NAMES, growths(), strict=True):
        rows += [[name, "12月当月", growth + 2], [None, "1-12月累计", growth]]
    return rows


def test_opendocument_tells_its_merged_cells(data, tmp_path):
    """The first row of each district was taken in for it, and the second left out without a word."""
    found = taken(data, merged_names(tmp_path / "a.ods", two_rows_each()))
    assert found == {(n, "industry_growth"): f"{g:.1f}" for n, g in zip(NAMES, growths(), strict=True)}


def test_opendocument_spreads_a_merged_head(data, tmp_path):
    rows = [["区市", "2022年GDP增速（%）", None, "2023年GDP增速（%）", None], [None, *["前三季度", "全年"] * 2]]
    rows = [*rows, *([n, 1, 2, 3, g] for n, g in zip(NAMES, growths(), strict=True))]

    def change(parts):
        for year in ("2022年", "2023年"):
            cell = f'<table:table-cell office:value-type="string"><text:p>{year}'
            wide = cell.replace("<table:table-cell", '<table:table-cell table:number-columns-spanned="2"')
            parts["content.xml"] = parts["content.xml"].replace(cell.encode(), wide.encode())

    found = taken(data, repacked(open_book(tmp_path / "a.ods", rows), change))
    assert found == {(n, "gdp_growth"): f"{g:.1f}" for n, g in zip(NAMES, growths(), strict=True)}


def test_opendocument_cells_that_show_another_number_or_a_struck_one(data, tmp_path):
    def change(parts):
        xml = parts["content.xml"].decode()
        xml = xml.replace("<text:p>5.0</text:p>", "<text:p>0.0</text:p>")
        xml = xml.replace("<text:p>5.1</text:p>", '<text:p>5.<text:span text:style-name="T1">1</text:span></text:p>')
        xml = xml.replace('"float" office:value="5.1"', '"string"')
        xml = xml.replace(
            'office:value-type="float" office:value="5.2"',
            'table:style-name="ce1" \\g<0>'.replace("\\g<0>", 'office:value-type="float" office:value="5.2"'),
        )
        style = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
        styles = f'<office:automatic-styles xmlns:style="{style}"><style:style style:name="T1"><style:text-properties '
        styles += 'style:text-position="super 58%"/></style:style><style:style style:name="ce1"><style:text-properties '
        styles += 'style:text-line-through-style="solid"/></style:style></office:automatic-styles><office:body>'
        parts["content.xml"] = xml.replace("<office:body>", styles).encode()

    path = repacked(open_book(tmp_path / "a.ods", table(["区市", GDP], growths())), change)
    assert faults(data, path) == [(2, "B", SCALED), (3, "B", RAISED), (4, "B", STRUCK)]


def test_opendocument_under_the_name_of_a_quarters_own_table_ends_with_its_reason(data, tmp_path):
    path = open_book(data / "2023Q4" / "values.xlsx", [["district", "indicator", "value"], [NAMES[0], "gdp_growth", 5]])
    (data / "2023Q4" / "values.csv").unlink()
    table_read, [fault] = read_table(path.parent, "values", data, ("district", "indicator", "value"))
    assert table_read is None and "not a workbook that can be opened: its content is not that" in fault.rule


def test_a_binary_workbook_is_refused_with_what_to_save_it_as(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", GDP], growths())).rename(tmp_path / "a.xlsb")
    with pytest.raises(DataError, match=r"save it again as \.xlsx"):
        plan(data, Q4, [path])


@pytest.mark.parametrize(
    ("name", "mark", "encoding"),
    [
        ("a.xls", "\t", "gbk"),
        ("a.xls", "\t", "utf-16"),
        ("a.xlsx", ",", "utf-8-sig"),
        ("a.txt", "\t", "utf-16"),
        ("a.txt", "\t", "utf-16-le"),
        ("a.csv", ";", "utf-8"),
        ("a.csv", "，", "gbk"),
        ("a.csv", "|", "utf-8"),
    ],
)
def test_a_text_is_read_however_its_cells_are_parted_and_whatever_it_is_called(data, tmp_path, name, mark, encoding):
    rows = table(["区市", GDP, "备注"], growths(), ["核实，无误" if mark != "，" else "核实"] * 10)
    path = tmp_path / name
    path.write_bytes("\n".join(mark.join(map(str, row)) for row in rows).encode(encoding))
    assert taken(data, path) == {(n, "gdp_growth"): f"{g:.1f}" for n, g in zip(NAMES, growths(), strict=True)}
    notices = plan(data, Q4, [path], accept=True).notices
    assert any("a text under a workbook's name" in n for n in notices) == name.startswith("a.xls")


# ---- cells without addresses -----------------------------------------------------------------------------------------


def unaddressed(parts):
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'(<(?:c|row)) r="[A-Z]*\d+"', rb"\1", parts[name])


def test_cells_without_addresses_show_what_they_show(data, tmp_path):
    """Some programs write none: percentages, formulas without results, hidden rows were not told then."""

    def change(sheet):
        [setattr(sheet.cell(row, 2), "number_format", "0.0%") for row in range(2, 12)]
        sheet.row_dimensions[4].hidden = True

    rows = table(["区市", "GDP增速"], [round(g / 100, 4) for g in growths()])
    path = repacked(book(tmp_path / "a.xlsx", rows, change=change), unaddressed)
    assert taken(data, path) == {(n, "gdp_growth"): f"{g:.1f}" for n, g in zip(NAMES, growths(), strict=True)}
    assert [row for row, _, rule in warned(data, path) if "hidden" in rule] == [4]
    rows[3][1] = "=C4"
    path = repacked(book(tmp_path / "b.xlsx", rows, change=change), unaddressed)
    assert [(row, column) for row, column, _ in faults(data, path)] == [(4, "B")]


def test_a_strict_workbook_is_read_with_its_formats(data, tmp_path):
    """Excel offers it beside the usual .xlsx; its parts have other names for the same things."""

    def strict(parts):
        for name, content in parts.items():
            for usual, other in (
                ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "spreadsheetml/main"),
                ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "officeDocument/relationships"),
            ):
                content = content.replace(usual.encode(), f"http://purl.oclc.org/ooxml/{other}".encode())
            parts[name] = content

    def per_cent(sheet):
        for row in range(2, 12):
            sheet.cell(row, 2).number_format = "0.0%"

    rows = table(["区市", GDP], [round(g / 100, 4) for g in growths()])
    path = repacked(book(tmp_path / "a.xlsx", rows, change=per_cent), strict)
    assert taken(data, path) == {(n, "gdp_growth"): f"{g:.1f}" for n, g in zip(NAMES, growths(), strict=True)}


def test_a_csv_that_tells_excel_its_cells_are_texts(data, tmp_path):
    path = tmp_path / "a.csv"
    lines = [f'="{name}",="{figure}"' for name, figure in [("区市", GDP), *zip(NAMES, growths(), strict=True)]]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert len(taken(data, path)) == 10
