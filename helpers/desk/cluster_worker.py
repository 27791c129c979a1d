"""A Dask worker that stands ready for its first briefing.

It is started with `dask worker HOST:PORT --nthreads 2 --preload helpers.desk.cluster_worker`: Dask imports this before
the worker is made, and calls `dask_setup` when it has been. Any other worker does the same when its first build comes,
under Dask's own settings.
"""

from __future__ import annotations

import dask

from ..press import execute  # noqa: F401 - what drives kernels is imported before there is a first
from ..press.engine import Engine
from ..press.export import FORMATS
from .warming import BRIEFING_WARM, worker_ready

# Dask looks a hundred times a second at what its worker is doing, and keeps all it has seen: a worker would grow by
# 4 MB a hundred briefings. And fifty times a second it looks whether it is still looking. Set by the import itself:
# a worker reads these once, as it is made, and `dask_setup` is called later; nobody has a file of settings to keep.
SETTINGS = {"distributed.worker.profile.enabled": False, "distributed.admin.tick.interval": "1s"}
dask.config.set(SETTINGS)


def dask_setup(worker: object) -> None:
    """Have it begin with what its kernels are forked from and with what exports; both go on beside."""
    worker_ready(Engine("auto", BRIEFING_WARM), tuple(FORMATS.values()))
