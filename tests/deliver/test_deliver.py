"""`briefing deliver` without a server: drafts and zips, and what is refused before anything happens."""

from __future__ import annotations

import email
import email.policy
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from letters import HUANGDAO, JIAOZHOU, OFFICE, rows, send, states, way
from posts import Mood, server
from publishing import change, enter, entry
from small_reports import DRAFT, PEOPLE, ROWS, note, project, stamp

from helpers.desk import delivery, parcels
from helpers.model import DataError, Fault, UsageError
from helpers.press.swap import CannotWrite
from helpers.write.usage_zh import usage


def test_drafts_and_zips_lie_beside_the_reports_the_same_each_time(made):
    data, out = made
    told = delivery.deliver("2023Q2", data=data, out=out, env={})
    assert states(told) == ["draft"] * 3
    files = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in told.place.glob("*.*") if path.suffix}
    names = ["001 市政府办公室", "002 黄岛区政府办公室", "003 胶州市政府办公室"]
    assert sorted(name for name in files if not name.startswith(".")) == sorted(
        [f"{name}{kind}" for name in names for kind in (".eml", ".zip")]
    )
    again = delivery.deliver("2023Q2", data=data, out=out, env={})
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in again.place.glob("*.*") if p.suffix} == files
    message = email.message_from_bytes(files["003 胶州市政府办公室.eml"][0], policy=email.policy.default)
    assert message["Subject"] == "【征求意见稿】全市考核结果通报等2件（2023年第二季度）"
    assert [a.get_filename() for a in message.iter_attachments()] == [
        *("【征求意见稿】2023Q2 全市考核结果通报.pdf", "【征求意见稿】2023Q2 全市考核结果通报.html"),
        *("【征求意见稿】2023Q2 胶州市考核情况通报.pdf", "【征求意见稿】2023Q2 胶州市考核情况通报.html"),
    ]
    assert "全市考核结果通报的第一条。" in message.get_body(("plain",)).get_content()
    assert not (data / "deliveries.csv").exists()


def test_a_recipient_who_left_takes_the_draft_along(made):
    data, out = made
    place = delivery.deliver("2023Q2", data=data, out=out, env={}).place
    (data / "recipients.csv").write_text(PEOPLE + ROWS.splitlines()[0] + "\n", encoding="utf-8-sig")
    delivery.deliver("2023Q2", data=data, out=out, env={})
    assert sorted(p.name for p in place.glob("0*")) == ["001 市政府办公室.eml", "001 市政府办公室.zip"]


def test_a_draft_that_cannot_be_removed_is_named_and_the_new_ones_are_there(made):
    """Open in Outlook, it cannot be; a folder of its name cannot be removed as a file either."""
    data, out = made
    (out / "2023Q2" / delivery.FOLDER / "009 调走的人.eml").mkdir(parents=True)
    with pytest.raises(CannotWrite, match=r"009 调走的人\.eml is for nobody .* close it, then run deliver again"):
        delivery.deliver("2023Q2", data=data, out=out, env={})
    assert len(list((out / "2023Q2" / delivery.FOLDER).glob("00[1-3]*"))) == 6


def test_recipients_are_chosen_by_name_or_address(made):
    data, out = made
    told = delivery.deliver("2023Q2", to=["胶州市政府办公室", OFFICE], data=data, out=out, env={})
    assert [line.recipient.email for line in told.told] == [JIAOZHOU, OFFICE]
    with pytest.raises(UsageError, match="nobody called '胶洲市政府办公室'; did you mean 胶州市政府办公室"):
        delivery.deliver("2023Q2", to=["胶洲市政府办公室"], data=data, out=out, env={})


def test_a_part_of_one_name_chooses_it_and_a_part_of_several_nobody(made):
    """`--send --to 办公室` would else write to all whose names have it."""
    data, out = made
    told = delivery.deliver("2023Q2", to=["胶州"], data=data, out=out, env={})
    assert [line.recipient.email for line in told.told] == [JIAOZHOU]
    with pytest.raises(UsageError, match=r"'办公室' is a part of several names in recipients\.csv: ") as error:
        delivery.deliver("2023Q2", to=["办公室"], data=data, out=out, env={})
    assert "请写出一个完整的名称" in usage(error.value.args[0])


