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

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

IMAGE_KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif", "image/webp": "webp"}
SVG_KIND = "image/svg+xml"

_LEFT_OUT = {
    "script": "left_script",
    **dict.fromkeys(("iframe", "frame", "object", "embed", "portal", "applet"), "left_frame"),
    **dict.fromkeys(("audio", "video", "canvas"), "left_media"),
    **dict.fromkeys(("button", "select", "textarea", "input"), "left_form"),
}
_DROPPED = {"link", "base", "meta", "template", "title", "source", "track", "param", "area", "map"}
_UNWRAPPED = {
    "html", "head", "body", "form", "fieldset", "center", "main", "header", "footer", "nav", "noscript", "blink",
}  # fmt: skip
_LOADS = {
    "src", "srcset", "poster", "background", "data", "action", "formaction", "longdesc", "lowsrc", "dynsrc", "ping",
    "manifest", "profile", "classid", "codebase", "cite", "usemap", "imagesrcset", "srcdoc",
}  # fmt: skip
_ACTS = {"autofocus", "contenteditable", "accesskey", "target", "is", "nonce", "tabindex", "draggable", "role"}
_FORBIDDEN_LINK = re.compile(r"^[\s\x00-\x20]*(javascript|vbscript|data|file|blob)\s*:", re.IGNORECASE)
_CSS_OUTSIDE = re.compile(r"(?:url|image-set|image|src)\(\s*(?!['\"]?data:image/)[^)]*\)", re.IGNORECASE)
_CSS_RULES = re.compile(r"@import[^;]*;?|@font-face\s*\{[^}]*\}|expression\([^)]*\)", re.IGNORECASE)
_IMAGE_DATA = re.compile(r"data:(image/[\w.+-]+)\s*(?:;[\w=.-]+)*?(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
_OWN_IDS = re.compile(r"text|h-\d+|drawing\d+(-.*)?")  # ids the page itself gives


def note(text: str) -> str:
    """The mark that stands where something was left out."""
    return f'<span class="left-out">〔{html_text(text)}〕</span>'


def parse(markup: str) -> BeautifulSoup:
    """An HTML fragment as a tree; faults in it are mended as browsers do, roughly."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(markup, "html.parser")


def leave_out(tree: BeautifulSoup, words: Mapping[str, str]) -> None:
    """Take out scripts, frames, forms, sound and video; say so once a kind, where the first of it stood."""
    from bs4.element import PreformattedString

    for odd in [text for text in tree.descendants if isinstance(text, PreformattedString)]:
        odd.extract()  # comments, doctypes, CDATA
    tags = tree.find_all(True)  # one walk: a search by names asks every tag anew
    for tag in tags:
        if tag.name in _UNWRAPPED:
            tag.unwrap()
    said: set[str] = set()
    for tag in tags:
        if tag.name not in _LEFT_OUT or (tag.name == "button" and tag.has_attr("popovertarget")) or tag.decomposed:
            continue  # a button that opens a note of the page itself needs no script and sends nothing
        if tag.name == "input" and tag.get("type") == "checkbox":
            tag.replace_with("☑ " if tag.has_attr("checked") else "☐ ")
            continue
        name = _LEFT_OUT[tag.name]
        if name not in said and tag.get("type") != "hidden":
            tag.insert_before(parse(note(words[name])))
            said.add(name)
        tag.decompose()
    for tag in tags:
        if tag.name in _DROPPED and not tag.decomposed:
            tag.decompose()
    for style in tree.find_all("style"):
        if style.has_attr("scoped"):  # pandas' own, which the page's style replaces
            style.decompose()
        else:
            style.string = _CSS_OUTSIDE.sub("none", _CSS_RULES.sub("", style.string or ""))


def strip_attributes(tag: Tag, ids: set[str]) -> None:
    """Take off what would act or fetch, and an id that the document has already (`ids`, which grows)."""
    for key, value in list(tag.attrs.items()):
        text = " ".join(value) if isinstance(value, list) else str(value)
        if _forbidden(tag, key, text):
            del tag.attrs[key]
        elif key == "style":
            tag.attrs[key] = _CSS_OUTSIDE.sub("none", text)
        elif key == "id":
            if text in ids or _OWN_IDS.fullmatch(text) or not text.strip():
                del tag.attrs[key]
            ids.add(text)


def _forbidden(tag: Tag, key: str, text: str) -> bool:
    if key.startswith("on") or key in _ACTS or (key in _LOADS and tag.name != "img"):
        return True
    return key in ("href", "xlink:href") and bool(_FORBIDDEN_LINK.match(text))


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
