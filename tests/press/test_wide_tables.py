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
