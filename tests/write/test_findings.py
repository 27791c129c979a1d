"""What a finding rests on: its kind, its data rows; and what is said at, just under and just over each limit."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from helpers.write import open_briefing, sections
from helpers.write.briefing import Briefing
from helpers.write.finding import Finding

DATA = Path(__file__).parents[2] / "data"
QUARTERS = ["2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"]
# Their numbers come from the rules of the scheme, not from rows of data.
OF_THE_SCHEME = {"assessed", "method_change", "star_rule", "scheme_line"}


@cache
def opened(quarter: str) -> Briefing:
    return open_briefing(quarter, data=DATA)


def all_of(quarter: str) -> list[Briefing]:
    """The city's briefing and every district's."""
    return [opened(quarter), *(replace(opened(quarter), district=d) for d in opened(quarter).result.districts)]


def told(b: Briefing) -> list[Finding]:
    return [f for paragraph in sections.paragraphs(b) for f in paragraph.findings]


@cache
def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as read:
        return list(csv.DictReader(read))


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_finding_with_figures_of_the_data_names_its_rows(quarter):
    for b in all_of(quarter):
        for f in told(b):
            of_data = f.figures and f.kind not in OF_THE_SCHEME
            without = f.kind == "flag" and not f.who  # nobody won it: no district's rows
            assert bool(f.rows) or not of_data or without, f"{b.district}: {f.kind} {dict(f.figures)}"


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_rows_are_those_of_the_districts_told_with_their_source(quarter):
    for b in all_of(quarter):
        codes = {name: d.code for d in b.result.districts for name in d.names}
        for f in told(b):
            for row in f.rows:
                line = lines(DATA / quarter / row.file)[row.row - 2]
                assert line["source"] == row.source
                about = {*f.who, *(c for figure in f.all_figures for c in (*figure.of, *figure.against))}
                about |= {*f.about.get("seconds", ()), f.about.get("last", ""), *f.about.get("left", ())}
                about |= {*f.about.get("next", ()), *f.about.get("others", ()), *f.about.get("leaders", ())}
                about |= {c for change in f.about.get("changed", ()) for c in change[2]}
                assert f.kind == "illustrative" or codes[line["district"]] in about, f"{f.kind}: {line}"
