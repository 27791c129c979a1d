"""The build: a list of independent reports, each executed, exported and swapped in; one that fails stops no other.

Knows notebooks, parameters and formats; nothing of scores. The work is cut into `Task`s, plain and picklable, and
`make` does one of them wherever it is: a thread here, a process, another machine on the same disk.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..model import BriefingError, UsageError
from . import export, swap
from .export import FORMATS, check_format
from .record import FILE, Environment, Record, digest, resolved, sha256_of

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Report:
    """One document to make: `name` names its files (`city.zh` -> city.zh.html …).

    `inputs` are the files its content depends on, by a name that does not depend on the machine; when one of them
    changes, the report is made again.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, object]
    formats: tuple[str, ...] = ("html", "pdf")
    inputs: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """A report with all that is needed to make it anywhere: where to, from what key, by which exporters."""

    report: Report
    folder: Path
    key: str
    exporters: Mapping[str, str]
    cell_timeout: int


@dataclass(frozen=True)
class Outcome:
    """What became of one report.

    `status` is made, kept (nothing had changed) or failed. `seconds` by step: start (of the kernel), cells, then one
    per format. `error` is written for the reader; `detail` is the traceback of an error nobody foresaw.
    """

    name: str
    status: str
    seconds: Mapping[str, float] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    error: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()


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
    extra_files: Mapping[str, bytes] | None = None,
    cell_timeout: int | None = None,
    executor: Executor | None = None,
) -> Run:
    """Make `reports` in the folder `out`, and write `run.json` there.

    `on_event(outcome, done, total)` is called in the calling thread as each report ends. `settings` (what the user
    asked for) goes into run.json; `extra_files` (name -> bytes) are written beside the reports. `executor` is any
    concurrent.futures executor; without one, `jobs` threads here drive one kernel each.

    Raises UsageError before anything is made: a notebook or parameter that does not exist, a folder that cannot be
    written. A report that fails is in the result; its earlier files stay as they were, and what it came to is kept
    as `<name>.failed.ipynb`.
    """
    from .execute import CELL_TIMEOUT

    began, started = time.perf_counter(), datetime.now(UTC)
    reports, out = tuple(reports), out.resolve()
    declared = _check(reports, exporters, jobs)
    with swap.claim(out):
        environment, record = Environment.here(), Record.read(out)
        keys = _keys(reports, environment, exporters)
        outcomes: dict[str, Outcome] = {}

        def note(outcome: Outcome) -> None:
            outcomes[outcome.name] = outcome
            if on_event:
                on_event(outcome, len(outcomes), len(reports))

        tasks = []
        for report in reports:
            if not force and record.is_fresh(report.name, keys[report.name], report.formats, out):
                note(Outcome(report.name, "kept"))
            else:
                tasks.append(Task(report, out, keys[report.name], dict(exporters), cell_timeout or CELL_TIMEOUT))
        _run(tasks, executor, min(jobs or default_jobs(), len(tasks) or 1), note)

        for report in reports:
            name, outcome = report.name, outcomes[report.name]
            if outcome.status != "kept":
                record.enter(name, _facts(report, declared[report.notebook], outcome), outcome.files)
            if outcome.status == "made" and (older := record.older_files(name, keys[name])):
                notes = tuple(f"{name}.{extension} is of an earlier build" for extension in older)
                outcomes[name] = replace(outcome, notes=notes)
        for name, content in (extra_files or {}).items():
            swap.write_if_changed(out / name, content)
        seconds = time.perf_counter() - began
        if tasks:
            record.run = {
                "settings": dict(settings or {}),
                "jobs": jobs or default_jobs(),
                "inputs": {label: _hash(path) for r in reports for label, path in sorted(r.inputs.items())},
                **environment.as_dict(),
                "started": started.isoformat(timespec="seconds"),
                "seconds": round(seconds, 3),
            }
            swap.write_bytes(out / FILE, record.text().encode("utf-8"))
        return Run(out, tuple(outcomes[report.name] for report in reports), seconds)


# Names that Windows keeps for devices, and characters that it or a shell would not take in a file's name.
_UNFIT = re.compile(r"""[<>:"/\\|?*\x00-\x1f]|[. ]$|^[. ]|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)""", re.IGNORECASE)


def _check(reports: Sequence[Report], exporters: Mapping[str, str], jobs: int | None) -> dict[Path, Mapping[str, str]]:
    """Everything that can be told wrong before a kernel starts; returns each notebook's declared parameters."""
    from .execute import check_parameters

    if jobs is not None and jobs < 1:
        raise UsageError(f"{jobs} reports at once cannot be made; --jobs takes 1 or more")
    declared: dict[Path, Mapping[str, str]] = {}
    seen: set[str] = set()
    for report in reports:
        if _UNFIT.search(report.name):
            raise UsageError(f"{report.name!r} cannot name a file on every system; change the code it comes from")
        if report.name.casefold() in seen:
            raise UsageError(f"two reports would both be written to {report.name!r}")
        seen.add(report.name.casefold())
        for word in report.formats:
            check_format(word, exporters)
        declared[report.notebook] = check_parameters(report.notebook, report.parameters)
    return declared


