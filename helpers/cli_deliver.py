"""The commands that hand briefings on: `briefing deliver`, `briefing schedule`. Arguments and answers; no logic."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_options import FAILED, INTERRUPTED, DataOption, QuarterWord
from .cli_speaking import screen, speaking
from .desk.screen_words import comma, counted, screen_word
from .terminal import console_of, in_language, print_faults, print_table, say

if TYPE_CHECKING:
    from .desk.delivery import Told


def deliver(
    quarter: QuarterWord,
    to: Annotated[
        list[str] | None, typer.Option(metavar="NAME|EMAIL|all", help="only these recipients; repeat for more  [all]")
    ] = None,
    numbered: Annotated[bool, typer.Option("--numbered", help="number every copy: No. 017 on every page")] = False,
    send: Annotated[
        bool, typer.Option("--send", help="send by the mail server that BRIEFING_SMTP_HOST and its kind name")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="with --send --to: send also what has been, or may have been, sent before")
    ] = False,
    data: DataOption = "",
    out: Annotated[str, typer.Option(metavar="DIR", help="folder of the reports, as in build")] = "",
) -> None:
    """Hand a quarter's briefings to those whom data/recipients.csv names: drafts and zip files, or mail."""
    with speaking(lang := screen(), "wrong.delivered"):
        from .desk import delivery

        errors = console_of(sys.stderr)
        try:
            found = delivery.deliver(
                quarter,
                to or (),
                numbered,
                send,
                again,
                data,
                out,
                on_told=lambda line: say(errors, _line(line, lang)),
                on_warned=lambda faults: print_faults(errors, faults, lang),
            )
        except KeyboardInterrupt:
            say(errors, screen_word("interrupted.sending" if send else "interrupted.plain", lang))
            raise typer.Exit(INTERRUPTED) from None
        heads = [screen_word(f"deliver.{name}", lang) for name in ("recipient", "address", "files", "state", "answer")]
        rows = [
            [t.recipient.name, t.recipient.email, t.files or "", _state(t.state, lang), in_language(t.answer, lang)]
            for t in found.told
        ]
        print_table(heads, rows, ["left", "left", "right", "left", "left"])
        states = dict.fromkeys(line.state for line in found.told)
        many = {state: sum(1 for line in found.told if line.state == state) for state in states}
        said = [screen_word("deliver.counted", lang, n=n, state=_state(state, lang)) for state, n in many.items()]
        say(console_of(sys.stdout), screen_word("deliver.done", lang, counted=comma(said, lang), place=found.place))
        if found.failed:
            say(errors, counted("deliver.missed", len(found.failed), lang))
            raise typer.Exit(FAILED)


def _state(state: str, lang: str) -> str:
    return screen_word(f"deliver.{state}", lang)


def _line(line: Told, lang: str) -> str:
    name, email = line.recipient.name, line.recipient.email
    return screen_word("deliver.one", lang, state=_state(line.state, lang), name=name, email=email)


def schedule(
    cron: Annotated[bool, typer.Option("--cron", help="a line for crontab")] = False,
    systemd: Annotated[bool, typer.Option("--systemd", help="a service and its timer")] = False,
    windows: Annotated[bool, typer.Option("--windows", help="a task for Windows' task scheduler, as XML")] = False,
    airflow: Annotated[bool, typer.Option("--airflow", help="a DAG of Airflow, one task a briefing")] = False,
    lang: Annotated[list[str] | None, typer.Option(metavar="LANG", help="language, or several  [zh]")] = None,
    data: DataOption = "",
    out: Annotated[str, typer.Option(metavar="DIR", help="folder of the reports, as in build")] = "",
) -> None:
    """Print an entry that builds the latest quarter (all its figures in) every hour: ready, with how to install it."""
    with speaking(told := screen(lang)):
        from .desk.request import words
        from .desk.scheduling import entry

        asked = {"cron": cron, "systemd": systemd, "windows": windows, "airflow": airflow}
        named = [kind for kind, wanted in asked.items() if wanted]
        sys.stdout.write(entry(named[0] if len(named) == 1 else "", words(lang or ["zh"]), data, out, told))


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(deliver)
    app.command()(schedule)
