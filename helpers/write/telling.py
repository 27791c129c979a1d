"""Findings on their way into words: each figure keeps its note, each sentence of illustrative figures its mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..model import frozen
from . import marks
from .behind import basis
from .behind_sentences import basis_of_sentence
from .briefing import Briefing
from .faces import Words
from .finding import Figure, Finding
from .notes import MARK_HTML, Note
from .provenance import Basis
from .wordings import worded

_STRONG = re.compile(rf"\*\*({marks.OPEN}[^*]*?{marks.CLOSE})\*\*")


@dataclass
class Telling:
    """Tells findings of one briefing and remembers, by number, what each of the figures told rests on."""

    b: Briefing
    bases: list[Basis] = field(default_factory=list)

    def sentence(self, f: Finding) -> str:
        """One finding as one or more sentences of Markdown, its figures marked by their numbers.

        One that says what the data show without a figure of theirs has a mark of its own at its end.
        """
        told = worded(self.b, self.marked(f))
        if any(self.bases[n].illustrative is not None for n in marks.places(told)):
            return told
        own = basis_of_sentence(self.b, f)
        if own is None:
            return told
        self.bases.append(own)
        return marks.ended(told, len(self.bases) - 1)

    def marked(self, f: Finding) -> Finding:
        """The finding with its figures numbered."""
        figures: dict[str, Figure | tuple[Figure, ...]] = {}
        for name, found in f.figures.items():
            if isinstance(found, Figure):
                figures[name] = self._number(f, name, 0, found)
            else:
                figures[name] = tuple(self._number(f, name, at, one) for at, one in enumerate(found))
        return replace(f, figures=frozen(figures))

    def _number(self, f: Finding, name: str, at: int, figure: Figure) -> Figure:
        self.bases.append(basis(self.b, f, name, at, figure))
        return marks.marked(figure, len(self.bases) - 1)

    # ---- faces ----------------------------------------------------------------------------------------------------

    def words(self, paragraphs: Sequence[str], bullets: bool = False) -> Words:
        """Paragraphs told here, with their notes."""
        used = [n for text in paragraphs for n in marks.places(text)]
        notes = {n: self.b.trace.notes.note(self.bases[n]) for n in dict.fromkeys(used)}
        return Words(
            tuple(marks.plain(text) for text in paragraphs),
            bullets=bullets,
            rich=tuple(self.rich(text, notes) for text in paragraphs),
            notes=tuple(dict.fromkeys(notes.values())),
        )

    def rich(self, text: str, notes: dict[int, Note]) -> str:
        """Markdown in which every figure is a button, with marks of illustrative data and a note for paper.

        A sentence in which every datum is illustrative has one mark, behind its full stop; else each figure has one.
        The mark of a sentence without figures is what opens its note.
        """
        cite = self.b.trace.notes.cite(self.bases[n] for n in marks.places(text)).html
        told = "".join(self._sentence(part, notes) for part in _sentences(_STRONG.sub(r"<strong>\1</strong>", text)))
        return told + cite

    def _sentence(self, text: str, notes: dict[int, Note]) -> str:
        data = [n for n in marks.places(text) if self.bases[n].illustrative is not None]
        whole = len(data) > 1 and all(self.bases[n].illustrative for n in data) and text.rstrip()[-1:] in ("。", ".")

        behind = [MARK_HTML] if whole else []

        def show(number: int, inner: str) -> str:
            mark = MARK_HTML if notes[number].illustrative and not whole else ""
            if inner:
                return notes[number].button(inner) + mark
            behind.append(notes[number].mark_button() if mark else "")
            return ""

        shown, space = marks.shown(text.rstrip(), show), text[len(text.rstrip()) :]
        return shown + "".join(behind) + space


def _sentences(text: str) -> list[str]:
    """A paragraph cut behind its full stops; the spaces that follow stay with the sentence before them."""
    return [part for part in re.split(r"(?<=。)|(?<=\.)(?=\s)", text) if part]
