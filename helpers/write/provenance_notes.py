"""What a note says of a figure: files and rows in few words, the rule, the sources by the appendix's numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..assess import period
from ..assess.rows import split_sources
from ..said import clauses
from . import provenance_words as words
from .briefing import Briefing
from .calling import called
from .language import phrases
from .notes import Cite, Note
from .origins import Origin, table_file
from .result_rows import Rows, lot, together
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
        lines = [
            ("rule", called(self.b, basis.rule)),
            ("period", phrases(lang).period_words(basis.period, self.b.quarter.year)),
        ]
        lines.append(("data", self._places(basis.rows)))
        if basis.published:
            said = self._places(basis.published)
            how = "from_published" if basis.derived else "as_published"
            lines.append(("published", clauses([said, words.say(words.RULES, how, lang)], lang)))
        lines.append(
            ("source", clauses([self._source(id_) for id_ in self._source_ids(basis.rows, basis.published)], lang))
        )
        told = tuple((words.say(words.LABELS, key, lang), text) for key, text in lines if text)
        return Note(called(self.b, basis.title), told, basis.illustrative)

    def cite(self, bases: Iterable[Basis]) -> Cite:
        """All rows of several figures as one note for paper."""
        rows = together(rows for basis in bases for rows in (basis.rows, basis.published))
        if not rows:
            return Cite("")
        numbers = [self.source_numbers[id_] for id_ in self._source_ids(rows)]
        return Cite(words.cited(self.b.lang, self._places(rows), numbers))

    def rows_by_source(self) -> dict[str, str]:
        """For each source, the files and rows that name it, in all quarters of this briefing."""
        found: dict[str, list[Rows]] = defaultdict(list)
        every: list[Rows] = [lot for result in self.b.history for lot in self.b.trace.tables[result.quarter].every]
        every += [
            (Origin(table_file(result, table), int(r.row), r.source, quarter=str(result.quarter)),)
            for result in self.b.history
            for table, rows in (("praise", result.inputs.praise), ("vetoes", result.inputs.vetoes))
            for r in rows.itertuples()
        ]
        every += [(Origin("background.csv", int(r.row), r.source, quarter=None),) for r in self.background.itertuples()]
        for rows in every:
            for id_ in dict.fromkeys(id_ for cell in lot(rows).sources for id_ in split_sources(cell)):
                found[id_].append(rows)
        return {id_: self._told(together(found[id_])) for id_ in self.source_numbers if id_ in found}

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
        end = (self.b.quarter.year, 3 * self.b.quarter.number)
        frame = self.b.background
        return frame[frame["period"].map(lambda told: period.parse(told).end <= end).astype(bool)]

    # ---- in words -------------------------------------------------------------------------------------------------

    @cached_property
    def _places_told(self) -> dict[int, tuple[Rows, str]]:
        """By identity of the rows, which are held here so that no other rows can take it."""
        return {}

    def _places(self, rows: Rows) -> str:
        known = self._places_told
        if id(rows) not in known:
            known[id(rows)] = rows, self._told(rows)
        return known[id(rows)][1]

    def _told(self, rows: Rows) -> str:
        """Files with the runs of their rows; quarters in which a file's rows are the same stand together."""
        folders: dict[tuple[str, str, str], np.ndarray] = {}
        own = str(self.b.quarter)
        for (quarter, file, sheet), numbers in lot(rows).files.items():
            key = ("" if quarter is None else quarter or own, file, sheet)
            folders[key] = np.union1d(folders[key], numbers) if key in folders else numbers
        alike: dict[tuple[str, str, tuple[tuple[int, int], ...]], list[str]] = defaultdict(list)
        for (folder, file, sheet), numbers in sorted(folders.items(), key=lambda item: item[0]):
            alike[file, sheet, _runs(numbers)].append(folder)
        told = []
        for (file, sheet, runs), named in alike.items():
            for first, last in self._spans(named):
                span = first if first == last else words.span(self.b.lang, first, last)
                path = f"{span}/{file}"
                told.append(words.place(self.b.lang, path.removeprefix("/"), sheet, runs))
        return clauses(told, self.b.lang)

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

    def _source_ids(self, *several: Rows) -> list[str]:
        cells = {cell for rows in several for cell in lot(rows).sources}
        used = {id_ for cell in cells for id_ in split_sources(cell)}
        return [id_ for id_ in self.source_numbers if id_ in used]

    def _source(self, id_: str) -> str:
        found, lang = self.b.sources[id_], self.b.lang
        kind = term("illustrative" if found.illustrative else "published", lang)
        return words.source(lang, found.label(lang), found.publisher_label(lang), found.date, kind)


def _runs(numbers: np.ndarray) -> tuple[tuple[int, int], ...]:
    """Rising row numbers as runs: 2, 3, 4, 9 -> (2, 4), (9, 9)."""
    first, last = int(numbers[0]), int(numbers[-1])
    if last - first == len(numbers) - 1:  # the rows of one figure mostly are one run, or one row
        return ((first, last),)
    breaks = np.flatnonzero(numbers[1:] - numbers[:-1] != 1)
    firsts, lasts = [first, *numbers[breaks + 1].tolist()], [*numbers[breaks].tolist(), last]
    return tuple(zip(firsts, lasts, strict=True))
