"""The data rows behind a quarter's result, found by table, district and item."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import pandas as pd

from ..assess.result import Result
from .briefing import Origin, table_file

TABLES = {"values": "values", "facts": "values", "points": "scores", "survey": "survey", "results": "results"}
_ITEM = {"values": "indicator", "facts": "indicator", "points": "indicator", "survey": "", "results": "item"}

Key = tuple[str, str, str]  # table, district code, item


class ResultRows:
    """Every row of one quarter's tables; a row stands in it once.

    What it hands out again and again, such as all rows behind everybody's score, is one tuple, so that who asks can
    see by identity that it has been there before.
    """

    def __init__(self, result: Result, index: dict[Key, Origin] | None = None) -> None:
        self.result, self.index = result, _index(result) if index is None else index
        self._all: dict[str, tuple[Origin, ...]] = {}

    def without(self, left_out: Callable[[str, str, str], bool]) -> ResultRows:
        """The same without the rows of some keys (table, code, item)."""
        return ResultRows(self.result, {key: row for key, row in self.index.items() if not left_out(*key)})

    def rows(self, codes: Iterable[str], board: str = "") -> tuple[Origin, ...]:
        """The rows that a score rests on: of one board, or all with the survey and whatever a department gave."""
        items, found = self._items(board), self.index
        keys = [(table, code, item) for code in codes for table, item in items]
        return tuple(found[key] for key in keys if key in found)

    def everybodys(self, board: str = "") -> tuple[Origin, ...]:
        """The rows behind everybody's score; asked for with every place and every lead, and so kept."""
        if board not in self._all:
            self._all[board] = self.rows(self.result.codes, board)
        return self._all[board]

    def _items(self, board: str) -> list[tuple[str, str]]:
        scheme = self.result.scheme
        leaves = [leaf for leaf in scheme.leaves if not board or scheme.board_of(leaf).id == board]
        items = [("points" if leaf.method == "given" else "values", leaf.id) for leaf in leaves]
        if not board:
            items += [("survey", "")] + [("points", extra.id) for extra in scheme.extras]
            items += [("facts", extra.id) for extra in scheme.extras]
        return items

    def published(self, code: str, item: str, scored: object) -> tuple[Origin, ...]:
        """The row of results.csv that has this result, where the scoring comes to the same."""
        if pd.isna(scored) or self.result.hypothetical:
            return ()
        row = self.index.get(("results", code, item))
        return (row,) if row is not None and abs(self._results[code, item] - float(scored)) < 1e-9 else ()

    @cached_property
    def _results(self) -> dict[tuple[str, str], float]:
        """The figure of results.csv by district and item: the first, as everywhere."""
        found: dict[tuple[str, str], float] = {}
        frame = self.result.inputs.results
        for code, item, value in zip(frame["code"], frame["item"], frame["value"], strict=True):
            found.setdefault((code, item), float(value))
        return found

    @cached_property
    def periods(self) -> dict[tuple[str, str], str]:
        """The span of time of every figure of values.csv, by district and item."""
        return {
            (code, item): str(period)
            for frame in (self.result.inputs.values, self.result.inputs.facts)
            for code, item, period in zip(frame["code"], frame["indicator"], frame["period"], strict=True)
        }


def _index(result: Result) -> dict[Key, Origin]:
    inputs, quarter = result.inputs, str(result.quarter)
    found: dict[Key, Origin] = {}
    for name, table in TABLES.items():
        frame = getattr(inputs, name)
        file = table_file(result, table)
        sheet = inputs.sheets.get(table, "")
        items = frame[_ITEM[name]] if _ITEM[name] else [""] * len(frame)
        for code, what, row, source in zip(frame["code"], items, frame["row"], frame["source"], strict=True):
            found[name, code, what] = Origin(file, int(row), source, sheet, quarter)
    return found
