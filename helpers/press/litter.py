"""How often Python looks for litter (objects that only refer to each other): seldom where much is imported and held."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 100_000, 20, 20  # objects and generations until a collection: a tenth of the time goes into them otherwise

_before: list[tuple[int, int, int]] = []  # an entry for each that is at work: the thresholds when the first began
_lock = threading.Lock()


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Within it, in any thread, Python looks for litter a hundred times less often. A worker of a cluster would
    else look through all that it and its library hold several times a report."""
    with _lock:
        _before.append(_before[0] if _before else gc.get_threshold())
        gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        with _lock:
            before = _before.pop()
            if not _before:
                gc.set_threshold(*before)
