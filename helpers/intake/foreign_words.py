"""What tells a head from an indicator that it is like by its letters: 支出 for 收入, 外资, 竣工率 for 开工率."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from .expected import Item
from .figures import plain
from .heads import Block, Head
from .trade_words import LIKE, brought, in_trade_words, without_times
from .units import without_own

_NARROWING = re.compile("其中|外资|内资|外商|港澳台|民间|国有|重点|省级|市级|亿元以上|超亿元|小微|个体|支出")
_OF_ALL_YEARS = re.compile("(?:计划|概算|估算|协议|合同)总投资")  # a project's own, until it is built: no year's plan
_SUBJECT = 4  # characters that a title has in common with a name that say what it is about
# Words of a title by which all that stands below it is of a part; not in the name of who sent it.
_SENT = "(?![\u4e00-\u9fff]{0,6}(?:局|办|委|处|中心))"
_PARTS = "外资|外商|港澳台|内资|民间|民营|国有|小微|个体|产业链|重点(?:项目|企业|产业|行业)|高新技术|专精特新"
_OF_A_PART = re.compile(f"(?:{_PARTS}){_SENT}")
_OF_ANOTHER = re.compile(
    f"(?:海洋|限额以上|农业|服务业|建筑业|文旅|旅游|政府性基金|税收|数字经济|第[一二三]产业){_SENT}"
)
_PART_BEFORE = re.compile(f"(?:{_PARTS})[^及和与、]{{0,4}}$")
# Words that say nothing of what is measured, beside those that do; and what is left of such.
_NEUTRAL = re.compile(
    "今年以来|以来|年初至今|年初|[当本单][季期月]度?|(?:[较比与](?:上年|去年)|上年|去年)(?:同期)?|同比|累计"
    "|年[度初]预算|预算比例|比[重例]|占比|百分比|[数总]量|绝对[量额值数]|[个户人总]数|总计|合计|实绩|完成|实际"
    r"|得分|分[值数]|评分|百分制|满分\d*|\d+分制?|可比价格?|不变价格?|计算|全?口径|登记|项目|考核|实现"
    "|(?:下降|减少)(?:[为用以](?:负数?|表示)*|(?:负数?|表示)+)$|负数?(?:为|表示)(?:下降|减少)"
    "|初步|核算|初核|预计|预估|快报|最终|修订|调整|[我全][市区县]|辖区|各地|主要"
)
_KIND_OF_POINTS = re.compile("(?<=[\u4e00-\u9fff])(?:[加减扣]分|加减分|[奖赋]分)(?:项|情况|数|值)?$")
_PARTICLES = re.compile("[数额值总分的率度比较户按]")


def foreign_word(block: Block, head: Head, item: Item, file: str) -> str:
    """What a head like an item says that the item's name does not, or in its place: 外资 in 新签约外资项目, 支出 for
    收入; of a head that is like it with its title, its sheet's or its file's name, or the head before it, what none of
    them says. "" for nothing.

    Heads above may group columns by whatever they like; not by words that narrow what stands below them.
    """
    key = _without_kind(without_own(head.key, item), item)
    other, levels = brought(plain(item.name.zh)), key.split(" / ")
    if not re.search("[\u4e00-\u9fff]", brought(key)):
        return ""  # in English, or nothing but a time
    tails = [brought(" / ".join(levels[k:])) for k in range(len(levels))]
    tails = [tail for tail in tails if _PARTICLES.sub("", _NEUTRAL.sub("", tail))]  # 累计完成 is anything's
    like = [t for t in tails if _ratio(t, other) >= LIKE or other in t or (len(t) > 3 and t in other)]
    whole = _OF_ALL_YEARS.search(head.key)
    if like and whole and whole[0] not in item.name.zh:
        return whole[0]
    if like:
        narrow = next((w for level in levels[:-1] for w in _NARROWING.findall(level) if w not in item.name.zh), "")
        return narrow or min((_beyond(tail, other) for tail in like), key=len)
    beside = [block.title, block.sheet, *([] if block.title else [file]), *([head.subject.key] if head.subject else [])]
    lacks = (_beyond(other, brought(without_times(text)) + brought(head.key)) for text in beside)
    return min(lacks, key=len)


def _without_kind(key: str, item: Item) -> str:
    """A head without what the points of an item of departments are called: 表彰奖励加分, 安全事故扣分（分）."""
    return _KIND_OF_POINTS.sub("", key) if item.table == "scores" else key


def narrowed_by_title(block: Block, head: Head, item: Item, file: str, is_whole: bool) -> str:
    """The word by which a title, or a sheet's or file's name, says that all below it is of a part: 外资 over
    新签约项目, and over a head that is not the whole name of its item also 海洋 over 生产总值增速. "" for none.

    A title that names the head's own words beside others, 外资及新签约项目, narrows nothing.
    """
    own, known = _bare(head.key.split(" / ")[-1]), "/".join((item.name.zh, head.key))
    for text in (block.title, block.sheet, *(() if block.title else (file,))):
        word = _bare(text)
        patterns = (_OF_A_PART,) if is_whole else (_OF_A_PART, _OF_ANOTHER)
        found = [one[0] for pattern in patterns for one in pattern.finditer(word) if one[0] not in known]
        if _in_common(word, _bare(item.name.zh)) >= _SUBJECT:  # 城市更新和城市建设重点项目
            found = [one for one in found if one != "重点项目"]
        beside = own and any(not _PART_BEFORE.search(word[: at.start()]) for at in re.finditer(re.escape(own), word))
        if found and not beside:
            return found[0]
    return ""


def _in_common(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def _bare(text: str) -> str:
    return in_trade_words(without_times(text))


def _ratio(text: str, other: str) -> float:
    return SequenceMatcher(None, text, other, autojunk=False).ratio()


def _beyond(text: str, other: str) -> str:
    """The first words of a text that another does not have, without those that tell nothing of their own."""
    text = _NEUTRAL.sub("", text)
    parts = SequenceMatcher(None, text, other, autojunk=False).get_opcodes()
    spare = (text[i:j] for tag, i, j, _, _ in parts if tag in ("delete", "replace"))
    return next((word for part in spare if (word := _PARTICLES.sub("", part)) and word not in other), "")
