"""The sheets that may be changed: Data, value by value as they arrived, and Rules; and Values, which lines them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ...assess import methods
from ...assess.figures import COUNTS, scale
from ...assess.result import Result
from ...assess.rows import SCOPES, split_sources
from ...calling import own
from ...scheme import Extra, Node
from ...write.group_names import group_name
from ...write.terms import term
from . import formulas
from .sheet import Sheet
from .words import word

FIRST = 5  # the row of the first district on every sheet of one row a district (heads above it)
PARAMETERS = (
    *("floor", "goal", "target", "cap", "base", "lowest", "highest", "at_target", "step", "step_below"),
    *("target_points", "first", "mean", "spread", "out_of", "satisfied", "basically", "dissatisfied", "points"),
)
_HEADS = {"satisfied": "satisfied_points", "dissatisfied": "dissatisfied_points"}
_SWITCHES = ("clip", "only_met", "transform", "ddof")
_LISTS = ("table", "place_points")
_ANSWERS = ("satisfied", "basically", "dissatisfied")
_SCOPES = {scope: chinese for chinese, scope in SCOPES.items()}


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
    sheet.text(row, 6, item.unit_en if lang == "en" and isinstance(item, Node) and item.unit_en else item.unit)
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
    from ...write.language import phrases

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


def write_data(sheet: Sheet, result: Result, lang: str) -> dict[tuple[str, str], str]:
    """Every figure as it arrived, one row each; returns the cell of each by (item or item:answer, district code)."""
    heads = ("code", "district", "id", "indicator", "value", "qualifier", "unit", "period", "scope", "source", "kind")
    sheet.heads(3, [word(key, lang) for key in (*heads, "note")])
    cells: dict[tuple[str, str], str] = {}
    row = 4
    for id_, name, decimals, rows in _arrived(result, lang):
        for district in result.districts:
            about = rows[district.code]
            sheet.text(row, 0, district.code)
            sheet.text(row, 1, district.label(lang))
            sheet.text(row, 2, id_)
            sheet.text(row, 3, name)
            look = "#,##0" + ("." + "0" * decimals if decimals else "")
            sheet.number(row, 4, about["value"], look, changeable=True)
            for k, key in enumerate(("qualifier", "unit", "period", "scope", "source", "kind", "note"), start=5):
                sheet.text(row, k, str(about.get(key, "")))
            cells[id_, district.code] = sheet.at(row, 4)
            row += 1
    sheet.sheet.autofilter(3, 0, row - 1, len(heads))
    return cells


def _arrived(result: Result, lang: str) -> Iterator[tuple[str, str, int, dict[str, dict[str, Any]]]]:
    """By figure: its id, name, decimals and, by district, the value that is scored with what its row says of it."""
    inputs = result.inputs
    measured, points = _rows(inputs.values), _rows(inputs.points)
    facts = _rows(inputs.facts)
    survey = {row.code: row for row in inputs.survey.itertuples()}
    columns = [id_ for id_ in result.figures.columns if id_ not in result.figures.leaf]
    for item in items(result):
        is_leaf = isinstance(item, Node)
        column = (result.figures.leaf if is_leaf else result.figures.extras)[item.id]
        filled = result.filled.get(item.id)
        name, table = item.name.label(lang), points if item.method == "given" else measured if is_leaf else facts
        if item.method == "survey":
            for answer in (*COUNTS, "unknown"):
                told = {c: _said(result, survey.get(c), lang) for c in result.codes}
                for code, about in told.items():
                    about["value"] = float(getattr(survey[code], answer)) if code in survey else np.nan
                    if filled is not None and filled[code] == "carried":
                        about["kind"] = word("carried", lang)
                yield f"{item.id}:{answer}", f"{name}：{word(answer, lang)}", 0, told
            continue
        told = {}
        for k, code in enumerate(result.codes):
            about = _said(result, table.get((item.id, code)), lang)
            about |= {"value": column[k], "unit": about.get("unit") or item.unit}
            if filled is not None and filled[code] == "carried":
                about["kind"] = word("carried", lang)
            elif is_leaf and "of" in item.params:
                about["kind"] = word("derived", lang)
            elif not is_leaf and item.method == "given" and (item.id, code) not in table:
                about["note"] = word("none_given", lang)
            told[code] = about
        yield item.id, name, item.decimals if isinstance(item, Node) and item.method != "given" else 2, told
    for id_ in columns:
        entry = inputs.dictionary.loc[id_] if id_ in inputs.dictionary.index else None
        name = id_ if entry is None else str(entry["name_en" if lang == "en" else "name_zh"] or id_)
        values = result.figures.columns[id_]
        told = {c: _said(result, facts.get((id_, c)), lang) | {"value": values[k]} for k, c in enumerate(result.codes)}
        yield id_, name, 2, told


def _rows(frame: pd.DataFrame) -> dict[tuple[str, str], Any]:
    return {(row.indicator, row.code): row for row in frame.itertuples()}


def _said(result: Result, row: Any, lang: str) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("qualifier", "unit", "period", "scope", "source", "note")
    about: dict[str, Any] = {name: getattr(row, name, "") for name in names}
    named = split_sources(str(about["source"]))
    known = [result.inputs.sources[s] for s in named if s in result.inputs.sources]
    about["source"] = "; ".join(s.label(lang) for s in known) or about["source"]
    if lang == "zh":
        about["scope"] = _SCOPES.get(str(about["scope"]), about["scope"])
    about["kind"] = word("illustrative" if any(s.illustrative for s in known) else "published", lang) if known else ""
    return about


@dataclass
class Values:
    """Where the scored values stand: by (id, code), and everybody's by id."""

    cell: dict[tuple[str, str], str] = field(default_factory=dict)
    column: dict[str, str] = field(default_factory=dict)


