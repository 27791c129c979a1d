"""One figure that a workbook claims for one cell of a quarter's tables, the fault at it, and claims side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..model import Fault, Quarter, Source
from ..said import Said
from .expected import Item
from .figures import COUNTS
from .names import TOTAL

SHOWN, TYPED, UNIT, FACTOR = "shown", "typed", "unit", "factor"
HIDDEN = "hidden"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
IN_ROW = "stands in a row that is hidden or filtered away, and is read"
IN_COLUMN = "stands in a column that is hidden, and is read"
_DEPTHS = ("", IN_ROW, IN_COLUMN, HIDDEN)  # a table has lines of one kind: rows, or columns


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

    `code` is the district's, or 全市 for a total, which is compared and not written. `how` tells what was done to it;
    `hidden` how it is hidden: HIDDEN, with the whole of its sheet or column, IN_ROW or IN_COLUMN with its district's.
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
    hidden: str = ""

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


def seen_first(claims: Iterable[Claim]) -> tuple[list[Claim], list[Fault]]:
    """The claims without those that are hidden where the same workbook gives their figure in a cell that shows, or is
    hidden with its line alone; and warnings: of such a figure that is another one, and of figures that are read from a
    hidden line."""
    told = list(claims)
    first: dict[tuple[str, tuple[str, str, str]], Claim] = {}
    for claim in sorted(told, key=lambda claim: _DEPTHS.index(claim.hidden)):
        first.setdefault((claim.workbook, claim.key), claim)
    kept, faults = [], []
    for claim in told:
        instead = first[claim.workbook, claim.key]
        if _DEPTHS.index(instead.hidden) == _DEPTHS.index(claim.hidden):
            kept.append(claim)
            if claim.hidden in (IN_ROW, IN_COLUMN) and claim.code != TOTAL:
                hint = "show it and look: if the figure does not count, delete it, run again"
                faults.append(claim.fault(claim.hidden, hint, "warning"))
        elif (instead.value, instead.qualifier) != (claim.value, claim.qualifier):
            words = "hidden, and gives way to {text} in {place}: it is not read"
            rule = Said(words, text=instead.typed.strip(), place=instead.place)
            hint = "if the hidden figure is the right one, show it and delete the other, run again"
            faults.append(claim.fault(rule, hint, "warning"))
    return kept, faults


def rivals(claims: Iterable[Claim], said: Callable[[Claim, Claim], Fault]) -> list[Fault]:
    """A fault, as `said` words it, for each claim that gives a cell another figure than the first claim of it does."""
    first: dict[tuple[str, str, str], Claim] = {}
    faults = []
    for claim in claims:
        before = first.setdefault(claim.key, claim)
        if (before.value, before.qualifier) != (claim.value, claim.qualifier):
            faults.append(said(before, claim))
    return faults


def out_of_date(claims: Iterable[Claim], sources: Mapping[str, Source], quarter: Quarter) -> list[Fault]:
    """A warning for each file whose figures are given a published source of a day before their quarter had ended."""
    found = dict.fromkeys((c.workbook, c.source) for c in claims if c.source in sources)
    faults = []
    for file, source in found:
        day = sources[source].date
        if sources[source].illustrative or not _DAY.fullmatch(day) or day > quarter.last_day.isoformat():
            continue
        rule = Said("its figures get a source of {day}, before the quarter ended", day=day)
        hint = "if it is another: a row for their sender in sources.csv, and its id as source in the mapping"
        faults.append(Fault(file, rule, hint, column="source", value=source, severity="warning"))
    return faults


def illustrative(claims: Iterable[Claim], sources: Mapping[str, Source]) -> list[Fault]:
    """A warning for each file whose figures are given a source of figures made up: the pages would call them that."""
    found = dict.fromkeys(
        (c.workbook, c.source) for c in claims if c.source in sources and sources[c.source].illustrative
    )
    rule = "its figures get a source that is illustrative in sources.csv: every page will call them made up"
    mapped = "if they are real: a row for their sender there (kind: published), and its id as source in the mapping"
    asked = "if they are real: a row for their sender there (kind: published), and its id as source in this file"
    return [
        Fault(
            file, rule, asked if file.endswith(".toml") else mapped, column="source", value=source, severity="warning"
        )
        for file, source in found
    ]
