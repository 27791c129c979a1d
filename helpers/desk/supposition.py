"""What if: the supposed result beside the official one, for `briefing what-if`. Nothing is written anywhere.

Every answer carries the mark 测算: as `stamp` for programs, on the first line and in every caption for readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pandas as pd

from .. import places
from ..assess.result import Result
from ..assess.whatif import WhatIf, parse_settings, what_if
from ..model import Extra, Node, Scheme, UsageError
from ..style import fixed, quarter_label, signed
from ..write.briefing import Briefing, open_briefing
from ..write.faces import Column, Table
from ..write.language import phrases
from ..write.tables import change as moved_places
from ..write.terms import check_language, term
from .answer import FORMAT, Answer, Block, fine, printed, whole
from .request import every_fault, find_quarter
from .wording import STAMP, word


def suppose(quarter: str, settings: Sequence[str], data: str | Path = "", lang: str = "zh") -> Answer:
    """The answer to `--set 胶州市.gdp_growth=6.5 --set weight.economy=45`, by the words of the command line.

    Raises UsageError for a setting that cannot be read, repeats another, or names nothing there is.
    """
    check_language(lang)
    if not settings:
        raise UsageError("suppose what? write --set 胶州市.gdp_growth=6.5 or --set weight.economy=45")
    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    with every_fault(folder, when):
        b = open_briefing(when, lang, data=folder)
    parsed = parse_settings(b.result, list(settings))
    if len(parsed.figures) + len(parsed.weights) < len(settings):
        raise UsageError("two settings are about the same thing; set each figure or weight once")
    found = what_if(b.result, parsed)
    return Answer(_facts(found, b), _blocks(found, b))


def _item(scheme: Scheme, id_: str) -> Node | Extra:
    return next(item for item in (*scheme.nodes, *scheme.extras) if item.id == id_)


def _decimals(item: Node | Extra) -> int:
    return item.decimals if isinstance(item, Node) and item.method not in ("given", "survey") else 2


def _reported(result: Result, code: str, id_: str) -> float:
    """The figure in force: as reported, points without their sign."""
    figures = {**result.reported.leaf, **result.reported.extras}
    return float(figures[id_][result.place[code]])


def _names(result: Result, lang: str) -> dict[str, str]:
    return {district.code: district.label(lang) for district in result.districts}


def _weights(found: WhatIf) -> list[tuple[Node, str, Fraction, Fraction, bool]]:
    """Knots whose weight differs: knot, group ("" for all), official and supposed share among siblings, whether set."""
    before, after = found.official.scheme, found.result.scheme
    rows = []
    for node in before.nodes:
        supposed = after.by_id[node.id]
        for group in dict.fromkeys([*node.weight, *supposed.weight]):
            old, new = node.weight_in(group), supposed.weight_in(group)
            if old != new or node.id in found.settings.weights:
                rows.append((node, group, old, new, node.id in found.settings.weights))
    return rows


def _facts(found: WhatIf, b: Briefing) -> dict[str, object]:
    official, lang, decimals = found.official, b.lang, b.scheme.policies.decimals
    names = _names(official, lang)
    figures = []
    for (code, id_), figure in found.settings.figures.items():
        item = _item(official.scheme, id_)
        now = printed(_reported(official, code, id_), _decimals(item))
        figures.append(
            {
                "district": {"code": code, "name": names[code]},
                "item": {"id": id_, "name": item.name.label(lang)},
                "unit": item.unit,
                "official": now,
                "supposed": fine(figure),
            }
        )
    weights = [
        {
            "node": {"id": node.id, "name": node.name.label(lang)},
            "group": group,
            "official": fine(old),
            "supposed": fine(new),
            "set": is_set,
        }
        for node, group, old, new, is_set in _weights(found)
    ]
    districts = [
        {
            "code": code,
            "name": names[code],
            "official": {"total": printed(row["total"], decimals), "rank": whole(row["rank"])},
            "supposed": {"total": printed(row["new_total"], decimals), "rank": whole(row["new_rank"])},
            "difference": printed(row["difference"], decimals),
            "places": whole(row["places"]),
        }
        for code, row in found.moved.iterrows()
    ]
    flags = [
        {
            "id": award.id,
            "name": award.name.label(lang),
            "official": list(official.flags.get(award.id, ())),
            "supposed": list(found.result.flags.get(award.id, ())),
            "won": list(found.flags[award.id][0]),
            "lost": list(found.flags[award.id][1]),
        }
        for award in official.scheme.awards
    ]
    return {
        "format": FORMAT,
        "answer": "what-if",
        "stamp": STAMP,
        "hypothetical": True,
        "illustrative": b.illustrative,
        "quarter": official.quarter,
        "scheme": {"id": official.scheme.id, "name": official.scheme.name.label(lang), "decimals": decimals},
        "settings": {"figures": figures, "weights": weights},
        "districts": districts,
        "flags": flags,
    }


def _blocks(found: WhatIf, b: Briefing) -> tuple[Block, ...]:
    official, lang = found.official, b.lang
    names = _names(official, lang)
    moves = [
        word("move", lang, name=names[code], before=int(row["rank"]), after=int(row["new_rank"]))
        for code, row in found.moved.sort_values("rank", kind="stable").iterrows()
        if not pd.isna(row["places"]) and row["places"] != 0
    ]
    said = word("moves", lang, moves=("、" if lang == "zh" else ", ").join(moves))
    return (
        word("supposed", lang, quarter=quarter_label(official.quarter, lang)),
        *([word("illustrative", lang)] if b.illustrative else []),
        _settings_table(found, lang),
        _moved_table(found, lang),
        said if moves else word("nobody_moves", lang),
        _flags_table(found, lang),
    )


def _settings_table(found: WhatIf, lang: str) -> Table:
    official, names = found.official, _names(found.official, lang)
    rows = []
    for (code, id_), figure in found.settings.figures.items():
        item = _item(official.scheme, id_)
        decimals = _decimals(item)
        unit = phrases(lang).unit_word(item.unit, item.unit_en if isinstance(item, Node) else "")
        now, then = fixed(_reported(official, code, id_), decimals), f"{figure:g}".replace("-", "−")
        name = f"{names[code]} {item.name.label(lang)}"
        rows.append((name, *(phrases(lang).measured(x, unit).strip() for x in (now, then))))
    for node, group, old, new, is_set in _weights(found):
        name = word("weight_of", lang, name=node.name.label(lang)) + (f" {group}" if group else "")
        name += "" if is_set else word("follows", lang)
        rows.append((name, *(f"{round(100 * float(share), 2):g}%" for share in (old, new))))
    columns = (
        Column(word("setting", lang), "left"),
        Column(word("official", lang)),
        Column(word("assumed", lang)),
    )
    return Table(word("settings", lang), columns, tuple(rows))


def _moved_table(found: WhatIf, lang: str) -> Table:
    names, decimals = _names(found.official, lang), found.official.scheme.policies.decimals
    columns = (
        Column(term("district", lang), "left"),
        *(Column(word(key, lang)) for key in ("official_total", "assumed_total")),
        Column(term("difference", lang)),
        *(Column(word(key, lang), "center") for key in ("official_rank", "assumed_rank", "places")),
    )
    order = found.moved.sort_values(["new_rank", "rank"], kind="stable").index
    rows = tuple(
        (
            names[code],
            *(fixed(found.moved.at[code, name], decimals) for name in ("total", "new_total")),
            signed(found.moved.at[code, "difference"], decimals),
            *("—" if pd.isna(r) else str(int(r)) for r in found.moved.loc[code, ["rank", "new_rank"]]),
            moved_places(found.moved.at[code, "places"]),
        )
        for code in order
    )
    return Table(word("moved", lang), columns, rows)


def _flags_table(found: WhatIf, lang: str) -> Table:
    names = _names(found.official, lang)

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
