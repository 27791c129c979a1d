"""Figures marked inside a sentence: which stretch of its text is which figure, until a face shows or drops it.

A template is given a finding whose figures are `Marked`; the wording rules put what they say of one between three
characters of Unicode's private use area, with its number. A plain `Figure` is told plainly: the same template serves
the notebook's Markdown and the page on which every figure can be asked where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields

from .finding import Figure

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
_FIGURE = re.compile(f"{OPEN}([0-9]+){MIDDLE}([^{OPEN}{CLOSE}]*){CLOSE}")


@dataclass(frozen=True)
class Marked(Figure):
    """A figure that leaves its number (`place` in a list kept elsewhere) in the text that tells it."""

    place: int = 0


def marked(figure: Figure, place: int) -> Marked:
    return Marked(**{f.name: getattr(figure, f.name) for f in fields(Figure)}, place=place)


def told(figure: Figure, text: str) -> str:
    """What is said of a figure, with the figure's mark where it has one."""
    return f"{OPEN}{figure.place}{MIDDLE}{text}{CLOSE}" if isinstance(figure, Marked) else text


def ended(text: str, place: int) -> str:
    """A text whose last full stop has a mark before it that holds nothing: what the whole text rests on."""
    return f"{text[:-1]}{OPEN}{place}{MIDDLE}{CLOSE}{text[-1:]}"


def plain(text: str) -> str:
    """The text without marks."""
    return _FIGURE.sub(r"\2", text)


def places(text: str) -> tuple[int, ...]:
    """The numbers of all figures marked in a text, each once, in the order of the text."""
    return tuple(dict.fromkeys(int(number) for number, _ in _FIGURE.findall(text)))


def shown(text: str, show: Callable[[int, str], str]) -> str:
    """The text with every marked stretch as `show(number, stretch)` gives it."""
    return _FIGURE.sub(lambda found: show(int(found[1]), found[2]), text)
