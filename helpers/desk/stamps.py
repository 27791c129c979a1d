"""What stamp a finished briefing bears, read from its executed notebook."""

from __future__ import annotations

from pathlib import Path

from ..press.delivery.numbered import front
from ..write.terms import LANGUAGES, term


def stamped(notebook: Path) -> bool | None:
    """Whether an executed notebook's cover says that it is a draft (征求意见稿); None for one without a cover."""
    facts = front(notebook)
    return facts.get("stamp") in [term("draft", lang) for lang in LANGUAGES] if facts else None
