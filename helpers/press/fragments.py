"""Blocks as clean HTML trees: one reading of every kind of output, from which both the page and the PDF are made.

What a tree may hold: HTML without scripts, forms, frames or anything fetched from elsewhere; images as `data:`;
drawings as `<svg-drawing data-n="…">`, kept aside in `Fragments.drawings`; formulas as `<span class="tex">`.
"""

from __future__ import annotations

import base64
import html
import mimetypes
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..markup import clean, html_text
from . import formula, markdown, reading
from .reading import Block, Face
from .svg import BadDrawing, Drawing, draw
from .tables import tidy_table
from .words import words

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_LEFT_OUT = {
    "script": "left_script",
    "iframe": "left_frame", "frame": "left_frame", "object": "left_frame", "embed": "left_frame",
    "portal": "left_frame", "applet": "left_frame",
    "audio": "left_media", "video": "left_media", "canvas": "left_media",
    "button": "left_form", "select": "left_form", "textarea": "left_form", "input": "left_form",
}  # fmt: skip
_DROPPED = ("link", "base", "meta", "template", "title", "noscript", "source", "track", "param", "area", "map")
_LOADS = {"src", "srcset", "poster", "background", "data", "action", "formaction", "longdesc", "lowsrc", "dynsrc",
          "ping", "manifest", "profile", "classid", "codebase", "cite", "usemap", "imagesrcset"}  # fmt: skip
