"""Tables of the briefing: one function each, from a Briefing to a `Table` of finished text."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ..scheme import Node
from ..style import fixed, quarter_short, signed
from . import further
from .briefing import Briefing
from .column_widths import fitted, small_enough, unbroken
from .drawing import pick
from .key_work import facts
from .language import phrases
from .notes import MARK
from .sourcing import is_illustrative, publishers
from .supposing_words import word
from .table_face import Column, Table
from .tabling import board_weights, change, noted, percent, sourced, table, two_weights, whole
from .terms import term
from .voice import Voice


def ranking(b: Briefing) -> Table:
    """The ten districts, best first: rank, boards, bonus and deductions, total, change of rank, flags."""
    r, t, lang, decimals = b.result, b.trace, b.lang, b.scheme.policies.decimals
    extras = [e for e in b.scheme.extras if e.id in r.extras]
    compared = bool(r.change.notna().any())
    heads = (Column(term("group", lang), "center", 0.8), Column(term("group_rank", lang), "center", 0.9))
    grouped = heads if r.group_names else ()
    columns = (
        Column(term("rank", lang), "center"),
        Column(term("district", lang), "left", 0.88),
        *(Column(n.name.label(lang), "right", 1.27) for n in b.boards),
        *(Column(phrases(lang).extra_head(e.name.label(lang), term(e.kind, lang)), "right", 1.45) for e in extras),
        Column(term("total", lang), "right", 0.78),
        *([Column(term("change", lang), "center", 0.9)] if compared else []),
        *grouped,
    )
    everybody = (*b.ranking, *b.unranked)
    shown = further.rows_shown(everybody, b.district.code if b.district else "")
    columns = fitted(columns, [b.name(c) for c in shown], 1)
    rows = tuple(
        (
            sourced(b, t.rank(c), whole(r.rank[c])),
            b.name(c),
            *(sourced(b, t.board(c, n.id), fixed(r.boards.loc[c, n.id], decimals)) for n in b.boards),
            *(sourced(b, t.extra(c, e.id), fixed(r.printed_extras.loc[c, e.id], decimals)) for e in extras),
            sourced(b, t.total(c), fixed(r.total[c], decimals)),
            *([sourced(b, t.change(c), change(r.change[c]))] if compared else []),
            *((_group(b, c), sourced(b, t.group_rank(c), whole(r.group_rank[c]))) if grouped else ()),
        )
        for c in shown
    )
    kinds = frozenset(e.kind for e in extras)
    weights = board_weights(b) + (MARK if any(t.weight(n.id).illustrative for n in b.boards) else "")
    note = phrases(lang).ranking_note(weights, b.scheme.aggregate, kinds, compared, any(r.change[list(shown)].isna()))
    if waiting := [c for c in shown if c in r.provisional and pd.notna(r.rank[c])]:
        note += phrases(lang).provisional_note([] if len(waiting) == len(shown) else [b.name(c) for c in waiting])
    note = noted(b, note, shown, everybody)
    strong = frozenset(i for i, c in enumerate(shown) if whole(r.rank[c]) == "1")
    columns, size = small_enough(columns, rows, header=1)
    made = table(b, phrases(b.lang).TABLES["ranking"], columns, rows, note, header=1, strong=strong)
    return replace(made, size=size)


def _group(b: Briefing, code: str) -> str:
    """A district's group, as a cell begins."""
    group = b.by_code[code].group
    return b.group(group) if group else b.group(group).capitalize()


def stars(b: Briefing) -> Table:
    """Stars by board and in all, most first."""
    r, lang = b.result, b.lang
    place = {c: k for k, c in enumerate(b.ranking)}
    order = sorted(b.ranking, key=lambda c: (-int(r.stars_total[c]), place[c]))
    shown = further.rows_shown(order, b.district.code if b.district else "")
    columns = (
        Column(term("district", lang), "left", 1.1),
        *(Column(n.name.label(lang), "center", 1) for n in b.boards),
        Column(term("stars_total", lang), "center", 0.8),
    )
    columns = fitted(columns, [b.name(c) for c in shown])
    rows = tuple(
        (
            b.name(c),
            *(sourced(b, b.trace.stars(c, n.id), whole(r.stars.loc[c, n.id])) for n in b.boards),
            sourced(b, b.trace.stars(c), whole(r.stars_total[c])),
        )
        for c in shown
    )
    best = max((int(r.stars_total[c]) for c in order), default=0)
    strong = frozenset(i for i, c in enumerate(shown) if int(r.stars_total[c]) == best)
    note = noted(b, phrases(b.lang).STARS_NOTE, shown, order)
    columns, size = small_enough(columns, rows)
    return replace(table(b, phrases(b.lang).TABLES["stars"], columns, rows, note, strong=strong), size=size)


