"""A finding as words: the sentence of its kind, in the briefing's language and the words of the assessment."""

from __future__ import annotations

from ..model import Name
from .briefing import Briefing
from .calling import called
from .finding import Finding
from .language import phrases, sentences
from .voice import Voice

_AS_WRITTEN = ("key_work",)  # sentences of the data folder


def worded(b: Briefing, f: Finding) -> str:
    """One finding as one or more sentences of Markdown."""
    told = sentences(b.lang).SENTENCES[f.kind](f, Voice(b))
    own = (value.label(b.lang) for value in f.about.values() if isinstance(value, Name))
    return told if f.kind in _AS_WRITTEN else called(b, told, *own)


def city_title(b: Briefing) -> str:
    """The title of the briefing about all: the scheme's own, or the usual one."""
    return b.scheme.title.label(b.lang) or called(b, phrases(b.lang).CITY_TITLE)