def _keys(reports: Sequence[Report], environment: Environment, exporters: Mapping[str, str]) -> dict[str, str]:
    shared = digest([environment.as_dict(), dict(exporters)])
    hashes: dict[Path, str] = {}

    def hashed(path: Path) -> str:
        if path not in hashes:
            hashes[path] = _hash(path)
        return hashes[path]

    return {
        report.name: digest(
            [
                shared,
                dict(report.parameters),
                hashed(report.notebook),
                {label: hashed(path) for label, path in report.inputs.items()},
            ]
        )
        for report in reports
    }


def _hash(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {swap.reason(error)}") from error


def _facts(report: Report, declared: Mapping[str, str], outcome: Outcome) -> dict[str, object]:
    return {
        "status": outcome.status,
        "error": outcome.error,
        "notebook": report.notebook.name,
        "notebook_sha256": _hash(report.notebook),
        "parameters": resolved(declared, report.parameters),
        "formats": list(report.formats),
        "seconds": dict(outcome.seconds),
    }


def _run(tasks: Sequence[Task], executor: Executor | None, jobs: int, note: Callable[[Outcome], None]) -> None:
    """Do the tasks, noting each outcome as it comes; interrupted, stop the kernels and wait for their end."""
    from . import execute

    if not tasks:
        return
    execute.allow_kernels()
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
        execute.stop_kernels()
        raise
    finally:
        if executor is None:
            pool.shutdown(wait=True, cancel_futures=True)
            if warming is not None:
                warming.join()
            execute.close_room()


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


def make(task: Task) -> Outcome:
    """Execute, export and swap in one report. Pure in its task: doing it twice leaves the same files.

    Never raises for a report's own sake: what went wrong is in the outcome.
    """
    name, seconds = task.report.name, {}
    staging: Path | None = None
    try:
        staging = Path(tempfile.mkdtemp(prefix=f"{swap.STAGING}{name}-", dir=task.folder))
        return Outcome(name, "made", seconds, _make_in(staging, task, seconds))
    except BriefingError as error:
        cell = getattr(error, "cell", "")
        return Outcome(name, "failed", seconds, error=f"{cell}: {error}" if cell else str(error))
    except OSError as error:
        return Outcome(name, "failed", seconds, error=swap.reason(error))
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        return Outcome(name, "failed", seconds, error=words, detail=traceback.format_exc())
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def _make_in(staging: Path, task: Task, seconds: dict[str, float]) -> dict[str, dict[str, object]]:
    """Make all files in `staging` and swap them in together; on failure leave the notebook as `<name>.failed.ipynb`."""
    from .execute import execute

    name, folder = task.report.name, task.folder
    failed = folder / f"{name}.failed.ipynb"
    copy = staging / f"{name}.ipynb"
    swaps: dict[Path, Path] = {}
    files: dict[str, dict[str, object]] = {}
    try:
        began = time.perf_counter()
        notebook = execute(task.report.notebook, task.report.parameters, copy, task.cell_timeout)
        seconds["start"] = _start_seconds(notebook)
        seconds["cells"] = round(time.perf_counter() - began - seconds["start"], 3)
        for extension in task.report.formats:
            began = time.perf_counter()
            try:
                content = export.export(notebook, task.exporters[extension], name)
            except BriefingError as error:
                raise BriefingError(f"{extension}: {error}") from error
            made = staging / f"{name}.{extension}"
            made.write_bytes(content)
            swaps[made] = folder / made.name
            files[extension] = {
                "file": made.name,
                "sha256": hashlib.sha256(content).hexdigest(),
                "bytes": len(content),
                "key": task.key,
            }
            seconds[extension] = round(time.perf_counter() - began, 3)
        swap.swap_in({**swaps, copy: folder / copy.name})
    except BaseException:
        if copy.is_file():
            copy.replace(failed)
        raise
    failed.unlink(missing_ok=True)
    return files


def _start_seconds(notebook: NotebookNode) -> float:
    """From asking for a kernel to its first cell, by papermill's own record."""
    begun = notebook.metadata.papermill.start_time
    first = next((cell.metadata.papermill.start_time for cell in notebook.cells), None) or begun
    return round((datetime.fromisoformat(first) - datetime.fromisoformat(begun)).total_seconds(), 3)
