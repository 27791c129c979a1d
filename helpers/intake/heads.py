"""What a table in a sheet is made of: its heads and its rows. layout.py finds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Quarter
from .bare_spans import in_months
from .expected import Item
from .figures import figure, parts_of
from .names import TOTAL, Names
from .periods import SINCE_JANUARY, YEAR, Marked, marked
from .units import one_for, parted, tells_rate
from .workbooks import Cell

NUMBERING = re.compile(r".*(?:排名|位次|名次|排序|排位).*|序号|编号|代码|行政区划代码|no\.?|rank")
NOTE_HEADS = frozenset({"备注", "说明", "note", "notes", "remark", "remarks"})
_ORDERED = re.compile("^\\s*[①-⑳]\\s*(?=\\S)")  # ①GDP增速: which of the heads it is
_PIVOTED = re.compile(r"^(?:求和项|sumof):?")  # what a pivot table calls its columns of sums

NO_TIME = Marked("")


@dataclass(frozen=True)
class Head:
    """One column: `title` as it reads, `key` by which mappings know it, its unit where it tells one, its time.

    `time` is the table's where the head itself tells none. `hidden`: the column is hidden in the workbook. `subject`:
    the head it speaks of, where it names nothing itself (subjects.py). `comments`: its cells that a comment stands on.
    """

    at: int
    title: str
    key: str
    unit: str = ""
    time: Marked = NO_TIME
    hidden: bool = False
    subject: Head | None = None
    comments: tuple[Cell, ...] = ()

    @property
    def is_note(self) -> bool:
        return self.key in NOTE_HEADS


@dataclass(frozen=True)
class Row:
    """A body row: the district's code, `全市` for the total, "" for a name nobody knows; and all its cells.

    `near` is a hint at the districts whose names are like one that nobody knows."""

    code: str
    name: Cell
    cells: tuple[Cell, ...]
    near: str = ""


@dataclass(frozen=True)
class Moved:
    """A line whose cells have moved from `start`, which is empty, on to `end`; so have `lines` lines, this the first.

    `kind`: ASIDE along the line of a district, with its name (NAMED; `start` is where the name should be) or without;
    BELOW from district to district; HEADS: of the heads themselves, and `end` has a figure under none. `columns` are
    those that no figure can be read from.
    """

    kind: str
    start: Cell
    end: Cell
    lines: int
    columns: frozenset[int]


@dataclass(frozen=True)
class Block:
    """One table of a sheet. `across`: districts stood across the top, and rows and columns are exchanged here.

    units     what the lines beside the table tell for all columns
    title     the texts above its head; `lines` with those below
    time      of what quarter its title, or else its sheet's name, says it is; `told` the cell (or name) that says so
    quarrel   two cells of one row that name different districts, where nobody can tell which one its figures are of
    district  the code of the one district that it is of (lone.py); "" for a table of several
    legends   remarks in the sheet that speak of a footnote's mark, * or ※, the nearest below first
    left      the names of rows with figures that are left out because they are of no district: 高新区, 市本级
    shifted   the head that says 区市 over figures, and the one over the districts' names, where heads stand apart
    moved     lines whose cells stand under other heads, or beside other districts, than those they are of
    called    its sheet's name with {district} in place of that district's name, where the sheet is named by it
    """

    sheet: str
    across: bool
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    units: tuple[str, ...] = ()
    title: str = ""
    lines: tuple[str, ...] = ()
    hidden: bool = False
    time: Marked = NO_TIME
    told: Cell | None = None
    quarrel: tuple[Cell, Cell] | None = None
    shifted: tuple[Cell, Cell] | None = None
    moved: tuple[Moved, ...] = ()
    district: str = ""
    called: str = ""
    legends: tuple[str, ...] = ()
    left: tuple[Cell, ...] = ()

    @property
    def name(self) -> str:
        """What mappings know its sheet by."""
        return self.called or self.sheet

    def unit_for(self, item: Item) -> str:
        """The unit that a line beside the table tells for an item's column; "" where none fits."""
        return one_for(item, self.units)


def head(at: int, levels: Sequence[str], unit: str, quarter: Quarter, year: int | None, hidden: bool = False) -> Head:
    """A column's head from its levels, top first; `unit` from a row of units, `year` from the title.

    The unit of a group is not that of a rate in it: 新登记经营主体（户） / 增速.
    """
    words, own = [], unit
    for level in levels:
        word, told = parted(in_months(_ORDERED.sub("", level), quarter), " / ".join(levels))
        word = _PIVOTED.sub("", word)
        unit = told or (own if tells_rate(word) and parts_of(unit)[1] != "%" else unit)
        words.append(f"{word}年" if re.fullmatch(r"20\d\d", word) else word)
    time = marked("/".join(words), quarter, year)
    if words and not time.text.strip("/") and not time.other:  # nothing but this year: its figures so far
        time = Marked(YEAR, SINCE_JANUARY)
    key = " / ".join(part for part in time.text.split("/") if part)
    return Head(at, " / ".join(levels), key, unit, time, hidden)


def row_of(row: tuple[Cell, ...], place: int, names: Names) -> Row | None:
    """A body row; None for an empty one, a heading within the table, an average, and one that numbers or measures.

    A row of figures without a name is one with the code "": whose they are has to be asked.
    """
    name = row[place] if row[place] else next((c for c in row[:place] if c and _is_named(c, names)), row[place])
    code = names.code(name.text)
    if code:
        return Row(code, name, row)
    if name and names.is_aside(name.text):
        return None
    if not any(is_figure(c) for j, c in enumerate(row) if j != place):
        return None
    return Row("", name, row, names.nearest(name.text) if name else "")


def _is_named(cell: Cell, names: Names) -> bool:
    """Whether a cell left of the names' column says what its row is: 合计 under 序号."""
    return names.code(cell.text) == TOTAL or names.is_aside(cell.text)


def is_figure(cell: Cell) -> bool:
    return bool(cell) and figure(cell.text).value is not None


def is_numbering(head: Head) -> bool:
    return NUMBERING.fullmatch(head.key.split(" / ")[-1]) is not None