_FORBIDDEN_LINK = re.compile(r"^[\s\x00-\x20]*(javascript|vbscript|data|file|blob)\s*:", re.IGNORECASE)
_CSS_OUTSIDE = re.compile(r"(?:url|image-set|image|src)\(\s*(?!['\"]?data:image/)[^)]*\)", re.IGNORECASE)
_CSS_IMPORT = re.compile(r"@import[^;]*;?|@font-face\s*\{[^}]*\}|expression\([^)]*\)", re.IGNORECASE)
_IMAGE_DATA = re.compile(r"data:(image/[\w.+-]+)\s*(?:;[\w=.-]+)*?(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
_SVG = re.compile(r"<svg[\s>].*?</svg\s*>", re.DOTALL | re.IGNORECASE)
IMAGE_KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif", "image/webp": "webp"}


class Fragments:
    """Turns blocks of one document into trees, counting its drawings as it goes.

    `folder` is where the notebook lies: images beside it are taken in, images above it are not.
    """

    def __init__(self, lang: str, folder: Path | None = None) -> None:
        self.words = words(lang)
        self.folder = folder.resolve() if folder else None
        self.drawings: list[Drawing] = []
        self._ids: set[str] = set()

    def tree(self, block: Block, face: Face) -> BeautifulSoup:
        """The face as a clean tree. Content that cannot be read is shown as its source, marked, never dropped silently."""
        return self._clean(self._markup(block, face), block)

    def _markup(self, block: Block, face: Face) -> str:
        data, said = face.data, self.words
        if face.mime == reading.MARKDOWN:
            return markdown.join_lines(markdown.to_html(_controls_out(data)))
        if face.mime == reading.HTML:
            return data
        if face.mime == reading.LATEX:
            return self._latex(data)
        if face.mime == reading.SVG or face.mime in reading.RASTER:
            return self._figure(block, face)
        if face.mime == reading.ERROR:
            trace = face.meta.get("traceback", "")
            more = f"<pre>{html_text(trace)}</pre>" if trace.strip() and trace.strip() != data else ""
            return f'<div class="fault"><p><strong>{said["error"]}</strong>{said["colon"]}{html_text(data)}</p>{more}</div>'
        if face.mime == reading.STDERR:
            return f'<div class="stderr"><p>{said["stderr"]}</p><pre>{html_text(data)}</pre></div>'
        if face.mime == reading.LEFT_OUT:
            widget = "widget" in data
            text = said["left_widget"] if widget else said["left_unknown"].format(name=data)
            return _note(text)
        return f'<pre class="{"stdout" if face.mime == reading.STDOUT else "plain"}">{html_text(data)}</pre>'

    def _latex(self, source: str) -> str:
        found = formula.bare(source)
        if found is None:
            return markdown.join_lines(markdown.to_html(_controls_out(source)))
        text, display = found
        return f'<p><span class="tex"{" data-display=block" if display else ""}>{html_text(text)}</span></p>'

    def _figure(self, block: Block, face: Face) -> str:
        """An image output with its caption, note and alternative text; its author's words first."""
        meta = face.meta
        alt = str(meta.get("alt") or meta.get("caption") or "")
        if face.mime == reading.SVG:
            try:
                picture = self._drawing(face.data, alt, block)
            except BadDrawing as error:
                return _note(self.words["left_image"].format(name=f"SVG, {error}"))
        else:
            data = "".join(face.data.split())
            width = f' width="{_number(meta["width"])}"' if _number(meta.get("width")) else ""
            picture = (
                f'<img alt="{html_text(alt or self._unwritten(block))}"{width} src="data:{face.mime};base64,{data}">'
            )
        caption = f"<figcaption>{html_text(meta['caption'])}</figcaption>" if meta.get("caption") else ""
        note = f'<p class="note">{html_text(meta["note"])}</p>' if meta.get("note") else ""
        return f'<figure class="plate">{picture}{caption}</figure>{note}'

    def _drawing(self, source: str, alt: str, block: Block) -> str:
        drawing = draw(_controls_out(source), f"drawing{len(self.drawings) + 1}", block.place)
        alt = alt or drawing.alt or self._unwritten(block, drawing.texts)
        self.drawings.append(drawing)
        return f'<svg-drawing data-n="{len(self.drawings) - 1}" data-alt="{html_text(alt)}"></svg-drawing>'

    def _unwritten(self, block: Block, texts: tuple[str, ...] = ()) -> str:
        """What stands in for an alternative text that nobody wrote; it says so."""
        told = [t for t in texts if re.search(r"[^\W\d_]", t)]
        if told:
            joined = "、".join(told) if self.words["html_lang"].startswith("zh") else ", ".join(told)
            return self.words["figure_texts"].format(texts=joined[:160])
        name = "figure_near" if block.heading else "figure_plain"
        return self.words[name].format(heading=block.heading)

    # ── cleaning ─────────────────────────────────────────────────────────────

    def _clean(self, markup: str, block: Block) -> BeautifulSoup:
        from bs4 import BeautifulSoup
        from bs4.element import PreformattedString

        tree = BeautifulSoup(
            _SVG.sub(lambda m: self._inline_drawing(m[0], block), _controls_out(markup)), "html.parser"
        )
        for odd in tree.find_all(string=lambda s: isinstance(s, PreformattedString)):
            odd.extract()  # comments, doctypes, CDATA
        for wrapper in tree.find_all(
            ["html", "head", "body", "form", "fieldset", "center", "main", "header", "footer", "nav"]
        ):
            wrapper.unwrap()
        self._leave_out(tree)
        for tag in tree.find_all(True):
            self._clean_tag(tag, block)
        for table in tree.find_all("table"):
            tidy_table(table)
        return tree

    def _inline_drawing(self, source: str, block: Block) -> str:
        label = re.search(r"""<svg[^>]*\saria-label=(?:"([^"]*)"|'([^']*)')""", source)
        try:
            return self._drawing(source, html.unescape(label[1] or label[2] or "") if label else "", block)
        except BadDrawing as error:
            return _note(self.words["left_image"].format(name=f"SVG, {error}"))

    def _leave_out(self, tree: BeautifulSoup) -> None:
        """Take out what would run, ask or fetch, and say so once a kind, where the first of it stood."""
        from bs4 import BeautifulSoup

        said: set[str] = set()
        for tag in tree.find_all(list(_LEFT_OUT)):
            if tag.decomposed:
                continue
            if tag.name == "input" and tag.get("type") == "checkbox":
                tag.replace_with("☑ " if tag.has_attr("checked") else "☐ ")
                continue
            name = _LEFT_OUT[tag.name]
            if name not in said and not (tag.name == "input" and tag.get("type") == "hidden"):
                tag.insert_before(BeautifulSoup(_note(self.words[name]), "html.parser"))
                said.add(name)
            tag.decompose()
        for tag in tree.find_all(list(_DROPPED)):
            tag.unwrap() if tag.name == "noscript" else tag.decompose()
        for style in tree.find_all("style"):
            if style.has_attr("scoped"):  # pandas' own, which the page's style replaces
                style.decompose()
            else:
                style.string = _CSS_OUTSIDE.sub("none", _CSS_IMPORT.sub("", style.string or ""))

    def _clean_tag(self, tag: Tag, block: Block) -> None:
        if tag.name == "img":
            self._image(tag, block)
            if tag.parent is None:
                return
        for key in list(tag.attrs):
            value = tag.attrs[key]
            text = " ".join(value) if isinstance(value, list) else str(value)
            if key.startswith("on") or key in ("autofocus", "contenteditable", "accesskey", "target", "is", "nonce") or (key in _LOADS and tag.name != "img") or (key in ("href", "xlink:href") and _FORBIDDEN_LINK.match(text)):
                del tag.attrs[key]
            elif key == "style":
                tag.attrs[key] = _CSS_OUTSIDE.sub("none", text)
            elif key == "id":
                if text in self._ids or text in ("text", "contents") or re.match(r"h-\d|drawing\d", text):
                    del tag.attrs[key]
                self._ids.add(text)

    def _image(self, tag: Tag, block: Block) -> None:
        """Take the image in as `data:`, or say that it was left out."""
        source = str(tag.get("src", ""))
        alt = clean(tag.get("alt", "")).strip()
        found = self._image_bytes(source, block)
        for key in set(tag.attrs) - {"src", "alt", "width", "height", "style", "class", "title"}:
            del tag.attrs[key]
        if found is None:
            from bs4 import BeautifulSoup

            shown = source if len(source) < 120 else source[:117] + "…"
            text = self.words["left_image"].format(name=f"{alt} {shown}".strip())
            tag.replace_with(BeautifulSoup(_note(text), "html.parser"))
            return
        kind, data = found
        if kind == "image/svg+xml":
            from bs4 import BeautifulSoup

            inline = self._inline_drawing(data.decode("utf-8", "replace"), block)
            drawn = BeautifulSoup(inline, "html.parser")
            if alt and drawn.find("svg-drawing"):
                drawn.find("svg-drawing")["data-alt"] = alt
            tag.replace_with(drawn)
            return
        tag["src"] = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
        tag["alt"] = alt or str(tag.get("title", "")) or self._unwritten(block)

    def _image_bytes(self, source: str, block: Block) -> tuple[str, bytes] | None:
        """MIME type and bytes of an image inside the notebook, its attachments, or its folder; None for any other."""
        if source.startswith("attachment:"):
            held = block.attachments.get(unquote(source.removeprefix("attachment:")), {})
            for kind in ("image/svg+xml", *IMAGE_KINDS):
                if kind in held:
                    return kind, _decoded(held[kind])
            return None
        if match := _IMAGE_DATA.match(source):
            kind = match[1].lower()
            data = _decoded(match[3]) if match[2] else unquote(match[3]).encode("utf-8")
            return (kind, data) if data and (kind in IMAGE_KINDS or kind == "image/svg+xml") else None
        if not source or re.match(r"[a-zA-Z][\w+.-]*:|//", source) or self.folder is None:
            return None
        path = (self.folder / unquote(source.split("?")[0].split("#")[0])).resolve()
        kind = mimetypes.guess_type(path.name)[0] or ""
        known = kind in IMAGE_KINDS or kind == "image/svg+xml"
        return (kind, path.read_bytes()) if known and path.is_relative_to(self.folder) and path.is_file() else None


def _note(text: str) -> str:
    return f'<span class="left-out">〔{html_text(text)}〕</span>'


def _controls_out(text: str) -> str:
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(unquote(text).split()), validate=False)
    except ValueError:
        return b""


def _number(value: object) -> str:
    return str(int(value)) if isinstance(value, int | float) and value > 0 else ""


def plain_text(tags: Iterable[Tag]) -> str:
    """The words of some tags, spaces collapsed."""
    return " ".join(" ".join(tag.get_text(" ", strip=True) for tag in tags).split())
