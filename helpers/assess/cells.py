"""What is typed into the cells of a table: numbers, and characters nobody sees; with what to write instead."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from ..model import Fault
from ..said import Said
from ..style import without_glyph

if TYPE_CHECKING:
    from .tables import Table

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", flags=re.ASCII)
_TYPED = str.maketrans({"−": "-", "—": "-", "，": ",", "。": ".", "．": ".", "’": "'"})
_THOUSANDS = re.compile(r"([+-]?\d{1,3})((?:[, _']\d{3})+)(?![\d])", flags=re.ASCII)
_BEFORE, _AFTER = r"(?<![\d.eExX])", r"(?![\d.,:/xX_-])"
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_HOW = "write digits with a point, or leave the cell empty if the figure is not available"
_MEND = "mend the formula; write digits with a point, or leave the cell empty if the figure is not available"


def numbers(table: Table, column: str, empty: str = "") -> tuple[np.ndarray, list[Fault]]:
    """A column as floats; an empty cell is NaN, or a fault when `empty` says why it may not be.

    Only plain decimals are numbers: full-width digits, thousands marks, percent signs, units and words such as NaN
    or inf are faults, with the number rewritten in the hint where one can be seen.
    """
    cells = table.columns[column]
    said = {cell: float(cell) if _NUMBER.fullmatch(cell) else np.nan for cell in set(cells)}
    found = np.fromiter(map(said.__getitem__, cells), float, len(cells))
    wrong = {cell for cell, value in said.items() if cell and value != value}
    bad = [k for k, cell in enumerate(cells) if cell in wrong] if wrong else []
    faults = [table.fault(k, column, "not a number", rewritten(cells[k])) for k in bad]
    for k in np.flatnonzero(np.isinf(found)):
        faults.append(table.fault(int(k), column, "the number is too large", _HOW))
        found[k] = np.nan
    if empty and "" in said:
        faults += [table.fault(k, column, empty, "fill it in") for k, cell in enumerate(cells) if not cell]
    return found, faults


def rewritten(cell: str) -> str:
    """What to write instead of a cell that is not a number; never a number the cell does not clearly show."""
    if cell.startswith(("#", "=")):
        return _MEND
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", cell)).translate(_TYPED).strip()
    plain = _THOUSANDS.sub(lambda m: m[1] + re.sub("[, _']", "", m[2]), plain)
    tight = re.sub(r"(?<=[\d.]) +(?=[\d.])", "", plain)
    if _NUMBER.fullmatch(tight):
        return Said("write {right:s}", right=tight)
    if re.fullmatch(r"[+-]?\d+,\d+", plain, flags=re.ASCII):
        return Said("write {number:s}: the decimal mark is a point", number=plain.replace(",", "."))
    if re.fullmatch(r"[+-]?(\.\d+|\d+\.)", plain, flags=re.ASCII):
        return Said("write {right:s}", right=f"{float(plain):g}")
    seen = re.findall(_BEFORE + r"[+-]?\d+(?:\.\d+)?" + _AFTER, plain, flags=re.ASCII)
    if len(seen) != 1 or len(re.findall(r"\d+", plain, flags=re.ASCII)) > 1 + ("." in seen[0]):
        return _HOW
    number = seen[0]
    before, _, after = (part.strip() for part in plain.partition(number))
    if before in ("超", "超过") or (not before and after[:1] in ("余", "多")):
        return Said(
            "write {number:s} and put {word:s} into the column qualifier", number=number, word="超" if before else "余"
        )
    if re.search(r"[()约≈近左右一二三四五六七八九十百千]", before + after):
        return _HOW
    around = " and ".join(repr(part) for part in (before, after) if part)
    return Said("write {number:s} alone, without {words}, in the unit of its row", number=number, words=around)


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
