"""What if: the tables that lay a supposed result beside the official one, in both languages, all marked 测算.

For the command line, the interactive notebook and the briefings of a scenario alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from ..markup import markdown_text
from ..scheme import Extra, Node, Scheme
from ..style import fixed, signed
from .faces import Cover, Stack, Words
from .group_names import group_name, weighed
from .language import phrases
from .result_rows import ResultRows
from .supposing_words import word
from .table_face import Column, Table
from .tabling import change, fewest, whole
from .terms import term

if TYPE_CHECKING:
    from ..assess.result import Result
    from ..assess.whatif import WhatIf
    from .briefing import Briefing


def assumptions(b: Briefing) -> Stack:
    """What a scenario's briefing supposes: its author's note and every figure and weight changed; official: nothing."""
    if b.supposed is None:
        return Stack()
    lang, scenario = b.lang, b.scenario
    name = scenario.name if scenario else word("unnamed", lang)
    said = [markdown_text(word("data", lang, name=name))]
    if scenario and scenario.note:
        note = markdown_text(scenario.note)
        said.append(word("author", lang, author=markdown_text(scenario.author), note=note) if scenario.author else note)
    return Stack.of(Words(tuple(said)), settings_table(b.supposed, lang))


def supposed_cover(b: Briefing, official: Cover) -> Cover:
    """The cover of a what-if: stamped, with the scenario's name at every page's foot; it notifies nobody of anything,
    so it has neither basis nor day of issue.
    """
    title = word("title", b.lang, title=official.title)
    notice = word("notice", b.lang, name=b.scenario.name if b.scenario else word("unnamed", b.lang))
    return replace(
        official,
        title=title,
        running=f"{title} · {official.label}",
        basis="",
        date=phrases(b.lang).data_until(b.quarter),
        dated=b.quarter.last_day.isoformat(),
        stamp=word("stamp", b.lang),
        notice=("；" if b.lang == "zh" else ". ").join(filter(None, (notice, official.notice))),
    )


def moves(found: WhatIf, lang: str) -> str:
    """A sentence: who changes rank, in the official order; who gains one, its missing figures supposed, or loses it."""
    names = names_of(found.official, lang)
    ranks = found.moved.sort_values("rank", kind="stable")[["rank", "new_rank"]]
    told = [
        word(_move(before, after), lang, name=names[code], before=before, after=after)
        for code, before, after in ranks.itertuples(name=None)
        if not (pd.isna(before) and pd.isna(after)) and (pd.isna(before) or pd.isna(after) or before != after)
    ]
    if not told:
        return word("nobody_moves", lang)
    return word("moves", lang, moves=("、" if lang == "zh" else ", ").join(told))


def _move(before: object, after: object) -> str:
    return "ranked" if pd.isna(before) else "unranked" if pd.isna(after) else "move"


def plain(figure: float) -> str:
    """A supposed figure as it was typed, without binary noise."""
    return repr(round(float(figure), 9)).removesuffix(".0").replace("-", "−")


def item_of(scheme: Scheme, id_: str) -> Node | Extra:
    """The indicator, board, bonus or deduction of that id."""
    return next(item for item in scheme.items if item.id == id_)


def decimals_of(item: Node | Extra) -> int:
    """The decimals that an item's figures are printed with; points and indices have two."""
    return item.decimals if isinstance(item, Node) and item.method not in ("given", "survey") else 2


def reported(result: Result, code: str, id_: str) -> float:
    """The figure in force: as reported, points without their sign."""
    figures = {**result.reported.leaf, **result.reported.extras}
    return float(figures[id_][result.place[code]])


def names_of(result: Result, lang: str) -> dict[str, str]:
    """District names by code."""
    return {district.code: district.label(lang) for district in result.districts}


def moved_weights(found: WhatIf) -> list[tuple[Node, str, Fraction, Fraction, bool]]:
    """Knots whose weight differs: knot, group, official and supposed share among siblings, whether set.

    Group "" is the default: all districts, or those whose group has no weight of its own.
    """
    before, after = found.official.scheme, found.result.scheme
    rows = []
    for node in before.nodes:
        supposed = after.by_id[node.id]
        written = dict.fromkeys([*node.weight, *supposed.weight])
        for group in written:
            if not weighed(found.official, written, group):
                continue
            old, new = node.weight_in(group), supposed.weight_in(group)
            if old != new or node.id in found.settings.weights:
                rows.append((node, group, old, new, node.id in found.settings.weights))
    return rows


def _weight_rows(found: WhatIf, lang: str) -> list[tuple[str, str, str]]:
    """Knots whose weight differs, with official and supposed weight; of groups of districts that weigh it differently
    one row for those that go from the same weight to the same, by their names.
    """
    official = found.official
    alike: dict[tuple[str, bool, Fraction, Fraction], list[str]] = {}
    for node, group, old, new, is_set in moved_weights(found):
        written = {*node.weight, *found.result.scheme.by_id[node.id].weight}
        alike.setdefault((node.id, is_set, old, new), []).extend(weighed(official, written, group))
    rows = []
    for (id_, is_set, old, new), groups in alike.items():
        name = word("weight_of", lang, name=official.scheme.by_id[id_].name.label(lang))
        if set(groups) != set(official.groups):
            names = (", " if lang == "en" else "、").join(group_name(official, group, lang) for group in groups)
            name = word("in_groups", lang, name=name, groups=names)
        name += "" if is_set else word("follows", lang)
        before, after = (f"{round(100 * float(share), 2):g}%" for share in (old, new))
        rows.append((name, before, after))
    return rows


