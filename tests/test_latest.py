"""`latest`: the last quarter whose figures are all in, from a quarter's own tables; what it passes over it says."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.assess.awaited import awaited
from helpers.assess.check import check_quarter
from helpers.assess.load import load_base
from helpers.desk.new_quarter import lay_out
from helpers.desk.request import find_quarter
from helpers.intake.to_come import waiting
from helpers.model import Quarter

from damage import added, cell, put_rows, rows, text, whole, workbook, words  # isort: skip
from publishing import publish  # isort: skip

pytestmark = pytest.mark.usefixtures("english_screen")

ROOT = Path(__file__).resolve().parents[1]
Q4 = Quarter(2023, 4)
TABLES = ("values.csv", "scores.csv", "survey.csv")
GDP = 2  # the row of values.csv that has the first district's growth


@pytest.fixture
def data(tmp_path):
    """The shipped data with 2023Q4 laid out and no figure in it."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    lay_out(str(Q4), str(tmp_path / "data"))
    return tmp_path / "data"


def fill(data: Path, *tables: str) -> None:
    for name in tables:
        shutil.copy(data / "2023Q3" / name, data / "2023Q4" / name)


def latest(data: Path, caplog) -> tuple[str, list[str]]:
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        return str(find_quarter(data, "latest")), [record.getMessage() for record in caplog.records]


def test_a_quarter_that_is_laid_out_and_empty_is_passed_over_and_named(data, caplog):
    told = "latest is 2023Q3; 2023Q4 still awaits 170 figures"
    assert latest(data, caplog) == ("2023Q3", [told])
    assert str(find_quarter(data, "latest", newest=True)) == "2023Q4"
    assert str(find_quarter(data, "2023Q4")) == "2023Q4", "a quarter that is named is that quarter"


def test_it_is_latest_once_its_last_figure_is_in(data, caplog):
    fill(data, "values.csv", "scores.csv")
    assert latest(data, caplog) == ("2023Q3", ["latest is 2023Q3; 2023Q4 still awaits 40 figures"])
    fill(data, "survey.csv")
    cell("2023Q4/values.csv", GDP, "value", "")(data)
    assert latest(data, caplog) == ("2023Q3", ["latest is 2023Q3; 2023Q4 still awaits 1 figure"])
    cell("2023Q4/values.csv", GDP, "value", "5.1")(data)
    assert latest(data, caplog) == ("2023Q4", [])


def test_a_folder_without_tables_is_passed_over(data, caplog):
    (data / "2024Q1").mkdir()
    told = "latest is 2023Q3; 2023Q4 still awaits 170 figures; 2024Q1 has no tables yet"
    assert latest(data, caplog) == ("2023Q3", [told])


def test_a_single_gap_is_missing_data_once_the_next_quarter_is_laid_out(data, caplog):
    fill(data, *TABLES)
    cell("2023Q4/values.csv", GDP, "value", "")(data)
    lay_out("2024Q1", str(data))
    assert latest(data, caplog)[0] == "2023Q4"
    put_rows(data / "2023Q4/survey.csv", [r if k == 0 else [r[0], *[""] * 4, *r[5:]] for k, r in
                                          enumerate(rows(data / "2023Q4/survey.csv"))])  # fmt: skip
    assert latest(data, caplog)[0] == "2023Q3", "what nobody has reported is to come"


def test_a_published_quarter_is_latest_with_its_gaps(data, caplog):
    fill(data, *TABLES)
    cell("2023Q4/values.csv", GDP, "value", "")(data)
    publish(data, "2023Q4", "2024-02-08")
    assert latest(data, caplog) == ("2023Q4", [])


@pytest.mark.parametrize(
    "damage",
    [
        cell("2023Q4/values.csv", GDP, "value", "见附件"),
        cell("2023Q4/values.csv", GDP, "indicator", "gdp_grwth"),
        whole("2023Q4/values.csv", b"\xff\xfe\x00"),
        words("2023Q4/scores.csv", "points", "score"),
        whole("2023Q4/scores.csv", "district,indicator,points,source\n"),
        words("schemes/2023.toml", "format = 1", "format = = 1"),
    ],
    ids=["no number", "unknown indicator", "unreadable", "no such column", "no row", "broken scheme"],
)
def test_a_fault_is_never_hidden_by_passing_the_quarter_over(data, caplog, damage):
    fill(data, *TABLES)
    damage(data)
    assert latest(data, caplog) == ("2023Q4", [])


