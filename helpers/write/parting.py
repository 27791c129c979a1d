"""Where a line may part a long Chinese head or name: between words, as far as they are known.

A line of Chinese may end after any character: 一般公共预算收入完/成率. The words that names of indicators end with,
which say what is measured, are few; they stand here, and no other list of words is needed.
"""

from __future__ import annotations

import itertools
import re

_CHINESE = re.compile("[\u4e00-\u9fff]+")
_JOINED = re.compile("[^和与及]+[和与及]?")
_NAMED = re.compile("[\u4e00-\u9fff：、，]+")  # 红旗：真抓实干、勇当排头
_JOINED_NAMES = re.compile("[^和与及：、，]+[和与及：、，]?")
_SHORT, _LONGEST = 4, 6  # Chinese characters of a head that stay together; of a part of a longer one
_SHORT_NAME, _LONGEST_WORD = 6, 7  # the same of a row's name
# What a line of a name may begin with: a measure, what comes before it in names, a rate of any kind (开工率, 利率).
_WORDS = re.compile(
    "增加值|增[速幅长]|生产总值|总[额值量]|总?(?:收入|支出|投资)|零售|评价|质量|指数|满意[度率]|用时$"
    "|同比|平均|第三方|项目|经营主体|占(?:年|季|全年)度?计划"
    "|[\u4e00-\u9fff][^利税汇比效频\\W]率|[利税汇比效频]率"
)


def head_parts(label: str) -> list[str]:
    """The parts of a long Chinese head that a line breaks between, as far as they are short: of two things that it
    joins (目标值和, 计分参数调整), else its last two characters and what stands before (上季度, 总分).
    """
    if len(label) <= _SHORT or not _CHINESE.fullmatch(label):
        return [label]
    for parts in (_JOINED.findall(label), [label[:-2], label[-2:]]):
        if len(parts) > 1 and all(1 < len(part) <= _LONGEST and part[0] not in "和与及" for part in parts):
            return parts
    return [label]


def name_parts(name: str) -> list[str]:
    """The parts of a long Chinese name of a row that a line breaks between (规模以上工业, 增加值, 增速); the name alone
    where its words are not known, and no part is a single character.
    """
    if len(name) <= _SHORT_NAME or not _NAMED.fullmatch(name):
        return [name]
    joins = (found.end() for found in _JOINED_NAMES.finditer(name))
    starts = {0, *joins, *(found.start() for found in _WORDS.finditer(name))} - {1, len(name) - 1, len(name)}
    cuts = sorted(at for at in starts if at - 1 not in starts)
    parts = [name[a:b] for a, b in zip(cuts, [*cuts[1:], len(name)], strict=True)]
    return parts if max(map(len, parts)) <= _LONGEST_WORD else [name]


def even_lines(parts: list[str], most: int) -> list[str]:
    """The parts joined to as few lines of so many characters at most as may be, and those as even."""
    for many in range(1, len(parts)):
        cuts = itertools.combinations(range(1, len(parts)), many - 1)
        told = (["".join(parts[a:b]) for a, b in itertools.pairwise((0, *cut, len(parts)))] for cut in cuts)
        lines = min(told, key=lambda lines: max(map(len, lines)))
        if max(map(len, lines)) <= most:
            return lines
    return parts
