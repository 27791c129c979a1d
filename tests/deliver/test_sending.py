"""`briefing deliver --send` to real mail servers on this machine: refusals, cuts, nothing twice, nothing lost."""

from __future__ import annotations

import datetime
import email
import email.policy
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from letters import HUANGDAO, JIAOZHOU, OFFICE, ROOT, rows, send, states, way
from posts import Mood, certificate, cutter, server
from small_reports import remake, stamp

from helpers.assess import load
from helpers.desk import delivery, publication
from helpers.model import DataError, Quarter, UsageError
from helpers.press.delivery import sent
from helpers.press.delivery.server import from_environment
from helpers.write.usage_zh import usage


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


def test_what_tells_other_numbers_than_were_published_is_not_mailed(made):
    """A build of a published quarter after what stands beside its figures has changed, such as an earlier quarter."""
    data, out = made
    home = out / "2023Q2"
    remake(home, "district-370281.zh", "html", "<p>总分 97.44分</p>".encode())
    stamp(home, "")
    page, day = home / "district-370281.zh.html", datetime.date(2023, 8, 8)
    publication.record(load.load_base(data), Quarter(2023, 2), day, [page], b"code\n", "0" * 64)
    mood = Mood()
    with server(mood) as at:
        remake(home, "district-370281.zh", "html", "<p>总分 97.40分</p>".encode())
        with pytest.raises(UsageError, match=r"^district-370281.zh.html: other numbers than were published") as told:
            send(made, way(at))
        assert mood.taken == [] and not (data / "deliveries.csv").exists()
        assert usage(told.value.args[0]).startswith("district-370281.zh.html的数字与已发布的不同")
        remake(home, "district-370281.zh", "html", "<p>总分为 97.44分</p>".encode())  # in other words
        assert states(send(made, way(at))) == ["sent"] * 3


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
    data, _ = published
    mood = Mood(delay={HUANGDAO: [60]})
    with server(mood) as at:
        told = send(published, way(at, LAST_TIMEOUT=4.5))
        assert states(told) == ["sent", "unsure", "sent"]
        assert told.told[1].answer == "the server had the whole letter and did not answer within 4.5 s"
        assert [row["state"] for row in rows(data) if row["email"] == HUANGDAO] == ["sending", "unsure"]
        told = send(published, way(at))
        assert states(told) == ["already sent", "unsure", "already sent"]
        assert "ask, then send with --again" in told.told[1].answer
        assert mood.to.count(HUANGDAO) <= 1
        assert states(send(published, way(at), to=[HUANGDAO], again=True)) == ["sent"]


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_letter_whose_answer_comes_late_is_waited_for_and_sent_once(published, tmp_path, caplog, encrypted):
    """RFC 5321, 4.5.3.2.6: ten minutes, because the server has the letter already."""
    more, how = {}, {}
    if encrypted:
        trusted, context = certificate(tmp_path / "keys")
        more, how = {"SECURITY": "tls", "CA": trusted}, {"ssl_context": context}
    mood = Mood(delay={HUANGDAO: [6]})
    with server(mood, **how) as at:
        assert states(send(published, way(at, TIMEOUT=3, **more))) == ["sent", "sent", "sent"]
    assert mood.to == [OFFICE, HUANGDAO, JIAOZHOU]
    said = caplog.messages[0]
    assert said.startswith("127.0.0.1 has the whole letter and has not answered for 3 s: waiting, 30 s at most")
    assert usage(said).startswith("邮件已全部交给127.0.0.1，3秒未见应答，继续等待（共不超过30秒）")


def test_the_last_answer_is_waited_for_ten_minutes_unless_told_otherwise():
    env = way(("127.0.0.1", 25))
    del env["BRIEFING_SMTP_TIMEOUT"], env["BRIEFING_SMTP_LAST_TIMEOUT"]
    told = from_environment(env)
    assert (told.timeout, told.last_timeout) == (30, 600)


def test_after_two_letters_in_doubt_no_more_are_sent(published):
    """A server that lets every letter wait would leave everybody in doubt."""
    data, _ = published
    mood = Mood(delay={OFFICE: [60], HUANGDAO: [60]})
    with server(mood) as at:
        told = send(published, way(at, LAST_TIMEOUT=4))
        assert states(told) == ["unsure", "unsure", "failed"]
        assert told.told[2].answer.startswith("not tried: the last two letters got no answer")
        assert JIAOZHOU not in {row["email"] for row in rows(data)}
        assert states(send(published, way(at))) == ["unsure", "unsure", "sent"]


