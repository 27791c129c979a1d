"""Which time a figure speaks of, as the data write it: `2023`, `2023Q2`, `2023-06`, `2023-06-15`, or a span of two."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

from ..model import Quarter, UsageError
from ..said import Said

GOAL = "goal"  # not a time: what will be reached once built
HOW = "write 2023, 2023Q2, 2023-06, 2023-06-15, or a span such as 2023-01..2023-06"
_MOMENT = re.compile(r"(\d{4})(?:Q([1-4])|-(\d{2})(?:-(\d{2}))?)?", flags=re.ASCII)
_QUARTERS = str.maketrans("一二三四", "1234")
_WHOLE = {"上半年": "01..{y}-06", "前三季度": "01..{y}-09", "全年": "01..{y}-12"}


@dataclass(frozen=True)
class Moment:
    """One end of a period: a year, and a quarter, or a month, or a month and a day in it (0 where not said)."""

    year: int
    quarter: int = 0
    month: int = 0
    day: int = 0

    @property
    def kind(self) -> str:
        return "quarter" if self.quarter else "day" if self.day else "month" if self.month else "year"

    @property
    def ends(self) -> tuple[int, int]:
        """The year and the month in which it ends."""
        return self.year, self.month or 3 * self.quarter or 12


@dataclass(frozen=True)
class Period:
    """A moment, or the span between two of one kind; `last` is None for a single one."""

    first: Moment
    last: Moment | None = None

    @property
    def end(self) -> tuple[int, int]:
        """The year and the month in which the period ends."""
        return (self.last or self.first).ends


def parse(text: str) -> Period:
    """A period as the data write it; raises UsageError with what to write for any other text."""
    ends = [_moment(part) for part in text.split("..")]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None or first.kind != last.kind:
        raise UsageError("{text!r} is no period; {hint}", text=text, hint=rewritten(text))
    if len(ends) == 1:
        return Period(first)
    if (last.year, last.quarter, last.month, last.day) < (first.year, first.quarter, first.month, first.day):
        raise UsageError("{span!r} runs backwards", span=text)
    return Period(first, last)


def is_period(text: str) -> bool:
    """Whether a cell says which time its figure speaks of in a way that can be printed; an empty one says nothing."""
    if text in ("", GOAL):
        return True
    try:
        parse(text)
    except UsageError:
        return False
    return True


def _moment(text: str) -> Moment | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    moment = Moment(*(int(part or 0) for part in found.groups()))
    if found[3] and not 1 <= moment.month <= 12:
        return None
    if found[4]:
        try:
            datetime.date(moment.year, moment.month, moment.day)
        except ValueError:
            return None
    return moment


def rewritten(text: str) -> str:
    """What to write instead of a text that is no period: `2023年上半年` -> write 2023-01..2023-06."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    found = re.fullmatch(r"(\d{4})年?(上半年|前三季度|全年)", plain)
    if found:
        return Said("write {right:s}", right=f"{found[1]}-{_WHOLE[found[2]].format(y=found[1])}")
    quarter = re.fullmatch(r"(?:(\d{4})年?)第?([一二三四1-4])季度", plain) or re.fullmatch(
        r"(\d{4})Q([1-4])", plain, re.I
    )
    turned = re.fullmatch(r"Q([1-4])/?(\d{4})", plain, re.I)
    if quarter:
        return Said("write {right:s}", right=Quarter(int(quarter[1]), int(quarter[2].translate(_QUARTERS))))
    if turned:
        return Said("write {right:s}", right=Quarter(int(turned[2]), int(turned[1])))
    span = re.fullmatch(r"(\d{4})[年/.-](\d{1,2})月?[-–—~至到](\d{1,2})月份?", plain)
    if span and 1 <= int(span[2]) <= int(span[3]) <= 12:
        return Said("write {right:s}", right=f"{span[1]}-{int(span[2]):02d}..{span[1]}-{int(span[3]):02d}")
    month = re.fullmatch(r"(\d{4})[年/.-](\d{1,2})月?份?(?:末|底)?", plain)
    if month and 1 <= int(month[2]) <= 12:
        return Said("write {right:s}", right=f"{month[1]}-{int(month[2]):02d}")
    year = re.fullmatch(r"(\d{4})年度?", plain)
    return Said("write {right:s}", right=year[1]) if year else HOW
