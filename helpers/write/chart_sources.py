"""Where the figures of a chart come from: its note, what of it was published, what stands below it for paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from ..assess.score import Result
from ..model import Quarter
from ..said import clauses
from . import provenance_words as words
from .briefing import Briefing
from .drawing import pick
from .notes import Cite, Note
from .provenance import Basis
from .result_rows import together
from .terms import term
from .voice import Voice


@dataclass(frozen=True)
class Drawn:
    """One kind of figure that a chart draws of one district and quarter: total, rank or stars."""

    kind: str
    code: str
    quarter: Quarter
    basis: Basis


@dataclass(frozen=True)
class ChartSources:
    """What a chart's figures rest on.

    `drawn`: all of them are illustrative, which its caption says, as a table's does; where some are, `marking` is the
    sentence that says which.
    """

    note: Note
    cite: Cite
    drawn: bool
    marking: str


def sources(b: Briefing, caption: str, drawn: Sequence[Drawn], more: Iterable[Basis] = ()) -> ChartSources:
    """The sources of a chart that draws these results and, beside them, figures of other bases."""
    bases = [*(d.basis for d in drawn), *more]
    rows = together(basis.rows for basis in bases)
    published = together(basis.published for basis in bases)
    illustrative = any(basis.illustrative for basis in bases)
    rules = dict.fromkeys(basis.rule for basis in bases)
    whole = Basis(caption, clauses(list(rules)[:3], b.lang), rows, illustrative, published)
    known = [d for d in drawn if d.basis.published]
    marking = _marking(b, drawn, known) if illustrative and known else ""
    return ChartSources(b.trace.notes.note(whole), b.trace.notes.cite(bases), illustrative and not known, marking)


def _marking(b: Briefing, drawn: Sequence[Drawn], known: Sequence[Drawn]) -> str:
    """The sentence below the chart: all of it is illustrative but what was published."""
    by_kind: dict[tuple[str, str], list[Quarter]] = defaultdict(list)
    for d in known:
        by_kind[d.kind, d.code].append(d.quarter)
    told: dict[str, list[str]] = defaultdict(list)
    one = all(d.quarter == b.quarter for d in drawn)
    for (kind, code), quarters in by_kind.items():
        told[kind].append(b.name(code) if one else _when(b, b.name(code), quarters))
    parts = [
        words.say(words.CHARTS, f"{kind} of several" if len(who) > 1 else kind, b.lang).format(who=Voice(b).join(who))
        for kind, who in told.items()
    ]
    return words.say(words.CHARTS, "but", b.lang).format(published=words.both(b.lang, parts))


def _when(b: Briefing, name: str, quarters: Sequence[Quarter]) -> str:
    """A district with the quarters meant."""
    spans: list[tuple[Quarter, Quarter]] = []
    for quarter in sorted(quarters):
        if spans and spans[-1][1] == quarter.previous:
            spans[-1] = spans[-1][0], quarter
        else:
            spans.append((quarter, quarter))
    say = Voice(b)
    told = say.join([say.quarter(first) if first == last else say.window((first, last)) for first, last in spans])
    return f"{name} ({told})" if b.lang == "en" else f"{name}（{told}）"


# ---- by chart -----------------------------------------------------------------------------------------------------


def _ranked(result: Result, codes: Iterable[str]) -> list[str]:
    return [c for c in codes if c in result.place and not pd.isna(result.rank[c])]


def totals(b: Briefing, codes: Iterable[str]) -> list[Drawn]:
    return [Drawn("total", c, b.quarter, b.trace.total(c)) for c in _ranked(b.result, codes)]


def ranks(b: Briefing, codes: Iterable[str], quarters: Iterable[Quarter]) -> list[Drawn]:
    codes, results = list(codes), {r.quarter: r for r in b.history}
    return [
        Drawn("rank", c, q, b.trace.rank(c, q)) for q in quarters if q in results for c in _ranked(results[q], codes)
    ]


def of_rank_bars(b: Briefing, caption: str) -> ChartSources:
    codes = pick.shown(b)
    return sources(b, caption, [*totals(b, codes), *ranks(b, codes, [b.quarter])])


def of_bump(b: Briefing, caption: str) -> ChartSources:
    return sources(b, caption, ranks(b, pick.shown(b), pick.results(b)))


def of_track(b: Briefing, caption: str) -> ChartSources:
    quarters = [q for q, r in pick.results(b).items() if b.code in _ranked(r, [b.code])]
    own = [Drawn("total", b.code, q, b.trace.total(b.code, q)) for q in quarters]
    return sources(b, caption, [*own, *ranks(b, [b.code], quarters)])


def of_gap(b: Briefing, caption: str, pair: tuple[str, str]) -> ChartSources:
    return sources(b, caption, totals(b, pair), [b.trace.contribution(*pair)])


def of_stars(b: Briefing, caption: str) -> ChartSources:
    stars = [Drawn("stars", c, b.quarter, b.trace.stars(c)) for c in pick.shown(b)]
    return sources(b, caption, stars)


def of_board(b: Briefing, caption: str, board: str) -> ChartSources:
    scores = b.result.boards[board].dropna()
    return sources(b, caption, [], [b.trace.board(c, board) for c in scores.index])


def of_standing(b: Briefing, caption: str) -> ChartSources:
    return sources(b, caption, [], [b.trace.board_rank(node.id) for node in b.boards])


def of_intervals(b: Briefing, caption: str) -> ChartSources:
    return sources(b, caption, ranks(b, pick.shown(b), [b.quarter]), [b.trace.simulated()])


def ask(b: Briefing) -> str:
    return term("ask", b.lang)
