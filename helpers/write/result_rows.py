"""The data rows behind a quarter's result, found by table, district and item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ..assess.figures import positions
from ..assess.methods import METHODS
from ..assess.result import Result
from ..scheme import Node
from .origins import Origin, table_file

TABLES = {"values": "values", "facts": "values", "points": "scores", "survey": "survey", "results": "results"}
_ITEM = {"values": "indicator", "facts": "indicator", "points": "indicator", "survey": "", "results": "item"}


def key_of(leaf: Node) -> tuple[str, str]:
    """The table and item whose rows an indicator is read from; a survey has one row a district, of no item."""
    table = METHODS[leaf.method].reads
    return table, "" if table == "survey" else leaf.id


_FEW = 12  # districts; for more than that a look at all rows for each takes longer than sorting all rows by district

File = tuple[str | None, str, str]  # quarter (None: of none, "": the briefing's own), name, sheet


@dataclass(frozen=True, eq=False)
class Lot:
    """Many rows at once: their numbers by file, rising, each once, and all that stands in their column source.

    What everybody's score rests on is told with every place and every lead; one by one the rows of a nation would take
    longer than all the rest of a briefing.
    """

    files: Mapping[File, np.ndarray]
    sources: frozenset[str]

    def __len__(self) -> int:
        return sum(map(len, self.files.values()))


Rows = tuple[Origin, ...] | Lot


def lot(rows: Rows) -> Lot:
    """Rows as a lot."""
    if isinstance(rows, Lot):
        return rows
    found: dict[File, list[int]] = {}
    for row in rows:
        found.setdefault((row.quarter, row.file, row.sheet), []).append(row.row)
    files = {file: np.array(sorted(set(numbers)), np.int64) for file, numbers in found.items()}
    return Lot(files, frozenset(row.source for row in rows))


def together(several: Iterable[Rows]) -> Rows:
    """All rows of several figures, each once; rows that are one and the same object are looked at once."""
    apart = list({id(rows): rows for rows in several if rows}.values())
    if len(apart) < 2:
        return apart[0] if apart else ()
    few = [rows for rows in apart if not isinstance(rows, Lot)]
    if len(few) == len(apart):
        return tuple(dict.fromkeys(row for rows in few for row in rows))
    found: dict[File, list[np.ndarray]] = {}
    # single rows are gathered first: a thousand figures of one row each are one lot
    single = tuple(row for rows in few for row in rows)
    lots = [*(rows for rows in apart if isinstance(rows, Lot)), *([lot(single)] if single else [])]
    for each in lots:
        for file, numbers in each.files.items():
            found.setdefault(file, []).append(numbers)
    return Lot({f: _rising(parts) for f, parts in found.items()}, frozenset().union(*(each.sources for each in lots)))


def _rising(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Row numbers in order, each once; parts that rise already are as quick to sort as to look at."""
    numbers = np.sort(np.concatenate(parts), kind="stable") if len(parts) > 1 else parts[0]
    new = numbers[1:] != numbers[:-1]
    return numbers if new.all() else numbers[np.concatenate(([True], new))]