def test_a_missing_table_is_a_fault(data, caplog):
    fill(data, *TABLES)
    (data / "2023Q4/scores.csv").unlink()
    assert latest(data, caplog) == ("2023Q4", [])


def test_where_no_quarter_has_all_its_figures_it_is_the_newest(tmp_path, caplog):
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("202*Q*"))
    lay_out("2023Q2", str(tmp_path / "data"))
    assert latest(tmp_path / "data", caplog) == ("2023Q2", [])


def test_facts_that_are_told_and_not_scored_are_not_waited_for(data, caplog):
    fill(data, *TABLES)
    fact = next(row[0] for row in rows(data / "facts.csv")[1:] if row[0] not in text(data / "schemes/2023.toml"))
    added("2023Q4/values.csv", f"胶州市,{fact},,,项,2023-12,cumulative,demo,")(data)
    assert latest(data, caplog) == ("2023Q4", [])


def counted(data: Path) -> tuple[int, int, int]:
    waits = waiting(load_base(data), Q4)
    return len(waits), sum(w.whole for w in waits), sum(len(w.codes) for w in waits)


def told(data: Path) -> tuple[int, int, int]:
    found = awaited(data, Q4)
    return found.indicators, found.whole, found.figures


def test_it_counts_as_the_data_check_does(data):
    assert told(data) == counted(data) == (17, 17, 170)
    fill(data, "values.csv")
    cell("2023Q4/values.csv", GDP, "value", " ")(data)
    cell("2023Q4/survey.csv", 2, "unknown", "3")(data)
    assert told(data) == counted(data) == (1 + 2 + 4, 2 + 3, 1 + 20 + 39)
    workbook("2023Q4/scores.csv")(data)
    assert told(data) == counted(data)


def test_what_latest_means_is_found_without_reading_everything():
    """A schedule asks every hour; pandas alone would take longer than all the rest of a build with nothing to do."""
    asked = "import sys; from helpers.desk import request; print({'numpy', 'pandas'} & set(sys.modules) or 'none')"
    answer = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert answer.stdout.strip() == "none"


@pytest.mark.slow
def test_a_build_with_nothing_to_do_reads_no_more_than_that_takes(here, data):
    """Looking up what was published, after a build, had brought pandas into every one."""
    build = ["build", "2023Q3", "--district", "none", "--format", "html", "--data", data, "--out", data.parent / "made"]
    assert here("briefing", *build).returncode == 0
    asked = (
        "import atexit, sys; from helpers import cli; "
        "atexit.register(lambda: print({'numpy', 'pandas'} & set(sys.modules) or 'none')); cli.main()"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked, *map(str, build)], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert answer.stdout.splitlines()[-1] == "none"


def test_commands_that_read_finished_quarters_say_what_they_pass_over(here, data):
    scored = here("briefing", "score", "latest", "--format", "csv", "--data", data)
    assert scored.returncode == 0
    assert scored.stderr == "latest is 2023Q3; 2023Q4 still awaits 170 figures\n"
    assert scored.stdout == here("briefing", "score", "2023Q3", "--format", "csv", "--data", data).stdout
    checked = here("briefing", "check", "latest", "--data", data, "--lang", "en")
    assert "2023Q4/values.csv" in checked.stdout and "latest is" not in checked.stderr


def test_an_empty_quarter_is_first_told_to_wait_for_its_figures(here, data):
    ended = here("briefing", "build", "2023Q4", "--district", "none", "--data", data, "--out", data.parent / "made")
    assert ended.returncode == 2 and "Traceback" not in ended.stderr
    check = f"briefing check 2023Q4 --data {data}"
    assert f"wait for the figures: {check} tells which are to come" in ended.stderr
    assert "exclude" not in ended.stderr
    shutil.copytree(data / "2023Q3", data / "2023Q4", dirs_exist_ok=True)
    for k in range(10):  # everybody lacks another of eleven figures
        cell("2023Q4/values.csv", 2 + 12 * k, "value", "")(data)
    gaps = [fault for fault in check_quarter(data, Q4) if fault.severity == "error"]
    assert [str(fault.hint) for fault in gaps] == [
        'wait for the figures; if they will not come, set missing = "exclude" in schemes/2023.toml'
    ]
