"""Files that cannot, or should not, be taken in: a clear error by file and cell, and nothing written."""

from __future__ import annotations

import csv
import datetime
import io
import random
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from books import NAMES, book, data_folder, growths, old_book, open_book, repacked, table
from msoffcrypto.format.ooxml import OOXMLFile

from helpers.assess import ledger
from helpers.assess.guard import _Tags
from helpers.desk import intake as desk
from helpers.intake.mapping import pattern_of
from helpers.intake.workbooks import read_book
from helpers.model import DataError, Quarter

GDP = "地区生产总值增速（%）"


@pytest.fixture
def data(tmp_path):
    return data_folder(tmp_path)


def snapshot(data):
    return {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}


def refused(data, *paths, accept=True):
    """The faults that these files end with; nothing in the data folder may have changed."""
    before = snapshot(data)
    with pytest.raises(DataError) as told:
        asked = desk.prepare([str(p) for p in paths], "2023Q4", str(data), accept)
        desk.write_figures(asked)
    assert snapshot(data) == before
    return told.value.faults


def good(path, first=5.0):
    return book(path, table(["区市", GDP], growths(first)))


def protected(path):
    plain = good(path.with_name("plain.xlsx"))
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt("1234", target)
    plain.unlink()


def cut_short(path):
    path.write_bytes(good(path).read_bytes()[:-900])


def flipped(path):
    content = bytearray(good(path).read_bytes())
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[at : at + 20] = bytes(20)
    path.write_bytes(bytes(content))


def with_macros(path):
    repacked(good(path), lambda parts: parts.__setitem__("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros"))


def with_macro_sheet(path):
    repacked(good(path), lambda parts: parts.__setitem__("xl/macrosheets/sheet1.xml", b"<x/>"))


def bomb(path):
    """A small workbook that unpacks to a gigabyte."""
    made = zipfile.ZipFile(good(path), "a", zipfile.ZIP_DEFLATED)
    with made, made.open("xl/media/image1.png", "w") as part:
        for _ in range(400):
            part.write(bytes(2**20))


def far_cell(path):
    """One cell at the far end of the sheet: seventeen thousand million cells to whoever fills the area."""
    repacked(good(path), _far)


def _far(parts):
    xml = parts["xl/worksheets/sheet1.xml"].decode()
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = xml.replace("</sheetData>", cell).encode()


def repeated(path):
    open_book(path, table(["区市", GDP], growths()))
    repacked(path, _repeat)


def _repeat(parts):
    xml = parts["content.xml"].decode()
    many = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="9000" '
    )
    many += 'office:value-type="float" office:value="1"/></table:table-row></table:table>'
    parts["content.xml"] = xml.replace("</table:table>", many).encode()


def huge(path):
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * 2**20)


def noise(path):
    path.write_bytes(random.Random(7).randbytes(5000))


def log_in_page(path):
    path.write_text("<!DOCTYPE html><html><form>用户名<input name=user></form></html>", encoding="utf-8")


def deep_page(path):
    inside = "<table><tr><td>区市<td>GDP增速</table>"
    path.write_text(f"<html>{'<div>' * 5000}{inside}{'</div>' * 5000}{inside}", encoding="utf-8")


def wide_page(path):
    path.write_text("<table>" + f"<tr>{'<td colspan=1000>1' * 50}" * 50 + "</table>", encoding="utf-8")


def many_tags(path):
    path.write_bytes(b"<table>" + b"<b>" * 4_000_001)


