"""The page that a reader opens: in a browser, on a phone, on paper, by a screen reader, without a network."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from reports_made import JIAOZHOU, REPORTS, ROOT, page

MOST_BYTES = 450_000
DESKTOP, PHONE = (1280, 900), (390, 844)
SHEET = 643  # CSS pixels between the margins of an A4 sheet: 210 mm less twice 20 mm
SOME = ["city.zh", f"{JIAOZHOU}.zh", "city.en", f"{JIAOZHOU}.en"]


@pytest.fixture(params=REPORTS)
def name(request) -> str:
    return request.param


@pytest.fixture
def html(name, briefings) -> Path:
    return briefings.file(name, "html")


class Visit:
    """A page opened in the browser, with everything that it asked for and complained of."""

    def __init__(self, browser, path: Path, size: tuple[int, int]) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
        self.tab = self.context.new_page()
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url[:80]}"))
        self.tab.on("console", lambda told: self.complaints.append(f"{told.type}: {told.text}"))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.goto(path.as_uri(), wait_until="load")
        self.tab.evaluate("document.fonts.ready.then(() => true)")


@pytest.fixture
def visit(browser):
    open_pages: list[Visit] = []

    def opened(path: Path, size: tuple[int, int] = DESKTOP) -> Visit:
        open_pages.append(Visit(browser, path, size))
        return open_pages[-1]

    yield opened
    for one in open_pages:
        one.context.close()


def test_it_opens_without_a_request_a_complaint_or_a_barrier_on_desktop_and_phone(visit, html):
    seen = visit(html)
    for size in (DESKTOP, PHONE):
        seen.tab.set_viewport_size({"width": size[0], "height": size[1]})
        wide = seen.tab.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1] == size[0]
        found = Axe().run(seen.tab).response
        assert len(found["passes"]) > 15
        assert not [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]
    assert [url for url in seen.asked if not url.startswith("data:")] == [html.as_uri()]
    assert seen.complaints == []


# What may hold text: everything but the strokes of drawings, and what stands before and after it by style.
TEXT_HOLDERS = "body *:not(path, g, use, defs, clipPath, rect, style)"


@pytest.mark.parametrize("name", SOME)
def test_every_character_is_drawn_by_an_embedded_font(visit, html):
    seen = visit(html)
    talk = seen.context.new_cdp_session(seen.tab)
    talk.send("DOM.enable")
    talk.send("CSS.enable")
    root = talk.send("DOM.getDocument")["root"]["nodeId"]
    nodes = talk.send("DOM.querySelectorAll", {"nodeId": root, "selector": TEXT_HOLDERS})["nodeIds"]
    used, strange = 0, set()
    for node in nodes:
        for font in talk.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            used += font["glyphCount"]
            if not font["isCustomFont"]:
                drawn = talk.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"]
                strange.add(f"{font['familyName']}: {drawn[:120]}")
    assert used > 1000
    assert not strange
    faces = seen.tab.evaluate("[...document.fonts].map(f => [f.family.replaceAll('\"', ''), f.weight, f.status])")
    assert sorted(faces) == sorted(
        [["Noto Sans SC", "400", "loaded"], ["Noto Sans SC", "700", "loaded"], ["Noto Serif SC", "700", "loaded"]]
    )


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


def test_it_has_one_title_and_headings_in_steps(html, name):
    soup = page(html)
    assert soup.html["lang"] in {"zh": ["zh-CN"], "en": ["en", "en-GB"]}[name.rpartition(".")[2]]
    assert len(soup.find_all("h1")) == 1
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert soup.find("meta", {"name": "viewport"})
    assert soup.find("meta", {"name": "description"})["content"].strip()


def test_the_contents_lead_to_every_heading(html):
    soup = page(html)
    led = {link["href"].removeprefix("#"): link.get_text() for link in soup.nav.find_all("a")}
    assert led == {tag["id"]: tag.get_text() for tag in soup.main.find_all(["h2", "h3"])}


def test_every_picture_is_described_and_captioned(html):
    soup = page(html)
    drawings = soup.find_all("svg")
    assert drawings
    for svg in drawings:
        assert svg.get("role") == "img"
        assert len(svg["aria-label"]) > 20
        assert svg.find_parent("figure").figcaption.get_text().strip()
    for image in soup.find_all("img"):
        assert image["alt"].strip()
        assert image["src"].startswith("data:image/")


def test_every_table_has_a_caption_and_heads_that_say_what_they_head(html):
    tables = page(html).find_all("table")
    assert len(tables) >= 5
    for table in tables:
        assert table.caption.get_text().strip()
        assert all(cell.get("scope") == "col" and cell.get_text().strip() for cell in table.thead.find_all("th"))
        assert table.thead.find_all("th") and not table.thead.find_all("td")
        for row in table.tbody.find_all("tr"):
            assert [cell.get("scope") for cell in row.find_all("th")] == ["row"]


def test_no_name_is_given_twice(html):
    names = [tag["id"] for tag in page(html).find_all(id=True)]
    assert len(names) == len(set(names))


def test_a_page_that_shows_illustrative_figures_says_so(html, name):
    word = {"zh": "演示数据", "en": "Illustrative data"}[name.rpartition(".")[2]]
    soup = page(html)
    assert word in soup.header.get_text()
    figures = [table for table in soup.find_all("table") if re.search(r"\d\.\d\d", table.tbody.get_text())]
    assert figures
    for table in figures:  # the tables of published figures name their source; every other says what it is
        after = table.find_parent("div").find_next_sibling()
        note = after.get_text() if after is not None and "note" in after.get("class", []) else ""
        sources = table.thead.get_text() + note
        published = "2022" in table.caption.get_text() or "出处" in sources or "Source" in sources
        assert word in table.caption.get_text() or word in note or published, table.caption.get_text()


def test_nothing_in_it_points_outside(html):
    text = html.read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src|href|srcset|action|poster)\s*=\s*["'](?!#|data:)[^"']*""", text)
    assert not re.findall(r"url\((?!#|data:|[\"']?#)[^)]*\)|@import", text)
    beside = ROOT / "helpers" / "press" / "templates"
    own = "".join((beside / name).read_text(encoding="utf-8") for name in ("regions.js", "notes.js"))
    assert re.findall(r"<script.*?</script>", text, flags=re.DOTALL) == [f"<script>{own}</script>"]
    assert not re.search(r"fetch|XMLHttp|import|eval|https?:", own)
    allowed = base64.b64encode(hashlib.sha256(own.encode("utf-8")).digest()).decode("ascii")
    policy = page(html).find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none';") and f"script-src 'sha256-{allowed}'" in policy


