"""`jupyter nbconvert --to briefing_pdf`: any executed notebook as a tagged PDF, typeset by the `typst` wheel.

Imports are light on purpose: nbconvert loads every registered exporter, whatever it is asked to make.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets import default

from ..markup import typst_string
from ..model import BriefingError
from ..said import Said
from ..style import FONT_DIR, SIDE_MARGIN, TEXT_WIDTH
from . import room
from .reader_only import ReadingExporter

if TYPE_CHECKING:
    from .reading import Document, Front

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ["ua-1", "a-2a"]
_GLYPH = re.compile(r"the text `\"?(.*?)\"?` could not be displayed", re.DOTALL)
_PART = re.compile(r"part-(\d+)\.typ")
_CITED = re.compile(r'#cited\(("(?:[^"\\]|\\.)*")\)')


class MissingAlt(BriefingError):
    """A picture or formula without an alternative text, in markup that the notebook brings itself."""


class TypesettingError(BriefingError):
    """The document as a whole cannot be typeset."""


class BriefingPDFExporter(ReadingExporter):
    """A notebook's outputs and Markdown as PDF/UA-1 and PDF/A-2a, with cover, contents, bookmarks, head and foot."""

    export_from_notebook = "区市通报 PDF"
    side_by_side = True  # it keeps nothing from one document to the next
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

        notebook, resources = self.prepared(nb, resources, **kw)
        about = resources.get("metadata", {})
        document = reading.read(notebook, about.get("name") or "Notebook", reading.PDF_FACES)
        folder = Path(about["path"]) if "path" in about else None
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

    files, images = sources(document, folder)
    with room.telling_no_room(), room.temporary() as root:  # only text files may be handed over in memory
        for name, content in images.items():
            (root / name).write_bytes(content)
        try:
            return typst.compile(  # type: ignore[call-overload]  # a dictionary of files is taken, too
                files,
                root=root,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                pdf_standards=STANDARDS,
                format="pdf",
                timestamp=0,
            )
        except typst.TypstError as error:
            raise _explained(error, document) from error


