"""The ground of both exporters: nbconvert's steps, without the copies of a notebook that nobody changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbconvert.exporters.exporter import Exporter
from traitlets import default


class ReadingExporter(Exporter):
    """An exporter that reads its notebook and never writes into it."""

    slow_at_first = True  # see export.py

    @default("optimistic_validation")
    def _optimistic_validation_default(self) -> bool:
        return True  # check the notebook's form once, not after each of a dozen idle preprocessors

    def prepared(self, nb: Any, resources: Mapping[str, Any] | None, **kw: Any) -> tuple[Any, dict[str, Any]]:
        """The notebook after nbconvert's preprocessors, and the resources.

        nbconvert copies a notebook three times, lest a preprocessor spoil it. With none enabled, as is usual, a
        notebook of good form is handed on as it is; one that is not goes nbconvert's way and is mended or refused.
        """
        from nbformat.validator import iter_validate

        idle = not any(getattr(step, "enabled", True) for step in self._preprocessors)
        if idle and next(iter_validate(nb, relax_add_props=True), None) is None:
            return nb, self._init_resources(resources)
        return Exporter.from_notebook_node(self, nb, resources, **kw)
