"""What `what-if` answers: stamped, doubted where it is doubtful, and no file changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from shipped_answers import DATA, read, tables

from helpers.desk.supposition import suppose


def snapshot(*folders: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_what_if_changes_no_file(briefing, tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / "reports").mkdir()
    before = snapshot(tmp_path)
    for form in ("table", "json"):
        words = ("--set", "胶州市.gdp_growth=5.5", "--set", "weight.economy=60", "--format", form)
        code, out, _ = briefing("what-if", "2023Q2", *words, "--data", tmp_path / "data")
        assert code == 0 and out
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_face_of_a_what_if_is_stamped(briefing, lang):
    words = ("what-if", "2023Q2", "--set", "胶州市.gdp_growth=5.5", "--lang", lang)
    _, out, _ = briefing(*words)
    mark = {"zh": "【测算】", "en": "[What if 测算]"}[lang]
    assert out.splitlines()[0].startswith(mark)
    said = suppose("2023Q2", ["胶州市.gdp_growth=5.5"], DATA, lang)
    assert all(table.caption.startswith(mark) for table in tables(said))
    _, out, _ = briefing(*words, "--format", "json")
    told = json.loads(out)
    assert told["stamp"] == "测算" and told["hypothetical"] is True


def test_a_what_if_shows_who_moves_and_which_flags_change_hands(briefing):
    told = read(suppose("2023Q2", ["胶州市.gdp_growth=5.5", "weight.economy=60"], DATA).json)
    rows = {row["name"]: row for row in told["districts"]}
    assert rows["胶州市"]["official"] == {"total": Decimal("97.44"), "rank": 1}
    for row in rows.values():
        assert row["supposed"]["total"] - row["official"]["total"] == row["difference"]
        assert row["official"]["rank"] - row["supposed"]["rank"] == row["places"]
    assert rows["胶州市"]["places"] < 0
    flag = told["flags"][0]
    assert "370281" in flag["lost"] and flag["won"]
    assert set(flag["supposed"]) == (set(flag["official"]) - set(flag["lost"])) | set(flag["won"])
    weights = {row["node"]["id"]: row for row in told["settings"]["weights"]}
    assert weights["economy"]["supposed"] == Decimal("0.6") and weights["economy"]["set"] is True
    assert abs(sum(row["supposed"] for row in weights.values()) - 1) < Decimal("1e-8")
    figure = told["settings"]["figures"][0]
    assert (figure["official"], figure["supposed"]) == (Decimal("7.2"), Decimal("5.5"))


@pytest.mark.parametrize(
    ("figure", "kind", "zh", "en"),
    [
        ("9", None, "", ""),
        ("12", "jump", "上季度为6.4，变动远大于其他区市", "it was 6.4 the quarter before"),
        ("720", "slip", "似应为7.2", "as if 7.2 were meant"),
        ("10000000", "size", "与其他区市不在一个量级（中位数为6.1）", "of another size, around 6.1"),
        ("1000000000", "slip", "似应为10", "as if 10 were meant"),
    ],
)
def test_a_supposed_figure_is_doubted_as_one_of_a_workbook_is(figure, kind, zh, en):
    for lang, said in (("zh", zh), ("en", en)):
        told = suppose("2023Q2", [f"胶州市.gdp_growth={figure}", "市南区.satisfaction=90"], DATA, lang)
        first, bonus = read(told.json)["settings"]["figures"]
        assert (first["doubt"] or {}).get("kind") == kind and bonus["doubt"] is None
        lines = [b for b in told.blocks if isinstance(b, str) and b.startswith(("Check:", "请核实"))]
        assert len(lines) == bool(said) and all(said in line for line in lines)


def test_a_what_if_tells_what_is_missing_and_the_ranks_that_are_left_open(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    table = tmp_path / "data" / "2023Q2" / "values.csv"
    text = table.read_text(encoding="utf-8-sig")
    assert text.count("胶州市,gdp_growth,7.2,") == 1
    table.write_text(text.replace("胶州市,gdp_growth,7.2,", "胶州市,gdp_growth,,"), encoding="utf-8-sig")
    told = suppose("2023Q2", ["weight.economy=45"], tmp_path / "data", "en")
    rows = {row["name"]: row for row in read(told.json)["districts"]}
    assert rows["Jiaozhou"]["supposed"] == {"total": None, "rank": None} and rows["Jiaozhou"]["provisional"] is True
    low, high = rows["Jiaozhou"]["possible_ranks"]
    assert low == 1 < high and rows["Huangdao"]["possible_ranks"] == [1, 2]
    said = next(b for b in told.blocks if isinstance(b, str) and b.startswith("Not reported"))
    assert said.startswith(
        "Not reported: Jiaozhou: GDP growth. A district with a missing value gets no total and no rank. Ranks and flags"
    )
    told = suppose("2023Q2", ["胶州市.gdp_growth=7.2"], tmp_path / "data", "en")
    rows = {row["name"]: row for row in read(told.json)["districts"]}
    assert rows["Jiaozhou"]["supposed"]["rank"] == 1 and rows["Jiaozhou"]["possible_ranks"] == [1, 1]
    assert not any(row["provisional"] for row in rows.values())
    lines = [b for b in told.blocks if isinstance(b, str)]
    assert any("Jiaozhou from no rank to 1" in line for line in lines) and not any(
        "reported:" in line for line in lines
    )


GROUPED = ("370281", "370283")


def test_weights_of_groups_name_the_groups_they_count_for(tmp_path):
    """胶州 and 平度 are a group with weights of its own; the others are in none, and were called nothing."""
    shutil.copytree(DATA, tmp_path / "data")
    districts = tmp_path / "data" / "districts.csv"
    table = pd.read_csv(districts, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    grouped = table["code"].isin(GROUPED)
    table["group"], table["group_en"] = (
        grouped.map({True: "县域组", False: ""}),
        grouped.map({True: "Counties", False: ""}),
    )
    table.to_csv(districts, index=False, encoding="utf-8-sig")
    scheme = tmp_path / "data" / "schemes" / "2023.toml"
    text = scheme.read_text(encoding="utf-8")
    for board, weight, own in (("performance", 40, 35), ("delivery", 25, 30)):
        before = f'{board}" }}\nweight = '
        text = text.replace(f"{before}{weight}\n", f'{before}{{ default = {weight}, "县域组" = {own} }}\n')
    scheme.write_text(text, encoding="utf-8")
    names = {
        "zh": ("经济运行权重（其他区市）", "经济运行权重（县域组）"),
        "en": ("Weight of Economic performance, other districts", "Weight of Economic performance, Counties"),
    }
    for lang, (others, counties) in names.items():
        answer = suppose("2023Q2", ["weight.economy=45"], tmp_path / "data", lang)
        rows = {row[0]: row[1:] for row in tables(answer)[0].rows}
        assert (rows[others], rows[counties]) == (("40%", "45%"), ("35%", "45%"))
    weights = [row for row in read(answer.json)["settings"]["weights"] if row["node"]["id"] == "economy"]
    assert [(row["group"], row["groups"]) for row in weights] == [("", ["other districts"]), ("县域组", ["Counties"])]
    plain = read(suppose("2023Q2", ["weight.economy=45"], DATA).json)["settings"]["weights"]
    assert all(row["groups"] == [] for row in plain)


def test_supposing_what_is_so_changes_nothing():
    now = read(suppose("2023Q2", ["胶州市.gdp_growth=7.2", "weight.economy=40"], DATA).json)
    assert all(row["difference"] == 0 and row["places"] == 0 for row in now["districts"])
    assert all(not flag["won"] and not flag["lost"] for flag in now["flags"])