def gap(b: Briefing, a: str | None = None, c: str | None = None) -> Table | None:
    """Part by part, why `a` stands before `c`, summing to the gap.

    Without codes: the briefing's district and the one above it, otherwise the first and the second. None where
    there is nobody to compare with: a single district, or one without a total.
    """
    pair = pick.gap_pair(b, a, c)
    if pair is None:
        return None
    a, c = pair
    say, decimals, lang = Voice(b), b.scheme.policies.decimals, b.lang
    found = b.gap(a, c)
    r, t = b.result, b.trace
    share = t.contribution(a, c)
    rows: list[tuple[str, ...]] = []
    for part in found.parts.itertuples():
        if part.level == "indicator":
            continue
        frame, of = (r.boards, t.board) if part.level == "board" else (r.printed_extras, t.extra)
        rows.append(
            (
                _plain(say, part.id),
                sourced(b, of(a, part.id), fixed(frame.loc[a, part.id], decimals)),
                sourced(b, of(c, part.id), fixed(frame.loc[c, part.id], decimals)),
                sourced(b, t.weight(part.id), _weight(b, part.id, a, c)) if part.level == "board" else "",
                sourced(b, share, signed(part.printed, decimals)),
            )
        )
    if found.residue:
        rows.append((term("residue", lang), "", "", "", sourced(b, share, signed(found.residue, decimals))))
    totals = (sourced(b, t.total(code), fixed(r.total[code], decimals)) for code in (a, c))
    lead = t.between([t.total(a), t.total(c)], "lead", b.name(a), b.name(c))
    rows.append((term("gap", lang), *totals, "", sourced(b, lead, signed(found.gap, decimals))))
    columns = (
        Column(term("part", lang), "left", 2.2),
        Column(b.name(a), "right", 1),
        Column(b.name(c), "right", 1),
        Column(term("weight", lang), "right", 0.7),
        Column(term("contribution", lang), "right", 1.35),
    )
    caption = phrases(b.lang).TABLES["gap"].format(a=b.name(a), c=b.name(c))
    kinds = frozenset(e.kind for e in b.scheme.extras if e.id in r.extras)
    note = phrases(b.lang).gap_note(b.scheme.aggregate, kinds, b.weights_differ(a, c)) + two_weights(b, a, c)
    return table(b, caption, columns, rows, note, strong=frozenset([len(rows) - 1]))


def gap_above(b: Briefing) -> Table | None:
    """The district against the place above; the first against the second; None where there is no such pair."""
    return gap(b)


def _plain(say: Voice, node: str) -> str:
    from ..markup import unmarked

    return unmarked(say.part(node))


def _weight(b: Briefing, node: str, *codes: str) -> str:
    """A node's weight as it counted for these districts: one figure, or each district's where they differ."""
    return "/".join(dict.fromkeys(percent(float(b.result.weights.at[code, node])) for code in codes))


def standing(b: Briefing) -> Table:
    """One district board by board: score, place, stars, the city's median, the first, the distance to it."""
    r, t, lang, decimals, code = b.result, b.trace, b.lang, b.scheme.policies.decimals, b.code
    columns = (
        Column(term("board", lang), "left", 2.4),
        Column(term("score", lang), "right", 0.8),
        Column(term("place", lang), "center", 0.8),
        Column(term("star_count", lang), "center", 0.8),
        Column(term("median", lang), "right", 0.9),
        Column(term("first_score", lang), "right", 0.8),
        Column(term("to_first", lang), "right", 0.8),
    )
    rows = tuple(
        (
            n.name.label(lang),
            sourced(b, t.board(code, n.id), fixed(r.boards.loc[code, n.id], decimals)),
            sourced(b, t.board_rank(n.id), whole(r.board_rank.loc[code, n.id])),
            sourced(b, t.stars(code, n.id), whole(r.stars.loc[code, n.id])),
            sourced(b, t.median(n.id, itself=True), fixed(b.median(n.id), decimals)),
            sourced(b, t.board_rank(n.id), fixed(r.boards[n.id].max(), decimals)),
            sourced(b, t.board_lead(n.id), fixed(r.boards[n.id].max() - r.boards.loc[code, n.id], decimals)),
        )
        for n in b.boards
    )
    return table(b, phrases(b.lang).TABLES["standing"].format(name=b.name(code)), columns, rows)


