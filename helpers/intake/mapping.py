"""How one kind of workbook is read: `data/mappings/<name>.toml`. Read and checked; mapping_text.py writes it.

A column is known by the key of its head (see heads.py), in which the words of time are marks: one mapping serves
every quarter. Only a confirmed mapping lets figures in.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ..assess.toml import read_toml
from ..model import DataError, Fault, Quarter, nearest
from ..said import Said
from .district_names import within
from .expected import Item
from .figures import plain
from .names import Names

FOLDER = "mappings"
FORMAT = 1
UNWRITTEN = " (a run without --accept-mappings writes it)"
WHY = " — "  # parts an unread head that is like an item from the reason why it is not read
_TOP = ("format", "confirmed", "workbook", "department", "source", "sheet")
_SHEET = ("name", "column", "note")
_COLUMN = ("head", "table", "indicator", "unit", "scale", "reason", "any_size")


@dataclass(frozen=True)
class Column:
    """One column of a workbook: the key of its head, the item it holds, the unit it is typed in, and a factor.

    The figure is multiplied by what parts `unit` from the item's own unit, then by `scale`. `any_size`: figures a
    hundred times apart are right here (a rate of 0.95 % beside one of 95 %), always or in the quarter asked about.
    """

    head: str
    table: str
    indicator: str
    unit: str = ""
    scale: Decimal = Decimal(1)
    reason: str = ""
    any_size: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.table, self.indicator


@dataclass(frozen=True)
class SheetMap:
    """The columns of one sheet. `name` may hold * ; `note` is the head of a column of remarks, "" if none is kept."""

    name: str
    columns: tuple[Column, ...]
    note: str = ""


@dataclass(frozen=True)
class Open:
    """A column in the sheets `sheet` that may be taken as `column`, once somebody has decided the question.

    Where nothing is like it, `column` has no indicator, and the question is the list of all that it might be.
    """

    sheet: str
    column: Column
    question: str


@dataclass(frozen=True)
class Mapping:
    """A kind of workbook: `workbook` is a pattern for its name without extension, `source` an id of sources.csv.

    `unread` are heads that no column was guessed for, some with WHY, and `open` those somebody has to decide about;
    they are told in the proposal only, and written as comments. A proposal of which all is open has no sheets.
    """

    name: str
    workbook: str
    sheets: tuple[SheetMap, ...]
    department: str = ""
    source: str = ""
    confirmed: bool = False
    unread: tuple[str, ...] = ()
    open: tuple[Open, ...] = ()

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.name}.toml"

    @property
    def place(self) -> str:
        """The file as a hint names it: a proposal that was accepted at once, and refused, is not there yet."""
        return self.file if self.confirmed else self.file + UNWRITTEN

    def fits(self, path: Path, names: Names) -> bool:
        tries = {plain(path.stem), within(path.stem, names)[1]}
        return any(fnmatch.fnmatchcase(tried, plain(self.workbook)) for tried in tries)

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        return frozenset(column.key for sheet in self.sheets for column in sheet.columns)


def load_mappings(data: Path, quarter: Quarter | None = None) -> tuple[Mapping, ...]:
    """All mappings of a data folder by name, as they are for a quarter; raises DataError with every fault in them."""
    found: list[Mapping] = []
    faults: list[Fault] = []
    for path in sorted((data / FOLDER).glob("*.toml")):
        try:
            found.append(read_mapping(path, quarter))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(*faults)
    return tuple(found)


def read_mapping(path: Path, quarter: Quarter | None = None) -> Mapping:
    """One mapping, with the answers given for a quarter; raises DataError with every fault in it."""
    file = f"{FOLDER}/{path.name}"
    told = read_toml(path, file)
    faults: list[Fault] = []

    def fault(key: str, value: object, rule: str, hint: str = "") -> None:
        faults.append(Fault(file, rule, hint, column=key, value="" if value is None else str(value)))

    def known(table: Dict[str, Any], keys: Sequence[str], where: str) -> None:
        for key in table:
            if key not in keys:
                fault(f"{where}{key}", None, "no such key", nearest(key, list(keys)))

    def text(table: Dict[str, Any], key: str, where: str = "", needed: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            fault(f"{where}{key}", table.get(key), "a text in quotes", Said('write {key} = "…"', key=key))
            return ""
        return value.strip()

    known(told, _TOP, "")
    if told.get("format", FORMAT) != FORMAT:
        fault("format", told["format"], Said("this program reads format {format}", format=FORMAT))
    confirmed = told.get("confirmed", False)
    if not isinstance(confirmed, bool):
        fault("confirmed", confirmed, "true or false", "write confirmed = true once every line is right")
    sheets = []
    for number, raw in enumerate(_blocks(told, "sheet", fault), start=1):
        where = f"sheet {number}: "
        known(raw, _SHEET, where)
        columns = []
        for raw_column in _blocks(raw, "column", fault):
            at = f"{where}column {raw_column.get('head', '')}: "
            known(raw_column, _COLUMN, at)
            table = text(raw_column, "table", at, needed=True)
            if table and table not in ("values", "scores", "survey"):
                fault(
                    f"{at}table", table, "one of values, scores, survey", nearest(table, ["values", "scores", "survey"])
                )
            factor = raw_column.get("scale", 1)
            try:
                factor = Decimal(str(factor))
            except InvalidOperation:
                factor = Decimal(0)
            if not factor.is_finite() or not factor or isinstance(raw_column.get("scale"), bool):
                fault(f"{at}scale", raw_column.get("scale"), "a number other than 0", "write scale = 1, 100 or 0.0001")
                factor = Decimal(1)
            head, indicator = text(raw_column, "head", at, needed=True), text(raw_column, "indicator", at, needed=True)
            head = _as_read(head)
            unit, reason = text(raw_column, "unit", at), text(raw_column, "reason", at)
            any_size = raw_column.get("any_size", False)
            if not isinstance(any_size, bool) and not _is_quarter(any_size):
                rule = "true or false, or one quarter"
                fault(
                    f"{at}any_size", any_size, rule, 'write any_size = "2023Q3", or any_size = true for every quarter'
                )
            settled = any_size is True or (quarter is not None and str(any_size).upper() == str(quarter))
            columns.append(Column(head, table, indicator, unit, factor, reason, settled))
        sheets.append(SheetMap(text(raw, "name", where) or "*", tuple(columns), text(raw, "note", where)))
    if not sheets and confirmed is True:
        fault("sheet", None, "no sheet is mapped", "write [[sheet]] with its [[sheet.column]] blocks")
    found = Mapping(
        path.stem,
        text(told, "workbook", needed=True),
        tuple(sheets),
        text(told, "department"),
        text(told, "source"),
        confirmed is True,
    )
    if faults:
        raise DataError(*faults)
    return found


def _is_quarter(told: object) -> bool:
    return isinstance(told, str) and re.fullmatch(r"\d{4}Q[1-4]", told, flags=re.IGNORECASE) is not None


def _as_read(head: str) -> str:
    """A head as intake reads them, where it was copied from the workbook: PM2.5 平均浓度; marks of time stay."""
    pieces = re.split(r"(\{[^}]*\}| / )", head)
    return "".join(piece if at % 2 else plain(piece) for at, piece in enumerate(pieces))


def _blocks(table: Dict[str, Any], key: str, fault: Any) -> list[Dict[str, Any]]:
    found = table.get(key, [])
    if isinstance(found, list) and all(isinstance(item, dict) for item in found):
        return found
    fault(key, None, Said("written as [[{key}]] blocks", key=key), Said("write [[{key}]] above each", key=key))
    return []


def against_scheme(mapping: Mapping, items: Iterable[Item], sources: Iterable[str]) -> list[Fault]:
    """What a mapping names must exist: its source, the items its columns hold; and no item twice in a sheet."""
    by_key = {item.key: item for item in items}
    faults = []
    known_sources = list(sources)
    if mapping.source not in known_sources:
        rule = "no such source in sources.csv" if mapping.source else "the source of the figures is missing"
        hint = nearest(mapping.source, known_sources)
        faults.append(Fault(mapping.file, rule, hint, column="source", value=mapping.source))
    for sheet in mapping.sheets:
        for column in sheet.columns:
            if column.key not in by_key:
                rule = Said("{table} has no such item this quarter", table=column.table)
                ids = [id_ for table, id_ in by_key if table == column.table]
                hint = Said("{near}, or take the column out", near=nearest(column.indicator, ids))
                key = f"column {column.head}: indicator"
                faults.append(Fault(mapping.file, rule, hint, column=key, value=column.indicator))
    return faults


def for_book(mappings: Sequence[Mapping], path: Path, names: Names) -> Mapping | None:
    """The mapping for a workbook, the longest pattern that fits its name."""
    fitting = sorted((m for m in mappings if m.fits(path, names)), key=lambda m: (-len(m.workbook), m.name))
    return fitting[0] if fitting else None


def confirmed(mapping: Mapping) -> Mapping:
    return replace(mapping, confirmed=True)
