"""Published quarters stay as they were published, or say what was changed: cell by cell, with the entry to be made."""

from __future__ import annotations

import random

import made
import openpyxl
import pytest
from publishing import change, enter, entry, pasted, publish, put, rows, take_out
from three_quarters import Q1, Q2, Q3, faults, laid_out, only, revised

from helpers.assess import check, frozen, ledger, load, score
from helpers.model import DataError


@pytest.fixture
def data(tmp_path):
    return laid_out(tmp_path / "data")


def content(data):
    return frozen.fingerprint(load.present_cells(load.load_base(data), Q2).cells)


# ---- the same content, however it is written ------------------------------------------------------------------------


def test_order_of_rows_mark_line_ends_and_typing_are_no_content(data):
    before = content(data)
    path = data / "2023Q2" / "values.csv"
    head, *body = rows(path)
    random.Random(1).shuffle(body)
    for row in body:
        row[2] = f"{float(row[2]):.3f}"
        row[0] = "东海新区" if row[0] == "甲区" else row[0]
        row[head.index("note")] = "a remark is not printed"
    put(path, [head, *body], encoding="utf-8")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert content(data) == before
    assert faults(data) == []


def test_a_workbook_has_the_same_content_as_a_csv(data):
    before = content(data)
    for name in ("values", "scores"):
        path = data / "2023Q2" / f"{name}.csv"
        book = openpyxl.Workbook()
        for row in rows(path):
            book.active.append([float(c) if c.replace(".", "", 1).isdigit() else c or None for c in row])
        book.save(path.with_suffix(".xlsx"))
        path.unlink()
    assert content(data) == before
    assert faults(data) == []


def test_another_figure_unit_or_source_is_other_content(data):
    seen = {content(data)}
    path = data / "2023Q2" / "values.csv"
    for column, new in (("value", "7.9"), ("source", "demo"), ("period", "2023-05"), ("scope", "ratio")):
        change(path, ("甲区", "growth"), column, new)
        seen.add(content(data))
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("typed", "plain"), [("5.80", "5.8"), ("1e3", "1000"), ("-0.0", "0"), ("+3", "3"), ("100", "100"), ("余", "余")]
)
def test_a_number_is_its_value(typed, plain):
    assert frozen.plain(typed) == plain


def test_cells_are_read_back_as_they_were_written(data):
    cells = load.present_cells(load.load_base(data), Q2).cells
    assert frozen.from_csv(frozen.to_csv(cells)) == cells


# ---- a change without its entry -------------------------------------------------------------------------------------


def test_a_changed_figure_is_refused_by_row_with_the_line_to_paste(data):
    row = change(data / "2023Q2" / "values.csv", ("甲区", "growth"), "value", "8.2")
    fault = only(data)
    assert (fault.file, fault.row, fault.column, fault.value) == ("2023Q2/values.csv", row, "value", "8.2")
    assert "published on 2023-08-08, and it was 8" in fault.rule
    assert "<date>,2023Q2,values,甲区,growth,value,8,8.2,<reason>,,<who>,,office" in fault.hint
    with pytest.raises(DataError, match=r"row 2 column value: found '8\.2'"):
        score.history(data, Q3)
    enter(data, *pasted(fault))
    assert faults(data) == []
    assert score.history(data, Q2)[-1].values.at["d1", "growth"] == 8.2


def test_a_changed_figure_is_shown_as_it_was_typed(data):
    change(data / "2023Q2" / "values.csv", ("甲区", "growth"), "value", "8.50")
    assert only(data).value == "8.50"


def test_a_line_pasted_without_being_filled_in_is_refused(data):
    change(data / "2023Q2" / "values.csv", ("甲区", "growth"), "value", "8.2")
    enter(data, only(data).hint.splitlines()[-1])
    assert {fault.column for fault in faults(data) if fault.file == "revisions.csv"} == {"date", "reason", "who"}


def test_a_figure_that_is_no_longer_available_is_a_change(data):
    change(data / "2023Q2" / "values.csv", ("甲区", "growth"), "value", "")
    fault = only(data)
    enter(data, *pasted(fault))
    assert faults(data) == []


