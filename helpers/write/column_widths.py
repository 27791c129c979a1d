"""How wide a table's columns are on paper: as wide as their longest words, in print that is small enough for that."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from ..style import MM_AN_INCH, TEXT_WIDTH, text_width
from .parting import head_parts, name_parts
from .table_face import CELL_SIZE, TIGHT, Column, measured

_SCRIPTS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_PARTS = re.compile(  # a line breaks after a hyphen or a stroke, but not before a figure (2023-05-07) or its unit
    r"(?:[^\s\u3000-\u9fff\uff00-\uffef\-–/_]|\u00a0|[\-/](?=\d))+[\-–/_]?|[\u3000-\u9fff\uff00-\uffef]{1,2}"
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
        cells = {measured(str(row[at]), column.align): None for row in rows}
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
