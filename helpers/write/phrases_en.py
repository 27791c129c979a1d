"""English words around the sentences: titles, captions, notes, rules of the scheme, quantities, dates and periods."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

from ..assess import period
from ..model import Quarter
from ..scheme import Award, Extra, Scheme
from ..style import fixed

if TYPE_CHECKING:
    from ..assess.sums import Sum

CITY_TITLE = "Quarterly assessment of economic performance and key tasks: results"
SUBTITLE = "Stars and Flags briefing"
KEY_WORK = "Key work"
GAP_ABOVE, GAP_BELOW = "The gap to the district above", "The lead over the district below"
NOTICE = (
    "※ Illustrative data: except for published figures with their source, all figures are a demonstration "
    "and stand for no institution's results; ※ behind a sentence or at the head of a row or column holds for all of it"
)
HONESTY = (
    'Figures marked "Published" agree with their public sources. All others (weights, indicator lists, targets, '
    "scoring parameters, and scores and ranks that were never published) are illustrative: a program made them from "
    "a fixed seed to show how a briefing is made. They stand for no institution's results."
)


def district_title(name: str) -> str:
    return f"{name}: results of the quarterly assessment"


def own_title(name: str) -> str:
    """The title of one's briefing in an assessment with a title of its own."""
    return district_title(name)


def date(day: datetime.date) -> str:
    return format_date(day, "d MMMM y", locale="en")


def embargoed(until: datetime.datetime | datetime.date) -> str:
    when = date(until)
    if isinstance(until, datetime.datetime):
        zone = "" if until.utcoffset() in (None, datetime.timedelta(hours=8)) else f" {until.tzname()}"
        when = f"{until:%H:%M}{zone} on {when}"
    return f"Embargoed until {when}"


def notices(said: Sequence[str]) -> str:
    return ". ".join(said)


def data_until(quarter: Quarter) -> str:
    return f"Data up to {_month(quarter.number * 3)} {quarter.year}"


def basis(rules: str, quarter: str) -> str:
    return f"{rules}, the results for {quarter} are issued as follows."


def marked(caption: str, mark: str) -> str:
    return f"{caption} ({mark.lower()})"


def numbered(at: int, name: str) -> str:
    """A sub-heading with its number."""
    return f"({at}) {name}"


def headed(at: int, name: str) -> str:
    """A heading with its number."""
    return f"{at}. {name}"


def labelled(label: str, name: str) -> str:
    return f"{label}: {name}"


def extra_head(name: str, kind: str) -> str:
    """The head of a bonus or deduction column."""
    return name


def listed(pairs: list[tuple[str, str]]) -> str:
    """Names with their figures, one after the other."""
    return ", ".join(f"{name} {figure}" for name, figure in pairs)


def grouped(figure: str) -> str:
    """A printed figure with a comma at the thousands: `14,920.75`, `−8,239`; what has none stays as it is."""
    whole, dot, decimals = figure.partition(".")
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole) + dot + decimals


def _exact(value: float, decimals: int) -> Decimal:
    return Decimal(fixed(value, decimals).replace("−", "-"))


def quantity(value: float, decimals: int, qualifier: str, unit: str) -> str:
    """A reported figure: `212 projects`, `over 30 enterprises`, `CNY 16.797 billion`, `66.7%`.

    亿元 is 100 million yuan: from 10 on it is written in billions, below in millions, every digit kept. 万元 from 100
    on is written in millions, below in yuan.
    """
    more = "over " if qualifier else ""
    if unit == MONEY:
        exact = _exact(value, decimals)
        if abs(exact) >= 10:
            return f"{more}CNY {grouped(fixed(exact / 10, decimals + 1 if exact % 10 else 0))} billion"
        return f"{more}CNY {grouped(fixed(exact * 100, max(decimals - 2, 0)))} million"
    if unit == SMALL_MONEY:
        exact = _exact(value, decimals)
        if abs(exact) >= 100:
            return f"{more}CNY {grouped(fixed(exact / 100, decimals + 2 if exact % 100 else 0))} million"
        return f"{more}CNY {grouped(fixed(exact * 10_000, max(decimals - 4, 0)))}"
    if unit == YUAN:
        return f"{more}CNY {grouped(fixed(value, decimals))}"
    if unit == "%":
        return f"{more}{fixed(value, decimals)}%"
    if unit.startswith("10,000 "):  # 万: written out, every digit kept
        exact, unit, decimals = _exact(value, decimals) * 10_000, unit.removeprefix("10,000 "), max(decimals - 4, 0)
    else:
        exact = _exact(value, decimals)
    digits = format_decimal(exact, f"#,##0.{'0' * decimals}".rstrip("."), locale="en")
    return f"{more}{digits} {one_or_more(digits, unit)}".replace("-", "−")


