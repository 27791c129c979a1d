"""The program's words in Chinese, found by their English templates as gettext finds them.

A table has the English template of each message (helpers/said.py), and the Chinese one with the same fields. There
`{name}` is the field as it stands, or in Chinese where it is such words itself; `{name:told}` is a field of words that
are told in Chinese too, and `{name:.0}` one that Chinese does without. What is `Listed` is parted by 、.

Words that come as plain text (out of a kernel, another process, a record) are read by a pattern that is made of the
template. Where several fit, the one with the most words of its own counts, and of each field the shortest reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from string import Formatter
from typing import NamedTuple

from ..calling import own
from ..said import Listed, Said

Tell = Callable[[str], str]
_SIGNS = 6  # so many signs between its fields may be anybody's
_KINDS = {"d": r"-?\d+", "s": r"\S+"}


class Slot(NamedTuple):
    """A field of a template: how it is written there."""

    name: str
    spec: str
    quoted: bool


class Parts(NamedTuple):
    """A template taken apart: what stands before, between and behind its fields, and the fields."""

    words: tuple[str, ...]
    slots: tuple[Slot, ...]


@cache
def parts(template: str) -> Parts:
    words, slots = [""], []
    for literal, name, spec, conversion in Formatter().parse(template):
        words[-1] += literal
        if name is not None:
            slots.append(Slot(name, spec or "", conversion == "r"))
            words.append("")
    return Parts(tuple(words), tuple(slots))


def fields(template: str) -> set[str]:
    return {slot.name for slot in parts(template).slots}


@cache
def pattern(template: str) -> re.Pattern[str]:
    """What fits every text that the template makes, its fields by their names."""
    words, slots = parts(template)
    written, seen = re.escape(words[0]), set()
    for slot, behind in zip(slots, words[1:], strict=True):
        if slot.name in seen:
            written += f"(?P={slot.name})"
        else:
            inner = "'.*?'|\".*?\"|\\S+?" if slot.quoted else _KINDS.get(slot.spec, ".*?")
            written += f"(?P<{slot.name}>{inner})"
        seen.add(slot.name)
        written += re.escape(behind)
    return re.compile(written, re.DOTALL)


class Catalogue:
    """Tables as one; of a template that several have, the last one's Chinese counts."""

    def __init__(self, *tables: Mapping[str, str]) -> None:
        self.entries = {english: chinese for table in tables for english, chinese in table.items()}

    def told(self, text: str, tell: Tell) -> str:
        """The text in Chinese, "" where there is none; `tell` is for the words within it."""
        if isinstance(text, Said):
            meant = self.entries.get(text.template)
            return "" if meant is None else _filled(meant, _shown(text), tell)
        for template in self._fitting(text):
            found = read(template, text)
            if found is not None and (_has_own(template) or self._known(template, found, tell)):
                return _filled(self.entries[template], found, tell)
        return ""

    @cached_property
    def _longest_first(self) -> list[tuple[str, Parts]]:
        taken = [(template, parts(template)) for template in self.entries]
        return sorted(taken, key=lambda one: -sum(map(len, one[1].words)))

    def _fitting(self, text: str) -> Iterator[str]:
        """Templates whose words all stand in the text: it spares the making of hundreds of patterns for one text."""
        for template, (words, _) in self._longest_first:
            if text.startswith(words[0]) and text.endswith(words[-1]) and all(word in text for word in words):
                yield template

    def _known(self, template: str, found: Mapping[str, str], tell: Tell) -> bool:
        """Of a template of fields and a sign or two: whether what it is to tell has Chinese, so that it is ours."""
        told = [slot.name for slot in parts(self.entries[template]).slots if slot.spec == "told"]
        return bool(told) and all(tell(found[name]) != found[name] for name in told)


def read(template: str, text: str) -> dict[str, str] | None:
    """The fields of a text that the template has made, or could have; None where it could not."""
    if isinstance(text, Said):
        return _shown(text) if text.template == template else None
    found = pattern(template).fullmatch(text)
    return {slot.name: _bare(found[slot.name], slot) for slot in parts(template).slots} if found else None


def _shown(said: Said) -> dict[str, str]:
    """Each field as the sentence shows it; one of words as it is."""
    shown = {}
    for slot in parts(said.template).slots:
        field = said.fields[slot.name]
        if slot.quoted:
            shown[slot.name] = _bare(repr(field), slot)
        else:
            shown[slot.name] = field if isinstance(field, Said | Listed) else format(field, slot.spec)
    return shown


def _bare(shown: str, slot: Slot) -> str:
    return shown[1:-1] if slot.quoted and shown[:1] in ("'", '"') and shown[-1:] == shown[:1] else shown


def _has_own(template: str) -> bool:
    """Whether it has so much of its own that a text can be known by it: a letter, or more than a sign or two."""
    own = "".join(parts(template).words)
    return any(map(str.isalpha, own)) or len(own) > _SIGNS


class _Field:
    """A field on its way into a Chinese template."""

    def __init__(self, shown: str, tell: Tell) -> None:
        self.shown, self.tell = shown, tell

    def __format__(self, spec: str) -> str:
        if spec == ".0":
            return ""
        if isinstance(self.shown, Listed):
            return "、".join(map(self.tell, self.shown.several) if spec == "told" else self.shown.several)
        return self.tell(self.shown) if self.shown and (spec == "told" or isinstance(self.shown, Said)) else self.shown


def _filled(meant: str, shown: Mapping[str, str], tell: Tell) -> str:
    return own(meant, "zh").format(**{name: _Field(field, tell) for name, field in shown.items()})
