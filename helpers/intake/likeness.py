"""How alike a column's head and an item are, and what speaks against taking the one for the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from .bare_heads import are_amounts, named_in, of_other_unit, tells_this_period
from .column_figures import are_places, figures_of
from .expected import Item
from .figures import plain, scale
from .foreign_words import foreign_word, narrowed_by_title
from .heads import NUMBERING, Block, Head
from .measures import fall_in, is_among_rates, of_item, other_measure
from .periods import QUARTER, SINCE_JANUARY
from .propose_words import Say
from .spans import MONTHLY, SINCE, SINGLE, has_since, item_span, span_of, span_told, sums_quarters
from .subjects import POINTS, names_nothing
from .surveys import other_survey
from .trade_words import LIKE, brought, in_trade_words, without_times
from .units import without_own

_TITLES = {QUARTER: SINGLE, SINCE_JANUARY: SINCE}  # of two sheets, 四季度 and 1-12月; one alone may be called either
_OUT_OF = re.compile(r"满分(?:均?[为是])?\d{1,4}分?|\d{1,4}分制|[五十百]分制")
# What stands beside the figure asked for and is not it; comparisons with it (比上年增长) and shares of it are.
_COMPARED = re.compile(
    r"(?:比|较|与)(?:上年|去年|上期)(?:同期)?|同比|(?:占|完成)[^/]{0,6}?(?:计划|目标|任务|预算)"
    r"|(?:计划|目标|任务|预算)(?:的|任务|投资)*(?:完成|比重|百分比|率|进度)"
)
_NOT_IT = re.compile(
    "上年|去年|上期|同期|前期|基期|上季度?|上月|目标|计划|预期|预算数|任务数|限额以上|限上|人均|户均|名义|现价"
    "|(?:last|previous|prior|same)(?:year|quarter|month|period)|target|forecast|projected|nominal|percapita|monthly"
    "|qoq|quarter-?on-?quarter|ranking|contribution|difference"
)
_GOALS = re.compile(
    "(?:目标|任务|计划)[^/]{0,4}(?:分解|下达|安排)|预期目标|目标(?:值|任务|一览)?表?$|计划(?:一览)?表$|预测"
)
_OTHER_ANSWERS = re.compile("(?:很|非常|十分|比较|较|不太|一般|极)(?:不?满意)?(?:的?人数|数|票|票数|份)?|一般")
_NARROWED = re.compile("规模以上|限额以上|民间|高新?技术|新登记")
_PROJECTS = re.compile("投资|建设|项目|资金")
_OF_PROJECTS = re.compile("项目|工程|实事|技改|技术改造|房地产|固定资产|交通|水利|工业|产业|农业|能源|环保|教育|卫生")
_SUBJECT = 4  # characters that a title has in common with a name that say what it is about: 城市更新
_POINTS_BEHIND = re.compile(f"{POINTS.pattern}$")
_NAMES = 3  # characters of a name that tell what something is of; 地区 tells nothing
_SO_FAR = re.compile("累计数?|年初以来")
_LAST_YEAR = re.compile(r"\(?(?:20\d\d年)?(?:上年|去年)(?:同期)?(?:实际|完成)?(?:数|值|数据|情况|指标)?\)?")
_PRELIMINARY = re.compile("快报|初步|初核|预计|预估|调整前|修订前|原报")
_FINAL = re.compile("核定|核实|最终|终核|调整后|修订后")


def likes(block: Block, head: Head, items: Sequence[Item], file: str, say: Say) -> list[tuple[float, Item, str]]:
    """Items that a column may be by its head, the most alike first: how alike from 0 to 1, and why. `file` is the
    workbook's name, which tells what a table without a title is of."""
    found = []
    name, titles = brought(head.key), _titles(block, file)
    summed = sums_quarters(block, head)
    if head.subject is None and (_SO_FAR.fullmatch(name) or summed):
        name = ""  # 累计, under a title that says what is counted
    named = name
    this = [(word, named_in(title, items)) for word, title in titles] if tells_this_period(head) else []
    of_points = POINTS.fullmatch(_OUT_OF.sub("", name)) is not None and _told_once(titles, items)
    for item in items:
        own = brought(without_own(head.key, item)) if item.unit and named else named
        name = own if "累计" in item.name.zh else _SO_FAR.sub("", own) or own  # 增速 / 累计, 累计增速
        name = _of_points(name, item)
        if NUMBERING.fullmatch(head.key.split(" / ")[-1]) and not NUMBERING.search(item.name.zh):
            continue
        score, why = _alike(name, head, item, say)
        if score < 1 and names_nothing(head.key):  # 同比增加 is anything's
            score = 0.0
        if score < LIKE and head.subject and item.table != "survey":
            longer = _alike(brought(f"{head.subject.key} / {head.key}"), head, item, say)[0]
            if longer >= LIKE:  # 增速 behind 社零额
                before = head.subject.title
                score, why = LIKE + 0.01 + (longer - LIKE) / 5, say("by subject", before=before, item=item.name.zh)
        part = summed or _is_part(name, head, item) or (of_points and item.table == "scores")
        if score < LIKE and item.table != "survey" and (word := next((w for w, told in this if item in told), "")):
            score, why = LIKE + 0.01 + (1 - LIKE) / 5, say(word, item=item.name.zh)  # 本期 under 新签约项目
        if score < LIKE and item.table != "survey" and part and not this:
            score, why = max(
                (_by_title(name, title, head, item, say(word, item=item.name.zh)) for word, title in titles)
            )
        if score < LIKE:
            continue
        if head.unit and item.unit and scale(head.unit, item.unit) is None:
            score, why = score - 0.3, say("other unit", why=why, unit=head.unit, own=item.unit)
            if score < LIKE:
                continue
        span = span_of(head) or _TITLES.get(block.time.kind, "") or span_told(plain(block.sheet))
        if span and span == item_span(item):
            score += 0.03
        found.append((score, item, why))
    return sorted(found, key=lambda like: -like[0])


