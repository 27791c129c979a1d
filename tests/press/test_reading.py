"""A notebook read into blocks: what shows, by which face, and from where."""

from __future__ import annotations

import pytest
from analyst import COVER, DOCUMENT, cell, notebook
from nbformat.v4 import new_code_cell, new_output, new_raw_cell

from helpers.press.reading import ERROR, HTML_FACES, LEFT_OUT, PDF_FACES, PLAIN, STDOUT, read

EVERY = (
    "text/vnd.typst",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/html",
    "text/markdown",
    "text/latex",
    "text/plain",
)


def faces(book, order=PDF_FACES) -> list[list[str]]:
    return [[face.mime for face in block.faces] for block in read(book, "x", order).blocks]


def test_the_pdf_prefers_typst_then_drawings_then_pictures_then_text():
    assert faces(notebook(cell(dict.fromkeys(EVERY, "x")))) == [list(EVERY)]


@pytest.mark.parametrize("alt, first", [("说明", "image/svg+xml"), ("", "text/html")])
def test_the_page_prefers_a_drawing_only_when_it_is_described(alt, first):
    book = notebook(cell(dict.fromkeys(EVERY, "x"), metadata={"image/svg+xml": {"alt": alt}}))
    assert faces(book, HTML_FACES)[0][0] == first


def test_what_papermill_writes_around_an_error_is_not_shown_beside_the_error():
    book = notebook("文", "An Exception was encountered at 'In [1]'.")
    book.cells[1].metadata["tags"] = ["papermill-error-cell-tag"]
    assert [block.faces[0].data for block in read(book, "x", HTML_FACES).blocks] == ["文"]


@pytest.mark.parametrize("tag", ["parameters", "injected-parameters", "setup", "remove"])
def test_hidden_cells_show_their_errors_alone(tag):
    outputs = [
        new_output("stream", name="stdout", text="x"),
        new_output("error", ename="E", evalue="v", traceback=["\x1b[31mE\x1b[0m: v"]),
    ]
    blocks = read(notebook(new_code_cell("x", outputs=outputs, metadata={"tags": [tag]})), "x", PDF_FACES).blocks
    assert [(b.faces[0].mime, b.faces[0].data) for b in blocks] == [(ERROR, "E: v")]


def test_an_error_that_shows_its_words_in_the_reader_s_language_is_titled_with_them():
    output = new_output(
        "error", ename="UsageError", evalue="no district 'x'", traceback=["UsageError: 没有“x”这个区市"]
    )
    (block,) = read(notebook(new_code_cell("x", outputs=[output])), "x", PDF_FACES).blocks
    assert block.faces[0].data == block.faces[0].meta["traceback"] == "UsageError: 没有“x”这个区市"


def test_pieces_of_one_stream_are_one_block():
    outputs = [new_output("stream", name=n, text=t) for n, t in (("stdout", "a"), ("stdout", "b\n"), ("stderr", "c"))]
    blocks = read(notebook(new_code_cell("x", outputs=outputs)), "x", PDF_FACES).blocks
    assert [block.faces[0].data for block in blocks] == ["ab", "c"]


def test_a_line_repeated_many_times_is_printed_once_with_its_count():
    output = new_output("stream", name="stdout", text="警告\n" * 9 + "甲\n甲\n末")
    blocks = read(notebook(new_code_cell("x", outputs=[output])), "x", PDF_FACES).blocks
    assert blocks[0].faces[0].mime == STDOUT
    assert blocks[0].faces[0].data == "警告  [×9]\n甲\n甲\n末"


@pytest.mark.parametrize(
    "mime, shown",
    [("", [[PLAIN]]), ("text/html", [["text/html"]]), ("text/markdown", [["text/markdown"]]), ("text/latex", [])],
)
def test_raw_cells_show_where_they_are_meant_to(mime, shown):
    assert faces(notebook(new_raw_cell("x", metadata={"raw_mimetype": mime}))) == shown


def test_an_output_nobody_can_print_is_named():
    block = read(notebook(cell({"application/x-model": "…"})), "x", PDF_FACES).blocks[0]
    assert (block.faces[0].mime, block.faces[0].data) == (LEFT_OUT, "application/x-model")


def test_blocks_know_their_cell_and_the_heading_above():
    blocks = read(
        notebook("# 题", "## 一、*绩*", cell({"text/plain": "x"}), "```\n# 不是标题\n```", "尾"), "x", PDF_FACES
    ).blocks
    assert blocks[2].place == "cell 3, under “一、绩”" and blocks[4].place == "cell 5, under “一、绩”"


@pytest.mark.parametrize(
    "metadata, lang", [({}, "zh"), ({"lang": "en"}, "en"), ({"papermill": {"parameters": {"lang": "en"}}}, "en")]
)
def test_the_language_is_the_notebooks_or_chinese(metadata, lang):
    book = notebook("文")
    book.metadata.update(metadata)
    assert read(book, "x", PDF_FACES).front.lang == lang


def test_the_cover_names_the_document_and_its_heading_is_the_title_only_when_they_agree():
    cover = cell({DOCUMENT: COVER})
    assert read(notebook("# 摘星夺旗 季度通报", cover), "x", PDF_FACES).heading_is_title
    assert not read(notebook("# 别的题目", cover), "x", PDF_FACES).heading_is_title
    assert read(notebook("# 别的题目", cover), "x", PDF_FACES).front.title == "摘星夺旗季度通报"


def test_the_running_head_says_the_label_once():
    front = read(notebook(cell({DOCUMENT: COVER})), "x", PDF_FACES).front
    assert front.running_head == "摘星夺旗季度通报 · 2023年第二季度"
    said = read(notebook(cell({DOCUMENT: {**COVER, "running": "通报 2023年第二季度"}})), "x", PDF_FACES).front
    assert said.running_head == "通报 2023年第二季度"
