"""What is published stays: the real program, from `publish` over a revision to notice, rebuild and proof."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from published_files import files, stamped, text
from publishing import change, enter, pasted, rows
from reports_made import DATA, page, pdf_pages

from helpers.assess.check import check_quarter
from helpers.desk.printed_numbers import differences, lines
from helpers.model import Quarter
from helpers.press import swap
from helpers.press.record import sha256_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("english_screen")]

Q1 = Quarter(2023, 1)
CITY = ("--district", "none", "--lang", "zh,en")
LANGS = ("zh", "en")


@pytest.fixture(scope="module")
def told(once, command):
    """One story, told once: drafted, published, changed, refused, explained, told on, corrected, rebuilt, proved."""

    def make(home: Path) -> str:
        data, said = home / "data", {}
        shutil.copytree(DATA, data)
        people = "name,email,districts\n全市,city@example.org,全市\n"
        (data / "recipients.csv").write_text(people, encoding="utf-8-sig")

        def run(name: str, *words: str | Path) -> int:
            with pytest.MonkeyPatch.context() as patch:  # told once for all: before any test's own fixtures
                patch.setenv("BRIEFING_SCREEN", "en")
                done = command("briefing", *words, "--data", data)
            said[name] = [done.returncode, done.stdout, done.stderr]
            return done.returncode

        with (data / "2023Q1" / "issue.toml").open("a", encoding="utf-8") as file:
            file.write("embargo = 2023-05-07T10:00:00\n")
        steps = [run("draft", "build", "2023Q1", *CITY)]
        shutil.copytree(home / "reports" / "2023Q1", home / "drafts")
        steps += [run("publish", "publish", "2023Q1", *CITY), run("again", "publish", "2023Q1", *CITY)]
        shutil.copytree(home / "reports" / "2023Q1", home / "published")
        steps += [run("kept", "build", "2023Q1", *CITY), run("nothing to do", "build", "2023Q1", *CITY)]
        executed = home / "reports" / "2023Q1" / "city.zh.ipynb"
        executed.write_text(executed.read_text(encoding="utf-8").replace("96.98", "9698.00"), encoding="utf-8")
        altered = [run("altered", "verify", "2023Q1")]
        altered += [run("not delivered", "deliver", "2023Q1", "--numbered", "--to", "全市")]
        page, record = (home / "reports" / "2023Q1" / name for name in ("city.zh.html", "run.json"))
        whole, kept = page.read_bytes(), record.read_bytes()
        page.write_bytes(whole.replace(b"96.98", b"96.99"))
        record.unlink()
        altered += [run("altered without a record", "verify", "2023Q1")]
        page.write_bytes(whole)
        record.write_bytes(kept)
        steps += [run("mended", "build", "2023Q1", *CITY)]
        change(data / "2023Q1" / "values.csv", ("胶州市", "gdp_growth"), "value", "9.9")
        refused = [run("refused", "check", "2023Q1", "--lang", "en"), run("not built", "build", "2023Q2", *CITY)]
        fault = next(f for f in check_quarter(data, Q1) if f.severity == "error")
        enter(data, *pasted(fault, date="2023-07-10"))
        steps += [
            run("passes", "check", "2023Q1", "--lang", "en"),
            run("next", "build", "2023Q2", *CITY),
            run("correction", "correction", "2023Q1", "--lang", "zh,en"),
            run("as of", "build", "2023Q1", *CITY, "--as-of", "2023-06-01"),
            run("verify", "verify", "2023Q1"),
        ]
        refused += [run("left behind", "publish", "2023Q1", "--district", "none", "--date", "2023-07-12")]
        alone = ("2023Q1", "--district", "none", "--format", "html", "--out", home / "revised")
        steps.append(run("revised", "build", *alone))
        shutil.copytree(home / "revised" / "2023Q1", home / "drafts" / "revised")
        steps.append(run("second edition", "publish", *alone, "--date", "2023-07-12"))
        (home / "said.json").write_text(json.dumps(said), encoding="utf-8")
        if any(steps) or refused != [2, 2, 2] or altered != [1, 2, 1]:
            return "\n".join(f"{name}: {code}\n{out}{err}" for name, (code, out, err) in said.items())
        return ""

    home = once("publication", make)
    return home, json.loads((home / "said.json").read_text(encoding="utf-8"))


def test_publishing_says_what_is_on_record_and_twice_is_once(told):
    home, said = told
    assert (
        "published 2023Q1, edition 1, on 2023-05-07; on record: scored.csv and files of briefings: 4"
        in said["publish"][1]
    )
    assert said["publish"][1].endswith(f"next: briefing deliver 2023Q1 --data {home / 'data'} drafts the letters\n")
    assert "2023Q1 is published since 2023-05-07 (edition 1); nothing has changed" in said["again"][1]


def test_no_report_of_the_edition_before_stays_beside_the_next(told):
    home, said = told
    assert "edition 1 has city.en.html, city.en.pdf too" in said["left behind"][2]
    assert "publish them as well (--lang" in said["left behind"][2]
    assert [row[1] for row in rows(home / "data" / "ledger.csv") if row[0] == "2023Q1"] == ["1", "2"]


EMBARGO = {"zh": "2023年5月7日10时前不得公开", "en": "Embargoeduntil10:00on7May2023"}


@pytest.mark.parametrize("extension", ["html", "pdf"])
@pytest.mark.parametrize("lang", LANGS)
def test_what_is_not_published_is_stamped_on_every_page_and_what_is_on_none(told, lang, extension):
    home, said = told
    name = f"city.{lang}.{extension}"
    assert all(stamped(home / "drafts" / name, lang)) and EMBARGO[lang] in text(home / "drafts" / name)
    assert not any(stamped(home / "published" / name, lang)) and EMBARGO[lang] in text(home / "published" / name)
    assert not any(stamped(home / "reports" / "2023Q1" / "as-of-2023-06-01" / name, lang))
    assert all(stamped(home / "reports" / "2023Q2" / name, lang))  # the next quarter is not published
    notice = home / "reports" / "2023Q1" / f"correction.{lang}.{extension}"
    assert not any(stamped(notice, lang))
    publish = f"briefing publish 2023Q1 --data {home / 'data'}"
    assert f"2023Q1 is stamped 征求意见稿 (draft) until {publish} puts it on record" in said["draft"][1]


def test_a_notice_alone_leaves_the_scores_that_the_published_briefings_tell(told):
    """They stand in the archive beside the briefings until these are made again, or the next edition is published."""
    home, _ = told
    for name in ("scored.csv", "scored.xlsx"):
        lies, published = (home / folder / name for folder in ("reports/2023Q1", "published"))
        assert lies.read_bytes() == published.read_bytes(), name


def test_a_notice_alone_leaves_on_record_what_the_archive_tells_of_the_briefings(told):
    """Whether they are stamped as drafts is told by the archive, from the record of the build that made them."""
    home, _ = told
    lies = json.loads((home / "reports" / "2023Q1" / "run.json").read_text(encoding="utf-8"))["run"]
    assert lies["settings"]["report"] == "correction" and lies["checked"]["draft"] is False
    assert lies["checked"]["scored_sha256"] == sha256_of(home / "reports" / "2023Q1" / "scored.csv")


def test_a_build_after_the_publication_keeps_what_was_published(told):
    home, said = told
    for name in ("kept", "nothing to do"):
        assert "0 made, 2 unchanged" in said[name][1] and "征求意见稿" not in said[name][1]
    known = {row["file"]: row["sha256"] for row in files(home / "data", "2023Q1", 1) if row["kind"] == "report"}
    lying = {name: sha256_of(home / "reports" / "2023Q1" / name) for name in known}
    assert lying == known and len(known) == 4
    assert not list((home / "reports" / "2023Q1").glob(f"{swap.STAGING}*"))


def test_what_was_revised_is_a_draft_again_until_the_second_edition(told):
    home, said = told
    revised = home / "drafts" / "revised" / "city.zh.html"
    assert "98.14分" in text(revised) and all(stamped(revised, "zh"))
    second = home / "revised" / "2023Q1" / "city.zh.html"
    assert (
        "published 2023Q1, edition 2, on 2023-07-12; on record: scored.csv and files of briefings: 1"
        in said["second edition"][1]
    )
    assert "98.14分" in text(second) and not any(stamped(second, "zh"))
    assert "2023年7月10日修订" in text(second) and "本件首次发布于2023年5月7日" in text(second)
    (row,) = [row for row in files(home / "data", "2023Q1", 2) if row["kind"] == "report"]
    assert (row["file"], row["sha256"]) == (second.name, sha256_of(second))


def test_a_change_is_refused_by_row_with_the_line_to_paste_and_nothing_is_built(told):
    _, said = told
    row = [row[:2] for row in rows(DATA / "2023Q1" / "values.csv")].index(["胶州市", "gdp_growth"]) + 1
    for name, stream in (("refused", 1), ("not built", 2)):
        assert f"2023Q1/values.csv row {row} column value: found '9.9'" in said[name][stream]
        assert "<date>,2023Q1,values,胶州市,gdp_growth,value,6.4,9.9,<reason>,,<who>,,demo" in said[name][stream]
    assert "0 errors" in said["passes"][1]


@pytest.mark.parametrize("extension", ["html", "pdf"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_next_briefing_prints_what_was_revised_and_what_that_moves(told, lang, extension):
    home, _ = told
    whole = text(home / "reports" / "2023Q2" / f"city.{lang}.{extension}").replace("\u2060", "").replace("※", "")
    words = {
        "zh": [
            "胶州市地区生产总值增速由6.4%修订为9.9%（市统计局，最终核实）",
            "胶州市位次由第2位变为第1位；黄岛区位次由第1位变为第2位",
        ],
        "en": ["GDPgrowthofJiaozhouforQ12023isrevisedfrom6.4%to9.9%", "therankofHuangdaogoesfrom1stto2nd"],
    }
    for sentence in words[lang]:
        assert sentence in whole


@pytest.mark.parametrize("extension", ["html", "pdf"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_notice_is_a_short_document_with_old_and_new(told, lang, extension):
    home, _ = told
    path = home / "reports" / "2023Q1" / f"correction.{lang}.{extension}"
    whole = text(path)
    assert extension == "html" or len(pdf_pages(path)) == 1  # its last lines have no page of their own
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


def test_verify_finds_the_published_quarter_byte_for_byte(told):
    home, said = told
    whole = "2023Q1 edition 1 of 2023-05-07: identical, 5 files byte for byte, and all that their notebooks show"
    assert f"{whole}\n" in said["verify"][1]
    current = home / "reports" / "2023Q1" / "city.zh.html"  # not made again: what was published lies where it lay
    assert current.read_bytes() == (home / "published" / "city.zh.html").read_bytes()


def test_a_page_altered_after_the_publication_is_told_though_the_record_beside_it_is_lost(told):
    home, said = told
    _, out, _ = said["altered without a record"]
    assert (
        f"{home / 'reports' / '2023Q1' / 'city.zh.html'} is not as it was made" in out
        and "city.zh.pdf is not" not in out
    )


def test_a_notebook_altered_after_the_publication_is_told_not_delivered_and_made_again(told):
    """One save in JupyterLab: letters and numbered copies would go out with its figures, the pages being untouched."""
    home, said = told
    again = f"briefing build 2023Q1 --data {home / 'data'} makes it again"
    assert f"city.zh.ipynb is not as it was made: {again}" in said["altered"][1].replace("\n", "")
    assert "; altered since they were made, among the reports: 1" in said["altered"][1]
    assert "city.zh.ipynb is not as it was made: build it again" in said["not delivered"][2].replace("\n", "")
    assert "1 made, 1 unchanged" in said["mended"][1]
    executed = (home / "reports" / "2023Q1" / "city.zh.ipynb").read_text(encoding="utf-8")
    assert "96.98" in executed and "9698.00" not in executed
