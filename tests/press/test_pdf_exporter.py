"""The PDF: tagged, outlined, dated, the same bytes each time; text read back by two readers."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys

import pypdf
import pytest
from analyst import CHART, CONTROLS, DOCUMENT, HOSTILE, TABLE, briefing, cell, notebook, to_html, to_pdf

from helpers.press.fonts import MissingGlyph
from helpers.press.pdf import MissingAlt


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """The text of each page, without spaces: readers differ in where they see one."""
    return [re.sub(r"\s", "", page.extract_text()) for page in read(pdf).pages]


def tags(pdf: bytes) -> list[str]:
    """Every structure element's type, in document order."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.fixture(scope="module")
def made() -> bytes:
    return to_pdf(briefing())


@pytest.mark.parametrize("which", ["analyst", "briefing"])
def test_it_is_tagged_titled_and_in_the_language_of_its_text(analyst_pdf, made, which):
    root = read(analyst_pdf if which == "analyst" else made).trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    metadata = root["/Metadata"].get_object().get_data().decode("utf-8")
    assert "<pdfuaid:part>1<" in metadata and "<pdfaid:part>2<" in metadata and "<pdfaid:conformance>A<" in metadata


def test_title_author_and_date_are_those_of_the_front_matter(made):
    about = read(made).metadata
    assert about.title == "摘星夺旗季度通报 · 2023年第二季度"
    assert about.author == "考核委员会办公室"
    assert about["/CreationDate"].startswith("D:20230728") and about["/ModDate"].startswith("D:20230728")


def test_no_clock_enters_a_pdf_that_names_no_day():
    """Jupyter and papermill write into a notebook when it ran; made again on another day it is the same file."""

    def run_on(day: str) -> bytes:
        book = briefing(date="")
        book.metadata["papermill"] = {"end_time": f"{day}T08:00:00.000000+00:00"}
        for one in book.cells:
            if one.cell_type == "code":
                one.metadata["execution"] = {"iopub.status.idle": f"{day}T07:59:00.000000Z"}
        return to_pdf(book)

    made = run_on("2026-11-28")
    assert made == run_on("2026-11-29")
    assert read(made).metadata["/CreationDate"].startswith("D:19700101")
    assert (
        read(to_pdf(briefing(date="as it is", dated="2023-09-30"))).metadata["/CreationDate"].startswith("D:20230930")
    )


def test_every_heading_is_a_bookmark_and_the_title_is_not_repeated(analyst_pdf):
    def titles(items: list) -> list[str]:
        return [title for item in items for title in (titles(item) if isinstance(item, list) else [item.title])]

    assert titles(read(analyst_pdf).outline) == ["一、表格", "图形", "二、文字", "跳了三级", "三、输出"]


def test_tables_lists_figures_formulas_and_links_carry_their_tags(analyst_pdf):
    found = tags(analyst_pdf)
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/Figure", "/Formula", "/H1", "/H2", "/Link", "/TOC"} <= set(found)
    assert found.count("/Figure") >= 3


def test_every_page_has_head_foot_and_notice(made):
    shown = pages(made)
    for number, text in enumerate(shown, start=1):
        assert f"第{number}页/共{len(shown)}页" in text
        assert "演示数据，非官方发布" in text
        assert number == 1 or "摘星夺旗季度通报·2023年第二季度" in text


def test_the_foot_reads_with_its_spaces(made):
    assert "第 2 页 / 共 2 页" in read(made).pages[1].extract_text()


def test_a_stamp_stands_on_every_page():
    stamped = pages(to_pdf(briefing(stamp="征求意见稿")))
    assert len(stamped) == 2 and all("征求意见稿" in text for text in stamped)


def test_the_cover_has_its_page_and_the_contents_their_page_numbers(made):
    cover, body = pages(made)
    for words in ("考核委员会办公室", "2023年7月28日", "甲市居首。", "考核办法（2023年）。"):
        assert words in cover
    assert body.index("目录") < body.index("一、综合成绩")
    assert re.search(r"二、走势[.]*2", body.replace("\u2060", ""))


def test_without_front_matter_there_is_a_title_and_no_cover(analyst_pdf):
    first = pages(analyst_pdf)[0]
    assert first.startswith("外资利用情况分析") and "一、表格" in first


