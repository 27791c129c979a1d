"""The author's room: a quarter's results as sentences, tables and charts. Notebooks import from here."""

from .briefing import Briefing, open_briefing

__all__ = ["Briefing", "open_briefing"]
