"""The mail server that the environment names: where it is, how it encrypts, the account there."""

from __future__ import annotations

import math
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr

from ...model import UsageError
from .letter import address_fault

PORTS = {"starttls": 587, "tls": 465, "none": 25}
LAST_PORT = 65535
_HERE = ("localhost", "127.0.0.1", "::1")


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
    last_timeout: float = 600.0
    tries: int = 4
    wait: float = 5.0

    def context(self) -> ssl.SSLContext:
        """What a connection is encrypted with: the system's certificates, and those of `ca`."""
        return ssl.create_default_context(cafile=self.ca or None)


def from_environment(env: Mapping[str, str]) -> Server:
    """The server that BRIEFING_SMTP_HOST and its kind name.

    HOST and BRIEFING_MAIL_FROM are needed; PORT; SECURITY starttls (default), tls, or none; USER, PASSWORD; CA (a file
    of further certificates); TIMEOUT and LAST_TIMEOUT (seconds to wait for an answer, and for the word that a whole
    letter is taken); TRIES, WAIT (seconds before the second try, doubled each time).
    Raises UsageError that names the variable.
    """

    def get(name: str, otherwise: str = "") -> str:
        return env.get(f"BRIEFING_SMTP_{name}", "").strip() or otherwise

    def number(name: str, otherwise: str, least: float, most: float = math.inf) -> float:
        try:
            value = float(get(name, otherwise))
        except ValueError:
            value = math.nan
        if not least <= value <= most or math.isinf(value):
            asked = {"name": f"BRIEFING_SMTP_{name}", "value": get(name), "least": least}
            if math.isfinite(most):
                raise UsageError("{name}={value!r} is not a number from {least:g} to {most:g}", most=most, **asked)
            raise UsageError("{name}={value!r} is not a number of {least:g} or more", **asked)
        return value

    host, sender = get("HOST"), env.get("BRIEFING_MAIL_FROM", "").strip()
    if not host or not sender:
        name = "BRIEFING_SMTP_HOST" if not host else "BRIEFING_MAIL_FROM"
        raise UsageError("--send needs {name} in the environment; without --send drafts are written", name=name)
    if host.count(":") == 1:  # more of them are an IPv6 address
        raise UsageError("BRIEFING_SMTP_HOST={host!r} names a port too: write that in BRIEFING_SMTP_PORT", host=host)
    if fault := address_fault(parseaddr(sender)[1]):
        raise UsageError("BRIEFING_MAIL_FROM={sender!r}: {fault}", sender=sender, fault=fault)
    security = get("SECURITY", "tls" if get("PORT") == "465" else "starttls").lower()
    if security not in PORTS:
        raise UsageError("BRIEFING_SMTP_SECURITY={word!r}: write starttls, tls or none", word=security)
    if security == "none" and get("USER") and host not in _HERE:
        raise UsageError("BRIEFING_SMTP_SECURITY=none would send the password in the clear; write starttls or tls")
    server = Server(
        host,
        int(number("PORT", str(PORTS[security]), 1, LAST_PORT)),
        sender,
        security,
        get("USER"),
        env.get("BRIEFING_SMTP_PASSWORD", ""),
        get("CA"),
        number("TIMEOUT", "30", 0.01),
        number("LAST_TIMEOUT", "600", 0.01),
        int(number("TRIES", "4", 1)),
        number("WAIT", "5", 0),
    )
    _check_certificates(server)
    return server


def _check_certificates(server: Server) -> None:
    """Raises UsageError where BRIEFING_SMTP_CA is no file of certificates."""
    try:
        server.context()
    except ssl.SSLError:
        raise UsageError(
            "BRIEFING_SMTP_CA={file!r} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----); "
            "name a file of the certificates to trust",
            file=server.ca,
        ) from None
    except OSError as error:
        raise UsageError(
            "BRIEFING_SMTP_CA={file!r} cannot be read: {reason}; name a file of the certificates to trust",
            file=server.ca,
            reason=error.strerror,
        ) from error
