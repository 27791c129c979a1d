"""Taking in what must be refused, for the tests of it: nothing in the data folder may change."""

from __future__ import annotations

import pytest
from books import book, growths, table

from helpers.desk import intake as desk
from helpers.desk.putting import LOCK
from helpers.model import DataError

GDP = "地区生产总值增速（%）"


def snapshot(data):
    return {p: p.read_bytes() for p in data.rglob("*") if p.is_file() and p.name != LOCK}


def refused(data, *paths, accept=True):
    """The faults that these files end with; nothing in the data folder may have changed."""
    before = snapshot(data)
    with pytest.raises(DataError) as told:
        asked = desk.prepare([str(p) for p in paths], "2023Q4", str(data), accept)
        desk.write_figures(asked)
    assert snapshot(data) == before
    return told.value.faults


def good(path, first=5.0):
    return book(path, table(["区市", GDP], growths(first)))
