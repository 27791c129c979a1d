"""The table in a sheet: where the districts stand, what is head and what is body, what each column is called.

Titles and notes above, heads of several rows, merged cells, rows of units or of column numbers, totals, remarks below,
districts down the side or across the top: all are found by where the districts' names are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model import Quarter
from .figures import figure, is_unit, plain
from .periods import Marked, marked, year_in
from .workbooks import Cell, Sheet

TOTAL = "全市"
_TOTALS = re.compile(r"(?:全市|青岛市?|各区市)?\(?(?:(?:合计|总计|总数|汇总)数?)?\)?|total")
_ASIDE = re.compile("均|计$|最[高低大小]|中位|^其中|average|median|subtotal")  # rows that are no district's
_NUMBERING = frozenset({"序号", "排名", "位次", "名次", "排位", "no", "no.", "rank", "编号", "代码", "行政区划代码"})
_NOTE_HEADS = frozenset({"备注", "说明", "note", "remark", "remarks"})
_NAME_HEADS = frozenset(
    {"区市", "地区", "区(市)", "各区市", "单位", "名称", "区市名称", "考核单位", "指标", "指标名称"}
)
_UNIT_HEADS = frozenset({"单位", "计量单位", "unit"})
_BELOW = re.compile(r"^(注|说明|备注|资料来源|数据来源|填表|填报|制表|审核|联系|单位负责人|\*)")
_UNIT_LINE = re.compile(r"\(?(?:计量)?单位[:：]")
_UNIT_NOTE = re.compile(r"(?:计量)?单位[:：]?(.+)$")
_MARKS = re.compile(r"[*＊#①-⑳〔〕]+")


NO_TIME = Marked("")


@dataclass(frozen=True)
class Head:
    """One column: `title` as it reads, `key` by which mappings know it, its unit where it tells one, its time."""

    at: int
    title: str
    key: str
    unit: str = ""
    time: Marked = NO_TIME

    @property
    def is_note(self) -> bool:
        return self.key in _NOTE_HEADS


@dataclass(frozen=True)
class Row:
    """A body row: the district's code, `全市` for the total, "" for a name nobody knows; and all its cells."""

    code: str
    name: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Block:
    """One table of a sheet. `across`: districts stood across the top, and rows and columns are exchanged here.

    `unit_note` is the unit that a line above the head gives for all columns ("" if none).
    """

    sheet: str
    across: bool
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    unit_note: str = ""
    title: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Names:
    """District names as departments write them, to codes."""

    lookup: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, districts: Sequence[object]) -> Names:
        return cls({plain(name): d.code for d in districts for name in d.names if name})

    def code(self, text: str) -> str:
        """The code; `全市` for a total, "" for anything else. 黄岛区（西海岸新区）, 胶 州 市* and aliases are known."""
        word = plain(_MARKS.sub("", text))
        inner = re.fullmatch(r"(.+?)\((.+)\)", word)
        tries = [word, *(inner.groups() if inner else ())]
        for tried in tries:
            if tried in self.lookup:
                return self.lookup[tried]
        return TOTAL if word and _TOTALS.fullmatch(word) else ""

    def is_aside(self, text: str) -> bool:
        """Whether a row so named is beside the districts': an average, a subtotal, a remark such as 分管领导：李四."""
        word = plain(_MARKS.sub("", text))
        if _ASIDE.search(word) or word in _NAME_HEADS or word in _UNIT_HEADS or _BELOW.match(word):
            return True
        return ":" in word and not any(name in word for name in self.lookup)


def blocks(sheet: Sheet, names: Names, quarter: Quarter) -> tuple[Block, ...]:
    """The tables of a sheet; none where fewer than two districts stand in one column or row."""
    grid = _filled(sheet)
    down, across = _best(grid, names), _best(_turned(grid), names)
    if max(down[0], across[0]) < min(2, len(set(names.lookup.values()))):
        return ()
    turned = across[0] > down[0]
    place, titles = down[1], []
    if turned:
        titles, grid, place = grid[: across[1]], _turned(grid[across[1] :]), 0
    found, top = [], 0
    for first, last in _bodies(grid, place, names):
        found.append(_block(sheet, grid, place, (top, first, last), names, quarter, titles if turned else None))
        top = last + 1
    return tuple(found)


