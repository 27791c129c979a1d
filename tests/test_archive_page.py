"""reports/index.html in a browser: filtered by typing, read aloud, printed, on a desk and a phone; nothing fetched."""

from __future__ import annotations

import io
import re
import subprocess

import pytest
from archives import PAGES, fill, scored
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from visits import FONTS_THERE, SHOWN, TOLD_AS_IT_IS, resized

from helpers.desk.archive import write_archive

SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def history():
    return scored()


@pytest.fixture(scope="module")
def archive(tmp_path_factory, history):
    return fill(tmp_path_factory.mktemp("archive") / "reports", history)


@pytest.fixture
def english(browser, archive):
    """The English page on a phone."""
    width, height = SCREENS["phone"]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto((archive / PAGES["en"]).as_uri())
    yield page
    page.close()


@pytest.fixture(params=SCREENS)
def opened(request, browser, archive):
    """The page from a file share, on a desktop and a phone; every request it makes is kept."""
    width, height = SCREENS[request.param]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto((archive / "index.html").as_uri())
    yield page
    page.close()


def rows(page) -> list[str]:
    return page.eval_on_selector_all(
        "details tr[data-words]", "rows => rows.filter(r => r.checkVisibility()).map(r => r.innerText)"
    )


def test_it_fetches_nothing_and_runs_without_an_error(opened):
    assert opened.asked == [opened.url]
    assert not opened.errors


def test_no_fault_that_axe_knows(opened):
    opened.evaluate(SHOWN)
    assert Axe().run(opened).violations_count == 0, Axe().run(opened).generate_report()
    opened.fill("#filter", "胶州")
    opened.evaluate(SHOWN)
    assert Axe().run(opened).violations_count == 0


def test_nothing_is_wider_than_the_screen(opened, english):
    for page in (opened, english):
        page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_table_that_is_wider_scrolls_by_keyboard_in_a_region_of_its_own(english):
    resized(english, (300, 844))
    box = english.locator("[role=region]").first
    assert box.get_attribute("aria-label") == "Districts, scrolls sideways"
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.focus()
    english.keyboard.press("ArrowRight")
    english.wait_for_function("document.activeElement.scrollLeft > 0")
    assert english.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_lines_of_ranks_are_as_high_on_a_phone_as_on_a_desk(english):
    heights = "lines => lines.map(line => line.getBoundingClientRect().height)"
    phone = english.eval_on_selector_all(".line", heights)
    resized(english, (1280, 900))
    assert phone == pytest.approx(english.eval_on_selector_all(".line", heights), abs=0.5)
    assert max(phone) > 10


def test_the_dot_of_the_latest_rank_is_round_and_whole_on_a_phone(browser, archive):
    """As narrow as it gets there, the line ends nearer to its edge than the dot is wide."""
    page = browser.new_page(viewport={"width": 300, "height": 844}, device_scale_factor=4)
    page.goto((archive / PAGES["en"]).as_uri())
    dot = page.locator(".dot").first
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    around = {"x": box["x"] - 8, "y": box["y"] - 8, "width": 16, "height": 16}
    seen = Image.open(io.BytesIO(page.screenshot(clip=around))).convert("RGB")
    page.close()
    reds, greens = (seen.getchannel(name).tobytes() for name in "RG")
    red = [at for at, (r, g) in enumerate(zip(reds, greens, strict=True)) if g < 0x80 < r]
    across, down = {at % seen.width for at in red}, {at // seen.width for at in red}
    assert len(down) > 20 and len(across) == pytest.approx(len(down), abs=2)


def test_a_flag_s_name_breaks_between_its_words_where_it_has_no_line_of_its_own(opened):
    resized(opened, (320, 844))
    opened.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true })")
    lines = opened.eval_on_selector_all(
        ".flag",
        """all => all.flatMap(one => {
            const text = one.firstChild, tops = new Map();
            for (let at = 0; at < text.length; at++) {
                const range = document.createRange();
                range.setStart(text, at); range.setEnd(text, at + 1);
                const top = Math.round(range.getBoundingClientRect().top);
                tops.set(top, (tops.get(top) || "") + text.data[at]);
            }
            return [...tops.values()];
        })""",
    )
    assert len(lines) > 20 and {line[:5] for line in lines} <= {"真抓实干、", "勇当排头", "加压奋进、", "进位赶超"}


@pytest.mark.parametrize("width", [300, 390, 1280])
def test_a_table_is_said_to_scroll_where_it_does_and_nowhere_else(english, width):
    english.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true })")
    for wide in (1280, width):  # also after the window has changed its size
        resized(english, (wide, 844))
        english.wait_for_function(TOLD_AS_IT_IS)
    assert english.locator(".scroll").count() == english.locator("table").count() == 8
    if width != 390:  # which is about as wide as the widest of them
        assert (english.locator("[role=region]").count() > 0) == (width == 300)


