"""A quarter's data as cells that do not depend on file format, order of rows, or how a number was typed.

What is frozen once a quarter is published: the figures, points, answers, vetoes and praise of its tables, with their
units, periods and sources; the rules of its scheme; which districts were assessed, in which group. Remarks (`note`)
are not: nothing prints them. A row that is not there is a row whose cells are all empty.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from ..markup import as_recorded, recorded
from ..model import District
from .rows import COUNTS, split_sources
from .tables import Table

# table -> the column that with the district names a row ("": the district alone), the columns that are frozen
FROZEN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "values": ("indicator", ("value", "qualifier", "unit", "period", "scope", "source")),
    "scores": ("indicator", ("points", "source")),
    "survey": ("", (*COUNTS, "source")),
    "vetoes": ("item", ("reason_zh", "reason_en", "source")),
    "praise": ("reason_zh", ("reason_en", "source")),
    "results": ("item", ("value", "source")),
}
# The column that a revision is about where it names none.
CHIEF = {"values": "value", "scores": "points", "results": "value", "vetoes": "reason_zh", "praise": "source"}
RULES = ("scheme", "districts")  # what a published quarter rests on beside its own tables
HEADER = ("table", "district", "item", "column", "value")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", flags=re.ASCII)


class Cell(NamedTuple):
    """One cell: its table, the district's code, what it is about (indicator, item, key of the scheme), its column."""

    table: str
    code: str
    item: str
    column: str


Cells = Mapping[Cell, str]


def plain(text: str) -> str:
    """A number by its value, however it was typed (`5.80`, `5.8`); other text as it is."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return text
    number = Decimal(text)
    return f"{number.normalize():f}" if number else "0"


def canonical(column: str, text: str) -> str:
    """A cell's text in the one form in which it is compared."""
    if column in ("value", "points", *COUNTS):
        return plain(text)
    return "; ".join(split_sources(text)) if column == "source" else text.strip()


def codes_of(districts: Iterable[District]) -> dict[str, str]:
    """District codes by every name a table may use."""
    return {name: d.code for d in districts for name in d.names if name}


def row_keys(name: str, table: Table, codes: Mapping[str, str]) -> list[tuple[str, str]]:
    """District code and item of each row of a table; a district nobody knows stands under its own name."""
    key = FROZEN[name][0]
    items = table.columns[key] if key else [""] * len(table)
    return [(codes.get(d, d), item) for d, item in zip(table.columns["district"], items, strict=True)]


def cells_of(name: str, table: Table | None, codes: Mapping[str, str]) -> tuple[dict[Cell, str], dict[Cell, int]]:
    """A table's frozen cells that are not empty, and the position of each one's row."""
    found: dict[Cell, str] = {}
    rows: dict[Cell, int] = {}
    if table is None:
        return found, rows
    for k, (code, item) in enumerate(row_keys(name, table, codes)):
        for column in FROZEN[name][1]:
            if text := canonical(column, table.columns[column][k]):
                found[Cell(name, code, item, column)] = text
                rows[Cell(name, code, item, column)] = k
    return found, rows


def scheme_cells(rules: Mapping[str, Any]) -> dict[Cell, str]:
    """A scheme's parsed TOML as cells: `node gdp_growth`, `floor`. Remarks and the span of quarters are not rules."""
    found: dict[Cell, str] = {}
    for key, value in rules.items():
        if key == "valid":
            continue
        if isinstance(value, list) and value and all(isinstance(block, Mapping) for block in value):
            found[Cell("scheme", "", key, "order")] = _text([block.get("id") for block in value])
            for block in value:
                where = f"{key} {block.get('id')}"
                found |= {Cell("scheme", "", where, name): _text(own) for name, own in block.items()}
        elif isinstance(value, Mapping):
            found |= {Cell("scheme", "", key, name): _text(own) for name, own in value.items()}
        else:
            found[Cell("scheme", "", "", key)] = _text(value)
    return found


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def district_cells(districts: Iterable[District]) -> dict[Cell, str]:
    """Who is assessed, in which group; names are labels and may be corrected."""
    found: dict[Cell, str] = {}
    for district in districts:
        found[Cell("districts", district.code, "", "assessed")] = "yes"
        if district.group:
            found[Cell("districts", district.code, "", "group")] = district.group
    return found


def fingerprint(cells: Cells) -> str:
    """SHA-256 over all cells, whatever order they came in."""
    lines = (json.dumps([*cell, value], ensure_ascii=True) for cell, value in sorted(cells.items()))
    return hashlib.sha256("\n".join(lines).encode("ascii")).hexdigest()


def to_csv(cells: Cells) -> bytes:
    """Cells as a table that can be read by eye: UTF-8 with mark, sorted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(map(recorded, (*cell, value)) for cell, value in sorted(cells.items()))
    return out.getvalue().encode("utf-8-sig")


def from_csv(content: bytes) -> dict[Cell, str]:
    """`to_csv` read back. Raises ValueError for anything else."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    if not rows or tuple(rows[0]) != HEADER or any(len(row) != len(HEADER) for row in rows):
        raise ValueError("not a table of published cells")
    return {Cell(*row[:4]): row[4] for row in (list(map(as_recorded, row)) for row in rows[1:])}
