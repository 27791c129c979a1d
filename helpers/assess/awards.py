"""Stars by place within a board, and flags by the scheme's rules: vetoes, exemptions, vacancies passed down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ..model import District
from ..scheme import Award, Scheme
from . import rounding


def stars(board_rank: pd.DataFrame, by_place: Sequence[int]) -> pd.DataFrame:
    """Stars by board: `by_place[0]` for the first place and so on; none beyond the list or without a place.

    Equal places earn the same stars (two seconds of ten: 9 and 9, then 7).
    """
    table = np.array([0, *by_place, 0], np.int64)
    place = board_rank.to_numpy(float, na_value=np.nan) if len(board_rank.columns) else np.zeros(board_rank.shape)
    place = np.where(np.isnan(place), 0, np.minimum(place, len(table) - 1)).astype(int)
    return pd.DataFrame(table[place], index=board_rank.index, columns=board_rank.columns)


def flags(
    scheme: Scheme,
    districts: Sequence[District],
    ranks: Mapping[str, pd.Series],
    changes: Mapping[str, pd.Series],
    board_rank: pd.DataFrame,
    vetoes: Mapping[str, frozenset[str]],
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Winners of every award, best rank first, equal ranks in the districts' order; and who met its rule, by the places
    and changes as they are printed, but stands aside.

    `ranks` and `changes` hold one series by "all" and one by "group"; `vetoes` the veto items by district code.
    top          the first n places, as the scheme's `ties` counts shared ones: of 95, 90, 90, 80 the first 2 are
                 three districts under min (1, 2, 2, 4) and dense (1, 2, 2, 3), one under max (1, 3, 3, 4)
    rise         n places or more above the quarter before; nobody without a quarter before
    board-first  the first n places of one board
    A district vetoed or exempt does not win, nor one without a total, whose place on a board goes to nobody. With
    `pass_down` (缺额依次递补) places are counted among those left, so that the next one takes the vacancy; without it
    the vacancy stays.
    """
    won: dict[str, tuple[str, ...]] = {}
    kept_out: dict[str, tuple[str, ...]] = {}
    order = ranks["all"].to_numpy(float, na_value=np.inf)

    def best_first(chosen: np.ndarray) -> tuple[str, ...]:
        return tuple(districts[k].code for k in sorted(np.flatnonzero(chosen).tolist(), key=lambda k: (order[k], k)))

    for award in scheme.awards:
        out = _aside(award, districts, vetoes, won)
        rank, change = ranks[award.within], changes[award.within]
        if award.rule == "rise":
            winners = met = (change >= award.n).to_numpy(bool, na_value=False)
        else:
            places = board_rank[award.board] if award.rule == "board-first" else rank
            groups = [d.group for d in districts] if award.within == "group" else [""] * len(districts)
            winners = _first(places, award, out, np.array(groups, str), scheme.policies.ties)
            met = _first(places, award, np.zeros_like(out), np.array(groups, str), scheme.policies.ties)
        won[award.id] = best_first(winners & ~out & (order < np.inf))
        kept_out[award.id] = best_first(met & (out | (order == np.inf)))
    return won, kept_out


def _aside(
    award: Award, districts: Sequence[District], vetoes: Mapping[str, frozenset[str]], won: Mapping[str, Sequence[str]]
) -> np.ndarray:
    """Who cannot win: vetoed, exempt by name, or already holding an award that exempts."""
    exempt = {word for word in award.exempt if word not in won}
    barred = set(award.vetoed_by)
    holders = {code for word in award.exempt for code in won.get(word, ())}
    vetoed = {code for code, items in vetoes.items() if items & barred}
    return np.array(
        [d.code in vetoed or d.code in holders or bool(exempt and exempt & {*d.names}) for d in districts], bool
    )


def _first(places: pd.Series, award: Award, out: np.ndarray, groups: np.ndarray, ties: str) -> np.ndarray:
    """Who holds one of the first `award.n` places of its group; places are counted again where some stand aside."""
    place = places.to_numpy(float, na_value=np.nan)
    winners = np.zeros(len(place), bool)
    for group in np.unique(groups):
        mine = groups == group
        own = np.where(mine, place, np.nan)
        if award.pass_down:
            own = np.where(out, np.nan, own)
        if award.pass_down or award.within == "group":
            own = rounding.ranks(-own, ties)
        winners |= own <= award.n
    return winners
