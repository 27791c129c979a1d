"""Publications that must not be, or end half-way: the ledger and the drafts stay as they were, and it is told."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from published_files import STAMP, files, stamped, text
from publishing import change, enter, pasted, publish
from reports_made import DATA

from helpers.assess import load
from helpers.assess.check import check_quarter
from helpers.desk import publication, reports
from helpers.model import Quarter, UsageError
from helpers.press import swap
from helpers.press.record import sha256_of
from helpers.write.usage_zh import usage

sys.path.insert(0, str(Path(__file__).parent / "press"))
from small_notebooks import write_notebook

pytestmark = pytest.mark.usefixtures("english_screen", "exporters_kept")

Q1 = Quarter(2023, 1)


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
    assert [path.name for path in (tmp_path / "reports" / "2023Q1").iterdir() if path.name != swap.LOCK] == [
        "city.zh.failed.ipynb"
    ]


@pytest.mark.slow
def test_a_publication_that_ends_half_way_leaves_the_drafts_as_they_were(data, command, tmp_path):
    """One report is made without the stamp, the other fails: neither takes the place of its draft."""
    shutil.copytree(DATA.parent / "notebooks", tmp_path / "notebooks")
    words = ("2023Q1", "--district", "none", "--lang", "zh,en", "--format", "html", "--data", data)
    assert command("briefing", "build", *words, cwd=tmp_path).returncode == 0
    home = tmp_path / "reports" / "2023Q1"
    before = {path.name: path.read_bytes() for path in home.glob("city.*")}
    city = tmp_path / "notebooks" / "city_briefing.ipynb"
    kept, notebook = city.read_bytes(), json.loads(city.read_text(encoding="utf-8"))
    broken = {**notebook["cells"][-1], "cell_type": "code", "outputs": [], "execution_count": None, "id": "broken"}
    broken |= {"source": "assert lang == 'zh', 'broken'", "metadata": {}}
    city.write_text(json.dumps({**notebook, "cells": [*notebook["cells"], broken]}), encoding="utf-8")
    done = command("briefing", "publish", *words, cwd=tmp_path)
    assert done.returncode == 1 and "made city.zh" in done.stderr
    assert "not every report could be made: city.en" in done.stderr
    after = {path.name: path.read_bytes() for path in home.glob("city.*")}
    assert (home / "city.en.failed.ipynb").is_file() and after.pop("city.en.failed.ipynb")
    assert after == before and STAMP["zh"] in text(home / "city.zh.html")
    assert not (data / "ledger.csv").exists() and not list(home.glob(f"{swap.STAGING}*"))
    city.write_bytes(kept)
    done = command("briefing", "build", *words, cwd=tmp_path)
    assert "1 made, 1 unchanged" in done.stdout  # the copy that failed goes as its report is made
    assert {path.name for path in home.glob("city.*")} == {*before}


def _in_use(staged, home, names):
    raise PermissionError(13, "Permission denied", str(home / "city.zh.html"))


def _full(*_):
    raise swap.CannotWrite("{file} cannot be written: {reason}; the earlier one stays", file="x", reason="full")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "fault", "reason"),
    [
        ("hand_over", _in_use, "writing there is not permitted"),
        ("hand_over", _full, "x cannot be written: full"),
        ("write_archive", _full, "x cannot be written: full"),
    ],
    ids=["a published file is open", "no room for the record", "no room for the archive"],
)
def test_published_but_not_put_in_place_is_told_and_the_next_build_mends_it(data, monkeypatch, step, fault, reason):
    """The ledger has the quarter, whatever follows; where the reports could not be moved they lie as drafts."""
    words = {"districts": ("none",), "formats": ("html",), "data": data, "out": data.parent / "reports"}
    monkeypatch.setattr(publication, step, fault)
    with pytest.raises(
        swap.CannotWrite, match=f"^2023Q1 is published, but its reports are not in place: {reason}"
    ) as t:
        publication.publish("2023Q1", **words)
    assert usage(t.value.args[0]).startswith("2023Q1已发布，但通报未能放入通报文件夹：")
    monkeypatch.undo()
    assert on_record(data) == ["2023Q1 1 2023-05-07"]
    job = reports.prepare("2023Q1", ("none",), ("zh",), ("html",), data, data.parent / "reports")
    assert not job.stamp_told and not reports.run(job).failed
    (row,) = [row for row in files(data, "2023Q1", 1) if row["kind"] == "report"]
    assert row["sha256"] == sha256_of(job.folder / "city.zh.html")


@pytest.mark.slow
def test_what_goes_on_record_is_what_the_reports_tell_though_the_data_change_as_they_are_made(data, monkeypatch):
    """Changed after the last notebook was run, which would have met the change, and before the ledger is written."""
    run, values = reports.run, data / "2023Q1" / "values.csv"
    before = values.read_bytes()

    def run_then_change(*words, **named):
        done = run(*words, **named)
        change(values, ("胶州市", "gdp_growth"), "value", "9.9")
        return done

    words = {"districts": ("none",), "formats": ("html",), "data": data, "out": data.parent / "reports"}
    monkeypatch.setattr(reports, "run", run_then_change)
    with pytest.raises(
        publication.NotPublished, match="the data changed while its reports were made; publish it again"
    ):
        publication.publish("2023Q1", **words)
    monkeypatch.undo()
    assert not (data / "ledger.csv").exists() and not list((data.parent / "reports" / "2023Q1").glob("city*"))
    values.write_bytes(before)
    assert publication.publish("2023Q1", **words).fresh


@pytest.mark.slow
def test_a_published_page_is_not_replaced_by_one_with_other_numbers_and_why_is_told(data, command):
    """The quarter before is not published, and free to change; the published one prints its ranks and figures."""
    words = ("2023Q1", "--district", "none", "--format", "html", "--data", data)
    assert command("briefing", "publish", *words).returncode == 0
    values = data / "2022Q4" / "values.csv"
    before = values.read_bytes()
    change(values, ("胶州市", "gdp_growth"), "value", "1.9")
    page, scored = (data.parent / "reports" / "2023Q1" / name for name in ("city.zh.html", "scored.csv"))
    results = scored.read_bytes()
    (row,) = [row for row in files(data, "2023Q1", 1) if row["kind"] == "report"]
    for options in ((), ("--force",)):
        built = command("briefing", "build", *words, *options)
        kept = "city.zh: kept as published, since the new numbers are others. Something beside the figures of 2023Q1"
        assert built.returncode == 1 and kept in " ".join(built.stderr.split())
        assert row["sha256"] == sha256_of(page)
        assert scored.read_bytes() == results and "scored.csv and scored.xlsx stay as they were" in built.stderr
    page.rename(page.with_suffix(".published"))
    scored.unlink()
    built = command("briefing", "build", *words)
    assert scored.read_bytes() != results
    told = "warning: city.zh.html: other numbers than were published. Something beside the figures of 2023Q1"
    assert built.returncode == 0 and told in built.stderr and row["sha256"] != sha256_of(page)
    verified = command("briefing", "verify", "2023Q1", "--data", data)
    assert verified.returncode == 1 and "changed since: 2022Q4/values.csv" in verified.stdout
    values.write_bytes(before)
    built = command("briefing", "build", *words)
    assert built.returncode == 0 and "other numbers" not in built.stderr and "stay as" not in built.stderr
    assert row["sha256"] == sha256_of(page) and scored.read_bytes() == results


def test_two_quarters_are_not_published_from_one_data_folder_at_once(data):
    """The second would write the ledger as it read it, without the first's row."""
    with (
        swap.holding(data / "ledger.csv", "busy", "nothing was done"),
        pytest.raises(UsageError, match=r"another quarter is being published .* wait for it"),
    ):
        publication.publish("2023Q1", data=data, out=data.parent / "reports")
    assert not (data / "published").exists()


