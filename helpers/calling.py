"""What an assessment calls those it assesses, and their whole: a county's 乡镇 for 区市, 全县 for 全市, by its scheme.

All that the program says is written of a city and its districts; where a scheme has other words, they take their
place: in what is computed of a briefing's figures (write/calling.py), and in the program's own words before names and
figures are put into them. Floor 0 of the house: standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from .model import Name
from .said import Said

_ENGLISH = r"(?:\b(?P<article>[Aa])n? )?(?<![-./_=`])\b(?P<word>[Dd]istricts?|[Cc]it(?:y|ies))\b(?![-_=]|\.\w)"
_WRITTEN = {"zh": "区市|全市", "en": _ENGLISH}
_NOT_WORDS = ("`[^`]*`", r"\{[^{}]*\}")  # what is typed as it stands, and fields of a template


_USUAL = Name("")


@dataclass(frozen=True)
class Calling:
    """What one of the assessed is called, and what they are parts of; empty where it is a 区市 and 全市."""

    assessed: Name = _USUAL
    whole: Name = _USUAL

    @property
    def is_usual(self) -> bool:
        return not (self.assessed.zh or self.whole.zh)

    def exchange(self, lang: str, own: Collection[str] = ()) -> Callable[[str], str]:
        """What puts these words into a text; whatever of `own` stands there (names, the data's own) stays as it is."""
        patterns = [re.escape(name) for name in sorted(own, key=lambda name: (-len(name), name))]
        pattern = re.compile("|".join([*patterns, *_NOT_WORDS, _WRITTEN[lang]]))
        return lambda text: pattern.sub(lambda found: self._word(found, lang), text)

    def told(self, text: str, lang: str, *own: str) -> str:
        """A text in these words; what of `own` has such a word in it stays as it is."""
        if self.is_usual or not speaks(text, lang):
            return text
        return self.exchange(lang, [name for name in own if speaks(name, lang)])(text)

    def _word(self, found: re.Match[str], lang: str) -> str:
        """What a match becomes: itself where it is a name."""
        if lang == "zh":
            return {"区市": self.assessed.zh, "全市": self.whole.zh}.get(found[0]) or found[0]
        if not found["word"]:
            return found[0]
        one, all_ = self.assessed.en or "district", self.whole.en or "city"
        of = {"district": one, "districts": _plural(one), "city": all_, "cities": _plural(all_)}
        said = of[found["word"].lower()]
        if found["word"][0].isupper():
            said = said[0].upper() + said[1:]
        article = found["article"] and found["article"] + ("n " if said[0] in "aeiouAEIOU" else " ")
        return f"{article or ''}{said}"


USUAL = Calling()
_spoken_of: ContextVar[Callable[[], Calling]] = ContextVar("spoken_of", default=lambda: USUAL)


@contextmanager
def speaking_of(calling: Calling | Callable[[], Calling]) -> Iterator[None]:
    """Within it the program's own words are those of this assessment; what finds them out is asked once, when first
    there is a word to exchange."""
    before = _spoken_of.set(cache(calling) if callable(calling) else lambda: calling)
    try:
        yield
    finally:
        _spoken_of.reset(before)


def now() -> Calling:
    """The words of the assessment that is spoken of."""
    return _spoken_of.get()()


def own(template: str, lang: str) -> str:
    """Words of the program, its fields not yet filled, in those of the assessment that is spoken of."""
    return now().told(template, lang) if speaks(template, lang) else template


def own_english(text: str) -> str:
    """What the program says in English, in the words of the assessment that is spoken of: the fields of a sentence
    stay as they are, unless they are such sentences themselves."""
    if not speaks(text, "en"):
        return text
    if not isinstance(text, Said):
        return _own_english(text)
    fields = {name: own_english(f) if isinstance(f, Said) else f for name, f in text.fields.items()}
    return Said(_own_english(text.template), **fields)


def _own_english(template: str) -> str:
    """English, in which what a table's head says may stand in Chinese."""
    return own(own(template, "en"), "zh")


def speaks(text: str, lang: str) -> bool:
    """Whether a text has a word in it that may be exchanged."""
    return _words(lang).search(text) is not None


@cache
def _words(lang: str) -> re.Pattern[str]:
    return re.compile(_WRITTEN[lang])


def _plural(word: str) -> str:
    if re.search("[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search("(s|x|z|ch|sh)$", word) else "s")
