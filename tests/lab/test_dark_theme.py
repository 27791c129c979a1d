"""What stands on the dark ground of JupyterLab's dark theme, beside tables and charts that stay white sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.write import appendix, open_briefing, story, tables

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


@pytest.mark.parametrize("selector", ON_DARK)
def test_what_stands_on_the_dark_ground_is_light_enough_to_be_read(dark, selector):
    assert dark.evaluate(CONTRAST, selector) >= 4.5
