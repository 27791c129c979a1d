"""The door: `briefing …` on the command line. Arguments, progress, exit codes; no logic.

Exit codes: 0 all made; 1 some report failed, the others are made; 2 wrong use or bad data; 130 interrupted.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .model import BriefingError, DataError, Quarter, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from .desk.answer import Answer
    from .model import Fault
    from .press.build import Outcome, Run

FAILED, WRONG, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="briefing",
    help="Quarterly assessment briefings: scored, explained, told and printed from a quarter's data folder.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

QuarterWord = Annotated[str, typer.Argument(metavar="QUARTER", help="2023Q2, or latest")]
DataOption = Annotated[
    str,
    typer.Option("--data", metavar="DIR", help="data folder; the nearest `data` at or above this folder by default"),
]
AnswerFormat = Annotated[str, typer.Option(metavar="table|json", help="table for readers, json for programs")]


@app.command()
def build(
    quarter: QuarterWord,
    district: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME|CODE|all|none",
            help="only these districts' briefings (repeat, or separate by commas); none: the city's alone  [all]",
        ),
    ] = None,
    lang: Annotated[list[str] | None, typer.Option(metavar="LANG", help="language, or several  [zh]")] = None,
    format: Annotated[list[str] | None, typer.Option(metavar="FORMAT", help="html, pdf, or both  [html,pdf]")] = None,
    data: DataOption = "",
    out: Annotated[
        str, typer.Option(metavar="DIR", help="folder for the reports; `reports` beside the data by default")
    ] = "",
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="reports in work at once; cores + 2 by default")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="make every report, also where nothing has changed")] = False,
) -> None:
    """Make the briefings of a quarter: the city's and every district's, as HTML and PDF."""
    from .desk import reports
    from .desk.request import words

    errors = _console(sys.stderr)
    job = reports.prepare(
        quarter, words(district or ()), words(lang or ["zh"]), words(format or ["html,pdf"]), data, out
    )
    _print_faults(errors, job.warnings)
    try:
        if errors.is_terminal:
            run = _with_bar(errors, len(job.reports), lambda on: reports.run(job, jobs, force, on))
        else:
            run = reports.run(job, jobs, force, lambda outcome, done, total: _say(errors, _line(outcome, done, total)))
    except KeyboardInterrupt:
        _say(errors, "interrupted: the reports that were not yet made are as they were before")
        raise typer.Exit(INTERRUPTED) from None
    _print_run(run, job.formats)
    if run.failed:
        for outcome in run.failed:
            _say(errors, f"failed: {outcome.name}: {outcome.error}\n{outcome.detail}".rstrip())
        raise typer.Exit(FAILED)


@app.command()
def score(
    quarter: QuarterWord,
    data: DataOption = "",
    format: Annotated[str, typer.Option(metavar="csv|table", help="csv for programs, table for readers")] = "table",
) -> None:
    """Score a quarter: one row a district with boards, bonus, total, rank, change, stars and flags."""
    from .desk.request import one_of

    one_of(format, ("csv", "table"))
    from .desk.scores import score_quarter

    table = score_quarter(quarter, data)
    if format == "csv":
        sys.stdout.write(table.to_csv(index=False, lineterminator="\n"))
    else:
        texts = {"code", "district", "flags", "provisional"}
        _print_table(
            list(table.columns), table.values.tolist(), ["left" if name in texts else "right" for name in table.columns]
        )


@app.command()
def check(quarter: QuarterWord, data: DataOption = "") -> None:
    """Say what is wrong with a quarter's data, row by row."""
    from .desk.request import check_data

    out = _console(sys.stdout)
    errors, warnings = check_data(quarter, data)
    _print_faults(out, [*errors, *warnings])
    _say(out, f"{_many(errors, 'error')}, {_many(warnings, 'warning')}")
    if errors:
        raise typer.Exit(WRONG)


@app.command()
def explain(
    quarter: QuarterWord,
    district: Annotated[str, typer.Option(metavar="NAME|CODE", help="whose result is explained")],
    against: Annotated[
        str, typer.Option(metavar="NAME|CODE", help="beside whom; the place above, for the first the second")
    ] = "",
    data: DataOption = "",
    format: AnswerFormat = "table",
    lang: Annotated[str, typer.Option(metavar="LANG", help="zh or en")] = "zh",
) -> None:
    """Say why a district stands where it stands: the gap, the change, what it would take, how firm it is."""
    from .desk.request import one_of

    one_of(format, ("table", "json"))
    from .desk.explanation_text import answer

    _print_answer(answer(quarter, district, against, data, lang), format)


