"""What a note says of a figure: files and rows in few words, the rule, the sources by the appendix's numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ..assess.rows import split_sources
from . import provenance_words as words
from .briefing import Briefing, Origin, table_file
from .language import phrases
from .notes import Cite, Note
from .terms import term

if TYPE_CHECKING:
    from .provenance import Basis


@dataclass(frozen=True)
class Notes:
    """Tells, in one briefing's language, what its figures rest on."""

    b: Briefing

    def note(self, basis: Basis) -> Note:
        """A basis in the briefing's language."""
        lang = self.b.lang
        lines = [("rule", basis.rule), ("period", phrases(lang).period_words(basis.period) if basis.period else "")]
        lines.append(("data", self._places(basis.rows)))
        if basis.published:
            said = self._places(basis.published)
            lines.append(("published", words.joined(lang, [said, words.say(words.RULES, "as_published", lang)])))
        lines.append(("source", words.joined(lang, [self._source(id_) for id_ in self._source_ids(basis.origins)])))
        told = tuple((words.say(words.LABELS, key, lang), text) for key, text in lines if text)
        return Note(basis.title, told, basis.illustrative)

    def cite(self, bases: Iterable[Basis]) -> Cite:
        """All rows of several figures as one note for paper."""
        # the rows of many figures are the very same: each lot once
        lots = {id(rows): rows for basis in bases for rows in (basis.rows, basis.published) if rows}
        rows = next(iter(lots.values())) if len(lots) == 1 else tuple(row for lot in lots.values() for row in lot)
        if not rows:
            return Cite("")
        numbers = [self.source_numbers[id_] for id_ in self._source_ids(rows)]
        return Cite(words.cited(self.b.lang, self._places(rows), numbers))

    def rows_by_source(self) -> dict[str, str]:
        """For each source, the files and rows that name it, in all quarters of this briefing."""
        found: dict[str, list[Origin]] = defaultdict(list)
        every = [row for result in self.b.history for row in self.b.trace.tables[result.quarter].index.values()]
        every += [
            Origin(table_file(result, "praise"), int(r.row), r.source, quarter=str(result.quarter))
            for result in self.b.history
            for r in result.inputs.praise.itertuples()
        ]
        every += [Origin("background.csv", int(r.row), r.source, quarter=None) for r in self.background.itertuples()]
        for row in every:
            for id_ in split_sources(row.source):
                found[id_].append(row)
        return {id_: self._told(found[id_]) for id_ in self.source_numbers if id_ in found}

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

    # ---- in words -------------------------------------------------------------------------------------------------

    @cached_property
    def _places_told(self) -> dict[int, tuple[tuple[Origin, ...], str]]:
        """By identity of the rows, which are held here so that no other rows can take it."""
        return {}

    def _places(self, rows: tuple[Origin, ...]) -> str:
        known = self._places_told
        if id(rows) not in known:
            known[id(rows)] = rows, self._told(rows)
        return known[id(rows)][1]

    def _told(self, rows: Iterable[Origin]) -> str:
        """Files with the runs of their rows; quarters in which a file's rows are the same stand together."""
        found: dict[tuple[str | None, str, str], set[int]] = defaultdict(set)
        for row in rows:
            found[row.quarter, row.file, row.sheet].add(row.row)
        folders: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        own = str(self.b.quarter)
        for (quarter, file, sheet), numbers in found.items():
            folders["" if quarter is None else quarter or own, file, sheet] |= numbers
        alike: dict[tuple[str, str, tuple[int, ...]], list[str]] = defaultdict(list)
        for (folder, file, sheet), numbers in sorted(folders.items()):
            alike[file, sheet, tuple(sorted(numbers))].append(folder)
        told = []
        for (file, sheet, numbers), named in alike.items():
            for first, last in self._spans(named):
                span = first if first == last else words.span(self.b.lang, first, last)
                path = f"{span}/{file}"
                told.append(words.place(self.b.lang, path.removeprefix("/"), sheet, numbers))
        return words.joined(self.b.lang, told)

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


def _ended(period: str, month: str) -> bool:
    last = period.rpartition("..")[2]
    return (last if "-" in last else f"{last}-12") <= month
