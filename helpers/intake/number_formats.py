"""What a number format makes of the value of its cell: a percentage, fewer digits, a unit behind it, another number
than it holds, or nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .figures import ARROW, BRACKETS, SCALED, TURNED, figure, is_unit, joined

# Formats built into every workbook, by number, as far as they show numbers.
BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "37": "#,##0"}
BUILT_IN |= {"38": "#,##0", "39": "#,##0.00", "40": "#,##0.00", "41": "#,##0", "42": "#,##0", "43": "#,##0.00"}
BUILT_IN |= {"44": "#,##0.00"}

_NAMED = {"percent": "0.00%", "fixed": "0.00", "standard": "#,##0.00"}  # in web pages and XML; others show no number
_PIECE = re.compile(r"\"(?P<quoted>[^\"]*)\"|[\\!](?P<escaped>.)|[_*].|\[[^\]]*\]|general|(?P<bare>.)", flags=re.I)
_DIGIT, _IF_ANY = "\0", "\1"  # stand for what is made of the value, always or unless it is 0
_FELL = re.compile(r"[-−–—(▼▽↓]|下降|减少|降|负")
_NO_UNIT = re.compile("倍|.{0,3}(?:美元|美金|欧元|日元|港元|港币|英镑)")  # what no item is in: a fault where it stands


@dataclass(frozen=True)
class Mark:
    """What a cell shows beside its value. `text` stands for a formula without result or an error; `per_cent`: its
    format multiplies by 100; `digits` behind the point that it shows, None: as many as it has; `rule` says why its
    value is not what people see; `unit` stands behind it; `hides` are the signs of values that it shows nothing of."""

    text: str = ""
    per_cent: bool = False
    digits: int | None = None
    rule: str = ""
    unit: str = ""
    hides: frozenset[int] = frozenset()


PLAIN = Mark()
Marks = dict[tuple[int, int], Mark]


def mark_of(code: str) -> Mark:
    """What a number format shows: 0.0% is a percentage with one digit; 0.0, is a thousandth of the value; 0.0"亿元" has
    its unit, and "下降"0.0 says of what is above zero that it fell."""
    code = _NAMED.get(code.lower(), code)
    sections = _sections(code)
    before, behind = _around(sections[0])
    code = re.sub(r'"[^"]*"|[\\!_*].|\[[^\]]*\]', "", code)  # a % in quotes is shown, and multiplies nothing
    first = code.split(";")[0]
    told = re.search(r"[0#?](?:\.([0#?]*))?(?![0#?,.])", first) if not re.search("[/Ee]", first) else None
    rule = SCALED if re.search(r"[0#?],+(?![0#?,])", code) else TURNED if _FELL.search(before) else ""
    unit = behind if is_unit(behind) or _NO_UNIT.fullmatch(behind) else ""
    return Mark("", "%" in code, len(told[1] or "") if told else None, rule, unit, _hidden(sections))


def _sections(code: str) -> list[str]:
    """What a format shows of values above zero, below it, and of zero: literal text, with signs for what is made of the
    value. One that shows the value alone for a format whose sections have conditions of their own."""
    if not code or re.search(r"\[[<>=]", code):
        return [_DIGIT]
    sections = [""]
    for piece in _PIECE.finditer(code):
        bare = piece["bare"]
        if bare == ";":
            sections.append("")
        elif bare is None:
            sections[-1] += piece["quoted"] or piece["escaped"] or (_DIGIT if piece[0].lower() == "general" else "")
        else:
            made = bare in "?%@/" or (bare.isascii() and bare.isalnum())
            sections[-1] += _IF_ANY if bare in "#,." else _DIGIT if made else bare
    return sections[:3]


def _around(section: str) -> tuple[str, str]:
    """The literal text of a section before what is made of the value, and behind it."""
    parts = re.split(f"[{_DIGIT}{_IF_ANY}]+", section)
    return (parts[0], parts[-1].strip("()（） ")) if len(parts) > 1 else ("", "")


def _hidden(sections: list[str]) -> frozenset[int]:
    """The signs of the values that nothing is shown of: 0.0;-0.0; leaves the cells of zeros empty, and # does."""
    above, below, zero = sections[0], sections[min(1, len(sections) - 1)], sections[2 if len(sections) > 2 else 0]
    shown = {1: above, -1: below, 0: zero.replace(_IF_ANY, "")}
    return frozenset(sign for sign, text in shown.items() if not text.strip(" "))


def as_shown(text: str, value: Decimal, per_cent: bool) -> Mark:
    """What a number is beside the text that is shown of it: how many digits, what unit, and the rule where that is a
    thousandth or so of it, or says that it fell."""
    value = value * (100 if per_cent else 1)
    seen = figure(text)
    if seen.value is None:
        fell = seen.rule == BRACKETS or (seen.rule == ARROW and _FELL.search(text))
        return Mark("", per_cent, rule=TURNED if fell and value > 0 else "")
    digits = max(0, -int(seen.value.as_tuple().exponent))
    least = Decimal(1).scaleb(-digits)
    if seen.per_cent < per_cent:  # its % is not written behind it
        return Mark("", per_cent)
    if abs(seen.value - value) <= least:
        unit = joined(seen.power, seen.unit) if seen.power or seen.unit else ""
        return Mark("", per_cent, digits, unit="%" if seen.per_cent > per_cent else unit)
    if abs(seen.value.scaleb(seen.power) - value) <= least.scaleb(seen.power):
        return Mark("", per_cent)
    return Mark("", per_cent, digits, SCALED)
