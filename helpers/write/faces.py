"""What a cell returns: words, a table, a chart, a plate, a cover. One object, many faces.

Each shows itself through Jupyter's rich display, so the notebook in JupyterLab, the web page and the PDF are made
from the same object: HTML for the browser, Typst markup for the PDF, SVG with its alternative text, Markdown.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..markup import html_text, typst_text

DOCUMENT = "application/vnd.briefing.document+json"
TYPST = "text/vnd.typst"

Bundle = tuple[dict[str, object], dict[str, object]]


@dataclass(frozen=True)
class Words:
    """Sentences as Markdown, one paragraph an entry; `bullets` shows them as a list, `level` > 0 as a heading."""

    paragraphs: tuple[str, ...]
    bullets: bool = False
    level: int = 0

    @property
    def markdown(self) -> str:
        if self.level:
            return "#" * self.level + " " + " ".join(self.paragraphs)
        if self.bullets:
            return "\n".join(f"- {p}" for p in self.paragraphs)
        return "\n\n".join(self.paragraphs)

    def __bool__(self) -> bool:
        return bool(self.paragraphs)

    def __str__(self) -> str:
        return self.markdown

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return {"text/markdown": self.markdown, "text/plain": self.markdown}


@dataclass(frozen=True)
class Column:
    """A table's column: its head, how its cells stand, and its share of the width in the PDF (0: as wide as needed)."""

    label: str
    align: str = "right"  # left, center, right
    share: float = 0


@dataclass(frozen=True)
class Table:
    """A table of finished text. `rows` hold one string a column; `header` is the column that names its row.

    `strong` are the positions of rows set in bold; `note` stands below, in small type.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    header: int = 0
    strong: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.caption!r}: a row of {len(row)} cells under {len(self.columns)} heads")

    @property
    def html(self) -> str:
        def cell(text: str, at: int) -> str:
            tag, scope = ("th", ' scope="row"') if at == self.header else ("td", "")
            return f'<{tag}{scope} class="{self.columns[at].align}">{html_text(text)}</{tag}>'

        heads = "".join(f'<th scope="col" class="{c.align}">{html_text(c.label)}</th>' for c in self.columns)
        body = ""
        for i, row in enumerate(self.rows):
            mark = ' class="strong"' if i in self.strong else ""
            body += f"<tr{mark}>{''.join(cell(text, j) for j, text in enumerate(row))}</tr>\n"
        note = f'<p class="note">{html_text(self.note)}</p>' if self.note else ""
        return (
            f'<table class="briefing"><caption>{html_text(self.caption)}</caption>\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody></table>{note}"
        )

    @property
    def typst(self) -> str:
        widths = ", ".join(f"{c.share}fr" if c.share else "auto" for c in self.columns)
        aligns = ", ".join(f"{c.align} + horizon" for c in self.columns)
        heads = ", ".join(f"[{typst_text(c.label)}]" for c in self.columns)

        def cell(text: str, strong: bool) -> str:
            return f"[*{typst_text(text)}*]" if strong else f"[{typst_text(text)}]"

        body = "".join(
            "  " + ", ".join(cell(text, i in self.strong or j == self.header) for j, text in enumerate(row)) + ",\n"
            for i, row in enumerate(self.rows)
        )
        figure = (
            f"#figure(kind: table, caption: [{typst_text(self.caption)}],\n"
            f"  table(columns: ({widths},), align: ({aligns},),\n  table.header({heads}),\n{body}))"
        )
        return figure + (f"\n#align(left, text(size: 8pt)[{typst_text(self.note)}])\n" if self.note else "\n")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        lines = ["\t".join(c.label for c in self.columns), *("\t".join(row) for row in self.rows)]
        return {"text/html": self.html, TYPST: self.typst, "text/plain": "\n".join([self.caption, *lines])}


@dataclass(frozen=True)
class Chart:
    """A chart as SVG with real text. `alt` tells in a sentence what it shows, `note` what it rests on.

    `reads`, where it is known, is a hash over all that the drawing is made from.
    """

    svg: str = field(repr=False)
    alt: str
    caption: str = ""
    note: str = ""
    reads: str = ""

    @property
    def html(self) -> str:
        caption = f"<strong>{html_text(self.caption)}</strong>" if self.caption else ""
        note = f'<span class="note">{html_text(self.note)}</span>' if self.note else ""
        below = f"<figcaption>{caption} {note}</figcaption>" if caption or note else ""
        svg = self.svg.replace("<svg ", f'<svg role="img" aria-label="{html_text(self.alt)}" ', 1)
        return f'<figure class="chart">{svg}{below}</figure>'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        about = {"alt": self.alt, "caption": self.caption, "note": self.note}
        if self.reads:
            about["reads"] = self.reads
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
    """

    lang: str
    title: str
    subtitle: str
    label: str
    issuer: str
    date: str
    basis: str
    notice: str = ""
    stamp: str = ""
    running: str = ""
    summary: tuple[str, ...] = ()
    slug: str = ""
    short: bool = False

    @property
    def html(self) -> str:
        def line(kind: str, text: str) -> str:
            return f'<p class="{kind}">{html_text(text)}</p>' if text else ""

        points = "".join(f"<li>{html_text(s)}</li>" for s in self.summary)
        summary = f'<ul class="summary">{points}</ul>' if points else ""
        stamp = line("stamp", self.stamp)
        return (
            f'<header class="cover">{stamp}{line("issuer", self.issuer)}<h1>{html_text(self.title)}</h1>'
            f"{line('subtitle', self.subtitle)}{line('label', self.label)}{line('date', self.date)}"
            f"{line('basis', self.basis)}{summary}"
            f"{line('notice', self.notice)}</header>"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        facts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        facts["summary"] = list(self.summary)
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
