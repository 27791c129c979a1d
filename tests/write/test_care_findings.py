"""What a reader must know where figures are missing and the rest is ranked all the same: said once and in brief."""

from __future__ import annotations

import sys
from pathlib import Path

import parse_back
import pytest

from helpers.assess.whatif import Settings, what_if
from helpers.model import frozen
from helpers.write import findings, open_briefing, sections, story, supposing_care, tables
from helpers.write.terms import term

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import made

# Points by place: one figure that is missing leaves everybody's rank open.
RELATIVE = made.SCHEME.replace('missing = "withhold"', 'missing = "exclude"').replace(
    'method = "target-completion"\ntarget = 100', 'method = "min-max"\nlowest = 0'
)


def briefing(folder, lang="zh", district="", scheme=RELATIVE, figures=None, deducted=None):
    scheme = scheme.replace('kind = "bonus"', 'kind = "deduction"') if deducted else scheme
    made.folder(folder, scheme)
    lacking = {**made.PLAIN, "丁市": {**made.PLAIN["丁市"], "revenue": ""}}
    made.quarter(folder, figures=figures or lacking, bonus=deducted)
    return open_briefing("2023Q2", lang=lang, district=district, data=folder)


def said(b, section, *kinds):
    return [story.sentence(b, f) for f in sections.findings_of(b, section) if f.kind in kinds]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "丁市缺报收入，在其得分中剔除，权重由其余指标分担。"),
        (
            "en",
            "收入 was not reported by Ding: it is left out of its score, and the other indicators share the weight.",
        ),
    ],
)
def test_what_was_left_out_of_a_score_is_told(tmp_path, lang, words):
    b = briefing(tmp_path, lang)
    assert said(b, "headline", "unreported") == [words]
    own = open_briefing("2023Q2", lang=lang, district="丁市", data=tmp_path)
    assert said(own, "standing", "unreported") == [words]
    assert said(open_briefing("2023Q2", lang=lang, district="甲区", data=tmp_path), "standing", "unreported") == []


NO_BONUS = {
    "zh": "丁市缺报加分，不加分、不减分。",
    "en": "加分 was not reported by Ding: it is neither added nor deducted.",
}
NEITHER = {
    "zh": "丁市缺报收入、加分，指标在其得分中剔除，权重由其余指标分担，加分减分项不加不减。",
    "en": "收入 and 加分 were not reported by Ding: indicators are left out of its score, the others share "
    "the weight, and no bonus or deduction counts.",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("figures", "words"), [(made.PLAIN, NO_BONUS), (None, NEITHER)], ids=["bonus", "both"])
def test_no_indicators_share_the_weight_of_a_bonus_that_is_missing(tmp_path, lang, figures, words):
    briefing(tmp_path, lang)
    lacking = figures or {**made.PLAIN, "丁市": {**made.PLAIN["丁市"], "revenue": ""}}
    made.quarter(tmp_path, figures=lacking, bonus={"甲区": 1, "丁市": ""})
    b = open_briefing("2023Q2", lang=lang, data=tmp_path)
    assert said(b, "headline", "unreported") == [words[lang]]


