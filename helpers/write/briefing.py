"""One quarter's results as everything is told from them: the frozen `Briefing` that notebooks open.

Compares through `helpers.assess`; formats nothing. How one is opened: opening.py.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..assess import change, explain, ledger, printed, prose, reach, robust
from ..assess.load import Inputs
from ..assess.revised import Revised
from ..assess.rounding import rounded
from ..assess.scenario import Scenario
from ..assess.score import Result
from ..assess.whatif import Settings, WhatIf, what_if
from ..model import District, Quarter, Source, UsageError
from ..scheme import Node, Scheme
from .calling import called, words_of
from .group_names import group_name
from .origins import Origin
from .refusals import told_in
from .result_rows import ResultRows, key_of

if TYPE_CHECKING:
    from .provenance import Trace

# What is the same in every language, and for every district.
_FOR_ALL = (
    "ranking",
    "by_code",
    "illustrative",
    "change",
    "change_parts",
    "firmness",
    "swaps",
    "table_files",
    "every_row",
    "result_rows",
)


@dataclass(frozen=True)
class Briefing:
    """All that the city's briefing, or one district's, is made of.

    `history` holds the result of every quarter up to and including this one, oldest first; `district` is None for
    the city. `revised` holds the corrections of earlier quarters that this briefing is the first to tell. `as_of` is
    the day whose knowledge it is made from, where it is not today's. `supposed` is set where the last result is
    hypothetical (测算), with its `scenario` where that has a file. `draft`: the ledger does not have it (征求意见稿).
    `amended`: figures of this quarter were revised after its first edition, and `corrected` is what that did to it.
    `roll`: all districts there are, those too that are assessed from a later quarter on; none where not asked for.
    Frames are indexed by district code.
    """

    quarter: Quarter
    lang: str
    history: tuple[Result, ...]
    background: pd.DataFrame
    prose: prose.Prose
    district: District | None = None
    revised: Revised | None = None
    as_of: datetime.date | None = None
    supposed: WhatIf | None = None
    scenario: Scenario | None = None
    draft: bool = False
    amended: ledger.Amended | None = None
    corrected: Revised | None = None
    roll: tuple[District, ...] = ()

    @property
    def result(self) -> Result:
        return self.history[-1]

    @property
    def inputs(self) -> Inputs:
        return self.result.inputs

    @property
    def scheme(self) -> Scheme:
        return self.result.scheme

    @property
    def boards(self) -> tuple[Node, ...]:
        return self.scheme.boards

    @property
    def sources(self) -> Mapping[str, Source]:
        return self.inputs.sources

    @property
    def previous(self) -> Result | None:
        """The quarter before, not the last that happens to exist."""
        before = [r for r in self.history if r.quarter == self.quarter.previous]
        return before[0] if before else None

    @property
    def code(self) -> str:
        """The district this briefing is about; raises UsageError in the city's briefing."""
        if self.district is None:
            with told_in(self.lang):
                raise UsageError("this is the city's briefing: open it with district=… for a district's")
        return self.district.code

    @cached_property
    def ranking(self) -> tuple[str, ...]:
        """District codes, best first; equal ranks in the order of districts.csv. Only those that have a rank."""
        return tuple(self.result.rank.dropna().sort_values(kind="stable").index)

    @property
    def unranked(self) -> tuple[str, ...]:
        """Districts without a rank this quarter, because figures are missing and the scheme withholds the total."""
        return tuple(self.result.rank.index[self.result.rank.isna()])

    @cached_property
    def illustrative(self) -> bool:
        """Whether any figure of the quarters shown, or any weight of the scheme, comes from an illustrative source."""
        used = {self.scheme.source}
        for result in self.history:
            used.add(result.scheme.source)
            used |= result.inputs.used_sources
        return any(self.sources[source].illustrative for source in used if source in self.sources)

    def told_to(self, lang: str, district: District | None) -> Briefing:
        """The same quarter in another language, or about another district; what holds for all is not computed again."""
        other = replace(self, lang=lang, district=district)
        vars(other).update({name: vars(self)[name] for name in _FOR_ALL if name in vars(self)})
        return other

    def name(self, code: str) -> str:
        """The district's name, of one that is no longer, or not yet, assessed too."""
        known = self.by_code.get(code) or next(district for district in self.roll if district.code == code)
        return known.label(self.lang)

    def group(self, group: str) -> str:
        """What a group of districts is called; a word for the districts that are in none."""
        return called(self, group_name(self.result, group, self.lang))

    @cached_property
    def words(self) -> Callable[[str], str] | None:
        """What puts the scheme's own words for district and city into a text; None where it has none."""
        return words_of(self)

    @cached_property
    def by_code(self) -> Mapping[str, District]:
        """Every district assessed in this quarter or an earlier one, by code, as it was last."""
        return {district.code: district for result in self.history for district in result.districts}

    def table_file(self, table: str) -> str:
        """The name of the file this quarter's table came in: `values.csv`, or `values.xlsx`."""
        return self.table_files.get(table, table)

    @cached_property
    def table_files(self) -> Mapping[str, str]:
        """The names of the files this quarter's tables came in, by table."""
        names = [Path(name) for name in self.inputs.files]
        return {name.stem: name.name for name in reversed(names) if name.parent.name == str(self.quarter)}

    @cached_property
    def result_rows(self) -> Mapping[Quarter, ResultRows]:
        """The data rows behind each quarter's results."""
        return {result.quarter: ResultRows(result) for result in self.history}

    @cached_property
    def every_row(self) -> tuple[Origin, ...]:
        """Every data row of the quarter's figures: values, facts, points, survey."""
        tables = (("values", "values"), ("values", "facts"), ("scores", "points"), ("survey", "survey"))
        return tuple(
            Origin(file, int(row), source)
            for file, frame in ((self.table_file(table), frame) for table, frame in tables)
            for row, source in _columns(getattr(self.inputs, frame), "row", "source")
        )

    @cached_property
    def survey_origins(self) -> Mapping[str, Origin]:
        """The row of the survey by district code."""
        found: dict[str, Origin] = {}
        for code, row, source in _columns(self.inputs.survey, "code", "row", "source"):
            found.setdefault(code, Origin(self.table_file("survey"), int(row), source))
        return found

    def origin(self, code: str, leaf: Node) -> Origin | None:
        """The data row behind one district's indicator; None where none was reported."""
        if self.supposes(code, leaf.id):
            return None
        table, item = key_of(leaf)
        row = self.result_rows[self.quarter].row(table, code, item)
        return None if row is None else replace(row, quarter="")

    @cached_property
    def trace(self) -> Trace:
        """Where each figure of this briefing comes from."""
        from .provenance import Trace

        return Trace(self)

    def supposes(self, code: str, id_: str) -> bool:
        """Whether a district's figure is not the reported one but a scenario's."""
        return self.supposed is not None and (code, id_) in self.supposed.settings.figures

    def supposing(self, settings: Settings, scenario: Scenario | None = None) -> Briefing:
        """The same briefing as if: its last result scored again with these figures and weights, and hypothetical.

        Raises UsageError as `whatif.what_if` does.
        """
        official = self.supposed.official if self.supposed else self.result
        found = what_if(official, settings)
        history = (*self.history[:-1], found.result)
        return replace(self, history=history, corrected=None, supposed=found, scenario=scenario)

    def median(self, board: str) -> float:
        """The median of the districts' scores in a board, rounded as scores are; NaN where no district has one.

        The mean of the two middle scores may end on half a unit of the last digit: what is told, tabled or drawn of a
        median, a distance to it included, starts from this one figure.
        """
        policies = self.scheme.policies
        return float(rounded(self.result.boards[board].median(), policies.decimals, policies.rounding))

    def at_rank(self, rank: int) -> tuple[str, ...]:
        """The districts that share a rank."""
        ranks = self.result.rank[list(self.ranking)]
        return tuple(ranks.index[(ranks == rank).to_numpy(bool)])

    def board_order(self, board: str) -> tuple[str, ...]:
        """District codes by place within one board, best first."""
        places = self.result.board_rank[board]
        return tuple(places.dropna().sort_values(kind="stable").index)

    def above(self, code: str) -> str | None:
        """The district one place above, the last of those that share it; None for the first, and without a rank."""
        if code in self.unranked:
            return None
        ranks = self.result.rank[list(self.ranking)]
        better = ranks.index[(ranks < ranks[code]).to_numpy(bool)]
        return better[-1] if len(better) else None

    def gap(self, a: str, b: str) -> explain.Gap:
        """Why `a` stands above `b`: parts by board, indicator and bonus that sum to the printed gap."""
        if (a, b) not in self._gaps:  # told, tabulated and drawn
            self._gaps[a, b] = explain.gap(self.result, a, b)
        return self._gaps[a, b]

    def weights_differ(self, a: str, b: str) -> bool:
        """Whether any weight counted differently for two districts: of their groups, or shared out for a gap."""
        return not self.result.weights.loc[a].equals(self.result.weights.loc[b])

    @cached_property
    def _gaps(self) -> dict[tuple[str, str], explain.Gap]:
        return {}

    @cached_property
    def change(self) -> change.Change | None:
        """Why totals moved since the quarter before as it was told; None where it has no data."""
        if self.previous is None:
            return None
        told = self.revised.pair(self.previous.quarter) if self.revised else None
        return change.change(self.result, told[0] if told else self.previous, self.previous)

    @cached_property
    def change_parts(self) -> pd.DataFrame | None:
        """The causes of each district's change in total as printed, summing to the last digit."""
        if self.change is None or self.previous is None:
            return None
        return printed.change_parts(self.result, self.previous, self.change)

    @cached_property
    def firmness(self) -> robust.Firmness:
        """Ranks when every board's weight may be off, seeded: the same draws every time."""
        return robust.uncertain(self.result)

    @cached_property
    def swaps(self) -> pd.DataFrame:
        """The weight of each board at which first and second would swap."""
        return robust.swap_weights(self.result)

    @cached_property
    def reach(self) -> reach.Reach | None:
        """What the district would need, indicator by indicator, to take the place above; None for the first."""
        return reach.reach(self.result, self.code)


def _columns(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of a frame, row by row."""
    return zip(*(frame[name].to_numpy(object) for name in names), strict=True)
