"""The data folder's tables as a workbook program reads them: UTF-8 with its mark, CRLF, one header row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..model import District, Quarter
from ..scheme import Node, Scheme

DEMO = "demo"  # the id of the illustrative source
HEADERS = {
    "districts": ("code", "name", "name_en", "aliases", "group"),
    "sources": ("id", "title", "publisher", "date", "kind", "title_en", "publisher_en"),
    "facts": (
        *("id", "board", "name_zh", "name_en", "unit", "unit_en", "decimals", "minimum", "numerator", "denominator"),
    ),
    "background": ("period", "indicator", "district", "value", "unit", "scope", "source"),
    "values": ("district", "indicator", "value", "qualifier", "unit", "period", "scope", "source", "note"),
    "scores": ("district", "indicator", "points", "source", "note"),
    "survey": ("district", "satisfied", "basically_satisfied", "dissatisfied", "unknown", "source", "note"),
    "praise": ("district", "reason_zh", "reason_en", "source"),
    "results": ("district", "item", "value", "source", "note"),
    "photos": ("file", "district", "caption_zh", "caption_en", "credit", "credit_en", "source"),
}
# What a figure's period is: growth and sums run from January, these stand for a day or for the quarter alone.
AT_MONTH_END = {"renewal_start_rate", "renewal_completion_rate"}
OF_THE_QUARTER = {"renewal_q2_plan_rate": "ratio", "service_days": "single quarter"}
# Sums since January of counts that only grow: a later quarter of the year never shows less.
ONLY_GROWING = {"signed_projects", "signed_investment_growth_amount", "renewal_start_rate", "renewal_completion_rate"}


@dataclass(frozen=True)
class Drawn:
    """One quarter as drawn: figures (district × measured leaf), points (district × given leaf), survey counts."""

    quarter: Quarter
    values: np.ndarray
    points: np.ndarray
    survey: np.ndarray


def measured(scheme: Scheme) -> list[Node]:
    return [leaf for leaf in scheme.leaves if leaf.method != "given"]


def given(scheme: Scheme) -> list[Node]:
    return [leaf for leaf in scheme.leaves if leaf.method == "given"]


def period(leaf: Node, quarter: Quarter) -> tuple[str, str]:
    """Which time an indicator's figure stands for, and how: `("2023-01..2023-06", "cumulative")`."""
    last = quarter.months[1]
    if leaf.id in AT_MONTH_END:
        return last, "ratio"
    if leaf.id in OF_THE_QUARTER:
        return str(quarter), OF_THE_QUARTER[leaf.id]
    return f"{quarter.year}-01..{last}", "cumulative"


def write(path: Path, rows: Iterable[Sequence[object]], table: str = "") -> None:
    """Write one table; its name chooses the header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEADERS[table or path.stem])
        writer.writerows(rows)


def write_quarter(
    folder: Path,
    scheme: Scheme,
    districts: tuple[District, ...],
    drawn: Drawn,
    known: Mapping[tuple[str, str], Sequence[str]],
    facts: Mapping[str, Sequence[Sequence[str]]],
) -> None:
    """Write values, scores and survey of one quarter.

    `known` replaces the row of a (district, indicator), `facts` are further rows of a district (unscored facts);
    both hold finished rows of values.csv without the district.
    """
    target = folder / str(drawn.quarter)
    leaves = [(leaf, *period(leaf, drawn.quarter)) for leaf in measured(scheme)]
    rows: list[Sequence[object]] = []
    for district, figures in zip(districts, drawn.values, strict=True):
        for (leaf, span, scope), figure in zip(leaves, figures, strict=True):
            drawn_row = (leaf.id, f"{figure:.{leaf.decimals}f}", "", leaf.unit, span, scope, DEMO, "")
            rows.append((district.name, *known.get((district.name, leaf.id), drawn_row)))
        rows += [(district.name, *fact) for fact in facts.get(district.name, ())]
    write(target / "values.csv", rows)
    write(
        target / "scores.csv",
        (
            (district.name, leaf.id, f"{points:.2f}", DEMO, "")
            for district, row in zip(districts, drawn.points, strict=True)
            for leaf, points in zip(given(scheme), row, strict=True)
        ),
    )
    write(
        target / "survey.csv",
        ((district.name, *counts, DEMO, "") for district, counts in zip(districts, drawn.survey.tolist(), strict=True)),
    )
