"""Taking workbooks in, up to the point where somebody has to say yes: read, match, guess, gather, check, merge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from pathlib import Path

from ..assess.load import Base, load_base
from ..assess.sums import adds_up, rounding
from ..model import DataError, District, Fault, Quarter, UsageError, nearest
from ..said import Said
from . import arrivals, expected, rules
from .claims import Claim, illustrative, is_fraction, out_of_date, seen_first, whole_number
from .district_names import within
from .doubts import Doubts, doubts
from .expected import Item, names_of
from .figures import COUNTS
from .gather import gather
from .heads import Block
from .layout import blocks
from .lone import lone_tables
from .mapping import Mapping, against_scheme, for_book, load_mappings
from .mapping_names import fits_sheet, pattern_of, same_head
from .merge import Change, Merged, merge
from .names import TOTAL, Names, city_of
from .other_quarter import of_another_quarter, quarrels
from .propose import propose
from .quarters import Quarters
from .reading import Gathered
from .sizes import Answers, out_of_size
from .undecided import nothing, undecided, unmapped
from .unsure import Unsure, unsure
from .workbooks import Book, read_book


@dataclass(frozen=True)
class Plan:
    """What an intake would do.

    proposals  mappings guessed for workbooks that none fits, or not confirmed yet: their figures are not read
    changes    cells that would change; `same` figures are there already; `blank` cells were empty
    files      what would be written, by path; empty when nothing changes
    warnings   what was noticed on the way, and does not stop it
    read       how many figures each workbook brought, by name
    withdrawn  figures that these kinds of workbooks brought earlier and bring no more; `decided`: what becomes of them
    doubts     what is doubtful about the figures brought, beside the other districts and quarters
    names      the districts' names in Chinese and English, by the Chinese one
    items      the items that workbooks may bring, by table and id
    unsure     changes that are wrong to all appearance (unsure.py); nobody has said that they are right
    stands     the sheets that a proposal's pattern for a sheet fits, by the proposal's name and the pattern
    """

    quarter: Quarter
    changes: tuple[Change, ...] = ()
    same: int = 0
    blank: int = 0
    files: Dict[Path, bytes] = field(default_factory=dict)
    proposals: tuple[Mapping, ...] = ()
    fresh: frozenset[str] = frozenset()  # names of proposals that have no file yet
    warnings: tuple[Fault, ...] = ()
    read: Dict[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    withdrawn: tuple[Change, ...] = ()
    decided: str = ""
    doubts: Doubts = field(default_factory=Doubts)
    names: Dict[str, tuple[str, str]] = field(default_factory=dict)
    stands: Dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    items: Dict[tuple[str, str], Item] = field(default_factory=dict)
    unsure: tuple[Unsure, ...] = ()
    unanswered: tuple[str, ...] = ()  # tables for which a database gave no row

    @property
    def waits(self) -> bool:
        """Whether somebody has to say first what becomes of the figures withdrawn."""
        return bool(self.withdrawn) and not self.decided


def plan(
    data: Path,
    quarter: Quarter,
    files: Sequence[Path],
    accept: bool = False,
    decided: str = "",
    replaces: str = "",
    lang: str = "en",
) -> Plan:
    """Read these workbooks for a quarter. `accept` takes proposals as confirmed (the analyst has said so); `decided`:
    whether figures that workbooks of this kind brought earlier, and these do not, are kept or cleared (merge.KEEP,
    CLEAR); `replaces`: the mapping whose workbooks these correct, whatever their names; proposals are
    worded in `lang`.

    Raises UsageError where no mapping has the name that `replaces` gives.
    Raises DataError with every fault of the workbooks, mappings and figures at once: nothing may be written then.
    """
    base = load_base(data)
    desk = expected.desk_for(base, quarter)
    items = expected.items(base, desk)
    mappings = load_mappings(data, quarter)
    corrected = _corrected(data, quarter, mappings, replaces)
    names = Names.of(desk.districts, city_of(desk.scheme.issuer.zh), base.areas, desk.scheme.calling)
    opened, faults = _opened(files)
    found: dict[str, tuple[Block, ...]] = {}
    for book in opened:
        found[book.name] = tuple(b for sheet in book.sheets for b in blocks(sheet, names, quarter))
        alone = lone_tables(book, names, quarter, {block.sheet for block in found[book.name]})
        found[book.name] += alone.blocks
        faults += alone.faults or ([] if found[book.name] else [_no_table(book)])
        unfit = [*of_another_quarter(book, found[book.name], quarter), *quarrels(book, found[book.name])]
        if unfit:
            faults += unfit
            found[book.name] = ()
    proposals: dict[str, Mapping] = {}
    fresh: set[str] = set()
    claims: list[Claim] = []
    gathered: list[tuple[str, Gathered]] = []
    used: dict[str, Mapping] = {}
    sent: dict[str, list[frozenset[str]]] = {}  # whose tables each workbook has, by mapping; "" for those of several
    stands: dict[tuple[str, str], tuple[str, ...]] = {}
    by_key = {item.key: item for item in items}
    for book in opened:
        if not found[book.name]:
            continue
        known = [*mappings, *proposals.values()]
        mapping = for_book(known, book.path, names)
        if corrected and not (mapping and mapping.confirmed) and _reads(corrected, found[book.name], quarter):
            mapping = corrected
        if mapping is None:
            mapping = propose(book, _of_its_kind(book, opened, found, names), items, known, quarter, names, lang)
            if not mapping.sheets and not mapping.open:
                faults.append(nothing(book, mapping))
                continue
            fresh.add(mapping.name)
            faults += undecided(book, mapping, accept)
        if not mapping.confirmed:
            proposals[mapping.name] = mapping
            for sheet in mapping.sheets:
                named = (b.sheet for b in found[book.name] if fits_sheet(sheet.name, b.name, quarter))
                key = mapping.name, sheet.name
                stands[key] = tuple(dict.fromkeys((*stands.get(key, ()), *named)))
            if not accept:
                continue
            if not mapping.sheets and mapping.name not in fresh:
                faults.append(unmapped(mapping))
        wrong = against_scheme(mapping, items, base.sources)
        faults += wrong
        if not wrong:
            brought = gather(book, found[book.name], mapping, by_key, quarter)
            gathered.append((book.name, brought))
            used[mapping.name] = mapping
            sent.setdefault(mapping.name, []).append(frozenset(b.district for b in found[book.name]))
            claims += brought.claims
            faults += brought.faults
    claims, hidden = seen_first(claims)
    faults += hidden
    faults += rules.check_claims(claims, desk.cohort)
    merged, answers = Merged((), 0, {}), Answers.of(used.values())
    sheets = None
    if not _errors(faults):
        reads = {name: mapping.keys for name, mapping in used.items()}
        only = {
            name: frozenset().union(*of) for name, of in sent.items() if all(len(o) == 1 and "" not in o for o in of)
        }
        merged = merge(base, desk, rules.agreed(claims), reads, decided, replaces, only)
        sheets = Quarters(base, quarter, items, merged.record, merged.tables)
        faults += (*merged.faults, *out_of_size(sheets, claims, answers))
    if errors := _errors(faults):
        raise DataError(*dict.fromkeys(errors))
    found_doubts = doubts_of(sheets, claims) if sheets else Doubts()
    return Plan(
        quarter,
        merged.changes,
        merged.same,
        sum(g.blank for _, g in gathered),
        merged.files,
        tuple(proposals.values()),
        frozenset(fresh),
        _warnings(faults, desk, claims, base),
        {name: len(g.claims) for name, g in gathered},
        tuple(_notices(opened, found, desk.cohort)),
        merged.withdrawn,
        decided,
        found_doubts,
        names_of(base),
        stands,
        by_key,
        unsure(found_doubts, merged.changes, answers),
    )


def _notices(opened: Sequence[Book], found: Dict[str, tuple[Block, ...]], cohort: Sequence[District]) -> Iterator[str]:
    """How workbooks were read, which of their rows are left out because they are of no district, and which districts
    have none; of workbooks that are a district's each nobody expects the others."""
    for book in opened:
        for notice in book.notices:
            yield Said("{book}: {notice}", book=book.name, notice=notice)
        left: dict[str, list[str]] = {}
        for block in found[book.name]:
            for cell in block.left:
                place = f"{block.sheet} {cell.at}".strip()
                left.setdefault(" ".join(cell.text.split()), []).append(place)
        if left:
            names = "; ".join(f"{name} ({', '.join(dict.fromkeys(places))})" for name, places in left.items())
            words = "left out, being no district of districts.csv: {names}"
            yield Said("{book}: {notice}", book=book.name, notice=Said(words, names=names))
        there = {row.code for block in found[book.name] for row in block.rows}
        lacks = [district.name for district in cohort if district.code not in there]
        if lacks and any(not block.district for block in found[book.name]):
            notice = Said("it has no row for {names}", names="、".join(lacks))
            yield Said("{book}: {notice}", book=book.name, notice=notice)


