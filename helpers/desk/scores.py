"""A quarter's scores as a table: for readers, for programs, and as scored.csv."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..calling import own, speaking_of
from ..markup import safe
from ..style import fixed
from ..write.supposing_words import STAMP
from .request import open_history
from .screen_words import screen_word

if TYPE_CHECKING:
    from ..assess.score import Result

_SIGN = re.compile(r"^-(?=\d)")


def scored_table(result: Result) -> pd.DataFrame:
    """One row a district, in the order of districts.csv, every figure as text with the scheme's decimals.

    Columns: code, district; each board by its id; bonus, and deduction where the scheme has one (points that were
    added and taken; empty where one is missing); total, rank, previous_rank and change (empty without a previous
    quarter; + is up); group and group_rank, where districts are assessed in groups; stars_<board>, stars_total; flags
    (names, `|` between two); provisional (`yes` where data are missing). A what-if begins with the column `mark`: 测算
    in every row.
    """
    decimals = result.scheme.policies.decimals
    table = pd.DataFrame(index=result.total.index)
    if result.hypothetical:
        table["mark"] = STAMP
    table["code"] = table.index
    table["district"] = [district.name for district in result.districts]
    for board in result.scheme.boards:
        table[board.id] = [_figure(points, decimals) for points in result.boards[board.id]]
    for kind, title in (("bonus", "bonus"), ("deduction", "deduction")):
        ids = [extra.id for extra in result.scheme.extras if extra.kind == kind]
        if ids or kind == "bonus":
            table[title] = [_figure(points, decimals) for points in _together(result, ids)]
    table["total"] = [_figure(points, decimals) for points in result.total]
    for title in ("rank", "previous_rank", "change"):
        table[title] = [_whole(number) for number in getattr(result, title)]
    if result.group_names:
        table["group"] = result.groups
        table["group_rank"] = [_whole(number) for number in result.group_rank]
    for board in result.scheme.boards:
        table[f"stars_{board.id}"] = [_whole(stars) for stars in result.stars[board.id]]
    table["stars_total"] = [_whole(stars) for stars in result.stars_total]
    awards = {award.id: award.name.zh for award in result.scheme.awards}
    table["flags"] = [
        "|".join(name for award, name in awards.items() if code in result.flags.get(award, ())) for code in table.index
    ]
    table["provisional"] = ["yes" if code in result.provisional else "" for code in table.index]
    return table.reset_index(drop=True)


def _together(result: Result, ids: list[str]) -> np.ndarray:
    """The sum of some extras as it is printed; not a number where one of them is missing."""
    return result.as_printed(result.extras[ids].sum(axis=1, skipna=False))


def _figure(points: float, decimals: int) -> str:
    """Digits as a machine reads them: an ASCII minus; nothing where there is no score."""
    return "" if points != points else fixed(points, decimals).replace("−", "-")


def _whole(number: Any) -> str:
    return "" if pd.isna(number) else str(int(number))


def scored_csv(result: Result) -> bytes:
    """`scored_table` as scored.csv: UTF-8 with the mark by which Excel knows it, the same line ends everywhere."""
    return as_csv(scored_table(result)).encode("utf-8-sig")


def as_csv(table: pd.DataFrame) -> str:
    """`scored_table` as text: no name in it is a formula to a spreadsheet."""
    guarded = table.map(lambda cell: safe(cell) if isinstance(cell, str) else cell)
    return guarded.to_csv(index=False, lineterminator="\n")


def score_quarter(quarter: str, data: str | Path = "") -> pd.DataFrame:
    """`scored_table` of a quarter by the words of the command line; raises as `open_history` does."""
    _, history = open_history(quarter, data)
    return scored_table(history[-1])


def shown(quarter: str, data: str | Path, lang: str) -> tuple[list[str], list[list[str]], list[str]]:
    """`scored_table` for the screen: heads in that language, rows, and which way each column is set.

    In English the heads are the columns' own names, as scored.csv has them, but for a scheme's own word for district.
    Raises as `open_history` does.
    """
    _, history = open_history(quarter, data)
    with speaking_of(history[-1].scheme.calling):
        return _shown(history[-1], lang)


def _shown(result: Result, lang: str) -> tuple[list[str], list[list[str]], list[str]]:
    table = scored_table(result)
    boards = {board.id: board.name.label(lang) for board in result.scheme.boards}
    if lang == "zh":
        table["provisional"] = [screen_word("score.yes", lang) if cell else "" for cell in table["provisional"]]
        table["flags"] = [cell.replace("|", "、") for cell in table["flags"]]
        heads = [_head(name, boards, lang) for name in table.columns]
    else:
        heads = [own(name, lang) for name in table.columns]
    texts = {"mark", "code", "district", "group", "flags", "provisional"}
    rows = [[_SIGN.sub("−", cell) for cell in row] for row in table.values.tolist()]
    return heads, rows, ["left" if name in texts else "right" for name in table.columns]


def _head(column: str, boards: Mapping[str, str], lang: str) -> str:
    if column in boards:
        return boards[column]
    board = boards.get(column.removeprefix("stars_"))
    return screen_word("score.stars", lang, board=board) if board else screen_word(f"score.{column}", lang)
