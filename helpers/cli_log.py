"""What a build says where a scheduler runs it: nothing when there was nothing to do; else everything, into a file.

A run every hour that said so each time would hide in its log, and in the mail of cron, the few runs that matter.
"""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

import typer

from .cli_options import FAILED
from .desk.screen_words import screen_word
from .press.swap import reason
from .terminal import console_of, say

if TYPE_CHECKING:
    from .press.build import Outcome

SCREEN = "-"  # instead of a file: a service's own journal


class Log(io.TextIOBase):
    """Stands in for standard output and error; what is said is held until there is something to tell.

    Then all of it is appended to `file`, with the time. Where the run fails it is also said on standard error: cron
    mails that, systemd puts it into the journal. Without a `file` nothing is changed.
    """

    def __init__(self, file: str, run: str, lang: str) -> None:
        self.file, self.run, self.lang = file, run, lang
        self._said: list[str] = []
        self._into: TextIO | None = None
        self._fault = ""

    def __enter__(self) -> Log:
        self._streams = sys.stdout, sys.stderr
        if self.file:
            sys.stdout = sys.stderr = self
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        sys.stdout, sys.stderr = self._streams
        if not self.file:
            return
        failed = error is not None and getattr(error, "exit_code", FAILED) != 0
        if failed:
            if not isinstance(error, typer.Exit):  # nobody foresaw it, and Python says it once more as it ends
                self.write("".join(traceback.format_exception(error)))
            self.begin()
        if self._into is not None and self.file != SCREEN:
            self._into.close()
        if (failed and self.file != SCREEN) or self._fault:
            sys.stderr.write("".join(self._said))
            sys.stderr.flush()
        if self._fault:
            say(console_of(sys.stderr), screen_word("log.lost", self.lang, path=self.file, why=self._fault))
            if not failed:
                raise typer.Exit(FAILED)

    def write(self, text: str) -> int:
        """Hold it, or let it through where something has been told already."""
        self._said.append(text)
        if self._into is not None:
            self._into.write(text)
            self._into.flush()
        return len(text)

    def begin(self) -> None:
        """There is something to tell: what was held goes out, and what follows at once."""
        if self._into is not None or self._fault:
            return
        try:
            self._into = self._opened()
            self._into.write("".join(self._said))
            self._into.flush()
        except OSError as error:
            self._fault = reason(error)

    def watching(self, tell: Callable[[Outcome, int, int], None]) -> Callable[[Outcome, int, int], None]:
        """`tell`, and the first report that was not kept is worth telling."""

        def told(outcome: Outcome, done: int, total: int) -> None:
            if self.file and outcome.status != "kept":
                self.begin()
            tell(outcome, done, total)

        return told

    def _opened(self) -> TextIO:
        if self.file == SCREEN:
            return self._streams[0]
        path = Path(self.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        into = path.open("a", encoding="utf-8")
        into.write(f"---- {datetime.now().astimezone().isoformat(' ', 'seconds')} {self.run}\n")
        return into