class ResultRows:
    """Every row of one quarter's tables; a row stands in it once.

    What it hands out again and again, such as all rows behind everybody's score, is one object, so that who asks can
    see by identity that it has been there before. `left_out` says of which keys (table, code, item) there is no row.
    """

    def __init__(self, result: Result, left_out: Callable[[str, str, str], bool] | None = None) -> None:
        self.result, self._left_out = result, left_out
        self._all: dict[str, Lot] = {}
        self._of: dict[str, dict[tuple[str, str], Origin]] = {}
        self._files: dict[str, tuple[str, str]] = {}

    def warm(self) -> None:
        """Find now what most briefings ask for, so that forked kernels need not."""
        for board in ("", *(node.id for node in self.result.scheme.boards)):
            self.everybodys(board)
        len(self.every)
        len(self._tables)

    def without(self, left_out: Callable[[str, str, str], bool]) -> ResultRows:
        """The same without the rows of some keys (table, code, item)."""
        return ResultRows(self.result, left_out)

    def of(self, code: str) -> Mapping[tuple[str, str], Origin]:
        """The rows of one district, by table and item."""
        if code not in self._of:
            self._of[code] = self._found(code)
        return self._of[code]

    def row(self, table: str, code: str, item: str) -> Origin | None:
        """One row; None where there is none."""
        return self.of(code).get((table, item))

    def _found(self, code: str) -> dict[tuple[str, str], Origin]:
        found: dict[tuple[str, str], Origin] = {}
        one_by_one = len(self._of) < _FEW
        for table, (codes, items, numbers, sources) in self._tables.items():
            file, sheet = self._file(table)
            places = np.flatnonzero(codes == code).tolist() if one_by_one else self._places[table].get(code, ())
            for k in places:
                if self._left_out is None or not self._left_out(table, code, items[k]):
                    found[table, items[k]] = Origin(file, int(numbers[k]), sources[k], sheet, str(self.result.quarter))
        return found

    @cached_property
    def _tables(self) -> dict[str, tuple[np.ndarray, Sequence[str], np.ndarray, np.ndarray]]:
        """By table, of all rows: the districts' codes, the items, row numbers and sources."""
        found = {}
        for table, item in _ITEM.items():
            frame = getattr(self.result.inputs, table)
            items = frame[item].to_numpy(object) if item else [""] * len(frame)
            codes, sources = frame["code"].to_numpy(object), frame["source"].to_numpy(object)
            found[table] = codes, items, frame["row"].to_numpy(), sources
        return found

    @cached_property
    def _places(self) -> dict[str, dict[str, list[int]]]:
        """By table and district: where its rows stand; found once many districts are asked for."""
        found: dict[str, dict[str, list[int]]] = {}
        for table, (codes, *_) in self._tables.items():
            own = found.setdefault(table, {})
            for k, code in enumerate(codes):
                own.setdefault(code, []).append(k)
        return found

    def _file(self, table: str) -> tuple[str, str]:
        """Name and sheet of the file that a table is."""
        if table not in self._files:  # asked for with every district
            name = TABLES[table]
            self._files[table] = table_file(self.result, name), self.result.inputs.sheets.get(name, "")
        return self._files[table]

    def rows(self, codes: Iterable[str], board: str = "") -> tuple[Origin, ...]:
        """The rows that a score rests on: of one board, or all with the survey and whatever a department gave."""
        items = self._items(board)
        found = (self.of(code).get(item) for code in codes for item in items)
        return tuple(row for row in found if row is not None)

    def everybodys(self, board: str = "") -> Lot:
        """The rows behind everybody's score; asked for with every place and every lead, and so kept."""
        return self.of_all(self._items(board), board)

    def of_leaf(self, leaf: Node) -> Lot:
        """Everybody's rows of one indicator."""
        table, item = key_of(leaf)
        return self.of_all([(table, item)], f"{table} {item}")

    @cached_property
    def every(self) -> tuple[Lot, ...]:
        """All rows of the quarter, by file and source."""
        found = []
        for table in _ITEM:
            frame = getattr(self.result.inputs, table)
            numbers = frame["row"].to_numpy()
            keep = self._kept(table)
            file, sheet = self._file(table)
            cells = frame["source"].to_numpy(object)
            said = list(dict.fromkeys(cells))
            which = positions(cells, said)
            for n, cell in enumerate(said):
                own = _rising([np.sort(numbers[(which == n) & keep].astype(np.int64))])
                if len(own):
                    found.append(Lot({(str(self.result.quarter), file, sheet): own}, frozenset([cell])))
        return tuple(found)

    def of_all(self, items: Iterable[tuple[str, str]], key: str) -> Lot:
        """Everybody's rows of these tables and items; kept by `key`."""
        if key not in self._all:
            by_table: dict[str, set[str]] = {}
            for table, item in items:
                by_table.setdefault(table, set()).add(item)
            found: dict[File, list[np.ndarray]] = {}
            sources: set[str] = set()
            for table, wanted in by_table.items():
                frame, own = getattr(self.result.inputs, table), _ITEM[table]
                keep = self._kept(table)
                if own:
                    keep = keep & (positions(frame[own].to_numpy(object), wanted) >= 0)
                if keep.any():
                    file = (str(self.result.quarter), *self._file(table))
                    found.setdefault(file, []).append(frame["row"].to_numpy()[keep].astype(np.int64))
                    sources |= set(frame["source"].to_numpy(object)[keep])
            self._all[key] = Lot(
                {f: _rising([np.sort(n) for n in parts]) for f, parts in found.items()}, frozenset(sources)
            )
        return self._all[key]

    def _kept(self, table: str) -> np.ndarray:
        """Which rows of a table there are: all but those left out."""
        frame = getattr(self.result.inputs, table)
        if self._left_out is None:
            return np.ones(len(frame), bool)
        codes, items, *_ = self._tables[table]
        return np.array([not self._left_out(table, c, i) for c, i in zip(codes, items, strict=True)], bool)

    def _items(self, board: str) -> list[tuple[str, str]]:
        scheme = self.result.scheme
        leaves = [leaf for leaf in scheme.leaves if not board or scheme.board_of(leaf).id == board]
        items = [key_of(leaf) for leaf in leaves]
        if not board:
            items += [("survey", "")] + [("points", extra.id) for extra in scheme.extras]
            items += [("facts", extra.id) for extra in scheme.extras]
        return list(dict.fromkeys(items))

    def published(self, code: str, item: str, scored: Any) -> tuple[Origin, ...]:
        """The row of results.csv that has this result, where the scoring comes to the same."""
        if pd.isna(scored) or self.result.hypothetical:
            return ()
        row = self.row("results", code, item)
        return (row,) if row is not None and abs(self._results[code, item] - float(scored)) < 1e-9 else ()

    @cached_property
    def _results(self) -> dict[tuple[str, str], float]:
        """The figure of results.csv by district and item: the first, as everywhere."""
        found: dict[tuple[str, str], float] = {}
        frame = self.result.inputs.results
        for code, item, value in zip(frame["code"], frame["item"], frame["value"], strict=True):
            found.setdefault((code, item), float(value))
        return found

    def period(self, code: str, item: str) -> str:
        """The span of time of a figure of values.csv, "" where there is none."""
        found = ""
        for table in ("values", "facts"):
            row = self.row(table, code, item)
            if row is not None:
                frame = getattr(self.result.inputs, table)
                found = str(frame["period"].iat[int(np.flatnonzero(self._tables[table][2] == row.row)[-1])])
        return found
