"""The data contract's report (数据核对报告): what notebooks/data_check.ipynb calls, one function a cell.

Works on faulty data, which is what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..assess.called import calling_in
from ..calling import own_english, speaking_of
from ..markup import markdown_text
from ..model import Fault, Quarter
from ..places import data_folder
from ..style import quarter_label, quarter_short, signed
from . import contract_rules_en, contract_rules_zh
from .column_widths import fitted, unbroken
from .doubt_lines import Speaker
from .faces import Cover, Stack, Words
from .folding import Fold, fold
from .language import phrases
from .parameters import check_parameters
from .refusals import told_in
from .table_face import Align, Column, Table
from .terms import check_language

if TYPE_CHECKING:
    from ..intake.contract import Contract, Finding, Late

LONG = 80  # characters of a cell's text that are printed


Heads = Sequence[tuple[str, Align, float]]  # each: the head by its key, how cells stand, the share of the width
_EMPTY = 0.8  # share of the width of a column without a word in it: its head on two lines


@dataclass(frozen=True)
class Check(Speaker):
    """A quarter's contract and the language it is told in."""

    contract: Contract

    def table(self, name: str, heads: Heads, rows: Sequence[Sequence[str]]) -> Table | Words:
        """A table under its caption; the sentence that there is nothing, where there is nothing."""
        if not rows:
            yet = {} if self.contract.there else self.words.NOTHING_YET
            return Words((yet.get(name, self.words.NOTHING[name]),))
        columns = tuple(
            Column(self.words.HEADS[head], align, share if any(row[k] for row in rows) else _EMPTY)
            for k, (head, align, share) in enumerate(heads)
        )
        whole = [k for k, (head, align, _) in enumerate(heads) if align == "right" or head == "district"]
        for k in 2 * whole:  # a column that is widened takes from those before it
            columns = fitted(columns, [word for row in rows for word in row[k].split()], k)
        columns = unbroken(columns, rows)
        note = self.words.NOTES.get(name, "")
        return Table(self.words.CAPTIONS[name], columns, tuple(map(tuple, rows)), note)


def open_check(quarter: object, lang: str = "zh", data: object = "") -> Check:
    """Hold a quarter's data against the contract.

    Raises UsageError for a quarter, language or parameter that does not exist; faults of the data are what it tells.
    """
    from ..intake.contract import hold

    with told_in(lang):
        check_parameters()
        folder = data_folder(str(data))
        contract = hold(folder, Quarter.parse(quarter))
        calling = calling_in(folder, str(contract.quarter))
        return Check(check_language(lang), contract.names, contract, calling=calling)


