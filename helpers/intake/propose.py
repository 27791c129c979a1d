"""A mapping guessed from a workbook's heads, each guess with its reason. A proposal: nothing is taken in by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..model import Quarter
from ..said import clauses
from .bare_heads import beyond, only_subject, tells_period_before, tells_this_period
from .bare_spans import made_a_date, of_months_or_quarters
from .column_figures import figures_of
from .district_names import DISTRICT, within
from .expected import Item
from .figures import figure, parts_of, plain
from .full_marks import full_marks
from .heads import Block, Head, is_numbering
from .likeness import against, is_preliminary, likes, standing, untold
from .mapping import WHY, Column, Mapping, Open, SheetMap
from .mapping_names import fits_sheet, name_of, pattern_of, sheet_pattern
from .measures import of_item, told_in
from .names import TOTAL, Names
from .periods import marked
from .propose_words import Say
from .reading import parts_of_one
from .senders import department_of
from .spans import lone_month
from .subjects import names_nothing
from .units import money_word, without_own
from .workbooks import Book

NEAR = 0.08  # a second item this close is named beside the guess
_FEW = 6  # columns like no item, beside others that are taken: so many are written out to be filled in
KNOWN = 2.0  # how alike a head is that a confirmed mapping knows: nothing about it is asked again
_PLACES = re.compile("[及和与、]?(?:全[市县区省州])?(?:位次|名次|排名|排序)")
TIE = 0.02  # columns as close as this to one item are not told apart by their heads


@dataclass(frozen=True)
class _Guess:
    """That the column `head` of the table number `at` holds `item`."""

    score: float
    at: int
    block: Block
    head: Head
    item: Item
    why: str

    @property
    def place(self) -> tuple[int, int]:
        return self.at, self.head.at

    @property
    def hidden(self) -> bool:
        return self.block.hidden or self.head.hidden

    @property
    def rank(self) -> tuple[bool, int]:
        """What counts before likeness: columns that show before hidden ones, final figures before preliminary."""
        return self.hidden, standing(self.head)

    @property
    def title(self) -> str:
        return f"{self.block.sheet}: {self.head.title}" if self.block.sheet else self.head.title


def propose(
    book: Book, found: Sequence[Block], items: Sequence[Item], known: Sequence[Mapping], quarter: Quarter,
    names: Names, lang: str = "en",
) -> Mapping:  # fmt: skip
    """A mapping for a workbook no confirmed mapping fits: one column for each item, the most alike first.

    Heads that an earlier, confirmed mapping knows are taken as it takes them. Hidden sheets and columns are read only
    where none that shows has the item. Where two columns may be one item and say different things, neither is taken.
    """
    return _Proposer(book, found, items, known, quarter, names, Say(lang)).mapping()


class _Proposer:
    """One workbook's guesses, and what became of each of its columns."""

    def __init__(
        self, book: Book, found: Sequence[Block], items: Sequence[Item], known: Sequence[Mapping], quarter: Quarter,
        names: Names, say: Say,
    ) -> None:  # fmt: skip
        self.marked = within(book.path.stem, names)[1]
        ours = (i for i in items if not marked(plain(i.name.zh), quarter).other)  # 二季度新开工项目 is of a second one
        self.book, self.found, self.items, self.known = book, found, tuple(ours), known
        self.quarter, self.say = quarter, say
        self.reasons: dict[tuple[int, int], str] = {}
        self.columns: dict[int, list[tuple[int, Column]]] = {}
        self.open: list[Open] = []
        self.taken: dict[tuple[str, str], _Guess] = {}
        self.placed: set[tuple[int, int]] = set()

    def mapping(self) -> Mapping:
        guesses = self.guesses()
        for guess in guesses:
            if guess.place not in self.placed:
                self.settle(guess, guesses)
        sheets = [self.sheet(at, [c for _, c in sorted(mine, key=lambda m: m[0])]) for at, mine in self.columns.items()]
        mine = [i for i in self.items if i.key in self.taken and i.source]
        sources = [i.source for i in mine if i.scored] or [i.source for i in mine]  # a fact's may be one article
        sources = sources or [i.source for i in self.items if i.scored and i.source]  # new items: as the others had
        source = max(sorted(set(sources)), key=sources.count) if sources else ""
        stem = self.book.path.stem
        if all(block.district for block in self.found):  # the other districts' workbooks are read by it too
            stem = self.marked if DISTRICT in self.marked else stem
        name = name_of(stem, (m.name for m in self.known))
        questions = tuple(self.open)
        if not questions:
            more = self.skeleton()
            questions = more if not sheets or len(more) <= _FEW else ()
        return Mapping(
            name, pattern_of(stem), _joined(sheets), department_of(self.book, self.found), source,
            unread=self.unread(bool(sheets)), open=questions,
        )  # fmt: skip

    def guesses(self) -> list[_Guess]:
        """Every column with the items it may be, in the order in which they are taken."""
        learnt = _learnt(self.known)
        made = []
        for at, block in enumerate(self.found):
            for head in block.heads:
                if not _is_open(block, head):
                    continue
                if span := of_months_or_quarters(head.title, self.quarter):
                    self.reasons[at, head.at] = WHY + self.say("months or quarters", span=span)
                    continue
                known, name = learnt.get(head.key, (None, ""))
                item = next((i for i in self.items if known and i.key == known.key), None)
                if item:
                    made.append(_Guess(KNOWN, at, block, head, item, self.say("known", name=name)))
                    continue
                near = likes(block, head, self.items, self.book.path.stem, self.say)
                if not near and (odd := self.odd(block, head)):
                    self.reasons[at, head.at] = WHY + odd
                # a column that may not be what it is most alike is no other, less alike item's either
                for score, item, why in (n for n in near if n[0] > near[0][0] - NEAR):
                    if odd := against(block, head, item, self.book.path.stem, self.say):
                        self.reasons[at, head.at] = WHY + odd
                        break
                    made.append(_Guess(score, at, block, head, item, why))
        return sorted(made, key=lambda g: (*g.rank, -g.score, g.at, g.head.at, not g.item.scored, g.item.key))

    def odd(self, block: Block, head: Head) -> str:
        """Why a column that is like no item under its title is not read; "" where nothing is known."""
        if tells_period_before(head):
            return self.say("before")
        if span := made_a_date(head.title):
            return self.say("made a date", span=span)
        own = next((i for i in self.items if tells_this_period(head) and only_subject(block, i)), None)
        return self.say("no measure", item=own.name.zh, own=self.say(of_item(own))) if own else ""

    def settle(self, guess: _Guess, guesses: Sequence[_Guess]) -> None:
        """Take a column for an item, or say why not."""
        item = guess.item
        if item.key in self.taken:
            first = self.taken[item.key]
            same = self.is_of_one_sheet(first, guess) and first.head.key == guess.head.key
            if same:
                self.placed.add(guess.place)  # the mapping reads both
            else:
                self.reasons.setdefault(guess.place, self.lost(guess, first))
            return
        self.taken[item.key] = guess
        rivals = [g for g in guesses if g.item == item and self.is_rival(guess, g, guesses)]
        if rivals:
            heads = ", ".join(" ".join(g.title.split()) for g in (guess, *rivals))
            question = self.say("tie", item=item.name.zh, heads=heads)
            for one in (guess, *rivals):
                self.ask(one, question, guesses)
            return
        if tells_this_period(guess.head) and (title := beyond(guess.block, item, self.book.path.stem)):
            head = " ".join(guess.head.title.split())
            self.ask(guess, self.say("beside", item=item.name.zh, head=head, title=title), guesses)
            return
        if self.unit(guess)[0] is None:
            word = money_word(item, [guess.head.title, *guess.block.lines])
            self.ask(guess, self.say("money", item=item.name.zh, word=word), guesses)
            return
        month = lone_month(guess.block, guess.head, item, self.book.path.stem)
        if month and guess.score < KNOWN:
            own = self.say("single" if item.scope == "single quarter" else "since")
            by = "month" if guess.head.time.kind else "month of title"
            self.ask(guess, self.say(by, item=item.name.zh, word=month, own=own), guesses)
            return
        if word := untold(guess.block, guess.head, item, self.book.path.stem):
            title = " ".join(guess.head.title.split())
            self.ask(guess, self.say("untold", item=item.name.zh, head=title, word=word), guesses)
            return
        self.placed.add(guess.place)
        self.columns.setdefault(guess.at, []).append((guess.head.at, self.column(guess, guesses)))

    def is_of_one_sheet(self, first: _Guess, other: _Guess) -> bool:
        """Whether one mapping of a sheet reads both: the same sheet, or each the sheet of a district."""
        alone = first.block.district and other.block.district
        return self.name(first.at) == self.name(other.at) if alone else first.block.sheet == other.block.sheet

    def is_rival(self, guess: _Guess, other: _Guess, guesses: Sequence[_Guess]) -> bool:
        """Whether nothing tells which of two columns the item's figures are in, and it makes a difference."""
        same = guess.block.sheet == other.block.sheet and guess.head.key == other.head.key
        if other.place in {guess.place, *self.placed} or same:
            return False
        best = max(g.score for g in guesses if g.place == other.place)
        this = any(map(tells_this_period, (guess.head, other.head)))  # 本期 beside 增幅, under a title of growth
        near = this and guess.at == other.at and bool(told_in(other.head.title) | told_in(guess.head.title))
        if other.rank != guess.rank or other.score < max(best, 0 if near else guess.score - TIE):
            return False
        mine, others = figures_of(guess.block, guess.head), figures_of(other.block, other.head)
        return any(mine[code] != others[code] for code in mine.keys() & others.keys())

    def ask(self, guess: _Guess, question: str, guesses: Sequence[_Guess]) -> None:
        self.placed.add(guess.place)
        self.open.append(Open(self.name(guess.at), self.column(guess, guesses), question))

    def unit(self, guess: _Guess) -> tuple[str | None, str]:
        """A column's unit and where it is told; None where money is spoken of in a unit that is not known."""
        head, block, item = guess.head, guess.block, guess.item
        if head.unit:
            return head.unit, self.say("unit of head", unit=head.unit)
        if unit := block.unit_for(item):
            return unit, self.say("unit of line", unit=unit)
        if without_own(head.key, item) != head.key:
            return item.unit, self.say("unit of head", unit=item.unit)
        if item.table != "values":
            return "", ""
        if money_word(item, [head.title, *block.lines]):
            return None, ""
        return item.unit, self.say("no unit", unit=item.unit)

    def column(self, guess: _Guess, guesses: Sequence[_Guess]) -> Column:
        head, block, item = guess.head, guess.block, guess.item
        unit, told = self.unit(guess)
        reasons = [guess.why, told]
        factor = Decimal(1)
        typed = head.unit or block.unit_for(item)  # where a head says %, 0.85 may well be 0.85 %: that is asked
        if item.unit == "%" and parts_of(unit or "") == (0, "%") != parts_of(typed) and parts_of_one(block, head, item):
            factor = Decimal(100)
            reasons.append(self.say("parts"))
        if item.table == "scores" and (out_of := full_marks(block, head, item)):
            full, factor = out_of
            reasons.append(self.say("full marks", full=full, own=int(item.high), factor=f"{factor.normalize():f}"))
        rivals = [g.item.id for g in guesses if g.place == guess.place and g.item != item]
        reasons += [self.say("near", items=", ".join(dict.fromkeys(rivals)))] if rivals else []
        reasons += [self.say("preliminary")] if standing(head) == 2 or is_preliminary(block) else []
        reasons += [self.say("hidden sheet")] if block.hidden else []
        reasons += [self.say("hidden column")] if head.hidden else []
        reason = clauses(filter(None, reasons), self.say.lang)
        return Column(head.key, item.table, item.id, unit or "", factor, reason)

    def lost(self, guess: _Guess, to: _Guess) -> str:
        place = to.title if to.at != guess.at else to.head.title
        name = "lost hidden" if guess.block.hidden else "lost hidden column" if guess.head.hidden else "lost"
        return WHY + self.say(name, item=guess.item.name.zh, place=place)

    def sheet(self, at: int, columns: Sequence[Column]) -> SheetMap:
        note = next((h.key for h in self.found[at].heads if h.is_note), "")
        return SheetMap(self.name(at), tuple(columns), note)

    def name(self, at: int) -> str:
        """A sheet's name as a pattern for its likes of other quarters, or as it is where others have that pattern."""
        block = self.found[at]
        own, pattern = block.name, sheet_pattern(block.name, self.quarter)
        beside = (b for b in self.found if b.name != own and not (b.district and block.district))
        others = {b.name for b in beside if any(_is_open(b, h) for h in b.heads)}
        if any(fits_sheet(pattern, other, self.quarter) for other in others):
            return own
        return pattern or "*"

    def unread(self, some: bool) -> tuple[str, ...]:
        """The columns with figures that are not read, with the reason; those of other times where nothing is read."""
        told = []
        for at, block in enumerate(self.found):
            for head in block.heads:
                if (at, head.at) in self.placed or not head.key:
                    continue
                title = f"{block.name}: {head.title}" if block.name else head.title
                if not _has_figures(block, head):
                    told += [title + WHY + odd] if (odd := self.no_number(block, head)) else []
                elif head.time.other and not some:
                    told.append(title + WHY + self.say("other time", time=head.time.other))
                elif _is_open(block, head) and not is_numbering(head):
                    told.append(title + self.reasons.get((at, head.at), ""))
        return tuple(dict.fromkeys(told))

    def no_number(self, block: Block, head: Head) -> str:
        """Why a column that is like an item is not read: 5.1（3）, figures with their places, are no numbers."""
        cells = [row.cells[head.at] for row in block.rows if row.code and row.code != TOTAL]
        odd = next((cell for cell in cells if figure(cell.text).rule and re.search(r"\d", plain(cell.text))), None)
        near = likes(block, replace(head, key=_PLACES.sub("", head.key)), self.items, self.book.path.stem, self.say)
        beside = (
            _PLACES.fullmatch(head.key.split(" / ")[-1]) or "环比" in head.key
        )  # 第3名, ↑: told by nobody as figures
        if odd is None or head.time.other or head.is_note or beside or not near:
            return ""
        if (block.hidden or head.hidden) and near[0][1].key in self.taken:
            return ""
        return self.say("no number", item=near[0][1].name.zh, cell=odd.at, text=" ".join(odd.text.split()))

    def skeleton(self) -> tuple[Open, ...]:
        """Every column that might be read and is like no item, for the analyst to say what it is; where none is taken,
        those too that were turned down."""
        items = ", ".join(f"{i.table}: {i.id} ({i.name.label(self.say.lang)})" for i in self.items if i.scored)
        return tuple(
            Open(self.name(at), Column(head.key, "values", "", head.unit), items)
            for at, block in enumerate(self.found)
            for head in block.heads
            if _is_open(block, head) and not is_numbering(head)
            if not self.placed or ((at, head.at) not in self.placed and (at, head.at) not in self.reasons)
        )


