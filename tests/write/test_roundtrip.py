"""Every number of every sentence is its finding's number: read back from the text by a parser, and compared."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from parse_back import faults, read

from helpers.write import open_briefing, sections, story, wording_en, wording_zh
from helpers.write.briefing import Briefing
from helpers.write.language import sentences

DATA = Path(__file__).parents[2] / "data"
QUARTERS = ["2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"]
LANGS = ["zh", "en"]


@cache
def opened(quarter: str) -> Briefing:
    return open_briefing(quarter, data=DATA)


def all_of(quarter: str, lang: str) -> list[Briefing]:
    """The city's briefing and every district's."""
    city = replace(opened(quarter), lang=lang)
    return [city, *(replace(city, district=district) for district in city.result.districts)]


def differences(b: Briefing) -> list[str]:
    found = []
    for paragraph in sections.paragraphs(b):
        for finding in paragraph.findings:
            text = story.sentence(b, finding)
            found += [
                f"{b.district and b.district.name} {paragraph.section}: {text}\n   {f}"
                for f in faults(b, finding, text)
            ]
    return found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_number_is_read_back_equal_to_its_finding(quarter, lang):
    found = [difference for b in all_of(quarter, lang) for difference in differences(b)]
    assert not found, f"{len(found)} differences\n" + "\n".join(found[:20])


# ---- a broken template is caught ---------------------------------------------------------------------------------


def swapped(words: dict[str, str]) -> dict[str, str]:
    """The words of two directions, exchanged."""
    (a, x), (b, y) = words.items()
    return {a: y, b: x}


def coarser(amount):
    """Every number with a decimal less."""
    return lambda f: amount(replace(f, decimals=max(f.decimals - 1, 0)))


def cut_off(amount):
    """Numbers cut off, not rounded."""
    return lambda f: amount(replace(f, value=int(f.value * 10**f.decimals - 0.5) / 10**f.decimals if f.value else 0))


def in_place_of(name: str, other: str):
    """A template that prints one figure of its finding where another belongs."""

    def broken(template):
        return lambda f, say: template(
            replace(f, figures={**f.figures, name: f.figures.get(other, f.figures[name])}), say
        )

    return broken


def with_value_of(name: str, other: str):
    """A template that prints another figure's number under a figure's own unit and direction."""

    def broken(template):
        def tell(f, say):
            wrong = replace(f[name], value=f[other].value)
            return template(replace(f, figures={**f.figures, name: wrong}), say)

        return tell

    return broken


def exchanged(name: str, other: str):
    """A template that prints two of its figures each in the other's place."""

    def broken(template):
        def tell(f, say):
            figures = dict(f.figures)
            if name in figures and other in figures:
                figures[name], figures[other] = figures[other], figures[name]
            return template(replace(f, figures=figures), say)

        return tell

    return broken


def turned_round(template):
    """A template that names its two districts in each other's place."""
    return lambda f, say: template(replace(f, who=f.who[::-1]), say)


def with_number(template):
    """A template with a number typed into it."""
    return lambda f, say: template(f, say) + " 42"


def without_digits(template):
    return lambda f, say: re.sub("[0-9]", "", template(f, say))


def other_quarter(template):
    return lambda f, say: re.sub("2022", "2021", template(f, say))


def upside_down(template):
    """What was gained is told as lost."""
    return lambda f, say: template(
        replace(f, figures={**f.figures, "ahead": f.each("behind"), "behind": f.each("ahead")}), say
    )


