"""A database's rows as columns of a workbook's table, and read as those are: units, sizes, percentages, doubts.

A row is known by its district and item, as the answer has no order of its own. What it tells of its quarter, period
and scope has to agree with what is taken in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from pathlib import Path

from ..assess.rows import COUNTS
from ..model import Fault, Quarter, nearest
from ..said import Said
from .claims import Claim
from .expected import FIELD, Item
from .figures import figure, parts_of
from .heads import Block, Head, Row
from .mapping import Column, Mapping, SheetMap
from .merge import CORRECTS
from .names import Names
from .reading import Gathered, read_column
from .returned import Contradiction, contradictions, own
from .workbooks import Book, Cell

Rows = Sequence[Dict[str, str]]
NEEDS: Dict[str, tuple[str, ...]] = {
    "values": ("district", "indicator", "value"),
    "scores": ("district", "indicator", "points"),
    "survey": ("district", *COUNTS),
}


@dataclass(frozen=True)
class Asked:
    """What a quarter's rows are read against: `standing` are period and scope of the rows that values.csv has, by
    district's code and item; `any_size` the items of which figures a hundred times apart are right; `source` that of
    rows which name none; `sha256` that of all rows read.
    """

    file: str
    quarter: Quarter
    items: Dict[tuple[str, str], Item]
    names: Names
    sources: Iterable[str]
    source: str
    sha256: str
    standing: Dict[tuple[str, str], tuple[str, str]]
    any_size: frozenset[str] = frozenset()


def read_answers(answers: Dict[str, Rows], asked: Asked) -> Gathered:
    """Every figure of the rows, each as exact as a workbook's; the faults of all of them, and how many are NULL."""
    claims: list[Claim] = []
    faults: list[Fault] = []
    left: dict[str, list[str]] = {}
    blank = 0
    for table, rows in answers.items():
        read = _Answer(table, asked)
        claims += read.claims(rows)
        faults += read.faults
        blank += read.blank
        for name in read.left:
            left.setdefault(name, []).append(table)
    named = tuple(f"{name} ({', '.join(tables)})" for name, tables in sorted(left.items()))
    return Gathered(tuple(claims), tuple(dict.fromkeys(faults)), blank, left=named)


def given_twice(first: Claim, other: Claim) -> Fault:
    """Two rows of an answer give a figure differently: their order tells nothing, so neither is taken."""
    rule = Said(
        "two rows of the answer give this figure: {first} and {second}",
        first=first.typed.strip(),
        second=other.typed.strip(),
    )
    return other.fault(rule, "only one of them can be right: let the query give one row a district and item")


def placed(fault: Fault) -> Fault:
    """A fault at a claim of a database, placed as those of its rows are: [values: 胶州市 gdp_growth].

    What a workbook's column is told to do, the query is.
    """
    hint = fault.hint
    if isinstance(hint, Said) and hint.template == CORRECTS:
        hint = Said(
            "if this one corrects it, run again with --replaces {mapping}; "
            "if the earlier one stands, take the item out of the query",
            **hint.fields,
        )
    return replace(fault, sheet=f"{fault.sheet}: {fault.column}", column="", row=None, hint=hint)


@dataclass(frozen=True)
class _Figure:
    """One figure that a row gives: of which item and district, and all that the row tells."""

    item: Item
    code: str
    row: Dict[str, str]

    @property
    def text(self) -> str:
        return self.row[self.item.field]

    @property
    def unit(self) -> str:
        return self.row.get("unit", "") if self.item.table == "values" else ""

    @property
    def spot(self) -> str:
        return f"{self.row['district']} {self.item.id}"


