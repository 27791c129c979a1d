"""The sheets Data, value by value as they arrived, which may be changed, and Values, which lines them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ...assess.figures import COUNTS
from ...assess.result import Result
from ...assess.rows import SCOPES, split_sources
from ...scheme import Node
from . import formulas
from .rules_sheet import Rules, items, unit_in
from .sheet import Sheet
from .words import word

FIRST = 5  # the row of the first district on every sheet of one row a district (heads above it)
_ANSWERS = ("satisfied", "basically", "dissatisfied")
_SCOPES = {scope: chinese for chinese, scope in SCOPES.items()}


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
                (sheet.long_text if key in ("source", "note") else sheet.text)(row, k, str(about.get(key, "")))
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
            about |= {"value": column[k], "unit": unit_in(item, about.get("unit") or item.unit, lang)}
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
