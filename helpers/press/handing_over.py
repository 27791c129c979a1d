"""Reports made in a folder of their own, moved beside those that are there: files first, then the record of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from . import swap
from .record import FILE, Record


def hand_over(staged: Path, home: Path, names: Sequence[str]) -> None:
    """Move the named reports from the folder they were made in to `home`, all or none, and put them on record there.

    What `home` has on record of these reports is forgotten: a format that was not made now is no longer known as made.
    Hold both folders (`swap.claim`). Raises OSError where a file cannot be moved, CannotWrite where the record cannot.
    """
    made, known = Record.read(staged), Record.read(home)
    files = [staged / str(entry["file"]) for name in names for entry in made.reports[name]["files"].values()]
    swap.swap_in({file: home / file.name for file in files})
    for name in names:
        (home / f"{name}.failed.ipynb").unlink(missing_ok=True)
    known.run = made.run
    known.reports |= {name: made.reports[name] for name in names}
    known.environments |= made.environments
    known.inputs |= made.inputs
    swap.write_bytes(home / FILE, known.text().encode("utf-8"))
