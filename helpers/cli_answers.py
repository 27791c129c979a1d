"""The commands that answer about a quarter: `score`, `check`, `explain`, `what-if`, `verify-methods`. No logic."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from . import cli_intake
from .cli_options import FAILED, WRONG, DataOption, QuarterWord
from .cli_speaking import answering, screen, speaking
from .desk.screen_words import screen_word
from .terminal import console_of, print_answer, print_table, say

if TYPE_CHECKING:
    from .desk.answer import Answer

NewestWord = Annotated[
    str, typer.Argument(metavar="QUARTER", help="2023Q2, or latest: here the newest there is, also while it is filled")
]
AnswerFormat = Annotated[str, typer.Option(metavar="table|json", help="table for readers, json for programs")]
AnswerLang = Annotated[str, typer.Option(metavar="LANG", help="zh or en, of the answer")]


def score(
    quarter: QuarterWord,
    data: DataOption = "",
    format: Annotated[str, typer.Option(metavar="csv|table", help="csv for programs, table for readers")] = "table",
) -> None:
    """Score a quarter: one row a district with boards, bonus, total, rank, change, stars and flags."""
    with speaking(told := screen(), "wrong.answer"):
        from .desk.request import one_of

        one_of(format, ("csv", "table"))
        from .desk.scores import as_csv, score_quarter, shown

        if format == "csv":
            sys.stdout.write(as_csv(score_quarter(quarter, data)))
        else:
            print_table(*shown(quarter, data, told))


def check(
    quarter: NewestWord,
    data: DataOption = "",
    report: Annotated[
        bool, typer.Option("--report", help="also make the data contract's report (数据核对报告) as HTML and PDF")
    ] = False,
    lang: Annotated[
        list[str] | None,
        typer.Option(metavar="LANG", help="zh or en, of what is said here and of the report; or both reports  [zh]"),
    ] = None,
    format: Annotated[list[str] | None, typer.Option(metavar="FORMAT", help="of the report  [html,pdf]")] = None,
    out: Annotated[str, typer.Option(metavar="DIR", help="folder for the report, as in build")] = "",
) -> None:
    """Say what is wrong with a quarter's data, row by row, and what is still to come."""
    from .desk.data_check import check_data, make_report, told

    with speaking(shown := answering(lang), "wrong.answer"):
        checked = check_data(quarter, data)
        for line in told(checked, [shown]):
            say(console_of(sys.stdout), line)
        if report:
            cli_intake.told(make_report(quarter, data, lang or ["zh"], format or ["html,pdf"], out), shown)
    if checked.errors:
        raise typer.Exit(WRONG)


def _answer(made: Callable[[str], Answer], format: str, lang: str) -> None:
    """Print what is answered in the language of the answer; a format that is not known is told before any work."""
    from .desk.request import one_of

    with speaking(shown := answering([lang]), "wrong.answer"):
        one_of(format, ("table", "json"))
        print_answer(made(shown), format)


def explain(
    quarter: QuarterWord,
    district: Annotated[str, typer.Option(metavar="NAME|CODE", help="whose result is explained")],
    against: Annotated[
        str, typer.Option(metavar="NAME|CODE", help="beside whom; the place above, for the first the second")
    ] = "",
    data: DataOption = "",
    format: AnswerFormat = "table",
    lang: AnswerLang = "",
) -> None:
    """Say why a district stands where it stands: the gap, the change, what it would take, how firm it is."""

    def explained(lang: str) -> Answer:
        from .desk.explanation_text import answer

        return answer(quarter, district, against, data, lang)

    _answer(explained, format, lang)


def what_if(
    quarter: QuarterWord,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="WHAT=FIGURE",
            help="胶州市.gdp_growth=6.5 or weight.economy=45; or by name, 胶州.地区生产总值增速=6.5; repeat for more",
        ),
    ] = None,
    scenario: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="a saved what-if; --set beside it takes precedence")
    ] = "",
    data: DataOption = "",
    format: AnswerFormat = "table",
    lang: AnswerLang = "",
) -> None:
    """Score a quarter again as if (测算): the supposed result beside the official one. Writes nothing."""

    def supposed(lang: str) -> Answer:
        from .desk.supposition import suppose

        return suppose(quarter, set_ or (), data, lang, scenario)

    _answer(supposed, format, lang)


def verify_methods(
    folders: Annotated[
        list[str], typer.Argument(metavar="DIR...", help="a published index's folder, or a folder of such")
    ],
) -> None:
    """Score published indices with this program and say which figures agree, and which do not, row by row."""
    with speaking(lang := screen()):
        from .desk.verification import verify_methods as verify

        found = verify(folders)
        heads = [screen_word(f"methods.{name}", lang) for name in ("index", "case", "compared", "agree")]
        print_table(heads, found.rows(lang), ["left", "left", "left", "right"])
        for line in (*found.misses(lang), found.summary(lang)):
            say(console_of(sys.stdout), line)
        if not found.passed:
            raise typer.Exit(FAILED)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(score)
    app.command()(check)
    app.command()(explain)
    app.command("what-if")(what_if)
    app.command("verify-methods")(verify_methods)
