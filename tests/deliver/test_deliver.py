"""`briefing deliver` against real mail servers on this machine: drafts, sending, refusals, cuts, nothing twice."""

from __future__ import annotations

import csv
import datetime
import email
import email.policy
import hashlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from posts import Mood, certificate, cutter, server
from publishing import change, enter, entry
from small_reports import DRAFT, PEOPLE, ROWS, note, project, remake, stamp

from helpers.assess import frozen, ledger, load
from helpers.desk import delivery
from helpers.model import DataError, Quarter, UsageError
from helpers.press.delivery import sent
from helpers.press.delivery.post import NoServer
from helpers.press.swap import CannotWrite

ROOT = Path(__file__).resolve().parents[2]
OFFICE, HUANGDAO, JIAOZHOU = "office@example.org", "huangdao@example.org", "jiaozhou@example.org"


@pytest.fixture
def made(tmp_path):
    return project(tmp_path)


@pytest.fixture
def published(made):
    """The same, with 2023Q2 in the ledger of what is published, as `briefing publish` writes it."""
    data, _ = made
    base, when = load.load_base(data), Quarter(2023, 2)
    cells = load.present_cells(base, when).cells
    listed = b"kind,file,bytes,sha256\n"
    content, told = frozen.fingerprint(cells), ledger.text_hash(listed)
    edition = ledger.Edition(when, 1, datetime.date(2023, 8, 8), content, "schemes/2023.toml", "0.1", "code", told)
    folder = data / edition.folder
    folder.mkdir(parents=True)
    (folder / ledger.CELLS).write_bytes(frozen.to_csv(cells))
    (folder / ledger.FILES).write_bytes(listed)
    rows = [ledger.HEADER, ledger.line(replace(edition, seal=edition.sealed("")))]
    (data / "ledger.csv").write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8-sig")
    stamp(made[1] / "2023Q2", "")
    return made


def way(host_port, **more) -> dict[str, str]:
    """An environment that sends through this server, quick to give up."""
    settings = {"SECURITY": "none", "HOST": host_port[0], "PORT": str(host_port[1]), "WAIT": "0", "TIMEOUT": "5"}
    settings |= {key: str(value) for key, value in more.items()}
    return {f"BRIEFING_SMTP_{key}": value for key, value in settings.items()} | {
        "BRIEFING_MAIL_FROM": "考核办 <assessment@city.example.org>"
    }


def send(folders, env, **more):
    data, out = folders
    return delivery.deliver("2023Q2", send=True, data=data, out=out, env=env, **more)


def rows(data: Path) -> list[dict[str, str]]:
    path = data / "deliveries.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def states(told) -> list[str]:
    return [line.state for line in told.told]


# ---- drafts -----------------------------------------------------------------------------------------------------


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


def test_many_files_come_as_one_zip(tmp_path):
    data, out = project(tmp_path, PEOPLE + "甲,a@example.org,全市|黄岛|胶州,zh,pdf|html,,\n")
    place = delivery.deliver("2023Q2", data=data, out=out, env={}).place
    told = (place / "001 甲.eml").read_bytes()
    message = email.message_from_bytes(told, policy=email.policy.default)
    assert len(list(message.iter_attachments())) == 6
    old, delivery.LOOSE = delivery.LOOSE, 5
    try:
        delivery.deliver("2023Q2", data=data, out=out, env={})
    finally:
        delivery.LOOSE = old
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


# ---- sending ----------------------------------------------------------------------------------------------------