def indicators(b: Briefing) -> Table:
    """Every indicator of one district: value with unit, points, place, where the row stands."""
    r, lang, code = b.result, b.lang, b.code
    rows = []
    for leaf in b.scheme.leaves:
        value = r.values.loc[code, leaf.id]
        shown = leaf.method != "given" and pd.notna(value)
        unit = phrases(lang).unit_word(leaf.unit, leaf.unit_en)
        told = phrases(lang).measured(fixed(value, leaf.decimals), unit) if shown else ""
        rows.append(
            (
                b.scheme.board_of(leaf).name.label(lang),
                leaf.name.label(lang),
                sourced(b, b.trace.value(code, leaf.id), told) if shown else term("none", lang),
                sourced(b, b.trace.leaf(code, leaf.id), _points(b, r.leaf.loc[code, leaf.id])),
                sourced(b, b.trace.leaf_rank(leaf.id), whole(r.leaf_rank.loc[code, leaf.id])),
                *_origin(b, code, leaf),
            )
        )
    columns = (
        Column(term("board", lang), "left", 1.75),
        Column(term("indicator", lang), "left", 2.1),
        Column(term("value", lang), "right", 1.15),
        Column(term("score", lang), "right", 0.6),
        Column(term("score_rank", lang), "center", 0.75),
        Column(term("kind", lang), "center"),
        Column(term("row", lang), "left"),
    )
    caption = phrases(b.lang).TABLES["indicators"].format(name=b.name(code))
    return table(b, caption, unbroken(columns, rows, header=1), rows, phrases(b.lang).INDICATORS_NOTE, header=1)


def _points(b: Briefing, exact: float) -> str:
    """Exact points of an indicator, rounded once as the scheme rounds scores."""
    return fixed(float(b.result.as_printed(exact)), b.scheme.policies.decimals)


def _origin(b: Briefing, code: str, leaf: Node) -> tuple[str, str]:
    """Whether a figure is published or illustrative, and the row it stands in: `values.csv:12`."""
    if b.supposes(code, leaf.id):
        return word("assumed", b.lang).lower(), term("none", b.lang)
    origin = b.origin(code, leaf)
    if origin is None:
        return term("none", b.lang), term("none", b.lang)
    kind = "illustrative" if is_illustrative(b.sources, origin.source) else "published"
    return term(f"kind.{kind}", b.lang), f"{origin.file}:{origin.row}"


def key_facts(b: Briefing) -> Table | None:
    """Every reported figure of key work with period, source and row; None where the district reported none.

    A source that all figures share stands in the note, not in every row.
    """
    known = facts(b)
    if not known:
        return None
    file, said = b.table_file("values"), phrases(b.lang)
    named = {publishers(b.sources, f.source, b.lang): None for f in known.values()}
    note = said.one_source(*named) if len(named) == 1 < len(known) else ""
    rows = tuple(
        (
            f.name,
            sourced(b, b.trace.value(b.code, f.id), said.bounded(fixed(f.value, f.decimals), f.qualifier)),
            f.unit,
            said.period_words(f.period, b.quarter.year),
            *(() if note else (publishers(b.sources, f.source, b.lang),)),
            f"{file}:{f.row}",
        )
        for f in known.values()
    )
    columns = (
        Column(term("fact", b.lang), "left", 3.4),
        Column(term("value", b.lang), "right", 0.9),
        Column(term("unit", b.lang), "left", 0.9),
        Column(term("period", b.lang), "left"),
        *(() if note else (Column(term("source", b.lang), "left", 2.8),)),
        Column(term("row", b.lang), "left"),
    )
    return table(b, said.TABLES["key_facts"].format(name=b.name(b.code)), unbroken(columns, rows), rows, note)


def track(b: Briefing) -> Table:
    """One district quarter by quarter: total, rank, change, stars, flags."""
    t, lang, code = b.trace, b.lang, b.code
    between = ", " if lang == "en" else "、"
    rows = tuple(
        (
            quarter_short(r.quarter, lang),
            sourced(b, t.total(code, r.quarter), fixed(r.total[code], r.scheme.policies.decimals)),
            sourced(b, t.rank(code, r.quarter), whole(r.rank[code])),
            sourced(b, t.change(code, r.quarter), change(r.change[code])),
            sourced(b, t.stars(code, quarter=r.quarter), whole(r.stars_total[code])),
            between.join(a.name.label(lang) for a in r.scheme.awards if code in r.flags.get(a.id, ())) or "—",
        )
        for r in b.history
        if code in r.rank.index
    )
    columns = (
        Column(term("quarter", lang), "left", 1.2),
        Column(term("total", lang), "right", 0.8),
        Column(term("rank", lang), "center", 0.7),
        Column(term("change", lang), "center", 0.9),
        Column(term("star_count", lang), "center", 0.7),
        Column(term("flags", lang), "left", 2),
    )
    return table(b, phrases(b.lang).TABLES["track"].format(name=b.name(code)), columns, rows)
