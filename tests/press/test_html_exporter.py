"""The web page as it is written: nothing that fetches, bytes that repeat, every kind of output as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise

import pytest
from analyst import CHART, CONTROLS, DOCUMENT, HOSTILE, PICTURE, briefing, cell, notebook, to_html
from bs4 import BeautifulSoup

from helpers.press import fonts
from helpers.press.page_fonts import characters


@pytest.fixture(scope="module")
def tree(analyst_html) -> BeautifulSoup:
    return BeautifulSoup(analyst_html, "html.parser")


def test_nothing_that_runs_or_fetches_is_left(analyst_html, tree):
    assert "outside.invalid/" not in re.sub(r"〔[^〕]*〕", "", analyst_html)
    assert not tree.find_all(["script", "iframe", "link", "video", "object", "embed"])
    assert not [tag for tag in tree.find_all(True) for key in tag.attrs if key.startswith("on")]
    assert not tree.find_all("a", href=re.compile("^javascript"))


def test_what_is_left_out_says_so_in_its_place(tree):
    said = [mark.get_text() for mark in tree.select("main .left-out")]
    for word in ("脚本未收入", "内嵌网页未收入", "影音未收入", "图片未收入：远图"):
        assert any(word in text for text in said), word
    assert tree.find(string="脚本之外")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_it_went_in(tree, text):
    assert text in [td.get_text() for td in tree.find_all("td")]


def test_control_characters_are_dropped_and_the_rest_of_the_text_stays(tree):
    shown = "".join(c for c in CONTROLS if c not in "\x07\u200b\x1b\x00")
    assert shown in [td.get_text() for td in tree.find_all("td")]


def test_input_and_hidden_cells_do_not_show_but_their_errors_do(analyst_html):
    for word in ("import pandas", "quarter = ", "由 papermill 写入", "藏起的输出", "raise ValueError"):
        assert word not in analyst_html, word
    assert "ZeroDivisionError" in analyst_html


def test_errors_are_marked_and_bare_of_terminal_codes(tree):
    faults = tree.select(".fault")
    assert [fault.p.get_text() for fault in faults] == [
        "此处运行出错：ZeroDivisionError: division by zero",
        "此处运行出错：ValueError: #let 坏 = <b>",
    ]
    for shown in tree.select(".fault pre, pre.stdout"):
        assert not re.search(r"\x1b|\[\d+m", shown.get_text())


def test_streams_keep_the_last_word_of_a_progress_line(tree):
    assert "标准输出\n进度 100%" in tree.select_one("pre.stdout").get_text()
    assert tree.select_one(".stderr pre").get_text() == "错误流"


def test_every_table_head_has_a_scope_and_none_is_empty(tree):
    heads = tree.find_all("th")
    assert len(heads) > 20
    assert all(th.get_text(strip=True) and th.get("scope") for th in heads)


def test_a_named_index_stands_in_the_row_of_column_names(tree):
    named = tree.find_all("table")[1]
    assert [th.get_text() for th in named.thead.find_all("tr")[0].find_all("th")] == ["区市", "得分"]
    assert len(named.thead.find_all("tr")) == 1
    grouped = tree.find_all("table")[2]
    assert [th.get_text() for th in grouped.thead.find_all("tr")[1].find_all("th")] == [
        "片区",
        "一季",
        "二季",
        "一季",
        "二季",
    ]
    assert grouped.thead.find("th", string="上半年")["scope"] == "colgroup"


def test_numbers_stand_right_and_words_left_where_the_html_says_nothing(tree):
    row = tree.find_all("table")[0].tbody.tr.find_all("td")
    assert [cell["class"] for cell in row] == [["left"], ["right"]]


def test_headings_lose_their_gaps_and_the_title_is_not_repeated(tree):
    assert [h.get_text() for h in tree.find_all("h1")] == ["外资利用情况分析"]
    levels = [int(h.name[1]) for h in tree.find_all(re.compile("^h[1-6]$"))]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert tree.find(re.compile("^h3$"), string="跳了三级")


def test_links_by_jupyter_anchors_reach_their_heading(tree):
    link = tree.find("a", string="回到表格")
    assert tree.find(id=link["href"][1:]).get_text() == "一、表格"


def test_every_contents_link_and_every_id_is_unique_and_reached(tree):
    ids = [tag["id"] for tag in tree.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in tree.select("nav a")} <= set(ids)


def test_lines_of_chinese_join_without_a_space(tree):
    assert "的话，换行不成空格。" in tree.main.p.get_text()


def test_formulas_are_mathml_and_a_broken_one_is_its_source(tree):
    assert len(tree.find_all("math")) == 4
    assert tree.select_one("code.tex-source").get_text() == "\\frac{1}{"


def test_pictures_have_alternative_text_even_when_nobody_wrote_one(tree):
    images = tree.find_all(["img", "svg"])
    assert len(images) == 4
    assert all(tag.get("alt") or tag.get("aria-label") for tag in images)
    assert "未写文字说明" in tree.find("img")["alt"]


def test_the_cover_comes_from_the_front_matter_alone():
    page = BeautifulSoup(to_html(briefing()), "html.parser")
    cover = page.select_one("header.cover")
    for words in (
        "摘星夺旗季度通报",
        "考核委员会办公室",
        "2023年第二季度",
        "2023年7月28日",
        "甲市居首。",
        "演示数据，非官方发布",
    ):
        assert words in cover.get_text()
    assert "只在 JupyterLab 里" not in page.get_text()
    assert page.html["lang"] == "zh-CN" and page.title.get_text() == "摘星夺旗季度通报 · 2023年第二季度"


def test_english_front_matter_makes_an_english_page():
    page = BeautifulSoup(to_html(briefing(lang="en")), "html.parser")
    assert page.html["lang"] == "en"
    assert page.nav["aria-label"] == "Contents" and page.find("figcaption").get_text() == "Figure 1. 总分图"


def test_a_described_drawing_goes_before_its_html_face_and_ids_differ_between_drawings():
    page = BeautifulSoup(to_html(briefing()), "html.parser")
    drawings = page.find_all("svg")
    assert [svg["aria-label"] for svg in drawings] == ["甲市最高的条形图", "第二张图"]
    assert "另一面" not in page.get_text()
    clips = [svg.find("clippath")["id"] for svg in drawings]
    assert len(set(clips)) == 2
    assert all(f"url(#{clip})" in str(svg) for clip, svg in zip(clips, drawings, strict=True))


def test_captions_are_numbered_by_kind():
    page = BeautifulSoup(to_html(briefing()), "html.parser")
    assert page.find("caption").get_text() == "表 1　成绩"
    assert page.find("figcaption").get_text() == "图 1　总分图"


def test_contents_stand_only_over_two_headings_or_more():
    assert BeautifulSoup(to_html(notebook("# 题", "## 一")), "html.parser").nav is None
    assert BeautifulSoup(to_html(notebook("# 题", "## 一", "## 二")), "html.parser").nav is not None


def test_without_a_heading_the_file_names_the_page():
    assert "<title>某分析</title>" in to_html(notebook("只有一段。"), name="某分析")


def test_photographs_of_one_cell_stand_side_by_side_with_their_captions():
    about = {"image/png": {"alt": "街景", "caption": "改造后", "note": "摄影：某"}}
    page = BeautifulSoup(
        to_html(notebook(cell({"image/png": PICTURE}, {"image/png": PICTURE}, metadata=about))), "html.parser"
    )
    assert len(page.select(".plates figure")) == 2


def test_a_widget_is_said_to_be_left_out_rather_than_printed_as_python():
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "HBox(children=())"}
    page = to_html(notebook(cell(widget)))
    assert "HBox" not in page and "交互控件未收入" in page


def test_images_beside_the_notebook_are_taken_in_and_those_above_it_are_not(tmp_path):
    from analyst import png

    from helpers.press.html import BriefingHTMLExporter

    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "in.png").write_bytes(png())
    (tmp_path / "out.png").write_bytes(png())
    book = notebook("![里](in.png) ![外](../out.png)")
    resources = {"metadata": {"name": "x", "path": str(tmp_path / "book")}}
    page = BeautifulSoup(BriefingHTMLExporter().from_notebook_node(book, resources)[0], "html.parser")
    assert [img["alt"] for img in page.find_all("img")] == ["里"]
    assert "外 ../out.png" in page.select_one(".left-out").get_text()


def test_the_same_notebook_gives_the_same_bytes_in_another_process(analyst, analyst_html, tmp_path):
    import nbformat

    file = tmp_path / "分析.ipynb"
    nbformat.write(analyst, file)
    code = (
        "import sys, nbformat; from helpers.press.html import BriefingHTMLExporter as E;"
        "book = nbformat.read(sys.argv[1], 4);"
        "page = E().from_notebook_node(book, {'metadata': {'name': '分析'}})[0];"
        "sys.stdout.buffer.write(page.encode())"
    )
    again = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, check=True)
    assert again.stdout.decode() == analyst_html


SERIF, BOLD = (
    {"h1", "h2", "h3", "em", "i", "dfn"},
    {"strong", "b", "th", "h4", "h5", "h6", "dt", "caption", "figcaption"},
)
MIXED = """<html><head><title>甲</title></head><body><style>p{color:red}</style><h2 class="x">乙<br>丙</h2>
<p title="a > 丁">戊<strong>己<em>庚</em></strong>辛 &lt;&amp;&#22764;</p><ul><li>癸<img alt="子" src="data:,">丑</ul>
<svg><g font-weight="700"><text>寅</text><rect width="1"/></g><text style='font-weight:bold'>卯</text>辰</svg>
<script>var 巳 = "<b>";</script><span class="strong">午</span></p>未<p class="display">申</p></body></html>"""


def set_by(markup: str) -> dict[str, set[str]]:
    """The characters of a page by font, read from a real parser's tree."""
    found: dict[str, set[str]] = {fonts.REGULAR: set(), fonts.BOLD: set(), fonts.SERIF: set()}
    for text in BeautifulSoup(markup, "html.parser").body.find_all(string=True):
        above = [tag for tag in text.parents if tag.name]
        if any(tag.name in ("style", "script") for tag in above):
            continue
        classes = {name for tag in above for name in tag.get("class", ())}
        weights = " ".join(f"{tag.get('style', '')};{tag.get('font-weight', '')}" for tag in above)
        serif = any(tag.name in SERIF for tag in above) or "display" in classes
        bold = any(tag.name in BOLD for tag in above) or {"strong", "number"} & classes
        heavy = re.search(r"bold|[6-9]00\b", weights)
        found[fonts.SERIF if serif else fonts.BOLD if bold or heavy else fonts.REGULAR] |= set(text) - set("\n\t\r")
    found[fonts.REGULAR] |= set("0123456789.•◦▪")  # what a list may be counted with
    return found


