"""What the scheme of a quarter calls those it assesses and their whole, read without the rest of the scheme."""

from __future__ import annotations

from pathlib import Path

from ..calling import USUAL, Calling
from ..model import DataError, Quarter, UsageError
from .keys import Keys
from .toml import read_toml


def calling_in(data: Path, quarter: str = "") -> Calling:
    """What the assessment in a data folder calls its own in that quarter; of late, where the word names none that a
    scheme covers. Raises nothing: a scheme that cannot be read has no say, and is told wrong by whoever needs it.
    """
    try:
        when = Quarter.parse(quarter) if quarter else None
    except UsageError:  # latest, or a slip that the command itself tells
        when = None
    known = []
    for path in sorted((Path(data) / "schemes").glob("*.toml")):
        try:
            table = read_toml(path, path.name)
        except DataError:
            continue
        reader = Keys(path.name)
        first, last = reader.span(table)
        covers = when is not None and first <= when and (last is None or when <= last)
        known.append((covers, first, Calling(reader.name(table, "assessed", ""), reader.name(table, "whole", ""))))
    return max(known, key=lambda one: one[:2])[2] if known else USUAL
