"""Which time words speak of: 三季度, 1-9月, 前三季度, 2022年, 9月末; relative to the quarter taken in.

In a head's key the words are replaced by a mark (`{quarter}`, `{since january}`, `{month}`), so that the mapping made
for one quarter finds the columns of the next; another time keeps its name (`{2023Q1}`) and is found by no mapping.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from ..model import Quarter
from .figures import plain

QUARTER, SINCE_JANUARY, MONTH, YEAR = "{quarter}", "{since january}", "{month}", "{year}"
OURS = (QUARTER, SINCE_JANUARY, MONTH, YEAR)
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:(?P<year>20\d\d)(?:年度?|[./-])?)?"
_DASH = r"[-–—~至到]"
_MONTH_NAME = r"\d{1,2}|十[一二]?|[一二三四五六七八九]"
_SEASON = r"季(?:度|(?=末?(?:$|[/),、:])))"  # 三季 is one where nothing is written behind it
_PLANNED = r"(?!度?(?:投资)?(?:计划|目标|任务|预期|预算))"  # 占全年计划 tells no time
_WORDS = (
    (rf"(?P<year>20\d\d)\.0?1{_DASH}0?(?P<m>\d{{1,2}})月?(?![\d.])", "since"),
    (rf"{_YEAR}q1{_DASH}q?(?P<upto>[2-4])(?!\d)", "half"),
    (r"(?<![\da-z])q(?P<q>[1-4])[./-]?(?P<y>20\d\d)(?!\d)", "turned"),
    (r"(?<![\da-z])(?P<q>[1-4])q(?P<y>20\d\d|\d\d)(?!\d)", "turned"),
    (r"(?<![\da-z])(?P<y>\d\d|20\d\d/)q(?P<q>[1-4])(?!\d)", "turned"),
    (r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?!\d)", "month in digits"),
    (r"(?P<y>20\d\d)q(?P<q>[1-4])|(?P<y2>20\d\d)[./-]0?(?P<m2>\d{1,2})(?:[./-](?P<day>\d{1,2}))?(?!\d)", "coded"),
    (rf"{_YEAR}(?<![a-z\d])q(?P<q>[1-4])(?![a-z\d])", "quarter"),
    (rf"(?P<year>20\d\d)年0?1{_DASH}0?(?P<m>[5-9]|1[0-2])(?![\d.月])", "since"),
    (rf"{_YEAR}(?:(?<!\d)(?:1|01|一)(?:月份?)?|年初){_DASH}(?P<m>{_MONTH_NAME})月份?", "since"),
    (rf"{_YEAR}前(?P<m>{_MONTH_NAME})个月{_PLANNED}", "since"),
    (rf"{_YEAR}(?<!\d)(?P<first>\d{{1,2}})(?:月份?)?{_DASH}(?P<m>\d{{1,2}})月份?", "months"),
    (rf"{_YEAR}(?:(?:1|一){_DASH}|前)(?P<upto>[二三四两2-4])个?{_SEASON}{_PLANNED}", "half"),
    (rf"{_YEAR}(?P<half>上半年|前三季度|前三个季度|前二季度|全年){_PLANNED}", "half"),
    (rf"{_YEAR}第?(?P<q>[一二三四1-4]){_SEASON}", "quarter"),
    (rf"(?:截[至止]到?)?{_YEAR}(?P<m>{_MONTH_NAME})月份?(?:末|底|(?P<day>\d{{1,2}})[日号])?", "month"),
    (r"(?P<year>20\d\d)年度?", "year"),
)
# 二〇二二年, 22年 and '22年; near numbers of years (近20年, 20年期) and spans (2022-23年) are no year.
_IN_CHINESE = re.compile("二[〇○零o0]([〇○零o0一二三四五六七八九])([〇○零o0一二三四五六七八九])(?=年|$)")
_IN_SHORT = re.compile(r"(?<![\d.近前后第逾满去])(?<!\d[-–—~至])['‘’]?([1-3]\d)年(?![期以来内前后间限])")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_IN_ENGLISH = (
    "feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    "|dec(?:ember)?"
)
_SINCE_JANUARY = re.compile(
    rf"(?:(20\d\d)[,.]?)?jan(?:uary)?\.?(?:[-–—~]|to|through)({_MONTH_IN_ENGLISH})\.?(?:,?(20\d\d))?"
)
_MONTH_OF_YEAR = re.compile(rf"(?<![a-z])(jan(?:uary)?|{_MONTH_IN_ENGLISH})\.?[-,./'’]{{0,2}}(20\d\d|[1-3]\d)(?!\d)")
# As analysts write the months so far, and years: 9M23, 1H23 and FY2023; 2H23 is the year's other half.
_IN_LETTERS = re.compile(
    r"(?<![a-z\d.])(?:(?P<m>[2-9]|1[0-2])m|(?P<h>[12])h|fy)(?P<y>20\d\d|[1-3]\d)(?![\d/-])"
    r"|(?<!\d)(?P<whole>20\d\d)fy(?![a-z\d])"
)
_TO_DATE = re.compile(r"(?:(20\d\d)[年./-]?|(?<![a-z]))(?:ytd(?![a-z])|year-?to-?date)(?:[./-]?(20\d\d)(?!\d))?")
_FIRST = 15  # the earliest year that two digits stand for
_DIGITS = {**dict.fromkeys("〇○零o0", "0"), **{name: str(k) for k, name in enumerate("一二三四五六七八九", start=1)}}
_HALVES = {"上半年": 6, "前二季度": 6, "前三季度": 9, "前三个季度": 9, "全年": 12}
_MONTHS = {name: k for k, name in enumerate((*"一二三四五六七八九十", "十一", "十二"), start=1)}
# When and by whom a table was filled in, what it is compared with and by which rules it was made, is not what it is of.
_FILLED_IN = re.compile("日期|时间:|填报|填表|报送|制表|审核|印发|联系|电话|^(?:注|说明|备注|资料来源|数据来源)")
_ASIDE = re.compile(
    r"(?:20\d\d年)?\d{1,2}月\d{1,2}日|20\d\d([./-])\d{1,2}\1\d{1,2}(?![\d月])"
    r"|(?:较|与|(?<![同环])比)(?:20\d\d年)?[^年季月]{0,6}(?:季度|月份?|上半年|年)[末底]?"
    r"|(?:上年|去年|20\d\d年)?同期|《[^》]*》|[〔\[]20\d\d[〕\]]"
    rf"|20\d\d年?{_DASH}20\d\d年|(?:按|以)?20\d\d年(?:不变|可比|为?基)"
)


@dataclass(frozen=True)
class Marked:
    """A text with its words of time replaced; `other` names the time it speaks of where that is not this quarter's."""

    text: str
    kind: str = ""  # QUARTER, SINCE_JANUARY, MONTH or "": says nothing of time
    other: str = ""