def test_the_fonts_of_a_page_are_told_without_a_parser_as_with_one(analyst_html):
    for markup in (MIXED, analyst_html):
        told, wanted = characters(markup), set_by(markup)
        if markup != MIXED:  # a style of the author's own: bold may be anywhere
            wanted[fonts.BOLD] |= wanted[fonts.REGULAR] | wanted[fonts.SERIF]
            told[fonts.BOLD] |= told[fonts.REGULAR] | told[fonts.SERIF]
        assert told == wanted
    assert characters(MIXED)[fonts.SERIF] >= set("乙丙庚申")
    assert characters(MIXED)[fonts.BOLD] >= set("己寅卯午")


def test_only_the_characters_used_are_in_the_fonts():
    few = to_html(notebook("# 甲", "乙"))
    assert len(few) < 60_000
    assert len(to_html(briefing())) < 450_000


def test_a_broken_drawing_is_named_and_the_page_still_made():
    page = to_html(
        notebook(cell({"image/svg+xml": CHART.replace("</g>", "")}), cell({"image/svg+xml": "<svg"}), "后文")
    )
    assert "后文" in page and "图片未收入：SVG" in page


def test_front_matter_with_markup_in_it_is_text():
    page = to_html(notebook(cell({DOCUMENT: {"title": "<b>题</b>", "summary": ["</style><script>x</script>"]}})))
    assert "<h1>&lt;b&gt;题&lt;/b&gt;</h1>" in page and "<script" not in page