def test_everybody_gets_a_letter_and_the_ledger_says_which_bytes(published):
    data, out = published
    mood = Mood()
    with server(mood) as at:
        told = send(published, way(at))
    assert states(told) == ["sent"] * 3
    assert mood.to == [OFFICE, HUANGDAO, JIAOZHOU]
    message = email.message_from_bytes(mood.taken[2][1], policy=email.policy.default)
    assert message["From"].addresses[0].addr_spec == "assessment@city.example.org"
    assert message["Date"] and message["X-Unsent"] is None
    attached = [a.get_payload(decode=True) for a in message.iter_attachments()]
    assert (out / "2023Q2" / "city.zh.pdf").read_bytes() in attached
    entered = rows(data)
    assert [row["state"] for row in entered].count("sent") == 6
    assert {row["sha256"] for row in entered if row["email"] == OFFICE} == {
        hashlib.sha256((out / "2023Q2" / "city.zh.pdf").read_bytes()).hexdigest()
    }
    assert (data / "deliveries.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_same_bytes_are_never_sent_twice_and_new_ones_are(published):
    _, out = published
    mood = Mood()
    with server(mood) as at:
        send(published, way(at))
        assert states(send(published, way(at))) == ["already sent"] * 3
        assert len(mood.taken) == 3
        remake(out / "2023Q2", "city.zh", "pdf", b"second edition")
        told = send(published, way(at))
    assert states(told) == ["sent", "already sent", "sent"]
    message = email.message_from_bytes(mood.taken[-1][1], policy=email.policy.default)
    assert [a.get_payload(decode=True) for a in message.iter_attachments()] == [b"second edition"]


@pytest.mark.parametrize("address", ["+office@example.org", "=office@example.org", "-office@example.org"])
def test_an_address_that_looks_like_a_formula_is_known_again_too(tmp_path, address):
    """The ledger writes it so that no spreadsheet reckons with it, and finds it again as it wrote it."""
    path = tmp_path / sent.FILE
    row = sent.Row(
        "2023-08-08T00:00:00Z", "2023Q2", "办公室", address, "city.zh.pdf", "ab" * 32, "", "<1@x>", sent.SENT
    )
    with sent.opened(path) as ledger:
        ledger.enter([row])
    with sent.opened(path) as ledger:
        assert ledger.known(address.upper(), "ab" * 32) == sent.SENT
    assert not any(cell[:1] in "=+-@" for line in rows(tmp_path) for cell in line.values() if cell)


def test_a_busy_server_is_asked_again(published):
    mood = Mood(rcpt={OFFICE: ["451 busy", "421 later"]}, data={HUANGDAO: ["452 no room"]})
    with server(mood) as at:
        told = send(published, way(at))
    assert states(told) == ["sent"] * 3
    assert mood.to == [OFFICE, HUANGDAO, JIAOZHOU]


def test_the_wait_doubles_from_try_to_try():
    from helpers.press.delivery.post import Post
    from helpers.press.delivery.server import from_environment

    waits: list[float] = []
    mood = Mood(rcpt={OFFICE: ["451 busy"] * 9})
    with server(mood) as at:
        mail = Post(from_environment(way(at, WAIT=3, TRIES=4)), sleep=waits.append)
        assert mail.send(OFFICE, b"Subject: x\r\n\r\ny\r\n") == ("failed", "451 busy (RCPT TO)")
    assert waits == [3, 6, 12]


def test_it_goes_on_after_a_refused_recipient(published):
    data, _ = published
    mood = Mood(rcpt={HUANGDAO: ["550 no such mailbox"]})
    with server(mood) as at:
        told = send(published, way(at))
        assert states(told) == ["sent", "refused", "sent"]
        assert told.failed[0].answer == "550 no such mailbox (RCPT TO)"
        assert mood.to == [OFFICE, JIAOZHOU]
        assert states(send(published, way(at))) == ["already sent", "sent", "already sent"]  # the mailbox was made
    assert [row["state"] for row in rows(data) if row["email"] == HUANGDAO] == ["sending", "refused", "sending", "sent"]


def test_a_server_that_does_not_answer_in_time_leaves_it_unsure_and_nobody_gets_it_twice(published):
    mood = Mood(delay={HUANGDAO: [3]})
    with server(mood) as at:
        told = send(published, way(at, TIMEOUT=0.7))
        assert states(told) == ["sent", "unsure", "sent"]
        told = send(published, way(at))
        assert states(told) == ["already sent", "unsure", "already sent"]
        assert "ask, then send with --again" in told.told[1].answer
        assert mood.to.count(HUANGDAO) <= 1
        assert states(send(published, way(at), to=[HUANGDAO], again=True)) == ["sent"]


def test_again_is_for_those_who_are_named_or_for_all_in_so_many_words(published):
    mood = Mood()
    with server(mood) as at:
        assert states(send(published, way(at))) == ["sent"] * 3
        with pytest.raises(UsageError, match="name for whom with --to NAME, or write --to all; nothing was sent"):
            send(published, way(at), again=True)
        assert len(mood.to) == 3
        assert states(send(published, way(at), again=True, to=[JIAOZHOU])) == ["sent"]
        assert states(send(published, way(at), again=True, to=["all"])) == ["sent"] * 3
        assert mood.to == [*(OFFICE, HUANGDAO, JIAOZHOU), JIAOZHOU, *(OFFICE, HUANGDAO, JIAOZHOU)]
    data, out = published
    with pytest.raises(UsageError, match="--again is for --send"):
        delivery.deliver("2023Q2", to=[OFFICE], again=True, data=data, out=out, env={})


def test_cut_off_in_the_middle_of_the_message_it_is_sent_again(published):
    remake(published[1] / "2023Q2", "city.zh", "pdf", bytes(12_000_000))  # more than lies on the wire at once
    with cutter("body") as (at, taken):
        told = send(published, way(at), to=[OFFICE])
    assert states(told) == ["sent"]
    assert len(taken) == 1


def test_cut_off_after_its_end_it_may_have_arrived_and_is_not_sent_again(published):
    data, _ = published
    with cutter("dot") as (at, taken):
        assert states(send(published, way(at), to=[OFFICE])) == ["unsure"]
        assert states(send(published, way(at), to=[OFFICE])) == ["unsure"]
    assert len(taken) == 1
    assert [row["state"] for row in rows(data)] == ["sending", "unsure"]


def test_a_program_killed_between_sending_and_recording_sends_nothing_twice(published, monkeypatch):
    data, _ = published
    mood = Mood()
    with server(mood) as at:
        real = delivery.sent.Ledger.enter

        def killed(self, entered):
            entered = list(entered)
            if entered[0].state == "sent":
                raise KeyboardInterrupt
            real(self, entered)

        monkeypatch.setattr(delivery.sent.Ledger, "enter", killed)
        with pytest.raises(KeyboardInterrupt):
            send(published, way(at))
        monkeypatch.setattr(delivery.sent.Ledger, "enter", real)
        assert mood.to == [OFFICE]
        assert states(send(published, way(at))) == ["unsure", "sent", "sent"]
    assert mood.to == [OFFICE, HUANGDAO, JIAOZHOU]
    assert [row["state"] for row in rows(data) if row["email"] == OFFICE] == ["sending"]


def test_a_ledger_torn_by_a_power_cut_is_read_and_carried_on(published):
    data, _ = published
    mood = Mood()
    with server(mood) as at:
        send(published, way(at), to=[OFFICE])
        path = data / "deliveries.csv"
        path.write_bytes(path.read_bytes()[:-40])  # the row `sent` was not whole: it may have arrived
        assert states(send(published, way(at))) == ["unsure", "sent", "sent"]
        path.write_text("time,quarter\nx,y\n", encoding="utf-8-sig")
        with pytest.raises(DataError, match="not a row of this ledger"):
            send(published, way(at))
    assert mood.to.count(OFFICE) == 1


# ---- encryption -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_with_a_certificate_that_is_trusted_and_with_a_password(published, tmp_path, security):
    trusted, context = certificate(tmp_path / "keys")
    mood = Mood()
    how = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    more = {"auth_required": True, "authenticator": mood.authenticate, "auth_require_tls": security == "starttls"}
    with server(mood, **how, **more) as at:
        settings = {"SECURITY": security, "CA": trusted, "USER": "office", "PASSWORD": "secret"}
        assert states(send(published, way(at, **settings))) == ["sent"] * 3
        assert all(mood.tls) and set(mood.users) == {"office"}
        with pytest.raises(NoServer, match="it refuses user and password"):
            remake(published[1] / "2023Q2", "city.zh", "pdf", b"new")
            send(published, way(at, **{**settings, "PASSWORD": "wrong"}))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_stops_everything(published, tmp_path, security):
    _, context = certificate(tmp_path / "keys")
    mood = Mood()
    how = {"ssl_context": context} if security == "tls" else {"tls_context": context}
    with server(mood, **how) as at, pytest.raises(NoServer, match="its certificate cannot be trusted"):
        send(published, way(at, SECURITY=security))
    assert not mood.taken and not rows(published[0])


@pytest.mark.parametrize(
    ("security", "told"),
    [
        ("starttls", "it offers no STARTTLS; BRIEFING_SMTP_SECURITY says"),
        ("tls", "it does not encrypt as BRIEFING_SMTP_SECURITY=tls says: WRONG_VERSION_NUMBER"),
    ],
)
def test_a_server_that_does_not_encrypt_gets_no_letter(published, security, told):
    mood = Mood()
    with server(mood) as at, pytest.raises(NoServer, match=told):
        send(published, way(at, SECURITY=security, TRIES=2))
    assert not mood.taken


# ---- the account --------------------------------------------------------------------------------------------------


def account(mood, **more):
    """A server of this machine that takes nothing without a login."""
    return server(mood, auth_required=True, authenticator=mood.authenticate, auth_require_tls=False, **more)


def test_user_and_password_beyond_ascii_go_as_utf_8(published):
    mood = Mood(password="密码pw")
    with account(mood) as at:
        assert states(send(published, way(at, USER="考核办", PASSWORD="密码pw"))) == ["sent"] * 3
        assert set(mood.users) == {"考核办"}
        with pytest.raises(
            NoServer, match=r"it refuses user and password \(BRIEFING_SMTP_USER, BRIEFING_SMTP_PASSWORD"
        ):
            remake(published[1] / "2023Q2", "city.zh", "pdf", b"new")
            send(published, way(at, USER="考核办", PASSWORD="密码"))


def test_a_server_whose_login_has_no_utf_8_asks_for_ascii(published):
    mood = Mood()
    asked = pytest.raises(
        NoServer, match="it takes ASCII alone in a login: write BRIEFING_SMTP_USER and BRIEFING_SMTP_PASS"
    )
    with account(mood, auth_exclude_mechanism=["PLAIN"]) as at, asked:
        send(published, way(at, USER="office", PASSWORD="密码pw"))
    assert not mood.users and not rows(published[0])


def test_a_user_where_there_is_no_login_is_told_by_its_variable(published):
    with server(Mood()) as at, pytest.raises(NoServer, match="it offers no login to office: leave BRIEFING_SMTP_USER"):
        send(published, way(at, USER="office", PASSWORD="secret"))


@pytest.mark.parametrize("more", [{}, {"to": [HUANGDAO]}])
def test_a_server_that_wants_a_login_stops_everything_and_no_recipient_is_blamed(published, more):
    mood = Mood()
    with account(mood) as at:
        with pytest.raises(NoServer, match="it wants a login, which BRIEFING_SMTP_USER names: 530 "):
            send(published, way(at), **more)
        assert {row["email"] for row in rows(published[0])} == {HUANGDAO if more else OFFICE}
        assert [row["state"] for row in rows(published[0])][-1] == "failed"
        assert states(send(published, way(at, USER="office", PASSWORD="secret"))) == ["sent"] * 3


def test_a_sender_whom_the_server_refuses_stops_everything(published):
    mood = Mood(sender=["553 5.7.1 not owned by user"])
    with (
        server(mood) as at,
        pytest.raises(NoServer, match=r"it refuses the sender, whom BRIEFING_MAIL_FROM names: 553"),
    ):
        send(published, way(at))
    assert not mood.taken


def test_a_host_that_cannot_be_is_told(published):
    with pytest.raises(NoServer, match=r"no mail can be sent through mail\.\.example\.org:25: "):
        send(published, way(("mail..example.org", 25)))


def test_no_server_at_all_is_said_once(published):
    with pytest.raises(NoServer, match=r"no mail can be sent through 127\.0\.0\.1:1: "):
        send(published, way(("127.0.0.1", 1), TRIES=2))
    assert not rows(published[0])


# ---- the command ------------------------------------------------------------------------------------------------


def test_the_command_shows_a_table_and_ends_with_1_when_somebody_was_refused(published, monkeypatch, capsys):
    from helpers import cli

    data, out = published
    mood = Mood(rcpt={HUANGDAO: ["550 no such mailbox"]})
    with server(mood) as at:
        for name, value in way(at).items():
            monkeypatch.setenv(name, value)
        words = ["briefing", "deliver", "2023Q2", "--send", "--data", str(data), "--out", str(out)]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "2 sent, 1 refused" in said.out
    assert "黄岛区政府办公室" in said.out and "550 no such mailbox" in said.out
    assert "1 recipient did not get the briefings" in said.err


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C as POSIX has it")
def test_interrupted_it_says_where_to_look_and_run_again_sends_the_rest(published):
    data, out = published
    mood = Mood(delay={HUANGDAO: [60]})
    words = [sys.executable, "-m", "helpers", "deliver", "2023Q2", "--send", "--data", str(data), "--out", str(out)]
    hears = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731  (a program in the background does not)
    with server(mood) as at:
        env = {**os.environ, **way(at, TIMEOUT=90)}
        mail = subprocess.Popen(words, cwd=ROOT, env=env, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=hears)
        end = time.monotonic() + 60
        while not any(row["email"] == HUANGDAO for row in rows(data)) and time.monotonic() < end:
            time.sleep(0.05)
        mail.send_signal(signal.SIGINT)
        said = mail.communicate(timeout=30)[1]
        assert mail.returncode == 130 and "Traceback" not in said
        assert "interrupted; data/deliveries.csv says who got what so far, and run again it sends the rest" in said
        mood.delay.clear()
        assert states(send(published, way(at))) == ["already sent", "unsure", "sent"]
