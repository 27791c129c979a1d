"""A table as a cell returns it: how its heads and cells stand in the browser, and how it is set and broken on paper."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ..markup import (
    MEASURED,
    RANGED,
    english_measured,
    html_text,
    typst_boxed,
    typst_measured,
    typst_string,
    typst_text,
)
from .notes import MARK_HTML, MARK_TYPST, NO_CITE, STYLE, Cite, Note, html_of, note_of
from .parting import even_lines, head_parts, name_parts

Align = Literal["left", "center", "right"]
TYPST = "text/vnd.typst"
CELL_SIZE = 9.0  # points of a table's cells on paper
TIGHT = (7.5, 7.0, 6.5, 6.0)  # sizes of tables of many columns, whose cells have narrower margins
_MARGINS = 10  # points at the sides of a cell of others
_LONG = 5  # rows from which a table may break over pages: its last two stay together, as a foot does
_UNIT_WORDS = 3  # of a unit, at most
_LONG_WORD, _LONGER_WORD = re.compile(r"([!-~]{10,})"), re.compile(r"([!-~]{18,})")  # on paper, on a page
_FOLDS = re.compile(r"(?<=[_,;=])(?=[A-Za-z0-9])")
_COLUMN = r"(?<![0-9A-Za-z_])[0-9A-Za-z_]{1,12}列[；，。）]*"  # a fault's: 第3行value列
_WHOLE = re.compile(rf"(?<!\d)\d{{4}}-\d{{2}}-\d{{2}}\b|{RANGED}|{_COLUMN}")  # a browser breaks a line after any hyphen
# Ranges, rows and columns, a figure with its unit, the last two characters of a Chinese text that may take two lines.
_UNBROKEN = re.compile(f"({RANGED}|{_COLUMN}|{MEASURED}|(?<=.{{6}})(?<![0-9])[\u4e00-\u9fff]{{2}}[）”。；]*$)")


@dataclass(frozen=True)
class Column:
    """A table's column: its head, how its cells stand, and its share of the width in the PDF (0: as wide as needed).

    `roomy`: every word of the head fits on a line of it, so that none has to be hyphenated; `parted`: so does every
    part of a long Chinese one, and of the long Chinese names of its rows (see `parting`).
    """

    label: str
    align: Align = "right"
    share: float = 0
    roomy: bool = False
    parted: bool = False


def measured(text: str, align: Align) -> str:
    """Text of a cell in which no line parts an English figure from its unit, as prose has it. What is a unit alone, in
    a column of units (CNY 100 million), may take two lines."""
    return english_measured(text) if align == "right" or len(text.split()) > _UNIT_WORDS else text


def _folded(text: str, long: re.Pattern[str], shown: Callable[[str], str], fold: str) -> str:
    """Text in which the name of a key or a file, which no column is wide enough for, may break after its low lines and
    commas: `qingdao_news_2022-11-17`. Nothing is put into its text."""
    pieces = ([piece] if at % 2 == 0 else _FOLDS.split(piece) for at, piece in enumerate(long.split(text)))
    return "".join(fold.join(map(shown, filter(None, parts))) for parts in pieces)


def _for_page(text: str) -> str:
    return _WHOLE.sub(r'<span class="kept">\g<0></span>', _folded(text, _LONGER_WORD, html_text, "<wbr>"))


def _for_paper(text: str) -> str:
    """Text of a cell for paper: no line begins with the dash of a range, and no last line is a single Chinese
    character."""
    whole = [typst_boxed(text[: p.start()], p[0], text[p.end() :]) for p in _UNBROKEN.finditer(text)]
    between = [_folded(piece, _LONG_WORD, typst_text, "#box();") for piece in _UNBROKEN.split(text)[::2]]
    return "".join(itertools.chain.from_iterable(itertools.zip_longest(between, whole, fillvalue="")))


@dataclass(frozen=True)
class Table:
    """A table of finished text. `rows` hold one string a column; `header` is the column that names its row.

    `strong` are the positions of rows set in bold; `note` stands below, in small type. Cells that know where they come
    from (`notes.Cell`) are buttons on a page. `marked` are the cells, by row and column, that carry the mark of
    illustrative data; row -1 is the head. `cite` is the note for paper. `size`: points its cells are set in on paper.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    header: int = 0
    strong: frozenset[int] = frozenset()
    marked: frozenset[tuple[int, int]] = frozenset()
    cite: Cite = NO_CITE
    size: float = CELL_SIZE

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.caption!r}: a row of {len(row)} cells under {len(self.columns)} heads")

    @property
    def notes(self) -> tuple[Note, ...]:
        found = (note_of(text) for row in self.rows for text in row)
        return tuple(dict.fromkeys(note for note in found if note is not None))

    @property
    def html(self) -> str:
        def shown(text: str, row: int, at: int) -> str:
            note, inner = note_of(text), _for_page(text)
            mark = MARK_HTML if (row, at) in self.marked else ""
            return (note.button(inner) if note and inner else inner) + mark

        def parted(parts: list[str], row: int, at: int) -> str:
            *before, last = parts
            kept = '<span class="kept">{}</span>'.format
            return "".join(map(kept, map(html_text, before))) + (kept if before else str)(shown(last, row, at))

        def cell(text: str, row: int, at: int) -> str:
            if at != self.header:
                return f'<td class="{self.columns[at].align}">{shown(text, row, at)}</td>'
            name = shown(text, row, at) if note_of(text) else parted(name_parts(text), row, at)
            return f'<th scope="row" class="{self.columns[at].align}">{name}</th>'

        heads = "".join(
            f'<th scope="col" class="{c.align}">{parted(head_parts(c.label), -1, j)}</th>'
            for j, c in enumerate(self.columns)
        )
        body = ""
        for i, row in enumerate(self.rows):
            mark = ' class="strong"' if i in self.strong else ""
            body += f"<tr{mark}>{''.join(cell(text, i, j) for j, text in enumerate(row))}</tr>\n"
        note = f'<p class="note">{html_text(self.note)}</p>' if self.note else ""
        return (
            f'<table class="briefing"><caption>{html_text(self.caption)}{self.cite.html}</caption>\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody></table>{note}{html_of(self.notes)}"
        )

    @property
    def typst(self) -> str:
        widths = ", ".join(f"{c.share}fr" if c.share else "auto" for c in self.columns)
        aligns = ", ".join(f"{c.align} + horizon" for c in self.columns)

        def shown(text: str, row: int, at: int) -> str:
            return _for_paper(measured(text, self.columns[at].align)) + (MARK_TYPST if (row, at) in self.marked else "")

        def parted(parts: list[str], row: int, at: int) -> str:
            *before, last = parts if self.columns[at].parted else ["".join(parts)]
            boxes = "".join(f"#box[{typst_text(part)}]" for part in before)
            return boxes + (f"#box[{shown(last, row, at)}]" if before else shown(last, row, at))

        def name(text: str, row: int, at: int) -> str:
            room = (self.columns[at].share * 72 - _MARGINS) / self.size - ((row, at) in self.marked)
            return parted(even_lines(name_parts(text), int(room)), row, at)

        def cell(text: str, row: int, at: int) -> str:
            words = name(text, row, at) if at == self.header else shown(text, row, at)
            return f"[*{words}*]" if row in self.strong or at == self.header else f"[{words}]"

        def head(column: Column, at: int) -> str:
            words = parted(head_parts(column.label), -1, at)
            return f"[#text(hyphenate: false)[{words}]]" if column.roomy else f"[{words}]"

        heads = ", ".join(head(c, j) for j, c in enumerate(self.columns))
        lines = [", ".join(cell(text, i, j) for j, text in enumerate(row)) for i, row in enumerate(self.rows)]
        if len(lines) >= _LONG:
            lines[-2:] = [f"table.footer(repeat: false, {lines[-2]}, {lines[-1]})"]
        body = "".join(f"  {line},\n" for line in lines)
        cite = f"#cited({typst_string(self.cite.text)})" if self.cite.text else ""
        figure = (
            f"#figure(kind: table, caption: [{typst_text(self.caption)}{cite}],\n"
            f"  table(columns: ({widths},), align: ({aligns},),\n  table.header({heads}),\n{body}))"
        )
        if self.size != CELL_SIZE:
            figure = f"#{'tight' if self.size in TIGHT else 'sized'}({self.size}pt)[{figure}]"
        return f"#noted[{figure}][{typst_measured(self.note)}]\n" if self.note else figure + "\n"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        lines = ["\t".join(c.label for c in self.columns), *("\t".join(row) for row in self.rows)]
        style = STYLE if self.notes else ""
        return {"text/html": style + self.html, TYPST: self.typst, "text/plain": "\n".join([self.caption, *lines])}
