"""What an assessment calls those it assesses, and their whole: a county's 乡镇 for 区市, 全县 for 全市, by its scheme.

Sentences, tables and charts are written of a city and its districts; where the scheme has other words, they take their
place in what is computed. Names, and texts that come with the data, stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..markup import markdown_text
from ..model import Name

if TYPE_CHECKING:
    from .briefing import Briefing

_WRITTEN = {"zh": "区市|全市", "en": r"\b(?:[Dd]istricts?|[Cc]it(?:y|ies))\b"}


def called(b: Briefing, text: str, *own: str) -> str:
    """A computed text in the words of the scheme in force. `own`: what in it comes with the data, beside its names."""
    if b.words is None:
        return text
    kept = [name for name in own if re.search(_WRITTEN[b.lang], name)]
    return (words_of(b, kept) if kept else b.words)(text)


def words_of(b: Briefing, own: Sequence[str] = ()) -> Callable[[str], str] | None:
    """What exchanges the words of a text and leaves the briefing's names, and those of its `own`, as they are; None
    where the scheme has no other words."""
    scheme = b.scheme
    if not (scheme.assessed.zh or scheme.whole.zh):
        return None
    pattern = re.compile("|".join([*_kept({*_names(b), *own}, b.lang), _WRITTEN[b.lang]]))
    return partial(pattern.sub, _word(b.lang, scheme.assessed, scheme.whole))


def _word(lang: str, assessed: Name, whole: Name) -> Callable[[re.Match[str]], str]:
    """What a match becomes: itself where it is a name."""
    if lang == "zh":
        of_zh = {"区市": assessed.zh or "区市", "全市": whole.zh or "全市"}
        return lambda found: of_zh.get(found[0], found[0])
    one, all_ = assessed.en or "district", whole.en or "city"
    of = {"district": one, "districts": _plural(one), "city": all_, "cities": _plural(all_)}
    of |= {word[0].upper() + word[1:]: said[0].upper() + said[1:] for word, said in of.items()}
    return lambda found: of.get(found[0], found[0])


def _plural(word: str) -> str:
    if re.search("[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search("(s|x|z|ch|sh)$", word) else "s")


def _names(b: Briefing) -> Iterator[str]:
    """Every name that may stand in a computed text."""
    for district in (*b.by_code.values(), *b.roll):
        yield from (district.label(b.lang), district.group_label(b.lang))
    for result in b.history:
        scheme = result.scheme
        for item in (scheme, *scheme.nodes, *scheme.extras, *scheme.awards):
            yield item.name.label(b.lang)
        yield scheme.issuer.label(b.lang)
    for source in b.sources.values():
        yield from (source.label(b.lang), source.publisher_label(b.lang))


def _kept(names: Collection[str], lang: str) -> list[str]:
    """Patterns of the names that hold a word which is otherwise exchanged, the longest first."""
    told = {form for name in names if re.search(_WRITTEN[lang], name) for form in (name, markdown_text(name))}
    return [re.escape(name) for name in sorted(told, key=lambda name: (-len(name), name))]
