"""What the command line shows: lines, faults, tables, answers and a progress bar; plain and whole in a file or pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from .desk.answer import Answer
    from .model import Fault
    from .press.build import Outcome, Run


def console_of(stream: object) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def print_faults(console: Console, faults: Sequence[Fault]) -> None:
    for fault in faults:
        say(console, f"{fault.severity}: {fault}")


def many(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def outcome_line(outcome: Outcome, done: int, total: int) -> str:
    seconds = f" in {sum(outcome.seconds.values()):.1f} s" if outcome.seconds else ""
    return f"{outcome.status} {outcome.name}{seconds} ({done}/{total})"


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


def print_run(run: Run, formats: Sequence[str]) -> None:
    steps = ("start", "cells", *formats)
    rows = [
        [
            outcome.name,
            outcome.status,
            *(f"{outcome.seconds[step]:.2f}" if step in outcome.seconds else "" for step in steps),
            "; ".join(outcome.notes),
        ]
        for outcome in run.outcomes
    ]
    print_table(
        ["report", "", *(f"{step} s" for step in steps), ""], rows, ["left", "left", *("right" for _ in steps), "left"]
    )
    made = sum(1 for outcome in run.outcomes if outcome.status == "made")
    kept = sum(1 for outcome in run.outcomes if outcome.status == "kept")
    told = [f"{made} made"] + [f"{kept} unchanged"] * bool(kept) + [f"{len(run.failed)} failed"] * bool(run.failed)
    say(console_of(sys.stdout), f"{', '.join(told)} in {run.seconds:.1f} s: {run.folder}")


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
