"""Explanations as they are printed: parts at the published decimals and what rounding leaves, so that sums hold."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from . import rounding
from .change import CAUSES, Change
from .result import Result


def change_digits(result: Result, earlier: Result) -> int:
    """The decimals of a change between two quarters and of its causes: as many as either prints its total with."""
    return max(result.scheme.policies.decimals, earlier.scheme.policies.decimals)


def change_parts(result: Result, earlier: Result, change: Change) -> pd.DataFrame:
    """The causes of every district's change in total as printed: each total with the decimals of its own scheme.

    Frame by code: before, after, the causes that moved any district's total, `rounding`, `change`; Decimal;
    Σ causes + rounding = change = after − before, to the last digit. Districts without a total in one of the two
    quarters are left out.
    """
    policies, digits = result.scheme.policies, change_digits(result, earlier)
    parts = change.parts.dropna(subset=["before", "after"])
    shown = {cause: rounding.rounded(parts[cause].to_numpy(), digits, policies.rounding) for cause in CAUSES}
    frame = pd.DataFrame(index=parts.index)
    for name, of in (("before", earlier), ("after", result)):
        frame[name] = [rounding.decimal(x, of.scheme.policies.decimals) for x in parts[name]]
    for cause, points in shown.items():
        if (points != 0).any():
            frame[cause] = [rounding.decimal(x, digits) for x in points]
    causes = [name for name in frame.columns if name in CAUSES]
    frame["change"] = [after - before for before, after in zip(frame["before"], frame["after"], strict=True)]
    summed = [sum(row, Decimal(0)) for row in frame[causes].itertuples(index=False)]
    frame["rounding"] = [moved - whole for moved, whole in zip(frame["change"], summed, strict=True)]
    return frame[["before", "after", *causes, "rounding", "change"]]
