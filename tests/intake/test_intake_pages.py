"""Web pages and XML spreadsheets that systems send as .xls: read as the tables that Excel shows of them."""

from __future__ import annotations

import pytest
from books import NAMES, Q4, faults, growths, table, taken

from helpers.assess.guard import admit
from helpers.intake.figures import BRACKETS, DATE, FIELD, RAISED, SCALED, STRUCK, WORDS
from helpers.intake.page_styles import Styles, declarations, is_hidden, number_format
from helpers.intake.plan import plan
from helpers.intake.workbooks import read_book

GDP = "GDP增速（%）"
BUDGET = "一般公共预算收入完成率（%）"


def page(path, body, head="", encoding="utf-8"):
    path.write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return path


def cells(rows, tag="td"):
    """Rows as lines of a table; a cell that begins with < is one already."""
    made = ("".join(v if str(v).startswith("<") else f"<{tag}>{v}</{tag}>" for v in row) for row in rows)
    return "".join(f"<tr>{line}</tr>" for line in made)


def grown(first=5.0):
    return {(name, "gdp_growth"): f"{value:.1f}" for name, value in zip(NAMES, growths(first), strict=True)}


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gbk"),
        ('<meta charset="GBK">', "gbk"),
        ("", "gb18030"),
        ('<meta charset="utf-8">', "utf-8-sig"),
        ('<meta charset="gb2312">', "utf-8"),  # says so, and is not
        ('<meta charset="unicode">', "utf-16"),
    ],
)
@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.csv"])
def test_a_table_of_a_page_is_read_in_whatever_encoding(data, tmp_path, head, encoding, name):
    path = page(tmp_path / name, f"<table>{cells(table(['区市', GDP], growths()))}</table>", head, encoding)
    assert taken(data, path) == grown()
    assert any("web page" in notice for notice in read_book(path).notices)


def test_titles_merged_heads_and_districts_merged_over_rows(data, tmp_path):
    """Spans are merged cells: two levels of heads, a title over all, and text outside the table above it."""
    rows = [
        ["<td colspan=5>2023年主要指标</td>"],
        ["<th rowspan=2>序号</th>", "<th rowspan=2>区市</th>", "<th colspan=2>1-9月</th>", "<th colspan=2>1-12月</th>"],
        ["<th>GDP增速</th>", "<th>规上工业增加值增速", "<th>GDP增速</th>", "<th>规上工业增加值增速</th>"],
        *([k + 1, n, 1.0, 2.0, 5 + k / 10, 7 + k / 10] for k, n in enumerate(NAMES)),
    ]
    path = page(tmp_path / "a.xls", f"<p>填报单位：统计局 <b>单位：%</b></p><table>{cells(rows)}</table>")
    assert taken(data, path) == {
        **grown(),
        **{(name, "industry_growth"): f"{7 + k / 10:.1f}" for k, name in enumerate(NAMES)},
    }
    [sheet] = read_book(path).sheets
    assert sheet.rows[0][0].text == "填报单位：统计局 单位：%"  # a row of its own, as in Excel
    assert sheet.merged[:2] == ((1, 0, 1, 4), (2, 0, 3, 0))
    assert (sheet.rows[4][1].text, sheet.rows[4][1].at) == ("市南区", "B5")


EXCEL = """
<style><!--table {mso-displayed-decimal-separator:"\\.";}
@page {margin:.75in .70in; mso-page-orientation:landscape;}
@media print { .xl66 {display:none} }
td {mso-style-parent:style0; mso-number-format:General; text-align:general;}
.xl65 {mso-style-parent:style0; mso-number-format:"0\\.0%";}
.xl66 {mso-number-format:"\\#\\,\\#\\#0\\.00_\\)\\;\\[Red\\]\\\\\\(\\#\\,\\#\\#0\\.00\\\\\\)"; color:red}
.xl67 {mso-number-format:"0\\.0\\,";}
.font6 {text-decoration:line-through;}
.note {vertical-align:super;}
-->
</style><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet>
<x:Name>四季度</x:Name><x:Visible>SheetVisible</x:Visible></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml>
<![endif]-->"""


