"""scored.xlsx: recalculated by LibreOffice it says what was printed; a changed cell says what `what-if` says."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from reports_made import DATA, ROOT
from the_readme_says import OFFICES

from helpers.assess import score
from helpers.assess.scheme import build_scheme
from helpers.assess.whatif import parse_settings, what_if
from helpers.desk.live.book import scored_workbook
from helpers.model import Quarter

HEADS, FIRST = 5, 6  # the rows of heads and of the first district, as a spreadsheet counts
OFFICE = next(filter(None, map(shutil.which, OFFICES)), None)
QUARTERS = [f"{year}Q{n}" for year in (2022, 2023) for n in (1, 2, 3, 4)][:7]


@pytest.fixture(scope="module")
def history():
    return {str(r.quarter): r for r in score.history(DATA, Quarter(2023, 3))}


def without_values(content: bytes) -> bytes:
    """The workbook without the values its formulas carry: whoever shows some has calculated them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(rb"</f><v>[^<]*</v>", b"</f>", text)
            new.writestr(name, text)
    return out.getvalue()


def recalculated(folder: Path, books: dict[str, bytes]) -> dict[str, openpyxl.Workbook]:
    """The workbooks as LibreOffice calculates them."""
    assert OFFICE, "there is no LibreOffice: `make test` fetches it"
    (folder / "in").mkdir(parents=True)
    for name, content in books.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(without_values(content))
    subprocess.run(
        [
            *(OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"),
            *("--outdir", str(folder / "out"), *(str(folder / "in" / f"{name}.xlsx") for name in books)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: openpyxl.load_workbook(folder / "out" / f"{name}.xlsx", data_only=True) for name in books}


def columns(sheet, many: int) -> dict[str, list]:
    """The columns of a sheet of one row a district, by head."""
    heads = [cell.value for cell in sheet[HEADS]]
    rows = list(sheet.iter_rows(min_row=FIRST, max_row=FIRST + many - 1, values_only=True))
    return {head: [row[k] for row in rows] for k, head in enumerate(heads) if head}


def same(found: list, wanted, exactly: bool = True) -> None:
    for got, want in zip(found, wanted, strict=True):
        if pd.isna(want):
            assert got in (None, "")
        else:
            assert got == want if exactly else got == pytest.approx(want, abs=1e-9)


def agrees(book, result, lang: str = "zh") -> None:
    """Every figure of the sheets Scores and Result is the result's own; printed ones to the last digit."""
    scores, final = (columns(book.worksheets[k], len(result.codes)) for k in (3, 2))
    scheme = result.scheme
    for leaf in scheme.leaves:
        same(scores[leaf.name.label(lang)], result.leaf[leaf.id], exactly=False)
    for node in scheme.nodes:
        if not node.is_leaf:
            same(scores[node.name.label(lang)], result.nodes[node.id], exactly=False)
    for extra in scheme.extras:
        if extra.kind != "veto":
            same(scores[extra.name.label(lang)], result.extras[extra.id], exactly=False)
    same(list(scores.values())[-1], result.exact, exactly=False)
    zh = lang == "zh"
    for board in scheme.boards:
        name = board.name.label(lang)
        same(final[name], result.boards[board.id])
        same(final[f"{name}位次" if zh else f"{name}: rank"], result.board_rank[board.id])
        same(final[f"{name}星数" if zh else f"{name}: stars"], result.stars[board.id])
    for head, known in (
        ("总分" if zh else "Total", result.total),
        ("位次" if zh else "Rank", result.rank),
        ("升降" if zh else "Change", result.change),
        ("星数合计" if zh else "Stars in all", result.stars_total),
    ):
        same(final[head], known)
    for award in scheme.awards:
        won = [code for code, mark in zip(result.codes, final[award.name.label(lang)], strict=True) if mark]
        assert sorted(won) == sorted(result.flags[award.id])


@pytest.fixture(scope="module")
def books(history, tmp_path_factory):
    made = {when: scored_workbook(result) for when, result in history.items()}
    made["en"] = scored_workbook(history["2023Q2"], "en")
    return recalculated(tmp_path_factory.mktemp("office"), made)


@pytest.mark.parametrize("when", QUARTERS)
def test_libreoffice_comes_to_every_figure_as_printed(books, history, when):
    agrees(books[when], history[when])
    final = columns(books[when].worksheets[2], 10)
    assert set(final["与通报之差"]) == {"与通报一致"}


def test_the_english_workbook_says_the_same(books, history):
    book = books["en"]
    assert book.sheetnames == ["Guide", "Ranking", "Result", "Scores", "Values", "Data", "Rules"]
    agrees(book, history["2023Q2"], "en")


def test_the_ranking_sheet_stands_in_the_order_of_ranks(books, history):
    result = history["2023Q2"]
    shown = columns(books["2023Q2"].worksheets[1], 10)
    names = {d.code: d.name for d in result.districts}
    assert shown["区市"] == [names[code] for code in result.rank.sort_values(kind="stable").index]
    assert shown["位次"] == sorted(result.rank)


def test_values_stand_as_they_arrived_with_source_and_mark(books, history):
    sheet = books["2023Q2"]["数据"]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]
    told = {(row[1], row[2]): row for row in rows}
    for row in history["2023Q2"].inputs.values.itertuples():
        cell = told[row.district, row.indicator]
        assert cell[4] == row.value and cell[7] == row.period
        assert cell[10] == ("演示" if "demo" in row.source else "公开")


CHANGES = [
    ["胶州市.gdp_growth=5.1"],
    ["weight.economy=55"],
    ["崂山区.service_days=0.4", "黄岛区.projects_given=99", "城阳区.retail_growth=2.25"],
]


def changed(content: bytes, result, settings: list[str]) -> bytes:
    """The workbook with the cells changed that the settings name, as a reader would type them in."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    parsed = parse_settings(result, settings)
    for (code, id_), figure in parsed.figures.items():
        row = next(r for r in book["数据"].iter_rows(min_row=5) if (r[0].value, r[2].value) == (code, id_))
        row[4].value = figure
    for id_, share in parsed.weights.items():
        rows = {r[0].value: r for r in book["办法"].iter_rows(min_row=5) if r[0].value}
        others = sum(
            rows[n.id][7].value for n in result.scheme.children(result.scheme.by_id[id_].parent) if n.id != id_
        )
        rows[id_][7].value = share / (1 - share) * others
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_changed_cell_says_what_what_if_says(history, tmp_path):
    result = history["2023Q2"]
    content = scored_workbook(result)
    books = recalculated(tmp_path, {str(k): changed(content, result, s) for k, s in enumerate(CHANGES)})
    for k, settings in enumerate(CHANGES):
        supposed = what_if(result, parse_settings(result, settings)).result
        assert not supposed.total.equals(result.total)
        agrees(books[str(k)], supposed)
        assert set(columns(books[str(k)].worksheets[2], 10)["与通报之差"]) != {"与通报一致"}


def carried(content: bytes, calculated: openpyxl.Workbook) -> int:
    """How many numbers the formulas carry; each is what is calculated."""
    compared = 0
    for sheet in openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other = calculated[sheet.title][cell.coordinate].value
                if isinstance(cell.value, int | float):
                    assert other == pytest.approx(cell.value, abs=1e-9), (sheet.title, cell.coordinate)
                    compared += 1
                else:
                    assert (other or "") == (cell.value or ""), (sheet.title, cell.coordinate)
    return compared


def test_every_formula_carries_the_value_it_has(history, books):
    """Programs that do not calculate show the printed figures too: cached and calculated values are the same."""
    assert carried(scored_workbook(history["2023Q2"]), books["2023Q2"]) > 800


def test_the_same_result_gives_the_same_bytes(history):
    result = history["2023Q2"]
    assert scored_workbook(result) == scored_workbook(result)
    with zipfile.ZipFile(io.BytesIO(scored_workbook(result))) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026" not in book.read("docProps/core.xml")


def test_text_that_looks_like_a_formula_stays_text(history):
    from dataclasses import replace

    result = history["2023Q2"]
    frame = result.inputs.values.copy()
    frame.loc[:, "note"] = '=HYPERLINK("http://example.org","x")'
    harmed = replace(result, inputs=replace(result.inputs, values=frame))
    book = openpyxl.load_workbook(io.BytesIO(scored_workbook(harmed)))
    notes = [row[11] for row in book["数据"].iter_rows(min_row=5) if row[2].value == "gdp_growth"]
    assert {cell.data_type for cell in notes} == {"s"}
    assert notes[0].value.startswith("=HYPERLINK")


SCHEME = {
    "format": 1,
    "id": "all",
    "name": {"zh": "全部方法"},
    "valid": "2023Q1..",
    "source": "office",
    "stars": [3, 2, 1],
    "node": [
        {"id": "one", "name": "甲", "weight": 50},
        {"id": "two", "name": "乙", "weight": 50, "aggregate": "geometric"},
    ],
    "extra": [
        {"id": "given_bonus", "name": "奖", "kind": "bonus", "method": "given", "max": 5},
        {"id": "given_loss", "name": "罚", "kind": "deduction", "method": "given", "max": 5},
    ],
    "award": [
        {"id": "front", "name": {"zh": "排头"}, "rule": "top", "n": 2, "exempt": ["d1"]},
        {"id": "again", "name": {"zh": "再奖"}, "rule": "top", "n": 2, "exempt": ["front"]},
        {"id": "best", "name": {"zh": "板块第一"}, "rule": "board-first", "n": 1, "board": "two"},
    ],
}
METHODS = [
    {"method": "efficacy", "floor": 2, "goal": 9, "cap": 100},
    {"method": "efficacy", "floor": 9, "goal": 1, "direction": "down", "lowest": 40},
    {"method": "target-completion", "target": 8, "cap": 1.1},
    {"method": "target-completion", "target": 4, "direction": "down", "cap": 1.2},
    {"method": "growth-to-target", "target": 5, "step": 4, "step_below": 7},
    {"method": "growth-to-target", "target": 5, "step": 4, "direction": "down", "highest": 95},
    {"method": "all-or-nothing", "target": 5, "target_points": 80, "place_points": [20, 15, 10]},
    {"method": "all-or-nothing", "target": 5, "target_points": 80, "place_points": [20, 15], "only_met": False},
    {"method": "rank-points", "table": [100, 90, 85], "lowest": 60},
    {"method": "rank-points", "first": 100, "step": 3, "direction": "down"},
    {"method": "min-max", "lowest": 60},
    {"method": "min-max", "direction": "down"},
    {"method": "z-score", "mean": 80, "spread": 8, "lowest": 70, "highest": 90},
    {"method": "z-score", "mean": 80, "spread": 8, "ddof": 1, "direction": "down"},
    {"method": "goalposts", "floor": 1, "goal": 8},
    {"method": "goalposts", "floor": 1, "goal": 9, "transform": "log", "lowest": 10},
    {"method": "goalposts", "floor": 2, "goal": 6, "clip": False},
    {"method": "given", "max": 10, "out_of": 10},
    {"method": "efficacy", "floor": 2, "goal": "leaf0", "cap": 120},
    {"method": "min-max", "winsorise": 1},
]


def every_method(policies: dict):
    """A scheme with every method, both means, a veto-like exemption and flags that pass down; and its result."""
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "assess"))
    from made import inputs

    nodes = list(SCHEME["node"])
    for k, method in enumerate(METHODS):
        parent = "one" if k % 2 == 0 else "two"
        nodes.append(
            {
                "id": f"leaf{k}",
                "name": f"指标{k}",
                "parent": parent,
                "weight": 100 * 2 / len(METHODS),
                "unit": "个",
                **method,
            }
        )
    scheme = build_scheme({**SCHEME, "node": nodes, "policies": policies})
    rng = np.random.default_rng(7)
    codes = [f"d{k}" for k in range(1, 8)]
    table = pd.DataFrame(
        rng.integers(2, 16, (7, len(METHODS))) / 2 + 0.5, codes, [f"leaf{k}" for k in range(len(METHODS))]
    )
    table["given_bonus"], table["given_loss"] = [1.5, 0, 2.25, 0, 0, 1, 0], [0, 0, 0.5, 1, 0, 0, 0]
    table.loc["d6"] = table.loc["d5"]  # equal in all: they share a place
    if policies.get("missing") != "withhold":
        table.loc["d3", "leaf2"] = np.nan
    else:
        table.loc["d7", "leaf4"] = np.nan
    return score.score(inputs(scheme, table))


POLICIES = {
    "even": {"missing": "withhold", "rounding": "half-even"},
    "max": {"missing": "exclude", "rounding": "half-up", "ties": "max", "decimals": 1},
    "dense": {"missing": "withhold", "ties": "dense", "decimals": 0, "tie_break": ["two"]},
    "exact": {"missing": "exclude", "order": "rank-then-round", "decimals": 1},
}


def test_every_method_and_policy_recalculates(tmp_path):
    results = {name: every_method(policies) for name, policies in POLICIES.items()}
    books = recalculated(tmp_path, {name: scored_workbook(result) for name, result in results.items()})
    for name, result in results.items():
        agrees(books[name], result)
        told = [str(row[1]) for row in books[name]["说明"].iter_rows(values_only=True)]
        assert any("指标19：缩尾" in text for text in told)
        assert not any("指标18" in text for text in told)


def with_gaps(policies: dict):
    """Two groups, equal totals within and across them, and a board and a bonus that some lack; and its result."""
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "assess"))
    from made import inputs

    nodes = [{"id": id_, "name": id_, "weight": 50, "method": "given"} for id_ in ("one", "two")]
    extras = [
        {"id": "bonus", "name": "奖", "kind": "bonus", "max": 5},
        {"id": "ranked", "name": "位次奖", "kind": "bonus", "method": "rank-points", "step": 20, "points": 3},
    ]
    awards = [
        {"id": "front", "name": "排头", "rule": "top", "n": 2, "within": "group"},
        {"id": "again", "name": "再奖", "rule": "top", "n": 1, "exempt": ["front"], "within": "group"},
    ]
    scheme = build_scheme({**SCHEME, "node": nodes, "extra": extras, "award": awards, "policies": policies})
    points = {"d1": 90, "d2": 90, "d3": 80, "d4": 80, "d5": 80, "d6": 70, "d7": 60, "d8": 60}
    table = pd.DataFrame({id_: points for id_ in ("one", "two")}, dtype=float)
    table["bonus"], table["ranked"] = 1.0, 2.0
    table.loc[["d3", "d4"], "two"] = np.nan
    table.loc["d6", ["bonus", "ranked"]] = np.nan
    groups = {code: "沿海" if code in ("d2", "d4", "d6", "d8") else "" for code in table.index}
    return score.score(inputs(scheme, table, groups))


GAPS = [
    {"missing": missing, "ties": ties, "tie_break": breakers}
    for missing, ties, breakers in [
        ("exclude", "dense", []),
        ("exclude", "dense", ["two"]),
        ("exclude", "min", ["two"]),
        ("exclude", "max", ["two"]),
        ("withhold", "dense", ["one"]),
    ]
]


def test_groups_gaps_and_tie_breaks_recalculate(tmp_path):
    results = {str(k): with_gaps(policies) for k, policies in enumerate(GAPS)}
    contents = {name: scored_workbook(result) for name, result in results.items()}
    books = recalculated(tmp_path, contents)
    for name, result in results.items():
        agrees(books[name], result)
        assert carried(contents[name], books[name])


@pytest.mark.parametrize("mode", ["half-even", "half-up"])
def test_the_rounding_formula_rounds_as_the_scores_are_rounded(tmp_path, mode):
    import xlsxwriter

    from helpers.assess import rounding
    from helpers.desk.live import formulas

    numbers = [97.445, 97.435, 97.44499999999999, 0.005, 0.015, -2.345, -2.355, 0, 88.125, 88.135, 1 / 3, 99.995, 100]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [2, mode])
    for k, number in enumerate(numbers, start=1):
        sheet.write_number(k, 0, number)
        sheet.write_formula(k, 1, "=" + formulas.rounded(f"A{k + 1}", "$A$1", "$B$1"))
    book.close()
    found = recalculated(tmp_path, {"round": out.getvalue()})["round"].worksheets[0]
    got = [found.cell(k, 2).value for k in range(2, len(numbers) + 2)]
    assert got == list(rounding.rounded(numbers, 2, mode))
