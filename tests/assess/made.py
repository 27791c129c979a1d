"""Small data folders for tests: ten lines of scheme, a handful of districts, written the way an analyst would."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from helpers.assess.load import Inputs
from helpers.assess.scheme import build_scheme
from helpers.model import District, Quarter, frozen
from helpers.scheme import Scheme

HEADERS = {
    "districts": ["code", "name", "name_en", "aliases", "group"],
    "sources": ["id", "title", "publisher", "date", "kind"],
    "facts": ["id", "board", "name_zh", "name_en", "unit", "unit_en", "decimals", "numerator", "denominator"],
    "background": ["period", "indicator", "district", "value", "unit", "scope", "source"],
    "values": ["district", "indicator", "value", "qualifier", "unit", "period", "scope", "source", "note"],
    "scores": ["district", "indicator", "points", "source", "note"],
    "survey": ["district", "satisfied", "basically_satisfied", "dissatisfied", "unknown", "source", "note"],
    "praise": ["district", "reason_zh", "reason_en", "source"],
    "vetoes": ["district", "item", "reason_zh", "reason_en", "source"],
    "revisions": [
        *("date", "quarter", "table", "district", "item", "column", "old", "new"),
        *("reason", "reason_en", "who", "who_en", "source"),
    ],
}

SCHEME = """
format = 1
id = "plain"
name = { zh = "考核办法", en = "Scheme" }
valid = "2023Q1.."
source = "office"
stars = [3, 2, 1]

[policies]
missing = "withhold"

[[node]]
id = "economy"
name = "经济运行"
weight = 60

[[node]]
id = "growth"
parent = "economy"
name = "增速"
weight = 50
unit = "%"
decimals = 1
method = "efficacy"
floor = 0
goal = 10
cap = 100

[[node]]
id = "revenue"
parent = "economy"
name = "收入"
weight = 50
unit = "亿元"
method = "target-completion"
target = 100

[[node]]
id = "business"
name = "营商环境"
weight = 40

[[node]]
id = "review"
parent = "business"
name = "评价"
weight = 100
unit = "分"
method = "given"

[[extra]]
id = "bonus"
name = "加分"
kind = "bonus"
method = "given"
max = 5

[[award]]
id = "front"
name = "排头"
rule = "top"
n = 2

[[award]]
id = "riser"
name = "赶超"
rule = "rise"
n = 2
"""


def county(title: str = "云州县乡镇季度考核结果通报") -> str:
    """The scheme of a county that assesses towns."""
    own = f"""
title = {{ zh = "{title}", en = "Yunzhou County: assessment of towns" }}
assessed = {{ zh = "乡镇", en = "county town" }}
whole = {{ zh = "全县", en = "county" }}
"""
    return SCHEME.replace("stars = [3, 2, 1]", f"{own}stars = [3, 2, 1]")


DISTRICTS = [
    ("d1", "甲区", "Jia", "甲|东海新区", ""),
    ("d2", "乙区", "Yi", "", ""),
    ("d3", "丙县", "Bing", "", ""),
    ("d4", "丁市", "Ding", "", ""),
]

Row = Sequence[object]


def write(path: Path, rows: Iterable[Row], header: Sequence[str] | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header or HEADERS[path.stem])
        writer.writerows(rows)
    return path


def value(district: str, indicator: str, figure: object, unit: str) -> Row:
    return (district, indicator, figure, "", unit, "2023-06", "", "office", "")


def folder(data: Path, scheme: str = SCHEME, districts: Iterable[Row] = DISTRICTS, facts: Iterable[Row] = ()) -> Path:
    """A data folder without quarters."""
    (data / "schemes").mkdir(parents=True, exist_ok=True)
    (data / "schemes" / "plain.toml").write_text(scheme, encoding="utf-8")
    write(data / "districts.csv", districts)
    write(data / "sources.csv", [("office", "考核办", "", "", "published"), ("demo", "演示", "", "", "illustrative")])
    if facts:
        write(data / "facts.csv", facts)
    return data


PLAIN = {
    "甲区": {"growth": 8.0, "revenue": 96, "review": 90},
    "乙区": {"growth": 6.5, "revenue": 104, "review": 88},
    "丙县": {"growth": 5.0, "revenue": 80, "review": 95},
    "丁市": {"growth": 2.0, "revenue": 70, "review": 70},
}
UNITS = {"growth": "%", "revenue": "亿元"}


def quarter(
    data: Path,
    name: str = "2023Q2",
    figures: Mapping[str, Mapping[str, object]] = PLAIN,
    bonus: Mapping[str, object] | None = None,
    units: Mapping[str, str] = UNITS,
) -> Path:
    """A quarter's values.csv and scores.csv out of figures by district; indicators without a unit are given points."""
    rows = [value(d, i, f, units[i]) for d, of in figures.items() for i, f in of.items() if i in units]
    points = [(d, i, f, "office", "") for d, of in figures.items() for i, f in of.items() if i not in units]
    points += [(d, "bonus", f, "office", "") for d, f in (bonus or {}).items()]
    if rows:
        write(data / name / "values.csv", rows)
    if points:
        write(data / name / "scores.csv", points)
    return data / name


def inputs(scheme: Scheme, values: pd.DataFrame, groups: Mapping[str, str] | None = None, at: str = "2023Q2") -> Inputs:
    """Inputs without files: `values` is district code × leaf or extra id; NaN is a figure not available."""
    long = values.stack(future_stack=True).rename_axis(["code", "indicator"]).rename("value").reset_index()
    given = {n.id for n in scheme.leaves if n.method == "given"} | {e.id for e in scheme.extras if e.method == "given"}
    is_given = long["indicator"].isin(list(given))
    columns = ("code", "item", "indicator")
    empty = pd.DataFrame({name: [] for name in columns})
    rows = long[~is_given].assign(text="", qualifier="", unit="", scope="", source="office", row=0)
    points = long[is_given].rename(columns={"value": "points"}).assign(source="office", row=0)
    return Inputs(
        quarter=Quarter.parse(at),
        scheme=scheme,
        districts=tuple(District(code, code, group=(groups or {}).get(code, "")) for code in values.index),
        values=rows.reset_index(drop=True),
        points=points.reset_index(drop=True),
        facts=rows.reset_index(drop=True),
        dictionary=pd.DataFrame(),
        sources=frozen({}),
        **{name: empty for name in ("survey", "praise", "vetoes", "photos")},
    )


def leaves(*nodes: Mapping[str, object], **top: object) -> Scheme:
    """A scheme of boards that are indicators, or of any nodes; names and equal weights filled in."""
    table = {"id": "t", "name": "t", "valid": "2000Q1..", "weights": "relative", **top}
    table["node"] = [{"name": str(node["id"]), **node} for node in nodes]
    return build_scheme(table)
