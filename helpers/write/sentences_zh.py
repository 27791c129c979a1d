"""Findings as Chinese sentences, one template a kind, in the wording of a city office's 通报."""

from __future__ import annotations

from collections.abc import Callable

from .findings import Finding
from .voice import Voice


def _place(rank: float) -> str:
    return "居首" if rank == 1 else f"居第{int(rank)}位"


def _change(change: int | None) -> str:
    if change is None:
        return ""
    if change == 0:
        return "与上季度持平"
    return f"较上季度{'上升' if change > 0 else '下降'}{abs(change)}位"


def assessed(f: Finding, say: Voice) -> str:
    boards = say.join([say.part(i) for i in f.about["boards"]])
    extras = say.join([say.part(i) for i in f.about["extras"]])
    bonus = f"和{extras}加分项" if extras else ""
    quarter = say.quarter(say.b.quarter)
    return f"{quarter}考核包括{boards}{len(f.about['boards'])}个板块{bonus}，对{say.count(f.value)}个区市计分排名。"


def method_change(f: Finding, say: Voice) -> str:
    added, removed = f.about["added"], f.about["removed"]
    changes = []
    if added:
        changes.append("新增" + say.join([say.part(i) for i in added]) + "板块")
    if removed:
        changes.append("不再包括" + say.join([say.text(n) for n in removed]) + "板块")
    if f.about["before"] != f.about["after"]:
        changes.insert(0, f"考核板块由{f.about['before']}个调整为{f.about['after']}个")
    else:
        changes.insert(0, "考核办法有调整")
    return f"自本季度起，{'，'.join(changes)}。板块和权重与上季度不同，得分不直接可比，位次变化供参考。"


def first(f: Finding, say: Voice) -> str:
    who, total = say.names(f.who), say.points(f.value)
    if len(f.who) > 1:
        return f"{who}同为**{total}分**，并列第1位。"
    text = f"{who}以**{total}分**居首"
    if f.about["change"]:
        text += "，" + _change(f.about["change"])
    if f.about["second"]:
        second = say.name(f.about["second"])
        change = _change(f.about["second_change"])
        text += f"；{second}{say.points(f.about['second_total'])}分，{_place(2)}"
        text += f"，{change}" if change else ""
        text += f"，与首位相差{say.points(f.about['lead'])}分"
    return text + "。"


def first_time(f: Finding, say: Voice) -> str:
    return f"在{say.window(f.window)}的{say.count(f.value)}次考核中，{say.names(f.who)}首次居首。"


def first_again(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)}连续{say.count(f.value)}个季度居首（{say.window(f.window)}）。"


def back_to_first(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)}上一次居首是在{say.quarter(f.about['last'])}，本季度重回首位。"


def tie(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)}同为{say.points(f.about['total'])}分，并列第{say.count(f.value)}位。"


def near_tie(f: Finding, say: Voice) -> str:
    upper, lower = f.who
    text = f"{say.name(upper)}与{say.name(lower)}仅差{say.points(f.value)}分"
    return text + ("，如不计加分则次序互换。" if f.about["by_bonus"] else "，位次易变。")


def by_bonus(f: Finding, say: Voice) -> str:
    upper, lower = f.who
    return f"{say.name(upper)}领先{say.name(lower)}{say.points(f.value)}分，如不计加分则次序互换。"


def by_rounding(f: Finding, say: Voice) -> str:
    upper, lower = f.who
    return f"{say.name(upper)}与{say.name(lower)}修约后同分，修约前相差{say.fine(f.value)}分。"


def by_missing(f: Finding, say: Voice) -> str:
    upper, lower = f.who
    return f"{say.name(upper)}与{say.name(lower)}的先后取决于缺报数据，位次暂行。"


def _moved(f: Finding, say: Voice, verb: str) -> str:
    items = zip(f.who, f.about["places"], f.about["ranks"], strict=True)
    return "；".join(f"{say.name(c)}{verb}{k}位，现{_place(r)}" for c, k, r in items)


def rose(f: Finding, say: Voice) -> str:
    return f"位次上升较多的有：{_moved(f, say, '上升')}。"


def fell(f: Finding, say: Voice) -> str:
    return f"位次下降较多的有：{_moved(f, say, '下降')}。"


def flag(f: Finding, say: Voice) -> str:
    award = f"“{say.award(f.about['award'])}”红旗"
    n = say.count(f.value)
    if f.about["rule"] == "rise":
        rule = f"较上季度上升{n}位以上"
        if not f.about["compared"]:
            return f"{award}须与上季度比较，上季度没有数据，本季度不评。"
        winners = [f"{say.name(c)}（上升{m}位）" for c, m in zip(f.who, f.about["changes"], strict=True)]
    elif f.about["rule"] == "board-first":
        rule, winners = f"{say.part(f.about['board'])}板块居首", [say.name(c) for c in f.who]
    else:
        rule, winners = f"总分前{n}位", [say.name(c) for c in f.who]
    if not winners:
        return f"本季度没有区市符合“{rule}”的条件，{award}空缺。"
    return f"{say.join(winners)}获{award}（条件：{rule}）。"


