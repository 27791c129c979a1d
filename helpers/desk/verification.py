"""Published indices against the package as it stands, for `briefing verify-methods`: what agrees and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..assess.verify import Check, verify
from .screen_words import screen_word


@dataclass(frozen=True)
class Verification:
    """Every published column compared."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    def rows(self, lang: str) -> list[tuple[str, str, str, str]]:
        """Index, case, what was compared, `n of n`."""
        return [
            (c.index, c.case, _what(c.what, lang), screen_word("methods.of", lang, equal=c.equal, compared=c.compared))
            for c in self.checks
        ]

    def misses(self, lang: str) -> list[str]:
        """One line a figure that differs, in the order of the tables."""
        found = []
        for check in self.checks:
            where = " ".join(word for word in (check.index, check.case, _what(check.what, lang)) if word)
            if not check.compared:
                found.append(screen_word("methods.nothing", lang, where=where))
            for row in check.misses.itertuples():
                both = {"published": _figure(row.published, lang), "computed": _figure(row.computed, lang)}
                found.append(screen_word("methods.miss", lang, where=where, unit=row.unit, **both))
        return found

    def summary(self, lang: str) -> str:
        equal, compared = (sum(getattr(c, name) for c in self.checks) for name in ("equal", "compared"))
        agreeing, columns = sum(1 for check in self.checks if check.passed), len(self.checks)
        figures = {"equal": equal, "compared": compared, "agreeing": agreeing, "columns": columns}
        return screen_word("methods.summary", lang, **figures)


def _what(what: str, lang: str) -> str:
    """What was compared: total, rank, intervals, places without a node; the node itself is called by its id."""
    if what in ("total", "rank", "intervals"):
        return screen_word(f"methods.{what}", lang)
    left_out = what.removeprefix("leave_out ")
    return what if left_out == what else screen_word("methods.leave_out", lang, node=left_out)


def _figure(value: float, lang: str) -> str:
    return screen_word("methods.none", lang) if pd.isna(value) else f"{value:.9g}"


def verify_methods(folders: Sequence[str | Path]) -> Verification:
    """Verify the indices in these folders; folders without a recipe take the one shipped under their name.

    Raises UsageError when there is nothing to verify, DataError for a recipe, scheme or table with a fault.
    """
    return Verification(tuple(check for folder in folders for check in verify(Path(folder).expanduser())))