# What is broken: a word, a function of a wording module, or a template by its kind; and how.
BROKEN_WORDING = {
    "zh: 上升 and 下降 are swapped": ("zh", "DIRECTION", swapped),
    "zh: 高于 and 低于 are swapped": ("zh", "SIDE", swapped),
    "zh: points are called stars": ("zh", "UNITS", lambda units: {**units, "points": "星"}),
    "zh: percentage points are called %": ("zh", "UNITS", lambda units: {**units, "pp": "%"}),
    "zh: a unit is dropped": ("zh", "amount", lambda amount: lambda f: amount(f).removesuffix("分")),
    "zh: one decimal less": ("zh", "amount", coarser),
    "zh: cut off instead of rounded": ("zh", "amount", cut_off),
    "zh: a rank is printed as points": (
        "zh",
        "place",
        lambda place: lambda f, among="", shared=False: f"居{f.value}分",
    ),
    "zh: a place too high": (
        "zh",
        "place",
        lambda place: lambda f, *a, **k: place(replace(f, value=f.value + 1), *a, **k),
    ),
    "zh: every change is told as none": ("zh", "change", lambda change: lambda f: "位次与上季度持平" if f else ""),
    "zh: a run one quarter too long": ("zh", "running", lambda run: lambda f: run(replace(f, value=f.value + 1))),
    "zh: signs are lost": ("zh", "signed", lambda signed: lambda f: signed(replace(f, way=""))),
    "zh: 余 is lost": ("zh", "amount", lambda amount: lambda f: amount(replace(f, qualifier=""))),
    "en: up and down are swapped": (
        "en",
        "change",
        lambda change: lambda f: change(replace(f, way={"up": "down", "down": "up"}.get(f.way, f.way)) if f else f),
    ),
    "en: a unit is dropped": ("en", "amount", lambda amount: lambda f: amount(f).removesuffix(" points")),
    "en: one decimal less": ("en", "amount", coarser),
    "en: cut off instead of rounded": ("en", "amount", cut_off),
    "en: percentage points are called points": ("en", "UNITS", lambda units: {**units, "pp": units["points"]}),
    "en: a place too high": ("en", "ordinal", lambda ordinal: lambda n: ordinal(n + 1)),
    "en: above and below are swapped": (
        "en",
        "against",
        lambda against: (
            lambda f, *what, **how: against(
                replace(f, way={"above": "below", "below": "above"}.get(f.way, f.way)), *what, **how
            )
        ),
    ),
    "en: over is lost": ("en", "amount", lambda amount: lambda f: amount(replace(f, qualifier=""))),
}
BROKEN_TEMPLATES = {
    "the totals of first and second are exchanged": ("first", exchanged("total", "second_total")),
    "the lead is printed as the total": ("first", in_place_of("total", "lead")),
    "first and second are exchanged in the gap": ("gap", turned_round),
    "what is lost is told as gained": ("gap", upside_down),
    "most stars and the stars that can be had are exchanged": ("most_stars", exchanged("stars", "possible")),
    "a board's last score is printed as its first": ("board", in_place_of("score", "last")),
    "a number is typed into a sentence": ("flag", with_number),
    "all numbers are lost": ("assessed", without_digits),
    "another quarter is named": ("times_first", other_quarter),
    "best and worst are exchanged": ("widest_range", exchanged("best", "worst")),
    "two close districts are others": (
        "near_tie",
        lambda template: lambda f, say: template(replace(f, who=("370285", "370285")), say),
    ),
}
BROKEN_DISTRICT_TEMPLATES = {
    "a rank is printed as the total": ("district_rank", in_place_of("total", "rank")),
    "the place by stars is printed as the stars": ("district_stars", in_place_of("stars", "rank")),
    "the median is printed as the distance to the first": ("strength", with_value_of("median", "score")),
    "best and worst indicator are exchanged": ("weakness", exchanged("best_value", "worst_value")),
    "ranks are told backwards": (
        "track",
        lambda template: lambda f, say: template(replace(f, figures={**f.figures, "ranks": ()}, window=f.window), say),
    ),
}


def broken_sentences(monkeypatch, lang: str, kind: str, breaking) -> None:
    module = sentences(lang)
    monkeypatch.setitem(module.SENTENCES, kind, breaking(module.SENTENCES[kind]))


@pytest.mark.parametrize("what", BROKEN_WORDING)
def test_a_broken_wording_rule_is_caught(monkeypatch, what):
    lang, name, breaking = BROKEN_WORDING[what]
    module = {"zh": wording_zh, "en": wording_en}[lang]
    monkeypatch.setattr(module, name, breaking(getattr(module, name)))
    briefings = [b for b in all_of("2023Q2", lang) if b.district is None or b.code in ("370281", "370203", "370215")]
    assert any(differences(b) for b in briefings), what


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("what", BROKEN_TEMPLATES)
def test_a_broken_template_is_caught(monkeypatch, what, lang):
    kind, breaking = BROKEN_TEMPLATES[what]
    broken_sentences(monkeypatch, lang, kind, breaking)
    quarter = "2023Q3" if kind == "times_first" else "2023Q2"  # told where the first does not tell it all
    assert differences(replace(opened(quarter), lang=lang)), what


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("what", BROKEN_DISTRICT_TEMPLATES)
def test_a_broken_template_of_a_district_is_caught(monkeypatch, what, lang):
    kind, breaking = BROKEN_DISTRICT_TEMPLATES[what]
    broken_sentences(monkeypatch, lang, kind, breaking)
    city = replace(opened("2023Q2"), lang=lang)
    assert any(differences(replace(city, district=d)) for d in city.result.districts if d.code in ("370281", "370283"))


def test_the_parser_reads_signs_bounds_dates_and_names():
    """Known sentences, so that the reader of all others is not only held against itself."""
    b = opened("2023Q2")
    read_ = read(b, "胶州市以97.44分居首，领先第2位黄岛区0.59分；1—6月签约600余家，GDP增速低于全市平均1.2个百分点。")
    assert [(c.digits, c.unit, c.way) for c in read_.claims] == [
        *[("2", "rank", ""), ("1", "rank", ""), ("97.44", "分", ""), ("0.59", "分", "ahead")],
        *[("600", "家", ""), ("1.2", "个百分点", "below")],
    ]
    lead = next(c for c in read_.claims if c.digits == "0.59")
    assert (lead.subject, lead.object) == ("370281", "370211") and read_.dates == ((1, 6),)
    assert [c.qualifier for c in read_.claims if c.unit == "家"] == [True]
    english = read(replace(b, lang="en"), "Jiaozhou is 0.59 points ahead of Huangdao, up 1 place; CNY 16.797 billion.")
    assert {(c.digits, c.unit, c.way) for c in english.claims} == {
        ("0.59", "points", "ahead"),
        ("1", "places", "up"),
        ("16.797", "CNY billion", ""),
    }
