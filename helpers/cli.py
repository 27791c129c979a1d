"""The door: `briefing …` on the command line. Arguments, progress, exit codes; no logic.

Exit codes: 0 all made; 1 some report failed, the others are made; 2 wrong use or bad data; 130 interrupted.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from . import cli_answers, cli_deliver, cli_intake, cli_notebook, cli_published, places
from .cli_help import HelpedCommand, HelpedGroup
from .cli_log import Log
from .cli_options import FAILED, INTERRUPTED, DataOption, QuarterWord
from .cli_speaking import of_line, screen, speaking, tell, tell_misuse
from .desk.screen_words import comma, screen_word
from .model import BriefingError, Quarter, UsageError
from .press.litter import SELDOM
from .terminal import (
    console_of,
    in_language,
    lines_of,
    print_failed,
    print_faults,
    print_reasons,
    print_run,
    say,
    with_bar,
)

app = typer.Typer(
    name="briefing",
    cls=HelpedGroup,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_Misused: Any = typer.BadParameter.__mro__[2]  # what typer raises for a line that it cannot read


def _say_version(wanted: bool) -> None:
    if wanted:
        from .desk.release import version

        say(console_of(sys.stdout), f"{app.info.name} {version()}")
        raise typer.Exit


@app.callback()
def briefing(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="show the program's version")
    ] = False,
) -> None:
    """Quarterly assessment briefings: scored, explained, told and printed from a quarter's data folder."""


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
        int | None, typer.Option(metavar="N", min=1, help="notebooks run at once; one a core by default")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="make every report, also where nothing has changed")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="say of each report why it is made, or kept")] = False,
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar="DAY|published", help="from the data as known on that day, or again as it was published"
        ),
    ] = "",
    executor: Annotated[
        str,
        typer.Option(
            metavar="local|dask://HOST:PORT", help="where reports are made: here, or by Dask's workers  [local]"
        ),
    ] = "local",
    engine: Annotated[
        str,
        typer.Option(
            metavar="auto|plain|forked",
            help="how kernels start: forked with their imports done (Linux), or plain  [auto]",
        ),
    ] = "auto",
    scenario: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="as a saved what-if supposes (测算), in a folder of its own")
    ] = "",
    notebook: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="notebooks of your own instead of the briefings; repeat")
    ] = None,
    log: Annotated[
        str,
        typer.Option(
            metavar="FILE|-", help="for schedulers: say only what is made or fails, at the end of this file (-: here)"
        ),
    ] = "",
) -> None:
    """Make the briefings of a quarter: the city's and every district's, as HTML and PDF."""
    told = screen(lang)
    with Log(log, f"briefing build {quarter}", told) as said, speaking(told):
        if force and executor == "local":
            from .desk.warming import warm_up

            warm_up(engine)
        from .desk import reports
        from .desk.request import words

        errors = console_of(sys.stderr)
        job = reports.prepare(
            quarter,
            words(district or ()),
            words(lang or ["zh"]),
            words(format or ["html,pdf"]),
            data,
            out,
            as_of,
            scenario=scenario,
            notebooks=tuple(notebook or ()),
            engine=engine if executor == "local" else "",
        )
        print_faults(errors, job.warnings, told)
        for doubt in job.doubts(told):
            say(errors, screen_word("doubt", told, file=Path(str(job.settings["scenario"])).name, doubt=doubt))
        why = (lambda reasons: print_reasons(reasons, told)) if explain else None
        try:
            if errors.is_terminal:
                run = with_bar(
                    errors, len(job.reports), told, lambda on: reports.run(job, jobs, force, on, why, executor, engine)
                )
            else:
                each = said.watching(lines_of(errors, told))
                run = reports.run(job, jobs, force, each, why, executor, engine)
        except KeyboardInterrupt:
            say(errors, screen_word("interrupted", told))
            raise typer.Exit(INTERRUPTED) from None
        print_run(run, job.formats, told)
        if job.stamp_told and not scenario and len(run.failed) < len(run.outcomes):
            say(console_of(sys.stdout), in_language(job.stamp_told, told))
        if not job.checked.draft and any(outcome.status == "made" for outcome in run.outcomes):
            from .desk.on_record import made_otherwise  # it reads the data, with all that this imports

            if unlike := made_otherwise(job, run):
                names = comma([path.name for path in unlike], told)
                say(errors, screen_word("told.otherwise", told, files=names, quarter=job.quarter))
        if job.scores_kept:
            say(errors, screen_word("scores.kept", told, quarter=job.quarter))
        if run.failed:
            print_failed(run, told)
            raise typer.Exit(FAILED)


def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="new folder for the data")],
    districts: Annotated[int, typer.Option(metavar="N", min=1, help="10 is Qingdao; any other number is made up")] = 10,
    quarters: Annotated[
        str, typer.Option(metavar="FIRST..LAST", help="quarters to make  [2022Q1..2023Q3]")
    ] = "2022Q1..2023Q3",
    seed: Annotated[int | None, typer.Option(metavar="S", help="the same seed makes the same data")] = None,
) -> None:
    """Make a data folder of illustrative figures, of any size."""
    with speaking(lang := screen()):
        from .demo import SEED, make
        from .press.swap import reason

        try:
            make(districts, Quarter.span(quarters), SEED if seed is None else seed, out)
        except OSError as error:
            raise UsageError("cannot make {folder}: {reason}", folder=out, reason=reason(error)) from error
        say(console_of(sys.stdout), screen_word("demo.made", lang, path=out))


app.command()(build)
cli_answers.register(app)
app.command()(demo)
cli_intake.register(app)
cli_notebook.register(app)
cli_published.register(app)
cli_deliver.register(app)
for _command in app.registered_commands:
    _command.cls = HelpedCommand


def main() -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Windows pipes speak the system's code page, which cannot write 胶州 everywhere.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    for name in ("SIGTERM", "SIGHUP"):  # the latter where there is one: the terminal was closed, the line was lost
        asked = getattr(signal, name, None)
        if asked is not None and signal.getsignal(asked) is not signal.SIG_IGN:  # as under nohup
            signal.signal(asked, _end)
    # No sum here is worth a second thread of numpy's; a process of one thread can be copied (see press/forks.py).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(*SELDOM)  # most runs end before there is litter worth collecting
    atexit.register(gc.freeze)  # nor is there on leaving: to look through all of pandas would take a fifth of a second
    lang = of_line(sys.argv[1:])
    try:
        places.check_here()
        ended = app(prog_name="briefing", standalone_mode=False)
    except BriefingError as error:
        ended = tell(error, lang)
    except _Misused as error:
        ended = tell_misuse(error, lang)
    except typer.Abort:  # the answer to a question did not come
        say(console_of(sys.stderr), screen_word("interrupted.plain", lang))
        ended = FAILED
    sys.exit(ended or 0)


def _end(signum: int, frame: object) -> None:
    """Asked to end: leave by the same way as an interrupted build, which stops its kernels."""
    raise KeyboardInterrupt
