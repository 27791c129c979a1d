"""TOML files of the data folder: read, or told wrong by line, with the line as it was meant where that can be told."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..model import DataError, Fault
from ..said import Said

_BACKSLASH = "not TOML: a backslash within quotes begins a sign of its own"
_PATH = re.compile(r'^[^#"]*"[^"]*(?<![A-Za-z])[A-Za-z]:\\(?!\\)[^"]*"')
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "＂": '"', "‘": "'", "’": "'", "＇": "'"})
_BOOL = {"true": "true", "yes": "true", "是": "true", "false": "false", "no": "false", "否": "false"}


def read_toml(path: Path, file: str) -> dict[str, Any]:
    """A TOML file; `file` is how a fault names it. Raises DataError with the line that breaks it."""
    text = read_text(path, file)
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", str(error), flags=re.DOTALL)
        row = int(said[2]) if said and said[2] else None
        line = text.splitlines()[row - 1].strip() if row and row <= len(text.splitlines()) else ""
        rule, hint = _meant(line) or (
            Said("not TOML: {error}", error=said[1] if said else error),
            "texts and Chinese keys stand in quotes, signs are half-width, a key stands once; # starts a remark",
        )
        raise DataError(Fault(file, rule, hint, row=row, value=line)) from None
    for row, line in enumerate(text.splitlines(), start=1):
        if _PATH.search(line):  # \n and \t are signs in TOML, and a path is read with a new line in it
            hint = _write(line.strip().replace("\\", "/"))
            raise DataError(Fault(file, _BACKSLASH, hint, row=row, value=line.strip()))
    return found


def _write(line: str) -> str:
    return Said("write the line so: {line}", line=line)


def _meant(line: str) -> tuple[str, str] | None:
    """What is wrong with a line, and the line as it was meant; None where no slip that is known explains it."""
    mended, first = line, ""
    for rule, mend in _SLIPS:
        changed = mend(mended)
        if changed == mended:
            continue
        mended, first = changed, first or rule
        if _is_toml(mended):
            return first, _write(mended)
    return None


def _is_toml(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _outside(line: str, mend: Callable[[str], str]) -> str:
    """A line mended outside its texts in quotes, whole."""
    found, at = [], 0
    for text in _TEXTS.finditer(line):
        found += [mend(line[at : text.start()]), text[0]]
        at = text.end()
    return "".join([*found, mend(line[at:])])


def _small(line: str) -> str:
    found = re.fullmatch(r"([^=]+=\s*)([^\s\"#]+?)([.。]?\s*(?:#.*)?)", line)
    word = _BOOL.get(found[2].lower()) if found else None
    return f"{found[1]}{word}{found[3].lstrip('.。')}" if found and word else line


def _quoted(line: str) -> str:
    """A text without quotes gets them; what begins like a number, a list or a text is left."""
    found = re.fullmatch(r"([^=]+=\s*)([^\s\d\"'\[{#+.-][^\"'#]*?)(\s*(?:#.*)?)", line)
    return f'{found[1]}"{found[2]}"{found[3]}' if found else line


_SLIPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    (_BACKSLASH, lambda line: line.replace("\\", "/")),
    ("not TOML: curly quotes stand for straight ones", lambda line: line.translate(_QUOTES)),
    ("not TOML: a colon stands for =", lambda line: re.sub(r"^([\w-]+|\"[^\"]*\")\s*[:：]\s*", r"\1 = ", line)),
    (
        "not TOML: a full-width sign stands for a half-width one",
        lambda line: _outside(
            line, lambda part: unicodedata.normalize("NFKC", part.translate({12304: "[", 12305: "]"}))
        ),
    ),
    ("not TOML: true and false are written small", _small),
    ("not TOML: the closing quote is missing", lambda line: f'{line}"' if line.count('"') % 2 else line),
    ("not TOML: a bracket is missing", lambda line: re.sub(r"^\[\[([\w.-]+)\]?$", r"[[\1]]", line)),
    ("not TOML: a Chinese key without quotes", lambda line: re.sub(r"^([^\W\d][\w-]*)(\s*=)", _key, line)),
    ("not TOML: a text without quotes", _quoted),
)


def _key(found: re.Match[str]) -> str:
    return found[0] if found[1].isascii() else f'"{found[1]}"{found[2]}'


def read_text(path: Path, file: str) -> str:
    """A text file in UTF-8, with or without mark; raises DataError when it is in another encoding or cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        hint = "save it as UTF-8 (in an editor: save as, encoding UTF-8)"
        raise DataError(Fault(file, "the file is not UTF-8", hint, row=row)) from None
    except OSError as error:
        hint = "close it in other programs; check its rights"
        raise DataError(Fault(file, Said("cannot be read: {reason}", reason=error.strerror), hint)) from None
