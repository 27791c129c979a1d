"""A mapping guessed from a workbook's heads, each guess with its reason. A proposal: nothing is taken in by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from .expected import Item
from .figures import figure, parts_of, plain, scale
from .gather import parts_of_one
from .heads import TOTAL, Block, Head, is_numbering
from .mapping import WHY, Column, Mapping, SheetMap, name_of, pattern_of
from .periods import OURS, SINCE_JANUARY
from .workbooks import Book

LIKE = 0.62  # how alike a head and an item's name have to be to be guessed
NEAR = 0.08  # a second item this close is named beside the guess
# Words of the trade that mean the same; both the head and the item's name are brought to the right-hand form.
SAME = (
    ("gdp", "地区生产总值"),
    ("国内生产总值", "地区生产总值"),
    ("规上工业", "规模以上工业"),
    ("规工", "规模以上工业"),
    ("社零额", "社会消费品零售总额"),
    ("社零", "社会消费品零售总额"),
    ("市场主体", "经营主体"),
    ("新增", "新登记"),
    ("同比增长率", "增速"),
    ("同比增长", "增速"),
    ("增长率", "增速"),
    ("同比增速", "增速"),
    ("增幅", "增速"),
    ("开办企业", "企业开办"),
    ("用时", "时间"),
    ("所需时间", "时间"),
    ("签约数", "签约项目"),
    ("占年计划", "占年度计划"),
    ("百分比", "率"),
)
_MARKS = re.compile("|".join(map(re.escape, OURS)))
SINGLE, SINCE = "of the quarter alone", "counted since January"
_SPANS = ((re.compile("当季|本季|单季|当期"), SINGLE), (re.compile("累计|年初以来|年初至今|全年"), SINCE))


def propose(book: Book, found: Sequence[Block], items: Sequence[Item], known: Sequence[Mapping]) -> Mapping:
    """A mapping for a workbook no confirmed mapping fits: one column for each item, the most alike first.

    Heads that an earlier, confirmed mapping knows are taken as it takes them. Hidden sheets are read only where no
    sheet that shows has the item.
    """
    learnt = {(c.head): (c, m.name) for m in known if m.confirmed for s in m.sheets for c in s.columns}
    guesses: list[tuple[float, int, Head, Item, str]] = []
    reasons: dict[tuple[int, int], str] = {}
    for at, block in enumerate(found):
        for head in block.heads:
            likes = _likes(block, head, items, learnt) if _is_open(block, head) else []
            for k, (score, item, _) in enumerate(likes):
                # a head that is like an item of another span is no other, less alike item's either
                if score < 2 and (odd := _of_another_span(head, item)):
                    reasons[at, head.at] = odd
                    likes = likes[:k]
                    break
            guesses += [(score, at, head, item, why) for score, item, why in likes]
    guesses.sort(key=lambda g: (found[g[1]].hidden, -g[0], g[1], g[2].at, not g[3].scored, g[3].key))
    columns: dict[int, list[tuple[int, Column]]] = {}
    taken_items: dict[tuple[str, str], tuple[int, Head]] = {}
    taken_heads: set[tuple[int, int]] = set()
    for score, at, head, item, why in guesses:
        if (at, head.at) in taken_heads:
            continue
        if item.key in taken_items:
            reasons.setdefault((at, head.at), _lost(item, found, at, taken_items[item.key]))
            continue
        taken_items[item.key] = at, head
        taken_heads.add((at, head.at))
        rivals = [g[3].id for g in guesses if (g[1], g[2].at) == (at, head.at) and g[3] != item and score - g[0] < NEAR]
        columns.setdefault(at, []).append((head.at, _column(found[at], head, item, why, rivals)))
    sheets = []
    for at, mine in sorted(columns.items()):
        note = next((h.key for h in found[at].heads if h.is_note), "")
        sheets.append(
            SheetMap(pattern_of(found[at].sheet) or "*", tuple(c for _, c in sorted(mine, key=lambda m: m[0])), note)
        )
    unread = dict.fromkeys(
        (f"{block.sheet}: {head.title}" if block.sheet else head.title) + reasons.get((at, head.at), "")
        for at, block in enumerate(found)
        for head in block.heads
        if (at, head.at) not in taken_heads and _is_open(block, head)
    )
    sources = [i.source for i in items if i.key in taken_items and i.source]
    sources = sources or [i.source for i in items if i.scored and i.source]  # new items: as the others of last quarter
    source = max(sorted(set(sources)), key=sources.count) if sources else ""
    pattern = pattern_of(book.path.stem)
    return Mapping(
        name_of(book.path, (m.name for m in known)), pattern, _joined(sheets), _department(book, found), source,
        unread=tuple(unread),
    )  # fmt: skip


def _lost(item: Item, found: Sequence[Block], at: int, to: tuple[int, Head]) -> str:
    place = f"{found[to[0]].sheet}: {to[1].title}" if to[0] != at else to[1].title
    hidden = "its sheet is hidden, and " if found[at].hidden else ""
    return f"{WHY}{hidden}{item.name.zh} is taken from {place}"


def _span(words: str) -> str:
    """What its words tell of a figure: of the quarter alone, or counted since January; "" where they tell neither."""
    return next((span for pattern, span in _SPANS if pattern.search(words)), "")


def _item_span(item: Item) -> str:
    if item.scope == "ratio" or item.period.endswith("-03") or not (item.scored or item.source):
        return ""  # in a first quarter the two are one; of a fact never told before nobody knows
    return {"single quarter": SINGLE, "cumulative": SINCE}.get(item.scope, "")


def _head_span(head: Head) -> str:
    return _span(plain(head.title)) or (SINCE if head.time.kind == SINCE_JANUARY else "")


def _of_another_span(head: Head, item: Item) -> str:
    """Why a head that is like an item may not be taken for it; "" where it may."""
    its, wanted = _head_span(head), _item_span(item)
    if not its or not wanted or its == wanted:
        return ""
    return f"{WHY}it is {its}, and {item.name.zh} is {wanted}"


def _joined(sheets: Iterable[SheetMap]) -> tuple[SheetMap, ...]:
    """Tables that stand in one sheet, one after the other, share its columns."""
    found: dict[str, SheetMap] = {}
    for sheet in sheets:
        before = found.get(sheet.name)
        columns = (*before.columns, *sheet.columns) if before else sheet.columns
        found[sheet.name] = SheetMap(sheet.name, columns, sheet.note or (before.note if before else ""))
    return tuple(found.values())


def _is_open(block: Block, head: Head) -> bool:
    """Whether a column may hold this quarter's figures: it has some, numbers no rows, speaks of no other time."""
    if not head.key or is_numbering(head) or head.time.other:
        return False
    cells = [row.cells[head.at].text for row in block.rows if row.code and row.code != TOTAL]
    return any(figure(text).value is not None for text in cells)


