"""Sending by SMTP: encrypted unless told otherwise, certificates verified, patient with a busy server.

Each step of a transaction is asked for by itself, because what a lost connection means depends on the step: before the
end of the message nothing can have arrived; after it the letter may have.
"""

from __future__ import annotations

import base64
import logging
import re
import selectors
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from email.utils import parseaddr
from types import TracebackType

from ...model import BriefingError
from ...said import Said
from .sent import FAILED, REFUSED, SENT, UNSURE
from .server import Server

# A socket's timeout is for all that one call sends, and what lies unsent in its buffer is waited for with the answer: a
# letter goes by small portions through a small buffer, so that a slow line may take its time as long as it goes on.
_PORTION, _UNSENT = 1 << 16, 1 << 17  # bytes

_log = logging.getLogger(__name__)
_LOST = (smtplib.SMTPServerDisconnected, OSError)
SENDER = "MAIL FROM"  # the step at which nothing is said of a recipient yet
_UNREACHED: dict[type[OSError], str] = {
    ConnectionRefusedError: "it refuses the connection: check BRIEFING_SMTP_HOST and BRIEFING_SMTP_PORT ({answer})",
    socket.gaierror: "no server of this name is found: check BRIEFING_SMTP_HOST ({answer})",
    TimeoutError: "it does not answer: check BRIEFING_SMTP_HOST, _PORT and _SECURITY, and the network ({answer})",
}
_NEEDS_LOGIN = 530  # RFC 4954: authentication required


class NoServer(BriefingError):
    """The mail server cannot be reached, or does not let us in: no letter can be sent."""

    exit_code = 1


class _Answer(Exception):
    """The server's answer of 400 and above, and the step it was given at."""

    def __init__(self, code: int, text: bytes | str, step: str) -> None:
        self.code, self.step, self.said = code, step, f"{code} {_one_line(text)} ({step})"
        super().__init__(self.said)


class _Unsure(Exception):
    """The connection was lost, or nothing came, after the message was whole and before the server answered."""


class Post:
    """A connection that sends letters one after another, made when first needed and made anew when it was lost."""

    def __init__(self, server: Server, sleep: Callable[[float], None] = time.sleep) -> None:
        self.server, self.sleep = server, sleep
        self.client: smtplib.SMTP | None = None

    def __enter__(self) -> Post:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._close()
        else:  # interrupted, say, while the server was to answer: leave would be taken after that answer alone
            self._drop()

    def send(self, to: str, content: bytes) -> tuple[str, str]:
        """Send one letter; its state (sent, refused, failed, unsure) and the last answer.

        An answer of 4xx, a timeout and a lost connection are tried again; 5xx is final, and so is it when no answer
        comes to a whole letter. Raises NoServer where the server's answer is about us and no recipient: it wants a
        login, or refuses the sender.
        """
        wait, last = self.server.wait, ""
        for attempt in range(self.server.tries):
            if attempt:
                self.sleep(wait)
                wait *= 2
            try:
                return SENT, self._transaction(to, content)
            except _Unsure as error:
                self._drop()
                return UNSURE, str(error)
            except _Answer as error:
                last = error.said
                self._close()
                if error.code >= 500:
                    self._check_ours(error)
                    return REFUSED, last
            except (smtplib.SMTPException, OSError) as error:
                last = _said(error)
                self._drop()
        return FAILED, last

    def open(self) -> None:
        """Connect, encrypt and log in, as often as `tries` allows; raises NoServer."""
        wait = self.server.wait
        for left in reversed(range(self.server.tries)):
            try:
                self._connect()
                return
            except ssl.SSLCertVerificationError as error:
                told = Said(
                    "its certificate cannot be trusted: {reason}; BRIEFING_SMTP_CA takes further ones",
                    reason=error.verify_message,
                )
                raise self._no_server(told) from error
            except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
                raise self._no_server(_words(error)) from error
            except (smtplib.SMTPException, OSError) as error:
                if not left or _is_final(error):
                    raise self._no_server(self._why(error)) from error
                self.sleep(wait)
                wait *= 2

    def _why(self, error: Exception) -> str:
        """What went wrong on the way in, and which setting is about it."""
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return Said(
                "it refuses user and password (BRIEFING_SMTP_USER, BRIEFING_SMTP_PASSWORD): {answer}",
                answer=_said(error),
            )
        if isinstance(error, ssl.SSLError):
            return Said(
                "it does not encrypt as BRIEFING_SMTP_SECURITY={security} says: {answer}",
                security=self.server.security,
                answer=error.reason or _words(error),
            )
        causes = error, error.__context__  # smtplib makes a lost connection of a greeting that does not come
        told = next((told for kind, told in _UNREACHED.items() if any(isinstance(e, kind) for e in causes)), "")
        return Said(told, answer=_said(error)) if told else _said(error)

    def _check_ours(self, answer: _Answer) -> None:
        """Raises NoServer for a refusal that every recipient would get."""
        if answer.code == _NEEDS_LOGIN:
            raise self._no_server(
                Said("it wants a login, which BRIEFING_SMTP_USER names: {answer}", answer=answer.said)
            )
        if answer.step == SENDER:
            raise self._no_server(
                Said("it refuses the sender, whom BRIEFING_MAIL_FROM names: {answer}", answer=answer.said)
            )

    def _no_server(self, why: str) -> NoServer:
        server = f"{self.server.host}:{self.server.port}"
        return NoServer("no mail can be sent through {server}: {reason}", server=server, reason=why)

    def _connect(self) -> smtplib.SMTP:
        s = self.server
        self._close()
        context = s.context()
        if s.security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(s.host, s.port, timeout=s.timeout, context=context)
        else:
            client = smtplib.SMTP(s.host, s.port, timeout=s.timeout)
        try:
            _line(client).setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNSENT)
            client.ehlo_or_helo_if_needed()
            if s.security == "starttls":
                if not client.has_extn("starttls"):
                    told = "it offers no STARTTLS; BRIEFING_SMTP_SECURITY says how it encrypts"
                    raise smtplib.SMTPNotSupportedError(told)
                client.starttls(context=context)
                client.ehlo()
            if s.user:
                _log_in(client, s.user, s.password)
        except BaseException:
            client.close()
            raise
        self.client = client
        return client

    def _transaction(self, to: str, content: bytes) -> str:
        client = self.client or self._connect()
        sender = parseaddr(self.server.sender)[1]
        for step, answer in ((SENDER, lambda: client.mail(sender)), ("RCPT TO", lambda: client.rcpt(to))):
            code, said = answer()
            if code // 100 != 2:
                raise _Answer(code, said, step)
        code, said = client.docmd("DATA")
        if code != 354:
            raise _Answer(code, said, "DATA")
        body = re.sub(rb"(?m)^\.", b"..", content)
        body = body if body.endswith(b"\r\n") else body + b"\r\n"
        for start in range(0, len(body), _PORTION):
            client.send(body[start : start + _PORTION])
        code, said = self._end(client)
        if code >= 400:
            raise _Answer(code, said, "end of message")
        return f"{code} {_one_line(said)}"

    def _end(self, client: smtplib.SMTP) -> tuple[int, bytes]:
        """End the message and wait for the word that it is taken, ten minutes unless told otherwise (RFC 5321,
        4.5.3.2.6): a server that is hung up on meanwhile delivers it all the same. Raises _Unsure."""
        s = self.server
        try:
            _line(client).settimeout(s.last_timeout)  # what lies in the buffer goes first, on a slow line too
            client.send(b".\r\n")
            if s.timeout < s.last_timeout and not _answers(_line(client), s.timeout):
                waiting = Said(
                    "{host:s} has the whole letter and has not answered for {seconds:g} s: waiting, "
                    "{most:g} s at most, because a letter given up now may arrive all the same",
                    host=s.host,
                    seconds=s.timeout,
                    most=s.last_timeout,
                )
                _log.warning(waiting)
                _line(client).settimeout(s.last_timeout - s.timeout)
            code, said = client.getreply()
            _line(client).settimeout(s.timeout)
        except (*_LOST, smtplib.SMTPResponseException) as error:
            if any(isinstance(e, TimeoutError) for e in (error, error.__context__)):
                silent = "the server had the whole letter and did not answer within {seconds:g} s"
                raise _Unsure(Said(silent, seconds=s.last_timeout)) from error
            lost = "the connection was lost before the server answered: {error}"
            raise _Unsure(Said(lost, error=_words(error))) from error
        if not 200 <= code < 600:
            odd = "the server had the whole letter and answered what is no answer: {answer}"
            raise _Unsure(Said(odd, answer=_one_line(said)))
        return code, said

    def _close(self) -> None:
        """Take leave of the server."""
        client, self.client = self.client, None
        if client is None:
            return
        try:
            client.quit()
        except (smtplib.SMTPException, OSError):  # it is gone already
            client.close()

    def _drop(self) -> None:
        """Hang up without a word: nobody answers on a lost connection."""
        client, self.client = self.client, None
        if client is not None:
            client.close()


