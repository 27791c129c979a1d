"""One report: what it is, and making it: executed, exported, swapped in. Plain, picklable, and pure in its task."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..model import BriefingError
from . import export, swap

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
            try:
                content, took = export.export(notebook, task.exporters[extension], name)
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
            seconds[extension] = round(took, 3)
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
