"""What is published stays: the real program, from `publish` over a revision to notice, rebuild and proof."""

from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from publishing import change, enter, pasted, publish, rows
from reports_made import DATA, page, pdf_pages

from helpers.assess import load
from helpers.assess.check import check_quarter
from helpers.desk import publication
from helpers.desk.printed_numbers import differences, lines
from helpers.model import Quarter, UsageError
from helpers.press import swap

sys.path.insert(0, str(Path(__file__).parent / "press"))
from small_notebooks import write_notebook

Q1 = Quarter(2023, 1)
CITY = ("--district", "none", "--lang", "zh,en")
LANGS = ("zh", "en")


@pytest.fixture(scope="module")
def told(once, command):
    """One story, told once: published, changed, refused, explained, told on, corrected, rebuilt, proved."""

    def make(home: Path) -> str:
        data, said = home / "data", {}
        shutil.copytree(DATA, data)

        def run(name: str, *words: str | Path) -> int:
            done = command("briefing", *words, "--data", data)
            said[name] = [done.returncode, done.stdout, done.stderr]
            return done.returncode

        steps = [run("publish", "publish", "2023Q1", *CITY), run("again", "publish", "2023Q1", *CITY)]
        shutil.copytree(home / "reports" / "2023Q1", home / "published")
        change(data / "2023Q1" / "values.csv", ("胶州市", "gdp_growth"), "value", "9.9")
        refused = [run("refused", "check", "2023Q1"), run("not built", "build", "2023Q2", *CITY)]
        fault = next(f for f in check_quarter(data, Q1) if f.severity == "error")
        enter(data, *pasted(fault, date="2023-07-10"))
        steps += [
            run("passes", "check", "2023Q1"),
            run("next", "build", "2023Q2", *CITY),
            run("correction", "correction", "2023Q1", "--lang", "zh,en"),
            run("as of", "build", "2023Q1", *CITY, "--as-of", "2023-06-01"),
            run("verify", "verify", "2023Q1"),
        ]
        (home / "said.json").write_text(json.dumps(said), encoding="utf-8")
        if any(steps) or refused != [2, 2]:
            return "\n".join(f"{name}: {code}\n{out}{err}" for name, (code, out, err) in said.items())
        return ""

    home = once("publication", make)
    return home, json.loads((home / "said.json").read_text(encoding="utf-8"))


def text(path: Path) -> str:
    """All words of a page or sheet, without the spaces that a layout puts in."""
    whole = page(path).get_text() if path.suffix == ".html" else "".join(pdf_pages(path))
    return re.sub(r"\s+", "", whole)


@pytest.mark.slow
def test_publishing_says_what_is_on_record_and_twice_is_once(told):
    _, said = told
    assert "published 2023Q1, edition 1, on 2023-05-07: 4 files on record" in said["publish"][1]
    assert "2023Q1 is published since 2023-05-07 (edition 1); nothing has changed" in said["again"][1]


