"""What a sentence claims: its numbers, each with unit, direction and the names that it stands by, quarters, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.model import Quarter
from helpers.write.briefing import Briefing

NAME_BASE = 0xE000  # private-use characters stand for names while a text is read


@dataclass(frozen=True)
class Claim:
    """One number as the text has it.

    `before` is the last name before it, `after` the first name behind it in its clause, `subject` the last name before
    its word of direction, `object` the name between that word and the number (or right behind: ahead of X), `at` where
    in the text the number stands.
    """

    digits: str
    unit: str
    way: str = ""
    qualifier: bool = False
    before: str = ""
    after: str = ""
    subject: str = ""
    object: str = ""
    at: int = 0


@dataclass(frozen=True)
class Read:
    """What a text says: its numbers, the quarters it names, other dates as the numbers in them."""

    claims: tuple[Claim, ...]
    quarters: frozenset[Quarter]
    dates: tuple[tuple[int, ...], ...]


def names(b: Briefing) -> dict[str, str]:
    """Every label a sentence may name -> the code or id it stands for (the first, where two share a label)."""
    found: dict[str, str] = {}
    for district in b.result.districts:
        found.setdefault(district.label(b.lang), district.code)
    for thing in (*b.scheme.nodes, *b.scheme.extras):
        found.setdefault(thing.name.label(b.lang), thing.id)
    for award in b.scheme.awards:
        found.setdefault(award.name.label(b.lang), "")
    return {label: code for label, code in found.items() if label}


def masked(b: Briefing, text: str) -> tuple[str, list[str]]:
    """The text with every name as one private-use character, and what each character stands for."""
    known = names(b)
    labels = sorted(known, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, labels)))
    codes: list[str] = []

    def mask(match: re.Match[str]) -> str:
        codes.append(known[match[0]])
        return chr(NAME_BASE + len(codes) - 1)

    return pattern.sub(mask, text), codes


def _is_name(char: str) -> bool:
    return NAME_BASE <= ord(char) < NAME_BASE + 0x1000


def last_name(text: str, codes: list[str]) -> str:
    return first_name(text[::-1], codes)


def first_name(text: str, codes: list[str]) -> str:
    """The first name of a district, board or indicator; awards are names too, but no number stands by them."""
    return next((codes[ord(c) - NAME_BASE] for c in text if _is_name(c) and codes[ord(c) - NAME_BASE]), "")
