"""For the tests of loading: a cell of a quarter's table changed, and the faults that are told of it."""

from __future__ import annotations

import pytest

from helpers.assess import load
from helpers.model import DataError, Quarter

Q2 = Quarter(2023, 2)


def faults(data, quarter=Q2):
    with pytest.raises(DataError) as caught:
        load.load_quarter(data, quarter)
    return caught.value.faults


def only(data):
    found = faults(data)
    assert len(found) == 1, [str(f) for f in found]
    return found[0]


def cell(data, table, row, column, text):
    """Change one cell; the header is row 1."""
    path = data / "2023Q2" / f"{table}.csv"
    lines = [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    lines[row - 1][lines[0].index(column)] = text
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8-sig")
