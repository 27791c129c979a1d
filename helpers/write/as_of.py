"""What a briefing says of the day whose knowledge it is made from: where that is not today's, or not that of issue."""

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
    """The label of the cover, which stands at the head of every page, with the days."""
    say, date = words(b.lang), phrases(b.lang).date
    if b.amended:
        label += f" · {say.AMENDED.format(date=date(b.amended.revised))}"
    return f"{label} · {say.AS_OF.format(date=date(b.as_of))}" if b.as_of else label


def noticed(b: Briefing, notice: str) -> str:
    """The line at the foot of every page with the days before it."""
    say, date, told = words(b.lang), phrases(b.lang).date, []
    if b.as_of:
        told.append(say.AS_OF_NOTICE.format(date=date(b.as_of)))
    if b.amended:
        told.append(say.AMENDED_NOTICE.format(date=date(b.amended.revised), published=date(b.amended.published)))
    return say.BETWEEN.join([*told, notice] if notice else told)