def excel(path, cells_of, first=""):
    """A page as Excel writes it: `cells_of` gives the cell of each district by its number; `first` before the rows."""
    lines = "".join(f"<tr height=19><td>{n}</td>{cells_of(k)}</tr>" for k, n in enumerate(NAMES))
    return page(path, f"<table>{first}<tr><td>区市</td><td>{BUDGET}</td></tr>{lines}</table>", EXCEL, "gbk")


@pytest.mark.parametrize("held", ["x:num", "sdval"])
def test_a_number_is_taken_as_it_is_held_and_shown_as_a_percentage(data, tmp_path, held):
    path = excel(
        tmp_path / "a.xls",
        lambda k: f'<td class=xl65 align=right {held}="{0.957 + k / 1000}">{95.7 + k / 10:.1f}%</td>',
    )
    assert taken(data, path)["莱西市", "budget_revenue"] == "96.6"
    [sheet] = read_book(path).sheets
    assert sheet.name == "四季度" and sheet.rows[1][1].per_cent and sheet.rows[1][1].number
    assert (sheet.rows[1][1].text, sheet.rows[1][1].digits) == ("0.957", 1)


def test_a_number_format_alone_makes_a_percentage_of_a_part_of_one(data, tmp_path):
    """Excel shows 0.957 as 95.7% there; a % that was typed is not multiplied again."""
    form = "<td style='mso-number-format:\"0\\.0%\"'>{}</td>"
    path = excel(tmp_path / "a.xls", lambda k: form.format(0.957) if k % 2 else "<td class=xl65>95.70%</td>")
    assert set(taken(data, path).values()) == {"95.7"}


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("<td><font class=font6>93.1</font>95.7</td>", STRUCK),
        ("<td><s>95.7</s></td>", STRUCK),
        ("<td style='text-decoration: underline line-through'>95.7</td>", STRUCK),
        ("<td>95.7<sup>1</sup></td>", RAISED),
        ("<td>95.7<span class=note>2</span></td>", RAISED),
        ('<td class=xl67 x:num="95700">95.7</td>', SCALED),
        ("<td class=xl67>95700</td>", SCALED),
        ("<td><input value=95.7></td>", FIELD),
        ("<td><select><option>90<option selected>95.7</select></td>", FIELD),
        ('<td x:fmla="=C2/D2"></td>', "a formula without a stored result"),
        ('<td x:err="#DIV/0!">#DIV/0!</td>', "the formula has an error"),
        ("<td>(95.7)</td>", BRACKETS),
        ("<td>90.0<br>95.7</td>", "several numbers, or digits apart"),
    ],
)
def test_what_is_seen_is_not_all_of_it(data, tmp_path, cell, rule):
    path = excel(tmp_path / "a.xls", lambda k: cell if k == 3 else f"<td>{90 + k}</td>")
    assert faults(data, path) == [(5, "B", rule)]


def test_what_a_page_hides_takes_no_place_and_is_not_read(data, tmp_path):
    """Scripts that merge cells leave those below a merged one in the page, hidden."""
    rows = [["区市", "<td style='display:none'>编号</td>", "指标", GDP]]
    for k, n in enumerate(NAMES):
        first = f"<td rowspan=2>{n}</td>"
        rows += [
            [first, "<td class='a hide'>99</td>", "本期<span style='display:none'>上年同期</span>", 5 + k / 10],
            [f"<td style='display: none;'>{n}</td>", "<td class=hide>98</td>", "上年同期", 1.0],
        ]
    head = "<style>table td.hide, div.hide, .x:hover { color: red; display : none !important }</style>"
    path = page(tmp_path / "a.xls", f"<div class=hide>2022年</div><table>{cells(rows)}</table>", head)
    assert taken(data, path) == grown()


def test_rows_and_columns_hidden_by_excel_are_there_and_hidden(data, tmp_path):
    hide = "style='display:none;mso-width-source:userset'"
    rows = table(["区市", GDP, GDP], growths(1.0), growths())
    lines = cells(rows[:4]) + f"<tr height=0 style='display:none'><td>{NAMES[3]}<td>1.3<td>5.3</tr>" + cells(rows[5:])
    path = page(tmp_path / "a.xls", f"<table><col width=64><col {hide}><col>{lines}</table>")
    [sheet] = read_book(path).sheets
    assert [c.in_hidden_column for c in sheet.rows[2]] == [False, True, False]
    assert [r for r, row in enumerate(sheet.rows) if row[0].in_hidden_row] == [4]
    done = plan(data, Q4, [path], accept=True)
    assert {(c.district, c.item): c.new for c in done.changes} == grown()
    assert [(f.row, f.column) for f in done.warnings if "hidden or filtered away" in f.rule] == [(5, "C")]


