"""What a row of a sheet is to the table it stands in: head, line or row of units, body, a group's name, a remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .figures import NOT_AVAILABLE, figure, plain
from .grids import Grid
from .heads import NUMBERING, is_figure
from .names import BELOW, NUMBERS, UNIT_HEADS, Names, is_average
from .units import unit_of
from .workbooks import Cell

UNIT_LINE = re.compile(r"\(?(?:计量)?单位[:：]")
Headings = tuple[tuple[str, ...], ...]  # rows of heads, top first: the text of each column but the districts'
_LABELLED = re.compile(r"(?!其中|其他)[\u4e00-\u9fff]{2,8}[:：]\s*\S")  # 委托单位：市综合考核办
_TIME = re.compile(r"20\d\d(?:年|[.]\d{1,2}|0[1-9]|1[0-2])?")  # over a column: 2023, 2023.9, 202309
_COMPUTED = re.compile(r"(?<=\d)=[\d()*/×÷+-]+%?$")
_CODE = re.compile(r"\d{1,2}-\d{1,2}")
_SENDERS = {"填报单位", "填报地区", "填报区市", "填报部门"}  # over 市南区统计局, as heads; elsewhere who sent it
_GROUP = re.compile(r"(?:区市?|[县市镇乡]|街道|区域)(?:\(.*\))?$")  # 市内三区 over the districts that follow
_HEAD_BEHIND = re.compile("(?:区市?|地区|县市|指标|名称|项目)$")  # 单位：% 区市\指标, in the corner of a table


@dataclass(frozen=True)
class TableRows:
    """Tells rows apart in the tables whose districts, by these names, stand in the column `place`."""

    names: Names
    place: int

    def headings(self, above: Grid, row: tuple[Cell, ...]) -> Headings:
        """The texts of the rows of heads above a district's row, beside 区市 or an empty corner; none where no row of
        texts stands over all its figures."""
        figures = [c for c, cell in enumerate(row) if c != self.place and is_figure(cell)]
        found: list[tuple[str, ...]] = []
        for heads in reversed(above):
            corner, others = plain(heads[self.place].text), self.others(heads)
            texts = [heads[c].text for c in figures] if not found else others
            group = len(figures) == 1 and not corner and all(map(_GROUP.search, map(plain, others)))
            if group or not others or any(map(is_figure, heads)) or is_count(others) or all(map(unit_of, others)):
                if found:
                    break
                continue
            if (corner and corner not in self.names.heads) or not all(plain(t) not in NOT_AVAILABLE for t in texts):
                break
            found.insert(0, tuple(plain(cell.text) for c, cell in enumerate(heads) if c != self.place))
        return tuple(found)

    def is_body(self, row: tuple[Cell, ...], whole: bool) -> bool:
        """Whether a row above the first district is one of the table's rows: a total, or a name with figures.

        Figures without a name may be a district's, where not the `whole` of them is named.
        """
        name = row[self.place]
        word = plain(name.text)
        if self.names.code(name.text) or (is_average(word) and _figures(self.others(row))):
            return True
        about = word in self.names.heads or word in UNIT_HEADS or NUMBERING.fullmatch(word)
        return bool(word or not whole) and not about and not BELOW.match(word) and _is_figures(self.others(row))

    def is_left(self, row: tuple[Cell, ...]) -> bool:
        """Whether a row has figures, and is of a part of the city that is no assessed district."""
        figures = any(is_figure(c) for j, c in enumerate(row) if j != self.place)
        return figures and self.names.is_no_district(row[self.place].text)

    def others(self, row: tuple[Cell, ...]) -> list[str]:
        return [c.text.strip() for j, c in enumerate(row) if c and j != self.place]

    def parted(self, above: Grid, first: tuple[Cell, ...] = ()) -> tuple[Grid, dict[int, str], Grid]:
        """The rows above the body as heads, units by column, and titles and notes; `first` is the first district's."""
        heads: Grid = []
        units: dict[int, str] = {}
        loose: Grid = []
        for k in range(len(above) - 1, -1, -1):
            row = above[k]
            texts = [c.text.strip() for c in row if c]
            others = self.others(row)
            if not texts or is_count(others) or _is_figures(others) or NUMBERS.fullmatch(row[self.place].text.strip()):
                continue
            if others and all(unit_of(t) for t in others) and not heads:
                units = {j: unit_of(c.text) for j, c in enumerate(row) if c and j != self.place}
                continue
            lone = len(set(texts)) < 2 and (bool(heads) or not self.is_over_all(row, first))
            above_it = any(self.is_heads(r) for r in above[:k])
            if len(texts) == 1 and not row[self.place] and not heads and not above_it:
                heads.append(row)  # the one figure's head; nothing stands over the districts
                continue
            if lone and not heads and above_it:
                loose.append(row)  # a group's name, or a unit, between the heads and the first district
                continue
            over_senders = not heads and others and plain(row[self.place].text) in _SENDERS
            below = BELOW.match(texts[0]) and not over_senders
            if lone or below or self.is_unit_line(row) or all(map(_LABELLED.match, texts)):
                return heads[::-1], units, [*above[: k + 1], *loose]
            heads.append(row)
        return heads[::-1], units, loose

    def is_over_all(self, row: tuple[Cell, ...], first: tuple[Cell, ...]) -> bool:
        """Whether one text stands over each column of figures by itself, as a line of heads: 上年同期 | 上年同期."""
        figures = [c for c, cell in enumerate(first) if c != self.place and is_figure(cell)]
        if self.is_unit_line(row) or any(BELOW.match(t) or _LABELLED.match(t) for t in self.others(row)):
            return False
        if len(figures) == 1 and all(map(_GROUP.search, map(plain, self.others(row)))):
            return False  # 市内三区, over the districts that follow
        alone = not row[self.place] and not any(cell.merged_right or cell.merged_down for cell in row)
        return alone and bool(figures) and [c for c, cell in enumerate(row) if cell] == figures

    def is_heads(self, row: tuple[Cell, ...]) -> bool:
        texts = {c.text.strip() for c in row if c}
        return len(texts) > 1 and not any(map(BELOW.match, texts)) and not self.is_unit_line(row)

    def tells_units(self, row: tuple[Cell, ...]) -> bool:
        """Whether a row tells the unit of what follows, by a line or by column."""
        corner, others = plain(row[self.place].text), self.others(row)
        by_column = (not corner or corner in UNIT_HEADS) and bool(others) and all(map(unit_of, others))
        return by_column or self.is_unit_line(row)

    def is_unit_line(self, row: tuple[Cell, ...]) -> bool:
        """Whether a row tells the unit of the table below; not where it is in the corner of the row of heads."""
        corner = row[self.place]
        heads = _HEAD_BEHIND.search(plain(corner.text)) and len(set(self.others(row))) > 1
        return any(UNIT_LINE.match(plain(c.text)) for c in row if c and not (heads and c is corner))

    def after(self, below: Grid) -> Grid:
        """Rows directly below the last district that may be the table's: up to the first without name or figures."""
        found = []
        for row in below:
            nameless = not row[self.place] and not any(is_figure(c) for c in row)
            if nameless or BELOW.match(plain(row[self.place].text)):
                break
            found.append(row)
        return found