def praise(f: Finding, say: Voice) -> str:
    return f"对{say.names(f.who)}予以表扬：{say.text(f.about['reason'])}。"


def most_stars(f: Finding, say: Voice) -> str:
    about = f.about
    following = "、".join(f"{say.name(c)}{k}星" for c, k in about["next"])
    each = "各" if len(f.who) > 1 else "共"
    text = f"各板块第1位得{about['top']}星，依次递减，第{about['places']}位得{about['last']}星。"
    text += f"{say.names(f.who)}{each}获**{say.count(f.value)}星**（满额{about['possible']}星），为全市最多"
    return text + (f"；其后为{following}。" if following else "。")


def board_first(f: Finding, say: Voice) -> str:
    about, score = f.about, say.points(f.value)
    if len(f.who) > 1:
        text = f"{say.names(f.who)}同为{score}分，并列第1位"
    else:
        held = about["held"]
        verb = "居首" if held is None else "继续居首" if f.who[0] in held else "升至首位"
        text = f"{say.names(f.who)}以**{score}分**{verb}"
        if about["seconds"]:
            text += f"，领先第2位{say.names(about['seconds'])}{say.points(about['lead'])}分"
    text += f"；末位{say.name(about['last'])}{say.points(about['last_score'])}分"
    return text + f"，首末相差{say.points(about['spread'])}分。"


def board_movers(f: Finding, say: Voice) -> str:
    parts = []
    if f.who:
        parts.append(f"上升最多的是{say.names(f.who)}，上升{say.count(f.value)}位")
    if f.about["fell"]:
        parts.append(f"下降最多的是{say.names(f.about['fell'])}，下降{f.about['down']}位")
    return "；".join(parts) + "。"


def board_still(f: Finding, say: Voice) -> str:
    return f"各区市位次变化都在{say.count(f.value)}位以内（不含{say.count(f.value)}位）。"


def widest_board(f: Finding, say: Voice) -> str:
    top, last = f.who
    board = say.part(f.about["board"])
    return f"{board}板块差距最大，首位{say.name(top)}与末位{say.name(last)}相差{say.points(f.value)}分。"


def times_first(f: Finding, say: Voice) -> str:
    items = [f"{say.name(c)}{k}次" for c, k in zip(f.who, f.about["times"], strict=True)]
    return f"{say.window(f.window)}共考核{say.count(f.value)}次，居首的有：{say.join(items)}。"


def steadiest(f: Finding, say: Voice) -> str:
    each = "每次都" if len(f.who) == 1 else "每次均"
    return f"{say.names(f.who)}{each}在前3位。"


def widest_range(f: Finding, say: Voice) -> str:
    return f"位次起伏最大的是{say.names(f.who)}，最好第{f.about['best']}位，最低第{f.about['worst']}位。"


def scheme_line(f: Finding, say: Voice) -> str:
    quarter, before = say.quarter(f.about["quarter"]), f.about["before"]
    if before == f.value:
        return f"{quarter}起考核办法有调整，图中以竖虚线标出，线两侧的得分不直接可比。"
    return f"{quarter}起板块由{before}个调整为{say.count(f.value)}个，图中以竖虚线标出，线两侧的得分不直接可比。"


def gap(f: Finding, say: Voice) -> str:
    a, c = f.who
    if f.value == 0:
        return f"{say.name(a)}与{say.name(c)}总分相同。"
    for_it = [(i, v) for i, _, v in f.about["parts"] if v > 0]
    against = [(i, v) for i, _, v in f.about["parts"] if v < 0]
    text = f"{say.name(a)}总分高于{say.name(c)}**{say.points(f.value)}分**。"
    if for_it:
        text += "领先在" + "、".join(f"{say.part(i)}{say.points(v)}分" for i, v in sorted(for_it, key=lambda p: -p[1]))
    if against:
        text += "；落后在" if for_it else "落后在"
        text += "、".join(f"{say.part(i)}{say.points(-v)}分" for i, v in sorted(against, key=lambda p: p[1]))
    if f.about["residue"]:
        text += f"；四舍五入差{say.signed(f.about['residue'])}分"
    return text + f"。各部分相加为{say.points(f.value)}分。"


def district_rank(f: Finding, say: Voice) -> str:
    change = _change(f.about["change"])
    text = (
        f"{say.quarter(say.b.quarter)}，{say.names(f.who)}总分**{say.points(f.value)}分**，居全市第{f.about['rank']}位"
    )
    return text + (f"，{change}。" if change else "。")


def district_stars(f: Finding, say: Voice) -> str:
    boards = "、".join(f"{say.part(i)}{k}星" for i, k in f.about["boards"])
    return f"共获{say.count(f.value)}星，居全市第{f.about['place']}位：{boards}。"


def district_flags(f: Finding, say: Voice) -> str:
    if not f.about["awards"]:
        return "本季度未获红旗。"
    return "获" + "、".join(f"“{say.award(a)}”红旗" for a in f.about["awards"]) + "。"


def strength(f: Finding, say: Voice) -> str:
    return _standing(f, say)


