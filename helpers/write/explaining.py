"""Tables that explain: what changed, what it would take, how firm the order is. One function each, Briefing → Table."""

from __future__ import annotations

import pandas as pd

from ..assess.printed import change_digits
from ..style import fixed, signed
from . import further
from .briefing import Briefing
from .column_widths import fitted, unbroken
from .language import phrases, sentences
from .table_face import Column, Table
from .tabling import noted, sourced, table
from .terms import term


def changes(b: Briefing) -> Table | None:
    """Every district's change in total by cause, best rank first; None without a quarter before."""
    parts, found, before = b.change_parts, b.change, b.previous
    if parts is None or found is None or before is None:
        return None
    lang, digits = b.lang, change_digits(b.result, before)
    own = [r.scheme.policies.decimals for r in (before, b.result)]  # each total as its own briefing prints it
    causes = list(parts.columns[2:-1])
    columns = (
        Column(term("district", lang), "left", 1.1),
        Column(term("before", lang), "right", 1.05),
        Column(term("after", lang), "right", 1.05),
        *(Column(sentences(lang).cause_head(name), "right", 1.1) for name in causes),
        Column(term("difference", lang), "right", 0.9),
    )
    everybody = [c for c in b.ranking if c in parts.index]
    shown = further.rows_shown(everybody, b.district.code if b.district else "")
    columns = fitted(columns, [b.name(c) for c in shown])
    rows = tuple(
        (
            b.name(c),
            sourced(b, b.trace.total(c, before.quarter, parts.at[c, "before"]), fixed(parts.at[c, "before"], own[0])),
            sourced(b, b.trace.total(c), fixed(parts.at[c, "after"], own[1])),
            *(sourced(b, b.trace.cause(c), signed(parts.at[c, name], digits)) for name in (*causes, "change")),
        )
        for c in shown
    )
    said = phrases(lang)
    note = said.CHANGES_NOTE if found.comparable else said.CHANGES_NOT_COMPARABLE
    columns = unbroken(columns, rows)
    return table(b, said.TABLES["changes"], columns, rows, noted(b, note, shown, everybody))


def overtake(b: Briefing) -> Table | None:
    """What alone would bring the district to the place above; None for the first.

    Lists the indicators that can do it; the others are named in the note, with why they cannot. Where none can, how
    far each of them would carry the district.
    """
    found = b.reach
    if found is None:
        return None
    ways = found.ways.to_dict("records")
    caption = phrases(b.lang).TABLES["overtake"].format(name=b.name(b.code), target=b.name(found.target))
    build = _enough if any(way["feasible"] for way in ways) else _at_best
    return build(b, caption, ways)


def _enough(b: Briefing, caption: str, ways: list[dict]) -> Table:
    """The indicators that suffice alone, with what they would have to be."""
    lang, said = b.lang, phrases(b.lang)
    columns = (
        Column(term("indicator", lang), "left", 2),
        Column(term("now", lang), "right", 1),
        Column(term("needed", lang), "right", 1),
        Column(term("needed_change", lang), "right", 1.2),
        Column(term("gain", lang), "right", 1),
    )
    others: dict[str, list[str]] = {}
    rows, drawn = [], b.trace.simulated()
    for way in ways:
        name, decimals, unit = _item(b, way["id"])
        if not way["feasible"]:
            others.setdefault(way["reason"], []).append(name)
            continue
        needed, moved = fixed(way["needed"], decimals), signed(way["change"], decimals)
        gain = signed(way["points_needed"] - way["points_now"], 2)
        told = (said.measured(needed, unit), said.measured(moved, said.difference_unit(unit)), said.gain(gain))
        rows.append((name, _now(b, way), *(sourced(b, drawn, text) for text in told)))
    note = said.OVERTAKE_NOTE + said.not_alone(others) if others else said.OVERTAKE_NOTE
    return table(b, caption, unbroken(columns, rows), rows, note)


def _at_best(b: Briefing, caption: str, ways: list[dict]) -> Table:
    """Every indicator with the total and the place it brings when nothing more can be had from it."""
    lang, decimals = b.lang, b.scheme.policies.decimals
    columns = (
        Column(term("indicator", lang), "left", 2),
        Column(term("now", lang), "right", 1),
        Column(term("best_total", lang), "right", 1.2),
        Column(term("still_behind", lang), "right", 1),
        Column(term("best_rank", lang), "center", 1),
    )
    assert b.reach is not None  # there are ways
    goal, none = float(b.result.total[b.reach.target]), term("none", lang)
    rows, drawn = [], b.trace.simulated()
    for way in ways:
        ends = [none] * 3
        if pd.notna(way["best_total"]):
            best = float(way["best_total"])
            told = (fixed(best, decimals), fixed(goal - best, decimals), str(int(way["best_rank"])))
            ends = [sourced(b, drawn, text) for text in told]
        rows.append((_item(b, way["id"])[0], _now(b, way), *ends))
    return table(b, caption, unbroken(columns, rows), rows, phrases(lang).AT_BEST_NOTE)


def _item(b: Briefing, id_: str) -> tuple[str, int, str]:
    """Name, decimals and unit of an indicator or extra."""
    if id_ in b.scheme.by_id:
        node = b.scheme.by_id[id_]
        return node.name.label(b.lang), node.decimals, phrases(b.lang).unit_word(node.unit, node.unit_en)
    extra = next(extra for extra in b.scheme.extras if extra.id == id_)
    return extra.name.label(b.lang), 2, phrases(b.lang).INDEX_POINTS


def _now(b: Briefing, way: dict) -> str:
    id_, (_, decimals, unit) = way["id"], _item(b, way["id"])
    if pd.isna(way["now"]):
        return term("none", b.lang)
    known = b.trace.value(b.code, id_) if id_ in b.scheme.by_id else b.trace.extra(b.code, id_)
    return sourced(b, known, phrases(b.lang).measured(fixed(way["now"], decimals), unit))


def firmness(b: Briefing) -> Table | None:
    """Official rank, middle 90 % of ranks under uncertain weights, best and worst, chance of first place."""
    if len(b.ranking) < 2:
        return None
    lang, said = b.lang, phrases(b.lang)
    ranks, drawn = b.firmness.ranks, b.trace.simulated()
    shown = further.rows_shown(b.ranking, b.district.code if b.district else "")
    columns = (
        Column(term("district", lang), "left", 1.2),
        Column(term("rank", lang), "center", 0.8),
        Column(term("interval", lang), "center", 1.2),
        Column(term("extremes", lang), "center", 1.2),
        Column(term("p_first", lang), "right", 1),
    )
    rows = tuple(
        (
            b.name(c),
            sourced(b, b.trace.rank(c), str(int(ranks.at[c, "rank"]))),
            sourced(b, drawn, f"{int(ranks.at[c, 'low'])}–{int(ranks.at[c, 'high'])}"),
            sourced(b, drawn, f"{int(ranks.at[c, 'best'])}–{int(ranks.at[c, 'worst'])}"),
            sourced(b, drawn, fixed(100 * ranks.at[c, "p_first"], 1) + "%"),
        )
        for c in shown
    )
    found = b.firmness
    note = said.FIRMNESS_NOTE.format(
        spread=fixed(100 * found.spread, 0),
        draws=f"{found.draws}",
        coverage=fixed(100 * found.coverage, 0),
        seed=found.seed,
    )
    return table(b, said.TABLES["firmness"], columns, rows, noted(b, note, shown, b.ranking))