def test_figures_carried_forward_are_told_to_be_so(tmp_path):
    scheme = RELATIVE.replace('missing = "exclude"', 'missing = "carry-forward"')
    made.folder(tmp_path, scheme)
    made.quarter(tmp_path, "2023Q1")
    b = briefing(tmp_path, scheme=scheme)
    assert said(b, "headline", "unreported") == ["丁市缺报收入，沿用上季度数据。"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_what_if_says_carried_forward_only_of_what_was(tmp_path, lang):
    """甲县 lacks its growth in both quarters: nothing was carried forward, and it has no total."""
    scheme = RELATIVE.replace('missing = "exclude"', 'missing = "carry-forward"')
    never, now = ({name: dict(figures) for name, figures in made.PLAIN.items()} for _ in range(2))
    first = next(iter(never))
    never[first]["growth"] = now[first]["growth"] = now["丁市"]["revenue"] = ""
    made.folder(tmp_path, scheme)
    made.quarter(tmp_path, "2023Q1", figures=never)
    b = briefing(tmp_path, lang, scheme=scheme, figures=now)
    told = supposing_care.missing_line(what_if(b.result, Settings(frozen({}), frozen({}))), lang)
    carried, withheld = (term(f"missing.{policy}", lang) for policy in ("carry-forward", "withhold"))
    names = [d.label(lang) for d in b.result.districts if d.name in (first, "丁市")]
    assert [told.count(policy) for policy in (carried, withheld)] == [1, 1]
    assert told.index(names[-1]) < told.index(carried) < told.index(names[0]) < told.index(withheld)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_many_provisional_ranks_are_told_in_one_sentence(tmp_path, lang):
    """All of twelve towns were told one by one, and after them eleven pairs whose order waited for the same figure."""
    b = briefing(tmp_path, lang)
    assert len(b.result.provisional) == 4
    (ranks,) = findings.provisional(b)
    assert ranks.kind == "provisional_all" and len(ranks.who) == len(ranks.each("low")) == 4
    found = [ranks, *(f for f in findings.close_pairs(b) if f.kind == "by_missing_all")]
    found += [f for f in sections.city_summary(b) if f.kind == "provisional_all"]
    found += findings.unreported(b)
    for f in found:
        assert parse_back.faults(b, f, story.sentence(b, f)) == []
    brief = {
        "zh": "4个区市因缺报数据位次暂行。",
        "en": "The ranks of 4 districts are provisional, as data are missing.",
    }
    assert brief[lang] in [story.sentence(b, f) for f in sections.city_summary(b)]


def test_a_district_is_told_that_its_rank_is_provisional(tmp_path):
    b = briefing(tmp_path, district="甲区")
    (told,) = said(b, "standing", "provisional")
    assert told.startswith("甲区位次暂行") or "甲区" in told


def test_a_second_place_that_is_shared_is_told_with_the_first_alone(tmp_path):
    same = {"growth": 6.0, "revenue": 90, "review": 90}
    figures = {"甲区": made.PLAIN["甲区"], "乙区": same, "丙县": same, "丁市": made.PLAIN["丁市"]}
    b = briefing(tmp_path, scheme=made.SCHEME, figures=figures)
    assert "并列第2位" in said(b, "headline", "first")[0] and said(b, "headline", "tie") == []
    assert "tie" not in {f.kind for f in sections.city_summary(b)}
    assert len(list(findings.ties(b))) == 1  # a commentary may quote it


def test_where_there_are_deductions_alone_no_bonus_is_spoken_of(tmp_path):
    figures = {name: {"growth": 6.0, "revenue": 90, "review": 90 - k} for k, name in enumerate(made.PLAIN)}
    b = briefing(tmp_path, scheme=made.SCHEME, figures=figures, deducted={"甲区": 0.5, "乙区": 0})
    text = "".join(story.sentence(b, f) for f in findings.close_pairs(b))
    assert "减分" in text and "加分" not in text
    english = open_briefing("2023Q2", lang="en", data=tmp_path)
    text = " ".join(story.sentence(english, f) for f in findings.close_pairs(english))
    assert "deduction" in text.lower() and "bonus" not in text.lower()


def test_the_ranking_says_whose_ranks_are_provisional(tmp_path):
    """The rules promise it: 结果标注“暂行”."""
    assert tables.ranking(briefing(tmp_path / "all")).note.endswith("位次均为暂行。")
    scheme = made.SCHEME.replace('missing = "withhold"', 'missing = "exclude"')
    one = tables.ranking(briefing(tmp_path / "one", scheme=scheme)).note
    assert "位次暂行。" in one and "丁市" in one
    english = tables.ranking(open_briefing("2023Q2", lang="en", data=tmp_path / "all")).note
    assert english.endswith(" All ranks are provisional.")
    whole = tables.ranking(briefing(tmp_path / "whole", scheme=made.SCHEME, figures=made.PLAIN)).note
    assert "暂行" not in whole