def test_it_is_small_enough_to_mail(html):
    assert html.stat().st_size <= MOST_BYTES


# ---- what a screen shows ------------------------------------------------------------------------------------------

AT_LINE_START = """() => [...document.querySelectorAll('sup.illustrative')].filter(mark => {
    const block = mark.closest('p, li, td, th');
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let before = null;
    for (let one = texts.nextNode(); one && !mark.contains(one); one = texts.nextNode())
        if (one.data.trim()) before = one;
    if (!before) return true;
    const range = document.createRange();
    const end = before.data.trimEnd().length;
    range.setStart(before, end - 1);
    range.setEnd(before, end);
    const [word, here] = [range.getBoundingClientRect(), mark.getBoundingClientRect()];
    return here.width > 0 && here.left < word.left;
}).map(mark => mark.closest('p, li, td, th').innerText.slice(0, 60))"""


@pytest.mark.parametrize("width", [PHONE[0], 400, 700, DESKTOP[0]])
@pytest.mark.parametrize("name", SOME)
def test_a_mark_of_illustrative_data_never_begins_a_line(visit, html, width):
    seen = visit(html, (width, 900))
    assert seen.tab.locator("main sup.illustrative").count() > 10
    assert seen.tab.evaluate(AT_LINE_START) == []


@pytest.mark.parametrize("name", SOME)
def test_a_drawing_cut_by_a_phone_s_edge_shows_that_there_is_more(visit, html):
    seen = visit(html, (400, 800))
    cut = seen.tab.locator(".scroll.drawing")
    assert cut.count() >= 3
    for drawing in cut.all():
        assert drawing.evaluate("one => one.scrollWidth > one.clientWidth")
        assert drawing.evaluate("one => one.nextElementSibling.matches('.swipe')")
        assert drawing.locator("xpath=following-sibling::p[1]").is_visible()
    picture = Image.open(io.BytesIO(cut.nth(1).screenshot())).convert("L")
    edge = [picture.getpixel((picture.width - 1, y)) for y in range(picture.height)]
    assert max(edge[2:-2]) < 250, "no shade at the right edge"
    cut.nth(1).evaluate("one => { one.scrollLeft = one.scrollWidth; }")
    picture = Image.open(io.BytesIO(cut.nth(1).screenshot())).convert("L")
    assert picture.getpixel((picture.width - 1, 2)) == 255, "a shade where there is no more to see"


