"""issue.toml: the day a briefing is issued, and until when nobody passes it on.

Whether it is a draft (征求意见稿) is not said here: it is one until the ledger has it (see ledger.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..model import DataError, Fault, Quarter, nearest
from ..said import Said
from .toml import read_toml

FILE = "issue.toml"
_KEYS = ("date", "source", "embargo")
_BY_LEDGER = "take the line out: a quarter is a draft (征求意见稿) until briefing publish puts it into ledger.csv"


@dataclass(frozen=True)
class Issue:
    """`date`: the day of issue. `embargo`: until then nobody passes it on; on every page."""

    date: datetime.date | None = None
    embargo: datetime.datetime | datetime.date | None = None


def issue(data: Path, quarter: Quarter) -> Issue:
    """What issue.toml of a quarter says; nothing where there is none. Raises DataError for one that cannot be read."""
    found, faults = read_issue(data, quarter)
    if faults:
        raise DataError(*faults)
    return found


def read_issue(data: Path, quarter: Quarter, known_sources: Collection[str] = ()) -> tuple[Issue, list[Fault]]:
    """`issue` with its faults instead of an error; the date's source is one of `known_sources`."""
    path, file = data / str(quarter) / FILE, f"{quarter}/{FILE}"
    if not path.is_file():
        return Issue(), []
    try:
        told = read_toml(path, file)
    except DataError as error:
        return Issue(), list(error.faults)
    if not told:  # remarks alone: not issued yet, as where the file is missing
        return Issue(), []
    hints = {key: _BY_LEDGER if key == "draft" else nearest(key, list(_KEYS)) for key in told}
    faults = [
        Fault(file, Said("issue.toml has no key {key!r}", key=key), hints[key], column=key)
        for key in told
        if key not in _KEYS
    ]
    source = told.get("source", "")
    if known_sources and source and source not in known_sources:
        hint = nearest(str(source), list(known_sources))
        faults.append(Fault(file, "no such source in sources.csv", hint, column="source", value=str(source)))
    embargo, day = told.get("embargo"), told.get("date")
    if embargo is not None and not isinstance(embargo, datetime.date):
        hint = "write it without quotes: embargo = 2023-08-08T10:00:00"
        faults.append(Fault(file, "embargo is a day or a time", hint, column="embargo", value=str(embargo)))
        embargo = None
    if isinstance(day, datetime.date) and not isinstance(day, datetime.datetime):
        return Issue(day, embargo), faults
    if "date" in told or not (faults or embargo):
        hint = "write it without quotes: date = 2023-08-08"
        rule = "date is a day" if "date" in told else "the day of issue is missing"
        faults.append(Fault(file, rule, hint, column="date", value=str(told.get("date", ""))))
    return Issue(None, embargo), faults
