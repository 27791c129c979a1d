"""What the briefing says, section by section: the findings of `sections`, worded in the briefing's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..markup import unmarked
from ..style import quarter_label
from . import findings as city
from . import key_work, quoting, sections, supposing
from .as_of import labelled, noticed
from .briefing import Briefing
from .calling import called
from .drawing import pick
from .faces import Cover, Face, Stack, Words
from .finding import Finding
from .key_work import plates
from .language import phrases, sentences
from .telling import Telling
from .terms import term
from .voice import Voice
from .wordings import city_title, worded

_GAP = 4  # the number of the section on the gap in a district's briefing


def sentence(b: Briefing, finding: Finding) -> str:
    """One finding as one or more sentences of Markdown, in the briefing's language."""
    return worded(b, finding)


def _points(b: Briefing, found: Iterable[Finding]) -> Words:
    """Findings as points of a list."""
    telling = Telling(b)
    return telling.words([telling.sentence(finding) for finding in found], bullets=True)


def _joined(b: Briefing, found: Iterable[Finding]) -> Words:
    """Findings as one paragraph."""
    telling = Telling(b)
    said = [telling.sentence(finding) for finding in found]
    return telling.words([("" if b.lang == "zh" else " ").join(said)] if said else [])


def _section(b: Briefing, name: str) -> Words:
    """A section's findings, as a list of points or as one paragraph."""
    found = sections.findings_of(b, name)
    return _points(b, found) if name in sections.POINTS else _joined(b, found)


# ---- the cover --------------------------------------------------------------------------------------------------


def cover(b: Briefing, title: str = "") -> Cover:
    """Title, issuer, date, basis and the few findings that matter most, the greatest news first.

    `title`: another one than the briefings' own, for a notebook of the analyst's. A what-if is stamped, has no day of
    issue, and says so in its title and on every page.
    """
    say = Voice(b)
    words = phrases(b.lang)
    label = labelled(b, quarter_label(b.quarter, b.lang))
    told = _points(b, sections.summary(b)).plainly()
    if b.district is None:
        title, slug = title or city_title(b), "city"
    else:
        own = words.own_title if b.scheme.title.zh else words.district_title
        title, slug = title or own(b.district.label(b.lang)), f"district-{b.code}"
    made = Cover(
        lang=b.lang,
        title=title,
        subtitle="" if b.scheme.title.zh else words.SUBTITLE,
        label=label,
        issuer=b.scheme.issuer.label(b.lang),
        date=words.date(b.prose.issued) if b.prose.issued else words.data_until(b.quarter),
        dated=(b.prose.issued or b.quarter.last_day).isoformat(),
        basis=words.basis(b.scheme.basis.label(b.lang), say.quarter(b.quarter)),
        notice=notice(b),
        stamp=term("draft", b.lang) if b.draft else "",
        running=f"{title} · {label}",
        summary=tuple(unmarked(s) for s in told.paragraphs),
        slug=slug,
        told=told,
    )
    return made if b.supposed is None else supposing.supposed_cover(b, made)


def notice(b: Briefing) -> str:
    """The line for every page's foot: from what day's knowledge; an embargo; what is illustrative."""
    words, embargo = phrases(b.lang), b.prose.issue.embargo
    said = [words.embargoed(embargo)] if embargo else []
    said += [words.NOTICE] if b.illustrative else []
    return noticed(b, words.notices(said))


# ---- the city ---------------------------------------------------------------------------------------------------


def assessed(b: Briefing) -> Words:
    """What was assessed, and whether that is what was assessed the quarter before."""
    return _section(b, "assessed")


def headline(b: Briefing) -> Words:
    """Who stands first, since when, what ties there are and who has no rank."""
    return _section(b, "headline")


def flags(b: Briefing) -> Words:
    """Each flag, its winners and its rule; praise outside the scores."""
    return _section(b, "flags")


def stars(b: Briefing) -> Words:
    """Who has most stars, how they are earned, which boards changed hands."""
    return _section(b, "stars")


