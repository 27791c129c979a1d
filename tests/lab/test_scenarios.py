"""A scenario: read, refused with file and key, saved, and built into stamped briefings beside the official ones."""

from __future__ import annotations

import re

import pytest
from reports_made import ROOT

from helpers.assess import score
from helpers.assess.scenario import Scenario, data_hash, data_warning, save_scenario
from helpers.assess.scenario_reader import read_scenario
from helpers.assess.whatif import Settings
from helpers.model import DataError, Quarter, UsageError, frozen
from helpers.places import scenario_folder
from helpers.write import charts, open_briefing, story, supposing, tables

GOOD = """\
format = 1
quarter = "2023Q2"
author = "张三"
note = "经济板块权重提高"
[weights]
economy = 45
[values."胶州"]
gdp_growth = 5.5
renewal_completion_rate = 60
"""


@pytest.fixture(scope="module")
def result():
    return score.history(ROOT / "data", Quarter(2023, 2))[-1]


@pytest.fixture
def saved(tmp_path):
    def save(text, name="up"):
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return save


def test_a_file_by_hand_is_read(saved, result):
    found = read_scenario(saved(GOOD), result)
    assert (found.name, found.author, found.note) == ("up", "张三", "经济板块权重提高")
    assert found.settings.weights == {"economy": 0.45}
    assert found.settings.figures == {("370281", "gdp_growth"): 5.5, ("370281", "renewal_completion_rate"): 60.0}


def test_what_is_saved_is_read_back(tmp_path, result):
    settings = Settings(
        frozen({("370281", "gdp_growth"): 6.55, ("370202", "satisfaction"): 70.0}),
        frozen({"economy": 0.375, "gdp_growth": 0.1}),
    )
    told = 'a "quoted"\nnote \\ with # and 汉字'
    path = save_scenario(Scenario("试算-1", Quarter(2023, 2), settings, "李四", told), result, tmp_path / "scenarios")
    found = read_scenario(path, result)
    assert (found.settings.figures, found.settings.weights) == (dict(settings.figures), dict(settings.weights))
    assert (found.author, found.note, found.data_sha256) == ("李四", told, data_hash(result.inputs))
    assert data_warning(found, result) == ()
    assert [p.name for p in path.parent.iterdir()] == ["试算-1.toml"]
    with pytest.raises(UsageError, match="is there already"):
        save_scenario(found, result, tmp_path / "scenarios")
    with pytest.raises(UsageError, match="nothing to save"):
        save_scenario(Scenario("empty", Quarter(2023, 2), Settings()), result, tmp_path)
    with pytest.raises(UsageError, match="cannot name a scenario"):
        save_scenario(Scenario("../up", Quarter(2023, 2), settings), result, tmp_path)
    with pytest.raises(UsageError, match="'Con' is a name that Windows keeps for a device"):
        save_scenario(Scenario("Con", Quarter(2023, 2), settings), result, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("format = 1", "format = 2", "format", "begins with format = 1"),
        ('quarter = "2023Q2"', "", "quarter", "is missing"),
        ('"2023Q2"', '"2023Q1"', "quarter", "build 2023Q1, or save the scenario anew"),
        ('"2023Q2"', '"2023-2"', "quarter", "write 2023Q2"),
        ("[weights]", "[weigths]", "weigths", "did you mean weights"),
        ("economy = 45", "economi = 45", "weights.economi", "did you mean economy"),
        ("economy = 45", 'economy = "45"', "weights.economy", "is not a number"),
        ("economy = 45", "economy = true", "weights.economy", "is not a number"),
        ("economy = 45", "economy = 101", "weights.economy", "between 0 and 100"),
        ("economy = 45", "economy = 60\nprojects = 60", "weights.economy, weights.projects", "sum to 100"),
        ('"胶州"', '"胶洲市"', "values.胶洲市", "did you mean 胶州"),
        ("gdp_growth = 5.5", "gdp_grow = 5.5", "values.胶州.gdp_grow", "did you mean gdp_growth"),
        ("gdp_growth = 5.5", "gdp_growth = nan", "values.胶州.gdp_growth", "is not a number"),
        ("rate = 60", "rate = -1", "values.胶州.renewal_completion_rate", "outside 0"),
        ("gdp_growth = 5.5", 'gdp_growth = 5.5\n[values."370281"]', "values.370281", "stands already as 胶州"),
        ('note = "经', 'note = ["a"] #', "note", "is not a text"),
    ],
)
def test_a_fault_names_file_key_and_what_to_do(saved, result, old, new, key, words):
    assert old in GOOD
    with pytest.raises(DataError) as error:
        read_scenario(saved(GOOD.replace(old, new)), result)
    fault = next(f for f in error.value.faults if f.column == key)
    assert fault.file == "up.toml"
    assert words in str(fault)


