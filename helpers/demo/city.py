"""Qingdao: its ten districts' illustrative form, and every published row that its tables carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from ..model import District, Quarter, Source, find_district
from . import pins, tables

TEMPLATE = Path(__file__).parent / "template"
JIAOZHOU = "胶州市"
STORY = Quarter(2023, 2)  # the quarter of the 35 published facts, and of the pictures
PRAISE = Quarter(2023, 1)

BOARDS = ("economy", "projects", "renewal", "business")
# Illustrative: the score a district tends to, and how far each of these boards lies from it.
FORM = {
    "市南区": (90.6, (-0.4, -1.6, +0.6, +3.6)),
    "市北区": (89.6, (-1.3, -1.0, +4.2, +0.9)),
    "李沧区": (89.0, (-1.0, -0.6, +3.4, +0.2)),
    "崂山区": (92.7, (+0.6, -1.8, -0.6, +2.7)),
    "黄岛区": (94.7, (+1.3, +0.4, -1.3, -0.9)),
    "城阳区": (91.3, (+0.8, +0.3, -1.3, -0.2)),
    "即墨区": (90.5, (+0.2, +1.2, -0.8, -1.2)),
    "胶州市": (93.3, (-0.9, +1.4, +0.8, -0.3)),
    "平度市": (88.5, (+0.1, +1.0, -0.9, -1.1)),
    "莱西市": (87.6, (-0.3, +1.5, -0.6, -0.9)),
}
# Illustrative: who leads a board, so that the quarter of the article has something to explain.
LEADERS = {STORY: {"economy": "黄岛区", "projects": JIAOZHOU, "renewal": JIAOZHOU, "business": "崂山区"}}
# Illustrative: two districts share this place, so that a tie is seen.
SHARED_PLACE = {Quarter(2022, 3): 8}

DEMO_SOURCE = Source(
    tables.DEMO,
    "演示数据（由种子随机生成，非实际考核结果）",
    "本项目",
    kind="illustrative",
    title_en="Illustrative data (made from a seed, not actual results)",
    publisher_en="This project",
)
GDP_2022 = Source(
    "gdp_2022",
    "青岛市及各区市2022年地区生产总值",
    "各区市公布数据汇编",
    "2023",
    title_en="Gross regional product of Qingdao and its districts, 2022",
    publisher_en="Compiled from the districts' published figures",
)
# What the published sources and their publishers are called in English: our translations, for reading on.
IN_ENGLISH = {
    "article_2023Q2": (
        "Reading the city's second-quarter results: how Jiaozhou came first",
        "Qingdao Evening News / Guanhai News",
    ),
    "notice_2023Q1": (
        "Notice on the results of the Stars and Flags assessment, Q1 2023",
        "Qingdao Comprehensive Assessment Committee",
    ),
    "notice_2023Q3": (
        "Results of the Stars and Flags assessment of the economy and key work, Q3 2023",
        "Qingdao Daily",
    ),
    "xinhua_2023-11-07": (
        "The West Coast New Area comes first in Qingdao's assessment of the economy and key work",
        "Xinhua Finance",
    ),
    "qingdaomop_13259": (
        "Results of Qingdao's annual assessment for 2022",
        "Qingdao Comprehensive Assessment Committee",
    ),
    "qdwb_2022-11-17": (
        "Jiaozhou in the Stars and Flags assessment, first three quarters of 2022",
        "Qingdao Evening News",
    ),
    "qdrb_2022-12-29": (
        "Jiaozhou in the Stars and Flags assessment, first three quarters of 2022",
        "Qingdao Daily",
    ),
    "netease_K803EBJO0556645W": (
        "GDP of Qingdao's districts, first half of 2025",
        "NetEase",
    ),
}
GDP_2025 = "netease_K803EBJO0556645W"
CITY_GDP_2022 = "14920.75"  # published for the whole city; the ten districts add up to 14917.17
WHOLE_CITY = "全市"

PRAISE_REASONS = {"市南区": ("旅发大会", "the tourism development conference"),
                  "市北区": ("历史城区保护更新", "the conservation and renewal of the historic quarter")}  # fmt: skip

Row = Sequence[str]


def sources() -> list[Row]:
    """Published sources as they were handed down, the GDP compilation, and the demonstration itself."""
    handed = []
    for row in pins.rows("sources.csv"):
        title_en, publisher_en = IN_ENGLISH[row["id"]]
        known = row["id"], row["title"], row["publisher"], row["date"]
        handed.append(Source(*known, title_en=title_en, publisher_en=publisher_en))
    return [source_row(s) for s in (*handed, GDP_2022, DEMO_SOURCE)]


def source_row(s: Source) -> Row:
    """A source as a row of sources.csv."""
    return (s.id, s.title, s.publisher, s.date, s.kind, s.title_en, s.publisher_en)


def background(districts: tuple[District, ...]) -> list[Row]:
    """Both published GDP tables, districts by their official names, with the city's own total for 2022."""

    def name(unit: str) -> str:
        return find_district(districts, unit).name

    found: list[Row] = [
        ("2022", "gdp", name(row["unit"]), row["gdp_2022_yi"], "亿元", "full year", GDP_2022.id)
        for row in pins.rows("qingdao_gdp_2022.csv")
    ]
    found.append(("2022", "gdp", WHOLE_CITY, CITY_GDP_2022, "亿元", "full year", GDP_2022.id))
    half = "2025-01..2025-06"
    for row in pins.rows("qingdao_gdp_h1_2025.csv"):
        who = name(row["unit"])
        found.append((half, "gdp", who, row["gdp_h1_2025_yi"], "亿元", "cumulative", GDP_2025))
        found.append((half, "gdp_nominal_growth", who, row["nominal_growth_pct"], "%", "cumulative", GDP_2025))
    return found


