"""The language of the screen: which it is, and all that goes wrong told in it.

It is what BRIEFING_SCREEN says; where that is not set, the first language of --lang; else Chinese. Of commands whose
--lang is the language of the answer itself, --lang comes first.
"""

from __future__ import annotations

import itertools
import logging
import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from .cli_options import INTERRUPTED, WRONG
from .desk.screen_words import counted, screen_word
from .model import BriefingError, DataError, UsageError
from .terminal import console_of, in_language, print_faults, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SETTING = "BRIEFING_SCREEN"
LANGUAGES = ("zh", "en")
ANSWERING = ("check", "explain", "what-if", "intake", "new-quarter")  # commands whose --lang is the answer's


def screen(langs: Sequence[str] | None = None) -> str:
    """The language of the screen for a command asked for briefings in `langs`, words as they were typed.

    Raises UsageError for a setting that names no language of the screen.
    """
    asked = os.environ.get(SETTING, "").strip().lower()
    if asked and asked not in LANGUAGES:
        raise UsageError("{setting} is {word!r}; write zh or en", setting=SETTING, word=asked)
    return asked or _first(langs or ())


def answering(langs: Sequence[str] | None) -> str:
    """The language of an answer whose own --lang is `langs`: the first of them as it was typed, else the screen's."""
    first = next((word.strip() for text in langs or () for word in re.split("[,，]", text) if word.strip()), "")
    return first or screen()


def _first(langs: Sequence[str]) -> str:
    return _spoken(next((word.strip() for text in langs for word in re.split("[,，]", text) if word.strip()), ""))


def _spoken(word: str) -> str:
    """The language in which to say that there is no language `word`: Chinese for `cn` and 中文, English for `fr`."""
    return "zh" if not word or word.lower().startswith(("zh", "cn")) or not word.isascii() else "en"


def of_line(line: Sequence[str]) -> str:
    """The language of the screen for a line that may not be a command at all; a wrong setting counts as none."""
    langs = [after for word, after in itertools.pairwise(line) if word == "--lang"]
    langs += [word.partition("=")[2] for word in line if word.startswith("--lang=")]
    if langs and line[0] in ANSWERING:
        return _first(langs)
    asked = os.environ.get(SETTING, "").strip().lower()
    return asked if asked in LANGUAGES else _first(langs)


@contextmanager
def speaking(lang: str, ending: str = "wrong.made") -> Iterator[None]:
    """Faults, wrong use, refusals and warnings within it are told in that language; then the program ends.

    `ending` is the key of the line after faults of the data: what did not happen because of them. An interruption is
    told too, where the command has not more to say of it.
    """
    lang, log = _spoken(lang), logging.getLogger(__package__)
    teller = _Teller(lang)
    log.addHandler(teller)
    try:
        yield
    except BriefingError as error:
        raise typer.Exit(tell(error, lang, ending)) from None
    except KeyboardInterrupt:
        say(console_of(sys.stderr), screen_word("interrupted.plain", lang))
        raise typer.Exit(INTERRUPTED) from None
    finally:
        log.removeHandler(teller)


def tell(error: BriefingError, lang: str, ending: str = "wrong.made") -> int:
    """Say what is wrong on standard error; gives the exit code."""
    errors = console_of(sys.stderr)
    if isinstance(error, DataError):
        print_faults(errors, error.faults, lang)
        say(errors, _ending(ending, sum(fault.severity == "error" for fault in error.faults), lang))
    else:
        say(errors, f"briefing: {in_language(str(error), lang)}")
    return int(getattr(error, "exit_code", WRONG))


def _ending(key: str, n: int, lang: str) -> str:
    if key == "wrong.made":
        return counted(key, n, lang)
    from .desk.intake_words import word

    return word(f"{key}.1" if n == 1 else key, lang, n=n)


def tell_misuse(error: Any, lang: str) -> int:
    """Say what typer found wrong with a line, with how the command is used; gives the exit code.

    `error` is of a class that typer keeps to itself: cli.py takes it from among the bases of those it shows.
    """
    context = getattr(error, "ctx", None)
    if lang == "en" or type(error).__name__ == "NoArgsIsHelpError":
        error.show()
    else:
        used = ""
        if context is not None:
            used = screen_word("misuse.usage", lang, usage=context.get_usage(), command=context.command_path)
        told = screen_word("misuse", lang, text=in_language(error.format_message(), lang))
        say(console_of(sys.stderr), used + told)
    return int(error.exit_code)


class _Teller(logging.Handler):
    """What the program's own log warns of, as a line on standard error."""

    def __init__(self, lang: str) -> None:
        super().__init__(logging.WARNING)
        self.lang = lang

    def emit(self, record: logging.LogRecord) -> None:
        say(console_of(sys.stderr), in_language(record.getMessage(), self.lang))
