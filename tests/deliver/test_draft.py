"""A draft bears 征求意见稿 and its embargo on every page, in both formats and languages."""

from __future__ import annotations

import io
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pypdf
import pytest
from bs4 import BeautifulSoup
from nbformat import v4
from reports_made import DATA, bare

from helpers.model import Quarter
from helpers.press.reading import DOCUMENT
from helpers.write import open_briefing, story

sys.path.insert(0, str(Path(__file__).parents[1] / "press"))
from analyst import to_html, to_pdf

SAID = {
    "zh": ("征求意见稿", "2023年8月8日10时前不得公开"),
    "en": ("DRAFT", "Embargoed until 10:00 on 8 August 2023"),
}


@pytest.fixture(scope="module", params=SAID)
def draft(request, tmp_path_factory):
    """(language, notebook): the city's cover of a draft under embargo, and text for several pages."""
    data = tmp_path_factory.mktemp("draft") / "data"
    shutil.copytree(DATA, data)
    issue = data / "2023Q2" / "issue.toml"
    issue.write_text("draft = true\nembargo = 2023-08-08T10:00:00+08:00\n", encoding="utf-8")
    cover = story.cover(open_briefing(Quarter(2023, 2), request.param, data=data))
    shown = cover._repr_mimebundle_()
    outputs = [v4.new_output("display_data", {DOCUMENT: shown[DOCUMENT], "text/plain": "cover"})]
    text = "\n\n".join(["各区市工作扎实推进，成效明显。" * 12] * 30)
    cells = [v4.new_code_cell("cover", outputs=outputs, execution_count=1), v4.new_markdown_cell(text)]
    return request.param, nbformat.from_dict(v4.new_notebook(cells=cells))


def test_every_page_of_the_pdf_is_stamped(draft):
    lang, notebook = draft
    stamp, notice = SAID[lang]
    pages = pypdf.PdfReader(io.BytesIO(to_pdf(notebook))).pages
    assert len(pages) > 3
    for page in pages:
        assert stamp in bare(page.extract_text())
        assert bare(notice) in bare(page.extract_text())


def test_the_web_page_and_every_sheet_printed_from_it_are_stamped(draft):
    lang, notebook = draft
    stamp, notice = SAID[lang]
    page = to_html(notebook)
    soup = BeautifulSoup(page, "html.parser")
    assert stamp in soup.find("header").get_text()
    assert notice in soup.find("header").get_text() and notice in soup.find("footer").get_text()
    boxes = dict(re.findall(r'@(top-right|bottom-left)\{content:"([^"]*)"', page))
    said = {box: re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), text) for box, text in boxes.items()}
    assert said["top-right"] == stamp
    assert said["bottom-left"].startswith(notice)


def test_an_issued_briefing_is_not_stamped():
    cover = story.cover(open_briefing(Quarter(2023, 2), data=DATA))
    assert cover.stamp == ""
    assert "不得公开" not in cover.notice
