"""A few districts, d1, d2 and so on, scored under a few nodes."""

from __future__ import annotations

import made
import pandas as pd

from helpers.assess import score

GIVEN = {"method": "given", "max": 1000}


def table(columns: dict[str, list[float]]) -> pd.DataFrame:
    many = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=[f"d{k}" for k in range(1, many + 1)], dtype=float)


def scored(nodes, columns, groups=None, previous=None, at="2023Q2", **top):
    return score.score(made.inputs(made.leaves(*nodes, **top), table(columns), groups, at), previous)


ONE = [{"id": "a", **GIVEN}]

TWO = [{"id": "a", **GIVEN, "max": 100}, {"id": "b", **GIVEN, "max": 100}]
