"""Taking workbooks in at the command line: the plan shown, and written once somebody has said yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import places
from ..assess.guard import KINDS
from ..calling import now
from ..intake import CLEAR, KEEP
from ..model import Quarter, UsageError, nearest
from .intake_words import how_told, word
from .putting import Seen, put

if TYPE_CHECKING:
    from ..intake.mapping import Column
    from ..intake.mapping import Mapping as BookMapping
    from ..intake.merge import Change
    from ..intake.plan import Plan

SHOWN = 400  # cells of a diff that are listed; the rest is counted


@dataclass(frozen=True)
class Asked:
    """A plan with the folder it is for, and the tables that it was made from."""

    data: Path
    plan: Plan
    seen: Seen


def prepare(
    files: Sequence[str],
    quarter: str,
    data: str = "",
    accept: bool = False,
    database: bool = False,
    withdrawn: str = "",
    replaces: str = "",
    lang: str = "en",
) -> Asked:
    """Read the files (or the database of source.toml) for a quarter; nothing is written. `withdrawn`, `keep` or
    `clear`: what becomes of figures that were taken in earlier and are not there any more; `replaces`: the name of the
    mapping whose figures these may replace, as a correction under another name does; proposals are worded in `lang`.

    Raises UsageError for files or a quarter that do not exist, DataError with every fault at once.
    """
    from ..intake.plan import plan
    from .request import one_of

    if withdrawn:
        one_of(withdrawn, (KEEP, CLEAR), "no decision is called {word!r}; {hint}")
    replaces = replaces.strip().removeprefix("mappings/")
    if replaces != "source.toml":  # the database's own name in the record of what arrived
        replaces = replaces.removesuffix(".toml")
    folder = places.data_folder(data)
    when = existing_quarter(folder, quarter)
    paths = [Path(file).expanduser().absolute() for file in files]
    for path in paths:
        if path.is_dir():
            raise UsageError("{path} is a folder; name the workbooks in it", path=path)
        if not path.is_file():
            there = _workbooks(path.parent)
            if not there:
                raise UsageError("there is no file {path}", path=path)
            raise UsageError("there is no file {path}; {hint}", path=path, hint=nearest(path.name, there))
    seen = Seen.of(folder, when)
    if database:
        if paths:
            raise UsageError("name workbooks, or --database; not both")
        from ..intake.source import plan_of_source

        return Asked(folder, plan_of_source(folder, when, withdrawn, replaces), seen)
    if not paths:
        raise UsageError("name the workbooks to take in, or --database")
    return Asked(folder, plan(folder, when, paths, accept, withdrawn, replaces, lang), seen)


def existing_quarter(data: Path, word: str) -> Quarter:
    """The quarter that `word` names; raises UsageError, saying how one is laid out, when it has no folder."""
    there = places.quarters(data)
    if word.strip().lower() == "latest" and there:
        return there[-1]
    quarter = Quarter.parse(word)
    if quarter not in there:
        raise UsageError(
            "there is no folder {folder}; lay it out first: briefing new-quarter {quarter}",
            folder=data / str(quarter),
            quarter=quarter,
        )
    return quarter


def write_proposals(asked: Asked, accepted: bool, lang: str = "en") -> list[Path]:
    """Write the guessed mappings beside the data, as proposals or as confirmed; the files written.

    Their comments are in `lang`.
    """
    from dataclasses import replace

    from ..intake.mapping_text import toml

    wanted = {
        asked.data / mapping.file: toml(replace(mapping, confirmed=accepted), lang).encode("utf-8")
        for mapping in asked.plan.proposals
        if mapping.name in asked.plan.fresh
    }
    if accepted:
        wanted |= {
            asked.data / m.file: _confirmed(asked.data / m.file) for m in asked.plan.proposals if not _fresh(asked, m)
        }
    put(asked.data, wanted)
    return sorted(wanted)


def notices(plan: Plan, lang: str) -> list[str]:
    """How workbooks were read, where that is worth telling."""
    from ..write import contract_rules_zh

    return [contract_rules_zh.rule(notice) if lang == "zh" else notice for notice in plan.notices]


def doubtful(plan: Plan, lang: str) -> list[str]:
    """What is doubtful about the figures, one line an item; sums unlike city totals are among the plan's warnings."""
    from ..write.doubt_lines import Speaker, lines

    return lines(plan.doubts, Speaker(lang, plan.names, calling=now()), sums=False)


def kept(plan: Plan, lang: str) -> str:
    """Which figures that were sent earlier are kept though they are not sent any more."""
    cells = [" ".join((*_named(change, plan, lang), change.old)) for change in plan.withdrawn[:SHOWN]]
    return word("withdrawn.kept", lang, count=len(plan.withdrawn), cells=("，" if lang == "zh" else ", ").join(cells))


def waits(asked: Asked, lang: str) -> str:
    """That mappings wait for confirmation, in which files, and what to do."""
    files = [str(asked.data / mapping.file) for mapping in asked.plan.proposals]
    return word("waits", lang, files=("，" if lang == "zh" else ", ").join(files))


