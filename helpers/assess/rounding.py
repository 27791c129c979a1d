"""Rounding on the decimal face of a number, and ranks with ties: once, then rank.

A score in binary floating point carries noise in its sixteenth digit: 97.445 may stand as 97.44499999999999. Scores
are therefore read at nine decimals first (far finer than any that is printed, far coarser than the noise) and
rounded as the integers those decimals are. Source: GB/T 8170 for half-even, once only.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd

FINE = 9  # decimals at which a score is read
MODES = ("half-even", "half-up")
TIES = ("min", "max", "dense")
_SAFE = 2**62 / 10**FINE


def fine(values: Any) -> np.ndarray:
    """Scores read at nine decimals, noise taken off."""
    return np.round(np.asarray(values, float), FINE) + 0.0


def rounded(values: Any, decimals: int = 2, mode: str = "half-even") -> np.ndarray:
    """Numbers rounded once to `decimals`, half to even or half away from zero, as their decimal faces would be.

    97.445 -> 97.44 (half-even), 97.45 (half-up), whatever binary noise it carries. NaN stays NaN; an infinity
    raises ValueError.
    """
    if mode not in MODES:
        raise ValueError(f"{mode!r} is no rounding mode; known: {', '.join(MODES)}")
    x = np.asarray(values, float)
    if np.isinf(x).any():
        raise ValueError("an infinite score cannot be rounded")
    if decimals >= FINE:
        return fine(x)
    there = ~np.isnan(x)
    if x.size and np.abs(np.where(there, x, 0.0)).max() >= _SAFE:
        return np.vectorize(lambda v: _one(v, decimals, mode), otypes=[float])(x)
    whole = np.rint(np.where(there, x, 0.0) * 10.0**FINE).astype(np.int64)
    unit = 10 ** (FINE - decimals)
    sign, size = np.sign(whole), np.abs(whole)
    quotient, rest = size // unit, size % unit
    up = (rest * 2 > unit) | ((rest * 2 == unit) & ((quotient % 2 == 1) | (mode == "half-up")))
    return np.where(there, sign * (quotient + up) / 10.0**decimals + 0.0, np.nan)


def _one(value: float, decimals: int, mode: str) -> float:
    if value != value:
        return value
    how = ROUND_HALF_EVEN if mode == "half-even" else ROUND_HALF_UP
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=how))


def decimal(value: float, decimals: int = FINE) -> Decimal:
    """A score as the decimal it stands for: for sums that must come out to the last digit."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)


def rank(scores: pd.Series, ties: str = "min", breakers: pd.DataFrame | None = None) -> pd.Series:
    """Rank districts within one quarter, best first.

    Takes one score per district (points, already rounded to the scheme's precision); NaN is a district without one.
    Returns an int per district, 1 = best; equal scores share the smaller rank: 90, 88, 88, 80 -> 1, 2, 2, 4
    (`min`), the larger: 1, 3, 3, 4 (`max`), or leave no hole: 1, 2, 2, 3 (`dense`). Columns of `breakers`, in
    order, part equal scores first. Int64 with NA when some district has no score, int64 otherwise.
    Source: scheme policies `ties` and `tie_break`.
    """
    keys = scores.to_numpy(float)
    if breakers is not None and breakers.shape[1]:
        keys = _order(np.column_stack([keys, np.nan_to_num(breakers.to_numpy(float), nan=-np.inf)]))
    return pd.Series(rank_array(keys, ties), index=scores.index, name=scores.name)


def rank_array(keys: np.ndarray, ties: str = "min") -> Any:
    """Ranks of an array of scores, or of each column of a table (floats with NaN where scores lack); see `rank`."""
    found = ranks(keys, ties, axis=0)
    missing = np.isnan(found)
    if not missing.any():
        return found.astype(np.int64)
    if found.ndim > 1:
        return found
    return pd.arrays.IntegerArray(np.where(missing, 0, found).astype(np.int64), missing)


def ranks(keys: np.ndarray, ties: str = "min", axis: int = -1) -> np.ndarray:
    """Ranks along an axis, highest first, as floats; NaN where a key is NaN, which counts for nobody."""
    x = np.moveaxis(-np.asarray(keys, float), axis, -1)
    order = np.argsort(x, axis=-1, kind="stable")  # NaN sort last
    ordered = np.take_along_axis(x, order, axis=-1)
    new = np.ones(x.shape, bool)
    new[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    place = np.broadcast_to(np.arange(x.shape[-1]), x.shape)
    if ties == "dense":
        sorted_ranks = np.cumsum(new, axis=-1)
    else:
        sorted_ranks = np.maximum.accumulate(np.where(new, place, 0), axis=-1) + 1
    if ties == "max":
        last = np.ones(x.shape, bool)
        last[..., :-1] = new[..., 1:]
        ends = np.where(last, place, x.shape[-1])
        sorted_ranks = np.minimum.accumulate(ends[..., ::-1], axis=-1)[..., ::-1] + 1
    found = np.empty(x.shape)
    np.put_along_axis(found, order, sorted_ranks.astype(float), axis=-1)
    return np.moveaxis(np.where(np.isnan(x), np.nan, found), -1, axis)


def _order(table: np.ndarray) -> np.ndarray:
    """One number a row that sorts as the rows do, column after column; NaN where the first column is NaN."""
    _, dense = np.unique(table, axis=0, return_inverse=True)
    return np.where(np.isnan(table[:, 0]), np.nan, dense.reshape(-1).astype(float))
