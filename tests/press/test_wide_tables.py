"""A table of many columns is seen whole on a desk, and scrolls on a phone; pages without one are as they were."""

from __future__ import annotations

import pytest
from analyst import briefing, cell, to_html

from helpers.press.regions import _parted
from helpers.write.table_face import Column, Table

BOARDS = (
    *("Economic performance", "Industrial upgrading", "Major projects", "Science and innovation", "Opening up"),
    *("Urban renewal", "Rural revitalisation", "Environmental protection", "Welfare and social governance"),
    "Business environment",
)


def table(boards: int) -> tuple[dict, dict]:
    """The ranking of fourteen districts in groups, on so many boards, as an output."""
    heads = ("Rank", "District", *BOARDS[:boards], "Public satisfaction", "Total", "Change", "Group", "Rank in group")
    sides = {"District": "left", "Rank": "center", "Change": "center", "Group": "center", "Rank in group": "center"}
    columns = tuple(Column(head, sides.get(head, "right")) for head in heads)
    row = ("1", "Jiangdong", *["92.90"] * boards, "2.78", "96.22", "▲2", "New areas and zones", "1")
    made = Table("Results by district", columns, (row,) * 14)._repr_mimebundle_()
    return made if isinstance(made, tuple) else (made, {})


def page(boards: int) -> str:
    """A small briefing that ends with the ranking."""
    book = briefing(lang="en")
    shown, metadata = table(boards)
    book.cells.append(cell(shown, metadata=metadata))
    return to_html(book)


@pytest.fixture(scope="module")
def wide():
    return page(10)


@pytest.mark.parametrize(("width", "scrolls"), [(1280, False), (1600, False), (390, True)])
def test_the_ranking_on_ten_boards_is_seen_whole_on_a_desk(browser, tmp_path, wide, width, scrolls):
    file = tmp_path / "page.html"
    file.write_text(wide, encoding="utf-8")
    seen = browser.new_page(viewport={"width": width, "height": 900})
    seen.goto(file.as_uri())
    seen.evaluate("document.fonts.ready")
    box = seen.locator(".scroll.wide")
    assert box.evaluate("one => one.scrollWidth > one.clientWidth") == scrolls
    assert seen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = box.evaluate(
        "one => [...one.querySelectorAll('th, td')].map(c => parseFloat(getComputedStyle(c).fontSize))"
    )
    seen.close()
    assert min(sizes) >= 11  # pixels: what is read without a glass


def test_a_page_without_a_wide_table_has_nothing_for_one(wide):
    assert ".scroll.wide" in wide and "\u00ad" in wide
    usual = page(4)
    assert ".wide" not in usual and "\u00ad" not in usual


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("Environmental", "Environ-mental"),
        ("Industrial", "Indus-trial"),
        ("performance", "perfor-mance"),
        ("governance", "gover-nance"),
        ("Strengths", "Strengths"),
    ],
)
def test_words_are_parted_between_syllables(word, parted):
    assert _parted(word) == parted.replace("-", "\u00ad")


def test_no_column_of_texts_becomes_a_ladder_of_words_beside_a_longer_one(browser, tmp_path):
    known = "known: article_2023Q2, netease_K803EBJO0556645W, qingdaomop_13259, " + ", ".join(["gdp_2022"] * 20)
    heads = ("Where", "As typed", "District, item", "What is wrong", "What to do", "Kind")
    columns = tuple(Column(head, "center" if head == "Kind" else "left") for head in heads)
    row = ("2023Q2/values.csv", "nowhere", "Shinan, share of the plan", "the sum is not the city's", known, "error")
    book = briefing(lang="en")
    book.cells.append(cell(Table("Faults", columns, (row,) * 3)._repr_mimebundle_()))
    file = tmp_path / "page.html"
    file.write_text(to_html(book), encoding="utf-8")
    seen = browser.new_page(viewport={"width": 1280, "height": 900})
    seen.goto(file.as_uri())
    seen.evaluate("document.fonts.ready")
    box = seen.locator(".scroll.table", has_text="What is wrong")
    widths = box.evaluate("one => [...one.querySelectorAll('tbody tr:first-child td')].map(c => c.offsetWidth)")
    whole = box.evaluate("one => one.scrollWidth <= one.clientWidth")
    seen.close()
    assert whole and min(widths[1:4]) >= 108, widths
