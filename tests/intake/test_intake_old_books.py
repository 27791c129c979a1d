"""The older .xls: what it shows beside its values is told as for .xlsx."""

from __future__ import annotations

import datetime
import random
import struct

import pytest
import xlwt
from books import NAMES, Q4, faults, growths, old_book, table, taken

from helpers.intake.figures import DATE, RAISED, SCALED, STRUCK
from helpers.intake.old_books import UNTOLD
from helpers.intake.plan import plan
from helpers.intake.workbooks import read_book
from helpers.model import DataError

GDP = "GDP增速（%）"
UNCALCULATED = "a formula without a stored result"


def old(path, column, change=lambda sheet: None, head=GDP):
    """A table of one figure a district; a figure may be (value, style), a list of runs, or a formula."""
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Sheet1")
    for c, text in enumerate(["区市", head]):
        sheet.write(0, c, text)
    for r, (name, cell) in enumerate(zip(NAMES, column, strict=True), start=1):
        sheet.write(r, 0, name)
        if isinstance(cell, list):
            sheet.write_rich_text(r, 1, cell)
        else:
            sheet.write(r, 1, *(cell if isinstance(cell, tuple) else [cell]))
    change(sheet)
    made.save(str(path))
    return path


def test_a_percentage_by_its_format_is_one(data, tmp_path):
    parts = [(0.957 + k / 1000, xlwt.easyxf(num_format_str="0.0%")) for k in range(10)]
    done = plan(data, Q4, [old(tmp_path / "a.xls", parts, head="一般公共预算收入完成率（%）")], accept=True)
    assert [c.new for c in done.changes] == [f"{95.7 + k / 10:.1f}" for k in range(10)]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ((5.2, xlwt.easyxf("font: struck_out on")), STRUCK),
        (("5.2", xlwt.easyxf("font: struck_out on")), STRUCK),
        ([("4.8", xlwt.easyfont("struck_out on")), "5.2"], STRUCK),
        (["5.2", ("1", xlwt.easyfont("escapement superscript"))], RAISED),
        ((5200, xlwt.easyxf(num_format_str="0.0,")), SCALED),
    ],
)
def test_what_is_struck_raised_or_scaled_is_not_taken_in(data, tmp_path, cell, rule):
    assert faults(data, old(tmp_path / "a.xls", [*growths()[:2], cell, *growths()[3:]])) == [(4, "B", rule)]


def test_a_row_filtered_away_is_told_and_a_hidden_column_gives_way(data, tmp_path):
    def hide(sheet):
        sheet.row(4).hidden = True
        sheet.col(1).hidden = True
        for r, text in enumerate([GDP, *growths(7.0)]):
            sheet.write(r, 2, text)

    done = plan(data, Q4, [old(tmp_path / "a.xls", growths(), hide)], accept=True)
    assert [c.new for c in done.changes] == [f"{7 + k / 10:.1f}" for k in range(10)]
    assert [(f.row, f.column) for f in done.warnings if "hidden or filtered away" in f.rule] == [(5, "C")]


def test_formulas_that_nothing_has_calculated_are_told(data, tmp_path):
    """xlwt stores an empty text as the result of every formula, and other writers a 0."""
    column = [xlwt.Formula("C2+D2"), xlwt.Formula("C3+D3"), *growths()[2:]]
    path = old(tmp_path / "a.xls", column)
    assert faults(data, path) == [(2, "B", UNCALCULATED), (3, "B", UNCALCULATED)]
    path.write_bytes(path.read_bytes().replace(struct.pack("<8B", 3, 0, 0, 0, 0, 0, 255, 255), bytes(8)))
    assert faults(data, path) == [(2, "B", UNCALCULATED), (3, "B", UNCALCULATED)]


def test_formulas_that_all_come_to_zero_are_zero_where_an_engine_has_calculated_them(data, tmp_path):
    """Excel and LibreOffice write which engine did (RECALCID); programs that only write a workbook have none."""
    path = old(tmp_path / "a.xls", [xlwt.Formula("C2-D2"), xlwt.Formula("C3-D3"), *growths()[2:]])
    content = path.read_bytes().replace(struct.pack("<8B", 3, 0, 0, 0, 0, 0, 255, 255), bytes(8))
    path.write_bytes(content)
    assert faults(data, path) == [(2, "B", UNCALCULATED), (3, "B", UNCALCULATED)]
    other = struct.pack("<HH", 0x0160, 2)  # a record of the workbook's own, whose place the engine's takes
    assert content.count(other) == 1
    path.write_bytes(content.replace(other, struct.pack("<HH", 0x01C1, 2)))
    assert [new for new in taken(data, path).values()][:2] == ["0.0", "0.0"]


