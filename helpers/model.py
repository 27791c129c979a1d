"""The words of the assessment as types: quarter, district, source; and the errors an analyst reads.

Floor 0 of the house: standard library only, no files, no figures. What they mean in the data: data/README.md.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar

from .said import Listed, Said

K = TypeVar("K")
V = TypeVar("V")

TABLES = (".csv", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".txt")  # files whose places are rows and columns


class BriefingError(Exception):
    """Something the reader can put right. Carries a message fit for an analyst; never needs a traceback.

    Its words are a template with the fields named after it, or are whole already (said.py). `shown`: the same in the
    language of the notebook that met it, where that is not English (write/refusals.py).
    """

    shown = ""

    def __init__(self, words: str = "", /, **fields: object) -> None:
        super().__init__(Said(words, **fields) if fields else words)

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception how to show itself: in a notebook the analyst sees the message alone.
        return [f"{type(self).__name__}: {self.shown or self}"]


class UsageError(BriefingError):
    """A command, parameter or name that does not exist or cannot be read."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the data: where it stands, what stands there, which rule it breaks, what to do next.

    `file` is relative to the data folder; `row` counts as a spreadsheet does (the header is row 1).
    """

    file: str
    rule: str
    hint: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    severity: str = "error"  # error stops the briefing; warning is printed beside it

    def __str__(self) -> str:
        row, column = ("row", "column") if self.file.lower().endswith(TABLES) else ("line", "key")
        place = self.file
        if self.sheet:
            place += f" [{self.sheet}]"
        if self.row is not None:
            place += f" {row} {self.row}"
        if self.column:
            place += f" {column} {self.column}"
        found = f" found {self.value!r};" if self.value != "" else ""
        hint = f" -> {self.hint}" if self.hint else ""
        return f"{place}:{found} {self.rule}{hint}"


class DataError(BriefingError):
    """The data, or the scheme, contradict a rule. `faults` holds every one found, not only the first."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def nearest(word: str, choices: list[str]) -> str:
    """A hint naming the nearest of `choices` ("did you mean …?"), or all of them when none is near and they are few."""
    near = get_close_matches(word, choices, n=3, cutoff=0.4)
    if not near:
        near = [choice for choice in choices if word and (word in choice or choice in word)][:3]
    if near:
        return Said("did you mean {names}?", names=" / ".join(near))
    return Said("known: {names}", names=Listed([*choices[:12], *(["…"] if len(choices) > 12 else [])]))


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, written `2023Q2`."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: object) -> Quarter:
        """Read `2023Q2`; anything else raises UsageError and says how that quarter is written."""
        if isinstance(text, Quarter):
            return text
        word = str(text).strip()
        if match := re.fullmatch(r"(\d{4})Q([1-4])", word, flags=re.ASCII):
            return cls(int(match[1]), int(match[2]))
        plain = unicodedata.normalize("NFKC", word).translate(str.maketrans("一二三四", "1234"))
        loose = re.fullmatch(r"(\d{4})\D{0,3}0?([1-9])\D{0,2}", plain)
        if not loose:
            raise UsageError("{word!r} is not a quarter; write it as 2023Q2", word=word)
        year, number = int(loose[1]), int(loose[2])
        if number <= 4:
            meant = f"{year}Q{number}"
            raise UsageError("{word!r} is not a quarter; write {quarter}", word=word, quarter=meant)
        wrong = "{word!r} is not a quarter; a year has the quarters {first} to {last}"
        raise UsageError(wrong, word=word, first=f"{year}Q1", last=f"{year}Q4")

    @property
    def previous(self) -> Quarter:
        return self + -1

    def __add__(self, quarters: int) -> Quarter:
        index = self.year * 4 + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def months(self) -> tuple[str, str]:
        """First and last month, `("2023-04", "2023-06")`."""
        return f"{self.year}-{self.number * 3 - 2:02d}", f"{self.year}-{self.number * 3:02d}"

    @property
    def last_day(self) -> datetime.date:
        return (self + 1).first_day - datetime.timedelta(days=1)

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.number * 3 - 2, 1)

    @staticmethod
    def span(text: str) -> tuple[Quarter, ...]:
        """`2022Q1..2023Q3` as the quarters it names, both ends included; raises UsageError when it runs backwards."""
        first, dots, last = text.partition("..")
        start, end = Quarter.parse(first), Quarter.parse(last if dots else first)
        if end < start:
            raise UsageError("{span!r} runs backwards; write {right}", span=text, right=f"{end}..{start}")
        return tuple(start + k for k in range((end.year - start.year) * 4 + end.number - start.number + 1))


@dataclass(frozen=True)
class District:
    """One assessed unit. `code` is its administrative code and names its files; `group` is for 分类考核, and `group_en`
    what English calls that group."""

    code: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    group: str = ""
    group_en: str = ""

    def label(self, lang: str) -> str:
        return self.name_en if lang == "en" and self.name_en else self.name

    def group_label(self, lang: str) -> str:
        """What its group is called; empty where it is in none."""
        return self.group_en if lang == "en" and self.group_en else self.group

    @property
    def names(self) -> tuple[str, ...]:
        return (self.code, self.name, self.name_en, *self.aliases)


def find_district(districts: tuple[District, ...], name: object) -> District:
    """The district of that code, name or alias; raises UsageError with the nearest names when there is none."""
    word = str(name).strip()
    for district in districts:
        if word and word in district.names:
            return district
    choices = [n for d in districts for n in d.names if n]
    raise UsageError("no district is called {word!r}; {hint}", word=word, hint=nearest(word, choices))


@dataclass(frozen=True)
class Source:
    """Where a row comes from. `kind` is `published` or `illustrative`; a figure is illustrative when its source is."""

    id: str
    title: str
    publisher: str = ""
    date: str = ""
    kind: str = "published"
    title_en: str = ""
    publisher_en: str = ""

    def label(self, lang: str) -> str:
        return self.title_en if lang == "en" and self.title_en else self.title

    def publisher_label(self, lang: str) -> str:
        return self.publisher_en if lang == "en" and self.publisher_en else self.publisher

    @property
    def illustrative(self) -> bool:
        return self.kind == "illustrative"


@dataclass(frozen=True)
class Name:
    """A word in both languages; English falls back to Chinese where it has none."""

    zh: str
    en: str = ""

    def label(self, lang: str) -> str:
        return self.en if lang == "en" and self.en else self.zh


def frozen(mapping: Mapping[K, V] | None = None) -> Mapping[K, V]:
    return MappingProxyType(dict(mapping or {}))