def in_full(text: str) -> str:
    """A plain text with its years in four digits, 二〇二二年 and 22年 are 2022年; and Jan-Sep 2023 and 9M23 as
    2023年1-9月, Dec-23 as 2023-12, YTD as 累计."""
    text = _SINCE_JANUARY.sub(_since_january, text)
    text = _MONTH_OF_YEAR.sub(lambda m: f"20{m[2][-2:]}-{_ENGLISH.index(m[1][:3]) + 1:02d}", text)
    text = _IN_LETTERS.sub(_of_letters, text)
    text = _TO_DATE.sub(lambda m: f"{m[1] or m[2]}年累计" if m[1] or m[2] else "累计", text)
    text = _IN_CHINESE.sub(lambda m: f"20{_DIGITS[m[1]]}{_DIGITS[m[2]]}", text)
    return _IN_SHORT.sub(lambda m: f"20{m[1]}年" if int(m[1]) >= _FIRST else m[0], text)


def _of_letters(found: re.Match[str]) -> str:
    year = int(found["whole"] or found["y"]) % 100
    if year < _FIRST:
        return found[0]
    if found["h"] == "2":
        return f"20{year}年7-12月"
    months = 6 if found["h"] else int(found["m"] or 12)
    return f"20{year}年1-{months}月"


def _since_january(found: re.Match[str]) -> str:
    year = found[1] or found[3]
    return (f"{year}年" if year else "") + f"1-{_ENGLISH.index(found[2][:3]) + 1}月"


