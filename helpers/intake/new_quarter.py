"""A new quarter's folder: empty tables with the rows it waits for, day of issue and commentary to be filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from pathlib import Path

from ..assess.load import load_base
from ..markup import safe
from ..model import Fault, Quarter, UsageError
from . import expected
from .expected import Item
from .mapping import Mapping, against_scheme, load_mappings

ISSUE = """# 印发日期 (day of issue, printed on the cover) and where it comes from.
# Until it is filled in, the briefing says what the data reach to.
# date = {date}
# source = ""
# 不得公开的期限 (embargo, on every page). 征求意见稿 (draft) stands there by itself, until `briefing publish`.
# embargo = {date}T10:00:00
"""
COMMENTARY = {
    "commentary.md": "<!-- 研判意见写在这里，数字用花括号引用。本行不会印出。 -->\n",
    "commentary.en.md": "<!-- The analyst's judgement; figures are quoted in braces. This line is not printed. -->\n",
}


@dataclass(frozen=True)
class NewQuarter:
    """What is laid out: files by name within the folder, the items waited for, with how many figures, and which of them
    mappings cover."""

    quarter: Quarter
    scheme: str
    files: Dict[str, bytes]
    items: tuple[Item, ...]
    figures: int
    mappings: tuple[Mapping, ...]
    warnings: tuple[Fault, ...]

    @property
    def uncovered(self) -> tuple[Item, ...]:
        """Items that no confirmed mapping brings."""
        covered = {key for mapping in self.mappings if mapping.confirmed for key in mapping.keys}
        return tuple(item for item in self.items if item.key not in covered)


def lay_out(data: Path, quarter: Quarter) -> NewQuarter:
    """The folder of a quarter that has none yet, as it would be written.

    Raises UsageError when the quarter is there, or is not after the last; DataError where no scheme covers it.
    """
    folder = data / str(quarter)
    if folder.exists():
        raise UsageError("{folder} is there already; it is left as it is", folder=folder)
    base = load_base(data)
    desk = expected.desk_for(base, quarter)
    items = tuple(item for item in expected.items(base, desk) if item.scored)
    mappings = load_mappings(data)
    warnings = []
    for mapping in mappings:
        for fault in against_scheme(mapping, expected.items(base, desk), base.sources):
            warnings.append(Fault(fault.file, fault.rule, fault.hint, column=fault.column, value=fault.value,
                                  severity="warning"))  # fmt: skip
    files = {f"{name}.csv": _csv(rows) for name, rows in expected.empty_tables(base, desk).items()}
    month = quarter + 1
    files["issue.toml"] = ISSUE.format(date=f"{month.year}-{month.number * 3 - 1:02d}-08").encode()
    files |= {name: text.encode() for name, text in COMMENTARY.items()}
    figures = sum(len(expected.reporting(item, desk.cohort)) for item in items)
    return NewQuarter(quarter, desk.scheme.file, files, items, figures, mappings, tuple(warnings))


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
