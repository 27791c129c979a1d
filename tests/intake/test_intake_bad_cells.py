"""Cells that cannot be taken in, are claimed twice, or must not be written over: told by cell, and nothing written."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from books import NAMES, book, growths, repacked, table
from refusals import good, refused, snapshot

from helpers.assess import ledger
from helpers.desk import intake as desk
from helpers.model import Quarter


def change(path, *cells):
    made = openpyxl.load_workbook(path)
    for at, value in cells:
        made.active[at] = value
    made.save(path)
    return path


def test_every_fault_of_every_workbook_is_told_at_once_by_cell(data, tmp_path):
    a = change(good(tmp_path / "a.xlsx"), ("B2", "=SUM(B3:B4)"), ("B4", "见附件"), ("B5", -250), ("A6", "黄岛县"))
    b = book(tmp_path / "b.xlsx", table(["区市", "企业开办平均用时（小时）"], growths()))
    c = book(
        tmp_path / "满意度.xlsx", table(["区市", "满意", "基本满意", "不满意", "不了解"], *[[7.5, *growths()[1:]]] * 4)
    )
    faults = refused(data, a, b, c)
    told = {(f.file, f.row, f.column): f.rule for f in faults}
    assert "without a stored result" in told["a.xlsx", 2, "B"]
    assert told["a.xlsx", 4, "B"] == "not a number"
    assert told["a.xlsx", 5, "B"] == "below its minimum -100"
    assert "no such district: 黄岛县" in told["a.xlsx", 6, "A"]
    assert told["满意度.xlsx", 2, "B"] == "a number of answers is a whole number"
    assert any(f.file == "b.xlsx" for f in faults)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("胶洲市", "胶州市"),
        ("既墨区", "即墨区"),
        ("崂山區", "崂山区"),
        ("青岛市胶洲市", "胶州市"),
        ("3.平渡市", "平度市"),
    ],
)
def test_the_nearest_district_is_offered_and_never_taken(data, tmp_path, typed, meant):
    names = [typed if name == meant else name for name in NAMES]
    path = book(tmp_path / "a.xlsx", table(["区市", "地区生产总值增速（%）"], growths(), names=names))
    [fault] = refused(data, path)
    assert (fault.rule, fault.value) == (f"no such district: {typed}", typed)
    assert fault.hint.startswith(f"did you mean {meant}? write it as in districts.csv")


def test_a_name_like_no_district_offers_none(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "地区生产总值增速（%）"], growths(), names=[*NAMES[:9], "高密"]))
    [fault] = refused(data, path)
    assert fault.rule == "no such district: 高密" and "did you mean" not in fault.hint


def test_a_column_of_formulas_without_results_says_so(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], [f"=C{k}" for k in range(2, 12)]))
    faults = refused(data, path)
    assert len(faults) == 10 and all("a formula without a stored result" in f.rule for f in faults)


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!"])
def test_a_formula_with_an_error(data, tmp_path, error):
    def wrong(parts):
        xml = parts["xl/worksheets/sheet1.xml"].decode()
        parts["xl/worksheets/sheet1.xml"] = xml.replace(
            '<c r="B2" t="n"><v>5</v></c>', f'<c r="B2" t="e"><f>1/0</f><v>{error}</v></c>'
        ).encode()

    path = repacked(good(tmp_path / "a.xlsx"), wrong)
    [fault] = refused(data, path)
    assert (fault.row, fault.column, fault.value, fault.rule) == (2, "B", error, "the formula has an error")


def test_two_workbooks_that_claim_one_cell_are_both_named(data, tmp_path):
    faults = refused(data, good(tmp_path / "统计局.xlsx"), good(tmp_path / "发改委.xlsx", 6.0))
    assert len(faults) == 10
    assert faults[0].file == "发改委.xlsx" and "5 in 统计局.xlsx [Sheet1] B2" in faults[0].rule


def test_two_workbooks_that_agree_are_no_quarrel(data, tmp_path):
    paths = [str(good(tmp_path / name)) for name in ("统计局.xlsx", "发改委.xlsx")]
    assert len(desk.prepare(paths, "2023Q4", str(data), True).plan.changes) == 10


def test_a_figure_another_department_brought_earlier_is_not_overwritten(data, tmp_path):
    first = desk.prepare([str(good(tmp_path / "统计局.xlsx"))], "2023Q4", str(data), True)
    desk.write_proposals(first, accepted=True)
    desk.write_figures(first)
    faults = refused(data, good(tmp_path / "发改委.xlsx", 6.0))
    assert "5.0 was taken in from 统计局.xlsx [Sheet1] B2" in faults[0].rule


def test_the_same_department_may_correct_itself_and_both_values_are_shown(data, tmp_path):
    first = desk.prepare([str(good(tmp_path / "统计局10月.xlsx"))], "2023Q4", str(data), True)
    desk.write_proposals(first, accepted=True)
    desk.write_figures(first)
    again = desk.prepare([str(good(tmp_path / "统计局11月.xlsx", 6.0))], "2023Q4", str(data))
    assert not again.plan.proposals
    assert [(c.old, c.new) for c in again.plan.changes][:2] == [("5.0", "6.0"), ("5.1", "6.1")]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-见附件", "@SUM(A1)", "＝1+1", "\t=1"])
def test_text_that_a_spreadsheet_would_run_is_written_as_text(data, tmp_path, text):
    path = tmp_path / "a.csv"
    out = io.StringIO()
    out.write(
        "区市,地区生产总值增速（%）,备注\n"
        + "".join(f'{n},{-g},"{text}"\n' for n, g in zip(NAMES, growths(), strict=True))
    )
    path.write_text(out.getvalue(), encoding="utf-8")
    asked = desk.prepare([str(path)], "2023Q4", str(data), True)
    written = [f.decode("utf-8-sig") for f in asked.plan.files.values()]
    cells = [cell for text in written for line in text.splitlines() for cell in line.replace('"', "").split(",")]
    assert not [c for c in cells if c[:1] in "=+@＝\t" and c]
    assert {c for c in cells if c[:1] == "-"} == {f"-{g}" for g in growths()}


def test_a_quarter_kept_as_a_workbook_is_left_alone(data, tmp_path):
    (data / "2023Q4" / "values.csv").unlink()
    book(data / "2023Q4" / "values.xlsx", [["district", "indicator", "value", "unit", "source"]], "values")
    [fault] = refused(data, good(tmp_path / "a.xlsx"))
    assert fault.file == "2023Q4/values.xlsx" and "would be overwritten" in fault.rule


def test_a_published_quarter_is_not_written_over(data, tmp_path):
    listed = b"name,sha256\n"
    edition = ledger.Edition(Quarter(2023, 4), 1, datetime.date(2024, 2, 1), *["x"] * 4, ledger.text_hash(listed))
    edition = replace(edition, seal=edition.sealed(""))
    (data / edition.folder).mkdir(parents=True)
    (data / edition.folder / ledger.FILES).write_bytes(listed)
    rows = [ledger.HEADER, ledger.line(edition)]
    (data / "ledger.csv").write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8-sig")
    *cells, fault = refused(data, good(tmp_path / "a.xlsx"))
    assert fault.rule == "the quarter was published on 2024-02-01: 10 figures would change"
    assert "revisions.csv" in fault.hint
    assert [(f.file, f.row, f.rule) for f in cells[:1]] == [
        ("a.xlsx", 2, "市南区 gdp_growth stands as empty, and would become 5.0")
    ]


def test_a_mapping_with_mistakes_names_them_all(data, tmp_path):
    (data / "mappings").mkdir()
    text = 'confirmed = true\nworkbook = "a*"\nsource = "nobody"\nsurprise = 1\n[[sheet]]\nname = "*"\n'
    text += '[[sheet.column]]\nhead = "x"\ntable = "valuez"\nindicator = "gdp"\nscale = "many"\n'
    (data / "mappings" / "a.toml").write_text(text, encoding="utf-8")
    faults = refused(data, good(tmp_path / "a.xlsx"))
    assert {f.column.split(": ")[-1] for f in faults} == {"surprise", "table", "scale"}
    fixed = text.replace("valuez", "values").replace('"many"', "1").replace("surprise = 1\n", "")
    (data / "mappings" / "a.toml").write_text(fixed, encoding="utf-8")
    faults = refused(data, good(tmp_path / "a.xlsx"))
    assert {f.rule for f in faults} == {"no such source in sources.csv", "values has no such item this quarter"}


def test_a_cell_that_cannot_be_written_leaves_all_tables_as_they_were(data, tmp_path, monkeypatch):
    points = book(tmp_path / "b.xlsx", table(["区市", "营商环境第三方评价"], [80 + k for k in range(10)]))
    asked = desk.prepare([str(good(tmp_path / "a.xlsx")), str(points)], "2023Q4", str(data), True)
    before = snapshot(data)
    moved = []
    real = Path.replace

    def stubborn(self, target):
        moved.append(target)
        if len(moved) == 2:
            raise PermissionError(13, "in use", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", stubborn)
    with pytest.raises(Exception, match="nothing was changed"):
        desk.write_figures(asked)
    monkeypatch.undo()
    assert {p: c for p, c in snapshot(data).items()} == before and len(moved) > 2


@pytest.mark.parametrize("name", ["=cmd.xlsx", "=1+1.xlsx", "@a.xlsx", "+ab.xlsx"])
def test_no_column_of_the_record_can_be_run_as_a_formula(data, tmp_path, name):
    """The name of a mapping comes from the workbook's; a later workbook of it is still known as the same."""
    asked = desk.prepare([str(good(tmp_path / name))], "2023Q4", str(data), True)
    desk.write_proposals(asked, accepted=True)
    desk.write_figures(asked)
    with (data / "2023Q4" / "intake" / "cells.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
    again = desk.prepare([str(good(tmp_path / name, 6.0))], "2023Q4", str(data))
    assert {c.new for c in again.plan.changes} == {f"{g:.1f}" for g in growths(6.0)}
