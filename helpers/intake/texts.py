"""A text that arrived: its encoding, and its cells, by whatever parts them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from ..assess.guard import Arrival, refused, small_enough
from ..assess.tables import parted_number
from ..model import BriefingError, DataError, Fault
from ..said import Said

_TEXT = re.compile(r'^="([^"]*)"$')  # by which systems tell Excel that a cell is a text


def decoded(arrival: Arrival) -> tuple[str, tuple[str, ...]]:
    """A text file as text: UTF-8, UTF-16 by its mark, else GB18030 (GBK) where that gives Chinese, and says so."""
    content = arrival.content
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ("read as UTF-16",)
        except UnicodeDecodeError:
            raise _no_encoding(arrival) from None
    if b"\0" in content[:400]:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = content.decode(encoding, errors="replace")
            if "\ufffd" not in text and "\0" not in text and re.search("[\u4e00-\u9fff]", text) and not _is_odd(text):
                return text, ("read as UTF-16",)
    for encoding, notice in (("utf-8-sig", ()), ("gb18030", ("not UTF-8: read as GBK (GB18030)",))):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not notice or (not _is_odd(text) and re.search("[\u4e00-\u9fff]", text)):
            return text, notice
    raise _no_encoding(arrival)


def _is_odd(text: str) -> bool:
    return any(unicodedata.category(c) in ("Cn", "Co", "Cc") and c not in "\r\n\t" for c in text)


def _no_encoding(arrival: Arrival) -> BriefingError:
    return refused(arrival.name, "neither UTF-8 nor GBK", "in Excel: save as “CSV UTF-8”, or as .xlsx")


def lines_of(arrival: Arrival, text: str) -> list[list[str]]:
    """The cells of a text, parted by what stands in most of its first lines: commas, Chinese ones too, tabs,
    semicolons, bars."""
    first = [line for line in text.splitlines()[:20] if line.strip()]
    mark = max(
        ",\t;，|", key=lambda m: (sum(m in line for line in first), m in ",\t;" and "".join(first).count(m), m == ",")
    )
    small_enough(arrival.name, 1, text.count(mark) + text.count("\n"))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise refused(
            arrival.name, Said("not CSV: {error}", error=error), "check the quotes in it, or send it as .xlsx"
        ) from None
    lines = [[_TEXT.sub(r"\1", cell) for cell in line] for line in lines]
    small_enough(arrival.name, len(lines), max(map(len, lines), default=0))
    if max(map(len, lines), default=0) < 2:
        hint = "open it in Excel and save it as .xlsx; cells of a text are parted by commas, tabs or semicolons"
        raise refused(arrival.name, "nothing in it parts one cell from the next", hint)
    if mark in ",，":
        _whole_numbers(arrival, lines)
    return lines


def _whole_numbers(arrival: Arrival, lines: list[list[str]]) -> None:
    """No row that is longer than all above it by the commas within a number: 市南区,6,123,500 under two heads."""
    longest, faults = 0, []
    for number, line in enumerate(lines, start=1):
        parts = parted_number(line)
        if longest and len(line) > longest and parts:
            rule = Said("{cells:d} cells under {columns:d} columns", cells=len(line), columns=longest)
            hint = Said("write {right}, or put it in quotes: a comma parts cells", right="".join(parts))
            faults.append(Fault(arrival.name, rule, hint, row=number, value=",".join(parts)))
        else:
            longest = max(longest, len(line))
    if faults:
        raise DataError(*faults)
