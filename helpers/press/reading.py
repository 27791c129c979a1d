"""An executed notebook read as a sequence of blocks, each with the faces it can show, best face first.

Floor 3 of the house. Knows Jupyter's notebook format and the MIME types of display data; knows nothing of what the
notebook is about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..markup import clean
from .terminal_text import once, strip_ansi, without_code

DOCUMENT = "application/vnd.briefing.document+json"
TYPST = "text/vnd.typst"
RICH = "text/vnd.briefing.markdown"  # Markdown whose figures open notes
MARKDOWN, HTML, LATEX, PLAIN, SVG = "text/markdown", "text/html", "text/latex", "text/plain", "image/svg+xml"
RASTER = ("image/png", "image/jpeg", "image/gif", "image/webp")
STDOUT, STDERR, ERROR, LEFT_OUT = "stream/stdout", "stream/stderr", "error", "left-out"
DESCRIBED_SVG = "image/svg+xml; described"  # an SVG that brings its alternative text

PDF_FACES = (TYPST, RICH, SVG, *RASTER, HTML, MARKDOWN, LATEX, PLAIN)
HTML_FACES = (DESCRIBED_SVG, RICH, HTML, SVG, *RASTER, MARKDOWN, LATEX, PLAIN)

# Cells with one of these tags show nothing but their errors; those that papermill adds at an error tell it twice.
HIDDEN_TAGS = frozenset(
    {"parameters", "injected-parameters", "setup", "remove", "remove-cell", "remove_cell", "remove-output"}
    | {"papermill-error-cell-tag"}
)
_SAID = ("alt", "caption", "note", "more", "cite", "width", "height")  # what an output may say of itself
_UNPRINTABLE = ("application/vnd.jupyter.widget-view+json", "application/javascript")


@dataclass(frozen=True)
class Face:
    """One way a block can show itself; `meta` is what the output says of it (alt, caption, note, width)."""

    mime: str
    data: str
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """One thing the notebook shows. `cell` counts from 1; `heading` is the last Markdown heading above it."""

    cell: int
    heading: str
    faces: tuple[Face, ...]
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_plate(self) -> bool:
        """A photograph or the like with its caption; neighbours from one cell stand side by side."""
        return self.faces[0].mime in RASTER and bool(self.faces[0].meta.get("caption"))

    @property
    def place(self) -> str:
        under = f", under “{self.heading}”" if self.heading else ""
        return f"cell {self.cell}{under}"


@dataclass(frozen=True)
class Front:
    """Title, issuer and what else stands before the text.

    `cover` is False when the notebook brings none, or is `short`: a notice without cover page and list of contents.
    """

    lang: str
    title: str
    cover: bool = False
    short: bool = False
    subtitle: str = ""
    label: str = ""
    issuer: str = ""
    date: str = ""
    basis: str = ""
    notice: str = ""
    stamp: str = ""
    running: str = ""
    summary: tuple[str, ...] = ()
    summary_rich: tuple[str, ...] = ()  # the same sentences as Markdown whose figures open `notes`
    notes: str = ""
    dated: str = ""  # the day in the file's own properties, YYYY-MM-DD

    @property
    def running_head(self) -> str:
        """What stands at the head of every page: the running title with the label, unless it already holds it."""
        head = self.running or self.title
        return head if not self.label or self.label in head else f"{head} · {self.label}"


@dataclass(frozen=True)
class Document:
    """A notebook ready to be laid out. `heading_is_title`: its first first-level heading is the title."""

    front: Front
    blocks: tuple[Block, ...]
    heading_is_title: bool


def read(notebook: Mapping[str, Any], name: str, faces: Sequence[str]) -> Document:
    """Read an executed notebook (nbformat 4) into blocks; of each output keep the `faces` it has, in that order.

    Input never shows. Cells tagged as parameters, setup or remove show only their errors. The front matter comes from
    the first output of type `application/vnd.briefing.document+json`; without one, the title is the first first-level
    heading, else `name` (the file's), and the language the notebook's metadata name, else Chinese. A Markdown cell is
    read in the document's language where its metadata hold it: `{"briefing": {"en": "## Results"}}`.
    """
    blocks: list[Block] = []
    facts = _front_facts(notebook)
    heading, first_title = "", ""
    for number, cell in enumerate(notebook["cells"], start=1):
        source = _source(cell, facts)
        hidden = HIDDEN_TAGS.intersection(cell.get("metadata", {}).get("tags", ()))
        if cell["cell_type"] == "markdown":
            found = _headings(source)
            if hidden or not source.strip():
                continue
            if found:
                heading = found[-1][1]
                first_title = first_title or next((text for level, text in found if level == 1), "")
            blocks.append(Block(number, heading, (Face(MARKDOWN, source),), cell.get("attachments", {})))
        elif cell["cell_type"] == "raw":
            face = _raw(source, cell.get("metadata", {}))
            if face and not hidden:
                blocks.append(Block(number, heading, (face,)))
        else:
            for output in _outputs(cell.get("outputs", ())):
                bundle = output.get("data", {})
                if DOCUMENT in bundle and not hidden:
                    continue
                shown = _faces(output, faces, cell.get("metadata", {}))
                if shown and not (hidden and shown[0].mime != ERROR):
                    blocks.append(Block(number, heading, shown))
    front = _front(facts, notebook.get("metadata", {}), first_title, name)
    return Document(front, tuple(blocks), heading_is_title=bool(first_title) and _same(first_title, front.title))


def _front_facts(notebook: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first front matter that a cell shows; None when there is none."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and not HIDDEN_TAGS.intersection(cell.get("metadata", {}).get("tags", ())):
            for output in cell.get("outputs", ()):
                if DOCUMENT in output.get("data", {}):
                    return _facts(output["data"][DOCUMENT])
    return None


def _source(cell: Mapping[str, Any], facts: Mapping[str, Any] | None) -> str:
    """A cell's text, in the document's language where its metadata translate it."""
    translated = cell.get("metadata", {}).get("briefing", {})
    lang = str((facts or {}).get("lang", ""))
    if cell["cell_type"] == "markdown" and isinstance(translated, Mapping) and lang in translated:
        return _joined(translated[lang])
    return _joined(cell.get("source", ""))


def together(blocks: Sequence[Block]) -> list[range]:
    """The blocks' positions in runs: several plates of one cell make one run, any other block stands alone."""
    runs: list[range] = []
    for i, block in enumerate(blocks):
        before = blocks[i - 1] if i else None
        if before and before.is_plate and block.is_plate and before.cell == block.cell:
            runs[-1] = range(runs[-1].start, i + 1)
        else:
            runs.append(range(i, i + 1))
    return runs


def _joined(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _headings(source: str) -> list[tuple[int, str]]:
    """The Markdown headings (`# …`) of a cell as level and text, without code blocks and marks."""
    outside = re.sub(r"^(```|~~~).*?^\1", "", source, flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"^ {0,3}(#{1,6})[ \t]*([^#\n].*?)[ \t]*#*[ \t]*$", outside, flags=re.MULTILINE)
    return [(len(marks), re.sub(r"[*_`]", "", text).strip()) for marks, text in found]


def _raw(source: str, metadata: Mapping[str, Any]) -> Face | None:
    """A raw cell says for which format it is meant; those for other formats do not show."""
    mime = metadata.get("raw_mimetype") or metadata.get("format") or ""
    if not source.strip():
        return None
    if mime in ("", "text/x-rst", "text/restructuredtext"):
        return Face(PLAIN, source)
    return Face(mime, source) if mime in (HTML, MARKDOWN) else None


def _outputs(outputs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The outputs with neighbouring pieces of one stream put together."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        if (
            output["output_type"] == "stream"
            and joined
            and joined[-1]["output_type"] == "stream"
            and joined[-1].get("name") == output.get("name")
        ):
            joined[-1]["text"] += _joined(output.get("text", ""))
        elif output["output_type"] == "stream":
            joined.append({**output, "text": _joined(output.get("text", ""))})
        else:
            joined.append(dict(output))
    return joined


def _faces(output: Mapping[str, Any], order: Sequence[str], cell_meta: Mapping[str, Any]) -> tuple[Face, ...]:
    if output["output_type"] == "stream":
        text = once(strip_ansi(output["text"]).strip("\n"))
        return (Face(STDERR if output.get("name") == "stderr" else STDOUT, text),) if text.strip() else ()
    if output["output_type"] == "error":
        kind = output.get("ename", "Error")
        trace = without_code(strip_ansi("\n".join(output.get("traceback", ()))).strip("\n"))
        shown = trace.strip() if trace.strip().startswith(f"{kind}: ") else ""  # its words alone, written for readers
        title = shown or strip_ansi(f"{kind}: {output.get('evalue', '')}").strip()
        return (Face(ERROR, title, {"traceback": trace}),)
    data, metadata = output.get("data", {}), output.get("metadata", {})
    found: list[Face] = []
    for mime in order:
        real = SVG if mime == DESCRIBED_SVG else mime
        if real not in data:
            continue
        meta = _described(metadata, real, cell_meta)
        if (mime != DESCRIBED_SVG or meta.get("alt")) and all(face.mime != real for face in found):
            found.append(Face(real, _joined(data[real]), meta))
    if found and found[0].mime != PLAIN:
        return tuple(found)
    # beside these, the text is only a Python repr such as <IPython.core.display.JSON object>
    if "application/json" in data:
        return (Face(PLAIN, json.dumps(data["application/json"], ensure_ascii=False, indent=2, sort_keys=True)),)
    unprintable = [mime for mime in _UNPRINTABLE if mime in data]
    if unprintable or not found:
        return (Face(LEFT_OUT, ", ".join(unprintable or sorted(data))),) if data else ()
    return tuple(found)


def _described(metadata: Mapping[str, Any], mime: str, cell_meta: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an output: its own metadata for that MIME type, else its metadata, else the cell's."""
    described: dict[str, Any] = {}
    for layer in (cell_meta, metadata, metadata.get(mime, {})):
        if isinstance(layer, Mapping):
            described |= {k: layer[k] for k in _SAID if layer.get(k)}
    return described


def _facts(value: Any) -> Mapping[str, Any]:
    if isinstance(value, str):
        value = json.loads(value)
    return value if isinstance(value, Mapping) else {}


def _front(facts: Mapping[str, Any] | None, metadata: Mapping[str, Any], heading: str, name: str) -> Front:
    asked = metadata.get("lang") or metadata.get("papermill", {}).get("parameters", {}).get("lang") or "zh"
    lang = str((facts or {}).get("lang") or asked)
    if facts is None:
        return Front("zh" if lang.startswith("zh") else "en", clean(heading or name))
    text = {
        key: clean(facts.get(key) or "").strip()
        for key in ("title", "subtitle", "label", "issuer", "date", "basis", "notice", "stamp", "running", "dated")
    }
    text["title"] = text["title"] or clean(heading or name)
    summary = tuple(clean(sentence) for sentence in facts.get("summary") or () if str(sentence).strip())
    short = bool(facts.get("short"))
    lang = "zh" if lang.startswith("zh") else "en"
    rich = tuple(str(sentence) for sentence in facts.get("summary_rich") or ())
    notes = str(facts.get("notes") or "") if len(rich) == len(summary) else ""
    return Front(
        lang, cover=not short, short=short, summary=summary, summary_rich=rich if notes else (), notes=notes, **text
    )


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other)
