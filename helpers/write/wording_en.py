"""The wording rules of the English briefing: each turn of phrase that carries a number is written here, once."""

from __future__ import annotations

import re

from babel.numbers import format_decimal

from ..markup import markdown_text
from ..style import fixed
from . import phrases_en
from .finding import Figure
from .marks import told

UNITS = {
    "points": ("point", "points"),
    "places": ("place", "places"),
    "stars": ("star", "stars"),
    "quarters": ("quarter", "quarters"),
    "times": ("assessment", "assessments"),
    "draws": ("draw", "draws"),
    "boards": ("board", "boards"),
    "districts": ("district", "districts"),
    "pairs": ("pair", "pairs"),
    "items": ("indicator", "indicators"),
    "figures": ("figure", "figures"),
    "rows": ("row", "rows"),
    "pp": ("percentage point", "percentage points"),
}


_SMALL = dict(enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine"), start=2))


def ordinal(value: float) -> str:
    n = int(value)
    suffix = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def number(figure: Figure) -> str:
    """A figure without its unit."""
    return told(figure, _digits(figure))


def _digits(figure: Figure) -> str:
    if figure.decimals == 0 and figure.value >= 1000:
        return format_decimal(int(figure.value), locale="en")
    return fixed(figure.value, figure.decimals)


def amount(figure: Figure) -> str:
    """A figure with its unit: `97.44 points`, `3rd`, `38 stars`, `9.4 percentage points`, `CNY 16.797 billion`."""
    return told(figure, _amount(figure))


def _amount(figure: Figure) -> str:
    if figure.unit == "rank":
        return ordinal(figure.value)
    if figure.unit in UNITS:
        one, many = UNITS[figure.unit]
        return f"{_digits(figure)} {one if _digits(figure) == '1' else many}"
    unit = phrases_en.unit_word(figure.unit, figure.unit_en)
    # the unit comes with the data: it may hold a mark of Markdown
    return markdown_text(phrases_en.quantity(figure.value, figure.decimals, figure.qualifier, unit))


def of_thing(figure: Figure, thing: str) -> str:
    """A figure of something with its unit, `183 projects`; a count whose name says what is counted without."""
    unit = phrases_en.unit_word(figure.unit, figure.unit_en)
    said = _counts(figure) and re.search(rf"\b{re.escape(unit)}\b", thing, flags=re.IGNORECASE)
    return number(figure) if said else amount(figure)


def _counts(figure: Figure) -> bool:
    """Whether it counts things that the data name, whole: a second number of them beside it needs no noun."""
    unit = phrases_en.unit_word(figure.unit, figure.unit_en)
    known = figure.unit in UNITS or figure.qualifier or figure.decimals
    return not known and unit.replace(" ", "").isalpha() and not unit.startswith("CNY")


def place(figure: Figure, among: str = "", shared: bool = False) -> str:
    """`first`, `3rd`, `first in the city`, `3rd in the city`; shared: `joint 3rd`."""
    word = told(figure, "first") if figure.value == 1 and not shared else amount(figure)
    return ("joint " if shared else "") + word + (f" in {among}" if among else "")


def top(figure: Figure) -> str:
    """`the top three`: a limit of places."""
    return f"the top {told(figure, _SMALL.get(int(figure.value), _digits(figure)))}"


def change(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.way == "same":
        return told(figure, "unchanged") + " from the previous quarter"
    return f"{figure.way} {amount(figure)} on the previous quarter"


def first_time(times: Figure, window: str) -> str:
    """A first time names the window of data it holds for, and how often there was an assessment in it."""
    return f"for the first time in the {amount(times)} from {window}"


def running(quarters: Figure) -> str:
    return f"for {amount(quarters)} running"


def again(quarters: Figure) -> str:
    """The same of what happens now and has happened before: `stays first, for the 3rd quarter running`."""
    return f"for the {told(quarters, f'{ordinal(quarters.value)} quarter')} running"


def until_now(quarters: Figure) -> str:
    """Of what has ended: `first for the previous 5 quarters`."""
    return f"for the previous {amount(quarters)}"


def against(figure: Figure, what: str, beside: bool = False) -> str:
    """`0.73 points below the city's median`; `beside` the level itself a count stands without its noun."""
    if figure.way == "same":
        return told(figure, f"at {what}")
    return f"{number(figure) if beside and _counts(figure) else amount(figure)} {figure.way} {what}"


def of_plan(done: str, completed: Figure, plan: str, planned: Figure, share: Figure) -> str:
    return f"{done}: {amount(completed)}, {amount(share)} of {plan} ({amount(planned)})"


def signed(figure: Figure) -> str:
    sign = {"up": "+", "down": "−"}.get(figure.way, "")
    return told(figure, sign + _amount(figure))


def period(text: str, year: int) -> str:
    """A period as the data write it, in words."""
    return phrases_en.period_words(text, year)
