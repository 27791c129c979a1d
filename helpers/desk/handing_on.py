"""Dask's executor for a cluster in which not every worker runs this program: what one refuses goes on to the others.

A worker that was started anew after the program was changed refuses each report at once, and so is always free: left
alone, Dask would give it all that are left. A report that is refused is given again, to be made by any worker that has
refused none; where there is no such worker, its refusal is what became of it. Nobody else's work on the cluster is
touched: no worker is ended or stopped.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from distributed import get_worker

from ..press.report import Outcome
from ..said import Said

if TYPE_CHECKING:
    from distributed import Client

log = logging.getLogger(__name__)
_LOOK = 1.0  # seconds between looks whether those who are to make what was refused are still there


@dataclass(eq=False)
class _Given:
    """A report given to the cluster: to `workers` alone, to any where there are none named; `answer` is waited for."""

    work: Callable[[], Outcome]
    answer: Future[Outcome]
    workers: frozenset[str] = frozenset()
    refusal: Outcome | None = None  # what it came to, should nobody be left to make it
    asked: Future[tuple[str, Outcome]] | None = None


class HandingOn(Executor):
    """Gives work to a cluster by `pool`, its client's own executor; an Outcome that is `refused` goes on to others."""

    def __init__(self, client: Client, pool: Executor) -> None:
        self._client, self._pool = client, pool
        self._strangers: set[str] = set()  # workers that have refused, by their addresses
        self._moved: set[_Given] = set()  # what was refused, and given again
        self._news: queue.SimpleQueue[tuple[_Given, str, Outcome] | None] = queue.SimpleQueue()
        self._hands = threading.Thread(target=self._hand_on, name="handing on", daemon=True)
        self._hands.start()

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        given = _Given(partial(fn, *arguments, **named), Future())
        self._give(given)
        given.answer.add_done_callback(partial(self._called_off, given))
        return given.answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._news.put(None)
        if wait:
            self._hands.join()

    def _give(self, given: _Given) -> None:
        to = {"workers": sorted(given.workers)} if given.workers else {}
        asked = given.asked = self._pool.submit(_done_by, given.work, **to)
        asked.add_done_callback(partial(self._hear, given))

    @staticmethod
    def _called_off(given: _Given, answer: Future[Outcome]) -> None:
        if answer.cancelled() and given.asked is not None:
            given.asked.cancel()

    def _hear(self, given: _Given, asked: Future[tuple[str, Outcome]]) -> None:
        """In Dask's own thread, where nothing may be asked of its scheduler: that is for `_hand_on`."""
        if asked is not given.asked:  # it was given to others meanwhile
            return
        if asked.cancelled():
            given.answer.cancel()
            given.answer.set_running_or_notify_cancel()
        elif (error := asked.exception()) is not None:
            _answer(given, error)
        else:
            worker, outcome = asked.result()
            if outcome.refused:
                self._news.put((given, worker, outcome))
            else:
                _answer(given, outcome)

    def _hand_on(self) -> None:
        while True:
            try:
                news = self._news.get(timeout=_LOOK)
            except queue.Empty:
                self._look_after()
                continue
            if news is None:
                return
            given, worker, refusal = news
            given.refusal = refusal
            if worker not in self._strangers:
                self._strangers.add(worker)
                if self._able():
                    log.warning(Said("{what}; the other workers make what it refuses", what=refusal.error))
            self._give_again(given)

    def _able(self) -> frozenset[str]:
        """The workers that are there and have refused nothing."""
        try:
            return frozenset(self._client.nthreads()) - self._strangers
        except (OSError, TimeoutError):  # the cluster has gone
            return frozenset()

    def _give_again(self, given: _Given) -> None:
        given.workers = self._able()
        if not given.workers:
            self._moved.discard(given)
            assert given.refusal is not None  # it has been refused
            _answer(given, given.refusal)
        elif not given.answer.done():
            self._moved.add(given)
            self._give(given)

    def _look_after(self) -> None:
        """Those who are to make what was refused may have died, all of them: then it is for others, new ones perhaps.

        Dask itself would wait for them for ever.
        """
        self._moved = {given for given in self._moved if not given.answer.done()}
        if not self._moved:
            return
        able = self._able()
        for given in [given for given in self._moved if not given.workers & able]:
            left, given.asked = given.asked, None
            if left is not None:
                left.cancel()
            self._give_again(given)


def _answer(given: _Given, what: Outcome | BaseException) -> None:
    given.asked = None  # they refer to each other, and Dask has the worker keep what it came to while `asked` is there
    if given.answer.set_running_or_notify_cancel():
        if isinstance(what, BaseException):
            given.answer.set_exception(what)
        else:
            given.answer.set_result(what)


def _done_by(work: Callable[[], Outcome]) -> tuple[str, Outcome]:
    """In the worker: what the work comes to, and by whom it was done."""
    return get_worker().address, work()
