"""What a screen shows of a briefing's page: marks, drawings, captions and stamps where a reader meets them."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from visits import DESKTOP, PHONE, SHEET, SOME, TOLD_AS_IT_IS

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
    seen.tab.wait_for_function(TOLD_AS_IT_IS)
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
    assert names.all_inner_texts() == ["“摘星夺旗”", "考核结果通报"]
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


@pytest.mark.parametrize("name", ["city.en"])
def test_on_a_desk_a_table_is_whole_where_a_system_sets_its_type_a_little_wider(visit, html):
    seen = visit(html, DESKTOP)
    seen.tab.add_style_tag(content="table.briefing { letter-spacing: .015em }")
    wide = "() => [...document.querySelectorAll('.scroll.table')].filter(one => one.scrollWidth > one.clientWidth + 1)"
    assert seen.tab.evaluate(f"({wide})().map(one => one.ariaLabel)") == []
