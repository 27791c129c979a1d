"""Notebooks of a few cells and exporters that fail, for the tests of the build."""

from __future__ import annotations

import errno
from pathlib import Path

import nbformat
from nbconvert.exporters import MarkdownExporter

from helpers.model import UsageError

STOCK = {"md": "markdown", "html": "html"}  # exporters that nbconvert itself brings

PARAMETERS = 'word: str = "nothing"  # what to say\ntimes: int = 2'


def write_notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    """A Python notebook with a `parameters` cell and one code cell for each source."""
    declared = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(
        cells=[declared, *(nbformat.v4.new_code_cell(source) for source in cells)],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
    )
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


class FullDisk(MarkdownExporter):
    def from_notebook_node(self, nb, resources=None, **kw):
        raise OSError(errno.ENOSPC, "No space left on device", "somewhere")


class NoGlyph(MarkdownExporter):
    def from_notebook_node(self, nb, resources=None, **kw):
        raise UsageError("no bundled font has the character '\U0001f600' (cell 3)")


class Unforeseen(MarkdownExporter):
    def from_notebook_node(self, nb, resources=None, **kw):
        raise ZeroDivisionError("a mistake of ours")
