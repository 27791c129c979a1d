"""An answer of the command line: one object for programs, words and tables for readers, both from the same figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..assess import rounding
from ..model import Quarter
from ..write.table_face import Table

FORMAT = 1  # raised when a field of an answer changes its meaning
FINE = 9  # decimals of figures that are printed nowhere


@dataclass(frozen=True)
class Heading:
    """A line that opens a part of an answer."""

    text: str


Block = str | Heading | Table


@dataclass(frozen=True)
class Answer:
    """`facts` for programs; `blocks` for readers: headings, sentences (plain text) and tables, in order."""

    facts: Mapping[str, object]
    blocks: tuple[Block, ...]

    @property
    def json(self) -> str:
        """The facts as JSON: keys in a fixed order, a Decimal with its printed digits, NaN as null."""
        return _json(self.facts) + "\n"


def _json(thing: object, indent: str = "") -> str:
    inner = indent + "  "
    if isinstance(thing, Mapping):
        rows = [f"{inner}{json.dumps(str(k), ensure_ascii=False)}: {_json(v, inner)}" for k, v in thing.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}" if rows else "{}"
    if isinstance(thing, list | tuple):
        rows = [inner + _json(item, inner) for item in thing]
        return "[\n" + ",\n".join(rows) + f"\n{indent}]" if rows else "[]"
    if isinstance(thing, Decimal):
        return f"{thing or abs(thing):f}"
    if isinstance(thing, Quarter):
        return json.dumps(str(thing))
    if isinstance(thing, float) and thing != thing:
        return "null"
    return json.dumps(thing, ensure_ascii=False, allow_nan=False)


def printed(value: float | Decimal, decimals: int) -> Decimal | None:
    """A figure as it is printed; None where there is none."""
    if value != value:
        return None
    return rounding.decimal(float(value), decimals) if not isinstance(value, Decimal) else value


def fine(value: float | Fraction) -> float | None:
    """A figure that is printed nowhere, without binary noise; None where there is none."""
    number = float(value)
    return None if number != number else round(number, FINE) + 0.0


def whole(number: Any) -> int | None:
    """A rank or count as an int; None where there is none (pandas' NA and NaN)."""
    import pandas as pd

    return None if pd.isna(number) else int(number)