def _learnt(known: Iterable[Mapping]) -> dict[str, tuple[Column, str]]:
    """The heads that confirmed mappings read, each with its column and mapping; not those that mean something only
    where they stand (增速), nor those that are of one item here and of another there."""
    columns = [(c, m.name) for m in known if m.confirmed for s in m.sheets for c in s.columns]
    items: dict[str, set[tuple[str, str]]] = {}
    for column, _ in columns:
        items.setdefault(column.head, set()).add(column.key)
    return {c.head: (c, name) for c, name in columns if len(items[c.head]) == 1 and not names_nothing(c.head)}


def _joined(sheets: Iterable[SheetMap]) -> tuple[SheetMap, ...]:
    """Tables that stand in one sheet, one after the other, share its columns."""
    found: dict[str, SheetMap] = {}
    for sheet in sheets:
        before = found.get(sheet.name)
        columns = (*before.columns, *sheet.columns) if before else sheet.columns
        found[sheet.name] = SheetMap(sheet.name, columns, sheet.note or (before.note if before else ""))
    return tuple(found.values())


def _is_open(block: Block, head: Head) -> bool:
    """Whether a column may hold this quarter's figures: it has some, and speaks of no other time."""
    return bool(head.key) and not head.time.other and not head.is_note and _has_figures(block, head)


def _has_figures(block: Block, head: Head) -> bool:
    """Whether a column has figures; formulas without a result were some, and are told as faults when it is read."""
    cells = [figure(row.cells[head.at].text) for row in block.rows if row.code and row.code != TOTAL]
    return any(c.value is not None or c.rule.startswith("a formula") for c in cells)
