"""The data contract's report (数据核对报告): what notebooks/data_check.ipynb calls, one function a cell.

Works on faulty data, which is what it is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import ModuleType
from typing import TYPE_CHECKING

from ..markup import markdown_text
from ..model import Quarter
from ..places import data_folder
from ..style import fixed, quarter_label, quarter_short, signed
from . import contract_rules_en, contract_rules_zh, contract_words_en, contract_words_zh
from .faces import Column, Cover, Stack, Table, Words
from .language import phrases
from .parameters import check_parameters
from .tabling import fitted
from .terms import check_language

if TYPE_CHECKING:
    from ..intake.contract import Contract
    from ..intake.doubts import Place
    from ..intake.expected import Item

_WORDING: dict[str, ModuleType] = {"zh": contract_words_zh, "en": contract_words_en}
LONG = 80  # characters of a cell's text that are printed


@dataclass(frozen=True)
class Check:
    """A quarter's contract and the language it is told in."""

    contract: Contract
    lang: str

    @property
    def words(self) -> ModuleType:
        return _WORDING[self.lang]

    def name(self, district: str) -> str:
        """A district's name in this language; what is no district, as it stands."""
        zh, en = self.contract.names.get(district, (district, district))
        return en if self.lang == "en" else zh

    def item(self, item: Item | None) -> str:
        return item.name.label(self.lang) if item else ""

    def unit(self, item: Item) -> str:
        return phrases(self.lang).unit_word(item.unit, item.unit_en)

    def figure(self, value: Decimal, item: Item) -> str:
        """A figure with the item's decimals, or all it has where these are more."""
        own = -int(value.normalize().as_tuple().exponent)
        return fixed(value, max(item.decimals, min(own, 10)))

    def place(self, place: Place) -> str:
        file = place.file + (f" [{place.sheet}]" if place.sheet else "")
        spot = place.cell or self.words.spot(place.row, place.column)
        origin = f" {self.words.origin(place.origin)}" if place.origin else ""
        return f"{file} {spot}".strip() + origin

    def amount(self, value: Decimal, item: Item) -> str:
        """A figure with its unit, as this language writes it."""
        return phrases(self.lang).quantity(float(value), item.decimals, "", self.unit(item))

    def table(self, name: str, heads: Sequence[tuple[str, str, float]], rows: Sequence[Sequence[str]]) -> Table | Words:
        """A table under its caption; the sentence that there is nothing, where there is nothing."""
        if not rows:
            yet = {} if self.contract.there else self.words.NOTHING_YET
            return Words((yet.get(name, self.words.NOTHING[name]),))
        columns = tuple(Column(self.words.HEADS[head], align, share) for head, align, share in heads)
        whole = [k for k, (head, align, _) in enumerate(heads) if align == "right" or head == "district"]
        for k in 2 * whole:  # a column that is widened takes from those before it
            columns = fitted(columns, [word for row in rows for word in row[k].split()], k)
        note = self.words.NOTES.get(name, "")
        return Table(self.words.CAPTIONS[name], columns, tuple(map(tuple, rows)), note)


def open_check(quarter: object, lang: str = "zh", data: object = "") -> Check:
    """Hold a quarter's data against the contract.

    Raises UsageError for a quarter, language or parameter that does not exist; faults of the data are what it tells.
    """
    from ..intake.contract import hold

    check_parameters()
    return Check(hold(data_folder(str(data)), Quarter.parse(quarter)), check_language(lang))


def cover(c: Check) -> Cover:
    """What was checked, and in three sentences what came of it."""
    words, contract = c.words, c.contract
    issuer = contract.issuer[1 if c.lang == "en" else 0]
    label = quarter_label(contract.quarter, c.lang)
    return Cover(
        lang=c.lang,
        title=words.TITLE,
        subtitle=words.SUBTITLE,
        label=label,
        issuer=issuer,
        date=phrases(c.lang).data_until(contract.quarter),
        dated=contract.quarter.last_day.isoformat(),
        basis=words.BASIS.format(quarter=quarter_short(contract.quarter, c.lang)),
        notice=phrases(c.lang).NOTICE if contract.illustrative else "",
        running=f"{words.TITLE} · {label}",
        summary=tuple(text.replace("**", "") for text in _overview(c)),
        slug="data_check",
    )


def overview(c: Check) -> Words:
    """How much has arrived, how much of it is wrong, what is doubtful, whether a briefing can be made."""
    return Words(tuple(_overview(c)), bullets=True)


def _overview(c: Check) -> list[str]:
    contract = c.contract
    warnings = len(contract.findings) - contract.errors
    gaps = sum(not s.rounding and s.whole for s in contract.sums)
    due, lacking = (contract.items, contract.due), (len(contract.late), contract.due - contract.there)
    found = [c.words.overview(contract.errors, warnings, due, lacking)]
    if contract.due:
        doubtful = (gaps, len(contract.jumps), len(contract.slips), len(contract.mixups))
        found.append(c.words.doubts(*doubtful, contract.there))
    return [*found, c.words.ready(contract.errors, contract.due - contract.there)]


