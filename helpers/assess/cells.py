"""What is typed into the cells of a table of numbers, with what to write instead."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from ..model import Fault
from ..said import Said
from .characters import without_unseen

if TYPE_CHECKING:
    from .tables import Table

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", flags=re.ASCII)
_TYPED = str.maketrans({"−": "-", "—": "-", "，": ",", "。": ".", "．": ".", "’": "'"})
_THOUSANDS = re.compile(r"([+-]?\d{1,3})((?:[, _']\d{3})+)(?![\d])", flags=re.ASCII)
_BEFORE, _AFTER = r"(?<![\d.eExX])", r"(?![\d.,:/xX_-])"
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
    plain = unicodedata.normalize("NFKC", without_unseen(cell)).translate(_TYPED).strip()
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
