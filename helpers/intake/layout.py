"""The tables in a sheet: where the districts stand, what is head and what is body.

Titles and notes above, heads of several rows, merged cells, rows of units or of column numbers, totals, remarks below,
tables below or beside each other, districts down the side or across the top: all are found by where the districts'
names are. A district with several lines has them side by side here (long_tables.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise, starmap

from ..model import Quarter
from . import unit_columns
from .bare_spans import in_months
from .beside import Part, parts
from .dated_heads import with_dates
from .figures import plain
from .grids import Grid, filled, fullest, shown_heads, turned
from .heads import NUMBERING, Block, head, is_figure, row_of
from .long_tables import widened
from .moved_cells import moved_cells
from .names import TOTAL, UNIT_HEADS, Names
from .periods import Marked, marked, told, year_in
from .stacked import told_apart
from .subjects import with_subjects
from .table_rows import UNIT_LINE, Headings, TableRows
from .units import corner_units, line_units, tells_measure
from .workbooks import Cell, Sheet

_LEGEND = re.compile(r"(?:(?:注|说明|备注)\d?[:：]?)?.{0,6}?[*※]+.{2,}")
_NOT_OF_DISTRICTS = UNIT_HEADS | {"名称", "指标", "指标名称"}  # heads of names, but perhaps not of districts


def blocks(sheet: Sheet, names: Names, quarter: Quarter) -> tuple[Block, ...]:
    """The tables of a sheet; none where fewer than two districts stand in one column or row."""
    grid = shown_heads(filled(sheet))
    down, across = fullest(grid, names), fullest(turned(grid), names)
    if max(down[0], across[0]) < min(2, len(set(names.lookup.values()))):
        return ()
    at_top = across[0] > down[0]
    titles: Grid = []
    if at_top:
        top = across[1] - _has_times_above(grid, across[1], names, quarter)
        titles, grid = grid[:top], turned(grid[top:])
    found: list[Block] = []
    for part in parts(grid, names):
        beside = [tuple(row[part.start : part.stop]) for row in grid]
        wide = widened(beside, part.place, names)
        part = part if wide is beside else replace(part, place=0)
        reader = _Reader(sheet, wide, part, names, quarter, titles if at_top else None, found[0] if found else None)
        found += reader.blocks()
    return told_apart(found, quarter)


def _has_times_above(grid: Grid, top: int, names: Names, quarter: Quarter) -> bool:
    """Whether the row above the districts across the top says of what time each of them is: 2022年 | 2023年."""
    if not top:
        return False
    above = [grid[top - 1][c].text.strip() for c, cell in enumerate(grid[top]) if names.code(cell.text)]
    times = [marked(plain(text), quarter) for text in above]
    return len(set(above)) > 1 and all(
        time.kind or time.other or plain(t) == f"{quarter.year}年" for time, t in zip(times, above, strict=True)
    )


def read_down(sheet: Sheet, grid: Grid, names: Names, quarter: Quarter) -> list[Block]:
    """The tables of a sheet's grid in whose first column the districts stand."""
    return _Reader(sheet, grid, Part(0, len(grid[0]), 0), names, quarter, None, None).blocks()


