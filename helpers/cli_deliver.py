"""The commands that hand briefings on: `briefing deliver`, `briefing schedule`. Arguments and answers; no logic."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_options import FAILED, INTERRUPTED, DataOption, QuarterWord
from .terminal import console_of, many, print_table, say

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
    from .desk import delivery

    errors = console_of(sys.stderr)
    try:
        told = delivery.deliver(
            quarter, to or (), numbered, send, again, data, out, on_told=lambda line: say(errors, _line(line))
        )
    except KeyboardInterrupt:
        so_far = "; data/deliveries.csv says who got what so far, and run again it sends the rest" if send else ""
        say(errors, f"interrupted{so_far}")
        raise typer.Exit(INTERRUPTED) from None
    print_table(
        ["recipient", "address", "files", "", ""],
        [[t.recipient.name, t.recipient.email, t.files or "", t.state, t.answer] for t in told.told],
        ["left", "left", "right", "left", "left"],
    )
    counted = [f"{n} {state}" for state in dict.fromkeys(t.state for t in told.told) if (n := _count(told.told, state))]
    say(console_of(sys.stdout), f"{', '.join(counted)}: {told.place}")
    if told.failed:
        say(errors, f"{many(told.failed, 'recipient')} did not get the briefings; the others did")
        raise typer.Exit(FAILED)


def _line(line: Told) -> str:
    return f"{line.state}: {line.recipient.name} <{line.recipient.email}>"


def _count(told: tuple[Told, ...], state: str) -> int:
    return sum(1 for line in told if line.state == state)


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
    from .desk.request import words
    from .desk.scheduling import entry

    asked = {"cron": cron, "systemd": systemd, "windows": windows, "airflow": airflow}
    named = [kind for kind, wanted in asked.items() if wanted]
    sys.stdout.write(entry(named[0] if len(named) == 1 else "", words(lang or ["zh"]), data, out))


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(deliver)
    app.command()(schedule)
