"""Findings as Chinese sentences, one template a kind, in the wording of a city office's 通报.

Numbers come from the finding's figures through `wording_zh`; boards and districts have modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable

from . import (
    sentences_boards_zh,
    sentences_care_zh,
    sentences_causes_zh,
    sentences_district_zh,
    sentences_revision_zh,
)
from . import wording_zh as words
from .finding import Figure, Finding
from .sentences_causes_zh import cause, cause_head
from .voice import Voice, turned

__all__ = ["AVERAGES", "SENTENCES", "cause", "cause_head"]

AVERAGES = "全市平均为各区市指标值的简单平均，全市中位数为各区市板块得分的中位数。"


def assessed(f: Finding, say: Voice) -> str:
    boards = say.join([say.part(i) for i in f.about["boards"]])
    extras = say.join([say.part(i).removesuffix("加分") for i in f.about["extras"]])
    bonus = f"，另设{extras}加分项" if extras else ""
    quarter = say.quarter(say.b.quarter)
    setup, districts = f"{quarter}考核设{boards}{say.amount(f['boards'])}{bonus}", say.amount(f["districts"])
    if f.about.get("variant") == "unranked":
        return f"{setup}，参评{districts}。"
    rest = f"，其中{say.amount(f['unranked'])}暂无位次" if f.get("unranked") else ""
    return f"{setup}，对{districts}计分排名{rest}。"


def method_change(f: Finding, say: Voice) -> str:
    if f.about.get("variant") == "supposed":
        return "测算权重与上季度考核权重不同，得分不直接可比，位次变化仅供参考。"
    added, removed = f.about["added"], f.about["removed"]
    changes = []
    if f.get("after"):
        changes.append(f"考核板块由{words.number(f['before'])}个调整为{words.number(f['after'])}个")
    else:
        changes.append("考核办法有调整")
    if added:
        changes.append("新增" + say.join([say.part(i) for i in added]) + "板块")
    if removed:
        changes.append("不再包括" + say.join([say.told(n) for n in removed]) + "板块")
    return f"自本季度起，{'，'.join(changes)}。板块和权重与上季度不同，得分不直接可比，位次变化仅供参考。"


# ---- who is first -----------------------------------------------------------------------------------------------


def first(f: Finding, say: Voice) -> str:
    who, total, variant = say.names(f.who), say.strong(f["total"]), f.about.get("variant", "")
    if variant == "shared":
        return f"{who}同为{total}，{words.place(f['rank'], shared=True)}。"
    at_top = words.place(f["rank"])
    rose = "，" + words.change(f["change"]) if f.get("change") else ""
    if variant == "first_time":
        text = f"{who}以{total}{at_top}，为{words.first_time(f['quarters'], say.window(f.window))}{rose}"
    elif variant == "back":
        text = f"{who}以{total}重新{at_top}{rose}，上一次{at_top}为{say.quarter(f.times[0])}"
    elif variant == "new":
        text = f"{who}以{total}升{at_top}位{rose}"
    elif variant in ("again", "record"):
        run, span = words.running(f["run"]), say.window(f.window)
        text = turned(
            f,
            f"{who}以{total}{run}{at_top}（{span}）",
            f"{who}{run}{at_top}（{span}），本季度总分{total}",
            f"总分{at_top}的仍是{who}，得{total}，已{run}保持首位（{span}）",
        )
    else:
        text = f"{who}以{total}{at_top}"
    return text + _second(f, say) + "。"


def _second(f: Finding, say: Voice) -> str:
    """Who stands second, what it was before, and how far the first is away."""
    seconds = f.about["seconds"]
    if not seconds:
        return ""
    names, total = say.names(seconds), say.amount(f["second_total"])
    place = words.place(f["second_rank"], shared=len(seconds) > 1)
    if len(seconds) > 1:
        text = f"；{names}同为{total}，{place}"
    elif seconds == f.about["dethroned"]:
        before = f"此前{words.running(f['ended'])}{words.place(f['ended_rank'])}的" if f.get("ended") else ""
        text = f"；{before}{names}{total}，退{place}"
    else:
        text = turned(f, f"；{names}{total}，{place}", f"；{names}以{total}{place}", f"；{place}的{names}得{total}")
    if f.get("lead"):
        text += f"，与首位{'仅差' if f.about['narrow'] else '相差'}{say.amount(f['lead'])}"
    else:
        text += "，总分与首位相同"
    if f.about["record"]:
        extreme = {"narrowest": "小", "widest": "大"}[f.about["record"]]
        start = say.quarter(f.about["since"])
        text += f"，为{start}以来{words.number(f['record_quarters'])}个可比季度的最{extreme}差距"
    return text


def nobody_ranked(f: Finding, say: Voice) -> str:
    return f"因数据缺报，参评的{say.amount(f['districts'])}都不计总分、不排位次。"


def group_first(f: Finding, say: Voice) -> str:
    group, who, total = say.group(f.about["group"]), say.names(f.who), say.amount(f["total"])
    if len(f.who) > 1:
        return f"{group}（{say.amount(f['districts'])}）中，{who}同为{total}，{words.place(f['rank'], shared=True)}。"
    return f"{group}（{say.amount(f['districts'])}）中，{who}以{total}{words.place(f['rank'])}。"


def groups_first(f: Finding, say: Voice) -> str:
    told = [
        f"{say.group(group)}（{say.amount(many)}）{say.names(who)}，{'同为' if len(who) > 1 else ''}{say.amount(total)}"
        for (group, who), many, total in zip(f.about["of"], f.each("districts"), f.each("total"), strict=True)
    ]
    return f"分组看，各组{words.place(f['rank'])}的是：{'；'.join(told)}。"


def tie(f: Finding, say: Voice) -> str:
    who, total, place = say.names(f.who), say.amount(f["total"]), words.place(f["rank"], shared=True)
    return turned(
        f,
        f"{who}同为{total}，{place}。",
        f"{who}总分相同，均为{total}，{place}。",
        f"{place}的是{who}，总分同为{total}。",
    )


# ---- who is close -----------------------------------------------------------------------------------------------


def near_tie(f: Finding, say: Voice) -> str:
    upper, lower = map(say.name, f.who)
    gap, extra = say.amount(f["gap"]), say.term(f.about["extra"])
    if f.about["by_bonus"]:
        end, comes = ("同分", "同分") if f.about.get("variant") == "level" else ("次序互换", "互换次序")
        return turned(
            f,
            f"{upper}与{lower}仅差{gap}，如不计{extra}则{end}。",
            f"{upper}、{lower}的先后由{extra}决定，总分相差{gap}。",
            f"如不计{extra}，{upper}与{lower}将{comes}，两者现仅差{gap}。",
        )
    return turned(
        f,
        f"{upper}与{lower}仅差{gap}，位次易变。",
        f"{upper}、{lower}总分相差{gap}，先后尚不稳定。",
        f"{upper}与{lower}之间差距仅{gap}，一项指标的变化即可改变次序。",
    )


def by_bonus(f: Finding, say: Voice) -> str:
    upper, lower = map(say.name, f.who)
    gap, extra = say.amount(f["gap"]), say.term(f.about["extra"])
    level = f.about.get("variant") == "level"
    end, comes = ("同分", f"与{upper}同分") if level else ("次序互换", f"在{upper}之前")
    return turned(
        f,
        f"{upper}领先{lower}{gap}，如不计{extra}则{end}。",
        f"{upper}高于{lower}{gap}，先后由{extra}决定。",
        f"如不计{extra}，{lower}将{comes}；计入{extra}后，{upper}领先{lower}{gap}。",
    )


def by_rounding(f: Finding, say: Voice) -> str:
    upper, lower = map(say.name, f.who)
    gap = say.amount(f["gap"])
    return turned(
        f,
        f"{upper}与{lower}修约后同分，修约前相差{gap}。",
        f"修约前{upper}、{lower}相差{gap}，修约后同分。",
        f"{upper}、{lower}因修约而同分，原差{gap}。",
    )


# ---- who moved --------------------------------------------------------------------------------------------------


def _moved(f: Finding, say: Voice) -> str:
    told = list(zip(f.each("places"), f.each("ranks"), strict=True))

    def move(places: Figure) -> str:
        return f"{words.all_of(places)}{words.DIRECTION[places.way]}{say.amount(places)}"

    def stands(now: Figure) -> str:
        return words.place(now, shared=len(now.of) > 1)

    each = [f"{say.names(now.of)}{move(places)}，{stands(now)}" for places, now in told]
    beside = [f"{say.names(now.of)}（{move(places)}，现{stands(now)}）" for places, now in told]
    places, now = told[0]
    opening = f"{say.names(now.of)}{words.all_of(now)}{words.change(places)}，现{stands(now)}"
    return turned(
        f,
        "；".join([opening, *each[1:]]),
        "与上季度相比，" + "；".join(each),
        f"较上季度位次{words.DIRECTION[places.way]}较多的有" + "、".join(beside),
    )


def rose(f: Finding, say: Voice) -> str:
    return f"{_moved(f, say)}。"


def fell(f: Finding, say: Voice) -> str:
    return f"{_moved(f, say)}。"


def top_three(f: Finding, say: Voice) -> str:
    top = words.top(f["top"])
    fresh = f.about["fresh"]
    again = f.about["again"]
    others = tuple(c for c in f.who if c not in fresh + again)
    parts = []
    if fresh:
        parts.append(f"{say.names(fresh)}首次进入{top}（{say.window(f.window)}）")
    if again:
        parts.append(f"{say.names(again)}重回{top}")
    if others:
        parts.append(f"{say.names(others)}进入{top}")
    ended = iter(f.each("ended"))
    for now, run in zip(f.each("ranks"), f.about["runs"], strict=True):
        before = f"此前{words.running(next(ended))}居{top}的" if run > 1 else ""
        parts.append(f"{before}{say.names(now.of)}{words.all_of(now)}退{words.place(now)}")
    return "，".join(parts) + "。"


# ---- quarters ---------------------------------------------------------------------------------------------------


def times_first(f: Finding, say: Voice) -> str:
    head = f"{say.window(f.window)}共考核{say.amount(f['quarters'])}"
    if not f.each("times"):
        return f"{head}，{say.names(f.who)}每次均{words.place(f['rank'])}。"
    items = [f"{say.names(k.of)}{'各' if len(k.of) > 1 else ''}{say.amount(k)}" for k in f.each("times")]
    between = "，" if any(len(k.of) > 1 for k in f.each("times")) else "、"
    return f"{head}，{words.place(f['rank'])}的有{between.join(items)}。"


def steadiest(f: Finding, say: Voice) -> str:
    return f"{say.quarter(f.times[0])}以来，{say.names(f.who)}历次均居{words.top(f['top'])}。"


def widest_range(f: Finding, say: Voice) -> str:
    best, worst = say.amount(f["best"]), say.amount(f["worst"])
    most = f"{say.names(f.who)}是位次起伏最大的区市之一" if f.about["among"] else f"位次起伏最大的是{say.names(f.who)}"
    return f"{most}，{say.quarter(f.times[0])}以来最好{best}、最低{worst}。"


def scheme_line(f: Finding, say: Voice) -> str:
    change = "考核办法有调整"
    if f.get("after"):
        change = f"板块由{words.number(f['before'])}个调整为{words.number(f['after'])}个"
    return f"{say.quarter(f.about['quarter'])}起{change}，图中以竖虚线标出，线两侧的得分不直接可比。"


def records(f: Finding, say: Voice) -> str:
    def listed(codes: tuple[str, ...], totals: tuple[Figure, ...]) -> str:
        return say.join([f"{say.name(c)}{say.amount(t)}" for c, t in zip(codes, totals, strict=True)])

    ends = [name for name in ("high", "low") if f.about[name]]
    sides = [(name, listed(f.about[name], f.each(name)), len(f.about[name])) for name in ends]
    word, turn = {"high": "最高", "low": "最低"}, {"high": "创新高", "low": "创新低"}
    reached = {"high": "升至", "low": "降至"}
    span, quarters = say.window(f.window), f"{words.number(f['quarters'])}个可比季度"
    own = "，".join(f"{told}为{'各自' if many > 1 else '该区市'}{word[name]}" for name, told, many in sides)
    new = "，".join(f"{told}{'均' if many > 1 else ''}{turn[name]}" for name, told, many in sides)
    ever = "，".join(f"{reached[name]}历次{word[name]}的有{told}" for name, told, _ in sides)
    return turned(
        f,
        f"{span}{quarters}中，本季度总分{own}。",
        f"本季度总分{new}（{span}{quarters}相比）。",
        f"在{span}{quarters}中，总分{ever}。",
    )


SENTENCES: dict[str, Callable[[Finding, Voice], str]] = {
    sentence.__name__: sentence
    for sentence in (
        *(
            assessed,
            method_change,
            first,
            nobody_ranked,
            group_first,
            groups_first,
            tie,
            near_tie,
            by_bonus,
            by_rounding,
        ),
        *(rose, fell, top_three, times_first, steadiest, widest_range, scheme_line, records),
        *sentences_boards_zh.SENTENCES,
        *sentences_care_zh.SENTENCES,
        *sentences_causes_zh.SENTENCES,
        *sentences_district_zh.SENTENCES,
        *sentences_revision_zh.SENTENCES,
    )
}
