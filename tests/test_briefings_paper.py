"""A briefing's page printed by a browser: nothing is cut, and what belongs together stays together."""

from __future__ import annotations

import io
import re
import subprocess

import pypdf
import pytest
from reports_made import page
from visits import SHEET, SOME


@pytest.mark.parametrize("name", SOME)
def test_it_prints_whole_on_a4(visit, html):
    seen = visit(html, (SHEET, 1000))
    seen.tab.emulate_media(media="print")
    clipped = seen.tab.evaluate(
        """() => [...document.querySelectorAll('main table, main svg, main img, main p, main li')]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
            .map(one => one.tagName + ' ' + (one.innerText || one.getAttribute('aria-label') || '').slice(0, 40))"""
    )
    assert clipped == []
    assert not seen.tab.locator(".skip").is_visible()
    printed = pypdf.PdfReader(io.BytesIO(seen.tab.pdf(prefer_css_page_size=True)))
    assert 3 <= len(printed.pages) <= 16
    for sheet in printed.pages:
        assert (float(sheet.mediabox.width), float(sheet.mediabox.height)) == pytest.approx((595, 842), abs=2)
    assert "97.44" in "".join(sheet.extract_text() for sheet in printed.pages)


@pytest.mark.parametrize("name", ["city.en"])
def test_on_paper_no_caption_is_parted_from_its_table_and_no_number_of_a_note_is_cut(visit, html):
    seen = visit(html, (SHEET, 1000))
    seen.tab.emulate_media(media="print")
    begun = seen.tab.evaluate(
        """() => [...document.querySelectorAll('main table.briefing')]
            .map(one => [one.caption.innerText, one.tBodies[0].rows[0].querySelector('th').innerText])"""
    )
    printed = seen.tab.pdf(prefer_css_page_size=True)
    sheets = [" ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(io.BytesIO(printed)).pages]
    assert len(begun) > 5
    for caption, row in begun:
        words = " ".join(caption.split()).partition("[")[0].partition(" (※")[0]
        (below,) = [text.partition(words)[2] for text in sheets if words in text]
        assert " ".join(row.split()).removesuffix("※") in below, caption
    placed = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=printed, capture_output=True, check=True).stdout
    numbers = re.findall(r'xMin="([\d.]+)"[^>]*>\[(\d+)\]<', placed.decode("utf-8"))
    margin = 20 * 72 / 25.4
    assert {"9", "10", "20"} <= {number for _, number in numbers}
    assert all(float(left) >= margin for left, _ in numbers)


@pytest.mark.parametrize("name", SOME)
def test_on_paper_short_cells_are_one_line_notes_stand_with_their_figures_and_no_sheet_is_a_colophon(visit, html):
    seen = visit(html, (SHEET, 1000))
    seen.tab.emulate_media(media="print")
    broken = seen.tab.evaluate(
        """() => [...document.querySelectorAll('main table.briefing td')].filter(one => /^\\d{4}-\\d{2}-\\d{2}$/
            .test(one.innerText.trim()) || one.innerText.trim().length <= 4).filter(one => {
                const range = document.createRange(); range.selectNodeContents(one);
                const lines = [...range.getClientRects()].map(line => line.bottom);
                return Math.max(...lines) - Math.min(...lines) > 12;
            }).map(one => one.innerText)"""
    )
    assert broken == []
    sheets = [
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(seen.tab.pdf(prefer_css_page_size=True))).pages
    ]
    assert re.search(r"\d\]", sheets[-1]), "the last sheet holds no source note"
    bare = [re.sub(r"\s", "", sheet) for sheet in sheets]
    for figure in page(html).find_all("figure"):
        note = figure.find_next_sibling("p", class_="note")
        if "asked" in note["class"]:
            continue  # a button alone, which paper has none of
        caption = re.sub(r"\s|\[\d+\]", "", figure.figcaption.get_text())
        said = re.sub(r"\s", "", note.find(string=True))[:12]
        assert any(caption in re.sub(r"\[\d+\]", "", text) and said in text for text in bare), caption
