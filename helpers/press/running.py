"""Tasks done side by side: by threads here that drive kernels, with processes that export beside, or by workers."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack

from ..said import Said
from . import exporting
from .engine import hang_up_zygotes
from .report import Outcome, Report, Task, make, running_at_most

_REPORTS_AN_EXPORTER = 3  # run at once: about as long as one takes to export, three take to run


def used(reports: Iterable[Report], exporters: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the exporters that these reports need, each once."""
    return tuple(dict.fromkeys(exporters[extension] for report in reports for extension in report.formats))


def run(tasks: Sequence[Task], executor: Executor | None, jobs: int, note: Callable[[Outcome], None]) -> None:
    """Do the tasks, noting each outcome as it comes; interrupted, stop the kernels and wait for their end."""
    if not tasks:
        return
    from . import kernel

    kernel.allow_kernels()
    futures: dict[Future[Outcome], Task] = {}
    with ExitStack() as beside:
        exporters = None
        at_export = max(1, jobs // _REPORTS_AN_EXPORTER)
        if executor is None:
            names = used([task.report for task in tasks], tasks[0].exporters)
            exporters = beside.enter_context(exporting.beside(names, at_export))
            beside.enter_context(running_at_most(jobs, len(tasks), hang_up_zygotes))
        # A report an exporting process besides those that run: with more, notebooks would run ahead of the exports, and
        # those be left to one core at the end. One at a time is what `--jobs 1` means, exports and all.
        threads = jobs + at_export if jobs > 1 else 1
        pool = executor or ThreadPoolExecutor(threads, thread_name_prefix="report")
        try:
            for task in tasks:
                futures[pool.submit(make, task)] = task
            gc.freeze()  # what is here now stays: no collection looks at it
            for future in as_completed(futures):
                note(_result(future, futures.pop(future)))
        except BaseException:
            for future in futures:
                future.cancel()
            kernel.stop_kernels()
            if exporters is not None:
                exporters.close()
            raise
        finally:
            gc.unfreeze()
            if executor is None:
                pool.shutdown(wait=True, cancel_futures=True)
                if exporters is not None:
                    exporters.leave()
                kernel.close_room()


def _result(future: Future[Outcome], task: Task) -> Outcome:
    """The task's outcome, also when its worker died with it (a process pool, a cluster)."""
    try:
        return future.result()
    except CancelledError:
        words = "not made: the cluster that was to make it has gone; start it again, then build again"
        return Outcome(task.report.name, "failed", error=words)
    except Exception as error:
        words = Said("its worker died: {error}", error=f"{type(error).__name__}: {error}")
        return Outcome(task.report.name, "failed", error=words, detail=traceback.format_exc())
