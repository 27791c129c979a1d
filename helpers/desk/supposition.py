"""What if: the supposed result beside the official one, for `briefing what-if`. Nothing is written anywhere.

Every answer carries the mark 测算: as `stamp` for programs, on the first line and in every caption for readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import places
from ..assess.scenario import find_scenario
from ..assess.scenario_reader import read_scenario
from ..assess.whatif import Settings, WhatIf, parse_settings, what_if
from ..intake.supposed import Doubted
from ..model import UsageError, frozen
from ..scheme import Node
from ..style import quarter_label
from ..write.briefing import Briefing
from ..write.group_names import group_name, weighed
from ..write.opening import open_briefing
from ..write.supposing import (
    decimals_of,
    flags_table,
    item_of,
    moved_table,
    moved_weights,
    moves,
    names_of,
    reported,
    settings_table,
)
from ..write.supposing_care import doubt_lines, missing_line
from ..write.supposing_words import STAMP, word
from ..write.terms import check_language
from .answer import FORMAT, Answer, Block, fine, printed, whole
from .explanation_text import in_words_of
from .request import every_fault, find_quarter
from .scenarios import doubts_of
from .wording import word as about_data


def suppose(
    quarter: str, settings: Sequence[str], data: str | Path = "", lang: str = "zh", scenario: str = ""
) -> Answer:
    """The answer to `--set 胶州市.gdp_growth=6.5 --set weight.economy=45`, by the words of the command line.

    With `scenario` (a file, or a name in `scenarios/`) its settings hold too; a setting beside it takes precedence.
    Raises UsageError for a setting that cannot be read, repeats another, or names nothing there is; DataError for a
    scenario's file with faults.
    """
    check_language(lang)
    if not settings and not scenario:
        raise UsageError("suppose what? write --set 胶州市.gdp_growth=6.5, --set weight.economy=45 or --scenario NAME")
    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    with every_fault(folder, when):
        b = open_briefing(when, lang, data=folder)
    parsed = parse_settings(b.result, list(settings))
    if len(parsed.figures) + len(parsed.weights) < len(settings):
        raise UsageError("two settings are about the same thing; set each figure or weight once")
    if scenario:
        kept = read_scenario(find_scenario(folder, scenario), b.result).settings
        parsed = Settings(frozen({**kept.figures, **parsed.figures}), frozen({**kept.weights, **parsed.weights}))
    found = what_if(b.result, parsed)
    doubts = doubts_of(parsed.figures, folder, when)
    return Answer(_facts(found, b, doubts), _blocks(found, b, doubts))


def _facts(found: WhatIf, b: Briefing, doubts: Sequence[Doubted]) -> dict[str, object]:
    official, lang, decimals = found.official, b.lang, b.scheme.policies.decimals
    names = names_of(official, lang)
    about = {(d.code, d.item): {"kind": d.kind, "beside": d.beside} for d in doubts}
    figures = []
    for (code, id_), figure in found.settings.figures.items():
        item = item_of(official.scheme, id_)
        now = printed(reported(official, code, id_), decimals_of(item))
        figures.append(
            {
                "district": {"code": code, "name": names[code]},
                "item": {"id": id_, "name": item.name.label(lang)},
                "unit": item.unit,
                "official": now,
                "supposed": fine(figure),
                "doubt": about.get((code, id_)),
            }
        )
    weights = [
        {
            "node": {"id": node.id, "name": node.name.label(lang)},
            "group": group,
            "groups": [group_name(official, g, lang) for g in _groups(found, node, group)],
            "official": fine(old),
            "supposed": fine(new),
            "set": is_set,
        }
        for node, group, old, new, is_set in moved_weights(found)
    ]
    districts = [
        {
            "code": code,
            "name": names[code],
            "official": {"total": printed(row["total"], decimals), "rank": whole(row["rank"])},
            "supposed": {"total": printed(row["new_total"], decimals), "rank": whole(row["new_rank"])},
            "provisional": code in found.result.provisional,
            "possible_ranks": [int(found.result.rank_range.at[code, end]) for end in ("low", "high")],
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


def _groups(found: WhatIf, node: Node, group: str) -> tuple[str, ...]:
    """The groups of districts that a moved weight counts for; none where all are in one."""
    official = found.official
    return (
        weighed(official, {*node.weight, *found.result.scheme.by_id[node.id].weight}, group)
        if official.group_names
        else ()
    )


def _blocks(found: WhatIf, b: Briefing, doubts: Sequence[Doubted]) -> tuple[Block, ...]:
    lang = b.lang
    told: tuple[Block, ...] = (
        word("supposed", lang, quarter=quarter_label(found.official.quarter, lang)),
        *([about_data("illustrative", lang)] if b.illustrative else []),
        settings_table(found, lang),
        *doubt_lines(found.official, found.settings.figures, doubts, lang),
        moved_table(found, lang),
        *filter(None, [missing_line(found, lang)]),
        moves(found, lang),
        flags_table(found, lang),
    )
    return tuple(in_words_of(b, block) for block in told)
