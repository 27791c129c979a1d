"""Blocks as clean HTML trees: one reading of every kind of output, from which both the page and the PDF are made.

What a tree may hold: HTML without scripts, forms, frames or anything fetched from elsewhere; images as `data:`;
drawings as `<svg-drawing data-n="…">`, kept aside in `Fragments.drawings`; formulas as `<span class="tex">`.
"""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..markup import clean, html_text
from . import formula, markdown, reading, tree, tree_reading
from .cleaning import SVG_KIND, image_bytes, leave_out, note, strip_attributes
from .photos import fitted
from .reading import Block, Face
from .svg import BadDrawing, Drawing, draw
from .tables import tidy_table
from .words import words

if TYPE_CHECKING:
    from .tree import Element

_FIRST_LINES, _LAST_LINES = 400, 50  # of what a cell prints: some ten pages, and minutes of typesetting spared
_LONGEST_LINE = 10_000  # characters
_SVG = re.compile(r"<svg[\s>].*?</svg\s*>", re.DOTALL | re.IGNORECASE)


class Fragments:
    """Turns blocks of one document into trees, counting its drawings as it goes.

    `folder` is where the notebook lies: images beside it are taken in, images above it are not.
    """

    def __init__(self, lang: str, folder: Path | None = None) -> None:
        self.words = words(lang)
        self.folder = folder.resolve() if folder else None
        self.drawings: list[Drawing] = []
        self.notes: dict[str, str] = {}
        self._ids: set[str] = set()

    def tree(self, block: Block, face: Face) -> Element:
        """The face as a clean tree; what cannot be read is shown as its source, marked, never dropped silently."""
        return self._cleaned(clean_text(self._markup(block, face)), block)

    def markdown(self, source: str, block: Block) -> Element:
        """A sentence of Markdown that stands outside the blocks, as a clean tree without its paragraph."""
        root = self._cleaned(markdown.join_lines(markdown.to_html(clean_text(source))), block)
        for paragraph in list(root.iter("p")):
            tree.unwrap(paragraph)
        return root

    def _cleaned(self, markup: str, block: Block) -> Element:
        root = tree_reading.parse(_SVG.sub(lambda svg: self._inline_drawing(svg[0], block), markup))
        leave_out(root, self.words)
        notes: list[Element] = []
        for tag in list(root.iterdescendants()):
            if tag.tag == "img" and not self._take_in(tag, block):
                continue
            if tag.tag == "svg-drawing" and not self._is_kept(tag):
                tree.unwrap(tag)
            elif "popover" in tag.attrib:
                notes.append(tag)
            elif tag.attrib:
                strip_attributes(tag, self._ids)
        for tag in notes:
            self._set_aside(tag)
        for table in list(root.iter("table")):
            tidy_table(table)
        return root

    def _set_aside(self, tag: Element) -> None:
        """Keep a note that a button opens (`popover`) for the end of the page, once; the text around it stays whole."""
        name, label = tag.get("id", ""), tag.get("aria-label", "")
        tree.remove(tag)
        if re.fullmatch(r"[A-Za-z][\w-]*", name) and name not in self.notes and name not in self._ids:
            self.notes[name] = (
                f'<div popover id="{name}" class="source-note" role="note" aria-label="{html_text(label)}">'
                f"{tree.inner(tag)}</div>"
            )

    def _markup(self, block: Block, face: Face) -> str:
        data, said = face.data, self.words
        if face.mime in (reading.MARKDOWN, reading.RICH):
            return markdown.join_lines(markdown.to_html(clean_text(data)))
        if face.mime == reading.HTML:
            return data
        if face.mime == reading.LATEX:
            return self._latex(data)
        if face.mime == reading.SVG or face.mime in reading.RASTER:
            return self._figure(block, face)
        if face.mime == reading.ERROR:
            trace = str(face.meta.get("traceback", "")).strip("\n")
            more = f"<pre>{html_text(trace)}</pre>" if trace and trace.strip() != data else ""
            title = f"<strong>{said['error']}</strong>{said['colon']}{html_text(data)}"
            return f'<div class="fault"><p>{title}</p>{more}</div>'
        if face.mime == reading.STDERR:
            return f'<div class="stderr"><p>{said["stderr"]}</p>{self._printed("", data)}</div>'
        if face.mime == reading.LEFT_OUT:
            kind = "left_widget" if "widget" in data else "left_script" if "javascript" in data else "left_unknown"
            return f"<p>{note(said[kind].format(name=data))}</p>"
        return self._printed("stdout" if face.mime == reading.STDOUT else "plain", data)

    def _printed(self, kind: str, text: str) -> str:
        """What a cell printed: of more than anybody reads, the beginning and the end, and how much is left out."""
        lines = [self._line(line) for line in text.split("\n")]
        first, last = lines[:_FIRST_LINES], lines[_FIRST_LINES:][-_LAST_LINES:]
        left = len(lines) - len(first) - len(last)
        if not left:
            first, last = lines, []
        opening = f'<pre class="{kind}">' if kind else "<pre>"
        shown = [f"{opening}{html_text(chr(10).join(part))}</pre>" for part in (first, last) if part]
        told = self.words["left_lines"].format(n=f"{left:,}")
        return f"<p>{note(told)}</p>".join(shown)

    def _line(self, line: str) -> str:
        left = len(line) - _LONGEST_LINE
        return line if left <= 0 else line[:_LONGEST_LINE] + self.words["left_characters"].format(n=f"{left:,}")

    def _latex(self, source: str) -> str:
        found = formula.bare(source)
        if found is None:
            return markdown.join_lines(markdown.to_html(clean_text(source)))
        text, display = found
        return f'<p><span class="tex"{" data-display=block" if display else ""}>{html_text(text)}</span></p>'

    def _figure(self, block: Block, face: Face) -> str:
        """An image output with its caption, note and alternative text; its author's words first."""
        meta = face.meta
        alt = str(meta.get("alt") or meta.get("caption") or "")
        if face.mime == reading.SVG:
            picture = self._drawing(face.data, alt, block)
        else:
            width = meta.get("width")
            sized = f' width="{int(width)}"' if isinstance(width, int | float) and width > 0 else ""
            source = f"data:{face.mime};base64,{''.join(face.data.split())}"
            picture = f'<img alt="{html_text(alt)}"{sized} src="{source}">'
        cite = f'<sup class="cite" data-note="{html_text(meta["cite"])}"></sup>' if meta.get("cite") else ""
        caption = f"<figcaption>{html_text(meta['caption'])}{cite}</figcaption>" if meta.get("caption") else ""
        note = html_text(meta.get("note", ""))
        said = " ".join(filter(None, (note, str(meta.get("more", "")))))
        said = f'<p class="note{"" if note else " asked"}">{said}</p>' if said else ""
        return f'<figure class="plate">{picture}{caption}</figure>{said}'

    # ── pictures ─────────────────────────────────────────────────────────────

    def _drawing(self, source: str, alt: str, block: Block) -> str:
        """Keep a drawing aside and leave its mark; one that cannot be read is said to be left out."""
        try:
            drawing = draw(clean_text(source), f"drawing{len(self.drawings) + 1}", block.place)
        except BadDrawing as error:
            return note(self.words["left_image"].format(name=f"SVG, {error}"))
        alt = alt or drawing.alt or self._unwritten(block, drawing.texts)
        self.drawings.append(drawing)
        return f'<svg-drawing data-n="{len(self.drawings) - 1}" data-alt="{html_text(alt)}"></svg-drawing>'

    def _is_kept(self, mark: Element) -> bool:
        """Whether a mark stands for a drawing of this document: a notebook may write such a tag of its own."""
        number = mark.get("data-n", "")
        return number.isdecimal() and int(number) < len(self.drawings)

    def _inline_drawing(self, source: str, block: Block) -> str:
        label = re.search(r"""<svg[^>]*\saria-label=(?:"([^"]*)"|'([^']*)')""", source)
        return self._drawing(source, html.unescape(label[1] or label[2] or "") if label else "", block)

    def _take_in(self, tag: Element, block: Block) -> bool:
        """Take the image of an <img> in as `data:` or as a drawing, or say that it was left out; whether it stays."""
        source, alt = tag.get("src", ""), clean(tag.get("alt", "")).strip()
        found = image_bytes(source, block.attachments, self.folder)
        if found is None:
            name = f"{alt} {source if len(source) < 120 else source[:117] + '…'}".strip()
            tree.replace(tag, tree_reading.parse(note(self.words["left_image"].format(name=name))))
            return False
        kind, data = found
        if kind == SVG_KIND:
            tree.replace(tag, tree_reading.parse(self._drawing(data.decode("utf-8", "replace"), alt, block)))
            return False
        kind, data = fitted(kind, data)
        tree.keep_attributes(tag, ("width", "height", "style", "class", "title"))
        tag.set("src", f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}")
        tree.set_first(tag, "alt", alt or tag.get("title", "") or self._unwritten(block))
        return True

    def _unwritten(self, block: Block, texts: tuple[str, ...] = ()) -> str:
        """What stands in for an alternative text that nobody wrote; it says so."""
        told = [text for text in texts if re.search(r"[^\W\d_]", text)]
        if told:
            joined = ("、" if self.words["html_lang"].startswith("zh") else ", ").join(told)
            return self.words["figure_texts"].format(texts=joined[:160])
        name = "figure_near" if block.heading else "figure_plain"
        return self.words[name].format(heading=block.heading)


def clean_text(text: str) -> str:
    """Text with line ends of one kind and without characters that neither HTML nor PDF can hold."""
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))
