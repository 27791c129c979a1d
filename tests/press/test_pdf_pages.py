"""Where the pages of a PDF end: what stays together, what may break."""

from __future__ import annotations

import io
import itertools
import re
import subprocess

import nbformat
import pypdf
import pytest
from analyst import COVER, briefing, cell, notebook, to_pdf
from PIL import Image, ImageChops

from helpers.press.reading import DOCUMENT
from helpers.write.table_face import Column, Table

WORD = re.compile(r'<word xMin="([\d.]+)".*?xMax="([\d.]+)".*?>(.*?)</word>')
LINE = "这一行是占位的文字。"
LABEL, JUDGEMENT = "演示文字仅示写法", "以下是一段研判"
SHORT = "短段之首" + "第二行以后还有若干字" * 19 + "短段之尾"


def sheets(pdf: bytes) -> list[str]:
    return [re.sub(r"\s", "", sheet.extract_text()) for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def on(pages: list[str], word: str) -> int:
    (page,) = [number for number, text in enumerate(pages) if word in text]
    return page


@pytest.fixture(scope="module", params=range(22, 34))
def pages(request) -> list[str]:
    """A text that begins ever further down the page, and so comes to the page's end by every step."""
    filling = [f"占位{n}：{LINE}" for n in range(request.param)]
    return sheets(to_pdf(notebook("# 甲", *filling, f"*{LABEL}。*\n\n{JUDGEMENT}。{LINE * 20}", *filling, SHORT)))


def test_a_label_stays_on_the_page_of_what_it_labels(pages):
    assert on(pages, LABEL) == on(pages, JUDGEMENT)


def test_a_short_paragraph_is_not_divided(pages):
    assert on(pages, "短段之首") == on(pages, "短段之尾")


@pytest.mark.parametrize("filling", range(20, 34, 2))
def test_a_caption_goes_over_the_page_with_its_table(filling):
    """Rows so high that the first of them is pushed over, and the head with it, long before the page is full."""
    body = "".join(f"[第{n}行始" + "\\ 又一行" * 9 + "], [乙]," for n in range(4))
    markup = (
        f"#figure(kind: table, caption: [长表], table(columns: (1fr, 1fr), table.header([表头甲], [表头乙]), {body}))"
    )
    pages = sheets(to_pdf(notebook("# 甲", *[f"占位{n}。" for n in range(filling)], cell({"text/vnd.typst": markup}))))
    assert on(pages, "长表") == on(pages, "第0行始")


def test_only_what_says_that_it_is_short_stands_closer():
    """A notebook of one heading has neither cover nor contents, as a notice has, and is none."""
    text = [LINE * 8 for _ in range(18)]
    notice = cell({DOCUMENT: {**COVER, "summary": [], "short": True}, "text/plain": "x"})
    assert len(sheets(to_pdf(notebook(notice, *text)))) == 1
    assert len(sheets(to_pdf(notebook("# 摘星夺旗季度通报", *text)))) == 2


@pytest.mark.parametrize("filling", range(30, 46))
def test_the_signature_of_a_notice_does_not_stand_alone_on_a_page(filling):
    notice = cell({DOCUMENT: {**COVER, "summary": [], "short": True}, "text/plain": "x"})
    signed = cell({"text/vnd.typst": "#align(right)[签发机关 \\\n签发日期]"})
    said = cell({"text/markdown": f"结束语之首{LINE * 6}结束语之尾"})
    pages = sheets(to_pdf(notebook(notice, *[f"占位{n}。" for n in range(filling)], said, signed)))
    assert on(pages, "结束语之尾") == on(pages, "签发机关") == on(pages, "签发日期")


def test_the_name_of_messages_does_not_end_a_page_that_they_begin_below():
    """Ever further down the page: the label of what a cell says on stderr, then its first line."""
    for filling in range(24, 32):
        told = cell({})
        told.outputs = [nbformat.v4.new_output("stream", name="stderr", text="警告一行\n警告二行\n")]
        pages = sheets(to_pdf(notebook("# 甲", *[f"占位{n}。" for n in range(filling)], told)))
        assert on(pages, "运行提示") == on(pages, "警告一行"), filling


def tabled(rows: int, filling: int) -> list[str]:
    """A table of its own markup, each row two lines, below so many paragraphs."""
    body = "".join(f"[第{n}行始\\ 第{n}行终], [乙]," for n in range(rows))
    markup = (
        f"#figure(kind: table, caption: [长表], table(columns: (1fr, 1fr), table.header([表头甲], [表头乙]), {body}))"
    )
    return sheets(to_pdf(notebook("# 甲", *[f"占位{n}。" for n in range(filling)], cell({"text/vnd.typst": markup}))))


@pytest.mark.parametrize("filling", [14, 15, 16])
def test_a_tall_table_fills_the_page_and_goes_on_under_its_heads_row_by_row(filling):
    pages = tabled(14, filling)
    assert on(pages, "第0行始") == 0, "more than a third of the page is left white"
    assert on(pages, "第13行终") == 1
    assert all(text.count("表头甲") == 1 for text in pages)
    for n in range(14):
        assert on(pages, f"第{n}行始") == on(pages, f"第{n}行终")


def test_a_table_of_few_rows_stays_on_one_page():
    pages = tabled(7, 25)
    assert on(pages, "第0行始") == on(pages, "第6行终") == 1


@pytest.mark.parametrize("stamp", ["征求意见稿", "DRAFT", "WHAT IF 测算"])
def test_the_stamp_can_be_searched_on_every_page(stamp):
    made = to_pdf(briefing(stamp=stamp))
    said = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True).stdout.decode("utf-8")
    for page in said.removesuffix("\f").split("\f"):
        assert stamp in page