def boards(b: Briefing) -> Stack:
    """A short section for each board: what is news about it, who leads, how wide it is, who moved."""
    from . import charts

    told = {finding.about["board"]: finding for finding in city.boards(b)}
    faces: list[Face] = []
    for at, board in enumerate(b.boards, start=1):
        faces.append(Words((phrases(b.lang).numbered(at, Voice(b).part(board.id)),), level=3))
        faces.append(_joined(b, [told[board.id]]))
        if b.board_order(board.id):
            faces.append(charts.board_dots(b, board.id))
    return Stack.of(*faces)


def movement(b: Briefing) -> Words:
    """Firsts, who came into the first three, steadiness, records, revisions, and where the method changed."""
    return _section(b, "movement")


def why_first(b: Briefing) -> Words:
    """Why the first stands before the second, board by board."""
    return _section(b, "why_first")


def firmness(b: Briefing) -> Words:
    """How firm the first place is: under uncertain weights, and at which weight it would change hands."""
    return _section(b, "firmness")


def comparability(b: Briefing) -> Words:
    """Across a change of method: the order both quarters would have on the boards they share."""
    return _section(b, "comparability")


def concerns(b: Briefing) -> Stack:
    """What to watch: who rose, who fell, ranks that hang by a thread, the widest board; then the office's judgement."""
    return Stack.of(_section(b, "concerns"), commentary(b))


def commentary(b: Briefing) -> Words:
    """The analyst's judgement for this quarter, as data/<quarter>/commentary.md has it, its quotes filled in.

    Nothing in a what-if: the judgement was passed on the official result.
    Raises DataError for a quote that does not exist.
    """
    said = b.prose.commentary.get(b.lang, "") if b.supposed is None else ""
    telling = Telling(b)
    return telling.words([quoting.filled(b, said, telling)]) if said else Words(())


def honesty(b: Briefing) -> Words:
    """What is known, what is illustrative, and how much of it."""
    if not b.illustrative:
        return Words(())
    told, opening = _section(b, "honesty"), phrases(b.lang).HONESTY
    return replace(told, paragraphs=(opening, *told.paragraphs), rich=(opening, *told.rich))


# ---- one district -----------------------------------------------------------------------------------------------


def standing(b: Briefing) -> Words:
    """Total, rank, change, what is news about them, stars, flags."""
    return _section(b, "standing")


def strengths(b: Briefing) -> Words:
    """Boards at or above the city's median."""
    return _section(b, "strengths")


def weaknesses(b: Briefing) -> Stack:
    """Boards below the city's median, the furthest first; targets missed; what the averages are."""
    return Stack.of(_section(b, "weaknesses"), Words((called(b, sentences(b.lang).AVERAGES),)))


def track(b: Briefing) -> Words:
    return _section(b, "track")


def gap_heading(b: Briefing) -> Words:
    """The heading of the gap to the place above, for a first of its lead; none where there is no pair."""
    pair = pick.gap_pair(b)
    if pair is None:
        return Words(())
    name = phrases(b.lang).GAP_ABOVE if pair[1] == b.code else phrases(b.lang).GAP_BELOW
    return Words((called(b, phrases(b.lang).headed(_GAP, name)),), level=2)


def place_above(b: Briefing) -> Words:
    """The gap to the place above, part by part; for the first, its lead and what makes it."""
    return _section(b, "place_above")


def moved(b: Briefing) -> Words:
    """Why the district's total moved since the quarter before."""
    return _section(b, "moved")


def overtake(b: Briefing) -> Words:
    """What it would take to reach the place above."""
    return _section(b, "overtake")


def key_work_section(b: Briefing) -> Stack:
    """The quarter's key work as the district reported it, with photo plates; nothing where nothing was reported."""
    passages = key_work.passages(b)
    if not passages:
        return Stack()
    number = _GAP if pick.gap_pair(b) is None else _GAP + 1
    faces: list[Face] = [Words((phrases(b.lang).headed(number, phrases(b.lang).KEY_WORK),), level=2)]
    for heading, told in passages:
        faces += [Words((heading,), level=3), _joined(b, told)]
    return Stack.of(*faces, plates(b))
