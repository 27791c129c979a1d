"""Test tools around what is published: a quarter put on record without a build, cells changed, revisions entered."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from damage import rows

from helpers.assess import load
from helpers.assess.ledger import Edition
from helpers.assess.revisions import COLUMNS
from helpers.desk import publication
from helpers.model import Fault, Quarter

REVISIONS = "revisions.csv"


def publish(data: Path, quarter: str = "2023Q2", day: str = "2023-08-08") -> Edition:
    """Put a quarter on record as `briefing publish` does once the reports are made; here there are none."""
    base = load.load_base(data)
    return publication.record(base, Quarter.parse(quarter), datetime.date.fromisoformat(day), [], b"code\n", "0" * 64)


def put(path: Path, table: Iterable[Iterable[object]], encoding: str = "utf-8-sig") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def change(path: Path, key: tuple[str, ...], column: str, new: str) -> int:
    """Another text in the one row that begins with `key`; returns its number, as a spreadsheet counts."""
    table = rows(path)
    (place,) = [k for k, row in enumerate(table) if tuple(row[: len(key)]) == key]
    table[place][table[0].index(column)] = new
    put(path, table)
    return place + 1


def take_out(path: Path, key: tuple[str, ...]) -> list[str]:
    """Delete the one row that begins with `key`; returns it."""
    table = rows(path)
    (place,) = [k for k, row in enumerate(table) if tuple(row[: len(key)]) == key]
    gone = table.pop(place)
    put(path, table)
    return gone


def pasted(fault: Fault, date: str = "2023-09-01", reason: str = "最终核实", who: str = "市统计局") -> list[str]:
    """The lines of revisions.csv that a fault hands out, filled in as an analyst would."""
    found = [line for line in fault.hint.splitlines() if line.startswith("<date>")]
    assert found, fault
    filled = {"<date>": date, "<reason>": reason, "<who>": who}
    return [re.sub("<[a-z]+>", lambda m: filled.get(m[0], m[0]), line) for line in found]


def enter(data: Path, *lines: str) -> None:
    """Append lines to revisions.csv as they are; make it where there is none."""
    path = data / REVISIONS
    if not path.exists():
        path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8-sig")
    with path.open("a", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)


def entry(**cells: str) -> str:
    """One line of revisions.csv."""
    told: Mapping[str, str] = {
        **{"date": "2023-09-01", "quarter": "2023Q2", "table": "values", "reason": "最终核实", "who": "市统计局"},
        **{"source": "office", **cells},
    }
    return ",".join(told.get(name, "") for name in COLUMNS)
