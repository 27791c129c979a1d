"""results.csv: what was published elsewhere is known to the briefing, and held against the scoring."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.assess.check import check_quarter
from helpers.assess.load import load_quarter
from helpers.model import DataError, Quarter

DATA = Path(__file__).parents[2] / "data"
Q2 = Quarter(2023, 2)


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def write(folder: Path, *rows: str) -> None:
    text = "\r\n".join(("district,item,value,source,note", *rows, ""))
    (folder / "2023Q2" / "results.csv").write_text(text, encoding="utf-8-sig", newline="")


def test_the_published_total_and_rank_are_read():
    found = load_quarter(DATA, Q2).results
    assert [(r.code, r.item, r.value, r.row) for r in found.itertuples()] == [
        ("370281", "total", 97.44, 2),
        ("370281", "rank", 1.0, 3),
    ]


def test_a_result_that_the_scoring_does_not_reach_is_a_warning(folder):
    write(folder, "胶州,total,97.45,article_2023Q2,", "胶州,projects,97.0,article_2023Q2,")
    found = [f for f in check_quarter(folder, Q2) if f.file == "2023Q2/results.csv"]
    assert [(f.row, f.severity) for f in found] == [(2, "warning"), (3, "warning")]
    assert "published total 97.45, scored 97.44" in found[0].rule


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("胶州,totl,97.44,article_2023Q2,", "total, rank, stars or a board"),
        ("胶州,total,,article_2023Q2,", "a published result has its figure"),
        ("胶州,total,97.44,nobody,", "no such source"),
        ("胶洲,total,97.44,article_2023Q2,", "no such district"),
        ("胶州,total,97.44,article_2023Q2,\r\n胶州市,total,97.44,article_2023Q2,", "already stands in row 2"),
    ],
)
def test_a_row_that_is_wrong_is_named(folder, row, rule):
    write(folder, row)
    with pytest.raises(DataError) as error:
        load_quarter(folder, Q2)
    assert any(rule in f.rule and f.file == "2023Q2/results.csv" for f in error.value.faults)