def test_the_words_behind_a_name_in_a_title_stay_on_one_line():
    """A browser balanced the lines of 胶州市“摘星夺旗”考核情况通报（测算） and parted 考 from 核."""
    page = to_html(notebook(cell({DOCUMENT: {"title": "胶州市“摘星夺旗”考核情况通报（测算）"}})))
    kept = '<span class="kept">{}</span>'.format
    assert f"<h1>胶州市{kept('“摘星夺旗”')}{kept('考核情况通报')}{kept('（测算）')}</h1>" in page


def test_a_character_no_font_has_is_told_with_its_cell_and_the_page_still_made(monkeypatch):
    from helpers.press.html import BriefingHTMLExporter

    exporter = BriefingHTMLExporter()
    said: list[str] = []
    monkeypatch.setattr(exporter.log, "warning", lambda text, *values: said.append(text % values))
    page, _ = exporter.from_notebook_node(notebook("# 题", "含\U00013000"), {"metadata": {"name": "x"}})
    assert "\U00013000" in page
    assert len(said) == 1 and "cell 2" in said[0] and "U+13000" in said[0]


def test_a_notice_cannot_leave_the_style_sheet():
    page = to_html(briefing(notice='"}</style><script>x</script>\\'))
    assert "<script" not in page and page.count("</style>") == 1
