"""The small note behind a figure, and the mark of an illustrative one: finished text and its HTML. No rules in here.

A figure is a `<button popovertarget>` and its note a `<div popover>`: the browser itself opens it by click, touch and
keyboard and closes it by Escape, without a script and without a network. Figures that rest on the same share a note.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from ..markup import html_text

MARK = "※"  # the mark of an illustrative figure; not an asterisk, which stands for provisional results
MARK_HTML = f'<sup class="illustrative">{MARK}</sup>'
MARK_TYPST = f"#sym.wj;#super[{MARK}]"  # a mark never stands alone on a line

# For JupyterLab, where no style sheet of ours is loaded; the press drops scoped styles, for its page has its own.
STYLE = (
    "<style scoped>"
    "button.fig{all:unset;cursor:pointer;border-bottom:1px dotted #1f4e79}"
    "button.fig:focus-visible{outline:2px solid #1f4e79}"
    ".source-note{max-width:32em;padding:.7em 1em;border:1px solid #d5dae1;border-top:2px solid #a8201a;"
    "background:#fff;color:#1d2430;font-size:.9em;line-height:1.6}"
    ".source-note p{margin:0}.kept{white-space:nowrap}"
    "sup.illustrative{font-size:.6em;color:#565f6d}sup.cite{display:none}"
    "</style>"
)


@dataclass(frozen=True)
class Note:
    """What one figure rests on, in words. `lines` are pairs of a label and a text.

    `illustrative` is None for a count that is no datum: it carries neither mark nor claim.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    illustrative: bool | None = None

    @cached_property
    def key(self) -> str:
        """The note's name on a page: the same for the same words, whatever page and cell it stands in."""
        return "n" + hashlib.blake2s(repr((self.title, self.lines)).encode("utf-8"), digest_size=5).hexdigest()

    @property
    def html(self) -> str:
        told = "".join(f"<p><b>{html_text(label)}</b>{html_text(text)}</p>" for label, text in self.lines)
        name = html_text(self.title)
        return (
            f'<div popover id="{self.key}" class="source-note" role="note" aria-label="{name}">'
            f"<p><strong>{name}</strong></p>{told}</div>"
        )

    def button(self, inner: str) -> str:
        """The figure as something to click, touch or tab to; `inner` is finished markup."""
        return f'<button class="fig" popovertarget="{self.key}">{inner}</button>'

    def mark_button(self) -> str:
        """The mark of an illustrative sentence that has no figure to click; what it opens is its name."""
        name = html_text(self.title)
        return f'<button class="fig" popovertarget="{self.key}" aria-label="{name}">{MARK_HTML}</button>'


@dataclass(frozen=True)
class Cite:
    """What a paragraph, a table or a chart rests on, for paper: a numbered note at the end of the document."""

    text: str

    @property
    def html(self) -> str:
        return f'<sup class="cite" data-note="{html_text(self.text)}"></sup>' if self.text else ""


NO_CITE = Cite("")


class Cell(str):
    """A table's cell that knows where its figure comes from; to everybody else it is its text."""

    note: Note | None
    __slots__ = ("note",)

    def __new__(cls, text: str, note: Note | None = None) -> Self:
        made = super().__new__(cls, text)
        made.note = note
        return made


def note_of(cell: str) -> Note | None:
    return cell.note if isinstance(cell, Cell) else None


def html_of(notes: Iterable[Note]) -> str:
    """Every note once, in order."""
    return "".join({note.key: note.html for note in notes}.values())
