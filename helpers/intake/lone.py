"""Tables of one district: some departments send a workbook, or a sheet, for each.

Whose a table is, is told above it, by the sheet's name or by the file's. That name is written beside the table's
lines, so that all that follows is as for a table of all districts; every cell keeps its own address.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ..model import Fault, Quarter
from ..said import Said
from .claims import cell_fault
from .district_names import DISTRICT, within
from .figures import NOT_AVAILABLE, figure, plain
from .grids import Grid, filled, shown_heads
from .heads import NUMBERING, Block, is_figure
from .layout import read_down
from .long_tables import widened
from .names import BELOW, TOTAL, Names
from .table_rows import is_count
from .units import unit_of
from .workbooks import Book, Cell, Sheet

Row = tuple[Cell, ...]
_TITLE = 60  # no title that says whose a table is has more characters; a remark may


@dataclass(frozen=True)
class Lone:
    """The tables of a workbook that are of one district each; and what is not clear about whose they are."""

    blocks: tuple[Block, ...] = ()
    faults: tuple[Fault, ...] = ()


def lone_tables(book: Book, names: Names, quarter: Quarter, read: Collection[str] = ()) -> Lone:
    """Every sheet's table with figures, as that of the district it tells. Two districts told are a fault; a sheet that
    tells none is one too, where others do: a warning.

    Beside sheets with tables of several districts, which are `read` already, only those named by a district are such.
    """
    blocks: list[Block] = []
    faults: list[Fault] = []
    untold: list[Sheet] = []
    for sheet in book.sheets:
        if read and (sheet.name in read or within(sheet.name, names)[1] != DISTRICT):
            continue
        grid = [row for row in shown_heads(filled(sheet)) if not is_count([c.text.strip() for c in row if c])]
        lines = [r for r, row in enumerate(grid) if _is_line(row)]
        if not lines:
            continue
        told = _told(book, sheet, grid[: lines[0] + 1] if len(lines) == 1 else grid[: lines[0]], names)
        if not told:
            untold += [] if names.code(sheet.name) == TOTAL else [sheet]
        elif quarrel := next((t for t in told if t.code != told[0].code), None):
            faults.append(_quarrel(book, sheet, told[0], quarrel))
        else:
            name = next(
                cell for cell in (Cell(word, "") for word in names.lookup) if names.code(cell.text) == told[0].code
            )
            blocks += _blocks(sheet, grid, lines, name, names, quarter)
    if blocks:
        faults += [_of_nobody(book, sheet) for sheet in untold]
    return Lone(tuple(blocks), tuple(faults))


@dataclass(frozen=True)
class _Told:
    """Of what district something says that the table is: a cell, or the sheet's or the file's name."""

    code: str
    place: str
    text: str
    cell: Cell | None = None


def _told(book: Book, sheet: Sheet, above: Grid, names: Names) -> list[_Told]:
    """Everything that tells one district, nearest to the table first; what names several tells nothing."""
    cells = [cell for row in reversed(above) for cell in row if cell and len(cell.text) < _TITLE]
    own = [cell for cell in cells if not cell.merged_right and not cell.merged_down]
    found: list[tuple[str, str, Cell | None]] = [(cell.at, cell.text.strip(), cell) for cell in own]
    found += [(Said("the sheet's name"), sheet.name, None), (Said("the file's name"), book.name, None)]
    told = []
    for place, text, cell in found:
        codes = within(book.path.stem if text == book.name else text, names)[0]
        if len(codes) == 1:
            told.append(_Told(next(iter(codes)), place, text, cell))
    return told


def _quarrel(book: Book, sheet: Sheet, first: _Told, other: _Told) -> Fault:
    rule = Said(
        "{first} says {said}, and {other} {other_said}: of which district is the table?",
        first=first.place,
        said=first.text,
        other=other.place,
        other_said=other.text,
    )
    hint = "one of them is wrong: mend it, or rename the file"
    severity = "error"
    if sheet.hidden:
        hint, severity = "it is hidden, and not read; delete what is hidden if it should not be sent", "warning"
    if first.cell:
        return cell_fault(book.name, sheet.name, first.cell.at, first.cell.text, rule, hint, severity)
    return Fault(book.name, rule, hint, sheet.name, severity=severity)


def _of_nobody(book: Book, sheet: Sheet) -> Fault:
    rule = "a table with figures of which nothing tells the district: it is not read"
    hint = "if it is a district's, write the name above the table, or as the sheet's name"
    return Fault(book.name, rule, hint, sheet.name, severity="warning")


def _is_line(row: Row) -> bool:
    """Whether a row is one of the table's: it has a figure, or what stands for one."""
    texts = [cell.text.strip() for cell in row if cell]
    if not texts or BELOW.match(plain(texts[0])):
        return False
    return any(_is_value(cell) for cell in row if cell)


