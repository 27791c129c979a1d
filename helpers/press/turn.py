"""Whose turn it is among a kernel's threads, also in the processes that its cells fork."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any


class Turn:
    """A lock by the name of `taken`; another one, free, in a forked process, where no thread is left to give it back.

    To be taken as `with turn.taken:`, which gives back the lock that it took, whatever has been forked meanwhile.
    """

    def __init__(self, lock: Callable[[], Any] = threading.Lock) -> None:
        self._lock = lock
        self._renew()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self.taken = self._lock()
