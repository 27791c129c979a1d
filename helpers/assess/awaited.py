"""What a quarter still awaits, read fast: the empty figures of its own tables, none of it checked.

What `latest` means is asked before anything else, by schedulers every hour: so nothing of the other quarters is read
here, no table is typed and no rule is built. What is wrong with a table is for the check to tell: it is not awaited.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model import DataError, Quarter, UsageError
from ..said import Said
from .toml import read_toml
from .workbook import NotAWorkbook, sheet_cells

FIGURES = {
    "values": ("value",),
    "scores": ("points",),
    "survey": ("satisfied", "basically_satisfied", "dissatisfied", "unknown"),
}
TABLE_FILES = (".csv", ".xlsx", ".xls", ".et", ".ods")


@dataclass(frozen=True)
class Awaited:
    """Figures to come: how many indicators lack any, how many have none from anybody (`whole`), how many figures.

    `tables` is false for a folder that has no table at all yet.
    """

    indicators: int = 0
    whole: int = 0
    figures: int = 0
    tables: bool = True

    def told(self, quarter: Quarter) -> Said:
        """What of the quarter is to come, in words."""
        if not self.tables:
            return Said("{quarter:s} has no tables yet", quarter=quarter)
        if self.figures == 1:
            return Said("{quarter:s} still awaits 1 figure", quarter=quarter)
        return Said("{quarter:s} still awaits {figures:d} figures", quarter=quarter, figures=self.figures)


NOTHING = Awaited()


def awaited(data: Path, quarter: Quarter) -> Awaited:
    """What the scheme in force needs of a quarter and its tables have an empty cell for; nothing once it is published.

    A survey's four counts are counted as four indicators. Nothing, too, where a table, the ledger or the
    scheme cannot be read: that is a fault, and not hidden by passing the quarter over.
    """
    folder = data / str(quarter)
    try:
        if not any(path.suffix.lower() in TABLE_FILES for path in folder.iterdir()):
            return Awaited(tables=False)
        empty, filled = _cells(folder)
        if not empty or _is_published(data, quarter):
            return NOTHING
        needed = _words(data, quarter)
    except (DataError, UsageError, NotAWorkbook, OSError, UnicodeDecodeError, csv.Error):
        return NOTHING
    lacking = {key: count for key, count in empty.items() if (key[0] if key[0] == "survey" else key[1]) in needed}
    return Awaited(len(lacking), len(lacking.keys() - filled), sum(lacking.values()))


def _cells(folder: Path) -> tuple[dict[tuple[str, str], int], set[tuple[str, str]]]:
    """Empty cells by (table, indicator or count), and which of these have a figure in another row."""
    empty: dict[tuple[str, str], int] = {}
    filled: set[tuple[str, str]] = set()
    for name, columns in FIGURES.items():
        rows = _rows(folder, name)
        head = {column.strip(): k for k, column in enumerate(next(rows, ()))}
        if any(column not in head for column in columns) or (name != "survey" and "indicator" not in head):
            continue
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            cells = [*row, *[""] * (len(head) - len(row))]
            for column in columns:
                key = (name, column if name == "survey" else cells[head["indicator"]].strip())
                if cells[head[column]].strip():
                    filled.add(key)
                else:
                    empty[key] = empty.get(key, 0) + 1
    return empty, filled


def _rows(folder: Path, name: str) -> Iterator[list[str]]:
    """A table's rows, its header first; none where it is missing or there twice."""
    found = [path for path in (folder / f"{name}.csv", folder / f"{name}.xlsx") if path.is_file()]
    if len(found) != 1:
        return iter(())
    content = found[0].read_bytes()
    if found[0].suffix == ".xlsx":
        return iter(sheet_cells(content, name, found[0].name)[1])
    return csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)


def _is_published(data: Path, quarter: Quarter) -> bool:
    rows = _rows(data, "ledger")
    head = [column.strip() for column in next(rows, ())]
    return "quarter" in head and any(row[head.index("quarter")].strip() == str(quarter) for row in rows if row)


def _words(data: Path, quarter: Quarter) -> set[str]:
    """Every text in the nodes and extras of the scheme in force: ids, methods, and the figures that they name.

    An indicator that is none of them is a fact that may be told, and is not waited for.
    """
    for path in sorted((data / "schemes").glob("*.toml")):
        scheme = read_toml(path, f"schemes/{path.name}")
        first, dots, last = str(scheme.get("valid", "")).partition("..")
        ends = Quarter.parse(last if dots else first) if not dots or last.strip() else None
        if Quarter.parse(first) <= quarter and (ends is None or quarter <= ends):
            return set(_texts([scheme.get("node", ()), scheme.get("extra", ())]))
    return set()


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from _texts(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from _texts(value)