@pytest.mark.parametrize("width", [PHONE[0], DESKTOP[0]])
@pytest.mark.parametrize("name", SOME)
def test_what_fits_the_screen_is_not_said_to_scroll_and_takes_no_focus(visit, html, width):
    seen = visit(html, (width, 900))
    told = """() => [...document.querySelectorAll('.scroll')].every(box => ['role', 'tabindex', 'aria-label'].every(
        name => box.hasAttribute(name) === (box.scrollWidth > box.clientWidth)))"""
    seen.tab.wait_for_function(told)
    assert seen.tab.locator(".scroll").count() > 5
    assert (seen.tab.locator("[role=region]").count() > 0) == (width == PHONE[0])


@pytest.mark.parametrize("name", ["city.zh", "city.en"])
def test_a_table_s_caption_is_read_on_a_phone_without_swiping(visit, html):
    seen = visit(html, (400, 800))
    captions = seen.tab.locator(".scroll.table caption").all()
    assert len(captions) >= 5
    for caption in captions:
        box = caption.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 400, caption.inner_text()


@pytest.mark.parametrize("name", ["city.zh"])
def test_a_title_breaks_no_short_name_in_quotation_marks(visit, html):
    seen = visit(html, (400, 800))
    names = seen.tab.locator("h1 .kept")
    assert names.all_inner_texts() == ["“摘星夺旗”"]
    assert names.first.evaluate("one => one.getClientRects().length") == 1


@pytest.mark.parametrize("width", [400, 768, 1024, 1216, 1600])
@pytest.mark.parametrize("name", ["city.zh", "city.en"])
def test_a_draft_says_so_however_far_it_is_scrolled(visit, html, name, width):
    seen = visit(html, (width, 800))
    stamp = seen.tab.locator(".corner")
    assert stamp.inner_text() == seen.tab.locator("header .stamp").inner_text()
    assert stamp.get_attribute("aria-hidden") == "true"  # it is told once, at the top
    seen.tab.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    height = seen.tab.evaluate("document.documentElement.scrollHeight")
    for part in (0.3, 0.6, 1.0):
        seen.tab.evaluate(f"scrollTo(0, {height * part})")
        box = stamp.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 800 and box["x"] + box["width"] <= width
    if width >= 1024:  # in the margin: it lies over nothing at all
        covered = seen.tab.evaluate(
            """left => [...document.querySelectorAll('header *, main p, main td, main svg, footer p')]
                .filter(one => one.getBoundingClientRect().right > left).map(one => one.outerHTML.slice(0, 60))""",
            box["x"],
        )
        assert covered == []
    seen.tab.emulate_media(media="print")
    assert not stamp.is_visible()  # paper has its own, at the head of every sheet


# ---- where a figure comes from ------------------------------------------------------------------------------------

NOTE = ".source-note:popover-open"
SAID = {
    "zh": ("规则：", "数据：", "values.csv第83行", "出处："),
    "en": ("Rule:", "Data:", "values.csv, row 83", "Source:"),
}


def projects(seen: Visit, lang: str):
    """The figure of 胶州's newly signed projects, one published row, in the text and not in a table."""
    word = {"zh": "212个", "en": "212 projects"}[lang]
    return seen.tab.locator("main li button.fig", has_text=word).first


