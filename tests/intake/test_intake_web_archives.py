"""Web pages in one file (MHTML) under a workbook's name, as Excel and browsers write them: read sheet by sheet."""

from __future__ import annotations

import base64
import quopri

from books import Q4, expect, faults, growths, table, taken

from helpers.intake.plan import plan
from helpers.intake.workbooks import read_book
from helpers.write import contract_rules_zh

GDP = "GDP增速（%）"
BOUNDARY = "----=_NextPart_01"
BOOK = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><xml><x:ExcelWorkbook><x:ExcelWorksheets>
<x:ExcelWorksheet><x:Name>旧稿</x:Name><x:WorksheetSource HRef="a.files/sheet001.htm"/>
<x:Visible>SheetHidden</x:Visible></x:ExcelWorksheet>
<x:ExcelWorksheet><x:Name>四季度</x:Name><x:WorksheetSource HRef="a.files/sheet002.htm"/>
</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml></head><frameset><frame src="a.files/sheet002.htm">
</frameset></html>"""
STYLES = '.xl65 {mso-number-format:"0\\.0%";} .gone {text-decoration:line-through;} .away {display:none}'


def sheet(figures, cell="<td>{}</td>"):
    lines = "".join(
        f"<tr><td>{name}</td>{cell.format(figure)}</tr>" for name, figure in table(["区市", GDP], figures)[1:]
    )
    return f"<html><body><table><tr><td>区市</td><td>{GDP}</td></tr>{lines}</table></body></html>"


def archive(path, *parts, first="MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", encoding="gbk"):
    """Parts as (place, kind, text); every other one in base64, the others quoted-printable."""
    made = [f'{first}Content-Type: multipart/related; boundary="{BOUNDARY}"\r\n\r\nThis is a web archive.\r\n'.encode()]
    for k, (place, kind, text) in enumerate(parts):
        way, code = ("base64", base64.encodebytes) if k % 2 else ("quoted-printable", quopri.encodestring)
        head = f"--{BOUNDARY}\r\nContent-Location: file:///C:/A1/{place}\r\nContent-Transfer-Encoding: {way}\r\n"
        made.append(f"{head}Content-Type: {kind}\r\n\r\n".encode() + code(text.encode(encoding)))
    path.write_bytes(b"\r\n".join([*made, f"--{BOUNDARY}--\r\n".encode()]))
    return path


def of_excel(path, **kinds):
    return archive(
        path,
        ("a.htm", 'text/html; charset="gb2312"', BOOK),
        ("a.files/stylesheet.css", "text/css", STYLES),
        ("a.files/tabstrip.htm", "text/html", "<html><body>四季度</body></html>"),
        ("a.files/sheet001.htm", "text/html", sheet(growths(1.0))),
        ("a.files/sheet002.htm", "text/html", sheet(growths(), **kinds)),
        ("a.files/image001.png", "image/png", "no text"),
    )


def test_the_sheets_of_a_workbook_by_name_and_hidden_ones_as_hidden(data, tmp_path):
    path = of_excel(tmp_path / "a.xls")
    book = read_book(path)
    assert [(s.name, s.hidden) for s in book.sheets] == [("旧稿", True), ("四季度", False)]
    assert taken(data, path) == expect("gdp_growth", growths())
    [told] = [n for n in plan(data, Q4, [path]).notices if "MHTML" in n]
    assert contract_rules_zh.rule(told).startswith("a.xls：单个文件网页（MHTML）")


def test_its_style_sheet_tells_what_a_cell_shows(data, tmp_path):
    """A part of its own, which every sheet refers to."""
    shown = sheet([v / 100 for v in growths()], "<td class=xl65>{:.4f}</td>")
    styles = ("stylesheet.css", "text/css", STYLES)
    assert taken(data, archive(tmp_path / "a.xls", styles, ("a.htm", "text/html", shown))) == expect(
        "gdp_growth", growths()
    )
    struck = sheet(growths(), "<td class=gone>{}</td>")
    found = faults(data, archive(tmp_path / "b.xls", styles, ("a.htm", "text/html", struck)))
    assert {rule for _, _, rule in found} == {"struck out, or a part of it"}


def test_a_page_that_a_browser_saved(data, tmp_path):
    first = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x/y\r\nSubject: =?utf-8?Q?a?=\r\n b\r\n"
    first += "MIME-Version: 1.0\r\n"
    path = archive(tmp_path / "a.xls", ("y", "text/html", sheet(growths())), first=first, encoding="utf-8")
    assert taken(data, path) == expect("gdp_growth", growths())


def test_one_without_a_table_is_refused(data, tmp_path):
    path = archive(tmp_path / "a.xls", ("y", "text/html", "<html><body>请登录</body></html>"))
    assert faults(data, path) == [(None, "", "a web page without a table, saved under a workbook's name")]


def test_one_of_a_thousand_parts_within_each_other_is_not_taken_apart(data, tmp_path):
    nested = "".join(f'Content-Type: multipart/mixed; boundary="{k}"\r\n\r\n--{k}\r\n' for k in range(2000))
    path = tmp_path / "a.xls"
    path.write_bytes(f"MIME-Version: 1.0\r\n{nested}".encode())
    assert [rule for _, _, rule in faults(data, path)] == [
        "not a workbook that can be opened: its content is something else"
    ]
