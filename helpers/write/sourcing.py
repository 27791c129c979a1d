"""What a cell that names one source, or several parted by ; or |, says to a reader."""

from __future__ import annotations

from collections.abc import Mapping

from ..assess.rows import split_sources
from ..model import Source
from ..said import clauses
from .terms import term


def is_illustrative(sources: Mapping[str, Source], cell: str) -> bool:
    """Whether any of the sources that a cell names is illustrative."""
    return any(source.illustrative for source in _named(sources, cell))


def publishers(sources: Mapping[str, Source], cell: str, lang: str) -> str:
    """Who published what a cell names, each once: `demo; bureau` -> 演示数据；统计局. An unknown id stays as it is."""
    told = [_publisher(source, lang) for source in _named(sources, cell)]
    unknown = [id_ for id_ in split_sources(cell) if id_ not in sources]
    return clauses(dict.fromkeys([*told, *unknown]), lang)


def _named(sources: Mapping[str, Source], cell: str) -> list[Source]:
    return [sources[id_] for id_ in split_sources(cell) if id_ in sources]


def _publisher(source: Source, lang: str) -> str:
    if source.illustrative:
        return term("illustrative", lang)
    return source.publisher_label(lang) or source.label(lang)
