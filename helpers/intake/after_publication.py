"""A workbook that corrects a published quarter: what it would change, cell by cell, and the entries for revisions.csv.

What is published is not written over by an intake; whoever corrects it says when, why and who.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..assess import faithful
from ..assess.frozen import Cell, cells_of
from ..assess.load import Base
from ..assess.revisions import COLUMNS
from ..assess.tables import Table
from ..model import Fault, Quarter
from ..said import Said

if TYPE_CHECKING:
    from .merge import Change


def refusal(
    base: Base,
    quarter: Quarter,
    day: datetime.date,
    changes: Sequence[Change],
    tables: Mapping[str, tuple[Table | None, Table]],
) -> list[Fault]:
    """Why these changes are not taken in: one fault a cell, old and new; last, all the entries, ready to be pasted.

    `tables` are the tables that would change, by name, as they stand and as they would be.
    """
    codes = base.register.codes
    was: dict[Cell, str] = {}
    now: dict[Cell, str] = {}
    for name, (before, after) in tables.items():
        was |= cells_of(name, before, codes)[0]
        now |= cells_of(name, after, codes)[0]
    faults, lines = [], []
    names = {d.code: d.name for d in base.districts}
    for change in changes:
        code = codes.get(change.district, change.district)
        item = "" if change.table == "survey" else change.item
        cells = sorted({c for c in (*was, *now) if c[:3] == (change.table, code, item) and was.get(c) != now.get(c)})
        lines += [faithful.paste(quarter, c, was, now, names) for c in cells]
        rule = Said(
            "{district} {item} stands as {old}, and would become {new}",
            district=change.district,
            item=change.item,
            old=change.old or Said("empty"),
            new=change.new,
        )
        if change.claim:
            faults.append(change.claim.fault(rule, ""))
            continue
        rule = Said(
            "{district} {item} stands as {old}, and is not sent any more",
            district=change.district,
            item=change.item,
            old=change.old,
        )
        hint = "run again with --withdrawn keep, if it is to stay as it is"
        faults.append(Fault(f"{quarter}/{change.table}.csv", rule, hint))
    rule = Said("the quarter was published on {day}: {changes} figures would change", day=day, changes=len(changes))
    head = [] if base.register.has_revisions else [",".join(COLUMNS)]
    pasted = "\n".join([*head, *dict.fromkeys(lines)])
    hint = Said(
        "write the new figures into the tables by hand, and into revisions.csv (and fill in <…>):\n{pasted}",
        pasted=pasted,
    )
    return [*faults, Fault(f"{quarter}/", rule, hint)]
