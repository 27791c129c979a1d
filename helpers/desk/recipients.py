"""data/recipients.csv: who gets which briefings, in which language and format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from ..assess.called import calling_in
from ..assess.tables import Table, read_table
from ..calling import Calling
from ..markup import is_formula
from ..model import DataError, District, Fault, UsageError, find_district, nearest
from ..press.delivery.letter import address_fault
from ..press.export import FORMATS
from ..said import Listed, Said
from ..write.terms import LANGUAGES

NAME = "recipients"
NEEDS, TAKES = ("name", "email", "districts"), ("lang", "formats", "number", "note")
CITY = ("city", "全市", "市")
EVERYTHING = ("all", "全部")


@dataclass(frozen=True)
class Recipient:
    """A row of recipients.csv: the reports' names without language, `city` or `district-<code>`, in order."""

    name: str
    email: str
    reports: tuple[str, ...]
    langs: tuple[str, ...]
    formats: tuple[str, ...]
    number: int
    note: str = ""
    row: int = 0

    @property
    def lang(self) -> str:
        """The language of the letter."""
        return self.langs[0]


def read_recipients(
    data: Path, districts: Sequence[District], on_warned: Callable[[Sequence[Fault]], None] | None = None
) -> tuple[Recipient, ...]:
    """Everybody, in the order of the file. Raises DataError with every fault; no file is a fault too.

    `on_warned` is told what is odd and does not matter, such as a column of the analyst's own.
    """
    table, faults = read_table(data, NAME, data, NEEDS, TAKES)
    faults = [_misnamed(fault, table) for fault in faults]
    if table is None or any(fault.severity == "error" for fault in faults):
        raise DataError(*faults)
    found: list[Recipient] = []
    numbers = _numbers(table, faults)
    calling = calling_in(data)
    seen: dict[tuple[str, str], int] = {}
    for k in range(len(table)):
        cell = {name: table.columns[name][k].strip() for name in (*NEEDS, *TAKES)}
        faults += _faults(table, k, cell)
        who = cell["email"].lower(), cell["name"]
        if cell["email"] and who in seen:
            faults.append(
                table.fault(
                    k, "email", Said("row {row:d} is the same recipient", row=seen[who]), "put both into one row"
                )
            )
        seen.setdefault(who, table.rows[k])
        reports = _reports(table, k, cell["districts"], tuple(districts), calling, faults)
        langs = _several(table, k, "lang", cell["lang"] or "zh", LANGUAGES, faults)
        formats = _several(table, k, "formats", cell["formats"] or "pdf", tuple(FORMATS), faults)
        row = table.rows[k]
        found.append(Recipient(cell["name"], cell["email"], reports, langs, formats, numbers[k], cell["note"], row))
    if not found:
        faults.append(Fault(table.file, "nobody is named", "write a row for each recipient"))
    errors = sorted((fault for fault in faults if fault.severity == "error"), key=lambda fault: fault.row or 0)
    if errors:
        raise DataError(*errors)
    if faults and on_warned:
        on_warned(faults)
    return tuple(found)


def _misnamed(fault: Fault, table: Table | None) -> Fault:
    """A column that is not read is an error where it was probably meant as one that is missing: `format` for `formats`
    would let everybody have PDF."""
    if table is None or fault.severity != "warning" or fault.row != 1:
        return fault
    absent = [name for name in TAKES if not any(table.columns[name])]
    word = str(fault.column).lower()
    near = get_close_matches(word, absent, n=1, cutoff=0.75) or [name for name in absent if word.startswith(name)]
    return replace(fault, severity="error", hint=Said("rename it {name}", name=near[0])) if near else fault


def _faults(table: Table, k: int, cell: dict[str, str]) -> list[Fault]:
    faults = []
    if not cell["name"]:
        faults.append(table.fault(k, "name", "a recipient has a name", "write whom the letter addresses"))
    if "\t" in cell["name"] or len(cell["name"].splitlines()) > 1:  # Alt+Enter in a spreadsheet; no header holds one
        rule = "a name stands on one line, without line breaks and tabs"
        faults.append(table.fault(k, "name", rule, Said("write {right:s}", right=" ".join(cell["name"].split()))))
    for column in ("name", "note"):
        if is_formula(cell[column]):
            rule = "begins with a sign that spreadsheets take for a formula"
            faults.append(
                table.fault(k, column, rule, Said("begin with something else than {sign}", sign=cell[column][0]))
            )
    if rule := address_fault(cell["email"]):
        faults.append(table.fault(k, "email", rule, "write it as office@example.org"))
    return faults


def _numbers(table: Table, faults: list[Fault]) -> list[int]:
    """Copy numbers: those written, and for the others the next free ones in the order of the rows."""
    written: dict[int, int] = {}
    for k, text in enumerate(table.columns["number"]):
        text = text.strip()
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000):
            faults.append(table.fault(k, "number", "a copy's number is a whole number from 1", "write 17, or nothing"))
        elif int(text) in written.values():
            faults.append(table.fault(k, "number", "two recipients have the same copy's number", "number them apart"))
        else:
            written[k] = int(text)
    free = (n for n in range(1, 1_000_000) if n not in set(written.values()))
    return [written[k] if k in written else next(free) for k in range(len(table))]


def _words(text: str) -> list[str]:
    for separator in "，,、；;/":
        text = text.replace(separator, "|")
    return list(dict.fromkeys(word.strip() for word in text.split("|") if word.strip()))


def _reports(
    table: Table, k: int, text: str, districts: tuple[District, ...], calling: Calling, faults: list[Fault]
) -> tuple[str, ...]:
    names = _words(text)
    if not names:
        faults.append(table.fault(k, "districts", "which briefings?", "write all, city, or names separated by |"))
    found: list[str] = []
    for name in names:
        if name.lower() in EVERYTHING:
            found += ["city", *(f"district-{d.code}" for d in districts)]
        elif name.lower() in (*CITY, calling.whole.zh, calling.whole.en.lower()):
            found.append("city")
        else:
            try:
                found.append(f"district-{find_district(districts, name).code}")
            except UsageError as error:
                faults.append(table.fault(k, "districts", str(error), "or write all, or city"))
    return tuple(dict.fromkeys(found))


def _several(
    table: Table, k: int, column: str, text: str, known: Sequence[str], faults: list[Fault]
) -> tuple[str, ...]:
    found = _words(text.lower())
    for word in found:
        if word not in known:
            faults.append(
                table.fault(
                    k,
                    column,
                    Said("{word!r} is not one of {known}", word=word, known=Listed(known)),
                    nearest(word, list(known)),
                )
            )
    return tuple(found)
