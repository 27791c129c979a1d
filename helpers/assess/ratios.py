"""Ratios of a quarter's data against the figures they are made of: 167.97 / 251.81 = 66.7 %."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from ..model import District, Fault
from ..said import Said


class _Row(NamedTuple):
    value: float
    text: str
    row: int


def check_ratios(
    values: pd.DataFrame, dictionary: pd.DataFrame, districts: Iterable[District], file: str, sheet: str = ""
) -> list[Fault]:
    """A ratio of facts.csv against its numerator and denominator, wherever a district reports all three.

    The three reconcile when the ratio lies between those of the smallest and largest figures that round to them; one
    that does not is an error, because a sentence would say all three. A lower bound (余, 超) reconciles with nothing.
    `values` are the rows of values.csv, facts among them, `dictionary` is facts.csv by id; `file` and `sheet` name the
    table that holds the three.
    """
    columns = (dictionary.index, *(dictionary[name] for name in ("numerator", "denominator", "unit")))
    made_of = [fact for fact in zip(*(list(column) for column in columns), strict=True) if fact[1] and fact[2]]
    named = {id_ for fact in made_of for id_ in fact[:3]}
    cells = (values[name].to_numpy(object) for name in ("code", "indicator", "value", "qualifier", "text", "row"))
    there = {
        (code, id_): _Row(value, text, row)
        for code, id_, value, qualifier, text, row in (zip(*cells, strict=True) if named else ())
        if id_ in named and value == value and not qualifier
    }
    codes = {code for code, _ in there}
    reporting = [district for district in districts if district.code in codes]
    faults: list[Fault] = []
    for fact, numerator, denominator, unit in made_of:
        percent = 100.0 if unit == "%" else 1.0
        for district in reporting:
            keys = [(district.code, id_) for id_ in (fact, numerator, denominator)]
            if not all(key in there for key in keys):
                continue
            ratio, top, bottom = (there[key] for key in keys)
            half = [0.5 * 10.0 ** -_decimals(r.text) for r in (ratio, top, bottom)]
            if bottom.value - half[2] <= 0:
                continue
            low = (top.value - half[1]) / (bottom.value + half[2]) * percent - half[0]
            high = (top.value + half[1]) / (bottom.value - half[2]) * percent + half[0]
            if low - 1e-9 <= ratio.value <= high + 1e-9:
                continue
            made = top.value / bottom.value * percent
            rule = Said(
                "{top} / {bottom} = {above} / {below} = {made}",
                top=numerator,
                bottom=denominator,
                above=top.text,
                below=bottom.text,
                made=f"{made:.4g} {unit}",
            )
            hint = Said(
                "{gap} apart, more than rounding allows: "
                "correct the one of the three figures of {district} that is wrong (rows {row}, {top} and {bottom})",
                gap=f"{ratio.value - made:+.4g}",
                district=district.name,
                row=int(ratio.row),
                top=int(top.row),
                bottom=int(bottom.row),
            )
            faults.append(Fault(file, rule, hint, sheet, row=int(ratio.row), column="value", value=ratio.text))
    return faults


def _decimals(text: str) -> int:
    return len(found[1]) if (found := re.search(r"\.([0-9]+)", text)) else 0
