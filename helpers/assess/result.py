"""What scoring a quarter yields: frames by district code, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..model import District, Quarter, frozen
from ..scheme import Scheme
from . import rounding
from .figures import Figures

if TYPE_CHECKING:
    from .load import Inputs

UNASSESSED = "no district with the code {code!r} was assessed in {quarter}"  # said of a code that has no results


@dataclass(frozen=True, eq=False)
class Result:
    """One quarter scored, ranked and awarded. Frames are indexed by district code, in the order of districts.csv.

    values         leaf id: figure in its own unit; NaN where points are given or counted from a survey
    leaf           leaf id: points 0–100, exact
    nodes          inner node id, boards included: score, exact
    boards         board id: score rounded to the scheme's decimals
    extras         extra id: signed points of bonus (+) and deduction (−)
    exact, total   weighted boards + extras, before and after rounding once
    rank           1 = best, by the scheme's policies (Int64 with NA when some district has no total, else int64)
    previous_rank  rank in the quarter before, NA when there was none; change = previous − now, + is up
    group_rank     rank among the districts of the same group
    board_rank, leaf_rank   places by board (rounded score) and by leaf (exact points)
    stars, stars_total      stars by board and their sum
    flags          winners' codes by award id, best rank first
    kept_out       codes by award id that met its rule and could not win it: vetoed, exempt, holders of another,
                   first on its board without a total
    filled         leaf and extra id: "" or how a missing figure was dealt with: missing, carried, excluded
    provisional    暂行: codes whose total rests on missing figures, or whose rank could still change by others'
    rank_range     low (best) and high rank still possible; both are the rank when nothing is missing
    weights        node id: effective share among its siblings (groups and exclusions applied)
    survey         answers, index, sample, margin of error by district; empty without a survey
    reported, figures  arrays scored: as they arrived, and with gaps carried forward where the policy says so
    hypothetical   True for a what-if (测算): never official
    """

    quarter: Quarter
    scheme: Scheme
    districts: tuple[District, ...]
    inputs: Inputs = field(repr=False)
    reported: Figures = field(repr=False)
    figures: Figures = field(repr=False)
    values: pd.DataFrame = field(repr=False)
    leaf: pd.DataFrame = field(repr=False)
    nodes: pd.DataFrame = field(repr=False)
    boards: pd.DataFrame = field(repr=False)
    extras: pd.DataFrame = field(repr=False)
    exact: pd.Series = field(repr=False)
    total: pd.Series = field(repr=False)
    rank: pd.Series = field(repr=False)
    previous_rank: pd.Series = field(repr=False)
    change: pd.Series = field(repr=False)
    group_rank: pd.Series = field(repr=False)
    board_rank: pd.DataFrame = field(repr=False)
    leaf_rank: pd.DataFrame = field(repr=False)
    stars: pd.DataFrame = field(repr=False)
    stars_total: pd.Series = field(repr=False)
    filled: pd.DataFrame = field(repr=False)
    rank_range: pd.DataFrame = field(repr=False)
    weights: pd.DataFrame = field(repr=False)
    survey: pd.DataFrame = field(repr=False)
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=frozen)
    kept_out: Mapping[str, tuple[str, ...]] = field(default_factory=frozen)
    provisional: tuple[str, ...] = ()
    hypothetical: bool = False
    previous: Result | None = field(default=None, repr=False)

    def as_printed(self, points: Any) -> np.ndarray:
        """Exact points as they are printed: rounded once, as the scheme rounds scores; NaN where there are none."""
        return rounding.rounded(points, self.scheme.policies.decimals, self.scheme.policies.rounding)

    @cached_property
    def group_change(self) -> pd.Series:
        """Places gained within the group since the quarter before; NA where there is no rank in one of the two."""
        before = self.previous if self.previous and self.previous.quarter == self.quarter.previous else None
        if before is None:
            return pd.Series(pd.NA, self.group_rank.index, dtype="Int64")
        return before.group_rank.astype("Int64").reindex(self.group_rank.index) - self.group_rank

    @cached_property
    def printed_extras(self) -> pd.DataFrame:
        """`extras` as they are printed."""
        return pd.DataFrame(self.as_printed(self.extras), index=self.extras.index, columns=self.extras.columns)

    @cached_property
    def codes(self) -> list[str]:
        return [d.code for d in self.districts]

    @cached_property
    def groups(self) -> list[str]:
        return [d.group for d in self.districts]

    @cached_property
    def group_names(self) -> tuple[str, ...]:
        """The groups that districts are assessed in (分类考核), as districts.csv has them; none where there is one."""
        names = tuple(dict.fromkeys(self.groups))
        return names if len(names) > 1 else ()

    def group_members(self, group: str) -> tuple[str, ...]:
        """The codes of a group's districts, in the order of districts.csv."""
        return tuple(d.code for d in self.districts if d.group == group)

    def group_label(self, group: str, lang: str) -> str:
        """What a group is called in a language; empty where districts.csv names none."""
        return self.districts[self.groups.index(group)].group_label(lang)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Position of each code in the frames and arrays."""
        return frozen({code: k for k, code in enumerate(self.codes)})
