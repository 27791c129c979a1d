"""What a notebook's cells show, as one short hash a cell: two runs that show the same need no second export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

READS = "reads"  # in an output's metadata: a hash of all that its data are made of, which then stands for them
DIGITS = 16
INJECTED = "injected-parameters"  # the tag of the cell that papermill adds

Shown = tuple[Mapping[str, Any], Mapping[str, Any]]  # data and metadata of one output, by type


def of_outputs(shown: Iterable[Shown]) -> str:
    """The hash of one cell's outputs, each a bundle of data and metadata by type, in order.

    An output whose metadata name what it `reads` is taken by that; its data, costly to make, need not be there.
    """
    told = [
        [None if any(READS in about for about in metadata.values() if isinstance(about, Mapping)) else data, metadata]
        for data, metadata in shown
    ]
    text = json.dumps(told, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def of_notebook(notebook: NotebookNode) -> tuple[str, ...]:
    """One hash a code cell of an executed notebook, in order; the parameters that papermill injected left out."""
    return tuple(
        of_outputs(_bundle(output) for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code" and INJECTED not in cell.metadata.get("tags", [])
    )


def content(notebook: bytes) -> bytes:
    """All that an executed notebook's file says and shows, in one order: the same from run to run.

    Left out are the times of the run and the parameters that papermill injected.
    """
    cells = [
        [cell["cell_type"], cell["source"], [_untimed(output) for output in cell.get("outputs", ())]]
        for cell in json.loads(notebook)["cells"]
        if INJECTED not in cell["metadata"].get("tags", [])
    ]
    return json.dumps(cells, sort_keys=True, ensure_ascii=False).encode()


def _untimed(output: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in output.items() if key != "execution_count"}


def _bundle(output: Mapping[str, Any]) -> Shown:
    if "data" in output:
        return output["data"], output.get("metadata", {})
    return {key: value for key, value in output.items() if key != "metadata"}, {}


def differing(before: Sequence[str], now: Sequence[str]) -> tuple[int, ...]:
    """The code cells, counted from 0, that show something else; all of them when their number differs."""
    if len(before) != len(now):
        return tuple(range(max(len(before), len(now))))
    return tuple(k for k, (old, new) in enumerate(zip(before, now, strict=True)) if old != new)
