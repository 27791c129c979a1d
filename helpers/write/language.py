"""The languages a briefing can be written in: for each, a module of sentences and a module of phrases."""

from __future__ import annotations

from types import ModuleType

from ..model import UsageError, nearest
from . import phrases_zh, sentences_zh

_LANGUAGES: dict[str, tuple[ModuleType, ModuleType]] = {"zh": (sentences_zh, phrases_zh)}


def check_language(lang: str) -> str:
    """The language itself; raises UsageError when briefings are not written in it."""
    if lang not in _LANGUAGES:
        raise UsageError(f"there is no language {lang!r}; {nearest(lang, list(_LANGUAGES))}")
    return lang


def sentences(lang: str) -> ModuleType:
    return _LANGUAGES[check_language(lang)][0]


def phrases(lang: str) -> ModuleType:
    return _LANGUAGES[check_language(lang)][1]
