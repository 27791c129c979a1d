"""What a briefing says of the day whose knowledge it is made from, where that is not today's."""

from __future__ import annotations

from types import ModuleType

from . import revision_words_en, revision_words_zh
from .briefing import Briefing
from .language import phrases

_WORDS = {"zh": revision_words_zh, "en": revision_words_en}


def words(lang: str) -> ModuleType:
    """The words of revisions in a language."""
    return _WORDS[lang]


def labelled(b: Briefing, label: str) -> str:
    """The label of the cover, which stands at the head of every page, with the day."""
    return f"{label} · {words(b.lang).AS_OF.format(date=phrases(b.lang).date(b.as_of))}" if b.as_of else label


def noticed(b: Briefing, notice: str) -> str:
    """The line at the foot of every page with the day before it."""
    if not b.as_of:
        return notice
    told = words(b.lang).AS_OF_NOTICE.format(date=phrases(b.lang).date(b.as_of))
    return (words(b.lang).BETWEEN.join([told, notice])) if notice else told
