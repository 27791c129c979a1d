"""Running one notebook: papermill, stock nbclient, and a Python kernel of its own for every report.

What is tuned, and why (measured; design note "engine"):
* saved every half minute and at the end instead of twice a cell;
* the kernel is killed when its last cell is done, not asked to leave: asking stalls for seconds now and then;
* the kernel is always this interpreter, whatever the user has registered as `python3`, and reads no user start-up file;
* kernels talk over Unix sockets where there are any: no race for ports, nothing open to other users of the machine.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..model import BriefingError, UsageError, nearest


def _import_jsonschema_without_iri() -> None:
    """Import jsonschema, which nbformat needs, without the grammars that check IRIs.

    JupyterLab brings `rfc3987_syntax`; jsonschema imports it when it is there, and that builds grammars for a whole
    second. No notebook schema has an IRI. `None` in `sys.modules` is Python's own way to say "not to be had"; it
    stands only while jsonschema loads, and whoever wants the module afterwards gets it.
    """
    if "jsonschema" in sys.modules or "rfc3987_syntax" in sys.modules:
        return
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules["rfc3987_syntax"]


_import_jsonschema_without_iri()

import nbformat  # noqa: E402
import papermill  # noqa: E402
import zmq  # noqa: E402
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager  # noqa: E402
from jupyter_client.manager import AsyncKernelManager  # noqa: E402
from jupyter_core.utils import ensure_event_loop  # noqa: E402
from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: E402
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines  # noqa: E402
from papermill.exceptions import PapermillExecutionError  # noqa: E402

if TYPE_CHECKING:
    from nbformat import NotebookNode

logging.getLogger("papermill").addHandler(logging.NullHandler())  # what it says reaches the reader as NotebookFailed

ENGINE = "briefing"
CELL_TIMEOUT = 600  # seconds one cell may take before its report counts as hung

KERNEL_ENV = MappingProxyType(
    {
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # pyplot figures show themselves
        "OPENBLAS_NUM_THREADS": "1",  # the kernels share the cores already
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",  # sets print in one order
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
)


class NotebookFailed(BriefingError):
    """A notebook did not run to its end. `cell` says where, in the words of the failed copy kept beside the reports."""

    def __init__(self, message: str, cell: str = "") -> None:
        super().__init__(message)
        self.cell = cell


class Stopped(BriefingError):
    """The build was interrupted before this report's kernel started."""


# --- the kernel ------------------------------------------------------------------------------------------------------


_rooms: list[tempfile.TemporaryDirectory[str]] = []
_rooms_lock = threading.Lock()


def _room() -> Path:
    """A private folder for this process's connection files, sockets and (empty) IPython profile."""
    with _rooms_lock:
        if not _rooms:
            _rooms.append(tempfile.TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True))
        return Path(_rooms[0].name)


def close_room() -> None:
    """Remove the folder; the next kernel makes a new one. Only when no kernel of this process is running."""
    with _rooms_lock:
        while _rooms:
            _rooms.pop().cleanup()


_numbers = itertools.count(1)
_LONGEST_SOCKET = 100  # bytes in a Unix socket's path: the limit is 104 on macOS, 108 on Linux; "-5" comes after it


class OwnPython(KernelSpecManager):
    """Answers every kernel name with this very interpreter."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            name=kernel_name,
            display_name="Python 3",
            language="python",
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            env=dict(KERNEL_ENV, IPYTHONDIR=str(_room() / "ipython")),
        )


class ReportKernelManager(AsyncKernelManager):
    """Starts this interpreter as a kernel, over a Unix socket where possible, and is known to `stop_kernels`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("kernel_spec_manager", OwnPython())
        super().__init__(**kwargs)
        name = _room() / f"k{next(_numbers)}"
        self.connection_file = f"{name}.json"
        if sys.platform != "win32" and zmq.has("ipc") and len(os.fsencode(name)) <= _LONGEST_SOCKET:
            self.transport = "ipc"
            self.cache_ports = False
            self.ip = str(name)

    async def start_kernel(self, **kwargs: Any) -> None:
        if _stopping.is_set():
            raise Stopped("interrupted")
        await super().start_kernel(**kwargs)
        with _running_lock:
            _running.add(self)
        if _stopping.is_set():
            self.kill_now()

    async def cleanup_resources(self, restart: bool = False) -> None:
        with _running_lock:
            _running.discard(self)
        await super().cleanup_resources(restart=restart)

    def kill_now(self) -> None:
        """Kill the kernel and what it has started, from any thread."""
        process = getattr(self.provisioner, "process", None)
        if process is None or process.poll() is not None:
            return
        try:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        except ProcessLookupError:  # it ended between the question and the signal
            return


_running: set[ReportKernelManager] = set()
_running_lock = threading.Lock()
_stopping = threading.Event()