def test_a_formula_with_a_result_of_zero_beside_others_is_zero(data, tmp_path):
    """Only one that wants to be calculated as soon as the workbook opens is none then."""
    path = old(tmp_path / "a.xls", [xlwt.Formula("C2"), xlwt.Formula("C3"), *growths()[2:]])
    first, second = (struct.pack("<HHH", r, 1, 17) + struct.pack("<8B", 3, 0, 0, 0, 0, 0, 255, 255) for r in (1, 2))
    content = path.read_bytes()
    assert first in content and second in content
    content = content.replace(first, first[:6] + bytes(8)).replace(second, second[:6] + struct.pack("<d", 5.1))
    path.write_bytes(content)
    done = plan(data, Q4, [path], accept=True)
    assert [c.new for c in done.changes][:2] == ["0.0", "5.1"]
    path.write_bytes(content.replace(first[:6] + bytes(8) + b"\0\0", first[:6] + bytes(8) + b"\2\0"))
    assert faults(data, path) == [(2, "B", UNCALCULATED)]


def test_errors_dates_and_merged_cells(data, tmp_path):
    """A formula with an error is no empty cell; December's first day is December."""
    rows = [["区市", "日期"], [NAMES[0], None]]
    path = old_book(tmp_path / "a.xls", rows, merged=[(0, 0, 2, 4, "GDP增速（%）")])
    [sheet] = read_book(path).sheets
    assert sheet.merged == ((0, 2, 0, 4),) and sheet.rows[0][2].text == GDP
    day = (datetime.date(2023, 12, 31), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    path = old(tmp_path / "b.xls", [day, *growths()[1:]])
    assert read_book(path).sheets[0].rows[1][1].text == "2023-12-31"
    assert faults(data, path) == [(2, "B", DATE)]
    error = struct.pack("<8B", 2, 0, 7, 0, 0, 0, 255, 255)  # #DIV/0!
    path = old(tmp_path / "c.xls", [xlwt.Formula("C2/D2"), *growths()[1:]])
    path.write_bytes(path.read_bytes().replace(struct.pack("<8B", 3, 0, 0, 0, 0, 0, 255, 255), error))
    assert faults(data, path) == [(2, "B", "the formula has an error")]


def test_a_workbook_that_does_not_tell_says_so_and_is_read(data, tmp_path):
    """Half a letter in the name of a font."""
    path = old_book(tmp_path / "a.xls", table(["区市", GDP], growths()))
    content, name = path.read_bytes(), b"\x05\x00Arial"
    assert name in content and read_book(path).notices == ()
    path.write_bytes(content.replace(name, b"\x05\x01Arial"))
    assert read_book(path).notices == (UNTOLD,)
    assert [c.new for c in plan(data, Q4, [path], accept=True).changes] == [f"{v:.1f}" for v in growths()]


def test_a_damaged_one_is_refused_or_read_and_never_ends_the_program(tmp_path):
    path = old_book(tmp_path / "a.xls", table(["区市", GDP], growths()))
    content = path.read_bytes()
    at = content.index(struct.pack("<HHII", 0x0200, 14, 0, 11))  # how far the sheet reaches, it says
    change = random.Random(7)
    damages = [(at + 11, 0xE9)]
    damages += [(change.randrange(len(content)), change.randrange(256)) for _ in range(150)]
    ended = set()
    for place, byte in damages:
        path.write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
        try:
            ended.add(len(read_book(path).sheets[0].rows))
        except DataError as told:
            ended.add(told.faults[0].rule.partition(":")[0])
    assert {11, "not a workbook that can be opened"} <= ended


def test_a_chain_that_runs_in_a_circle_is_refused(tmp_path):
    path = old_book(tmp_path / "a.xls", table(["区市", GDP], growths()))
    content = bytearray(path.read_bytes())
    table_at = 512 * (1 + struct.unpack_from("<I", content, 76)[0])
    struct.pack_into("<I", content, table_at + 4, 0)  # the second sector of the workbook leads back to the first
    path.write_bytes(content)
    with pytest.raises(DataError, match="runs in a circle"):
        read_book(path)


def test_a_large_one_has_tables_of_its_sectors_in_a_chain(tmp_path):
    path = old_book(tmp_path / "a.xls", [[f"{r}" * 60, *range(10)] for r in range(40_000)])
    assert path.stat().st_size > 109 * 128 * 512
    [sheet] = read_book(path).sheets
    assert len(sheet.rows) == 40_000 and sheet.rows[-1][10].text == "9"


def test_one_that_is_cut_short_is_refused(tmp_path):
    path = old_book(tmp_path / "a.xls", table(["区市", GDP], growths()))
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(DataError, match="container is damaged"):
        read_book(path)