@app.command("what-if")
def what_if(
    quarter: QuarterWord,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="WHAT=FIGURE", help="胶州市.gdp_growth=6.5 or weight.economy=45; repeat for more"
        ),
    ] = None,
    data: DataOption = "",
    format: AnswerFormat = "table",
    lang: Annotated[str, typer.Option(metavar="LANG", help="zh or en")] = "zh",
) -> None:
    """Score a quarter again as if (测算): the supposed result beside the official one. Writes nothing."""
    from .desk.request import one_of

    one_of(format, ("table", "json"))
    from .desk.supposition import suppose

    _print_answer(suppose(quarter, set_ or (), data, lang), format)


@app.command("verify-methods")
def verify_methods(
    folders: Annotated[
        list[str], typer.Argument(metavar="DIR...", help="a published index's folder, or a folder of such")
    ],
) -> None:
    """Score published indices with this program and say which figures agree, and which do not, row by row."""
    from .desk.verification import verify_methods as verify

    found = verify(folders)
    _print_table(["index", "case", "compared", "agree"], found.rows, ["left", "left", "left", "right"])
    for line in (*found.misses, found.summary):
        _say(_console(sys.stdout), line)
    if not found.passed:
        raise typer.Exit(FAILED)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="new folder for the data")],
    districts: Annotated[
        int, typer.Option(metavar="N", min=1, help="10 is the city; any other number is made up")
    ] = 10,
    quarters: Annotated[
        str, typer.Option(metavar="FIRST..LAST", help="quarters to make  [2022Q1..2023Q3]")
    ] = "2022Q1..2023Q3",
    seed: Annotated[int | None, typer.Option(metavar="S", help="the same seed makes the same data")] = None,
) -> None:
    """Make a data folder of illustrative figures, of any size."""
    from .demo import SEED, make
    from .press.swap import reason

    try:
        make(districts, Quarter.span(quarters), SEED if seed is None else seed, out)
    except OSError as error:
        raise UsageError(f"cannot make {out}: {reason(error)}") from error
    _say(_console(sys.stdout), f"made {out}")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # Windows pipes speak the system's code page, which cannot write 胶州 everywhere
            stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, _end)
    gc.set_threshold(100_000, 20, 20)  # most runs end before there is litter worth collecting: a tenth of their time
    try:
        app(prog_name="briefing")
    except BriefingError as error:
        errors = _console(sys.stderr)
        if isinstance(error, DataError):
            _print_faults(errors, error.faults)
            _say(errors, f"{_many(error.faults, 'error')} in the data; nothing was made")
        else:
            _say(errors, f"briefing: {error}")
        sys.exit(getattr(error, "exit_code", WRONG))


def _end(signum: int, frame: object) -> None:
    """Asked to end: leave by the same way as an interrupted build, which stops its kernels."""
    raise KeyboardInterrupt


# --- showing ---------------------------------------------------------------------------------------------------------


def _console(stream: object) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _print_faults(console: Console, faults: Sequence[Fault]) -> None:
    for fault in faults:
        _say(console, f"{fault.severity}: {fault}")


def _many(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _line(outcome: Outcome, done: int, total: int) -> str:
    seconds = f" in {sum(outcome.seconds.values()):.1f} s" if outcome.seconds else ""
    return f"{outcome.status} {outcome.name}{seconds} ({done}/{total})"


def _with_bar(console: Console, total: int, run: Callable[[Callable[[Outcome, int, int], None]], Run]) -> Run:
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


def _print_run(run: Run, formats: Sequence[str]) -> None:
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
    _print_table(
        ["report", "", *(f"{step} s" for step in steps), ""], rows, ["left", "left", *("right" for _ in steps), "left"]
    )
    made = sum(1 for outcome in run.outcomes if outcome.status == "made")
    kept = sum(1 for outcome in run.outcomes if outcome.status == "kept")
    told = [f"{made} made"] + [f"{kept} unchanged"] * bool(kept) + [f"{len(run.failed)} failed"] * bool(run.failed)
    _say(_console(sys.stdout), f"{', '.join(told)} in {run.seconds:.1f} s: {run.folder}")


def _print_answer(answer: Answer, format: str) -> None:
    if format == "json":
        sys.stdout.write(answer.json)
        return
    console = _console(sys.stdout)
    for block in answer.blocks:
        if isinstance(block, str):
            _say(console, block)
        elif hasattr(block, "rows"):
            _say(console, f"\n{block.caption}")
            _print_table([c.label for c in block.columns], block.rows, [c.align for c in block.columns])
            if block.note:
                _say(console, block.note)
        else:
            _say(console, f"\n{block.text}")


def _print_table(titles: Sequence[str], rows: Sequence[Sequence[object]], aligns: Sequence[str]) -> None:
    """A table whose columns are as wide as their words: into a file or pipe nothing is folded."""
    from rich.table import Table
    from rich.text import Text

    console = _console(sys.stdout)
    if not console.is_terminal:
        console.width = 10_000
    table = Table(box=None, pad_edge=False)
    for title, align in zip(titles, aligns, strict=True):
        table.add_column(Text(title), justify=align, no_wrap=not console.is_terminal)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console.print(table, soft_wrap=False)