def test_typst_goes_before_other_faces_and_drawings_keep_real_text(made):
    body = pages(made)[1]
    assert "表1成绩" in body and "图1总分图" in body
    assert "图内文字" in body and "另一面" not in body


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_it_went_in(analyst_pdf, text):
    assert re.sub(r"\s", "", text) in "".join(pages(analyst_pdf))


def test_control_characters_are_dropped_and_the_rest_of_the_text_stays(analyst_pdf):
    assert "".join(c for c in CONTROLS if c not in "\x07\u200b\x1b\x00") in "".join(pages(analyst_pdf))


def test_hostile_front_matter_is_text():
    pdf = to_pdf(notebook(cell({DOCUMENT: {"title": HOSTILE[4], "notice": HOSTILE[0], "summary": [HOSTILE[1]]}})))
    assert re.sub(r"\s", "", HOSTILE[4]) in pages(pdf)[0] and read(pdf).metadata.title == HOSTILE[4]


def test_long_tables_repeat_their_head_on_the_next_page(analyst_pdf):
    with_head = [i for i, text in enumerate(pages(analyst_pdf)) if "长表甲" in text]
    assert len(with_head) == 2 and with_head[1] == with_head[0] + 1


@pytest.mark.parametrize("rows, broken", [(15, False), (40, True)])
def test_tables_of_fifteen_rows_stay_whole(rows, broken):
    body = "".join(f"<tr><td>行{i:02d}首</td><td>{i}</td></tr>" for i in range(rows))
    head = "<thead><tr><th>名</th><th>数</th></tr></thead>"
    filler = "\n\n".join(["填满半页的一段话。" * 8] * 9)
    pdf = to_pdf(notebook("# 题", filler, cell({"text/html": f"<table>{head}<tbody>{body}</tbody></table>"})))
    on = {i for i, text in enumerate(pages(pdf)) for k in range(rows) if f"行{k:02d}首" in text}
    assert (len(on) > 1) is broken


def test_errors_streams_raw_text_and_what_is_left_out_are_printed(analyst_pdf):
    text = "".join(pages(analyst_pdf))
    for words in (
        "此处运行出错：ZeroDivisionError:divisionbyzero",
        "标准输出进度100%",
        "错误流",
        "原样单元#let",
        "脚本未收入",
        "图片未收入：远图",
    ):
        assert words in text, words
    assert "importpandas" not in text and "由papermill写入" not in text


def test_the_same_notebook_gives_the_same_bytes_in_another_process(analyst, analyst_pdf, tmp_path):
    import nbformat

    file = tmp_path / "分析.ipynb"
    nbformat.write(analyst, file)
    code = (
        "import sys, nbformat; from helpers.press.pdf import BriefingPDFExporter as E;"
        "book = nbformat.read(sys.argv[1], 4);"
        "sys.stdout.buffer.write(E().from_notebook_node(book, {'metadata': {'name': '分析'}})[0])"
    )
    again = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, check=True)
    assert again.stdout == analyst_pdf


@pytest.mark.parametrize("book", [
    notebook("# 题", "## 一节", "含有\U00013000的一段"),
    notebook("# 题", "## 一节", cell({"text/html": "<table><tr><td>\U00013000</td></tr></table>"})),
    notebook("# 题", "## 一节", cell({"image/svg+xml": CHART.replace("图内", "\U00013000")})),
    notebook("# 题", "## 一节", cell({"text/vnd.typst": TABLE.replace("甲市", "\U00013000")})),
])  # fmt: skip
def test_a_character_no_font_has_names_itself_and_its_cell(book):
    with pytest.raises(MissingGlyph) as caught:
        to_pdf(book)
    assert "U+13000" in str(caught.value) and "EGYPTIAN HIEROGLYPH A001" in str(caught.value)
    assert "cell 3, under “一节”" in str(caught.value)


def test_a_character_no_font_has_in_the_title_names_the_front_matter():
    with pytest.raises(MissingGlyph, match="front matter"):
        to_pdf(notebook(cell({DOCUMENT: {"title": "题\U00013000"}}), "文"))


def test_own_markup_without_alternative_text_names_its_cell():
    bare = "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")"
    with pytest.raises(MissingAlt, match="cell 2"):
        to_pdf(notebook("# 题", cell({"text/vnd.typst": bare, "text/plain": "x"})))


def test_broken_markup_of_a_cell_gives_way_to_its_next_face():
    pdf = to_pdf(notebook("# 题", cell({"text/vnd.typst": "#nowhere(", "text/html": "<p>另一面</p>"}), "后文"))
    assert "另一面" in pages(pdf)[0] and "后文" in pages(pdf)[0]


