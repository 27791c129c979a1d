"""Drawings as SVG, fit to stand in a page beside others: own ids, no scripts, no outside resources, a label."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache

from . import tree, tree_reading

SVG_NS, XLINK_NS = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_DROPPED = {"metadata", "script", "foreignObject", "iframe", "audio", "video", "animate", "set", "handler"}
_CAMEL = (
    "viewBox", "preserveAspectRatio", "linearGradient", "radialGradient", "clipPath", "textPath", "gradientUnits",
    "gradientTransform", "patternUnits", "patternTransform", "clipPathUnits", "markerWidth", "markerHeight",
    "markerUnits", "refX", "refY", "spreadMethod", "startOffset", "textLength", "lengthAdjust", "maskUnits",
)  # fmt: skip
_LINK = "{http://www.w3.org/1999/xlink}href"
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"\s]+)['\"]?\s*\)")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#|data:)[^)]*\)")
_GROUND = re.compile(  # matplotlib's: a white rectangle, its first corner at the drawing's
    r'<path d="M 0 ([\d.]+)\s+L ([\d.]+) \1\s+L \2 0\s+L 0 0\s+z\s*" style="fill: #ffffff" ?/>'
)
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_DRAWN = re.compile("<(?:path|rect|circle|ellipse|line|poly|text|image|use)")
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(px|pt|in|mm|cm)?\s*")
_POINTS = {"px": 0.75, None: 0.75, "pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 720 / 25.4}


class BadDrawing(ValueError):
    """Text that says it is SVG and cannot be read as such."""


@dataclass(frozen=True)
class Drawing:
    """A clean SVG. `markup` opens with `<svg`; `width` and `height` are in points; `texts` are the words in it.

    `real_text` is False when the words are drawn as outlines; `place` says where in the notebook it stands.
    """

    markup: str
    width: float
    height: float
    texts: tuple[str, ...]
    alt: str = ""
    real_text: bool = True
    place: str = ""

    @property
    def on_paper(self) -> str:
        """The SVG without its white ground, which would cut a hole into a draft's watermark."""
        ground, box = _GROUND.search(self.markup), _BOX.search(self.markup)
        if ground is None or box is None or _DRAWN.search(self.markup, 0, ground.start()):
            return self.markup
        is_whole = (float(ground[2]), float(ground[1])) == (float(box[1]), float(box[2]))
        return self.markup[: ground.start()] + self.markup[ground.end() :] if is_whole else self.markup

    def labelled(self, alt: str) -> str:
        """The SVG for a web page: an image with its label, as wide as it was drawn and never wider than the page."""
        label = alt.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        return self.markup.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


@lru_cache(maxsize=32)  # a page and its PDF show the same drawings
def draw(source: str, prefix: str, place: str = "") -> Drawing:
    """Read an SVG and give it ids of its own (`prefix-…`). Raises BadDrawing when it is not well-formed XML."""
    start = source.find("<svg")
    if start < 0:
        raise BadDrawing("no <svg> element")
    comments = [c.strip() for c in re.findall(r"<!--(.*?)-->", source, flags=re.DOTALL)]
    markup = re.sub(r"<metadata\b.*?</metadata>|<metadata[^>]*/>", "", source[start:], flags=re.DOTALL)
    if "xmlns=" not in markup[: markup.find(">")]:
        markup = markup.replace("<svg", f'<svg xmlns="{SVG_NS}"', 1)
    if "xlink:" in markup and "xmlns:xlink" not in markup:
        markup = markup.replace("<svg", f'<svg xmlns:xlink="{XLINK_NS}"', 1)
    root = _parsed(markup)
    own = " ".join((root.findtext(f"{{{SVG_NS}}}desc") or root.findtext(f"{{{SVG_NS}}}title") or "").split())
    _clean(root, prefix)
    width, height = _size(root)
    texts = tuple("".join(e.itertext()).strip() for e in root.iter(f"{{{SVG_NS}}}text"))
    words = tuple(t for t in dict.fromkeys(texts or comments) if t)
    return Drawing(_written(root), width, height, words, own, bool(texts), place)


