"""What the briefing says, section by section: findings chosen, then worded in the briefing's language."""

from __future__ import annotations

from collections.abc import Iterable

from ..markup import unmarked
from ..style import quarter_label
from . import district_findings as district
from . import findings as city
from . import key_work
from .briefing import Briefing
from .faces import Cover, Stack, Words
from .findings import Finding
from .key_work import plates
from .language import phrases, sentences
from .voice import Voice


def sentence(b: Briefing, finding: Finding) -> str:
    """One finding as one or more sentences of Markdown, in the briefing's language."""
    return sentences(b.lang).SENTENCES[finding.kind](finding, Voice(b))


def _tell(b: Briefing, *found: Finding | Iterable[Finding] | None) -> list[str]:
    """Sentences for findings, in order; None falls away."""
    flat: list[Finding] = []
    for item in found:
        if isinstance(item, Finding):
            flat.append(item)
        elif item is not None:
            flat.extend(item)
    return [sentence(b, finding) for finding in flat]


def _paragraph(b: Briefing, *found: Finding | Iterable[Finding] | None) -> Words:
    said = _tell(b, *found)
    return Words((("" if b.lang == "zh" else " ").join(said),) if said else ())


def _points(b: Briefing, *found: Finding | Iterable[Finding] | None) -> Words:
    return Words(tuple(_tell(b, *found)), bullets=True)


# ---- the cover --------------------------------------------------------------------------------------------------


def _unmarked(sentences: list[str]) -> tuple[str, ...]:

    return tuple(unmarked(s) for s in sentences)


def cover(b: Briefing) -> Cover:
    """Title, issuer, date, basis and the few findings that matter most."""
    say = Voice(b)
    words = phrases(b.lang)
    label = quarter_label(b.quarter, b.lang)
    if b.district is None:
        title, slug = words.CITY_TITLE, "city"
        news = [city.first(b), city.first_time(b) or city.first_again(b) or city.back_to_first(b), city.most_stars(b)]
        summary = _tell(b, *news[:2], *(city.flag(b, award) for award in b.scheme.awards))
    else:
        title, slug = words.district_title(b.district.label(b.lang)), f"district-{b.code}"
        summary = _tell(b, district.rank(b), district.stars(b), district.flags(b))
    return Cover(
        lang=b.lang,
        title=title,
        subtitle=words.SUBTITLE,
        label=label,
        issuer=b.scheme.issuer.label(b.lang),
        date=words.date(b.prose.issued) if b.prose.issued else words.data_until(b.quarter),
        basis=words.basis(b.scheme.basis.label(b.lang), say.quarter(b.quarter)),
        notice=notice(b),
        running=f"{title} · {label}",
        summary=_unmarked(summary),
        slug=slug,
    )


def notice(b: Briefing) -> str:
    """The line for every page's foot when any figure shown is illustrative; empty when all are real."""
    return phrases(b.lang).NOTICE if b.illustrative else ""


# ---- the city ---------------------------------------------------------------------------------------------------


def assessed(b: Briefing) -> Words:
    """What was assessed, and whether that is what was assessed the quarter before."""
    return _paragraph(b, city.assessed(b), city.method_change(b))


def headline(b: Briefing) -> Words:
    """Who stands first, since when, and what ties there are."""
    news = city.first_time(b) or city.first_again(b) or city.back_to_first(b)
    return _paragraph(b, city.first(b), news, city.ties(b))


def flags(b: Briefing) -> Words:
    """Each flag, its winners and its rule; praise outside the scores."""
    return _points(b, (city.flag(b, award) for award in b.scheme.awards), city.praise(b))


def stars(b: Briefing) -> Words:
    return _paragraph(b, city.most_stars(b))


