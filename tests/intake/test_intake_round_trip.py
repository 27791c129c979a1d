"""A shipped quarter sent in by a dozen departments: the tables, and the scores, come out as they were."""

from __future__ import annotations

import shutil

import pytest
from books import NAMES, ROOT, book, data_folder, growths, table
from faulty import put
from messy import dozen, read

from helpers.desk import intake as desk
from helpers.desk.new_quarter import lay_out
from helpers.desk.scores import score_quarter

QUARTER = "2023Q2"


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """A data folder whose 2023Q2 was laid out empty and filled from twelve workbooks."""
    home = tmp_path_factory.mktemp("round-trip")
    data = home / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("2023Q2", "2023Q3"))
    lay_out(QUARTER, str(data))
    sent = home / "sent"
    sent.mkdir()
    paths = [str(path) for path in dozen(ROOT / "data", QUARTER, sent)]
    assert len(paths) == 12
    asked = desk.prepare(paths, QUARTER, str(data), accept=True)
    desk.write_proposals(asked, accepted=True)
    desk.write_figures(asked)
    return data, paths, asked.plan


def test_the_scores_are_the_same(taken):
    data, _, _ = taken
    assert score_quarter(QUARTER, str(data)).equals(score_quarter(QUARTER))


@pytest.mark.parametrize("table", ["values", "scores", "survey"])
def test_every_figure_comes_out_as_it_went_in(taken, table):
    """Figures, units and lower bounds; for what is scored also period and scope."""
    data, _, _ = taken
    key = ("district",) if table == "survey" else ("district", "indicator")
    there = {tuple(row[k] for k in key): row for row in read(data / QUARTER / f"{table}.csv")}
    wanted = {tuple(row[k] for k in key): row for row in read(ROOT / "data" / QUARTER / f"{table}.csv")}
    assert there.keys() == wanted.keys()
    fields = {"values": ("value", "qualifier", "unit"), "scores": ("points",)}
    for where, row in wanted.items():
        for field in fields.get(table, ("satisfied", "basically_satisfied", "dissatisfied", "unknown")):
            old, new = row[field], there[where][field]
            assert (float(old) == float(new)) if field in ("value", "points") else old == new, (where, field)


def test_taking_the_same_in_again_changes_no_byte(taken):
    data, paths, _ = taken
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in data.rglob("*") if p.is_file()}
    again = desk.prepare(paths, QUARTER, str(data))
    assert not again.plan.proposals and not again.plan.changes and not again.plan.files
    desk.write_figures(again)
    assert before == {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in data.rglob("*") if p.is_file()}


def test_every_guess_has_its_reason(taken):
    _, _, plan = taken
    columns = [c for m in plan.proposals for s in m.sheets for c in s.columns]
    assert len(columns) == 17 + 30 and all(c.reason for c in columns)


def test_a_mapping_read_back_says_what_was_proposed(taken):
    from dataclasses import replace

    from helpers.intake.mapping import load_mappings

    data, _, plan = taken
    there = {m.name: m for m in load_mappings(data)}
    assert there == {m.name: replace(m, confirmed=True, unread=()) for m in plan.proposals}


def test_the_record_names_workbook_sheet_and_cell_of_every_figure(taken):
    data, _, plan = taken
    rows = read(data / QUARTER / "intake" / "cells.csv")
    assert len([r for r in rows if r["district"] != "全市"]) == len(plan.changes) + plan.same
    assert all(r["workbook"] and r["cell"] and r["sha256"] for r in rows)
    by_key = {(r["district"], r["item"]): r for r in rows}
    jiaozhou = by_key["胶州市", "gdp_growth"]
    assert (jiaozhou["workbook"], jiaozhou["sheet"], jiaozhou["cell"]) == ("统计局2023年上半年.xlsx", "二季度", "D13")


def test_what_was_typed_into_the_table_by_hand_is_no_formula_once_it_is_written_again(tmp_path):
    """A signed figure stays the number that it is; a remark beside it gets its apostrophe once."""
    data = data_folder(tmp_path)
    table_file = data / "2023Q4" / "values.csv"
    put(table_file, NAMES[0], "retail_growth", "value", "+5.3")
    put(table_file, NAMES[0], "retail_growth", "note", "=HYPERLINK(1)")
    for first in (5.0, 6.0):
        path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], growths(first)))
        asked = desk.prepare([str(path)], "2023Q4", str(data), True)
        desk.write_proposals(asked, accepted=True)
        desk.write_figures(asked)
    text = table_file.read_text(encoding="utf-8-sig")
    assert f"{NAMES[0]},retail_growth,+5.3," in text and ",'=HYPERLINK(1)\n" in text
