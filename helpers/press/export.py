"""Turning an executed notebook into files: nbconvert exporters by name, each made once and used again.

An exporter compiles its templates when it is made (a third of a second, ten exports' worth) and is not promised to be
thread-safe; so a process makes one of each kind and its threads take turns, but for exporters that say that they may
work `side_by_side`: where most of the work is not Python's, threads gain by it.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..model import UsageError, nearest
from .quick_schema import import_jsonschema

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What a reader asks for -> the nbconvert exporter that makes it; the word is also the file's extension.
FORMATS: Mapping[str, str] = MappingProxyType({"html": "briefing_html", "pdf": "briefing_pdf"})


def check_format(word: str, formats: Mapping[str, str] = FORMATS) -> str:
    """`word` when it is a format we make; otherwise UsageError with the nearest."""
    if word not in formats:
        raise UsageError("no format is called {word!r}; {hint}", word=word, hint=nearest(word, list(formats)))
    return word


@dataclass
class _Shared:
    """One exporter of this process, and the turn to use it."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    exporter: Any = None

    def ready(self, name: str) -> Any:
        if self.exporter is None:
            import_jsonschema()
            from nbconvert.exporters import get_exporter

            self.exporter = get_exporter(name)()
        return self.exporter


_shared: defaultdict[str, _Shared] = defaultdict(_Shared)


def warm(exporter_names: Iterable[str]) -> None:
    """Make exporters before they are needed: while the first notebooks run, this process is idle.

    One that says that it is `slow_at_first`, because much of it is only imported and compiled for a first page, also
    writes a page that nobody reads.
    """
    for name in exporter_names:
        shared = _shared[name]
        with shared.turn:
            exporter = shared.ready(name)
            if getattr(exporter, "slow_at_first", False):
                _exported(shared, exporter, _page(), "")


def _page() -> NotebookNode:
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    shown = new_output("execute_result", {"text/plain": "1"}, execution_count=1)
    return new_notebook(cells=[new_markdown_cell("# 1\n\n**1**"), new_code_cell("1", outputs=[shown])])


_elsewhere: list[Callable[[NotebookNode, str, str], tuple[bytes, float]]] = []


@contextmanager
def done_by(exporting: Callable[[NotebookNode, str, str], tuple[bytes, float]]) -> Iterator[None]:
    """Within it, `export` in any thread of this process is done by that function."""
    _elsewhere.append(exporting)
    try:
        yield
    finally:
        _elsewhere.remove(exporting)


def do_here() -> None:
    """In a copy of a process: export here, whoever did it for that."""
    _elsewhere.clear()


def export(notebook: NotebookNode, exporter_name: str, name: str) -> tuple[bytes, float]:
    """The notebook as that exporter writes it, and the seconds that took, without the wait for its turn.

    `name` is the document's, without folder or extension.
    """
    if _elsewhere:
        return _elsewhere[-1](notebook, exporter_name, name)
    shared = _shared[exporter_name]
    with shared.turn:
        exporter = shared.ready(exporter_name)
        if not getattr(exporter, "side_by_side", False):
            return _exported(shared, exporter, notebook, name)
    return _exported(shared, exporter, notebook, name)


def _exported(shared: _Shared, exporter: Any, notebook: NotebookNode, name: str) -> tuple[bytes, float]:
    began = time.perf_counter()
    try:
        content, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    except BaseException:
        shared.exporter = None  # one that fails half-way is not used again
        raise
    seconds = time.perf_counter() - began
    return (content.encode("utf-8") if isinstance(content, str) else content), seconds