def _of_points(name: str, item: Item) -> str:
    """A head's name without the word for points that departments write behind what they score: 第三方评价得分."""
    bare = _POINTS_BEHIND.sub("", _OUT_OF.sub("", name)) if item.table == "scores" else name
    return bare if len(bare) >= _NAMES else name


def _told_once(titles: Sequence[tuple[str, str]], items: Sequence[Item]) -> bool:
    """Whether a title or a name says of one item that departments score, and of no other, that points are its."""
    names = [brought(plain(item.name.zh)) for item in items if item.table == "scores"]
    return sum(any(name in title for _, title in titles) for name in names) == 1


def _titles(block: Block, file: str) -> list[tuple[str, str]]:
    """What says what a table is of, by the word of its reason: its title, its sheet's name, else its file's."""
    told = [("by title", block.title), ("by sheet", "" if block.district else block.sheet)]
    told += [] if block.title else [("by file", file)]
    return [(word, brought(without_times(text))) for word, text in told]


def _by_title(name: str, title: str, head: Head, item: Item, why: str) -> tuple[float, str]:
    """How alike a head and an item are where a title has what the head leaves out; 0 where it has not."""
    alone, *longer = (_alike(text, head, item, Say())[0] for text in (name, name + title, title + name))
    if (score := max(longer)) > max(LIKE, alone):  # 增速 under the title 规模以上工业增加值
        return LIKE + 0.01 + (score - LIKE) / 5, why
    return (LIKE + 0.01, why) if _title_says_rest(name, title, item) else (0.0, "")


def untold(block: Block, head: Head, item: Item, file: str) -> str:
    """What an item is of, where a head is no more than the end of its name and nothing beside says the rest: 城市更新和
    城市建设 of 项目开工率, which other projects have too; "" elsewhere."""
    name, whole = _of_points(brought(head.key), item), brought(plain(item.name.zh))
    if other := _of_other_projects(block, item, file):
        return other
    if not name or name == whole or not whole.endswith(name) or names_nothing(head.key):
        return ""
    rest = without_times(whole.removesuffix(name)).removesuffix("项目")
    parts = [part for part in re.split("[和与及、]", rest) if len(part) >= _NAMES]
    beside = (block.title, *block.lines, block.sheet, file, *(h.key for h in block.heads))
    told = [brought(plain(text)) for text in beside]
    return "" if any(part in text for part in parts for text in told) or not parts else rest


