"""What a quarter waits for: every figure the scheme in force needs, with its unit, scope, period and limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..assess import load, methods
from ..assess.intake import Desk
from ..assess.load import Base
from ..assess.methods import figures_named
from ..assess.rows import COUNTS, SHAPES
from ..assess.scheme import scheme_for
from ..assess.tables import Table, read_table
from ..model import District, Name, Quarter

TABLES = ("values", "scores", "survey")
FIELD = {"values": "value", "scores": "points"}
SURVEY_NAMES = {
    "satisfied": Name("满意", "Satisfied"),
    "basically_satisfied": Name("基本满意", "Fairly satisfied"),
    "dissatisfied": Name("不满意", "Dissatisfied"),
    "unknown": Name("不了解", "Don't know"),
}


@dataclass(frozen=True)
class Item:
    """One figure that every district reports: a value, a score, or a count of the survey (`id` is its column then).

    `groups` are the groups of districts that report it; `low` and `high` its limits, infinite where it has none.
    `about` are the names of its board and of what else stands in it, where its own does not say what it is about.
    `scored` is false for a fact that may be told and is not waited for.
    """

    table: str
    id: str
    name: Name
    unit: str
    decimals: int = 2
    period: str = ""
    scope: str = ""
    source: str = ""
    low: float = -np.inf
    high: float = np.inf
    board: str = ""
    groups: frozenset[str] = frozenset()
    scored: bool = True
    unit_en: str = ""
    about: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        return FIELD.get(self.table, self.id)

    @property
    def key(self) -> tuple[str, str]:
        return self.table, self.id


def desk_for(base: Base, quarter: Quarter) -> Desk:
    """The quarter's rules at hand; raises DataError where no scheme covers it."""
    scheme = scheme_for(base.schemes, quarter)
    return Desk(
        scheme, base.districts, base.cohort(quarter), base.sources, base.dictionary, quarter, base.register.codes
    )


def read_raw(data: Path, quarter: Quarter, name: str) -> Table | None:
    """A table of a quarter as it stands, however wrong its cells; None where it is missing or unreadable."""
    needs, takes = SHAPES[name]
    return read_table(data / str(quarter), name, data, needs, takes, optional=True)[0]


