"""The figures a workbook claims for a quarter, by its mapping; each with where it stands and as it was typed."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import replace

from ..model import Fault, Quarter, nearest
from ..said import Said
from .bare_heads import named_in, only_subject
from .claims import Claim, cell_fault
from .expected import Item
from .figures import plain, scale
from .heads import Block, Head, Moved
from .mapping import Column, Mapping, SheetMap
from .mapping_names import fits_sheet, same_head
from .moved_cells import BELOW, HEADS, NAMED, without_head
from .one_head import of_figures, two_of_figures
from .reading import Gathered, read_column
from .spans import lone_month, lone_quarter
from .subjects import names_nothing
from .trade_words import brought, without_times
from .workbooks import Book


def gather(
    book: Book, found: Sequence[Block], mapping: Mapping, items: Dict[tuple[str, str], Item], quarter: Quarter
) -> Gathered:
    """Everything the mapped columns say about this quarter; a head that is not there is a fault of the workbook."""
    claims: list[Claim] = []
    faults: list[Fault] = []
    hidden: dict[Fault, frozenset[tuple[str, str, str]]] = {}
    blank = 0
    for sheet in mapping.sheets:
        blocks = [b for b in found if fits_sheet(sheet.name, b.name, quarter)]
        if not blocks:
            faults.append(_no_sheet(book, sheet, mapping, [b.name for b in found]))
            continue
        faults += [fault for block in blocks for fault in _beyond_heads(book, block)]
        faults += [fault for block in blocks for fault in _without_head(book, block)]
        for mine, column in ((mine, column) for mine in _by_district(blocks) for column in sheet.columns):
            places = [(b, h) for b in mine for h in b.heads if same_head(column.head, h.key, quarter)]
            if not places:
                faults.append(_no_head(book, mine, column, mapping))
            item = items[column.key]
            places, odd = of_figures(book, _in_its_unit(places, item), item)
            faults += odd
            shown = _shown(places)
            if two := two_of_figures(book, shown, item):
                faults += two
                continue
            for block, head in shown:
                if wrong := _of_another_item(book, block, head, column, mapping, items):
                    faults.append(wrong)
                    continue
                if moved := next((m for m in block.moved if head.at in m.columns), None):
                    faults.append(_displaced(book, block, moved))
                    continue
                read = read_column(book, block, head, mapping, sheet, column, item)
                claims += read.claims
                faults += read.faults
                hidden |= read.hidden
                blank += read.blank
                faults += _since_when(book, block, head, item) if read.claims else []
            there = {claim.key for claim in claims}
            for block, head in (place for place in places if place not in shown):  # to be told where they differ
                read = read_column(book, block, head, mapping, sheet, column, item)
                claims += (claim for claim in read.claims if claim.key in there)
    open_ = {claim.key for claim in claims if not claim.hidden}
    eased = [_unseen(f) if f in hidden and hidden[f] <= open_ else f for f in faults]
    return Gathered(tuple(claims), tuple(dict.fromkeys(eased)), blank)


def _unseen(fault: Fault) -> Fault:
    """A fault in a hidden cell as a warning: its figure is there where it shows, or it is no district's."""
    hint = "it is hidden, and not read; delete what is hidden if it should not be sent"
    return replace(fault, severity="warning", hint=hint)


def _by_district(blocks: Sequence[Block]) -> list[list[Block]]:
    """Tables of one district each by their district, as each of them has to have every column; else all together."""
    return [[b for b in blocks if b.district == code] for code in dict.fromkeys(b.district for b in blocks)]


def _beyond_heads(book: Book, block: Block) -> list[Fault]:
    """Rows of a CSV with more cells than its heads: a comma within a number or a text has parted a cell."""
    if block.sheet or block.across or block.moved:
        return []
    last = max((h.at for h in block.heads if h.title), default=0)
    spare = [(row, cell) for row in block.rows for cell in row.cells[last + 1 :] if cell]
    rule, hint = "more cells than the row of heads", "put a cell with a comma in it in quotes, or send it as .xlsx"
    return [cell_fault(book.name, "", cell.at, cell.text, rule, hint) for _, cell in spare]


def _without_head(book: Book, block: Block) -> list[Fault]:
    """A warning for columns of figures under no head: where one is lost, the others may be over the wrong ones."""
    if block.moved:
        return []
    rule = "figures under no head: they are not read"
    hint = "see that each head stands over its own figures, and that none is missing"
    cells = without_head(block.heads, block.rows)
    return [cell_fault(book.name, block.sheet, cell.at, cell.text, rule, hint, "warning") for cell in cells]


def _in_its_unit(places: list[tuple[Block, Head]], item: Item) -> list[tuple[Block, Head]]:
    """Columns of one head without those whose units measure something else beside others of their table:
    新签约项目（亿元） beside 新签约项目（个）."""

    def fits(head: Head) -> bool:
        return not head.unit or scale(head.unit, item.unit) is not None

    answered = {id(block) for block, head in places if fits(head)}
    return [(block, head) for block, head in places if fits(head) or id(block) not in answered]


def _shown(places: list[tuple[Block, Head]]) -> list[tuple[Block, Head]]:
    """Columns of one head without those hidden beside others that show."""
    return [(b, h) for b, h in places if not h.hidden] or places


