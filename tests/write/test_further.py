"""Of many districts a briefing names the first, counts the others, and shows the ends of its tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from parse_back import faults, read

from helpers.demo import make
from helpers.model import Quarter
from helpers.style import text_width
from helpers.write import award_findings, explaining, findings, further, open_briefing, sections, story, tables
from helpers.write.briefing import Briefing
from helpers.write.faces import Words
from helpers.write.terms import term

MANY = 75


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    out = tmp_path_factory.mktemp("province") / "data"
    make(MANY, Quarter.span("2022Q4..2023Q2"), 11, out)
    return open_briefing("2023Q2", data=out)


def parts(face: object) -> list[Words]:
    """What a section shows in words."""
    return [face] if isinstance(face, Words) else [part for part in face.faces if isinstance(part, Words)]


def spoken(b: Briefing, section: str) -> dict[str, tuple]:
    """The findings of a section that count what is left out, by sort."""
    return {f.about["sort"]: f for f in sections.findings_of(b, section) if f.kind == "further"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_told_of_many_is_read_back_and_stays_short(province, lang):
    b = replace(province, lang=lang)
    wrong, sorts = [], set()
    for paragraph in sections.paragraphs(b):
        assert len(paragraph.findings) <= 3 * (further.MOST + 1)
        for finding in paragraph.findings:
            text = story.sentence(b, finding)
            wrong += [f"{text}\n   {fault}" for fault in faults(b, finding, text)]
            if finding.kind == "further":
                sorts.add(finding.about["sort"])
                assert ("scored.xlsx" if lang == "zh" else "scored.en.xlsx") in text
                assert f"{finding.value:.0f}" in {claim.digits for claim in read(b, text).claims}
    assert not wrong, "\n".join(wrong)
    assert {"fell", "close"} <= sorts
    shown = [part for face in (story.headline(b), story.flags(b), story.concerns(b)) for part in parts(face)]
    assert sum(text.count("scored.") for part in shown for text in part.paragraphs) == len(sorts)


def test_those_named_and_those_counted_are_all(province):
    b, change = province, province.result.change
    concerns = spoken(b, "concerns")
    for rise, moved in ((True, change >= 2), (False, change <= -2)):
        far, left = findings.moved_too(b, rise)
        named = far.who
        assert len(named) == further.MOST and len(named) + left.value == int(moved.sum())
        assert min(abs(change[c]) for c in named) >= max(
            (abs(change[c]) for c in change.index[moved] if c not in named), default=0
        )
    pairs = {f.who for f in findings.close_pairs(b)}
    told = {f.who for f in list(findings.close_pairs(b))[: further.MOST]}
    assert concerns["close"].value == len(pairs - told)


def test_a_table_of_many_shows_its_ends_and_says_what_it_leaves_out(province):
    b = province
    for table, order in (
        (tables.ranking(b), [*b.ranking, *b.unranked]),
        (explaining.changes(b), list(b.ranking)),
        (explaining.firmness(b), list(b.ranking)),
    ):
        names = [b.name(c) for c in order]
        at = next(k for k, cell in enumerate(table.rows[0]) if cell in names)
        assert [row[at] for row in table.rows] == names[: further.HEAD] + names[-further.TAIL :]
        assert (
            table.note.startswith(f"共{MANY}个区市，表中列出{further.HEAD + further.TAIL}个")
            and "scored.xlsx" in table.note
        )
    ends = [[int(row[-1]) for row in rows] for rows in (tables.stars(b).rows[:30], tables.stars(b).rows[30:])]
    assert ends[0] == sorted(ends[0], reverse=True) and ends[1] == sorted(ends[1], reverse=True)
    assert (ends[0][0], ends[1][-1]) == (b.result.stars_total.max(), b.result.stars_total.min())


def test_as_many_as_a_table_has_room_for_are_all_shown_and_an_own_district_with_its_neighbours():
    codes = [f"{k:03}" for k in range(further.MOST_ROWS + 1)]
    assert further.rows_shown(codes[:-1]) == tuple(codes[:-1])
    ends = (*codes[:30], *codes[-10:])
    assert further.rows_shown(codes) == further.rows_shown(codes, "elsewhere") == ends
    assert set(further.rows_shown(codes, "040")) - set(ends) == set(codes[38:43])
    assert set(further.rows_shown(codes, "030")) - set(ends) == {"030", "031", "032"}
    assert further.rows_shown(codes, codes[-1]) == ends


def test_nothing_is_left_out_of_as_many_as_are_told_one_by_one(province):
    ties = list(findings.close_pairs(province))[: further.MOST]
    assert list(further.few(ties, "close")) == ties
    assert further.others(0, "rose", 2) is None
    two_more = [*ties, ties[0], ties[1]]
    assert list(further.few(two_more, "close")) == two_more
    *told, last = further.few([*two_more, replace(ties[0], who=ties[2].who)], "close")
    assert told == ties and last.kind == "further" and last.value == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_notice_names_every_winner_of_a_flag_and_its_cover_a_dozen(province, lang, monkeypatch):
    """Where the first are named, of hundreds also in the notice, the same sentence says how many there are."""
    b = province.told_to(lang, None)

    def rise(found):
        return next(f for f in found if f.kind == "flag" and f.about["rule"] == "rise")

    riser, in_brief = rise(sections.findings_of(b, "flags")), rise(sections.summary(b))
    winners = b.result.flags[riser.about["award"]]
    assert len(winners) > further.MOST + further.SPARED
    for turn in range(3):
        assert all(b.name(c) in story.sentence(b, riser.turned(turn)) for c in winners)
    monkeypatch.setattr(award_findings, "MOST_WINNERS", further.MOST)
    in_all = f"等{len(winners)}个区市" if lang == "zh" else f"and others ({len(winners)} districts in all)"
    for first in (in_brief, rise(sections.findings_of(b, "flags"))):
        for turn in range(3):
            text = story.sentence(b, first.turned(turn))
            assert in_all in text and not faults(b, first, text)
            assert [c for c in winners if b.name(c) in text] == [c for c in winners if c in first.who]
        assert len(first.who) == further.MOST


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_names_of_many_districts_fit_their_column(province, lang):
    b = province.told_to(lang, None)
    longest = max(text_width(b.name(c), 9, bold=True) for c in b.ranking)
    for shown in (tables.ranking(b), tables.stars(b), explaining.changes(b)):
        shares = [column.share for column in shown.columns]
        names = next(k for k, column in enumerate(shown.columns) if column.label == term("district", lang))
        assert shares[names] / sum(shares) * 166 / 25.4 > longest + 10 / 72, shown.caption  # the cell's own margins
