"""The sheet Rules, which may be changed: weights, each indicator's figures, lists by place, policies, awards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...assess import methods
from ...assess.figures import scale
from ...assess.result import Result
from ...calling import own
from ...scheme import Extra, Node
from ...write.group_names import group_name
from ...write.language import phrases
from ...write.terms import term
from . import formulas
from .sheet import Sheet
from .words import word

PARAMETERS = (
    *("floor", "goal", "target", "cap", "base", "lowest", "highest", "at_target", "step", "step_below"),
    *("target_points", "first", "mean", "spread", "out_of", "satisfied", "basically", "dissatisfied", "points"),
)
_HEADS = {"satisfied": "satisfied_points", "dissatisfied": "dissatisfied_points"}
_SWITCHES = ("clip", "only_met", "transform", "ddof")
_LISTS = ("table", "place_points")


@dataclass
class Rules:
    """Where the rules stand: weights by (node, group), figures by item and name, lists, and the policies' cells."""

    weight: dict[tuple[str, str], str] = field(default_factory=dict)
    figures: dict[str, dict[str, str]] = field(default_factory=dict)
    stars: str = ""
    decimals: str = ""
    rounding: str = ""
    awards: dict[str, str] = field(default_factory=dict)


def items(result: Result) -> list[Node | Extra]:
    """The leaves and the bonus and deduction items, in the scheme's order."""
    return [*result.scheme.leaves, *(extra for extra in result.scheme.extras if extra.kind != "veto")]


def figures_of(item: Node | Extra, quarter: int) -> dict[str, Any]:
    """An item's own figures this quarter, defaults filled in; a text is the id of the indicator that holds it."""
    params = item.params if isinstance(item, Node) else scale(item)
    spec = methods.METHODS[item.method]
    known = {key: methods.figure(item.method, params, key) for key in (*spec.needs, *spec.takes) if key != "max"}
    found = {key: value[quarter] if isinstance(value, Mapping) else value for key, value in known.items()}
    if isinstance(item, Extra) and "points" in item.params:
        found["points"] = item.params["points"]
    return found


def write_rules(sheet: Sheet, result: Result, lang: str) -> Rules:
    scheme, rules = result.scheme, Rules()
    groups = list(dict.fromkeys(result.groups))
    all_figures = {item.id: figures_of(item, result.quarter.number) for item in items(result)}
    shown = [name for name in PARAMETERS if any(found.get(name) is not None for found in all_figures.values())]
    heads = [word(key, lang) for key in ("id", "name", "parent", "aggregate", "method", "direction", "unit")]
    if len(groups) > 1:
        heads += [word("weight_of", lang, group=group_name(result, group, lang)) for group in groups]
    else:
        heads.append(word("weight", lang))
    heads += [word(_HEADS.get(name, name), lang) for name in shown]
    row, first = 3, 7 + len(groups)
    sheet.heads(row, heads)
    row += 1
    sheet.text(row, 1, word("whole", lang), bold=True)
    sheet.text(row, 3, term(f"aggregate.{scheme.aggregate}", lang))
    for node in _depth_first(result):
        row += 1
        sheet.text(row, 0, node.id)
        sheet.text(row, 1, "　" * scheme.depth(node) + node.name.label(lang), bold=not node.is_leaf)
        sheet.text(row, 2, scheme.by_id[node.parent].name.label(lang) if node.parent else word("whole", lang))
        if not node.is_leaf:
            sheet.text(row, 3, term(f"aggregate.{node.aggregate}", lang))
        for k, group in enumerate(groups):
            sheet.number(row, 7 + k, float(node.weight_in(group)), "0.00%", changeable=True)
            rules.weight[node.id, group] = sheet.at(row, 7 + k)
        if node.is_leaf:
            _item_row(sheet, row, node, all_figures[node.id], (first, shown), rules, lang)
    for extra in (item for item in items(result) if isinstance(item, Extra)):
        row += 1
        sheet.text(row, 0, extra.id)
        sheet.text(row, 1, extra.name.label(lang))
        sheet.text(row, 2, term(extra.kind, lang))
        _item_row(sheet, row, extra, all_figures[extra.id], (first, shown), rules, lang)
    row = _lists(sheet, row + 2, result, all_figures, rules, lang)
    row = _policies(sheet, row + 1, result, rules, lang)
    _awards(sheet, row + 1, result, rules, lang)
    return rules


def _depth_first(result: Result, parent: str = "") -> Iterator[Node]:
    for node in result.scheme.children(parent):
        yield node
        yield from _depth_first(result, node.id)