@pytest.mark.parametrize("stamp", ["征求意见稿", "DRAFT", "测算", "WHAT IF 测算"])
def test_the_stamp_stands_across_the_page_on_one_line(stamp):
    """A longer one ran over the edge, or broke."""
    made = to_pdf(briefing(stamp=stamp))
    told = subprocess.run(["pdftotext", "-bbox", "-l", "1", "-", "-"], input=made, capture_output=True, check=True)
    boxes = re.findall(
        r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.)</word>', told.stdout.decode()
    )
    large = sorted(
        (float(x), float(y), float(right), c) for x, y, right, bottom, c in boxes if float(bottom) - float(y) > 40
    )
    assert "".join(c for *_, c in large) == stamp.replace(" ", "")
    assert all(y > after for (_, y, *_), (_, after, *_) in itertools.pairwise(large))  # it rises from left to right
    assert large[0][0] > 30 and large[-1][2] < 565  # points, of the sheet's 595


@pytest.mark.parametrize("name", ["gdp_growth", "renewal_completion_rate_of_the_2023Q2_data"])
def test_the_name_of_a_key_breaks_on_paper_and_stays_in_its_column(name):
    """Read back from the sheet: no word of the narrow column stands beyond where the next column begins."""
    table = Table("t", (Column("a", "left", 1), Column("b", "left", 10 if len(name) < 12 else 5)), ((name, "next"),))
    made = to_pdf(notebook("# t", cell({"text/vnd.typst": table.typst})))
    laid_out = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout
    words = {w: (float(left), float(right)) for left, right, w in WORD.findall(laid_out.decode())}
    parts = [word for word in words if len(word) > 1 and word in name]
    assert len(parts) > 1 and "".join(parts) == name
    assert max(words[part][1] for part in parts) < words["next"][0]


@pytest.mark.parametrize("share", [1.4, 1.45, 1.5, 1.55, 1.6, 1.65, 1.7])
@pytest.mark.parametrize("name", ["城市更新和城市建设项目开工率", "社会消费品零售总额增速（累计）"])
def test_no_character_of_a_cell_is_left_alone_on_its_last_line(name, share):
    """Columns a little wider each time: in some of them all but one character would fit on a line."""
    table = Table("t", (Column("a", "left", share), Column("b", "left", 4)), ((name, "next"),))
    made = to_pdf(notebook("# t", cell({"text/vnd.typst": table.typst})))
    laid_out = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout
    parts = [word for _, _, word in WORD.findall(laid_out.decode()) if word in name]
    assert "".join(parts) == name
    assert all(len(part.strip("（）")) > 1 for part in parts), parts