def settings_table(found: WhatIf, lang: str) -> Table:
    """Every figure and weight supposed, beside the official one; siblings that follow are listed too."""
    official, names = found.official, names_of(found.official, lang)
    rows = []
    for (code, id_), figure in found.settings.figures.items():
        item = item_of(official.scheme, id_)
        decimals = decimals_of(item)
        unit = phrases(lang).unit_word(item.unit, item.unit_en if isinstance(item, Node) else "")
        typed = plain(figure)
        now = fixed(reported(official, code, id_), decimals)
        then = typed if len(typed.partition(".")[2]) > decimals else fixed(figure, decimals)
        name = f"{names[code]}{'' if lang == 'zh' else ': '}{item.name.label(lang)}"
        rows.append((name, *(phrases(lang).measured(x, unit).strip() for x in (now, then))))
    rows += _weight_rows(found, lang)
    columns = (
        Column(word("setting", lang), "left"),
        Column(word("official", lang)),
        Column(word("assumed", lang)),
    )
    drawn = bool(rows) and _illustrative(official)
    caption = phrases(lang).marked(word("settings", lang), term("marked", lang)) if drawn else word("settings", lang)
    shown = tuple(rows) or ((word("unchanged", lang), "—", "—"),)
    return Table(caption, columns, shown, marked=frozenset({(-1, 1)}) if drawn else frozenset())


def _illustrative(official: Result) -> bool:
    """Whether the rules, or any figure of the quarter, are illustrative."""
    sources, inputs = official.inputs.sources, official.inputs
    used = {official.scheme.source, *inputs.used_sources}
    return any(sources[id_].illustrative for id_ in used if id_ in sources)


def moved_table(found: WhatIf, lang: str) -> Table:
    """Totals and ranks, official and supposed, in the supposed order; where missing figures leave a supposed rank open,
    the ranks it may be too."""
    names, decimals = names_of(found.official, lang), found.official.scheme.policies.decimals
    more = ("possible",) if found.result.provisional else ()
    columns = (
        Column(term("district", lang), "left"),
        *(Column(word(key, lang)) for key in ("official_total", "assumed_total")),
        Column(term("difference", lang)),
        *(Column(word(key, lang), "center") for key in ("official_rank", "assumed_rank", *more, "places")),
    )
    ordered = found.moved.sort_values(["new_rank", "rank"], kind="stable")
    possible = found.result.rank_range.loc[ordered.index]
    rows = tuple(
        (
            names[row.Index],
            *(fixed(total, decimals) for total in (row.total, row.new_total)),
            signed(row.difference, decimals),
            *(whole(rank) for rank in (row.rank, row.new_rank)),
            *(f"{low}" if low == high else f"{low}–{high}" for _ in more),
            change(row.places),
        )
        for row, low, high in zip(ordered.itertuples(), possible["low"], possible["high"], strict=True)
    )
    if not _illustrative(found.official):
        return Table(word("moved", lang), columns, rows)
    published = _published(found.official)
    data = {(i, j): True for i in range(len(rows)) for j in range(1, len(columns))}
    data |= {(i, j): (code, item) not in published for i, code in enumerate(ordered.index) for j, item in _OFFICIAL}
    marked = fewest(data, {at for at, drawn in data.items() if drawn}, 0)
    caption = phrases(lang).marked(word("moved", lang), term("marked", lang))
    return Table(caption, columns, rows, marked=marked)


_OFFICIAL = ((1, "total"), (4, "rank"))  # columns of `moved_table` that may have been published


@lru_cache(maxsize=4)  # the panel asks at every move
def _published(official: Result) -> frozenset[tuple[str, str]]:
    """District codes and items (total, rank) of the official result that were published as they are scored."""
    known = ResultRows(official)
    asked = ((str(code), item, scored) for _, item in _OFFICIAL for code, scored in getattr(official, item).items())
    return frozenset((code, item) for code, item, scored in asked if known.published(code, item, scored))


def flags_table(found: WhatIf, lang: str) -> Table:
    """Who wins each flag, officially and as supposed."""
    names = names_of(found.official, lang)

    def listed(codes: Sequence[str]) -> str:
        return ("、" if lang == "zh" else ", ").join(names[code] for code in codes) or term("none", lang)

    columns = (
        Column(term("flags", lang), "left"),
        *(Column(word(key, lang), "left") for key in ("official", "assumed", "won", "lost")),
    )
    rows = tuple(
        (
            award.name.label(lang),
            listed(found.official.flags.get(award.id, ())),
            listed(found.result.flags.get(award.id, ())),
            *(listed(codes) for codes in found.flags[award.id]),
        )
        for award in found.official.scheme.awards
    )
    return Table(word("flags", lang), columns, rows)
