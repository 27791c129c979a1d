"""Where reports are made: on this machine, or by the workers of a Dask cluster on the same file system.

What it gives has a `concurrent.futures.Executor` like any other: nobody else here knows Dask but what its workers are
started with (cluster_worker.py) and what hands on their refusals (handing_on.py). Install it with
`pip install -e .[dask]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from ..model import UsageError, nearest
from ..press.build import Workers
from ..said import Said

if TYPE_CHECKING:
    from distributed import Client

LOCAL, DASK = "local", "dask://"
RETRIES = 3  # times a task may be begun anew elsewhere because its worker died
_PATIENCE = "30s"


@contextmanager
def opened(word: str, ready: Callable[..., None] | None = None) -> Iterator[Workers | None]:
    """What `word` names: None for `local`, the cluster whose scheduler answers at `dask://HOST:PORT`.

    A build that makes something has each of the cluster's workers call `ready(engine, exporters)`. Raises UsageError
    for any other word, when Dask is not installed, when nothing answers, or no worker is there.
    """
    if word == LOCAL:
        yield None
        return
    address = word.removeprefix(DASK)
    if address == word or not re.fullmatch(r".+:\d+", address):
        raise UsageError(
            "no executor is called {word!r}; {hint}; a cluster is named {form}, as in {example}",
            word=word,
            hint=nearest(word, [LOCAL]) if address == word else Said("the port is missing"),
            form=f"{DASK}HOST:PORT",
            example=f"{DASK}127.0.0.1:8786",
        )
    try:
        from distributed import Client

        from .handing_on import HandingOn
    except ImportError as error:
        raise UsageError("Dask is not installed; install it with: pip install -e .[dask]") from error
    try:
        client = Client(f"tcp://{address}", timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            "no Dask scheduler answers at {address}: {error}; start one with: dask scheduler",
            address=address,
            error=error,
        ) from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise UsageError(
                "the Dask scheduler at {address} has no workers; start some with: dask worker {address}",
                address=address,
            )
        with client.get_executor(retries=RETRIES, pure=False) as pool, HandingOn(client, pool) as hands:
            yield Workers(hands, _notebooks_at_once(client), partial(_get_ready, client, ready) if ready else None)


def _notebooks_at_once(client: Client) -> int:
    """How many notebooks one worker process is to run at once: half as many as it has threads.

    The others export meanwhile. More kernels than cores only take the processor's memory from one another.
    """
    return max(1, min(client.nthreads().values(), default=1) // 2)


def _get_ready(client: Client, ready: Callable[..., None], *arguments: object) -> None:
    """Have every worker that is there call `ready(*arguments)` while its first task is still being prepared here.

    Nothing waits for it, and what goes wrong in it the task that needs it meets again, and tells.
    """
    client.run(_called, ready, *arguments, wait=False)


async def _called(ready: Callable[..., None], *arguments: object) -> None:
    """Dask waits for a function, not for a coroutine."""
    ready(*arguments)