def _likes(
    block: Block, head: Head, items: Sequence[Item], learnt: dict[str, tuple[Column, str]]
) -> list[tuple[float, Item, str]]:
    known = learnt.get(head.key)
    found = []
    name = _brought(head.key)
    title = _brought(plain(block.title))
    for item in items:
        if known and known[0].key == item.key:
            found.append((2.0, item, f"read so in {known[1]}.toml"))
            continue
        score, why = _alike(name, item)
        if score < LIKE and item.table != "survey":
            longer, _ = _alike(name + title, item)  # 增速 under the title 规模以上工业增加值
            if longer > score and _part(name, item):
                score, why = max(score, LIKE + 0.01), f"the title and the head together are like {item.name.zh}"
        if score < LIKE:
            continue
        unit = head.unit or block.unit_note
        if unit and item.unit and scale(unit, item.unit) is None:
            score, why = score - 0.3, f"{why}, but its unit is {unit}, not {item.unit}"
            if score < LIKE:
                continue
        if _head_span(head) and _head_span(head) == _item_span(item):
            score += 0.03
        found.append((score, item, why))
    return sorted(found, key=lambda like: -like[0])


def _brought(word: str) -> str:
    """A head or name without marks of time, groups and fillers, in the words of SAME."""
    word = _MARKS.sub("", word)
    for said, meant in SAME:
        word = word.replace(said, meant)
    return re.sub(r"[\s/()（）:：,，、。_·\-]|本季|当期|本期|情况|指标|全市|各区市", "", word)


def _alike(name: str, item: Item) -> tuple[float, str]:
    """How alike a head is to an item, from 0 to 1, and why."""
    best, why = 0.0, ""
    for label in (item.name.zh, item.name.en, item.id):
        other = _brought(plain(label))
        if not other or not name:
            continue
        if name == other:
            return 1.0, f"the head is {label}"
        score = SequenceMatcher(None, name, other, autojunk=False).ratio()
        if item.table == "survey":  # 满意 stands in 基本满意 and 不满意: only the whole word will do
            score = 0.95 if re.fullmatch(rf"(?:评价|态度)?{re.escape(other)}(?:的?人数|数|票|票数|份)?", name) else 0.0
        elif min(len(name), len(other)) >= 4 and (other in name or name in other):
            score = max(score, 0.7 + 0.25 * min(len(name), len(other)) / max(len(name), len(other)))
        if score > best:
            best, why = score, f"like {label} ({score:.0%})"
    return best, why


def _part(name: str, item: Item) -> bool:
    return len(name) >= 2 and name in _brought(plain(item.name.zh))


def _column(block: Block, head: Head, item: Item, why: str, rivals: list[str]) -> Column:
    unit, reasons = head.unit, [why]
    if unit:
        reasons.append(f"unit {unit} from the head")
    elif block.unit_note and scale(block.unit_note, item.unit) is not None:
        unit = block.unit_note
        reasons.append(f"unit {unit} from the line above the table")
    elif item.table == "values":
        unit = item.unit
        reasons.append(f"no unit told: taken as {unit}")
    factor = Decimal(1)
    told = head.unit or block.unit_note  # where a head says %, 0.85 may well be 0.85 %: that is asked
    if item.unit == "%" and parts_of(unit) == (0, "%") != parts_of(told) and parts_of_one(block, head, item):
        factor = Decimal(100)
        reasons.append("all figures look like parts of one (0.957): times 100")
    if rivals:
        reasons.append("also near: " + ", ".join(dict.fromkeys(rivals)))
    if block.hidden:
        reasons.append("the sheet is hidden")
    return Column(head.key, item.table, item.id, unit, factor, "; ".join(reasons))


def _department(book: Book, found: Sequence[Block]) -> str:
    """Who sent it, where the title, a note or the file's name says so."""
    for text in (*(block.title for block in found), book.path.stem):
        named = re.search(
            r"(?:填报|报送|制表|编制|责任)?(?:单位|部门)[:：]\s*([\u4e00-\u9fff]{2,12}?(?:局|委|办|中心|厅|部|院|署))",
            text,
        )
        named = named or re.search(
            r"([\u4e00-\u9fff]{2,10}?(?:统计局|管理局|财政局|商务局|税务局|发改委|住建局|局|委员会))", text
        )
        if named:
            return re.sub(r"^\d+|^[年月]", "", named[1])
    return ""