def _since_when(book: Book, block: Block, head: Head, item: Item) -> list[Fault]:
    """A warning that a table is of one month by its title, or a rate of one quarter by its head, and nothing says since
    when it is counted. Each time: a mapping may have been made for a table that said so."""
    file = book.path.stem
    month = "" if head.time.kind else lone_month(block, head, item, file, bare=True)
    quarter = lone_quarter(block, head, item, file)
    rule = Said("the title, or the sheet's name, says {word}, and not whether since January", word=month)
    words = "see that the figures are not those of that month alone: {item} is of {period}"
    if quarter:
        rule = Said("the head says {word}, and not whether since January", word=quarter)
        words = "see that the figures are not those of that quarter alone: {item} is of {period}"
    hint = Said(words, item=item.name.zh, period=item.period)
    told = month or quarter
    return [Fault(book.name, rule, hint, block.sheet, column=head.title, severity="warning")] if told else []


def _of_another_item(
    book: Book, block: Block, head: Head, column: Column, mapping: Mapping, items: Dict[tuple[str, str], Item]
) -> Fault | None:
    """A head that says nothing of what it is (本期, 增幅) under a title that names another item than the mapping reads:
    of 附件1 and 附件2 one mapping's pattern fits both."""
    if column.any_size or head.subject or not names_nothing(head.key):
        return None
    title = brought(without_times(" ".join((block.title, "" if block.district else block.sheet))))
    told = [*named_in(title, items.values()), *(i for i in items.values() if only_subject(block, i))]
    if not told or column.key in {one.key for one in told}:
        return None
    item = items[column.key].name.zh
    text = " ".join((block.title or block.sheet).split())
    rule = Said("the table is of {other} by its title, {text}, and is read as {item}", other=told[0].name.zh, text=text,
                item=item)  # fmt: skip
    hint = Said(
        "another kind of workbook: narrow workbook in {place}, or rename the file, and run again; if all is right, "
        "any_size = true for this column there",
        place=mapping.place,
    )
    return Fault(book.name, rule, hint, block.sheet, column=head.title)


def _displaced(book: Book, block: Block, moved: Moved) -> Fault:
    """Cells that have moved: no figure of their columns can be told to be its own."""
    start, end, lines = moved.start.at, moved.end.at, moved.lines
    if moved.kind == BELOW:
        words = "{start} is empty, and {end}, beside no district, holds a figure: those between have moved"
        words_of_hint = "take out the cell put in at {start}; if {end} is a total, write 合计 beside it"
        hint: str = Said(words_of_hint, start=start, end=end)
    elif moved.kind == HEADS:
        words = "{end} holds a figure under no head, and a head near it stands over none of its own"
        hint = "move the heads so that each stands over its own figures"
    else:
        words = "{start} is empty, and {end} holds a figure where other lines have none: the cells have moved"
        if moved.kind == NAMED:
            words = "{start} has no name, and {end} names a district: the cells have moved"
        hint = "take out the cells put in, so that every figure stands under its own head"
        if lines > 1:
            hint = Said("take out the cells put in, in {lines} lines, so that every figure stands under its own head",
                        lines=lines)  # fmt: skip
    rule = Said(words, start=start, end=end)
    return cell_fault(book.name, block.sheet, end, moved.end.text, rule, hint)


def _no_sheet(book: Book, sheet: SheetMap, mapping: Mapping, there: Sequence[str]) -> Fault:
    """Another kind of workbook that the mapping's pattern fits as well, or a sheet with a new name."""
    rule = Said(
        'no table in a sheet {sheet!r}, which {file} reads for workbook = "{workbook}"',
        sheet=sheet.name,
        file=mapping.file,
        workbook=mapping.workbook,
    )
    narrow = f"{mapping.workbook.rstrip('*')}20*"
    file, near = mapping.file, nearest(sheet.name, list(there))
    if fnmatch.fnmatchcase(plain(book.path.stem), plain(narrow)):
        hint = Said(
            "another kind of workbook: narrow workbook in {file}, or rename the file, and run again: "
            "a mapping of its own is proposed; the same kind: mend the sheet's name there ({near})",
            file=file, near=near,
        )  # fmt: skip
    else:
        hint = Said(
            'another kind of workbook: narrow workbook in {file}, such as "{narrow}", or rename the file, and run '
            "again: a mapping of its own is proposed; the same kind: mend the sheet's name there ({near})",
            file=file, narrow=narrow, near=near,
        )  # fmt: skip
    return Fault(book.name, rule, hint)


def _no_head(book: Book, blocks: Sequence[Block], column: Column, mapping: Mapping) -> Fault:
    heads = [h.key for b in blocks for h in b.heads if h.key]
    others = [h for b in blocks for h in b.heads if h.time.other and _timeless(h.key) == _timeless(column.head)]
    if others:
        words, time = "no column is headed {head!r}; there is one of {time}", others[0].time.other
        rule = Said(words, head=column.head, time=time)
        return Fault(book.name, rule, "check that this workbook is of the right quarter", blocks[0].sheet)
    rule = Said("no column is headed {head!r}", head=column.head)
    hint = Said("{near} mend the head or {place}", near=nearest(column.head, heads), place=mapping.place)
    return Fault(book.name, rule, hint, blocks[0].sheet)


def _timeless(key: str) -> str:
    """A key without what tells one time from another; a head under the title of another quarter begins with it."""
    return re.sub(r"\{[^}]*\}", "{}", re.sub(r"^\{[^}]*\} / ", "", key))