def boards(b: Briefing) -> Stack:
    """A short section for each board: who leads, by how much, who moved."""
    from . import charts

    faces = []
    for at, board in enumerate(b.boards, start=1):
        faces.append(Words((phrases(b.lang).numbered(at, Voice(b).part(board.id)),), level=3))
        faces.append(_paragraph(b, city.board_first(b, board), city.board_movers(b, board)))
        faces.append(charts.board_dots(b, board.id))
    return Stack.of(*faces)


def movement(b: Briefing) -> Words:
    """Firsts, steadiness, the furthest movers and where the method changed, over the window of data."""
    return _points(
        b,
        city.times_first(b),
        city.steadiest(b),
        city.widest_range(b),
        city.scheme_lines(b),
    )


def why_first(b: Briefing) -> Words:
    """Why the first stands before the second, board by board."""
    if len(b.ranking) < 2:
        return Words(())
    return _paragraph(b, city.gap(b, b.ranking[0], b.ranking[1]))


def firmness(b: Briefing) -> Words:
    """How firm the first place is: under uncertain weights, and at which weight it would change hands."""
    return _paragraph(b, city.firmness(b), city.swap(b))


def comparability(b: Briefing) -> Words:
    """Across a change of method: the order both quarters would have on the boards they share."""
    return _paragraph(b, city.comparability(b))


def concerns(b: Briefing) -> Stack:
    """What to watch: who rose, who fell, ranks that hang by a thread, the widest board; then the office's judgement."""
    found = _points(b, city.movers(b, rise=True), city.movers(b, rise=False), city.close_pairs(b), city.widest_board(b))
    return Stack.of(found, commentary(b))


def commentary(b: Briefing) -> Words:
    """The analyst's judgement for this quarter, as data/<quarter>/commentary.md has it."""
    said = b.prose.commentary.get(b.lang, "")
    return Words((said,)) if said else Words(())


def honesty(b: Briefing) -> Words:
    """What is known, what is illustrative."""
    return Words((phrases(b.lang).HONESTY,)) if b.illustrative else Words(())


# ---- one district -----------------------------------------------------------------------------------------------


def standing(b: Briefing) -> Words:
    """Total, rank, change, stars, flags."""
    b_code = b.code
    news = None
    if b.ranking[0] == b_code and len(b.at_rank(1)) == 1:
        news = city.first_time(b) or city.first_again(b) or city.back_to_first(b)
    return _paragraph(b, district.rank(b), news, district.stars(b), district.flags(b))


def strengths(b: Briefing) -> Words:
    """Boards at or above the city's median."""
    found = [f for f in district.standings(b) if f.kind == "strength"]
    return _points(b, found or Finding("no_strength"))


def weaknesses(b: Briefing) -> Words:
    """Boards below the city's median, the furthest first."""
    found = [f for f in reversed(district.standings(b)) if f.kind == "weakness"]
    return _points(b, found or Finding("no_weakness"))


def track(b: Briefing) -> Words:
    return _points(b, district.track(b), city.scheme_lines(b))


def place_above(b: Briefing) -> Words:
    """The gap to the place above, part by part; for the first, its lead and what makes it."""
    above = b.above(b.code)
    if above is None:
        ahead = district.ahead(b)
        return _paragraph(b, ahead, city.gap(b, b.code, ahead.about["second"]) if ahead.value else None)
    return _paragraph(b, city.gap(b, above, b.code))


def moved(b: Briefing) -> Words:
    """Why the district's total moved since the quarter before."""
    return _paragraph(b, district.moved(b))


def overtake(b: Briefing) -> Words:
    """What it would take to reach the place above."""
    return _paragraph(b, district.overtake(b))


def key_work_section(b: Briefing) -> Stack:
    """The quarter's key work as the district reported it, with photo plates; nothing where nothing was reported."""
    passages = key_work.passages(b)
    if not passages:
        return Stack()
    words = phrases(b.lang)
    faces: list[object] = [Words((words.KEY_WORK,), level=2)]
    for heading, paragraph in passages:
        faces += [Words((heading,), level=3), Words((paragraph,))]
    return Stack.of(*faces, plates(b))
