"""What an analyst can put right, shown in a notebook in the notebook's own language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..model import BriefingError, DataError, Fault


@contextmanager
def told_in(lang: object) -> Iterator[None]:
    """Errors written for the analyst that are raised within it show themselves in `lang` where a notebook meets them.

    A word that is no language counts as Chinese where it is meant so (`cn`, `中文`), else as English.
    """
    try:
        yield
    except BriefingError as error:
        error.shown = words(error, lang)
        raise


def words(error: BriefingError, lang: object) -> str:
    """What is wrong and what to do, in `lang`; of faults of the data one line each."""
    word = str(lang).strip().lower()
    if word.isascii() and not word.startswith(("zh", "cn")):
        return str(error)
    from .usage_zh import usage  # only those who meet an error wait for its many patterns

    return "\n".join(map(_line, error.faults)) if isinstance(error, DataError) else usage(str(error))


def _line(fault: Fault) -> str:
    from .usage_zh import fault as told

    row = "" if fault.row is None else str(fault.row)
    return told(fault.file, fault.sheet, row, fault.column, fault.value, fault.rule, fault.hint)
