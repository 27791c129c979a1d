"""The rows of each table of the data folder against the rules: who, what, which unit, which source, how often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from ..model import District, Fault, Quarter, Source, UsageError, nearest
from ..said import Said
from ..scheme import Scheme
from . import methods
from .cells import numbers
from .tables import Table

# table -> columns it needs, columns it may have
SHAPES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "values": (("district", "indicator", "value", "unit", "source"), ("qualifier", "period", "scope", "note")),
    "scores": (("district", "indicator", "points", "source"), ("note",)),
    "survey": (
        ("district", "satisfied", "basically_satisfied", "dissatisfied", "unknown", "source"),
        ("note",),
    ),
    "praise": (("district", "reason_zh", "source"), ("reason_en",)),
    "vetoes": (("district", "item", "reason_zh", "source"), ("reason_en",)),
    "results": (("district", "item", "value", "source"), ("note",)),
}
PHOTOS = (("file", "district", "caption_zh", "credit", "source"), ("caption_en", "credit_en"))
COUNTS = ("satisfied", "basically_satisfied", "dissatisfied", "unknown")
FIGURES = {
    "values": ("value",),
    "scores": ("points",),
    "survey": COUNTS,
    "results": ("value",),
}
# Words that a district cannot be called by: the whole city in background.csv, and `--district all` and `none`.
RESERVED = {"全市": "the whole city", "all": "every district", "none": "no district"}
QUALIFIERS = ("", "余", "超")
# What a figure's `scope` may be called in Chinese, where a database or a workbook tells it.
SCOPES = {"累计": "cumulative", "当季": "single quarter", "比率": "ratio", "存量": "stock", "全年": "annual"}
SCOPES |= {"年度计划": "annual plan", "活动": "event", "约数下限": "approximate lower bound"}
TO_YI = {("万元", "亿元"): 1e-4, ("亿元", "万元"): 1e4, ("元", "亿元"): 1e-8, ("元", "万元"): 1e-4}


def without_rows(columns: Iterable[str]) -> pd.DataFrame:
    """A frame of these columns, its own to change. Copying one costs a twentieth of making it."""
    return _without_rows(tuple(columns)).copy()


@lru_cache(maxsize=64)
def _without_rows(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


_CODE = re.compile(r"[A-Za-z0-9_-]+", flags=re.ASCII)
_NOT_ONE_LINE = re.compile(r"[\r\n\t]")


def districts(
    table: Table | None,
) -> tuple[tuple[District, ...], dict[str, tuple[Quarter | None, Quarter | None]], list[Fault]]:
    """Districts in the file's order; codes, names and aliases each mean one district."""
    if table is None:
        return (), {}, []
    faults, found, spans = [], [], {}
    taken: dict[str, int] = {}
    lowered: dict[str, int] = {}
    c = table.columns
    english, bad = _group_names(table)
    faults += bad
    for k, code in enumerate(c["code"]):
        if not _CODE.fullmatch(code):
            faults.append(
                table.fault(k, "code", "a code is letters, digits, - and _: it names files", "write for example 370281")
            )
        elif code.lower() in lowered:
            rule = Said("row {row:d} has the same code: their files would be one", row=lowered[code.lower()])
            faults.append(table.fault(k, "code", rule, "give it a code of its own"))
        lowered.setdefault(code.lower(), table.rows[k])
        if not c["name"][k]:
            faults.append(table.fault(k, "name", "the name is missing", "write it as it is to be printed"))
        for column in ("name", "name_en", "group", "group_en"):
            if _NOT_ONE_LINE.search(c[column][k]):
                faults.append(table.fault(k, column, "a name stands in one line", "take the line break out"))
        aliases = tuple(a.strip() for a in c["aliases"][k].split("|") if a.strip())
        group = c["group"][k]
        district = District(code, c["name"][k], c["name_en"][k], aliases, group, english.get(group, ""))
        for name in dict.fromkeys(n for n in district.names if n):
            if name.lower() in RESERVED:
                rule = Said("{name!r} means something else: {meaning}", name=name, meaning=RESERVED[name.lower()])
                faults.append(table.fault(k, "name", rule, "choose another name or alias"))
            if name in taken and name.lower() != c["code"][taken[name]].lower():
                rule = Said(
                    "{name!r} already means the district of row {row:d}", name=name, row=table.rows[taken[name]]
                )
                faults.append(table.fault(k, "name", rule, "every code, name and alias means one district"))
            taken[name] = k
        span: list[Quarter | None] = []
        for column in ("first", "last"):
            try:
                span.append(Quarter.parse(c[column][k]) if c[column][k] else None)
            except UsageError as error:
                faults.append(table.fault(k, column, str(error), "leave it empty for no limit"))
        if len(span) == 2 and any(span):
            spans[code] = (span[0], span[1])
        found.append(district)
    if not found:
        faults.append(Fault(table.file, "no district is listed", "one row a district", table.sheet))
    return tuple(found), spans, faults


