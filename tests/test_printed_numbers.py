"""Numbers of two printings of a briefing, compared whatever the words around them."""

from __future__ import annotations

from helpers.desk.printed_numbers import differences, lines


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