def test_a_figure_stands_as_far_from_a_long_unit_as_from_a_short_one():
    table = Table("t", (Column("a", "left"), Column("b", "right")), (("甲", "569.96亿元"), ("乙", "569.96亿")))
    made = to_pdf(notebook("# t", cell({"text/vnd.typst": table.typst})))
    laid_out = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout
    words = [word for _, _, word in WORD.findall(laid_out.decode())]
    assert words.count("569.96") == 2 and {"亿元", "亿"} <= set(words), words


@pytest.mark.parametrize(
    ("lang", "filler", "said"),
    [
        ("zh", "占一，", "相差10.59分；居第3位"),
        ("en", "a ", "they are 10.59 points apart, in Q2 2023, by CNY 31 billion"),
    ],
)
def test_no_line_ends_between_a_figure_and_its_unit(lang, filler, said):
    """Paragraphs a little longer each time: in some of them the line would end behind the figure."""
    texts = [f"{filler * n}{said}{filler * 4}。" for n in range(24, 48)]
    made = to_pdf(notebook(cell({DOCUMENT: {**COVER, "lang": lang, "summary": []}, "text/plain": "x"}), *texts))
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True).stdout
    lines = [line.strip() for line in told.decode().replace("\u2060", "").splitlines()]
    assert sum("10.59" in line for line in lines) == len(texts)
    assert not [line for line in lines if re.search(r"^；|(10\.59|31|第|第 ?3|Q2|CNY)$", line)]
    assert len({line.index("10.59") for line in lines if "10.59" in line}) > 5  # it came to the line's end


def test_the_stamp_shows_through_the_key_points_of_a_cover():
    """Half of 征求意见稿 was hidden under their box."""
    sheets_of = []
    for stamp in ("征求意见稿", ""):
        made = to_pdf(briefing(stamp=stamp))
        shot = subprocess.run(["pdftoppm", "-r", "40", "-gray", "-l", "1"], input=made, capture_output=True, check=True)
        sheets_of.append(Image.open(io.BytesIO(shot.stdout)))
    width, height = sheets_of[0].size
    told = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", "-", "-"], input=made, capture_output=True, check=True
    ).stdout
    (top,) = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">要点<', told.decode())
    box = (0, round(float(top) * 40 / 72), width, round(height * 0.62))
    apart = ImageChops.difference(*(sheet.crop(box) for sheet in sheets_of))
    assert sum(apart.histogram()[4:]) > 50


def test_a_table_s_note_stands_closer_to_it_than_to_the_text_below():
    table = Table("t", (Column("a", "left", 1), Column("b", "left", 1)), (("lastrow", "cell"),), note="thenote")
    made = to_pdf(notebook("# t", cell({"text/vnd.typst": table.typst}), "thetext below"))
    laid_out = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout
    found = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(lastrow|thenote|thetext)<', laid_out.decode())
    feet = {word: (float(top), float(foot)) for top, foot, word in found}
    above = feet["thenote"][0] - feet["lastrow"][1]
    assert 0 < above < feet["thetext"][0] - feet["thenote"][1]


@pytest.mark.parametrize("filling", range(4, 10))
def test_no_row_is_left_alone_on_a_table_s_last_page(filling):
    """One row more a time: somewhere among them the last would not fit on the first page."""
    for count in range(33, 36):
        table = Table(
            "t", (Column("a", "left", 1), Column("b", "left", 1)), tuple((f"行{n}止", "x") for n in range(count))
        )
        made = to_pdf(notebook("# t", *[f"占位{n}。" for n in range(filling)], cell({"text/vnd.typst": table.typst})))
        pages = sheets(made)
        assert on(pages, f"行{count - 2}止") == on(pages, f"行{count - 1}止")