def web_archive(path):
    path.write_bytes(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html><table></table></html>")


def xml_of_2003(path, before="", inside="", end="</Workbook>"):
    names = (
        "xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'"
    )
    path.write_text(f"<?xml version='1.0'?>{before}<Workbook {names}>{inside}{end}", encoding="utf-8")


def xml_with_entities(path):
    many = "".join(f"<!ENTITY a{k} '{f'&a{k - 1};' * 10}'>" for k in range(1, 10))
    xml_of_2003(path, f"<!DOCTYPE Workbook [<!ENTITY a0 'lol'>{many}]>", "<Worksheet>&a9;</Worksheet>")


def xml_that_reaches_far(path):
    row = "<Row ss:Index='900000000'><Cell ss:Index='9000'><Data>1</Data></Cell></Row>"
    xml_of_2003(path, inside=f"<Worksheet><Table>{row}</Table></Worksheet>")


def parted_by_nothing(path):
    path.write_text("区市、GDP增速\n市南区、5.0\n市北区、5.1\n", encoding="utf-8")


def commands_for_cells(path):
    path.write_text('ID;PWXL;N;E\nC;Y1;X1;K"a"\nE\n', encoding="ascii")


def no_encoding(path):
    path.write_bytes(b"\xff\xfa\x80\x81 1,2\n\xff")


BAD = [
    ("a.xlsx", protected, "protected by a password"),
    ("a.xlsx", cut_short, "cut short"),
    ("a.xlsx", flipped, "damaged or was cut short"),
    ("a.xlsx", with_macros, "holds macros, though its name says it cannot"),
    ("a.xlsm", with_macro_sheet, "macro sheet"),
    ("a.xlsx", bomb, "unpacks to more than 300 MB"),
    ("a.xlsx", far_cell, "reaches to row 1048576, column 16384"),
    ("a.ods", repeated, "more than 2000000 cells"),
    ("a.xlsx", huge, "200 MB; more than 50 MB"),
    ("a.xls", noise, "not a workbook that can be opened"),
    ("a.xls", log_in_page, "a web page without a table"),
    ("a.xls", deep_page, "cannot be read to its end"),
    ("a.xls", wide_page, "more than 2000000 cells"),
    ("a.xls", many_tags, "more than 2000000 rows, cells or texts"),
    ("a.xls", web_archive, "a web page in one file (MHTML)"),
    ("a.xls", xml_with_entities, "a document type of its own"),
    ("a.xls", xml_that_reaches_far, "more than 2000000 cells"),
    ("a.xls", lambda path: xml_of_2003(path, end="<Worksheet><Table>"), "cut short"),
    ("a.xls", xml_of_2003, "no table of districts"),
    ("a.csv", parted_by_nothing, "nothing in it parts one cell from the next"),
    ("a.xls", commands_for_cells, "not a workbook that can be opened"),
    ("a.csv", no_encoding, "neither UTF-8 nor GBK"),
    ("a.xlsx", lambda path: path.write_bytes(b""), "the file is empty"),
    ("a.docx", lambda path: path.write_bytes(b"PK"), "not a workbook or CSV by its name"),
    ("a.xlsx", lambda path: openpyxl.Workbook().save(path), "no table of districts"),
    ("a.xlsx", lambda path: book(path, table(["区市", "森林覆盖"], growths())), "none of its columns is like an item"),
]


@pytest.mark.parametrize(("name", "make", "told"), BAD, ids=lambda v: getattr(v, "__name__", None))
def test_a_file_that_cannot_be_taken_in_is_named_with_what_to_do(data, tmp_path, name, make, told):
    make(tmp_path / name)
    [fault] = refused(data, tmp_path / name)
    assert fault.file == name and told in fault.rule and fault.hint


def test_a_bad_file_keeps_a_good_one_out(data, tmp_path):
    cut_short(tmp_path / "b.xlsx")
    [fault] = refused(data, good(tmp_path / "a.xlsx"), tmp_path / "b.xlsx")
    assert fault.file == "b.xlsx"


def test_macros_in_a_workbook_made_for_them_are_not_run_and_are_told(data, tmp_path):
    with_macros(tmp_path / "a.xlsm")
    asked = desk.prepare([str(tmp_path / "a.xlsm")], "2023Q4", str(data), True)
    assert len(asked.plan.changes) == 10 and "macros; they are not run" in asked.plan.notices[0]


def change(path, *cells):
    made = openpyxl.load_workbook(path)
    for at, value in cells:
        made.active[at] = value
    made.save(path)
    return path


def test_every_fault_of_every_workbook_is_told_at_once_by_cell(data, tmp_path):
    a = change(good(tmp_path / "a.xlsx"), ("B2", "=SUM(B3:B4)"), ("B4", "见附件"), ("B5", -250), ("A6", "黄岛县"))
    b = book(tmp_path / "b.xlsx", table(["区市", "企业开办平均用时（小时）"], growths()))
    c = book(
        tmp_path / "满意度.xlsx", table(["区市", "满意", "基本满意", "不满意", "不了解"], *[[7.5, *growths()[1:]]] * 4)
    )
    faults = refused(data, a, b, c)
    told = {(f.file, f.row, f.column): f.rule for f in faults}
    assert "without a stored result" in told["a.xlsx", 2, "B"]
    assert told["a.xlsx", 4, "B"] == "not a number"
    assert told["a.xlsx", 5, "B"] == "below its minimum -100"
    assert "no such district: 黄岛县" in told["a.xlsx", 6, "A"]
    assert told["满意度.xlsx", 2, "B"] == "a number of answers is a whole number"
    assert any(f.file == "b.xlsx" for f in faults)


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!"])
def test_a_formula_with_an_error(data, tmp_path, error):
    def wrong(parts):
        xml = parts["xl/worksheets/sheet1.xml"].decode()
        parts["xl/worksheets/sheet1.xml"] = xml.replace(
            '<c r="B2" t="n"><v>5</v></c>', f'<c r="B2" t="e"><f>1/0</f><v>{error}</v></c>'
        ).encode()

    path = repacked(good(tmp_path / "a.xlsx"), wrong)
    [fault] = refused(data, path)
    assert (fault.row, fault.column, fault.value, fault.rule) == (2, "B", error, "the formula has an error")


def test_two_workbooks_that_claim_one_cell_are_both_named(data, tmp_path):
    faults = refused(data, good(tmp_path / "统计局.xlsx"), good(tmp_path / "发改委.xlsx", 6.0))
    assert len(faults) == 10
    assert faults[0].file == "发改委.xlsx" and "5 in 统计局.xlsx [Sheet1] B2" in faults[0].rule


def test_two_workbooks_that_agree_are_no_quarrel(data, tmp_path):
    paths = [str(good(tmp_path / name)) for name in ("统计局.xlsx", "发改委.xlsx")]
    assert len(desk.prepare(paths, "2023Q4", str(data), True).plan.changes) == 10


def test_a_figure_another_department_brought_earlier_is_not_overwritten(data, tmp_path):
    first = desk.prepare([str(good(tmp_path / "统计局.xlsx"))], "2023Q4", str(data), True)
    desk.write_proposals(first, accepted=True)
    desk.write_figures(first)
    faults = refused(data, good(tmp_path / "发改委.xlsx", 6.0))
    assert "5.0 was taken in from 统计局.xlsx [Sheet1] B2" in faults[0].rule


def test_the_same_department_may_correct_itself_and_both_values_are_shown(data, tmp_path):
    first = desk.prepare([str(good(tmp_path / "统计局10月.xlsx"))], "2023Q4", str(data), True)
    desk.write_proposals(first, accepted=True)
    desk.write_figures(first)
    again = desk.prepare([str(good(tmp_path / "统计局11月.xlsx", 6.0))], "2023Q4", str(data))
    assert not again.plan.proposals
    assert [(c.old, c.new) for c in again.plan.changes][:2] == [("5.0", "6.0"), ("5.1", "6.1")]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-见附件", "@SUM(A1)", "＝1+1", "\t=1"])
def test_text_that_a_spreadsheet_would_run_is_written_as_text(data, tmp_path, text):
    path = tmp_path / "a.csv"
    out = io.StringIO()
    out.write(
        "区市,地区生产总值增速（%）,备注\n"
        + "".join(f'{n},{-g},"{text}"\n' for n, g in zip(NAMES, growths(), strict=True))
    )
    path.write_text(out.getvalue(), encoding="utf-8")
    asked = desk.prepare([str(path)], "2023Q4", str(data), True)
    written = [f.decode("utf-8-sig") for f in asked.plan.files.values()]
    cells = [cell for text in written for line in text.splitlines() for cell in line.replace('"', "").split(",")]
    assert not [c for c in cells if c[:1] in "=+@＝\t" and c]
    assert {c for c in cells if c[:1] == "-"} == {f"-{g}" for g in growths()}


def test_a_quarter_kept_as_a_workbook_is_left_alone(data, tmp_path):
    (data / "2023Q4" / "values.csv").unlink()
    book(data / "2023Q4" / "values.xlsx", [["district", "indicator", "value", "unit", "source"]], "values")
    [fault] = refused(data, good(tmp_path / "a.xlsx"))
    assert fault.file == "2023Q4/values.xlsx" and "would be overwritten" in fault.rule


def test_a_published_quarter_is_not_written_over(data, tmp_path):
    listed = b"name,sha256\n"
    edition = ledger.Edition(Quarter(2023, 4), 1, datetime.date(2024, 2, 1), *["x"] * 4, ledger.text_hash(listed))
    edition = replace(edition, seal=edition.sealed(""))
    (data / edition.folder).mkdir(parents=True)
    (data / edition.folder / ledger.FILES).write_bytes(listed)
    rows = [ledger.HEADER, ledger.line(edition)]
    (data / "ledger.csv").write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8-sig")
    *cells, fault = refused(data, good(tmp_path / "a.xlsx"))
    assert fault.rule == "the quarter was published on 2024-02-01: 10 figures would change"
    assert "revisions.csv" in fault.hint
    assert [(f.file, f.row, f.rule) for f in cells[:1]] == [
        ("a.xlsx", 2, "市南区 gdp_growth stands as empty, and would become 5.0")
    ]


def test_a_workbook_of_another_quarter_is_noticed(data, tmp_path):
    first = book(tmp_path / "统计局.xlsx", table(["区市", "1-12月GDP增速（%）"], growths()))
    desk.write_proposals(desk.prepare([str(first)], "2023Q4", str(data), True), accepted=True)
    late = book(tmp_path / "统计局.xlsx", table(["区市", "1-9月GDP增速（%）"], growths()))
    [fault] = refused(data, late)
    assert "there is one of 2023Q3" in fault.rule


def test_a_mapping_with_mistakes_names_them_all(data, tmp_path):
    (data / "mappings").mkdir()
    text = 'confirmed = true\nworkbook = "a*"\nsource = "nobody"\nsurprise = 1\n[[sheet]]\nname = "*"\n'
    text += '[[sheet.column]]\nhead = "x"\ntable = "valuez"\nindicator = "gdp"\nscale = "many"\n'
    (data / "mappings" / "a.toml").write_text(text, encoding="utf-8")
    faults = refused(data, good(tmp_path / "a.xlsx"))
    assert {f.column.split(": ")[-1] for f in faults} == {"surprise", "table", "scale"}
    fixed = text.replace("valuez", "values").replace('"many"', "1").replace("surprise = 1\n", "")
    (data / "mappings" / "a.toml").write_text(fixed, encoding="utf-8")
    faults = refused(data, good(tmp_path / "a.xlsx"))
    assert {f.rule for f in faults} == {"no such source in sources.csv", "values has no such item this quarter"}


def test_a_cell_that_cannot_be_written_leaves_all_tables_as_they_were(data, tmp_path, monkeypatch):
    points = book(tmp_path / "b.xlsx", table(["区市", "营商环境第三方评价"], [80 + k for k in range(10)]))
    asked = desk.prepare([str(good(tmp_path / "a.xlsx")), str(points)], "2023Q4", str(data), True)
    before = snapshot(data)
    moved = []
    real = Path.replace

    def stubborn(self, target):
        moved.append(target)
        if len(moved) == 2:
            raise PermissionError(13, "in use", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", stubborn)
    with pytest.raises(Exception, match="nothing was changed"):
        desk.write_figures(asked)
    monkeypatch.undo()
    assert {p: c for p, c in snapshot(data).items()} == before and len(moved) > 2


def test_old_workbooks_tell_no_formats_so_a_part_of_one_is_asked_about(data, tmp_path):
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


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("统计局2023年三季度.xlsx", "统计局*"), ("2023.xlsx", "2023"), ("表1.xlsx", "表1"), ("Q3-GDP.xlsx", "*-GDP")],
)
def test_a_pattern_leaves_enough_to_know_a_workbook_by(name, pattern):
    assert pattern_of(Path(name).stem) == pattern


