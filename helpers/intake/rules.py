"""What a claimed figure must satisfy, as one pandera schema, held lazily: every fault at once, by workbook and cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..model import District, Fault
from ..said import Said
from .claims import Claim, rivals
from .names import TOTAL

if TYPE_CHECKING:
    import pandera.pandas as pandera

_ONE_BOOK = "only one of them can be right: leave the other workbook or column out"
_ONE_LINE = (
    "only one of them can be right: write beside the district what each of its lines is (this year, last year), or "
    "delete the other"
)
BELOW, ABOVE, WHOLE, BOUND, OUTSIDE = "below", "above", "whole", "bound", "outside"


def frame_of(claims: Sequence[Claim]) -> pd.DataFrame:
    """One row a claim: table, code, item, figure, its limits, its qualifier; the index is the claim's position."""
    rows = [
        {
            "table": c.item.table,
            "code": c.code,
            "item": c.item.id,
            "figure": float(c.value),
            "low": c.item.low,
            "high": c.item.high,
            "count": c.item.table == "survey",
            "scored": c.item.scored or c.item.table != "values",
            "qualifier": c.qualifier,
        }
        for c in claims
    ]
    columns = ["table", "code", "item", "figure", "low", "high", "count", "scored", "qualifier"]
    return pd.DataFrame(rows, columns=columns).astype({"figure": float, "low": float, "high": float, "code": object})


def schema_for(cohort: Sequence[District]) -> pandera.DataFrameSchema:
    """The schema of `frame_of`: known districts, finite figures within their limits, whole counts, exact scores."""
    import pandera.pandas as pandera

    codes = [d.code for d in cohort] + [TOTAL]
    check = pandera.Check
    return pandera.DataFrameSchema(
        {
            "table": pandera.Column(object, check.isin(["values", "scores", "survey"])),
            "code": pandera.Column(object, check.isin(codes, error=OUTSIDE)),
            "figure": pandera.Column(float, check(lambda s: np.isfinite(s), error="finite")),
        },
        checks=[
            check(lambda f: (f["figure"] >= f["low"]) | (f["code"] == TOTAL), error=BELOW),
            check(lambda f: (f["figure"] <= f["high"]) | (f["code"] == TOTAL), error=ABOVE),
            check(lambda f: ~f["count"].astype(bool) | (f["figure"] % 1 == 0), error=WHOLE),
            check(lambda f: (f["qualifier"] == "") | ~f["scored"].astype(bool), error=BOUND),
        ],
    )


def check_claims(claims: Sequence[Claim], cohort: Sequence[District]) -> list[Fault]:
    """Every claim against the schema, and against each other: two that want one cell must agree."""
    faults: list[Fault] = []
    if claims:
        import pandera.pandas as pandera

        try:
            schema_for(cohort).validate(frame_of(claims), lazy=True)
        except pandera.errors.SchemaErrors as found:
            cases = found.failure_cases.dropna(subset=["index"])
            seen = dict.fromkeys((int(i), str(c)) for i, c in zip(cases["index"], cases["check"], strict=True))
            faults += [_fault(claims[k], check) for k, check in sorted(seen)]
    return faults + rivals(claims, _claimed_twice)


def _fault(claim: Claim, check: str) -> Fault:
    item = claim.item
    if check == BELOW:
        rule = (
            "points are not negative"
            if item.table == "scores"
            else Said("below its minimum {lowest:g}", lowest=item.low)
        )
        return claim.fault(rule, "check the figure, and its unit")
    if check == ABOVE:
        return claim.fault(Said("above its maximum {highest:g}", highest=item.high), "check the figure, and its unit")
    if check == WHOLE:
        return claim.fault("a number of answers is a whole number", "check the count")
    if check == BOUND:
        return claim.fault("a lower bound cannot be scored", "ask for the exact figure")
    if check == OUTSIDE:
        return claim.fault("the district is not assessed this quarter", "see first and last in districts.csv")
    return claim.fault("not a figure that can be taken", "check the cell")


def _claimed_twice(first: Claim, other: Claim) -> Fault:
    """Both claims are named."""
    rule = Said(
        "{item} of this district is claimed twice: {text} in {place}",
        item=other.item.name.zh,
        text=first.typed.strip(),
        place=first.place,
    )
    return other.fault(rule, _ONE_LINE if _of_one_table(first, other) else _ONE_BOOK)


def _of_one_table(first: Claim, other: Claim) -> bool:
    """Whether two claims stand in one column, or one row, of a sheet: a district has two lines there."""
    where = [re.fullmatch(r"([A-Z]+)(\d+)", claim.cell) for claim in (first, other)]
    same = (first.workbook, first.sheet) == (other.workbook, other.sheet)
    return same and None not in where and any(a == b for a, b in zip(*(w.groups() for w in where if w), strict=True))


def agreed(claims: Sequence[Claim]) -> list[Claim]:
    """One claim a cell: where several agree, the first."""
    return list({claim.key: claim for claim in reversed(claims)}.values())[::-1]