def is_count(texts: Sequence[str]) -> bool:
    """A row that numbers the columns: 1, 2, 3, (1), (2), ①, ② or 甲, 乙, 丙, A, B, C; behind some, how they are
    computed: 3=1/2; or 1-1, 1-2, 2-1. Years number nothing."""
    if len(texts) < 2:
        return False
    if all(map(_CODE.fullmatch, map(plain, texts))) and any(plain(text).endswith("-1") for text in texts):
        return True  # 1-1, 1-2, 2-1: indicators by number, and no months so far
    counts = [_COMPUTED.sub("", plain(text).strip("()[]")) for text in texts]
    if counts[0].isdecimal() and int(counts[0]) < 1000:
        return counts == [str(k) for k in range(int(counts[0]), int(counts[0]) + len(counts))]
    letters = ["".join(map(chr, range(first, first + len(counts)))) for first in map(ord, "ab")]
    return all(c and c in "甲乙丙丁戊己庚辛壬癸" for c in counts) or "".join(counts) in letters


def _is_figures(texts: Sequence[str]) -> bool:
    """Whether texts are figures for the most part; years, and the numbers of columns, are none."""
    return 2 * len(_figures(texts)) > len(texts) and not is_count(texts)


def _figures(texts: Sequence[str]) -> list[str]:
    return [t for t in texts if figure(t).value is not None and not _TIME.fullmatch(plain(t))]
