"""`briefing deliver`: a quarter's briefings to those whom data/recipients.csv names, as drafts or by mail.

Everything is checked before anything is written or sent: recipients, addresses, that every report is made, as it was
made, and stamped as a draft where the ledger does not have its quarter, and nowhere else; that a draft tells the
embargo that issue.toml has. Mail goes out only for a quarter that is published.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path

from .. import places
from ..assess import load
from ..assess.issue import issue
from ..assess.ledger import Register
from ..model import BriefingError, Fault, Quarter, UsageError, nearest
from ..press import swap
from ..press.delivery import letter, post, sent
from ..press.delivery.letter import Enclosure
from ..press.delivery.server import Server, from_environment
from ..said import Listed
from .deliverable import check_embargo, check_made, check_stamps, report_files
from .on_record import check_on_record
from .parcels import Parcel, packed, parcel_of
from .recipients import Recipient, read_recipients
from .request import find_quarter

FOLDER = "delivery"
EVERYBODY = "all"
WRITTEN, ALREADY = "draft", "already sent"
IN_DOUBT = 2  # letters in doubt one after another, after which no more are sent: those would be in doubt too


@dataclass(frozen=True)
class Told:
    """What became of one recipient's parcel. `state` is draft, or one of deliveries.csv, or already sent."""

    recipient: Recipient
    files: int
    state: str
    answer: str = ""

    @property
    def failed(self) -> bool:
        return self.state in (sent.REFUSED, sent.FAILED, sent.UNSURE, sent.SENDING)


@dataclass(frozen=True)
class Delivery:
    """The outcome: one line a recipient, and the folder or ledger where to look."""

    told: tuple[Told, ...]
    place: Path

    @property
    def failed(self) -> tuple[Told, ...]:
        return tuple(line for line in self.told if line.failed)


class NotForSending(BriefingError):
    """The quarter, or what was revised in it, is not yet published: it is not mailed."""

    exit_code = 2


def deliver(
    quarter: str,
    to: Sequence[str] = (),
    number: bool = False,
    send: bool = False,
    again: bool = False,
    data: str | Path = "",
    out: str | Path = "",
    env: Mapping[str, str] | None = None,
    on_told: Callable[[Told], None] | None = None,
    on_warned: Callable[[Sequence[Fault]], None] | None = None,
) -> Delivery:
    """Write drafts and zips for a quarter's recipients, or send them.

    `to` are names or addresses; none, or the word `all`: everybody. `number` makes numbered copies. `again` sends what
    may have arrived already, to those whom `to` names. `on_told` is told of each recipient, `on_warned` of what is
    odd in recipients.csv. Raises UsageError, DataError (every fault of recipients.csv), NotForSending or NoServer
    before anything is written or sent.
    """
    _check_again(send, again, to)
    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    base = load.load_base(folder)
    everybody = read_recipients(folder, base.cohort(when), on_warned)
    chosen = _chosen(everybody, to)
    environment = os.environ if env is None else env
    server = None
    if send:
        refuse_unpublished(base.register, when)
        server = from_environment(environment)
    home = places.report_folder(folder, out) / str(when)
    sender = environment.get("BRIEFING_MAIL_FROM", "").strip()
    if sender and (fault := letter.address_fault(letter.parseaddr(sender)[1])):
        raise UsageError("BRIEFING_MAIL_FROM={sender!r}: {fault}", sender=sender, fault=fault)
    draft = base.register.is_draft(when)
    check_made(home, when, chosen, draft)
    check_stamps(home, when, chosen, draft)
    if draft and (until := issue(folder, when).embargo):
        check_embargo(home, when, chosen, until)
    if send:
        check_on_record(base.register, when, report_files(home, chosen))
    parcels = packed(home, when, chosen, number)
    if server is None:
        return _write_drafts(parcels, home, sender, whole=len(chosen) == len(everybody), on_told=on_told)
    return _send(parcels, when, folder, server, number, again, on_told)


def _check_again(send: bool, again: bool, to: Sequence[str]) -> None:
    """Raises UsageError for an `again` that would do nothing, or send everybody everything without having said so."""
    if again and not send:
        raise UsageError("--again is for --send: drafts are written anew in any case")
    if again and not to:
        raise UsageError(
            "--again sends also what has arrived: name for whom with --to NAME, or write --to all; nothing was sent"
        )


def refuse_unpublished(register: Register, quarter: Quarter) -> None:
    """Raises NotForSending for a quarter that the ledger does not have, or not as it was revised since."""
    if not register.of(quarter):
        raise NotForSending(
            "{quarter} is not published: run briefing publish {quarter} first; nothing was sent", quarter=quarter
        )
    if register.is_draft(quarter):
        raise NotForSending(
            "{quarter} was revised since it was published: "
            "run briefing publish {quarter}, which records the next edition, first; nothing was sent",
            quarter=quarter,
        )


