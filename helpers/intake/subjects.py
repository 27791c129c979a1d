"""Heads that mean nothing without one before them: 增速 behind GDP, 完成率 behind 一般公共预算收入.

Reports that list amounts and rates in turn head every rate alike; so do those with a line 同比增长 below each
indicator. What such a head speaks of is the last one before it that names something.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .heads import NOTE_HEADS, NUMBERING, Head
from .names import NAME_HEADS, UNIT_HEADS

_TIMES = re.compile(r"\{[^}]*\}|[\s/:：()（）]")
_NO_SUBJECT = re.compile(
    "(?:其中|年初|上年|去年|同期|同比|环比|本年|本期|本月|本季|当月|当季|当期|今年|累计|年初以来|比|较|占|为|全年|年度?|季度|实际|计划|"
    "可比价?格?|不变价格?|现价|名义|目标|任务|预算|完成|增长|增速|增幅|增减|增加|增量|减少|下降|提高|涨幅|总|绝对|[额率幅量数值]|比重|比例|百分比|进度|情况|[%±])+"
    "|(?:year-?on-?year|yoy|annual)?(?:growth|change|increase|decrease)(?:rate)?|rate|share|amount|total|value"
    "|(?:the)?(?:(?:current|this|reporting|last|previous)(?:period|quarter|year)|sameperiod(?:of)?(?:the)?(?:last|previous)year)"
)

POINTS = re.compile("(?:考核|综合|最终|评价)?(?:得分|评分|分数|成绩)")  # of what, a title above them says
_LAST_YEARS = re.compile("(?<![比较与占为])(?:上年|去年)")


def names_nothing(key: str) -> bool:
    """Whether a head says no more than what is done to something before it: 同比增加, 占年度计划, 增速."""
    word = _TIMES.sub("", key)
    return bool(word) and _NO_SUBJECT.fullmatch(word) is not None


def with_subjects(heads: Sequence[Head]) -> tuple[Head, ...]:
    """The heads of a table, each that names nothing itself with the one it speaks of; where several of them that show
    have one key, nobody could tell them apart by it, and each gets its subject's before its own.

    Of GDP, 2022年GDP or 上年GDP, 增速 the last is the first one's; where every 增速 stands behind an amount, it is of
    its time.
    """
    times = Counter(head.key for head in heads if head.key and not head.hidden)
    made: list[Head] = []
    subject: Head | None = None
    before: Head | None = None
    for head in heads:
        word = _TIMES.sub("", head.key)
        if not word or head.key in NAME_HEADS | NOTE_HEADS | UNIT_HEADS or NUMBERING.fullmatch(word):
            made.append(head)
        elif not _NO_SUBJECT.fullmatch(word):
            subject, before = subject if head.time.other or _LAST_YEARS.search(word) else head, head
            made.append(head)
        elif times[head.key] > 1:
            made.append(head if before is None else _told_apart(head, before))
        else:
            made.append(replace(head, subject=subject))
    return tuple(made)


def _told_apart(head: Head, subject: Head) -> Head:
    time = head.time if head.time.kind or head.time.other else subject.time
    title, key = f"{subject.title} / {head.title}", f"{subject.key} / {head.key}"
    return replace(head, subject=subject, title=title, key=key, time=time)
