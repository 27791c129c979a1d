"""`jupyter nbconvert --to briefing_pdf`: any executed notebook as a tagged PDF, typeset by the `typst` wheel.

Imports are light on purpose: nbconvert loads every registered exporter, whatever it is asked to make.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.exporters.exporter import Exporter
from traitlets import default

from ..markup import typst_string
from ..model import BriefingError
from ..style import FONT_DIR

if TYPE_CHECKING:
    from .reading import Document, Front

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ["ua-1", "a-2a"]
_GLYPH = re.compile(r"the text `\"?(.*?)\"?` could not be displayed", re.DOTALL)
_PART = re.compile(r"part-(\d+)\.typ")


class MissingAlt(BriefingError):
    """A picture or formula without an alternative text, in markup that the notebook brings itself."""


class TypesettingError(BriefingError):
    """The document as a whole cannot be typeset."""


class BriefingPDFExporter(Exporter):
    """A notebook's outputs and Markdown as PDF/UA-1 and PDF/A-2a, with cover, contents, bookmarks, running head, foot."""

    export_from_notebook = "区市通报 PDF"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: Any, resources: Mapping[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF as bytes; the same notebook gives the same bytes.

        Raises MissingGlyph when no font has a character, MissingAlt when markup of the notebook's own has a picture
        without alternative text; both name the cell. Any other fault in a cell's own Typst markup falls back to the
        cell's next face, with a warning.
        """
        from . import reading

        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources.get("metadata", {})
        document = reading.read(notebook, about.get("name") or "Notebook", reading.PDF_FACES)
        folder = Path(about["path"]) if about.get("path") else None
        while True:
            try:
                return typeset(document, folder), resources
            except _BadPart as bad:
                block = document.blocks[bad.part]
                self.log.warning("%s: %s -> shown by another face", block.place, bad.message)
                document = _without_first_face(document, bad.part)


@dataclass
class _BadPart(Exception):
    part: int
    message: str


def _without_first_face(document: Document, part: int) -> Document:
    from .reading import PLAIN, Face

    block = document.blocks[part]
    rest = block.faces[1:] or (Face(PLAIN, block.faces[0].data),)
    blocks = (*document.blocks[:part], replace(block, faces=rest), *document.blocks[part + 1 :])
    return replace(document, blocks=blocks)


def typeset(document: Document, folder: Path | None = None) -> bytes:
    """The PDF of a document. Raises _BadPart when one block's markup does not compile, else as the exporter says."""
    import typst

    files = sources(document, folder)
    try:
        return typst.compile(
            files, font_paths=_fonts(), ignore_system_fonts=True, pdf_standards=STANDARDS, format="pdf", timestamp=0
        )
    except typst.TypstError as error:
        raise _explained(error, document) from error


def sources(document: Document, folder: Path | None = None) -> dict[str, bytes]:
    """All virtual files of the Typst project: main, the template, one part a block, images and drawings."""
    from .fragments import Fragments
    from .outline import arrange
    from .reading import TYPST
    from .typst_writer import TypstWriter
    from .words import words

    front = document.front
    fragments = Fragments(front.lang, folder)
    trees = {
        i: fragments.tree(block, block.faces[0])
        for i, block in enumerate(document.blocks)
        if block.faces[0].mime != TYPST
    }
    _check_drawings(fragments.drawings, front)
    entries = arrange(list(trees.values()), document.heading_is_title)
    writer = TypstWriter(fragments.drawings, words(front.lang))
    parts = {
        f"part-{i}.typ": writer.flow(trees[i].children) if i in trees else block.faces[0].data
        for i, block in enumerate(document.blocks)
    }
    files = {"main.typ": _main(front, contents=len(entries) > 1, parts=[name for name, text in parts.items() if text])}
    files["briefing.typ"] = _template()
    for name, text in parts.items():
        files[name] = '#import "briefing.typ": *\n' + text + "\n"
    return {name: text.encode("utf-8") for name, text in files.items()} | writer.files


def _check_drawings(drawings: list[Any], front: Front) -> None:
    """Typst leaves out the characters of a drawing that no font has, without a word: look before."""
    from .fonts import MissingGlyph, missing

    for drawing in drawings:
        lost = missing("".join(drawing.texts)) if drawing.real_text else ""
        if lost:
            raise MissingGlyph(lost, f"{drawing.place}, in a drawing")


def _main(front: Front, contents: bool, parts: list[str]) -> str:
    """The root file: the template set up with the front matter, then every part in its order."""
    date = re.search(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", front.date)
    facts = {
        name: typst_string(getattr(front, name))
        for name in ("lang", "title", "subtitle", "label", "issuer", "date", "basis", "notice", "stamp")
    }
    facts["running"] = typst_string(front.running_head)
    facts["cover"] = "true" if front.cover else "false"
    facts["contents"] = "true" if contents else "false"
    facts["summary"] = f"({''.join(typst_string(s) + ', ' for s in front.summary)})"
    facts["stamped"] = f"datetime(year: {date[1]}, month: {int(date[2])}, day: {int(date[3])})" if date else "none"
    said = ", ".join(f"{name}: {value}" for name, value in facts.items())
    body = "\n".join(f'#include "{name}"\n' for name in parts)
    return f'#import "briefing.typ": *\n#show: briefing.with({said})\n\n{body}'


def _explained(error: Any, document: Document) -> Exception:
    """A Typst error as one that names the place."""
    from .fonts import MissingGlyph, missing

    found = _PART.search(error.diagnostic or "")
    part = int(found[1]) if found else None
    place = document.blocks[part].place if part is not None else "front matter"
    if glyph := _GLYPH.search(error.message):
        return MissingGlyph(missing(glyph[1]) or glyph[1], place)
    if "missing alt text" in error.message:
        return MissingAlt(f'{place}: a picture or formula has no alternative text -> give it one (alt: "…")')
    if part is not None:
        return _BadPart(part, error.message)
    return TypesettingError(f"{error.message}\n{error.diagnostic}")


@cache
def _template() -> str:
    return (TEMPLATES / "briefing.typ").read_text(encoding="utf-8")


@cache
def _fonts() -> Any:
    """The bundled fonts, read once a process; Typst's own math font is the only other."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONT_DIR)])
