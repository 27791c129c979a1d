"""What `explain` answers, read back from what is printed; wrong use and bad data of all commands that answer."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from decimal import Decimal

import pytest
from shipped_answers import CASES, DATA, DISTRICTS, asked, number, read, tables

from helpers.desk.answer import Answer
from helpers.desk.explanation import explain
from helpers.desk.explanation_facts import facts
from helpers.desk.explanation_text import answer, blocks
from helpers.desk.supposition import suppose
from helpers.model import DataError, UsageError


@pytest.mark.parametrize(("quarter", "code"), CASES, ids=lambda word: word)
def test_the_gap_sums_to_the_printed_digit_board_by_board_and_in_all(quarter, code):
    told = asked(quarter, code)
    gap = told["gap"]
    assert gap["points"] == told["district"]["total"] - told["against"]["total"]
    assert sum((part["points"] for part in gap["parts"]), gap["residue"]) == gap["points"]
    for part in gap["parts"]:
        if part.get("indicators"):
            inside = sum((leaf["points"] for leaf in part["indicators"]), part["residue"])
            assert inside == part["points"]
    assert {part["id"] for part in gap["parts"]} >= {"economy", "satisfaction"}


@pytest.mark.parametrize(("quarter", "code"), CASES, ids=lambda word: word)
def test_the_change_sums_from_last_quarter_s_total_to_this_one_s(quarter, code):
    told = asked(quarter, code)
    change = told["change"]
    if quarter == "2022Q1":
        assert change is None
        return
    assert change["after"] == told["district"]["total"]
    assert change["before"] + change["points"] == change["after"]
    assert sum((cause["points"] for cause in change["causes"]), change["residue"]) == change["points"]
    own = next((cause["points"] for cause in change["causes"] if cause["id"] == "own"), Decimal(0))
    assert sum((leaf["points"] for leaf in change["own_indicators"]), change["own_residue"]) == own
    assert change["comparable"] is (quarter != "2023Q2")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", DISTRICTS)
def test_the_printed_tables_say_what_the_json_says_and_sum(code, lang):
    e = explain("2023Q2", code, data=DATA, lang=lang)
    told = facts(e)
    gap, change, *_ = tables(blocks(e))
    tops = [row for row in gap.rows[:-1] if not row[0].startswith((" ", "\u3000"))]
    assert sum(number(row[-1]) for row in tops) == number(gap.rows[-1][-1]) == told["gap"]["points"]
    assert number(gap.rows[-1][4]) - number(gap.rows[-1][5]) == number(gap.rows[-1][-1])
    for row, below in zip(gap.rows, gap.rows[1:], strict=False):
        if not row[0].startswith((" ", "\u3000")) and below[0].startswith((" ", "\u3000")):
            start = gap.rows.index(row) + 1
            inside = []
            for leaf in gap.rows[start:]:
                if not leaf[0].startswith((" ", "\u3000")):
                    break
                inside.append(number(leaf[-1]))
            assert sum(inside) == number(row[-1]), row
    outer = [number(row[1]) for row in change.rows if not row[0].startswith((" ", "\u3000"))]
    assert sum(outer[:-1]) == outer[-1] == told["district"]["total"]


def test_by_default_the_first_is_set_against_the_second_and_others_against_the_place_above():
    first = facts(explain("2023Q2", "胶州", data=DATA))
    assert (first["district"]["rank"], first["against"]["rank"]) == (1, 2)
    assert first["reach"] is None
    second = facts(explain("2023Q2", first["against"]["name"], data=DATA))
    assert second["against"]["code"] == first["district"]["code"]
    assert second["gap"]["points"] == -first["gap"]["points"]
    assert second["reach"]["target"] == {"code": "370281", "name": "胶州市"}
    named = facts(explain("2023Q2", "370281", "莱西市", DATA))
    assert named["against"]["name"] == "莱西市"


def test_the_known_story_of_2023q2_is_told():
    told = facts(explain("2023Q2", "胶州市", data=DATA))
    assert told["district"]["total"] == Decimal("97.44")
    assert told["streaks"]["first_time"] == {"top": 1, "holds": True, "earlier": None, "quarters": 6, "needs": 4}
    assert told["streaks"]["record"]["times_first"] == 1
    assert told["window"] == {"first": told["window"]["first"], "last": told["quarter"], "quarters": 6}
    assert "boards" in told["change"]["reasons"]
    later = facts(explain("2023Q3", "黄岛区", data=DATA))
    assert later["district"]["total"] == Decimal("98.30")
    assert later["streaks"]["first_time"]["holds"] is False


@pytest.mark.parametrize(
    ("quarter", "district", "lines"),
    [
        ("2023Q2", "胶州市", ("First: 1 quarter running (since Q2 2023)", "In the window: first once, best rank 1")),
        ("2023Q2", "市南区", ("In the window: never first, best rank 7",)),
        ("2022Q1", "市南区", ("The unbroken history has 1 quarter (4 are needed)",)),
    ],
)
def test_english_counts_one_as_one(quarter, district, lines):
    said = "\n".join(
        block for block in answer(quarter, district, data=DATA, lang="en").blocks if isinstance(block, str)
    )
    for line in lines:
        assert line in said


def test_reaching_the_place_above_says_what_is_needed_in_the_figure_s_own_unit():
    told = facts(explain("2023Q2", "市南区", data=DATA))
    ways = told["reach"]["ways"]
    assert any(way["feasible"] for way in ways)
    for way in ways:
        if way["feasible"]:
            assert way["needed"] - way["now"] == way["change"]
            worse = way["change"] < 0
            assert worse == (way["direction"] == "down")
            # what it says suffices: supposing it brings the place
            result = read(suppose("2023Q2", [f"市南区.{way['id']}={way['needed']}"], DATA).json)
            moved = next(row for row in result["districts"] if row["code"] == told["district"]["code"])
            assert moved["supposed"]["rank"] <= told["against"]["rank"]
        else:
            assert way["reason"] in ("cap", "limit", "missing")


def test_numbers_carry_the_digits_they_are_printed_with():
    said = answer("2023Q2", "胶州", data=DATA).json
    assert '"total": 97.44' in said
    assert re.search(r'"points": -?\d+\.\d\d,', said)
    assert "NaN" not in said and "Infinity" not in said and "-0.00" not in said
    assert not re.search(r'"(points|total|weight_a|p_first|rank|exact)": "', said)
    twelve = Answer({"a": Decimal("1.50"), "b": Decimal("-0.00"), "c": float("nan"), "d": [], "e": {}, "f": "胶州"}, ())
    assert read(twelve.json) == {"a": Decimal("1.50"), "b": 0, "c": None, "d": [], "e": {}, "f": "胶州"}
    assert '"a": 1.50' in twelve.json and '"b": 0.00' in twelve.json and "胶州" in twelve.json


def keys(thing: object) -> set[str]:
    if isinstance(thing, dict):
        return set(thing) | {key for value in thing.values() for key in keys(value)}
    return {key for value in thing for key in keys(value)} if isinstance(thing, list) else set()


def test_every_field_is_documented():
    written = set(re.findall(r"[a-z_]+", (DATA.parent / "docs" / "answers.md").read_text(encoding="utf-8")))
    written |= {f"{name}_{side}" for name in ("weight", "score") for side in "ab"}
    told = keys(read(answer("2023Q2", "市南区", data=DATA).json))
    told |= keys(read(suppose("2023Q2", ["胶州.gdp_growth=5", "weight.economy=60"], DATA).json))
    assert not told - written


def test_the_same_question_has_the_same_answer_in_every_process():
    command = [sys.executable, "-m", "helpers", "explain", "2023Q2", "--district", "胶州", "--format", "json"]
    said = {subprocess.run(command, cwd=DATA.parent, capture_output=True, check=True).stdout for _ in range(2)}
    assert len(said) == 1
    told = said.pop()
    assert json.loads(told.decode("utf-8"))["district"]["name"] == "胶州市"
    assert b"\\u" not in told


def test_piped_tables_are_plain_and_whole_and_their_columns_stand_in_line(briefing):
    code, out, err = briefing("explain", "2023Q2", "--district", "胶州")
    assert (code, err) == (0, "")
    assert "\x1b" not in out and "…" not in out and "**" not in out and "\\" not in out

    def width(text):
        return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)

    lines = out.splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith("构成"))
    rows = lines[start : start + 15]
    assert len({width(line) for line in rows}) == 1
    assert any(line.startswith("一、胶州市与黄岛区总分之差") for line in lines)
    assert any(line.startswith("五、连续与首次") for line in lines)


@pytest.mark.usefixtures("english_screen")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["explain", "2023Q2"], "--district"),
        (["explain", "2023Q2", "--district", ""], "name a district"),
        (["explain", "2023Q2", "--district", "胶洲市"], "no district is called '胶洲市'; did you mean 胶州"),
        (["explain", "2023Q2", "--district", "胶州", "--against", "黄鸟区"], "did you mean 黄岛区"),
        (["explain", "2023Q2", "--district", "胶州", "--against", "370281"], "cannot be compared with itself"),
        (["explain", "2023-2", "--district", "胶州"], "write 2023Q2"),
        (["explain", "2023Q2", "--district", "胶州", "--format", "jsn"], "did you mean json"),
        (["explain", "2023Q2", "--district", "胶州", "--lang", "fr"], "no language 'fr'"),
        (["explain", "2023Q2", "--distrct", "胶州"], "--district"),
        (["what-if", "2023Q2"], "--set"),
        (["what-if", "2023Q2", "--set", "gdp_growth=6.5"], "is not a setting"),
        (["what-if", "2023Q2", "--set", "胶州市.gdp_growth"], "is not a setting"),
        (["what-if", "2023Q2", "--set", "胶州市.gdp_growht=6.5"], "did you mean gdp_growth"),
        (["what-if", "2023Q2", "--set", "胶洲市.gdp_growth=6.5"], "did you mean 胶州"),
        (["what-if", "2023Q2", "--set", "胶州市.gdp_growth=六"], "is not a number"),
        (["what-if", "2023Q2", "--set", "胶州市.gdp_growth=nan"], "is not a number"),
        (["what-if", "2023Q2", "--set", "weight.econmy=45"], "did you mean economy"),
        (["what-if", "2023Q2", "--set", "weight.economy=145"], "145"),
        (["what-if", "2023Q2", "--set", "胶州.gdp_growth=6", "--set", "胶州市.gdp_growth=7"], "each figure or weight"),
        (["what-if", "2023Q2", "--set", "weight.economy=45", "--format", "jsn"], "did you mean json"),
        (["what-if", "2024Q1", "--set", "weight.economy=45"], "no data for 2024Q1"),
        (["verify-methods"], "DIR"),
        (["verify-methods", "nowhere"], "no folder nowhere"),
        (["verify-methods", "tests"], "nothing to verify in tests"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_ends_with_2_and_says_what_to_write(briefing, words, message):
    english = ["--lang", "en"] if words[0] in ("explain", "what-if") and "--lang" not in words else []
    code, out, err = briefing(*words, *english)
    assert code == 2
    assert message in err
    assert "Traceback" not in out + err
    assert out == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["explain", "2023Q2", "--district", ""], "未写区市；用 --district 写明"),
        (["explain", "2023Q2", "--district", "胶洲市"], "没有“胶洲市”这个区市；是否为胶州"),
        (
            ["explain", "2023Q2", "--district", "胶州", "--against", "370281"],
            "胶州市不能与自己比较；用 --against 写另一个区市",
        ),
        (["explain", "2023Q2", "--district", "胶州", "--format", "jsn"], "没有“jsn”这种格式；是否为json"),
        (["explain", "2023-2", "--district", "胶州"], "“2023-2”不是季度；写作 2023Q2"),
        (["what-if", "2023Q2"], "未写假设；用 --set 胶州市.gdp_growth=6.5"),
        (["what-if", "2023Q2", "--set", "gdp_growth=6.5"], "“gdp_growth=6.5”不是假设的写法"),
        (["what-if", "2023Q2", "--set", "胶州市.gdp_growht=6.5"], "没有名为“gdp_growht”的指标或板块；是否为gdp_growth"),
        (["what-if", "2023Q2", "--set", "胶州市.gdp_growth=六"], "“胶州市.gdp_growth=六”：“六”不是数字"),
        (["what-if", "2023Q2", "--set", "weight.economy=145"], "同级权重在0至100之间，合计为100；所写：economy 145"),
        (["what-if", "2023Q2", "--set", "胶州.gdp_growth=6", "--set", "胶州市.gdp_growth=7"], "写了两次"),
        (["what-if", "2023Q2", "--scenario", "没有的"], "没有“没有的”这个情景"),
        (["what-if", "2024Q1", "--set", "weight.economy=45"], "中没有2024Q1的数据；是否为2023Q1"),
        (["check", "2024Q1"], "中没有2024Q1的数据；是否为2023Q1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_commands_that_answer_in_chinese_say_in_chinese_what_is_wrong_with_the_request(briefing, words, message):
    code, out, err = briefing(*words)
    assert (code, out) == (2, "")
    assert message in err


@pytest.fixture
def broken(tmp_path):
    """The data that ship, with a word where a figure should be, and a survey of no district."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    path = folder / "2023Q2" / "values.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines[2] = re.sub(r"^([^,]*,[^,]*),[^,]*", r"\1,六点五", lines[2])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return folder


def test_bad_data_end_with_2_and_the_row(briefing, broken):
    for words in (["explain", "2023Q2", "--district", "胶州"], ["what-if", "2023Q2", "--set", "weight.economy=45"]):
        code, out, err = briefing(*words, "--data", broken, "--lang", "en")
        assert (code, out) == (2, "")
        assert "2023Q2/values.csv row 3 column value" in err
        assert "六点五" in err and "Traceback" not in err
        code, out, err = briefing(*words, "--data", broken)
        assert (code, out) == (2, "")
        assert err.startswith("错误：2023Q2/values.csv 第3行value列：原文“六点五”")
        assert re.fullmatch(r"数据有\d+处错误，未作计算", err.splitlines()[-1])


def test_a_district_without_a_total_is_said_by_name(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    path = folder / "2023Q2" / "values.csv"
    text = path.read_text(encoding="utf-8-sig")
    text = re.sub(r"^(莱西市,gdp_growth),[^,]*", r"\1,", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8-sig")
    with pytest.raises((UsageError, DataError)) as error:
        explain("2023Q2", "莱西市", data=folder)
    assert "莱西" in str(error.value)
