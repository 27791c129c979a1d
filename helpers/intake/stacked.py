"""The tables of a sheet told apart where heads alone do not: by the spans or indicators in their titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..model import Quarter
from .figures import plain
from .heads import Block, Head, head
from .names import TOTAL
from .periods import QUARTER, SINCE_JANUARY, Marked, year_in
from .subjects import POINTS, names_nothing
from .units import unit_of

_UNIT_LINE = re.compile(r"\(?(?:计量)?单位[:：]")


def told_apart(found: Sequence[Block], quarter: Quarter) -> tuple[Block, ...]:
    """The tables of a sheet; in the keys of heads that several have, what their titles say of them."""
    return _by_titles(_by_spans(found), quarter)


def _by_titles(found: Sequence[Block], quarter: Quarter) -> tuple[Block, ...]:
    """Where tables of the same districts stand below each other, each of what its own title names (一、GDP增速), under
    heads that name nothing (1-9月, 1-12月), the title is one more level of these heads."""
    titles = [_nearest(block) for block in found]
    made = []
    for block, title in zip(found, titles, strict=True):
        others = [b for b, t in zip(found, titles, strict=True) if title and t and t != title and _shared(b, block)]
        keys = {h.key for other in others for h in other.heads if _says_nothing(h)}
        heads = [_below(title, h, block, quarter) if h.key in keys and _says_nothing(h) else h for h in block.heads]
        made.append(replace(block, heads=tuple(heads)))
    return tuple(made)


def _nearest(block: Block) -> str:
    """The line above a table that is nearest to it, and tells no unit; "" for none."""
    lines = [line for line in block.lines if line in block.title and not _UNIT_LINE.match(plain(line))]
    return next((line for line in reversed(lines) if not unit_of(line)), "")


def _shared(one: Block, other: Block) -> bool:
    """Whether two tables have a district in common; those that go on with other districts are one table."""
    codes = [{row.code for row in block.rows} - {"", TOTAL} for block in (one, other)]
    return bool(codes[0] & codes[1])


def _says_nothing(head: Head) -> bool:
    """Whether a head names this quarter, what is done to something, or points, and nothing else."""
    bare = re.sub(r"\{[^}]*\}|[\s/]", "", head.key)
    return (
        bool(head.key)
        and not head.time.other
        and (not bare or names_nothing(head.key) or POINTS.fullmatch(bare) is not None)
    )


def _below(title: str, own: Head, block: Block, quarter: Quarter) -> Head:
    """A head with one more level: what it speaks of, 增速 behind 社零额, or else the title."""
    above = own.subject.title.split(" / ") if own.subject else [title.replace("/", " ")]
    levels = [*above, *own.title.split(" / ")]
    year = year_in(block.title) or year_in(block.sheet)
    return head(own.at, levels, own.unit, quarter, year, own.hidden)


def _by_spans(found: Sequence[Block]) -> tuple[Block, ...]:
    """The tables of a sheet; where one is of the quarter alone by its title and another since January, and both have a
    head, that head's key tells which it is of."""
    spans = [_span(block) for block in found]
    if len(set(filter(None, spans))) < 2:
        return tuple(found)
    times = Counter(head.key for block, span in zip(found, spans, strict=True) if span for head in block.heads)
    made = []
    for block, span in zip(found, spans, strict=True):
        heads = [
            replace(h, key=f"{span} / {h.key}", time=Marked(h.key, span))
            if span and h.key and times[h.key] > 1 and not (h.time.kind or h.time.other or h.is_note)
            else h
            for h in block.heads
        ]
        made.append(replace(block, heads=tuple(heads)))
    return tuple(made)


def _span(block: Block) -> str:
    """Whether a table's title says that it is of the quarter alone, or since January; "" where it tells neither."""
    title = plain(block.title)
    if block.time.kind in (QUARTER, SINCE_JANUARY):
        return block.time.kind
    single, since = re.search("[当本单]季", title), re.search("累计|年初以来", title)
    return QUARTER if single and not since else SINCE_JANUARY if since and not single else ""
