"""What is published holds today's data to it: a cell that is another now needs its entry in revisions.csv.

Each change that nothing tells of is a fault, with the lines to put into revisions.csv if it is meant.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping

from ..model import DataError, Fault, Quarter
from ..said import Said
from .frozen import CHIEF, FROZEN, RULES, Cell, Cells
from .ledger import Edition, Present, Register
from .revisions import COLUMNS, Revision


def check(register: Register, quarter: Quarter, now: Present) -> list[Fault]:
    """Published cells that are others today without an entry that says so, and entries that fit nothing."""
    editions = register.of(quarter)
    if not editions:
        return []
    try:
        kept = [register.cells(edition) for edition in editions]
    except DataError as error:
        return list(error.faults)
    first, state, faults = editions[0], dict(kept[0]), []
    last: dict[Cell, Revision] = {}
    waiting = list(zip(editions[1:], kept[1:], strict=True))
    broken: set[Cell] = set()

    def pass_editions(day: datetime.date | None) -> None:
        while waiting and (day is None or waiting[0][0].published < day):
            edition, cells = waiting.pop(0)
            if state != cells and not broken:
                faults.append(_missed(quarter, edition))
            state.clear()
            state.update(cells)
            last.clear()  # what they did is published

    for entry in register.entries(quarter):
        if entry.date <= first.published:
            faults.append(_too_early(entry, quarter, first))
            broken.add(entry.cell)
            continue
        pass_editions(entry.date)
        there = state.get(entry.cell, "")
        if entry.cell in broken:
            continue
        if entry.old != there:
            edition = [e for e in editions if e.published < entry.date][-1]
            faults.append(_not_so_before(entry, there, last.get(entry.cell), edition))
            broken.add(entry.cell)
            continue
        state.update({entry.cell: entry.new})
        if not entry.new:
            del state[entry.cell]
        last[entry.cell] = entry
    pass_editions(None)
    names = {d.code: d.name for d in register.districts}
    changed = [c for c in sorted({*state, *now.cells}) if c not in broken and state.get(c) != now.cells.get(c)]
    for cell in (c for c in changed if c in last):
        entry = last[cell]
        rule = Said("the data have {value}", value=now.cells.get(cell, "") or "nothing there")
        hint = Said(
            "correct one of the two, or add the later change:\n{lines}",
            lines=paste(quarter, cell, state, now.cells, names),
        )
        faults.append(entry.fault("new", rule, hint))
    return faults + _untold(register, quarter, editions[-1], state, now, [c for c in changed if c not in last])


def _missed(quarter: Quarter, edition: Edition) -> Fault:
    rule = Said(
        "the revisions up to {published} do not lead to edition {edition:d} of {quarter}",
        published=edition.published,
        edition=edition.edition,
        quarter=quarter,
    )
    hint = Said(
        "an entry made since is dated after {published}; earlier ones stay as they were", published=edition.published
    )
    return Fault("revisions.csv", rule, hint)


def _too_early(entry: Revision, quarter: Quarter, first: Edition) -> Fault:
    rule = Said("{published}: a revision is made after that", published=_published(quarter, first))
    hint = "write the day on which the figure was changed"
    if entry.date == first.published:  # found wrong within hours: an edition is of a day
        day = entry.date + datetime.timedelta(1)
        hint = Said("what is found on that very day counts from the next: write {day}", day=day)
    return entry.fault("date", rule, hint)


def _not_so_before(entry: Revision, there: str, before: Revision | None, edition: Edition) -> Fault:
    """`there` is what the entry's cell was until then: by the revision `before` it, else by the edition."""
    known = there or "empty, or no such row"
    if before:
        rule = Said("row {row:d} made it {value}", row=before.row, value=known)
    else:
        rule = Said("published on {published:s} was {value}", published=edition.published, value=known)
    hint = Said("write {right:s}", right=there) if there else "check the columns `table`, `district` and `item`"
    return entry.fault("old", rule, hint)


