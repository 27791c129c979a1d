"""What stamp and embargo a finished briefing bears, read from its executed notebook."""

from __future__ import annotations

import datetime
from pathlib import Path

from ..press.delivery.numbered import front
from ..write.language import phrases
from ..write.terms import LANGUAGES, term


def stamped(notebook: Path) -> bool | None:
    """Whether an executed notebook's cover says that it is a draft (征求意见稿); None for one without a cover."""
    facts = front(notebook)
    return facts.get("stamp") in [term("draft", lang) for lang in LANGUAGES] if facts else None


def withheld(notebook: Path, lang: str, until: datetime.datetime | datetime.date) -> bool | None:
    """Whether an executed notebook's cover tells that nobody passes it on until then; None for one without a cover."""
    facts = front(notebook)
    return phrases(lang).embargoed(until) in str(facts.get("notice")) if facts else None