def _month(number: str | int) -> str:
    return get_month_names("wide", locale="en")[int(number)]


def period_words(text: str, year: int = 0) -> str:
    """A period as the data write it in words, always with its year: `2022-10..2023-03` -> October 2022 to March 2023.

    `year` is what Chinese leaves out.
    """
    if text in ("", period.GOAL):
        return text
    told = period.parse(text)
    first, last = told.first, told.last or told.first
    if told.last is None:
        return ("end of " if first.kind == "month" else "") + _moment(first)
    if first == last:
        return _moment(first)
    if first.kind == "year":
        return f"{first.year}–{last.year}"
    if first.year != last.year:
        return f"{_moment(first)} to {_moment(last)}"
    if first.kind == "day" and first.month == last.month:
        return f"{first.day}–{_moment(last)}"
    return f"{_moment(first).removesuffix(f' {first.year}')} to {_moment(last)}"


def _moment(at: period.Moment) -> str:
    """A year, quarter, month or day of a year."""
    if at.quarter:
        return f"Q{at.quarter} {at.year}"
    if not at.month:
        return str(at.year)
    return (f"{at.day} " if at.day else "") + f"{_month(at.month)} {at.year}"


TABLES = {
    "ranking": "Results by district",
    "stars": "Stars by district and board",
    "gap": "What makes the gap between {a} and {c}",
    "standing": "{name}: results by board",
    "indicators": "{name}: indicators",
    "key_facts": "{name}: key-work figures and their sources",
    "track": "{name}: results by quarter",
    "policies": "Scoring rules: {scheme}",
    "methods": "Indicators and scoring methods",
    "sources": "Sources",
    "changes": "What changed each district's total",
    "overtake": "{name}: what would reach {target}",
    "firmness": "Ranks under uncertain weights (simulation)",
}
ROWS_LEFT_OUT = "{shown} of {all:,} districts; scored.en.xlsx has them all."
STARS_NOTE = "In order of stars; equal stars in order of total."
INDICATORS_NOTE = "Data row: file and row (the head is row 1). Scores given by departments have no value."
METHODS_NOTE = "Weight: share of the indicator in the sum of all boards."
WHOLE_CITY = "Whole city (published)"


CHANGES_NOTE = "In points. Each row: before + all parts = now."
CHANGES_NOT_COMPARABLE = (
    "In points. Each row: before + all parts = now. The rules of the two quarters differ, so totals are not directly "
    "comparable; changes of data are counted first, under the old rules, then changes of the rules. Items: boards and "
    "indicators."
)
OVERTAKE_NOTE = (
    "Simulation: only this item improves, all else equal; solved by scoring again. "
    "Differences between rates are in percentage points."
)
AT_BEST_NOTE = (
    "Simulation: only this item improves, as far as its points or its figure can go, all else equal; scored again."
)
FIRMNESS_NOTE = (
    "Simulation: every board's weight varies evenly by up to {spread}% of itself, rescaled to 100; {draws} draws, "
    "seed {seed}; the interval holds the middle {coverage}% of results."
)
INDEX_POINTS = "points"
MONEY, SMALL_MONEY, YUAN = "CNY 100 million", "CNY 10,000", "CNY"
UNIT_WORDS = {
    **{"亿元": MONEY, "万元": SMALL_MONEY, "元": YUAN, "万平方米": "10,000 m²", "万人": "10,000 people"},
    **{"分": "points", "天": "days", "年": "years"},
}