def _turned(grid: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    return list(zip(*grid, strict=True)) if grid else []


def _best(grid: list[tuple[Cell, ...]], names: Names) -> tuple[int, int]:
    """How many districts the fullest column names, and which one it is."""
    counts = [len({names.code(c.text) for c in column if c} - {"", TOTAL}) for column in _turned(grid)]
    return (max(counts), counts.index(max(counts))) if counts else (0, 0)


def _filled(sheet: Sheet) -> list[tuple[Cell, ...]]:
    """Rows with the value of a merged range in each of its cells; each keeps its own address.

    Where the file does not tell its merged ranges (CSV), empty cells are left as they are.
    """
    grid = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged or ():
        if top >= len(grid) or left >= len(grid[top]):
            continue
        source = grid[top][left]
        for r in range(top, min(bottom, len(grid) - 1) + 1):
            for c in range(left, min(right, len(grid[r]) - 1) + 1):
                grid[r][c] = replace(source, at=grid[r][c].at)
    return [tuple(row) for row in grid]


def _bodies(grid: list[tuple[Cell, ...]], place: int, names: Names) -> list[tuple[int, int]]:
    """First and last row of each table: a district named again after other text begins another."""
    spans: list[tuple[int, int]] = []
    seen: set[str] = set()
    first = last = -1
    for r, row in enumerate(grid):
        code = names.code(row[place].text)
        if not code or code == TOTAL:
            continue
        if code in seen and r > last + 1 and any(not names.code(grid[k][place].text) for k in range(last + 1, r)):
            spans.append((first, last))
            first, seen = r, set()
        first = r if first < 0 else first
        last = r
        seen.add(code)
    return [*spans, (first, last)]


def _block(
    sheet: Sheet,
    grid: list[tuple[Cell, ...]],
    place: int,
    span: tuple[int, int, int],
    names: Names,
    quarter: Quarter,
    titles: list[tuple[Cell, ...]] | None,
) -> Block:
    """The table whose body is `span` (where it may begin, first row, last row); `titles` where it is turned."""
    top, first, last = span
    while first > top and _is_beside(grid[first - 1], place, names):
        first -= 1
    head_rows, units, loose = _parted(grid[top:first], place)
    if sheet.merged is None:
        head_rows = [_spread(row, place) for row in head_rows[:-1]] + head_rows[-1:]
    loose = [*(titles or ()), *loose]
    title = " ".join(dict.fromkeys(c.text.strip() for row in loose for c in row if c))
    note = next((u for row in loose for c in row if (u := _noted_unit(c.text))), "")
    heads = []
    for c in range(len(grid[first])):
        if c != place:
            levels = dict.fromkeys(row[c].text.strip() for row in head_rows if row[c])
            heads.append(_head(c, list(levels), units.get(c, ""), quarter, year_in(title)))
    rows = [_row(grid[r], place, names) for r in range(first, last + 1)]
    rows += [_row(row, place, names) for row in _after(grid, last, place)]
    kept = tuple(row for row in rows if row is not None)
    return Block(sheet.name, titles is not None, tuple(heads), kept, note, title, sheet.hidden)


def _is_beside(row: tuple[Cell, ...], place: int, names: Names) -> bool:
    """Whether a row above the first district's is a total's or an average's, with figures, and so no head."""
    name = row[place].text
    beside = names.code(name) == TOTAL or _ASIDE.search(plain(name))
    return bool(beside) and (names.code(name) == TOTAL or any(_is_figure(c) for c in row))


def _is_figure(cell: Cell) -> bool:
    return bool(cell) and figure(cell.text).value is not None


def _spread(row: tuple[Cell, ...], place: int) -> tuple[Cell, ...]:
    """A row of group heads whose empty cells belong to the group at their left."""
    filled: list[Cell] = []
    for c, cell in enumerate(row):
        left = filled[-1] if filled and c - 1 != place else None
        filled.append(cell if cell or left is None else Cell(left.text, cell.at))
    return tuple(filled)


def _parted(
    above: Sequence[tuple[Cell, ...]], place: int
) -> tuple[list[tuple[Cell, ...]], dict[int, str], list[tuple[Cell, ...]]]:
    """The rows above the body as heads, units by column, and titles and notes."""
    heads: list[tuple[Cell, ...]] = []
    units: dict[int, str] = {}
    for k in range(len(above) - 1, -1, -1):
        row = above[k]
        texts = [c.text.strip() for c in row if c]
        others = [c.text.strip() for j, c in enumerate(row) if c and j != place]
        if not texts or _is_count(others):
            continue
        if others and all(is_unit(t.strip("()（）")) for t in others) and not heads:
            units = {j: c.text.strip().strip("()（）") for j, c in enumerate(row) if c and j != place}
            continue
        if len(set(texts)) < 2 or _BELOW.match(texts[0]) or any(_UNIT_LINE.match(plain(t)) for t in texts):
            return heads[::-1], units, list(above[: k + 1])
        heads.append(row)
    return heads[::-1], units, []


def _is_count(texts: Sequence[str]) -> bool:
    """A row that numbers the columns: 1, 2, 3 or 甲, 乙, 丙."""
    return len(texts) > 1 and (
        texts == [str(k) for k in range(int(texts[0]), int(texts[0]) + len(texts))]
        if texts[0].isdigit()
        else all(t in "甲乙丙丁戊己庚辛壬癸" for t in texts)
    )


def _noted_unit(text: str) -> str:
    found = _UNIT_NOTE.search(plain(text))
    unit = found[1].strip("()") if found else ""
    return unit if is_unit(unit) else ""


def _head(at: int, levels: list[str], unit: str, quarter: Quarter, year: int | None) -> Head:
    title = " / ".join(levels)
    words = []
    for level in levels:
        word = plain(level)
        for inner in re.findall(r"\(([^()]*)\)", word):
            parts = [_UNIT_NOTE.sub(r"\1", p) for p in re.split("[,;、]", inner)]
            told = [p for p in parts if is_unit(p)]
            if told:
                unit = told[-1]
                rest = ",".join(p for p in parts if p not in told)
                word = word.replace(f"({inner})", f"({rest})" if rest else "")
        tail = re.search(r"[:_,]?(%|‰)$", word)
        if tail:
            unit, word = unit or tail[1], word[: tail.start()]
        words.append(word)
    time = marked("/".join(words), quarter, year)
    key = " / ".join(part for part in time.text.split("/") if part)
    return Head(at, title, key, unit, time)


def _row(row: tuple[Cell, ...], place: int, names: Names) -> Row | None:
    """A body row; None for an empty one, a heading within the table, an average, and one that numbers or measures.

    A row of figures without a name is one with the code "": whose they are has to be asked.
    """
    name = row[place] if row[place] else next((c for c in row[:place] if c and _is_named(c, names)), row[place])
    code = names.code(name.text)
    if code:
        return Row(code, name, row)
    if name and names.is_aside(name.text):
        return None
    return Row("", name, row) if any(_is_figure(c) for j, c in enumerate(row) if j != place) else None


def _is_named(cell: Cell, names: Names) -> bool:
    """Whether a cell left of the names' column says what its row is: 合计 under 序号."""
    return names.code(cell.text) == TOTAL or names.is_aside(cell.text)


def _after(grid: list[tuple[Cell, ...]], last: int, place: int) -> list[tuple[Cell, ...]]:
    """Rows directly below the last district that may belong to the table: up to the first without name or figures."""
    found = []
    for row in grid[last + 1 :]:
        nameless = not row[place] and not any(_is_figure(c) for c in row)
        if nameless or _BELOW.match(plain(row[place].text)):
            break
        found.append(row)
    return found


def is_numbering(head: Head) -> bool:
    return head.key.split(" / ")[-1] in _NUMBERING


def is_unit_head(head: Head) -> bool:
    return head.key in _UNIT_HEADS
