"""The build: a list of independent reports, made side by side; one that fails stops no other.

Knows notebooks, parameters and formats; nothing of scores. The work is cut into `Task`s (see report.py), and `make`
does one of them wherever it is: in a thread here, a process, another machine on the same disk.
"""

from __future__ import annotations

import os
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ..model import UsageError
from . import export, swap
from .export import FORMATS, check_format
from .record import FILE, Environment, Record, digest, resolved, sha256_of
from .report import Outcome, Report, Task, make

__all__ = ["FORMATS", "Outcome", "Report", "Run", "Task", "build", "default_jobs", "make"]


@dataclass(frozen=True)
class Run:
    """A finished build: one outcome a report, in the order asked for."""

    folder: Path
    outcomes: tuple[Outcome, ...]
    seconds: float

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status == "failed")


def default_jobs() -> int:
    """Reports in work at once: two more than there are cores, because a kernel that starts is mostly waited for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 2


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
    extra_files: Mapping[str, bytes] | None = None,
    cell_timeout: int | None = None,
    executor: Executor | None = None,
    environment: Environment | None = None,
) -> Run:
    """Make `reports` in the folder `out`, and write `run.json` there.

    `on_event(outcome, done, total)` is called in the calling thread as each report ends. `settings` (what the user
    asked for) goes into run.json, `on_record` beside it under its own names; `extra_files` (name -> bytes) are written
    beside the reports. `executor` is any concurrent.futures executor; without one, `jobs` threads here drive one
    kernel each. `environment`: this one, where the caller has already looked.

    Raises UsageError before anything is made: a notebook or parameter that does not exist, a folder that cannot be
    written. A report that fails is in the result; its earlier files stay as they were, and what it came to is kept
    as `<name>.failed.ipynb`.
    """
    began, started = time.perf_counter(), datetime.now(UTC)
    reports, out = tuple(reports), out.resolve()
    _check(reports, exporters, jobs)
    with swap.claim(out):
        environment, record = environment or Environment.here(), Record.read(out)
        hashes = _hashes(reports)
        keys = _keys(reports, hashes, environment, exporters)
        outcomes: dict[str, Outcome] = {}

        def note(outcome: Outcome) -> None:
            outcomes[outcome.name] = outcome
            if on_event:
                on_event(outcome, len(outcomes), len(reports))

        stale = [r for r in reports if force or not record.is_fresh(r.name, keys[r.name], r.formats, out)]
        declared = _declared(stale)
        tasks = [Task(r, out, keys[r.name], dict(exporters), cell_timeout or _cell_timeout()) for r in stale]
        to_make = {task.report.name for task in tasks}
        for report in reports:
            if report.name not in to_make:
                note(Outcome(report.name, "kept"))
        try:
            _run(tasks, executor, min(jobs or default_jobs(), len(tasks) or 1), note)
        finally:  # what was made before an interruption is on record too
            for report in reports:
                if report.name in outcomes and outcomes[report.name].status != "kept":
                    outcome = outcomes[report.name]
                    facts = _facts(report, outcome, declared[report.notebook], hashes[report.notebook])
                    record.enter(report.name, facts, outcome.files)
            seconds = time.perf_counter() - began
            if tasks:
                record.run = {
                    "settings": dict(settings or {}),
                    **(on_record or {}),
                    "jobs": jobs or default_jobs(),
                    "inputs": dict(sorted((label, hashes[path]) for r in reports for label, path in r.inputs.items())),
                    **environment.as_dict(),
                    "started": started.isoformat(timespec="seconds"),
                    "seconds": round(seconds, 3),
                }
                swap.write_bytes(out / FILE, record.text().encode("utf-8"))
        for name, content in (extra_files or {}).items():
            swap.write_if_changed(out / name, content)
        return Run(out, tuple(_noted(outcomes[r.name], record, keys[r.name]) for r in reports), seconds)


def _noted(outcome: Outcome, record: Record, key: str) -> Outcome:
    """The outcome with a note on each file that was left from an earlier build because its format was not asked for."""
    if outcome.status != "made":
        return outcome
    older = record.older_files(outcome.name, key)
    return replace(outcome, notes=tuple(f"{outcome.name}.{extension} is of an earlier build" for extension in older))


# Names that Windows keeps for devices, and characters that it or a shell would not take in a file's name.
_UNFIT = re.compile(r"""[<>:"/\\|?*\x00-\x1f]|[. ]$|^[. ]|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)""", re.IGNORECASE)


