"""Districts' figures summed against the published figure of the whole city: where they may be, and how far apart."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

# Units whose figures are not summed, over districts or over quarters: their sum says nothing.
_RATES = frozenset(("%", "‰", "个百分点", "分", "天", "工作日", "个工作日", "分钟", "倍", "分贝", "℃"))
_PER = re.compile("[/／每]")  # 微克/立方米, 人/平方公里, 每万人件数


@dataclass(frozen=True)
class Sum:
    """The sum of all districts beside the city's figure, in the unit of their rows; `decimals` as they are written."""

    parts: float
    whole: float
    decimals: int
    many: int

    @property
    def gap(self) -> float:
        """Sum less whole: positive where the districts have more than the city."""
        return round(self.parts - self.whole, self.decimals)

    @property
    def is_rounding(self) -> bool:
        """Whether the gap is no wider than the rounding of every figure allows."""
        return Decimal(str(abs(self.gap))) <= rounding(self.many, self.decimals)


def adds_up(unit: str) -> bool:
    """Whether figures in a unit are counts or amounts; rates, scores, means and times taken are never summed."""
    return unit not in _RATES and not _PER.search(unit)


def rounding(parts: int, decimals: int, counted: bool = False) -> Decimal:
    """The gap that the rounding of so many parts and of their total may leave; none where whole things are counted."""
    return Decimal(0) if counted and not decimals else (parts + 1) * Decimal(5).scaleb(-decimals - 1)


def of_parts(rows: pd.DataFrame, everybody: Collection[str]) -> Sum | None:
    """The sum of background rows of one period, indicator and unit; `everybody` are the codes of all districts.

    None where it would mislead: rates, no single figure for the city (code ""), a district missing or standing twice.
    """
    whole, parts = rows[rows["code"] == ""], rows[rows["code"] != ""]
    complete = set(parts["code"]) == set(everybody) and len(parts) == len(everybody)
    if len(whole) != 1 or not complete or not rows["unit"].map(adds_up).all() or rows["unit"].nunique() != 1:
        return None
    decimals = max(_decimals(value) for value in rows["value"])
    return Sum(float(parts["value"].sum()), float(whole["value"].iloc[0]), decimals, len(parts))


def _decimals(value: float) -> int:
    text = f"{value:.10g}"
    return len(text.partition(".")[2]) if "e" not in text else 0
