"""How a mapping knows its workbooks, sheets and heads again: by patterns in which the words of time are marks."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable

from ..calling import own
from ..model import Quarter
from .bare_spans import in_months
from .district_names import DISTRICT
from .figures import plain
from .periods import QUARTER, SINCE_JANUARY, YEAR, marked


def same_head(mapped: str, found: str, quarter: Quarter) -> bool:
    """Whether a head in a workbook is the one a mapping means; in a first quarter 一季度 and 1-3月 are the same."""
    if quarter.number == 1:
        mapped, found = mapped.replace(SINCE_JANUARY, QUARTER), found.replace(SINCE_JANUARY, QUARTER)
    return mapped == found


def fits_sheet(pattern: str, name: str, quarter: Quarter) -> bool:
    """Whether a mapping's pattern is that of a sheet: by its name as it is, or with marks for its words of time."""
    tries = (name, _marked(name, quarter)) if name else (name,)
    return pattern == name or any(
        fnmatch.fnmatchcase(tried, pattern) or same_head(pattern, tried, quarter) for tried in tries
    )


def sheet_pattern(name: str, quarter: Quarter) -> str:
    """A sheet's name as a pattern for its likes of other quarters: 四季度 is {quarter}, 表1 stays, GDP2022 is GDP*."""
    marked_name = _marked(name, quarter)
    return re.sub(r"[\[\]?*]", "?", marked_name) if marked_name != plain(name) else pattern_of(name)


def _marked(name: str, quarter: Quarter) -> str:
    """A sheet's name with marks for words that speak of the quarter, or of its year alone; else as it is."""
    word = plain(in_months(name, quarter))
    if re.fullmatch(rf"{quarter.year}年?度?", word):
        return YEAR
    time = marked(word, quarter)
    return plain(name) if time.other else time.text


def pattern_of(name: str) -> str:
    """A workbook's or sheet's name as a pattern for its likes of other quarters: numbers and words of time become *."""
    word = re.sub(
        r"20\d\d|二[〇○零][〇○零一二三四五六七八九]{2}|第?[一二三四1-4]季度|上半年|前三季度|全年|[qQ][1-4]|\d+|[\[\]?]",
        "*",
        name,
    )
    word = re.sub(r"\*[年月日号期第份\-—–_.~至到 ]*(?=\*)", "*", word)
    word = re.sub(r"\*(?:月份|[年月日])", "*", word)
    word = re.sub(r"\*+", "*", word)
    return word if len(re.sub(r"\W", "", word)) > 1 else name  # too little left to know a workbook by


def name_of(stem: str, taken: Iterable[str]) -> str:
    """A name for the mapping of a workbook of such a name, fit for a file name and not taken yet."""
    stem = stem.replace(DISTRICT, "") if stem != DISTRICT else own("各区市", "zh")
    stem = re.sub(r'[\\/:*?"<>|\s]+', "-", pattern_of(stem).replace("*", "")).strip("-_. ()") or "workbook"
    stem, taken = stem[:40], set(taken)
    return next(n for n in (stem, *(f"{stem}-{k}" for k in range(2, 1000))) if n not in taken)
