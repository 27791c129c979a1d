"""How letters are sent: encryption, certificates, users and passwords, servers that are not there."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from letters import HUANGDAO, OFFICE, rows, send, states, way
from posts import Mood, certificate, server
from small_reports import remake

from helpers.press.delivery.post import NoServer
from helpers.write import usage_zh

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


def test_no_server_at_all_is_said_once_and_which_settings_to_look_at(published):
    """The Chinese message said to check address and port; the English one said `[Errno 111]` alone."""
    with pytest.raises(NoServer, match=r"no mail can be sent through 127\.0\.0\.1:1: ") as told:
        send(published, way(("127.0.0.1", 1), TRIES=2))
    assert "it refuses the connection: check BRIEFING_SMTP_HOST and BRIEFING_SMTP_PORT (" in str(told.value)
    assert "连接被拒绝，请核对 BRIEFING_SMTP_HOST 和 BRIEFING_SMTP_PORT（" in usage_zh.usage(told.value.args[0])
    assert not rows(published[0])


def test_a_server_that_takes_the_connection_and_says_nothing_is_told_as_such(published):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(NoServer, match="it does not answer: check BRIEFING_SMTP_HOST, _PORT and _SECURITY"):
            send(published, way(("127.0.0.1", port), TRIES=1, TIMEOUT=0.2))
