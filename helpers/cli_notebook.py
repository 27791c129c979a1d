"""The analyst's own notebooks on the command line: `briefing new-notebook`. Arguments only; no logic."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .cli_options import DataOption
from .cli_speaking import screen, speaking
from .desk.screen_words import screen_word
from .terminal import console_of, say


def new_notebook(
    name: Annotated[str, typer.Argument(metavar="NAME", help="the file is notebooks/NAME.ipynb")],
    kind: Annotated[
        str, typer.Option(metavar="city|district", help="about the whole city, or run once for each district")
    ] = "city",
    data: DataOption = "",
) -> None:
    """Start a notebook of your own from a template; `briefing build QUARTER --notebook FILE` makes its briefings."""
    with speaking(lang := screen()):
        from .desk.new_notebook import new_notebook as start

        say(console_of(sys.stdout), screen_word("notebook.made", lang, path=start(name, kind, data)))


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    app.command("new-notebook")(new_notebook)