def marked(text: str, quarter: Quarter, year: int | None = None) -> Marked:
    """A plain head (half-width, no spaces) with its words of time replaced by marks.

    A time without a year is of `year` (what the title says), else of the quarter's own.
    """
    text = in_full(text)
    kinds: list[str] = []
    others: list[str] = []
    named = re.search(r"(20\d\d)(?:年|q|[./-])", text)
    implied = int(named[1]) if named else year or quarter.year

    def mark(name: str, word: re.Match[str]) -> str:
        found = _meant(word, name, implied)
        if found is None:
            return word[0]
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
            text = re.sub(pattern, partial(mark, name), text)
    return Marked(text, kinds[0] if kinds else "", others[0] if others else "")


def _meant(found: re.Match[str], name: str, implied: int) -> tuple[Quarter | str, str] | None:
    parts = found.groupdict()
    if name == "turned":
        year = int(parts["y"].rstrip("/"))
        return Quarter(year if year > 99 else 2000 + year, int(parts["q"])), QUARTER
    if name == "month in digits":
        return _by_month(int(parts["y"]), int(parts["m"]), MONTH)
    year = int(parts.get("year") or implied)
    if name == "coded":
        if parts["q"]:
            return Quarter(int(parts["y"]), int(parts["q"])), QUARTER
        if parts["day"] and int(parts["day"]) < 28:
            return None
        return _by_month(int(parts["y2"]), int(parts["m2"]), MONTH)
    if name == "quarter":
        return Quarter(year, _NUMBERS[parts["q"]]), QUARTER
    if name == "half":
        month = 3 * _NUMBERS[parts["upto"]] if parts.get("upto") else _HALVES[parts["half"]]
        return _by_month(year, month, SINCE_JANUARY)
    month = _MONTHS.get(parts["m"]) or int(parts["m"])
    if name == "month" and parts["day"] and int(parts["day"]) < 28:
        return None  # a day within a month is when something was done
    if name == "months":
        first = int(parts["first"])
        kind = QUARTER if first == month - 2 else ""
        return _by_month(year, month, kind) if kind else (f"{year}-{first:02d}..{year}-{month:02d}", "")
    return _by_month(year, month, SINCE_JANUARY if name == "since" else MONTH)


def _by_month(year: int, month: int, kind: str) -> tuple[Quarter | str, str] | None:
    """The quarter that ends with a month; where none does, the time by its months; None for what is no month."""
    if not 1 <= month <= 12:
        return None
    if month % 3 == 0:
        return Quarter(year, month // 3), kind
    return f"{year}-{month:02d}" if kind == MONTH else f"{year}-01..{year}-{month:02d}", kind


def _of_year(found: re.Match[str], quarter: Quarter, others: list[str]) -> str:
    if int(found["year"]) == quarter.year:
        return ""
    others.append(found["year"])
    return "{" + found["year"] + "}"


def told(text: str, quarter: Quarter, year: int | None = None) -> Marked:
    """What a title, or a sheet's or file's name, says of time: `kind` where it names the quarter, else `other`.

    It may name several: this quarter counts before others, quarters and months count before years. A month after the
    quarter's end is the month in which the workbook was made.
    """
    word = _ASIDE.sub("", in_full(plain(text)))
    if _FILLED_IN.search(word):
        return Marked(text)
    time = marked(word, quarter, year)
    others = [mark for mark in re.findall(r"\{([^{}]+)\}", time.text) if "{" + mark + "}" not in OURS]
    others = [o for o in others if not (re.fullmatch(r"\d{4}-\d\d", o) and o > quarter.months[1])]
    finer = [other for other in others if len(other) > 4]
    if time.kind or (not finer and f"{quarter.year}年" in word):
        return Marked(text, time.kind)
    return Marked(text, "", (finer or others or [""])[0])


def year_in(text: str) -> int | None:
    """The year that a title, or a sheet's name, is of."""
    found = re.search(r"(?<!\d)(20\d\d)(?:年|q|$)", _ASIDE.sub("", in_full(plain(text))))
    return int(found[1]) if found else None
