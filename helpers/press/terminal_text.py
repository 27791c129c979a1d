"""What a program printed to a terminal, as text to be read: no colours, no line many times, no quoted code."""

from __future__ import annotations

import re
from itertools import groupby

_ANSI = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|[@-Z\\\\-_])")


def strip_ansi(text: str) -> str:
    """Terminal text as it would stand on the screen: no colour codes, and `\\r` overwrites its line."""
    lines = _ANSI.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(_overwritten(line) for line in lines)


def _overwritten(line: str) -> str:
    shown = ""
    for part in line.split("\r"):
        shown = part + shown[len(part) :]
    return shown


def without_code(trace: str) -> str:
    """A traceback's places and messages without the lines of code it quotes: input does not show."""
    return "\n".join(line for line in trace.split("\n") if not re.match(r"\s*(-+> ?)?\d+( |$)", line))


def once(text: str) -> str:
    """Stream text with a line that comes more than three times on end printed once, with its count."""
    lines: list[str] = []
    for line, group in groupby(text.split("\n")):
        count = len(list(group))
        lines += [f"{line}  [×{count}]"] if count > 3 and line.strip() else [line] * count
    return "\n".join(lines)