class _Answer:
    """The answer for one table, read item by item."""

    def __init__(self, table: str, asked: Asked) -> None:
        self.table, self.asked = table, asked
        self.faults: list[Fault] = []
        self.left: set[str] = set()
        self.blank = 0

    def claims(self, rows: Rows) -> list[Claim]:
        if not rows:
            rule = Said("the query gave no rows for {quarter}", quarter=self.asked.quarter)
            self.fault("", "", rule, "check its table, and which quarter it asks for", severity="warning")
            return []
        if lacks := [column for column in NEEDS[self.table] if column not in rows[0]]:
            self.faults += [_no_column(self.asked.file, self.table, column) for column in lacks]
            return []
        columns: dict[tuple[str, str], list[_Figure]] = {}
        figures = [found for row in rows for found in self.figures(row)]
        self.hold_against(figures)
        for found in figures:
            columns.setdefault((found.item.id, found.unit), []).append(found)
        return [claim for found in columns.values() for claim in self.column(found)]

    def figures(self, row: Dict[str, str]) -> list[_Figure]:
        """The figures of one row; none where it is of a part of the city that is no district (保税区), and where its
        district, item or source is not known."""
        ids = COUNTS if self.table == "survey" else (row["indicator"],)
        district, source = row["district"], row.get("source") or self.asked.source
        if not district:
            hint = "name the district in the query, or leave such rows out: `where district is not null`"
            for id_ in ids:
                self.fault(id_, row[FIELD.get(self.table, id_)], "a row without a district (NULL)", hint)
            return []
        code = self.asked.names.code(district)
        if not code and self.asked.names.is_no_district(district):
            self.left.add(district)
            return []
        if not code:
            words = (
                "{near} if it is no district, take it out of the query, or list it under areas in districts.csv: it is "
                "left out and told then"
            )
            hint = Said(words, near=nearest(district, list(self.asked.names.lookup)))
            self.fault("", district, "no such district in districts.csv", hint)
        if source not in self.asked.sources:
            self.fault("", source, "no such source in sources.csv", nearest(source, list(self.asked.sources)))
        known = [id_ for table, id_ in self.asked.items if table == self.table]
        for id_ in ids:
            if id_ not in known:
                self.fault(
                    "", id_, Said("{table} has no such item this quarter", table=self.table), nearest(id_, known)
                )
        if not code or source not in self.asked.sources:
            return []
        return [_Figure(self.item(id_, code, row), code, row) for id_ in ids if id_ in known]

    def item(self, id_: str, code: str, row: Dict[str, str]) -> Item:
        """The item of a figure, with the row's own period and scope where neither a quarter before nor values.csv tells
        them."""
        item = self.asked.items[self.table, id_]
        settled = self.table != "values" or item.source or (code, id_) in self.asked.standing
        return item if settled else own(row, item, self.asked.quarter)

    def hold_against(self, figures: Sequence[_Figure]) -> None:
        """Rows that say they are of another quarter, period or scope; those that say the same are told in one line."""
        found: dict[tuple[Contradiction, str], list[_Figure]] = {}
        for one in figures:
            standing = self.asked.standing.get((one.code, one.item.id), ("", ""))
            for against in contradictions(one.row, one.item, standing, self.asked.quarter):
                item = "" if against.column in ("quarter", "year") else one.item.id
                found.setdefault((against, item), []).append(one)
        for (against, _), those in found.items():
            rule, hint = _contradicted(against, those[0].item, self.asked.quarter)
            if len(those) > 1:
                rule = Said("{rule} ({count} figures in all)", rule=rule, count=len(those))
            self.fault(those[0].spot, against.value, rule, hint, column=against.column)

    def column(self, figures: Sequence[_Figure]) -> list[Claim]:
        """The figures of one item in one unit, read as a workbook's column is."""
        item, unit = figures[0].item, figures[0].unit
        if not unit and _needs_unit(item) and (bare := [f for f in figures if _is_bare(f.text)]):
            rule = Said("the row tells no unit; {item} is in {unit}", item=item.name.zh, unit=item.unit)
            hint = Said(
                "add a column unit to the query; if all are in {unit} already: '{unit}' as unit", unit=item.unit
            )
            self.fault(bare[0].spot, bare[0].text, rule, hint)
            return []
        rows = [
            Row(f.code, Cell(f.row["district"], ""), (Cell(f.text, f"A{number}"),))
            for number, f in enumerate(figures, start=1)
        ]
        head = Head(0, item.id, item.id, unit)
        block = Block(self.table, False, (head,), tuple(rows))
        sheet = SheetMap(self.table, (Column(item.id, item.table, item.id, any_size=item.id in self.asked.any_size),))
        mapping = Mapping(self.asked.file, "", (sheet,), source=self.asked.source, confirmed=True)
        book = Book(Path(self.asked.file), self.asked.sha256, ())
        read = read_column(book, block, head, mapping, sheet, sheet.columns[0], item)
        self.blank += read.blank
        for fault in read.faults:
            spot = figures[fault.row - 1].spot if fault.row else item.id
            self.fault(spot, fault.value, fault.rule, self.hint(fault, item), fault.severity)
        return [self.claim(claim, figures[int(claim.cell[1:]) - 1]) for claim in read.claims]

    def claim(self, claim: Claim, of: _Figure) -> Claim:
        """A claim with what its own row tells beside the figure."""
        row = of.row
        return replace(
            claim,
            item=of.item,
            cell=of.spot,
            qualifier=row.get("qualifier") or claim.qualifier,
            source=row.get("source") or claim.source,
            note=row.get("note", ""),
        )

    def hint(self, fault: Fault, item: Item) -> str:
        """What to do in the query about what a workbook's reader found; its own advice is about cells and mappings."""
        if "of one" in fault.rule:  # one figure beside others, or all of them
            return Said(
                'multiply by 100 in the query; if all is right, any_size = ["{id}"] in [source] of source.toml',
                id=item.id,
            )
        if "look like places" in fault.rule:
            return Said(
                'ask for the figure itself; if all is right, any_size = ["{id}"] in [source] of source.toml', id=item.id
            )
        if "unit" in fault.rule or "percentage" in fault.rule:
            return Said("give the figure in {unit}", unit=item.unit)
        return "a number, or NULL where the figure is not available"

    def fault(self, spot: str, value: str, rule: str, hint: str, severity: str = "error", column: str = "") -> None:
        sheet = f"{self.table}: {spot}" if spot else self.table
        self.faults.append(Fault(self.asked.file, rule, hint, sheet, column=column, value=value, severity=severity))


