"""Why a district stands where it stands, as one object: what `briefing explain` answers from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pandas as pd

from .. import places
from ..assess import rounding
from ..assess.explain import Gap, sum_decimals
from ..assess.robust import swap_weights
from ..model import District, UsageError, find_district
from ..scheme import Extra, Node
from ..write.briefing import Briefing
from ..write.opening import open_briefing
from .request import every_fault, find_quarter


@dataclass(frozen=True)
class Explanation:
    """One district's result against another's. `against` is None where no other district has a total."""

    b: Briefing
    district: District
    against: District | None

    @property
    def code(self) -> str:
        return self.district.code

    @property
    def decimals(self) -> int:
        return self.b.scheme.policies.decimals

    @cached_property
    def gap(self) -> Gap | None:
        """Total of the district − total of the other, part by part."""
        return self.b.gap(self.code, self.against.code) if self.against else None

    @cached_property
    def swaps(self) -> pd.DataFrame:
        return swap_weights(self.b.result, self.code, self.against.code) if self.against else pd.DataFrame()

    @cached_property
    def own_changes(self) -> pd.Series:
        """The district's own part of the change by indicator and extra, printed; those that moved it."""
        change, policies = self.b.change, self.b.scheme.policies
        if change is None or self.code not in change.by_leaf.index:
            return pd.Series(dtype=float)
        points = change.by_leaf.loc[self.code]
        found = pd.Series(rounding.rounded(points.to_numpy(), policies.decimals, policies.rounding), points.index)
        return found[found != 0]

    @property
    def own_residue(self) -> Decimal:
        """What rounding leaves between the printed own part of the change and its printed indicators."""
        parts = self.b.change_parts
        if parts is None or self.code not in parts.index:
            return Decimal(0)
        own = parts.at[self.code, "own"] if "own" in parts.columns else Decimal(0)
        return own - sum_decimals(self.own_changes, self.decimals)

    def item(self, id_: str) -> Node | Extra | None:
        """A knot of the scheme or an extra, this quarter's or (of boards that went) the quarter before's."""
        schemes = [self.b.scheme] + ([self.b.previous.scheme] if self.b.previous else [])
        for scheme in schemes:
            for item in scheme.items:
                if item.id == id_:
                    return item
        return None


def explain(quarter: str, district: str, against: str = "", data: str | Path = "", lang: str = "zh") -> Explanation:
    """Open an explanation by the words of the command line.

    `against` is the place above by default, for the first the second. Raises UsageError for a quarter or district
    that does not exist or has no total, DataError with every fault of the data.
    """
    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    with every_fault(folder, when):
        b = open_briefing(when, lang, district, folder)
    chosen = b.district
    if chosen is None:
        raise UsageError("whom to explain? name a district with --district")
    _has_total(b, chosen)
    others = [code for code in b.ranking if code != chosen.code]
    if against.strip():
        named = find_district(b.result.districts, against)
        _has_total(b, named)
        if named.code == chosen.code:
            raise UsageError(
                "{district} cannot be compared with itself; name another district with --against", district=chosen.name
            )
        other: District | None = named
    else:
        code = b.above(chosen.code) or (others[0] if others else None)
        other = next((d for d in b.result.districts if d.code == code), None)
    return Explanation(b, chosen, other)


def _has_total(b: Briefing, district: District) -> None:
    if district.code in b.unranked:
        raise UsageError(
            "{district} has no total in {quarter}: figures are missing; see `briefing check`",
            district=district.name,
            quarter=b.quarter,
        )
