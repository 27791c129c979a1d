"""Where every figure comes from: the rows it rests on, the rule that made it, whether it was published.

A figure is illustrative when any row, or any weight, that it was computed from has an illustrative source; a result
that was published (results.csv) is not, however it was computed here. Counts of the rules (four boards, ten
districts) are no data: they have a note and never a mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ..assess.result import Result
from ..assess.rows import split_sources
from ..model import Node, Quarter
from ..style import quarter_short
from . import provenance_words as words
from .briefing import Briefing, Origin, table_file
from .language import phrases
from .notes import Cite, Note
from .terms import term

_TABLES = {"values": "values", "facts": "values", "points": "scores", "survey": "survey", "results": "results"}


# Rules whose figures have a shorter name.
_WORDS = {"lead": "difference", "rank_of": "rank", "stars_of": "stars", "total_of": "total"}


@dataclass(frozen=True)
class Basis:
    """What one figure rests on. `published` are rows of results.csv that say the same figure."""

    title: str
    rule: str
    rows: tuple[Origin, ...] = ()
    illustrative: bool | None = None
    published: tuple[Origin, ...] = ()
    period: str = ""

    @property
    def origins(self) -> tuple[Origin, ...]:
        return (*self.rows, *self.published)


@dataclass(frozen=True)
class Trace:
    """The provenance of one briefing's figures, by quarter, district and item."""

    b: Briefing

    # ---- rows -----------------------------------------------------------------------------------------------------

    @cached_property
    def _by_quarter(self) -> dict[Quarter, Result]:
        return {result.quarter: result for result in self.b.history}

    @cached_property
    def _origins(self) -> dict[Quarter, dict[tuple[str, str, str], Origin]]:
        """Every row of every quarter by table, district code and item; none for what a what-if supposes instead."""
        found = {quarter: _index(result) for quarter, result in self._by_quarter.items()}
        if self.b.supposed is not None:
            kept = found[self.b.quarter]
            found[self.b.quarter] = {key: row for key, row in kept.items() if not self._is_supposed(*key)}
        return found

    def _is_supposed(self, table: str, code: str, item: str) -> bool:
        scheme = self.b.scheme
        items = (
            [i.id for i in (*scheme.leaves, *scheme.extras) if i.method == "survey"] if table == "survey" else [item]
        )
        return any(self.b.supposes(code, id_) for id_ in items)

    def rows(self, quarter: Quarter, codes: Iterable[str], board: str = "") -> tuple[Origin, ...]:
        """The rows that a score rests on: of one board, or all with the survey and whatever a department gave."""
        found, scheme = self._origins[quarter], self._by_quarter[quarter].scheme
        leaves = [leaf for leaf in scheme.leaves if not board or scheme.board_of(leaf).id == board]
        items = [("points" if leaf.method == "given" else "values", leaf.id) for leaf in leaves]
        if not board:
            items += [("survey", "")] + [("points", extra.id) for extra in scheme.extras]
            items += [("facts", extra.id) for extra in scheme.extras]
        keys = [(table, code, item) for code in codes for table, item in items]
        return tuple(found[key] for key in keys if key in found)

    @cached_property
    def _all_rows(self) -> dict[tuple[Quarter, str], tuple[Origin, ...]]:
        return {}

    def _all(self, quarter: Quarter, board: str = "") -> tuple[Origin, ...]:
        """The rows behind everybody's score; asked for with every place and every lead, and so kept."""
        known = self._all_rows
        if (quarter, board) not in known:
            known[quarter, board] = self.rows(quarter, self._by_quarter[quarter].codes, board)
        return known[quarter, board]

    def _drawn(self, rows: Iterable[Origin], *quarters: Quarter) -> bool:
        """Whether a row, or the scheme of a quarter (its weights), has an illustrative source."""
        cells = {row.source for row in rows}.union(self._by_quarter[quarter].scheme.source for quarter in quarters)
        sources = self.b.sources
        return any(sources[id_].illustrative for cell in cells for id_ in split_sources(cell) if id_ in sources)

    def _published(self, quarter: Quarter, code: str, item: str, scored: object) -> tuple[Origin, ...]:
        """The row of results.csv that has this result, where the scoring comes to the same."""
        if pd.isna(scored) or self._by_quarter[quarter].hypothetical:
            return ()
        row = self._origins[quarter].get(("results", code, item))
        if row is None:
            return ()
        frame = self._by_quarter[quarter].inputs.results
        same = frame[(frame["code"] == code) & (frame["item"] == item)]
        return (row,) if abs(float(same["value"].iloc[0]) - float(scored)) < 1e-9 else ()

    # ---- what a note says -----------------------------------------------------------------------------------------

    def name(self, code: str) -> str:
        for result in reversed(self.b.history):
            for district in result.districts:
                if district.code == code:
                    return district.label(self.b.lang)
        return code

    def part(self, quarter: Quarter, node: str) -> str:
        scheme = self._by_quarter[quarter].scheme
        if node in scheme.by_id:
            return scheme.by_id[node].name.label(self.b.lang)
        return next((e.name.label(self.b.lang) for e in scheme.extras if e.id == node), term("residue", self.b.lang))

    def _title(self, quarter: Quarter, *parts: str) -> str:
        return words.titled(self.b.lang, quarter_short(quarter, self.b.lang), *parts)

    def _word(self, key: str) -> str:
        return words.say(words.TITLES, key, self.b.lang)

    def _rule(self, key: str, **figures: str) -> str:
        return words.say(words.RULES, key, self.b.lang).format(**figures)

    def _policy(self, quarter: Quarter, name: str) -> str:
        policies = self._by_quarter[quarter].scheme.policies
        return term(f"{name}.{getattr(policies, name)}", self.b.lang).format(decimals=policies.decimals)

    def note(self, basis: Basis) -> Note:
        """A basis in the briefing's language."""
        lang = self.b.lang
        lines = [("rule", basis.rule), ("period", phrases(lang).period_words(basis.period) if basis.period else "")]
        lines.append(("data", words.joined(lang, self._places(basis.rows))))
        if basis.published:
            said = words.joined(lang, self._places(basis.published))
            lines.append(("published", words.joined(lang, [said, words.say(words.RULES, "as_published", lang)])))
        lines.append(("source", words.joined(lang, [self._source(id_) for id_ in self._source_ids(basis.origins)])))
        told = tuple((words.say(words.LABELS, key, lang), text) for key, text in lines if text)
        return Note(basis.title, told, basis.illustrative)

    def _places(self, rows: Iterable[Origin]) -> list[str]:
        """Files with the runs of their rows; quarters in which a file's rows are the same stand together."""
        found: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        for row in rows:
            found[row.folder(self.b.quarter), row.file, row.sheet].add(row.row)
        alike: dict[tuple[str, str, tuple[int, ...]], list[str]] = defaultdict(list)
        for (folder, file, sheet), numbers in sorted(found.items()):
            alike[file, sheet, tuple(sorted(numbers))].append(folder)
        told = []
        for (file, sheet, numbers), folders in alike.items():
            for first, last in self._spans(folders):
                span = first if first == last else words.span(self.b.lang, first, last)
                path = f"{span}/{file}"
                told.append(words.place(self.b.lang, path.removeprefix("/"), sheet, numbers))
        return told

    def _spans(self, folders: Sequence[str]) -> list[tuple[str, str]]:
        """Quarters' folders as runs of quarters that follow each other."""
        order = [str(result.quarter) for result in self.b.history]
        runs: list[tuple[str, str]] = []
        for folder in folders:
            at = order.index(folder) if folder in order else -1
            if runs and at > 0 and runs[-1][1] == order[at - 1]:
                runs[-1] = runs[-1][0], folder
            else:
                runs.append((folder, folder))
        return runs

    def _source_ids(self, rows: Iterable[Origin]) -> list[str]:
        used = {id_ for cell in {row.source for row in rows} for id_ in split_sources(cell)}
        return [id_ for id_ in self.source_numbers if id_ in used]

    def _source(self, id_: str) -> str:
        found, lang = self.b.sources[id_], self.b.lang
        kind = term("illustrative" if found.illustrative else "published", lang)
        return words.source(lang, found.label(lang), found.publisher_label(lang), found.date, kind)

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """The number of each source in the appendix, from 1: those of this briefing's rows, by id."""
        used = {self.b.scheme.source, *self.background["source"]}
        used = {id_ for cell in used for id_ in split_sources(cell)}
        used = used.union(*(r.inputs.used_sources for r in self.b.history))
        return {id_: n for n, id_ in enumerate(sorted(id_ for id_ in used if id_ in self.b.sources), start=1)}

    @cached_property
    def background(self) -> pd.DataFrame:
        """The background rows whose period had ended by this quarter."""
        end = self.b.quarter.months[1]
        frame = self.b.background
        return frame[frame["period"].map(lambda period: _ended(period, end)).astype(bool)]

    def rows_by_source(self) -> dict[str, str]:
        """For each source, the files and rows that name it, in all quarters of this briefing."""
        found: dict[str, list[Origin]] = defaultdict(list)
        every = [row for index in self._origins.values() for row in index.values()]
        every += [
            Origin(table_file(result, "praise"), int(r.row), r.source, quarter=str(result.quarter))
            for result in self.b.history
            for r in result.inputs.praise.itertuples()
        ]
        every += [Origin("background.csv", int(r.row), r.source, quarter=None) for r in self.background.itertuples()]
        for row in every:
            for id_ in split_sources(row.source):
                found[id_].append(row)
        return {id_: words.joined(self.b.lang, self._places(found[id_])) for id_ in self.source_numbers if id_ in found}

    def cite(self, bases: Iterable[Basis]) -> Cite:
        """All rows of several figures as one note for paper."""
        rows = [row for basis in bases for row in basis.origins]
        if not rows:
            return Cite("")
        numbers = [self.source_numbers[id_] for id_ in self._source_ids(rows)]
        return Cite(words.cited(self.b.lang, words.joined(self.b.lang, self._places(rows)), numbers))

    # ---- figures of the data --------------------------------------------------------------------------------------

    def value(self, code: str, item: str, quarter: Quarter | None = None) -> Basis:
        """A figure as it stands in values.csv, or the points a department gave."""
        when = quarter or self.b.quarter
        result = self._by_quarter[when]
        found = self._origins[when]
        row = next((found[key] for t in ("values", "facts", "points") if (key := (t, code, item)) in found), None)
        leaf = result.scheme.by_id.get(item)
        title = self._title(when, self.name(code), self._item(when, item))
        rule = self._method(leaf, when) if leaf is not None else self._reported(result, code, item)
        if row is None:
            return Basis(title, rule)
        return Basis(title, rule, (row,), self._drawn((row,)), period=self._periods[when].get((code, item), ""))

    @cached_property
    def _periods(self) -> dict[Quarter, dict[tuple[str, str], str]]:
        """The span of time of every figure of values.csv, by quarter, district and item."""
        return {
            quarter: {
                (code, item): str(period)
                for frame in (result.inputs.values, result.inputs.facts)
                for code, item, period in zip(frame["code"], frame["indicator"], frame["period"], strict=True)
            }
            for quarter, result in self._by_quarter.items()
        }

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
        dictionary, found = result.inputs.dictionary, self._origins[result.quarter]
        if item not in dictionary.index:
            return self._rule("reported")
        parts = [str(dictionary.at[item, column]) for column in ("numerator", "denominator")]
        if all(parts) and all(("facts", code, p) in found or ("values", code, p) in found for p in parts):
            part, whole = (self._item(result.quarter, p) for p in parts)
            return self._rule("ratio", part=part, whole=whole)
        return self._rule("reported")

    def _method(self, leaf: Node, quarter: Quarter) -> str:
        lang = self.b.lang
        direction = "" if leaf.method == "given" else term(f"direction.{leaf.direction}", lang)
        figures = phrases(lang).method_figures(leaf, quarter)
        return phrases(lang).method_line(term(f"method.{leaf.method}", lang), figures, direction)

    # ---- scores ---------------------------------------------------------------------------------------------------

    def _score(self, title: str, rule: str, rows: Sequence[Origin], quarter: Quarter, *more: Quarter) -> Basis:
        return Basis(title, rule, tuple(dict.fromkeys(rows)), self._drawn(rows, quarter, *more))

    def leaf(self, code: str, leaf: str, quarter: Quarter | None = None) -> Basis:
        """The points of one indicator."""
        when = quarter or self.b.quarter
        scheme, found = self._by_quarter[when].scheme, self._origins[when]
        title = self._title(when, self.name(code), self.part(when, leaf), self._word("points"))
        table = "points" if scheme.by_id[leaf].method == "given" else "values"
        rows = [row for row in (found.get((table, code, leaf)),) if row]
        return self._score(title, self._method(scheme.by_id[leaf], when), rows, when)

    def leaf_rank(self, leaf: str, quarter: Quarter | None = None) -> Basis:
        when = quarter or self.b.quarter
        result, found = self._by_quarter[when], self._origins[when]
        title = self._title(when, self.part(when, leaf), self._word("rank"))
        table = "points" if result.scheme.by_id[leaf].method == "given" else "values"
        rows = [found[key] for code in result.codes if (key := (table, code, leaf)) in found]
        return self._score(title, self._ranking(when), rows, when)

    def board(self, code: str, board: str, quarter: Quarter | None = None) -> Basis:
        """A board's score."""
        when = quarter or self.b.quarter
        title = self._title(when, self.name(code), self.part(when, board), self._word("points"))
        rule = self._rule("board", rounding=self._policy(when, "rounding"))
        published = self._published(when, code, board, self._by_quarter[when].boards.at[code, board])
        return self._told(title, rule, self.rows(when, [code], board), when, published)

    def board_rank(self, board: str, quarter: Quarter | None = None) -> Basis:
        when = quarter or self.b.quarter
        title = self._title(when, self.part(when, board), self._word("rank"))
        return self._score(title, self._ranking(when), self._all(when, board), when)

    def board_change(self, board: str) -> Basis:
        when, before = self.b.quarter, self.b.quarter.previous
        title = self._title(when, self.part(when, board), self._word("change"))
        rows = (*self._all(before, board), *self._all(when, board)) if self.b.previous else self._all(when, board)
        return self._score(title, self._rule("change"), rows, when)

    def extra(self, code: str, extra: str, quarter: Quarter | None = None) -> Basis:
        """Points of a bonus or a deduction."""
        when = quarter or self.b.quarter
        item = next(e for e in self._by_quarter[when].scheme.extras if e.id == extra)
        found = self._origins[when]
        keys = [("survey", code, "")] if item.method == "survey" else [(t, code, extra) for t in ("points", "facts")]
        title = self._title(when, self.name(code), item.name.label(self.b.lang))
        return self._score(title, phrases(self.b.lang).extra_rule(item), [found[k] for k in keys if k in found], when)

    def total(self, code: str, quarter: Quarter | None = None) -> Basis:
        when = quarter or self.b.quarter
        title = self._title(when, self.name(code), self._word("total"))
        rule = self._rule("total", rounding=self._policy(when, "rounding"))
        published = self._published(when, code, "total", self._by_quarter[when].total[code])
        return self._told(title, rule, self.rows(when, [code]), when, published)

    def rank(self, code: str, quarter: Quarter | None = None) -> Basis:
        when = quarter or self.b.quarter
        title = self._title(when, self.name(code), self._word("rank"))
        published = self._published(when, code, "rank", self._by_quarter[when].rank[code])
        return self._told(title, self._ranking(when), self._all(when), when, published)

    def ranks(self, codes: Sequence[str], quarters: Sequence[Quarter], rule: str = "history") -> Basis:
        """What is counted from the ranks of districts over quarters; published where all of them were."""
        bases = [
            self.rank(code, quarter)
            for quarter in quarters
            for code in codes
            if quarter in self._by_quarter and code in self._by_quarter[quarter].place
        ]
        title = words.titled(self.b.lang, *(self.name(code) for code in codes[:3]), self._word(rule))
        return self._merged(title, self._rule(rule), bases)

    def change(self, code: str, quarter: Quarter | None = None) -> Basis:
        """A change of rank: two ranks, and published where both were."""
        when = quarter or self.b.quarter
        bases = [self.rank(code, when)]
        if when.previous in self._by_quarter and code in self._by_quarter[when.previous].place:
            bases.insert(0, self.rank(code, when.previous))
        return self._merged(self._title(when, self.name(code), self._word("change")), self._rule("change"), bases)

    def stars(self, code: str, board: str = "", quarter: Quarter | None = None) -> Basis:
        """Stars of one board, or in all."""
        when = quarter or self.b.quarter
        result = self._by_quarter[when]
        rule = self._rule("stars", stars=phrases(self.b.lang).star_rule(result.scheme.stars))
        if board:
            title = self._title(when, self.part(when, board), self._word("stars"))
            return self._score(title, rule, self._all(when, board), when)
        title = self._title(when, self.name(code), self._word("stars"))
        published = self._published(when, code, "stars", result.stars_total[code])
        rows = [row for node in result.scheme.boards for row in self._all(when, node.id)]
        return self._told(title, rule, rows, when, published)

    # ---- differences, causes, simulations -------------------------------------------------------------------------

    def between(self, bases: Sequence[Basis], kind: str, *parts: str) -> Basis:
        """A figure made of others by the rule `kind`."""
        word = _WORDS.get(kind, kind)
        rule = bases[0].rule if kind.endswith("_of") and bases else self._rule(kind)
        return self._merged(self._title(self.b.quarter, *parts, self._word(word)), rule, bases)

    def median(self, board: str, itself: bool = False) -> Basis:
        rows = self._all(self.b.quarter, board)
        kind = "median_itself" if itself else "median"
        title = self._title(self.b.quarter, self.part(self.b.quarter, board), self._word(kind))
        return self._score(title, self._rule(kind), rows, self.b.quarter)

    def board_lead(self, board: str) -> Basis:
        """A distance between two scores of a board."""
        title = self._title(self.b.quarter, self.part(self.b.quarter, board), self._word("difference"))
        return self._score(title, self._rule("lead"), self._all(self.b.quarter, board), self.b.quarter)

    def average(self, leaf: str) -> Basis:
        bases = [self.value(code, leaf) for code in self.b.result.codes]
        return self.between(bases, "average", self.part(self.b.quarter, leaf))

    def target(self, code: str, leaf: str) -> Basis:
        found = self.value(code, leaf)
        told = self.between([found], "target", self.name(code), self.part(self.b.quarter, leaf))
        drawn = self._drawn(found.rows, self.b.quarter)
        return Basis(told.title, self._method(self.b.scheme.by_id[leaf], self.b.quarter), told.rows, drawn)

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
        rows = self._all(self.b.quarter)
        title = self._title(self.b.quarter, self._word("simulated"))
        return self._score(title, self._rule("simulated"), rows, self.b.quarter)

    def counted(self, rule: str = "count") -> Basis:
        """A number of the rules or the lists: no datum, never marked."""
        return Basis(self._title(self.b.quarter, self._word(rule)), self._rule(rule))

    def weight(self, node: str) -> Basis:
        title = self._title(self.b.quarter, self.part(self.b.quarter, node), term("weight", self.b.lang))
        return Basis(title, self._rule("weights", file=self.b.scheme.file), (), self._drawn((), self.b.quarter))

    def known(self, row: pd.Series | object) -> Basis:
        """A row of background.csv."""
        origin = Origin("background.csv", int(row.row), row.source, quarter=None)
        title = words.titled(self.b.lang, self.name(row.code) if row.code else "", self._word("background"))
        return Basis(title, self._rule("background"), (origin,), self._drawn((origin,)), period=str(row.period))

    def places(self, quarter: Quarter) -> Iterable[str]:
        """The districts assessed in a quarter; none where there is no such quarter."""
        return self._by_quarter[quarter].place if quarter in self._by_quarter else ()

    def of_item(self, code: str, row: Origin) -> Basis:
        """The figure that stands in one row of values.csv of this quarter."""
        found = self._origins[self.b.quarter]
        keys = (key for key, origin in found.items() if key[0] in ("values", "facts") and key[1] == code)
        item = next(key[2] for key in keys if found[key].row == row.row)
        return self.value(code, item)

    def of_rows(self, rows: Sequence[Origin], kind: str) -> Basis:
        return Basis(self._title(self.b.quarter, self._word(kind)), self._rule(kind), tuple(rows), self._drawn(rows))

    # ---- parts ----------------------------------------------------------------------------------------------------

    def _ranking(self, quarter: Quarter) -> str:
        return self._rule("rank", order=self._policy(quarter, "order"), ties=self._policy(quarter, "ties"))

    def _told(
        self, title: str, rule: str, rows: Sequence[Origin], quarter: Quarter, published: tuple[Origin, ...]
    ) -> Basis:
        drawn = not published and self._drawn(rows, quarter)
        return Basis(title, rule, tuple(dict.fromkeys(rows)), drawn, published)

    def _merged(self, title: str, rule: str, bases: Sequence[Basis]) -> Basis:
        rows = tuple(dict.fromkeys(row for basis in bases for row in basis.rows))
        published = tuple(dict.fromkeys(row for basis in bases for row in basis.published))
        drawn = any(basis.illustrative for basis in bases)
        return Basis(title, rule, rows, drawn, published)


def _index(result: Result) -> dict[tuple[str, str, str], Origin]:
    inputs, quarter = result.inputs, str(result.quarter)
    item = {"values": "indicator", "facts": "indicator", "points": "indicator", "survey": "", "results": "item"}
    found: dict[tuple[str, str, str], Origin] = {}
    for name, table in _TABLES.items():
        frame = getattr(inputs, name)
        file = table_file(result, table)
        sheet = inputs.sheets.get(table, "")
        items = frame[item[name]] if item[name] else [""] * len(frame)
        for code, what, row, source in zip(frame["code"], items, frame["row"], frame["source"], strict=True):
            found[name, code, what] = Origin(file, int(row), source, sheet, quarter)
    return found


def _ended(period: str, month: str) -> bool:
    last = period.rpartition("..")[2]
    return (last if "-" in last else f"{last}-12") <= month
