"""Growth whose sign stands in a column beside it: 5.6 and 下降."""

from __future__ import annotations

import pytest
from books import NAMES, book, expect, growths, merged, table, taken
from refusals import refused

GDP = "GDP增速（%）"


def with_words(path, head, fell, rose, figures=None, before=False):
    """A table whose fourth district fell, by a column of words; `figures` where they are not without signs."""
    words = [fell if k == 3 else rose for k in range(10)]
    columns = [(GDP, figures or growths()), (head, words)]
    heads, columns = zip(*(reversed(columns) if before else columns), strict=True)
    return book(path, table(["区市", *heads], *columns))


WORDS = [
    ("升降", "↓", "↑"),
    ("增减方向", "下降", "增长"),
    ("增长/下降", "下降", "增长"),
    ("方向", "▼", "▲"),
    ("", "降", "升"),
]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("before", [True, False])
def test_a_sign_that_stands_in_words_beside_the_figure_is_asked_about(data, tmp_path, words, before):
    """What fell by 5.3 was written as 5.3."""
    [fault] = refused(data, with_words(tmp_path / "a.xlsx", *words, before=before))
    assert (fault.row, fault.column, fault.value) == (5, "C" if before else "B", "5.3")
    assert words[1] in fault.rule and "any_size = true" in fault.hint


def test_of_one_head_over_word_and_figure_the_word_is_heeded_too(data, tmp_path):
    rows = [["区市", "GDP增速", None], [None, "增长/下降", "幅度（%）"]]
    rows += [[n, "下降" if k == 3 else "增长", g] for k, (n, g) in enumerate(zip(NAMES, growths(), strict=True))]
    assert len(refused(data, book(tmp_path / "a.xlsx", rows, change=merged("A1:A2", "B1:C1")))) == 1


SIGNED = [-g if k == 3 else g for k, g in enumerate(growths())]
QUIET = {
    "figures with signs": ("升降", "↓", "↑", SIGNED),
    "places that rose and fell": ("位次升降", "↓", "↑", None),
    "growth slower than before": ("较上季度", "↓", "↑", None),
    "dashes for nothing": ("变化情况", "—", "—", None),
}


@pytest.mark.parametrize("words", QUIET.values(), ids=QUIET)
def test_words_that_agree_or_say_something_else_ask_nothing(data, tmp_path, words):
    head, fell, rose, figures = words
    path = with_words(tmp_path / "a.xlsx", head, fell, rose, figures)
    assert taken(data, path) == expect("gdp_growth", figures or growths())
