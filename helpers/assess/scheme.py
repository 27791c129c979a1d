"""Schemes (考核办法) from `data/schemes/*.toml`: read, checked, and built as `helpers.scheme.Scheme`.

A fault names the file and the key (`node gdp_growth: floor`); all faults of all files are raised together.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..model import DataError, Fault, Quarter
from ..said import Listed, Said
from ..scheme import Scheme
from .reader import AGGREGATES, Reader
from .toml import read_toml
from .validate import check_links

FORMAT = 1
TOP = ["format", "id", "name", "valid", "source", "issuer", "basis", "title", "assessed", "whole"]
TOP += ["stars", "aggregate", "weights"]
TOP += ["policies", "node", "extra", "award"]


def load_schemes(data: Path) -> tuple[Scheme, ...]:
    """All schemes of a data folder, oldest first.

    Raises DataError with every fault found: in one file, and between files where two schemes cover the same quarter
    or a quarter between two schemes is covered by none.
    """
    folder = Path(data) / "schemes"
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise DataError(Fault("schemes/", "no scheme is there", "put a scheme (*.toml) into data/schemes"))
    schemes: list[Scheme] = []
    faults: list[Fault] = []
    for path in files:
        try:
            schemes.append(read_scheme(path))
        except DataError as error:
            faults += error.faults
    faults += check_spans(schemes)
    if faults:
        raise DataError(*faults)
    return tuple(sorted(schemes, key=lambda s: s.first))


def read_scheme(path: Path) -> Scheme:
    """One scheme from its file; raises DataError with every fault in it."""
    file = f"schemes/{path.name}"
    return build_scheme(read_toml(path, file), file)


def build_scheme(table: Mapping[str, Any], file: str = "scheme") -> Scheme:
    """A scheme from its parsed TOML; raises DataError with every fault in it."""
    reader = Reader(file)
    reader.known(table, TOP, "")
    if table.get("format", FORMAT) != FORMAT:
        reader.fault("format", table["format"], Said("this program reads format {format:d}", format=FORMAT))
    first, last = reader.span(table)
    nodes = tuple(reader.node(raw, k) for k, raw in enumerate(reader.tables(table, "node"), start=1))
    extras = tuple(reader.extra(raw, k) for k, raw in enumerate(reader.tables(table, "extra"), start=1))
    awards = tuple(reader.award(raw, k) for k, raw in enumerate(reader.tables(table, "award"), start=1))
    relative = reader.choice(table, "weights", ("sum", "relative"), "", "sum") == "relative"
    raw_weights = {str(raw.get("id", "")): raw.get("weight") for raw in reader.tables(table, "node")}
    nodes = reader.weighted(nodes, raw_weights, relative)
    stars = table.get("stars", [])
    if not isinstance(stars, list) or not all(isinstance(s, int) and s >= 0 for s in stars):
        reader.fault("stars", stars, "a list of whole numbers by place", "write stars = [3, 2, 1]")
        stars = []
    scheme = Scheme(
        id=reader.text(table, "id", "", needed=True),
        name=reader.name(table, "name", "", needed=True),
        file=file,
        first=first,
        last=last,
        nodes=nodes,
        extras=extras,
        awards=awards,
        stars=tuple(stars),
        policies=reader.policies(table.get("policies", {})),
        issuer=reader.name(table, "issuer", ""),
        basis=reader.name(table, "basis", ""),
        title=reader.name(table, "title", ""),
        assessed=reader.name(table, "assessed", ""),
        whole=reader.name(table, "whole", ""),
        source=reader.text(table, "source", ""),
        aggregate=reader.choice(table, "aggregate", AGGREGATES, "", "arithmetic"),
    )
    reader.faults += check_links(scheme, {f.column for f in reader.faults})
    if reader.faults:
        raise DataError(*reader.faults)
    return scheme


def check_spans(schemes: Iterable[Scheme]) -> list[Fault]:
    """Two schemes for one quarter, a quarter between two schemes without one, or one id twice."""
    faults: list[Fault] = []
    ordered = sorted(schemes, key=lambda s: (s.first, s.file))
    for before, after in itertools.pairwise(ordered):
        if before.last is None or before.last >= after.first:
            rule = Said("covers {quarter} too, as {file} does", quarter=after.first, file=before.file)
            faults.append(
                Fault(
                    after.file,
                    rule,
                    Said("end the earlier one at {quarter}", quarter=after.first.previous),
                    column="valid",
                )
            )
        elif before.last + 1 != after.first:
            rule = Said(
                "no scheme covers {first:s}..{last:s} (after {file})",
                first=before.last + 1,
                last=after.first.previous,
                file=before.file,
            )
            faults.append(Fault(after.file, rule, "let the spans meet", column="valid"))
        if before.id == after.id:
            faults.append(
                Fault(after.file, Said("{file} has the same id", file=before.file), column="id", value=after.id)
            )
    return faults


def scheme_for(schemes: tuple[Scheme, ...], quarter: Quarter) -> Scheme:
    """The scheme in force in a quarter; raises DataError when none is."""
    for scheme in schemes:
        if scheme.covers(quarter):
            return scheme
    spans = Listed(f"{s.file} {s.first}..{s.last or ''}" for s in schemes)
    raise DataError(
        Fault(
            "schemes/",
            Said("no scheme covers {quarter}", quarter=quarter),
            Said("spans: {spans}", spans=spans),
            column="valid",
        )
    )
