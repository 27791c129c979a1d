"""All findings of all quarters as they were read and kept. A change here is a change of what briefings say."""

from __future__ import annotations

import difflib

import pytest
from snapshot import FOLDER, QUARTERS, quarter_text

from helpers.write.language import sentences

# What findings have to cover, and the kinds (with their variants) that do.
COVERED = {
    "rank and change": ["district_rank", "fell"],
    "streak": ["first.again", "district_first.again", "flag.again"],
    "first time": ["first.first_time", "top_three.first_time", "district_first.first_time"],
    "record high or low": ["records", "district_record", "district_place.best", "district_place.worst", "first.record"],
    "lead and gap": ["first", "gap", "overtake"],
    "board leader and laggard": ["board", "widest_board", "boards_changed", "district_boards"],
    "biggest mover": ["board.mover", "widest_range"],
    "star total": ["most_stars", "star_rule", "district_stars"],
    "flags and why": ["flag.risen", "flag.vacant", "district_flags"],
    "target met or missed": ["targets.met", "targets.missed"],
    "completion against plan": ["completion"],
    "method change": ["method_change", "scheme_line", "comparability"],
    "near-tie": ["near_tie"],
    "tie": ["tie"],
    "illustrative data": ["illustrative"],
}
NOT_IN_THE_DEMONSTRATION = [
    *("unranked", "provisional", "revision", "by_bonus", "by_rounding", "by_missing", "further"),
    "rose",  # all who rose far have won a flag for it
]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_findings_are_those_that_were_read_and_kept(quarter):
    kept = (FOLDER / f"{quarter}.txt").read_text(encoding="utf-8")
    made = quarter_text(quarter)
    changed = list(difflib.unified_diff(kept.splitlines(), made.splitlines(), "kept", "made", lineterm="", n=1))
    assert not changed, (
        "the findings are others; if that is meant, write them with `python tests/write/snapshot.py` and read the "
        "difference\n" + "\n".join(changed[:40])
    )


@pytest.mark.parametrize("what", COVERED)
def test_what_findings_have_to_cover_is_told_in_some_quarter(what):
    kept = "\n".join((FOLDER / f"{quarter}.txt").read_text(encoding="utf-8") for quarter in QUARTERS)
    for kind in COVERED[what]:
        assert f"] {kind} " in kept or f"] {kind}." in kept or f"] {kind}\n" in kept, kind


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_has_its_sentence_in_both_languages(lang):
    kinds = {kind.partition(".")[0] for of in COVERED.values() for kind in of} | set(NOT_IN_THE_DEMONSTRATION)
    assert kinds <= set(sentences(lang).SENTENCES)
