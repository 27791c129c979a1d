"""A letter to one recipient: RFC 5322 with plain and HTML body, and the briefings as attachments.

The same letter gives the same bytes: boundaries are made from its content. A draft has no Date, which the mail program
that sends it writes; a letter that is sent has one, and that alone differs from run to run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import charset, policy
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr

from ...markup import html_text
from .words import word

# Of a file's name, with room for a number and an extension: Windows' paths end at 260 characters, Linux' names at 255
# bytes, and a Chinese character is three of them.
LONGEST, MOST_BYTES = 90, 200
_WORD = 70  # characters of a line with a part of a name, which may have 78

_LAST = re.compile(r"(?:\s+[!-~]{1,20}|.)\Z", re.DOTALL)  # an English word, else a character
_BETWEEN_CHINESE = re.compile(
    r"(?<=[\u3001-\u301f\u4e00-\u9fff\uff01-\uff5e]) (?=[\u3001-\u301f\u4e00-\u9fff\uff01-\uff5e])"
)
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}", flags=re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", flags=re.ASCII)
_STAMP = "display:inline-block;border:2px solid #a8201a;color:#a8201a;font-weight:bold;padding:2px 12px;margin:0 0 12px"
_MIME = {"pdf": ("application", "pdf"), "html": ("text", "html"), "zip": ("application", "zip")}


def address_fault(text: str) -> str:
    """What is wrong with a mail address, for whoever typed it; empty when nothing is."""
    if not text:
        return "the address is missing"
    if re.search(r"[\s,;<>()\"\x00-\x1f]", text):
        return "one plain address, without a name, spaces, commas or brackets"
    local, at, domain = text.rpartition("@")
    if not at or not local or "@" in local:
        return "an address has one @"
    if not text.isascii():
        return "an address of letters that every mail server takes (a-z, 0-9)"
    if not _LOCAL.fullmatch(local) or local[0] == "." or local[-1] == "." or ".." in local:
        return "what stands before the @ is no mailbox's name"
    labels = domain.split(".")
    if len(labels) < 2 or len(domain) > 253 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        return "what stands after the @ is no domain such as example.org"
    return ""


@dataclass(frozen=True)
class Enclosure:
    """A file as the recipient gets it: its name there, its bytes, and the report it is of."""

    name: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Summary:
    """What a briefing's own cover says: title, period, key points, notice, stamp."""

    title: str
    label: str
    points: tuple[str, ...] = ()
    notice: str = ""
    stamp: str = ""


@dataclass(frozen=True)
class Letter:
    """One recipient's letter. `number` is the copy's number, where copies are numbered."""

    name: str
    email: str
    lang: str
    briefings: tuple[Summary, ...]
    enclosures: tuple[Enclosure, ...]
    note: str = ""
    number: int | None = None

    @property
    def subject(self) -> str:
        first, n = self.briefings[0], len(self.briefings)
        slots = {"title": first.title, "label": first.label, "n": n, "more": n - 1}
        said = word("subject.more" if n > 1 else "subject", self.lang, **slots)
        return stamped(said, first.stamp, self.lang)

    @property
    def stamp(self) -> str:
        """The stamp of the first briefing, as every body begins with it; "" where it bears none."""
        return stamped("", self.briefings[0].stamp, self.lang)

    @property
    def key(self) -> str:
        """A hash over all that the letter says and holds: the same letter, the same key."""
        said = [self.email, self.subject, self.text, self.html, *(f"{e.name}:{e.sha256}" for e in self.enclosures)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    @property
    def text(self) -> str:
        """The plain body."""
        lines = [self.stamp, ""] if self.stamp else []
        lines += [word("greeting", self.lang, name=self.name), "", self._opening, ""]
        for briefing in self.briefings:
            lines += [briefing.title, *(f"  - {point}" for point in briefing.points), ""]
        lines += [self.note, ""] if self.note else []
        lines += [word("enclosed", self.lang), *(f"  - {e.name}" for e in self.enclosures)]
        lines += ["", *self._small]
        return "\n".join(lines) + "\n"

    @property
    def html(self) -> str:
        """The HTML body: the same words, styled inline as mail programs want it; nothing is fetched."""
        parts = [
            f'<p style="{_STAMP}">{html_text(self.stamp)}</p>' if self.stamp else "",
            f"<p>{html_text(word('greeting', self.lang, name=self.name))}</p>",
            f"<p>{html_text(self._opening)}</p>",
        ]
        for briefing in self.briefings:
            points = "".join(f'<li style="margin:4px 0">{html_text(point)}</li>' for point in briefing.points)
            parts.append(f'<h2 style="font-size:16px;color:#a8201a;margin:18px 0 6px">{html_text(briefing.title)}</h2>')
            parts.append(f'<ul style="margin:0 0 12px;padding-left:22px">{points}</ul>' if points else "")
        parts.append(f"<p>{html_text(self.note)}</p>" if self.note else "")
        names = "".join(f"<li>{html_text(e.name)}</li>" for e in self.enclosures)
        parts.append(f"<p><strong>{word('enclosed', self.lang)}</strong></p><ul>{names}</ul>")
        small = "<br>".join(html_text(line) for line in self._small)
        parts.append(f'<p style="font-size:13px;color:#565f6d">{small}</p>' if small else "")
        lang = "en" if self.lang == "en" else "zh-CN"
        face = "'Microsoft YaHei','PingFang SC','Noto Sans SC',sans-serif"
        body = "\n".join(filter(None, parts))
        return (
            f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
            f"<title>{html_text(self.subject)}</title></head>\n"
            f'<body style="font:15px/1.7 {face};color:#1d2430;max-width:720px">\n{body}\n</body></html>\n'
        )

    @property
    def _opening(self) -> str:
        n = len(self.briefings)
        count = word("one" if n == 1 else "many", self.lang, n=n)
        slots = {"label": self.briefings[0].label, "n": count if self.lang == "en" else n}
        return word("opening", self.lang, **slots)

    @property
    def _small(self) -> list[str]:
        lines = list(dict.fromkeys(b.notice for b in self.briefings if b.notice))
        if self.number is not None:
            lines.insert(0, word("number", self.lang, number=word("copy", self.lang, number=self.number)))
        if any(e.name.endswith(".zip") for e in self.enclosures):
            lines.append(word("sums", self.lang))
        return lines


def compose(letter: Letter, sender: str = "", date: str = "", message_id: str = "") -> bytes:
    """The letter as a message, lines ended by CRLF. Without `date` it is a draft: X-Unsent opens it for editing.

    `sender` is `office@example.org` or `Name <office@example.org>`.
    """
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = letter.subject
    if sender:
        message["From"] = mailbox(*parseaddr(sender))
    message["To"] = mailbox(letter.name, letter.email)
    if date:
        message["Date"] = date
        message["Message-ID"] = message_id
    else:
        message["X-Unsent"] = "1"
    message.set_content(letter.text, charset="utf-8", cte="base64")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="base64")
    for enclosure in letter.enclosures:
        main, sub = _MIME[enclosure.name.rpartition(".")[2]]
        message.add_attachment(enclosure.content, main, sub, filename=enclosure.name)
        *_, part = message.iter_attachments()
        del part["Content-Type"]
        part.set_raw("Content-Type", _typed(main, sub, enclosure.name))  # as it is: else written by RFC 2231 as well
    for n, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{letter.key[:40]}_{n}")
    return message.as_bytes()


