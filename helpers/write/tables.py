"""Tables of the briefing: one function each, from a Briefing to a `Table` of finished text."""

from __future__ import annotations

import pandas as pd

from ..model import Node
from ..style import fixed, quarter_short, signed
from .briefing import Briefing
from .drawing import pick
from .faces import Column, Table
from .key_work import facts
from .language import phrases
from .supposing_words import STAMP, word
from .terms import term
from .voice import Voice


def illustrative_caption(b: Briefing, caption: str, marked: bool = True) -> str:
    """The caption, with the mark 演示数据 where any figure of the table may be illustrative; 【测算】 in a what-if."""
    if b.supposed is not None:
        caption = word("caption", b.lang, caption=caption)
    if not (marked and b.illustrative):
        return caption
    return phrases(b.lang).marked(caption, term("illustrative", b.lang))


def change(places: object) -> str:
    """A change of rank as tables print it: ▲2, ▼1, — for none, nothing to compare: an empty cell."""
    if pd.isna(places):
        return ""
    moved = int(places)
    return "—" if moved == 0 else f"▲{moved}" if moved > 0 else f"▼{-moved}"


def _whole(number: object) -> str:
    """A rank, a place, a count of stars; a dash where there is none (missing data)."""
    return "—" if pd.isna(number) else str(int(number))


def ranking(b: Briefing) -> Table:
    """The ten districts, best first: rank, boards, bonus and deductions, total, change of rank, flags."""
    r, lang, decimals = b.result, b.lang, b.scheme.policies.decimals
    extras = [e for e in b.scheme.extras if e.id in r.extras]
    columns = (
        Column(term("rank", lang), "center"),
        Column(term("district", lang), "left", 0.75 if lang == "zh" else 1.1),
        *(Column(n.name.label(lang), "right", 1.27) for n in b.boards),
        *(Column(phrases(lang).extra_head(e.name.label(lang), term(e.kind, lang)), "right", 1.45) for e in extras),
        Column(term("total", lang), "right", 0.78),
        Column(term("change", lang), "center", 0.9),
    )
    rows = tuple(
        (
            _whole(r.rank[c]),
            b.name(c),
            *(fixed(r.boards.loc[c, n.id], decimals) for n in b.boards),
            *(fixed(r.extras.loc[c, e.id], decimals) for e in extras),
            fixed(r.total[c], decimals),
            change(r.change[c]),
        )
        for c in (*b.ranking, *b.unranked)
    )
    weights = phrases(lang).listed([(n.name.label(lang), f"{float(n.weight_in()) * 100:g}%") for n in b.boards])
    note = phrases(b.lang).RANKING_NOTE.format(weights=weights)
    strong = frozenset(i for i, c in enumerate(b.ranking) if r.rank[c] == 1)
    return Table(
        illustrative_caption(b, phrases(b.lang).TABLES["ranking"]), columns, rows, note, header=1, strong=strong
    )


def stars(b: Briefing) -> Table:
    """Stars by board and in all, most first."""
    r, lang = b.result, b.lang
    order = sorted(b.ranking, key=lambda c: (-int(r.stars_total[c]), b.ranking.index(c)))
    columns = (
        Column(term("district", lang), "left", 1.1),
        *(Column(n.name.label(lang), "center", 1) for n in b.boards),
        Column(term("stars_total", lang), "center", 0.8),
    )
    rows = tuple(
        (b.name(c), *(_whole(r.stars.loc[c, n.id]) for n in b.boards), _whole(r.stars_total[c])) for c in order
    )
    best = max((int(r.stars_total[c]) for c in order), default=0)
    strong = frozenset(i for i, c in enumerate(order) if int(r.stars_total[c]) == best)
    return Table(
        illustrative_caption(b, phrases(b.lang).TABLES["stars"]),
        columns,
        rows,
        phrases(b.lang).STARS_NOTE,
        strong=strong,
    )


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
    r = b.result
    rows = []
    for part in found.parts.itertuples():
        if part.level == "indicator":
            continue
        frame = r.boards if part.level == "board" else r.extras
        rows.append(
            (
                _plain(say, part.id),
                fixed(frame.loc[a, part.id], decimals),
                fixed(frame.loc[c, part.id], decimals),
                _weight(b, part.id) if part.level == "board" else "",
                signed(part.printed, decimals),
            )
        )
    if found.residue:
        rows.append((term("residue", lang), "", "", "", signed(found.residue, decimals)))
    rows.append(
        (term("gap", lang), fixed(r.total[a], decimals), fixed(r.total[c], decimals), "", signed(found.gap, decimals))
    )
    columns = (
        Column(term("part", lang), "left", 1.6),
        Column(b.name(a), "right", 1),
        Column(b.name(c), "right", 1),
        Column(term("weight", lang), "right", 0.7),
        Column(term("contribution", lang), "right", 1),
    )
    caption = illustrative_caption(b, phrases(b.lang).TABLES["gap"].format(a=b.name(a), c=b.name(c)))
    return Table(caption, columns, tuple(rows), phrases(b.lang).GAP_NOTE, strong=frozenset([len(rows) - 1]))


def gap_above(b: Briefing) -> Table | None:
    """The district against the place above; the first against the second; None where there is no such pair."""
    return gap(b)


