"""Briefings made up for looking at charts: small, seeded, with totals and places of their own.

Results carry the attributes that charts read and nothing else, so a chart's test does not depend on scoring rules.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pandas as pd

from helpers.model import District, Name, Quarter, Source, frozen
from helpers.scheme import Extra, Node, Policies, Scheme
from helpers.write.briefing import Briefing

DISTRICTS = tuple(
    District(code, zh, en)
    for code, zh, en in (
        ("370202", "市南区", "Shinan"),
        ("370203", "市北区", "Shibei"),
        ("370213", "李沧区", "Licang"),
        ("370212", "崂山区", "Laoshan"),
        ("370211", "黄岛区", "West Coast New Area"),
        ("370214", "城阳区", "Chengyang"),
        ("370215", "即墨区", "Jimo"),
        ("370281", "胶州市", "Jiaozhou"),
        ("370283", "平度市", "Pingdu"),
        ("370285", "莱西市", "Laixi"),
    )
)
BOARDS = (
    ("economy", "经济运行", "Economic performance", 40),
    ("projects", "项目签约落地", "Project signing and delivery", 25),
    ("renewal", "城市更新建设", "Urban renewal and construction", 20),
    ("business", "优化营商环境", "Business environment", 15),
)
STARS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)


def scheme(name: str, boards=BOARDS, stars=STARS, aggregate="arithmetic", deduction=False) -> Scheme:
    whole = sum(weight for *_, weight in boards)
    nodes = tuple(Node(i, Name(zh, en), weight=frozen({"": Fraction(w, whole)})) for i, zh, en, w in boards)
    extras = (Extra("satisfaction", Name("群众满意度", "Public satisfaction"), "bonus"),)
    if deduction:
        extras += (Extra("accidents", Name("安全生产事故", "Accidents"), "deduction"),)
    first = Quarter(2000, 1)
    return Scheme(
        name, Name(name), "", first, None, nodes, extras, (), stars, Policies(), source="demo", aggregate=aggregate
    )


OLD, NEW = scheme("old", BOARDS[:3]), scheme("new")


@dataclass(frozen=True)
class Case(Briefing):
    """A Briefing whose gap is the plain difference of contributions."""

    def gap(self, a, b):
        result = self.result
        apart = result.nodes.loc[a] - result.nodes.loc[b]
        parts = [(n.id, "board", float(n.weight_in()) * apart[n.id]) for n in self.boards]
        parts += [(e.id, e.kind, result.extras.at[a, e.id] - result.extras.at[b, e.id]) for e in self.scheme.extras]
        frame = pd.DataFrame(parts, columns=["id", "level", "points"])
        frame["parent"] = ""
        frame["printed"] = frame["points"].round(2)
        gap = round(result.total[a] - result.total[b], 2)
        return SimpleNamespace(a=a, b=b, gap=gap, parts=frame, residue=round(gap - frame["printed"].sum(), 2))


def inputs(codes) -> SimpleNamespace:
    """The rows behind a made-up result: one of the survey for each district, all of one illustrative source."""
    empty = pd.DataFrame(columns=["code", "indicator", "item", "value", "row", "source"])
    survey = pd.DataFrame({"code": codes, "row": range(2, len(codes) + 2), "source": "demo"})
    return SimpleNamespace(
        sources={"demo": Source("demo", "演示", kind="illustrative")},
        used_sources={"demo"},
        files={},
        sheets={},
        survey=survey,
        **{name: empty for name in ("values", "facts", "points", "results", "praise")},
    )


def result(quarter: Quarter, rules: Scheme, districts, seed: int, previous=None) -> SimpleNamespace:
    rng = np.random.default_rng([seed, quarter.year, quarter.number])
    codes = [d.code for d in districts]
    ids = [n.id for n in rules.boards]
    level = np.random.default_rng(seed).normal(92, 3.0, len(codes))
    nodes = pd.DataFrame(
        np.clip(level[:, None] + rng.normal(0, 2.4, (len(codes), len(ids))), 55, 100), index=codes, columns=ids
    )
    extras = pd.DataFrame({"satisfaction": rng.uniform(2.4, 2.95, len(codes))}, index=codes)
    if any(e.kind == "deduction" for e in rules.extras):
        extras["accidents"] = np.where(np.arange(len(codes)) % 4 == 1, -2.5, 0.0)
    weights = pd.Series({n.id: float(n.weight_in()) for n in rules.boards})
    exact = (nodes * weights).sum(axis=1) + extras.sum(axis=1)
    total = exact.round(2)
    rank = total.rank(method="min", ascending=False).astype(int)
    before = rank * pd.NA if previous is None else previous.rank
    before = before.astype("Int64")
    boards = nodes.round(2)
    board_rank = boards.rank(method="min", ascending=False).astype(int)
    stars = board_rank.map(lambda p: rules.stars[p - 1] if p <= len(rules.stars) else 0)
    return SimpleNamespace(
        quarter=quarter,
        scheme=rules,
        districts=tuple(districts),
        codes=codes,
        place={code: k for k, code in enumerate(codes)},
        inputs=inputs(codes),
        nodes=nodes,
        boards=boards,
        extras=extras,
        weights=pd.DataFrame({i: w for i, w in weights.items()}, index=codes),
        exact=exact,
        total=total,
        rank=rank,
        previous_rank=before,
        change=(before - rank).astype("Int64"),
        board_rank=board_rank,
        stars=stars,
        stars_total=stars.sum(axis=1),
        flags={"front": tuple(rank.sort_values(kind="stable").index[:2])},
        provisional=(),
        hypothetical=False,
    )


def case(
    lang="zh",
    district="",
    span="2022Q1..2023Q2",
    change="2023Q2",
    districts=DISTRICTS,
    new=NEW,
    old=OLD,
    missing=(),
    seed=7,
) -> Case:
    """A briefing over the quarters of `span`; the scheme is `old` before the quarter `change` and `new` from it on."""
    history: list = []
    for quarter in Quarter.span(span):
        if str(quarter) in missing:
            continue
        rules = new if not change or quarter >= Quarter.parse(change) else old
        previous = history[-1] if history and history[-1].quarter == quarter.previous else None
        history.append(result(quarter, rules, districts, seed, previous))
    own = next((d for d in districts if d.code == district), None)
    told = {f.name: None for f in fields(Case)}  # what charts never ask for
    told |= {"quarter": history[-1].quarter, "lang": lang, "history": tuple(history), "district": own}
    told["background"] = pd.DataFrame(columns=["period", "code", "value", "row", "source"])
    return Case(**told)


def many(count: int) -> tuple[District, ...]:
    return tuple(District(f"37{i:04d}", f"第{i}县", f"County No. {i}") for i in range(1, count + 1))
