"""The commands of what is published: `briefing publish`, `correction`, `verify`. Arguments and answers; no logic."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_options import FAILED, INTERRUPTED, DataOption, QuarterWord
from .cli_speaking import screen, speaking
from .desk.screen_words import screen_word
from .terminal import console_of, in_language, lines_of, print_failed, print_run, print_table, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from .desk.proof import Proof
    from .press.build import Outcome

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
    with speaking(told := screen(lang)):
        from .desk.publication import publish as publish_quarter
        from .desk.request import words

        asked = words(district or ()), words(lang or ["zh"]), words(format or ["html,pdf"])
        try:
            done = publish_quarter(quarter, date, *asked, data, out, jobs, _progress(told))
        except KeyboardInterrupt:
            say(console_of(sys.stderr), screen_word("interrupted.publishing", told))
            raise typer.Exit(INTERRUPTED) from None
        e, shown = done.edition, console_of(sys.stdout)
        about = {"quarter": e.quarter, "edition": e.edition, "day": e.published, "files": done.reports}
        if not done.fresh:
            say(shown, screen_word("published.before", told, **about))
            return
        say(shown, screen_word("published", told, **about))
        say(shown, screen_word("published.content", told, content=e.content_sha256, version=e.version))
        say(shown, screen_word("published.next", told, **about))


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
    with speaking(told := screen(lang)):
        from .desk.correcting import correct
        from .desk.request import words

        formats = words(format or ["html,pdf"])
        run = correct(quarter, words(lang or ["zh"]), formats, data, out, jobs, force, _progress(told))
        print_run(run, formats, told)
        if run.failed:
            print_failed(run, told)
            raise typer.Exit(FAILED)


def verify(
    quarter: QuarterWord,
    edition: Annotated[int | None, typer.Option(metavar="N", min=1, help="which edition; the last by default")] = None,
    data: DataOption = "",
    out: Annotated[str, typer.Option(metavar="DIR", help="folder of the reports, as in build")] = "",
    jobs: JobsOption = None,
) -> None:
    """Make a published quarter again as it was published; compare every number, and the bytes of every file."""
    with speaking(lang := screen()):
        from .desk.proof import verify as verify_quarter

        proof = verify_quarter(quarter, edition, data, jobs, _progress(lang), out)
        _show(proof, lang)
        if not proof.passed:
            raise typer.Exit(FAILED)


def _show(proof: Proof, lang: str) -> None:
    """Each file's state, every number that differs, and what came of it all."""
    shown, every = console_of(sys.stdout), (*proof.files, *proof.notebooks)
    rows = [
        [file.file, str(file.numbers) if file in proof.files else "", screen_word(f"proof.{file.state}", lang)]
        for file in every
    ]
    heads = [screen_word(f"proof.{name}", lang) for name in ("file", "lines", "again")]
    print_table(heads, rows, ["left", "right", "left"])
    for file in every:
        if file.error:
            say(shown, f"{file.file}: {in_language(file.error, lang)}")
        for where, old, new in file.differing[:SHOWN]:
            place = f"{file.file} {where}".rstrip()
            say(shown, screen_word("proof.differs", lang, place=place, old=old, new=in_language(new, lang)))
        if len(file.differing) > SHOWN:
            say(shown, screen_word("proof.more", lang, file=file.file, n=len(file.differing) - SHOWN))
    for path in proof.altered:
        say(shown, screen_word("proof.altered", lang, path=path, quarter=proof.edition.quarter))
    say(shown, proof.summary(lang))


def _progress(lang: str) -> Callable[[Outcome, int, int], None]:
    return lines_of(console_of(sys.stderr), lang)


def register(app: typer.Typer) -> None:
    """Put these commands behind the door."""
    for command in (publish, correction, verify):
        app.command()(command)
