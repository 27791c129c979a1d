"""What the command line shows: lines, faults, tables, answers and a progress bar; plain and whole in a file or pipe."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import IO, TYPE_CHECKING

from .calling import own_english
from .desk.screen_words import comma, counted, screen_word
from .said import clauses

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod

    from .desk.answer import Answer
    from .model import Fault
    from .press.build import Outcome, Run


MOST_ROWS = 40  # rows of the table at the end: more than fit a screen are not read
MOST_NAMES = 12

# A command that is named to be typed next: `briefing check 2023Q4`, `briefing intake FILES --quarter 2023Q4`.
_NEXT = re.compile(r"\bbriefing ([a-z-]+) (?:\d{4}Q[1-4]\b|latest\b|[^\s-]\S* --quarter \d{4}Q[1-4]\b)")
_WITH_REPORTS = ("build", "publish", "correction", "verify", "deliver", "schedule")  # that take --out
_folders: ContextVar[tuple[str, str]] = ContextVar("folders", default=("", ""))


def console_of(stream: IO[str] | None) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)


def asked_about(data: str, out: str) -> None:
    """Commands that are named on the screen are from now on about these folders, as `--data` and `--out` were typed."""
    _folders.set((data, out))


def say(console: Console, text: str) -> None:
    console.print(_NEXT.sub(_in_these_folders, text), markup=False, highlight=False, soft_wrap=True)


def _in_these_folders(command: re.Match[str]) -> str:
    """A command that is named, with the folders that the one which names it was given; else it is about others."""
    data, out = _folders.get()
    more = [f"--data {_word(data)}"] if data else []
    more += [f"--out {_word(out)}"] if out and command[1] in _WITH_REPORTS else []
    return " ".join([command[0], *more])


def _word(text: str) -> str:
    """A text as one word of a command line, in a shell of Linux, macOS and Windows alike."""
    return text if re.fullmatch(r"[\w@%+=:,./\\~-]+", text) else f'"{text}"'


def print_faults(console: Console, faults: Sequence[Fault], lang: str) -> None:
    """Faults one a line, worded as `briefing check` words them."""
    from .desk.data_check import fault_lines

    for line in fault_lines(faults, lang):
        say(console, line)


def span(seconds: float, lang: str) -> str:
    """A stretch of time as a reader wants it: 4.2 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 59.95:
        return screen_word("seconds", lang, seconds=seconds)
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return screen_word("minutes", lang, minutes=minutes, seconds=rest)
    return screen_word("hours", lang, hours=minutes // 60, minutes=minutes % 60)


def outcome_line(outcome: Outcome, done: int, total: int, lang: str, left: float | None = None) -> str:
    seconds = sum(outcome.seconds.values())
    more = screen_word("left", lang, span=span(left, lang)) if left is not None and done < total else ""
    state = screen_word(outcome.status, lang)
    key = "one.in" if outcome.seconds else "one"
    return screen_word(key, lang, state=state, name=outcome.name, seconds=seconds, done=done, total=total, more=more)


def lines_of(console: Console, lang: str) -> Callable[[Outcome, int, int], None]:
    """Tell each report as it ends, with the time that is left; reports that are kept are told together, in one line."""
    began: list[float] = []
    kept: list[str] = []

    def show_kept() -> None:
        say(console, screen_word("kept.all", lang, reports=counted("reports", len(kept), lang)))

    def show(outcome: Outcome, done: int, total: int) -> None:
        if outcome.status == "kept":
            kept.append(outcome.name)
            if done == total:
                show_kept()
            return
        if kept and not began:
            show_kept()
        now = time.monotonic()
        began.append(now)
        each = (now - began[0]) / (len(began) - 1) if len(began) > 1 else None
        say(console, outcome_line(outcome, done, total, lang, None if each is None else each * (total - done)))

    return show


def with_bar(console: Console, total: int, lang: str, run: Callable[[Callable[[Outcome, int, int], None]], Run]) -> Run:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn(screen_word("bar.left", lang), markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task(screen_word("bar.starting", lang), total=total)

        def show(outcome: Outcome, done: int, _: int) -> None:
            told = screen_word("bar.one", lang, state=screen_word(outcome.status, lang), name=outcome.name)
            progress.update(bar, completed=done, description=told)

        return run(show)


def print_reasons(reasons: Mapping[str, str], lang: str) -> None:
    """Why each report is made or kept, reports with one reason told together."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        by_reason.setdefault(reason, []).append(name)
    console = console_of(sys.stdout)
    for reason, names in by_reason.items():
        say(console, in_language(reason, lang))
        say(console, f"    {', '.join(names[:MOST_NAMES])}" + _more(names, lang))


def _more(names: Sequence[str], lang: str) -> str:
    return screen_word("and.more", lang, n=len(names) - MOST_NAMES, all=len(names)) if len(names) > MOST_NAMES else ""


def print_run(run: Run, formats: Sequence[str], lang: str) -> None:
    """What became of each report, and where its seconds went; of very many, those that failed and the slowest."""
    steps = ("start", "cells", *formats)
    shown = run.outcomes
    if len(shown) > MOST_ROWS:
        slowest = sorted(shown, key=lambda o: (o.status != "failed", -sum(o.seconds.values())))[:MOST_ROWS]
        shown = tuple(outcome for outcome in shown if outcome in slowest)
    rows = [
        [
            outcome.name,
            screen_word(outcome.status, lang),
            *(f"{outcome.seconds[step]:.2f}" if step in outcome.seconds else "" for step in steps),
            f"{sum(outcome.seconds.values()):.2f}" if outcome.seconds else "",
            clauses((in_language(note, lang) for note in outcome.notes), lang),
        ]
        for outcome in shown
    ]
    timed = [screen_word("run.start", lang), screen_word("run.cells", lang)]
    timed += [screen_word("run.step", lang, step=step) for step in formats]
    heads = [screen_word("run.report", lang), screen_word("run.state", lang), *timed, screen_word("run.all", lang)]
    noted = screen_word("run.notes", lang) if any(outcome.notes for outcome in shown) else ""
    print_table([*heads, noted], rows, ["left", "left", *("right" for _ in steps), "right", "left"])
    console = console_of(sys.stdout)
    if len(shown) < len(run.outcomes):
        say(console, screen_word("run.shown", lang, shown=len(shown), all=len(run.outcomes)))
    counts = {status: sum(1 for o in run.outcomes if o.status == status) for status in ("made", "kept", "failed")}
    told = [screen_word(f"run.{status}", lang, n=n) for status, n in counts.items() if n or status == "made"]
    done = {"told": comma(told, lang), "span": span(run.seconds, lang), "folder": run.folder}
    say(console, screen_word("run.done", lang, **done))


def print_failed(run: Run, lang: str) -> None:
    """Why each report that failed did, reports with one reason told together; an error nobody foresaw with its
    traceback."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for outcome in run.failed:
        by_reason.setdefault((outcome.error, outcome.detail), []).append(outcome.name)
    for (error, detail), names in by_reason.items():
        name = comma(names[:MOST_NAMES], lang) + _more(names, lang)
        told = screen_word("report.failed", lang, name=name, error=in_language(error, lang))
        say(console_of(sys.stderr), f"{told}\n{detail}".rstrip())


def in_language(text: str, lang: str) -> str:
    """What the program says of an error, a reason or a warning in English, in the language of the screen."""
    if lang == "en" or not text:
        return own_english(text)
    from .write.usage_zh import usage  # only those who meet an error wait for its many patterns

    return usage(text)


def print_answer(answer: Answer, format: str) -> None:
    if format == "json":
        sys.stdout.write(answer.json)
        return
    from .desk.answer import Heading

    console = console_of(sys.stdout)
    for block in answer.blocks:
        if isinstance(block, str):
            say(console, block)
        elif isinstance(block, Heading):
            say(console, f"\n{block.text}")
        else:
            say(console, f"\n{block.caption}")
            print_table([c.label for c in block.columns], block.rows, [c.align for c in block.columns])
            if block.note:
                say(console, block.note)


def print_table(titles: Sequence[str], rows: Sequence[Sequence[object]], aligns: Sequence[str]) -> None:
    """A table whose columns are as wide as their words: into a file or pipe nothing is folded."""
    from rich.table import Table
    from rich.text import Text

    console = console_of(sys.stdout)
    if not console.is_terminal:
        console.width = 10_000
    justify: Mapping[str, JustifyMethod] = {"left": "left", "center": "center", "right": "right"}
    table = Table(box=None, pad_edge=False)
    for title, align in zip(titles, aligns, strict=True):
        table.add_column(Text(title), justify=justify[align], no_wrap=not console.is_terminal)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console.print(table, soft_wrap=False)
