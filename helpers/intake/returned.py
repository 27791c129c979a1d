"""What a database's row tells of its own time and scope, held against the quarter asked for and the item's own."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace

from ..assess.rows import SCOPES
from ..model import Quarter
from .expected import Item, moved
from .figures import plain
from .periods import MONTH, QUARTER, SINCE_JANUARY, marked

_DAYS = re.compile(r"\d{4}-\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?")


@dataclass(frozen=True)
class Contradiction:
    """A `column` whose `value` is not what is taken in: the row is of `is_`, and has to be of `wanted`.

    `wanted` is "" where the value cannot be read.
    """

    column: str
    value: str
    is_: str = ""
    wanted: str = ""


def own(row: Dict[str, str], item: Item, quarter: Quarter) -> Item:
    """An item that no quarter before has told, with the period and scope that its row gives."""
    period, scope = row.get("period", ""), SCOPES.get(row.get("scope", ""), row.get("scope", ""))
    if not (_DAYS.fullmatch(period) or period == "goal"):
        period = period if moved(period, quarter) == period else _told(period, quarter)
    return replace(item, period=period or item.period, scope=scope if scope in SCOPES.values() else item.scope)


def contradictions(row: Dict[str, str], item: Item, standing: tuple[str, str], quarter: Quarter) -> list[Contradiction]:
    """Those of one row; `standing` is the period and scope that the figure's row in values.csv has, "" for none.

    A row of another quarter is told once, though its period be of that quarter too.
    """
    if other := _of_quarter(row, quarter):
        return [other]
    found: list[Contradiction] = []
    period, wanted = row.get("period", ""), standing[0] or item.period
    told, known = _told(period, quarter), _told(wanted, quarter)
    if _other(period, quarter) or (told and known and told != known):
        found.append(Contradiction("period", period, period, wanted if wanted not in ("", period) else str(quarter)))
    scope, wanted = row.get("scope", ""), standing[1] or item.scope
    if scope and wanted and SCOPES.get(scope, scope) != wanted:
        found.append(Contradiction("scope", scope, scope, wanted))
    return found


def _of_quarter(row: Dict[str, str], quarter: Quarter) -> Contradiction | None:
    """What its columns quarter and year say against the quarter; a quarter that cannot be read cannot be trusted."""
    text, year = row.get("quarter", ""), row.get("year", "")
    if text:
        found = _quarter(text, year, quarter)
        if found != quarter:
            return Contradiction("quarter", text, str(found or ""), str(quarter) if found else "")
    elif re.fullmatch(r"\d{4}", year) and int(year) != quarter.year:
        return Contradiction("year", year, year, str(quarter))
    return None


def _quarter(text: str, year: str, quarter: Quarter) -> Quarter | None:
    """The quarter a cell names: 2023Q4, 2023年四季度, or 4 with the year beside it; None where it is not clear."""
    word = plain(text)
    if number := re.fullmatch(r"q?([1-4])", word):
        return Quarter(int(year) if re.fullmatch(r"\d{4}", year) else quarter.year, int(number[1]))
    if coded := re.fullmatch(r"(\d{4})[-_]?q?([1-4])", word):
        return Quarter(int(coded[1]), int(coded[2]))
    time = marked(word, quarter, int(year) if re.fullmatch(r"\d{4}", year) else None)
    if time.kind == QUARTER:
        return quarter
    return Quarter.parse(time.other) if re.fullmatch(r"\d{4}Q[1-4]", time.other) else None


def _told(period: str, quarter: Quarter) -> str:
    """A period of this quarter as values.csv writes it, however it was written; "" for one of another, or for none."""
    if _DAYS.fullmatch(period):
        return ""
    since, first = f"{quarter.year}-01..{quarter.months[1]}", quarter.number == 1
    if moved(period, quarter):
        found = period if moved(period, quarter) == period else ""
    else:
        forms = {SINCE_JANUARY: since, QUARTER: str(quarter), MONTH: quarter.months[1]}
        found = forms.get(marked(plain(period), quarter).kind, "")
    same = (first and found == str(quarter)) or (quarter.number == 4 and found == str(quarter.year))
    return since if same else found  # in a first quarter, and at a year's end, two ways to write one period


def _other(period: str, quarter: Quarter) -> str:
    """The other time that a period names; "" for this quarter's, for days (of an event), and for what names none."""
    if _DAYS.fullmatch(period):
        return ""
    if moved(period, quarter):
        return "" if moved(period, quarter) == period else period
    return marked(plain(period), quarter).other
