"""Running one notebook: papermill, stock nbclient, and a Python kernel of its own for every report.

What is tuned, by measurement: the notebook is saved every half minute and at the end instead of twice a cell, and the
kernel is killed when its last cell is done, not asked to leave, because asking stalls for seconds now and then.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model import BriefingError, UsageError, nearest
from ..said import Said
from .engine import Engine, in_vain
from .quick_schema import import_jsonschema
from .zygote_client import Zygote, ZygoteGone

import_jsonschema()

import papermill  # noqa: E402
from jupyter_core.utils import ensure_event_loop  # noqa: E402
from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: E402
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines  # noqa: E402
from papermill.exceptions import PapermillExecutionError  # noqa: E402

from .client import KernelSilent  # noqa: E402
from .kernel import manager_class, stopping  # noqa: E402

if TYPE_CHECKING:
    from nbformat import NotebookNode

log = logging.getLogger(__name__)
logging.getLogger("papermill").addHandler(logging.NullHandler())  # what it says reaches the reader as NotebookFailed

ENGINE = "briefing"
CELL_TIMEOUT = 600  # seconds one cell may take before its report counts as hung
START_TIMEOUT = 60  # seconds at least that a kernel may take to answer; as long as a cell may, where that is more
_HANGS = "no end after {seconds} seconds (BRIEFING_CELL_TIMEOUT=SECONDS allows more)"
_SILENT = "the kernel did not answer in {seconds} seconds (BRIEFING_CELL_TIMEOUT=SECONDS allows more)"


class NotebookFailed(BriefingError):
    """A notebook did not run to its end. `cell` says where, in the words of the failed copy kept beside the reports."""

    def __init__(self, message: str, cell: str = "") -> None:
        super().__init__(message)
        self.cell = cell


class SparingManager(NotebookExecutionManager):
    """papermill's record of a run, written to disk every `autosave_cell_every` seconds instead of twice a cell."""

    cell_at_work: int | None = None

    def cell_start(self, cell: NotebookNode, cell_index: int | None = None, **kwargs: Any) -> None:
        self.cell_at_work = cell_index
        super().cell_start(cell, cell_index, **kwargs)

    def save(self, **kwargs: Any) -> None:
        if (self.now() - self.last_save_time).total_seconds() >= self.autosave_cell_every:
            super().save(**kwargs)

    def save_evidence(self) -> None:
        """Write the notebook as far as it came, the cell at work marked as failed."""
        if self.cell_at_work is not None:
            self.cell_exception(self.nb.cells[self.cell_at_work], self.cell_at_work)
        super().save()


class ReportEngine(NBClientEngine):
    """nbclient as papermill drives it, with our kernels, few saves and no farewell to the kernel."""

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool = False,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        **kwargs: Any,
    ) -> NotebookNode:
        record = SparingManager(
            nb, output_path, progress_bar=progress_bar, log_output=log_output, autosave_cell_every=autosave_cell_every
        )
        record.notebook_start()
        try:
            cls.execute_managed_notebook(
                record,
                kernel_name,
                log_output=log_output,
                shutdown_kernel="immediate",
                **kwargs,
            )
        except DeadKernelError as error:
            record.save_evidence()
            raise _failed(record, "the kernel died (killed, crashed, or out of memory)") from error
        except CellTimeoutError as error:
            record.save_evidence()
            raise _failed(record, Said(_HANGS, seconds=kwargs.get("execution_timeout"))) from error
        except KernelSilent as error:
            record.save_evidence()
            raise _failed(record, Said(_SILENT, seconds=kwargs.get("start_timeout"))) from error
        finally:
            record.notebook_complete()
        _settle(record.nb)
        return record.nb


papermill_engines.register(ENGINE, ReportEngine)


def _failed(record: SparingManager, what: str) -> NotebookFailed:
    if record.cell_at_work is None:
        return NotebookFailed(Said("before the first cell: {what}", what=what))
    counts = sum(1 for cell in record.nb.cells[: record.cell_at_work + 1] if cell.cell_type == "code")
    return NotebookFailed(what, _place(counts, record.nb.cells[record.cell_at_work].source))


def _place(count: int | None, source: str) -> str:
    """`cell [3] b.ranking` : the count that the failed copy shows, and the cell's first telling line."""
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]
    first = lines[0] if lines else ""
    line = f"{first[:72]}…" if len(first) > 72 else first.removesuffix(":")  # what is wrong follows after a colon
    return f"cell [{count}] {line}".rstrip()