def question(plan: Plan, lang: str) -> str:
    """What is asked before anything is written."""
    return word("confirm.unsure", lang, whats=_whats(plan, lang)) if plan.unsure else word("confirm.write", lang)


def unsure(asked: Asked, lang: str) -> str:
    """That figures look wrong, in what way, and where somebody may say that they are right."""
    from ..intake.mapping import FOLDER

    plan = asked.plan
    by_file: dict[str, dict[str, str]] = {}
    for one in plan.unsure:
        by_file.setdefault(one.file, {})[one.change.item] = _named(one.change, plan, lang)[1]
    answers = [
        word("unsure.mapping", lang, file=asked.data / file, items=_joined(items.values(), lang), quarter=plan.quarter)
        if file.startswith(f"{FOLDER}/")
        else word(
            "unsure.source", lang, ids=", ".join(f'"{id_}"' for id_ in items), items=_joined(items.values(), lang)
        )
        for file, items in by_file.items()
    ]
    name = "unsure.1" if len(plan.unsure) == 1 else "unsure"
    return word(name, lang, whats=_whats(plan, lang), answers=_joined(answers, lang))


def _whats(plan: Plan, lang: str) -> str:
    """How many figures look wrong, by what is wrong with them to all appearance."""
    many = Counter(one.kind for one in plan.unsure)
    return _joined((word(f"unsure.{k}.1" if n == 1 else f"unsure.{k}", lang, count=n) for k, n in many.items()), lang)


def _joined(texts: Iterable[str], lang: str) -> str:
    return ("，" if lang == "zh" else ", ").join(texts)


def _fresh(asked: Asked, mapping: BookMapping) -> bool:
    return mapping.name in asked.plan.fresh


def _confirmed(path: Path) -> bytes:
    """A proposal's file with `confirmed = true`, all else as the analyst has written it."""
    import re

    text = path.read_text(encoding="utf-8-sig")
    changed, count = re.subn(r"(?m)^confirmed\s*=\s*false\b", "confirmed = true", text, count=1)
    return (changed if count else f"confirmed = true\n{text}").encode("utf-8")


def write_figures(asked: Asked) -> list[Path]:
    """Write the quarter's tables and the record of where each figure came from; all of them or none.

    Raises UsageError while nobody has said what becomes of figures withdrawn, and where they are no longer the tables
    that the plan was made from.
    """
    if asked.plan.waits:
        raise UsageError("figures are withdrawn: say what becomes of them, --withdrawn keep or --withdrawn clear")
    put(asked.data, asked.plan.files, asked.seen)
    return sorted(asked.plan.files)


def diff_rows(plan: Plan, lang: str) -> list[list[str]]:
    """What would change, one row a cell: table, district, item, old, new, where from, as typed, what was done; last,
    where that is not decided, what is withdrawn."""
    return [_diff_row(change, plan, lang) for change in _told(plan)[:SHOWN]]


def diff_size(plan: Plan) -> int:
    """How many rows there are to show."""
    return len(_told(plan))


def _told(plan: Plan) -> tuple[Change, ...]:
    return (*plan.changes, *(plan.withdrawn if plan.waits else ()))


def _named(change: Change, plan: Plan, lang: str) -> tuple[str, str]:
    """The district and the item of a change, by their names in the language."""
    zh, en = plan.names.get(change.district, (change.district, change.district))
    item = plan.items.get((change.table, change.item))
    return en if lang == "en" else zh, item.name.label(lang) if item else change.item


def _diff_row(change: Change, plan: Plan, lang: str) -> list[str]:
    claim, was = change.claim, change.was
    place, typed = (claim.place, claim.typed) if claim else (was.place, was.typed) if was else ("", "")
    how = how_told(claim.how, lang) if claim else word("withdrawn", lang)
    new = change.new or word("empty", lang)
    table, (district, item) = word(f"table.{change.table}", lang), _named(change, plan, lang)
    return [table, district, item, change.old or "—", new, place, " ".join(typed.split()), how]


def guess_rows(mapping: BookMapping, plan: Plan, lang: str) -> list[list[str]]:
    """A mapping's guesses, one row a column: sheet, head, what it is taken for (its name, with the table and id that
    the mapping has), unit, factor, why. The sheet is called as the workbook calls it; its pattern, which other
    quarters' workbooks fit, is told where no sheet fits it."""
    return [
        [name, column.head, _taken_for(column, plan, lang), column.unit, f"{column.scale}", column.reason]
        for sheet in mapping.sheets
        for name in [_sheets(sheet.name, plan.stands.get((mapping.name, sheet.name), ()))]
        for column in sheet.columns
    ]


def _taken_for(column: Column, plan: Plan, lang: str) -> str:
    id_, item = f"{column.table}: {column.indicator}", plan.items.get(column.key)
    return word("taken.for", lang, item=item.name.label(lang), id=id_) if item else id_


def _sheets(pattern: str, sheets: Sequence[str]) -> str:
    return (", ".join(sheets) or "—") if sheets else pattern


def _workbooks(folder: Path) -> list[str]:
    """The files there that can be taken in, by their names."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [p.name for p in found if p.suffix.lower() in KINDS and not p.name.startswith((".", "~$")) and p.is_file()]