class _Reader:
    """The tables that stand one below the other in one part of a sheet; `first` is the sheet's first table."""

    def __init__(
        self, sheet: Sheet, grid: Grid, part: Part, names: Names, quarter: Quarter, titles: Grid | None,
        first: Block | None,
    ) -> None:  # fmt: skip
        self.sheet, self.part, self.names, self.quarter = sheet, part, names, quarter
        self.grid = with_dates(grid, part.place, names, quarter)
        self.titles, self.first, self.place = titles, first, part.place
        self.rows = TableRows(names, part.place)
        self.heads: Grid = []  # of the table read last

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        top = 0
        bodies = self.bodies()
        for k, (first, last) in enumerate(bodies):
            rest = self.grid[last + 1 :] if k == len(bodies) - 1 else self.until_heads(last, bodies[k + 1][0])
            block = self.block(top, first, last, rest if k == len(bodies) - 1 else [], self.rows.after(rest))
            self.first = self.first or block
            found.append(block)
            top = last + 1
        return found

    def bodies(self) -> list[tuple[int, int]]:
        """First and last row of each table: a district named again after other text begins another."""
        spans: list[tuple[int, int]] = []
        seen: set[str] = set()
        own: Headings = ()
        first = last = -1
        for r, row in enumerate(self.grid):
            code = self.names.code(row[self.place].text)
            if not code or code == TOTAL:
                continue
            between = range(last + 1, r)
            heads = self.rows.headings(self.grid[last + 1 : r], row)
            units = any(map(self.rows.tells_units, self.grid[last + 1 : r]))
            again = code in seen and any(not self.names.code(self.grid[k][self.place].text) for k in between)
            if again or (first >= 0 and (units or (heads and heads != own[-len(heads) :]))):
                spans.append((first, last))
                first, seen = r, set()
            first = r if first < 0 else first
            own = heads or own
            last = r
            seen.add(code)
        return [*spans, (first, last)]

    def until_heads(self, last: int, next_: int) -> Grid:
        """The rows below a table that may be its own: up to the first of the next one's titles and heads; all where
        there are none, and only an unknown name has parted the two."""
        below = self.grid[last + 1 :]
        heads = (r for r, row in enumerate(below[: next_ - last - 1]) if not any(map(is_figure, row)))
        return below[: next(heads, len(below))]

    def block(self, top: int, first: int, last: int, below: Grid, after: Grid) -> Block:
        """The table whose districts stand in the rows `first` to `last`, and whose head begins at `top` or below;
        `after` are rows below that may be its own."""
        named = {self.names.code(row[self.place].text) for row in self.grid[first : last + 1]}
        whole = named >= set(self.names.lookup.values())  # a figure without a name is no district's then
        while first > top and self.rows.is_body(self.grid[first - 1], whole):
            first -= 1
        head_rows, units, loose = self.rows.parted(self.grid[top:first], self.grid[first])
        if not head_rows and any(map(self.rows.tells_units, self.grid[top:first])):
            head_rows = self.heads  # the table goes on in another unit
        self.heads = head_rows
        head_rows = [*starmap(self.spread, pairwise(head_rows)), *head_rows[-1:]]
        cells = [c for row in (*(self.titles or ()), *loose) for c in row if c]
        lines = list(dict.fromkeys(c.text.strip() for c in cells))
        under = list(dict.fromkeys(c.text.strip() for row in below for c in row if c and tells_measure(c.text)))
        title = " ".join(lines)
        corner = [text for row in head_rows if corner_units(text := row[self.place].text.strip())]
        lines += [text for text in corner if text not in lines]
        year = year_in(title) or year_in(self.sheet.name)
        time, told_by = self.time(cells, year)
        if self.first and all(UNIT_LINE.match(plain(line)) for line in lines if line not in corner):
            # a table beside the first, or below it, under the one title of both, if with a unit of its own
            shared = [line for line in self.first.lines if not (lines and UNIT_LINE.match(plain(line)))]
            title, lines = self.first.title, list(dict.fromkeys([*shared, *lines]))
        columns = [c for c in range(len(self.grid[first])) if c != self.place]
        titled = {c: list(dict.fromkeys(row[c].text.strip() for row in head_rows if row[c])) for c in columns}
        of_columns, own = unit_columns.beside(titled, [*self.grid[first : last + 1], *after], self.place)
        own, after = own[: last + 1 - first], own[last + 1 - first :]
        units = units or of_columns or unit_columns.below(after, self.place)
        heads = []
        for c in columns:
            levels = titled[c]
            cell = self.grid[first][c]
            hidden = cell.in_hidden_column if self.titles is None else cell.in_hidden_row
            made = head(c, levels, units.get(c, ""), self.quarter, year, hidden)
            if noted_cells := tuple(row[c] for row in head_rows if row[c].comment):
                made = replace(made, comments=noted_cells)
            if time.other and made.key and not made.time.kind and not made.time.other:
                key = f"{{{time.other}}} / {made.key}"  # found by no mapping
                made = replace(made, key=key, time=Marked(made.key, "", time.other))
            heads.append(made)
        left = [row[self.place] for row in (*own, *after) if self.rows.is_left(row)]
        body = (row_of(row, self.place, self.names) for row in own)
        below_it = [row for cells in after if (row := row_of(cells, self.place, self.names))]
        rows = [row for row in body if row is not None]
        rows += [row for row in below_it if row.code or row.name or not whole]
        nameless = [row for row in below_it if not (row.code or row.name)]
        over = next((row[self.place].text for row in reversed(head_rows) if row[self.place]), "")
        moved = moved_cells(heads, rows, nameless, self.names, over)
        noted = tuple(dict.fromkeys(chain(*map(corner_units, corner), *map(line_units, (*lines, *under)))))
        return Block(
            self.sheet.name, self.titles is not None, with_subjects(heads), tuple(rows), noted, title,
            (*lines, *under), self.sheet.hidden, time, told_by, self.part.quarrel,
            legends=self.legends(0 if self.titles is not None else last + 1), left=tuple(left), moved=moved,
            shifted=self.shifted(head_rows, self.grid[first : last + 1]),
        )  # fmt: skip

    def shifted(self, head_rows: Grid, body: Grid) -> tuple[Cell, Cell] | None:
        """The head that says 区市 where no district stands below it, and the one over the districts, where that names
        something else: the row of heads lacks a cell, or has one too many, and every head is over another's figures."""
        heads = [next((row[c] for row in reversed(head_rows) if row[c]), None) for c in range(len(body[0]))]
        own = heads[self.place]
        if own is None or plain(own.text) in self.names.heads or NUMBERING.fullmatch(plain(own.text)):
            return None
        for c, head_ in enumerate(heads):
            if head_ is None or plain(head_.text) not in self.names.heads - _NOT_OF_DISTRICTS:
                continue
            if any(is_figure(row[c]) for row in body) and not any(self.names.code(row[c].text) for row in body):
                return head_, own
        return None

    def legends(self, top: int) -> tuple[str, ...]:
        """The remarks from a row on that speak of a footnote's mark; of a table turned round, they stand anywhere."""
        cells = (cell.text.strip() for row in self.grid[top:] for cell in row if cell)
        return tuple(dict.fromkeys(text for text in cells if _LEGEND.match(plain(text))))

    def time(self, cells: Sequence[Cell], year: int | None) -> tuple[Marked, Cell | None]:
        """Of what quarter the table is, and what says so: its title, the sheet's, or the sheet's name."""
        times = [(told(c.text, self.quarter, year), c) for c in cells]
        said = [t for t in times if t[0].kind] or [t for t in times if t[0].other]
        if said:
            return said[0]
        of_year = any(year_in(c.text) == self.quarter.year for c in cells)  # whatever the table before it is of
        if self.first and not of_year and (self.first.time.kind or self.first.time.other):
            return self.first.time, self.first.told
        return told(in_months(self.sheet.name, self.quarter), self.quarter, year), None

    def spread(self, row: tuple[Cell, ...], lower: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """A row of group heads whose empty cells belong to the group at their left: where the file does not tell merged
        ranges, and over the heads below where none of the row is merged (centred across columns, perhaps)."""
        told = self.sheet.merged is not None
        if told and any(cell.merged_right or cell.merged_down for c, cell in enumerate(row) if c != self.place):
            return row
        filled: list[Cell] = []
        for c, cell in enumerate(row):
            left = filled[-1] if filled and c - 1 != self.place else None
            group = not cell and left is not None and (lower[c] or not told)
            filled.append(Cell(left.text, cell.at) if group and left else cell)
        return tuple(filled)