def test_the_latest_quarter_is_first_and_open(opened):
    said = opened.eval_on_selector_all("summary strong", "all => all.map(s => s.textContent)")
    assert said == [
        *("2023年第三季度", "2023年第二季度※", "2023年第一季度※", "2022年第四季度※"),
        *("2022年第三季度※", "2022年第二季度※", "2022年第一季度※"),
    ]
    assert opened.eval_on_selector_all("details", "all => all.map(d => d.open)") == [True] + [False] * 6
    assert "黄岛区" in rows(opened)[1] and "98.30" in rows(opened)[1]


def test_a_quarter_that_is_not_published_says_so(opened):
    sealed = opened.eval_on_selector_all(
        "summary", "all => all.filter(s => s.querySelector('.seal')).map(s => s.querySelector('strong').textContent)"
    )
    assert sealed == ["2023年第三季度"]
    assert opened.inner_text("summary .seal") == "征求意见稿"
    resized(opened, (300, 844))
    assert opened.eval_on_selector("summary .seal", "one => one.getClientRects().length") == 1


@pytest.mark.parametrize(
    ("typed", "count", "names"),
    [
        ("胶州", 7, {"胶州市"}),
        ("西海岸新区 2023q1", 1, {"黄岛区"}),
        ("370281", 7, {"胶州市"}),
        ("Jiaozhou 2023Q2", 1, {"胶州市"}),
        ("２０２３Ｑ２　全市", 1, {"全市"}),
        ("2023年二季度", 11, None),
        ("没有这个区", 0, set()),
    ],
)
def test_typing_filters_and_says_how_many_are_left(opened, typed, count, names):
    opened.fill("#filter", typed)
    assert opened.inner_text("#count") == f"显示{count}件，共77件"
    assert opened.is_visible("#nothing") == (count == 0)
    if names is not None:
        shown = {row.split()[1] if row.split()[0].isdigit() else row.split()[0] for row in rows(opened)}
        assert shown == names
    opened.press("#filter", "Escape")
    assert opened.inner_text("#count") == "显示77件，共77件"
    assert opened.input_value("#filter") == ""


def test_by_keyboard_alone_one_comes_to_the_filter_and_to_a_briefing(opened):
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    for _ in range(2):
        opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.id") == "filter"
    opened.keyboard.type("胶州 2023Q2")
    assert opened.get_attribute("#count", "role") == "status"
    links = opened.locator("details a:visible")
    told = [link.get_attribute("aria-label") for link in links.all()]
    assert "胶州市，2023年第二季度通报" not in told
    assert "胶州市2023年第二季度通报，PDF" in told


def test_what_has_the_focus_is_never_below_the_filter_that_stays_in_view(opened):
    opened.emulate_media(reduced_motion="reduce")
    opened.locator("main a:visible").last.focus()
    hidden = "e => e.getBoundingClientRect().top < document.querySelector('.filter').getBoundingClientRect().bottom - 1"
    for _ in range(60):
        opened.keyboard.press("Shift+Tab")
        focused = opened.locator("main a:focus")
        assert not (focused.count() and focused.evaluate(hidden)), focused.get_attribute("aria-label")


def test_on_a_phone_the_whole_example_can_be_read_in_the_filter(english):
    width = "e => { e.value = e.placeholder; const all = e.scrollWidth; e.value = ''; return [all, e.clientWidth] }"
    needed, there = english.eval_on_selector("#filter", width)
    assert needed <= there


def test_printed_it_has_every_quarter_also_those_that_are_closed(opened, tmp_path):
    (tmp_path / "archive.pdf").write_bytes(opened.pdf())
    told = subprocess.run(["pdftotext", tmp_path / "archive.pdf", "-"], capture_output=True, check=True).stdout.decode()
    assert opened.locator("details[open]").count() == 1
    assert told.count("胶州市") >= 1 + 7  # among the districts, and in each quarter
    for sheet in told.split("\f")[:-1]:
        begun, ended = (len(re.findall(line, sheet, re.M)) for line in ("^全市$", "^计算："))
        assert begun == ended, "a quarter is divided"


def test_each_district_has_its_ranks_as_a_chart_that_is_read_aloud(opened):
    said = opened.get_attribute('tr:has(th:text-is("胶州市")) svg', "aria-label")
    assert said.startswith("胶州市位次：2022年一季度第2位，")
    assert said.endswith("2023年二季度第1位，2023年三季度第2位")
    assert opened.locator("section svg").count() == 10


def test_every_link_leads_to_a_file_that_is_there(opened, archive):
    links = opened.eval_on_selector_all("a[href]:not([href^='#'])", "all => all.map(a => a.getAttribute('href'))")
    assert len(links) == 155 + 20 + 14 + 1
    assert all((archive / link).is_file() for link in links)


def test_both_languages_show_the_same_flags(opened, english):
    flags = "all => all.map(flag => flag.textContent)"
    chinese = opened.eval_on_selector_all("details .flag", flags)
    told = english.eval_on_selector_all("details .flag", flags)
    names = {"真抓实干、勇当排头": "Front Runner", "加压奋进、进位赶超": "Fast Riser"}
    assert told == [", ".join(names[name] for name in names if name in flag) for flag in chinese]
    assert "Front Runner" in told and "Fast Riser" in told
    english.fill("#filter", "fast riser 2023Q2")
    assert len(rows(english)) == sum("Fast Riser" in row for row in rows(english)) > 0


