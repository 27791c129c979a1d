"""What may be delivered: every report that recipients get is made, as it was made, of one build, stamped as it should.

A report's notebook is looked at as its pages are: the letter quotes it, and numbered copies are laid out from it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from ..model import Quarter, UsageError
from ..press.record import NOTEBOOK, Record
from ..said import Listed, Said
from .recipients import Recipient
from .stamps import stamped, withheld

_MOST = 3  # files named one by one
# what is wrong with reports that were to go out; the commands make them as they should be
_ALTERED = (
    "{file} is not as it was made: build it again ({command}) before it is delivered; nothing was written or sent"
)
_OTHERWISE_BUILT = (
    "{file} is of an earlier build than {other}: build it again ({command}) before it is delivered; "
    "nothing was written or sent"
)
_STATES = (
    "{reports} were made from different states of the data: build them again ({command}) before they are delivered; "
    "nothing was written or sent"
)
_UNSTAMPED = (
    "{reports} bear no stamp 征求意见稿 (draft), and {quarter} is not published as it is now: "
    "build again ({command}) before it is delivered; nothing was written or sent"
)
_STAMPED = (
    "{reports} are stamped 征求意见稿 (draft), but {quarter} is published as it is now: "
    "build again ({command}) before it is delivered; nothing was written or sent"
)
_UNTOLD = (
    "{reports} do not tell the embargo that {file} has ({until}): build again ({command}) before it is delivered; "
    "nothing was written or sent"
)


def check_made(home: Path, quarter: Quarter, recipients: Sequence[Recipient], draft: bool) -> None:
    """Raises UsageError naming reports that are not made, were altered since, or are of different builds."""
    record = Record.read(home)
    asked: dict[tuple[str, str], dict[str, None]] = {}
    for r in recipients:
        for report in r.reports:
            for lang in r.langs:
                asked.setdefault((report, lang), {}).update(dict.fromkeys(r.formats))
    _check_there(home, quarter, asked)
    for (report, lang), formats in asked.items():
        name, again = f"{report}.{lang}", f"briefing build {quarter} --lang {lang}"
        for format in (*formats, NOTEBOOK):
            if not record.as_made(name, format, home):
                raise UsageError(_ALTERED, file=home / f"{name}.{format}", command=again)
        for format in formats:
            if record.keys_of(name, format) != record.keys_of(name, NOTEBOOK):
                other = f"{name}.{NOTEBOOK}"
                raise UsageError(_OTHERWISE_BUILT, file=home / f"{name}.{format}", other=other, command=again)
    if draft:
        _check_one_state(record, quarter, asked)


def report_files(home: Path, recipients: Sequence[Recipient]) -> tuple[Path, ...]:
    """The files that these recipients get, each once."""
    names = (f"{report}.{lang}.{f}" for r in recipients for report in r.reports for lang in r.langs for f in r.formats)
    return tuple(home / name for name in dict.fromkeys(names))


def _check_there(home: Path, quarter: Quarter, asked: dict[tuple[str, str], dict[str, None]]) -> None:
    missing: list[str] = []
    langs: dict[str, None] = {}
    kinds: dict[str, None] = {}
    for (report, lang), formats in asked.items():
        lacking = [kind for kind in (*formats, NOTEBOOK) if not (home / f"{report}.{lang}.{kind}").is_file()]
        if lacking:
            missing.append(f"{report}.{lang}.{lacking[0]}")
            langs[lang] = None
            kinds |= dict.fromkeys([kind for kind in lacking if kind != NOTEBOOK] or formats)
    if missing:
        command = f"briefing build {quarter} --lang {','.join(langs)} --format {','.join(kinds)}"
        raise UsageError(
            "not every briefing that recipients.csv names is made; nothing was written or sent: {commands}",
            commands=Said("{command} makes {files}", command=command, files=_some(missing)),
        )


def _check_one_state(record: Record, quarter: Quarter, asked: dict[tuple[str, str], dict[str, None]]) -> None:
    """Drafts of one delivery tell of the same data; a published quarter's are frozen, however they came to be made."""
    states: dict[object, list[str]] = {}
    for report, lang in asked:
        states.setdefault(record.keys_of(f"{report}.{lang}", NOTEBOOK)[1], []).append(f"{report}.{lang}")
    if len(states) > 1:
        told = " and ".join(_some(names) for names in states.values())
        langs = ",".join(dict.fromkeys(lang for _, lang in asked))
        raise UsageError(_STATES, reports=told, command=f"briefing build {quarter} --lang {langs}")


def check_stamps(home: Path, quarter: Quarter, recipients: Sequence[Recipient], draft: bool) -> None:
    """Raises UsageError for reports made before the quarter was published, or no longer published as they are."""
    names = dict.fromkeys(f"{report}.{lang}" for r in recipients for report in r.reports for lang in r.langs)
    if wrong := [name for name in names if stamped(home / f"{name}.{NOTEBOOK}") is (not draft)]:
        langs = ",".join(dict.fromkeys(name.rpartition(".")[2] for name in wrong))
        told, again = Listed(wrong), f"briefing build {quarter} --lang {langs}"
        raise UsageError(_UNSTAMPED if draft else _STAMPED, reports=told, quarter=quarter, command=again)


def check_embargo(
    home: Path, quarter: Quarter, recipients: Sequence[Recipient], until: datetime.datetime | datetime.date
) -> None:
    """Raises UsageError for drafts made before issue.toml had this embargo: their pages would not tell it."""
    names = dict.fromkeys((report, lang) for r in recipients for report in r.reports for lang in r.langs)
    without = [n for n in names if withheld(home / f"{n[0]}.{n[1]}.{NOTEBOOK}", n[1], until) is False]
    if without:
        told = _some([f"{report}.{lang}" for report, lang in without])
        again = f"briefing build {quarter} --lang {','.join(dict.fromkeys(lang for _, lang in without))}"
        raise UsageError(_UNTOLD, reports=told, file=f"{quarter}/issue.toml", until=until, command=again)


def _some(names: Sequence[str]) -> str:
    return f"{', '.join(names[:_MOST])}{' …' if len(names) > _MOST else ''}"