def test_many_files_come_as_one_zip(tmp_path):
    data, out = project(tmp_path, PEOPLE + "甲,a@example.org,全市|黄岛|胶州,zh,pdf|html,,\n")
    place = delivery.deliver("2023Q2", data=data, out=out, env={}).place
    told = (place / "001 甲.eml").read_bytes()
    message = email.message_from_bytes(told, policy=email.policy.default)
    assert len(list(message.iter_attachments())) == 6
    old, parcels.LOOSE = parcels.LOOSE, 5
    try:
        delivery.deliver("2023Q2", data=data, out=out, env={})
    finally:
        parcels.LOOSE = old
    message = email.message_from_bytes((place / "001 甲.eml").read_bytes(), policy=email.policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "【征求意见稿】2023年第二季度甲.zip"
    assert attached.get_content() == (place / "001 甲.zip").read_bytes()
    html = message.get_body(("html",)).get_content()
    assert html.split("<body", 1)[1].index("【征求意见稿】") < html.split("<body", 1)[1].index("甲：")


# ---- what is wrong is said before anything happens ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("甲,a@example,全市,zh,pdf,,", "recipients.csv row 5 column email: found 'a@example'; what stands after the @"),
        ("甲,,全市,zh,pdf,,", "row 5 column email: the address is missing"),
        ("甲,a@example.org,胶洲市,zh,pdf,,", "row 5 column districts: found '胶洲市'; no district is called '胶洲市'"),
        ("甲,a@example.org,,zh,pdf,,", "row 5 column districts: which briefings?"),
        ("甲,a@example.org,全市,fr,pdf,,", "row 5 column lang: found 'fr'"),
        ("甲,a@example.org,全市,zh,docx,,", "row 5 column formats: found 'docx'"),
        ("甲,a@example.org,全市,zh,pdf,17,", "row 5 column number: found '17'; two recipients have the same"),
        ("甲,a@example.org,全市,zh,pdf,x,", "row 5 column number: found 'x'; a copy's number is a whole number"),
        (",a@example.org,全市,zh,pdf,,", "row 5 column name: a recipient has a name"),
        (
            '"甲\n办公室",a@example.org,全市,zh,pdf,,',
            r"row 5 column name: found '甲\n办公室'; a name stands on one line",
        ),
        (
            '"甲\t办公室",a@example.org,全市,zh,pdf,,',
            r"row 5 column name: found '甲\t办公室'; a name stands on one line",
        ),
        ("=cmd,a@example.org,全市,zh,pdf,,", "row 5 column name: found '=cmd'; begins with a sign"),
        (f"市政府办公室,{OFFICE},胶州,zh,pdf,,", "row 5 column email: found 'office@example.org'; row 2 is the same"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written_or_sent(tmp_path, row, told):
    data, out = project(tmp_path, PEOPLE + ROWS + row + "\n")
    mood = Mood()
    with server(mood) as at, pytest.raises(DataError) as caught:
        delivery.deliver("2023Q2", data=data, out=out, env=way(at))
    assert told in str(caught.value)
    assert "->" in str(caught.value)
    assert not (out / "2023Q2" / "delivery").exists()
    assert not mood.taken and not rows(data)


def test_without_a_list_of_recipients_it_says_which_file_to_write(made):
    data, out = made
    (data / "recipients.csv").unlink()
    with pytest.raises(DataError, match=r"recipients.csv: the file is missing"):
        delivery.deliver("2023Q2", data=data, out=out, env={})


def test_a_briefing_that_is_not_made_is_named_with_the_command_that_makes_it(made):
    data, out = made
    (out / "2023Q2" / "city.zh.pdf").unlink()
    with pytest.raises(UsageError, match=r"briefing build 2023Q2 --lang zh --format pdf makes city\.zh\.pdf"):
        delivery.deliver("2023Q2", data=data, out=out, env={})
    assert not (out / "2023Q2" / "delivery").exists()


def test_all_that_is_not_made_is_made_by_one_command(made):
    data, out = made
    shutil.rmtree(out / "2023Q2")
    (data / "recipients.csv").write_text(PEOPLE + ROWS + "甲,a@example.org,胶州,en,pdf,,\n", encoding="utf-8-sig")
    with pytest.raises(UsageError) as caught:
        delivery.deliver("2023Q2", data=data, out=out, env={})
    command = "briefing build 2023Q2 --lang zh,en --format pdf,html"
    assert f"{command} makes city.zh.pdf, district-370211.zh.pdf, district-370281.zh.pdf …" in str(caught.value)
    assert str(caught.value).count("briefing build") == 1 and f"{command}（生成city.zh.pdf" in usage(str(caught.value))


@pytest.mark.parametrize(("written", "meant"), [("format", "formats"), ("Lang", "lang"), ("language", "lang")])
def test_a_column_that_was_meant_as_another_is_refused_because_it_is_not_read(made, written, meant):
    """Without `formats` everybody would get PDF, without `lang` Chinese, and nobody would know."""
    data, out = made
    people = PEOPLE.replace(f",{meant},", f",{written},") + "甲,a@example.org,全市,zh,html,,\n"
    (data / "recipients.csv").write_text(people, encoding="utf-8-sig")
    with pytest.raises(DataError, match=f"row 1 column {written}: no such column is known.*rename it {meant}"):
        delivery.deliver("2023Q2", data=data, out=out, env={})
    assert not (out / "2023Q2" / "delivery").exists()


def test_a_column_of_the_analyst_s_own_is_told_and_left_alone(made):
    data, out = made
    people = PEOPLE.replace("note\n", "note,phone\n") + "甲,a@example.org,全市,zh,pdf,,,0532\n"
    (data / "recipients.csv").write_text(people, encoding="utf-8-sig")
    warned: list[Fault] = []
    told = delivery.deliver("2023Q2", data=data, out=out, env={}, on_warned=warned.extend)
    assert states(told) == ["draft"]
    assert [(fault.column, fault.severity) for fault in warned] == [("phone", "warning")]


def test_faults_of_recipients_are_told_in_the_order_of_the_rows(made):
    data, out = made
    bad = "甲,a@,全市,zh,pdf,,\n乙,b@example.org,全市,zh,doc,,\n丙,c@example.org,全市,zh,pdf,x,\n"
    (data / "recipients.csv").write_text(PEOPLE + bad, encoding="utf-8-sig")
    with pytest.raises(DataError) as caught:
        delivery.deliver("2023Q2", data=data, out=out, env={})
    assert [fault.row for fault in caught.value.faults] == [2, 3, 4]


def test_a_file_that_was_altered_after_it_was_made_is_not_delivered(made):
    data, out = made
    (out / "2023Q2" / "city.zh.pdf").write_bytes(b"another")
    with pytest.raises(UsageError, match="is not as it was made"):
        delivery.deliver("2023Q2", data=data, out=out, env={})


@pytest.mark.parametrize("numbered", [False, True])
def test_a_notebook_that_was_altered_after_it_was_run_is_not_delivered(published, numbered):
    """The letter quotes it and numbered copies are laid out from it: one save in JupyterLab would change a figure."""
    data, out = published
    path = out / "2023Q2" / "district-370281.zh.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("97.44", "99.99"), encoding="utf-8")
    told = r"district-370281\.zh\.ipynb is not as it was made: build it again \(briefing build 2023Q2 --lang zh\)"
    with pytest.raises(UsageError, match=told):
        delivery.deliver("2023Q2", number=numbered, data=data, out=out, env={})
    assert not (out / "2023Q2" / "delivery").exists()
    assert states(delivery.deliver("2023Q2", to=[OFFICE], data=data, out=out, env={})) == ["draft"]  # the city's alone


def test_a_page_of_an_earlier_build_is_not_delivered_with_a_letter_of_the_last_one(made):
    """`briefing build --format html` after a change leaves the PDF of before, and makes page and notebook anew."""
    data, out = made
    for format in ("html", "ipynb"):
        note(out / "2023Q2", "district-370281.zh", format, data="changed")
    told = r"district-370281\.zh\.pdf is of an earlier build than district-370281\.zh\.ipynb: build it again"
    with pytest.raises(UsageError, match=told):
        delivery.deliver("2023Q2", data=data, out=out, env={})
    assert not (out / "2023Q2" / "delivery").exists()


def test_drafts_made_from_different_data_are_not_delivered_together(made):
    """`briefing build --district 胶州市` after a change leaves the city's briefing of before."""
    data, out = made
    for format in ("html", "pdf", "ipynb"):
        note(out / "2023Q2", "district-370281.zh", format, data="changed")
    told = r"city\.zh and district-370281\.zh were made from different states of the data: build them again"
    with pytest.raises(UsageError, match=told):
        delivery.deliver("2023Q2", to=[JIAOZHOU], data=data, out=out, env={})
    assert states(delivery.deliver("2023Q2", to=[OFFICE, HUANGDAO], data=data, out=out, env={})) == ["draft"] * 2


def test_what_the_ledger_does_not_have_is_not_sent(made):
    data, out = made
    mood = Mood()
    with server(mood) as at:
        for word in (DRAFT, ""):  # whatever the briefings say of themselves
            stamp(out / "2023Q2", word)
            with pytest.raises(delivery.NotForSending, match="2023Q2 is not published: run briefing publish 2023Q2"):
                send(made, way(at))
    assert not mood.taken and not rows(data)


def test_what_was_revised_since_it_was_published_is_not_sent(published):
    data, out = published
    change(data / "2023Q2" / "values.csv", ("胶州市", "gdp_growth"), "value", "9.9")
    enter(data, entry(district="胶州市", item="gdp_growth", old="6.4", new="9.9", date="2023-09-01", source="demo"))
    stamp(out / "2023Q2", DRAFT)
    mood, refused = Mood(), pytest.raises(delivery.NotForSending, match="2023Q2 was revised since it was published")
    with server(mood) as at, refused:
        send(published, way(at))
    assert not mood.taken
    assert states(delivery.deliver("2023Q2", data=data, out=out, env={})) == ["draft"] * 3


def test_briefings_made_before_the_publication_are_made_again_before_they_go_out(published):
    data, out = published
    stamp(out / "2023Q2", DRAFT)
    told = r"are stamped 征求意见稿 \(draft\), but 2023Q2 is published.*briefing build 2023Q2"
    mood, refused = Mood(), pytest.raises(UsageError, match=told)
    with server(mood) as at, refused:
        send(published, way(at))
    assert not mood.taken and not rows(data)


@pytest.mark.parametrize(
    ("embargo", "notice"),
    [
        ("2023-08-08T10:00:00", "2023年8月8日10时前不得公开。演示数据"),
        ("2023-08-08", "2023年8月8日前不得公开。演示数据"),
    ],
)
def test_drafts_are_not_handed_on_without_the_embargo_that_was_set_since(made, embargo, notice):
    data, out = made
    with (data / "2023Q2" / "issue.toml").open("a", encoding="utf-8") as file:
        file.write(f"\nembargo = {embargo}\n")
    told = r"city\.zh, district-370211\.zh, .* do not tell the embargo .*briefing build 2023Q2 --lang zh"
    with pytest.raises(UsageError, match=told):
        delivery.deliver("2023Q2", data=data, out=out, env={})
    assert not (out / "2023Q2" / "delivery").exists()
    stamp(out / "2023Q2", notice, "notice")
    assert len(delivery.deliver("2023Q2", data=data, out=out, env={}).told) == 3


def test_drafts_are_not_handed_on_without_their_stamp(made):
    data, out = made
    stamp(out / "2023Q2", "")
    with pytest.raises(UsageError, match=r"bear no stamp 征求意见稿 \(draft\), and 2023Q2 is not published"):
        delivery.deliver("2023Q2", data=data, out=out, env={})
    assert not (out / "2023Q2" / "delivery").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"BRIEFING_SMTP_HOST": ""}, "--send needs BRIEFING_SMTP_HOST"),
        ({"BRIEFING_MAIL_FROM": ""}, "--send needs BRIEFING_MAIL_FROM"),
        ({"BRIEFING_MAIL_FROM": "office"}, "BRIEFING_MAIL_FROM='office': an address has one @"),
        ({"BRIEFING_SMTP_PORT": "x"}, "BRIEFING_SMTP_PORT='x' is not a number"),
        ({"BRIEFING_SMTP_PORT": "70000"}, "BRIEFING_SMTP_PORT='70000' is not a number from 1 to 65535"),
        ({"BRIEFING_SMTP_TRIES": "inf"}, "BRIEFING_SMTP_TRIES='inf' is not a number of 1 or more"),
        ({"BRIEFING_SMTP_CA": "/nonexistent.pem"}, "BRIEFING_SMTP_CA='/nonexistent.pem' cannot be read: No such file"),
        ({"BRIEFING_SMTP_CA": __file__}, r"BRIEFING_SMTP_CA='.*test_deliver\.py' holds no certificate in PEM form"),
        ({"BRIEFING_SMTP_SECURITY": "ssl"}, "write starttls, tls or none"),
        ({"BRIEFING_SMTP_HOST": "mail.example.org", "BRIEFING_SMTP_USER": "u"}, "in the clear"),
    ],
)
def test_a_wrong_setting_is_named_by_its_variable(published, change, told):
    with pytest.raises(UsageError, match=told):
        send(published, {**way(("127.0.0.1", 1)), **change})
