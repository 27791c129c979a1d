"""Characters of a text: those that nobody sees, and those that no bundled font has; with what to do instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model import Fault
from ..said import Said
from ..style import without_glyph

if TYPE_CHECKING:
    from .tables import Table

_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def without_unseen(text: str) -> str:
    """Text without the characters that show nothing."""
    return _UNSEEN.sub("", text)


def no_glyph(text: str) -> str:
    """The rule that a text breaks when the bundled fonts lack some of its characters; "" when they have all."""
    lost = without_glyph(text)
    named = ", ".join(f"{c} (U+{ord(c):04X})" for c in lost[:5]) + (" …" if len(lost) > 5 else "")
    return Said("no bundled font has the character {named}", named=named) if lost else ""


NOT_PRINTED = ("note", "district", "indicator", "source")  # remarks, and keys whose names stand elsewhere
OTHERWISE = "write it another way, or leave it out"


def unprintable(table: Table) -> list[Fault]:
    """Cells that may be printed and hold a character that no bundled font has."""
    faults = []
    for column, cells in table.columns.items():
        if column not in NOT_PRINTED and no_glyph("\n".join(set(cells))):
            rules = [(k, no_glyph(cell)) for k, cell in enumerate(cells)]
            faults += [table.fault(k, column, rule, OTHERWISE) for k, rule in rules if rule]
    return faults


def unseen(table: Table) -> list[Fault]:
    """Cells with characters that show nothing: control characters, zero-width spaces, marks that turn the direction."""
    faults = []
    for column, cells in table.columns.items():
        if not _UNSEEN.search("\n".join(set(cells))):
            continue
        for k, cell in enumerate(cells):
            if found := _UNSEEN.search(cell):
                rule = Said("holds a character that cannot be seen ({code})", code=f"U+{ord(found[0]):04X}")
                faults.append(table.fault(k, column, rule, Said("type it anew: {text}", text=_UNSEEN.sub("", cell))))
    return faults