def test_tables_below_each_other_and_within_others(data, tmp_path):
    """A table that lays out the page is none of figures; a small one within a head is a part of that head."""
    corner = "<td><table><tr><td>指标</td></tr><tr><td>区市</td></tr></table></td>"
    upper = table(["x", GDP], growths())
    upper[0][0] = corner
    lower = table(["区市", BUDGET], [90 + k for k in range(10)])
    body = f"<table><tr><td>第四季度<td><table>{cells(upper)}</table>注：初步数<p><table>{cells(lower)}</table></table>"
    changes = taken(data, page(tmp_path / "a.xls", body))
    assert changes == {**grown(), **{(n, "budget_revenue"): f"{90 + k}.0" for k, n in enumerate(NAMES)}}


def test_heads_and_body_in_two_tables_and_lines_without_tr(data, tmp_path):
    rows = table(["区市", GDP], growths())
    loose = "".join(f"<tbody><td>{n}<td>{v}</tbody>" for n, v in rows[1:])
    assert (
        taken(data, page(tmp_path / "a.xls", f"<table>{cells(rows[:1], 'th')}</table><table>{loose}</table>"))
        == grown()
    )


def test_the_title_of_another_quarter_outside_the_table_is_an_error(data, tmp_path):
    path = page(tmp_path / "a.xls", f"<h2>2023年三季度指标</h2><table>{cells(table(['区市', GDP], growths()))}</table>")
    [(row, column, rule)] = faults(data, path)
    assert (row, column) == (1, "A") and "2023Q3" in rule


def test_nothing_of_a_page_is_fetched_or_run(tmp_path):
    body = '<script>document.write("<table>")</script><img src="http://127.0.0.1:9/x.png">'
    body += '<link rel=stylesheet href="http://127.0.0.1:9/a.css"><table><tr><td>市南区<td>5.0</table>'
    [sheet] = read_book(page(tmp_path / "a.xls", body)).sheets
    assert [[c.text for c in row] for row in sheet.rows] == [["市南区", "5.0"]]


def test_selectors_are_heard_by_tag_class_id_and_what_they_stand_in():
    from lxml.html import fromstring

    root = fromstring("<div class='box'><p id=one class='a b'><i>1</i></p></div>")
    line, italic = root.find(".//p"), root.find(".//i")
    for selector, hears in [
        ("p", True), (".a", True), ("p.a.b", True), ("#one", True), ("*", True), (".box .a", True), (".box > p", True),
        ("div p , td", True), ("td.a", False), (".c", False), ("div > i", False), (".a:hover", False),
        (".a + p", False), ("p p", False), ("table .a", False),
    ]:  # fmt: skip
        assert is_hidden(Styles([f"{selector} {{display:none}}"]).of(line)) == hears, selector
    assert is_hidden(Styles([".box p > i {display:none}"]).of(italic))
    assert not is_hidden(Styles(["p {display:none} .a {display:block}"]).of(line))
    assert not is_hidden(Styles([".a {display:block} p {display:none}"]).of(line))
    assert not is_hidden(Styles(["@media print { p {display:none} } /* p {display:none} */"]).of(line))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('"0\\.0%"', "0.0%"),
        ("Percent", "Percent"),
        ("\\@", "@"),
        ('"0\\.00\\0022亿\\0022"', '0.00"亿"'),
        ('"0\\.00_ \\;\\[Red\\]\\-0\\.00\\ "', "0.00_ ;[Red]-0.00 "),
    ],
)
def test_a_number_format_as_a_page_writes_it(written, code):
    assert number_format(declarations(f"color:red;mso-number-format:{written};x:y")) == code