def _chosen(everybody: Sequence[Recipient], to: Sequence[str]) -> tuple[Recipient, ...]:
    if not to or (list(to) == [EVERYBODY] and not any(EVERYBODY in (r.name, r.email) for r in everybody)):
        return tuple(everybody)
    found: list[Recipient] = []
    for word in to:
        mine = [r for r in everybody if word in (r.name, r.email)] or [r for r in everybody if word in r.name]
        if not mine:
            raise UsageError(
                "recipients.csv has nobody called {word!r}; {hint}",
                word=word,
                hint=nearest(word, [r.name for r in everybody]),
            )
        if len(mine) > 1 and not any(word in (r.name, r.email) for r in mine):
            raise UsageError(
                "{word!r} is a part of several names in recipients.csv: {names}; write one of them whole",
                word=word,
                names=Listed(r.name for r in mine),
            )
        found += [r for r in mine if r not in found]
    return tuple(found)


def _write_drafts(
    parcels: Sequence[Parcel], home: Path, sender: str, whole: bool, on_told: Callable[[Told], None] | None
) -> Delivery:
    """`<row> <name>.eml` and `.zip` for each; a whole delivery takes away what an earlier one left for others."""
    place = home / FOLDER
    with swap.claim(place):
        made: dict[str, bytes] = {}
        for one in parcels:
            made[f"{one.stem}.eml"] = letter.compose(one.letter, sender)
            made[f"{one.stem}.zip"] = one.zipped
        for name, content in made.items():
            swap.write_if_changed(place / name, content)
        if whole:
            for old in [*place.glob("*.eml"), *place.glob("*.zip")]:
                if old.name not in made:
                    _take_away(old)
    told = tuple(Told(one.recipient, len(one.files), WRITTEN, f"{one.stem}.eml") for one in parcels)
    for line in told:
        if on_told:
            on_told(line)
    return Delivery(told, place)


def _take_away(draft: Path) -> None:
    """Remove the draft of one who is no longer among the recipients. Raises CannotWrite, as where it is open in a
    mail program that lets nobody remove it."""
    try:
        draft.unlink(missing_ok=True)
    except OSError as error:
        raise swap.CannotWrite(
            "{file} is for nobody on the list now and cannot be removed: {reason}; "
            "the new drafts are written: close it, then run deliver again",
            file=draft.name,
            reason=swap.reason(error),
        ) from error


def _send(
    parcels: Sequence[Parcel],
    quarter: Quarter,
    data: Path,
    server: Server,
    number: bool,
    again: bool,
    on_told: Callable[[Told], None] | None,
) -> Delivery:
    told: list[Told] = []
    with sent.opened(data / sent.FILE) as ledger, post.Post(server) as mail:
        opened, in_doubt = False, 0
        for one in parcels:
            states = {file.sha256: ledger.known(one.recipient.email, file.sha256) for file in one.files}
            unsure = [s for s in states.values() if s in (sent.SENDING, sent.UNSURE)]
            due = [f for f in one.files if again or states[f.sha256] not in (sent.SENT, sent.SENDING, sent.UNSURE)]
            if not due or (unsure and not again):
                answer = ""
                if unsure:
                    answer = "an earlier letter was cut off and may have arrived: ask, then send with --again --to"
                line = Told(one.recipient, 0, sent.UNSURE if unsure else ALREADY, answer)
            elif in_doubt == IN_DOUBT:
                line = Told(
                    one.recipient, 0, sent.FAILED, "not tried: the last two letters got no answer; run it again"
                )
            else:
                if not opened:
                    mail.open()
                    opened = True
                line = _send_one(one, tuple(due), quarter, ledger, mail, number)
                in_doubt = in_doubt + 1 if line.state == sent.UNSURE else 0
            told.append(line)
            if on_told:
                on_told(line)
    return Delivery(tuple(told), data / sent.FILE)


def _send_one(
    one: Parcel, due: tuple[Enclosure, ...], quarter: Quarter, ledger: sent.Ledger, mail: post.Post, number: bool
) -> Told:
    """Send what is due: the row `sending` before, the outcome after."""
    copy = one.recipient.number if number else None
    written = one.letter if due == one.files else parcel_of(one.recipient, one.letter.briefings, due, copy).letter
    now = datetime.datetime.now(datetime.UTC)
    sender = mail.server.sender
    id_ = letter.message_id(written, sender)
    content = letter.compose(written, sender, format_datetime(now), id_)

    def rows(state: str, answer: str = "") -> list[sent.Row]:
        when = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        who, shown = one.recipient, f"{copy:03d}" if copy else ""
        return [
            sent.Row(when, str(quarter), who.name, who.email, f.name, f.sha256, shown, id_, state, answer) for f in due
        ]

    ledger.enter(rows(sent.SENDING))
    try:
        state, answer = mail.send(one.recipient.email, content)
    except post.NoServer as error:  # nothing left this machine: it is sent next time
        ledger.enter(rows(sent.FAILED, str(error)))
        raise
    ledger.enter(rows(state, answer))
    return Told(one.recipient, len(due), state, answer)
