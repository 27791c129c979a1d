"""What is written on charts, in Chinese and English: heads, keys, places, quarters, names of parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...style import chinese_number
from ..calling import called
from ..terms import term

if TYPE_CHECKING:
    from ...model import Quarter
    from ..briefing import Briefing

_WORDS: dict[str, tuple[str, str]] = {
    "stack": ("各板块折算得分", "Weighted points by board"),
    "lost": ("板块失分", "Points lost"),
    "new_scheme": ("考核办法调整", "New scheme"),
    "median": ("中位数", "Median"),
    "leader": ("首位", "First place"),
    "first": ("首位", "First"),
    "field": ("末位至首位", "Last to first"),
}


def word(key: str, lang: str) -> str:
    """A chart's own word, or the one from the common list of terms."""
    if key in _WORDS:
        return _WORDS[key][1 if lang == "en" else 0]
    return term(key, lang)


def say_in(b: Briefing, zh: str, en: str) -> str:
    return called(b, en if b.lang == "en" else zh)


def listed(b: Briefing, items: Sequence[str]) -> str:
    return (", " if b.lang == "en" else "、").join(items)


def several(b: Briefing, codes: Sequence[str], most: int = 2) -> str:
    """Districts by name; of more than `most` the first ones and how many they are: `黄岛区、胶州市等4个区市`;

    with `most` 0 the number alone: `4个区市`.
    """
    if most == 0:
        return say_in(b, f"{len(codes)}个区市", f"{len(codes)} districts")
    names = listed(b, [b.name(code) for code in codes[:most]])
    if len(codes) <= most:
        return names
    return say_in(b, f"{names}等{len(codes)}个区市", f"{names} and {len(codes) - most} more")


def ordinal(n: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def place_of(b: Briefing, place: int | None) -> str:
    """`第2位` / `2nd`; a dash for a district without a place."""
    if place is None:
        return "—"
    return say_in(b, f"第{place}位", ordinal(place))


def of_all(b: Briefing, place: int) -> str:
    """`第2位/10` / `2nd of 10`: a place among the districts assessed."""
    count = len(b.result.districts)
    return say_in(b, f"第{place}位/{count}", f"{ordinal(place)} of {count}")


def quarter_of_year(quarter: Quarter, lang: str) -> str:
    return f"Q{quarter.number}" if lang == "en" else f"{chinese_number(quarter.number)}季度"


def year(quarter: Quarter, lang: str) -> str:
    return str(quarter.year) if lang == "en" else f"{quarter.year}年"


_DEDUCTS = re.compile("[减扣]分|deduct|penalt", re.IGNORECASE)


def part_name(b: Briefing, part: str, level: str) -> str:
    """The name of a board, bonus or deduction; a deduction is called one where its name does not say so."""
    if part in b.scheme.by_id:
        return b.scheme.by_id[part].name.label(b.lang)
    name = next((e.name.label(b.lang) for e in b.scheme.extras if e.id == part), part)
    if level != "deduction" or _DEDUCTS.search(name):
        return name
    return say_in(b, f"{name}（{term('deduction', 'zh')}）", f"{name} ({term('deduction', 'en').lower()})")
