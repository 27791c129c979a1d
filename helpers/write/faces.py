"""What a cell returns: words, a table, a chart, a plate, a cover. One object, many faces.

Each shows itself through Jupyter's rich display, so the notebook in JupyterLab, the web page and the PDF are made
from the same object: HTML for the browser, Typst markup for the PDF, SVG with its alternative text, Markdown.
"""

from __future__ import annotations

import base64
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from ..markup import html_text, kept_together, typst_string, typst_text
from .notes import MARK_HTML, MARK_TYPST, NO_CITE, STYLE, Cite, Note, html_of, note_of

if TYPE_CHECKING:
    from mistune.markdown import Markdown

DOCUMENT = "application/vnd.briefing.document+json"
TYPST = "text/vnd.typst"
RICH = "text/vnd.briefing.markdown"  # Markdown whose figures are buttons with notes: what the press lays out

Bundle = tuple[dict[str, object], dict[str, object]]


@dataclass(frozen=True)
class Words:
    """Sentences as Markdown, one paragraph an entry; `bullets` shows them as a list, `level` > 0 as a heading.

    `rich` are the same paragraphs with every figure as a button that opens one of the `notes`.
    """

    paragraphs: tuple[str, ...]
    bullets: bool = False
    level: int = 0
    rich: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def markdown(self) -> str:
        return self._laid_out(self.paragraphs)

    @property
    def rich_markdown(self) -> str:
        """The sentences with their figures to be asked, followed by the notes."""
        return f"{self._laid_out(self.rich)}\n\n{html_of(self.notes)}\n"

    def plainly(self) -> Words:
        """The same without bold figures, for the cover."""
        rich = (text.replace("<strong>", "").replace("</strong>", "").replace("**", "") for text in self.rich)
        return replace(self, rich=tuple(rich))

    def _laid_out(self, paragraphs: tuple[str, ...]) -> str:
        if self.level:
            return "#" * self.level + " " + " ".join(paragraphs)
        if self.bullets:
            return "\n".join(f"- {p}" for p in paragraphs)
        return "\n\n".join(paragraphs)

    def __bool__(self) -> bool:
        return bool(self.paragraphs)

    def __str__(self) -> str:
        return self.markdown

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        bundle: dict[str, object] = {"text/markdown": self.markdown, "text/plain": self.markdown}
        if self.notes:
            bundle |= {RICH: self.rich_markdown, "text/html": STYLE + _as_html(self.rich_markdown)}
        return bundle


def _as_html(markdown: str) -> str:
    """Markdown with HTML in it as HTML, for JupyterLab; the press reads the Markdown itself."""
    return kept_together(str(_reader()(markdown)))


@cache
def _reader() -> Markdown:
    """Made once a process: its grammar takes as long to put together as a page to read."""
    from mistune import create_markdown

    return create_markdown(escape=False, plugins=["strikethrough", "table"])


def warm() -> None:
    """Read a line of each kind, for those who are forked from here."""
    _as_html("a **b** <i>c</i>\n\n- d\n\n| e |\n|---|\n| f |")


@dataclass(frozen=True)
class Column:
    """A table's column: its head, how its cells stand, and its share of the width in the PDF (0: as wide as needed).

    `roomy`: every word of the head fits on a line of it, so that none has to be hyphenated.
    """

    label: str
    align: str = "right"  # left, center, right
    share: float = 0
    roomy: bool = False


CELL_SIZE = 9.0  # points of a table's cells on paper
_LONG = 5  # rows from which a table may break over pages: its last two stay together, as a foot does
_LONG_WORD = re.compile(r"[!-~]{12,}")
_FOLDS = re.compile(r"(?<=[_,;=])(?=[A-Za-z0-9])")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")  # a browser breaks a line after any hyphen
# The beginning of a range with its dash, and the last two characters of a Chinese text that may take two lines.
_UNBROKEN = re.compile("(第?[0-9A-Za-z]+—|(?<=.{6})[\u4e00-\u9fff]{2}[）”。；]*$)")


