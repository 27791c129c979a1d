"""The page that a reader opens: in a browser, by a screen reader, without a network; what it is made of."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from reports_made import REPORTS, ROOT, page
from visits import DESKTOP, PHONE, SOME, TOLD_AS_IT_IS, resized

MOST_BYTES = 450_000


@pytest.fixture(params=REPORTS)
def name(request) -> str:
    return request.param


def test_it_opens_without_a_request_a_complaint_or_a_barrier_on_desktop_and_phone(visit, html):
    seen = visit(html)
    for size in (DESKTOP, PHONE):
        resized(seen.tab, size)
        seen.tab.wait_for_function(TOLD_AS_IT_IS)
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
        caption = table.caption.get_text()
        assert word.lower() in caption or word in note or published, caption  # in brackets behind it: no capital


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
