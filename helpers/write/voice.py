"""How names, figures and lists are said in a language, before any sentence is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..assess.prose import SLOT
from ..markup import markdown_text, unmarked
from ..model import Name, Quarter
from ..style import chinese_number, quarter_short
from . import wording_en, wording_zh
from .briefing import Briefing
from .finding import Figure, Finding
from .terms import term

_PRIZE = {
    "zh": re.compile("[旗奖杯牌章]$"),
    "en": re.compile(r"\b(?:flag|prize|award|cup|medal|banner)s?$", flags=re.IGNORECASE),
}
_WORDING = {"zh": wording_zh, "en": wording_en}


def turned(f: Finding, *shapes: str) -> str:
    """One of several shapes of a sentence, by the finding's turn among its like."""
    return shapes[f.turn % len(shapes)]


def agrees(count: float, one: str, many: str) -> str:
    """The verb that goes with so many."""
    return one if count == 1 else many


@dataclass(frozen=True)
class Voice:
    """The names and number formats of one briefing. Everything it returns is safe to stand in Markdown."""

    b: Briefing

    @property
    def lang(self) -> str:
        return self.b.lang

    def name(self, code: str) -> str:
        return markdown_text(self.b.name(code))

    def names(self, codes: Iterable[str]) -> str:
        return self.join([self.name(c) for c in codes])

    def join(self, words: Sequence[str]) -> str:
        if self.lang == "zh":
            return "、".join(words)
        if len(words) < 2:
            return "".join(words)
        if not any(" and " in word for word in words):
            return " and ".join([", ".join(words[:-1]), words[-1]])
        # names that hold an "and" of their own: stronger signs part them, unless figures do
        bare = len(words) > 2 and not any(re.search("[0-9]", word) for word in words)
        return ("; " if bare else ", ").join([*words[:-1], f"and {words[-1]}"])

    def text(self, text: str) -> str:
        return markdown_text(text)

    def part(self, node: str) -> str:
        """A board's, indicator's or extra's name; or the word for the rounding residue."""
        if node in self.b.scheme.by_id:
            return markdown_text(self.b.scheme.by_id[node].name.label(self.lang))
        for extra in self.b.scheme.extras:
            if extra.id == node:
                return markdown_text(extra.name.label(self.lang))
        return term(node, self.lang)

    def term(self, key: str) -> str:
        """A word of the common list."""
        return term(key, self.lang)

    def award(self, award: str) -> str:
        found = next(a for a in self.b.scheme.awards if a.id == award)
        return markdown_text(found.name.label(self.lang))

    def flag(self, award: str) -> str:
        """An award as it is won: `“勇当排头”红旗`, `red flag "Front Runner"`; one that is called a flag or a prize, by
        its name alone."""
        return self.flag_called(next(a for a in self.b.scheme.awards if a.id == award).name)

    def flag_called(self, name: Name) -> str:
        own = bool(_PRIZE[self.lang].search(name.label(self.lang)))
        if self.lang == "en":
            return ("" if own else "red flag ") + f'"{self.told(name)}"'
        return f"“{self.told(name)}”" + ("" if own else "红旗")

    def group(self, group: str) -> str:
        """A group of districts (分类考核)."""
        return markdown_text(self.b.group(group))

    def amount(self, figure: Figure) -> str:
        """A figure with its unit."""
        return _WORDING[self.lang].amount(figure)

    def strong(self, figure: Figure) -> str:
        return f"**{self.amount(figure)}**"

    def signed(self, figure: Figure) -> str:
        """A part of a sum or of a change, with its sign."""
        return _WORDING[self.lang].signed(figure)

    def told(self, name: Name) -> str:
        """A name that comes with the data in both languages."""
        return markdown_text(name.label(self.lang))

    def filled(self, f: Finding) -> str:
        """A sentence from the data folder, its slots filled: `{id}` with the figure, `{id.period}` with its time."""
        wording = _WORDING[self.lang]
        periods = dict(f.about["periods_by_slot"])

        def said(slot: re.Match[str]) -> str:
            return (
                wording.period(periods[slot[1]], self.b.quarter.year)
                if slot[2]
                else unmarked(wording.amount(f[slot[1]]))
            )

        return markdown_text(SLOT.sub(said, f.about["sentence"]))

    def quarter(self, quarter: Quarter) -> str:
        return quarter_short(quarter, self.lang)

    def window(self, window: tuple[Quarter, Quarter] | None) -> str:
        """From its first quarter to its last. Raises TypeError for a finding that rests on none."""
        if window is None:
            raise TypeError("a finding without a window has no quarters to name")
        first, last = window
        if first == last:
            return self.quarter(first)
        if self.lang == "en":
            return f"{self.quarter(first)} to {self.quarter(last)}"
        if first.year == last.year:
            return f"{first.year}年{chinese_number(first.number)}季度至{chinese_number(last.number)}季度"
        return f"{self.quarter(first)}至{self.quarter(last)}"
