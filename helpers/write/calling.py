"""A briefing's computed texts in its scheme's words. Names, and texts that come with the data, stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..calling import speaks
from ..markup import markdown_text

if TYPE_CHECKING:
    from .briefing import Briefing


def called(b: Briefing, text: str, *own: str) -> str:
    """A computed text in the words of the scheme in force. `own`: what in it comes with the data, beside its names."""
    if b.words is None:
        return text
    kept = [name for name in own if speaks(name, b.lang)]
    exchange = words_of(b, kept) if kept else b.words
    return text if exchange is None else exchange(text)


def words_of(b: Briefing, own: Sequence[str] = ()) -> Callable[[str], str] | None:
    """What exchanges the words of a text and leaves the briefing's names, and those of its `own`, as they are; None
    where the scheme has no other words."""
    calling = b.scheme.calling
    if calling.is_usual:
        return None
    told = {name for name in (*_names(b), *own) if speaks(name, b.lang)}
    return calling.exchange(b.lang, {form for name in told for form in (name, markdown_text(name))})


def _names(b: Briefing) -> Iterator[str]:
    """Every name that may stand in a computed text."""
    for district in (*b.by_code.values(), *b.roll):
        yield from (district.label(b.lang), district.group_label(b.lang))
    for result in b.history:
        scheme = result.scheme
        for items in ((scheme,), scheme.nodes, scheme.extras, scheme.awards):
            yield from (item.name.label(b.lang) for item in items)
        yield scheme.issuer.label(b.lang)
    for source in b.sources.values():
        yield from (source.label(b.lang), source.publisher_label(b.lang))