def unit_in(item: Node | Extra, unit: str, lang: str) -> str:
    """A unit as the briefings of that language name it: 亿元 is CNY 100 million."""
    english = item.unit_en if isinstance(item, Node) and unit == item.unit else ""
    return phrases(lang).unit_word(unit, english)


def _item_row(
    sheet: Sheet,
    row: int,
    item: Node | Extra,
    found: Mapping[str, Any],
    shown: tuple[int, list[str]],
    rules: Rules,
    lang: str,
) -> None:
    sheet.text(row, 4, term(f"method.{item.method}", lang))
    direction = item.direction if isinstance(item, Node) else str(item.params.get("direction", "up"))
    if item.method not in ("given", "survey"):
        sheet.text(row, 5, term(f"direction.{direction}", lang))
    sheet.text(row, 6, unit_in(item, item.unit, lang))
    first, names = shown
    cells: dict[str, str] = {}
    for k, name in enumerate(names, start=first):
        if name not in found:
            continue
        cells[name], value = sheet.at(row, k), found[name]
        if isinstance(value, str):  # every district has its own: the indicator that holds it
            sheet.text(row, k, value)
            cells[name] = ""
        elif name == "step_below" and value is None:
            sheet.formula(row, k, cells["step"], found["step"])
        else:
            sheet.number(row, k, np.nan if value is None else float(value), changeable=True)
    for name in _SWITCHES:
        if name in found:
            cells[name] = str(found[name]).upper() if isinstance(found[name], bool) else str(found[name])
    rules.figures[item.id] = cells


def _lists(
    sheet: Sheet, row: int, result: Result, found: Mapping[str, Mapping[str, Any]], rules: Rules, lang: str
) -> int:
    """Lists of points or stars by place, a row each; returns the row after them."""
    lists = [(word("stars", lang), "", "", result.scheme.stars)] if result.scheme.stars else []
    for item in items(result):
        for key in _LISTS:
            if values := found[item.id].get(key):
                name = word("points_by_place", lang, name=item.name.label(lang))
                lists.append((name, item.id, key, tuple(values)))
    if not lists:
        return row
    longest = max(len(values) for *_, values in lists)
    sheet.heads(row, ["", word("name", lang), *(word("place", lang, n=n + 1) for n in range(longest))])
    for name, id_, key, values in lists:
        row += 1
        sheet.text(row, 0, id_)
        sheet.text(row, 1, name, bold=True)
        for k, value in enumerate(values, start=2):
            sheet.number(row, k, value, changeable=True)
        where = sheet.range(row, 2, row, 1 + len(values))
        if id_:
            rules.figures[id_][key] = where
        else:
            rules.stars = where
    return row + 1


def _policies(sheet: Sheet, row: int, result: Result, rules: Rules, lang: str) -> int:
    policies = result.scheme.policies
    sheet.heads(row, ["", word("policies", lang), word("value", lang)])
    sheet.text(row + 1, 1, word("decimals", lang))
    sheet.number(row + 1, 2, min(policies.decimals, formulas.FINE), "0", changeable=True)
    sheet.text(row + 2, 1, word("rounding", lang))
    sheet.sheet.write_string(row + 2, 2, policies.rounding, sheet.formats.cell(changeable=True))
    rules.decimals, rules.rounding = sheet.at(row + 1, 2), sheet.at(row + 2, 2)
    for k, name in enumerate(("ties", "order", "missing"), start=3):
        value = getattr(policies, name)
        sheet.text(row + k, 1, term(name, lang))
        told = own(term(f"{name}.{value}", lang), lang)
        sheet.sheet.write_string(row + k, 2, told, sheet.formats.get(align="left"))
    return row + 6


def _awards(sheet: Sheet, row: int, result: Result, rules: Rules, lang: str) -> None:
    if not result.scheme.awards:
        return
    sheet.heads(row, ["", word("awards", lang), word("award_n", lang)])
    for award in result.scheme.awards:
        row += 1
        sheet.text(row, 0, award.id)
        sheet.text(row, 1, award.name.label(lang))
        sheet.number(row, 2, award.n, "0", changeable=True)
        named = [*(a.name for a in result.scheme.awards), *(n.name for n in result.scheme.nodes)]
        names = [name.label(lang) for name in named]
        told = result.scheme.calling.told(phrases(lang).award_rule(award, result.scheme), lang, *names)
        sheet.sheet.write_string(row, 3, told, sheet.formats.get(align="left"))
        rules.awards[award.id] = sheet.at(row, 2)