def _line(client: smtplib.SMTP) -> socket.socket:
    """Its connection. Raises SMTPServerDisconnected where it has been hung up."""
    if client.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is closed")
    return client.sock


def _answers(sock: socket.socket, seconds: float) -> bool:
    """Whether something comes within so many seconds; nothing of it is read."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(sock, selectors.EVENT_READ)
        return bool(waiting.select(seconds))


def _log_in(client: smtplib.SMTP, user: str, password: str) -> None:
    """Log in; beyond ASCII by AUTH PLAIN, whose user and password are UTF-8 (RFC 4616), which smtplib does not write.

    Raises SMTPAuthenticationError, SMTPNotSupportedError.
    """
    ways = client.esmtp_features.get("auth", "").upper().split()
    if not ways:
        raise smtplib.SMTPNotSupportedError(
            Said(
                "it offers no login to {user}: leave BRIEFING_SMTP_USER empty, "
                "or look at BRIEFING_SMTP_PORT and _SECURITY",
                user=user,
            )
        )
    if user.isascii() and password.isascii():
        client.login(user, password)
        return
    if "PLAIN" not in ways:
        raise smtplib.SMTPNotSupportedError(
            "it takes ASCII alone in a login: write BRIEFING_SMTP_USER and BRIEFING_SMTP_PASSWORD in a-z, 0-9 and signs"
        )
    both = f"\0{user}\0{password}".encode("utf-8", "surrogateescape")
    code, said = client.docmd("AUTH", f"PLAIN {base64.b64encode(both).decode()}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _is_final(error: Exception) -> bool:
    """Whether to ask again would be in vain: the server refused, or speaks no TLS; a lost connection is tried again."""
    if isinstance(error, ssl.SSLError):
        return not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    return int(getattr(error, "smtp_code", 400)) >= 500


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _said(error: BaseException) -> str:
    text, code = getattr(error, "smtp_error", b""), getattr(error, "smtp_code", "")
    return f"{code} {_one_line(text)}".strip() or _words(error)


def _one_line(text: bytes | str) -> str:
    return " ".join((text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)).split())
