"""Tables of the appendix: the rules in force, the indicators and their methods, the sources, the background figures."""

from __future__ import annotations

from ..assess import sums
from ..style import fixed
from .briefing import Briefing
from .calling import called
from .column_widths import unbroken
from .faces import Stack
from .language import phrases
from .scoring import extra_line, method_line
from .table_face import Column, Table
from .tabling import by_group, sourced, table
from .terms import term

_GROUPS = 4  # groups of districts that have a column of weights each
_SMALL = 8.0  # points of the list of sources: small print, as the source notes below it are


def policies(b: Briefing) -> Table:
    """How the scheme settles ties, rounding, missing data, changes of rank; its flags and stars."""
    p, lang = b.scheme.policies, b.lang
    rows = [
        (term(name, lang), term(f"{name}.{value}", lang).format(decimals=p.decimals))
        for name, value in (
            ("aggregate", b.scheme.aggregate),
            ("ties", p.ties),
            ("rounding", p.rounding),
            ("order", p.order),
            ("missing", p.missing),
            ("previous", p.previous),
        )
    ]
    if p.tie_break:
        nodes = [b.scheme.by_id[id_].name.label(lang) for id_ in p.tie_break]
        rows.append((term("tie_break", lang), phrases(lang).tie_rule(nodes)))
    for award in b.scheme.awards:
        rows.append(
            (
                phrases(lang).labelled(term("flag_rule", lang), award.name.label(lang)),
                phrases(b.lang).award_rule(award, b.scheme),
            )
        )
    if b.scheme.stars:
        rows.append((term("star_rule", lang), phrases(b.lang).star_rule(b.scheme.stars)))
    for extra in b.scheme.extras:
        rows.append((extra.name.label(lang), extra_line(extra, b.lang)))
    columns = (Column(term("policy", lang), "left", 1.4), Column(term("rule", lang), "left", 4))
    rows = [(name, called(b, rule)) for name, rule in rows]
    return Table(phrases(b.lang).TABLES["policies"].format(scheme=b.scheme.name.label(lang)), columns, tuple(rows))


def methods(b: Briefing) -> Table:
    """Every indicator with board, share of the total, unit, direction and scoring method."""
    lang = b.lang
    weights, shares = _shares(b)
    rows = tuple(
        (
            b.scheme.board_of(leaf).name.label(lang),
            leaf.name.label(lang),
            *(sourced(b, b.trace.weight(leaf.id), share) for share in shares[leaf.id]),
            phrases(lang).unit_word(leaf.unit, leaf.unit_en),
            called(b, method_line(leaf, b.quarter, lang)),
        )
        for leaf in b.scheme.leaves
    )
    columns = (
        Column(term("board", lang), "left", 1.45),
        Column(term("indicator", lang), "left", 1.9),
        *weights,
        Column(term("unit", lang), "center", 0.5),
        Column(term("method", lang), "left", 3.9),
    )
    columns = unbroken(columns, rows, header=1)
    return table(b, phrases(b.lang).TABLES["methods"], columns, rows, phrases(b.lang).METHODS_NOTE, header=1)


def _shares(b: Briefing) -> tuple[tuple[Column, ...], dict[str, tuple[str, ...]]]:
    """The columns and cells of every indicator's share of the total, by id: one column, or where groups of districts
    differ (分类考核) one for each group; of many groups, one column that lists them."""
    lang, groups = b.lang, tuple(dict.fromkeys(b.result.groups))
    shares = {
        leaf.id: tuple(fixed(float(b.scheme.share(leaf, group)) * 100, 1) + "%" for group in groups)
        for leaf in b.scheme.leaves
    }
    if all(len(set(of_leaf)) == 1 for of_leaf in shares.values()):
        return (Column(term("weight", lang), "right", 0.6),), {id_: of_leaf[:1] for id_, of_leaf in shares.items()}
    if len(groups) <= _GROUPS:
        heads = (term("weight_in", lang).format(group=b.group(group)) for group in groups)
        return tuple(Column(head, "right", 0.65) for head in heads), shares
    told = {
        id_: of_leaf[0] if len(set(of_leaf)) == 1 else by_group(b, dict(zip(groups, of_leaf, strict=True)))
        for id_, of_leaf in shares.items()
    }
    return (Column(term("weight", lang), "left", 3.2),), {id_: (text,) for id_, text in told.items()}


def sources(b: Briefing) -> Table:
    """The sources that this briefing's rows name, numbered, each with the files and rows that name it."""
    lang, places, comma = b.lang, b.trace.notes.rows_by_source(), "，" if b.lang == "zh" else ", "
    rows = tuple(
        (
            str(number),
            s.label(lang),
            comma.join(filter(None, (s.publisher_label(lang), s.date))) or term("none", lang),
            term("illustrative" if s.illustrative else "published", lang),
            places.get(s.id, b.scheme.file if s.id == b.scheme.source else term("none", lang)),
        )
        for number, s in ((number, b.sources[id_]) for id_, number in b.trace.notes.source_numbers.items())
    )
    columns = (
        Column(term("number", lang), "center", 0.4),
        Column(term("title", lang), "left", 2.6),
        Column(term("publisher", lang), "left", 2.5),
        Column(term("kind", lang), "center", 0.7),
        Column(term("files_and_rows", lang), "left", 3.7),
    )
    return Table(phrases(b.lang).TABLES["sources"], unbroken(columns, rows, 1, _SMALL), rows, header=1, size=_SMALL)


def background(b: Briefing) -> Stack:
    """Published background figures whose period had ended by this quarter (regional GDP), with the gap in their sum."""
    known = b.trace.notes.background
    tables = []
    for (period, indicator), rows in known.groupby(["period", "indicator"], sort=True):
        parts = rows[rows["code"] != ""].sort_values("value", ascending=False)
        whole = rows[rows["code"] == ""]
        grouped = phrases(b.lang).grouped
        cells = [(b.name(r.code), sourced(b, b.trace.known(r), grouped(fixed(r.value, 2)))) for r in parts.itertuples()]
        note, unit = "", phrases(b.lang).unit_word(rows["unit"].iloc[0])
        if len(whole):
            known_whole = next(whole.itertuples())
            city = sourced(b, b.trace.known(known_whole), grouped(fixed(known_whole.value, 2)))
            cells.append((called(b, phrases(b.lang).WHOLE_CITY), city))
        if found := sums.of_parts(rows, {*b.by_code, *parts["code"]}):
            note = phrases(b.lang).sum_gap(found, unit)
        columns = (Column(term("district", b.lang), "left", 1), Column(unit, "right", 1))
        strong = frozenset([len(cells) - 1]) if len(whole) else frozenset()
        caption = phrases(b.lang).background_caption(indicator, period)
        tables.append(table(b, caption, columns, cells, note, strong=strong))
    return Stack(tuple(tables))
