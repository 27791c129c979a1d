"""A quarter's data folder as checked, typed inputs: the only door between files and scores.

Everything wrong is raised at once as DataError, each fault with file, sheet, row, column, value, rule and what to do.
No arithmetic on scores happens here, and nothing is remembered between calls.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pandas as pd

from .. import places
from ..model import DataError, District, Fault, Quarter, Source, UsageError, frozen
from ..said import Listed, Said
from ..scheme import Scheme
from . import faithful, intake, ledger, rows
from .ratios import check_ratios
from .revisions import Revision, undone
from .scheme import load_schemes, scheme_for
from .tables import Table, read_table
from .toml import read_toml


@dataclass(frozen=True)
class Base:
    """What all quarters of a data folder share. `spans` holds the quarters a district is assessed in, where limited;
    `areas` the names of areas that report beside the districts and are not assessed (保税区), with the code of their
    district."""

    data: Path
    schemes: tuple[Scheme, ...]
    districts: tuple[District, ...]
    spans: Mapping[str, tuple[Quarter | None, Quarter | None]]
    sources: Mapping[str, Source]
    dictionary: pd.DataFrame
    files: Mapping[str, str]
    register: ledger.Register
    areas: Mapping[str, str] = field(default_factory=dict)

    def cohort(self, quarter: Quarter) -> tuple[District, ...]:
        """The districts assessed in a quarter, in the order of districts.csv."""

        def inside(district: District) -> bool:
            first, last = self.spans.get(district.code, (None, None))
            return (first is None or first <= quarter) and (last is None or quarter <= last)

        return tuple(d for d in self.districts if inside(d)) if self.spans else self.districts


def _no_results() -> pd.DataFrame:
    return pd.DataFrame(columns=["code", *rows.SHAPES["results"][0], *rows.SHAPES["results"][1], "row"])


@dataclass(frozen=True)
class Inputs:
    """One quarter's data, checked. Every frame has `code` (district code), `source` and `row` (its row in the file).

    values    code, district, indicator, value (float, NaN = reported as not available), text (as typed), qualifier,
              unit, period, scope, source, note, row: the scored indicators
    facts     the same columns: reported facts outside the scheme; `dictionary` (facts.csv by id) names them
    points    code, district, indicator, points, source, note, row: leaves and extras scored by departments
    survey    code, district, satisfied, basically_satisfied, dissatisfied, unknown (counts), source, note, row
    praise    code, district, reason_zh, reason_en, source, row
    vetoes    code, district, item, reason_zh, reason_en, source, row
    results   code, district, item, value, source, note, row: results as published elsewhere; item is total, rank, stars
              or a board's id
    photos    code ("" = the city), file (path relative to the data folder), caption_zh, caption_en, credit, credit_en,
              source, row
    sheets    the workbook's sheet by table (values, scores, …), "" where the table is a CSV file
    files     sha256 by path relative to the data folder, of every file these inputs were read from
    """

    quarter: Quarter
    scheme: Scheme
    districts: tuple[District, ...]
    values: pd.DataFrame
    points: pd.DataFrame
    survey: pd.DataFrame
    facts: pd.DataFrame
    dictionary: pd.DataFrame
    praise: pd.DataFrame
    vetoes: pd.DataFrame
    photos: pd.DataFrame
    sources: Mapping[str, Source]
    results: pd.DataFrame = field(default_factory=_no_results)
    commentary: str = ""
    files: Mapping[str, str] = field(default_factory=frozen)
    used_sources: frozenset[str] = frozenset()
    warnings: tuple[Fault, ...] = ()
    sheets: Mapping[str, str] = field(default_factory=frozen)


def quarters(data: Path) -> tuple[Quarter, ...]:
    """The quarters that have a folder, oldest first."""
    folder = Path(data)
    if not folder.is_dir():
        raise UsageError("there is no data folder {folder}", folder=folder)
    return places.quarters(folder)


def load_quarter(data: Path, quarter: Quarter) -> Inputs:
    """One quarter's inputs.

    Raises UsageError for a quarter without a folder, DataError with every fault in its data.
    """
    wanted = Quarter.parse(quarter)
    known_quarter(Path(data), wanted)
    return checked(*read_quarter(load_base(data), wanted))


def load_history(
    data: Path, quarter: Quarter, as_of: datetime.date | None = None, base: Base | None = None
) -> tuple[Inputs, ...]:
    """The inputs of every quarter up to and including this one, oldest first; what they share (`base`) is read once.

    `as_of`: as known at the end of that day. Revisions made later are undone, quarters published later left out;
    raises UsageError when the quarter asked for is one of them.
    """
    wanted = Quarter.parse(quarter)
    known_quarter(Path(data), wanted)
    base = base or load_base(data)
    return read_history(base, known_quarters(base, wanted, as_of), base.register.since(as_of) if as_of else ())


def known_quarters(base: Base, quarter: Quarter, as_of: datetime.date | None = None) -> tuple[Quarter, ...]:
    """The quarters up to and including this one that were known on a day, oldest first."""
    published = base.register.published(quarter)
    if as_of and published and published > as_of:
        raise UsageError(
            "{quarter} was published on {published}: on {day} nobody knew it; name a day from then on",
            quarter=quarter,
            published=published,
            day=as_of,
        )
    known = {q: base.register.published(q) for q in quarters(base.data) if q <= quarter}
    return tuple(q for q, day in known.items() if not (as_of and day and day > as_of))


def read_history(base: Base, known: Iterable[Quarter], undo: Sequence[Revision] = ()) -> tuple[Inputs, ...]:
    """The inputs of these quarters, the revisions of `undo` undone; raises DataError with every fault."""
    read = [read_quarter(base, q, undo) for q in known]
    if errors := _errors(fault for _, found in read for fault in found):
        raise DataError(*errors)
    return tuple(checked(inputs, found) for inputs, found in read)


Read = TypeVar("Read")


def checked(read: Read | None, faults: Iterable[Fault]) -> Read:
    """What was read; raises DataError with the errors among its faults, where there are any or nothing was read."""
    errors = _errors(faults)
    if errors or read is None:
        raise DataError(*errors)
    return read


def _errors(faults: Iterable[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity == "error"]


def known_quarter(data: Path, quarter: Quarter) -> None:
    """Raises UsageError, naming those there are, when a quarter has no folder."""
    there = quarters(data)
    if quarter not in there:
        known = Listed(map(str, there)) if there else "none at all"
        raise UsageError(
            "there are no data for {quarter} in {folder}; there are: {known}", quarter=quarter, folder=data, known=known
        )


def load_base(data: Path) -> Base:
    """Schemes, districts, sources and the dictionary of facts; raises DataError with every fault in them."""
    return checked(*read_base(Path(data)))


def read_base(data: Path) -> tuple[Base | None, list[Fault]]:
    faults: list[Fault] = []
    schemes: tuple[Scheme, ...] = ()
    try:
        schemes = load_schemes(data)
    except DataError as error:
        faults += error.faults
    read: dict[str, Table | None] = {}
    shapes = {
        "districts": (("code", "name"), ("name_en", "aliases", "group", "group_en", "first", "last", "areas"), False),
        "sources": (("id", "title"), ("publisher", "date", "kind", "title_en", "publisher_en"), False),
        "facts": (
            ("id", "name_zh", "unit"),
            ("board", "name_en", "unit_en", "decimals", "minimum", "numerator", "denominator"),
            True,
        ),
    }
    for name, (needs, takes, optional) in shapes.items():
        read[name], found = read_table(data, name, data, needs, takes, optional)
        faults += found
    districts, spans, found = rows.districts(read["districts"])
    faults += found
    areas, found = rows.areas(read["districts"], districts)
    faults += found
    sources, found = rows.sources(read["sources"])
    faults += found
    dictionary, found = rows.dictionary(read["facts"], schemes)
    faults += found
    for scheme in schemes:
        faults += rows.scheme_against_data(scheme, districts, sources, dictionary)
    register, found = ledger.read_register(data, districts, sources)
    faults += found
    files = {table.file: table.sha256 for table in read.values() if table is not None} | dict(register.files)
    if not schemes or not districts:
        return None, faults
    return Base(
        data, schemes, districts, spans, frozen(sources), dictionary, frozen(files), register, frozen(areas)
    ), faults


def read_quarter(base: Base, quarter: Quarter, undo: Sequence[Revision] = ()) -> tuple[Inputs | None, list[Fault]]:
    """A quarter's inputs and all faults of its folder; no inputs when one of them is an error.

    A published quarter is held against what was published. `undo`: revisions to take back.
    """
    folder = base.data / str(quarter)
    try:
        scheme = scheme_for(base.schemes, quarter)
    except DataError as error:
        return None, list(error.faults)
    cohort = base.cohort(quarter)
    if not cohort:
        return None, [
            Fault(
                "districts.csv",
                Said("no district is assessed in {quarter}", quarter=quarter),
                "check the columns first, last",
            )
        ]
    desk = intake.Desk(scheme, base.districts, cohort, base.sources, base.dictionary, quarter, base.register.codes)
    now, faults = _tables(base, quarter, desk.needed)
    if base.register.of(quarter) and not _errors(faults):
        faults += faithful.check(base.register, quarter, present(base, quarter, now))
    back = [entry for entry in undo if entry.quarter == quarter]
    tables = {name: undone(name, table, back, base.register.codes) for name, table in now.items()}
    there = {name: table for name, table in tables.items() if table is not None}
    told = {name: there[name].file if name in there else f"{quarter}/{name}.csv" for name in tables}
    sheets = {name: there[name].sheet if name in there else "" for name in tables}
    files = dict(base.files) | {table.file: table.sha256 for table in there.values()}
    frames: dict[str, pd.DataFrame] = {}
    for name, table in tables.items():
        frames[name], found = desk.frame(name, table)
        faults += found
    photos, found, hashes = intake.photos(desk, folder, base.data)
    faults += found
    files |= hashes
    commentary, found, hashes = intake.commentary(folder, base.data)
    faults += found
    files |= hashes
    if _errors(faults):
        return None, faults
    faults += desk.check_rows(frames, told)
    faults += check_ratios(frames["values"], base.dictionary, cohort, told["values"], sheets["values"])
    faults.sort(key=lambda f: (f.severity, f.file, f.row or 0, f.column))
    inputs = Inputs(
        quarter=quarter,
        scheme=scheme,
        districts=cohort,
        photos=photos,
        sources=base.sources,
        dictionary=base.dictionary,
        commentary=commentary,
        files=frozen(dict(sorted(files.items()))),
        used_sources=rows.used(frames),
        warnings=tuple(f for f in faults if f.severity == "warning"),
        sheets=frozen(sheets),
        **desk.split(frames),
    )
    return (None if _errors(faults) else inputs), faults


def _tables(base: Base, quarter: Quarter, needed: Container[str] = ()) -> tuple[dict[str, Table | None], list[Fault]]:
    """The tables of a quarter's folder by name, None for one that is not there; those `needed` have to be."""
    tables: dict[str, Table | None] = {}
    faults: list[Fault] = []
    for name, (needs, takes) in rows.SHAPES.items():
        optional = name not in needed
        tables[name], found = read_table(base.data / str(quarter), name, base.data, needs, takes, optional)
        faults += found
    return tables, faults


def present(base: Base, quarter: Quarter, tables: Mapping[str, Table | None]) -> ledger.Present:
    """What publishing a quarter freezes, as it stands today."""
    scheme = scheme_for(base.schemes, quarter)
    rules = read_toml(base.data / scheme.file, scheme.file)
    return ledger.present(tables, rules, scheme.file, base.cohort(quarter), base.register.codes)


def present_cells(base: Base, quarter: Quarter) -> ledger.Present:
    """What publishing a quarter would freeze now; raises DataError for tables that cannot be read."""
    tables, faults = _tables(base, quarter)
    if errors := _errors(faults):
        raise DataError(*errors)
    return present(base, quarter, tables)
