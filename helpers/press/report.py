"""One report: what it is, and making it: executed, exported, swapped in. Plain, picklable, and pure in its task.

A task that is done leaves a mark beside its report until the build has put it on record. Given the same task again,
because the worker that held its result died, `make` reads the mark and makes nothing.
"""

from __future__ import annotations

import gc
import itertools
import json
import os
import platform
import shutil
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..model import BriefingError
from . import export, exporting, room, showing, swap
from .engine import Engine
from .litter import collecting_seldom
from .record import NOTEBOOK, Environment, sha256_of

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Report:
    """One document to make: `name` names its files (`city.zh` -> city.zh.html …).

    `inputs` are the files its content depends on, by a name that does not depend on the machine; when one of them
    changes, the report is made again. `state` is what its data are besides their files, such as about to be published.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, object]
    formats: tuple[str, ...] = ("html", "pdf")
    inputs: Mapping[str, Path] = field(default_factory=dict)
    state: str = ""


@dataclass(frozen=True)
class Task:
    """A report with all that is needed to make it anywhere: where to, from what, by which exporters and engine.

    `key` and `data` are the two hashes of what it is made from (see record.py), `run` names the build, `environment`
    are variables that its kernel finds in its environment. `program` is the id of the environment that may make it, ""
    where no other can: what another makes would go on record as made by this one. `at_once` is how many notebooks such
    a worker process runs at once; others of its tasks export meanwhile. `accept` is called with the finished files
    before they are put in place (their place -> the file) and raises BriefingError to leave there what there is.
    """

    report: Report
    folder: Path
    key: str
    exporters: Mapping[str, str]
    cell_timeout: int
    engine: Engine = field(default_factory=Engine)
    data: str = ""
    run: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    program: str = ""
    at_once: int = 1
    accept: Callable[[Mapping[Path, Path]], None] | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one report.

    `status` is made, kept (nothing had changed) or failed. `seconds` by step: start (of the kernel), cells, then one
    per format. `shows` holds one short hash a code cell. `error` is written for the reader; `detail` is the traceback
    of an error nobody foresaw. `refused`: the process asked is of another program; one that is not may make it.
    """

    name: str
    status: str
    seconds: Mapping[str, float] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    error: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    refused: bool = False


class _Turns:
    """Leave to run a notebook for `count` threads at once; `after` is called when `expected` notebooks have run."""

    def __init__(self, count: int, expected: int, after: Callable[[], None]) -> None:
        self._free = threading.BoundedSemaphore(count)
        self._left = itertools.count(expected - 1, -1)
        self._after = after

    def __enter__(self) -> None:
        self._free.acquire()

    def __exit__(self, *_: object) -> None:
        self._free.release()
        if next(self._left) == 0:
            self._after()


_turns: list[_Turns] = []
_numbers = itertools.count(1)
_REPORTS_A_COLLECTION = 20


@contextmanager
def running_at_most(count: int, expected: int, after: Callable[[], None]) -> Iterator[None]:
    """Within it, so many threads of this process at most run notebooks in `make`; others may export meanwhile.

    `after` is called, in one of them, when the last of the `expected` notebooks has run, well or not.
    """
    turns = _Turns(count, expected, after)
    _turns.append(turns)
    try:
        yield
    finally:
        _turns.remove(turns)


def _turn(task: Task) -> AbstractContextManager[object]:
    """Leave to run a notebook: what this process's build gives, or, in a worker, one of `task.at_once`."""
    if _turns:
        return _turns[-1]
    return _worker_turns(task.at_once) if task.program else nullcontext()


@cache
def _worker_turns(count: int) -> threading.Semaphore:
    return threading.BoundedSemaphore(count)


class OtherProgram(BriefingError):
    """The process that was given a report is not of the environment that it is to be made in."""


@cache
def program() -> str:
    """The id of this process's environment, as it was when this was first asked: by its first report at the latest."""
    return Environment.here().id


def make(task: Task) -> Outcome:
    """Execute, export and swap in one report. Pure in its task: doing it twice leaves the same files.

    Never raises for a report's own sake: what went wrong is in the outcome.
    """
    if (done := finished(task)) is not None:
        return done
    with collecting_seldom():
        return _made(task)


def _made(task: Task) -> Outcome:
    name = task.report.name
    seconds: dict[str, float] = {}
    staging: Path | None = None
    try:
        if task.program and task.program != program():
            raise OtherProgram(
                "the worker on {host} runs another version of this program, of a package or of Python: "
                "install there what is installed here, and start it again",
                host=platform.node(),
            )
        if task.program:
            exporting.kept({task.exporters[extension]: None for extension in task.report.formats})
        os.environ.update(task.environment)
        staging = Path(tempfile.mkdtemp(prefix=f"{swap.STAGING}{name}-", dir=task.folder))
        files, shows = _make_in(staging, task, seconds)
        outcome = Outcome(name, "made", seconds, files, shows=shows)
        _mark(task, outcome, staging)
        return outcome
    except OtherProgram as error:
        return Outcome(name, "failed", error=str(error), refused=True)
    except BriefingError as error:
        cell = getattr(error, "cell", "")
        return Outcome(name, "failed", seconds, error=f"{cell}: {error}" if cell else str(error))
    except OSError as error:
        full = str(room.no_room()) if room.lacked(error, task.folder) else ""
        return Outcome(name, "failed", seconds, error=full or swap.reason(error) + swap.remedy(error))
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        return Outcome(name, "failed", seconds, error=words, detail=traceback.format_exc())
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
        if next(_numbers) % _REPORTS_A_COLLECTION == 0:
            gc.collect()  # a finished run leaves its notebook in a cycle, which would lie there for 200 reports