def _check(reports: Sequence[Report], exporters: Mapping[str, str], jobs: int | None) -> None:
    """What can be told wrong without opening a notebook."""
    if jobs is not None and jobs < 1:
        raise UsageError(f"{jobs} reports at once cannot be made; --jobs takes 1 or more")
    seen: set[str] = set()
    for report in reports:
        if _UNFIT.search(report.name):
            raise UsageError(f"{report.name!r} cannot name a file on every system; change the code it comes from")
        if report.name.casefold() in seen:
            raise UsageError(f"two reports would both be written to {report.name!r}")
        seen.add(report.name.casefold())
        if not report.notebook.is_file():
            raise UsageError(f"no notebook {report.notebook}")
        for word in report.formats:
            check_format(word, exporters)


def _cell_timeout() -> int:
    from .execute import CELL_TIMEOUT

    return CELL_TIMEOUT


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


def _hashes(reports: Sequence[Report]) -> dict[Path, str]:
    """SHA-256 of every notebook and input file, each read once."""
    paths = dict.fromkeys(path for report in reports for path in (report.notebook, *report.inputs.values()))
    return {path: _hash(path) for path in paths}


def _keys(
    reports: Sequence[Report], hashes: Mapping[Path, str], environment: Environment, exporters: Mapping[str, str]
) -> dict[str, str]:
    shared = digest([environment.as_dict(), dict(exporters)])
    return {
        report.name: digest(
            [
                shared,
                dict(report.parameters),
                hashes[report.notebook],
                {label: hashes[path] for label, path in report.inputs.items()},
            ]
        )
        for report in reports
    }


def _hash(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {swap.reason(error)}") from error


def _facts(report: Report, outcome: Outcome, declared: Mapping[str, str], notebook: str) -> dict[str, object]:
    return {
        "status": outcome.status,
        "error": outcome.error,
        "notebook": report.notebook.name,
        "notebook_sha256": notebook,
        "parameters": resolved(declared, report.parameters),
        "formats": list(report.formats),
        "seconds": dict(outcome.seconds),
    }


def _run(tasks: Sequence[Task], executor: Executor | None, jobs: int, note: Callable[[Outcome], None]) -> None:
    """Do the tasks, noting each outcome as it comes; interrupted, stop the kernels and wait for their end."""
    if not tasks:
        return
    from . import kernel

    kernel.allow_kernels()
    pool = executor or ThreadPoolExecutor(jobs, thread_name_prefix="report")
    futures: dict[Future[Outcome], Task] = {}
    warming: threading.Thread | None = None
    try:
        if executor is None:
            used = {task.exporters[extension]: None for task in tasks for extension in task.report.formats}
            warming = threading.Thread(target=_warm, args=(tuple(used),), name="warm")
            warming.start()
        for task in tasks:
            futures[pool.submit(make, task)] = task
        for future in as_completed(futures):
            note(_result(future, futures[future]))
    except BaseException:
        for future in futures:
            future.cancel()
        kernel.stop_kernels()
        raise
    finally:
        if executor is None:
            pool.shutdown(wait=True, cancel_futures=True)
            if warming is not None:
                warming.join()
            kernel.close_room()


def _warm(exporter_names: tuple[str, ...]) -> None:
    try:
        export.warm(exporter_names)
    except Exception:  # the report that needs the exporter meets the same error and tells it
        return


def _result(future: Future[Outcome], task: Task) -> Outcome:
    """The task's outcome, also when its worker died with it (a process pool, a cluster)."""
    try:
        return future.result()
    except Exception as error:
        words = f"its worker died: {type(error).__name__}: {error}"
        return Outcome(task.report.name, "failed", error=words, detail=traceback.format_exc())
