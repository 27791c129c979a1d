"""The sheet Scores, formula by formula from the values and the rules: points, means, extras, totals before rounding."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ...assess import tree
from ...assess.result import Result
from ...scheme import Extra, Node
from ...write.terms import term
from . import formulas
from .data_sheets import FIRST, Values
from .rules_sheet import Rules, items
from .sheet import Sheet
from .words import word

EXACT, ROOT = "exact", tree.ROOT


@dataclass
class Scores:
    """Where each score stands: by (id, code); the whole under "", the total before rounding under `exact`."""

    cell: dict[tuple[str, str], str] = field(default_factory=dict)
    column: dict[str, str] = field(default_factory=dict)
    not_live: dict[str, str] = field(default_factory=dict)


def district_column(sheet: Sheet, result: Result, lang: str) -> None:
    sheet.heads(FIRST - 1, [word("code", lang), word("district", lang)])
    for k, district in enumerate(result.districts):
        sheet.text(FIRST + k, 0, district.code)
        sheet.text(FIRST + k, 1, district.label(lang))


def write_scores(sheet: Sheet, result: Result, values: Values, rules: Rules, lang: str) -> Scores:
    """Points of every leaf, the mean of every knot after its children, extras, and the exact total."""
    scheme, scores, last = result.scheme, Scores(), FIRST + len(result.codes) - 1
    district_column(sheet, result, lang)
    exclude = scheme.policies.missing == "exclude"
    order = [*_children_first(result, ROOT), ROOT]
    order += [extra.id for extra in items(result)[len(scheme.leaves) :]]
    for column, id_ in enumerate([*order, EXACT], start=2):
        scores.column[id_] = sheet.range(FIRST, column, last)
        for k, code in enumerate(result.codes):
            scores.cell[id_, code] = sheet.at(FIRST + k, column)
    extras = {extra.id: extra for extra in scheme.extras}
    for column, id_ in enumerate(order, start=2):
        node = scheme.by_id.get(id_)
        if node is not None and node.is_leaf:
            _leaf(sheet, column, node, result, values, rules, scores, lang)
        elif id_ in extras:
            _extra(sheet, column, extras[id_], result, values, rules, lang)
        else:
            name, aggregate = (node.name.label(lang), node.aggregate) if node else ("", scheme.aggregate)
            sheet.heads(FIRST - 1, [name or word("weighted", lang)], start=column)
            sheet.heads(FIRST - 2, [term(f"aggregate.{aggregate}", lang)], start=column)
            known = result.nodes[id_] if node else _weighted(result)
            for k, (code, group) in enumerate(zip(result.codes, result.groups, strict=True)):
                children = [(scores.cell[c.id, code], rules.weight[c.id, group]) for c in scheme.children(id_)]
                formula = formulas.mean(children, aggregate == "geometric", exclude)
                sheet.formula(FIRST + k, column, formula, float(known.iloc[k]), "0.0000")
    column = len(order) + 2
    sheet.heads(FIRST - 1, [word(EXACT, lang)], start=column)
    for k, code in enumerate(result.codes):
        parts = [scores.cell[id_, code] for id_ in (ROOT, *result.extras.columns)]
        lacking = ",".join(f'{cell}=""' for cell in parts)
        summed = formulas.fine("+".join(f"N({cell})" for cell in parts))
        sheet.formula(FIRST + k, column, f'IF(OR({lacking}),"",{summed})', float(result.exact.iloc[k]), "0.0000")
    return scores


def _weighted(result: Result) -> pd.Series:
    """The weighted mean of the boards, which a district has even where a bonus keeps its total back."""
    leaf, weight = ({id_: frame[id_].to_numpy() for id_ in frame} for frame in (result.leaf, result.weights))
    return pd.Series(tree.evaluate(result.scheme, leaf, weight)[ROOT], result.exact.index)


def _children_first(result: Result, parent: str) -> list[str]:
    found: list[str] = []
    for node in result.scheme.children(parent):
        found += [*_children_first(result, node.id), node.id]
    return found


def _leaf(
    sheet: Sheet, column: int, node: Node, result: Result, values: Values, rules: Rules, scores: Scores, lang: str
) -> None:
    sheet.heads(FIRST - 1, [node.name.label(lang)], start=column)
    sheet.heads(FIRST - 2, [term(f"method.{node.method}", lang)], start=column)
    reason = formulas.why_not_live(node)
    if reason:
        scores.not_live[node.id] = reason
    elif "of" in node.params:
        scores.not_live[node.id] = "not_live.derived"
    for k, code in enumerate(result.codes):
        known = float(result.leaf[node.id].iloc[k])
        if reason:
            sheet.number(FIRST + k, column, known, "0.0000")
            continue
        sheet.formula(FIRST + k, column, _points(node, code, values, rules), known, "0.0000")


def _points(item: Node | Extra, code: str, values: Values, rules: Rules, share: str = "", lacking: str = '""') -> str:
    figures = dict(rules.figures[item.id])
    params = item.params
    own = {name: values.cell[str(params[name]), code] for name, cell in figures.items() if cell == ""}
    direction = item.direction if isinstance(item, Node) else str(params.get("direction", "up"))
    at = formulas.Place(values.cell[item.id, code], values.column[item.id], {**figures, **own}, direction == "down")
    return formulas.score(item.method, at, tuple(own.values()), share, lacking)


def _extra(sheet: Sheet, column: int, extra: Extra, result: Result, values: Values, rules: Rules, lang: str) -> None:
    sheet.heads(FIRST - 1, [extra.name.label(lang)], start=column)
    sheet.heads(FIRST - 2, [term(extra.kind, lang)], start=column)
    sign = "" if extra.kind == "bonus" else "-"
    lacking = "0" if result.scheme.policies.missing == "exclude" else '""'
    for k, code in enumerate(result.codes):
        cell = values.cell[extra.id, code]
        if extra.method == "given":
            points = f'IF({cell}="",{lacking},{sign}{cell})'
        else:
            share = f"/100*{sign}{rules.figures[extra.id]['points']}"
            points = _points(extra, code, values, rules, share, lacking)
        sheet.formula(FIRST + k, column, points, float(result.extras[extra.id].iloc[k]), "0.0000")
