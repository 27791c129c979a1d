"""From a quarter, districts, languages and formats to a list of reports; from results to a table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from helpers import desk, places
from helpers.demo import SEED, make
from helpers.model import District, Quarter, UsageError

DISTRICTS = (
    District("370202", "市南区", "Shinan", ("市南",)),
    District("370211", "黄岛区", "Huangdao", ("西海岸新区",)),
    District("370281", "胶州市", "Jiaozhou", ("胶州",)),
)
Q2 = Quarter(2023, 2)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk") / "data"
    make(10, Quarter.span("2023Q1..2023Q3"), SEED, folder)
    return folder


def test_options_may_be_repeated_or_separated_by_commas_of_either_width():
    assert desk.words(["胶州,黄岛区", "市南， 胶州", ""]) == ("胶州", "黄岛区", "市南")


@pytest.mark.parametrize(
    ("names", "city", "codes"),
    [
        ((), True, ["370202", "370211", "370281"]),
        (("all",), True, ["370202", "370211", "370281"]),
        (("none",), True, []),
        (("胶州",), False, ["370281"]),
        (("370281", "西海岸新区"), False, ["370211", "370281"]),
        (("胶州市", "胶州", "Jiaozhou"), False, ["370281"]),
    ],
)
def test_districts_are_chosen_by_name_code_or_alias(names, city, codes):
    wants_city, chosen = desk.chosen_districts(DISTRICTS, names)
    assert (wants_city, [d.code for d in chosen]) == (city, codes)


def test_an_unknown_district_is_told_with_the_nearest():
    with pytest.raises(UsageError, match=r"no district is called '胶洲市'; did you mean 胶州"):
        desk.chosen_districts(DISTRICTS, ("胶洲市",))
    with pytest.raises(UsageError, match="the city alone"):
        desk.chosen_districts(DISTRICTS, ("none", "胶州"))


def test_the_plan_holds_the_city_and_each_district_in_each_language(tmp_path):
    (tmp_path / "data").mkdir()
    reports = desk.plan_reports(tmp_path / "data", Q2, DISTRICTS[1:], ("zh", "en"), ("pdf",), notebooks=tmp_path)
    assert [r.name for r in reports] == [
        *("city.zh", "district-370211.zh", "district-370281.zh"),
        *("city.en", "district-370211.en", "district-370281.en"),
    ]
    assert reports[0].notebook == tmp_path / "city_briefing.ipynb"
    assert reports[2].notebook == tmp_path / "district_briefing.ipynb"
    told = {"quarter": "2023Q2", "data": str(tmp_path / "data"), "lang": "zh"}
    assert reports[0].parameters == told
    assert reports[2].parameters == {**told, "district": "370281"}
    assert {r.formats for r in reports} == {("pdf",)}


def test_a_briefing_depends_on_its_own_and_earlier_quarters_alone(tmp_path):
    for name in ("districts.csv", "schemes/a.toml", "2023Q1/values.csv", "2023Q2/photos/a.jpg", "2023Q3/values.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "2023Q2" / "~$values.xlsx").write_text("Excel's lock")
    (tmp_path / ".git").write_text("")
    assert list(desk.input_files(tmp_path, Q2)) == [
        *("2023Q1/values.csv", "2023Q2/photos/a.jpg", "districts.csv", "schemes/a.toml")
    ]


def test_latest_is_the_last_quarter_there_is(data):
    assert str(desk.find_quarter(data, "latest")) == "2023Q3"
    assert desk.find_quarter(data, "2023Q1") == Quarter(2023, 1)
    with pytest.raises(UsageError, match=r"no data for 2023Q4 .*2023Q3"):
        desk.find_quarter(data, "2023Q4")
    with pytest.raises(UsageError, match="write 2023Q2"):
        desk.find_quarter(data, "2023-2")


def test_the_scores_are_one_row_a_district_with_boards_bonus_total_rank_stars_and_flags(data):
    table = desk.score_quarter("2023Q2", data).set_index("district")
    columns = list(table.columns)
    assert columns[0] == "code"
    assert [c for c in columns if c.startswith("stars_")][-1] == "stars_total"
    assert len([c for c in columns if c.startswith("stars_")]) == 4 + 1
    assert columns.index("bonus") < columns.index("total") < columns.index("rank") < columns.index("change")
    assert len(table) == 10
    assert table.loc["胶州市", "total"] == "97.44"
    assert table.loc["胶州市", "rank"] == "1"
    assert "真抓实干、勇当排头" in table.loc["胶州市", "flags"]
    stars = [int(table.loc["胶州市", c]) for c in columns if c.startswith("stars_") and c != "stars_total"]
    assert sum(stars) == int(table.loc["胶州市", "stars_total"])
    assert len(stars) == 4
    for _, row in table.iterrows():
        assert row["change"] == str(int(row["previous_rank"]) - int(row["rank"]))


def test_scored_csv_opens_in_excel_and_reads_back(data):
    from helpers.assess import score

    content = desk.scored_csv(score.history(data, Q2)[-1])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == list(desk.score_quarter("2023Q2", data)["code"])


def test_the_first_quarter_has_no_change(data):
    assert set(desk.score_quarter("2023Q1", data)["change"]) == {""}


def test_the_data_folder_is_found_from_below_it(tmp_path, monkeypatch):
    inner = tmp_path / "project" / "notebooks" / "mine"
    inner.mkdir(parents=True)
    (tmp_path / "project" / "data").mkdir()
    (tmp_path / "project" / "data" / "districts.csv").write_text("")
    monkeypatch.chdir(inner)
    assert places.data_folder() == tmp_path / "project" / "data"
    assert places.report_folder(places.data_folder()) == tmp_path / "project" / "reports"
    assert places.report_folder(places.data_folder(), "here") == Path("here").absolute()
    with pytest.raises(UsageError, match=r"is not a data folder: it has no districts\.csv"):
        places.data_folder(tmp_path)


def test_the_project_s_own_data_serve_where_there_are_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert places.data_folder() == places.PACKAGE.parent / "data"
