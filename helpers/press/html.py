"""`jupyter nbconvert --to briefing_html`: any executed notebook as one web page that fetches nothing.

Imports are light on purpose: nbconvert loads every registered exporter, whatever it is asked to make.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets import default

from ..markup import RANGED, html_text, kept_together
from . import regions, tree, tree_reading
from .page_fonts import FONTS, with_fonts
from .reader_only import ReadingExporter

if TYPE_CHECKING:
    from .fragments import Fragments
    from .reading import Document
    from .tree import Element

TEMPLATES = Path(__file__).parent / "templates"


class BriefingHTMLExporter(ReadingExporter):
    """A notebook's outputs and Markdown as a single accessible HTML file: fonts, drawings and images inside it."""

    export_from_notebook = "区市通报 HTML"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: Any, resources: Mapping[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page as text. The same notebook gives the same bytes."""
        from . import reading

        notebook, resources = self.prepared(nb, resources, **kw)
        about = resources.get("metadata", {})
        document = reading.read(notebook, about.get("name") or "Notebook", reading.HTML_FACES)
        folder = Path(about["path"]) if "path" in about else None
        return page(document, folder, self.log.warning), resources


def page(document: Document, folder: Path | None = None, warn: Callable[..., None] | None = None) -> str:
    """The whole page of a document; images are looked up in `folder`.

    A character that no bundled font has is left to the reader's own fonts, and `warn` told of it with its place: a
    browser may well have it, a printed page has not.
    """
    from .fonts import MissingGlyph, missing
    from .fragments import Fragments
    from .outline import arrange, number_captions, number_cites
    from .reading import HTML, Block, Face, together
    from .words import words

    front = document.front
    said = words(front.lang)
    fragments = Fragments(front.lang, folder)
    cover = Block(0, "", (Face(HTML, front.notes),))
    fragments.tree(cover, cover.faces[0])
    summary = [fragments.markdown(sentence, cover) for sentence in front.summary_rich]
    trees = [fragments.tree(block, block.faces[0]) for block in document.blocks]
    if warn:
        for block, root in zip(document.blocks, trees, strict=True):
            if lost := missing(tree.text(root)):
                warn("%s", MissingGlyph(lost, block.place))
    entries = arrange(trees, document.heading_is_title)
    number_captions(trees, front.lang)
    labels: set[str] = set()
    for root in trees:
        regions.wrap_wide(root, fragments.drawings, said, labels)
        _set_formulas(root, said)
    cites = number_cites([*summary, *trees])
    for root in (*summary, *trees):
        _keep_to_notes(root, fragments)
    shown = [_inlined(tree.inner(root).strip(), fragments) for root in trees]
    runs = (_side_by_side([shown[i] for i in run]) for run in together(document.blocks))
    body = kept_together("\n".join(filter(None, runs)))
    script = regions.script() + _beside("notes.js") if fragments.notes else ""
    shell = _template().render(
        front=front,
        title=_names_kept(front.title),
        said=said,
        summary=[kept_together(tree.inner(root).strip()) for root in summary],
        cites=[_ranges_kept(text) for text in cites],
        notes="\n".join(fragments.notes.values()),
        script=script,
        allowed=f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" if script else "",
        margins=_margins(front.stamp, front.notice),
        entries=entries if len(entries) > 1 and not front.short else (),
        body=body,
        css=_beside("page.css") + (_beside("wide.css") if f' {regions.WIDE}"' in body else ""),
        fonts=FONTS,
    )
    return with_fonts(shell)


# As `balanced` in briefing.typ; and the words behind a name, which a browser would part anywhere: 考核情况通报.
_SHORT_NAME = re.compile("“[^”]{1,8}”|（[^）]{1,8}）|(?<=”)[\u4e00-\u9fff]{2,8}(?=$|[“（])")


def _names_kept(title: str) -> str:
    """A title as HTML in which what stands in quotation marks or brackets, or behind them, where it is short, stays on
    one line."""
    return _SHORT_NAME.sub(lambda found: f'<span class="kept">{found[0]}</span>', html_text(title))


_RANGES = re.compile(f"{RANGED}|（[^（）]{{1,16}}）")  # in brackets: the last number of the sources


def _ranges_kept(text: str) -> str:
    """A source note as HTML, as `list-source-notes` in briefing.typ."""
    return _RANGES.sub(lambda found: f'<span class="kept">{found[0]}</span>', html_text(text))


def _keep_to_notes(root: Element, fragments: Fragments) -> None:
    """Buttons that would open nothing on this page become plain text."""
    for button in list(root.iter("button")):
        if button.get("popovertarget") not in fragments.notes:
            tree.unwrap(button)


def _side_by_side(shown: list[str]) -> str:
    return shown[0] if len(shown) == 1 else f'<div class="plates">{"".join(f"<div>{s}</div>" for s in shown)}</div>'


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("page.html.j2")


def _margins(stamp: str, notice: str) -> str:
    """Style for the margins of the printed page: the stamp at its head, the notice at its foot."""
    boxes = ""
    if stamp:
        boxes += (
            f"@top-right{{content:{_css_string(stamp)};font:700 8.5pt var(--sans);color:#a8201a;letter-spacing:.1em}}"
        )
    if notice:
        boxes += f"@bottom-left{{content:{_css_string(notice)};font:7pt var(--sans);color:#565f6d;width:75%}}"
    return f"@page{{{boxes}}}" if boxes else ""


def _css_string(text: str) -> str:
    """Text as a CSS string in which no character can end the string or the style sheet."""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'


@cache
def _beside(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _set_formulas(root: Element, said: Mapping[str, str]) -> None:
    """Formulas as MathML; one that cannot be read as its source."""
    from . import formula

    for span in list(root.iter("span")):
        if "tex" not in tree.classes(span):
            continue
        source, display = tree.text(span), span.get("data-display") == "block"
        try:
            shown = formula.mathml(source, display)
        except formula.BadFormula:
            shown = f'<code class="tex-source" title="{said["formula_source"]}">{html_text(source)}</code>'
        tree.replace(span, tree_reading.parse(shown))


def _inlined(markup: str, fragments: Fragments) -> str:
    """The markup with its drawings put in."""

    def drawing(match: re.Match[str]) -> str:
        alt = re.search(r'data-alt="([^"]*)"', match[0])
        return fragments.drawings[int(match[1])].labelled(unescape(alt[1]) if alt else "")

    return re.sub(r'<svg-drawing[^>]*data-n="(\d+)"[^>]*></svg-drawing>', drawing, markup)
