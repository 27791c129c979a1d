"""What somebody has to decide before a proposed mapping may be taken as it is."""

from __future__ import annotations

from ..model import Fault
from ..said import Said
from .mapping import WHY, Mapping
from .workbooks import Book


def undecided(book: Book, mapping: Mapping, accept: bool) -> list[Fault]:
    """The questions a proposal leaves open, or that it takes no column: errors where it was to be accepted."""
    severity = "error" if accept else "warning"
    hint = Said(
        "choose in {file}, where they are written as comments, and write confirmed = true there", file=mapping.file
    )
    if accept:
        hint = Said(
            "run without --accept-mappings: it writes {file}; choose there, and write confirmed = true",
            file=mapping.file,
        )
    known = dict.fromkeys(one.question for one in mapping.open if one.column.indicator)
    if mapping.sheets or known:
        return [Fault(book.name, question, hint, severity=severity) for question in known]
    return [
        Fault(
            book.name,
            _none(mapping),
            Said("its columns are {columns}; {hint}", columns=_heads(mapping), hint=hint),
            severity=severity,
        )
    ]


def nothing(book: Book, mapping: Mapping) -> Fault:
    """That there is nothing to decide about: no column has figures of this quarter."""
    words = "its columns are {columns}; ask the sender for this quarter's figures"
    hint = Said(words, columns=_heads(mapping)) if mapping.unread else "no column has figures"
    return Fault(book.name, _none(mapping), hint)


def unmapped(mapping: Mapping) -> Fault:
    """That a proposal was accepted in which nobody has chosen a column yet."""
    hint = "take the “# ” away before the columns to be read, and say what they are"
    return Fault(mapping.file, "no sheet is mapped", hint)


def _none(mapping: Mapping) -> str:
    rule = "none of its columns is like an item of this quarter"
    if any(WHY in head for head in mapping.unread):
        rule = "none of its columns can be taken for an item of this quarter"
    return rule


def _heads(mapping: Mapping) -> str:
    return ", ".join(" ".join(head.split()) for head in mapping.unread[:12])
