"""The demonstration: the same data from the same seed, every fact kept by any seed, any size, nothing overwritten."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reports_made import DATA, rows

from helpers.assess.check import check_quarter
from helpers.assess.score import history
from helpers.demo import QUARTERS, make, pins
from helpers.demo.draw import Stream, meet
from helpers.demo.tables import ONLY_GROWING
from helpers.model import Quarter, UsageError

LAST = QUARTERS[-1]


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    out = tmp_path_factory.mktemp("city") / "data"
    make(out=out)
    return out


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    out = tmp_path_factory.mktemp("country") / "data"
    make(136, Quarter.span("2022Q4..2023Q3"), 7, out)
    return out


def test_the_data_that_ship_are_made_anew_byte_for_byte(city):
    """To change them, change helpers/demo (hand-written files: helpers/demo/template) and make the folder again."""
    made = files(city)
    assert made.keys() <= files(DATA).keys()
    for name, path in made.items():
        if path.suffix == ".png":  # the pixels; compression differs between builds of zlib
            drawn, shipped = (np.asarray(Image.open(p).convert("RGB"), int) for p in (path, DATA / name))
            assert np.abs(drawn - shipped).max() <= 8, name
        else:
            assert path.read_bytes() == (DATA / name).read_bytes(), name


def test_no_file_ships_in_a_made_quarter_that_the_demonstration_does_not_make(city):
    shipped = {name for name in files(DATA) if name.split("/")[0] in map(str, QUARTERS)}
    assert shipped <= files(city).keys()


@pytest.mark.parametrize("seed", [3, 11])
def test_another_seed_draws_other_figures_and_keeps_every_fact(seed, tmp_path, city):
    make(seed=seed, out=tmp_path / "data")
    assert files(tmp_path / "data")["2023Q1/values.csv"].read_bytes() != (city / "2023Q1/values.csv").read_bytes()
    results = history(tmp_path / "data", LAST)
    facts = pins.read(results[0].districts)
    assert {str(r.quarter): facts[r.quarter].broken(r) for r in results} == {str(q): [] for q in QUARTERS}


def test_a_result_that_contradicts_a_fact_is_noticed(city):
    result = history(city, LAST)[-1]
    facts = pins.read(result.districts)[LAST]
    assert not facts.broken(result)
    for wrong in (
        replace(facts, total={4: Decimal("98.31")}),
        replace(facts, place={4: 2}),
        replace(facts, top={2: frozenset({4, 3})}),
        replace(facts, stars={4: 37}),
        replace(facts, risers=frozenset({1, 2})),
        replace(facts, risers=frozenset()),
        replace(facts, boards=facts.boards[:3]),
    ):
        assert len(wrong.broken(result)) == 1


@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_the_city_has_no_fault_but_the_published_gap(quarter, city):
    faults = check_quarter(city, quarter)
    assert [(fault.severity, fault.file, fault.value) for fault in faults] == [
        ("warning", "background.csv", "14920.75")
    ]


def test_the_city_looks_like_an_assessment(city):
    for result in history(city, LAST):
        totals = sorted(result.total, reverse=True)
        assert 85 <= totals[-1] < totals[0] <= 98.5
        assert totals[0] - totals[-1] >= 5
        shared = sorted(rank for rank in result.rank if (result.rank == rank).sum() > 1)
        assert shared == ([8, 8] if result.quarter == Quarter(2022, 3) else [])
        assert result.change.abs().fillna(0).max() <= 3
        leaders = {result.board_rank[board].idxmin() for board in result.board_rank}
        assert len(leaders) > 1
        assert result.leaf.min().min() >= 60
        assert result.survey["sample"].between(900, 1500).all()


def test_jiaozhou_wins_by_projects_and_renewal_while_huangdao_leads_the_economy(city):
    result = history(city, Quarter(2023, 2))[-1]
    first = {board: result.board_rank[board].idxmin() for board in result.board_rank}
    assert (first["economy"], first["projects"], first["renewal"]) == ("370211", "370281", "370281")
    assert list(result.rank[["370281", "370211"]]) == [1, 2]
    assert list(result.previous_rank[["370281", "370211"]]) == [2, 1]


def test_sums_since_january_never_fall_within_a_year(city):
    seen: dict[tuple[str, str, str], float] = {}
    for quarter in QUARTERS:
        for row in rows(city / str(quarter) / "values.csv"):
            if row["indicator"] in ONLY_GROWING:
                key = (str(quarter.year), row["district"], row["indicator"])
                assert float(row["value"]) >= seen.get(key, 0.0), (quarter, row)
                seen[key] = float(row["value"])
    assert len(seen) == 2 * 10 * len(ONLY_GROWING)


def test_jiaozhous_first_quarter_of_2023_is_what_the_published_half_year_leaves(city):
    """(167.97 − 110.24) / 251.81 = 22.9 %; (180 − 64) / 188 = 61.7 %: derived, so not published."""
    found = {r["indicator"]: r for r in rows(city / "2023Q1" / "values.csv") if r["district"] == "胶州市"}
    for indicator, value in (("renewal_completion_rate", "22.9"), ("renewal_start_rate", "61.7")):
        assert (found[indicator]["value"], found[indicator]["source"]) == (value, "demo")
        assert found[indicator]["note"]


def test_tables_open_cleanly_in_a_spreadsheet(city):
    for name, path in files(city).items():
        if path.suffix == ".csv":
            content = path.read_bytes()
            assert content.startswith(b"\xef\xbb\xbf"), name
            assert content.count(b"\n") == content.count(b"\r\n") > 0, name


def test_pictures_are_small_and_each_has_its_row(city):
    folder = city / "2023Q2" / "photos"
    listed = rows(folder / "photos.csv")
    assert {row["file"] for row in listed} == {path.name for path in folder.glob("*.png")}
    for row in listed:
        assert (folder / row["file"]).stat().st_size <= 60_000
        assert row["caption_zh"] and row["caption_en"] and row["source"] == "demo" and "演示图片" in row["credit"]


def test_a_country_is_made_up_throughout(country):
    districts = rows(country / "districts.csv")
    assert len({row["code"] for row in districts}) == len({row["name"] for row in districts}) == 136
    assert all(row["name"].startswith("示范") and row["code"].startswith("99") for row in districts)
    assert [row["id"] for row in rows(country / "sources.csv")] == ["demo"]
    for name, path in files(country).items():
        if path.suffix in (".csv", ".toml"):
            assert "青岛" not in path.read_text(encoding="utf-8"), name
    for link in re.findall(r"\]\(([^)]+)\)", (country / "README.md").read_text(encoding="utf-8")):
        assert (country / link).is_file(), link
    results = history(country, LAST)
    assert not check_quarter(country, LAST)
    assert len(results) == 4
    assert results[-1].total.between(70, 100).all()


def test_places_persist_and_move(country):
    before, now = (result.rank for result in history(country, LAST)[-2:])
    assert 0.7 < before.corr(now) < 0.999


def test_the_same_seed_makes_the_same_country_and_another_seed_another(country, tmp_path):
    for seed in (7, 8):
        make(136, Quarter.span("2022Q4..2023Q3"), seed, tmp_path / str(seed))
    first = {name: path.read_bytes() for name, path in files(country).items()}
    assert first == {name: path.read_bytes() for name, path in files(tmp_path / "7").items()}
    assert first["2023Q3/values.csv"] != (tmp_path / "8" / "2023Q3" / "values.csv").read_bytes()


def test_one_quarter_alone_keeps_the_facts_that_need_no_history(tmp_path):
    make(10, (Quarter(2023, 2),), 1, tmp_path / "data")
    (result,) = history(tmp_path / "data", Quarter(2023, 2))
    assert result.total["370281"] == 97.44 and result.rank["370281"] == 1
    assert not (tmp_path / "data" / "2023Q1").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.csv").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        make(3, (Quarter(2023, 2),), 1, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


@pytest.mark.parametrize(
    ("districts", "quarters", "message"),
    [(0, QUARTERS, "one at least"), (3, (), "no quarter"), (3, Quarter.span("2021Q4..2022Q1"), "begin with 2022Q1")],
)
def test_a_wish_that_cannot_be_met_leaves_nothing_behind(districts, quarters, message, tmp_path):
    with pytest.raises(UsageError, match=message):
        make(districts, quarters, 1, tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_the_random_stream_is_pinned():
    """Raw PCG64 bits, so that no version of numpy changes the data that ship."""
    assert Stream(2023, 0).uniform(2).tolist() == [0.0880544547627844, 0.22044004433726416]
    bell = Stream(1).bell(20_000)
    assert abs(bell.mean()) < 0.03 and abs(bell.std() - 1) < 0.03


def test_points_meet_a_wanted_score_within_their_bounds():
    weights = np.array([0.5, 0.3, 0.2])
    points = meet(np.array([90.0, 99.9]), np.full((2, 3), 80.0), weights, fixed=np.array([[1, 0, 0], [0, 0, 0]], bool))
    assert points @ weights == pytest.approx([90.0, 99.9])
    assert points[0, 0] == 80.0
    assert points.max() <= 100.0
