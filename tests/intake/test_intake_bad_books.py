"""Files that cannot be taken in by their kind, or should not be by their size: a clear error, and nothing written."""

from __future__ import annotations

import random
import tracemalloc
import zipfile

import openpyxl
import pytest
from books import book, growths, open_book, repacked, table
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment
from refusals import GDP, good, refused, snapshot

from helpers.assess import guard
from helpers.assess.guard import _Tags
from helpers.desk import intake as desk
from helpers.intake.workbooks import read_book
from helpers.model import DataError


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
    made = zipfile.ZipFile(good(path), "a", zipfile.ZIP_DEFLATED, compresslevel=1)
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


def commented(path, change):
    """A workbook with a comment, the part of which that holds it changed."""
    sheet = table(["区市", GDP], growths())
    book(path, sheet, change=lambda sheet: setattr(sheet["B2"], "comment", Comment("以6.1为准", "统计局")))
    return repacked(path, change)


def without_its_comments(path):
    commented(path, lambda parts: parts.pop("xl/comments/comment1.xml"))


def comments_cut_short(path):
    commented(path, lambda parts: parts.update({"xl/comments/comment1.xml": b"<comments><broken"}))


def row_without_a_number(path):
    name = "xl/worksheets/sheet1.xml"
    commented(path, lambda parts: parts.update({name: parts[name].replace(b'<row r="4"', b'<row r="4x"')}))


BAD = [
    ("a.xlsx", protected, "protected by a password"),
    ("a.xlsx", cut_short, "cut short"),
    ("a.xlsx", flipped, "damaged or was cut short"),
    ("a.xlsx", without_its_comments, "not a workbook that can be opened"),
    ("a.xlsx", comments_cut_short, "not a workbook that can be opened"),
    ("a.xlsx", row_without_a_number, "not a workbook that can be opened"),
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
    ("a.xls", web_archive, "a web page without a table"),
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


def filled(path, fill, times):
    """A small workbook whose sheet goes on with `fill`, `times` over: written piece by piece, as it packs well."""
    parts = zipfile.ZipFile(good(path.with_name("plain.xlsx")))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for part in parts.namelist():
            content = parts.read(part)
            with made.open(part, "w") as out:
                if part == "xl/worksheets/sheet1.xml":
                    head, content = content.split(b"</sheetData>")
                    out.write(head)
                    for _ in range(times // 10_000):
                        out.write(fill * 10_000)
                    content = b"</sheetData>" + content
                out.write(content)
    assert path.stat().st_size < 2**21
    return path


def test_a_sheet_of_far_too_many_rows_is_refused_in_little_memory_while_it_unpacks(tmp_path, monkeypatch):
    """Nothing stands closer than empty rows: their sheet has the most to count in what is unpacked at a time.

    The limit is a smaller one here: what is unpacked at a time takes 20 MB whatever the whole is; this whole, 68.
    """
    monkeypatch.setattr(guard, "CELLS", 600_000)
    path = filled(tmp_path / "a.xlsx", b"<row/>", 630_000)
    tracemalloc.start()
    with pytest.raises(DataError, match="more than 600000 rows, cells or texts"):
        read_book(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 40 * 2**20


@pytest.mark.parametrize(
    ("fill", "told"),
    [
        (b"<row><c><v>1</v></c><c><v>1</v></c></row>", "reaches to row"),
        (b"<x:row><x:c></x:c></x:row>", "reaches to row"),
        (b'<row r="2"><c r="A2"><v>1</v></c></row>', "more than 50000 rows, cells or texts"),
    ],
)
def test_rows_and_cells_count_however_they_are_written(tmp_path, monkeypatch, fill, told):
    """Rows without addresses reach as far as those with; the limit is a smaller one here, to be met sooner."""
    monkeypatch.setattr(guard, "CELLS", 50_000)
    with pytest.raises(DataError, match=told):
        read_book(filled(tmp_path / "b.xlsx", fill, 60_000))


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


def test_a_reader_that_gives_up_says_nothing_of_itself(command, data, tmp_path):
    """Calamine is in Rust, and tells of its panic on the screen, past Python: a stack of names that help nobody."""

    def far_away(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="B3"', b'r="ZZZZZZZ99999999999"')

    before = snapshot(data)
    path = repacked(good(tmp_path / "a.xlsx"), far_away)
    done = command("briefing", "intake", path, "--quarter", "2023Q4", "--data", data, "--lang", "en")
    said = done.stderr
    assert (
        done.returncode == 2
        and "its parts contradict each other" in said
        and "panicked" not in said
        and "stack" not in said
    )
    assert snapshot(data) == before
