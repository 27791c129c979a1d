"""One column of one table read into claims: each cell's figure in the unit of its item, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from ..model import Fault
from ..said import Said
from .claims import FACTOR, HIDDEN, IN_COLUMN, IN_ROW, SHOWN, TYPED, UNIT, Claim, Step, cell_fault
from .column_figures import are_places
from .directions import contrary
from .expected import Item
from .figures import CHANGED, MERGED, Figure, figure, how_to_write, joined, parts_of, plain, scale
from .heads import NUMBERING, Block, Head, Row, is_numbering
from .mapping import Column, Mapping, SheetMap
from .measures import GROWTH, INCREASE, of_item
from .names import TOTAL
from .noticed import digits_of, footnoted, hidden_digits, legend_of, looks
from .workbooks import Book, Cell

POINTS = "个百分点"
OF_POINTS = "in percentage points, as differences between rates are; {item} is a rate in %"
WORKING_DAYS = "working days; {item} is in {unit}"
HUNDREDFOLD, GROWN = 10, Decimal("1.5")  # parts of one that no rate, no rate of growth, comes to: 1000 %, 150 %
_OTHER_FIGURE = re.compile("上年|去年|上期|上季|上月|同期|目标|计划|任务|单位|口径|不含|不包括|仅")
_WITHOUT = re.compile(r"\(((?:不含|不包括|不包含|扣除|剔除|除|仅).+|(?!含|包括|包含).*(?:高新区|本级))\)")
FAR = Decimal("0.02")  # a rate this much smaller than the others of its column may be a part of one


@dataclass(frozen=True)
class Gathered:
    """What a workbook, or a column of one, brings: its claims and faults; `blank` are the cells that are empty.

    `hidden` are the errors among the faults that nobody sees in the workbook, with the figures that they are about;
    `left` the names of a database's rows that are left out because they are of no district, with their tables.
    """

    claims: tuple[Claim, ...]
    faults: tuple[Fault, ...]
    blank: int = 0
    hidden: Dict[Fault, frozenset[tuple[str, str, str]]] = field(default_factory=dict)
    left: tuple[str, ...] = ()


def read_column(
    book: Book, block: Block, head: Head, mapping: Mapping, sheet: SheetMap, column: Column, item: Item
) -> Gathered:
    """What one column of one table says of an item."""
    read = _Reader(book, block, head, mapping, sheet, column, item)
    return Gathered(tuple(read.claims()), tuple(read.faults), read.blank, read.hidden_faults())


def parts_of_one(block: Block, head: Head, item: Item) -> bool:
    """Whether a column of rates is written 0.957 throughout: more digits than the item has, and no % in its cells."""
    found = _plain_rates(block, head)
    if not found:
        return False
    finer = sum(-int(v.normalize().as_tuple().exponent) > item.decimals for v in found)
    return abs(median(found)) <= Decimal("1.5") and max(map(abs, found)) <= 3 and 2 * finer >= len(found)


def _plain_rates(block: Block, head: Head) -> list[Decimal]:
    """The districts' figures of a column that neither are typed with % nor show one."""
    cells = [row.cells[head.at] for row in block.rows if row.code and row.code != TOTAL and row.cells[head.at]]
    read = [(cell, figure(cell.text)) for cell in cells]
    return [f.value for cell, f in read if f.value is not None and not cell.per_cent and not f.per_cent]


