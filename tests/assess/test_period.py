"""Which time a figure speaks of: what can be read, and what an analyst is told to write instead."""

from __future__ import annotations

import made
import pytest

from helpers.assess import check, load
from helpers.assess.period import HOW, Moment, Period, is_period, parse, rewritten
from helpers.model import DataError, Quarter, UsageError

NO_PERIOD = {
    "Q2 2023": "write 2023Q2",
    "2023q2": "write 2023Q2",
    "2023年二季度": "write 2023Q2",
    "2023年第2季度": "write 2023Q2",
    "2023年上半年": "write 2023-01..2023-06",
    "2023年1—6月": "write 2023-01..2023-06",
    "2023年6月末": "write 2023-06",
    "2023/6": "write 2023-06",
    "2023年": "write 2023",
    "2023-01..": HOW,
    "2023-13": HOW,
    "2023-00": HOW,
    "2023-02-30": HOW,
    "2023-01..2023-06..2023-07": HOW,
    "2023-01..2023Q2": HOW,
    "上半年": HOW,
}


def test_a_period_is_a_moment_or_a_span_of_two_of_one_kind():
    assert parse("2023") == Period(Moment(2023)) and parse("2023").end == (2023, 12)
    assert parse("2023Q2") == Period(Moment(2023, 2)) and parse("2023Q2").end == (2023, 6)
    assert parse("2022-10..2023-03").end == (2023, 3)
    assert parse("2023-06-15..2023-06-18").last == Moment(2023, 0, 6, 18)
    assert is_period("") and is_period("goal")


@pytest.mark.parametrize(("text", "hint"), NO_PERIOD.items())
def test_other_texts_are_no_period_and_say_what_to_write(text, hint):
    assert not is_period(text) and rewritten(text) == hint
    with pytest.raises(UsageError, match="is no period"):
        parse(text)


@pytest.mark.parametrize("text", ["2023-06..2023-01", "2023Q2..2023Q1", "2023..2022", "2023-06-18..2023-06-15"])
def test_a_span_does_not_run_backwards(text):
    with pytest.raises(UsageError, match="runs backwards"):
        parse(text)


def written(data, period):
    made.folder(data)
    folder = made.quarter(data)
    text = (folder / "values.csv").read_text(encoding="utf-8-sig")
    (folder / "values.csv").write_text(text.replace("2023-06", period, 1), encoding="utf-8")
    return data


def test_a_period_that_cannot_be_printed_stops_the_quarter_with_its_row(tmp_path):
    written(tmp_path, "2023年上半年")
    [fault] = check.check_quarter(tmp_path, Quarter(2023, 2))
    assert (fault.file, fault.row, fault.column, fault.value) == ("2023Q2/values.csv", 2, "period", "2023年上半年")
    assert fault.severity == "error" and fault.hint == "write 2023-01..2023-06"
    with pytest.raises(DataError, match="period"):
        load.load_quarter(tmp_path, Quarter(2023, 2))


@pytest.mark.parametrize("period", ["", "goal", "2022-10..2023-03", "2023Q1..2023Q2"])
def test_a_period_that_can_be_printed_is_taken(tmp_path, period):
    written(tmp_path, period)
    assert check.check_quarter(tmp_path, Quarter(2023, 2)) == []


def test_a_background_figure_needs_its_period(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    rows = [(period, "gdp", "全市", 1, "亿元", "", "office") for period in ("2022", "2022年", "", "goal")]
    made.write(tmp_path / "background.csv", rows)
    found = check.check_quarter(tmp_path, Quarter(2023, 2))
    assert [(f.row, f.column, f.hint) for f in found] == [
        (3, "period", "write 2022"),
        (4, "period", HOW),
        (5, "period", HOW),
    ]
