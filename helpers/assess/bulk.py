"""Large CSV files read by columns at once, where every line is whole; any other is read line by line (`tables`).

A nation's quarter has 31 350 rows: read line by line they take three times as long, and as many lists.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

import numpy as np

WORTH_IT = 65_536  # bytes; a smaller file is read line by line in less time than it takes to set out


def columns(content: bytes, needs: Collection[str]) -> dict[str, list[str]] | None:
    """The cells of a CSV file by column, as they were typed; equal cells are one object.

    None where the file is small, quotes anything, has a line with another number of cells than the first, a header
    that lacks one of `needs` or has a doubtful name, or bytes that are not UTF-8: whatever has to be told of a line,
    or may be, is for who reads it line by line.
    """
    if len(content) < WORTH_IT or b'"' in content or b"\0" in content:
        return None
    if content.count(b"\r") != content.count(b"\r\n"):
        return None
    first, second = (content.split(b"\n", 2)[:2]) if b"\n" in content else (content, b"")
    try:
        header = [name.strip() for name in first.decode("utf-8-sig").split(",")]
    except UnicodeDecodeError:
        return None
    if len(header) < 2 or not all(header) or len(set(header)) < len(header) or not set(needs) <= set(header):
        return None
    ends = np.flatnonzero(np.frombuffer(content, np.uint8) == ord("\n"))
    lines = len(ends) + (not content.endswith(b"\n"))
    longest = int(np.diff(ends, prepend=-1, append=len(content)).max())
    commas = len(header) - 1
    if longest >= csv.field_size_limit() or content.count(b",") != commas * lines or second.count(b",") != commas:
        return None
    return _read(content, header)


def _read(content: bytes, header: list[str]) -> dict[str, list[str]] | None:
    """The columns, the number of commas being right in all and in the second line; None for bytes not UTF-8."""
    import pandas as pd

    try:
        # a line with more cells than the second raises; so none has fewer, all commas being as many as they should be
        frame = pd.read_csv(
            io.BytesIO(content),
            names=range(len(header)),
            skiprows=1,
            dtype=object,
            na_filter=False,
            index_col=False,
            quoting=csv.QUOTE_NONE,
            skip_blank_lines=False,
            low_memory=False,
            encoding="utf-8",
        )
    except (UnicodeDecodeError, pd.errors.ParserError):
        return None
    return {name: frame[k].tolist() for k, name in enumerate(header)}
