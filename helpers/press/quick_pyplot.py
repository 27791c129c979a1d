"""matplotlib.pyplot, imported in two thirds of the time: for where kernels are forked from, which imports this by name.

While it is imported, matplotlib inspects every class of artists for what its docstrings say of their properties, a
third of all that the import takes. What it finds follows from its own source: so the first process keeps it beside
matplotlib's list of fonts, and those that come after find the very same docstrings there.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Told:
    """`matplotlib.artist.kwdoc` for classes, answered from what has been `kept`: by class, and by the how-manieth time,
    for a class can get more properties between two."""

    def __init__(self, inspect: Callable[[Any], str], kept: dict[str, str]) -> None:
        self._inspect = inspect
        self._times: Counter[str] = Counter()
        self.kept = kept
        self.news = False

    def __call__(self, artist: object) -> str:
        if not isinstance(artist, type):
            return self._inspect(artist)
        name = f"{artist.__module__}.{artist.__qualname__}"
        self._times[name] += 1
        key = f"{name} {self._times[name]}"
        if key not in self.kept:
            self.kept[key] = self._inspect(artist)
            self.news = True
        return self.kept[key]


def place() -> Path:
    """The file for this matplotlib and this Python, which reads docstrings in its own way."""
    import matplotlib

    return Path(matplotlib.get_cachedir(), f"briefing-{matplotlib.__version__}-{sys.implementation.cache_tag}.json")


def import_pyplot() -> None:
    """Import matplotlib.pyplot, with every docstring as it is without this."""
    import matplotlib
    from matplotlib import artist

    inspect, file = artist.kwdoc, place()
    # Where they are to be in reST, nothing is kept: that is asked for by who writes matplotlib's manual.
    told = None if matplotlib.rcParams["docstring.hardcopy"] else Told(inspect, _read(file))
    artist.kwdoc = told or inspect
    try:
        import matplotlib.pyplot
    finally:
        artist.kwdoc = inspect
    if told and told.news:
        _write(file, told.kept)


def _read(file: Path) -> dict[str, str]:
    """What was kept; nothing where that cannot be read: it is then found again."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) and all(isinstance(text, str) for text in kept.values()) else {}


def _write(file: Path, kept: dict[str, str]) -> None:
    """Beside, then in its place; a folder that cannot be written to has every process find it for itself."""
    with contextlib.suppress(OSError):
        descriptor, beside = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        with os.fdopen(descriptor, "w", encoding="utf-8") as draft:
            json.dump(kept, draft)
        Path(beside).replace(file)


import_pyplot()
