"""Where the figures of a briefing stand: file, row and sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..assess.result import Result
from ..model import Quarter


@dataclass(frozen=True)
class Origin:
    """Where a figure stands: file name, row as a spreadsheet counts, ids of its sources; a workbook's sheet.

    `quarter` is the folder of the file, where that is not the briefing's own quarter; None for a file of no quarter.
    """

    file: str
    row: int
    source: str
    sheet: str = ""
    quarter: str | None = ""

    def folder(self, own: Quarter) -> str:
        """The folder of the file inside the data folder, "" for none; `own` is the quarter of the briefing."""
        return "" if self.quarter is None else self.quarter or str(own)


def table_file(result: Result, table: str) -> str:
    """The name of the file a quarter's table came in: `values.csv`, or `values.xlsx`."""
    names = (Path(name) for name in result.inputs.files if table in name)
    return next((n.name for n in names if n.stem == table and n.parent.name == str(result.quarter)), f"{table}.csv")