def by_group(told: Iterable[tuple[Sequence[str], str]]) -> str:
    """What differs by group of districts: the names of groups, and what is told of them."""
    return "; ".join(f"{', '.join(names)}: {text}" for names, text in told)


def two_groups(a: str, group_a: str, c: str, group_c: str) -> str:
    """Whose weights stand before and behind the stroke."""
    return f" Weights: of {group_a} ({a}) before the stroke, of {group_c} ({c}) behind it."


def provisional_note(names: Sequence[str]) -> str:
    """Whose ranks in the table are provisional; of no names: all."""
    return f" Provisional: the rank of {', '.join(names)}." if names else " All ranks are provisional."


def in_all_groups(told: str) -> str:
    """What is the same in all groups, after what differs."""
    return f"; the same in all groups: {told}"


def ranking_note(weights: str, aggregate: str, extras: Collection[str], changes: bool, blanks: bool) -> str:
    """How the total is made by this scheme, and the signs of the table; `extras` are their kinds, `changes` says
    whether changes of rank stand there, `blanks` whether any is left blank.
    """
    mean = "weighted geometric mean of the boards" if aggregate == "geometric" else "boards by weight"
    more = (" + bonus" if "bonus" in extras else "") + (" − deduction" if "deduction" in extras else "")
    signs = "▲ up, ▼ down, — unchanged" + (", blank: no data for the previous quarter." if blanks else ".")
    return f"Total = {mean} ({weights}){more}." + (f" {signs}" if changes else "")


def gap_note(aggregate: str, extras: Collection[str], differ: bool = False) -> str:
    """What a contribution is under this scheme; `differ`: between districts of different weights."""
    boards = "Contribution = weight × difference in board score"
    if differ:
        boards = "Contribution = weight × board score, each by its own weights, one less the other"
    if aggregate == "geometric":
        boards = "The total is a weighted geometric mean, split between the boards by logarithmic means (LMDI)"
    told = [boards, *(f"{kind}: difference in {kind}" for kind in ("bonus", "deduction") if kind in extras)]
    how_many = {1: "", 2: "both ", 3: "all "}[len(told)]
    return f"{'; '.join(told)}; {how_many}before rounding. The rows sum to the gap."


def measured(figure: str, unit: str) -> str:
    """A figure with its unit: `7.2%`, `212 projects`, `+CNY 9.903 billion`; a dash for no figure stays one."""
    if figure == "—":
        return figure
    if unit in (MONEY, SMALL_MONEY, YUAN) and figure[-1:].isdigit():
        digits = figure.lstrip("+−")
        amount = quantity(float(digits), len(digits.partition(".")[2]), "", unit)
        return figure[: len(figure) - len(digits)] + amount
    return f"{grouped(figure)}%" if unit == "%" else f"{grouped(figure)} {one_or_more(figure, unit)}".strip()


_ONE = {"ies": "y", "sses": "ss", "ches": "ch", "shes": "sh", "xes": "x", "ss": "ss", "s": ""}  # the first that fits


def one_or_more(figure: str, unit: str) -> str:
    """The unit of a figure: `projects`, but `project` of 1, +1 and −1 without decimals."""
    is_one = figure.lstrip("+−-") == "1" and unit[:1].islower()
    return next((unit[: -len(end)] + one for end, one in _ONE.items() if unit.endswith(end)), unit) if is_one else unit


def unit_word(unit: str, english: str = "") -> str:
    """The unit in English: as the data give it, else its usual word."""
    return english or UNIT_WORDS.get(unit, unit)


def bounded(number: str, qualifier: str) -> str:
    """A number that is a lower bound says so: 30余 is `over 30`."""
    return f"over {grouped(number)}" if qualifier else grouped(number)


def one_source(publisher: str) -> str:
    return f"Source of all figures: {publisher}."


