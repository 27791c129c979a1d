"""Comments on cells: told beside the figures that they stand on, and nothing is read from them."""

from __future__ import annotations

import struct

import pytest
import xlwt
from books import NAMES, book, growths, open_book, repacked, table, taken, warned
from openpyxl.comments import Comment
from xlwt.CompoundDoc import XlsDoc

from helpers.intake import comments

GDP = "GDP增速（%）"


SAID = "此数为快报数，\n以6.1为准"


def commented(at):
    return lambda sheet: setattr(sheet[at], "comment", Comment(f"统计局:\n{SAID}", "统计局"))


@pytest.mark.parametrize(("at", "words"), [("B2", "it"), ("A2", "the district's name"), ("B1", "the head")])
def test_a_comment_on_a_figure_its_district_or_its_head_is_told(data, tmp_path, at, words):
    path = book(tmp_path / "a.xlsx", table(["区市", GDP], growths()), change=commented(at))
    told = f"a comment stands on {words}: 统计局: 此数为快报数， 以6.1为准"
    assert warned(data, path) == [(int(at[1]), at[0], told)]
    assert taken(data, path)[NAMES[0], "gdp_growth"] == "5.0"


def test_a_comment_beside_the_table_is_nobodys(data, tmp_path):
    assert not warned(data, book(tmp_path / "a.xlsx", table(["区市", GDP], growths()), change=commented("D9")))


def test_of_a_thread_the_words_themselves_are_told():
    before = (
        "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to "
    )
    before += "it will get removed. Learn more: https://go.microsoft.com/fwlink/?linkid=870924\n\nComment:\n    "
    assert comments.told(before + SAID) == comments.told(SAID) == "此数为快报数， 以6.1为准"
    chinese = "[线程批注]\n\n你的Excel版本可读取此线程批注。"
    chinese += "了解详细信息: https://go.microsoft.com/fwlink/?linkid=870924。\n\n注释:\n    "
    assert comments.told(chinese + SAID) == "此数为快报数， 以6.1为准"
    assert len(comments.told("长" * 500)) == 201


def test_a_comment_in_opendocument_is_told_and_no_part_of_what_it_stands_on(data, tmp_path):
    def change(parts):
        note = f"<office:annotation><text:p>{SAID}</text:p></office:annotation><text:p>"
        xml = (
            parts["content.xml"]
            .decode()
            .replace("<text:p>5.0", f"{note}5.0")
            .replace("<text:p>市北区", f"{note}市北区")
        )
        parts["content.xml"] = xml.encode()

    path = repacked(open_book(tmp_path / "a.ods", table(["区市", GDP], growths())), change)
    assert [(row, column) for row, column, rule in warned(data, path)] == [(2, "B"), (3, "A")]
    assert taken(data, path)[NAMES[1], "gdp_growth"] == "5.1"


def test_a_comment_in_an_xml_spreadsheet_is_told(data, tmp_path):
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    comment = f"<Comment><Data>{SAID}</Data></Comment>"
    rows = "".join(
        f'<Row><Cell><Data ss:Type="String">{n}</Data></Cell><Cell><Data ss:Type="{kind}">{f}</Data>{note}</Cell></Row>'
        for n, f, kind, note in [
            ("区市", GDP, "String", ""),
            *((n, g, "Number", comment if n == NAMES[2] else "") for n, g in zip(NAMES, growths(), strict=True)),
        ]
    )
    path = tmp_path / "a.xls"
    sheet = f'<Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet>'
    path.write_text(f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{sheet}</Workbook>', "utf-8")
    assert [(row, column) for row, column, _ in warned(data, path)] == [(4, "B")]


def record(kind, content):
    return struct.pack("<HH", kind, len(content)) + content


def test_a_comment_in_an_older_workbook_is_told(data, tmp_path):
    """xlwt writes none: the records of a note, its drawing and its text stand before the sheet's end."""
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Sheet1")
    for r, row in enumerate(table(["区市", GDP], growths())):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    note = record(0x5D, struct.pack("<5H12x2H", 0x15, 0x12, 0x19, 1, 0, 0, 0))
    note += record(0x1B6, struct.pack("<2H6x2H4x", 0, 0, len(SAID), 16))
    note += record(0x3C, b"\1" + SAID.encode("utf-16-le")) + record(
        0x3C, struct.pack("<2HI2HI", 0, 0, 0, len(SAID), 0, 0)
    )
    note += record(0x1C, struct.pack("<5HB", 1, 1, 0, 1, 3, 0) + b"abc\0")
    stream = made.get_biff_data()
    XlsDoc().save(str(tmp_path / "a.xls"), stream[:-4] + note + stream[-4:])
    [(row, column, rule)] = warned(data, tmp_path / "a.xls")
    assert (row, column) == (2, "B") and "以6.1为准" in rule