def test_a_changed_score_in_a_workbook_names_its_sheet(data):
    path = data / "2023Q2" / "scores.csv"
    table = rows(path)
    table[1][2] = "91"
    book = openpyxl.Workbook()
    book.active.title = "scores"
    for row in table:
        book.active.append(row)
    book.save(path.with_suffix(".xlsx"))
    path.unlink()
    fault = only(data)
    assert (fault.file, fault.sheet, fault.row, fault.column) == ("2023Q2/scores.xlsx", "scores", 2, "points")


def test_a_row_that_came_is_one_fault_with_a_line_for_each_cell(data):
    made.write(data / "2023Q2" / "vetoes.csv", [])
    path = data / "2023Q2" / "scores.csv"
    put(path, [*rows(path), ["乙区", "bonus", "2", "office", ""]])
    fault = only(data)
    assert (fault.row, fault.column, fault.value) == (len(rows(path)), "points", "2")
    assert "there was no row for 乙区 bonus" in fault.rule
    lines = pasted(fault)
    assert len(lines) == 2
    enter(data, *lines)
    assert faults(data) == []


def test_a_row_that_went_is_one_fault(data):
    gone = take_out(data / "2023Q2" / "scores.csv", ("甲区", "bonus"))
    fault = only(data)
    assert fault.row is None
    assert f"a row for 甲区 bonus ({gone[2]}); it is gone" in fault.rule
    enter(data, *pasted(fault))
    assert faults(data) == []


def test_the_last_row_that_went_from_a_workbook_is_missed_in_the_workbook(tmp_path):
    data = laid_out(tmp_path / "data", praise=[("甲区", "防汛", "", "office")])
    path = data / "2023Q2" / "praise.csv"
    book = openpyxl.Workbook()
    book.active.append(rows(path)[0])
    book.save(path.with_suffix(".xlsx"))
    path.unlink()
    assert only(data).file == "2023Q2/praise.xlsx"


def test_the_rules_of_a_published_quarter_are_frozen(data):
    path = data / "schemes" / "plain.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("goal = 10", "goal = 9"), encoding="utf-8")
    fault = only(data)
    assert (fault.file, fault.column, fault.value) == ("schemes/plain.toml", "node growth: goal", "9")
    assert "under 10" in fault.rule
    assert "valid begins with the next quarter" in fault.hint


def test_remarks_and_the_end_of_a_scheme_are_no_rules(data):
    path = data / "schemes" / "plain.toml"
    text = path.read_text(encoding="utf-8").replace('valid = "2023Q1.."', 'valid = "2023Q1..2023Q4"')
    path.write_text("# a remark\n" + text, encoding="utf-8")
    assert faults(data) == []


def test_who_is_assessed_in_a_published_quarter_is_frozen_and_names_are_not(data):
    table = rows(data / "districts.csv")
    table[1][2] = "Jiaqu"
    put(data / "districts.csv", table)
    assert faults(data) == []
    put(data / "districts.csv", [*table, ["d5", "戊县", "Wu", "", ""]])
    for name in ("2023Q1", "2023Q2", "2023Q3"):
        for file, column in (("values", 0), ("scores", 0)):
            path = data / name / f"{file}.csv"
            put(path, [*rows(path), *[["戊县", *row[1:]] for row in rows(path) if row[column] == "丁市"]])
    found = [fault for fault in faults(data) if fault.file == "districts.csv"]
    assert len(found) == 1
    assert "戊县: assessed was nothing" in found[0].rule


def test_a_later_briefing_is_refused_too_and_an_earlier_one_is_not(data):
    change(data / "2023Q2" / "values.csv", ("甲区", "growth"), "value", "8.2")
    assert [fault.file for fault in faults(data, Q3)] == ["2023Q2/values.csv"]
    assert faults(data, Q1) == []


