"""The shipped quarters' briefings, opened and gone through once a process for the tests that read every sentence."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from helpers.write import open_briefing, sections
from helpers.write.briefing import Briefing
from helpers.write.finding import Finding
from helpers.write.sections import Paragraph

DATA = Path(__file__).parents[2] / "data"
QUARTERS = ["2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"]


@cache
def opened(quarter: str, lang: str = "zh") -> Briefing:
    return open_briefing(quarter, lang=lang, data=DATA)


def districts(quarter: str, lang: str = "zh") -> list[Briefing]:
    """Every district's briefing."""
    return [replace(opened(quarter, lang), district=d) for d in opened(quarter, lang).result.districts]


def all_of(quarter: str, lang: str = "zh") -> list[Briefing]:
    """The city's briefing and every district's."""
    return [opened(quarter, lang), *districts(quarter, lang)]


def paragraphs(b: Briefing) -> tuple[Paragraph, ...]:
    """What `sections.paragraphs` gives for one of these, remembered; any other briefing is gone through anew."""
    home = opened(str(b.quarter), b.lang)
    if b.history is not home.history:
        return tuple(sections.paragraphs(b))
    return _paragraphs(str(b.quarter), b.lang, b.code if b.district else "")


@cache
def _paragraphs(quarter: str, lang: str, code: str) -> tuple[Paragraph, ...]:
    city = opened(quarter, lang)
    return tuple(sections.paragraphs(replace(city, district=city.by_code[code]) if code else city))


def told(b: Briefing) -> list[Finding]:
    return [f for paragraph in paragraphs(b) for f in paragraph.findings]
