"""Tables with several lines a district: one a figure (区市 | 指标 | 数值), or 本期 and 上年同期 one below the other.

They are set out with one line a district: what tells its lines apart (indicator, period, 本期) becomes heads. Every
cell keeps its own address, so that all that follows, faults and provenance too, is as for a table that came so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .dated_heads import date_of
from .figures import NOT_AVAILABLE, UNITS, figure, parts_of, plain, scale
from .grids import Grid, named_in
from .heads import NOTE_HEADS, is_figure
from .names import BELOW, NAME_HEADS, UNIT_HEADS, Names
from .units import is_rate, parted, unit_of
from .workbooks import Cell

Row = tuple[Cell, ...]
_ITEMS = re.compile(
    "(?:考核|评价|统计|监测|[一二三四]级)?(?:指标|事项|项目|内容|数据项)(?:名称)?|indicators?|items?|measures?|metrics?|variables?"
)
_TIMES = re.compile(
    "(?:数据|统计|报告|所属|考核)?(?:时期|期间|期别|期数|报告期|年度?|年份|季度?|月份?|时间|日期|账期|年月|年季)"
    "|periods?|quarters?|years?|months?|dates?|time"
)
_ASIDE = re.compile(
    "序号|(?:指标|行政区划|区划|区市|地区)?(?:代码|编码|编号)|no\\.?|id|code|(?:所属)?板块|类别|分类|大类"
    "|.*(?:部门|来源|填报人|责任单位|联系人|电话)|boards?|categor(?:y|ies)|sources?|departments?"
)
# 本期 | 上年同期 under 类别: what tells one line from the other
_OF_A_TIME = re.compile("(?:[本当报][年期季月告]期?|今年|(?:上年|去年|上期|前期)(?:同期)?|同期)(?:累计|完成)?[数值]?")
_PLAIN = re.compile(
    "(?:指标|统计|实际|完成|本期|当期)?(?:数值|数据|值|数|结果)|完成情况|实绩|本期|当期|values?|figures?|data|amounts?|numbers?"
)
_MOSTLY = 0.8  # of its lines are labelled, where a column tells them apart
_DATES = re.compile("(?:数据|统计|报告|所属)?(?:日期|时间|时期|报告期|月份)|dates?|time|period|month")
_SPAN = re.compile(r"(20\d\d)-?(\d\d)(?:\.\.|[-–—~至到])(?:\1-?)?(\d\d)")
_DAY = re.compile(r"(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})")


@dataclass(frozen=True)
class _Columns:
    """What the columns of such a table hold, by number: the district, when, what else tells lines apart, figures."""

    place: int
    times: tuple[int, ...]
    labels: tuple[int, ...]
    figures: tuple[int, ...]
    unit: int | None = None


def widened(grid: Grid, place: int, names: Names, one: bool = False) -> Grid:
    """The grid with one line a district, named in its first column; the same grid where that is so already, or where
    nothing tells a district's lines apart.

    Districts are named in the column `place`; where nobody tells merged ranges, in the first of their lines alone.
    A table of `one` district has lines that nothing repeats: their first column of words tells them apart.
    Two lines that say they are the same stay two lines: they are rivals, and told as such. Of tables one below the
    other all are long, or none is touched.
    """
    made: Grid = []
    rest = grid
    while any(named_in([row[place] for row in rest], names)):
        top, stop = _body(rest, place, names)
        wide = _set_out(rest[:stop], top, place, names, one)
        if wide is None or (made and not _heads(rest, top)):
            return grid
        made += wide
        rest = rest[stop:]
    return _squared([*made, *rest])


def _set_out(grid: Grid, top: int, place: int, names: Names, one: bool) -> Grid | None:
    """One table, whose lines begin at `top`, with one line a district under its titles; None for one that is not
    long."""
    heads = _heads(grid, top)
    titles = grid[: heads[0]] if heads else grid[:top]
    body = _named([row for row in grid[top:] if any(row)], place, names)
    head = [" / ".join(dict.fromkeys(t for r in heads if (t := grid[r][c].text.strip()))) for c in range(len(grid[0]))]
    found = _columns(head, body, place, names, one)
    if found is None or not (one or _is_long(head, body, found, names)):
        return None
    return [*titles, *_Wide(head, body, found).lines()]


def _body(grid: Grid, place: int, names: Names) -> tuple[int, int]:
    """The lines of the first table, from its first district to its last, and those directly around them with
    figures."""
    codes = [names.code(row[place].text) for row in grid]
    top = next(r for r, code in enumerate(named_in([row[place] for row in grid], names)) if code)
    while top and (codes[top - 1] or _is_strangers(grid[top - 1], place, names)):
        top -= 1
    stop = top
    while stop < len(grid) and (_is_line(grid[stop], place, names) or not any(grid[stop])):
        stop += 1
    return top, stop


def _is_line(row: Row, place: int, names: Names) -> bool:
    """Whether a row is one of the table's: a district's, or with a figure, or with a word for none."""
    others = [cell for c, cell in enumerate(row) if c != place and cell]
    name = row[place].text.strip()
    if not others or BELOW.match(plain(name)):
        return False
    return bool(names.code(name)) or any(is_figure(c) or (not name and plain(c.text) in NOT_AVAILABLE) for c in others)


def _is_strangers(row: Row, place: int, names: Names) -> bool:
    """Whether a line above the first district is of somebody whose name nobody knows."""
    name = plain(row[place].text)
    return bool(name) and name not in NAME_HEADS and _is_line(row, place, names) and not any(map(_is_year, row))


def _is_year(cell: Cell) -> bool:
    return re.fullmatch(r"20\d\d年?", plain(cell.text)) is not None


def _heads(grid: Grid, top: int) -> list[int]:
    """The rows of heads directly above the body."""
    found: list[int] = []
    for r in range(top - 1, -1, -1):
        texts = [cell.text.strip() for cell in grid[r] if cell]
        if not texts and not found:
            continue
        if len(set(texts)) < 2 or BELOW.match(texts[0]) or re.match(r"\(?(?:计量)?单位[:：]", plain(texts[0])):
            break
        found.insert(0, r)
    return found


def _named(body: Grid, place: int, names: Names) -> Grid:
    """The lines, each with its district's name: that of the line above where it has none, and all have as many."""
    named = [list(row) for row in body]
    groups = Counter[int]()
    first = 0
    for r, row in enumerate(named):
        if row[place]:
            first = r
        elif r:
            row[place] = replace(named[first][place], at=row[place].at, merged_down=True)
        groups[first] += 1
    sizes = {size for r, size in groups.items() if names.code(body[r][place].text)}
    return [tuple(row) for row in named] if len(sizes) == 1 else body


