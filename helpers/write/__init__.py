"""The author's room: a quarter's results as sentences, tables and charts. Notebooks import from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .briefing import Briefing, open_briefing
    from .corrected import Correction, open_correction

__all__ = ["Briefing", "Correction", "open_briefing", "open_correction"]


def __getattr__(name: str) -> object:
    # pandas comes in with the briefing: who only asks for the list of languages does not wait for it
    if name in ("Briefing", "open_briefing"):
        from . import briefing

        return getattr(briefing, name)
    if name in ("Correction", "open_correction"):
        from . import corrected

        return getattr(corrected, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