# ---- entries that do not fit ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"old": "7.9"}, "old", "published on 2023-08-08 was 8"),
        ({"new": "8.3"}, "new", "the data have 8.2"),
        ({"date": "2023-08-08"}, "date", "2023Q2 was published on 2023-08-08"),
        ({"date": "1.9.2023"}, "date", "is not a day; write it as 2023-09-01"),
        ({"reason": ""}, "reason", "says who made it, when and why"),
        ({"who": ""}, "who", "says who made it, when and why"),
        ({"source": "nobody"}, "source", "no such source in sources.csv"),
        ({"table": "vaules"}, "table", "no such table can be revised"),
        ({"district": "甲"}, "", ""),
        ({"district": "戊县"}, "district", "no such district"),
        ({"column": "note"}, "column", "no such column of values is frozen"),
        ({"item": ""}, "item", "a row of values is named by its indicator"),
        ({"old": "8.2"}, "new", "old and new are the same"),
        ({"quarter": "2023Q1"}, "quarter", "the quarter is not published"),
        ({"quarter": "2023-2"}, "quarter", "is not a quarter"),
        ({"item": "wages"}, "old", "was empty, or no such row"),
    ],
    ids=lambda value: "-".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else None,
)
def test_an_entry_that_does_not_fit_is_named_by_its_row(data, cells, column, rule):
    revised(data, **cells)
    found = [fault for fault in faults(data) if fault.file == "revisions.csv"]
    if not column:
        assert found == []
        return
    assert [(fault.row, fault.column) for fault in found] == [(2, column)]
    assert rule in found[0].rule


@pytest.mark.parametrize(
    ("date", "hint"),
    [
        ("2023-08-08", "what is found on that very day counts from the next: write 2023-08-09"),
        ("2023-08-07", "write the day on which the figure was changed"),
    ],
)
def test_what_is_found_on_the_day_of_publication_is_dated_the_next(data, date, hint):
    revised(data, date=date)
    assert only(data).hint == hint


def test_several_revisions_of_one_cell_are_followed_in_order_of_their_days(data):
    path = data / "2023Q2" / "values.csv"
    change(path, ("甲区", "growth"), "value", "8.4")
    cell = {"district": "甲区", "item": "growth"}
    enter(data, entry(**cell, old="8.2", new="8.4", date="2023-10-01"), entry(**cell, old="8", new="8.2"))
    assert faults(data) == []
    broken = entry(**cell, old="8.3", new="8.5", date="2023-11-01")
    enter(data, broken)
    fault = only(data)
    assert (fault.row, fault.column) == (4, "old")
    assert "row 2 made it 8.4" in fault.rule


def test_a_second_edition_takes_up_where_the_first_was_revised(data):
    revised(data)
    second = publish(data, day="2023-10-01")
    assert second.edition == 2
    assert faults(data) == []
    change(data / "2023Q2" / "values.csv", ("甲区", "growth"), "value", "8.4")
    fault = only(data)
    assert "(edition 2)" in fault.rule
    enter(data, *pasted(fault, date="2023-11-01"))
    assert faults(data) == []
    enter(data, entry(district="乙区", item="growth", old="6.5", new="6.6", date="2023-09-05"))
    change(data / "2023Q2" / "values.csv", ("乙区", "growth"), "value", "6.6")
    assert any("do not lead to edition 2" in fault.rule for fault in faults(data))


def test_ledger_and_revisions_are_among_the_files_that_a_quarter_rests_on(data):
    revised(data)
    assert {"ledger.csv", "revisions.csv"} <= set(load.load_quarter(data, Q2).files)


def test_nothing_is_held_against_a_quarter_that_is_not_published(data):
    change(data / "2023Q3" / "values.csv", ("甲区", "growth"), "value", "8.2")
    assert faults(data, Q3) == []
    assert rows(data / "ledger.csv")[0] == list(ledger.HEADER)


def test_a_commentary_is_to_be_read_again_after_a_revision_only_where_it_says_something(data):
    folder = data / "2023Q2"
    (folder / "commentary.md").write_text("甲区居首。\n", encoding="utf-8")
    (folder / "commentary.en.md").write_text("<!-- write here -->\n", encoding="utf-8")  # as new-quarter lays it out
    publish(data)
    change(folder / "values.csv", ("甲区", "growth"), "value", "8.2")
    enter(data, *pasted(only(data)))
    told = check.check_commentary(load.load_base(data), Q2)
    assert [fault.file for fault in told] == ["2023Q2/commentary.md"]