@pytest.mark.slow
def test_a_change_is_refused_by_row_with_the_line_to_paste_and_nothing_is_built(told):
    _, said = told
    row = [row[:2] for row in rows(DATA / "2023Q1" / "values.csv")].index(["胶州市", "gdp_growth"]) + 1
    for name, stream in (("refused", 1), ("not built", 2)):
        assert f"2023Q1/values.csv row {row} column value: found '9.9'" in said[name][stream]
        assert "<date>,2023Q1,values,胶州市,gdp_growth,value,6.4,9.9,<reason>,,<who>,,demo" in said[name][stream]
    assert "0 errors" in said["passes"][1]


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["html", "pdf"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_next_briefing_prints_what_was_revised_and_what_that_moves(told, lang, extension):
    home, _ = told
    whole = text(home / "reports" / "2023Q2" / f"city.{lang}.{extension}")
    words = {
        "zh": [
            "胶州市地区生产总值增速由6.4%修订为9.9%（市统计局，最终核实）",
            "胶州市位次由第2位变为第1位；黄岛区位次由第1位变为第2位",
        ],
        "en": ["GDPgrowthofJiaozhouforQ12023isrevisedfrom6.4%to9.9%", "therankofHuangdaogoesfrom1stto2nd"],
    }
    for sentence in words[lang]:
        assert sentence in whole


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["html", "pdf"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_notice_is_a_short_document_with_old_and_new(told, lang, extension):
    home, _ = told
    path = home / "reports" / "2023Q1" / f"correction.{lang}.{extension}"
    whole = text(path)
    words = {
        "zh": [
            "关于更正2023年第一季度“摘星夺旗”考核结果的通知",
            "2023年7月10日",
            "以本通知为准",
            "青岛市综合考核委员会",
        ],
        "en": [
            "CorrectiontotheassessmentresultsofQ12023",
            "10July2023",
            "thisnoticeholds",
            "Old rank".replace(" ", ""),
        ],
    }
    for word in (*words[lang], "6.4%", "9.9%", "96.98", "98.14"):
        assert word in whole
    if extension == "pdf":
        assert len(pdf_pages(path)) <= 2
    else:
        assert page(path).find("nav") is None


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["html", "pdf"])
@pytest.mark.parametrize("lang", LANGS)
def test_as_of_a_day_before_the_revision_every_number_is_the_published_one(told, lang, extension):
    home, _ = told
    name = f"city.{lang}.{extension}"
    rebuilt = home / "reports" / "2023Q1" / "as-of-2023-06-01" / name
    if extension == "pdf":
        day = {"zh": "2023年6月1日", "en": "1June2023"}[lang]
        assert all(day in re.sub(r"\s+", "", sheet) for sheet in pdf_pages(rebuilt))
    else:
        assert all(page(rebuilt).get_text().count(mark) >= 1 for mark in MARKS[lang])
    now = lines(rebuilt)
    for mark in MARKS[lang]:
        now = [line.replace(mark, "") for line in now]
    before = lines(home / "published" / name)
    if extension == "html":
        assert not differences(before, [line for line in now if re.search(r"\d", line)])
    else:  # heads and feet, which carry the day, are broken into lines as they fit
        assert {*numbers_of(before)} == {*numbers_of(now)}
    scored = ("scored.csv", home / "reports" / "2023Q1" / "as-of-2023-06-01" / "scored.csv")
    assert scored[1].read_bytes() == (home / "published" / "scored.csv").read_bytes()


# What a briefing as of a day says of it, on the cover and at the head, and at the foot of every page.
MARKS = {
    "zh": (" · 按2023年6月1日已知数据编制", "本件按2023年6月1日已知的数据重新编制，此后的修订未计入。"),
    "en": (
        " · as known on 1 June 2023",
        "Made again from the data as known on 1 June 2023; later revisions are not in it. ",
    ),
}


def numbers_of(found: list[str]) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", " ".join(found))


@pytest.mark.slow
def test_verify_finds_the_published_quarter_byte_for_byte(told):
    home, said = told
    assert "2023Q1 edition 1 of 2023-05-07: identical, 5 files byte for byte" in said["verify"][1]
    current = home / "reports" / "2023Q1" / "city.zh.html"  # not made again: what was published lies where it lay
    assert current.read_bytes() == (home / "published" / "city.zh.html").read_bytes()


# ---- numbers that differ, bytes that differ -------------------------------------------------------------------------


def test_numbers_are_compared_whatever_the_words_around_them():
    published = ["胶州市总分97.44分", "居第1位"]
    assert not differences(published, ["胶州市以97.44分", "列第1位"])
    assert differences(published, ["胶州市总分97.45分", "居第1位"]) == [("胶州市总分97.44分", "胶州市总分97.45分")]
    assert differences(published, ["居第1位"]) == [("胶州市总分97.44分", "")]


def test_places_of_data_rows_are_no_numbers(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<table><tr><td>6.4%</td><td>values.csv:12</td><td>values.xlsx [values]:9</td></tr></table>", "utf-8"
    )
    assert lines(path) == ["6.4%"]


# ---- publishing that must not be ------------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def on_record(data: Path) -> list[str]:
    return [f"{e.quarter} {e.edition} {e.published}" for e in load.load_base(data).register.editions]


@pytest.mark.parametrize("harm", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_interrupted_publication_leaves_the_ledger_as_it_was(data, monkeypatch, harm):
    publish(data, "2023Q1", "2023-05-07")
    before = (data / "ledger.csv").read_bytes()

    def broken(target, content):
        raise harm

    monkeypatch.setattr(publication.swap, "write_bytes", broken)
    with pytest.raises((publication.NotPublished, KeyboardInterrupt)):
        publish(data, "2023Q2", "2023-08-08")
    monkeypatch.undo()
    assert (data / "ledger.csv").read_bytes() == before
    assert on_record(data) == ["2023Q1 1 2023-05-07"]
    assert not [f for f in check_quarter(data, Quarter(2023, 2)) if f.severity == "error"]
    publish(data, "2023Q2", "2023-08-08")
    assert on_record(data) == ["2023Q1 1 2023-05-07", "2023Q2 1 2023-08-08"]
    assert not list((data / "published").rglob(f"{publication.STAGING}*")) and swap.STAGING != publication.STAGING


def day(data, quarter, asked="", issued=None, today=date(2024, 1, 1)):
    return publication._day(load.load_base(data).register, Quarter.parse(quarter), asked, issued, today)


def test_the_day_of_publication_is_the_one_given_else_that_of_issue_else_today(data):
    assert day(data, "2023Q1", "2023-05-09", date(2023, 5, 7)) == date(2023, 5, 9)
    assert day(data, "2023Q1", "", date(2023, 5, 7)) == date(2023, 5, 7)
    assert day(data, "2023Q1") == date(2024, 1, 1)
    with pytest.raises(UsageError, match="write it as 2023-09-01"):
        day(data, "2023Q1", "9 May")


def test_quarters_are_published_in_their_order_and_editions_after_revisions(data):
    publish(data, "2023Q1", "2023-05-07")
    with pytest.raises(UsageError, match="an earlier quarter was published on 2023-05-07"):
        day(data, "2023Q2", "2023-05-01")
    with pytest.raises(UsageError, match="a later quarter was published on 2023-05-07"):
        day(data, "2022Q4", "2023-05-08")
    change(data / "2023Q1" / "values.csv", ("胶州市", "gdp_growth"), "value", "9.9")
    fault = next(f for f in check_quarter(data, Q1) if f.severity == "error")
    enter(data, *pasted(fault, date="2023-07-10"))
    with pytest.raises(UsageError, match="edition 1 is of 2023-05-07"):
        day(data, "2023Q1", "2023-05-07")
    with pytest.raises(UsageError, match="has a revision of 2023-07-10"):
        day(data, "2023Q1", "2023-07-09")
    assert day(data, "2023Q1", "", date(2023, 5, 7), date(2023, 7, 12)) == date(2023, 7, 12)
    assert publish(data, "2023Q1", "2023-07-12").edition == 2


@pytest.mark.slow
def test_a_quarter_whose_report_fails_is_not_published(data, command, tmp_path):
    (tmp_path / "notebooks").mkdir()
    for name in ("city_briefing", "district_briefing"):
        parameters = 'quarter: str = ""\nlang: str = "zh"\ndata: str = ""\ndistrict: str = ""'
        source = "from helpers.model import UsageError\nraise UsageError('no story')"
        write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", source, parameters=parameters)
    done = command("briefing", "publish", "2023Q1", "--district", "none", "--data", data, cwd=tmp_path)
    assert done.returncode == 1
    assert "2023Q1 is not published, because not every report could be made: city.zh" in done.stderr
    assert not (data / "ledger.csv").exists()


def test_wrong_use_is_told(data, command):
    for words, message in (
        (("verify", "2023Q1"), "2023Q1 is not published: briefing publish 2023Q1"),
        (("correction", "2023Q1"), "2023Q1 is not published, so there is nothing to correct"),
        (("publish", "2023Q1", "--date", "7 May"), "'7 May' is not a day; write it as 2023-09-01"),
        (("build", "2023Q1", "--as-of", "published"), "2023Q1 is not published"),
        (("build", "2023Q1", "--as-of", "last week"), "is not a day"),
    ):
        done = command("briefing", *words, "--data", data)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
        assert message in done.stderr