def _of_its_kind(
    book: Book, opened: Sequence[Book], found: Dict[str, tuple[Block, ...]], names: Names
) -> tuple[Block, ...]:
    """The tables by which a workbook's mapping is proposed: its own; of one that is a district's, the other districts'
    too, as the mapping is theirs, and one may lack what another has."""
    own = found[book.name]
    if not all(block.district for block in own):
        return own
    kind = pattern_of(within(book.path.stem, names)[1])
    others = (b for b in opened if b is not book and pattern_of(within(b.path.stem, names)[1]) == kind)
    return (*own, *(block for other in others for block in found[other.name] if block.district))


def _warnings(faults: Sequence[Fault], desk: expected.Desk, claims: Sequence[Claim], base: Base) -> tuple[Fault, ...]:
    """What was noticed on the way, and about the figures as a whole."""
    noticed = [fault for fault in faults if fault.severity != "error"]
    about = (*fractions(claims), *sum_gaps(desk, claims), *illustrative(claims, base.sources))
    about += tuple(out_of_date(claims, base.sources, desk.quarter))
    return tuple(dict.fromkeys((*noticed, *about)))


def doubts_of(sheets: Quarters, claims: Sequence[Claim]) -> Doubts:
    """What would be doubtful about the items that these claims are about, once they are taken in."""
    return doubts(sheets).of(claim.item.key for claim in claims)


