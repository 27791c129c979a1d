"""Where a figure comes from, asked on a briefing's page by mouse, keyboard or touch, and on paper."""

from __future__ import annotations

import pytest
from reports_made import JIAOZHOU
from visits import DESKTOP, PHONE, Visit

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
    note.wait_for()
    assert note.count() == 1
    told = note.inner_text()
    assert all(word in told for word in SAID[lang]), told
    box = note.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= DESKTOP[0]
    seen.tab.keyboard.press("Escape")
    note.wait_for(state="detached")
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
    tab.locator(NOTE).wait_for(state="detached")
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