def test_broken_markup_without_another_face_is_shown_as_its_source():
    assert "#nowhere(" in pages(to_pdf(notebook("# 题", cell({"text/vnd.typst": "#nowhere("}))))[0]


def test_of_more_output_than_anybody_reads_the_beginning_and_the_end_are_printed():
    """Thirty thousand lines would be typeset for minutes, a line of megabytes for ever; the page says what is left."""
    many = "\n".join(f"第{n}行" for n in range(30_000))
    book = notebook("# 题", cell({"text/plain": many}), cell({"text/plain": "长" * 3_000_000}), "后文")
    told = "".join(pages(to_pdf(book)))
    assert "第0行" in told and "第399行" in told and "第400行" not in told and "第29999行" in told and "后文" in told
    assert "此处省略29,550行输出" in told and "（本行省略2,990,000字）" in told
    page = to_html(book)
    assert "第29950行" in page and "第29949行" not in page and page.count("长") == 10_000


def test_only_bundled_fonts_and_typsts_own_are_embedded(analyst_pdf, made):
    def fonts(pdf: bytes) -> set[str]:
        return {
            str(font.get_object()["/BaseFont"]).split("+")[1]
            for page in read(pdf).pages
            for font in page["/Resources"].get("/Font", {}).values()
        }

    assert fonts(made) <= {"NotoSansSC-Regular", "NotoSansSC-Bold", "NotoSerifSC-Bold"}
    assert not {name for name in fonts(analyst_pdf) if not re.match("Noto|NewCM|DejaVuSansMono", name)}


def test_a_very_wide_table_is_turned_sideways():
    heads = "".join(f"<th>column{i:02d}</th>" for i in range(26))
    cells = "".join("<td>123456.78</td>" for _ in range(26))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
    sizes = [page.mediabox for page in read(to_pdf(notebook("# 题", cell({"text/html": table})))).pages]
    assert any(box.width > box.height for box in sizes)


def test_the_pdf_of_a_broken_drawing_is_still_made():
    assert "图片未收入" in pages(to_pdf(notebook("# 题", cell({"image/svg+xml": "<svg"}))))[0]


def test_numbers_of_captions_agree_between_page_and_paper():
    book = briefing()
    page, paper = to_html(book), "".join(pages(to_pdf(book)))
    for label, name in (("表", "成绩"), ("图", "总分图")):
        assert f"{label} 1" in page and f"{label}1{name}" in paper


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_chinese_paragraphs_begin_two_characters_in_and_are_paragraphs_to_a_screen_reader(tmp_path):
    """Short ones too, which are kept on one page."""
    pdf = to_pdf(
        notebook(
            "# 题", "开头的一段，只有一行。", "开头的长段，" + "很长的一句话，" * 60, "*开头的说明：以下为例。*", "完。"
        )
    )
    (tmp_path / "a.pdf").write_bytes(pdf)
    command = ["pdftotext", "-bbox", tmp_path / "a.pdf", "-"]
    boxes = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    starts = [float(x) for x, word in re.findall(r'<word xMin="([0-9.]+)"[^>]*>([^<]*)', boxes) if word[:2] == "开头"]
    margin = 22 / 25.4 * 72
    assert len(starts) == 3 and all(abs(x - margin - 2 * 10.5) < 1 for x in starts)
    assert tags(pdf).count("/P") >= 4


def test_poppler_reads_the_text_in_order(made, tmp_path):
    (tmp_path / "a.pdf").write_bytes(made)
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", tmp_path / "a.pdf", "-"], capture_output=True, check=True
    ).stdout
    order = [text.decode("utf-8").index(word) for word in ("要点", "目录", "正文一段", "总分图", "又一段")]
    assert order == sorted(order)


def test_no_line_starts_with_a_mark_that_may_not(tmp_path):
    filler = "甲乙丙丁戊己庚辛，壬癸子丑、寅卯辰巳。“午未”申酉；戌亥（天地）玄黄！" * 30
    text = read(to_pdf(notebook("# 题", filler))).pages[0].extract_text()
    lines = [line for line in text.splitlines() if len(line) > 20]
    assert len(lines) > 10
    assert not [line for line in lines if line[0] in "，。、；：！？）”"]
    assert not [line for line in lines if line[-1] in "（“"]
