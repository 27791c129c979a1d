"""Where each figure of a quarter came from: `data/<quarter>/intake/cells.csv`, one row a figure taken in.

Written with the tables, read by the data contract's report and by the next intake. A figure typed into a table by hand
has no row here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from ..markup import safe
from ..model import Quarter
from .claims import Claim
from .figures import written

FOLDER, FILE = "intake", "cells.csv"


@dataclass(frozen=True)
class Arrival:
    """One figure as it arrived. `district` is a name, or 全市 for a total that is compared and not written."""

    table: str
    district: str
    item: str
    value: str
    workbook: str
    sheet: str
    cell: str
    typed: str
    mapping: str
    department: str
    sha256: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.table, self.district, self.item

    @property
    def place(self) -> str:
        return self.workbook + (f" [{self.sheet}]" if self.sheet else "") + f" {self.cell}"


_COLUMNS = tuple(f.name for f in fields(Arrival))


def path_of(data: Path, quarter: Quarter) -> Path:
    return data / str(quarter) / FOLDER / FILE


def read(data: Path, quarter: Quarter) -> dict[tuple[str, str, str], Arrival]:
    """What arrived, by table, district and item; nothing where there is no record or it is not one of ours."""
    path = path_of(data, quarter)
    if not path.is_file():
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):  # a record that cannot be read tells nothing
        return {}
    found = [Arrival(**{name: row.get(name) or "" for name in _COLUMNS}) for row in rows]
    return {arrival.key: arrival for arrival in found}


def of_claim(claim: Claim, district: str) -> Arrival:
    return Arrival(
        claim.item.table, district, claim.item.id, written(claim.value, claim.item.decimals), safe(claim.workbook),
        safe(claim.sheet), claim.cell, safe(claim.typed.strip()), safe(claim.mapping),
        safe(claim.department), claim.sha256,
    )  # fmt: skip


def text(arrivals: Iterable[Arrival]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([safe(getattr(arrival, name)) for name in _COLUMNS] for arrival in arrivals)
    return out.getvalue()
