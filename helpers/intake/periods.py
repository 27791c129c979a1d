"""Which time a column's head speaks of: 三季度, 1-9月, 前三季度, 2022年, 9月末; relative to the quarter taken in.

In a head's key the words are replaced by a mark (`{quarter}`, `{since january}`, `{month}`), so that the mapping made
for one quarter finds the columns of the next; another time keeps its name (`{2023Q1}`) and is found by no mapping.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Quarter

QUARTER, SINCE_JANUARY, MONTH = "{quarter}", "{since january}", "{month}"
OURS = (QUARTER, SINCE_JANUARY, MONTH)
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:(?P<year>20\d\d)(?:年度?|[./-])?)?"
_WORDS = (
    (r"(?P<y>20\d\d)q(?P<q>[1-4])|(?P<y2>20\d\d)[./-]0?(?P<m2>\d{1,2})(?!\d)", "coded"),
    (rf"{_YEAR}(?:1|01|一)(?:月份?)?[-–—~至到](?P<m>\d{{1,2}}|十二|[三六九])月份?", "since"),
    (rf"{_YEAR}(?P<half>上半年|前三季度|前三个季度|前二季度|全年)", "half"),
    (rf"{_YEAR}第?(?P<q>[一二三四1-4])季度", "quarter"),
    (rf"{_YEAR}(?P<m>\d{{1,2}})月份?(?:末|底)?", "month"),
    (r"(?P<year>20\d\d)年度?", "year"),
)
_HALVES = {"上半年": 6, "前二季度": 6, "前三季度": 9, "前三个季度": 9, "全年": 12}
_MONTHS = {"三": 3, "六": 6, "九": 9, "十二": 12}


@dataclass(frozen=True)
class Marked:
    """A head with its words of time replaced; `other` names the time it speaks of where that is not this quarter's."""

    text: str
    kind: str = ""  # QUARTER, SINCE_JANUARY, MONTH or "": says nothing of time
    other: str = ""


def marked(text: str, quarter: Quarter, year: int | None = None) -> Marked:
    """A plain head (half-width, no spaces) with its words of time replaced by marks.

    A time without a year is of `year` (what the title says), else of the quarter's own.
    """
    kinds: list[str] = []
    others: list[str] = []
    named = re.search(r"(20\d\d)(?:年|q|[./-])", text)
    implied = int(named[1]) if named else year or quarter.year

    def mark(found: tuple[Quarter, str] | None, word: str) -> str:
        if found is None:
            return word
        when, kind = found
        if when == quarter:
            kinds.append(kind)
            return kind
        others.append(str(when))
        return "{" + str(when) + "}"

    for pattern, name in _WORDS:
        if name == "year":
            text = re.sub(pattern, lambda m: _of_year(m, quarter, others), text)
        else:
            text = re.sub(pattern, lambda m, name=name: mark(_meant(m, name, implied), m[0]), text)
    return Marked(text, kinds[0] if kinds else "", others[0] if others else "")


def _meant(found: re.Match[str], name: str, implied: int) -> tuple[Quarter, str] | None:
    parts = found.groupdict()
    year = int(parts.get("year") or implied)
    if name == "coded":
        if parts["q"]:
            return Quarter(int(parts["y"]), int(parts["q"])), QUARTER
        return _by_month(int(parts["y2"]), int(parts["m2"]), MONTH)
    if name == "quarter":
        return Quarter(year, _NUMBERS[parts["q"]]), QUARTER
    if name == "half":
        return _by_month(year, _HALVES[parts["half"]], SINCE_JANUARY)
    month = _MONTHS.get(parts["m"]) or int(parts["m"])
    return _by_month(year, month, SINCE_JANUARY if name == "since" else MONTH)


def _by_month(year: int, month: int, kind: str) -> tuple[Quarter, str] | None:
    """The quarter that ends with a month; None where none does."""
    return (Quarter(year, month // 3), kind) if month in (3, 6, 9, 12) else None


def _of_year(found: re.Match[str], quarter: Quarter, others: list[str]) -> str:
    if int(found["year"]) == quarter.year:
        return ""
    others.append(found["year"])
    return "{" + found["year"] + "}"


def year_in(text: str) -> int | None:
    found = re.search(r"(20\d\d)\s*年", text)
    return int(found[1]) if found else None
