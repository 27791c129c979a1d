"""The sheets Result and Ranking: rounded, ranked, starred and flagged by formulas, beside what was printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ...assess.result import Result
from ...scheme import Award
from . import formulas
from .data_sheets import FIRST
from .outputs import EXACT, Scores, district_column
from .rules_sheet import Rules
from .sheet import Sheet
from .words import word


@dataclass
class Columns:
    """The columns of Result as they are added, each with its head."""

    sheet: Sheet
    result: Result
    lang: str
    next: int = 2
    at: dict[str, int] = field(default_factory=dict)

    @property
    def last(self) -> int:
        return FIRST + len(self.result.codes) - 1

    def cell(self, key: str, k: int) -> str:
        return self.sheet.at(FIRST + k, self.at[key])

    def range(self, key: str) -> str:
        return self.sheet.range(FIRST, self.at[key], self.last)

    def add(self, key: str, head: str, formula: Sequence[str], known: Sequence[object], number: str = "0") -> None:
        self._head(key, head)
        for k, (text, value) in enumerate(zip(formula, known, strict=True)):
            self.sheet.formula(FIRST + k, self.at[key], text, value, number)

    def add_values(self, key: str, head: str, known: Sequence[Any], number: str = "0", free: bool = False) -> None:
        self._head(key, head)
        for k, value in enumerate(known):
            if isinstance(value, str):
                self.sheet.text(FIRST + k, self.at[key], value)
            else:
                self.sheet.number(FIRST + k, self.at[key], value, number, changeable=free)

    def _head(self, key: str, head: str) -> None:
        self.at[key] = self.next
        self.sheet.heads(FIRST - 1, [head], start=self.next)
        self.next += 1


def write_result(sheet: Sheet, result: Result, scores: Scores, rules: Rules, lang: str) -> Columns:
    """Boards and totals rounded once, ranks, change, stars, flags; beside them what was printed."""
    scheme, policies, codes = result.scheme, result.scheme.policies, result.codes
    district_column(sheet, result, lang)
    columns = Columns(sheet, result, lang)
    number = "0." + "0" * policies.decimals if policies.decimals else "0"
    by_rounded = policies.order == "round-then-rank"
    grouped = len(set(result.groups)) > 1
    if grouped:
        columns.add_values("group", word("group", lang), [d.group_label(lang) or "—" for d in result.districts])
    for board in scheme.boards:
        cells = [formulas.rounded(scores.cell[board.id, c], rules.decimals, rules.rounding) for c in codes]
        columns.add(board.id, board.name.label(lang), cells, _floats(result.boards[board.id]), number)
    for id_ in result.extras.columns:
        extra = next(e for e in scheme.extras if e.id == id_)
        cells = [formulas.rounded(scores.cell[id_, c], rules.decimals, rules.rounding) for c in codes]
        columns.add(f"extra:{id_}", extra.name.label(lang), cells, _floats(result.printed_extras[id_]), number)
    cells = [formulas.rounded(scores.cell[EXACT, c], rules.decimals, rules.rounding) for c in codes]
    columns.add("total", word("total", lang), cells, _floats(result.total), number)
    _ranks(columns, scores, by_rounded, grouped)
    for board in scheme.boards:
        keys = _score_keys(columns, scores, board.id, by_rounded)
        head = word("place_on", lang, name=board.name.label(lang))
        _place(columns, f"place:{board.id}", head, keys, result.board_rank[board.id])
    for board in scheme.boards:
        cells = [_stars(columns.cell(f"place:{board.id}", k), rules.stars) for k in range(len(codes))]
        head = word("stars_on", lang, name=board.name.label(lang))
        columns.add(f"stars:{board.id}", head, cells, _floats(result.stars[board.id]))
    every = [[columns.cell(f"stars:{board.id}", k) for board in scheme.boards] for k in range(len(codes))]
    columns.add("stars", word("stars_total", lang), ["+".join(row) for row in every], _floats(result.stars_total))
    for award in scheme.awards:
        _award(columns, award, rules, grouped)
    marks = [word("provisional", lang) if code in result.provisional else "" for code in codes]
    columns.add_values("provisional", word("provisional", lang), marks)
    columns.add_values("printed_total", word("printed_total", lang), _floats(result.total), number)
    columns.add_values("printed_rank", word("printed_rank", lang), _floats(result.rank))
    same = word("as_printed", lang)
    differ = [
        f'IF(AND({columns.cell("total", k)}&""={columns.cell("printed_total", k)}&"",'
        f'{columns.cell("rank", k)}&""={columns.cell("printed_rank", k)}&""),"{same}",'
        f"N({columns.cell('total', k)})-N({columns.cell('printed_total', k)}))"
        for k in range(len(codes))
    ]
    columns.add("difference", word("difference", lang), differ, [same] * len(codes), f"+{number};-{number};{number}")
    return columns


def _floats(column: pd.Series) -> list[float]:
    return [float("nan") if pd.isna(value) else float(value) for value in column]


Keys = list[list[formulas.Key]]


def _score_keys(columns: Columns, scores: Scores, id_: str, by_rounded: bool) -> Keys:
    """By district, what a board is ranked by: its rounded score, or the score read at nine decimals."""
    if by_rounded:
        many = range(len(columns.result.codes))
        return [[formulas.Key(columns.cell(id_, k), columns.range(id_))] for k in many]
    return [[formulas.Key(scores.cell[id_, code], scores.column[id_], fine=True)] for code in columns.result.codes]


def _place(columns: Columns, key: str, head: str, keys: Keys, known: pd.Series, by_group: bool = False) -> None:
    """Places by these keys, counted in each group apart where `by_group`; before them what dense places need."""
    ties, many = columns.result.scheme.policies.ties, range(len(keys))
    own = [f"={columns.cell('group', k)}" if by_group else "" for k in many]
    groups = columns.range("group") if by_group else ""
    firsts = ""
    if ties == "dense":
        firsts = columns.sheet.range(FIRST, columns.next, columns.last)
        above = [[_above(part.all, k) for part in keys[k]] for k in many]
        peers = [_above(groups, k) + own[k] if by_group else "" for k in many]
        cells = [formulas.first_of_its_kind(keys[k], above[k], peers[k]) for k in many]
        held = list(zip(columns.result.groups if by_group else own, _floats(known), strict=True))
        marks = [float(place[1] == place[1] and place not in held[:k]) for k, place in enumerate(held)]
        columns.add(f"first:{key}", word("first_of_its_kind", columns.lang), cells, marks)
    cells = [formulas.place(keys[k], ties, firsts, groups + own[k]) for k in many]
    columns.add(key, head, cells, _floats(known))


def _above(column: str, k: int) -> str:
    """The head and the first `k` rows of a column that is given with its sheet: what stands above row k."""
    sheet, _, span = column.rpartition("!")
    letters = span.split("$")[1]
    return f"{sheet}!${letters}${FIRST}:${letters}${FIRST + k}"


def _ranks(columns: Columns, scores: Scores, by_rounded: bool, grouped: bool) -> None:
    result, lang = columns.result, columns.lang
    codes, breakers = result.codes, result.scheme.policies.tie_break
    keys: Keys = []
    for k, code in enumerate(codes):
        total = formulas.Key(columns.cell("total", k), columns.range("total"))
        first = total if by_rounded else formulas.Key(scores.cell[EXACT, code], scores.column[EXACT])
        parts = [formulas.Key(scores.cell[id_, code], scores.column[id_], fine=True, gaps=True) for id_ in breakers]
        keys.append([first, *parts])
    _place(columns, "rank", word("rank", lang), keys, result.rank)
    columns.add_values("previous_rank", word("previous_rank", lang), _floats(result.previous_rank))
    columns.add(
        "change", word("change", lang), _moves(columns, "previous_rank", "rank"), _floats(result.change), "+0;-0;0"
    )
    if grouped:
        _place(columns, "group_rank", word("group_rank", lang), keys, result.group_rank, by_group=True)
        before = result.previous if result.previous and result.previous.quarter == result.quarter.previous else None
        known = before.group_rank.reindex(codes) if before else pd.Series([np.nan] * len(codes))
        columns.add_values("previous_group_rank", word("previous_group_rank", lang), _floats(known))


def _moves(columns: Columns, before: str, now: str) -> list[str]:
    pairs = [(columns.cell(before, k), columns.cell(now, k)) for k in range(len(columns.result.codes))]
    return [f'IF(OR({was}="",{is_}=""),"",{was}-{is_})' for was, is_ in pairs]


def _stars(place: str, table: str) -> str:
    return f"IF(N({place})=0,0,IF({place}>COUNT({table}),0,INDEX({table},1,{place})))" if table else "0"


def _award(columns: Columns, award: Award, rules: Rules, grouped: bool) -> None:
    """Winners of one flag: the first places among those who may win it, or all who rose far enough."""
    result, lang, codes = columns.result, columns.lang, columns.result.codes
    name = award.name.label(lang)
    out = _aside(columns, award, name)
    within = award.within == "group" and grouped
    cells = []
    for k in range(len(codes)):
        if award.rule == "rise":
            before, now = ("previous_group_rank", "group_rank") if within else ("previous_rank", "rank")
            was, is_ = columns.cell(before, k), columns.cell(now, k)
            test = f"AND(ISNUMBER({was}),ISNUMBER({is_}),N({was})-N({is_})>={rules.awards[award.id]})"
        else:
            key = f"place:{award.board}" if award.rule == "board-first" else "group_rank" if within else "rank"
            place, column = columns.cell(key, k), columns.range(key)
            if award.pass_down or award.within == "group":
                groups, own = (columns.range("group"), columns.cell("group", k)) if within else ("", "")
                aside = columns.range(out) if out and award.pass_down else ""
                nth = _nth(place, column, groups, own, aside, result.scheme.policies.ties)
            else:
                nth = place
            test = f"AND(ISNUMBER({place}),ISNUMBER({columns.cell('rank', k)}),{nth}<={rules.awards[award.id]})"
        free = f"{columns.cell(out, k)}=0" if out else "TRUE"
        cells.append(f'IF(AND({test},{free}),"{name.replace(chr(34), chr(34) * 2)}","")')
    won = [name if code in result.flags.get(award.id, ()) else "" for code in codes]
    columns.add(f"award:{award.id}", name, cells, won)


def _nth(place: str, column: str, groups: str, own: str, aside: str, ties: str) -> str:
    """A place counted again among those of its own group that do not stand aside, shared ones as `ties` has it.

    For dense places every other place is counted once: by one over how many hold it.
    """
    among = f"ISNUMBER({column})" + (f"*({groups}={own})" if groups else "") + (f"*({aside}=0)" if aside else "")
    if ties == "max":
        return f"SUMPRODUCT({among}*({column}<={place}))"
    if ties == "dense":
        held = f"COUNTIFS({column},{column}" + (f",{groups},{own}" if groups else "") + (f",{aside},0" if aside else "")
        return f"SUMPRODUCT({among}*({column}<{place})/({held})+1-{among}))+1"
    return f"SUMPRODUCT({among}*({column}<{place}))+1"


def _aside(columns: Columns, award: Award, name: str) -> str:
    """The key of the column of 1 and 0 that says who cannot win; empty where everybody can."""
    result, lang, codes = columns.result, columns.lang, columns.result.codes
    earlier = [word_ for word_ in award.exempt if f"award:{word_}" in columns.at]
    if not award.vetoed_by and not award.exempt:
        return ""
    named = {word_ for word_ in award.exempt if word_ not in earlier}
    vetoed = set(result.inputs.vetoes.loc[result.inputs.vetoes["item"].isin(award.vetoed_by), "code"])
    barred = [d.code in vetoed or bool(named & set(d.names)) for d in result.districts]
    columns.add_values(f"barred:{award.id}", word("barred", lang, name=name), [float(b) for b in barred], free=True)
    holders = {code for word_ in earlier for code in result.flags.get(word_, ())}
    cells = []
    for k in range(len(codes)):
        reasons = [columns.cell(f"barred:{award.id}", k) + "=1"]
        reasons += [columns.cell(f"award:{holder}", k) + '<>""' for holder in earlier]
        cells.append(f"IF(OR({','.join(reasons)}),1,0)")
    known = [float(b or code in holders) for b, code in zip(barred, codes, strict=True)]
    columns.add(f"aside:{award.id}", word("aside", lang, name=name), cells, known)
    return f"aside:{award.id}"


def write_ranking(sheet: Sheet, result: Result, columns: Columns, lang: str) -> None:
    """The districts in the order of their ranks, whatever they come to be; those without a rank last."""
    codes, scheme = result.codes, result.scheme
    decimals = scheme.policies.decimals
    number = "0." + "0" * decimals if decimals else "0"
    last = FIRST + len(codes) - 1
    ranks = _floats(result.rank)
    keys = [(1e6 if np.isnan(rank) else rank) + (k + 1) / 10_000 for k, rank in enumerate(ranks)]
    order = sorted(range(len(codes)), key=lambda k: keys[k])
    shown: list[tuple[str, str, str, Mapping[int, object]]] = [
        ("rank", word("rank", lang), "0", dict(enumerate(ranks))),
        ("district", word("district", lang), "", {k: d.label(lang) for k, d in enumerate(result.districts)}),
    ]
    shown += [(b.id, b.name.label(lang), number, dict(enumerate(_floats(result.boards[b.id])))) for b in scheme.boards]
    for id_ in result.extras.columns:
        name = next(e for e in scheme.extras if e.id == id_).name.label(lang)
        shown.append((f"extra:{id_}", name, number, dict(enumerate(_floats(result.printed_extras[id_])))))
    shown.append(("total", word("total", lang), number, dict(enumerate(_floats(result.total)))))
    shown.append(("change", word("change", lang), "+0;-0;0", dict(enumerate(_floats(result.change)))))
    shown.append(("stars", word("stars_total", lang), "0", dict(enumerate(_floats(result.stars_total)))))
    for award in scheme.awards:
        won = result.flags.get(award.id, ())
        name = award.name.label(lang)
        shown.append((f"award:{award.id}", name, "", {k: name if c in won else "" for k, c in enumerate(codes)}))
    key_column = len(shown) + 1
    sheet.heads(FIRST - 1, [head for _, head, _, _ in shown])
    sheet.heads(FIRST - 1, [word("order_key", lang)], start=key_column)
    span = sheet.range(FIRST, key_column, last)
    for k in range(len(codes)):
        rank = columns.cell("rank", k)
        sheet.formula(FIRST + k, key_column, f'IF({rank}="",1000000,{rank})+{k + 1}/10000', keys[k], "0.0000")
    for at in range(len(codes)):
        row = f"MATCH(SMALL({span},{at + 1}),{span},0)"
        for column, (key, _, look, known) in enumerate(shown):
            source = columns.sheet.range(FIRST, 1, last) if key == "district" else columns.range(key)
            sheet.formula(FIRST + at, column, f"INDEX({source},{row})", known[order[at]], look or "General")
    sheet.hidden.add(key_column)
