"""The briefings as a whole: the words they are written in, the record beside them, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from importlib import metadata

import pytest
from reports_made import CHINESE, CODES, DATA, DISTRICTS, ENGLISH, JIAOZHOU, ROOT, passages, pdf_pages, rows

HAN = r"[\u3400-\u9fff]"

# Titles and publishers of Chinese sources have no English of their own; an English briefing quotes them as they are.
CHINESE_NAMES = {
    row[key] for row in rows(DATA / "sources.csv") if row["kind"] == "published" for key in ("title", "publisher")
}


def without_names(text: str) -> str:
    """A passage without the titles and publishers that sources have of themselves, which stand as they are."""
    for name in sorted(CHINESE_NAMES, key=len, reverse=True):
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_sentences_have_full_width_punctuation(briefings, name):
    """A half-width mark beside a Han character is a slip: （示意）, not (示意)."""
    slips = re.compile(rf"{HAN}\s*[,;:!?()]|[,;:!?()]\s*{HAN}")
    assert not [text for text in passages(briefings.file(name, "html")) if slips.search(without_names(text))]


@pytest.mark.parametrize("name", CHINESE + ENGLISH)
def test_punctuation_is_never_doubled_nor_brackets_empty(briefings, name):
    doubled = re.compile(
        r"[，。；：、！？][，。；：、！？]|[,;:!?]\s*[,;:.!?]|(?<!\.)\.\.(?!\.)|（\s*）|\(\s*\)|“\s*”|  +"
    )
    assert not [text for text in passages(briefings.file(name, "html")) if doubled.search(text)]


@pytest.mark.parametrize("name", CHINESE + ENGLISH)
def test_no_machine_word_reaches_the_reader(briefings, name):
    machine = re.compile(
        r"\b(nan|NaN|NaT|None|null|undefined|True|False|inf)\b|Traceback|[{}]|<[a-z/]|\\u[0-9a-f]{4}|-0\.0+\b"
    )
    assert not [text for text in passages(briefings.file(name, "html")) if machine.search(text)]


@pytest.mark.parametrize("name", ENGLISH)
def test_english_briefings_have_han_only_in_names_that_have_no_english(briefings, name):
    assert not [text for text in passages(briefings.file(name, "html")) if re.search(HAN, without_names(text))]
    running = [
        line
        for sheet in pdf_pages(briefings.file(name, "pdf"))
        for line in (sheet.splitlines()[0], *sheet.splitlines()[-3:])
    ]
    assert not [line for line in running if re.search(HAN, line)]


@pytest.mark.parametrize("name", ENGLISH)
def test_english_briefings_have_no_full_width_punctuation(briefings, name):
    wide = re.compile(r"[，。；：、！？（）《》　]")
    assert not [text for text in passages(briefings.file(name, "html")) if wide.search(without_names(text))]


@pytest.mark.parametrize("code", DISTRICTS)
def test_a_district_briefing_tells_its_own_district(briefings, code):
    scored = {row["code"]: row for row in rows(briefings.zh / "scored.csv")}[code]
    text = "".join(passages(briefings.file(f"district-{code}.zh", "html")))
    place = "首位" if scored["rank"] == "1" else f"第{scored['rank']}位"
    first_sentence = text.partition("要点")[2].partition("。")[0]
    assert (
        DISTRICTS[code] in first_sentence
        and f"{scored['total']}分" in first_sentence
        and f"全市{place}" in first_sentence
    )
    flags = [flag for flag in scored["flags"].split("|") if flag]
    assert all(f"“{flag}”红旗" in text for flag in flags) if flags else "未获红旗" in text


# --- the same bytes --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_second_build_gives_the_same_bytes(briefings, command, tmp_path):
    words = ("--district", "胶州", "--lang", "zh,en", "--force", "--out", tmp_path)
    again = command("briefing", "build", "2023Q2", *words)
    assert again.returncode == 0, again.stderr
    for name in (f"{JIAOZHOU}.zh", f"{JIAOZHOU}.en"):
        for extension in ("html", "pdf"):
            made = tmp_path / "2023Q2" / f"{name}.{extension}"
            assert sha256(made) == sha256(briefings.file(name, extension)), made.name


# --- the record ------------------------------------------------------------------------------------------------------


@pytest.fixture
def record(briefings) -> dict:
    return json.loads((briefings.zh / "run.json").read_text(encoding="utf-8"))


def sha256(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_record_tells_what_was_asked_with_every_default(record, briefings):
    settings = record["run"]["settings"]
    assert settings == {
        "quarter": "2023Q2",
        "district": list(DISTRICTS),
        "city": True,
        "lang": ["zh"],
        "format": ["html", "pdf"],
        "data": str(DATA),
        "out": str(briefings.zh),
        "force": False,
    }
    assert record["run"]["jobs"] >= 1


def test_the_record_tells_every_parameter_of_every_notebook(record):
    reports = record["reports"]
    assert set(reports) == set(CHINESE)
    for name, report in reports.items():
        told = {"quarter": "2023Q2", "lang": "zh", "data": str(DATA), "as_of": "", "scenario": ""}
        if name != "city.zh":
            told["district"] = name.removeprefix("district-").removesuffix(".zh")
        assert report["parameters"] == told


def test_the_record_has_the_hash_of_every_data_file_notebook_and_font(record):
    run = record["run"]
    asked = {path.relative_to(DATA).as_posix(): path for path in DATA.rglob("*") if path.is_file()}
    for needed in ("districts.csv", "sources.csv", "schemes/2023.toml", "2022Q1/scores.csv", "2023Q2/values.csv"):
        assert needed in run["inputs"]
    assert not [name for name in run["inputs"] if name.startswith("2023Q3/")]  # a later quarter cannot change this one
    assert {name: sha256(asked[name]) for name in run["inputs"]} == run["inputs"]
    assert {name: sha256(ROOT / "helpers" / "fonts" / name) for name in run["fonts"]} == run["fonts"]
    assert len(run["fonts"]) == 3
    assert re.fullmatch(r"[0-9a-f]{64}", run["code_sha256"])
    for report in record["reports"].values():
        assert report["notebook_sha256"] == sha256(ROOT / "notebooks" / report["notebook"])


def test_the_record_names_the_versions_it_was_made_with(record):
    run = record["run"]
    for package in ("pandas", "papermill", "nbconvert", "typst", "matplotlib"):
        assert run["packages"][package] == metadata.version(package)
    assert run["python"] == platform.python_version()


def test_the_record_has_result_and_seconds_of_every_step_and_the_files_as_they_stand(record, briefings):
    for name, report in record["reports"].items():
        assert report["status"] == "made"
        assert report["error"] == ""
        assert set(report["seconds"]) == {"start", "cells", "html", "pdf"}
        assert all(seconds > 0 for seconds in report["seconds"].values())
        for extension in ("html", "pdf"):
            entry, path = report["files"][extension], briefings.file(name, extension)
            assert (entry["file"], entry["bytes"], entry["sha256"]) == (path.name, path.stat().st_size, sha256(path))
        assert briefings.file(name, "ipynb").is_file()
    assert 0 < record["run"]["seconds"] < 600


def test_nothing_else_is_left_beside_the_reports(briefings):
    made = {f"{name}.{extension}" for name in CHINESE for extension in ("html", "pdf", "ipynb")}
    left = {path.name for path in briefings.zh.iterdir()} - {".lock", ".checked.json"}  # the press's own marks
    assert left == made | {"run.json", "scored.csv", "scored.xlsx"}


def test_scored_csv_opens_in_excel_with_one_row_a_district(briefings):
    path = briefings.zh / "scored.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    scored = rows(path)
    boards = ["economy", "projects", "renewal", "business"]
    assert list(scored[0]) == [
        *("code", "district", *boards, "bonus", "total", "rank", "previous_rank", "change"),
        *(f"stars_{board}" for board in boards),
        *("stars_total", "flags", "provisional"),
    ]
    assert [row["code"] for row in scored] == list(DISTRICTS)
    jiaozhou = next(row for row in scored if row["code"] == CODES["胶州市"])
    assert (jiaozhou["total"], jiaozhou["rank"], jiaozhou["previous_rank"], jiaozhou["change"]) == (
        "97.44",
        "1",
        "2",
        "1",
    )
    assert jiaozhou["flags"] == "真抓实干、勇当排头"
