"""Every published fact stands in the data that ship, and nothing drawn passes for one.

Read from the published tables themselves: those beside the project where they are present, else the package's copies.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from reports_made import DATA, ROOT, rows

from helpers.assess import load
from helpers.assess.score import Result, history
from helpers.model import Quarter, find_district

COPIES = ROOT / "helpers" / "demo" / "published"
BESIDE = ROOT.parent / "shared" / "published"
PUBLISHED = BESIDE if BESIDE.is_dir() else COPIES
BOARDS = {"项目签约落地": "projects", "城市更新建设": "renewal", "优化营商环境": "business"}


RESULTS = rows(PUBLISHED / "assessment_results.csv")
FACTS = rows(PUBLISHED / "jiaozhou_2023Q2_indicators.csv")


@pytest.fixture(scope="module")
def scored() -> dict[str, Result]:
    return {str(result.quarter): result for result in history(DATA, Quarter(2023, 3))}


def codes(result: Result, names: str) -> list[str]:
    return [find_district(result.districts, name).code for name in names.split("|")]


def label(row: dict[str, str]) -> str:
    return "-".join((row["period"], row["kind"], row["district"] or row["value"]))


@pytest.mark.parametrize("row", RESULTS, ids=label)
def test_published_result_comes_out_of_the_scoring(row, scored):
    result, kind = scored[row["period"]], row["kind"]
    who = codes(result, row["district"]) if row["district"] else []
    if kind == "total_rank":
        assert result.rank[who[0]] == int(row["value"])
        if "flag" in row["note"]:
            assert who[0] in result.flags["front_runner"]
    elif kind.startswith("total_top"):
        many = int(kind.removeprefix("total_top"))
        assert set(result.rank.index[result.rank <= many]) == set(who)
        if "真抓实干" in row["note"]:
            assert set(result.flags["front_runner"]) == set(who)
    elif kind == "total_score":
        assert Decimal(str(result.total[who[0]])) == Decimal(row["value"])
        if "真抓实干" in row["note"]:
            assert who[0] in result.flags["front_runner"]
    elif kind == "stars_total":
        others = result.stars_total.drop(who[0])
        assert result.stars_total[who[0]] == int(row["value"]) > others.max()
    elif kind == "rank_gain_at_least_2":
        assert set(result.flags["fast_riser"]) == set(who)
    elif kind == "boards":
        assert [board.name.zh for board in result.scheme.boards] == row["value"].split("|")
    elif kind == "commended":
        praise = result.inputs.praise
        assert set(praise["code"]) == set(who)
        assert {source for source in praise["source"]} == {row["source"]}
    else:
        pytest.fail(f"no proof is written for facts of the kind {kind}")


def test_jiaozhou_is_first_for_the_first_time_in_2023Q2(scored):
    places = [int(result.rank[codes(result, "胶州市")[0]]) for result in scored.values()]
    assert places.index(1) == list(scored).index("2023Q2")


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_indicator_fact_stands_as_published(fact):
    found = [
        r for r in rows(DATA / "2023Q2" / "values.csv") if (r["district"], r["indicator"]) == ("胶州市", fact["id"])
    ]
    assert len(found) == 1
    unit, _, qualifier = fact["unit"].removesuffix(")").partition("(")
    expected = {"value": fact["value"], "unit": unit, "qualifier": qualifier}
    expected |= {key: fact[key] for key in ("period", "scope", "source")}
    assert {key: found[0][key] for key in expected} == expected
    told = {row["id"]: row for row in rows(DATA / "facts.csv")}[fact["id"]]
    assert (told["name_zh"], told["board"], told["unit"]) == (fact["name_zh"], BOARDS[fact["board"]], unit)
    assert told["name_en"] and told["unit_en"]


def test_scored_indicators_of_the_article_are_scored_at_their_published_figures(scored):
    result = scored["2023Q2"]
    values = result.values.loc[codes(result, "胶州市")[0]]
    facts = {fact["id"]: float(fact["value"]) for fact in FACTS}
    both = [leaf for leaf in values.index if leaf in facts]
    assert {leaf: values[leaf] for leaf in both} == {leaf: facts[leaf] for leaf in both}
    assert len(both) == 5


def test_there_are_35_facts_and_no_other_in_the_dictionary():
    assert len(FACTS) == 35
    assert {row["id"] for row in rows(DATA / "facts.csv")} == {fact["id"] for fact in FACTS}


def test_the_completion_rate_follows_from_its_parts():
    value = {fact["id"]: float(fact["value"]) for fact in FACTS}
    told = {row["id"]: row for row in rows(DATA / "facts.csv")}["renewal_completion_rate"]
    assert round(value[told["numerator"]] / value[told["denominator"]] * 100, 1) == value[told["id"]] == 66.7


@pytest.mark.parametrize(
    ("table", "period", "columns"),
    [
        ("qingdao_gdp_2022.csv", "2022", {"gdp_2022_yi": "gdp"}),
        (
            "qingdao_gdp_h1_2025.csv",
            "2025-01..2025-06",
            {"gdp_h1_2025_yi": "gdp", "nominal_growth_pct": "gdp_nominal_growth"},
        ),
    ],
)
def test_gdp_stands_as_published(table, period, columns):
    districts = load.load_base(DATA).districts
    background = [row for row in rows(DATA / "background.csv") if row["period"] == period and row["district"] != "全市"]
    found = {(find_district(districts, r["district"]).code, r["indicator"]): r["value"] for r in background}
    published = {
        (find_district(districts, row["unit"]).code, indicator): row[column]
        for row in rows(PUBLISHED / table)
        for column, indicator in columns.items()
    }
    assert found == published
    assert len(found) == len(background)


def test_the_city_total_of_2022_is_kept_beside_a_sum_that_misses_it():
    gdp = [row for row in rows(DATA / "background.csv") if (row["period"], row["indicator"]) == ("2022", "gdp")]
    city = Decimal(next(row["value"] for row in gdp if row["district"] == "全市"))
    parts = sum(Decimal(row["value"]) for row in gdp if row["district"] != "全市")
    assert (city, city - parts) == (Decimal("14920.75"), Decimal("3.58"))


def test_sources_stand_as_published():
    shipped = {row["id"]: row for row in rows(DATA / "sources.csv")}
    for row in rows(PUBLISHED / "sources.csv"):
        assert {name: shipped[row["id"]][name] for name in (*row, "kind")} == row | {"kind": "published"}
    assert {row["id"] for row in shipped.values() if row["kind"] == "illustrative"} == {"demo"}


@pytest.mark.parametrize("quarter", [str(quarter) for quarter in Quarter.span("2022Q1..2023Q3")])
def test_nothing_drawn_carries_a_published_source_and_nothing_published_the_drawn_one(quarter):
    kind = {row["id"]: row["kind"] for row in rows(DATA / "sources.csv")}
    facts = {("2023Q2", "胶州市", fact["id"]): fact["source"] for fact in FACTS}
    for row in rows(DATA / quarter / "values.csv"):
        published = facts.get((quarter, row["district"], row["indicator"]))
        assert row["source"] == (published or "demo"), row
    for table in ("scores.csv", "survey.csv", "photos/photos.csv"):
        path = DATA / quarter / table
        if path.is_file():
            assert {kind[row["source"]] for row in rows(path)} == {"illustrative"}
    for path in (DATA / "background.csv", DATA / quarter / "praise.csv"):
        if path.is_file():
            assert {kind[row["source"]] for row in rows(path)} == {"published"}


def test_schemes_say_that_their_weights_are_illustrative(scored):
    assert {result.scheme.source for result in scored.values()} == {"demo"}


@pytest.mark.skipif(PUBLISHED is COPIES, reason="the published tables beside the project are not here to compare with")
def test_the_package_carries_the_published_tables_unchanged():
    for path in PUBLISHED.glob("*.csv"):
        assert (COPIES / path.name).read_bytes() == path.read_bytes()