def _corrected(data: Path, quarter: Quarter, mappings: Sequence[Mapping], replaces: str) -> Mapping | None:
    """The mapping that workbooks correct; None for none, and for a name that only the record of what arrived knows."""
    if not replaces:
        return None
    known = {mapping.name: mapping for mapping in mappings}
    recorded = {arrival.mapping for arrival in arrivals.read(data, quarter).values()}
    if replaces not in known and replaces not in recorded:
        choices = sorted(known.keys() | recorded)
        if not choices:
            raise UsageError("no mapping is called {name!r}", name=replaces)
        raise UsageError("no mapping is called {name!r}; {hint}", name=replaces, hint=nearest(replaces, choices))
    return known.get(replaces)


def _reads(mapping: Mapping, found: Sequence[Block], quarter: Quarter) -> bool:
    """Whether a workbook has every sheet and head that a mapping reads."""
    for sheet in mapping.sheets:
        heads = [h.key for b in found if fits_sheet(sheet.name, b.name, quarter) for h in b.heads]
        if not all(any(same_head(column.head, key, quarter) for key in heads) for column in sheet.columns):
            return False
    return True


def _no_table(book: Book) -> Fault:
    rule = "no table of districts is in it"
    hint = "two districts stand in one column or row; whose a table of one is, its title, sheet's or file's name tells"
    return Fault(book.name, rule, hint)


def _opened(files: Sequence[Path]) -> tuple[list[Book], list[Fault]]:
    books, faults = [], []
    seen: dict[str, Path] = {}
    for path in files:
        if path.name in seen and seen[path.name] != path:
            faults.append(Fault(path.name, "two files of this name were given", "rename one of them"))
            continue
        if path.name in seen:
            continue
        seen[path.name] = path
        try:
            books.append(read_book(path))
        except DataError as error:
            faults += error.faults
    return books, faults


def _errors(faults: Sequence[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity == "error"]


def fractions(claims: Sequence[Claim]) -> list[Fault]:
    """Claims of things that are counted, and not in whole numbers."""
    return [
        c.fault(whole_number(c.item), "check the figure", "warning") for c in claims if is_fraction(c.item, c.value)
    ]


_MORE = "the districts' {item} sum to {summed}, {gap} {unit} more than the city's figure"
_LESS = "the districts' {item} sum to {summed}, {gap} {unit} less than the city's figure"


def sum_gaps(desk: expected.Desk, claims: Sequence[Claim]) -> list[Fault]:
    """Totals of workbooks against the sum of the districts, where all are there and the item can be summed."""
    faults = []
    for total in (c for c in claims if c.code == TOTAL and adds_up(c.item.unit)):
        parts = [c for c in rules.agreed(claims) if c.item == total.item and c.code != TOTAL]
        if {c.code for c in parts} != {d.code for d in desk.cohort}:
            continue
        summed = sum(c.value for c in parts)
        gap = summed - total.value
        if abs(gap) > rounding(len(parts), total.item.decimals, total.item.unit in COUNTS):
            name, unit = total.item.name.zh, total.item.unit
            words = _MORE if gap > 0 else _LESS
            rule = Said(words, item=name, summed=f"{summed:f}", gap=f"{abs(gap):f}", unit=unit)
            faults.append(total.fault(rule, "ask which of them is right; the total itself is not taken in", "warning"))
    return faults
