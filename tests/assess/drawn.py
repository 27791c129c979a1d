"""Random schemes and quarters for hypothesis: trees of any depth, every method, groups, extras, gaps."""

from __future__ import annotations

from dataclasses import replace

import made
import numpy as np
import pandas as pd
from hypothesis import assume
from hypothesis import strategies as st

from helpers.assess import methods as methods_by_name
from helpers.assess import reader, score
from helpers.assess import rows as rows_of_tables
from helpers.assess.load import Inputs
from helpers.assess.result import Result
from helpers.assess.scheme import build_scheme
from helpers.model import Source, frozen

METHODS = [
    {"method": "efficacy", "floor": 20, "goal": 80, "cap": 100},
    {"method": "efficacy", "floor": 80, "goal": 20, "direction": "down"},
    {"method": "target-completion", "target": 60, "cap": 1.1},
    {"method": "growth-to-target", "target": 50, "step": 1, "step_below": 2},
    {"method": "all-or-nothing", "target": 50, "target_points": 60, "place_points": [40, 30, 20, 10]},
    {"method": "rank-points", "step": 7},
    {"method": "rank-points", "table": [100, 90, 85], "direction": "down"},
    {"method": "min-max"},
    {"method": "min-max", "lowest": 60, "direction": "down"},
    {"method": "z-score", "mean": 70, "spread": 10, "lowest": 0},
    {"method": "goalposts", "floor": 1, "goal": 90, "transform": "log"},
    {"method": "given"},
]
ABSOLUTE = [m for m in METHODS if m["method"] in ("efficacy", "target-completion", "growth-to-target", "goalposts")]


@st.composite
def schemes(draw: st.DrawFn, methods: list[dict] = METHODS, geometric: bool = True, policies: dict | None = None):
    """A scheme of one to four boards, up to three levels below, weights whole numbers, some by group."""
    nodes: list[dict] = []
    means = ["arithmetic", "geometric"] if geometric else ["arithmetic"]

    def grow(parent: str, depth: int) -> None:
        for k in range(draw(st.integers(1, 3))):
            id_ = f"{parent}n{k}" if parent else f"b{k}"
            weight: object = draw(st.integers(1, 9))
            if draw(st.booleans()):
                weight = {"default": weight, "coast": draw(st.integers(1, 9))}
            node = {"id": id_, "name": id_, "parent": parent, "weight": weight}
            if depth and draw(st.booleans()):
                nodes.append({**node, "aggregate": draw(st.sampled_from(means))})
                grow(id_, depth - 1)
            else:
                nodes.append({**node, **draw(st.sampled_from(methods))})

    grow("", 2)
    extras = [
        {"id": "bonus", "name": "bonus", "kind": "bonus", "max": 5},
        {"id": "fine", "name": "fine", "kind": "deduction", "max": 5},
    ]
    return build_scheme(
        {
            "id": "drawn",
            "name": "drawn",
            "valid": "2000Q1..",
            "weights": "relative",
            "aggregate": draw(st.sampled_from(means)),
            "node": nodes,
            "extra": extras[: draw(st.integers(0, 2))],
            "stars": [3, 2, 1],
            "award": [{"id": "front", "name": "front", "rule": "top", "n": 2}],
            "policies": policies or {},
        }
    )


@st.composite
def quarters(draw: st.DrawFn, scheme=None, at: str = "2023Q2", gaps: bool = False, codes: list[str] | None = None):
    """Inputs of two to seven districts under a drawn scheme; figures 1–99 with two decimals."""
    scheme = scheme if scheme is not None else draw(schemes())
    codes = codes or [f"d{k}" for k in range(draw(st.integers(2, 7)))]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    ids = [leaf.id for leaf in scheme.leaves] + [extra.id for extra in scheme.extras]
    figures = np.round(rng.uniform(1, 99, (len(codes), len(ids))), 2)
    if draw(st.booleans()):  # coarse figures, so that ties happen
        figures = np.round(figures / 10) * 10
    figures[:, len(scheme.leaves) :] = np.round(figures[:, len(scheme.leaves) :] / 20, 2)
    if gaps:
        holes = rng.uniform(size=figures.shape) < 0.15
        figures = np.where(holes, np.nan, figures)
    table = pd.DataFrame(figures, index=codes, columns=ids)
    groups = {code: draw(st.sampled_from(["", "coast"])) for code in codes}
    return made.inputs(scheme, table, groups, at)