def faults(c: Check) -> Table | Words:
    """Every fault: where it stands, what stands there, which rule it breaks, what to do."""
    rows = []
    for finding in c.contract.findings:
        fault = finding.fault
        rule, hint = fault.rule, fault.hint
        if c.lang == "zh":
            rule, hint = contract_rules_zh.rule(rule), contract_rules_zh.hint(hint)
        else:
            rule = contract_rules_en.rule(rule)
        about = c.words.about(c.name(finding.district), c.item(finding.item))
        value = finding.place.value or fault.value
        kind = c.words.KINDS[fault.severity]
        rows.append((c.place(finding.place), _short(value), about, _short(rule, 200), _short(hint, 200), kind))
    heads = (
        ("place", "left", 2.2), ("value", "left", 1.1), ("about", "left", 1.6), ("rule", "left", 2.2),
        ("hint", "left", 2), ("kind", "center", 0.8),
    )  # fmt: skip
    return c.table("faults", heads, rows)


def _short(text: str, most: int = LONG) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def sums(c: Check) -> Table | Words:
    """City totals that workbooks gave, against the districts' sums, with the gap."""
    rows = []
    for s in c.contract.sums:
        summed = c.figure(s.summed, s.item)
        summed = summed if s.whole else c.words.TOTAL_ROW.format(partial=summed)
        gap = signed(s.gap, s.item.decimals)
        rows.append((c.item(s.item), summed, c.figure(s.total, s.item), gap, c.unit(s.item), c.place(s.place)))
    heads = (
        ("item", "left", 2), ("summed", "right", 1.2), ("total", "right", 1), ("gap", "right", 0.9),
        ("unit", "center", 0.8), ("place", "left", 2),
    )  # fmt: skip
    return c.table("sums", heads, rows)


def jumps(c: Check) -> Table | Words:
    """Changes since the quarter before that are far from the other districts'."""
    rows = [
        (
            c.name(j.district),
            c.item(j.item),
            c.figure(j.before, j.item),
            c.figure(j.now, j.item),
            signed(j.now - j.before, j.item.decimals),
            signed(j.usual, j.item.decimals),
            c.place(j.place),
        )
        for j in c.contract.jumps
    ]
    heads = (
        ("district", "left", 0.9), ("item", "left", 1.8), ("before", "right", 0.9), ("now", "right", 0.9),
        ("change", "right", 0.8), ("usual", "right", 1), ("place", "left", 2),
    )  # fmt: skip
    return c.table("jumps", heads, rows)


def slips(c: Check) -> Table | Words:
    """Figures off by a power of ten, with what is probably meant."""
    rows = [
        (
            c.name(s.district),
            c.item(s.item),
            c.figure(s.now, s.item),
            c.figure(s.beside, s.item),
            c.amount(s.meant, s.item),
            c.words.POWERS[s.power],
            c.place(s.place),
        )
        for s in c.contract.slips
    ]
    heads = (
        ("district", "left", 0.9), ("item", "left", 1.6), ("now", "right", 1), ("beside", "right", 0.9),
        ("meant", "right", 1.1), ("guess", "left", 1.6), ("place", "left", 1.8),
    )  # fmt: skip
    return c.table("slips", heads, rows)


def mixups(c: Check) -> Table | Words:
    """Sums since January and figures of the quarter alone that were probably mixed up."""
    rows = [
        (
            c.name(m.district),
            c.item(m.item),
            c.figure(m.before, m.item),
            c.figure(m.now, m.item),
            c.amount(m.meant, m.item),
            c.place(m.place),
        )
        for m in c.contract.mixups
    ]
    heads = (
        ("district", "left", 0.9), ("item", "left", 2), ("before", "right", 1), ("now", "right", 1),
        ("meant", "right", 1.1), ("place", "left", 2),
    )  # fmt: skip
    return c.table("mixups", heads, rows)


def late(c: Check) -> Stack:
    """What was due and has not arrived, by department."""
    by_department: dict[str, list[int]] = {}
    rows = []
    for waits in c.contract.late:
        who = waits.department[1 if c.lang == "en" else 0] or c.words.UNKNOWN
        by_department.setdefault(who, []).append(len(waits.districts))
        names = c.words.WHOLE if waits.whole else c.words.listed([c.name(d) for d in waits.districts])
        rows.append((who, c.item(waits.item), names))
    told = [c.words.late_by(markdown_text(who), len(n), sum(n)) for who, n in by_department.items()]
    heads = (("department", "left", 1.2), ("item", "left", 2), ("districts", "left", 2.4))
    return Stack.of(Words(tuple(told), bullets=True), c.table("late", heads, rows))


def books(c: Check) -> Table | Words:
    """The workbooks that figures were taken in from."""
    rows = [(b.name, b.department or c.words.UNKNOWN, str(b.figures)) for b in c.contract.books]
    heads = (("book", "left", 2.4), ("department", "left", 1.6), ("figures", "right", 0.8))
    return c.table("books", heads, rows)
