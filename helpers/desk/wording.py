"""What the command line's answers say beside the briefings' own sentences and terms, in both languages."""

from __future__ import annotations

from ..model import UsageError

_WORDS: dict[str, tuple[str, str]] = {
    # explain
    "standing": (
        "{name}，{quarter}：总分{total}分，第{rank}位（共{many}个）。数据窗口：{window}。考核办法：{scheme}。",
        "{name}, {quarter}: total {total}, rank {rank} of {many}. Window of data: {window}. Scheme: {scheme}.",
    ),
    "illustrative": ("含演示数据。", "Includes illustrative data."),
    "gap": ("一、{a}与{c}总分之差", "1. Gap in total: {a} against {c}"),
    "gap.ahead": ("{a}总分高于{c}{points}分。", "{a} is {points} points ahead of {c}."),
    "gap.behind": ("{a}总分低于{c}{points}分。", "{a} is {points} points behind {c}."),
    "gap.level": ("{a}与{c}总分相同。", "{a} and {c} have equal totals."),
    "pair.by_rounding": (
        "{a}与{c}修约后同分，修约前相差{points}分。",
        "{a} and {c} are equal as printed, and {points} points apart before rounding.",
    ),
    "pair.by_missing": (
        "{a}与{c}的先后取决于缺报数据，位次暂行。",
        "The order of {a} and {c} rests on missing figures; it is provisional.",
    ),
    "pair.by_bonus": (
        "{a}领先{c}{points}分，如不计加分减分则不再领先。",
        "{a} is {points} points ahead of {c}, but not without bonus and deduction.",
    ),
    "pair.near": (
        "{a}与{c}仅差{points}分，位次易变。",
        "Only {points} points part {a} and {c}; their order may easily turn.",
    ),
    "gap.points": ("{name}得分", "{name}, points"),
    "gap.value": ("{name}指标值", "{name}, value"),
    "gap.note": (
        "贡献=权重×得分之差{extras}，均按未修约数计算。缩进各行相加等于其上的板块，其余各行相加等于总分之差。",
        "Contribution = weight × difference in score{extras}; all before rounding. "
        "Indented rows sum to the board above them, all others to the gap in total.",
    ),
    "gap.extra": ("，{kind}项为{kind}之差", "; {kind}: difference in {kind}"),
    "gap.note_weights": (
        "两区市权重不同：贡献=两者平均权重×得分之差，加上平均得分×权重之差；板块及中间层级权重之差的部分单列一行{extras}，"
        "均按未修约数计算。缩进各行相加等于其上的板块，其余各行相加等于总分之差。",
        "The two have different weights: contribution = mean weight × difference in score + mean score × difference in "
        "weight; what the weight of a board, and of levels within it, makes has a row of its own{extras}; "
        "all before rounding. Indented rows sum to the board above them, all others to the gap in total.",
    ),
    "change": ("二、较上季度变化", "2. Change since the quarter before"),
    "change.none": (
        "{quarter}没有可比的成绩，不作比较。",
        "There is no total for {quarter} to compare with.",
    ),
    "change.table": ("{name}总分变化的构成", "{name}: what makes the change in total"),
    "change.indicator": ("其中：{name}", "of which: {name}"),
    "change.part": ("变化（分）", "Change (points)"),
    "common": (
        "只用两个季度共有的板块和指标、按本季度办法计算：{name}由{before}分（第{rank_before}位）变为{after}分（第{rank_after}位）。",
        "On what both quarters share, by this quarter's rules: {name} goes from {before} "
        "(rank {rank_before}) to {after} (rank {rank_after}).",
    ),
    "reach": ("三、赶上前一位", "3. Reaching the district above"),
    "reach.none": ("{name}居首，没有可追赶的前一位。", "{name} stands first; there is no district above."),
    "firmness": ("四、结果是否稳固", "4. How firm the result is"),
    "swap": ("{a}与{c}总分相同的权重", "Weights at which {a} and {c} have equal totals"),
    "swap.now": ("现权重", "Weight now"),
    "swap.at": ("相同时权重", "Weight at equality"),
    "swap.change": ("相差（个百分点）", "Difference (points)"),
    "swap.note": (
        "其他板块按比例调整；—表示任何权重都不使总分相同。",
        "The other boards keep their proportions; a dash: no weight makes the totals equal.",
    ),
    "streaks": ("五、连续与首次（{window}）", "5. Runs and firsts ({window})"),
    "streak": (
        "第{top}位以内：连续{length}个季度（{since}起{more}）。",
        "Rank {top} or better: {runs} running (since {since}{more}).",
    ),
    "streak.first": (
        "居首：连续{length}个季度（{since}起{more}）。",
        "First: {runs} running (since {since}{more}).",
    ),
    "streak.more": ("，此前没有数据，可能更长", "; there are no data before, it may be longer"),
    "streak.none": ("第{top}位以内：本季度不在其中。", "Rank {top} or better: not this quarter."),
    "first_time": ("窗口内首次达到第{top}位。", "At rank {top} or better for the first time in the window."),
    "first_time.not": ("此前最近一次达到第{top}位：{earlier}。", "Last at rank {top} or better before: {earlier}."),
    "first_time.unknown": (
        "连续数据只有{length}个季度（需要{needs}个），或其间有未参评的季度，不判定是否首次。",
        "The unbroken history has {runs} ({needs} are needed), or the district was not in all of it: "
        "whether it is the first time cannot be said.",
    ),
    "record": (
        "窗口内：居首{times}次，最好第{best}位，最低第{worst}位。",
        "In the window: {often}, best rank {best}, lowest rank {worst}.",
    ),
}


def word(key: str, lang: str, **figures: object) -> str:
    """The words for `key` with its figures put in; raises UsageError for words that are not in the list."""
    if key not in _WORDS:
        raise UsageError("the list of words has no {key!r}", key=key)
    zh, en = _WORDS[key]
    return (en if lang == "en" else zh).format(**figures)
