"""`briefing correction`: the correction notice of a published quarter, as a short report of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from .. import places
from ..assess import revised
from ..assess.files import input_files
from ..press.build import Outcome, Report, Run, build
from ..press.export import check_format
from ..press.record import Record
from . import reports
from .archive import write_archive
from .checked import FACT

NOTEBOOK, NAME = "correction.ipynb", "correction"


def correct(
    quarter: str,
    langs: Sequence[str] = ("zh",),
    formats: Sequence[str] = ("html", "pdf"),
    data: str | Path = "",
    out: str | Path = "",
    jobs: int | None = None,
    force: bool = False,
    on_event: Callable[[Outcome, int, int], None] | None = None,
) -> Run:
    """Make correction.zh.html and .pdf (and .en) beside the quarter's reports: all revisions since publication.

    The scores beside the briefings stay as they are: those that the briefings tell.

    Raises UsageError when the quarter is not published or has no revision, DataError for data with faults.
    """
    folder = places.data_folder(data)
    formats = [check_format(word) for word in formats]
    job = reports.prepare(quarter, ("none",), langs, formats, folder, out)
    revised.since_publication(folder, job.quarter)
    notebook = places.notebook_folder(folder) / NOTEBOOK
    # Later quarters are read too: what a correction does to them is told.
    inputs = input_files(folder, places.quarters(folder)[-1])
    shared = {"quarter": str(job.quarter), "data": str(folder)}
    notices = [
        Report(f"{NAME}.{lang}", notebook, {**shared, "lang": lang}, tuple(formats), inputs)
        for lang in dict.fromkeys(langs)
    ]
    # Of the briefings that lie there, not of the notice: whether they are stamped, what their scores were made from.
    told = Record.read(job.folder).run
    run = build(
        notices,
        job.folder,
        jobs,
        force,
        on_event,
        settings={**job.settings, "report": NAME, "force": force},
        on_record={FACT: told[FACT]} if FACT in told else None,
        environment=job.environment,
    )
    write_archive(job.folder.parent, job.checked.districts, job.environment.code)
    return run
