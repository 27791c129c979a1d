"""What stands on the dark ground of JupyterLab's dark theme, beside tables and charts that stay white sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.assess.whatif import Settings
from helpers.write import appendix, charts, data_check, open_briefing, story, supposing, tables

ROOT = Path(__file__).resolve().parents[2]
ON_DARK = (".cover h1", ".cover .issuer", ".cover .date", ".cover .notice", ".said h2", "li sup.illustrative",
           "table.briefing caption")  # fmt: skip
CONTRAST = """selector => {
    const light = colour => colour.match(/[0-9.]+/g).slice(0, 3).map(Number)
        .map(one => one / 255).map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const ink = light(getComputedStyle(document.querySelector(selector)).color);
    return (ink + 0.05) / (light('rgb(17, 17, 17)') + 0.05);
}"""


@pytest.fixture(scope="module")
def dark(browser):
    b = open_briefing("2023Q2", district="胶州市", data=ROOT / "data")
    css = (ROOT / ".jupyter" / "custom" / "custom.css").read_text(encoding="utf-8")
    said = story.strengths(b)._repr_mimebundle_()["text/html"]
    tab = browser.new_page()
    tab.set_content(
        f'<style>{css}</style><body data-jp-theme-light="false" style="background:#111;color:#fff;'
        '--jp-content-font-color1:#fff;--jp-content-font-color2:#bdbdbd">'
        f'<div class="jp-RenderedHTMLCommon">{story.cover(b).html}{tables.standing(b).html}</div>'
        f'<div class="jp-RenderedHTMLCommon jp-RenderedMarkdown said"><h2>一</h2>{said}</div>'
    )
    yield tab
    tab.close()


def test_no_figure_and_no_date_of_a_table_is_broken_over_two_lines(browser):
    """However narrow the window beside JupyterLab's other panels."""
    css = (ROOT / ".jupyter" / "custom" / "custom.css").read_text(encoding="utf-8")
    b = open_briefing("2023Q2", lang="en", district="胶州市", data=ROOT / "data")
    tab = browser.new_page(viewport={"width": 700, "height": 900})
    shown = tables.indicators(b).html + appendix.sources(b).html
    tab.set_content(f'<style>{css}</style><div class="jp-RenderedHTMLCommon">{shown}</div>')
    lines = tab.locator("td.right, .kept").evaluate_all(
        """all => all.map(one => {
            const range = document.createRange(); range.selectNodeContents(one);
            const feet = [...range.getClientRects()].map(line => line.bottom);
            return [one.innerText, Math.max(...feet) - Math.min(...feet)];
        })"""
    )
    tab.close()
    assert len(lines) > 20 and [text for text, apart in lines if apart > 14] == []


def test_key_points_stand_in_their_box_whether_their_figures_have_notes_or_not(browser):
    css = (ROOT / ".jupyter" / "custom" / "custom.css").read_text(encoding="utf-8")
    briefing = story.cover(open_briefing("2023Q2", data=ROOT / "data")).html
    check = data_check.cover(data_check.open_check("2023Q2", data=ROOT / "data")).html
    tab = browser.new_page()
    boxes = []
    for cover in (briefing, check):
        tab.set_content(f'<style>{css}</style><div class="jp-RenderedHTMLCommon">{cover}</div>')
        boxes.append(tab.locator(".cover ul").evaluate("u => [u.children.length, getComputedStyle(u).borderTop]"))
    tab.close()
    assert "popovertarget" in briefing and "popovertarget" not in check
    assert all(points > 1 and box == "2px solid rgb(168, 32, 26)" for points, box in boxes)


def test_a_chart_stands_above_the_middle_of_its_caption(browser):
    css = (ROOT / ".jupyter" / "custom" / "custom.css").read_text(encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1400, "height": 900})
    chart = charts.rank_bars(open_briefing("2023Q2", data=ROOT / "data"))
    tab.set_content(f'<style>{css}</style><div class="jp-RenderedHTMLCommon">{chart.html}</div>')
    middles = tab.locator("figure.chart > svg, figure.chart > figcaption").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => box.left + box.width / 2)"
    )
    tab.close()
    assert len(middles) == 2 and abs(middles[0] - middles[1]) < 1


@pytest.mark.parametrize("selector", ON_DARK)
def test_what_stands_on_the_dark_ground_is_light_enough_to_be_read(dark, selector):
    assert dark.evaluate(CONTRAST, selector) >= 4.5


def test_the_mark_of_illustrative_figures_is_as_small_where_no_figure_has_a_note(browser):
    css = (ROOT / ".jupyter" / "custom" / "custom.css").read_text(encoding="utf-8")
    b = open_briefing("2023Q2", data=ROOT / "data").supposing(Settings(weights={"economy": 0.45}))
    table = supposing.moved_table(b.supposed, "zh")
    tab = browser.new_page()
    tab.set_content(f'<style>{css}</style><div class="jp-RenderedHTMLCommon" style="font-size:20px">{table.html}</div>')
    mark, cell = (
        tab.locator(where).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        for where in ("td sup.illustrative", "td:has(sup.illustrative)")
    )
    tab.close()
    assert "button" not in table.html and mark == pytest.approx(0.6 * cell)


def test_the_line_below_a_figure_with_a_note_is_seen_on_either_ground(dark):
    colour = "one => getComputedStyle(one).borderBottomColor"
    assert dark.locator(".cover button.fig").first.evaluate(colour) == "rgb(138, 180, 248)"
    assert dark.locator("table.briefing td button.fig").first.evaluate(colour) == "rgb(31, 78, 121)"
