"""The commands of what is published: `briefing publish`, `correction`, `verify`. Arguments and answers; no logic."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_options import FAILED, DataOption, QuarterWord
from .terminal import console_of, lines_of, print_run, print_table, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from .press.build import Outcome, Run

SHOWN = 20  # differing numbers named one by one; more are counted

OutOption = Annotated[
    str, typer.Option(metavar="DIR", help="folder for the reports; `reports` beside the data by default")
]
LangOption = Annotated[list[str] | None, typer.Option(metavar="LANG", help="language, or several  [zh]")]
FormatOption = Annotated[list[str] | None, typer.Option(metavar="FORMAT", help="html, pdf, or both  [html,pdf]")]
JobsOption = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="notebooks run at once; one a core by default")
]


def publish(
    quarter: QuarterWord,
    date: Annotated[
        str, typer.Option(metavar="DAY", help="day of publication, 2023-08-08; else issue.toml's, else today")
    ] = "",
    district: Annotated[
        list[str] | None, typer.Option(metavar="NAME|CODE|all|none", help="which briefings, as in build  [all]")
    ] = None,
    lang: LangOption = None,
    format: FormatOption = None,
    data: DataOption = "",
    out: OutOption = "",
    jobs: JobsOption = None,
) -> None:
    """Freeze a quarter: make its briefings, then put content, results and files on record in data/ledger.csv."""
    from .desk.publication import publish as publish_quarter
    from .desk.request import words

    done = publish_quarter(
        quarter,
        date,
        words(district or ()),
        words(lang or ["zh"]),
        words(format or ["html,pdf"]),
        data,
        out,
        jobs,
        _progress(),
    )
    e, shown = done.edition, console_of(sys.stdout)
    if not done.fresh:
        say(shown, f"{e.quarter} is published since {e.published} (edition {e.edition}); nothing has changed")
        return
    say(shown, f"published {e.quarter}, edition {e.edition}, on {e.published}: {done.reports} files on record")
    say(shown, f"content {e.content_sha256}, version {e.version}")
    say(shown, f"next: briefing deliver {e.quarter} drafts the letters")


def correction(
    quarter: QuarterWord,
    lang: LangOption = None,
    format: FormatOption = None,
    data: DataOption = "",
    out: OutOption = "",
    jobs: JobsOption = None,
    force: Annotated[bool, typer.Option("--force", help="make it also where nothing has changed")] = False,
) -> None:
    """Make the correction notice (更正通知) of a published quarter, from all its revisions."""
    from .desk.correcting import correct
    from .desk.request import words

    formats = words(format or ["html,pdf"])
    _told(correct(quarter, words(lang or ["zh"]), formats, data, out, jobs, force, _progress()), formats)


def verify(
    quarter: QuarterWord,
    edition: Annotated[int | None, typer.Option(metavar="N", min=1, help="which edition; the last by default")] = None,
    data: DataOption = "",
    out: Annotated[str, typer.Option(metavar="DIR", help="folder of the reports, as in build")] = "",
    jobs: JobsOption = None,
) -> None:
    """Make a published quarter again as it was published; compare every number, and the bytes of every file."""
    from .desk.proof import verify as verify_quarter

    proof = verify_quarter(quarter, edition, data, jobs, _progress(), out)
    shown = console_of(sys.stdout)
    rows = [[file.file, str(file.numbers), file.state] for file in proof.files]
    rows += [[file.file, "", file.state] for file in proof.notebooks]
    print_table(["file", "lines of numbers", "made again"], rows, ["left", "right", "left"])
    for file in (*proof.files, *proof.notebooks):
        if file.error:
            say(shown, f"{file.file}: {file.error}")
        for where, old, new in file.differing[:SHOWN]:
            place = f"{file.file} {where}".rstrip()
            say(shown, f"{place}: published {old!r}, made again {new!r}")
        if len(file.differing) > SHOWN:
            say(shown, f"{file.file}: {len(file.differing) - SHOWN} more")
    for path in proof.altered:
        say(shown, f"{path} is not as it was made: briefing build {proof.edition.quarter} makes it again")
    say(shown, proof.summary)
    if not proof.passed:
        raise typer.Exit(FAILED)


def _progress() -> Callable[[Outcome, int, int], None]:
    return lines_of(console_of(sys.stderr))


def _told(run: Run, formats: tuple[str, ...]) -> None:
    print_run(run, formats)
    for outcome in run.failed:
        say(console_of(sys.stderr), f"failed: {outcome.name}: {outcome.error}\n{outcome.detail}".rstrip())
    if run.failed:
        raise typer.Exit(FAILED)


def register(app: typer.Typer) -> None:
    """Put these commands behind the door."""
    for command in (publish, correction, verify):
        app.command()(command)
