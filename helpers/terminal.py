"""What the command line shows: lines, faults, tables, answers and a progress bar; plain and whole in a file or pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from .desk.answer import Answer
    from .model import Fault
    from .press.build import Outcome, Run


MOST_ROWS = 40  # rows of the table at the end: more than fit a screen are not read
MOST_NAMES = 12


def console_of(stream: object) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def print_faults(console: Console, faults: Sequence[Fault], lang: str = "en") -> None:
    """Faults one a line, worded as `briefing check` words them."""
    from .desk.data_check import fault_lines

    for line in fault_lines(faults, lang):
        say(console, line)


def many(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def span(seconds: float) -> str:
    """A stretch of time as a reader wants it: 4.2 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def outcome_line(outcome: Outcome, done: int, total: int, left: float | None = None) -> str:
    seconds = f" in {sum(outcome.seconds.values()):.1f} s" if outcome.seconds else ""
    more = f", {span(left)} left" if left is not None and done < total else ""
    return f"{outcome.status} {outcome.name}{seconds} ({done}/{total}{more})"


def lines_of(console: Console) -> Callable[[Outcome, int, int], None]:
    """Tell each report as it ends, with the time that is left; reports that are kept are told together, in one line."""
    began: list[float] = []
    kept: list[str] = []

    def show(outcome: Outcome, done: int, total: int) -> None:
        if outcome.status == "kept":
            kept.append(outcome.name)
            if done == total:
                say(console, f"kept {many(kept, 'report')}: nothing they read has changed")
            return
        if kept and not began:
            say(console, f"kept {many(kept, 'report')}: nothing they read has changed")
        now = time.monotonic()
        began.append(now)
        each = (now - began[0]) / (len(began) - 1) if len(began) > 1 else None
        say(console, outcome_line(outcome, done, total, None if each is None else each * (total - done)))

    return show


def with_bar(console: Console, total: int, run: Callable[[Callable[[Outcome, int, int], None]], Run]) -> Run:
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
        TextColumn("left", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("starting", total=total)
        return run(
            lambda outcome, done, _: progress.update(
                bar, completed=done, description=f"{outcome.status} {outcome.name}"
            )
        )


def print_reasons(reasons: Mapping[str, str]) -> None:
    """Why each report is made or kept, reports with one reason told together."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        by_reason.setdefault(reason, []).append(name)
    console = console_of(sys.stdout)
    for reason, names in by_reason.items():
        say(console, reason)
        say(console, f"    {', '.join(names[:MOST_NAMES])}" + _more(names))


def _more(names: Sequence[str]) -> str:
    return f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""


def print_run(run: Run, formats: Sequence[str]) -> None:
    """What became of each report, and where its seconds went; of very many, those that failed and the slowest."""
    steps = ("start", "cells", *formats)
    shown = run.outcomes
    if len(shown) > MOST_ROWS:
        slowest = sorted(shown, key=lambda o: (o.status != "failed", -sum(o.seconds.values())))[:MOST_ROWS]
        shown = tuple(outcome for outcome in shown if outcome in slowest)
    rows = [
        [
            outcome.name,
            outcome.status,
            *(f"{outcome.seconds[step]:.2f}" if step in outcome.seconds else "" for step in steps),
            f"{sum(outcome.seconds.values()):.2f}" if outcome.seconds else "",
            "; ".join(outcome.notes),
        ]
        for outcome in shown
    ]
    heads = ["report", "", *(f"{step} s" for step in steps), "all s", ""]
    print_table(heads, rows, ["left", "left", *("right" for _ in steps), "right", "left"])
    console = console_of(sys.stdout)
    if len(shown) < len(run.outcomes):
        say(console, f"… the {len(shown)} that failed or took longest, of {len(run.outcomes)}")
    made = sum(1 for outcome in run.outcomes if outcome.status == "made")
    kept = sum(1 for outcome in run.outcomes if outcome.status == "kept")
    told = [f"{made} made"] + [f"{kept} unchanged"] * bool(kept) + [f"{len(run.failed)} failed"] * bool(run.failed)
    say(console, f"{', '.join(told)} in {span(run.seconds)}: {run.folder}")


def print_answer(answer: Answer, format: str) -> None:
    if format == "json":
        sys.stdout.write(answer.json)
        return
    console = console_of(sys.stdout)
    for block in answer.blocks:
        if isinstance(block, str):
            say(console, block)
        elif hasattr(block, "rows"):
            say(console, f"\n{block.caption}")
            print_table([c.label for c in block.columns], block.rows, [c.align for c in block.columns])
            if block.note:
                say(console, block.note)
        else:
            say(console, f"\n{block.text}")


def print_table(titles: Sequence[str], rows: Sequence[Sequence[object]], aligns: Sequence[str]) -> None:
    """A table whose columns are as wide as their words: into a file or pipe nothing is folded."""
    from rich.table import Table
    from rich.text import Text

    console = console_of(sys.stdout)
    if not console.is_terminal:
        console.width = 10_000
    table = Table(box=None, pad_edge=False)
    for title, align in zip(titles, aligns, strict=True):
        table.add_column(Text(title), justify=align, no_wrap=not console.is_terminal)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console.print(table, soft_wrap=False)