def _is_value(cell: Cell) -> bool:
    text = cell.text.strip()
    if text.startswith(("=", "#")):
        return True
    return is_figure(cell) and not (text.isdigit() and 2000 <= int(text) < 2100 and len(text) == 4)


def _blocks(sheet: Sheet, grid: Grid, lines: Sequence[int], name: Cell, names: Names, quarter: Quarter) -> list[Block]:
    """The table with its district beside each line; a line an indicator becomes a column, as in long tables."""
    grid, lines = _unfolded(grid, lines, names)
    first, last = lines[0], lines[-1]
    inner = [r for r in range(first, last + 1) if r in lines or _is_blank_line(grid[r])]
    labelled = len(inner) > 1 or _has_label(grid[first], names)
    head = first - 1 if first and len({c.text.strip() for c in grid[first - 1] if c}) > 1 else None
    made: Grid = []
    for r, row in enumerate(grid):
        if r in inner:
            made.append((replace(name, at=row[0].at), *row))
        elif not first <= r <= last:
            own = [replace(c, text="") if names.code(c.text) else c for c in row] if r == head else row
            made.append((Cell("区市" if r == head else "", ""), *own))
    if labelled:
        made = widened(made, 0, names, one=True)
    code, marked = names.code(name.text), within(sheet.name, names)[1] if sheet.name else ""
    told = marked if marked != plain(sheet.name) else ""
    return [replace(block, district=code, called=told) for block in read_down(sheet, made, names, quarter)]


def _unfolded(grid: Grid, lines: Sequence[int], names: Names) -> tuple[Grid, list[int]]:
    """The grid with the lines of a form, name and figure and name and figure, below each other; and which those are."""
    first, last, width = lines[0], lines[-1], len(grid[0])
    body = [grid[r] for r in lines]
    named = [2 * sum(bool(row[c]) and not _is_value(row[c]) and not unit_of(row[c].text) for row in body) > len(body)
             for c in range(width)]  # fmt: skip
    valued = [2 * sum(_is_value(row[c]) for row in body) >= len(body) for c in range(width)]
    heads = [cell.text.strip() for cell in grid[first - 1]] if first else [""] * width
    begins = next((c for c in range(width) if named[c]), 0)
    parts = [begins, *(c for c in range(begins + 1, width) if named[c] and valued[c - 1] and any(valued[c:]))]
    headed = len({text for text in heads if text}) > 1 and not any(map(names.code, heads))
    if len(parts) < 2 or (headed and any(heads[c] not in (heads[begins], "") for c in parts)):
        return grid, list(lines)
    made = list(grid[:first])
    for start, stop in zip(parts, [*parts[1:], width], strict=True):
        for row in grid[first : last + 1]:
            piece = row[start:stop]
            made.append((*row[:begins], *piece, *(Cell("", "") for _ in range(width - begins - len(piece)))))
    return [*made, *grid[last + 1 :]], [r for r in range(first, len(made)) if _is_line(made[r])]


def _is_blank_line(row: Row) -> bool:
    """Whether a row names something, and says that its figure is not available, or leaves its cell empty."""
    texts = [cell.text.strip() for cell in row if cell]
    return len(texts) > 1 and any(plain(text) in NOT_AVAILABLE for text in texts[1:])


def _has_label(row: Row, names: Names) -> bool:
    """Whether something names what the figures of a row are, before the first of them."""
    for cell in row:
        if not cell:
            continue
        if is_figure(cell):
            return False
        word = plain(cell.text)
        if not names.code(cell.text) and not NUMBERING.fullmatch(word) and figure(cell.text).value is None:
            return True
    return False
