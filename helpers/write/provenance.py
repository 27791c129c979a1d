"""Where every figure comes from: the rows it rests on, the rule that made it, whether it was published.

A figure is illustrative when any row, or any weight, that it was computed from has an illustrative source; a result
that was published (results.csv) is not, however it was computed here. Counts of the rules (four boards, ten
districts) are no data: they have a note and never a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..model import Quarter
from . import provenance_words as words
from .origins import Origin
from .provenance_scores import Basis, Scores
from .scoring import method_line
from .terms import term

__all__ = ["Basis", "Trace"]

# Rules whose figures have a shorter name.
_WORDS = {"lead": "difference", "rank_of": "rank", "stars_of": "stars", "total_of": "total"}


@dataclass(frozen=True)
class Trace(Scores):
    """The provenance of all of one briefing's figures: of its scores, and of what is made of them."""

    # ---- differences, causes, simulations -------------------------------------------------------------------------

    def between(self, bases: Sequence[Basis], kind: str, *parts: str) -> Basis:
        """A figure made of others by the rule `kind`."""
        word = _WORDS.get(kind, kind)
        rule = bases[0].rule if kind.endswith("_of") and bases else self._rule(kind)
        return self._merged(self._title(self.b.quarter, *parts, self._word(word)), rule, bases)

    def median(self, board: str, itself: bool = False) -> Basis:
        rows = self.tables[self.b.quarter].everybodys(board)
        kind = "median_itself" if itself else "median"
        title = self._title(self.b.quarter, self.part(self.b.quarter, board), self._word(kind))
        return self._score(title, self._rule(kind), rows, self.b.quarter)

    def board_lead(self, board: str) -> Basis:
        """A distance between two scores of a board."""
        title = self._title(self.b.quarter, self.part(self.b.quarter, board), self._word("difference"))
        return self._score(title, self._rule("lead"), self.tables[self.b.quarter].everybodys(board), self.b.quarter)

    def average(self, leaf: str) -> Basis:
        rows = self.tables[self.b.quarter].of_leaf(self.b.scheme.by_id[leaf])
        title = self._title(self.b.quarter, self.part(self.b.quarter, leaf), self._word("average"))
        return Basis(title, self._rule("average"), rows, self._drawn(rows))

    def target(self, code: str, leaf: str) -> Basis:
        found = self.value(code, leaf)
        told = self.between([found], "target", self.name(code), self.part(self.b.quarter, leaf))
        drawn = self._drawn(found.rows, self.b.quarter)
        return Basis(told.title, method_line(self.b.scheme.by_id[leaf], self.b.quarter, self.b.lang), told.rows, drawn)

    def contribution(self, a: str, c: str) -> Basis:
        """A part of the gap between two districts."""
        rows = self.rows(self.b.quarter, (a, c))
        title = self._title(self.b.quarter, self.name(a), self.name(c), self._word("contribution"))
        return self._score(title, self._rule("contribution"), rows, self.b.quarter)

    def cause(self, code: str) -> Basis:
        """A part of a change in total."""
        when, before = self.b.quarter, self.b.quarter.previous
        known = before in self._by_quarter and code in self._by_quarter[before].place
        rows = (*(self.rows(before, [code]) if known else ()), *self.rows(when, [code]))
        title = self._title(when, self.name(code), self._word("cause"))
        return self._score(title, self._rule("cause"), rows, when, *((before,) if known else ()))

    def simulated(self) -> Basis:
        rows = self.tables[self.b.quarter].everybodys()
        title = self._title(self.b.quarter, self._word("simulated"))
        return self._score(title, self._rule("simulated"), rows, self.b.quarter)

    def counted(self, rule: str = "count") -> Basis:
        """A number of the rules or the lists: no datum, never marked."""
        return Basis(self._title(self.b.quarter, self._word(rule)), self._rule(rule))

    def weight(self, node: str) -> Basis:
        title = self._title(self.b.quarter, self.part(self.b.quarter, node), term("weight", self.b.lang))
        return Basis(title, self._rule("weights", file=self.b.scheme.file), (), self._drawn((), self.b.quarter))

    def known(self, row: Any) -> Basis:
        """A row of background.csv."""
        origin = Origin("background.csv", int(row.row), row.source, quarter=None)
        title = words.titled(self.name(row.code) if row.code else "", self._word("background"))
        return Basis(title, self._rule("background"), (origin,), self._drawn((origin,)), period=str(row.period))

    def places(self, quarter: Quarter) -> Iterable[str]:
        """The districts assessed in a quarter; none where there is no such quarter."""
        return self._by_quarter[quarter].place if quarter in self._by_quarter else ()

    def of_item(self, code: str, row: Origin) -> Basis:
        """The figure that stands in one row of values.csv of this quarter."""
        found = self.tables[self.b.quarter].of(code).items()
        item = next(what for (table, what), own in found if table in ("values", "facts") and own.row == row.row)
        return self.value(code, item)

    def of_rows(self, rows: Sequence[Origin], kind: str) -> Basis:
        own = tuple(rows)
        return Basis(self._title(self.b.quarter, self._word(kind)), self._rule(kind), own, self._drawn(own))