class _Reader:
    """One column of one table read into claims."""

    def __init__(
        self, book: Book, block: Block, head: Head, mapping: Mapping, sheet: SheetMap, column: Column, item: Item
    ) -> None:
        self.book, self.block, self.head, self.mapping, self.column, self.item = (
            book,
            block,
            head,
            mapping,
            column,
            item,
        )
        self.notes = next((h.at for h in block.heads if sheet.note and h.key == sheet.note), None)
        self.faults: list[Fault] = []
        self.blank = 0
        self.days_are_settled = False

    def claims(self) -> list[Claim]:
        unit = self.unit()
        if unit is None or not self.is_sized() or not self.is_measured() or not self.is_signed():
            return []
        found = [(row, read) for row in self.block.rows if (read := self.read(row)) is not None]
        usual = self.usual(found)
        return [claim for row, read in found if (claim := self.claim(row, read, unit, usual)) is not None]

    def is_sized(self) -> bool:
        """Whether a column of rates is still written as it was when its factor was settled; a fault where it is not."""
        if self.item.unit != "%" or self.column.any_size or self.head.unit == "‰":
            return True
        if self.is_hundredfold():
            return False
        rates = _plain_rates(self.block, self.head)
        rule = ""
        if self.column.scale == 100 and rates and median(map(abs, rates)) > 3:
            rule, factor = "the mapping multiplies by 100, and the figures are percentages already", 1
        elif self.column.scale == 1 and parts_of_one(self.block, self.head, self.item):
            rule, factor = "all figures look like parts of one (0.957), not percentages", 100
        if rule:
            hint = Said(
                "write scale = {factor} for this column in {place}, or any_size = true if all is right",
                factor=factor,
                place=self.mapping.place,
            )
            if self.block.district and len(rates) == 1 and factor == 100:  # the other districts' figures are elsewhere
                rule = "looks like a part of one (0.957), not a percentage"
                meant, place = f"{(rates[0] * 100).normalize():f}", self.mapping.place
                hint = Said(
                    "write {meant} if it is; scale = 100 in {place} if all districts write so", meant=meant, place=place
                )
            self.faults.append(Fault(self.book.name, rule, hint, self.block.sheet, column=self.head.title))
        return not rule

    def is_hundredfold(self) -> bool:
        """Whether cells that show percentages hold 95.7, and so show 9570 %; a fault where they do."""
        read = [(row, figure(row.cells[self.head.at].text)) for row in self.block.rows if row.code not in ("", TOTAL)]
        sizes = [abs(f.value) for row, f in read if f.value is not None and self.is_part(row, f)]
        if not sizes or median(sizes) < (GROWN if of_item(self.item) == GROWTH else HUNDREDFOLD):
            return False
        rule = Said(
            "its cells show percentages such as {share}%: a hundred times too much", share=f"{median(sizes) * 100:f}"
        )
        hint = Said(
            "take the percent format off the column, or any_size = true in {place} if all is right",
            place=self.mapping.place,
        )
        self.faults.append(Fault(self.book.name, rule, hint, self.block.sheet, column=self.head.title))
        return True

    def is_measured(self) -> bool:
        """Whether a column holds figures, not the districts' places by them; a fault where it does not."""
        named = is_numbering(self.head) and not NUMBERING.search(self.item.name.zh)
        if self.column.any_size or self.item.table == "survey" or not (named or self.has_places()):
            return True
        rule = Said("its figures look like places (1, 2, 3 …), not like {item}", item=self.item.name.zh)
        hint = Said(
            "take the column out of {place}, or write any_size = true there if all is right", place=self.mapping.place
        )
        self.faults.append(Fault(self.book.name, rule, hint, self.block.sheet, column=self.head.title))
        return False

    def is_signed(self) -> bool:
        """Whether the figures have the signs that a column beside them tells, if one does; a fault where they have
        not."""
        found = None if self.column.any_size else contrary(self.block, self.head, self.item)
        if found is None:
            return True
        figure_, word = found
        rule = Said("{at} beside it says {word}: its sign may stand there", at=word.at, word=word.text.strip())
        hint = Said(
            "write a minus sign before what fell; if all is right, any_size = true for this column in {place}",
            place=self.mapping.place,
        )
        self.fault(figure_, rule, hint)
        return False

    def has_places(self) -> bool:
        return self.item.table == "values" and are_places(self.block, self.head)

    def unit(self) -> str | None:
        """The unit the column's figures are in: the head's own where it tells one, else the mapping's."""
        told = self.head.unit or self.block.unit_for(self.item)
        unit = told or self.column.unit or self.item.unit
        if self.item.unit == "%" and self.all_per_cent():
            unit = "%"  # whatever the head of its group says: 新登记经营主体（户） / 同比增长
        if _are_working_days(unit, self.item) and self.column.unit == self.item.unit:
            words = "the head says {told}, the mapping {unit}: its figures are taken as {unit}"
            rule: str = Said(words, told=unit, unit=self.item.unit)
            hint: str = Said("see that working days are what counts for {item}", item=self.item.name.zh)
            fault = Fault(self.book.name, rule, hint, self.block.sheet, column=self.head.title, severity="warning")
            self.faults.append(fault)
            self.days_are_settled = True
            return self.item.unit
        if scale(unit, self.item.unit) is None:
            rule, hint = self.other_unit(unit, self.head.unit)
            self.faults.append(Fault(self.book.name, rule, hint, self.block.sheet, column=self.head.title))
            return None
        if told and self.column.unit and scale(told, self.column.unit) not in (None, Decimal(1)):
            rule = Said(
                "the head now says {told}, the mapping {unit}; the head counts", told=told, unit=self.column.unit
            )
            hint = Said('write unit = "{told}" in {place} if that is right', told=told, place=self.mapping.place)
            fault = Fault(self.book.name, rule, hint, self.block.sheet, column=self.head.title, severity="warning")
            self.faults.append(fault)
        return unit

    def all_per_cent(self) -> bool:
        """Whether every figure of the column is typed with %, or shown so."""
        cells = [row.cells[self.head.at] for row in self.block.rows if row.code]
        found = [(cell, read) for cell in cells if (read := figure(cell.text)).value is not None]
        return bool(found) and all(cell.per_cent or read.per_cent for cell, read in found)

    def other_unit(self, unit: str, of_head: str) -> tuple[str, str]:
        """Why a column in a unit that measures something else is not read, and what to do."""
        item, own = self.item.name.zh, self.item.unit
        if parts_of(unit)[1] == POINTS and own == "%":
            hint = "if they are rates, write % into the head; if they tell how far rates moved, ask for the rates"
            return Said(OF_POINTS, item=item), hint
        if _are_working_days(unit, self.item):
            words = (
                'if working days are what counts, write unit = "{unit}" for this column in {place}; else ask for the '
                "figures in {unit}"
            )
            return Said(WORKING_DAYS, item=item, unit=own), Said(words, unit=own, place=self.mapping.place)
        rule = Said("its unit is {told}; {item} is in {unit}", told=unit, item=item, unit=own)
        words = "check the head {title!r}, or its unit in {place}"
        if of_head:
            words = "ask for the figures in {unit}; or mend the head {title!r}: its unit counts, whatever {place} says"
        return rule, Said(words, title=self.head.title, place=self.mapping.place, unit=own)

    def read(self, row: Row) -> Figure | None:
        cell = row.cells[self.head.at]
        found = figure(cell.text)
        if found.value is None and not found.rule:
            self.blank += row.code not in ("", TOTAL)
            return None
        if rule := cell.rule or found.rule or self.merged(row, cell):
            self.fault(cell, rule, how_to_write(rule), "warning" if row.code == TOTAL else "error")
            return None
        if not row.code and not row.name:
            self.fault(cell, "a figure without a district", Said("write the district's name into {at}", at=row.name.at))
            return None
        if not row.code:
            hint = (
                "write the name as in districts.csv, or add an alias there; if it is no district, take the row out, or "
                "list it there under areas: it is left out and told then"
            )
            if row.near:
                words = (
                    "{near} write it as in districts.csv, or as an alias there; if it is no district, take the row "
                    "out, or list it there under areas: it is left out and told then"
                )
                hint = Said(words, near=row.near)
            rule = Said("no such district: {name}", name=row.name.text.strip())
            self.faults.append(cell_fault(self.book.name, self.block.sheet, row.name.at, row.name.text, rule, hint))
            return None
        if row.code != TOTAL and (part := _WITHOUT.search(plain(row.name.text))):
            rule = Said("the district's name says {words}", words=part[1])
            hint = "the figure is read; see that it is that of the whole district"
            place = row.name.at, row.name.text
            self.faults.append(cell_fault(self.book.name, self.block.sheet, *place, rule, hint, "warning"))
        return found

    def merged(self, row: Row, cell: Cell) -> str:
        """Why a figure that a merged cell gives to several districts is none; one district's lines may share it."""
        if self.block.across:
            return MERGED if cell.merged_right and not row.name.merged_right else ""
        return MERGED if cell.merged_down and not row.name.merged_down else ""

    def usual(self, found: Sequence[tuple[Row, Figure]]) -> Decimal | None:
        """The middle size of plain figures of a rate; None where the question does not arise."""
        if self.item.unit != "%" or self.column.any_size:
            return None
        values = [f.value for row, f in found if row.code != TOTAL and not self.is_part(row, f)]
        sizes = [abs(value) for value in values if value is not None]
        return median(sizes) if len(sizes) > 2 else None

    def is_part(self, row: Row, found: Figure) -> bool:
        """Whether the cell holds a part of one and shows a percentage: its format says so."""
        return row.cells[self.head.at].per_cent and not found.per_cent

    def claim(self, row: Row, found: Figure, unit: str, usual: Decimal | None) -> Claim | None:
        cell = row.cells[self.head.at]
        typed = found.value
        if typed is None:
            return None
        value = typed
        how: tuple[Step, ...] = ()
        if found.changed and found.unit != POINTS and of_item(self.item) not in (GROWTH, INCREASE, ""):
            self.fault(cell, CHANGED, how_to_write(CHANGED))
            return None
        legend = legend_of(self.block, found.footnote)
        if (told := _OTHER_FIGURE.search(legend)) and told[0] not in self.head.title:
            rule = Said("by its footnote it is another figure: {legend}", legend=legend)
            self.fault(cell, rule, how_to_write(CHANGED))
            return None
        if self.is_part(row, found) and self.item.unit == "%":
            value, how = typed * 100, (Step(SHOWN, Decimal(100)),)
        elif not found.per_cent and not cell.per_cent:
            scaled, how = self.scaled(cell, found, typed, unit)
            if scaled is None:
                return None
            value = scaled
            finer = digits_of(typed) > self.item.decimals
            if usual and value and finer and self.column.scale == 1 and abs(value) <= FAR * usual:
                rule = Said("looks like a part of one beside figures like {usual}", usual=f"{usual.normalize():f}")
                hint: str = Said(
                    "write {value} if that is meant; else any_size = true in {place}",
                    value=f"{value * 100:f}",
                    place=self.mapping.place,
                )
                self.fault(cell, rule, hint)
                return None
        elif self.item.unit != "%":
            hint = "write it in that unit"
            if parts_of(self.item.unit)[1] == POINTS:
                hint = Said("write {unit} behind the figure, or without %, if that is meant", unit=self.item.unit)
            rule = Said("a percentage; {item} is in {unit}", item=self.item.name.zh, unit=self.item.unit)
            self.fault(cell, rule, hint)
            return None
        noticed = [*hidden_digits(cell, typed, value, self.item)]
        if row.code != TOTAL:
            noticed += [*looks(cell, row.name, self.head), *footnoted(cell, found.footnote, legend)]
        for at, words, advice in noticed:
            self.fault(at, words, advice, "warning")
        note = "；".join(filter(None, (row.cells[self.notes].text.strip() if self.notes is not None else "", legend)))
        return Claim(
            self.item, row.code, value, found.qualifier, self.book.name, self.block.sheet, cell.at, cell.text,
            self.mapping.name, self.mapping.source, self.book.sha256, self.mapping.department, how, note,
            self.concealed(cell),
        )  # fmt: skip

    def scaled(self, cell: Cell, found: Figure, value: Decimal, unit: str) -> tuple[Decimal | None, tuple[Step, ...]]:
        """The figure in the item's unit: by the unit typed behind it, else by the column's; and what was done."""
        kind = TYPED if found.unit or found.power else UNIT
        if kind == TYPED:
            unit = joined(found.power, found.unit or parts_of(unit)[1])
            unit = self.item.unit if self.days_are_settled and _are_working_days(unit, self.item) else unit
        no_amount = parts_of(unit)[1] in ("%", POINTS) and found.power > 0  # 5.6亿 in a column of rates
        factor = None if no_amount else scale(unit, self.item.unit)
        if factor is None and found.unit == POINTS and self.item.unit == "%":
            words = "write {value}% if the rate is meant; if it moved by that much, ask for the rate itself"
            hint: str = Said(words, value=f"{value:f}")
            if found.changed:
                hint = "ask for the rate itself, not for how far it moved"
            self.fault(cell, Said(OF_POINTS, item=self.item.name.zh), hint)
            return None, ()
        if factor is None and _are_working_days(unit, self.item):
            words = "if working days are what counts, write the number alone; else ask for the figure in {unit}"
            rule = Said(WORKING_DAYS, item=self.item.name.zh, unit=self.item.unit)
            self.fault(cell, rule, Said(words, unit=self.item.unit))
            return None, ()
        if factor is None:
            self.fault(
                cell,
                Said("its unit is not one of {unit}", unit=self.item.unit),
                Said("write it in {unit}", unit=self.item.unit),
            )
            return None, ()
        steps = (Step(kind, factor, unit, self.item.unit), Step(FACTOR, self.column.scale))
        return value * factor * self.column.scale, tuple(step for step in steps if step.factor != 1)

    def concealed(self, cell: Cell) -> str:
        """How a cell is hidden: with its sheet or its whole column, which the mapping tells, or with its district's
        line, hidden or filtered away in a sheet that shows; "" where it shows."""
        if self.block.hidden or self.head.hidden:
            return HIDDEN
        if cell.in_hidden_column if self.block.across else cell.in_hidden_row:
            return IN_COLUMN if self.block.across else IN_ROW
        return ""

    def hidden_faults(self) -> dict[Fault, frozenset[tuple[str, str, str]]]:
        """The errors in hidden cells, or of a hidden column or sheet, each with the figures that it is about."""
        found = {}
        rows = {cell.at: row for row in self.block.rows for cell in (row.name, row.cells[self.head.at])}
        for fault in self.faults:
            row = rows.get(f"{fault.column}{fault.row}")
            away = self.concealed(row.cells[self.head.at]) if row else self.block.hidden or self.head.hidden
            if away and fault.severity == "error":
                of = [row] if row else self.block.rows
                keys = ((self.item.table, r.code, self.item.id) for r in of if r.code not in ("", TOTAL))
                found[fault] = frozenset(keys)
        return found

    def fault(self, cell: Cell, rule: str, hint: str, severity: str = "error") -> None:
        self.faults.append(cell_fault(self.book.name, self.block.sheet, cell.at, cell.text, rule, hint, severity))


def _are_working_days(unit: str, item: Item) -> bool:
    """Whether figures are in working days, and the item in days: of some items the two are the same."""
    return parts_of(unit)[1] == "工作日" and item.unit == "天"
