"""Text on its way into HTML: what stays on one line."""

from __future__ import annotations

import pytest

from helpers.markup import RANGED, as_recorded, is_formula, kept_together, recorded, safe
from helpers.press.html import TEMPLATES

FIGURE = '<button class="fig" popovertarget="n1">第4位</button>'
MARK = '<sup class="illustrative">※</sup>'
ASKED = f'<button class="fig" popovertarget="n2" aria-label="红旗">{MARK}</button>'
CITE = '<sup class="cite"><a href="#cite-1">[1]</a></sup>'


@pytest.mark.parametrize(
    ("before", "kept", "behind"),
    [
        ("居", f"{FIGURE}。{MARK}", "末位"),
        ("居", f"{FIGURE}{MARK}，", "末位"),
        ("居", f"（{FIGURE}），", "末位"),
        ("未获红", f"旗。{ASKED}{CITE}", "</p>"),
        ("no ran", f"k.{ASKED}", " Then"),
        ("领先", f"<strong>{FIGURE}</strong>，", "经济运行落后"),
        ("<th>李", f"沧区{MARK}", "</th>"),
        ("", f"{FIGURE}。{MARK}{CITE}", "</p>"),
        ("and constructio", f"n.{CITE}", "</p>"),
        ("依次递", f"减。{CITE}", "</p>"),
    ],
)
def test_a_figure_stays_with_its_punctuation_and_a_mark_with_what_it_marks(before, kept, behind):
    assert kept_together(f"{before}{kept}{behind}") == f'{before}<span class="kept">{kept}</span>{behind}'


def test_a_figure_between_words_is_left_as_it_is():
    assert kept_together(f"居{FIGURE}次") == f"居{FIGURE}次"


def test_paper_keeps_ranges_and_rows_by_the_same_pattern():
    assert f'show regex("{RANGED}")' in (TEMPLATES / "briefing.typ").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "+86", " =1", "\t=1", "\r@a"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_once(text):
    assert is_formula(text) and safe(text) == f"'{text}" == safe(safe(text))


@pytest.mark.parametrize("text", ["", "-5.3", "-1e-3", "-", "--", "5=5", "市南区", "'5", "—"])
def test_numbers_and_plain_texts_stay(text):
    assert safe(text) == text == recorded(text)


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''@a", "'", "'a", "-5", "-5 places", "a"])
def test_a_record_is_read_back_to_the_letter(text):
    assert as_recorded(recorded(text)) == text and not is_formula(recorded(text))