def test_all_faults_come_at_once_and_toml_slips_name_their_line(saved, result):
    with pytest.raises(DataError) as error:
        read_scenario(saved(GOOD.replace("45", "450").replace("5.5", '"x"')), result)
    assert len(error.value.faults) == 2
    with pytest.raises(DataError, match=r"up\.toml line 5"):
        read_scenario(saved(GOOD.replace("[weights]", "[weights")), result)
    with pytest.raises(DataError, match="nothing is supposed"):
        read_scenario(saved('format = 1\nquarter = "2023Q2"\n'), result)


def test_other_data_are_told(saved, result):
    found = read_scenario(saved(f'data_sha256 = "{"0" * 64}"\n{GOOD}'), result)
    (warning,) = data_warning(found, result)
    assert warning.severity == "warning" and "not those that this scenario was set against" in str(warning)


def test_a_supposed_briefing_says_so_everywhere_and_quotes_no_row_for_what_was_never_reported(saved):
    b = open_briefing("2023Q2", district="胶州", data=ROOT / "data", scenario=saved(GOOD))
    official = open_briefing("2023Q2", district="胶州", data=ROOT / "data")
    assert b.result.hypothetical and b.result.rank["370281"] > official.result.rank["370281"] == 1
    cover = story.cover(b)
    assert cover.stamp == "测算" and "测算" in cover.title and "不得引用" in cover.notice
    assert story.cover(official).stamp == "征求意见稿" and "测算" not in story.cover(official).notice
    assert story.commentary(official) and not story.commentary(b)
    assert not supposing.assumptions(official).faces
    said = str(supposing.assumptions(b).faces[0])
    assert "张三" in said and "经济板块权重提高" in said
    shown = {row[1]: row for row in tables.indicators(b).rows}
    assert shown["地区生产总值增速"][2] == "5.5%" and shown["地区生产总值增速"][5:] == ("测算", "—")
    assert shown["一般公共预算收入完成率"][6].startswith("values.csv:")
    assert tables.indicators(b).caption.startswith("【测算】") and "【测算】" not in tables.indicators(official).caption
    supposed, reported = b.trace.total("370281"), official.trace.total("370281")
    assert reported.published and not supposed.published and len(supposed.rows) < len(reported.rows)
    facts = {row[0] for row in tables.key_facts(official).rows} - {row[0] for row in tables.key_facts(b).rows}
    assert len(facts) == 1  # the rate that is supposed, and was not reported


def test_an_english_what_if_says_what_its_stamp_means_and_the_rest_in_english(saved):
    b = open_briefing("2023Q2", "en", "胶州", ROOT / "data", scenario=saved(GOOD))
    cover = story.cover(b)
    assert cover.stamp == "WHAT IF 测算" and cover.title == "Jiaozhou: results of the quarterly assessment (what if)"
    faces = (tables.indicators(b), tables.gap(b), charts.rank_bars(b), supposing.assumptions(b).faces[1])
    assert all(face.caption.startswith("[What if 测算] ") for face in faces)
    assert ">WHAT IF 测算</text>" in charts.rank_bars(b).svg
    assert {row[1]: row for row in tables.indicators(b).rows}["GDP growth"][5] == "supposed"
    told = [cover.title, cover.stamp, cover.notice, cover.running, *cover.summary, str(faces[-1]), *faces[-1].rows[0]]
    assert not re.search("[\u4e00-\u9fff]", "".join(told).replace("测算", ""))  # the office's own mark


def test_keeping_a_scenario_makes_no_official_briefing_again():
    data = ROOT / "data"
    assert not scenario_folder(data).is_relative_to(data)