def difference_unit(unit: str) -> str:
    """A difference between two rates is in percentage points, never in per cent."""
    return "pp" if unit == "%" else unit


def gain(points: str) -> str:
    return f"{points} points"


def not_alone(names: dict[str, list[str]]) -> str:
    """The indicators that cannot do it alone, by why: `cap`, `limit` or `missing`."""
    why = {
        "cap": "even with points at the cap",
        "limit": "even with the figure at its limit",
        "missing": "not reported",
    }
    told = "; ".join(f"{', '.join(names[r])} ({why[r]})" for r in why if r in names)
    return f" Not enough alone: {told}."


def award_rule(award: Award, scheme: Scheme) -> str:
    if award.rule == "rise":
        rule = f"A rise of {award.n} places or more on the previous quarter"
    elif award.rule == "board-first":
        many = "First" if award.n == 1 else f"The first {award.n}"
        rule = f"{many} in {scheme.by_id[award.board].name.label('en')}"
    else:
        rule = "The first by total" if award.n == 1 else f"The first {award.n} by total"
    if award.within == "group":
        rule += ", in each group of districts"
    if award.exempt:
        rule += f"; {', '.join(_exempt(award, scheme))} stand aside"
    if award.vetoed_by:
        rule += "; a veto strips the flag"
    if award.may_leave_a_vacancy:
        rule += "; vacancies pass down" if award.pass_down else "; vacancies are not passed on"
    return rule


def _exempt(award: Award, scheme: Scheme) -> list[str]:
    names = {other.id: f"holders of {other.name.label('en')}" for other in scheme.awards}
    return [names.get(word, word) for word in award.exempt]


def tie_rule(names: list[str]) -> str:
    return f"Equal totals are parted by the scores of {', then '.join(names)}"


def star_rule(stars: tuple[int, ...]) -> str:
    if any(a - b != 1 for a, b in itertools.pairwise(stars)):
        return f"On each board the places earn {', '.join(map(str, stars))} stars in turn"
    last = f"{stars[-1]} for the last of {len(stars)}"
    return f"On each board {stars[0]} stars for first place, one fewer each place, {last}"


def extra_rule(extra: Extra, answers: Sequence[float]) -> str:
    """`answers`: the points of satisfied, fairly satisfied and dissatisfied, where a survey is scored."""
    p = extra.params
    if extra.kind == "veto":
        return "Veto"
    sign = "Bonus" if extra.kind == "bonus" else "Deduction"
    if extra.method == "given":
        return f"{sign}, {_number(p['max'])} points at most"
    if extra.method == "survey":
        good, fair, bad = map(_number, answers)
        return (
            f"Satisfied {good}, fairly satisfied {fair}, dissatisfied {bad} points, don't know not counted; "
            f"{sign.lower()} = index / 100 × {_number(p['points'])}"
        )
    return f"{sign}: score / 100 × {_number(p['points'])} points"


def _number(value: Any) -> str:
    return f"{float(value):g}".replace("-", "−")


def method_line(method: str, figures: str, direction: str) -> str:
    return method + (f": {figures}" if figures else "") + (f"; {direction}" if direction else "")


def background_caption(indicator: str, when: str) -> str:
    names = {"gdp": "gross regional product", "gdp_nominal_growth": "nominal growth of gross regional product"}
    return f"Background: {names.get(indicator, indicator)}, {period_words(when)}"


def sum_gap(found: Sum, unit: str) -> str:
    """Parts against the published whole: the gap is printed, never evened out; why, only where it is rounding."""
    decimals = max(found.decimals, 2)
    city, measured_in = "the published figure for the city", f" (unit: {unit})"
    if not found.gap:
        return f"The districts sum to {city}: {grouped(fixed(found.parts, decimals))}{measured_in}."
    gap = f"{grouped(fixed(abs(found.gap), decimals))} {'above' if found.gap > 0 else 'below'} {city}{measured_in}"
    why = ", by rounding" if found.is_rounding else ""
    return f"The districts sum to {grouped(fixed(found.parts, decimals))}, {gap}{why}; nothing was adjusted."
