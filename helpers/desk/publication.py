"""`briefing publish`: a quarter's content, results and reports put on record, so that no later change goes untold."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .. import places
from ..assess import frozen, ledger, load, prose
from ..assess.files import input_files
from ..assess.ledger import Edition, Register
from ..assess.load import Base
from ..assess.revisions import parse_day
from ..model import BriefingError, DataError, Quarter, UsageError
from ..press import swap
from ..press.build import Outcome, Run
from ..press.handing_over import hand_over
from ..said import Listed, Said, joined
from . import checked, edition_record, reports
from .archive import write_archive
from .edition_record import report_files, table
from .release import version
from .request import check, find_quarter
from .stamps import stamped

STAGING = ".publishing-"
NAMED = 3  # files left behind that are named; more are counted


class NotPublished(BriefingError):
    """Some report could not be made; the ledger stays as it was."""

    exit_code = 1


@dataclass(frozen=True)
class Publication:
    """The edition on record. `fresh` is False when it already was; `run` is what was built for it."""

    edition: Edition
    fresh: bool
    reports: int
    run: Run | None = None


def publish(
    quarter: str,
    day: str = "",
    districts: Sequence[str] = (),
    langs: Sequence[str] = ("zh",),
    formats: Sequence[str] = ("html", "pdf"),
    data: str | Path = "",
    out: str | Path = "",
    jobs: int | None = None,
    on_event: Callable[[Outcome, int, int], None] | None = None,
    today: datetime.date | None = None,
) -> Publication:
    """Make the quarter's reports as they are once published, write the quarter into the ledger, put them in place.

    They are made in a folder of their own: none without the stamp 征求意见稿 lies among the reports before the ledger
    has its quarter, however this ends. `day` is the day of publication; else issue.toml's, else today. Nothing happens
    when the content is already on record. After revisions the same command records the next edition.
    Raises DataError for data with faults, UsageError for a day that cannot be, for a report of the edition before that
    would stay beside the new ones, or while another quarter is being published from the same data, NotPublished when a
    report fails, CannotWrite when the quarter is published but a file cannot be put in place.
    """
    folder = places.data_folder(data)
    busy = "another quarter is being published from this data folder; wait for it, then publish again"
    undone = "cannot write {file}: {reason}; nothing was published"
    with swap.holding(folder / f"{ledger.NAME}.csv", busy, undone):  # which all read, then write whole
        when = find_quarter(folder, quarter)
        errors, _ = check(folder, when)
        if errors:
            raise DataError(*errors)
        base = load.load_base(folder)
        content = frozen.fingerprint(load.present_cells(base, when).cells)
        editions = base.register.of(when)
        if editions and editions[-1].content_sha256 == content:
            return Publication(editions[-1], False, len(report_files(folder, editions[-1])))
        published = _day(base.register, when, day, prose.issued(folder, when), today)
        job = reports.prepare(str(when), districts, langs, formats, folder, out, publishing=True)
        if editions:
            _none_left_behind(folder, editions[-1], job)
        with swap.claim(job.folder), _aside(job) as aside:
            run = reports.run(aside, jobs, on_event=on_event)
            _all_made(aside, run, job.folder)
            made = [
                aside.folder / f"{report.name}.{extension}" for report in job.reports for extension in report.formats
            ]
            written = record(
                base, when, published, made, job.checked.scored, job.environment.code, lambda: _check_unchanged(job)
            )
            _put_in_place(aside, job)
        with _in_place(when):
            write_archive(job.folder.parent, job.checked.districts, job.environment.code)
        return Publication(written, True, len(made), replace(run, folder=job.folder))


def _none_left_behind(data: Path, before: Edition, job: reports.Job) -> None:
    """Raises UsageError where the edition before has reports that this one would leave as they are in its folder:
    nothing on them tells that their figures were revised."""
    made = {f"{report.name}.{extension}" for report in job.reports for extension in report.formats}
    stay = [row["file"] for row in report_files(data, before) if row["file"] not in made]
    if stay := [name for name in stay if (job.folder / name).exists()]:
        named: str = Listed(stay[:NAMED])
        if len(stay) > NAMED:
            named = Said("{cells} and {n:d} more", cells=named, n=len(stay) - NAMED)
        raise UsageError(
            "{quarter}: edition {edition:d} has {files} too, "
            "which would stay in {folder} with the figures of {published} "
            "-> publish them as well (--lang, --format, --district), or move them away",
            quarter=job.quarter,
            edition=before.edition,
            files=named,
            folder=job.folder,
            published=before.published,
        )


@contextmanager
def _aside(job: reports.Job) -> Iterator[reports.Job]:
    """The same job in a folder beside its reports, which is gone afterwards."""
    swap.prove(job.folder)
    with tempfile.TemporaryDirectory(prefix=swap.STAGING, dir=job.folder, ignore_cleanup_errors=True) as aside:
        yield replace(job, folder=Path(aside))


def _all_made(aside: reports.Job, run: Run, home: Path) -> None:
    """Raises NotPublished where a report failed, leaving how far it came in `home`; or where one is still a draft."""
    for evidence in aside.folder.glob("*.failed.ipynb"):
        evidence.replace(home / evidence.name)
    if run.failed:
        told = joined([Said("{report}: {error}", report=o.name, error=o.error) for o in run.failed])
        raise NotPublished(
            "{quarter} is not published, because not every report could be made: {failed}",
            quarter=aside.quarter,
            failed=told,
        )
    if drafts := [report.name for report in aside.reports if stamped(aside.folder / f"{report.name}.ipynb")]:
        raise NotPublished(
            "{quarter} is not published: the data changed while {reports} was made; publish it again",
            quarter=aside.quarter,
            reports=Listed(drafts),
        )


def _check_unchanged(job: reports.Job) -> None:
    """Raises NotPublished where the data are not those that the reports were made from: what goes on record would not
    be what they tell."""
    data = job.opening.data
    now = checked.key(data, job.quarter, input_files(data, job.quarter), job.environment)
    if job.checked.key != f"{now} {reports.PUBLISHING}":
        raise NotPublished(
            "{quarter} is not published: the data changed while its reports were made; publish it again",
            quarter=job.quarter,
        )


def _put_in_place(aside: reports.Job, job: reports.Job) -> None:
    """What the ledger now has, beside the other reports."""
    with _in_place(job.quarter):
        hand_over(aside.folder, job.folder, [report.name for report in job.reports])
        for name, content in job.checked.files.items():
            swap.write_if_changed(job.folder / name, content)


@contextmanager
def _in_place(quarter: Quarter) -> Iterator[None]:
    """For what follows the ledger's row: a file that cannot be written is told with the word that the quarter is
    published all the same."""
    try:
        yield
    except (OSError, swap.CannotWrite) as error:
        told = error.args[0] if isinstance(error, swap.CannotWrite) else swap.reason(error)
        raise swap.CannotWrite(
            "{quarter} is published, but its reports are not in place: {reason}; "
            "briefing build {quarter} makes the same files again",
            quarter=quarter,
            reason=told,
        ) from error


def record(
    base: Base,
    quarter: Quarter,
    published: datetime.date,
    made: Sequence[Path],
    scored: bytes,
    code: str,
    check: Callable[[], None] = lambda: None,
) -> Edition:
    """Write the next edition of a quarter: its content as it stands, these reports, the table of results.

    `check` is called once all of it is read, before any is written.
    """
    now = load.present_cells(base, quarter)
    kept = edition_record.files(base, quarter, now.cells, made, scored)
    edition = Edition(
        quarter=quarter,
        edition=len(base.register.of(quarter)) + 1,
        published=published,
        content_sha256=frozen.fingerprint(now.cells),
        scheme=now.scheme,
        version=version(),
        code_sha256=code,
        files_sha256=ledger.text_hash(kept[ledger.FILES]),
    )
    check()
    return _write(base.register, edition, kept)


def _day(
    register: Register,
    quarter: Quarter,
    asked: str,
    issued: datetime.date | None,
    today: datetime.date | None,
) -> datetime.date:
    """The day of publication, which fits what is already on record; raises UsageError when it does not."""
    editions = register.of(quarter)
    last = max((e.date for e in register.revisions if e.quarter <= quarter), default=None)
    after = editions[-1].published if editions else None
    earlier = max((e.published for e in register.editions if e.quarter < quarter and e.edition == 1), default=None)
    later = min((e.published for e in register.editions if e.quarter > quarter), default=None)
    if asked.strip():
        day = parse_day(asked)
    elif issued and not (after and issued <= after) and not (last and issued < last):
        day = issued
    else:
        day = today or datetime.date.today()
    if after and day <= after:
        raise UsageError(
            "edition {edition:d} is of {published}: the next one is published after that, not on {day}",
            edition=len(editions),
            published=after,
            day=day,
        )
    if last and day < last:
        raise UsageError(
            "revisions.csv has a revision of {last}: on {day} the data were others; name a later day",
            last=last,
            day=day,
        )
    if earlier and day < earlier:
        raise UsageError(
            "an earlier quarter was published on {earlier}: {quarter} cannot have been on {day}",
            earlier=earlier,
            quarter=quarter,
            day=day,
        )
    if later and not editions and day > later:
        raise UsageError(
            "a later quarter was published on {later}: {quarter} cannot have been published on {day}",
            later=later,
            quarter=quarter,
            day=day,
        )
    return day


def _write(register: Register, edition: Edition, files: Mapping[str, bytes]) -> Edition:
    """The edition's folder first, the ledger's row last: before that row is written, nothing is published."""
    data = register.data
    above = register.editions[-1].seal if register.editions else ""
    sealed = replace(edition, seal=edition.sealed(above))
    target = data / edition.folder
    beside = target.parent / f"{STAGING}{target.name}"
    try:
        for stale in (beside, target):  # of a publication that was broken off: no row of the ledger names it
            if stale.is_dir():
                shutil.rmtree(stale)
        beside.mkdir(parents=True)
        for name, content in files.items():
            (beside / name).write_bytes(content)
        beside.replace(target)
        rows = [ledger.line(e) for e in (*register.editions, sealed)]
        swap.write_bytes(data / f"{ledger.NAME}.csv", table(ledger.HEADER, rows))
    except OSError as error:
        raise NotPublished(
            "{quarter} is not published: {reason}", quarter=edition.quarter, reason=swap.reason(error)
        ) from error
    return sealed
