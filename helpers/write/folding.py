"""Faults that a whole column, or row, of a sheet has in common, told in one line: where, how many, the first values.

One unit typed behind every figure of a column is one thing to mend; told cell by cell it hides what else is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..assess.addresses import column_letters, column_number
from ..model import TABLES, Fault
from ..said import Said

FEW = 3  # equal faults, below which each is told for itself
FIRST = 3  # values of them that are told
_OF_A_CELL = {"text", "place", "value"}  # fields of a rule that tell a cell's own figures, and no other rule
_LETTERS = re.compile("[A-Z]{1,3}")


@dataclass(frozen=True)
class Fold:
    """Equal faults of one sheet and column, or row, or one fault alone; `at` are their places in what was folded."""

    faults: tuple[Fault, ...]
    at: tuple[int, ...]

    @property
    def first(self) -> Fault:
        return self.faults[0]

    @property
    def is_one(self) -> bool:
        return len(self.faults) == 1

    @property
    def of_cells(self) -> bool:
        """Whether they stand in cells with an address, B2; else in rows of a table, under the name of its column."""
        return _LETTERS.fullmatch(self.first.column) is not None

    @property
    def spots(self) -> list[str]:
        """Where they stand, neighbours together: B2:B5, B7; of a table's rows 2-5, 7."""
        down = len({f.column for f in self.faults}) == 1
        numbers = sorted({(f.row or 0) if down else column_number(f.column) for f in self.faults})
        spans: list[list[int]] = []
        for number in numbers:
            if spans and number == spans[-1][1] + 1:
                spans[-1][1] = number
            else:
                spans.append([number, number])
        if not self.of_cells:
            return [f"{a}" if a == b else f"{a}-{b}" for a, b in spans]
        row, column = self.first.row, self.first.column
        named = [[f"{column}{n}" if down else f"{column_letters(n)}{row}" for n in span] for span in spans]
        return [a if a == b else f"{a}:{b}" for a, b in named]

    @property
    def values(self) -> list[str]:
        """What stands in the first of them, each text once."""
        return list(dict.fromkeys(f.value for f in self.faults if f.value))[:FIRST]

    @property
    def more(self) -> bool:
        """Whether other texts than the `values` stand in them."""
        return len({f.value for f in self.faults if f.value}) > FIRST

    @property
    def same_rule(self) -> bool:
        return len({f.rule for f in self.faults}) == 1

    @property
    def same_hint(self) -> bool:
        return len({f.hint for f in self.faults}) == 1

    @property
    def example(self) -> str:
        """The cell, or row, of the first."""
        return f"{self.first.column if self.of_cells else ''}{self.first.row}"


def fold(faults: Sequence[Fault], about: Sequence[object] = ()) -> list[Fold]:
    """Faults as they came, equal ones of a column, or else of a row, at the place of the first. What a rule or a hint
    says of a cell's own figure may differ; a rule about the text itself, no such district, is told of each.

    `about` is what each fault is about besides, an item: only faults about the same are told together.
    """
    besides = list(about) or [None] * len(faults)
    alone = set(range(len(faults)))
    groups: list[list[int]] = []
    for of_column in (True, False):
        found: dict[object, list[int]] = {}
        for k in sorted(alone):
            if (key := _key(faults[k], of_column)) is not None:
                found.setdefault((besides[k], key), []).append(k)
        for group in found.values():
            if len(group) >= FEW:
                groups.append(group)
                alone -= set(group)
    groups += [[k] for k in alone]
    return [Fold(tuple(faults[k] for k in group), tuple(group)) for group in sorted(groups)]


def _key(fault: Fault, of_column: bool) -> object:
    """What equal faults have in common; None for one that stands alone."""
    of_cell = _LETTERS.fullmatch(fault.column) is not None
    if not fault.row or not (of_cell or (of_column and fault.file.lower().endswith(TABLES))):
        return None
    line = fault.column if of_column else fault.row
    return fault.file, fault.sheet, of_column, line, fault.severity, _meant(fault), _template(fault.hint)


def _meant(fault: Fault) -> object:
    """A rule without what it tells of its own cell."""
    rule = fault.rule
    if not isinstance(rule, Said):
        return rule
    return rule.template, tuple((k, v) for k, v in sorted(rule.fields.items()) if k not in _OF_A_CELL)


def _template(text: str) -> str:
    return text.template if isinstance(text, Said) else text
