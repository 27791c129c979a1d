"""Numbers of two printings of a briefing, compared whatever the words around them."""

from __future__ import annotations

import nbformat
import pytest
from reports_made import JIAOZHOU

from helpers.desk.printed_numbers import differences, lines
from helpers.press import export, pdf


def test_numbers_are_compared_whatever_the_words_around_them():
    published = ["胶州市总分97.44分", "居第1位"]
    assert not differences(published, ["胶州市以97.44分", "列第1位"])
    assert differences(published, ["胶州市总分97.45分", "居第1位"]) == [("胶州市总分97.44分", "胶州市总分97.45分")]
    assert differences(published, ["居第1位"]) == [("胶州市总分97.44分", "")]


def test_places_of_data_rows_are_no_numbers(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<table><tr><td>6.4%</td><td>values.csv:12</td><td>values.xlsx [values]:9</td></tr></table>", "utf-8"
    )
    assert lines(path) == ["6.4%"]


@pytest.mark.parametrize("name", ["city.zh", "city.en", f"{JIAOZHOU}.zh"])
def test_the_same_figures_on_other_pages_are_the_same_numbers(briefings, name, monkeypatch, tmp_path):
    """A later version of the program sets its type larger: lines, pages and the contents' numbers are others."""
    templates = dict(pdf._templates())
    larger = templates["briefing.typ"].replace("size: 10.5pt", "size: 11.5pt", 1)
    assert larger != templates["briefing.typ"]
    monkeypatch.setattr(pdf, "_templates", lambda: templates | {"briefing.typ": larger})
    notebook = nbformat.read(briefings.file(name, "ipynb"), as_version=4)
    other = tmp_path / "other.pdf"
    other.write_bytes(export.export(notebook, "briefing_pdf", name)[0])
    published, made = lines(briefings.file(name, "pdf")), lines(other)
    assert published != made and not differences(published, made)
    at = next(k for k, text in enumerate(made) if "97.44" in text)
    assert differences(published, [*made[:at], made[at].replace("97.44", "97.45"), *made[at + 1 :]])


def test_what_each_page_repeats_is_left_out_and_nothing_else():
    pages = ["2023Q2", "至8月9日", "第 1 页 / 共 2 页", "2023Q2 通报", "97.44", "至8月9日", "第 2 页 / 共 2 页"]
    assert not differences(pages, ["2023Q2", "97.44"])
    assert differences(pages, ["2023Q2", "97.45"]) == [("97.44", "97.45")]
    one = ["至8月9日", "第 1 页 / 共 1 页"]
    assert differences(one, []) == [("至8月9日", "")]
