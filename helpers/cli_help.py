"""What `--help` says, in the language of the screen: set in lines that count a Chinese character as two."""

from __future__ import annotations

import itertools
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

from . import places
from .calling import USUAL, Calling, speaking_of
from .cli_speaking import of_line
from .model import UsageError
from .terminal import asked_about

WIDEST, LEFT = 96, 24  # columns: of a line; of the names before what is said of them
_STOPS = "，。；：、！？）》”’"  # no line begins with one
_PARTS = rf"\s+|[\u2e80-\uffef“‘《（][{_STOPS}]*|[^\s\u2e80-\uffef]+[{_STOPS}]*"


class _Helped:
    """Says how it is called, and what it takes, in the language of the line that was typed."""

    def get_help(self, ctx: Any) -> str:
        line = sys.argv[1:]
        with speaking_of(lambda: _calling_in_line(line)):
            return help_of(ctx, of_line(line))

    def get_usage(self, ctx: Any) -> str:
        return usage_of(ctx, of_line(sys.argv[1:]))


class HelpedCommand(_Helped, TyperCommand):
    """A command. The commands that it names as the next are about the folders that it was given itself, and it speaks
    in the words of the assessment there: of towns, where its scheme has towns for districts."""

    def invoke(self, ctx: Any) -> Any:
        named = ctx.params if "data" in ctx.params else {}
        data, quarter = named.get("data") or "", ctx.params.get("quarter") or ""
        asked_about(data, named.get("out") or "")
        with speaking_of(lambda: _calling(data, str(quarter))):
            return super().invoke(ctx)


def _calling(data: str, quarter: str) -> Calling:
    from .desk.request import calling_of  # only those who speak of a district or the city wait for it

    return calling_of(data, quarter)


def _calling_in_line(line: Sequence[str]) -> Calling:
    """The words of the data folder that the line names, which help comes before: without what commands wait for."""
    from .assess.called import calling_in

    named = [word.removeprefix("--data=") for word in line if word.startswith("--data=")]
    named += [after for word, after in itertools.pairwise(line) if word == "--data"]
    try:
        return calling_in(places.data_folder(named[0] if named else ""))
    except UsageError:  # no such folder, which is told to whoever asks for more than help
        return USUAL


class HelpedGroup(_Helped, TyperGroup):
    """The program, which has commands."""


def usage_of(ctx: Any, lang: str) -> str:
    """How the command of `ctx` is called: one line."""
    from .desk.help_words import word

    arguments = [p for p in ctx.command.params if p.param_type_name == "argument"]
    words = [p.metavar if p.required else f"[{p.metavar}]" for p in arguments]
    which = [word("which", lang)] if getattr(ctx.command, "commands", {}) else []
    return word("usage", lang, called=" ".join([ctx.command_path, word("some", lang), *words, *which]))


def help_of(ctx: Any, lang: str) -> str:
    """How the command of `ctx` is called, what it does, its arguments and options, or the commands there are."""
    from .desk.help_words import said, word

    command, wide = ctx.command, min(shutil.get_terminal_size().columns, WIDEST) - 2
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    needed = word("needed", lang)
    blocks = [(word("arguments", lang), [(p.metavar, _needing(said(p.help, lang), p, needed)) for p in arguments])]
    told = [(_called(p), _needing(said(p.help, lang), p, needed)) for p in options]
    blocks.append((word("options", lang), [*told, (", ".join(ctx.help_option_names), word("help", lang))]))
    commands = getattr(command, "commands", {})
    blocks.append((word("commands", lang), [(name, said(one.help, lang)) for name, one in commands.items()]))
    lines = [usage_of(ctx, lang), "", *_wrapped(said(command.help, lang), wide, "  ")]
    for title, rows in blocks:
        if rows:
            lines += ["", title, *_listed(rows, wide)]
    return "\n".join(lines)


def _called(option: Any) -> str:
    return " ".join([*option.opts, *([option.metavar] if option.metavar else [])])


def _needing(text: str, parameter: Any, needed: str) -> str:
    return f"{text}{needed}" if parameter.required else text


def _listed(rows: Sequence[tuple[str, str]], wide: int) -> Iterable[str]:
    """Names, and what is said of them beside; below a name that is too long."""
    left = min(max(_cells(name) for name, _ in rows), LEFT) + 4
    for name, text in rows:
        first, *more = _wrapped(text, wide, " " * left)
        if _cells(name) + 4 > left:
            yield f"  {name}"
            yield first
        else:
            yield f"  {name}".ljust(left) + first[left:]
        yield from more


def _wrapped(text: str, wide: int, before: str) -> list[str]:
    """The text in lines of at most `wide` columns, each after `before`."""
    lines, line = [], before
    for part in re.findall(_PARTS, text):
        if _cells(line) + _cells(part.rstrip()) > wide and line.strip():
            lines.append(line.rstrip())
            line = before
        line += part if line.strip() else part.lstrip()
    return [*lines, line.rstrip()]


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
