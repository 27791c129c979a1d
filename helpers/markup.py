"""Text on its way into HTML, Typst or a spreadsheet: escaped once, here, so that no figure, name or remark can become
code.

Floor 0 of the house: both wings use it. Typst takes text as string literals (`#"…";`): backslash escapes in markup
mode leave holes (`#let`, `$`, `@ref`, `//`), a string literal has none.
"""

from __future__ import annotations

import html
import re
import unicodedata

# Control characters make neither HTML nor PDF/UA; zero-width space breaks searching in the PDF's text.
_UNPRINTABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean(text: object) -> str:
    """The text in Unicode NFC without control characters, zero-width spaces and lone surrogates."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", str(text)))


def html_text(text: object) -> str:
    """Text as HTML content or attribute value."""
    return html.escape(clean(text), quote=True)


def typst_string(text: object) -> str:
    """Text as a Typst string literal, quotes included, for use in code mode: `"he said \\"yes\\""`."""
    escaped = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\r", "").replace("\n", "\\n").replace("\t", "\\t") + '"'


def typst_text(text: object) -> str:
    """Text as Typst markup content: a string literal put in by `#`, closed by `;`."""
    return f"#{typst_string(text)};"


_GAP = "#h(0.25em, weak: true);"  # what paper sets between Chinese and Latin, but not beside a box
_HAN, _LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[0-9A-Za-z]")
# A Chinese figure with its unit, an ordinal: 97.44分, 580亿元, 第2位, 10余家.
MEASURED = r"(?<![0-9A-Za-z.])第?[+−]?[0-9]+(?:[.,][0-9]+)*[余多]?(?:个百分点|亿元|万元|[\u4e00-\u9fff])"
_MEASURED = re.compile(MEASURED)
# A range's beginning with its dash, a number of rows: no line begins with that dash or with 行. So in briefing.typ.
RANGED = r"第?[0-9A-Za-z]+—|第?[0-9]+行[；，。）]*"
_NEVER_FIRST = ("；", "：")  # of what no line begins with, what typst lets begin one behind a box that is not joined
_JOINED = "#sym.wj;"


def typst_boxed(before: str, inside: str, after: str) -> str:
    """A stretch of text that stays on one line, between what stands before and after it."""

    def gap(left: str, right: str) -> str:
        mixed = (_HAN.match(left) and _LATIN.match(right)) or (_LATIN.match(left) and _HAN.match(right))
        return _GAP if mixed else ""

    return f"{gap(before[-1:], inside[:1])}#box[{typst_text(inside)}];{gap(inside[-1:], after[:1])}"


def typst_measured(text: object, before: str = "") -> str:
    """Text as `typst_text` in which no line parts a Chinese figure from its unit; `before` is what stands before it."""
    told, out, at = clean(text), [], 0
    if before and told.startswith(_NEVER_FIRST):
        out.append(_JOINED)
    for found in _MEASURED.finditer(told):
        if found.start() > at:
            out.append(typst_text(told[at : found.start()]))
        out.append(typst_boxed(before + told[: found.start()], found[0], told[found.end() :]))
        at = found.end()
        if told.startswith(_NEVER_FIRST, at):
            out.append(_JOINED)
    if at < len(told):
        out.append(typst_text(told[at:]))
    return "".join(out)


_ENGLISH_UNIT = re.compile(
    r"(?<=[0-9]) (?=(?!(?:to|and|or|of|in|on|with|at|for|from|by|is|are|was|were|has|have|had|than|as)\b)[a-z]{2})"
    r"|(?<=\bCNY) (?=[0-9])|(?<=\bQ[1-4]) (?=[0-9]{4})"
)


def english_measured(text: str) -> str:
    """English text in which no line parts a figure from its unit, or a quarter from its year."""
    return _ENGLISH_UNIT.sub("\u00a0", text)


_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$&])")
# What makes a heading, a list, a quotation or a rule does so at the start of a line only.
_MARKDOWN_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^()([#+\-=:])")
_MARKDOWN_ESCAPE = re.compile(r"\\([\\`*_\[\]<>|~$&#+\-=:.)])")


def markdown_text(text: object) -> str:
    """Text as Markdown that shows itself: every mark with a meaning is escaped, lines are joined."""
    escaped = _MARKDOWN_SPECIAL.sub(r"\\\1", " ".join(clean(text).split()))
    return _MARKDOWN_START.sub(lambda m: f"{m[1] or ''}\\{m[2] or m[4]}", escaped)


def unmarked(markdown: str) -> str:
    """The plain text of a sentence written by `markdown_text` and `**strong**`: for covers and alternative texts."""
    return _MARKDOWN_ESCAPE.sub(r"\1", markdown.replace("**", ""))


_BUTTON = r'<button\b[^>]*\bclass="fig[^>]*>.*?</button>'
_MARK = r'<sup class="illustrative">[^<]*</sup>'
_CITE = r'<sup class="cite"[^>]*>.*?</sup>'
_FIGURE = rf"{_BUTTON}(?:{_MARK})?"
_MARK_BUTTON = rf'<button\b[^>]*\bclass="fig[^>]*>{_MARK}</button>'
_BEHIND = rf"(?:{_MARK_BUTTON}|{_MARK})?(?:{_CITE})?"
_FLANKED = re.compile(
    rf"(?P<before>[（“《〈(]*)(?P<figure><strong>{_FIGURE}</strong>|(?!{_MARK_BUTTON}){_FIGURE})"
    rf"(?P<behind>[，。；：、！？）”》〉,.;:!?)]*{_BEHIND})"
    rf"|(?P<word>[^<>\s&;]{{0,2}})(?:{_MARK_BUTTON}|{_MARK})(?:{_CITE})?"
    rf"|[^<>\s&;]{{1,2}}{_CITE}"
)


def kept_together(markup: str) -> str:
    """HTML whose figures (`<button class="fig">`) stay on one line with the punctuation and the marks at their sides,
    and whose marks stay with the word before them: a browser would break a line beside any button and before any mark.
    """

    def kept(found: re.Match[str]) -> str:
        alone = found["figure"] is not None and not found["before"] and not found["behind"] and "</sup>" not in found[0]
        return found[0] if alone else f'<span class="kept">{found[0]}</span>'

    return _FLANKED.sub(kept, markup)


# ---- spreadsheets ---------------------------------------------------------------------------------------------------

_SIGNED = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?|[-+]{1,2}", flags=re.ASCII)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that opens a CSV would take a cell for a formula: =, +, -, @ at its beginning, full-width
    ones too; a negative number, and dashes that stand for nothing, are none."""
    return text.lstrip()[:1] in tuple("=+-@＝＋－＠") and not _SIGNED.fullmatch(text.strip())


def safe(text: str) -> str:
    """A cell of a table that no spreadsheet takes for a formula: an apostrophe before what looks like one; the same
    again for what has it already."""
    return f"'{text}" if is_formula(text) else text


def recorded(text: str) -> str:
    """The same for a record that the program reads back to the letter; `as_recorded` takes it back."""
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def as_recorded(text: str) -> str:
    """What `recorded` was given."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text