def _typed(main: str, sub: str, name: str) -> str:
    """An attachment's Content-Type with its name as an encoded word (RFC 2047), which no standard has there and mail
    programs read all the same: those that know no RFC 2231, by which Content-Disposition gives it, say `noname`."""
    if name.isascii() and len(name) <= _WORD:
        word = name
    else:
        utf8 = charset.Charset("utf-8")
        utf8.header_encoding = charset.BASE64
        word = Header(name, utf8, maxlinelen=_WORD, header_name="name").encode()
    coded = '; charset="utf-8"' if main == "text" else ""
    return f'{main}/{sub}{coded};\n name="{word}"'


def mailbox(name: str, email: str) -> Address:
    return Address(display_name=name, addr_spec=email)


def message_id(letter: Letter, sender: str) -> str:
    """The same letter always has the same id, by which mail programs know a duplicate."""
    return f"<{letter.key[:40]}@{parseaddr(sender)[1].rpartition('@')[2]}>"


def stamped(text: str, stamp: str, lang: str) -> str:
    """A text with the stamp before it, where there is one: 【征求意见稿】全市考核结果通报, [DRAFT] Results."""
    return f"{word('stamp', lang, stamp=stamp)}{' ' if lang == 'en' and text else ''}{text}" if stamp else text


def file_name(*parts: str, extension: str, ending: str = "") -> str:
    """Parts as a file's name that every system takes and a reader understands: 2023Q2 胶州市考核情况通报.pdf

    Between Chinese characters and their brackets no space stands. What is too long loses words or Chinese characters
    before its `ending`, the number of a copy.
    """
    text = " ".join(filter(None, parts))
    name = _on_disk(text, ending)
    while len(name) > LONGEST or len(name.encode("utf-8")) > MOST_BYTES:
        text = _LAST.sub("", text)
        name = _on_disk(text, ending)
    return f"{name}.{extension}"


def _on_disk(text: str, ending: str) -> str:
    allowed = re.sub(r"""[<>:"/\\|?*\x00-\x1f“”‘’·]+""", " ", f"{text.rstrip(' .')} {ending}")
    return re.sub(r"\s+", " ", _BETWEEN_CHINESE.sub("", allowed)).strip(" .")


def unique(names: Sequence[str]) -> list[str]:
    """The names, a second of the same kind with (2) before its extension."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        stem, dot, extension = name.rpartition(".")
        found.append(name if seen[name] == 1 else f"{stem} ({seen[name]}){dot}{extension}")
    return found
