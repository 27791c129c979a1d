"""The commands of the analyst's in-tray: `briefing intake`, `briefing new-quarter`. Arguments and answers; no logic."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_options import DataOption
from .cli_speaking import answering, speaking
from .desk.screen_words import screen_word
from .terminal import console_of, print_failed, print_faults, print_table, say

if TYPE_CHECKING:
    from pathlib import Path

    from .desk.intake import Asked
    from .intake.plan import Plan
    from .press.build import Run

UNWRITTEN = 1

LangOption = Annotated[str, typer.Option(metavar="LANG", help="zh or en, of what is said here")]


def intake(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE...", help="departments' .xlsx, .xlsm, .xls, .ods or .csv")
    ] = None,
    quarter: Annotated[str, typer.Option(metavar="QUARTER", help="2023Q4, or latest: the newest there is")] = "latest",
    yes: Annotated[
        bool,
        typer.Option(
            "--yes",
            help="write without asking, once all is shown, unless figures look wrong (a power of ten off, a row off …)",
        ),
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept-mappings", help="take guessed mappings as right, once they are shown")
    ] = False,
    withdrawn: Annotated[
        str,
        typer.Option(metavar="keep|clear", help="figures sent earlier that are not there any more: kept, or emptied"),
    ] = "",
    replaces: Annotated[
        str,
        typer.Option(metavar="MAPPING", help="these workbooks correct those of this mapping, under whatever name"),
    ] = "",
    database: Annotated[
        bool, typer.Option("--database", help="take in what data/source.toml asks a database for")
    ] = False,
    data: DataOption = "",
    lang: LangOption = "",
) -> None:
    """Take departments' workbooks into a quarter's tables: read, checked, shown as old and new, then written."""
    with speaking(lang := answering([lang]), "wrong"):
        from .desk import intake as desk
        from .desk.intake_words import word

        out, errors = console_of(sys.stdout), console_of(sys.stderr)
        word("nothing", lang)

        def read() -> Asked:
            return desk.prepare(files or (), quarter, data, accept, database, withdrawn, replaces, lang)

        asked = read()
        _show_mappings(asked, lang)
        unwritten = False
        ask = sys.stdin.isatty() and not yes
        if asked.plan.proposals and not accept:
            accept = ask and typer.confirm(word("confirm.mapping", lang))
            if not accept:
                for path in desk.write_proposals(asked, accepted=False, lang=lang):
                    say(out, word("wrote.proposal", lang, file=path))
            else:
                asked = read()
        _show_figures(asked.plan, lang)
        left = bool(asked.plan.proposals) and not accept
        if asked.plan.waits and ask:
            question = word("confirm.clear", lang, count=len(asked.plan.withdrawn))
            withdrawn = desk.CLEAR if typer.confirm(question) else desk.KEEP
            asked = read()
        plan = asked.plan
        if plan.read or not left:
            say(out, word("summary", lang, changes=len(plan.changes), same=plan.same, blank=plan.blank))
        if plan.withdrawn and withdrawn == desk.KEEP:
            say(out, desk.kept(plan, lang))
        if plan.waits:
            say(errors, word("withdrawn.waits", lang, count=len(plan.withdrawn)))
            unwritten = True
        elif not plan.files:
            if accept:
                _accepted(desk.write_proposals(asked, accepted=True, lang=lang), lang)
            if not left:
                some = (
                    "nothing.read" if not any(plan.read.values()) else "nothing.else" if plan.unanswered else "nothing"
                )
                say(out, word(some, lang))
        elif plan.unsure and not ask:
            if accept and yes:
                _accepted(desk.write_proposals(asked, accepted=True, lang=lang), lang)
            say(errors, desk.unsure(asked, lang))
            unwritten = True
        elif yes or (ask and typer.confirm(desk.question(plan, lang))):
            if accept:
                _accepted(desk.write_proposals(asked, accepted=True, lang=lang), lang)
            wrote = desk.write_figures(asked)
            say(
                out,
                word(
                    "wrote", lang, files=", ".join(str(p.relative_to(asked.data)) for p in wrote), quarter=plan.quarter
                ),
            )
        else:
            say(errors, word("both", lang) if plan.proposals and accept else word("not.written", lang))
            unwritten = True
        if left:
            say(errors, desk.waits(asked, lang))
        if left or unwritten:
            raise typer.Exit(UNWRITTEN)


def _show_mappings(asked: Asked, lang: str) -> None:
    """How workbooks that no confirmed mapping fits would be read, with a reason for every column."""
    from .desk import intake as desk
    from .desk.intake_words import heads, word

    out = console_of(sys.stdout)
    for mapping in asked.plan.proposals:
        kind = "proposed" if mapping.name in asked.plan.fresh else "unconfirmed"
        say(out, word(kind, lang, file=mapping.file, book=mapping.workbook))
        print_table(
            heads("guess.heads", lang),
            desk.guess_rows(mapping, asked.plan, lang),
            ["left", "left", "left", "left", "right", "left"],
        )
        say(out, word("origin", lang, source=mapping.source or "—", department=mapping.department or "—"))
        if mapping.unread:
            say(out, word("unread", lang, heads=", ".join(" ".join(head.split()) for head in mapping.unread)))


def _show_figures(plan: Plan, lang: str) -> None:
    """What was noticed on the way, and every cell that would change, old and new."""
    from .desk import intake as desk
    from .desk.intake_words import heads, word

    out = console_of(sys.stdout)
    for notice in desk.notices(plan, lang):
        say(out, notice)
    print_faults(console_of(sys.stderr), plan.warnings, lang)
    for line in desk.doubtful(plan, lang):
        say(console_of(sys.stderr), line)
    size = desk.diff_size(plan)
    if size:
        aligns = ["left", "left", "left", "right", "right", "left", "left", "left"]
        print_table(heads("diff.heads", lang), desk.diff_rows(plan, lang), aligns)
    if size > desk.SHOWN:
        say(out, word("more", lang, count=size - desk.SHOWN))


def _accepted(paths: list[Path], lang: str) -> None:
    from .desk.intake_words import word

    for path in paths:
        say(console_of(sys.stdout), word("wrote.mapping", lang, file=path))


def new_quarter(
    quarter: Annotated[str, typer.Argument(metavar="QUARTER", help="2023Q4")],
    data: DataOption = "",
    lang: LangOption = "",
) -> None:
    """Lay out a quarter: its folder, the rows its scheme waits for, issue date and commentary to be filled in."""
    with speaking(lang := answering([lang]), "wrong"):
        from .desk import new_quarter as desk
        from .desk.intake_words import amount, listed, word

        out = console_of(sys.stdout)
        word("nothing", lang)
        folder, made = desk.lay_out(quarter, data)
        say(out, word("made", lang, folder=folder, amount=amount(made.items, made.figures, lang)))
        if made.mappings:
            say(out, word("carried", lang, names=listed((m.name for m in made.mappings), lang)))
        if made.uncovered:
            say(out, word("uncovered", lang, names=listed((item.name.label(lang) for item in made.uncovered), lang)))
        say(out, word("next", lang, quarter=folder.name))
        print_faults(console_of(sys.stderr), made.warnings, lang)


def told(run: Run, lang: str) -> None:
    """Say where the data contract's reports are; ends the program with 1 when one failed."""
    from .press.record import NOTEBOOK

    for outcome in run.outcomes:
        for kind, file in outcome.files.items():
            if kind != NOTEBOOK:
                say(console_of(sys.stdout), str(run.folder / str(file["file"])))
        if outcome.status == "kept":
            say(console_of(sys.stdout), screen_word("unchanged", lang, name=run.folder / outcome.name))
    print_failed(run, lang)
    if run.failed:
        raise typer.Exit(UNWRITTEN)


def register(app: typer.Typer) -> None:
    """Hang these commands on the program."""
    app.command()(intake)
    app.command("new-quarter")(new_quarter)