def stop_kernels() -> None:
    """Kill every kernel of this process and start no more until `allow_kernels`; their notebooks fail at once."""
    _stopping.set()
    with _running_lock:
        kernels = list(_running)
    for kernel in kernels:
        kernel.kill_now()


def allow_kernels() -> None:
    _stopping.clear()


def kernels_running() -> int:
    with _running_lock:
        return len(_running)


# --- papermill's engine ----------------------------------------------------------------------------------------------


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
                kernel_manager_class=ReportKernelManager,
                shutdown_kernel="immediate",
                **kwargs,
            )
        except DeadKernelError as error:
            record.save_evidence()
            raise _failed(record, "the kernel died (killed, crashed, or out of memory)") from error
        except CellTimeoutError as error:
            record.save_evidence()
            raise _failed(record, f"no end after {kwargs.get('execution_timeout')} seconds") from error
        finally:
            record.notebook_complete()
        return record.nb


papermill_engines.register(ENGINE, ReportEngine)


def _failed(record: SparingManager, what: str) -> NotebookFailed:
    if record.cell_at_work is None:
        return NotebookFailed(f"before the first cell: {what}")
    counts = sum(1 for cell in record.nb.cells[: record.cell_at_work + 1] if cell.cell_type == "code")
    return NotebookFailed(what, _place(counts, record.nb.cells[record.cell_at_work].source))


def _place(count: int | None, source: str) -> str:
    """`cell [3] b.ranking` : the count that the failed copy shows, and the cell's first telling line."""
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]
    first = lines[0] if lines else ""
    return f"cell [{count}] {first[:72]}{'…' if len(first) > 72 else ''}".rstrip()


# --- one notebook ----------------------------------------------------------------------------------------------------


def execute(
    notebook: Path, parameters: Mapping[str, object], target: Path, cell_timeout: int = CELL_TIMEOUT
) -> NotebookNode:
    """Run `notebook` with `parameters` and return the executed copy, which is also written to `target`.

    The kernel's working folder is the notebook's own, as in JupyterLab. Raises NotebookFailed when a cell fails, hangs
    or takes its kernel with it; `target` then holds the notebook as far as it came.
    """
    try:
        executed = papermill.execute_notebook(
            _literal(notebook),
            _literal(target),
            dict(parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            execution_timeout=cell_timeout,
            resources={"metadata": {"path": str(notebook.parent)}},
        )
    except PapermillExecutionError as error:
        raise NotebookFailed(_message(error), _place(error.exec_count, error.source)) from error
    finally:
        _close_loop()
    _settle(executed, notebook, target)
    target.write_text(nbformat.writes(executed), encoding="utf-8", newline="\n")
    return executed


def _close_loop() -> None:
    """Close the event loop that nbclient opened for this worker thread, or it is found open when the process ends."""
    if threading.current_thread() is threading.main_thread():
        return
    loop = ensure_event_loop()
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.close()


def _settle(executed: NotebookNode, notebook: Path, target: Path) -> None:
    """Take out what differs from run to run and may show in an export: a random cell id, the paths of this machine."""
    executed.metadata.papermill.input_path = notebook.name
    executed.metadata.papermill.output_path = target.name
    for cell in executed.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"


def _literal(path: Path) -> str:
    """papermill fills `{…}` in paths from the parameters; a folder with braces in its name means what it says."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _message(error: PapermillExecutionError) -> str:
    """What the cell raised; of an error that shows itself without a traceback (written for readers) the words alone."""
    told = f"{error.ename}: {error.evalue}"
    if "\n".join(error.traceback).strip() == told.strip():
        return str(error.evalue)
    return told.rstrip(": ")


def declared_parameters(notebook: Path) -> dict[str, str]:
    """The parameters that the notebook's `parameters` cell declares, each with its default as Python source.

    Raises UsageError when the notebook is missing, is not one, or is not in Python.
    """
    try:
        found = papermill.inspect_notebook(_literal(notebook))
    except FileNotFoundError as error:
        raise UsageError(f"no notebook {notebook}") from error
    except Exception as error:  # papermill and nbformat raise a dozen kinds, ValueError to their own
        raise UsageError(f"{notebook} cannot be read as a Python notebook: {error}") from error
    return {name: parameter["default"] for name, parameter in found.items()}


def check_parameters(notebook: Path, parameters: Mapping[str, object]) -> dict[str, str]:
    """`declared_parameters`, after making sure that every one of `parameters` is among them.

    papermill itself only warns and runs with the defaults. Raises UsageError with the nearest names.
    """
    declared = declared_parameters(notebook)
    for name in parameters:
        if name not in declared:
            hint = nearest(name, list(declared)) if declared else "it has no cell tagged `parameters`"
            raise UsageError(f"{notebook.name} has no parameter {name!r}; {hint}")
    return declared
