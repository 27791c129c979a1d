"""What a web page's style sheets say of its elements, as far as a figure depends on it: hidden, struck out, raised, and
the number format that Excel writes for a cell (mso-number-format)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

_HEARD = frozenset(
    {"display", "visibility", "text-decoration", "text-decoration-line", "vertical-align", "mso-number-format"}
)
_SAYS = re.compile(r"""([\w-]+)\s*:\s*((?:"[^"]*"|'[^']*'|\\.|[^;"'\\])*)""")
_COMPOUND = re.compile(r"(\*|[\w-]+)?((?:[.#][\w\u0080-\uffff-]+)*)")
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{4}) ?|\\(.)", flags=re.DOTALL)

Says = dict[str, str]


@dataclass(frozen=True)
class _Rule:
    """One selector, its parts from the last to the first, and whether each is the child of the next."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    child: tuple[bool, ...]
    weight: tuple[int, int, int]
    says: Says

    def fits(self, element: HtmlElement) -> bool:
        if not _is(element, self.parts[0]):
            return False
        for part, child in zip(self.parts[1:], self.child, strict=True):
            above = element.getparent()
            while above is not None and not _is(above, part) and not child:
                above = above.getparent()
            if above is None or not _is(above, part):
                return False
            element = above
        return True


class Styles:
    """The style sheets of a page. Selectors by tag, class, id and what they stand in are heard; those of a state or a
    medium (:hover, @media print) are not."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self.rules: dict[str, list[_Rule]] = {}
        for sheet in sheets:
            for selector, body in _blocks(sheet):
                self.add(selector, declarations(body))

    def add(self, selectors: str, says: Says) -> None:
        for selector in selectors.split(",") if says else ():
            rule = _rule(selector.strip(), says, sum(map(len, self.rules.values())))
            if rule is not None:
                tag, names = rule.parts[0]
                self.rules.setdefault(names[-1] if names else tag, []).append(rule)

    def of(self, element: HtmlElement) -> Says:
        """What is said of an element itself, in lower case but for its number format."""
        about = element.get("style")
        if not self.rules:
            return declarations(about) if about else {}
        keys = ("*", element.tag, *_names(element))
        fitting = [rule for key in keys for rule in self.rules.get(key, ()) if rule.fits(element)]
        told: Says = {}
        for rule in sorted(fitting, key=lambda rule: rule.weight):
            told |= rule.says
        return told | declarations(about) if about else told


def declarations(text: str) -> Says:
    """The declarations that are heard, by name."""
    found = {}
    for name, value in _SAYS.findall(text):
        if name.lower() in _HEARD:
            found[name.lower()] = value.strip() if name.lower() == "mso-number-format" else value.strip().lower()
    return found


def number_format(says: Says) -> str:
    """The number format of a cell as a workbook would have it: 0.0% for mso-number-format:"0\\.0%"; "" for none."""
    value = says.get("mso-number-format", "").strip("\"'")
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], value)


def is_hidden(says: Says) -> bool:
    return says.get("display", "").startswith("none") or says.get("visibility", "").startswith(("hidden", "collapse"))


def is_struck(element: HtmlElement, says: Says) -> bool:
    through = says.get("text-decoration", "") + says.get("text-decoration-line", "")
    return element.tag in ("s", "strike", "del") or "line-through" in through


def is_raised(element: HtmlElement, says: Says) -> bool:
    return element.tag in ("sup", "sub") or says.get("vertical-align", "").startswith(("super", "sub"))


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of a style sheet, without those that stand in an @-rule."""
    sheet = re.sub(r"/\*.*?(?:\*/|$)|<!--|-->", " ", sheet, flags=re.DOTALL)
    within: list[str] = []
    before = ""
    for piece in re.split("([{}])", sheet):
        if piece == "{":
            within.append(before.rpartition(";")[2].strip())
        elif piece == "}" and within:
            selector = within.pop()
            if not selector.startswith("@") and not any(name.startswith("@") for name in within):
                yield selector, before
        before = "" if piece in ("{", "}") else piece


def _rule(selector: str, says: Says, order: int) -> _Rule | None:
    """A selector's rule; None for one that is not heard."""
    words = re.sub(r"\s*>\s*", " > ", selector).split()
    parts: list[tuple[str, tuple[str, ...]]] = []
    child: list[bool] = []
    for word in words:
        if word == ">":
            child[-1:] = [True]
            continue
        found = _COMPOUND.fullmatch(word)
        if not found:
            return None
        parts.append(((found[1] or "*").lower(), tuple(re.findall(r"[.#][^.#]+", found[2]))))
        child.append(False)
    if not parts or len(child) != len(parts):
        return None
    named = sum(len(names) for _, names in parts)
    ids = sum(name.startswith("#") for _, names in parts for name in names)
    weight = (1000 * ids + named, sum(tag != "*" for tag, _ in parts), order)
    return _Rule(tuple(parts[::-1]), tuple(child[:-1][::-1]), weight, says)


def _is(element: HtmlElement, part: tuple[str, tuple[str, ...]]) -> bool:
    tag, names = part
    return tag in ("*", element.tag) and (not names or {*names} <= {*_names(element)})


def _names(element: HtmlElement) -> list[str]:
    """An element's classes and its id as selectors name them."""
    own = element.get("id")
    return [*(f".{name}" for name in (element.get("class") or "").split()), *([f"#{own}"] if own else [])]
