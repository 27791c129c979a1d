"""What a quarter waits for: a bonus or deduction only where a row stands empty, for no row of it is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from helpers.assess.load import load_base
from helpers.intake.to_come import waiting
from helpers.model import Quarter

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import made

Q2 = Quarter(2023, 2)


@pytest.mark.parametrize(
    ("bonus", "waits"),
    [({"甲区": 1}, []), ({}, []), ({"甲区": 1, "丁市": ""}, ["d4"]), ({"甲区": ""}, ["d1"])],
    ids=["one has it", "nobody has it", "one row empty", "the only row empty"],
)
def test_a_bonus_is_awaited_where_a_row_of_it_is_empty(tmp_path, bonus, waits):
    """A county with two accidents was told to wait for ten more."""
    made.folder(tmp_path)
    made.quarter(tmp_path, bonus=bonus)
    found = {wait.item.id: list(wait.codes) for wait in waiting(load_base(tmp_path), Q2)}
    assert found == ({"bonus": waits} if waits else {})


def test_a_score_is_awaited_though_it_has_no_row(tmp_path):
    made.folder(tmp_path)
    figures = {**made.PLAIN, "丁市": {"growth": 2.0, "revenue": 70}}
    made.quarter(tmp_path, figures=figures)
    assert {w.item.id: w.codes for w in waiting(load_base(tmp_path), Q2)} == {"review": ("d4",)}
