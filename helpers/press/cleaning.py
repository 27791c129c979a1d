"""What runs, asks or fetches is taken out of a page's tree, and where something is lost, it says so."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..markup import html_text
from . import tree, tree_reading

if TYPE_CHECKING:
    from .tree import Element

IMAGE_KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif", "image/webp": "webp"}
SVG_KIND = "image/svg+xml"

_LEFT_OUT = {
    "script": "left_script",
    **dict.fromkeys(("iframe", "frame", "object", "embed", "portal", "applet"), "left_frame"),
    **dict.fromkeys(("audio", "video", "canvas"), "left_media"),
    **dict.fromkeys(("button", "select", "textarea", "input"), "left_form"),
}
_DROPPED = {
    "link", "base", "meta", "template", "title", "source", "track", "param", "area", "map",
    "animate", "animatemotion", "animatetransform", "set",  # of a drawing without its end: they write attributes
}  # fmt: skip
_UNWRAPPED = {
    "html", "head", "body", "form", "fieldset", "center", "main", "header", "footer", "nav", "noscript", "blink",
    "xmp", "listing", "plaintext", "noembed", "noframes", "frameset",  # a browser reads no tags inside these
}  # fmt: skip
_LOADS = {
    "src", "srcset", "poster", "background", "data", "action", "formaction", "longdesc", "lowsrc", "dynsrc", "ping",
    "manifest", "profile", "classid", "codebase", "cite", "usemap", "imagesrcset", "srcdoc",
}  # fmt: skip
_ACTS = {"autofocus", "contenteditable", "accesskey", "target", "is", "nonce", "tabindex", "draggable", "role"}
_FORBIDDEN_LINK = re.compile(r"(javascript|vbscript|data|file|blob):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\s\x00-\x20]+")  # a browser reads `java\nscript:` as well
_CSS_OUTSIDE = re.compile(r"(?:url|image-set|image|src)\(\s*(?!['\"]?data:image/)[^)]*\)", re.IGNORECASE)
_CSS_RULES = re.compile(r"@import[^;]*;?|@font-face\s*\{[^}]*\}|expression\([^)]*\)", re.IGNORECASE)
_IMAGE_DATA = re.compile(r"data:(image/[\w.+-]+)\s*(?:;[\w=.-]+)*?(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
_OWN_IDS = re.compile(r"text|h-\d+|drawing\d+(-.*)?")  # ids the page itself gives


def note(text: str) -> str:
    """The mark that stands where something was left out."""
    return f'<span class="left-out">〔{html_text(text)}〕</span>'


def leave_out(root: Element, words: Mapping[str, str]) -> None:
    """Take out scripts, frames, forms, sound and video; say so once a kind, where the first of it stood."""
    tags = list(root.iterdescendants())
    for tag in tags:
        if tag.tag in _UNWRAPPED:
            tree.unwrap(tag)
    said: set[str] = set()
    for tag in tags:
        if tag.tag not in _LEFT_OUT or (tag.tag == "button" and "popovertarget" in tag.attrib):
            continue  # a button that opens a note of the page itself needs no script and sends nothing
        if not tree.is_in(tag, root):
            continue
        if tag.tag == "input" and tag.get("type") == "checkbox":
            tree.replace(tag, "☑ " if "checked" in tag.attrib else "☐ ")
            continue
        name = _LEFT_OUT[tag.tag]
        if name not in said and tag.get("type") != "hidden":
            tree.put_before(tag, tree_reading.parse(note(words[name])))
            said.add(name)
        tree.remove(tag)
    for tag in tags:
        if tag.tag in _DROPPED and tree.is_in(tag, root):
            tree.remove(tag)
    for style in list(root.iter("style")):
        if "scoped" in style.attrib or tree.above(style, "svg") is not None or tree.above(style, "math") is not None:
            tree.remove(style)  # pandas' own, which the page's style replaces; and one that a browser reads otherwise
        else:
            tree.set_text(style, _CSS_OUTSIDE.sub("none", _CSS_RULES.sub("", style.text or "")))


def strip_attributes(tag: Element, ids: set[str]) -> None:
    """Take off what would act or fetch, and an id that the document has already (`ids`, which grows)."""
    for key, value in tag.items():
        if _forbidden(tag, key, value):
            del tag.attrib[key]
        elif key == "style":
            tag.set(key, _CSS_OUTSIDE.sub("none", value))
        elif key == "id":
            if value in ids or _OWN_IDS.fullmatch(value) or not value.strip():
                del tag.attrib[key]
            ids.add(value)


def _forbidden(tag: Element, key: str, text: str) -> bool:
    if key.startswith("on") or key in _ACTS or (key in _LOADS and tag.tag != "img"):
        return True
    return key in ("href", "xlink:href") and bool(_FORBIDDEN_LINK.match(_UNSEEN.sub("", text)))


def image_bytes(
    source: str, attachments: Mapping[str, Mapping[str, str]], folder: Path | None
) -> tuple[str, bytes] | None:
    """MIME type and bytes of an image inside the notebook, its attachments or its folder; None for any other."""
    if source.startswith("attachment:"):
        held = attachments.get(unquote(source.removeprefix("attachment:")), {})
        kind = next((kind for kind in (SVG_KIND, *IMAGE_KINDS) if kind in held), None)
        return (kind, decoded("".join(held[kind]))) if kind else None
    if match := _IMAGE_DATA.match(source):
        kind = match[1].lower()
        data = decoded(match[3]) if match[2] else unquote(match[3]).encode("utf-8")
        return (kind, data) if data and (kind in IMAGE_KINDS or kind == SVG_KIND) else None
    if not source or folder is None or re.match(r"[a-zA-Z][\w+.-]*:|//", source):
        return None
    path = (folder / unquote(re.split("[?#]", source)[0])).resolve()
    kind = mimetypes.guess_type(path.name)[0] or ""
    known = kind in IMAGE_KINDS or kind == SVG_KIND
    return (kind, path.read_bytes()) if known and path.is_relative_to(folder) and path.is_file() else None


def decoded(text: str) -> bytes:
    """Base64 as bytes; nothing when it is none."""
    try:
        return base64.b64decode("".join(unquote(text).split()))
    except ValueError:
        return b""