def areas(table: Table | None, districts: Sequence[District]) -> tuple[dict[str, str], list[Fault]]:
    """The names of areas within a district that report beside it and are not assessed, with its code."""
    if table is None:
        return {}, []
    known = {name.lower() for district in districts for name in district.names if name}
    found: dict[str, str] = {}
    faults = []
    for k, told in enumerate(table.columns["areas"]):
        for name in dict.fromkeys(filter(None, map(str.strip, told.split("|")))):
            if name.lower() in known or name in found:
                rule = Said("{name!r} means a district, or an area of another row, already", name=name)
                hint = "an area that is not assessed stands once, and is no district's alias"
                faults.append(table.fault(k, "areas", rule, hint))
            found.setdefault(name, table.columns["code"][k])
    return found, faults


def _group_names(table: Table) -> tuple[dict[str, str], list[Fault]]:
    """The English names of groups by group, each from the first row that gives it; and what contradicts them.

    One row of a group is enough: a group has one English name, and no name, of either language, is that of two.
    """
    faults: list[Fault] = []
    named: dict[str, int] = {}
    groups, given = table.columns["group"], table.columns["group_en"]
    taken = {group: group for group in groups if group}
    for k, (group, name) in enumerate(zip(groups, given, strict=True)):
        if not name:
            continue
        first = named.setdefault(group, k)
        if not group:
            faults.append(table.fault(k, "group_en", "the row has no group", "name the group in column group first"))
        elif given[first] != name:
            rule = Said("the group is {name!r} in row {row:d}", name=given[first], row=table.rows[first])
            faults.append(table.fault(k, "group_en", rule, "one group has one English name; one row of it is enough"))
        elif taken.setdefault(name, group) != group:
            rule = Said("{name!r} already means the group {group!r}", name=name, group=taken[name])
            faults.append(table.fault(k, "group_en", rule, "give each group a name of its own"))
    return {group: given[k] for group, k in named.items()}, faults


def sources(table: Table | None) -> tuple[dict[str, Source], list[Fault]]:
    if table is None:
        return {}, []
    faults: list[Fault] = []
    found: dict[str, Source] = {}
    c = table.columns
    for k, id_ in enumerate(c["id"]):
        kind = c["kind"][k] or "published"
        if not id_:
            faults.append(table.fault(k, "id", "the id is missing", "give the source a short name"))
        if id_ in found:
            faults.append(table.fault(k, "id", "the id stands twice", "give one of the two another"))
        if kind not in ("published", "illustrative"):
            hint = nearest(kind, ["published", "illustrative"])
            faults.append(table.fault(k, "kind", "published or illustrative", hint))
        english = {name: c[name][k] for name in ("title_en", "publisher_en")}
        found[id_] = Source(id_, c["title"][k], c["publisher"][k], c["date"][k], kind, **english)
    if not found:
        faults.append(Fault(table.file, "no source is listed", "one row a source", table.sheet))
    return found, faults