@pytest.mark.parametrize(
    ("fill", "told"),
    [
        (b"<row><c><v>1</v></c><c><v>1</v></c></row>", "reaches to row"),
        (b"<row/>", "more than 2000000 rows, cells or texts"),
        (b"<x:row><x:c></x:c></x:row>", "reaches to row"),
        (b'<row r="2"><c r="A2"><v>1</v></c></row>', "more than 2000000 rows, cells or texts"),
    ],
)
def test_a_sheet_of_millions_of_cells_is_refused_while_it_unpacks(tmp_path, fill, told):
    """Rows without addresses reach as far as those with; a small file holds millions of them."""
    path = tmp_path / "a.xlsx"
    parts = zipfile.ZipFile(good(tmp_path / "plain.xlsx"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for part in parts.namelist():
            content = parts.read(part)
            with made.open(part, "w") as out:
                if part == "xl/worksheets/sheet1.xml":
                    head, content = content.split(b"</sheetData>")
                    out.write(head)
                    for _ in range(21):
                        out.write(fill * 100_000)
                    content = b"</sheetData>" + content
                out.write(content)
    assert path.stat().st_size < 2**21
    tracemalloc.start()
    with pytest.raises(DataError) as refusal:
        read_book(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told in str(refusal.value) and most < 100 * 2**20


def test_one_wide_row_and_many_rows_without_addresses_reach_far(tmp_path):
    """Each is little by itself; a reader fills the area of both."""

    def widen(parts):
        xml = parts["xl/worksheets/sheet1.xml"]
        more = b"<row>" + b"<c/>" * 9000 + b"</row>" + b"<row><c/></row>" * 9000 + b"</sheetData>"
        parts["xl/worksheets/sheet1.xml"] = xml.replace(b"</sheetData>", more)

    with pytest.raises(DataError, match="column 9000"):
        read_book(repacked(good(tmp_path / "a.xlsx"), widen))


def test_a_text_that_reaches_far_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("区市" + "," * 3000 + "\n" + "1\n" * 3000, encoding="utf-8")
    with pytest.raises(DataError, match="more than 2000000 cells"):
        read_book(path)


def test_a_tag_cut_by_the_end_of_a_chunk_is_counted_once():
    tags, xml = _Tags("a.xlsx"), b'<sheetData><row r="3"><c r="C3"/><c/></row><row><c/></row></sheetData><si>'
    for k in range(len(xml)):
        tags.count(xml[k : k + 1])
    assert (tags.rows, tags.cells, tags.texts) == (2, 3, 1)
    assert (tags.last_row, tags.last_column) == (4, 4)


@pytest.mark.parametrize("name", ["=cmd.xlsx", "=1+1.xlsx", "@a.xlsx", "+ab.xlsx"])
def test_no_column_of_the_record_can_be_run_as_a_formula(data, tmp_path, name):
    """The name of a mapping comes from the workbook's; a later workbook of it is still known as the same."""
    asked = desk.prepare([str(good(tmp_path / name))], "2023Q4", str(data), True)
    desk.write_proposals(asked, accepted=True)
    desk.write_figures(asked)
    with (data / "2023Q4" / "intake" / "cells.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
    again = desk.prepare([str(good(tmp_path / name, 6.0))], "2023Q4", str(data))
    assert {c.new for c in again.plan.changes} == {f"{g:.1f}" for g in growths(6.0)}


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
        *("2023年", "2023年全年", "2023年1-12月", "2023年前四季度", "2023年12月", "主要指标"),
        *("2023年三、四季度", "2023年三季度和四季度", "2023年四季度暨2024年一季度安排", "较三季度变化"),
        *("填报日期：2023年9月30日", "2024年1月10日", "2023.9.30", "2023年度与2022年同期对比"),
        "2023年四季度（上年同期为2022年四季度）",
    ],
)
def test_a_title_of_this_quarter_or_of_several_is_no_fault(data, tmp_path, title):
    rows = [[title], *table(["区市", GDP], growths())]
    made = desk.prepare([str(book(tmp_path / "a.xlsx", rows))], "2023Q4", str(data), True).plan
    assert len(made.changes) == 10 and not made.warnings


def test_a_head_of_this_quarter_under_an_old_title_is_no_fault(data, tmp_path):
    rows = [["2023年前三季度"], *table(["区市", "1-9月GDP增速（%）", "1-12月GDP增速（%）"], growths(), growths(7.0))]
    made = desk.prepare([str(book(tmp_path / "a.xlsx", rows))], "2023Q4", str(data), True).plan
    assert {c.new for c in made.changes} == {f"{g:.1f}" for g in growths(7.0)} and not made.warnings


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
