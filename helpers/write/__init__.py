"""The author's room: a quarter's results as sentences, tables and charts. Notebooks import from here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .briefing import Briefing
    from .corrected import Correction, open_correction
    from .opening import open_briefing

__all__ = ["Briefing", "Correction", "open_briefing", "open_correction"]

_HOMES = {"Briefing": "briefing", "open_briefing": "opening", "Correction": "corrected", "open_correction": "corrected"}


def __getattr__(name: str) -> object:
    # pandas comes in with the briefing: who only asks for the list of languages does not wait for it
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
