"""The wording of each language: a module of sentences and a module of phrases."""

from __future__ import annotations

from types import ModuleType

from . import phrases_en, phrases_zh, sentences_en, sentences_zh

_WORDING: dict[str, tuple[ModuleType, ModuleType]] = {
    "zh": (sentences_zh, phrases_zh),
    "en": (sentences_en, phrases_en),
}


def sentences(lang: str) -> ModuleType:
    return _WORDING[lang][0]


def phrases(lang: str) -> ModuleType:
    return _WORDING[lang][1]
