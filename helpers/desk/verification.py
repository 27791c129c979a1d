"""Published indices against the package as it stands, for `briefing verify-methods`: what agrees and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..assess.verify import Check, verify


@dataclass(frozen=True)
class Verification:
    """Every published column compared. `misses`: one line a figure that differs, in the order of the tables."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Index, case, what was compared, `n of n`."""
        return [(c.index, c.case, c.what, f"{c.equal} of {c.compared}") for c in self.checks]

    @property
    def misses(self) -> list[str]:
        found = []
        for check in self.checks:
            where = " ".join(word for word in (check.index, check.case, check.what) if word)
            if not check.compared:
                found.append(f"{where}: nothing published to compare with")
            found += [
                f"{where}: {row.unit}: published {_figure(row.published)}, computed {_figure(row.computed)}"
                for row in check.misses.itertuples()
            ]
        return found

    @property
    def summary(self) -> str:
        equal, compared = (sum(getattr(c, name) for c in self.checks) for name in ("equal", "compared"))
        agreeing = sum(1 for check in self.checks if check.passed)
        return f"{equal} of {compared} figures agree, in {agreeing} of {len(self.checks)} columns"


def _figure(value: float) -> str:
    return "none" if pd.isna(value) else f"{value:.9g}"


def verify_methods(folders: Sequence[str | Path]) -> Verification:
    """Verify the indices in these folders; folders without a recipe take the one shipped under their name.

    Raises UsageError when there is nothing to verify, DataError for a recipe, scheme or table with a fault.
    """
    return Verification(tuple(check for folder in folders for check in verify(Path(folder).expanduser())))