def _foldable(text: str) -> str:
    """Text of a cell for paper, where the name of a key or a file, which no column is wide enough for, may break after
    its low lines and commas: `qingdao_news_2022-11-17`; no line begins with the dash of a range, and no last line
    is a single Chinese character. Nothing is put into its text.
    """

    def piece(text: str) -> str:
        return "#box();".join(map(typst_text, _FOLDS.split(text))) if _LONG_WORD.fullmatch(text) else typst_text(text)

    whole = [f"#box[{typst_text(part)}]" for part in _UNBROKEN.findall(str(text))]
    between = ["".join(map(piece, filter(None, re.split(r"([!-~]{12,})", p)))) for p in _UNBROKEN.split(str(text))[::2]]
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
            note, inner = note_of(text), _DAY.sub(r'<span class="kept">\g<0></span>', html_text(text))
            mark = MARK_HTML if (row, at) in self.marked else ""
            return (note.button(inner) if note and inner else inner) + mark

        def cell(text: str, row: int, at: int) -> str:
            tag, scope = ("th", ' scope="row"') if at == self.header else ("td", "")
            return f'<{tag}{scope} class="{self.columns[at].align}">{shown(text, row, at)}</{tag}>'

        heads = "".join(
            f'<th scope="col" class="{c.align}">{shown(c.label, -1, j)}</th>' for j, c in enumerate(self.columns)
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
            return _foldable(text) + (MARK_TYPST if (row, at) in self.marked else "")

        def cell(text: str, row: int, at: int) -> str:
            strong = row in self.strong or at == self.header
            return f"[*{shown(text, row, at)}*]" if strong else f"[{shown(text, row, at)}]"

        def head(column: Column, at: int) -> str:
            words = shown(column.label, -1, at)
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
            figure = f"#sized({self.size}pt)[{figure}]"
        return f"#noted[{figure}][{typst_text(self.note)}]\n" if self.note else figure + "\n"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        lines = ["\t".join(c.label for c in self.columns), *("\t".join(row) for row in self.rows)]
        style = STYLE if self.notes else ""
        return {"text/html": style + self.html, TYPST: self.typst, "text/plain": "\n".join([self.caption, *lines])}


@dataclass(frozen=True)
class Chart:
    """A chart as SVG with real text. `alt` tells in a sentence what it shows, `note` how to read it.

    `reads`, where it is known, is a hash over all that the drawing is made from. `source` is the note on where its
    figures come from, opened by a button that reads `ask`; `cite` the one for paper.
    """

    svg: str = field(repr=False)
    alt: str
    caption: str = ""
    note: str = ""
    reads: str = ""
    ask: str = ""
    source: Note | None = None
    cite: Cite = NO_CITE

    @property
    def more(self) -> str:
        """The button that opens the chart's note, and the note."""
        if self.source is None:
            return ""
        button = self.source.button(html_text(self.ask)).replace('class="fig"', 'class="fig ask"', 1)
        return button + self.source.html

    @property
    def html(self) -> str:
        caption = f"<strong>{html_text(self.caption)}</strong>" if self.caption else ""
        note = f'<span class="note">{html_text(self.note)}</span>' if self.note else ""
        note += STYLE + self.more if self.more else ""
        below = f"<figcaption>{caption} {note}</figcaption>" if caption or note else ""
        svg = self.svg.replace("<svg ", f'<svg role="img" aria-label="{html_text(self.alt)}" ', 1)
        return f'<figure class="chart">{svg}{below}</figure>'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        about = {"alt": self.alt, "caption": self.caption, "note": self.note}
        if self.reads:
            about["reads"] = self.reads
        about |= {name: text for name, text in (("more", self.more), ("cite", self.cite.text)) if text}
        return {"image/svg+xml": self.svg, "text/html": self.html, "text/plain": self.alt}, {"image/svg+xml": about}


@dataclass(frozen=True)
class Plate:
    """A photograph with caption and credit, as it lies in the data folder."""

    image: bytes = field(repr=False)
    mime: str
    alt: str
    caption: str
    note: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        about = {"alt": self.alt, "caption": self.caption, "note": self.note}
        return {self.mime: base64.b64encode(self.image).decode("ascii"), "text/plain": self.caption}, {self.mime: about}


@dataclass(frozen=True)
class Cover:
    """The front matter: what the document is, who issues it, on what basis. The press lays it out.

    `short`: a notice of a page or two, without a cover page and a list of contents.
    `dated` is the day in the file's own properties, YYYY-MM-DD, the same in every language; `date` is for readers.
    `summary` are its key points as plain text, `told` the same with the figures' notes. `styled`: brings the notes'
    style sheet for the faces below it, which come without.
    """

    lang: str
    title: str
    subtitle: str
    label: str
    issuer: str
    date: str
    basis: str
    dated: str = ""
    notice: str = ""
    stamp: str = ""
    running: str = ""
    summary: tuple[str, ...] = ()
    slug: str = ""
    short: bool = False
    told: Words | None = None
    styled: bool = False

    @property
    def html(self) -> str:
        def line(kind: str, text: str) -> str:
            return f'<p class="{kind}">{html_text(text)}</p>' if text else ""

        points = "".join(f"<li>{html_text(s)}</li>" for s in self.summary)
        summary = f'<ul class="summary">{points}</ul>' if points else ""
        if self.told is not None and self.told.notes:
            summary = STYLE + _as_html(self.told.rich_markdown)
        summary = STYLE + summary if self.styled else summary
        stamp = line("stamp", self.stamp)
        return (
            f'<header class="cover">{stamp}{line("issuer", self.issuer)}<h1>{html_text(self.title)}</h1>'
            f"{line('subtitle', self.subtitle)}{line('label', self.label)}{line('date', self.date)}"
            f"{line('basis', self.basis)}{summary}"
            f"{line('notice', self.notice)}</header>"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        facts = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in ("told", "styled")}
        facts["summary"] = list(self.summary)
        if self.told is not None and self.told.notes:
            facts |= {"summary_rich": list(self.told.rich), "notes": html_of(self.told.notes)}
        return {DOCUMENT: facts, "text/html": self.html, "text/plain": self.title}


Face = Words | Table | Chart | Plate | Cover


@dataclass(frozen=True)
class Stack:
    """Several faces under one call, shown one below the other."""

    faces: tuple[Face, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, *faces: Face | Stack | Sequence[Face] | None) -> Stack:
        """Flatten faces, stacks and sequences of faces; empty words and None fall away."""
        flat: list[Face] = []
        for face in faces:
            if isinstance(face, Stack):
                flat.extend(face.faces)
            elif isinstance(face, Sequence):
                flat.extend(face)
            elif face is not None and not (isinstance(face, Words) and not face):
                flat.append(face)
        return cls(tuple(flat))

    def __iter__(self) -> Iterator[Face]:
        return iter(self.faces)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for face in self.faces:
            display(face)
