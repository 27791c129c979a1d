"""Sending by SMTP: encrypted unless told otherwise, certificates verified, patient with a busy server.

Each step of a transaction is asked for by itself, because what a lost connection means depends on the step: before the
end of the message nothing can have arrived; after it the letter may have.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from types import TracebackType

from ...model import BriefingError, UsageError
from .letter import address_fault
from .sent import FAILED, REFUSED, SENT, UNSURE

PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HERE = ("localhost", "127.0.0.1", "::1")
_LOST = (smtplib.SMTPServerDisconnected, OSError)


class NoServer(BriefingError):
    """The mail server cannot be reached, or does not let us in: no letter can be sent."""

    exit_code = 1


@dataclass(frozen=True)
class Server:
    """How letters are sent; see `from_environment`."""

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    timeout: float = 30.0
    tries: int = 4
    wait: float = 5.0


def from_environment(env: Mapping[str, str]) -> Server:
    """The server that BRIEFING_SMTP_HOST and its kind name.

    HOST and BRIEFING_MAIL_FROM are needed; PORT; SECURITY starttls (default), tls, or none; USER, PASSWORD; CA (a file
    of further certificates); TIMEOUT (seconds), TRIES, WAIT (seconds before the second try, doubled each time).
    Raises UsageError that names the variable.
    """

    def get(name: str, otherwise: str = "") -> str:
        return env.get(f"BRIEFING_SMTP_{name}", "").strip() or otherwise

    def number(name: str, otherwise: str, least: float) -> float:
        try:
            value = float(get(name, otherwise))
        except ValueError:
            value = least - 1
        if not value >= least:
            raise UsageError(f"BRIEFING_SMTP_{name}={get(name)!r} is not a number of {least:g} or more")
        return value

    host, sender = get("HOST"), env.get("BRIEFING_MAIL_FROM", "").strip()
    if not host or not sender:
        name = "BRIEFING_SMTP_HOST" if not host else "BRIEFING_MAIL_FROM"
        raise UsageError(f"--send needs {name} in the environment; without --send drafts are written")
    if host.count(":") == 1:  # more of them are an IPv6 address
        raise UsageError(f"BRIEFING_SMTP_HOST={host!r} names a port too: write that in BRIEFING_SMTP_PORT")
    if fault := address_fault(parseaddr(sender)[1]):
        raise UsageError(f"BRIEFING_MAIL_FROM={sender!r}: {fault}")
    security = get("SECURITY", "tls" if get("PORT") == "465" else "starttls").lower()
    if security not in PORTS:
        raise UsageError(f"BRIEFING_SMTP_SECURITY={security!r}: write starttls, tls or none")
    if security == "none" and get("USER") and host not in _HERE:
        raise UsageError("BRIEFING_SMTP_SECURITY=none would send the password in the clear; write starttls or tls")
    return Server(
        host,
        int(number("PORT", str(PORTS[security]), 1)),
        sender,
        security,
        get("USER"),
        env.get("BRIEFING_SMTP_PASSWORD", ""),
        get("CA"),
        number("TIMEOUT", "30", 0.01),
        int(number("TRIES", "4", 1)),
        number("WAIT", "5", 0),
    )


class _Answer(Exception):
    """The server's answer of 400 and above, and the step it was given at."""

    def __init__(self, code: int, text: bytes | str, step: str) -> None:
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        self.code, self.said = code, f"{code} {' '.join(said.split())} ({step})"
        super().__init__(self.said)


class _Unsure(Exception):
    """The connection was lost after the message was whole, before the server answered."""


class Post:
    """A connection that sends letters one after another, made when first needed and made anew when it was lost."""

    def __init__(self, server: Server, sleep: Callable[[float], None] = time.sleep) -> None:
        self.server, self.sleep = server, sleep
        self.client: smtplib.SMTP | None = None

    def __enter__(self) -> Post:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def send(self, to: str, content: bytes) -> tuple[str, str]:
        """Send one letter; its state (sent, refused, failed, unsure) and the last answer.

        An answer of 4xx, a timeout and a lost connection are tried again; 5xx is final. Raises NoServer when there is
        no way in at all.
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
            except ssl.SSLError as error:
                raise self._no_server(f"its certificate cannot be trusted: {error}") from error
            except smtplib.SMTPAuthenticationError as error:
                raise self._no_server(f"it refuses user and password: {_said(error)}") from error
            except smtplib.SMTPNotSupportedError as error:
                raise self._no_server(f"{error}; BRIEFING_SMTP_SECURITY says how it encrypts") from error
            except (smtplib.SMTPException, OSError) as error:
                code = getattr(error, "smtp_code", 400)
                if not left or int(code) >= 500:
                    raise self._no_server(_said(error)) from error
                self.sleep(wait)
                wait *= 2

    def _no_server(self, why: str) -> NoServer:
        return NoServer(f"no mail can be sent through {self.server.host}:{self.server.port}: {why}")

    def _connect(self) -> smtplib.SMTP:
        s = self.server
        self._close()
        context = ssl.create_default_context(cafile=s.ca or None)
        if s.security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(s.host, s.port, timeout=s.timeout, context=context)
        else:
            client = smtplib.SMTP(s.host, s.port, timeout=s.timeout)
        try:
            client.ehlo_or_helo_if_needed()
            if s.security == "starttls":
                client.starttls(context=context)
                client.ehlo()
            if s.user:
                client.login(s.user, s.password)
        except BaseException:
            client.close()
            raise
        self.client = client
        return client

    def _transaction(self, to: str, content: bytes) -> str:
        client = self.client or self._connect()
        sender = parseaddr(self.server.sender)[1]
        for step, answer in (("MAIL FROM", lambda: client.mail(sender)), ("RCPT TO", lambda: client.rcpt(to))):
            code, said = answer()
            if code >= 400:
                raise _Answer(code, said, step)
        code, said = client.docmd("DATA")
        if code != 354:
            raise _Answer(code, said, "DATA")
        body = re.sub(rb"(?m)^\.", b"..", content)
        client.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        try:
            client.send(b".\r\n")
            code, said = client.getreply()
        except _LOST as error:
            raise _Unsure(f"the connection was lost before the server answered: {_words(error)}") from error
        if code >= 400:
            raise _Answer(code, said, "end of message")
        return f"{code} {' '.join(said.decode('utf-8', 'replace').split())}"

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


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _said(error: BaseException) -> str:
    text = getattr(error, "smtp_error", b"")
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    code = getattr(error, "smtp_code", "")
    return " ".join(f"{code} {text}".split()) or _words(error)
