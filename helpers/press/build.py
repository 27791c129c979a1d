"""The build: a list of independent reports, made side by side; one that fails stops no other.

Knows notebooks, parameters and formats; nothing of scores. What has to be made is found out by plan.py; the work is
cut into `Task`s (see report.py), and `make` does one of them wherever it is: in a thread here, a process, another
machine on the same disk.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..model import UsageError
from ..said import Said
from . import plan, running, swap
from .engine import Engine, closing_zygotes
from .export import FORMATS
from .plan import Shows
from .record import FILE, Environment, Key, Record, resolved, sha256_of
from .report import Outcome, Report, Task, make

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIMEOUT = "BRIEFING_CELL_TIMEOUT"

__all__ = ["FORMATS", "Outcome", "Report", "Run", "Task", "Workers", "build", "default_jobs", "make"]


@dataclass(frozen=True)
class Run:
    """A finished build: one outcome a report, in the order asked for; `seconds` of the whole, `planning` of them
    until the first report was begun."""

    folder: Path
    outcomes: tuple[Outcome, ...]
    seconds: float
    planning: float = 0.0

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status == "failed")


@dataclass(frozen=True)
class Workers:
    """Processes that make reports in the place of this one's threads, by any concurrent.futures executor.

    Each runs `at_once` notebooks at once. `get_ready(engine, exporters)` is called for a build that is to make
    something, as soon as that is known.
    """

    executor: Executor
    at_once: int = 1
    get_ready: Callable[[Engine, tuple[str, ...]], None] | None = None


def default_jobs() -> int:
    """Notebooks run at once: one a core, since nothing waits for a kernel; two at least."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(2, cores)


def build(
    reports: Iterable[Report],
    out: Path,
    jobs: int | None = None,
    force: bool = False,
    on_event: Callable[[Outcome, int, int], None] | None = None,
    *,
    exporters: Mapping[str, str] = FORMATS,
    settings: Mapping[str, object] | None = None,
    on_record: Mapping[str, object] | None = None,
    marks: Mapping[str, object] = MappingProxyType({}),
    extra_files: Mapping[str, bytes] | None = None,
    cell_timeout: int | None = None,
    workers: Workers | None = None,
    environment: Environment | None = None,
    engine: Engine | None = None,
    shows: Shows | None = None,
    share: Callable[[Path, bool], Mapping[str, str]] | None = None,
    on_plan: Callable[[Mapping[str, str]], None] | None = None,
    accept: Callable[[Mapping[Path, Path]], None] | None = None,
) -> Run:
    """Make `reports` in the folder `out`, and write `run.json` there.

    `on_event(outcome, done, total)` is called in the calling thread as each report ends. `settings` (what the user
    asked for) goes into run.json, `on_record` beside it under its own names, `marks` with each report that is made;
    `extra_files` (name -> bytes) are written beside the reports. `workers` make the reports; without them, threads here
    drive `jobs` kernels at once. `environment`: this one, where the caller has already looked. `engine`: how kernels
    start; the files do not depend on it.

    `shows` says of reports whose data files alone have changed what each code cell would show now (see plan.py); a
    report whose cells would show what they showed is kept. `share(folder, forked)` puts what all kernels can use into a
    folder of this build, or sees to it that it is made where they are forked from, and returns variables for their
    environment. `on_plan` is told why each report is made or kept. `accept`, which must be picklable, may refuse
    a report's finished files (see `report.Task`).

    Raises UsageError before anything is made: a notebook or parameter that does not exist, a folder that cannot be
    written (one that may only be read will do where all reports are kept). A report that fails is in the result; its
    earlier files stay as they were, and what it came to is kept as `<name>.failed.ipynb`.
    """
    began, started = time.perf_counter(), datetime.now(UTC)
    reports, out = tuple(reports), out.resolve()
    plan.check(reports, exporters, jobs)
    engine = engine or Engine()
    engine.check()
    with swap.claim(out, look=True) as writable, closing_zygotes():
        environment, record = environment or Environment.here(), Record.read(out)
        hashes = plan.hashes(reports)
        keys = plan.keys(reports, hashes, environment, exporters)
        recovered = writable and plan.recover(record, reports, keys, out, marks)
        found = plan.stale(record, reports, keys, hashes, out, force, shows)
        stale = [report for report in reports if report.name in found.stale]
        if on_plan:
            on_plan(found.reasons)
        if stale:
            swap.prove(out)
        forked = False
        if stale and workers is None:
            forked = engine.start() is not None  # what kernels are forked from imports while we do
        elif stale and workers is not None and workers.get_ready is not None:
            workers.get_ready(engine, running.used(stale, exporters))
        declared = _declared(stale)
        outcomes: dict[str, Outcome] = {}

        def note(outcome: Outcome) -> None:
            outcomes[outcome.name] = outcome
            if on_event:
                on_event(outcome, len(outcomes), len(reports))

        for report in reports:
            if report.name not in found.stale:
                note(Outcome(report.name, "kept"))
        planned = time.perf_counter() - began
        try:
            if stale:
                with _shared(out, share, forked) as variables:
                    run, timeout = secrets.token_hex(8), cell_timeout or _cell_timeout()
                    common = dict(exporters), timeout, engine
                    who = (environment.id, workers.at_once) if workers is not None else ("", 1)
                    tasks = [
                        Task(r, out, keys[r.name].base, *common, keys[r.name].data, run, variables, *who, accept)
                        for r in stale
                    ]
                    executor = workers.executor if workers is not None else None
                    running.run(tasks, executor, min(jobs or default_jobs(), len(tasks)), note)
        finally:  # what was made before an interruption is on record too
            moved = _changed_meanwhile(stale, hashes)
            for report in stale:
                if report.name in outcomes:
                    outcome = outcomes[report.name]
                    facts = _facts(report, outcome, declared[report.notebook], hashes[report.notebook], marks)
                    if moved.isdisjoint((report.notebook, *report.inputs.values())):
                        record.enter(report.name, facts, outcome.files, keys[report.name])
                    else:  # of which state it tells is not known: the next build makes it again
                        files = {extension: {**entry, "data": ""} for extension, entry in outcome.files.items()}
                        record.enter(report.name, facts, files)
            seconds = time.perf_counter() - began
            unsaid = writable and not (on_record or {}).keys() <= record.run.keys()
            if stale or recovered or unsaid or (writable and found.adopted):
                record.run = {
                    "settings": dict(settings or {}),
                    **(on_record or {}),
                    "jobs": jobs or default_jobs(),
                    "inputs": dict(sorted((label, hashes[path]) for r in reports for label, path in r.inputs.items())),
                    **environment.as_dict(),
                    "started": started.isoformat(timespec="seconds"),
                    "seconds": round(seconds, 3),
                    "planning": round(planned, 3),
                }
                swap.write_bytes(out / FILE, record.text().encode("utf-8"))
                swap.sweep(out, done=True)
        for name, content in (extra_files or {}).items():
            swap.write_if_changed(out / name, content)
        return Run(out, tuple(_noted(outcomes[r.name], record, keys[r.name]) for r in reports), seconds, planned)


