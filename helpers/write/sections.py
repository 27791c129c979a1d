"""Which findings each section of a briefing tells, in order, and which make its summary. No words here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model import UsageError
from . import district_findings as district
from . import findings as city
from . import group_findings as groups
from . import indicator_findings as indicators
from . import key_work, news, once
from .briefing import Briefing
from .care_findings import in_brief
from .finding import Finding, finding, turn_of
from .further import few
from .refusals import told_in

Found = Finding | None | Iterable[Finding | None]


@dataclass(frozen=True)
class Paragraph:
    """Findings told one after the other."""

    section: str
    findings: tuple[Finding, ...]


def in_turn(b: Briefing, found: Iterable[Found]) -> tuple[Finding, ...]:
    """Findings and groups of them in one row, None left out; those of one kind numbered, so that shapes change.

    Numbers begin with the quarter's, so that two quarters running open with different shapes too.
    """
    flat: list[Finding] = []
    for item in found:
        if isinstance(item, Finding):
            flat.append(item)
        elif item is not None:
            flat.extend(f for f in item if f is not None)
    seen: Counter[str] = Counter()
    numbered = []
    for one in flat:
        numbered.append(one if one.turn else one.turned(turn_of(b) + seen[one.kind]))
        seen[one.kind] += 1
    return tuple(numbered)


# ---- the city ---------------------------------------------------------------------------------------------------


def _assessed(b: Briefing) -> list[Found]:
    return [city.assessed(b), city.method_change(b)]


def _headline(b: Briefing) -> list[Found]:
    return [city.first(b), groups.group_leaders(b), few(_ties(b), "tie"), *_lacking(b)]


def _ties(b: Briefing) -> Iterator[Finding]:
    """Shared places; a second one is told with the first."""
    told = set(city.first(b).about.get("seconds", ()))
    return (tie for tie in city.ties(b) if set(tie.who) != told)


def _lacking(b: Briefing) -> list[Iterator[Finding]]:
    return [few(city.unranked(b), "unranked"), few(city.unreported(b), "unreported")]


def _flags(b: Briefing) -> list[Found]:
    return [city.flags(b), city.vetoes(b), city.praise(b)]


def _stars(b: Briefing) -> list[Found]:
    return [city.most_stars(b), city.star_rule(b), once.boards_changed(b)]


def _movement(b: Briefing) -> list[Found]:
    over_time = [once.times_first(b), city.top_three(b), city.steadiest(b), city.widest_range(b), city.records(b)]
    alone = finding("first_quarter", times=(b.quarter,)) if len(b.history) == 1 else None
    return [alone, *over_time, city.revisions(b), once.scheme_lines(b)]


def _why_first(b: Briefing) -> list[Found]:
    return [city.gap(b, b.ranking[0], b.ranking[1])] if len(b.ranking) > 1 else []


def _firmness(b: Briefing) -> list[Found]:
    return [city.firmness(b), city.swap(b)]


def _concerns(b: Briefing) -> list[Found]:
    moved = (*once.rose(b), *city.moved_too(b, rise=False))
    unsure = (*few(city.provisional(b), "provisional"), *few(city.close_pairs(b), "close"))
    found: list[Found] = [*moved, *unsure, once.widest_board(b)]
    return found if any(found) else [finding("no_concern")]


def city_summary(b: Briefing) -> tuple[Finding, ...]:
    """Three to five findings for the cover: what a revised edition corrects, who is first and the flags, then news."""
    awards = [*city.flags(b, brief=True), *city.vetoes(b), *city.praise(b), city.most_stars(b)]
    moves = [city.top_three(b), city.movers(b, rise=True), city.movers(b, rise=False), city.records(b), *_ties(b)]
    care = [city.method_change(b), *city.unranked(b), *map(in_brief, city.provisional(b)), *city.revision_news(b)]
    boards = [city.boards_changed(b), city.widest_board(b)]
    found = [city.correction(b), city.first(b), *care, *moves, *awards, *boards, city.firmness(b)]
    return news.choose(found, always=("correction", "first", "flag", "rise"))


# ---- one district -----------------------------------------------------------------------------------------------


def _standing(b: Briefing) -> list[Found]:
    about = [district.rank_of(b), groups.group_place(b), city.unreported_by(b, b.code), city.provisional_of(b, b.code)]
    about += [district.news_of_first(b), district.place_record(b), district.record(b)]
    return [*about, district.stars(b), district.flags(b), district.vetoes(b)]


def _strengths(b: Briefing) -> list[Found]:
    standings = district.standings(b)
    found = [f for f in standings if f.kind == "strength"]
    return [found or finding("no_strength" if standings else "no_scores")]


def _weaknesses(b: Briefing) -> list[Found]:
    standings = district.standings(b)
    found = [f for f in reversed(standings) if f.kind == "weakness"]
    return [found or finding("no_weakness" if standings else "no_scores"), indicators.targets(b)]


def _track(b: Briefing) -> list[Found]:
    return [once.track(b), city.revisions(b), city.scheme_lines(b)]


def _moved(b: Briefing) -> list[Found]:
    return [district.change_of_total(b)]


def _place_above(b: Briefing) -> list[Found]:
    """The gap to the place above, part by part; for the first, its lead and what makes it."""
    if not district.ranked(b):
        return []
    above = b.above(b.code)
    if above is not None:
        return [city.gap(b, above, b.code)]
    following = [c for c in b.ranking if b.result.rank[c] > b.result.rank[b.code]]
    return [district.ahead(b), city.gap(b, b.code, following[0]) if following else None]


def _overtake(b: Briefing) -> list[Found]:
    return [district.overtake(b)]


def _key_work(b: Briefing) -> Iterator[Paragraph]:
    for _, told in key_work.passages(b):
        yield Paragraph("key_work_section", told)


def district_summary(b: Briefing) -> tuple[Finding, ...]:
    """Three to five findings for the cover: what a revised edition corrects, its rank, then the greatest news."""
    places = [district.news_of_first(b), district.place_record(b), district.record(b)]
    boards = [district.leading_boards(b), district.stars(b), indicators.targets(b), indicators.completion(b)]
    awards = [district.flags(b), *district.vetoes(b)]
    found = [city.correction(b), district.rank_of(b), *places, *awards, *boards]
    return news.choose(found, always=("correction", "rank"))


# ---- all of them ------------------------------------------------------------------------------------------------

# Section -> its findings; those in POINTS are told as a list, one point each, the others as one paragraph.
CITY: Mapping[str, Callable[[Briefing], list[Found]]] = {
    "assessed": _assessed,
    "headline": _headline,
    "flags": _flags,
    "stars": _stars,
    "movement": _movement,
    "comparability": lambda b: [city.comparability(b)],
    "why_first": _why_first,
    "firmness": _firmness,
    "concerns": _concerns,
    "honesty": lambda b: [city.illustrative(b)],
}
DISTRICT: Mapping[str, Callable[[Briefing], list[Found]]] = {
    "standing": _standing,
    "strengths": _strengths,
    "weaknesses": _weaknesses,
    "track": _track,
    "moved": _moved,
    "place_above": _place_above,
    "overtake": _overtake,
    "honesty": lambda b: [city.illustrative(b)],
}
POINTS = {"flags", "movement", "concerns", "strengths", "weaknesses", "track"}


def findings_of(b: Briefing, section: str) -> tuple[Finding, ...]:
    """The findings of one section, in order.

    Raises UsageError for a section of districts' briefings in the city's, and the other way round; KeyError for one
    that no briefing has.
    """
    own, others = (CITY, DISTRICT) if b.district is None else (DISTRICT, CITY)
    if section not in own and section in others:
        with told_in(b.lang):
            if b.district is None:
                raise UsageError("this is the city's briefing: open it with district=… for a district's")
            raise UsageError("this is a district's briefing: open it without district=… for the city's")
    return in_turn(b, own[section](b))


def paragraphs(b: Briefing) -> Iterator[Paragraph]:
    """Everything the briefing tells in sentences, paragraph by paragraph, its summary first."""
    for one in summary(b):
        yield Paragraph("cover", (one,))
    for section in CITY if b.district is None else DISTRICT:
        found = findings_of(b, section)
        if section in POINTS:
            yield from (Paragraph(section, (f,)) for f in found)
        elif found:
            yield Paragraph(section, found)
    if b.district is None:
        yield from (Paragraph("boards", (f,)) for f in city.boards(b))
    else:
        yield from _key_work(b)


def summary(b: Briefing) -> tuple[Finding, ...]:
    """What the cover tells, in order."""
    return in_turn(b, [city_summary(b) if b.district is None else district_summary(b)])
