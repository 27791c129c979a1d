"""Doubts about figures in one line each, as the command line tells them; and how a figure, unit and place are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from ..calling import USUAL, Calling
from ..model import Quarter
from ..style import fixed, quarter_label, signed
from . import contract_words_en, contract_words_zh
from .language import phrases

if TYPE_CHECKING:
    from ..intake.columns import Column
    from ..intake.doubts import Doubts, Jump, Slip, Sum
    from ..intake.expected import Item
    from ..intake.mixups import Mixup
    from ..intake.quarters import Place

_WORDING: dict[str, ModuleType] = {"zh": contract_words_zh, "en": contract_words_en}
MOST = 3  # figures of one item that are told at once; the rest is counted
Doubt = TypeVar("Doubt", "Jump", "Slip", "Mixup")


class Wording:
    """The words of a language as an assessment has them: those of its module, exchanged (calling.py); the names and
    figures that a sentence is made of stay as they are."""

    def __init__(self, lang: str, calling: Calling) -> None:
        self._module, self._lang, self._calling = _WORDING[lang], lang, calling

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._module, name)
        if isinstance(found, str):
            return self._told(found)
        if isinstance(found, Mapping):
            return {key: self._told(text) for key, text in found.items()}
        return partial(self._sentence, found)

    def _told(self, text: str, *own: str) -> str:
        return self._calling.told(text, self._lang, *own)

    def _sentence(self, tell: Callable[..., str], *parts: object) -> str:
        texts = [text for part in parts for text in (part if isinstance(part, list | tuple) else [part])]
        return self._told(tell(*parts), *(text for text in texts if isinstance(text, str)))


@dataclass(frozen=True)
class Speaker:
    """A language, the districts' names in Chinese and English by the Chinese one, and what the assessed are called."""

    lang: str
    names: Mapping[str, tuple[str, str]]
    calling: Calling = field(default=USUAL, kw_only=True)

    @cached_property
    def words(self) -> Wording:
        return Wording(self.lang, self.calling)

    def name(self, district: str) -> str:
        """A district's name in this language; what is no district, as it stands."""
        zh, en = self.names.get(district, (district, district))
        return en if self.lang == "en" else zh

    def item(self, item: Item | None) -> str:
        return item.name.label(self.lang) if item else ""

    def unit(self, item: Item) -> str:
        return phrases(self.lang).unit_word(item.unit, item.unit_en)

    def figure(self, value: Decimal, item: Item) -> str:
        """A figure with the item's decimals, or all it has where these are more."""
        own = -int(value.normalize().as_tuple().exponent)
        return fixed(value, max(item.decimals, min(own, 10)))

    def factor(self, factor: Decimal) -> str:
        """How many times as large: with one digit behind the point below ten, and more below one."""
        return fixed(factor, 2 if factor < 1 else 1 if factor < 10 else 0)

    def like(self, column: Column) -> str:
        """The earlier quarter, or the other item, whose figures a column has; "" for none."""
        like = column.like
        return quarter_label(like, self.lang) if isinstance(like, Quarter) else self.item(like)

    def place(self, place: Place) -> str:
        file = place.file + (f" [{place.sheet}]" if place.sheet else "")
        spot = place.cell or self.words.spot(place.row, place.column)
        origin = self.words.origin(place.origin) if place.origin else ""
        return f"{file} {spot}".strip() + origin

    def amount(self, value: Decimal, item: Item) -> str:
        """A figure with its unit, as this language writes it."""
        return phrases(self.lang).quantity(float(value), item.decimals, "", self.unit(item))


def lines(found: Doubts, say: Speaker, sums: bool = True) -> list[str]:
    """Every doubt, those of one kind and item together; `sums`: also the sums unlike their city totals."""
    words = say.words

    def gap(s: Sum) -> str:
        return words.gap(say.figure(s.summed, s.item), say.figure(s.total, s.item), signed(s.gap, s.item.decimals))

    def jump(j: Jump) -> str:
        usual = signed(j.usual, j.item.decimals)
        return words.jump(say.name(j.district), say.figure(j.before, j.item), say.figure(j.now, j.item), usual)

    def slip(s: Slip) -> str:
        return words.meant(say.name(s.district), say.figure(s.now, s.item), say.amount(s.meant, s.item))

    def mixup(m: Mixup) -> str:
        return words.meant(say.name(m.district), say.figure(m.now, m.item), say.amount(m.meant, m.item))

    def column(c: Column) -> str:
        told = words.column(c.kind, say.factor(c.factor), c.districts, c.item.unit, say.like(c))
        before, now = say.figure(c.before, c.item), say.figure(c.now, c.item)
        return words.doubtful_column(say.name(c.district) if c.district else words.WHOLE, told, before, now)

    told = [_line(say, "sums", s.item, [f"{gap(s)}{words.at(say.place(s.place))}"], 1) for s in found.gaps if sums]
    for c in found.columns:
        told.append(_line(say, "columns", c.item, [f"{column(c)}{words.at(say.place(c.place))}"], 1))
    told += _grouped(say, "slips", found.slips, slip)
    told += _grouped(say, "mixups", found.mixups, mixup)
    return told + _grouped(say, "jumps", found.jumps, jump)


def _grouped(say: Speaker, kind: str, found: Iterable[Doubt], tell: Callable[[Doubt], str]) -> list[str]:
    by_item: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in found:
        by_item.setdefault(doubt.item.key, []).append(doubt)
    return [
        _line(say, kind, mine[0].item, [f"{tell(d)}{say.words.at(say.place(d.place))}" for d in mine[:MOST]], len(mine))
        for mine in by_item.values()
    ]


def _line(say: Speaker, kind: str, item: Item, cases: list[str], many: int) -> str:
    return say.words.doubt(say.words.CAPTIONS[kind], say.item(item), cases, many)
