"""Clean HTML trees as Typst markup. Text goes in as string literals, so that nothing a notebook says is code."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..markup import english_measured, typst_measured, typst_string, typst_text
from . import formula, tree
from .cleaning import IMAGE_KINDS
from .outline import NUMBERED
from .table_fit import LINE, em_width, fit, side
from .tables import grid, heading_rows

if TYPE_CHECKING:
    from .svg import Drawing
    from .tree import Element

BODY_SIZE, FEW_LINES = 10.5, 5  # points; paragraphs up to this many lines stay on one page
TALLEST = 560.0  # points: no picture is set taller

_BLOCKS = {
    "p", "div", "section", "article", "aside", "address", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre",
    "blockquote", "table", "figure", "hr", "details", "style", "li", "dd", "dt", "figcaption",
}  # fmt: skip
_FIGURES = {"figure", "table", "svg-drawing"}
_INLINE = {
    "strong": "strong", "b": "strong", "em": "emph", "i": "emph", "dfn": "emph", "var": "emph", "cite": "emph",
    "sup": "super", "sub": "sub", "s": "strike", "del": "strike", "strike": "strike", "u": "underline",
    "ins": "underline", "mark": "highlight",
}  # fmt: skip


@dataclass
class TypstWriter:
    """Writes trees of one document. `files` gathers the images and drawings its markup names, by virtual path."""

    drawings: list[Drawing]
    words: Mapping[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    _last: str = ""  # the last character of the text written before, in its paragraph

    def flow(self, nodes: Iterable[Element | str]) -> str:
        """Block content: paragraphs, lists, tables … in the order of the tree."""
        out: list[str] = []
        run: list[Element | str] = []

        def close() -> None:
            self._last = ""
            text = self.inline(run).strip()
            run.clear()
            if text:
                out.append(text)

        pictured = False  # whether a picture stands directly above: its note stays with it
        for node in nodes:
            if not isinstance(node, str) and _is_block(node):
                close()
                text = self._block(node)
                if text.startswith("#remark") and pictured:
                    out[-1] = f"#bound[{out[-1]}\n\n{text}]"
                elif text:
                    out.append(text)
                pictured = text.startswith(("#figure(kind: image", "#picture"))
            else:
                run.append(node)
        close()
        return "\n\n".join(out)

    # ── blocks ───────────────────────────────────────────────────────────────

    def _block(self, tag: Element) -> str:
        name, classes = tag.tag, tree.classes(tag)
        if name == "style":
            return ""
        if re.fullmatch("h[1-6]", name):
            level = int(name[1]) - 1 or 1
            label = f"#label({typst_string(tag.get('id'))})" if tag.get("id") else ""
            return f"#heading(level: {level})[{self.inline(tree.nodes(tag)).strip()}]{label}"
        if name == "pre":
            kind = "printout" if tree.first(tag, "code") is None else "listing"
            return f"#{kind}({typst_string(tree.text(tag).strip(chr(10)))})"
        if name in ("ul", "ol"):
            return self._list(tag)
        if name == "dl":
            return self._terms(tag)
        if name == "table":
            return self._table(tag)
        if name == "figure":
            return self._figure(tag)
        if name == "hr":
            return "#divide()"
        inner = self.flow(tree.nodes(tag))
        if not inner:
            return ""
        if name == "blockquote":
            return f"#quote(block: true)[{inner}]"
        if "note" in classes:
            after = tag.getprevious()
            return f"#remark(close: {'true' if after is not None and after.tag in _FIGURES else 'false'})[{inner}]"
        if "fault" in classes or "stderr" in classes:
            return f"#{'fault' if 'fault' in classes else 'message'}[{inner}]"
        if name == "p" and "text-align:center" in tag.get("style", "").replace(" ", ""):
            return f"#align(center)[{inner}]"
        return self._paragraph(tag, inner) if name == "p" else inner

    def _paragraph(self, tag: Element, inner: str) -> str:
        """A paragraph of the text: one of few lines stays on one page, one that labels what follows stays with it."""
        if (
            next(tag.iterancestors("li", "td", "th", "dd", "blockquote"), None) is not None
            or not tree.text(tag).strip()
        ):
            return inner
        if _is_label(tag) or _names_a_message(tag):
            return f"#lead[{inner}]"
        return f"#whole[{inner}]" if em_width(tree.text(tag)) * BODY_SIZE <= FEW_LINES * LINE else inner

    def _list(self, tag: Element) -> str:
        items = []
        for item in tag.iterchildren("li"):
            items.append(f"[{self.flow(tree.nodes(item))}]")
        if not items:
            return ""
        start = tag.get("start", "")
        options = f"start: {int(start)}, " if tag.tag == "ol" and start.isdigit() else ""
        return f"#{'enum' if tag.tag == 'ol' else 'list'}({options}{', '.join(items)})"

    def _terms(self, tag: Element) -> str:
        items: list[str] = []
        term = ""
        for child in tag.iterchildren("dt", "dd"):
            if child.tag == "dt":
                term = self.inline(tree.nodes(child)).strip()
            else:
                items.append(f"terms.item([{term}], [{self.flow(tree.nodes(child))}])")
                term = ""
        return f"#terms({', '.join(items)})" if items else ""

    def _figure(self, tag: Element) -> str:
        caption, said = tree.first(tag, "figcaption"), ""
        if caption is not None:
            said = self._caption(caption)
            tree.remove(caption)
        table = tree.first(tag, "table")
        if table is not None and said and tree.first(table, "caption") is None:
            tree.remove(table)
            return "\n\n".join(filter(None, (self._table(table, said), self.flow(tree.nodes(tag)))))
        pictures = list(tag.iter("img", "svg-drawing"))
        if len(pictures) == 1 and not tree.text(tag).strip():
            body = self._picture(pictures[0], alone=True)
            return f"#figure(kind: image{said})[{body}]" if said else f"#picture[{body}]"
        inner = self.flow(tree.nodes(tag))
        return f"#figure(kind: image{said})[{inner}]" if said and inner else inner

    def _caption(self, tag: Element) -> str:
        """The caption as arguments of figure; one that brings its own number gets no second."""
        text = self.inline(tree.nodes(tag)).strip()
        if not text:
            return ""
        own = ", numbering: none" if NUMBERED.match(tree.text(tag)) else ""
        return f"{own}, caption: [{text}]"

    def _table(self, table: Element, said: str = "") -> str:
        caption = tree.first(table, "caption")
        if caption is not None:
            said = said or self._caption(caption)
            tree.remove(caption)
        heads = heading_rows(table)
        cells, _, columns = grid(table)
        if not cells:
            return self.flow(tree.nodes(table)) if tree.text(table).strip() else ""
        laid = fit(cells, columns)
        head: list[str] = []
        body: list[str] = []
        for cell in sorted(cells, key=lambda c: (c.row, c.column)):
            text = self.flow(tree.nodes(cell.tag))
            if cell.tag.tag == "th" or "strong" in tree.classes(cell.tag.getparent()):
                text = f"#strong[{text}]" if text else ""
            options = [f"rowspan: {cell.rows}"] * (cell.rows > 1) + [f"colspan: {cell.columns}"] * (cell.columns > 1)
            if side(cell.tag) != laid.sides[cell.column]:
                options.append(f"align: {side(cell.tag)} + horizon")
            written = f"table.cell({', '.join(options)})[{text}]" if options else f"[{text}]"
            (head if cell.row < heads else body).append(written)
        header = f"table.header({', '.join(head)}),\n" if head else ""
        aligns = ", ".join(f"{common} + horizon" for common in laid.sides)
        call = f"table(columns: ({', '.join(laid.widths)},), align: ({aligns},),\n{header}{_rows(body)})"
        markup = f"#figure(kind: table{said},\n{call})" if said else f"#untitled({call})"
        markup = f"#{'sized' if head else 'headless'}({laid.size:.3g}pt)[{markup}]"
        return f"#turned[{markup}]" if laid.turned else markup

    # ── inline ───────────────────────────────────────────────────────────────

    def inline(self, nodes: Iterable[Element | str]) -> str:
        """Text and what stands in a line, as markup."""
        out: list[str] = []
        for node in nodes:
            if isinstance(node, str):
                text = re.sub(r"[ \t\n\r\f]+", " ", node)  # as HTML does: a full-width space stays
                if text == " ":
                    out.append(" ")
                elif text:
                    lead, tail = " " * text.startswith(" "), " " * text.endswith(" ")
                    out.append(f"{lead}{self._text(text.strip(' '), lead)}{tail}")
            else:
                out.append(self._inline(node))
        return "".join(out)

    def _text(self, text: str, lead: str) -> str:
        """Text in which figures stay with their units."""
        before, self._last = lead or self._last, text[-1:]
        if self.words["html_lang"] == "en":
            text = english_measured(text)
        return typst_measured(text, before)

    def _inline(self, tag: Element) -> str:
        name, classes = tag.tag, tree.classes(tag)
        if name == "br":
            return "#linebreak();"
        if name in ("img", "svg-drawing"):
            return f"#box[{self._picture(tag)}];"
        if name == "sup" and "cite" in classes:
            return f"#sym.wj;#cited({typst_string(tag.get('data-note', ''))});"  # nor does its number begin a line
        if name == "sup" and "illustrative" in classes:
            return f"#sym.wj;#super[{self.inline(tree.nodes(tag))}];"  # a mark stays with its figure
        if name == "button" and "ask" in classes:
            return ""  # opens a note on a page; on paper the numbered note tells the same
        if name == "span" and "tex" in classes:
            return self._formula(tree.text(tag), tag.get("data-display") == "block")
        if name in ("code", "kbd", "samp", "tt"):
            return f"#raw({typst_string(tree.text(tag))});"
        if name == "style":
            return ""
        if _is_block(tag):
            return self._block(tag)
        inner = self.inline(tree.nodes(tag))
        if not inner.strip():
            return inner
        if name == "a":
            return self._link(tag.get("href", ""), inner)
        if name == "q":
            quotes = self.words["quotes"]
            return f"{typst_text(quotes[0])}{inner}{typst_text(quotes[1])}"
        if name == "span" and "left-out" in classes:
            return f"#aside[{inner}];"
        return f"#{_INLINE[name]}[{inner}];" if name in _INLINE else inner

    def _link(self, target: str, inner: str) -> str:
        if re.match(r"h-\d+$", target[1:]) and target.startswith("#"):
            return f"#link(label({typst_string(target[1:])}))[{inner}];"
        if re.match(r"(https?|mailto|tel|ftp):", target, flags=re.IGNORECASE):
            return f"#link({typst_string(target)})[{inner}];"
        return inner

    def _formula(self, source: str, display: bool) -> str:
        try:
            return formula.typst(source, display)
        except formula.BadFormula:
            return f"#raw({typst_string(source)});"

    # ── pictures ─────────────────────────────────────────────────────────────

    def _picture(self, tag: Element, alone: bool = False) -> str:
        """An image call, no larger than the page; a picture alone in its figure may use the whole width."""
        if tag.tag == "svg-drawing":
            drawing = self.drawings[int(tag.get("data-n"))]
            path = self.keep(drawing.on_paper.encode("utf-8"), "svg")
            return _image(path, tag.get("data-alt", ""), drawing.width, drawing.height, alone)
        head, _, data = tag.get("src", "").partition(",")
        content = base64.b64decode(data)
        width, height = _pixels(content)
        if not width:
            return typst_text(self.words["left_image"].format(name=tag.get("alt", "")))
        path = self.keep(content, IMAGE_KINDS.get(head[5:].partition(";")[0], "png"))
        asked = tag.get("width", "").removesuffix("px")
        if asked.replace(".", "", 1).isdigit() and float(asked):
            width, height = float(asked) * 0.75, height * float(asked) * 0.75 / width
        return _image(path, tag.get("alt", ""), width, height, alone)

    def keep(self, content: bytes, extension: str) -> str:
        """Put a file beside the markup, under its own hash; returns its path."""
        path = f"/{hashlib.sha256(content).hexdigest()[:16]}.{extension}"
        self.files[path.lstrip("/")] = content
        return path


def _image(path: str, alt: str, width: float, height: float, alone: bool) -> str:
    """An image call, no larger than the page; one that is alone in its figure shrinks to its column as well."""
    width, height = max(width, 1), max(height, 1)
    scale = min(1.0, LINE / width, TALLEST / height)
    call = "fitted" if alone else "image"
    return f"#{call}({typst_string(path)}, alt: {typst_string(alt)}, width: {width * scale:.5g}pt)"


def _is_block(tag: Element) -> bool:
    """Whether a tag is a block, or an inline element around blocks, as in <a><table>…"""
    return tag.tag in _BLOCKS or (len(tag) > 0 and tree.first(tag, *_BLOCKS) is not None)


def _names_a_message(tag: Element) -> bool:
    """Whether it is the first line of what a cell's error or messages are shown in, with more below it."""
    around, below = tag.getparent(), tag.getnext()
    framed = around is not None and bool({"fault", "stderr"} & set(tree.classes(around)))
    return framed and tag.getprevious() is None and below is not None and below.tag == "pre"


def _is_label(tag: Element) -> bool:
    """Whether all the text of a paragraph is emphasised: it labels what follows (`*Demonstration text: …*`)."""
    inside = [node for node in tree.nodes(tag) if not isinstance(node, str) or node.strip()]
    return len(inside) == 1 and not isinstance(inside[0], str) and inside[0].tag in ("em", "i", "strong", "b")


def _rows(cells: list[str]) -> str:
    return "".join(f"  {cell},\n" for cell in cells)


def _pixels(content: bytes) -> tuple[float, float]:
    """Width and height of a raster image in points, at its own resolution or 96 dots an inch; zeros when unreadable."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as image:
            dpi = image.info.get("dpi", (96, 96))[0]
            scale = 72 / float(dpi) if 50 <= float(dpi) <= 1200 else 0.75
            return image.width * scale, image.height * scale
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return 0.0, 0.0
