"""What several commands ask for alike, and the exit codes they share."""

from __future__ import annotations

from typing import Annotated

import typer

FAILED, WRONG, INTERRUPTED = 1, 2, 130

QuarterWord = Annotated[
    str, typer.Argument(metavar="QUARTER", help="2023Q2, or latest: the last whose figures are all in")
]
DataOption = Annotated[
    str,
    typer.Option("--data", metavar="DIR", help="data folder; the nearest `data` at or above this folder by default"),
]