def sources(document: Document, folder: Path | None = None) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The Typst project by file name: its text (main, template, one part a block, drawings), and its raster images."""
    from . import tree
    from .fragments import Fragments
    from .outline import arrange
    from .reading import HTML, TYPST, Block, Face, together
    from .typst_writer import TypstWriter
    from .words import words

    front = document.front
    fragments = Fragments(front.lang, folder)
    trees = {
        i: fragments.tree(block, block.faces[0])
        for i, block in enumerate(document.blocks)
        if block.faces[0].mime != TYPST
    }
    _check_drawings(fragments.drawings)
    entries = arrange(list(trees.values()), document.heading_is_title)
    writer = TypstWriter(fragments.drawings, words(front.lang))
    parts = {
        f"part-{i}.typ": writer.flow(tree.nodes(trees[i])) if i in trees else block.faces[0].data
        for i, block in enumerate(document.blocks)
    }
    includes = []
    for run in together(document.blocks):
        calls = [f'[#include "part-{i}.typ"]' for i in run if parts[f"part-{i}.typ"]]
        own = document.blocks[run.start].faces[0].mime == TYPST
        if calls:
            includes.append(f"#{'plates' if len(run) > 1 else 'kept' if own else 'part'}({', '.join(calls)})")
    if front.short and len(includes) > 1 and includes[-2].startswith("#part("):
        includes[-2] = includes[-2].replace("#part(", "#closing(", 1)  # who signs stands below some text
    cover = Block(0, "", (Face(HTML, ""),))
    summary = [f"[{writer.inline(tree.nodes(fragments.markdown(s, cover))).strip()}]" for s in front.summary_rich]
    numbers: dict[str, int] = {}
    summary = [_numbered(point, numbers) for point in summary] if front.cover else []
    parts = {name: _numbered(text, numbers) for name, text in parts.items()}
    contents = len(entries) > 1 and not front.short
    files = {"main.typ": _main(front, contents=contents, includes=includes, summary=summary, notes=list(numbers))}
    files |= _templates()
    for name, text in parts.items():
        files[name] = '#import "briefing.typ": *\n' + text + "\n"
    texts = {name: text.encode("utf-8") for name, text in files.items()}
    drawings = {name: content for name, content in writer.files.items() if name.endswith(".svg")}
    return texts | drawings, {name: content for name, content in writer.files.items() if name not in drawings}


def _numbered(text: str, numbers: dict[str, int]) -> str:
    """Typst markup with its source notes as their numbers: `#cited("…")` -> `#cited(3)`, new ones added to `numbers`.

    What stands inside a string literal is no call: its quotes are escaped.
    """

    def number(found: re.Match[str]) -> str:
        first = found[1] not in numbers
        return f"#cited({numbers.setdefault(found[1], len(numbers) + 1)}{', first: true' if first else ''})"

    return _CITED.sub(number, text)


def _check_drawings(drawings: list[Any]) -> None:
    """Typst leaves out the characters of a drawing that no font has, without a word: look before."""
    from .fonts import MissingGlyph, missing

    for drawing in drawings:
        lost = missing("".join(drawing.texts)) if drawing.real_text else ""
        if lost:
            raise MissingGlyph(lost, Said("{place}, in a drawing", place=drawing.place))


def _main(front: Front, contents: bool, includes: list[str], summary: list[str], notes: list[str]) -> str:
    """The root file: the template set up with the front matter and the source notes, then every part in its order."""
    # PDF/A wants a date. Never that of the run: what is made again from the same data on another day is the same file.
    day = _day(front.dated) or _day(front.date) or "datetime(year: 1970, month: 1, day: 1)"
    facts = {
        name: typst_string(getattr(front, name))
        for name in ("lang", "title", "subtitle", "label", "issuer", "date", "basis", "notice", "stamp")
    }
    facts["running"] = typst_string(front.running_head)
    facts["cover"] = "true" if front.cover else "false"
    facts["short"] = "true" if front.short else "false"
    facts["contents"] = "true" if contents else "false"
    points = summary or [typst_string(s) for s in front.summary]
    facts["summary"] = f"({''.join(point + ', ' for point in points)})"
    facts["notes"] = f"({''.join(note + ', ' for note in notes)})"
    facts["stamped"] = day
    said = ", ".join(f"{name}: {value}" for name, value in facts.items())
    body = "\n\n".join(includes)
    return f'#import "briefing.typ": *\n#show: briefing.with({said})\n\n{body}\n'


def _day(text: str) -> str:
    """A date as Typst code: `2023-07-28` and `2023年7月28日` alike; nothing when the text holds no date."""
    found = re.search(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", text)
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:  # the 31st of June
        day = None
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else ""


def _explained(error: Any, document: Document) -> Exception:
    """A Typst error as one that names the place."""
    from .fonts import MissingGlyph, missing
    from .reading import PLAIN

    found = _PART.search(error.diagnostic or "")
    part = int(found[1]) if found else None
    place = document.blocks[part].place if part is not None else "front matter"
    if glyph := _GLYPH.search(error.message):
        return MissingGlyph(missing(glyph[1]) or glyph[1], place)
    if "missing alt text" in error.message:
        return MissingAlt(
            '{place}: a picture or formula has no alternative text -> give it one (alt: "…")', place=place
        )
    if part is not None and document.blocks[part].faces[0].mime != PLAIN:
        return _BadPart(part, error.message)
    return TypesettingError(f"{error.message}\n{error.diagnostic}")


@cache
def _templates() -> dict[str, str]:
    """The template's files by name; the paper's measures come from `style`, which the writers of tables ask too."""
    paper = f"#let (side-margin, text-width) = ({SIDE_MARGIN}mm, {TEXT_WIDTH}mm)\n"
    files = {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in ("briefing.typ", "heights.typ")}
    return files | {"paper.typ": paper}


@cache
def _fonts() -> Any:
    """The bundled fonts, read once a process; Typst's own math font is the only other."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONT_DIR)])
