"""What the reader holds in hands: numbers read back out of the finished HTML and PDF, and held against the findings.

A passage is found in the page by its words alone; its numbers are then read from the page, never from the sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from bs4 import Tag
from parse_back import faults
from reports_made import page, pdf_pages
from the_readme_says import QUARTER

from helpers.markup import unmarked
from helpers.write import open_briefing, sections, story
from helpers.write.briefing import Briefing
from helpers.write.finding import Finding

DATA = Path(__file__).parents[2] / "data"
SOME = ["city.zh", "district-370281.zh", "district-370283.zh", "district-370203.zh", "city.en", "district-370281.en"]

pytestmark = pytest.mark.slow


@cache
def opened(report: str) -> Briefing:
    name, lang = report.split(".")
    code = name.removeprefix("district-") if name != "city" else ""
    return open_briefing(QUARTER, lang=lang, district=code, data=DATA)


@cache
def told(report: str) -> tuple[tuple[str, Finding, str], ...]:
    """Section, one finding for all a paragraph's, and the words it was told in."""
    b = opened(report)
    joint = "" if b.lang == "zh" else " "
    return tuple(
        (p.section, merged(p.findings), unmarked(joint.join(story.sentence(b, f) for f in p.findings)))
        for p in sections.paragraphs(b)
    )


def merged(findings: tuple[Finding, ...]) -> Finding:
    """The figures, quarters and periods of several findings as those of one paragraph."""
    figures = {f"{k}.{name}": figure for k, f in enumerate(findings) for name, figure in f.figures.items()}
    times = tuple(dict.fromkeys(time for f in findings for time in f.times))
    periods = tuple(period for f in findings for period in f.periods)
    return replace(findings[0], figures=figures, times=times, periods=periods)


def letters(text: str) -> tuple[str, list[int]]:
    """The letters of a text, and where each of them stands: numbers, marks and spaces are left out."""
    places = [at for at, char in enumerate(text) if char.isalpha()]
    return "".join(text[at] for at in places), places


def passage(text: str, words: str) -> str | None:
    """The stretch of a page that has these words, with the numbers the page gives it; None where it is not there."""
    body, places = letters(text)
    sought, _ = letters(words)
    at = body.find(sought)
    if at < 0:
        return None
    start, end = places[at], places[at + len(sought) - 1] + 1
    before = re.search(r"[0-9.,+−—–]*\Z", text[:start])
    after = re.match(r"(?:\.(?=[0-9])|[^\w.。]|[0-9])*[.。]?", text[end:])  # to the full stop
    gap = " " if re.search("[a-z] [a-z]", words) else ""  # a line end is a space in English, nothing in Chinese
    return text[start - len(before[0]) : end + len(after[0])].replace("\n", gap)


def compare(b: Briefing, report: str, blocks: list[str]) -> list[str]:
    found = []
    for section, finding, words in told(report):
        seen = next((part for block in blocks if (part := passage(block, words)) is not None), None)
        if seen is None:
            found.append(f"{section}: not on the page: {words}")
            continue
        found += [f"{section}: {seen}\n   {fault}" for fault in faults(b, finding, seen, order=False)]
    return found


def spoken(tag: Tag) -> str:
    """The text of a passage without its marks and note numbers, which are no part of what it says."""
    said = copy(tag)
    for mark in said.find_all("sup", class_=["cite", "illustrative"]):
        mark.decompose()
    return re.sub(r"\s+", " ", said.get_text()).strip()


@pytest.mark.parametrize("report", SOME)
def test_every_number_is_read_back_from_the_page(briefings, report):
    soup = page(briefings.file(report, "html"))
    blocks = [spoken(tag) for tag in soup.find_all(["p", "li"])]
    found = compare(opened(report), report, blocks)
    assert not found, f"{len(found)} differences\n" + "\n".join(found[:10])


@pytest.mark.parametrize("report", SOME)
def test_every_number_is_read_back_from_the_pdf(briefings, report):
    pages = [text.splitlines() for text in pdf_pages(briefings.file(report, "pdf"))]
    often = Counter(line for lines in pages for line in {_shape(line) for line in lines})
    # what stands on most sheets is their head and foot: a sentence may run on across them
    body = [line.strip() for lines in pages for line in lines if often[_shape(line)] <= len(pages) / 2]
    gap = "" if report.endswith(".zh") else " "
    text = "\n".join(re.sub(r"\s+", gap, line) for line in body)
    text = re.sub(r"\u00ad\s*", "", text)  # a word parted at the end of a line
    text = re.sub(r"※|\u2060|\[[0-9]+\]", "", text)  # marks and note numbers are no part of what is said
    found = compare(opened(report), report, [text])
    assert not found, f"{len(found)} differences\n" + "\n".join(found[:10])


def _shape(line: str) -> str:
    """A line but for its numbers: the same on every sheet where it is a running head or foot."""
    return re.sub(r"[0-9\s]+", "", line)


def test_a_wrong_number_on_the_page_is_seen(briefings):
    """The comparison above can fail: one digit of the finished page is changed."""
    soup = page(briefings.file("city.zh", "html"))
    blocks = [spoken(tag).replace("97.44", "97.45") for tag in soup.find_all(["p", "li"])]
    found = compare(opened("city.zh"), "city.zh", blocks)
    assert any("97.45" in fault for fault in found)