def _of_other_projects(block: Block, item: Item, file: str) -> str:
    """The board of an item whose name does not say what it is about, 累计完成投资占年度计划, where a title or a name
    speaks of projects and not of any that the board is about: 重点项目 may be of all kinds."""
    if not _says_no_subject(item):
        return ""
    told = [plain(text) for text in (block.title, *block.lines, block.sheet, file)]
    beside = [*told, *(head.key for head in block.heads)]
    about = [plain(name) for name in item.about if not names_nothing(_PROJECTS.sub("", plain(name)))]
    longest = (_common(name, text) for name in about for text in beside)
    return item.about[0] if any(map(_OF_PROJECTS.search, told)) and max(longest, default=0) < _SUBJECT else ""


def _says_no_subject(item: Item) -> bool:
    """Whether an item's name says what is told of projects and not of which: those of its board."""
    return bool(item.about) and names_nothing(_PROJECTS.sub("", plain(item.name.zh)))


def _is_about(word: str, item: Item) -> bool:
    """Whether words are those of an item's board: 城市更新和城市建设 before 累计完成投资占年度计划."""
    return any(_common(plain(name), word) >= _SUBJECT for name in item.about)


def _common(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def against(block: Block, head: Head, item: Item, file: str, say: Say) -> str:
    """Why a head that is like an item may not be taken for it; "" where it may. `file` is the workbook's name."""
    word = _COMPARED.sub("", plain(f"{head.subject.title}/{head.title}" if head.subject else head.title))
    if last := next(filter(_LAST_YEAR.fullmatch, map(plain, (block.sheet, *block.lines))), ""):
        return say("not it", word=last, item=item.name.zh)
    own = plain(f"{item.name.zh}/{item.name.en}")
    odd = next((m for m in _NOT_IT.findall(word) if m not in own), "") or _of_title(block, item)
    if odd:
        return say("not it", word=odd, item=item.name.zh)
    if fell := fall_in(head, item):
        return say("fall", word=fell, item=item.name.zh, own=say(of_item(item)))
    beside = {span_told(plain(block.title)), span_told(plain(file))} & {SINGLE, MONTHLY}
    its, wanted = span_of(head) or next(iter(sorted(beside)), ""), item_span(item)
    if its == MONTHLY and item.table == "values" and "月" not in item.name.zh:
        return say("span", its=say(MONTHLY), item=item.name.zh, own=say(wanted or "quarter"))
    if its and wanted and its != wanted:
        return say("span", its=say(its), item=item.name.zh, own=say(wanted))
    whole = re.search("累计|年度|全年", item.name.zh) is not None or (wanted == SINCE and has_since(block, head))
    if head.time.kind == QUARTER and whole and not re.search("累计|年", word):
        return say("span", its=say(SINGLE), item=item.name.zh, own=say(SINCE))
    if item.table == "survey" and (other := _other_answer(block)):
        return say("other answer", word=other)
    if item.table == "survey" and (other := other_survey(block, file)):
        return say("other survey", word=other)
    if item.table == "values" and are_places(block, head):
        return say("places")
    if item.table == "values" and tells_this_period(head):
        if unit := of_other_unit(block, head, item):
            return say("line of unit", unit=unit, item=item.name.zh, own=item.unit)
        if are_amounts(block, head, item):
            return say("no measure", item=item.name.zh, own=say(of_item(item)))
    if item.table in ("values", "survey") and is_among_rates(block, head, item):
        return say("line of rates", item=item.name.zh, own=item.unit)
    if (
        item.table == "values"
        and not _says_no_subject(item)
        and (narrow := narrowed_by_title(block, head, item, file, _is(head, item)))
    ):
        return say("foreign title", word=narrow, item=item.name.zh)
    if item.table == "survey" or _is(head, item):
        return ""
    if item.table == "values" and (measure := other_measure(block, head, item, file)):
        its, own = measure
        return say("measure" if its else "no measure", its=say(its or own), item=item.name.zh, own=say(own))
    foreign = foreign_word(block, head, item, file)
    if foreign and not (_says_no_subject(item) and _is_about(foreign, item)):
        return say("foreign", word=foreign, item=item.name.zh)
    return _wider_subject(block, head, item, file, say) if item.table == "values" else ""


def _wider_subject(block: Block, head: Head, item: Item, file: str, say: Say) -> str:
    """Why a head is of a wider subject than an item; "" where it is not."""
    word = plain(f"{head.subject.title}/{head.title}" if head.subject else head.title)
    narrow = _narrowed(item.name.zh) - _narrowed("/".join((word, block.title, *block.lines, block.sheet, file)))
    told = narrow and re.search("[\u4e00-\u9fff]", word)  # a name in English does not tell it
    return say("narrow", item=item.name.zh, word=min(narrow)) if told else ""


def _narrowed(text: str) -> frozenset[str]:
    """The words that a name or a head narrows its subject by: 工业增加值 is not that of 规模以上工业 alone."""
    return frozenset(_NARROWED.findall(in_trade_words(plain(text))))


def _is(head: Head, item: Item) -> bool:
    """Whether a head is an item's name, in whatever words of the trade."""
    return brought(head.key) in {brought(plain(label)) for label in (item.name.zh, item.name.en, item.id)}


def _of_title(block: Block, item: Item) -> str:
    """What a title says that all figures below it are, and the item is not: goals, or growth since the quarter before;
    how far goals are met is what is asked for."""
    titles = [plain(line) for line in block.lines] or [plain(block.title)]
    found = (m for t in titles if not re.search("完成|进展|进度|执行|实际", t) for m in _GOALS.findall(t))
    chained = "环比" if any("环比" in t and "同比" not in t for t in titles) else ""
    return next((m for m in (*found, chained) if m and m not in plain(item.name.zh)), "")


def _other_answer(block: Block) -> str:
    """An answer to a survey besides the four that are counted: with 很满意 beside it, 满意 is not all who are."""
    lasts = (brought(head.key.split(" / ")[-1]) for head in block.heads if figures_of(block, head))
    return next((last for last in lasts if _OTHER_ANSWERS.fullmatch(last)), "")


def standing(head: Head) -> int:
    """0 for figures said to be final, 2 for preliminary ones, 1 where nothing is said."""
    word = plain(head.title)
    return 2 if _PRELIMINARY.search(word) else 0 if _FINAL.search(word) else 1


def is_preliminary(block: Block) -> bool:
    """Whether a table's title calls its figures preliminary, or expected."""
    return _PRELIMINARY.search(plain(block.title)) is not None


def _alike(name: str, head: Head, item: Item, say: Say) -> tuple[float, str]:
    """How alike a head is to an item, from 0 to 1, and why."""
    best, why = 0.0, ""
    for label in (item.name.zh, item.name.en, item.id):
        other = brought(plain(label))
        if head.time.kind == QUARTER:  # the head's own words of time are a mark
            other = re.sub("^第?[一二三四]季度", "", other)
        if not other or not name:
            continue
        if name == other:
            return 1.0, say("is", label=label)
        score = SequenceMatcher(None, name, other, autojunk=False).ratio()
        if item.table == "survey":  # 满意 stands in 基本满意 and 不满意: only the whole word will do
            last = brought(head.key.split(" / ")[-1])
            whole = re.compile(rf"(?:评价|态度)?{re.escape(other)}(?:的?人数|数|票|票数|份)?")
            score = 0.95 if whole.fullmatch(name) or whole.fullmatch(last) else 0.0
        elif min(len(name), len(other)) >= 4 and (other in name or name in other):
            score = max(score, 0.7 + 0.25 * min(len(name), len(other)) / max(len(name), len(other)))
        if score > best:
            best, why = score, say("like", label=label, score=f"{score:.0%}")
    return best, why


def _is_part(name: str, head: Head, item: Item) -> bool:
    """Whether the head may be the rest of what the title begins: 增速, or nothing but this quarter's time."""
    if not name:
        return bool(head.time.kind) or span_of(head) == SINCE
    return len(name) >= 2 and any(name in brought(plain(whole)) for whole in (item.name.zh, item.name.en))


def _title_says_rest(name: str, title: str, item: Item) -> bool:
    """Whether a head ends an item's name and the title has the rest of it, among other words: 开工率 under
    青岛市城市更新和城市建设进展情况."""
    whole = brought(plain(item.name.zh))
    rest = whole.removesuffix(name).removesuffix("项目")
    return len(name) >= 3 and whole.endswith(name) and len(rest) >= 4 and rest in title