def weakness(f: Finding, say: Voice) -> str:
    return _standing(f, say)


def _standing(f: Finding, say: Voice) -> str:
    about = f.about
    text = f"**{say.part(about['board'])}**{say.points(f.value)}分，{_place(about['place'])}"
    over = about["to_median"]
    text += f"，{'高于' if over > 0 else '低于'}全市中位数{say.points(abs(over))}分" if over else "，与全市中位数相同"
    if about["place"] > 1:
        text += f"，与首位{say.names(about['leaders'])}相差{say.points(about['to_first'])}分"
    best, worst = about["best"], about["worst"]
    if best:
        text += f"；{say.part(best[0])}得分最靠前（第{best[1]}位）"
    if worst:
        text += f"，{say.part(worst[0])}最靠后（第{worst[1]}位）"
    return text + "。"


def no_weakness(f: Finding, say: Voice) -> str:
    return "各板块得分都不低于全市中位数。"


def no_strength(f: Finding, say: Voice) -> str:
    return "各板块得分都低于全市中位数。"


def track(f: Finding, say: Voice) -> str:
    ranks = "、".join(str(r) for r in f.about["ranks"])
    best, worst = f.about["best"], f.about["worst"]
    text = f"{say.window(f.window)}，{say.names(f.who)}位次依次为第{ranks}位"
    if best == worst:
        return text + "，没有变化。"
    return text + f"，最好第{best}位，最低第{worst}位。"


def district_first(f: Finding, say: Voice) -> str:
    return (
        f"{say.names(f.who)}居首，没有可追赶的前一位；领先第2位{say.name(f.about['second'])}{say.points(f.value)}分。"
    )


def firmness(f: Finding, say: Voice) -> str:
    about = f.about
    text = f"测算：各板块权重各自在上下{say.percent(about['spread'])}范围内变动，模拟{say.count(about['draws'])}次，"
    text += f"{say.names(f.who)}居首的占{say.percent(f.value)}"
    others = "、".join(f"{say.name(c)}占{say.percent(p)}" for c, p in about["others"])
    return text + (f"，{others}。" if others else "。")


def swap(f: Finding, say: Voice) -> str:
    a, c = f.who
    board, now = say.part(f.about["board"]), say.percent(f.about["weight"])
    text = f"其他板块按比例调整时，{board}权重由{now}变为{say.percent(f.value)}，"
    return text + f"{say.name(a)}与{say.name(c)}总分相同。"


def comparability(f: Finding, say: Voice) -> str:
    text = f"只用两个季度共有的板块和指标、按本季度办法计算，{say.names(f.who)}为{say.points(f.value)}分，居首"
    return text + f"（{say.quarter(f.about['previous'])}同口径居第{f.about['rank_before']}位）。"


_CAUSES = {
    "revision": "上季度数据修订",
    "cohort": "参评区市变化",
    "own": "自身指标",
    "others": "其他区市指标（相对计分）",
    "boards": "板块和指标增减",
    "weights": "权重调整",
    "methods": "目标值和计分参数调整",
    "rounding": "四舍五入差",
}


def cause(name: str) -> str:
    return _CAUSES[name]


def moved(f: Finding, say: Voice) -> str:
    text = f"总分较{say.quarter(f.about['previous'])}{'上升' if f.value > 0 else '下降'}{say.points(abs(f.value))}分"
    if not f.value:
        text = f"总分与{say.quarter(f.about['previous'])}相同"
    causes = "、".join(f"{cause(name)}{say.signed(v)}分" for name, v in f.about["causes"])
    text += f"，其中{causes}。" if causes else "。"
    if f.about["indicators"]:
        moved_most = "、".join(f"{say.part(i)}{say.signed(v)}分" for i, v in f.about["indicators"])
        text += f"自身指标中影响最大的是{moved_most}。"
    return text if f.about["comparable"] else text + "两个季度的考核办法不同，总分不直接可比。"


def overtake(f: Finding, say: Voice) -> str:
    _, target = f.who
    text = f"距第{f.about['place']}位{say.name(target)}{say.points(f.value)}分。测算：其他情况不变时，"
    if not f.about["possible"]:
        return text + "任何一项指标单独改进都不足以升至该位次，须多项并进。"
    return text + f"单独改进下列{f.about['possible']}项中的任何一项即可升至该位次。"


SENTENCES: dict[str, Callable[[Finding, Voice], str]] = {
    sentence.__name__: sentence
    for sentence in (
        *(
            assessed,
            method_change,
            first,
            first_time,
            first_again,
            back_to_first,
            tie,
            near_tie,
            rose,
            fell,
            flag,
            praise,
        ),
        *(most_stars, board_first, board_movers, board_still, widest_board, times_first, steadiest, widest_range),
        *(
            scheme_line,
            gap,
            district_rank,
            district_stars,
            district_flags,
            strength,
            weakness,
            no_weakness,
            no_strength,
        ),
        *(track, district_first, firmness, swap, comparability, moved, overtake, by_bonus, by_rounding, by_missing),
    )
}
