"""What every table of a briefing is put together with: cells that know their basis, marks, notes, columns that fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

import pandas as pd

from ..scheme import Node
from .briefing import Briefing
from .calling import called
from .language import phrases
from .notes import Cell, Note, note_of
from .provenance import Basis
from .supposing_words import word
from .table_face import Column, Table
from .terms import term


def illustrative_caption(b: Briefing, caption: str) -> str:
    """The caption, with the mark 演示数据 where any figure of the table may be illustrative; 【测算】 in a what-if."""
    if b.supposed is not None:
        caption = word("caption", b.lang, caption=caption)
    if not b.illustrative:
        return caption
    return phrases(b.lang).marked(caption, term("illustrative", b.lang))


def sourced(b: Briefing, basis: Basis, text: str) -> Cell:
    """A cell that knows what its figure rests on."""
    return Told(text, b.trace.notes.note(basis), basis) if text else Cell(text)


class Told(Cell):
    """A cell with the basis of its figure, until the table's marks and its note for paper are settled."""

    __slots__ = ("basis",)
    basis: Basis

    def __new__(cls, text: str, note: Note, basis: Basis) -> Self:
        made = super().__new__(cls, text, note)
        made.basis = basis
        return made


def table(
    b: Briefing,
    caption: str,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[str, ...]],
    note: str = "",
    header: int = 0,
    strong: frozenset[int] = frozenset(),
) -> Table:
    """A table whose illustrative figures carry their mark: in the caption where all are, else as few as cover them."""
    rows = tuple(rows)
    caption, note = called(b, caption), called(b, note)
    columns = tuple(replace(column, label=called(b, column.label)) for column in columns)
    if b.supposed is not None:
        caption = word("caption", b.lang, caption=caption)
    data = {
        (i, j): bool(own.illustrative)
        for i, row in enumerate(rows)
        for j, cell in enumerate(row)
        if (own := note_of(cell)) is not None and own.illustrative is not None
    }
    drawn = {at for at, is_drawn in data.items() if is_drawn}
    marked: frozenset[tuple[int, int]] = frozenset()
    if drawn and len(drawn) == len(data):
        caption = phrases(b.lang).marked(caption, term("illustrative", b.lang))
    elif drawn:
        marked = fewest(data, drawn, header)
        caption = phrases(b.lang).marked(caption, term("marked", b.lang))
    cite = b.trace.notes.cite(cell.basis for row in rows for cell in row if isinstance(cell, Told))
    return Table(caption, columns, rows, note, header, strong, marked, cite)


def fewest(data: dict[tuple[int, int], bool], drawn: set[tuple[int, int]], header: int) -> frozenset[tuple[int, int]]:
    """Where the marks go: at the heads of rows, or of columns, that are illustrative throughout; else at the figure."""

    def covered(line: int, axis: int) -> bool:
        inside = [is_drawn for at, is_drawn in data.items() if at[axis] == line]
        return len(inside) > 1 and all(inside)

    rows = {i for i in {at[0] for at in drawn} if covered(i, 0) and (i, header) not in data}
    columns = {j for j in {at[1] for at in drawn} if covered(j, 1)}
    by_row = {(i, header) for i in rows} | {at for at in drawn if at[0] not in rows}
    by_column = {(-1, j) for j in columns} | {at for at in drawn if at[1] not in columns}
    return frozenset(by_row if len(by_row) <= len(by_column) else by_column)


def noted(b: Briefing, note: str, shown: Sequence[str], everybody: Sequence[str]) -> str:
    """A table's note, which says where rows were left out how many there are and where to find them."""
    if len(shown) == len(everybody):
        return note
    told = phrases(b.lang).ROWS_LEFT_OUT.format(all=len(everybody), shown=len(shown))
    return told + (" " if b.lang == "en" else "") + note


def change(places: Any) -> str:
    """A change of rank as tables print it: ▲2, ▼1, — for none, nothing to compare: an empty cell."""
    if pd.isna(places):
        return ""
    moved = int(places)
    return "—" if moved == 0 else f"▲{moved}" if moved > 0 else f"▼{-moved}"


def whole(number: Any) -> str:
    """A rank, a place, a count of stars; a dash where there is none (missing data)."""
    return "—" if pd.isna(number) else str(int(number))


def percent(share: float) -> str:
    """A weight as it is written: 40%, 12.5%."""
    return f"{round(share * 100, 2):g}%"


def by_group(b: Briefing, told: Mapping[str, str]) -> str:
    """What differs by group of districts (分类考核), group by group; those of which the same is told stand together."""
    alike: dict[str, list[str]] = {}
    for group, text in told.items():
        alike.setdefault(text, []).append(b.group(group))
    return phrases(b.lang).by_group((names, text) for text, names in alike.items())


def two_weights(b: Briefing, a: str, c: str) -> str:
    """Which groups two districts are of, as a table of the gap between them says below, where that makes their
    weights differ; else nothing."""
    groups = [b.by_code[code].group for code in (a, c)]
    if groups[0] == groups[1] or not b.weights_differ(a, c):
        return ""
    return phrases(b.lang).two_groups(b.name(a), b.group(groups[0]), b.name(c), b.group(groups[1]))


def board_weights(b: Briefing) -> str:
    """The boards with their weights by the scheme; for each group of districts where they differ (分类考核), those
    first, and then once the boards that weigh the same in all."""
    said, groups = phrases(b.lang), tuple(dict.fromkeys(b.result.groups))

    def told(boards: Sequence[Node], group: str) -> str:
        return said.listed([(n.name.label(b.lang), percent(float(n.weight_in(group)))) for n in boards])

    unlike = [n for n in b.boards if len({n.weight_in(group) for group in groups}) > 1]
    alike = [n for n in b.boards if n not in unlike]
    if not unlike:
        return told(alike, groups[0])
    differ = by_group(b, {group: told(unlike, group) for group in groups})
    return differ + (said.in_all_groups(told(alike, groups[0])) if alike else "")