@pytest.mark.parametrize(
    ("lang", "told", "links"),
    [
        ("zh", "更正通知", ["2023年第二季度更正通知，网页", "2023年第二季度更正通知，PDF"]),
        (
            "en",
            "Correction notice",
            ["Correction notice, Q2 2023, Chinese page", "Correction notice, Q2 2023, Chinese PDF"],
        ),
    ],
)
def test_a_correction_notice_stands_with_its_quarter_and_is_no_briefing(browser, tmp_path, history, lang, told, links):
    root = fill(tmp_path / "reports", history)
    before = (root / PAGES[lang]).read_text(encoding="utf-8")
    assert f">{told}<" not in before
    for format in ("html", "pdf"):
        (root / "2023Q2" / f"correction.zh.{format}").write_text("notice", encoding="utf-8")
    write_archive(root, history[-1].districts)
    page = browser.new_page()
    page.goto((root / PAGES[lang]).as_uri())
    count = page.inner_text("#count")
    assert "77" in count
    page.fill("#filter", f"{told.split()[0]} 2023Q2")
    assert [row.split("\t")[1] for row in rows(page)] == [told] and not page.is_visible("#nothing")
    shown = page.locator("details a[href*=correction]")
    assert [link.get_attribute("aria-label") for link in shown.all()] == links
    assert all((root / link.get_attribute("href")).is_file() for link in shown.all())
    page.close()


def test_both_languages_say_what_is_illustrative(browser, archive):
    for name, legend in ((PAGES["zh"], "※演示数据：标※的表和季度"), (PAGES["en"], "the quarters marked ※")):
        text = (archive / name).read_text(encoding="utf-8")
        assert legend in text
        assert text.count("<sup>※</sup>") == 1 + 6, "the table of all quarters, and every quarter but the last"
    english = (archive / "index.en.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in english
    assert "Jiaozhou" in english and "Briefings: 77 · Quarters: 7 · Latest: Q3 2023" in english
    page = browser.new_page()
    page.goto((archive / "index.en.html").as_uri())
    page.evaluate(SHOWN)
    assert Axe().run(page).violations_count == 0
    page.close()


def test_names_in_full_width_letters_are_found_by_what_is_typed(browser, tmp_path, history):
    """`archive.js` makes what is typed half-width: ＡＢ区 is found by ab and by ＡＢ."""
    from dataclasses import replace

    root = fill(tmp_path / "reports", history)
    first, *others = history[-1].districts
    write_archive(root, [replace(first, name="ＡＢ区", name_en="", aliases=()), *others], "other code")
    page = browser.new_page()
    page.goto((root / "index.html").as_uri())
    for typed in ("ab", "ＡＢ区", first.code):
        page.fill("#filter", typed)
        rows = page.eval_on_selector_all("tr[data-words]", "rows => rows.filter(r => !r.hidden).length")
        assert rows > 0, typed
    page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_character_is_set_in_the_bundled_fonts(browser, archive, lang):
    context = browser.new_context(viewport={"width": 1000, "height": 900}, offline=True)
    tab = context.new_page()
    tab.goto((archive / PAGES[lang]).as_uri())
    tab.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
    tab.evaluate(FONTS_THERE)
    talk = context.new_cdp_session(tab)
    for domain in ("DOM", "CSS"):
        talk.send(f"{domain}.enable")
    root = talk.send("DOM.getDocument")["root"]["nodeId"]
    strange, used = set(), 0
    for node in talk.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body, body *"})["nodeIds"]:
        for font in talk.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            used += font["glyphCount"]
            if not font["isCustomFont"]:
                strange.add((font["familyName"], talk.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"][:120]))
    assert used > 500
    assert not {(family, where) for family, where in strange if "<summary" not in where}  # the browser's own triangle
    assert (archive / PAGES[lang]).stat().st_size < 250_000
    context.close()


def test_the_page_s_own_language_comes_first_and_a_phone_shows_two_links_a_line(browser, tmp_path, history):
    root = fill(tmp_path / "reports", history)
    for name in [*(root / "2023Q3").glob("*.zh.html"), *(root / "2023Q3").glob("*.zh.pdf")]:
        (root / "2023Q3" / name.name.replace(".zh.", ".en.")).write_text("English", encoding="utf-8")
    write_archive(root, history[-1].districts)
    context = browser.new_context(viewport={"width": 400, "height": 800}, offline=True)
    tab = context.new_page()
    for lang, other in (("zh", "en"), ("en", "zh")):
        tab.goto((root / PAGES[lang]).as_uri())
        links = tab.locator("tbody .links").first.locator("a")
        paths = [link.get_attribute("href") for link in links.all()]
        assert [path.rsplit(".", 2)[1] for path in paths] == [lang, lang, other, other]
        tops = [round(link.bounding_box()["y"]) for link in links.all()]
        assert tops[0] == tops[1] < tops[2] == tops[3]
        last = links.last.bounding_box()
        assert last["x"] + last["width"] <= 400 - 0.9 * 16  # inside the margin: nothing is cut
    context.close()
