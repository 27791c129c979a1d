"""The fonts inside a page: which characters it sets in which, read from its tags, and the rules that bring just those.

Light on purpose: the archive's page needs it too, in a process that has no use for nbconvert.
"""

from __future__ import annotations

import re
from html import unescape

from . import fonts, tree

_SERIF_TAGS = {"h1", "h2", "h3", "em", "i", "dfn"}
_BOLD_TAGS = {"strong", "b", "th", "h4", "h5", "h6", "dt", "caption", "figcaption", "summary"}
_SERIF_CLASSES = {"display"}
_BOLD_CLASSES = {"strong", "number"}
FONTS = "@@FONTS@@"  # in a page's style: where its fonts come


def with_fonts(shell: str, more: str = "") -> str:
    """A page with its fonts, put in at FONTS: `@font-face` rules with exactly the characters that it sets in each.

    `more` are characters that come into the text later, by a script or as a field's hint.
    """
    return shell.replace(FONTS, _font_faces(shell, more), 1)


def _font_faces(shell: str, more: str) -> str:
    used = characters(shell)
    used[fonts.REGULAR].update(more)
    rules = []
    for file, family, weight in (
        (fonts.REGULAR, "Noto Sans SC", 400),
        (fonts.BOLD, "Noto Sans SC", 700),
        (fonts.SERIF, "Noto Serif SC", 700),
    ):
        wanted = "".join(sorted(c for c in used[file] if ord(c) in fonts.opened(file).glyphs))
        if wanted:
            source = f"url(data:font/woff2;base64,{fonts.web_font(file, wanted)}) format('woff2')"
            rules.append(
                f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:normal;font-display:block;"
                f"src:{source}}}"
            )
    return "\n".join(rules)


_RAW = re.compile(r"<(style|script)\b[^>]*>(.*?)</\1\s*>|<[!?][^>]*>", re.DOTALL)
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*)((?:[^>"']++|"[^"]*"|'[^']*')*+)>([^<]*)""")
_ABOUT = re.compile(r"""(?<![\w-])(class|style|font-weight)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HEAVY = re.compile(r"bold|[6-9]00\b")


def characters(shell: str) -> dict[str, set[str]]:
    """The characters of a page by the font file that shows them, read from its tags as page.css sets them.

    The page is ours: every tag closed, every `<` in its text written as a reference. A parser would build it a second
    time for a fifth of the whole export.
    """
    used: dict[str, set[str]] = {name: set() for name in fonts.FONT_FILES}
    texts: dict[str, list[str]] = {name: [] for name in fonts.FONT_FILES}
    body = shell[max(shell.find("<body"), 0) :]
    loose = any("bold" in rules for kind, rules in _RAW.findall(body) if kind == "style")  # bold may be anywhere
    names, set_in = [""], [(False, False)]  # of the tags that are open: the name, and whether its text is bold, serif
    for end, name, about, text in _TAG.findall(_RAW.sub("<br>", body)):
        if end:
            if name in names:
                while names.pop() != name:
                    set_in.pop()
                set_in.pop()
        elif name not in tree.VOID and not about.endswith("/"):
            bold, serif = set_in[-1]
            now_bold, now_serif = _set_in(name, about) if "=" in about else _set_in(name, "")
            names.append(name)
            set_in.append((bold or now_bold, serif or now_serif))
        if text:
            bold, serif = set_in[-1]
            texts[fonts.SERIF if serif else fonts.BOLD if bold else fonts.REGULAR].append(text)
    if "<li" in body:
        used[fonts.REGULAR].update("0123456789.•◦▪")
    for file, found in texts.items():
        chars = set(unescape("".join(found)))
        used[file] |= chars
        if loose:
            used[fonts.BOLD] |= chars
    for chars in used.values():
        chars.difference_update("\n\t\r")
    return used


def _set_in(name: str, about: str) -> tuple[bool, bool]:
    """Whether an element of this name and these attributes sets its text bold, and whether in the serif."""
    bold, serif = name in _BOLD_TAGS, name in _SERIF_TAGS
    if "class=" in about or "style=" in about or "font-weight=" in about:
        said = {key: unescape(one or other) for key, one, other in _ABOUT.findall(about)}
        names = set(said.get("class", "").split())
        heavy = _HEAVY.search(f"{said.get('style', '')};{said.get('font-weight', '')}") is not None
        bold, serif = bold or heavy or bool(names & _BOLD_CLASSES), serif or bool(names & _SERIF_CLASSES)
    return bold, serif