@pytest.mark.parametrize("filling", range(22, 34))
def test_a_long_table_begins_with_three_rows_on_its_first_page(filling):
    """One paragraph more a time: among them the page has room for the head and one row, and for two."""
    table = Table("长表", (Column("a", "left", 1), Column("b", "left", 1)), tuple((f"行{n}止", "x") for n in range(20)))
    made = to_pdf(notebook("# t", *[f"占位{n}。" for n in range(filling)], cell({"text/vnd.typst": table.typst})))
    pages = sheets(made)
    assert on(pages, "长表") == on(pages, "行0止") == on(pages, "行2止")


@pytest.mark.parametrize("filling", range(20, 34))
def test_a_long_table_of_tall_rows_begins_with_two_on_its_first_page(filling):
    """The first row is as high as three: alone it would look like a table of one row."""
    tall = "一二三四五六七八九十" * 15
    rows = tuple((f"行{n}止", tall) for n in range(20))
    table = Table("长表", (Column("a", "left", 1), Column("b", "left", 5)), rows)
    made = to_pdf(notebook("# t", *[f"占位{n}。" for n in range(filling)], cell({"text/vnd.typst": table.typst})))
    pages = sheets(made)
    assert on(pages, "长表") == on(pages, "行0止") == on(pages, "行1止")


def test_a_long_table_stands_as_far_from_the_text_above_as_a_short_one():
    def above(rows: int) -> float:
        table = Table("t", (Column("a", "left", 1), Column("b", "left", 1)), (("row", "cell"),) * rows)
        made = to_pdf(notebook("# t", "thetext", cell({"text/vnd.typst": table.typst})))
        laid_out = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout
        tops: dict[str, float] = {}
        for top, word in re.findall(r'yMin="([\d.]+)"[^>]*>(thetext|row)<', laid_out.decode()):
            tops.setdefault(word, float(top))
        return tops["row"] - tops["thetext"]

    assert above(20) == pytest.approx(above(4), abs=1)


SOURCE = "2023Q1/values.csv, rows 2–91"


@pytest.mark.parametrize("count, fillings", [(8, range(20, 32, 2)), (40, range(13, 19))])
def test_no_page_ends_a_document_with_a_line_of_source_notes(count, fillings):
    """Below ever more text, so that somewhere the list's end would go over alone."""
    said = [
        cell({"text/markdown": f'句{n}<sup class="cite" data-note="注{n}止 {SOURCE}"></sup>'}) for n in range(count)
    ]
    for filling in fillings:
        made = to_pdf(notebook("# 甲", *said, *[f"占位{n}。" for n in range(filling)]))
        pages = [text.replace("\u2060", "") for text in sheets(made)]
        last = on(pages, f"注{count - 1}止")
        assert all(on(pages, f"注{n}止") == last for n in range(count - 4, count)), filling
        if count < 10:
            assert on(pages, "数据出处注释") == on(pages, "注0止") == last


@pytest.mark.parametrize("filling", range(9, 14))
def test_a_long_list_of_source_notes_does_not_begin_with_one_at_the_end_of_a_page(filling):
    """Below ever more text, so that somewhere the page's end has room for the title and a note or two."""
    said = [cell({"text/markdown": f'句{n}<sup class="cite" data-note="注{n}止 {SOURCE}"></sup>'}) for n in range(20)]
    pages = [
        text.replace("\u2060", "")
        for text in sheets(to_pdf(notebook("# 甲", *said, *[f"占位{n}。" for n in range(filling)])))
    ]
    assert on(pages, "数据出处注释") == on(pages, "注0止") == on(pages, "注3止")


def test_rows_that_a_cell_names_stand_apart_from_their_file_whether_one_or_many():
    """Between Chinese and Latin letters paper sets a quarter of an em; a box around the range must not take it away."""
    rows = (("data/values.csv第3行；data/scores.csv第2—11行", "x"),)
    table = Table("t", (Column("a", "left", 6), Column("b", "left", 1)), rows)
    made = to_pdf(notebook("# t", cell({"text/vnd.typst": table.typst})))
    laid_out = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout
    words = [word for _, _, word in WORD.findall(laid_out.decode())]
    assert "data/values.csv" in words and any(word.endswith("scores.csv") for word in words), words