SHEETS = """<?xml version="1.0" encoding="{encoding}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="Default" ss:Name="Normal"><Font ss:Size="11"/></Style>
<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="p1" ss:Parent="p"><NumberFormat ss:Format="0.0%"/></Style>
<Style ss:ID="gone"><Font ss:StrikeThrough="1"/></Style>
<Style ss:ID="k"><NumberFormat ss:Format="0.0,"/></Style></Styles>
<Worksheet ss:Name="旧数"><Table><Row><Cell><Data ss:Type="String">区市</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
</Worksheet>
<Worksheet ss:Name="四季度"><Table>{columns}
<Row ss:Index="2"><Cell ss:MergeAcross="2"><Data ss:Type="String">2023年四季度</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">区市</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">一般公共预算收入完成率（%）</Data></Cell></Row>
{rows}</Table></Worksheet></Workbook>"""


def spreadsheet(path, cell_of, columns="", encoding="UTF-8", hidden=()):
    rows = "".join(
        f"<Row{' ss:Hidden=' + chr(34) + '1' + chr(34) if k in hidden else ''}>"
        f'<Cell><Data ss:Type="String">{n}</Data></Cell>{cell_of(k)}</Row>'
        for k, n in enumerate(NAMES)
    )
    path.write_bytes(SHEETS.format(encoding=encoding, columns=columns, rows=rows).encode(encoding))
    return path


def percent(k, style="p1", value=None):
    held = 0.957 + k / 1000 if value is None else value
    return f'<Cell ss:Index="3" ss:StyleID="{style}"><Data ss:Type="Number">{held!r}</Data></Cell>'


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312", "UTF-16"])
def test_an_xml_spreadsheet_is_read_with_formats_and_empty_places(data, tmp_path, encoding):
    path = spreadsheet(tmp_path / "a.xls", percent, encoding=encoding)
    assert taken(data, path) == {(n, "budget_revenue"): f"{95.7 + k / 10:.1f}" for k, n in enumerate(NAMES)}
    old, new = read_book(path).sheets
    assert (old.name, old.hidden, new.name, new.hidden) == ("旧数", True, "四季度", False)
    assert (new.rows[3][2].at, new.rows[3][2].text, new.merged) == ("C4", "0.957", ((1, 0, 1, 2),))
    assert admit(path).kind == "spreadsheet"


def test_the_style_of_a_column_holds_for_its_cells(data, tmp_path):
    bare = '<Cell ss:Index="3"><Data ss:Type="Number">0.957</Data></Cell>'
    columns = '<Column/><Column ss:Index="2" ss:Span="1" ss:StyleID="p"/>'
    assert set(taken(data, spreadsheet(tmp_path / "a.xls", lambda k: bare, columns)).values()) == {"95.7"}


def test_hidden_rows_and_columns_of_an_xml_spreadsheet_are_told(data, tmp_path):
    columns = '<Column ss:Index="2" ss:Hidden="1"/>'
    path = spreadsheet(tmp_path / "a.xls", percent, columns, hidden=[4])
    rows = read_book(path).sheets[1].rows
    assert [c.in_hidden_column for c in rows[3]] == [False, True, False]
    told = plan(data, Q4, [path], accept=True).warnings
    assert [(f.row, f.column) for f in told if "hidden or filtered away" in f.rule] == [(8, "C")]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (percent(3, "gone", 95.7), STRUCK),
        (percent(3, "k", 95.7), SCALED),
        ('<Cell ss:Index="3" ss:Formula="=RC[1]/RC[2]"/>', "a formula without a stored result"),
        ('<Cell ss:Index="3"><Data ss:Type="Error">#REF!</Data></Cell>', "the formula has an error"),
        (
            '<Cell ss:Index="3"><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">95.7<Sup>1</Sup>'
            "</ss:Data></Cell>",
            RAISED,
        ),
        ('<Cell ss:Index="3"><Data ss:Type="DateTime">2023-12-31T00:00:00.000</Data></Cell>', DATE),
        ('<Cell ss:Index="3"><Data ss:Type="DateTime">2023-13-45</Data></Cell>', DATE),
        ('<Cell ss:Index="3"><Data ss:Type="Number">1.#INF</Data></Cell>', WORDS),
    ],
)
def test_cells_of_an_xml_spreadsheet_that_show_something_else(data, tmp_path, cell, rule):
    path = spreadsheet(tmp_path / "a.xls", lambda k: cell if k == 3 else percent(k, "Default", 95.0 + k))
    assert faults(data, path) == [(7, "C", rule)]
