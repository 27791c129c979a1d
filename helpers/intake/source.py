"""A quarter's figures from a database: `data/source.toml` names it and asks one question a table.

The rows are taken in like a workbook's: checked, shown as old and new, written into the tables once somebody says yes.
So a briefing is made from files alone; it needs no server, and says the same tomorrow. The rows read are hashed into
the record of what arrived.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from pathlib import Path

from ..assess.intake import Desk
from ..assess.load import load_base
from ..model import DataError, Fault, Quarter, nearest
from ..said import Said
from . import expected, rules
from .answers import Asked, given_twice, placed, read_answers
from .claims import Claim, illustrative, rivals
from .database import ask
from .expected import Item, names_of
from .merge import merge
from .names import Names, city_of
from .plan import Plan, doubts_of, fractions, sum_gaps
from .quarters import Quarters
from .sizes import Answers, out_of_size
from .source_file import FILE, read_settings
from .unsure import unsure

MAPPING = "source.toml"


def plan_of_source(data: Path, quarter: Quarter, decided: str = "", replaces: str = "") -> Plan:
    """What taking in the database's rows for a quarter would do; nothing is written, there or here. `decided` and
    `replaces` as in `plan`: what becomes of figures that the database gave earlier and gives no more, and whose
    figures it may replace.

    Raises UsageError when the database cannot be asked, DataError with every fault of its rows.
    """
    settings = read_settings(data)
    base = load_base(data)
    desk = expected.desk_for(base, quarter)
    items = {item.key: item for item in expected.items(base, desk)}
    answers = ask(data, settings, quarter)
    digest = rows_hash(answers)
    names = Names.of(desk.districts, city_of(desk.scheme.issuer.zh), base.areas, desk.scheme.calling)
    any_size = _known(settings.any_size, items)
    standing = _standing(data, quarter, names)
    asked = Asked(FILE, quarter, items, names, base.sources, settings.source, digest, standing, any_size)
    read = read_answers(answers, asked)
    claims = rules.agreed(_as_tables_have_them(read.claims, items, desk))
    faults = [*read.faults, *map(placed, (*rivals(read.claims, given_twice), *rules.check_claims(claims, desk.cohort)))]
    if errors := _errors(faults):
        raise DataError(*errors)
    reads = frozenset(key for key in items if key[0] in answers)
    merged = merge(base, desk, claims, {MAPPING: reads}, decided, replaces)
    sheets = Quarters(base, quarter, items.values(), merged.record, merged.tables)
    answers_ = Answers({}, frozenset((MAPPING, key) for key in items if key[1] in any_size), {})
    faults += map(_placed_if_claimed, (*merged.faults, *out_of_size(sheets, claims, answers_)))
    if errors := _errors(faults):
        raise DataError(*errors)
    told = Said(
        "{file}: {rows} rows read, sha256 {digest}…",
        file=FILE,
        rows=sum(map(len, answers.values())),
        digest=digest[:12],
    )
    left = Said("left out, being no district of districts.csv: {names}", names="; ".join(read.left))
    return Plan(
        quarter,
        merged.changes,
        merged.same,
        read.blank,
        merged.files,
        warnings=(
            *faults,
            *map(placed, (*fractions(claims), *sum_gaps(desk, claims))),
            *illustrative(claims, base.sources),
        ),
        notices=(told, *([Said("{book}: {notice}", book=FILE, notice=left)] if read.left else [])),
        read={FILE: len(read.claims)},
        withdrawn=merged.withdrawn,
        decided=decided,
        doubts=(doubted := doubts_of(sheets, claims)),
        names=names_of(base),
        items=items,
        unsure=unsure(doubted, merged.changes, answers_),
        unanswered=tuple(name for name, rows in answers.items() if not rows),
    )


def _as_tables_have_them(claims: Iterable[Claim], items: Iterable[tuple[str, str]], desk: Desk) -> list[Claim]:
    """Item by item in the scheme's order, district by district in that of districts.csv: rows of a database have none
    that a reader would know."""
    item = {key: place for place, key in enumerate(items)}
    district = {d.code: place for place, d in enumerate(desk.districts)}
    return sorted(claims, key=lambda claim: (item[claim.item.key], district.get(claim.code, len(district))))


def _known(any_size: frozenset[str], items: Dict[tuple[str, str], Item]) -> frozenset[str]:
    """The items named by any_size; raises DataError for one that is none of the quarter's."""
    known = [id_ for _, id_ in items]
    rule = "no such item this quarter"
    if wrong := [Fault(FILE, rule, nearest(i, known), column="any_size", value=i) for i in any_size if i not in known]:
        raise DataError(*wrong)
    return any_size


def _standing(data: Path, quarter: Quarter, names: Names) -> dict[tuple[str, str], tuple[str, str]]:
    """Period and scope of each row that values.csv has, by district's code and item."""
    table = expected.read_raw(data, quarter, "values")
    if table is None:
        return {}
    columns = table.columns
    period, scope = (columns.get(name, [""] * len(table)) for name in ("period", "scope"))
    keys = zip(map(names.code, columns["district"]), columns["indicator"], strict=True)
    return dict(zip(keys, zip(period, scope, strict=True), strict=True))


def _placed_if_claimed(fault: Fault) -> Fault:
    return placed(fault) if fault.file == FILE else fault  # a table's own fault stands where the table has it


def _errors(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(fault for fault in faults if fault.severity == "error"))


def rows_hash(answers: Dict[str, list[dict[str, str]]]) -> str:
    """SHA-256 of all rows read, whatever order the database gave them in."""
    return hashlib.sha256(json.dumps(answers, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
