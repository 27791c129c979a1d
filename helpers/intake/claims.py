"""One figure that a workbook claims for one cell of a quarter's tables, the fault at it, and claims side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..model import Fault, Source
from ..said import Said
from .expected import Item
from .figures import COUNTS

SHOWN, TYPED, UNIT, FACTOR = "shown", "typed", "unit", "factor"


@dataclass(frozen=True)
class Step:
    """One thing done to a figure: multiplied by `factor`, because its cell shows a percentage (SHOWN), because of the
    unit typed behind it (TYPED) or of its column's (UNIT), both from `unit` to `to`; or by the mapping's own FACTOR."""

    kind: str
    factor: Decimal
    unit: str = ""
    to: str = ""


@dataclass(frozen=True)
class Claim:
    """One figure for one cell: `value` exact, in the item's unit; `typed` as it stood, in `workbook` `sheet` at `cell`.

    `code` is the district's, or 全市 for a total, which is compared and not written. `how` tells what was done to it.
    """

    item: Item
    code: str
    value: Decimal
    qualifier: str
    workbook: str
    sheet: str
    cell: str
    typed: str
    mapping: str
    source: str
    sha256: str
    department: str = ""
    how: tuple[Step, ...] = ()
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.item.table, self.code, self.item.id

    @property
    def place(self) -> str:
        return f"{self.workbook}" + (f" [{self.sheet}]" if self.sheet else "") + f" {self.cell}"

    def fault(self, rule: str, hint: str, severity: str = "error") -> Fault:
        return cell_fault(self.workbook, self.sheet, self.cell, self.typed, rule, hint, severity)


def cell_fault(
    workbook: str, sheet: str, cell: str, typed: str, rule: str, hint: str, severity: str = "error"
) -> Fault:
    """A fault at a workbook's cell: row and column apart, as everywhere."""
    address = re.fullmatch(r"([A-Z]*)(\d+)", cell)
    column, row = (address[1], int(address[2])) if address else (cell, None)
    return Fault(workbook, rule, hint, sheet, row, column, typed, severity)


def is_fraction(item: Item, value: Decimal) -> bool:
    """Whether things that are counted (个, 家, 户) come in a fraction; survey counts are held to it as a rule."""
    return item.table == "values" and item.unit in COUNTS and not item.decimals and value % 1 != 0


def whole_number(item: Item) -> str:
    return Said("a number counted in {unit} is a whole number", unit=item.unit)


def rivals(claims: Iterable[Claim], said: Callable[[Claim, Claim], Fault]) -> list[Fault]:
    """A fault, as `said` words it, for each claim that gives a cell another figure than the first claim of it does."""
    first: dict[tuple[str, str, str], Claim] = {}
    faults = []
    for claim in claims:
        before = first.setdefault(claim.key, claim)
        if (before.value, before.qualifier) != (claim.value, claim.qualifier):
            faults.append(said(before, claim))
    return faults


def illustrative(claims: Iterable[Claim], sources: Mapping[str, Source]) -> list[Fault]:
    """A warning for each file whose figures are given a source of figures made up: the pages would call them that."""
    found = dict.fromkeys(
        (c.workbook, c.source) for c in claims if c.source in sources and sources[c.source].illustrative
    )
    rule = "its figures get a source that is illustrative in sources.csv: every page will call them made up"
    hint = "if they are real: a row for their sender there (kind: published), and its id as source in the mapping"
    return [Fault(file, rule, hint, column="source", value=source, severity="warning") for file, source in found]
