"""What runs a report's kernel: a fresh interpreter (plain), or a fork of one that has imported everything (forked).

A plain kernel spends three times as long on starting and on importing pandas and matplotlib as a district's briefing
spends on its cells. A forked one has them from its *zygote* (see zygote.py); it is a process of its own all the same,
and papermill and nbclient see no difference. Light on purpose: a build starts its zygote before anything else.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from ..model import UsageError, nearest
from ..said import Said
from .forks import can_fork
from .zygote_client import Zygote, ZygoteGone

log = logging.getLogger(__name__)
CHOICES = ("auto", "plain", "forked")
WARM = ("pandas", "helpers.press.quick_pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg")


@dataclass(frozen=True)
class Engine:
    """How kernels start: `choice` is one of CHOICES, `warm` what a zygote imports before it forks.

    A name in `warm` is a module, imported when the engine starts, or `module:function`, called in the environment of
    the first kernel before that is forked. `auto` is forked where that can be done, and plain elsewhere and where a
    zygote is of no use, which is told once: one that ends when kernels of its own have run, killed by someone, is
    followed by another.
    """

    choice: str = "auto"
    warm: tuple[str, ...] = WARM

    def check(self) -> None:
        """Raise UsageError when there is no such engine, or not on this system."""
        if self.choice not in CHOICES:
            raise UsageError(
                "no engine is called {word!r}; {hint}", word=self.choice, hint=nearest(self.choice, list(CHOICES))
            )
        if self.choice == "forked" and not can_fork():
            raise UsageError("the forked engine needs Linux 5.3 or later; --engine auto takes the plain one elsewhere")

    def start(self) -> Zygote | None:
        """This process's zygote for these imports, started if there is none yet; None where kernels are to be plain.

        Returns at once: the imports go on beside. Where it has ended or is unfit, raises ZygoteGone when the choice is
        `forked`, else warns of it, once.
        """
        self.check()
        if self.choice == "plain" or not can_fork():
            return None
        with _zygotes_lock:
            zygote = _zygotes.get(self.warm)
            if zygote is not None and zygote.owner == os.getpid() and self.choice == "auto" and zygote.is_lost:
                zygote.close()
                zygote = None if zygote.has_served else zygote
            if zygote is None or zygote.owner != os.getpid():
                zygote = _zygotes[self.warm] = Zygote(self.warm)
            if not zygote.gone:
                return zygote
            if self.choice == "forked":
                raise in_vain(zygote)
            if not zygote.is_told:
                zygote.is_told = True
                log.warning(Said("{what}: every kernel starts by itself, which takes longer", what=zygote.gone))
        return None


_zygotes: dict[tuple[str, ...], Zygote] = {}
_zygotes_lock = threading.Lock()


def in_vain(zygote: Zygote) -> ZygoteGone:
    """What is told where kernels are to be forked whatever it takes, and cannot be."""
    return ZygoteGone("{what}; build again, or choose --engine plain", what=zygote.gone)


def close_zygotes() -> None:
    """End this process's zygotes and their kernels; the next report starts another."""
    with _zygotes_lock:
        zygotes = list(_zygotes.values())
        _zygotes.clear()
    for zygote in zygotes:
        zygote.close()


def hang_up_zygotes() -> None:
    """Have this process's zygotes end, beside what else there is to do, when no more kernels are wanted of them."""
    with _zygotes_lock:
        for zygote in _zygotes.values():
            zygote.hang_up()


@contextlib.contextmanager
def closing_zygotes() -> Iterator[None]:
    """For who runs single reports: afterwards, end this process's zygotes and their kernels."""
    try:
        yield
    finally:
        close_zygotes()
