"""Turning an executed notebook into files: nbconvert exporters by name, each made once and used again.

An exporter compiles its templates when it is made (a third of a second) and is not promised to be thread-safe; so each
is lent to one export at a time and goes back into a pool.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..model import UsageError, nearest

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What a reader asks for -> the nbconvert exporter that makes it; the word is also the file's extension.
FORMATS: Mapping[str, str] = MappingProxyType({"html": "briefing_html", "pdf": "briefing_pdf"})

_pools: dict[str, list[Any]] = {}
_pools_lock = threading.Lock()


def check_format(word: str, formats: Mapping[str, str] = FORMATS) -> str:
    """`word` when it is a format we make; otherwise UsageError with the nearest."""
    if word not in formats:
        raise UsageError(f"no format is called {word!r}; {nearest(word, list(formats))}")
    return word


@contextmanager
def _lent(exporter_name: str) -> Iterator[Any]:
    with _pools_lock:
        pool = _pools.setdefault(exporter_name, [])
        exporter = pool.pop() if pool else None
    if exporter is None:
        from nbconvert.exporters import get_exporter

        exporter = get_exporter(exporter_name)()
    yield exporter
    with _pools_lock:
        pool.append(exporter)  # not after an error: an exporter that failed half-way is not used again


def export(notebook: NotebookNode, exporter_name: str, name: str) -> bytes:
    """The notebook as that exporter writes it. `name` is the document's, without folder or extension."""
    with _lent(exporter_name) as exporter:
        content, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    return content.encode("utf-8") if isinstance(content, str) else content
