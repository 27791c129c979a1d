"""A briefing does not read like a form: no sentence is built like the two before it, no quarter like the one before."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations, pairwise

import pytest
from shapes import runs, sentences, shape, shared
from shipped import QUARTERS, all_of, opened, paragraphs

from helpers.write import story
from helpers.write.briefing import Briefing

LONGEST = 2  # sentences of one shape that may stand one after the other
SAME = 1 / 3  # of the sentences of a summary may be built like those of another quarter's


def told(b: Briefing) -> dict[str, list[list[str]]]:
    """Each section's findings, each as the shapes of its sentences."""
    found = defaultdict(list)
    for paragraph in paragraphs(b):
        for finding in paragraph.findings:
            said = sentences(story.sentence(b, finding), b.lang)
            found[paragraph.section].append([shape(b, one) for one in said])
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("quarter", QUARTERS)
def test_no_shape_stands_three_times_running_in_a_section(quarter, lang):
    for b in all_of(quarter, lang):
        for section, findings in told(b).items():
            row = [one for finding in findings for one in finding]
            openings = [finding[0] for finding in findings]
            found = [*runs(row, LONGEST), *runs(openings, LONGEST)]
            assert not found, f"{b.district and b.district.name} {section}: {found}"


@cache
def summary(quarter: str, lang: str) -> tuple[str, ...]:
    return tuple(one for finding in told(opened(quarter, lang))["cover"] for one in finding)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_summaries_are_one_form_filled_twice(lang):
    """Neighbouring quarters share no shape at all; any two share a third at most."""
    for one, other in pairwise(QUARTERS):
        assert shared(summary(one, lang), summary(other, lang)) == 0, f"{one} and {other}"
    for one, other in combinations(QUARTERS, 2):
        alike = shared(summary(one, lang), summary(other, lang))
        assert alike <= SAME + 1e-9, f"{one} and {other} share {alike:.0%}"


def test_shapes_know_their_like():
    """Known sentences: other names and numbers are one shape, other words are another."""
    b = opened("2023Q2", "zh")
    alike = ["胶州市以97.44分居首，领先黄岛区0.59分。", "黄岛区以98.30分居首，领先胶州市1.30分。"]
    other = "黄岛区以98.30分居第2位，落后胶州市1.30分。"
    first, second, third = (shape(b, one) for one in (*alike, other))
    assert first == second != third
    assert shape(b, "市北区、李沧区同为91.20分。") == shape(b, "市北区、李沧区、城阳区同为90.00分。")
    assert list(runs([first, second, first], 2)) == [first] and not list(runs([first, second, third], 2))
    assert shared([first, third], [second]) == 0.5
