"""The web page opened and printed by a browser: fetches nothing, reads aloud, breaks its lines well."""

from __future__ import annotations

import re
import subprocess

import pytest
from analyst import briefing, cell, notebook, to_html
from visits import FONTS_THERE, SHOWN, resized


def opened(browser, html: str, tmp_path, width: int = 1280):
    """The page in a browser, and what it asked the network for beside itself."""
    file = tmp_path / "page.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    page.evaluate(FONTS_THERE)
    page.evaluate(SHOWN)
    return page, [url for url in asked if not url.startswith(("data:", file.as_uri()))], said


@pytest.mark.parametrize("which", ["analyst", "briefing"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_asks_for_nothing_and_breaks_no_accessibility_rule(browser, tmp_path, analyst_html, which, width):
    from axe_playwright_python.sync_playwright import Axe

    html = analyst_html if which == "analyst" else to_html(briefing(stamp="征求意见稿"))
    page, asked, said = opened(browser, html, tmp_path, width)
    found = Axe().run(page)
    loaded = page.evaluate("[...document.fonts].map(font => font.status)")
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()
    assert asked == [] and said == []
    assert found.violations_count == 0, found.generate_report()
    assert loaded and set(loaded) == {"loaded"}
    assert overflow <= 0, "the page itself must not scroll sideways"


def test_no_date_on_the_cover_is_parted_on_a_phone(browser, tmp_path):
    dated = {"label": "2023年第二季度 · 2023年9月1日修订", "date": "2023年8月8日"}
    page, _, _ = opened(browser, to_html(briefing(**dated)), tmp_path, 390)
    lines = page.locator(".dateline span").evaluate_all("all => all.map(one => one.innerText && one.offsetHeight)")
    page.close()
    assert len(lines) == 2 and lines[0] == lines[1]


def test_a_drawing_that_fits_a_printed_sheet_does_not_wait_for_the_heading_behind_it(browser, tmp_path):
    """The line to ask where a figure comes from is not printed, and binds nothing to what follows it."""
    asked = '<p class="note asked"><button class="fig ask" popovertarget="n1">?</button></p>'
    figure = f'<figure><div style="height:10.6cm">画</div><figcaption>图</figcaption></figure>{asked}'
    cells = [
        cell({"text/html": '<div style="height:10.6cm">前</div>'}),
        cell({"text/html": figure}),
        "## 后题",
        "后文" * 200,
    ]
    page, _, _ = opened(browser, to_html(notebook("# 甲", *cells)), tmp_path)
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    page.close()
    first, *_ = (
        subprocess.run(["pdftotext", tmp_path / "print.pdf", "-"], capture_output=True, check=True)
        .stdout.decode()
        .split("\f")
    )
    assert "画" in first and "后题" not in first


def test_printed_pages_carry_the_stamp_and_the_notice(browser, tmp_path):
    import pypdf

    page, _, _ = opened(browser, to_html(briefing(stamp="征求意见稿")), tmp_path)
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    page.close()
    for sheet in pypdf.PdfReader(tmp_path / "print.pdf").pages:
        text = re.sub(r"\s", "", sheet.extract_text())
        assert text.count("征求意见稿") >= 1 and "演示数据，非官方发布" in text


def test_no_character_of_a_caption_stands_alone_on_its_last_line(browser, tmp_path):
    """A window ever narrower: somewhere all but a character of the caption would fit on a line."""
    said = "平度市与莱西市总分之差的构成及其说明（演示数据）"
    table = f"<table><caption>{said}</caption><tbody><tr><td>1</td></tr></tbody></table>"
    page, _, _ = opened(browser, to_html(notebook("# 题", cell({"text/html": table}))), tmp_path, 390)
    caption = page.locator("caption, figcaption").first
    shortest, lines = 99.0, 0
    for width in range(390, 300, -6):
        resized(page, (width, 900))
        rows = caption.evaluate("""it => {
            const range = document.createRange()
            range.selectNodeContents(it)
            const em = parseFloat(getComputedStyle(it).fontSize)
            return [...range.getClientRects()].map(r => [Math.round(r.top), r.width / em])
        }""")
        below = [wide for top, wide in rows if top == max(top for top, _ in rows)]
        lines = max(lines, len({top for top, _ in rows}))
        shortest = min(shortest, sum(below))
    page.close()
    assert lines == 2 and shortest > 2.5


def test_no_word_of_a_paragraph_stands_alone_on_its_last_line(browser, tmp_path):
    """Paragraphs a word longer each time; left to itself the browser leaves a word alone in some of them."""
    said = "Jiaozhou rose in six of seven boards on the quarter before, most in projects, and leads the city again, as "
    words = (said + "in the first quarter of last year and in two of the four quarters before it.").split()
    several = [" ".join(words[:n]) for n in range(14, len(words))]
    page, _, _ = opened(browser, to_html(notebook("# Title", *several)), tmp_path, 390)
    fewest = {}
    for wrap in ("", "wrap"):
        counts = page.locator("p", has_text="six of seven").evaluate_all(
            """(all, wrap) => all.map(it => {
                it.style.textWrap = wrap
                const text = it.firstChild, range = document.createRange()
                const ends = [...it.textContent.matchAll(/\\S+/g)].map(word => {
                    range.setStart(text, word.index)
                    range.setEnd(text, word.index + word[0].length)
                    return Math.round(range.getBoundingClientRect().bottom)
                })
                return ends.filter(end => end === Math.max(...ends)).length
            })""",
            wrap,
        )
        assert len(counts) == len(several)
        fewest[wrap] = min(counts)
    page.close()
    assert fewest["wrap"] == 1 and fewest[""] > 1


def test_no_line_of_a_printed_source_note_begins_with_a_dash_or_a_last_number(browser, tmp_path):
    """Notes a little longer each time, printed by a browser: it breaks before a Chinese dash, 行 and a last number."""
    notes = [f"{'2023Q2/values.csv第3行；' * 3}{'a' * n} 第120—141行（来源1、2）" for n in range(30)]
    faces = [f'<p>文{n}<sup class="cite" data-note="{note}"></sup></p>' for n, note in enumerate(notes)]
    page, _, _ = opened(browser, to_html(notebook("# 甲", *[cell({"text/html": face}) for face in faces])), tmp_path)
    page.pdf(path=tmp_path / "notes.pdf", prefer_css_page_size=True)
    page.close()
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "notes.pdf", "-"], capture_output=True, check=True).stdout
    lines = [line.strip() for line in told.decode().splitlines()]
    assert sum("141" in line for line in lines) == len(notes)
    assert not [line for line in lines if re.match(r"[—行]|[0-9]+）|）", line)]
