"""One quarter's tables taken in: codes for names, numbers for text, every row held against the quarter's rules."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from ..model import DataError, District, Fault, Quarter, Source, nearest
from ..said import Said
from ..scheme import Node, Scheme
from . import methods, quarter_rows
from .cells import numbers
from .methods import figures_named
from .rows import FIGURES, PHOTOS, SHAPES, check_sources, without_rows
from .tables import Table, read_table
from .toml import read_text


def photos(desk: Desk, folder: Path, data: Path) -> tuple[pd.DataFrame, list[Fault], dict[str, str]]:
    """photos/photos.csv with each file found and hashed; a photo without a district is the city's."""
    columns = ["code", "district", "file", "caption_zh", "caption_en", "credit", "credit_en", "source", "row"]
    table, faults = read_table(folder / "photos", "photos", data, *PHOTOS, optional=True)
    if table is None:
        return without_rows(columns), faults, {}
    hashes = {table.file: table.sha256}
    paths = []
    for k, name in enumerate(table.columns["file"]):
        path = folder / "photos" / name
        inside = name and path.resolve().is_relative_to((folder / "photos").resolve())
        paths.append(path.relative_to(data).as_posix() if inside else "")
        if not inside or not path.is_file():
            faults.append(table.fault(k, "file", "no such picture in photos/", "check the name, or take the row out"))
        else:
            hashes[paths[-1]] = hashlib.sha256(path.read_bytes()).hexdigest()
        if not table.columns["credit"][k]:
            faults.append(
                table.fault(k, "credit", "a picture names who made it", "write the photographer or the office")
            )
    codes, found = desk.codes(table, blank=True)
    faults += found + check_sources(table, desk.sources)
    frame = pd.DataFrame({**table.columns, "file": paths, "code": codes, "row": table.rows})
    return frame[columns], faults, hashes


def commentary(folder: Path, data: Path) -> tuple[str, list[Fault], dict[str, str]]:
    """commentary.md, "" when there is none."""
    path = folder / "commentary.md"
    if not path.is_file():
        return "", [], {}
    file = path.relative_to(data).as_posix()
    try:
        return read_text(path, file), [], {file: hashlib.sha256(path.read_bytes()).hexdigest()}
    except DataError as error:
        return "", list(error.faults), {}


# Tables whose figures may not be missing, and what is said of a gap in them.
EMPTY = {"results": "a published result has its figure"}


@dataclass(frozen=True)
class Desk:
    """One quarter's rules at hand, to hold its rows against: scheme, all districts, those assessed, sources, facts.

    `code_of`: district codes by name, alias and code.
    """

    scheme: Scheme
    districts: tuple[District, ...]
    cohort: tuple[District, ...]
    sources: Mapping[str, Source]
    dictionary: pd.DataFrame
    quarter: Quarter
    code_of: Mapping[str, str]

    def reads(self, table: str) -> list[Node]:
        return [leaf for leaf in self.scheme.leaves if methods.METHODS[leaf.method].reads == table]

    @property
    def measured(self) -> dict[str, Node]:
        """Leaves with a value of their own in values.csv (derived ones have none)."""
        return {leaf.id: leaf for leaf in self.reads("values") if "of" not in leaf.params}

    @property
    def items(self) -> list[str]:
        """Bonus and deduction items that are measured: their figures are facts in values.csv."""
        items = [e for e in self.scheme.extras if e.kind != "veto"]
        return [e.id for e in items if methods.METHODS[e.method].reads == "values"]

    @property
    def needed(self) -> set[str]:
        """The tables without which this scheme cannot be scored."""
        extras = [e for e in self.scheme.extras if e.kind != "veto"]
        found = set()
        if self.measured or self.items or any(figures_named(leaf) for leaf in self.scheme.leaves):
            found.add("values")
        if self.reads("points") or any(e.method == "given" for e in extras):
            found.add("scores")
        if self.reads("survey") or any(e.method == "survey" for e in extras):
            found.add("survey")
        return found

    @cached_property
    def assessed(self) -> set[str]:
        """The codes of the districts assessed."""
        return {d.code for d in self.cohort}

    def codes(self, table: Table, blank: bool = False) -> tuple[list[str], list[Fault]]:
        """District codes of a table's rows, by name, alias or code."""
        lookup = {**self.code_of, "": ""} if blank else self.code_of
        cells = table.columns["district"]
        faults = []
        if unknown := set(cells) - lookup.keys():
            choices = [name for name in lookup if name]
            faults = [
                table.fault(k, "district", "no such district in districts.csv", nearest(cell, choices))
                for k, cell in enumerate(cells)
                if cell in unknown
            ]
        codes = [lookup.get(cell, "") for cell in cells] if unknown else list(map(lookup.__getitem__, cells))
        if outside := set(codes) - self.assessed - {""}:
            rule = Said("the district is not assessed in {quarter}", quarter=self.quarter)
            faults += [
                table.fault(k, "district", rule, "see first and last in districts.csv")
                for k, code in enumerate(codes)
                if code in outside
            ]
        return codes, faults

    def frame(self, name: str, table: Table | None) -> tuple[pd.DataFrame, list[Fault]]:
        """One table as a typed frame with district codes, and the faults of single rows."""
        needs, takes = SHAPES[name]
        columns = ["code", *needs, *takes, *(["text"] if name == "values" else []), "row"]
        if table is None:
            return without_rows(columns), []
        codes, faults = self.codes(table)
        faults += check_sources(table, self.sources, FIGURES.get(name, ()))
        content: dict[str, object] = {**table.columns, "code": codes, "row": table.rows}
        if name == "values":
            content["text"] = table.columns["value"]
        for column in FIGURES.get(name, ()):
            empty = EMPTY.get(name, "")
            content[column], found = numbers(table, column, empty)
            faults += found
        faults += quarter_rows.check(name, self, table, codes, content)
        return pd.DataFrame({column: content[column] for column in columns}), faults

    def check_rows(self, frames: Mapping[str, pd.DataFrame], files: Mapping[str, str]) -> list[Fault]:
        """What is missing in a quarter's tables, or disagrees between them; `files` are their names in faults."""
        return quarter_rows.check_missing(self, frames, files)

    def split(self, frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Frames by the name they have in Inputs: scored values and unscored facts apart."""
        values = frames["values"]
        scored = values["indicator"].isin(list(self.measured))
        return {
            "values": values[scored].reset_index(drop=True),
            "facts": values[~scored].reset_index(drop=True),
            "points": frames["scores"],
            **{name: frames[name] for name in ("survey", "praise", "vetoes", "results")},
        }
