"""Numbered copies of real briefings: the number on every page, the rest untouched, the PDF as accessible as before."""

from __future__ import annotations

import io
import re

import nbformat
import pypdf
import pytest
from bs4 import BeautifulSoup
from reports_made import JIAOZHOU, bare

from helpers.press.delivery import letter, numbered
from helpers.press.reading import DOCUMENT

REPORTS = [("city.zh", "第017号"), (f"{JIAOZHOU}.zh", "第017号"), ("city.en", "No.017")]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "mark"), REPORTS)
def test_the_number_stands_on_every_page_of_the_pdf(briefings, name, mark):
    notebook = briefings.file(name, "ipynb")
    made = numbered.copy(notebook, 17, "pdf")
    copy, original = pypdf.PdfReader(io.BytesIO(made)), pypdf.PdfReader(briefings.file(name, "pdf"))
    assert len(copy.pages) == len(original.pages)
    for page in copy.pages:
        assert bare(page.extract_text()).count(mark) == 1
    assert not any(mark in bare(page.extract_text()) for page in original.pages)
    assert copy.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in copy.trailer["/Root"]
    assert b"pdfuaid:part" in copy.trailer["/Root"]["/Metadata"].get_data()
    assert made == numbered.copy(notebook, 17, "pdf")


@pytest.mark.slow
def test_the_number_stands_on_the_web_page_and_on_every_sheet_printed_from_it(briefings):
    page = numbered.copy(briefings.file("city.zh", "ipynb"), 17, "html").decode()
    soup = BeautifulSoup(page, "html.parser")
    assert "第017号" in soup.find("header").get_text()
    assert "第017号" in soup.find("footer").get_text()
    box = re.search(r'@bottom-left\{content:"([^"]*)"', page)
    foot = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), box[1])
    assert foot.startswith("第017号")
    original = BeautifulSoup(briefings.file("city.zh", "html").read_text(encoding="utf-8"), "html.parser")
    assert soup.find("main").get_text() == original.find("main").get_text()


def test_a_title_written_on_two_lines_is_one_line_of_a_letter(tmp_path):
    """The subject of a mail cannot hold a line break."""
    facts = {"title": "产业专题\n通报", "label": "2023年\r\n第二季度", "summary": []}
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", {DOCUMENT: facts})])
    path = tmp_path / "own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    told = numbered.summary(path)
    assert (told.title, told.label) == ("产业专题 通报", "2023年 第二季度")
    one = letter.Letter("办公室", "a@example.org", "zh", (told,), (letter.Enclosure("a.pdf", b"%PDF"),))
    assert b"Subject:" in letter.compose(one, "office@example.org")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["city.zh", "city.en"])
def test_a_letter_quotes_the_briefing_s_own_summary_and_its_marks(briefings, name):
    """The letter's foot explains ※, so its key points bear it wherever the briefing's do."""
    told = numbered.summary(briefings.file(name, "ipynb"))
    page = BeautifulSoup(briefings.file(name, "html").read_text(encoding="utf-8"), "html.parser")
    for number in page.select(".summary sup.cite"):  # a letter has no notes
        number.decompose()
    assert "※" in told.notice and any("※" in point for point in told.points)
    one = letter.Letter("办公室", "a@example.org", name[-2:], (told,), (letter.Enclosure("a.pdf", b"%PDF"),))
    assert all(
        point in body for point in told.points for body in (one.text, BeautifulSoup(one.html, "html.parser").get_text())
    )
    assert list(told.points) == [point.get_text() for point in page.select(".summary li")]
    assert told.title == page.find("h1").get_text()
