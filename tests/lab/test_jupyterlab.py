"""JupyterLab as `make lab` starts it, in a real browser: every notebook runs, the what-if panel follows its sliders,
scenarios are saved, and the export menu hands out briefings that open.
"""

from __future__ import annotations

import re
import tomllib

import pytest
from playwright.sync_api import expect
from reports_made import ROOT, pdf_pages, rows
from running_lab import PATIENCE, run_all, weight_of

pytestmark = pytest.mark.slow

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
WHAT_IF, CORRECTION = "what_if.ipynb", "correction.ipynb"
OTHERS = [name for name in NOTEBOOKS if name not in (WHAT_IF, CORRECTION)]
EXPORTS = "Save and Export Notebook As"


def shipped(district: str, indicator: str) -> str:
    """A figure as values.csv has it."""
    found = rows(ROOT / "data" / "2023Q2" / "values.csv")
    return next(row["value"] for row in found if (row["district"], row["indicator"]) == (district, indicator))


def export(page, label, folder):
    """A file from File > Save and Export Notebook As."""
    page.get_by_text("File", exact=True).first.click()
    page.get_by_text(EXPORTS, exact=True).hover()
    item = page.get_by_text(label, exact=True)
    item.wait_for()
    # The menu opens a tab that downloads and closes itself, too soon for a test to catch: download in this tab instead.
    page.evaluate(
        "() => { window.open = url => Object.assign(document.createElement('a'), {href: url, download: ''}).click() }"
    )
    with page.expect_download() as begun:
        item.click()
    download = begun.value
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def ranks(page):
    """Districts by supposed rank, as the table on the page shows it; it is another table after every move."""
    table = page.locator("table.briefing", has_text="测算位次")
    return table.locator("tbody tr > :first-child")


def names(page):
    """The same as names alone: those of districts with supposed figures are marked as illustrative."""
    return [name.removesuffix("※") for name in ranks(page).all_text_contents()]


def drag(page, name, percent):
    """Move a weight's slider by its handle until its field reads about `percent`."""
    row = weight_of(page, name)
    handle, track = row.locator("[role=slider]"), row.locator(".noUi-base")
    box = track.bounding_box()
    handle.hover()
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * percent / 100, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    return row.locator("input[type=number]")


def test_what_if_follows_its_sliders_saves_a_scenario_and_exports_what_it_shows(lab, browser, tmp_path):
    page = lab.page(browser, WHAT_IF)
    assert run_all(page) == []
    for place, name in enumerate(("胶州市", "黄岛区")):
        expect(ranks(page).nth(place)).to_have_text(re.compile(f"^{name}※?$"), timeout=PATIENCE)
    field = drag(page, "经济运行", 70)
    page.get_by_text("胶州市由第1位到").first.wait_for()
    expect(ranks(page).first).to_have_text(re.compile("^黄岛区※?$"), timeout=PATIENCE)
    page.wait_for_function("field => Math.abs(field.value - 70) <= 2", arg=field.element_handle())
    chart = page.locator("figure.chart", has_text="【测算】黄岛区与")
    chart.wait_for()
    assert "测算" in chart.locator("svg").text_content()
    page.locator("table.briefing", has_text="经济运行权重").filter(has_text="（随之调整）").wait_for()

    page.get_by_role("tab", name="指标值").click()
    page.get_by_label("区市", exact=True).select_option("平度市")
    growth = page.get_by_label("地区生产总值增速（%）")
    expect(growth).to_have_attribute(
        "placeholder", shipped("平度市", "gdp_growth"), timeout=PATIENCE
    )  # set by the kernel
    growth.fill("五")
    growth.press("Enter")
    page.get_by_text("“五”不是数字").wait_for()
    growth.fill("９.5")
    growth.press("Enter")
    page.get_by_role("cell", name="9.5%").wait_for()

    for label, text in (("情景名称", "提高经济权重"), ("编制人", "张三"), ("说明", "试算")):
        page.get_by_label(label, exact=True).fill(text)
        page.get_by_label(label, exact=True).press("Tab")
    save = page.get_by_role("button", name="保存情景")
    assert save.bounding_box()["width"] < 200  # as wide as its words, not as the page
    save.click()
    page.get_by_text("briefing build 2023Q2 --scenario 提高经济权重").wait_for()
    kept = tomllib.loads((lab.project / "scenarios" / "提高经济权重.toml").read_text(encoding="utf-8"))
    assert kept["author"] == "张三" and kept["values"] == {"平度市": {"gdp_growth": 9.5}}
    assert abs(kept["weights"]["economy"] - 70) <= 2 and len(kept["weights"]) == 1

    order = names(page)
    html = export(page, "区市通报 HTML", tmp_path)
    pdf = export(page, "区市通报 PDF", tmp_path)
    assert page.strangers == []
    page.close()
    assert (html.name, pdf.name) == ("what_if.html", "what_if.pdf")
    exported = browser.new_page()
    exported.goto(html.as_uri())
    assert exported.locator(".stamp").inner_text() == "测算"
    assert names(exported) == order
    assert exported.locator("figure svg").count() == 1
    assert "控件" not in exported.locator("body").inner_text()
    exported.close()
    pages = ["".join(page.split()) for page in pdf_pages(pdf)]
    assert all("测算" in page for page in pages) and any("9.5%" in page for page in pages)


def test_every_format_of_nbconvert_stands_once_in_the_export_menu(lab, browser):
    """JupyterLab adds them all to its own menu by their keys, also those that stand there by name: ours is another."""
    page = lab.page(browser, WHAT_IF)
    page.get_by_text("File", exact=True).first.click()
    page.get_by_text(EXPORTS, exact=True).hover()
    page.get_by_text("区市通报 PDF", exact=True).wait_for()
    found = page.locator(".lm-Menu").last.locator(".lm-Menu-item:not([data-type=separator]) .lm-Menu-itemLabel")
    labels = found.all_text_contents()
    page.close()
    offered = set(lab.ask("api/nbconvert")) - {"custom", "notebook", "python"}  # what JupyterLab leaves out too
    assert labels[:2] == ["区市通报 HTML", "区市通报 PDF"]
    assert len(labels) == len(set(labels)) == len(offered)
    assert not [label for label in labels if "briefing" in label.lower()]


@pytest.mark.parametrize("name", OTHERS)
def test_run_all_works_and_outputs_look_as_in_the_briefing(lab, browser, name):
    page = lab.page(browser, name)
    assert run_all(page) == []
    assert page.strangers == []
    table = page.locator("table.briefing").first
    if table.count():
        look = table.evaluate("t => [getComputedStyle(t).fontFamily, getComputedStyle(t).borderTopColor]")
        assert look[0].startswith('"Noto Sans SC"') and look[1] == "rgb(168, 32, 26)"
        assert page.locator(".jp-OutputArea .jp-RenderedHTMLCommon > :is(p, ul)").evaluate_all(
            "said => said.every(one => getComputedStyle(one).fontFamily.startsWith('\"Noto Sans SC\"'))"
        )
        page.wait_for_function("document.fonts.check('12px \"Noto Sans SC\"', '胶州')", timeout=PATIENCE)
    page.close()


def test_a_notebook_that_cannot_be_made_says_what_to_do_without_a_traceback(lab, browser):
    """Nothing of the demonstration is published, so there is nothing to correct."""
    page = lab.page(browser, CORRECTION)
    (told,) = run_all(page)
    assert "2023Q2尚未发布" in told and "Traceback" not in told and "helpers" not in told
    page.close()