def last_rows(base: Base, quarter: Quarter) -> dict[tuple[str, str], dict[str, str]]:
    """Unit, period, scope and source of each item in the last quarter before that has it, by table and id."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for before in (q for q in load.quarters(base.data) if q < quarter):
        for name in TABLES:
            table = read_raw(base.data, before, name)
            if table is None:
                continue
            columns = table.columns
            ids = columns.get("indicator", [""] * len(table))
            latest: dict[tuple[str, str], dict[str, str]] = {}
            for k, id_ in enumerate(ids):
                names = ("unit", "period", "scope", "source")
                row: dict[str, str] = {key: columns[key][k] for key in names if key in columns}
                keys = [(name, id_)] if name != "survey" else [(name, column) for column in COUNTS]
                for key in keys:
                    latest.setdefault(key, {**row, "quarter": str(before)})
            found |= latest
    return found


def items(base: Base, desk: Desk) -> tuple[Item, ...]:
    """Everything a workbook may bring: what the scheme needs first, then the facts of facts.csv."""
    last = last_rows(base, desk.quarter)
    groups = {district.group for district in desk.cohort}
    scheme, found = desk.scheme, []
    named = {id_ for leaf in scheme.leaves for id_ in figures_named(leaf)} | set(desk.items)
    for leaf in desk.measured.values():
        limits = {
            k: methods.settle({"x": leaf.params[k]}, desk.quarter.number)["x"] for k in _LIMITS if k in leaf.params
        }
        item = Item("values", leaf.id, leaf.name, leaf.unit, leaf.decimals, unit_en=leaf.unit_en)
        item = replace(item, board=scheme.board_of(leaf).id)
        shares = frozenset(g for g in groups if scheme.share(leaf, g) > 0)
        low, high = limits.get("minimum", -np.inf), limits.get("maximum", np.inf)
        found.append(replace(item, low=float(low), high=float(high), groups=shares))
    for id_, fact in zip(desk.dictionary.index, desk.dictionary.itertuples(), strict=True):
        if id_ not in desk.measured:
            low = -np.inf if pd.isna(fact.minimum) else float(fact.minimum)
            name = Name(fact.name_zh, fact.name_en)
            item = Item("values", id_, name, fact.unit, int(fact.decimals), low=low, board=fact.board)
            found.append(replace(item, groups=frozenset(groups), scored=id_ in named, unit_en=fact.unit_en))
    for leaf in desk.reads("points"):
        shares = frozenset(g for g in groups if scheme.share(leaf, g) > 0)
        high = float(leaf.params.get("max", 100.0))
        board = scheme.board_of(leaf).id
        found.append(Item("scores", leaf.id, leaf.name, "分", 2, low=0, high=high, board=board, groups=shares))
    for extra in scheme.extras:
        if extra.method == "given" and extra.kind != "veto":
            high = float(extra.params["max"])
            whole = frozenset(groups)
            found.append(Item("scores", extra.id, extra.name, "分", 2, low=0, high=high, groups=whole))
    if "survey" in desk.needed:
        for id_, name in SURVEY_NAMES.items():
            found.append(Item("survey", id_, name, "人", 0, low=0, groups=frozenset(groups)))
    still = {key: {**row, "source": _still(row.get("source", ""), base, desk.quarter)} for key, row in last.items()}
    boards = {leaf.id: scheme.board_of(leaf) for leaf in scheme.leaves}
    about = {
        board.id: (board.name.zh, *(leaf.name.zh for leaf in scheme.leaves if boards[leaf.id] == board))
        for board in boards.values()
    }
    found = [replace(item, about=about.get(item.board, ())) for item in found]
    return tuple(_with_last(item, still.get(item.key, {}), desk.quarter) for item in found)


def _still(source: str, base: Base, quarter: Quarter) -> str:
    """Of an earlier figure's sources those that may have this quarter's too: no publication of before its end."""
    told = [id_.strip() for id_ in source.split(";")]
    dates = {id_: base.sources[id_].date if id_ in base.sources else "" for id_ in told}
    return "; ".join(id_ for id_, day in dates.items() if not day or _latest(day) > quarter.last_day.isoformat())


def _latest(date: str) -> str:
    """The last day that a date known in part may be: 2023-12-31 for 2023."""
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")


_LIMITS = ("minimum", "maximum")


def _with_last(item: Item, last: Mapping[str, str], quarter: Quarter) -> Item:
    if item.table != "values":
        return replace(item, source=last.get("source", ""))
    scope = last.get("scope", "")
    period = moved(last.get("period", ""), quarter) or f"{quarter.year}-01..{quarter.months[1]}"
    if not last:
        scope = "cumulative"
    return replace(item, period=period, scope=scope, source=last.get("source", ""))


def moved(period: str, quarter: Quarter) -> str:
    """A period as `quarter` has it: 2023-01..2023-09 becomes 2023-01..2023-12; "" for one that cannot move."""
    if re.fullmatch(r"\d{4}-01\.\.\d{4}-\d{2}", period):
        return f"{quarter.year}-01..{quarter.months[1]}"
    if re.fullmatch(r"\d{4}Q[1-4]", period):
        return str(quarter)
    if re.fullmatch(r"\d{4}-\d{2}", period):
        return quarter.months[1]
    return str(quarter.year) if re.fullmatch(r"\d{4}", period) else ""


def names_of(base: Base) -> dict[str, tuple[str, str]]:
    """The districts' names in Chinese and English, by the Chinese one."""
    return {d.name: (d.label("zh"), d.label("en")) for d in base.districts}


def reporting(item: Item, cohort: Sequence[District]) -> tuple[District, ...]:
    """The districts that report an item."""
    return tuple(d for d in cohort if d.group in item.groups)


def empty_tables(base: Base, desk: Desk) -> dict[str, list[list[str]]]:
    """The tables a quarter needs, with the rows it waits for and no figure: header first."""
    wanted = [item for item in items(base, desk) if item.scored]
    tables: dict[str, list[list[str]]] = {}
    for name in (n for n in TABLES if n in desk.needed):
        columns = header(name)
        rows = [list(columns)]
        if name == "survey":
            source = next((item.source for item in wanted if item.table == name), "")
            rows += [[d.name, "", "", "", "", source, ""] for d in desk.cohort]
        else:
            for district in desk.cohort:
                mine = (i for i in wanted if i.table == name and district.group in i.groups)
                rows += [row_of(name, district.name, item) for item in mine]
        tables[name] = rows
    return tables


def header(name: str) -> tuple[str, ...]:
    """The columns of a table in the order they are written."""
    if name == "values":
        return ("district", "indicator", "value", "qualifier", "unit", "period", "scope", "source", "note")
    needs, takes = SHAPES[name]
    return (*needs, *takes)


def row_of(table: str, district: str, item: Item, figure: str = "", **more: str) -> list[str]:
    """A row of values.csv or scores.csv as it is written."""
    told = {"district": district, "indicator": item.id, item.field: figure, "unit": item.unit, "period": item.period}
    told |= {"scope": item.scope, "source": item.source, **more}
    return [told.get(column, "") for column in header(table)]