# ---- whole briefings --------------------------------------------------------------------------------------------

EVERY = [*METHODS, {"method": "survey"}, {"method": "all-or-nothing", "target": "aim"}]
SOURCES = {"office": Source("office", "考核办"), "demo": Source("demo", "演示", kind="illustrative")}
NAMED = ["office", "demo", "office; demo", "demo|office", "office；demo"]  # what stands in a column source
AWARDS = [
    {"id": "front", "name": "front", "rule": "top", "n": 2},
    {"id": "riser", "name": "riser", "rule": "rise", "n": 1},
    {"id": "best", "name": "best", "rule": "board-first", "board": "b0"},
]


@st.composite
def policies(draw: st.DrawFn) -> dict:
    """Any choice of every policy, and now and then a board that parts equal totals."""
    found: dict = {key: draw(st.sampled_from(among)) for key, among in reader.POLICIES.items() if among}
    found["decimals"] = draw(st.integers(0, 3))
    if draw(st.booleans()):
        found["tie_break"] = ["b0"]
    return found


@st.composite
def histories(draw: st.DrawFn) -> History:
    """One quarter or two scored under one drawn scheme, with gaps, every method, several sources and awards."""
    scheme = draw(schemes(EVERY, policies=draw(policies())))
    raw = [{**award, "pass_down": draw(st.booleans())} for award in AWARDS]
    raw[0]["within"] = draw(st.sampled_from(["all", "group"]))
    awards = tuple(reader.Reader("drawn").award(award, k) for k, award in enumerate(raw))
    scheme = replace(scheme, awards=awards, source=draw(st.sampled_from(list(SOURCES))))
    codes = [f"d{k}" for k in range(draw(st.integers(2, 7)))]
    results: list[Result] = []
    for at in ["2023Q1", "2023Q2"][draw(st.integers(0, 1)) :]:
        plain = draw(quarters(scheme, at, gaps=draw(st.booleans()), codes=codes))
        results.append(score.score(draw(told(plain)), results[-1] if results else None))
    assume(results[-1].total.notna().any())
    return History(results)


class History(tuple[Result, ...]):
    """Results that print as their rules alone."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr([result.scheme for result in self])


@st.composite
def told(draw: st.DrawFn, inputs: Inputs) -> Inputs:
    """The same figures with the rows, sources and survey that a briefing tells of."""
    return sourced(inputs, draw(st.integers(0, 2**32)))


def sourced(inputs: Inputs, seed: int = 0) -> Inputs:
    """The same figures in rows with numbers, periods and sources, own targets (aim) and a survey beside them."""
    rng = np.random.default_rng(seed)

    def rows(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(
            row=range(2, len(frame) + 2), source=rng.choice(NAMED, len(frame)), period="2023-06", note=""
        )

    codes = [district.code for district in inputs.districts]
    counts = rng.integers(0, 60, (len(codes), 4)).astype(float)
    counts[rng.uniform(size=len(codes)) < 0.1] = np.nan
    survey = pd.DataFrame(counts, columns=rows_of_tables.COUNTS).assign(code=codes)
    aims = pd.DataFrame({"code": codes, "value": np.round(rng.uniform(20, 80, len(codes)), 2)})
    aims = aims.assign(indicator="aim", text="", qualifier="", unit="", scope="")
    aims.loc[rng.uniform(size=len(codes)) < 0.1, "value"] = np.nan
    measured = [leaf.id for leaf in inputs.scheme.leaves if methods_by_name.METHODS[leaf.method].reads == "values"]
    return replace(
        inputs,
        values=rows(inputs.values[inputs.values["indicator"].isin(measured)]),
        points=rows(inputs.points),
        facts=rows(aims),
        survey=rows(survey),
        praise=pd.DataFrame(columns=["code", "reason_zh", "reason_en", "source", "row"]),
        vetoes=pd.DataFrame(columns=["code", "item", "reason_zh", "reason_en", "source", "row"]),
        sources=frozen(SOURCES),
        used_sources=frozenset(SOURCES),
    )
