"""Commands that answer in Chinese say in Chinese too what is wrong with the data, or with how they were called."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from .cli_options import WRONG
from .model import DataError, UsageError
from .terminal import console_of, print_faults, say

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def speaking(lang: str, ending: str = "wrong") -> Iterator[None]:
    """Faults and wrong use told in Chinese to whoever asked for it; `main` would tell them in English.

    `ending` is the key of the line after the faults: what did not happen because of them.
    """
    try:
        yield
    except UsageError as error:
        if lang != "zh":
            raise
        from .write.usage_zh import usage

        raise UsageError(usage(str(error))) from None
    except DataError as error:
        if lang != "zh":
            raise
        from .desk.intake_words import word

        print_faults(console_of(sys.stderr), error.faults, lang)
        say(console_of(sys.stderr), word(ending, lang, n=len(error.faults)))
        raise typer.Exit(WRONG) from None
