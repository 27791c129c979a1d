"""Where a figure of the data and a score come from: the rows it rests on, its rule, whether it was published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

import pandas as pd

from ..assess.result import Result
from ..assess.rows import split_sources
from ..model import Quarter
from ..style import quarter_short
from . import provenance_words as words
from .briefing import Briefing
from .language import phrases
from .origins import Origin
from .provenance_notes import Notes
from .result_rows import Lot, ResultRows, Rows, key_of, together
from .scoring import extra_line, method_line
from .terms import term


@dataclass(frozen=True)
class Basis:
    """What one figure rests on. `published` are rows of results.csv that say the same figure, or, of one that is
    `derived` from others, say those.
    """

    title: str
    rule: str
    rows: Rows = ()
    illustrative: bool | None = None
    published: Rows = ()
    period: str = ""
    derived: bool = False


def _keeping(method: Callable[..., Basis]) -> Callable[..., Basis]:
    """A method whose answers are kept: a briefing tells the same totals and places a dozen times."""

    @wraps(method)
    def kept(self: Scores, *asked: Any) -> Basis:
        key = (method.__name__, *asked)
        if key not in self._kept:
            self._kept[key] = method(self, *asked)
        return self._kept[key]

    return kept


@dataclass(frozen=True)
class Scores:
    """The provenance of one briefing's data, scores, ranks and stars, by quarter, district and item."""

    b: Briefing

    # ---- rows -----------------------------------------------------------------------------------------------------

    @cached_property
    def _by_quarter(self) -> dict[Quarter, Result]:
        return {result.quarter: result for result in self.b.history}

    @cached_property
    def tables(self) -> dict[Quarter, ResultRows]:
        """Every row of every quarter; none for what a what-if supposes instead."""
        found = dict(self.b.result_rows)
        if self.b.supposed is not None:
            found[self.b.quarter] = found[self.b.quarter].without(self._is_supposed)
        return found

    def _is_supposed(self, table: str, code: str, item: str) -> bool:
        scheme = self.b.scheme
        items = [one.id for one in scheme.reported if one.method == "survey"] if table == "survey" else [item]
        return any(self.b.supposes(code, id_) for id_ in items)

    def rows(self, quarter: Quarter, codes: Iterable[str], board: str = "") -> tuple[Origin, ...]:
        """The rows that a score rests on: of one board, or all with the survey and whatever a department gave."""
        return self.tables[quarter].rows(codes, board)

    def _drawn(self, rows: Rows, *quarters: Quarter) -> bool:
        """Whether a row, or the scheme of a quarter (its weights), has an illustrative source."""
        named = rows.sources if isinstance(rows, Lot) else {row.source for row in rows}
        cells = named.union(self._by_quarter[quarter].scheme.source for quarter in quarters)
        sources = self.b.sources
        return any(sources[id_].illustrative for cell in cells for id_ in split_sources(cell) if id_ in sources)

    @cached_property
    def notes(self) -> Notes:
        """What is said of the figures' provenance, in the briefing's language."""
        return Notes(self.b)

    @cached_property
    def _kept(self) -> dict[tuple[Any, ...], Basis]:
        return {}

    # ---- names ----------------------------------------------------------------------------------------------------

    def name(self, code: str) -> str:
        known = code in self.b.by_code or any(district.code == code for district in self.b.roll)
        return self.b.name(code) if known else code

    def part(self, quarter: Quarter, node: str) -> str:
        scheme = self._by_quarter[quarter].scheme
        if node in scheme.by_id:
            return scheme.by_id[node].name.label(self.b.lang)
        return next((e.name.label(self.b.lang) for e in scheme.extras if e.id == node), term("residue", self.b.lang))

    def _title(self, quarter: Quarter, *parts: str) -> str:
        return words.titled(quarter_short(quarter, self.b.lang), *parts)

    def _word(self, key: str) -> str:
        return words.say(words.TITLES, key, self.b.lang)

    def _rule(self, key: str, **figures: str) -> str:
        return words.say(words.RULES, key, self.b.lang).format(**figures)

    def _policy(self, quarter: Quarter, name: str) -> str:
        policies = self._by_quarter[quarter].scheme.policies
        return term(f"{name}.{getattr(policies, name)}", self.b.lang).format(decimals=policies.decimals)

    # ---- figures of the data --------------------------------------------------------------------------------------

    @_keeping
    def value(self, code: str, item: str, quarter: Quarter | None = None) -> Basis:
        """A figure as it stands in values.csv, the points a department gave, or the answers of a survey."""
        when = quarter or self.b.quarter
        result = self._by_quarter[when]
        found = self.tables[when].of(code)
        leaf = result.scheme.by_id.get(item)
        keys = [key_of(leaf)] if leaf is not None and leaf.is_leaf else []
        keys += [(table, item) for table in ("values", "facts", "points")]
        row = next((found[key] for key in keys if key in found), None)
        title = self._title(when, self.name(code), self._item(when, item))
        rule = method_line(leaf, when, self.b.lang) if leaf is not None else self._reported(result, code, item)
        if row is None:
            return Basis(title, rule)
        return Basis(title, rule, (row,), self._drawn((row,)), period=self.tables[when].period(code, item))

    def _item(self, quarter: Quarter, item: str) -> str:
        result = self._by_quarter[quarter]
        if item in result.scheme.by_id:
            return self.part(quarter, item)
        dictionary = result.inputs.dictionary
        if item in dictionary.index:
            return str(dictionary.at[item, "name_en" if self.b.lang == "en" else "name_zh"])
        return self.part(quarter, item)

    def _reported(self, result: Result, code: str, item: str) -> str:
        """Rule of a fact: as reported; a ratio agrees with its parts, where the district reported them."""
        dictionary, found = result.inputs.dictionary, self.tables[result.quarter].of(code)
        if item not in dictionary.index:
            return self._rule("reported")
        parts = [str(dictionary.at[item, column]) for column in ("numerator", "denominator")]
        if all(parts) and all(("facts", p) in found or ("values", p) in found for p in parts):
            part, whole = (self._item(result.quarter, p) for p in parts)
            return self._rule("ratio", part=part, whole=whole)
        return self._rule("reported")

    # ---- scores ---------------------------------------------------------------------------------------------------

    def _score(self, title: str, rule: str, rows: Rows, quarter: Quarter, *more: Quarter) -> Basis:
        return Basis(title, rule, rows, self._drawn(rows, quarter, *more))

    @_keeping
    def leaf(self, code: str, leaf: str, quarter: Quarter | None = None) -> Basis:
        """The points of one indicator."""
        when = quarter or self.b.quarter
        scheme = self._by_quarter[when].scheme
        title = self._title(when, self.name(code), self.part(when, leaf), self._word("points"))
        table, item = key_of(scheme.by_id[leaf])
        row = self.tables[when].row(table, code, item)
        rows = (row,) if row else ()
        return self._score(title, method_line(scheme.by_id[leaf], when, self.b.lang), rows, when)

    def leaf_rank(self, leaf: str, quarter: Quarter | None = None) -> Basis:
        when = quarter or self.b.quarter
        result = self._by_quarter[when]
        title = self._title(when, self.part(when, leaf), self._word("rank"))
        rows = self.tables[when].of_leaf(result.scheme.by_id[leaf])
        return self._score(title, self._ranking(when), rows, when)

    @_keeping
    def board(self, code: str, board: str, quarter: Quarter | None = None) -> Basis:
        """A board's score."""
        when = quarter or self.b.quarter
        title = self._title(when, self.name(code), self.part(when, board), self._word("points"))
        rule = self._rule("board", rounding=self._policy(when, "rounding"))
        published = self.tables[when].published(code, board, self._by_quarter[when].boards.at[code, board])
        return self._told(title, rule, self.rows(when, [code], board), when, published)

    @_keeping
    def board_rank(self, board: str, quarter: Quarter | None = None) -> Basis:
        when = quarter or self.b.quarter
        title = self._title(when, self.part(when, board), self._word("rank"))
        return self._score(title, self._ranking(when), self.tables[when].everybodys(board), when)

    def board_change(self, board: str) -> Basis:
        when, before = self.b.quarter, self.b.quarter.previous
        title = self._title(when, self.part(when, board), self._word("change"))
        quarters = (before, when) if self.b.previous else (when,)
        rows = together(self.tables[quarter].everybodys(board) for quarter in quarters)
        return self._score(title, self._rule("change"), rows, when)

    def extra(self, code: str, extra: str, quarter: Quarter | None = None) -> Basis:
        """Points of a bonus or a deduction."""
        when = quarter or self.b.quarter
        item = next(e for e in self._by_quarter[when].scheme.extras if e.id == extra)
        found = self.tables[when].of(code)
        keys = [("survey", "")] if item.method == "survey" else [(t, extra) for t in ("points", "facts")]
        title = self._title(when, self.name(code), item.name.label(self.b.lang))
        rows = tuple(found[key] for key in keys if key in found)
        return self._score(title, extra_line(item, self.b.lang), rows, when)

    @_keeping
    def total(self, code: str, quarter: Quarter | None = None, told: float | None = None) -> Basis:
        """A total; `told`: as it was before a revision."""
        when = quarter or self.b.quarter
        title = self._title(when, self.name(code), self._word("total"))
        rule = self._rule("total", rounding=self._policy(when, "rounding"))
        value = self._by_quarter[when].total[code] if told is None else told
        published = self.tables[when].published(code, "total", value)
        return self._told(title, rule, self.rows(when, [code]), when, published)

    @_keeping
    def rank(self, code: str, quarter: Quarter | None = None, told: float | None = None) -> Basis:
        """A rank; `told`: as it was before a revision."""
        when = quarter or self.b.quarter
        title = self._title(when, self.name(code), self._word("rank"))
        value = self._by_quarter[when].rank[code] if told is None else told
        published = self.tables[when].published(code, "rank", value)
        return self._told(title, self._ranking(when), self.tables[when].everybodys(), when, published)

    def group_rank(self, code: str) -> Basis:
        """A rank among the districts of the same group."""
        when, group = self.b.quarter, self.b.by_code[code].group
        title = self._title(when, self.name(code), self.b.group(group), self._word("rank"))
        return self._score(title, self._ranking(when), self.rows(when, self.b.result.group_members(group)), when)

    def ranks(self, codes: Sequence[str], quarters: Sequence[Quarter], rule: str = "history") -> Basis:
        """What is counted from the ranks of districts over quarters; published where all of them were."""
        bases = [
            self.rank(code, quarter)
            for quarter in quarters
            for code in codes
            if quarter in self._by_quarter and code in self._by_quarter[quarter].place
        ]
        title = words.titled(*(self.name(code) for code in codes[:3]), self._word(rule))
        return self._merged(title, self._rule(rule), bases)

    def firsts(self, quarters: Sequence[Quarter]) -> Basis:
        """How often who was first: from the rank of the first in each quarter, and from no other."""
        held = [(code, q) for q in quarters for code in self._by_quarter[q].rank.index if self._is_first(code, q)]
        title = words.titled(*dict.fromkeys(self.name(code) for code, _ in held), self._word("history"))
        return self._merged(title, self._rule("history"), [self.rank(code, quarter) for code, quarter in held])

    def _is_first(self, code: str, quarter: Quarter) -> bool:
        place = self._by_quarter[quarter].rank[code]
        return not pd.isna(place) and place == 1

    def change(self, code: str, quarter: Quarter | None = None) -> Basis:
        """A change of rank: two ranks, and published where both were."""
        when = quarter or self.b.quarter
        bases = [self.rank(code, when)]
        if when.previous in self._by_quarter and code in self._by_quarter[when.previous].place:
            bases.insert(0, self.rank(code, when.previous))
        return self._merged(self._title(when, self.name(code), self._word("change")), self._rule("change"), bases)

    def stars(self, code: str, board: str = "", quarter: Quarter | None = None, told: float | None = None) -> Basis:
        """Stars of one board, or in all; `told`: those in all as they were before a revision."""
        when = quarter or self.b.quarter
        result = self._by_quarter[when]
        rule = self._rule("stars", stars=phrases(self.b.lang).star_rule(result.scheme.stars))
        if board:
            title = self._title(when, self.part(when, board), self._word("stars"))
            return self._score(title, rule, self.tables[when].everybodys(board), when)
        title = self._title(when, self.name(code), self._word("stars"))
        published = self.tables[when].published(code, "stars", result.stars_total[code] if told is None else told)
        rows = self._boards_rows(when)
        return self._told(title, rule, rows, when, published)

    def _boards_rows(self, quarter: Quarter) -> Rows:
        """The rows behind everybody's scores in all boards; kept, since they are told with everybody's stars."""
        if quarter not in self._of_boards:
            boards = self._by_quarter[quarter].scheme.boards
            self._of_boards[quarter] = together(self.tables[quarter].everybodys(node.id) for node in boards)
        return self._of_boards[quarter]

    @cached_property
    def _of_boards(self) -> dict[Quarter, Rows]:
        return {}

    # ---- parts ----------------------------------------------------------------------------------------------------

    def _ranking(self, quarter: Quarter) -> str:
        return self._rule("rank", order=self._policy(quarter, "order"), ties=self._policy(quarter, "ties"))

    def _told(self, title: str, rule: str, rows: Rows, quarter: Quarter, published: tuple[Origin, ...]) -> Basis:
        drawn = not published and self._drawn(rows, quarter)
        return Basis(title, rule, rows, drawn, published)

    def _merged(self, title: str, rule: str, bases: Sequence[Basis]) -> Basis:
        drawn = any(basis.illustrative for basis in bases)
        published = together(basis.published for basis in bases)
        if drawn:  # a change of a published rank against one that never was is no published figure: a row like others
            return Basis(title, rule, together(r for basis in bases for r in (basis.rows, basis.published)), drawn)
        return Basis(title, rule, together(basis.rows for basis in bases), drawn, published, derived=True)
