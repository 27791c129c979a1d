"""Tables that explain: what changed, what it would take, how firm the order is. One function each, Briefing → Table."""

from __future__ import annotations

import pandas as pd

from ..style import fixed, signed
from .briefing import Briefing
from .faces import Column, Table
from .language import phrases, sentences
from .tables import illustrative_caption
from .terms import term


def changes(b: Briefing) -> Table | None:
    """Every district's change in total by cause, best rank first; None without a quarter before."""
    parts = b.change_parts
    if parts is None:
        return None
    lang, decimals = b.lang, b.scheme.policies.decimals
    causes = list(parts.columns[2:-1])
    columns = (
        Column(term("district", lang), "left", 1.1),
        Column(term("before", lang), "right", 0.9),
        Column(term("after", lang), "right", 0.9),
        *(Column(sentences(lang).cause(name), "right", 1.1) for name in causes),
        Column(term("difference", lang), "right", 0.9),
    )
    rows = tuple(
        (
            b.name(c),
            *(fixed(parts.at[c, name], decimals) for name in ("before", "after")),
            *(signed(parts.at[c, name], decimals) for name in (*causes, "change")),
        )
        for c in b.ranking
        if c in parts.index
    )
    said = phrases(lang)
    note = said.CHANGES_NOTE if b.change.comparable else said.CHANGES_NOT_COMPARABLE
    return Table(illustrative_caption(b, said.TABLES["changes"]), columns, rows, note)


def overtake(b: Briefing) -> Table | None:
    """Indicator by indicator, what alone would bring the district to the place above; None for the first."""
    found = b.reach
    if found is None:
        return None
    lang, said = b.lang, phrases(b.lang)
    columns = (
        Column(term("indicator", lang), "left", 2),
        Column(term("now", lang), "right", 1),
        Column(term("needed", lang), "right", 1),
        Column(term("needed_change", lang), "right", 1.2),
        Column(term("remark", lang), "left", 1.8),
    )
    rows = tuple(_way(b, way) for way in found.ways.to_dict("records"))
    caption = said.TABLES["overtake"].format(name=b.name(b.code), target=b.name(found.target))
    return Table(illustrative_caption(b, caption), columns, rows, said.OVERTAKE_NOTE)


def _way(b: Briefing, way: dict) -> tuple[str, ...]:
    lang, said = b.lang, phrases(b.lang)
    if way["id"] in b.scheme.by_id:
        item = b.scheme.by_id[way["id"]]
        decimals, unit = item.decimals, said.unit_word(item.unit, item.unit_en)
    else:
        item = next(extra for extra in b.scheme.extras if extra.id == way["id"])
        decimals, unit = 2, said.INDEX_POINTS
    name = item.name.label(lang)
    now = said.measured(fixed(way["now"], decimals), unit) if pd.notna(way["now"]) else term("none", lang)
    if not way["feasible"]:
        remark = said.infeasible(way["reason"], None if pd.isna(way["best_rank"]) else int(way["best_rank"]))
        return name, now, term("none", lang), term("none", lang), remark
    needed, moved = fixed(way["needed"], decimals), signed(way["change"], decimals)
    gain = signed(way["points_needed"] - way["points_now"], 2)
    return name, now, said.measured(needed, unit), said.measured(moved, said.difference_unit(unit)), said.gain(gain)


def firmness(b: Briefing) -> Table | None:
    """Official rank, middle 90 % of ranks under uncertain weights, best and worst, chance of first place."""
    if len(b.ranking) < 2:
        return None
    lang, said = b.lang, phrases(b.lang)
    ranks = b.firmness.ranks
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
            str(int(ranks.at[c, "rank"])),
            f"{int(ranks.at[c, 'low'])}–{int(ranks.at[c, 'high'])}",
            f"{int(ranks.at[c, 'best'])}–{int(ranks.at[c, 'worst'])}",
            fixed(100 * ranks.at[c, "p_first"], 1) + "%",
        )
        for c in b.ranking
    )
    found = b.firmness
    note = said.FIRMNESS_NOTE.format(
        spread=fixed(100 * found.spread, 0),
        draws=f"{found.draws}",
        coverage=fixed(100 * found.coverage, 0),
        seed=found.seed,
    )
    return Table(illustrative_caption(b, said.TABLES["firmness"]), columns, rows, note)