def execute(
    notebook: Path,
    parameters: Mapping[str, object],
    target: Path,
    cell_timeout: int = CELL_TIMEOUT,
    engine: Engine | None = None,
) -> NotebookNode:
    """Run `notebook` with `parameters` and return the executed copy, which is also written to `target`.

    The kernel's working folder is the notebook's own, as in JupyterLab. When the process that kernels are forked from
    ends under way, the notebook is run again, and the second time with a plain kernel, unless `engine` insists on
    forked ones. Raises NotebookFailed when a cell fails, hangs or takes its kernel with it; `target` then holds the
    notebook as far as it came.
    """
    engine = engine or Engine()
    for kernels_of in (engine.start, engine.start, lambda: None):
        zygote = kernels_of()
        try:
            executed = _run(notebook, parameters, target, cell_timeout, zygote)
            break
        except Exception as error:
            if zygote is None or not zygote.is_lost or stopping():
                raise
            if engine.choice == "forked":
                raise in_vain(zygote) from error
            if not isinstance(error, ZygoteGone):  # it was under way
                log.warning(Said("{what}; {notebook} is run again", what=zygote.gone, notebook=target.name))
    if os.linesep != "\n":  # papermill writes lines as this system ends them
        target.write_text(target.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    return executed


def _run(
    notebook: Path, parameters: Mapping[str, object], target: Path, cell_timeout: int, zygote: Zygote | None
) -> NotebookNode:
    try:
        return papermill.execute_notebook(
            _literal(notebook),
            _literal(target),
            dict(parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            start_timeout=max(START_TIMEOUT, cell_timeout),
            execution_timeout=cell_timeout,
            kernel_manager_class=manager_class(zygote),
            resources={"metadata": {"path": str(notebook.parent)}},
        )
    except PapermillExecutionError as error:
        raise NotebookFailed(_message(error), _place(error.exec_count, error.source)) from error
    finally:
        _close_loop()


def _close_loop() -> None:
    """Close the event loop that nbclient opened for this worker thread, or it is found open when the process ends."""
    if threading.current_thread() is threading.main_thread():
        return
    loop = ensure_event_loop()
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(_all_of(left))
    loop.close()


async def _all_of(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Wait for them, however they end. Called by no coroutine, `gather` may want a loop that its thread has not set."""
    await asyncio.gather(*tasks, return_exceptions=True)


def _settle(executed: NotebookNode) -> None:
    """Take out what differs from run to run and may show in an export: a random cell id, the paths of this machine."""
    about = executed.metadata.papermill
    for path in {"input_path", "output_path"} & set(about):
        about[path] = Path(about[path]).name
    for cell in executed.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"


def _literal(path: Path) -> str:
    """papermill fills `{…}` in paths from the parameters; a folder with braces in its name means what it says."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _message(error: PapermillExecutionError) -> str:
    """What the cell raised; of an error that shows itself without a traceback (written for readers) the words alone."""
    if "\n".join(error.traceback).strip().startswith(f"{error.ename}: "):  # a traceback begins with a line or a place
        return str(error.evalue)
    return f"{error.ename}: {error.evalue}".rstrip(": ")


def declared_parameters(notebook: Path) -> dict[str, str]:
    """The parameters that the notebook's `parameters` cell declares, each with its default as Python source.

    Raises UsageError when the notebook is missing, is not one, or is not in Python.
    """
    try:
        found = papermill.inspect_notebook(_literal(notebook))
    except FileNotFoundError as error:
        raise UsageError("no notebook {notebook}", notebook=notebook) from error
    except Exception as error:  # papermill and nbformat raise a dozen kinds, ValueError to their own
        raise UsageError(
            "{notebook} cannot be read as a Python notebook: {error}", notebook=notebook, error=error
        ) from error
    return {name: parameter["default"] for name, parameter in found.items()}


def check_parameters(notebook: str, declared: Mapping[str, str], parameters: Mapping[str, object]) -> None:
    """Make sure that every one of `parameters` is among the `declared` ones of the notebook so named.

    papermill itself only warns and runs with the defaults. Raises UsageError with the nearest names.
    """
    for name in parameters:
        if name not in declared:
            hint = nearest(name, list(declared)) if declared else "it has no cell tagged `parameters`"
            raise UsageError("{notebook} has no parameter {name!r}; {hint}", notebook=notebook, name=name, hint=hint)
