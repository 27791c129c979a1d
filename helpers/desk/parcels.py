"""What each recipient of a quarter's briefings gets: a letter with their files, and all of them as a zip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..model import Quarter
from ..press.delivery import letter, numbered, parcel
from ..press.delivery.letter import Enclosure, Letter
from .recipients import Recipient

LOOSE = 6  # files that a letter holds one by one; more come as one zip


@dataclass(frozen=True)
class Parcel:
    """What one recipient gets: the letter, all files as a zip, and the reports they are of."""

    recipient: Recipient
    letter: Letter
    zipped: bytes
    files: tuple[Enclosure, ...]

    @property
    def stem(self) -> str:
        """The name of its draft and its zip, without extension."""
        return letter.file_name(f"{self.recipient.row - 1:03d}", self.recipient.name, extension="x")[:-2]


def packed(home: Path, quarter: Quarter, recipients: Sequence[Recipient], number: bool) -> tuple[Parcel, ...]:
    """Every recipient's parcel, of the reports in `home`; `number`: in numbered copies."""

    @cache
    def content(name: str, format: str, copy: int | None) -> bytes:
        if copy is None:
            return (home / f"{name}.{format}").read_bytes()
        return numbered.copy(home / f"{name}.ipynb", copy, format)

    @cache
    def summary(name: str) -> letter.Summary:
        return numbered.summary(home / f"{name}.ipynb")

    parcels = []
    for recipient in recipients:
        copy = recipient.number if number else None
        named, briefings = [], []
        for report in recipient.reports:
            for lang in recipient.langs:
                told = summary(f"{report}.{lang}")
                briefings.append(told)
                called = letter.stamped(f"{quarter} {told.title}", told.stamp, lang)
                label = letter.word("file", lang, number=copy) if copy else ""
                for format in recipient.formats:
                    name = letter.file_name(called, extension=format, ending=label)
                    named.append((name, content(f"{report}.{lang}", format, copy)))
        names = letter.unique([name for name, _ in named])
        files = tuple(Enclosure(name, made) for name, (_, made) in zip(names, named, strict=True))
        parcels.append(parcel_of(recipient, tuple(briefings), files, copy))
    return tuple(parcels)


def parcel_of(
    recipient: Recipient, briefings: tuple[letter.Summary, ...], files: tuple[Enclosure, ...], copy: int | None
) -> Parcel:
    """One recipient's parcel of these files; a letter of more than `LOOSE` holds them as one zip."""
    zipped = parcel.zipped(files)
    label = letter.stamped(briefings[0].label or "briefings", briefings[0].stamp, recipient.lang)
    bundle = Enclosure(letter.file_name(label, recipient.name, extension="zip"), zipped)
    enclosed = files if len(files) <= LOOSE else (bundle,)
    written = Letter(recipient.name, recipient.email, recipient.lang, briefings, enclosed, recipient.note, copy)
    return Parcel(recipient, written, zipped, files)
