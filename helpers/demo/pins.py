"""What was published about the city's quarters, as conditions that a drawn quarter meets or fails.

Read from `published/assessment_results.csv`; no result is written in code. A kind of row that is not known here is
an error, so that a fact added to the table cannot be passed over in silence.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import numpy as np

from ..assess.score import Result
from ..model import District, Quarter, find_district

PUBLISHED = Path(__file__).parent / "published"
RISE = 2  # places: the published table lists who gained at least two


@dataclass
class Pins:
    """The published facts of one quarter, by position in the list of districts (0, 1, …)."""

    place: dict[int, int] = field(default_factory=dict)
    top: dict[int, frozenset[int]] = field(default_factory=dict)  # how many -> exactly who
    total: dict[int, Decimal] = field(default_factory=dict)
    stars: dict[int, int] = field(default_factory=dict)  # and more than anybody else's
    risers: frozenset[int] | None = None
    boards: tuple[str, ...] = ()  # Chinese names

    def admits(self, totals: np.ndarray, boards: np.ndarray, stars: tuple[int, ...], before: np.ndarray) -> np.ndarray:
        """Which draws agree with these facts: bool per draw.

        Takes scores (draw × district), board scores (draw × district × board), stars by place, and the places of
        the quarter before (district; empty when there is none).
        """
        rank = places(totals)
        good = np.ones(len(totals), bool)
        for who, place in self.place.items():
            good &= rank[:, who] == place
        for many, names in self.top.items():
            good &= (rank[:, sorted(names)] <= many).all(axis=1)
        if self.risers is not None and len(before):
            rose = np.isin(np.arange(totals.shape[1]), sorted(self.risers))
            good &= ((before - rank >= RISE) == rose).all(axis=1)
        if self.stars:
            table = np.zeros(totals.shape[1] + 1, int)
            table[1 : len(stars) + 1] = stars[: totals.shape[1]]
            earned = table[places(boards.swapaxes(1, 2))].sum(axis=1)
            for who, many in self.stars.items():
                good &= (earned[:, who] == many) & (np.delete(earned, who, axis=1) < many).all(axis=1)
        return good

    def broken(self, result: Result) -> list[str]:
        """The facts that a scored quarter contradicts, in words; empty when it agrees with all."""
        rank, total, stars = result.rank.to_numpy(), result.total, result.stars_total.to_numpy()
        change = result.change
        faults = [f"place {rank[who]}, not {place}" for who, place in self.place.items() if rank[who] != place]
        faults += [f"another first {many}" for many, who in self.top.items() if {*np.flatnonzero(rank <= many)} != who]
        faults += [
            f"total {total.iloc[who]}, not {points}"
            for who, points in self.total.items()
            if Decimal(str(total.iloc[who])) != points
        ]
        faults += [
            f"{stars[who]} stars, not {many} and most"
            for who, many in self.stars.items()
            if stars[who] != many or (np.delete(stars, who) >= many).any()
        ]
        if self.risers is not None and not change.isna().all():
            rose = {position for position, gain in enumerate(change) if gain >= RISE}
            if rose != self.risers:
                faults.append(f"risers {sorted(rose)}, not {sorted(self.risers)}")
        if self.boards and {node.name.zh for node in result.scheme.boards} != {*self.boards}:
            faults.append("other boards")
        return faults


def places(scores: np.ndarray) -> np.ndarray:
    """1 = best along the last axis; equal scores share the smaller place."""
    return 1 + (scores[..., None, :] > scores[..., :, None]).sum(axis=-1)


def rows(table: str) -> list[dict[str, str]]:
    """The rows of one published table."""
    with (PUBLISHED / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(districts: tuple[District, ...]) -> dict[Quarter, Pins]:
    """The published results of every quarter. Raises ValueError for a kind of fact that has no condition here."""
    position = {district: index for index, district in enumerate(districts)}

    def who(names: str) -> list[int]:
        return [position[find_district(districts, name)] for name in names.split("|")]

    pins: dict[Quarter, Pins] = {}
    for row in rows("assessment_results.csv"):
        pin = pins.setdefault(Quarter.parse(row["period"]), Pins())
        kind, names, value = row["kind"], row["district"], row["value"]
        if kind == "total_rank":
            pin.place[who(names)[0]] = int(value)
        elif kind.startswith("total_top"):
            pin.top[int(kind.removeprefix("total_top"))] = frozenset(who(names))
        elif kind == "total_score":
            pin.total[who(names)[0]] = Decimal(value)
        elif kind == "stars_total":
            pin.stars[who(names)[0]] = int(value)
        elif kind == f"rank_gain_at_least_{RISE}":
            pin.risers = frozenset(who(names))
        elif kind == "boards":
            pin.boards = tuple(value.split("|"))
        elif kind != "commended":  # praise stands outside the scores: praise.csv
            raise ValueError(f"assessment_results.csv: {kind!r} is a kind of fact that no condition is written for")
    return pins
