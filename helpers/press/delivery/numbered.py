"""Numbered copies: a briefing laid out again from its executed notebook with the copy's number on every page.

No cell is run and no finished page is written over: the number is part of the front matter, so the PDF is tagged and
complete as any other.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...markup import clean
from .. import export, markdown, tree, tree_reading
from ..reading import DOCUMENT
from .letter import Summary
from .words import word

if TYPE_CHECKING:
    from nbformat import NotebookNode


def front(notebook: Path) -> dict[str, Any]:
    """The front matter that the executed notebook shows on its cover; empty where it has none."""
    cells = json.loads(notebook.read_text(encoding="utf-8")).get("cells", [])
    for cell in cells:
        for output in cell.get("outputs", []):
            facts = output.get("data", {}).get(DOCUMENT)
            if facts:
                return json.loads("".join(facts)) if isinstance(facts, list | str) else dict(facts)
    return {}


def summary(notebook: Path) -> Summary:
    """What the briefing's cover says of it, with its marks of illustrative figures, which the notice explains.

    A notebook without a cover is called by its name.
    """
    facts = front(notebook)
    points = tuple(map(_words_of, facts.get("summary_rich") or ())) or facts.get("summary") or ()
    title, label, notice, stamp = (_line(facts.get(key)) for key in ("title", "label", "notice", "stamp"))
    return Summary(title or notebook.stem, label, tuple(map(str, points)), notice, stamp)


def _words_of(rich: object) -> str:
    """What a reader sees of a sentence of Markdown: its figures without their buttons, its marks, no citations."""
    return _line(tree.text(tree_reading.parse(markdown.to_html(clean(str(rich))))))


def _line(text: object) -> str:
    """On one line, as a mail's subject must be; a notebook's own title may have been written on two."""
    return " ".join(str(text or "").split())


def copy(notebook: Path, number: int, format: str) -> bytes:
    """The report in `format` as copy No. `number`.

    On the cover's dateline and in the head of every further page; a web page, which has one head, also bears it in the
    foot of every sheet that is printed from it.
    """
    import nbformat

    with notebook.open(encoding="utf-8") as file:
        nb = nbformat.read(file, as_version=4)
    _mark(nb, number, format)
    content, _ = export.export(nb, export.FORMATS[format], notebook.stem)
    return content


def _mark(nb: NotebookNode, number: int, format: str) -> None:
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            facts = output.get("data", {}).get(DOCUMENT)
            if facts:
                facts = json.loads("".join(facts)) if isinstance(facts, list | str) else facts
                said = word("copy", str(facts.get("lang") or "zh"), number=number)
                for key in ("label", "running"):
                    facts[key] = " · ".join(filter(None, (facts.get(key), said)))
                if format == "html":
                    facts["notice"] = " · ".join(filter(None, (said, facts.get("notice"))))
                output["data"][DOCUMENT] = facts
                return