def cover(c: Check) -> Cover:
    """What was checked, and in three sentences what came of it."""
    words, contract = c.words, c.contract
    issuer = contract.issuer[1 if c.lang == "en" else 0]
    label = quarter_label(contract.quarter, c.lang)
    return Cover(
        lang=c.lang,
        title=words.TITLE,
        subtitle=words.SUBTITLE if _to_answer(c) else words.SUBTITLE_CLEAN,
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


def _to_answer(c: Check) -> bool:
    """Whether departments have something to verify or to send."""
    return bool(c.contract.errors or c.contract.late or any(_doubtful(c)))


def overview(c: Check) -> Words:
    """How much has arrived, how much of it is wrong, what is doubtful, whether a briefing can be made."""
    return Words(tuple(_overview(c)), bullets=True)


def _overview(c: Check) -> list[str]:
    contract = c.contract
    warnings = len(contract.findings) - contract.errors
    due = contract.items - contract.counts, contract.due, contract.counts
    lacking = _much(contract.late)
    found = [c.words.overview(contract.errors, warnings, due, lacking)]
    if contract.due:
        found.append(c.words.doubts(_doubtful(c), len(contract.doubts.sums), contract.there))
    return [*found, c.words.ready(contract.errors, contract.due - contract.there)]


def faults(c: Check) -> Table | Words | Stack:
    """Every fault: where it stands, what stands there, which rule it breaks, what to do. Those that a column has in
    common in one row, and their cells one by one in a second table."""
    findings = c.contract.findings
    told = fold([_at_its_place(f) for f in findings], [f.item for f in findings])
    rows = [_fault_row(c, one, [findings[k] for k in one.at]) for one in told]
    heads: Heads = (
        ("place", "left", 2.2), ("value", "left", 1.1), ("about", "left", 1.6), ("rule", "left", 2.2),
        ("hint", "left", 2), ("kind", "center", 0.8),
    )  # fmt: skip
    cells = [
        (c.place(f.place), _short(f.place.value or f.fault.value), c.words.about(c.name(f.district), c.item(f.item)))
        for one in told
        for f in (findings[k] for k in one.at if not one.is_one)
    ]
    listed = c.table("faults", heads, rows)
    if not cells:
        return listed
    return Stack.of(
        listed, c.table("cells", (("place", "left", 2.2), ("value", "left", 1.1), ("about", "left", 1.6)), cells)
    )


def _at_its_place(finding: Finding) -> Fault:
    """A finding's fault where its figure came from: at the workbook's cell, if it was taken in from one."""
    place = finding.place
    cell = re.fullmatch(r"([A-Z]{1,3})(\d+)", place.cell)
    row, column = (int(cell[2]), cell[1]) if cell else (place.row, place.column)
    value = place.value or finding.fault.value
    return replace(finding.fault, file=place.file, sheet=place.sheet, row=row, column=column, value=value)


def _fault_row(c: Check, told: Fold, findings: Sequence[Finding]) -> tuple[str, ...]:
    """One row of the table of faults: a fault, or equal ones of a column."""
    first, finding = told.first, findings[0]
    rule, hint = first.rule, first.hint
    with speaking_of(c.calling):
        if c.lang == "zh":
            rule, hint = contract_rules_zh.rule(rule), contract_rules_zh.hint(hint)
        else:
            rule, hint = contract_rules_en.rule(rule), own_english(hint)
    place, value, district = c.place(finding.place), first.value, c.name(finding.district)
    if not told.is_one:
        file = first.file + (f" [{first.sheet}]" if first.sheet else "")
        place = c.words.spots(file, told.spots, first.column, len(told.faults), told.of_cells)
        value = c.words.found(told.values, told.more)
        district = ""
        rule = rule if told.same_rule else c.words.for_one(told.example, told.of_cells, rule)
        hint = hint if told.same_hint else c.words.for_one(told.example, told.of_cells, hint)
    about, kind = c.words.about(district, c.item(finding.item)), c.words.KINDS[first.severity]
    if "\n" in hint:  # whole lines for a table: too long for a cell of this one, and of no use when cut short
        hint = hint.partition("\n")[0] + c.words.LINES_BY_CHECK
    return place, _short(value), about, _short(rule, 200), _short(hint, 200), kind


def _short(text: str, most: int = LONG) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def doubts(c: Check) -> Stack:
    """What is doubtful although it breaks no rule: a table for each kind there is, or that there is nothing."""
    found = [table for table in (sums(c), jumps(c), columns(c), slips(c), mixups(c)) if isinstance(table, Table)]
    none = None if any(_doubtful(c)) else Words((c.words.doubts(_doubtful(c), len(found), c.contract.there),))
    return Stack.of(none, found)


def _doubtful(c: Check) -> list[int]:
    """How many doubts there are of each kind, in the order in which the words tell them."""
    d = c.contract.doubts
    return [len(kind) for kind in (d.gaps, d.jumps, d.slips, d.mixups, d.columns)]


def sums(c: Check) -> Table | Words:
    """City totals that workbooks gave, against the districts' sums, with the gap."""
    rows = []
    for s in c.contract.doubts.sums:
        summed = c.figure(s.summed, s.item)
        summed = summed if s.whole else c.words.TOTAL_ROW.format(partial=summed)
        gap = signed(s.gap, s.item.decimals)
        rows.append((c.item(s.item), summed, c.figure(s.total, s.item), gap, c.unit(s.item), c.place(s.place)))
    heads: Heads = (
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
        for j in c.contract.doubts.jumps
    ]
    heads: Heads = (
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
        for s in c.contract.doubts.slips
    ]
    heads: Heads = (
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
        for m in c.contract.doubts.mixups
    ]
    heads: Heads = (
        ("district", "left", 0.9), ("item", "left", 2), ("before", "right", 1), ("now", "right", 1),
        ("meant", "right", 1.1), ("place", "left", 2),
    )  # fmt: skip
    return c.table("mixups", heads, rows)


def columns(c: Check) -> Table | Words:
    """Whole columns, and answers to the survey, that are unlike the quarter before."""
    rows = [
        (
            c.item(d.item),
            c.name(d.district) if d.district else c.words.WHOLE,
            c.figure(d.before, d.item),
            c.figure(d.now, d.item),
            c.words.column(d.kind, c.factor(d.factor), d.districts, d.item.unit, c.like(d)),
            c.place(d.place),
        )
        for d in c.contract.doubts.columns
    ]
    heads: Heads = (
        ("item", "left", 1.5), ("district", "left", 0.9), ("before", "right", 0.9), ("now", "right", 0.9),
        ("doubt", "left", 2), ("place", "left", 1.8),
    )  # fmt: skip
    return c.table("columns", heads, rows)


def late(c: Check) -> Stack:
    """What was due and has not arrived, by department."""
    by_department: dict[str, list[Late]] = {}
    rows = []
    for waits in c.contract.late:
        who = waits.department[1 if c.lang == "en" else 0] or c.words.UNKNOWN
        by_department.setdefault(who, []).append(waits)
        names = c.words.WHOLE if waits.whole else c.words.listed([c.name(d) for d in waits.districts])
        rows.append((who, c.item(waits.item), names))
    told = [c.words.late_by(markdown_text(who), *_much(waits)) for who, waits in by_department.items()]
    heads: Heads = (("department", "left", 1.2), ("item", "left", 2), ("districts", "left", 2.4))
    return Stack.of(Words(tuple(told), bullets=True), c.table("late", heads, rows))


def _much(late: Sequence[Late]) -> tuple[int, int, int]:
    """How many indicators, figures, and counts of the survey are late."""
    counts = sum(waits.item.table == "survey" for waits in late)
    return len(late) - counts, sum(len(waits.districts) for waits in late), counts


def books(c: Check) -> Table | Words:
    """The workbooks that figures were taken in from."""
    rows = [(b.name, b.department or c.words.UNKNOWN, str(b.figures)) for b in c.contract.books]
    heads: Heads = (("book", "left", 2.4), ("department", "left", 1.6), ("figures", "right", 0.8))
    return c.table("books", heads, rows)