def _plain(say: Voice, node: str) -> str:
    from ..markup import unmarked

    return unmarked(say.part(node))


def _weight(b: Briefing, node: str) -> str:
    return fixed(float(b.scheme.by_id[node].weight_in()) * 100, 0) + "%"


def standing(b: Briefing) -> Table:
    """One district board by board: score, place, stars, the city's median, the first, the distance to it."""
    r, lang, decimals, code = b.result, b.lang, b.scheme.policies.decimals, b.code
    columns = (
        Column(term("board", lang), "left", 1.5),
        Column(term("score", lang), "right", 1),
        Column(term("place", lang), "center", 0.8),
        Column(term("star_count", lang), "center", 0.8),
        Column(term("median", lang), "right", 1.1),
        Column(term("first_score", lang), "right", 1),
        Column(term("to_first", lang), "right", 1),
    )
    rows = tuple(
        (
            n.name.label(lang),
            fixed(r.boards.loc[code, n.id], decimals),
            _whole(r.board_rank.loc[code, n.id]),
            _whole(r.stars.loc[code, n.id]),
            fixed(r.boards[n.id].median(), decimals),
            fixed(r.boards[n.id].max(), decimals),
            fixed(r.boards[n.id].max() - r.boards.loc[code, n.id], decimals),
        )
        for n in b.boards
    )
    return Table(illustrative_caption(b, phrases(b.lang).TABLES["standing"].format(name=b.name(code))), columns, rows)


def indicators(b: Briefing) -> Table:
    """Every indicator of one district: value with unit, points, place, where the row stands."""
    r, lang, code = b.result, b.lang, b.code
    rows = []
    for leaf in b.scheme.leaves:
        value = r.values.loc[code, leaf.id]
        shown = leaf.method != "given" and pd.notna(value)
        unit = phrases(lang).unit_word(leaf.unit, leaf.unit_en)
        rows.append(
            (
                b.scheme.board_of(leaf).name.label(lang),
                leaf.name.label(lang),
                phrases(lang).measured(fixed(value, leaf.decimals), unit) if shown else term("none", lang),
                fixed(r.leaf.loc[code, leaf.id], 2),
                _whole(r.leaf_rank.loc[code, leaf.id]),
                *_origin(b, code, leaf),
            )
        )
    columns = (
        Column(term("board", lang), "left", 1.1),
        Column(term("indicator", lang), "left", 2),
        Column(term("value", lang), "right", 1),
        Column(term("score", lang), "right", 0.7),
        Column(term("place", lang), "center", 0.5),
        Column(term("kind", lang), "center", 0.5),
        Column(term("row", lang), "left"),
    )
    caption = illustrative_caption(b, phrases(b.lang).TABLES["indicators"].format(name=b.name(code)))
    return Table(caption, columns, tuple(rows), phrases(b.lang).INDICATORS_NOTE, header=1)


def _origin(b: Briefing, code: str, leaf: Node) -> tuple[str, str]:
    """Whether a figure is published or illustrative, and the row it stands in: `values.csv:12`."""
    if b.supposes(code, leaf.id):
        return STAMP, term("none", b.lang)
    origin = b.origin(code, leaf)
    if origin is None:
        return term("none", b.lang), term("none", b.lang)
    kind = term("kind.illustrative" if b.sources[origin.source].illustrative else "kind.published", b.lang)
    return kind, f"{origin.file}:{origin.row}"


def key_facts(b: Briefing) -> Table | None:
    """Every reported figure of key work with period, source and row; None where the district reported none."""
    known = facts(b)
    if not known:
        return None
    file = b.table_file("values")
    rows = tuple(
        (
            f.name,
            phrases(b.lang).bounded(fixed(f.value, f.decimals), f.qualifier),
            f.unit,
            phrases(b.lang).period_words(f.period),
            _publisher(b, f.source),
            f"{file}:{f.row}",
        )
        for f in known.values()
    )
    columns = (
        Column(term("fact", b.lang), "left", 2.4),
        Column(term("value", b.lang), "right", 0.9),
        Column(term("unit", b.lang), "left", 0.9),
        Column(term("period", b.lang), "left"),
        Column(term("source", b.lang), "left", 1.8),
        Column(term("row", b.lang), "left"),
    )
    marked = any(b.sources[f.source].illustrative for f in known.values())
    return Table(
        illustrative_caption(b, phrases(b.lang).TABLES["key_facts"].format(name=b.name(b.code)), marked), columns, rows
    )


def _publisher(b: Briefing, source: str) -> str:
    found = b.sources[source]
    return term("illustrative", b.lang) if found.illustrative else found.publisher_label(b.lang) or found.label(b.lang)


def track(b: Briefing) -> Table:
    """One district quarter by quarter: total, rank, change, stars."""
    lang, code = b.lang, b.code
    rows = tuple(
        (
            quarter_short(r.quarter, lang),
            fixed(r.total[code], r.scheme.policies.decimals),
            _whole(r.rank[code]),
            change(r.change[code]),
            _whole(r.stars_total[code]),
            "、".join(a.name.label(lang) for a in r.scheme.awards if code in r.flags.get(a.id, ())) or "—",
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
    return Table(illustrative_caption(b, phrases(b.lang).TABLES["track"].format(name=b.name(code))), columns, rows)