def _untold(
    register: Register, quarter: Quarter, edition: Edition, state: Mapping[Cell, str], now: Present, cells: list[Cell]
) -> list[Fault]:
    """One fault a cell that changed without an entry; one a row that came or went, with a line for each cell."""
    names = {d.code: d.name for d in register.districts}
    when = _published(quarter, edition)
    groups: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        own = cell[:3]
        whole = cell.table in FROZEN and not (_has(state, own) and _has(now.cells, own))
        groups.setdefault(own if whole else tuple(cell), []).append(cell)
    faults = []
    for group in groups.values():
        cell = next((c for c in group if c.column == CHIEF.get(c.table)), group[0])
        was, now_is = state.get(cell, ""), now.cells.get(cell, "")
        if cell.table in RULES:
            faults.append(_rule_changed(cell, was, now_is, when, now, names))
            continue
        table = now.tables.get(cell.table)
        file, sheet = (f"{quarter}/{cell.table}.csv", "") if table is None else (table.file, table.sheet)
        k = now.rows.get(cell, next((now.rows[c] for c in now.rows if c[:3] == cell[:3]), None))
        row = table.rows[k] if table and k is not None else None
        came, went = not _has(state, cell[:3]), not _has(now.cells, cell[:3])
        who = " ".join(filter(None, [names.get(cell.code, cell.code), cell.item]))
        if went:
            rule = Said("{published} with a row for {row} ({value}); it is gone", published=when, row=who, value=was)
        elif came:
            rule = Said("{published}, and there was no row for {row}", published=when, row=who)
        else:
            rule = Said("{published}, and it was {value}", published=when, value=was or "empty")
        lines = "\n".join(paste(quarter, c, state, now.cells, names) for c in group)
        if register.has_revisions:
            hint = Said("if that is meant, put into revisions.csv (and fill in <…>):\n{lines}", lines=lines)
        else:
            lines = f"{','.join(COLUMNS)}\n{lines}"
            hint = Said("if that is meant, make revisions.csv of this (and fill in <…>):\n{lines}", lines=lines)
        there = table and cell in now.rows and cell.column in table.columns
        typed = table.columns[cell.column][now.rows[cell]] if table and there else now_is
        faults.append(Fault(file, rule, hint, sheet, row, cell.column, typed))
    return faults


def _published(quarter: Quarter, edition: Edition) -> Said:
    """When what was changed was published, as the beginning of what is said of it."""
    if edition.edition == 1:
        return Said("{quarter:s} was published on {day:s}", quarter=quarter, day=edition.published)
    later = "{quarter:s} was published on {day:s} (edition {edition:d})"
    return Said(later, quarter=quarter, day=edition.published, edition=edition.edition)


def _has(cells: Mapping[Cell, str], row: tuple[str, ...]) -> bool:
    table, code, item = row
    return any((table, code, item, column) in cells for column in FROZEN.get(table, ("", ()))[1])


def _rule_changed(cell: Cell, was: str, now_is: str, when: Said, now: Present, names: Mapping[str, str]) -> Fault:
    if cell.table == "scheme":
        frozen = "{published} under {value}: the rules of a published quarter are frozen"
        rule = Said(frozen, published=when, value=was or "no such key")
        hint = "put it back; new rules are a new file whose valid begins with the next quarter"
        column = f"{cell.item}: {cell.column}" if cell.item else cell.column
        return Fault(now.scheme, rule, hint, column=column, value=now_is)
    who = names.get(cell.code, cell.code)
    was_so = "{published}, {district}: {column:s} was {value}"
    rule = Said(was_so, published=when, district=who, column=cell.column, value=was or "nothing")
    hint = "put it back; who is assessed, and in which group, changes from a quarter that is not published"
    return Fault("districts.csv", rule, hint, column="group" if cell.column == "group" else "first, last", value=now_is)


def paste(quarter: Quarter, cell: Cell, state: Cells, now: Cells, names: Mapping[str, str]) -> str:
    """The line of revisions.csv for one changed cell, with what only the analyst knows in angle brackets."""
    named = Cell(*cell[:3], "source")
    told = {
        "date": "<date>",
        "quarter": str(quarter),
        "table": cell.table,
        "district": names.get(cell.code, cell.code),
        "item": cell.item,
        "column": cell.column,
        "old": state.get(cell, ""),
        "new": now.get(cell, ""),
        "reason": "<reason>",
        "who": "<who>",
        "source": now.get(named) or state.get(named) or "<source>",
    }
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow([told.get(name, "") for name in COLUMNS])
    return out.getvalue()
