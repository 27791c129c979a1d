"""How much a finding is worth telling: one table of grades, one rule for choosing a summary.

The rule, in words. The city's summary opens with a correction of what was published, who is first and the flags; a
district's with its correction and its rank. For the rest: what happens for the first time outranks what happens again,
and the longer something has gone on the less it is news. A change of the first outranks everything; then what everybody
must know to read the figures (figures missing, a new method); then who came into or fell out of the first three; then
flags that somebody rose for; then who moved furthest, records, a tie, boards that changed hands; then what stayed as it
was. Within a grade, the size of the matter (places, districts, boards concerned) decides, and never lifts a finding
over the next grade by more than `MOST`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .finding import Finding

MOST = 4.0  # what size can add
FEWEST, MANY = 3, 5  # findings in a summary
WORTH = 45.0  # from here on a finding stands in a summary that already has FEWEST


@dataclass(frozen=True)
class Grade:
    """The news value of a kind of finding, and what it is about: a summary tells one finding a topic."""

    value: float
    topic: str


# kind, or kind.variant -> grade. A kind that is not here is no news by itself (0).
GRADES: dict[str, Grade] = {
    # who stands first
    "first.first_time": Grade(100, "first"),
    "nobody_ranked": Grade(100, "first"),
    "first.shared": Grade(96, "first"),
    "first.new": Grade(94, "first"),
    "first.back": Grade(90, "first"),
    "first.record": Grade(74, "first"),  # first again, with the narrowest or widest lead of the window
    "first": Grade(80, "first"),  # no quarter before to compare with
    "first.again": Grade(58, "first"),  # second quarter running; later ones less: see findings.first
    # what must be known to read the rest
    "unranked": Grade(88, "missing"),
    "method_change": Grade(78, "method"),
    "revision_effect.moves": Grade(77, "revision"),
    "correction": Grade(120, "correction"),  # a revised edition says first what is another
    "revision": Grade(57, "revision"),
    "revision_effect": Grade(40, "revision"),
    "provisional": Grade(56, "missing"),
    "provisional_all": Grade(56, "missing"),
    # the first three
    "top_three.first_time": Grade(74, "top"),
    "top_three": Grade(43, "top"),  # told by who rose and who fell
    # flags
    "flag.risen": Grade(68, "rise"),
    "flag.new": Grade(66, "flag"),
    "flag.won": Grade(62, "flag"),
    "flag.vacant": Grade(46, "rise"),
    "flag.again": Grade(42, "flag"),
    "flag.not_compared": Grade(20, "uncompared"),
    # movement, records, ties
    "rose": Grade(64, "rise"),
    "fell": Grade(60, "fall"),
    "records": Grade(55, "record"),
    "tie": Grade(54, "tie"),
    # boards and stars
    "most_stars.apart": Grade(53, "stars"),  # most stars without being first in total
    "boards_changed": Grade(48, "boards"),
    "most_stars": Grade(44, "stars"),
    "widest_board": Grade(34, "boards"),
    "firmness": Grade(30, "firm"),
    "veto.stripped": Grade(72, "veto"),
    "veto": Grade(28, "veto"),
    "praise": Grade(26, "praise"),
    "near_tie": Grade(24, "close"),
    "illustrative": Grade(5, "illustrative"),  # on every page's foot already
    # one district
    "district_rank": Grade(100, "rank"),
    "district_unranked": Grade(100, "rank"),
    "district_first.first_time": Grade(95, "first"),
    "district_first.back": Grade(88, "first"),
    "district_first.again": Grade(70, "first"),
    "district_flags": Grade(82, "flags"),
    "district_place.best": Grade(66, "place"),
    "district_place.worst": Grade(65, "place"),
    "district_record": Grade(60, "record"),
    "district_boards.first": Grade(62, "board"),
    "district_boards.last": Grade(52, "board"),
    "district_boards": Grade(47, "board"),
    "completion": Grade(50, "completion"),
    "district_stars": Grade(48, "stars"),
    "targets.missed": Grade(46, "targets"),
    "targets.met": Grade(46, "targets"),
    "no_flags": Grade(10, "flags"),
}


def grade(kind: str, variant: str = "") -> Grade:
    """The grade of a kind, or of its variant where that has one of its own."""
    return GRADES.get(f"{kind}.{variant}") or GRADES.get(kind) or Grade(0.0, kind)


def choose(found: Iterable[Finding | None], always: Sequence[str]) -> tuple[Finding, ...]:
    """Three to five findings for a summary: those of the topics `always` in their order, then the greatest news first.

    One finding a topic, the greatest. The topics `always` are told however small their news. Findings below `WORTH`
    only fill up to `FEWEST`; what is no news at all (0) is never told.
    """
    ranked = sorted((f for f in found if f is not None and f.news > 0), key=lambda f: -f.news)
    by_topic: dict[str, Finding] = {}
    for one in ranked:
        by_topic.setdefault(one.topic, one)
    chosen = list(by_topic.values())
    pinned = [by_topic[topic] for topic in always if topic in by_topic]
    others = [f for f in chosen if f.topic not in always]
    worth = [f for f in others if f.news >= WORTH]
    fewest = max(FEWEST - len(pinned), 0)
    return (*pinned, *(worth if len(worth) >= fewest else others[:fewest])[: max(MANY - len(pinned), 0)])