def _columns(head: Sequence[str], body: Grid, place: int, names: Names, one: bool) -> _Columns | None:
    """What each column holds; None where none has figures."""
    times, labels, figures, unit = [], [], [], None
    for c, title in enumerate(head):
        word, cells = plain(parted(title.split(" / ")[-1])[0] or title), [row[c] for row in body if row[c]]
        if c == place or not cells or word in NOTE_HEADS:
            continue
        if _ASIDE.fullmatch(word) and not all(_OF_A_TIME.fullmatch(plain(cell.text)) for cell in cells):
            continue
        if 2 * sum(bool(names.code(cell.text)) for cell in cells) > len(cells):
            continue  # the district once more, or its code
        if _TIMES.fullmatch(word):
            times.append(c)
        elif word in UNIT_HEADS and all(map(_is_measure, cells)) and any(unit_of(cell.text) for cell in cells):
            unit = c
        elif 2 * sum(figure(cell.text).value is not None or cell.text.startswith("=") for cell in cells) >= len(cells):
            figures.append(c)
        elif len(cells) >= _MOSTLY * len(body) and (one or 2 * len({plain(c.text) for c in cells}) <= len(body)):
            labels.append(c)
    if one:
        labels = [c for c in labels if _ITEMS.fullmatch(plain(head[c].split(" / ")[-1]))] or labels[:1]
    figures = [c for c in figures if head[c]] or figures  # one without a head is of nobody knows what
    times.sort(key=lambda c: not re.match("年|year", plain(head[c])))
    return _Columns(place, tuple(times), tuple(labels), tuple(figures), unit) if figures else None


def _is_measure(cell: Cell) -> bool:
    return bool(unit_of(cell.text)) or plain(cell.text) in NOT_AVAILABLE or len(plain(cell.text)) < 5


def _is_long(head: Sequence[str], body: Grid, columns: _Columns, names: Names) -> bool:
    """Whether districts have several lines that something tells apart, or every line tells its indicator."""
    keys = [(names.code(row[columns.place].text), *_told(head, row, columns)) for row in body]
    lines = Counter(key[0] for key in keys if key[0])
    if not (columns.times or columns.labels):
        return False
    if any(_ITEMS.fullmatch(plain(head[c].split(" / ")[-1])) for c in columns.labels):
        return True
    return sum(size > 1 for size in lines.values()) > 1 and 2 * len(set(keys)) > len(keys) + len(lines)