def test_an_answer_that_is_none_leaves_the_letter_in_doubt(published):
    with cutter(last=b"what?") as (at, taken):
        told = send(published, way(at), to=[OFFICE])
    assert states(told) == ["unsure"] and len(taken) == 1
    assert told.told[0].answer.startswith("the server had the whole letter and answered what is no answer")


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


def test_a_slow_line_may_take_longer_than_an_answer_as_long_as_it_goes_on(published):
    remake(published[1] / "2023Q2", "city.zh", "pdf", bytes(8_000_000))
    with cutter(pause=0.35) as (at, taken):
        begun = time.monotonic()
        told = send(published, way(at, TIMEOUT=2, LAST_TIMEOUT=60, TRIES=1), to=[OFFICE])
        assert time.monotonic() - begun > 4  # more than twice the wait for an answer
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
    """As often as it happens: what was cut off is taken out, and the rows written after it are read the next time."""
    data, _ = published
    mood = Mood()
    with server(mood) as at:
        send(published, way(at), to=[OFFICE])
        path = data / "deliveries.csv"
        path.write_bytes(path.read_bytes()[:-40])  # the row `sent` was not whole: it may have arrived
        assert states(send(published, way(at))) == ["unsure", "sent", "sent"]
        path.write_bytes(path.read_bytes() + b'2026-01-01,2023Q2,x,y,"cut off in a quot')
        assert states(send(published, way(at), again=True, to=[HUANGDAO])) == ["sent"]
        assert states(send(published, way(at))) == ["unsure", "already sent", "already sent"]
        assert b"cut off" not in path.read_bytes()
        path.write_text("time,quarter\nx,y\n", encoding="utf-8-sig")
        with pytest.raises(DataError, match="not a row of this ledger"):
            send(published, way(at))
    assert mood.to.count(OFFICE) == 1


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_ledger_that_another_program_saved_is_told_and_nothing_is_sent(published, encoding):
    """Excel's plain CSV is GBK on a Chinese machine."""
    data, _ = published
    mood = Mood()
    with server(mood) as at:
        send(published, way(at))
        path = data / "deliveries.csv"
        path.write_bytes(path.read_text(encoding="utf-8-sig").encode(encoding))
        with pytest.raises(DataError, match=r"deliveries\.csv: the file is not UTF-8 -> .*CSV UTF-8"):
            send(published, way(at))
    assert len(mood.taken) == 3


# ---- the command ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("english_screen")
def test_the_command_shows_a_table_and_ends_with_1_when_somebody_was_refused(published, monkeypatch, typed):
    data, out = published
    mood = Mood(rcpt={HUANGDAO: ["550 no such mailbox"]})
    with server(mood) as at:
        for name, value in way(at).items():
            monkeypatch.setenv(name, value)
        code, shown, told = typed("deliver", "2023Q2", "--send", "--data", data, "--out", out)
    assert code == 1
    assert "2 sent, 1 refused" in shown
    assert "黄岛区政府办公室" in shown and "550 no such mailbox" in shown
    assert "1 recipient did not get the briefings" in told


@pytest.mark.usefixtures("english_screen")
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C as POSIX has it")
def test_interrupted_it_says_where_to_look_and_run_again_sends_the_rest(published):
    data, out = published
    mood = Mood(delay={HUANGDAO: [60]})
    words = [sys.executable, "-m", "helpers", "deliver", "2023Q2", "--send", "--data", str(data), "--out", str(out)]
    hears = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731  (a program in the background does not)
    with server(mood) as at:
        env = {**os.environ, **way(at, TIMEOUT=90)}
        mail = subprocess.Popen(words, cwd=ROOT, env=env, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=hears)
        end = time.monotonic() + 120
        while not any(row["email"] == HUANGDAO for row in rows(data)) and time.monotonic() < end:
            time.sleep(0.05)
        mail.send_signal(signal.SIGINT)
        said = mail.communicate(timeout=60)[1]
        assert mail.returncode == 130 and "Traceback" not in said
        assert "interrupted; data/deliveries.csv says who got what so far, and run again it sends the rest" in said
        mood.delay.clear()
        assert states(send(published, way(at))) == ["already sent", "unsure", "sent"]
