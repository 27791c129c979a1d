"""What the check finds wrong with a damaged folder of data."""

from __future__ import annotations

from helpers.assess.check import check_quarter
from helpers.model import Quarter

Q2 = Quarter(2023, 2)


def errors(data):
    return [fault for fault in check_quarter(data, Q2) if fault.severity == "error"]


def warnings(data):
    known = "the districts sum to 14917.17"
    return [f for f in check_quarter(data, Q2) if f.severity == "warning" and known not in f.rule]


def assert_told(found, file, column, rule, hint):
    """The first fault has this place, rule and remedy, and none is without a remedy."""
    assert found, "nothing was found"
    first = found[0]
    assert (first.file, first.column) == (file, column), [str(f) for f in found[:5]]
    assert rule in first.rule
    assert hint in first.hint
    assert all(fault.hint for fault in found), [str(f) for f in found if not f.hint]