def _told(head: Sequence[str], row: Row, columns: _Columns) -> tuple[str, ...]:
    """What a line says of itself: when, and of what."""
    when = "".join(_time(head[c], row[c].text) for c in columns.times)
    return (when, *(row[c].text.strip() for c in columns.labels))


def _time(head: str, text: str) -> str:
    """A period as heads write it: 202312, 2023-12-31, 4 under 季度, 2023-01..2023-12."""
    word, title = plain(text), plain(head)
    if _DATES.fullmatch(title) and (serial := date_of(word)):
        word = serial.isoformat()  # a date whose format is lost
    if day := _DAY.fullmatch(word):
        return f"{day[1]}年{day[3]}月{day[4]}日"
    if span := _SPAN.fullmatch(word):
        return f"{span[1]}年{int(span[2])}-{int(span[3])}月"
    if code := re.fullmatch(r"(20\d\d)(0[1-9]|1[0-2])", word):
        return f"{code[1]}-{code[2]}"
    quarter = re.fullmatch(r"(20\d\d)?[-年./]?第?q?([1-4])季?度?", word)
    if quarter and re.search("季|q", word + title):
        return f"{quarter[1] + '年' if quarter[1] else ''}{quarter[2]}季度"
    if re.fullmatch(r"\d{1,2}", word) and ("月" in title or "month" in title):
        return f"{word}月"
    return f"{word}年" if re.fullmatch(r"20\d\d", word) else text.strip()


class _Wide:
    """A long table set out: a row of heads, and a row a district."""

    def __init__(self, head: Sequence[str], body: Grid, columns: _Columns) -> None:
        self.head, self.body, self.columns = head, body, columns

    def lines(self) -> Grid:
        rows: dict[tuple[str, int], dict[str, Cell]] = {}
        name: dict[tuple[str, int], Cell] = {}
        heads: dict[str, Cell] = {}
        for key, title, cell, district in self.figures():
            nth = next(n for n in range(len(self.body) + 1) if title not in rows.get((key, n), {}))
            if nth and _same(rows[key, nth - 1][title], cell):
                continue
            rows.setdefault((key, nth), {})[title] = cell
            name.setdefault((key, nth), district)
            heads.setdefault(title, replace(cell, text="", rule=""))
        place = Cell(self.head[self.columns.place].split(" / ")[-1] or "区市", "")
        made: Grid = [(place, *(Cell(title, "") for title in heads))]
        order = sorted(rows, key=lambda k: [*dict.fromkeys(key for key, _ in rows)].index(k[0]))
        return made + [(name[k], *(rows[k].get(title, blank) for title, blank in heads.items())) for k in order]

    def figures(self) -> Iterator[tuple[str, str, Cell, Cell]]:
        """Each figure with its district's key, its head, its cell and its district's cell."""
        for row in self.body:
            district = row[self.columns.place]
            told = [text for text in _told(self.head, row, self.columns) if text]
            of_line = row[self.columns.unit].text.strip() if self.columns.unit is not None else ""
            of_line = "" if plain(of_line) in NOT_AVAILABLE else of_line
            for c in self.columns.figures:
                word, unit = parted(self.head[c])
                own = "" if self.has_its_own(c, unit, of_line) else of_line
                title = _time("", self.head[c]) if word and not _PLAIN.fullmatch(word) else ""
                parts = [*told, title] if title else told
                named = next((u for part in reversed(parts) if (u := parted(part, " / ".join(parts))[1])), "")
                cell = row[c]
                if own and named and scale(own, named) != 1:
                    cell = replace(cell, rule=UNITS) if cell else cell
                shown = own or (unit if not title else "")
                measure = f"（{shown}）" if shown and not named else ""
                yield plain(district.text), " / ".join(parts) + measure, cell, district

    def has_its_own(self, c: int, unit: str, of_line: str) -> bool:
        """Whether a line's unit is that of the columns beside this one: 增速 or 增速（%） beside 总量, in 亿元."""
        others = len(self.columns.figures) > 1
        return others and bool(unit or (is_rate(self.head[c]) and parts_of(of_line)[1] not in ("%", "个百分点")))


def _same(first: Cell, other: Cell) -> bool:
    return not other or (first.text.strip() == other.text.strip() and not other.rule)


def _squared(rows: Grid) -> Grid:
    """Rows of one length."""
    width = max(map(len, rows), default=0)
    return [(*row, *(Cell("", "") for _ in range(width - len(row)))) for row in rows]