def dictionary(table: Table | None, schemes: Iterable[Scheme]) -> tuple[pd.DataFrame, list[Fault]]:
    """facts.csv by id: board, names, units, decimals (int), minimum (NaN: any number goes), the two ids of a ratio."""
    columns = [
        "id", "board", "name_zh", "name_en", "unit", "unit_en", "decimals", "minimum", "numerator", "denominator",
    ]  # fmt: skip
    if table is None:
        return pd.DataFrame(columns=columns).set_index("id"), []
    decimals, faults = numbers(table, "decimals")
    minimum, found = numbers(table, "minimum")
    faults += found
    c = table.columns
    ids = set(c["id"]) | {leaf.id for scheme in schemes for leaf in scheme.leaves}
    boards = sorted({board.id for scheme in schemes for board in scheme.boards})
    seen: set[str] = set()
    for k, id_ in enumerate(c["id"]):
        if not id_ or id_ in seen:
            rule = "the id stands twice" if id_ else "the id is missing"
            faults.append(table.fault(k, "id", rule, "every item has an id of its own"))
        seen.add(id_)
        if not np.isnan(decimals[k]) and (decimals[k] < 0 or decimals[k] % 1):
            faults.append(table.fault(k, "decimals", "a whole number, 0 or more", "write 0, 1 or 2"))
        if c["board"][k] and boards and c["board"][k] not in boards:
            faults.append(table.fault(k, "board", "no such board in any scheme", nearest(c["board"][k], boards)))
        for column in ("numerator", "denominator"):
            if c[column][k] and c[column][k] not in ids:
                faults.append(table.fault(k, column, "no such indicator", nearest(c[column][k], sorted(ids))))
    frame = pd.DataFrame({name: c[name] for name in columns if name not in ("decimals", "minimum")})
    frame["minimum"] = minimum
    frame["decimals"] = np.nan_to_num(decimals, nan=2.0).astype(int)
    return frame[columns].set_index("id"), faults


def scheme_against_data(
    scheme: Scheme, districts_: tuple[District, ...], sources_: Mapping[str, Source], facts: pd.DataFrame
) -> list[Fault]:
    """What a scheme names must exist: its source, groups of districts, exempt districts, indicators of its figures."""
    faults: list[Fault] = []

    def fault(key: str, value: str, rule: str, known: list[str]) -> None:
        faults.append(Fault(scheme.file, rule, nearest(value, known) if known else "", column=key, value=value))

    if sources_ and scheme.source and scheme.source not in sources_:
        fault("source", scheme.source, "no such source in sources.csv", list(sources_))
    groups = sorted({d.group for d in districts_})
    names = {name for d in districts_ for name in d.names}
    ids = [leaf.id for leaf in scheme.leaves if methods.METHODS[leaf.method].reads == "values"]
    ids += [id_ for id_ in facts.index if id_ not in ids]
    for node in scheme.nodes:
        for group in node.weight:
            if districts_ and group and group not in groups:
                fault(f"node {node.id}: weight", group, "no district is in that group", [g for g in groups if g])
        for id_ in methods.figures_named(node):
            if id_ not in ids:
                fault(f"node {node.id}", id_, "no such indicator in the scheme or in facts.csv", ids)
    for extra in scheme.extras:
        if extra.kind != "veto" and methods.METHODS[extra.method].reads == "values" and extra.id not in facts.index:
            fault(f"extra {extra.id}", extra.id, "its figure is a fact; no such one in facts.csv", list(facts.index))
    earlier: list[str] = []
    for award in scheme.awards:
        for word in award.exempt:
            if districts_ and word not in names and word not in earlier:
                fault(f"award {award.id}: exempt", word, "neither a district nor an earlier award", sorted(names))
        earlier.append(award.id)
    return faults


@lru_cache(maxsize=4096)  # a few dozen different cells, asked for with every row
def split_sources(text: str) -> tuple[str, ...]:
    """The ids of the sources that a cell names, parted by ; or |."""
    return tuple(part.strip() for part in re.split(r"[;|；]", text) if part.strip())


def check_sources(table: Table, sources_: Mapping[str, Source], figures: Sequence[str] = ()) -> list[Fault]:
    """Every row names its source, and sources.csv knows it; several are parted by ; or |.

    A row whose `figures` are all still to come need not say yet who sent them.
    """
    if not sources_:
        return []  # sources.csv is missing or empty: told there, once
    cells = table.columns["source"]
    bad = {cell for cell in set(cells) if not cell or any(s not in sources_ for s in split_sources(cell))}
    if not bad:
        return []
    faults = []
    for k, cell in enumerate(cells):
        if cell in bad and (cell or not figures or any(table.columns[name][k] for name in figures)):
            unknown = next((s for s in split_sources(cell) if s not in sources_), "")
            rule = "no such source in sources.csv" if cell else "every row names its source"
            faults.append(table.fault(k, "source", rule, nearest(unknown, list(sources_))))
    return faults


def used(frames: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """The ids of all sources that rows of these frames name."""
    cells = {cell for frame in frames.values() if len(frame) for cell in frame["source"].unique()}
    return frozenset(source for cell in cells for source in split_sources(cell))