@pytest.mark.slow
def test_a_format_that_was_not_published_is_made_again_without_the_stamp(data):
    out = data.parent / "reports"
    drafts = reports.run(reports.prepare("2023Q1", ("none",), ("zh",), ("html", "pdf"), data, out))
    publication.publish("2023Q1", districts=("none",), formats=("html",), data=data, out=out)
    pdf = drafts.folder / "city.zh.pdf"
    draft = shutil.copy(pdf, data.parent / "draft.pdf")
    assert pdf.read_bytes() == draft.read_bytes()  # not among what was published: as it was
    after = reports.run(reports.prepare("2023Q1", ("none",), ("zh",), ("html", "pdf"), data, out))
    assert [outcome.status for outcome in after.outcomes] == ["made"]
    assert all(stamped(draft, "zh")) and not any(stamped(pdf, "zh"))


@pytest.mark.slow
def test_a_publication_that_is_undone_leaves_drafts_again(data):
    out = data.parent / "reports"
    asked = ("2023Q1", ("none",), ("zh",), ("html",), data, out)
    publication.publish("2023Q1", districts=("none",), formats=("html",), data=data, out=out)
    (data / "ledger.csv").unlink()
    shutil.rmtree(data / "published")
    job = reports.prepare(*asked)
    assert job.stamp_told and [outcome.status for outcome in reports.run(job).outcomes] == ["made"]
    assert all(stamped(out / "2023Q1" / "city.zh.html", "zh"))


def test_wrong_use_is_told(data, here):
    for words, message in (
        (("verify", "2023Q1"), "2023Q1 is not published: briefing publish 2023Q1"),
        (("correction", "2023Q1"), "2023Q1 is not published, so there is nothing to correct"),
        (("publish", "2023Q1", "--date", "7 May"), "'7 May' is not a day; write it as 2023-09-01"),
        (("build", "2023Q1", "--as-of", "published"), "2023Q1 is not published"),
        (("build", "2023Q1", "--as-of", "last week"), "is not a day"),
    ):
        done = here("briefing", *words, "--data", data)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
        assert message in done.stderr