def praise() -> list[Row]:
    """表扬 of 2023Q1, outside the scores."""
    return [
        (name, *PRAISE_REASONS[name], row["source"])
        for row in pins.rows("assessment_results.csv")
        if row["kind"] == "commended"
        for name in row["district"].split("|")
    ]


def results(quarter: Quarter, districts: tuple[District, ...]) -> list[Row]:
    """The quarter's results that were published as numbers: totals, places and stars.

    Where a list of the first n was published and the places of all but one of them, the last place follows.
    """
    kinds = {"total_score": "total", "total_rank": "rank", "stars_total": "stars"}
    told = [row for row in pins.rows("assessment_results.csv") if row["period"] == str(quarter)]
    found: list[Row] = []
    place: dict[str, tuple[int, str]] = {}
    for row in told:
        if row["kind"] in kinds:
            name = find_district(districts, row["district"]).name
            found.append((name, kinds[row["kind"]], row["value"], row["source"], ""))
            if row["kind"] == "total_rank":
                place[name] = int(row["value"]), row["source"]
    for row in told:
        if row["kind"].startswith("total_top"):
            names = [find_district(districts, name).name for name in row["district"].split("|")]
            left = [name for name in names if name not in place]
            if len(left) == 1:
                taken = {place[name][0] for name in names if name in place}
                last = next(n for n in range(1, len(names) + 1) if n not in taken)
                sources = dict.fromkeys([row["source"], *(place[name][1] for name in names if name in place)])
                place[left[0]] = last, "; ".join(sources)
                note = f"由公布的前{len(names)}位名单和其中其他位次推定"
                found.append((left[0], "rank", str(last), place[left[0]][1], note))
    return found


@cache
def published_facts() -> Mapping[str, Row]:
    """The 35 facts of 胶州 2023Q2 by id, as rows of values.csv without the district; 余 and 超 as qualifiers."""
    found = {}
    for row in pins.rows("jiaozhou_2023Q2_indicators.csv"):
        unit, _, qualifier = row["unit"].removesuffix(")").partition("(")
        found[row["id"]] = (
            row["id"], row["value"], qualifier, unit, row["period"], row["scope"], row["source"], "",
        )  # fmt: skip
    return found


def facts(quarter: Quarter, scored: set[str]) -> dict[str, list[Row]]:
    """Rows of reported facts outside the scheme, by district."""
    if quarter != STORY:
        return {}
    return {JIAOZHOU: [row for key, row in published_facts().items() if key not in scored]}


def known(quarter: Quarter) -> dict[tuple[str, str], Row]:
    """Rows of scored indicators that are not drawn, by (district, indicator).

    2023Q2: published. The quarter before: what the published half year less the published second quarter leaves,
    so that 胶州's renewal figures agree with each other; illustrative, because nobody published them.
    """
    rows = published_facts()
    if quarter == STORY:
        return {(JIAOZHOU, key): row for key, row in rows.items()}
    if quarter != STORY.previous:
        return {}
    value = {key: Decimal(row[1]) for key, row in rows.items()}
    plan, projects = value["renewal_planned_investment"], value["renewal_projects"]
    invested = value["renewal_completed_investment"] - value["renewal_q2_investment"]
    started = round(value["renewal_start_rate"] / 100 * projects) - value["renewal_q2_new_starts"]
    end = quarter.months[1]
    note = "由2023年上半年与二季度公布数推算"
    return {
        (JIAOZHOU, key): (key, f"{part / whole * 100:.1f}", "", "%", end, "ratio", tables.DEMO, note)
        for key, part, whole in (
            ("renewal_completion_rate", invested, plan),
            ("renewal_start_rate", Decimal(started), projects),
        )
    }
