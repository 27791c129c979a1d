"""TOML files of the data folder: read, or told wrong by line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from ..model import DataError, Fault


def read_toml(path: Path, file: str) -> dict[str, Any]:
    """A TOML file; `file` is how a fault names it. Raises DataError with the line that breaks it."""
    text = read_text(path, file)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", str(error), flags=re.DOTALL)
        row = int(said[2]) if said and said[2] else None
        line = text.splitlines()[row - 1].strip() if row and row <= len(text.splitlines()) else ""
        hint = "texts and Chinese keys stand in quotes, signs are half-width, a key stands once; # starts a remark"
        rule = f"not TOML: {said[1] if said else error}"
        raise DataError(Fault(file, rule, hint, row=row, value=line)) from None


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
        raise DataError(Fault(file, f"cannot be read: {error.strerror}", hint)) from None
