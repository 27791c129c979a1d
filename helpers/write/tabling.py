"""What every table of a briefing is put together with: cells that know their basis, marks, notes, columns that fit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

import pandas as pd

from ..scheme import Node
from ..style import MM_AN_INCH, TEXT_WIDTH, text_width
from .briefing import Briefing
from .calling import called
from .language import phrases
from .notes import Cell, Note, note_of
from .parting import head_parts, name_parts
from .provenance import Basis
from .supposing_words import word
from .table_face import CELL_SIZE, TIGHT, Column, Table
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


def fitted(columns: Sequence[Column], names: Sequence[str], at: int = 0) -> tuple[Column, ...]:
    """The columns with one, that of districts, wide enough on paper for its longest name: up to a quarter of the line.

    A column that is wide enough stays as it is.
    """
    own, others = columns[at].share, sum(column.share for k, column in enumerate(columns) if k != at)
    longest = max(map(_set, names), default=0.0)
    line = _LINE - _NARROW * sum(not column.share for column in columns)
    part = min((longest + _CELL_MARGINS) / line, 0.25)
    wide = max(own, part * others / (1 - part))
    return (*columns[:at], replace(columns[at], share=round(wide, 2)), *columns[at + 1 :])


def small_enough(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], header: int = 0
) -> tuple[tuple[Column, ...], float]:
    """The columns as `unbroken` has them, and the size to set them in: smaller print for a table with more columns
    than a line takes at the usual size, where words would run into each other. Where words of heads have no room in
    the smallest print either, they are hyphenated, at last anywhere: figures and names come first.
    """
    for lines in _HEAD_LINES:
        wide, fits = _fitting(columns, rows, header, CELL_SIZE, lines=lines)
        if fits:
            return wide, CELL_SIZE
    for ems, sizes in ((None, (CELL_SIZE, *TIGHT)), *((ems, TIGHT) for ems in _HYPHENATED)):
        for size in sizes:
            wide, fits = _fitting(columns, rows, header, size, ems)
            if fits:
                return wide, size
    return wide, size


def unbroken(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], header: int = 0, size: float = CELL_SIZE
) -> tuple[Column, ...]:
    """The columns, each at least as wide as the longest word in it or its head: what one lacks, the others give by
    their shares. `size`: points its cells are set in.

    A figure, a short phrase at the right or in the middle, and a row's name where all are short, are one word. Columns
    without a share are as wide as their longest text.
    """
    for lines in (*_HEAD_LINES, 0):
        wide, fits = _fitting(columns, rows, header, size, lines=lines)
        if fits:
            break
    return wide


def _fitting(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    header: int,
    size: float,
    ems: float | None = None,
    lines: int = 0,
) -> tuple[tuple[Column, ...], bool]:
    """The columns as `unbroken` has them, and whether all have room. `ems`: what a part of a head's word takes at most
    where they are hyphenated; `lines`: heads take no more of them."""
    line, least = _LINE, {}
    tight = size in TIGHT
    margins, heads = (_TIGHT_MARGINS, size - 0.5) if tight else (_CELL_MARGINS, _HEAD)
    for at, column in enumerate(columns):
        cells = {str(row[at]): None for row in rows}
        longest = max((_set(cell, at == header, size) for cell in cells), default=0.0)
        if not column.share:
            line -= max(longest, text_width(column.label, heads, True)) + margins
            continue
        one_word = (column.align != "left" or at == header) and longest < _PHRASE * size / CELL_SIZE
        word = longest if one_word else max((_longest_word(cell, at == header, size) for cell in cells), default=0.0)
        if tight and at == header:
            word = max(word, longest / _NAME_LINES)
        if lines and at == header:
            word = max((word, *(_longest_part(cell, size) for cell in cells)))
        head = _head_word(column.label, heads, together=not tight)
        head = max(head, _in_lines(column.label, heads, lines)) if lines else head
        least[at] = max(word, head if ems is None else min(head, ems * heads / 72)) + margins
    wide = _at_least({at: columns[at].share for at in least}, least, line)
    fits = sum(wide.values()) <= line + _ROUNDED
    roomy = fits and ems is None
    told = tuple(
        replace(c, share=round(wide[at], 2), roomy=roomy, parted=fits and lines > 0) if at in wide else c
        for at, c in enumerate(columns)
    )
    return told, fits


def _at_least(shares: dict[int, float], least: dict[int, float], line: float) -> dict[int, float]:
    """The line shared out, and no part smaller than its least: those that would be take that, the others the rest."""
    total = sum(shares.values())
    short = {at: least[at] for at, share in shares.items() if share * line < least[at] * total}
    if len(short) == len(shares):
        return short
    if not short:
        return {at: share * line / total for at, share in shares.items()}
    others = {at: share for at, share in shares.items() if at not in short}
    return {**short, **_at_least(others, least, max(line - sum(short.values()), 0.1))}


def _longest_word(text: str, bold: bool, size: float) -> float:
    """Inches of the longest part of a text that no line may break: Chinese breaks anywhere, English between words."""
    return max((text_width(part, size, bold) for part in _PARTS.findall(text)), default=0.0)


def _head_word(label: str, size: float, together: bool) -> float:
    """Inches of the longest part of a head that no line should break.

    Up to four Chinese characters stay `together`, with their mark: the last of them alone below the others reads ill.
    Where there are many columns two of them do, and stand above the two others.
    """
    if len(label) <= (4 if together else 3) and not label.isascii():
        return text_width(label, size, True) + _MARK
    return _longest_word(label, True, size)


def _in_lines(label: str, size: float, lines: int) -> float:
    """Inches of the longest line of a head that words part into at most so many, where they do it best; of one in
    Chinese, of its parts."""
    words = label.split()
    if len(words) < 2:
        parts = head_parts(label)
        return max(text_width(part, size, True) for part in parts) + _MARK if len(parts) > 1 else 0.0
    cuts = itertools.combinations(range(1, len(words)), min(lines, len(words)) - 1)
    parted = ([words[a:b] for a, b in itertools.pairwise((0, *cut, len(words)))] for cut in cuts)
    return min(max(text_width(" ".join(line), size, True) for line in told) for told in parted)


def _longest_part(name: str, size: float) -> float:
    """Inches of the longest part of a Chinese name that is parted between words."""
    parts = name_parts(name)
    return max(text_width(part, size, True) for part in parts) if len(parts) > 1 else 0.0


def _set(text: str, bold: bool = True, size: float = CELL_SIZE) -> float:
    """Inches of a text on one line."""
    return text_width(text, size, bold) + _spaces(text, size)


def _spaces(name: str, size: float) -> float:
    """What paper sets between Chinese characters and Latin letters or figures, a quarter of an em each, in inches."""
    return len(_SCRIPTS.findall(name)) * size / 72 / 4


_SCRIPTS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_PARTS = re.compile(  # a line breaks after a hyphen or a stroke, but not before a figure: 2023-05-07
    r"(?:[^\s\u3000-\u9fff\uff00-\uffef\-–/_]|[\-/](?=\d))+[\-–/_]?|[\u3000-\u9fff\uff00-\uffef]{1,2}"
)
_HEAD_LINES = (2, 3)  # that a head takes at most where the columns have room for it: of names of words
_ROUNDED = 0.01  # inches that sums of parts may be off
_HEAD = 8  # points that heads are set in
_MARK = 0.07  # inches of a raised ※ behind a head
_PHRASE = 0.85  # inches up to which a figure with its unit stays on one line, at the usual size
_LINE = TEXT_WIDTH / MM_AN_INCH  # inches
_NARROW = 0.5  # inches of a column that is as wide as its head and numbers need
_CELL_MARGINS = 11 / 72  # inches, and what a line needs not to break
_TIGHT_MARGINS = 7 / 72  # those of tables in smaller print
_NAME_LINES = 2.5  # lines that names of rows take at most in smaller print: three, broken where words end
_HYPHENATED = (3.4, 2.4)  # ems of a part of a word that is hyphenated: of one syllable, of as little as may be


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
