"""Formulas: LaTeX source as MathML for the web page and as Typst for the PDF. Neither needs a script or a network."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from functools import lru_cache

from ..markup import html_text, typst_string

_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_ACCENTS = {
    "^": "hat", "ˆ": "hat", "¯": "macron", "‾": "overline", "―": "overline", "¯̄": "macron", "~": "tilde", "˜": "tilde",
    "→": "arrow", "˙": "dot", ".": "dot", "¨": "dot.double", "ˇ": "caron", "˘": "breve", "´": "acute", "`": "grave",
}  # fmt: skip
_BRACES = {"⏞": "overbrace", "⏟": "underbrace", "_": "underline", "̲": "underline", "‾": "overline", "―": "overline"}
_VARIANTS = {
    "bold": "bold", "normal": "upright", "double-struck": "bb", "script": "cal", "fraktur": "frak",
    "sans-serif": "sans", "monospace": "mono", "bold-italic": "bold", "italic": "italic",
}  # fmt: skip
_LIMITS = {"lim", "max", "min", "sup", "inf", "argmax", "argmin", "det", "gcd", "Pr", "liminf", "limsup"}
_OPENING, _CLOSING = set("([{⟨⌈⌊|‖"), set(")]}⟩⌉⌋|‖")


class BadFormula(ValueError):
    """LaTeX that cannot be read; the source is shown in its stead."""


def bare(source: str) -> tuple[str, bool] | None:
    """The one formula that an output of type text/latex consists of, and whether it stands by itself; else None.

    `$\\displaystyle x$` and `$$x$$` -> `("x", True)`; text with formulas in it -> None.
    """
    text = source.strip()
    for opening, closing, display in (
        ("$$", "$$", True),
        ("\\[", "\\]", True),
        ("\\(", "\\)", False),
        ("$", "$", False),
    ):
        inner = text[len(opening) : -len(closing)]
        if text.startswith(opening) and text.endswith(closing) and "$" not in inner and inner.strip():
            inner = inner.strip()
            shown = inner.removeprefix("\\displaystyle").strip()
            return shown, display or shown != inner
    if re.fullmatch(r"\\begin\{(\w+\*?)\}.*\\end\{\1\}", text, flags=re.DOTALL):
        return text, True
    return None


@lru_cache(maxsize=512)
def mathml(source: str, display: bool = False) -> str:
    """A formula as MathML, its source as alternative text. Raises BadFormula when the source cannot be read."""
    root = _tree(source, display)
    for element in root.iter():
        element.tag = element.tag.replace(_MATHML, "")
    root.set("xmlns", _MATHML[1:-1])
    body = ET.tostring(root, encoding="unicode")
    return body.replace("<math ", f'<math alttext="{html_text(source)}" ', 1)


@lru_cache(maxsize=512)
def typst(source: str, display: bool = False) -> str:
    """A formula as a Typst call with its source as alternative text. Raises BadFormula when it cannot be read."""
    body = _row(list(_tree(source, display)), top=True).strip()
    if not body:
        raise BadFormula("empty formula")
    block = "true" if display else "false"
    return f"#math.equation(block: {block}, alt: {typst_string(source)}, $ {body} $);"


def _tree(source: str, display: bool) -> ET.Element:
    from latex2mathml.converter import convert

    if _unbalanced(source):
        raise BadFormula("braces or \\left and \\right do not match")
    numbered = r"\\(begin|end)\{(?:align|aligned|alignat|split|gather|gathered|equation)\*?\}"
    readable = re.sub(numbered, r"\\\1{align*}", source)  # the one alignment that is read and gets no number
    try:
        root = ET.fromstring(convert(readable, display="block" if display else "inline"))
    except Exception as error:  # the converter raises many kinds, IndexError and ParseError among them
        raise BadFormula(f"{type(error).__name__}: {error}") from error
    text = "".join(root.itertext())
    unread = re.search(r"\\[A-Za-z]+", text)
    if unread:
        raise BadFormula(f"{unread[0]} is not known")
    return root


def _unbalanced(source: str) -> bool:
    depth = 0
    for mark in re.findall(r"\\.|[{}]", source, flags=re.DOTALL):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth < 0:
            return True
    pairs = (("\\left", "\\right"), ("\\begin", "\\end"))
    return depth != 0 or any(
        len(re.findall(re.escape(a) + r"(?![a-zA-Z])", source))
        != len(re.findall(re.escape(b) + r"(?![a-zA-Z])", source))
        for a, b in pairs
    )


def _row(elements: list[ET.Element], top: bool = False) -> str:
    """Neighbours on one line. A fence at each end grows with what it holds."""
    if top and len(elements) == 1 and _name(elements[0]) in ("mrow", "mstyle"):
        return _row(list(elements[0]), top=True)
    if top and len(elements) == 1 and _name(elements[0]) == "mtable":
        return _lines(elements[0])
    if len(elements) >= 3 and _name(elements[1]) == "mtable":
        left, table, right = elements[:3]
        if (left.text or "") in _OPENING and (right.text or "") in _CLOSING:
            return f"lr({_one(left)} {_one(table)} {_one(right)}) {_row(elements[3:])}"
    if len(elements) >= 2 and _fence(elements[0], "prefix", _OPENING | {""}):
        last = _fence(elements[-1], "postfix", _CLOSING | {""})
        inside = " ".join(_one(e) for e in (elements[1:-1] if last else elements[1:]))
        close = _one(elements[-1]) if last else ""
        return f"lr({_one(elements[0])} {inside} {close})"
    return " ".join(_one(e) for e in elements)


def _fence(element: ET.Element, form: str, marks: set[str]) -> bool:
    return (
        _name(element) == "mo"
        and (element.text or "") in marks
        and element.get("fence") == "true"
        and element.get("form", form) == form
    )


def _name(element: ET.Element) -> str:
    return element.tag.replace(_MATHML, "")


def _one(element: ET.Element) -> str:
    name, parts = _name(element), list(element)
    text = unicodedata.normalize("NFC", (element.text or "")).strip("\n\t ")
    if name == "mi":
        return _styled(_symbol(text) if len(text) == 1 else f"op({typst_string(text)})", element, single=len(text) == 1)
    if name == "mn":
        return _styled(text if re.fullmatch(r"\d+(\.\d+)?", text) else typst_string(text), element)
    if name == "mo":
        if len(text) > 1 and text.isalpha():
            return f"op({typst_string(text)}, limits: #{'true' if text in _LIMITS else 'false'})"
        return _symbol(text) if len(text) == 1 else (typst_string(text) if text else "")
    if name in ("mtext", "ms"):
        return typst_string(element.text or " ")
    if name == "mspace":
        return f"#h({_em(element.get('width', '0'))}em)"
    if name == "mfrac":
        if element.get("linethickness") in ("0", "0pt", "0em"):
            return f"mat(delim: #none, {_one(parts[0])}; {_one(parts[1])})"
        return f"frac({_arg(parts[0])}, {_arg(parts[1])})"
    if name == "msqrt":
        return f"sqrt({_row(parts) or '#none'})"
    if name == "mroot":
        return f"root({_arg(parts[1])}, {_arg(parts[0])})"
    if name in ("msup", "msub", "msubsup", "munder", "mover", "munderover"):
        return _attached(name, parts)
    if name == "mtable":
        first = next(element.iter(f"{_MATHML}mtd"), element)
        left = "left" if "left" in element.get("columnalign", first.get("columnalign", "")) else "center"
        rows = "; ".join(", ".join(_row(list(cell)) or '""' for cell in row) for row in parts)
        return f"mat(delim: #none, align: #{left}, {rows})"
    if name == "mphantom":
        return f"#hide($ {_row(parts)} $)"
    if name in ("mrow", "mstyle", "mpadded", "math", "semantics", "mtd", "menclose"):
        inner = _row([p for p in parts if _name(p) != "annotation"])
        return _styled(inner, element) if inner else ""
    raise BadFormula(f"no way to print <{name}>")


def _arg(element: ET.Element) -> str:
    return _one(element) or '""'


def _attached(name: str, parts: list[ET.Element]) -> str:
    base, first = _arg(parts[0]), _arg(parts[1])
    mark = (parts[1].text or "").strip() if _name(parts[1]) == "mo" else ""
    if name == "mover" and mark in _ACCENTS:
        call = _ACCENTS[mark]
        return f"{call}({base})" if call == "overline" else f"accent({base}, {call})"
    if name in ("mover", "munder") and mark in _BRACES:
        return f"{_BRACES[mark]}({base})"
    if name in ("munder", "mover", "munderover"):
        base = f"limits({base})"
    if name in ("msubsup", "munderover"):
        return f"attach({base}, b: {first}, t: {_arg(parts[2])})"
    return f"attach({base}, {'b' if name in ('msub', 'munder') else 't'}: {first})"


def _lines(table: ET.Element) -> str:
    """An aligned environment at the top of a formula: its rows as lines, its columns at alignment points."""
    return " \\ ".join(" & ".join(_row([e for e in cell if len(e) or e.text]) for cell in row) for row in table)


def _symbol(char: str) -> str:
    if char.isascii() and char.isalnum():
        return char
    if char.isascii():
        return f"\\{char}"
    return char if unicodedata.category(char)[0] in "SPL" and ord(char) < 0x2E80 else typst_string(char)


def _styled(text: str, element: ET.Element, single: bool = False) -> str:
    variant = _VARIANTS.get(element.get("mathvariant", ""))
    return f"{variant}({text})" if variant and not (variant == "italic" and single) else text


def _em(width: str) -> str:
    match = re.match(r"(-?[0-9.]+)\s*(em|ex|px|mu)?", width)
    if not match:
        return "0"
    scale = {"em": 1.0, "ex": 0.5, "px": 0.0625, "mu": 1 / 18, None: 1.0}[match[2]]
    return f"{float(match[1]) * scale:g}"