def mark_of(task: Task) -> Path:
    """Where a task that is done leaves its mark; swept with the other leavings of a build."""
    return task.folder / f"{swap.STAGING}{task.report.name}{swap.DONE}"


def finished(task: Task) -> Outcome | None:
    """The outcome of this very task of this very build, where it is done and its files stand as it left them."""
    try:
        told = json.loads(mark_of(task).read_text(encoding="utf-8"))
        if (told["run"], told["key"], told["data"]) != (task.run, task.key, task.data) or not task.run:
            return None
        outcome = Outcome(**{**told["outcome"], "notes": (), "shows": tuple(told["outcome"]["shows"])})
        if any(sha256_of(task.folder / str(entry["file"])) != entry["sha256"] for entry in outcome.files.values()):
            return None
    except (OSError, ValueError, KeyError, TypeError):  # no mark that can be trusted: it is made
        return None
    return outcome


def _mark(task: Task, outcome: Outcome, staging: Path) -> None:
    if task.run:
        told = {"run": task.run, "key": task.key, "data": task.data, "outcome": asdict(outcome)}
        draft = staging / "done.json"
        draft.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        draft.replace(mark_of(task))


def _make_in(
    staging: Path, task: Task, seconds: dict[str, float]
) -> tuple[dict[str, dict[str, object]], tuple[str, ...]]:
    """Make all files in `staging` and swap them in together; on failure leave the notebook as `<name>.failed.ipynb`.

    An interruption is no failure, and leaves nothing.
    """
    from .execute import execute
    from .kernel import stopping

    name, folder = task.report.name, task.folder
    failed = folder / f"{name}.failed.ipynb"
    copy = staging / f"{name}.ipynb"
    swaps: dict[Path, Path] = {}
    files: dict[str, dict[str, object]] = {}
    try:
        with _turn(task):
            began = time.perf_counter()
            notebook = execute(task.report.notebook, task.report.parameters, copy, task.cell_timeout, task.engine)
            ran = time.perf_counter() - began
        seconds["start"] = _start_seconds(notebook)
        seconds["cells"] = round(ran - seconds["start"], 3)
        for extension, (content, took) in _exported(notebook, task).items():
            made = staging / f"{name}.{extension}"
            made.write_bytes(content)
            swaps[made] = folder / made.name
            files[extension] = _entry(made, task)
            seconds[extension] = round(took, 3)
        files[NOTEBOOK] = _entry(copy, task)
        if task.accept is not None:
            task.accept({place: made for made, place in swaps.items()})
        swap.swap_in({**swaps, copy: folder / copy.name})
    except BaseException:
        if not stopping():
            _keep_evidence(copy, failed)
        raise
    failed.unlink(missing_ok=True)
    return files, showing.of_notebook(notebook)


def _exported(notebook: NotebookNode, task: Task) -> dict[str, tuple[bytes, float]]:
    """What each format's exporter made of the notebook, and the seconds it took; all asked at once, for the last
    report of a build has nothing beside it. Raises BriefingError for the first format that fails."""
    report, made = task.report, {}
    with ThreadPoolExecutor(max(1, len(report.formats))) as asking:
        asked = {
            extension: asking.submit(export.export, notebook, task.exporters[extension], report.name)
            for extension in report.formats
        }
        for extension, answer in asked.items():
            try:
                made[extension] = answer.result()
            except BriefingError as error:
                raise BriefingError(f"{extension}: {error}") from error
    return made


def _entry(made: Path, task: Task) -> dict[str, object]:
    """What is put on record of a file that was made."""
    about = {"file": made.name, "sha256": sha256_of(made), "bytes": made.stat().st_size}
    return {**about, "key": task.key, "data": task.data}


def _keep_evidence(copy: Path, failed: Path) -> None:
    """Leave the notebook as far as it came as `<name>.failed.ipynb`; one that a full disk cut off is no evidence."""
    if not copy.is_file():
        return
    try:
        json.loads(copy.read_text(encoding="utf-8"))
    except ValueError:
        failed.unlink(missing_ok=True)
    else:
        copy.replace(failed)


def _start_seconds(notebook: NotebookNode) -> float:
    """From asking for a kernel to its first cell, by papermill's own record."""
    begun = notebook.metadata.papermill.start_time
    first = next((cell.metadata.papermill.start_time for cell in notebook.cells), None) or begun
    return round((datetime.fromisoformat(first) - datetime.fromisoformat(begun)).total_seconds(), 3)
