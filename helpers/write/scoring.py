"""An indicator's scoring as tables and notes tell it: method, every figure it uses, and which way is better; and an
extra's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, SupportsFloat

from ..assess import methods
from ..model import Quarter
from ..scheme import Extra, Node
from .language import phrases
from .terms import term


@dataclass(frozen=True)
class Scale:
    """One indicator's method with its figures for a quarter, the formula's own where the scheme leaves one out."""

    leaf: Node
    quarter: Quarter

    @property
    def method(self) -> str:
        return self.leaf.method

    @property
    def unit(self) -> str:
        return self.leaf.unit

    @property
    def unit_en(self) -> str:
        return self.leaf.unit_en

    @property
    def down(self) -> bool:
        return self.leaf.direction == "down"

    @property
    def is_log(self) -> bool:
        return self.leaf.params.get("transform") == "log"

    @property
    def by_group(self) -> bool:
        return self.leaf.params.get("within") == "group" and methods.METHODS[self.method].relative

    def figure(self, key: str) -> Any:
        """A figure of the quarter; None where each district has its own, or where there is no such limit."""
        value = methods.figure(self.method, self.leaf.params, key)
        if isinstance(value, Mapping):
            value = value[self.quarter.number]
        return None if isinstance(value, str) else value

    def plain(self, key: str) -> Any:
        """A list or a switch; None where the method has none of that name."""
        takes = methods.METHODS[self.method].takes
        return methods.figure(self.method, self.leaf.params, key) if key in takes else None


def number(value: SupportsFloat) -> str:
    """A figure of the rules, as short as it can be written: 100, 0.5, −2."""
    return f"{float(value):.12g}".replace("-", "−")


def method_line(leaf: Node, quarter: Quarter, lang: str) -> str:
    """功效系数法：不允许值20亿元得60分，满意值80亿元得100分，最高100分，最低0分；越高越好."""
    from . import method_words_en, method_words_zh

    figures = (method_words_en if lang == "en" else method_words_zh).told(Scale(leaf, quarter))
    has_direction = methods.METHODS[leaf.method].reads == "values"
    direction = term(f"direction.{leaf.direction}", lang) if has_direction else ""
    return phrases(lang).method_line(term(f"method.{leaf.method}", lang), figures, direction)


def extra_line(extra: Extra, lang: str) -> str:
    """How a bonus, a deduction or a veto is counted, in words."""
    surveyed = extra.method == "survey" and extra.kind != "veto"
    keys = ("satisfied", "basically", "dissatisfied") if surveyed else ()
    return phrases(lang).extra_rule(extra, [methods.figure("survey", extra.params, key) for key in keys])
