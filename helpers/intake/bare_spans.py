"""Spans of months that heads write without 月 or a year: 1-9 and 9M beside 1-12 and 12M, FY, H1.

Of what year they are, the heads above, the title or the sheet's name say, or else the quarter taken in.
"""

from __future__ import annotations

import re
import unicodedata

from ..model import Quarter

_FROM = r"(?:^|(?<=[\s(/\u4e00-\u9fff]))(?<![表件图第附])"  # 附表1-6 is the number of a table
_UPTO = r"(?=\s*(?:$|[()/（）]|累计|同比|增速|增长|增幅|[上去本今]年|同期|目标|计划|实际|完成))"
_SPAN = re.compile(rf"{_FROM}0?1\s*[-‐‑–—−~〜至到]\s*0?([2-9]|1[0-2]){_UPTO}")
_IN_LETTERS = re.compile(
    r"(?:^|(?<=[\s(/\u4e00-\u9fff]))(?:(?P<m>[2-9]|1[0-2])m|(?P<year>fy)|(?P<half>h1|1h))(?=\s*(?:$|[)/]))",
    flags=re.IGNORECASE,
)


def in_months(text: str, quarter: Quarter) -> str:
    """A head, or a sheet's name, with such spans written out: 1-9 and 9M are 1-9月, FY is 1-12月.

    Not one that may as well count quarters: in a third quarter 1-3 is of a first one, or of the year so far.
    """
    told = unicodedata.normalize("NFKC", text)
    if not (_SPAN.search(told) or _IN_LETTERS.search(told)):
        return text
    told = _IN_LETTERS.sub(lambda m: f"1-{m['m'] or (12 if m['year'] else 6)}月", told)
    return _SPAN.sub(lambda m: m[0] if _may_count_quarters(int(m[1]), quarter) else f"1-{m[1]}月", told)


def of_months_or_quarters(text: str, quarter: Quarter) -> str:
    """The span of which nobody can tell whether it counts months or quarters, and one of the two is asked for."""
    found = _SPAN.finditer(unicodedata.normalize("NFKC", text))
    return next((m[0] for m in found if _may_count_quarters(int(m[1]), quarter)), "")


def made_a_date(title: str) -> str:
    """The span that a spreadsheet has made a day in January of, which nobody heads a column with: 1-9 of 2023-01-09."""
    found = re.fullmatch(r"(?:.+ / )?20\d\d-01-(0[2-9]|1[0-2])(?: / .+)?", title)
    return f"1-{int(found[1])}" if found else ""


def _may_count_quarters(last: int, quarter: Quarter) -> bool:
    return last == quarter.number > 1
