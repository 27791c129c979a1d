"""Mail servers on this machine for the tests: aiosmtpd with every mood, certificates made on the spot."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LINES_A_PAUSE = 10_000


@dataclass
class Mood:
    """What the server answers: per address a list of answers to RCPT, then to the message; and what it took.

    `sender` holds its answers to MAIL FROM, `password` is what it takes with any user.
    """

    rcpt: dict[str, list[str]] = field(default_factory=dict)
    data: dict[str, list[str]] = field(default_factory=dict)
    delay: dict[str, list[float]] = field(default_factory=dict)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    tls: list[bool] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    password: str = "secret"
    sender: list[str] = field(default_factory=list)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.sender:
            return self.sender.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answers = self.rcpt.get(address)
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if self.delay.get(to):
            await asyncio.sleep(self.delay[to].pop(0))
        if self.data.get(to):
            return self.data[to].pop(0)
        self.taken.append((to, envelope.original_content))
        self.tls.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 taken"

    def authenticate(self, server, session, envelope, mechanism, data):
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == self.password.encode(), handled=False)

    @property
    def to(self) -> list[str]:
        return [address for address, _ in self.taken]


@contextmanager
def server(mood: Mood, **how):
    """A server on a free port of this machine: (host, port)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mood, hostname="127.0.0.1", port=port, **how)
    if how.get("ssl_context"):
        controller._trigger_server = lambda: _knock(port)  # its own way in would use the server's side of the key
    controller.start()
    try:
        yield "127.0.0.1", port
    finally:
        controller.stop()


def _knock(port: int) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 1) as plain, context.wrap_socket(plain) as wrapped:
        wrapped.recv(1024)


def certificate(folder: Path, days: int = 2) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that signs itself: its file, to be trusted, and the server's side."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of a test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=5))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    trusted, private = folder / "ca.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)
    return trusted, context


@contextmanager
def cutter(at: str = "", pause: float = 0, last: bytes = b"250 taken"):
    """A server that hangs up once: in the middle of the message (`body`), or after its end (`dot`), without a word.

    Later connections it serves to the end. Before every megabyte or so of a message it pauses so many seconds; `last`
    is its answer to a whole message. Yields (host, port) and the list of messages it took.
    """
    taken: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    cuts = [at]

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with suppress(ConnectionError), connection, connection.makefile("rwb") as stream:
                _talk(stream, cuts, taken, pause, last)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname(), taken
    finally:
        listener.close()
        thread.join(0.1)


def _talk(stream, cuts: list[str], taken: list[bytes], pause: float, last: bytes) -> None:
    def say(line: bytes) -> None:
        stream.write(line + b"\r\n")
        stream.flush()

    say(b"220 ready")
    while line := stream.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            say(b"354 go on")
            if cuts == ["body"]:
                cuts.clear()
                stream.read(10)
                return
            lines = [b""]
            while lines[-1] != b".\r\n":
                if len(lines) % LINES_A_PAUSE == 0:
                    time.sleep(pause)
                lines.append(stream.readline())
                if not lines[-1]:  # the other side hung up
                    return
            taken.append(b"".join(lines))
            if cuts == ["dot"]:
                cuts.clear()
                return
            say(last)
        elif verb == b"QUIT":
            say(b"221 bye")
            return
        else:
            say(b"250 OK")
