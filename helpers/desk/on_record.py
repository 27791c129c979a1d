"""Whether the reports of a published quarter still tell what its edition has on record.

Its own figures are frozen. What is printed beside them is not: the figures of an earlier quarter that is not published
itself, the analyst's commentary, names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from ..assess.ledger import Register
from ..assess.load import load_base
from ..model import Quarter, UsageError
from ..press.build import Run
from ..press.record import sha256_of
from ..said import Listed
from .edition_record import NUMBERS, read, report_files
from .printed_numbers import differences, lines
from .reports import Job

_MOST = 3  # files named one by one


def otherwise(register: Register, quarter: Quarter, files: Iterable[Path]) -> list[Path]:
    """Of these files, those that the last edition has on record with other numbers; none of a draft.

    Words and bytes may differ: another version of the program lays the same figures out in another way.
    """
    if register.is_draft(quarter):
        return []
    edition = register.of(quarter)[-1]
    known = {row["file"]: row["sha256"] for row in report_files(register.data, edition)}
    unlike = [p for p in files if p.name in known and p.is_file() and sha256_of(p) != known[p.name]]
    if not unlike:
        return []
    numbers: dict[str, list[str]] = defaultdict(list)
    for row in read(register.data, edition, NUMBERS):
        numbers[row["file"]].append(row["line"])
    return [path for path in unlike if differences(numbers[path.name], lines(path))]


def made_otherwise(job: Job, run: Run) -> list[Path]:
    """Of what a build of a published quarter has just made, the files that tell other numbers than were published."""
    made = [o for o in run.outcomes if o.status == "made"]
    if job.checked.draft or job.opening.as_of or not made:
        return []
    files = [run.folder / f"{o.name}.{extension}" for o in made for extension in o.files]
    return otherwise(load_base(job.opening.data).register, job.quarter, files)


def check_on_record(register: Register, quarter: Quarter, files: Iterable[Path]) -> None:
    """Raises UsageError for files that are not to be mailed, because they tell other numbers than were published."""
    if unlike := otherwise(register, quarter, files):
        names = [path.name for path in unlike]
        raise UsageError(
            "{files}: other numbers than were published. Something beside the figures of {quarter} has changed, "
            "such as an earlier quarter that is not published, or the commentary: briefing verify {quarter} names "
            "them; put it back, then build again; nothing was sent",
            files=Listed([*names[:_MOST], *(["…"] if len(names) > _MOST else [])]),
            quarter=quarter,
        )