def _no_column(file: str, table: str, column: str) -> Fault:
    hint = Said("name it in the query: select … as {column}", column=column)
    return Fault(
        file,
        Said("the answer for {table} has no column {column}", table=table, column=column),
        hint,
        column=f"query: {table}",
    )


def _needs_unit(item: Item) -> bool:
    """Whether figures of it are kept in several units (亿元 and 万元), so that a number alone does not say enough."""
    power, base = parts_of(item.unit)
    return item.table == "values" and (power > 0 or base == "元")


def _is_bare(text: str) -> bool:
    read = figure(text)
    return read.value is not None and not read.power and not read.unit and not read.per_cent


def _contradicted(against: Contradiction, item: Item, quarter: Quarter) -> tuple[str, str]:
    """The rule that a row contradicts, and what to do."""
    if not against.wanted:
        return "no quarter that can be read", Said(
            "give it as {quarter}, or leave this column out of the query", quarter=quarter
        )
    if against.column in ("quarter", "year"):
        hint = "ask for this quarter alone in the query: where quarter = :quarter"
        return Said("the row is of {its}, not of {wanted}", its=against.is_, wanted=against.wanted), hint
    hint = (
        "ask for that in the query; if the row is right, mend it in values.csv; or leave this column out of the query"
    )
    if against.column == "scope":
        return Said(
            "the row's scope is {its}; that of {item} is {wanted}",
            its=against.is_,
            item=item.name.zh,
            wanted=against.wanted,
        ), hint
    return Said(
        "the row is of {its}; {item} is of {wanted}", its=against.is_, item=item.name.zh, wanted=against.wanted
    ), hint
