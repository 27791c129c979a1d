"""Three quarters, the second of them published on 8 August 2023, and what is found wrong with them."""

from __future__ import annotations

import datetime

import made
from publishing import change, enter, entry, publish

from helpers.assess import check
from helpers.model import Quarter

Q1, Q2, Q3 = (Quarter(2023, number) for number in (1, 2, 3))
BEFORE, ON, AFTER = (datetime.date(2023, *day) for day in ((8, 31), (9, 1), (9, 2)))


def laid_out(folder, praise=()):
    """Make the three quarters in this folder, with praise in the second; returns it."""
    made.folder(folder)
    for name in ("2023Q1", "2023Q2", "2023Q3"):
        made.quarter(folder, name, bonus={"甲区": 1})
    if praise:
        made.write(folder / "2023Q2" / "praise.csv", praise)
    publish(folder)
    return folder


def faults(data, quarter=Q2):
    return [fault for fault in check.check_quarter(data, quarter) if fault.severity == "error"]


def only(data, quarter=Q2):
    found = faults(data, quarter)
    assert len(found) == 1, found
    return found[0]


def revised(data, **cells):
    change(data / "2023Q2" / "values.csv", ("甲区", "growth"), "value", "8.2")
    enter(data, entry(**{"district": "甲区", "item": "growth", "old": "8.0", "new": "8.2", **cells}))