def write_values(sheet: Sheet, result: Result, data: Mapping[tuple[str, str], str], rules: Rules, lang: str) -> Values:
    """One row a district, one column a figure: the cell of Data, or the satisfaction index of its counts."""
    values, last = Values(), FIRST + len(result.codes) - 1
    known: dict[str, np.ndarray] = {**result.figures.columns, **result.figures.extras, **result.figures.leaf}
    names = {item.id: item for item in items(result)}
    order = [*names, *(id_ for id_ in result.figures.columns if id_ not in names)]
    sheet.heads(FIRST - 1, [word("code", lang), word("district", lang)])
    for column, id_ in enumerate(order, start=2):
        item = names.get(id_)
        sheet.heads(FIRST - 1, [item.name.label(lang) if item else id_], start=column)
        survey = item is not None and item.method == "survey"
        worth = [rules.figures[id_][name] for name in _ANSWERS] if survey else []
        for k, code in enumerate(result.codes):
            if survey:
                counts = [data[f"{id_}:{answer}", code] for answer in COUNTS]
                formula = formulas.survey_index(counts, worth)
                if id_ in result.filled and result.filled.at[code, id_] == "carried":  # until answers are typed in
                    formula = f"IF(COUNT({','.join(counts)})=0,{float(known[id_][k])!r},{formula})"
            else:
                formula = f'IF({data[id_, code]}="","",{data[id_, code]})'
            decimals = item.decimals if isinstance(item, Node) and not survey and item.method != "given" else 2
            sheet.formula(FIRST + k, column, formula, float(known[id_][k]), "0" + "." * bool(decimals) + "0" * decimals)
            values.cell[id_, code] = sheet.at(FIRST + k, column)
        values.column[id_] = sheet.range(FIRST, column, last)
    for k, district in enumerate(result.districts):
        sheet.text(FIRST + k, 0, district.code)
        sheet.text(FIRST + k, 1, district.label(lang))
    return values