@contextmanager
def _shared(
    out: Path, share: Callable[[Path, bool], Mapping[str, str]] | None, forked: bool
) -> Iterator[dict[str, str]]:
    """Variables for the kernels' environment; the folder they may name is beside the reports, where all workers see
    it, readable by this user alone, and gone afterwards. None where the disk has no room for it: every kernel then
    does for itself what it could have shared, and every report tells what of its own cannot be written."""
    if share is None:
        yield {}
        return
    with ExitStack() as held:
        try:
            prefix = f"{swap.STAGING}shared-"
            folder = tempfile.TemporaryDirectory(prefix=prefix, dir=out, ignore_cleanup_errors=True)
            variables = dict(share(Path(held.enter_context(folder)), forked))
        except OSError:
            held.close()
            variables = {}
        before = {name: os.environ.get(name) for name in variables}
        try:
            yield variables
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _noted(outcome: Outcome, record: Record, key: Key) -> Outcome:
    """The outcome with a note on each file that was left from an earlier build because its format was not asked for."""
    if outcome.status != "made":
        return outcome
    older = record.older_files(outcome.name, key)
    return replace(
        outcome,
        notes=tuple(Said("{file} is of an earlier build", file=f"{outcome.name}.{extension}") for extension in older),
    )


def _cell_timeout() -> int:
    """Seconds a cell may take: the user's BRIEFING_CELL_TIMEOUT, else ten minutes. Raises UsageError."""
    from .execute import CELL_TIMEOUT

    asked = os.environ.get(_TIMEOUT, "")
    if asked and not (asked.isdecimal() and int(asked)):
        raise UsageError(
            "{setting} is {word!r}; give whole seconds, more than 0, as in {setting}=1200", setting=_TIMEOUT, word=asked
        )
    return int(asked or CELL_TIMEOUT)


def _changed_meanwhile(reports: Sequence[Report], hashed: Mapping[Path, str]) -> frozenset[Path]:
    """Notebooks and input files of these reports that are no longer as they were when the build looked at them."""
    paths = dict.fromkeys(path for report in reports for path in (report.notebook, *report.inputs.values()))
    return frozenset(path for path in paths if not path.is_file() or sha256_of(path) != hashed[path])


def _declared(reports: Sequence[Report]) -> dict[Path, Mapping[str, str]]:
    """Each notebook's declared parameters, every report's checked against them, before a kernel starts.

    Only for reports that are to be made: reading notebooks brings in papermill, half a second that a build with
    nothing to do can spare. A report that is kept was checked when it was made from the same notebook.
    """
    if not reports:
        return {}
    from .execute import check_parameters, declared_parameters

    declared: dict[Path, Mapping[str, str]] = {}
    for report in reports:
        if report.notebook not in declared:
            declared[report.notebook] = declared_parameters(report.notebook)
        check_parameters(report.notebook.name, declared[report.notebook], report.parameters)
    return declared


def _facts(
    report: Report, outcome: Outcome, declared: Mapping[str, str], notebook: str, marks: Mapping[str, object]
) -> dict[str, object]:
    made = {"shows": " ".join(outcome.shows), "marks": dict(marks)}
    return {
        "status": outcome.status,
        "error": outcome.error,
        "notebook": report.notebook.name,
        "notebook_sha256": notebook,
        "parameters": resolved(declared, report.parameters),
        "formats": list(report.formats),
        "seconds": dict(outcome.seconds),
        **(made if outcome.status == "made" else {}),
    }