@pytest.mark.parametrize("name", [f"{JIAOZHOU}.zh", f"{JIAOZHOU}.en"])
@pytest.mark.parametrize("way", ["click", "focus", "enter"])
def test_a_figure_asked_by_mouse_or_keyboard_says_row_source_and_rule(visit, html, name, way):
    seen = visit(html)
    lang = name.rpartition(".")[2]
    figure = projects(seen, lang)
    assert seen.tab.locator(NOTE).count() == 0
    if way == "click":
        figure.click()
    else:  # from the figure before it, as a reader without a mouse comes to it
        figure.evaluate("one => { const all = [...document.querySelectorAll('a[href], button, [tabindex]')];"
                        " all[all.indexOf(one) - 1].focus(); }")  # fmt: skip
        seen.tab.keyboard.press("Tab")
        assert figure.evaluate("one => document.activeElement === one")
    if way == "enter":
        seen.tab.keyboard.press("Enter")
    note = seen.tab.locator(NOTE)
    assert note.count() == 1 and note.is_visible()
    told = note.inner_text()
    assert all(word in told for word in SAID[lang]), told
    box = note.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= DESKTOP[0]
    seen.tab.keyboard.press("Escape")
    assert seen.tab.locator(NOTE).count() == 0
    assert seen.complaints == []
    assert [url for url in seen.asked if not url.startswith("data:")] == [html.as_uri()]


@pytest.mark.parametrize("name", [f"{JIAOZHOU}.zh", f"{JIAOZHOU}.en"])
def test_a_figure_touched_on_a_phone_says_where_it_comes_from(browser, html, name):
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, offline=True, has_touch=True)
    tab = context.new_page()
    tab.goto(html.as_uri())
    lang = name.rpartition(".")[2]
    word = {"zh": "212个", "en": "212 projects"}[lang]
    tab.locator("main li button.fig", has_text=word).first.tap()
    note = tab.locator(NOTE)
    assert all(word in note.inner_text() for word in SAID[lang])
    box = note.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE[0] and box["y"] + box["height"] <= PHONE[1]
    context.close()


@pytest.mark.parametrize("name", [f"{JIAOZHOU}.zh"])
def test_without_its_script_a_page_still_answers_click_and_enter(browser, html, name):
    context = browser.new_context(java_script_enabled=False, offline=True)
    tab = context.new_page()
    tab.goto(html.as_uri())
    figure = tab.locator("main li button.fig", has_text="212个").first
    figure.click()
    assert "values.csv第83行" in tab.locator(NOTE).inner_text()
    tab.keyboard.press("Escape")
    assert tab.locator(NOTE).count() == 0
    tab.keyboard.press("Enter")
    assert "values.csv第83行" in tab.locator(NOTE).inner_text()
    context.close()


@pytest.mark.parametrize("name", [f"{JIAOZHOU}.zh"])
def test_on_paper_there_are_numbers_and_a_list_instead_of_buttons(visit, html, name):
    seen = visit(html)
    assert not seen.tab.locator(".cites").is_visible()
    seen.tab.emulate_media(media="print")
    assert seen.tab.locator(".cites").is_visible()
    assert seen.tab.locator("sup.cite").first.is_visible()
    assert not seen.tab.locator("button.ask").first.is_visible()
    line = seen.tab.locator("button.fig").first.evaluate("one => getComputedStyle(one).textDecorationLine")
    assert line == "none"


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


LONE = """() => {
    const found = [];
    for (const cell of document.querySelectorAll('table.briefing th')) {
        const lines = new Map();
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            for (let at = 0; at < node.length; at++) {
                if (/[\\s\\u2060※]/.test(node.data[at])) continue;
                const range = document.createRange();
                range.setStart(node, at); range.setEnd(node, at + 1);
                const line = Math.round(range.getBoundingClientRect().bottom / 6);
                lines.set(line, (lines.get(line) || '') + node.data[at]);
            }
        }
        const told = [...lines.values()];
        if (told.length > 1 && told.some(line => line.length < 2)) found.push(told.join("/"));
    }
    return found;
}"""


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("name", SOME)
def test_no_character_of_a_head_or_of_a_row_s_name_is_left_alone_on_a_line(visit, html, media):
    seen = visit(html, DESKTOP if media == "screen" else (SHEET, 1000))
    seen.tab.emulate_media(media=media)
    assert seen.tab.evaluate(LONE) == []
    wide = seen.tab.evaluate(
        """() => [...document.querySelectorAll('.scroll.table')]
            .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.ariaLabel)"""
    )
    assert wide == []
