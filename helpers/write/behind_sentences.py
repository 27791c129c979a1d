"""What a sentence rests on that says what the data show without a figure of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from ..scheme import Award
from ..style import quarter_short
from .briefing import Briefing
from .finding import Finding
from .provenance import Basis


def basis_of_sentence(b: Briefing, f: Finding) -> Basis | None:
    """The basis of a sentence that tells no figure of the data; None for one of the rules or the lists alone."""
    return _BY_SENTENCE[f.kind](b, f) if f.kind in _BY_SENTENCE else None


def _flag(b: Briefing, f: Finding) -> Basis:
    """Who won a flag; where nobody did, everybody was looked at."""
    award = next(a for a in b.scheme.awards if a.id == f.about["award"])
    return b.trace.between(_awarding(b, award, f.who or b.result.codes), "flags", award.name.label(b.lang))


def _flags(b: Briefing, f: Finding) -> Basis:
    """The flags a district won; where it won none, all that it could have won."""
    won = f.about["awards"] or [award.id for award in b.scheme.awards]
    bases = [x for award in b.scheme.awards if award.id in won for x in _awarding(b, award, f.who)]
    return b.trace.between(bases, "flags", *(b.trace.name(code) for code in f.who))


def _awarding(b: Briefing, award: Award, codes: Iterable[str]) -> list[Basis]:
    if award.board:
        return [b.trace.board_rank(award.board)]
    ranked = [code for code in codes if code in b.trace.places(b.quarter)]
    return [b.trace.change(code) if award.rule == "rise" else b.trace.rank(code) for code in ranked]


def _against_medians(b: Briefing, f: Finding) -> Basis:
    return b.trace.between([b.trace.median(board.id) for board in b.boards], "median", b.trace.name(b.code))


def _last_boards(b: Briefing, f: Finding) -> Basis:
    boards = f.about["boards"]
    return b.trace.between([b.trace.board_rank(board) for board in boards], "rank_of", b.trace.name(b.code))


def _everybody(b: Briefing, f: Finding) -> Basis:
    return b.trace.between([b.trace.rank(code) for code in b.ranking or b.result.codes], "rank_of")


def _no_swap(b: Briefing, f: Finding) -> Basis:
    return b.trace.simulated()


def _correction(b: Briefing, f: Finding) -> Basis:
    """What was revised, and the ranks of those that were or are first."""
    codes = dict.fromkeys(code for top in f.about["tops"] for code in top)
    rows = b.trace.of_rows([replace(row, quarter=None) for row in f.rows], "revision")
    return b.trace.between([rows, *(b.trace.rank(code) for code in codes)], "revision")


def _effect(b: Briefing, f: Finding) -> Basis:
    """A flag that passes to others, or that nothing moves: from the ranks of that quarter."""
    when = f.times[0]
    ranks = [b.trace.rank(code, when) for code in b.trace.places(when)]
    return b.trace.between(ranks, "revision", quarter_short(when, b.lang))


def _praise(b: Briefing, f: Finding) -> Basis:
    return b.trace.of_rows(f.rows, "praise")


def _veto(b: Briefing, f: Finding) -> Basis:
    """The row of the veto, and the places that would have won the flags it takes."""
    lost = [award for award in b.scheme.awards if award.id in f.about["awards"]]
    bases = [x for award in lost for x in _awarding(b, award, f.who)]
    return b.trace.between([b.trace.of_rows(f.rows, "veto"), *bases], "veto", *(b.trace.name(code) for code in f.who))


_BY_SENTENCE: dict[str, Callable[[Briefing, Finding], Basis]] = {
    "flag": _flag,
    "district_flags": _flags,
    "no_flags": _flags,
    "no_strength": _against_medians,
    "no_weakness": _against_medians,
    "no_scores": _against_medians,
    "district_boards": _last_boards,
    "no_swap": _no_swap,
    "no_concern": _everybody,
    "board_unscored": _everybody,
    "first_quarter": _everybody,
    "veto": _veto,
    "praise": _praise,
    "correction": _correction,
    "revision_effect": _effect,
}
