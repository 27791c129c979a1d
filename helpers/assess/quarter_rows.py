"""Rows of one quarter against its scheme: units, ranges, doubles, what belongs elsewhere, what is not there."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..model import Fault, nearest
from ..said import Listed, Said
from . import methods, period
from .figures import positions
from .methods import figures_named
from .rows import COUNTS, QUALIFIERS, TO_YI
from .tables import Table

if TYPE_CHECKING:
    from .intake import Desk

_NO_ROW = "{district} has no row for {board}: {items}"
_NO_ROWS = "{district} has no row for the whole of {board}: {items}"
NOT_TOLD = "no sentence that names it is told, nor its row in the table of key work"
NOT_AVAILABLE = "the scheme's policy for missing data applies; the result is provisional (暂行)"


def check(name: str, desk: Desk, table: Table, codes: Sequence[str], content: Mapping[str, Any]) -> list[Fault]:
    """All faults of single rows of one table."""
    return _CHECKS[name](desk, table, codes, content)


def _doubles(table: Table, keys: Sequence[Any], column: str, rule: str) -> list[Fault]:
    """The rows of a key that stands above already, told by the `rule`, which takes the `{row}` of that one."""
    if len(set(keys)) == len(keys):
        return []
    first: dict[Any, int] = {}
    faults = []
    for k, key in enumerate(keys):
        if key in first:
            told = Said(rule, row=table.rows[first[key]])
            faults.append(table.fault(k, column, told, "keep one of the two rows"))
        first.setdefault(key, k)
    return faults


def _values(desk: Desk, table: Table, codes: Sequence[str], content: Mapping[str, Any]) -> list[Fault]:
    c, value = table.columns, content["value"]
    measured = desk.measured
    faults: list[Fault] = []
    units = {id_: {leaf.unit, leaf.unit_en} - {""} for id_, leaf in measured.items()}
    facts = (desk.dictionary.index, desk.dictionary["unit"], desk.dictionary["unit_en"])
    for id_, unit, unit_en in zip(*(list(column) for column in facts), strict=True):
        units.setdefault(id_, {unit, unit_en} - {""})
    if unknown := set(c["indicator"]) - set(units):
        nodes = {node.id: node for node in desk.scheme.nodes}
        for k, id_ in enumerate(c["indicator"]):
            if id_ in unknown:
                rule, hint = "no such indicator in the scheme or in facts.csv", nearest(id_, list(units))
                if id_ in nodes and nodes[id_].method == "given":
                    rule, hint = "its points are given, not computed from a value", "move the row to scores.csv"
                elif id_ in nodes and "of" in nodes[id_].params:
                    rule, hint = (
                        Said("it is derived from {indicator}", indicator=nodes[id_].params["of"]),
                        "take the row out",
                    )
                faults.append(table.fault(k, "indicator", rule, hint))
    pairs = set(zip(c["indicator"], c["unit"], strict=True))
    wrong = {(i, u) for i, u in pairs if units.get(i) and u not in units[i]}
    for k, (id_, unit) in enumerate(zip(c["indicator"], c["unit"], strict=True)) if wrong else ():
        if (id_, unit) in wrong:
            wanted = measured[id_].unit if id_ in measured else desk.dictionary.at[id_, "unit"]
            same = unicodedata.normalize("NFKC", unit).strip() in {"", *units[id_]}
            hint = Said("write {right:s}", right=wanted) if same else Said("write the value in {unit}", unit=wanted)
            if (unit, wanted) in TO_YI and value[k] == value[k]:
                figure = f"{value[k] * TO_YI[unit, wanted]:.10g}"
                hint = Said("write {number:s} {unit:s}", number=figure, unit=wanted)
            faults.append(table.fault(k, "unit", Said("the unit is {unit}", unit=wanted), hint))
    for k, qualifier in [(k, cell) for k, cell in enumerate(c["qualifier"]) if cell] if any(c["qualifier"]) else ():
        if qualifier not in QUALIFIERS:
            faults.append(table.fault(k, "qualifier", "余, 超 or nothing", "leave it empty for an exact figure"))
        elif c["indicator"][k] in measured:
            rule = "a lower bound cannot be scored"
            faults.append(table.fault(k, "qualifier", rule, "give the exact value"))
    faults += period_faults(table)
    rule = "this district's indicator already stands in row {row:d}"
    faults += _doubles(table, list(zip(codes, c["indicator"], strict=True)), "indicator", rule)
    faults += _ranges(desk, table, value)
    scored = {*measured, *desk.items, *(id_ for leaf in desk.scheme.leaves for id_ in figures_named(leaf))}
    for k in np.flatnonzero(np.isnan(value)).tolist():
        if not c["value"][k]:
            hint = NOT_AVAILABLE if c["indicator"][k] in scored else NOT_TOLD
            faults.append(table.fault(k, "value", "the figure is not available", hint, "warning"))
    return faults


def period_faults(table: Table) -> list[Fault]:
    """Cells of the column period that name no time which could be printed; an empty one names none."""
    cells = table.columns["period"]
    wrong = {cell for cell in set(cells) if not period.is_period(cell)}
    rule = "not a year, quarter, month or day, nor a span of them"
    return [table.fault(k, "period", rule, period.rewritten(cell)) for k, cell in enumerate(cells) if cell in wrong]


def _ranges(desk: Desk, table: Table, value: np.ndarray) -> list[Fault]:
    faults = []
    lowest = desk.dictionary["minimum"].dropna().to_dict()
    names = table.columns["indicator"]
    measured = desk.measured
    of = positions(names, measured)
    for k in np.flatnonzero(value < max(lowest.values())) if lowest else ():
        id_ = names[k]
        if id_ in lowest and id_ not in measured and value[k] < lowest[id_]:
            faults.append(
                table.fault(
                    int(k), "value", Said("below its minimum {lowest:g}", lowest=lowest[id_]), "check the figure"
                )
            )
    for at, leaf in enumerate(measured.values()):
        p = leaf.params
        limits = {
            key: methods.settle({"x": p[key]}, desk.quarter.number)["x"] for key in ("minimum", "maximum") if key in p
        }
        log = p.get("transform") == "log" and not (leaf.method == "goalposts" and p.get("clip", True))
        if not limits and not log:
            continue
        low, high = limits.get("minimum", -np.inf), limits.get("maximum", np.inf)
        for k in np.flatnonzero((of == at) & ((value < low) | (value > high) | (log & (value <= 0)))):
            if value[k] < low:
                faults.append(
                    table.fault(
                        int(k),
                        "value",
                        Said("below its minimum {lowest:g}", lowest=limits["minimum"]),
                        "check the figure",
                    )
                )
            if value[k] > high:
                faults.append(
                    table.fault(
                        int(k),
                        "value",
                        Said("above its maximum {highest:g}", highest=limits["maximum"]),
                        "check the figure",
                    )
                )
            if log and value[k] <= 0:
                faults.append(
                    table.fault(int(k), "value", "only a number above zero has a logarithm", "check the figure")
                )
    return faults


def _scores(desk: Desk, table: Table, codes: Sequence[str], content: Mapping[str, Any]) -> list[Fault]:
    c, points = table.columns, content["points"]
    highest = {leaf.id: float(leaf.params.get("max", 100.0)) for leaf in desk.reads("points")}
    extras = {e.id: e for e in desk.scheme.extras if e.method == "given" and e.kind != "veto"}
    highest |= {id_: float(extra.params["max"]) for id_, extra in extras.items()}
    faults: list[Fault] = []
    of = positions(c["indicator"], highest)
    most = np.array([*highest.values(), -np.inf])[of]
    told = (of < 0) | (points > most) | (points < 0) | np.isnan(points)  # where something may be said of a row
    for k in np.flatnonzero(told).tolist():
        id_ = c["indicator"][k]
        if id_ not in highest:
            hint = "move the row to values.csv" if id_ in desk.measured else nearest(id_, list(highest))
            faults.append(table.fault(k, "indicator", "no indicator or item with given points", hint))
        elif points[k] > highest[id_]:
            faults.append(
                table.fault(
                    k, "points", Said("over its maximum of {highest:g}", highest=highest[id_]), "check the score"
                )
            )
        elif points[k] < 0:
            hint = "a deduction is written as a positive number" if id_ in extras else "check the score"
            faults.append(table.fault(k, "points", "points are not negative", hint))
        elif not c["points"][k]:
            faults.append(table.fault(k, "points", "the score is not available", NOT_AVAILABLE, "warning"))
    rule = "this district's score already stands in row {row:d}"
    return faults + _doubles(table, list(zip(codes, c["indicator"], strict=True)), "indicator", rule)


def _survey(desk: Desk, table: Table, codes: Sequence[str], content: Mapping[str, Any]) -> list[Fault]:
    faults = _doubles(table, list(codes), "district", "the district already stands in row {row:d}")
    blank = np.ones(len(table), bool)
    for column in COUNTS:
        counts = content[column]
        blank &= np.isnan(counts)
        for k in np.flatnonzero((counts < 0) | (counts % 1 != 0) & ~np.isnan(counts)).tolist():
            faults.append(table.fault(k, column, "a number of answers is a whole number, 0 or more", "check the count"))
    told = np.any([np.isnan(content[column]) for column in COUNTS], axis=0)  # where something may be said of a row
    told |= content["satisfied"] + content["basically_satisfied"] + content["dissatisfied"] == 0
    for k in np.flatnonzero(told).tolist():
        if blank[k]:
            faults.append(table.fault(k, "satisfied", "the survey is not available", NOT_AVAILABLE, "warning"))
            continue
        for column in COUNTS:
            if not table.columns[column][k]:
                faults.append(table.fault(k, column, "a count is missing", "write 0 if nobody answered so"))
        if sum(content[column][k] for column in COUNTS[:3]) == 0:
            faults.append(table.fault(k, "satisfied", "nobody answered: there is no index", "leave all counts empty"))
    return faults


def _vetoes(desk: Desk, table: Table, codes: Sequence[str], content: Mapping[str, Any]) -> list[Fault]:
    items = [extra.id for extra in desk.scheme.extras if extra.kind == "veto"]
    faults = []
    for k, item in enumerate(table.columns["item"]):
        if item not in items:
            hint = nearest(item, items) if items else Said("{file} has no veto item", file=desk.scheme.file)
            faults.append(table.fault(k, "item", "no such veto item in the scheme", hint))
    rule = "this veto already stands in row {row:d}"
    return faults + _doubles(table, list(zip(codes, table.columns["item"], strict=True)), "item", rule)


def _results(desk: Desk, table: Table, codes: Sequence[str], content: Mapping[str, Any]) -> list[Fault]:
    items = ["total", "rank", "stars", *(board.id for board in desk.scheme.boards)]
    faults = [
        table.fault(k, "item", "total, rank, stars or a board of the scheme", nearest(item, items))
        for k, item in enumerate(table.columns["item"])
        if item not in items
    ]
    rule = "this result already stands in row {row:d}"
    return faults + _doubles(table, list(zip(codes, table.columns["item"], strict=True)), "item", rule)


_CHECKS = {
    "values": _values,
    "scores": _scores,
    "survey": _survey,
    "praise": lambda desk, table, codes, content: [],
    "vetoes": _vetoes,
    "results": _results,
}


def check_missing(desk: Desk, frames: Mapping[str, pd.DataFrame], files: Mapping[str, str]) -> list[Fault]:
    """Rows that should be there and are not, one fault a district and board.

    A figure that is not available has its row with an empty cell; no row at all is an error.
    """
    faults: list[Fault] = []
    scheme = desk.scheme
    of_table = {
        "values": dict(desk.measured),
        "scores": {leaf.id: leaf for leaf in desk.reads("points")},
    }
    for table, leaves in of_table.items():
        frame = frames[table]
        if leaves and frame.empty:
            hint = "one row a district and indicator; leave the figure empty where it is not available"
            faults.append(Fault(files[table], "the table has no row", hint))
            continue
        groups = {d.group for d in desk.cohort}
        shares = {(id_, g): scheme.share(leaf, g) for id_, leaf in leaves.items() for g in groups}
        wanted: dict[str, str] = {id_: scheme.board_of(leaf).id for id_, leaf in leaves.items()}
        if table == "values":
            known = set(desk.dictionary.index)
            named = [id_ for leaf in scheme.leaves for id_ in figures_named(leaf)]
            wanted |= {id_: "own figures" for id_ in named if id_ not in wanted and id_ in known}
            wanted |= {id_: "bonus and deduction" for id_ in desk.items}
        codes, ids = frame["code"].to_numpy(object), frame["indicator"].to_numpy(object)
        there = np.zeros((len(desk.cohort) + 1, len(wanted) + 1), bool)
        own = [d.code for d in desk.cohort]
        there[positions(codes, own), positions(ids, wanted)] = True
        there = there[positions(own, own), :-1]  # a code may stand twice in districts.csv: told there
        for at in np.flatnonzero(~there.all(axis=1)):
            district = desk.cohort[at]
            lacks: dict[str, list[str]] = {}
            for has, (id_, board) in zip(there[at], wanted.items(), strict=False):
                if not has and shares.get((id_, district.group), 1) > 0:
                    lacks.setdefault(board, []).append(id_)
            for board, ids in lacks.items():
                whole = ids == [id_ for id_, b in wanted.items() if b == board]
                rule = Said(_NO_ROWS if whole else _NO_ROW, district=district.name, board=board, items=Listed(ids))
                hint = "add the rows; leave the figure empty where it is not available"
                faults.append(Fault(files[table], rule, hint, value=district.name))
    if "survey" in desk.needed:
        answered = set(frames["survey"]["code"].to_numpy(object))
        for district in desk.cohort:
            if district.code not in answered:
                hint = "add the row; leave all counts empty where there was no survey"
                faults.append(
                    Fault(
                        files["survey"],
                        Said("{district} has no row", district=district.name),
                        hint,
                        value=district.name,
                    )
                )
    return faults
