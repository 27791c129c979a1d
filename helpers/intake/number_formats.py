"""What a number format makes of the value of its cell: a percentage, fewer digits, another number than it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .figures import SCALED, figure

# Formats built into every workbook, by number, as far as they show numbers.
BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "37": "#,##0"}
BUILT_IN |= {"38": "#,##0", "39": "#,##0.00", "40": "#,##0.00", "41": "#,##0", "42": "#,##0", "43": "#,##0.00"}
BUILT_IN |= {"44": "#,##0.00"}

_NAMED = {"percent": "0.00%", "fixed": "0.00", "standard": "#,##0.00"}  # in web pages and XML; others show no number


@dataclass(frozen=True)
class Mark:
    """What a cell shows beside its value. `text` stands for a formula without result or an error; `per_cent`: its
    format multiplies by 100; `digits` behind the point that it shows, None: as many as it has; `rule` says why its
    value is not what people see."""

    text: str = ""
    per_cent: bool = False
    digits: int | None = None
    rule: str = ""


PLAIN = Mark()
Marks = dict[tuple[int, int], Mark]


def mark_of(code: str) -> Mark:
    """What a number format shows: 0.0% is a percentage with one digit; 0.0, is a thousandth of the value."""
    code = _NAMED.get(code.lower(), code)
    code = re.sub(r'"[^"]*"|[\\!_*].|\[[^\]]*\]', "", code)  # a % in quotes is shown, and multiplies nothing
    first = code.split(";")[0]
    told = re.search(r"[0#?](?:\.([0#?]*))?(?![0#?,.])", first) if not re.search("[/Ee]", first) else None
    rule = SCALED if re.search(r"[0#?],+(?![0#?,])", code) else ""
    return Mark("", "%" in code, len(told[1] or "") if told else None, rule)


def as_shown(text: str, value: Decimal, per_cent: bool) -> tuple[int | None, str]:
    """The digits behind the point that a number shows, and the rule where it shows a thousandth or so of itself."""
    value = value * (100 if per_cent else 1)
    seen = figure(text)
    if seen.value is None or seen.power or seen.per_cent != per_cent:
        return None, ""
    digits = max(0, -int(seen.value.as_tuple().exponent))
    return digits, SCALED if abs(seen.value - value) > Decimal(1).scaleb(-digits) else ""
