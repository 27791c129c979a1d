"""Checking a quarter's data: faults, what is still to come, and the data contract's report (数据核对报告)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import places
from ..calling import now, own_english
from ..model import Fault
from ..write import contract_rules_zh, contract_words_en, contract_words_zh
from ..write.folding import Fold, fold
from .intake_words import amount, listed, word
from .request import check, find_quarter, words

if TYPE_CHECKING:
    from ..intake.doubts import Doubts
    from ..intake.to_come import ToCome
    from ..press.build import Run

NOTEBOOK = "data_check.ipynb"
FOLDER = "check"  # apart from the quarter's briefings: it has a record of its own, and is not delivered with them


@dataclass(frozen=True)
class Checked:
    """A quarter's data: what it waits for, its errors, which stop a briefing, its warnings, and what is doubtful.

    `names` are the districts' names in Chinese and English, by the Chinese one.
    """

    to_come: tuple[ToCome, ...]
    errors: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    doubts: Doubts
    names: Mapping[str, tuple[str, str]]


def check_data(quarter: str, data: str | Path = "") -> Checked:
    """What is wrong or doubtful in a quarter (`latest`: the newest there is), and what is still to come."""
    from ..intake.contract import doubts_in
    from ..intake.to_come import fold

    folder = places.data_folder(data)
    when = find_quarter(folder, quarter, newest=True)
    errors, warnings = check(folder, when)
    to_come, kept = fold(folder, when, [*errors, *warnings])
    doubts, fractions, names = doubts_in(folder, when)
    told = (*(f for f in kept if f.severity != "error"), *fractions)
    return Checked(to_come, tuple(f for f in kept if f.severity == "error"), told, doubts, names)


def told(checked: Checked, langs: Sequence[str] | None = None) -> list[str]:
    """What the command line says of a quarter's data, line by line: what nobody has reported yet, every fault, what is
    doubtful, how much there is of all. In the first language named; in Chinese where none is, as the report is."""
    lang = next(iter(words(langs or ["zh"])), "zh")
    errors, warnings = _many(checked.errors, "error", lang), _many(checked.warnings, "warning", lang)
    counted = word("counted", lang, errors=errors, warnings=warnings)
    doubtful = _doubtful(checked, lang)
    if doubtful:
        counted += word("counted.doubts", lang, count=checked.doubts.count)
    if checked.to_come:
        items = [waits.item for waits in checked.to_come]
        much = amount(items, sum(len(waits.codes) for waits in checked.to_come), lang)
        counted += word("counted.to.come", lang, amount=much)
    faults = fault_lines((*checked.errors, *checked.warnings), lang)
    return [*_to_come(checked.to_come, lang), *faults, *doubtful, counted]


def _doubtful(checked: Checked, lang: str) -> list[str]:
    if not checked.doubts.count:
        return []
    from ..write.doubt_lines import Speaker, lines  # slow to import, and most quarters have no doubt

    return lines(checked.doubts, Speaker(lang, checked.names, calling=now()))


def fault_lines(faults: Iterable[Fault], lang: str) -> list[str]:
    """Faults one a line, in a language; those that a whole column has in common in one line together."""
    return [_fault(told.first, lang) if told.is_one else _folded(told, lang) for told in fold(list(faults))]


def _many(faults: Sequence[Fault], kind: str, lang: str) -> str:
    return f"{len(faults)} {kind}{'' if len(faults) == 1 else 's'}" if lang == "en" else str(len(faults))


def _fault(fault: Fault, lang: str) -> str:
    """A fault in one line; in Chinese as the report has it, in English as every command has it."""
    if lang == "en":
        told = replace(fault, rule=own_english(fault.rule), hint=own_english(fault.hint))
        return f"{fault.severity}: {told}"
    sheet = f" [{fault.sheet}]" if fault.sheet else ""
    place = f"{fault.file}{sheet} {contract_words_zh.spot(fault.row, fault.column, fault.file)}".rstrip()
    found = f"原文“{fault.value}”，" if fault.value else ""
    hint = f"；{contract_rules_zh.hint(fault.hint)}" if fault.hint else ""
    return f"{contract_words_zh.KINDS[fault.severity]}：{place}：{found}{contract_rules_zh.rule(fault.rule)}{hint}"


def _folded(told: Fold, lang: str) -> str:
    """Equal faults in one line: where, how many, the first values, the rule and what to do once."""
    first, words = told.first, contract_words_en if lang == "en" else contract_words_zh
    file = first.file + (f" [{first.sheet}]" if first.sheet else "")
    place = words.spots(file, told.spots, first.column, len(told.faults), told.of_cells)
    found, rule, hint = words.found(told.values, told.more), first.rule, first.hint
    if lang == "zh":
        rule, hint = contract_rules_zh.rule(rule), contract_rules_zh.hint(hint)
    rule = rule if told.same_rule else words.for_one(told.example, told.of_cells, rule)
    hint = hint if told.same_hint else words.for_one(told.example, told.of_cells, hint)
    if lang == "en":
        return f"{first.severity}: {place}:{f' found {found};' if found else ''} {rule}{f' -> {hint}' if hint else ''}"
    kind, found = words.KINDS[first.severity], f"原文{found}，" if found else ""
    return f"{kind}：{place}：{found}{rule}{f'；{hint}' if hint else ''}"


def _to_come(to_come: Sequence[ToCome], lang: str) -> list[str]:
    """One line a table: which of its items nobody has reported yet."""
    by_file: dict[str, list[str]] = {}
    for waits in (waits for waits in to_come if waits.whole):
        by_file.setdefault(waits.file, []).append(waits.item.name.label(lang))
    return [word("to.come", lang, file=file, items=listed(names, lang)) for file, names in by_file.items()]


def make_report(
    quarter: str, data: str = "", langs: Sequence[str] = ("zh",), formats: Sequence[str] = ("html,pdf",), out: str = ""
) -> Run:
    """The data contract's report in these languages, in a folder of its own; made from data right or wrong."""
    from ..press.build import Report, build
    from ..press.export import check_format
    from ..write.terms import check_language
    from .reports import input_files

    folder = places.data_folder(data)
    when = find_quarter(folder, quarter, newest=True)
    chosen = [check_language(lang) for lang in words(langs)]
    kinds = tuple(check_format(kind) for kind in words(formats))
    notebook = places.notebook_folder(folder) / NOTEBOOK
    came = [*sorted((folder / "mappings").glob("*.toml")), folder / str(when) / "intake" / "cells.csv"]
    inputs = input_files(folder, when)
    inputs |= {path.relative_to(folder).as_posix(): path for path in came if path.is_file()}
    reports = [
        Report(f"data_check.{lang}", notebook, {"quarter": str(when), "lang": lang, "data": str(folder)}, kinds, inputs)
        for lang in chosen
    ]
    return build(reports, places.report_folder(folder, out) / str(when) / FOLDER)
