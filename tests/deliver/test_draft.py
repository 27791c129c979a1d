"""What the ledger does not have bears 征求意见稿 and its embargo on every page, in both formats and languages."""

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
from publishing import change, enter, pasted, publish
from reports_made import DATA, bare

from helpers.assess.check import check_quarter
from helpers.assess.whatif import Settings
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
    issue.write_text("embargo = 2023-08-08T10:00:00+08:00\n", encoding="utf-8")
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


@pytest.fixture
def data(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def stamp(data: Path, quarter: str = "2023Q2", **words: str) -> str:
    return story.cover(open_briefing(quarter, data=data, **words)).stamp


def test_the_ledger_alone_says_what_is_a_draft(data):
    assert stamp(data) == "征求意见稿"
    assert "不得公开" not in story.cover(open_briefing("2023Q2", data=data)).notice
    publish(data, "2023Q2", "2023-08-08")
    assert stamp(data) == ""
    assert stamp(data, district="胶州") == stamp(data, as_of="published") == stamp(data, as_of="2023-09-01") == ""
    assert stamp(data, "2023Q3") == stamp(data, "2023Q1") == "征求意见稿"
    assert stamp(data, "2023Q3", as_of="2023-12-01") == "征求意见稿"


def test_what_was_revised_is_a_draft_until_the_next_edition(data):
    publish(data, "2023Q2", "2023-08-08")
    change(data / "2023Q2" / "values.csv", ("胶州市", "gdp_growth"), "value", "9.9")
    fault = next(f for f in check_quarter(data, Quarter(2023, 2)) if f.severity == "error")
    enter(data, *pasted(fault, date="2023-09-01"))
    assert stamp(data) == stamp(data, as_of="2023-09-01") == "征求意见稿"
    assert stamp(data, as_of="2023-08-31") == stamp(data, as_of="published") == ""  # from before the revision
    publish(data, "2023Q2", "2023-09-01")  # the day's revisions are in the day's edition
    assert stamp(data) == stamp(data, as_of="2023-09-01") == stamp(data, as_of="published 1") == ""


def test_revising_an_earlier_quarter_makes_no_draft_of_a_published_one(data):
    publish(data, "2023Q1", "2023-05-07")
    publish(data, "2023Q2", "2023-08-08")
    change(data / "2023Q1" / "values.csv", ("胶州市", "gdp_growth"), "value", "9.9")
    fault = next(f for f in check_quarter(data, Quarter(2023, 1)) if f.severity == "error")
    enter(data, *pasted(fault, date="2023-09-01"))
    assert (stamp(data, "2023Q1"), stamp(data, "2023Q2")) == ("征求意见稿", "")


def test_a_what_if_bears_its_own_stamp(data):
    b = open_briefing("2023Q2", data=data)
    supposed = b.supposing(Settings({("370281", "gdp_growth"): 9.9}, {}))
    assert story.cover(supposed).stamp == "测算"
