"""The correction notice (更正通知): which published figures were corrected, and what that does to the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ..assess.result import Result
from ..assess.revised import flags_moved
from ..markup import html_text, typst_text, unmarked
from ..model import Name
from ..style import fixed, quarter_label, quarter_short
from . import as_of as as_of_words
from . import wording_en, wording_zh
from .calling import called
from .corrected import Correction, board_moved, turned
from .faces import Cover, Stack, Words
from .finding import Figure
from .language import phrases, sentences
from .result_rows import ResultRows
from .revision_findings import Change, effect, moved
from .sourcing import publishers
from .table_face import TYPST, Column, Table
from .tabling import change, fewest
from .terms import term
from .voice import Voice
from .wordings import city_title

_AMOUNTS = {"zh": wording_zh, "en": wording_en}
DASH = "—"


def cover(c: Correction) -> Cover:
    """Title, issuer and date of the notice; the date is that of the last revision."""
    b = c.b
    return Cover(
        lang=b.lang,
        title=(c.said.OWN_TITLE if b.scheme.title.zh else c.said.TITLE).format(
            quarter=quarter_label(b.quarter, b.lang)
        ),
        subtitle="",
        label=as_of_words.labelled(b, c.said.KIND),
        issuer=b.scheme.issuer.label(b.lang),
        date=phrases(b.lang).date(c.date),
        dated=c.date.isoformat(),
        basis="",
        notice=as_of_words.noticed(b, phrases(b.lang).NOTICE if b.illustrative else ""),
        running=f"{c.said.KIND} · {quarter_label(b.quarter, b.lang)}",
        slug="correction",
        short=True,
    )


def opening(c: Correction) -> Words:
    """Which briefing is corrected, and by how many figures."""
    lang = c.b.lang
    issued = phrases(lang).date(c.b.prose.issued or c.published)
    quarter = quarter_short(c.b.quarter, lang)
    return Words((c.said.opening(issued, quarter, city_title(c.b), len(c.changes)),))


def changed(c: Correction) -> Table:
    """Every figure corrected: old and new, when, by whom, why, where from.

    What all of them share of when, by whom, why and where from stands in the note, not in every row.
    """
    lang, heads = c.b.lang, c.said.HEADS
    others = any(one.entry.quarter != c.b.quarter for one in c.changes)
    rows = []
    for one in c.changes:
        entry = one.entry
        old, new = _sides(c, one)
        rows.append(
            (
                *([quarter_short(entry.quarter, lang)] if others else []),
                _name(c, entry.cell.code),
                one.name.label(lang),
                old,
                new,
                phrases(lang).date(entry.date),
                entry.by(lang),
                entry.why(lang),
                publishers(c.b.sources, entry.source, lang),
            )
        )
    columns = (
        *([Column(heads["quarter"], "left")] if others else []),
        Column(called(c.b, heads["district"]), "left"),
        Column(heads["item"], "left", 1.6),
        Column(heads["old"], "right"),
        Column(heads["new"], "right"),
        Column(heads["date"], "left"),
        Column(heads["who"], "left", 1),
        Column(heads["reason"], "left", 1.6),
        Column(heads["source"], "left", 1.1),
    )
    about = range(len(columns) - 4, len(columns))
    shared = [at for at in about if len(rows) > 1 and len({row[at] for row in rows}) == 1]
    kept = [at for at in range(len(columns)) if at not in shared]
    note = c.said.CHANGED_NOTE
    if shared:
        note += ("" if lang == "zh" else " ") + c.said.of_all([(columns[at].label, rows[0][at]) for at in shared])
    return Table(
        _caption(c, "changed"),
        tuple(columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in rows),
        note,
        header=1 if others else 0,
    )


def _sides(c: Correction, one: Change) -> tuple[str, str]:
    def shown(value: Figure | str | Name, gone: str, whole: str) -> str:
        if one.whole == whole:
            return gone
        if isinstance(value, Figure):
            return unmarked(_AMOUNTS[c.b.lang].amount(value))
        if isinstance(value, Name):
            return value.label(c.b.lang)
        if value:
            return value
        return c.said.NOT_REPORTED if isinstance(one.old, Figure) or isinstance(one.new, Figure) else c.said.EMPTY

    return shown(one.old, c.said.CAME, "came"), shown(one.new, c.said.WENT, "went")


def effects(c: Correction) -> Words:
    """Whether totals, ranks, stars or flags change, of whom; and what follows for later quarters."""
    lang, said, say = c.b.lang, c.said, Voice(c.b)
    quarter = quarter_short(c.b.quarter, lang)
    found = effect(c.b, c.before, c.after)
    gap = "" if lang == "zh" else " "
    names, flags = c.moved, flags_moved(c.before, c.after)
    if not names and not flags:
        told = [called(c.b, said.UNCHANGED.format(quarter=quarter))]
    else:
        first = (
            said.CHANGED.format(quarter=quarter, names=say.names(names))
            if names
            else called(c.b, said.FLAGS_CHANGED.format(quarter=quarter))
        )
        still = [said.THINGS[key] for key in found.about["still"] if key in said.THINGS]
        shape = called(c.b, said.ALL_STILL if len(still) > 1 else said.STILL)
        told = [first + (gap + shape.format(things=say.join(still)) if still and names else "")]
    later = [
        sentences(lang).SENTENCES["revision_effect"](effect(c.b, a, z), Voice(replace(c.b, history=(z,))))
        for a, z in zip(c.revised.before, c.revised.after, strict=True)
        if z.quarter > c.b.quarter and (moved(a, z) or flags_moved(a, z))
    ]
    return Words((*told, *([said.LATER + gap + gap.join(later)] if later else [])))


def results(c: Correction) -> Stack:
    """Totals, ranks and stars, boards, and flags before and after, as far as they differ."""
    return Stack.of(_results(c), _boards(c), _flags(c))


def _pair(c: Correction, key: str) -> tuple[Column, Column]:
    old, new = c.said.HEADS[key]
    return Column(old, "right"), Column(new, "right")


def _results(c: Correction) -> Table | None:
    others = turned(c.before, c.after)
    codes = tuple(dict.fromkeys((*moved(c.before, c.after), *others)))
    if not codes:
        return None
    rows = tuple(
        (
            _name(c, code),
            *(fixed(r.total[code], r.scheme.policies.decimals) for r in (c.before, c.after)),  # each as it is printed
            *(_whole(r.rank[code]) for r in (c.before, c.after)),
            *(change(r.change[code]) for r in (c.before, c.after) if others),
            *(_whole(r.stars_total[code]) for r in (c.before, c.after)),
        )
        for code in codes
    )
    data = _published_or_not(c, codes, bool(others))
    drawn = {at for at, is_drawn in data.items() if is_drawn}
    whole = len(drawn) == len(data)
    caption = _caption(c, "results", "illustrative" if whole else "marked") if drawn else c.said.TABLES["results"]
    changes_of_rank = _pair(c, "change") if others else ()
    ends = (*_pair(c, "total"), *_pair(c, "rank"), *changes_of_rank, *_pair(c, "stars"))
    columns = (Column(called(c.b, c.said.HEADS["district"]), "left"), *ends)
    marked = frozenset() if whole else fewest(data, drawn, 0)
    note = called(c.b, c.said.RESULTS_NOTE) if len(codes) < len(c.after.districts) else ""
    return Table(caption, columns, rows, note, marked=marked)


def _published_or_not(c: Correction, codes: Sequence[str], turned_too: bool) -> dict[tuple[int, int], bool]:
    """By row and column of the table of results, whether the figure is illustrative: results.csv does not have it."""
    if not c.b.illustrative:
        return {}
    items = ["total", "rank", *(["change"] if turned_too else []), "stars"]
    known = [ResultRows(r) for r in (c.before, c.after)]
    series = {"total": "total", "rank": "rank", "change": "change", "stars": "stars_total"}
    found = {}
    for i, code in enumerate(codes):
        for j, item in enumerate(items):
            for side, (rows, r) in enumerate(zip(known, (c.before, c.after), strict=True)):
                value = getattr(r, series[item])[code]
                if pd.notna(value):
                    published = item != "change" and bool(rows.published(code, item, value))
                    found[i, 1 + 2 * j + side] = not published
    return found


def _boards(c: Correction) -> Table | None:
    a, z = c.before, c.after
    rows = tuple(
        (
            _name(c, code),
            board.name.label(c.b.lang),
            *(fixed(r.boards.at[code, board.id], r.scheme.policies.decimals) for r in (a, z)),
            *(_whole(r.board_rank.at[code, board.id]) for r in (a, z)),
            *(_whole(r.stars.at[code, board.id]) for r in (a, z)),
        )
        for code in c.moved
        for board in c.b.boards
        if board_moved(a, z, code, board.id)
    )
    if not rows:
        return None
    heads = (Column(called(c.b, c.said.HEADS["district"]), "left"), Column(c.said.HEADS["board"], "left", 1))
    columns = (*heads, *_pair(c, "score"), *_pair(c, "rank"), *_pair(c, "stars"))
    return Table(_caption(c, "boards"), columns, rows, c.said.BOARDS_NOTE)


def _flags(c: Correction) -> Table | None:
    changed_flags = flags_moved(c.before, c.after)
    if not changed_flags:
        return None
    say, heads = Voice(c.b), c.said.HEADS
    names = {award.id: award.name.label(c.b.lang) for award in c.after.scheme.awards}

    def winners(result: Result, award: str) -> str:
        codes = result.flags.get(award, ())
        return say.join([_name(c, code) for code in codes]) if codes else c.said.NOBODY

    rows = tuple((names[id_], winners(c.before, id_), winners(c.after, id_)) for id_ in changed_flags)
    sides = (Column(heads[when], "left", 1) for when in ("before", "after"))
    columns = (Column(heads["flag"], "left", 1.4), *sides)
    return Table(_caption(c, "flags"), columns, rows)


def _caption(c: Correction, key: str, mark: str = "illustrative") -> str:
    caption = c.said.TABLES[key]
    return phrases(c.b.lang).marked(caption, term(mark, c.b.lang)) if c.b.illustrative else caption


def _name(c: Correction, code: str) -> str:
    return next((d.label(c.b.lang) for d in (*c.after.districts, *c.before.districts) if d.code == code), code)


def _whole(number: Any) -> str:
    return DASH if pd.isna(number) else str(int(number))


@dataclass(frozen=True)
class Signature:
    """Who signs and when, at the right edge below the text."""

    lines: tuple[str, ...]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        html = f'<p style="text-align: right">{"<br>".join(map(html_text, self.lines))}</p>'
        typst = " \\\n".join(typst_text(line) for line in self.lines)
        return {
            "text/html": f"<div>{html}</div>",
            TYPST: f"#align(right)[#set par(first-line-indent: 0pt)\n{typst}]\n",
            "text/plain": "\n".join(self.lines),
        }


def closing(c: Correction) -> Stack:
    """Which figures hold from now on; issuer and date."""
    signed = Signature((c.b.scheme.issuer.label(c.b.lang), phrases(c.b.lang).date(c.date)))
    return Stack.of(Words(c.said.CLOSING), [signed])
