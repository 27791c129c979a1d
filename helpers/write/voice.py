"""How names, figures and lists are said in a language, before any sentence is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..markup import markdown_text
from ..model import Quarter
from ..style import chinese_number, fixed, quarter_short, signed
from .briefing import Briefing
from .terms import term


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
        return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)

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

    def award(self, award: str) -> str:
        found = next(a for a in self.b.scheme.awards if a.id == award)
        return markdown_text(found.name.label(self.lang))

    def points(self, value: float) -> str:
        return fixed(value, self.b.scheme.policies.decimals)

    def signed(self, value: float) -> str:
        return signed(value, self.b.scheme.policies.decimals)

    def fine(self, value: float) -> str:
        """Points as they are before rounding: two decimals more than are published."""
        return fixed(value, self.b.scheme.policies.decimals + 2)

    def percent(self, value: float) -> str:
        return f"{fixed(value, 0 if value == round(value) else 1)}%"

    def count(self, value: float) -> str:
        return fixed(value, 0)

    def quarter(self, quarter: Quarter) -> str:
        return quarter_short(quarter, self.lang)

    def window(self, window: tuple[Quarter, Quarter]) -> str:
        first, last = window
        if self.lang == "en":
            return f"{self.quarter(first)} to {self.quarter(last)}"
        if first.year == last.year:
            return f"{first.year}年{chinese_number(first.number)}季度至{chinese_number(last.number)}季度"
        return f"{self.quarter(first)}至{self.quarter(last)}"