def _parsed(markup: str) -> ET.Element:
    """The tree of an SVG, mended first when it is written as HTML allows it: loose quotes, open tags, entities."""
    try:
        return ET.fromstring(markup)
    except ET.ParseError as error:
        loose = tree.first(tree_reading.parse(markup), "svg")
        mended = "" if loose is None else tree.as_xml(loose)
        for name in _CAMEL:
            mended = re.sub(rf"(?<=[<\s/]){name.lower()}(?=[\s=>/])", name, mended)
        try:
            return ET.fromstring(mended)
        except ET.ParseError:
            raise BadDrawing(str(error)) from error


def _clean(root: ET.Element, prefix: str) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "script"
            foreign = isinstance(child.tag, str) and not child.tag.startswith(f"{{{SVG_NS}}}")
            if name in _DROPPED or foreign or (parent is root and name in ("title", "desc")):
                parent.remove(child)
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            name = key.rpartition("}")[2]
            if name.startswith("on") or (key.startswith("{") and key != _LINK):
                del element.attrib[key]
            elif name == "id":
                element.set(key, f"{prefix}-{value}")
            elif name == "href":
                del element.attrib[key]
                if value.startswith("#"):
                    element.set(_LINK, f"#{prefix}-{value[1:]}")
                elif value.startswith("data:image/"):
                    element.set(_LINK, value)
            elif "url(" in value:
                element.set(key, _OUTSIDE.sub("none", _REFERENCE.sub(rf"url(#{prefix}-\1)", value)))
        if element.tag == f"{{{SVG_NS}}}style":
            element.text = _scoped(element.text or "", prefix)
    root.set("id", prefix)


def _scoped(css: str, prefix: str) -> str:
    """Style rules that hold inside this drawing only: matplotlib's `*{…}` would else restyle the whole page."""
    css = re.sub(r"/\*.*?\*/|@import[^;]*;?|@font-face\s*\{[^}]*\}", "", css, flags=re.DOTALL)
    css = _OUTSIDE.sub("none", _REFERENCE.sub(rf"url(#{prefix}-\1)", css))
    rules = []
    for selectors, body in re.findall(r"([^{}@]+)\{([^{}]*)\}", css):
        inside = [re.sub(r"#([\w-]+)", rf"#{prefix}-\1", s.strip()) for s in selectors.split(",") if s.strip()]
        rules.append(",".join(f"#{prefix} {s}" for s in inside) + "{" + body.strip() + "}")
    return "".join(rules)


def _size(root: ET.Element) -> tuple[float, float]:
    """Width and height in points, from the attributes, else the view box, which is written when missing."""
    box = [float(n) for n in re.findall(r"-?[0-9.]+(?:e-?\d+)?", root.get("viewBox", ""))]
    view = (box[2] * 0.75, box[3] * 0.75) if len(box) == 4 else (0.0, 0.0)
    sizes = []
    for name, fallback in (("width", view[0]), ("height", view[1])):
        match = _LENGTH.fullmatch(root.get(name, ""))
        sizes.append(float(match[1]) * _POINTS[match[2]] if match else fallback)
    width, height = (s or d for s, d in zip(sizes, (300.0, 150.0), strict=True))
    if len(box) != 4:
        root.set("viewBox", f"0 0 {width / 0.75:g} {height / 0.75:g}")
    root.attrib.pop("preserveAspectRatio", None)
    root.set("width", f"{width:g}pt")
    root.set("height", f"{height:g}pt")
    return width, height


def _written(root: ET.Element) -> str:
    ET.register_namespace("", SVG_NS)
    ET.register_namespace("xlink", XLINK_NS)
    text = ET.tostring(root, encoding="unicode", short_empty_elements=True)
    return re.sub(r">\s+<", "><", text) if "<text" not in text else re.sub(r">\n\s*<", "><", text)
