"""What a cell returns: words, a chart, a plate, a cover, several of them, or a table (table_face.py).

One object, many faces: each shows itself through Jupyter's rich display, so the notebook in JupyterLab, the web page
and the PDF are made from the same object: HTML for the browser, Typst markup for the PDF, SVG with its alternative
text, Markdown.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Protocol

from ..markup import html_text, kept_together
from .notes import NO_CITE, STYLE, Cite, Note, html_of

if TYPE_CHECKING:
    from mistune.markdown import Markdown

DOCUMENT = "application/vnd.briefing.document+json"
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


class Face(Protocol):
    """Whatever shows itself: words, a table, a chart, a plate, a cover."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> object: ...


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
