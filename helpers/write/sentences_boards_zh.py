"""Chinese sentences about boards, stars, flags and praise.

A board's paragraph opens with what is news about it; where neighbours have the same news, its turn chooses among
several shapes, so that no two in a row are built alike.
"""

from __future__ import annotations

from collections.abc import Callable

from . import wording_zh as words
from .finding import Figure, Finding
from .voice import Voice, turned

# ---- a board's paragraph ----------------------------------------------------------------------------------------


_WELL_DONE = ("突出", "显著", "明显", "优异", "优秀", "先进", "领先", "有力")  # ends of a reason that says so itself


def board(f: Finding, say: Voice) -> str:
    variant = f.about.get("variant", "")
    opening = _OPENINGS[variant](f, say)
    if variant == "mover":
        tails = [opening, _last(f, say)] if f.turn % 2 else [_movers(f, say), opening, _last(f, say)]
        if f.turn % 2:
            tails.insert(1, _movers(f, say))
    elif variant == "wide":
        tails = [opening, _movers(f, say)]
    else:
        tails = (
            [opening, _last(f, say), _movers(f, say)] if f.turn % 3 != 1 else [opening, _movers(f, say), _last(f, say)]
        )
    return "".join(tails)


def _lead(f: Finding, say: Voice) -> str:
    """How far before the second, as the end of a sentence about the leader; its shape goes by turn."""
    if not f.get("lead"):
        return ""
    second = f"{say.amount(f['second'])}{say.names(f.about['seconds'])}"
    lead, only = say.amount(f["lead"]), "仅" if f.about["close"] else ""
    return turned(
        f,
        f"，{only}领先{second}{lead}",
        f"，{second}{only}落后{lead}",
        f"，与{second}{'仅' if only else '相'}差{lead}",
    )


def _top(f: Finding) -> str:
    """居首, or for how many quarters running."""
    at_top = words.place(f["rank"])
    return f"{words.running(f['run'])}{at_top}" if f.get("run") else at_top


def _opens_plain(f: Finding, say: Voice) -> str:
    who, score, lead = say.names(f.who), say.strong(f["score"]), _lead(f, say)
    return turned(
        f,
        f"{who}以{score}{_top(f)}{lead}。",
        f"{who}得{score}，{_top(f)}{lead}。",
        f"{_top(f)}的是{who}，得{score}{lead}。",
    )


def _opens_created(f: Finding, say: Voice) -> str:
    who, score, lead = say.names(f.who), say.strong(f["score"]), _lead(f, say)
    return turned(
        f,
        f"本板块自本季度起纳入考核，{who}以{score}{words.place(f['rank'])}{lead}。",
        f"本板块为新设，{words.place(f['rank'])}的是{who}，得{score}{lead}。",
    )


def _opens_shared(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)}同为{say.strong(f['score'])}，{words.place(f['rank'], shared=True)}。"


def _opens_new(f: Finding, say: Voice) -> str:
    """Another leader: who it is, where it stood, and what became of the former one."""
    who, score, lead = say.names(f.who), say.strong(f["score"]), _lead(f, say)
    at_top = words.place(f["rank"])
    came = f"由{say.amount(f['before'])}" if f.get("before") else ""
    stood = f"（上季度{words.place(f['before'])}）" if f.get("before") else ""
    old = f.about["old"]
    if old == f.about["seconds"] and f.get("lead"):
        return turned(
            f,
            f"首位易主，{who}以{score}{came}升{at_top}位，领先退{_seconds(f)}的{say.names(old)}{say.amount(f['lead'])}。",
            f"{who}{came}升{at_top}位，得{score}；{say.names(old)}退{_seconds(f)}，落后{say.amount(f['lead'])}。",
            f"{say.names(old)}退{_seconds(f)}，{who}以{score}取而代之、升{at_top}位{stood}，两者相差{say.amount(f['lead'])}。",
        )
    gone = "、".join(
        f"{say.names(fallen.of)}{words.all_of(fallen)}退{words.place(fallen)}" for fallen in f.each("fallen")
    )
    return turned(
        f,
        f"首位易主，{who}以{score}{came}升{at_top}位{lead}" + (f"；{gone}。" if gone else "。"),
        f"{who}得{score}，{came}升{at_top}位{lead}" + (f"，上季度首位{gone}。" if gone else "。"),
        (f"{gone}，" if gone else "") + f"{who}以{score}取而代之、升{at_top}位{stood}{lead}。",
    )


def _seconds(f: Finding) -> str:
    return words.place(f["second"])


def _opens_narrow(f: Finding, say: Voice) -> str:
    who, score, lead = say.names(f.who), say.strong(f["score"]), _lead(f, say)
    return turned(
        f,
        f"首位之争激烈，{who}以{score}{_top(f)}{lead}。",
        f"前两名差距很小，{who}得{score}，{_top(f)}{lead}。",
    )


def _opens_wide(f: Finding, say: Voice) -> str:
    who, score, lead = say.names(f.who), say.strong(f["score"]), _lead(f, say)
    last = f"{say.names(f['last'].of)}{words.all_of(f['last'])}得{say.amount(f['last'])}，{_at_last(f)}"
    return f"首末相差{say.amount(f['spread'])}，为各板块之最：{who}以{score}{_top(f)}{lead}；{last}。"


def _last(f: Finding, say: Voice) -> str:
    if not f.get("spread"):
        return ""
    who, score, spread = say.names(f["last"].of), say.amount(f["last"]), say.amount(f["spread"])
    every = words.all_of(f["last"])
    return turned(
        f,
        f"末位{who}{every}{'得' if every else ''}{score}，首末相差{spread}。",
        f"首末相差{spread}，末位为{who}（{every}{'得' if every else ''}{score}）。",
        f"{who}{every}{'得' if every else ''}{score}，{_at_last(f)}，与首位相差{spread}。",
    )


def _at_last(f: Finding) -> str:
    return "并列末位" if len(f["last"].of) > 1 else "居末位"


def _movers(f: Finding, say: Voice) -> str:
    """Who rose and who fell furthest since the quarter before; that nobody did."""
    if f.get("still"):
        return f"各区市位次升降均不超过{say.amount(f['still'])}。"

    def move(name: str) -> str:
        figure = f[name]
        return f"{words.all_of(figure)}{words.DIRECTION[figure.way]}{say.amount(figure)}"

    told = [(name, word) for name, word in (("up", "升"), ("down", "降")) if f.get(name)]
    if not told:
        return ""
    names = {name: say.names(f[name].of) for name, _ in told}
    return turned(
        f,
        "；".join(
            f"上{w}最多的是{names[n]}，{move(n)}" if n == "up" else f"下{w}最多的是{names[n]}，{move(n)}"
            for n, w in told
        )
        + "。",
        "与上季度相比，" + "；".join(f"{names[n]}{move(n)}，{w}幅最大" for n, w in told) + "。",
        "位次变动较大的是" + "、".join(f"{names[n]}（{move(n)}）" for n, _ in told) + "。",
    )


_OPENINGS: dict[str, Callable[[Finding, Voice], str]] = {
    "": _opens_plain,
    "held": _opens_plain,
    "mover": _opens_plain,
    "created": _opens_created,
    "shared": _opens_shared,
    "new": _opens_new,
    "narrow": _opens_narrow,
    "wide": _opens_wide,
}


def board_unscored(f: Finding, say: Voice) -> str:
    return "因数据缺报，各区市在本板块均无得分。"


def widest_board(f: Finding, say: Voice) -> str:
    board, spread = say.part(f.about["board"]), say.amount(f["spread"])
    if not f.who:
        return f"{board}板块差距最大，首末相差{spread}。"
    top, last = map(say.name, f.who)
    return f"{board}板块差距最大，首位{top}与末位{last}相差{spread}。"


def boards_changed(f: Finding, say: Voice) -> str:
    changed = f.about["changed"]
    items = [f"{say.part(i)}由{say.names(old)}变为{say.names(new)}" for i, old, new in changed]
    all_, some = say.amount(f["all"]), say.amount(f["boards"])
    every = f["all"].value == f["boards"].value
    head = f"{all_}首位全部易主" if every else f"{all_}中有{some}首位易主"
    passed = [f"{say.part(i)}首位由{say.names(old)}转至{say.names(new)}" for i, old, new in changed]
    return turned(
        f,
        f"与上季度相比，{head}：{'，'.join(items)}。",
        f"{'，'.join(passed)}；{head}。",
        f"本季度{head}，{'' if every else '其中'}{'，'.join(items)}。",
    )


# ---- stars, flags, praise ---------------------------------------------------------------------------------------


def star_rule(f: Finding, say: Voice) -> str:
    first, each = say.amount(f["first"]), [say.amount(k) for k in f.each("each")]
    if len(each) == 1:
        return f"星级按板块位次计算，{first}得{each[0]}。"
    last = say.amount(f["last"])
    if each:
        return f"星级按板块位次计算，{first}至{last}依次得{say.join(each)}。"
    return f"星级按板块位次计算，{first}得{say.amount(f['most'])}，依次递减，{last}得{say.amount(f['least'])}。"


def most_stars(f: Finding, say: Voice) -> str:
    each = "各" if len(f.who) > 1 else "共"
    possible, boards, stars = say.amount(f["possible"]), say.amount(f["boards"]), say.strong(f["stars"])
    text = turned(
        f,
        f"{say.names(f.who)}{boards}{each}得{stars}（满分{possible}），为全市最多",
        f"星数最多的是{say.names(f.who)}，{boards}{each}得{stars}（满分{possible}）",
        f"全市星数以{say.names(f.who)}为最多，{boards}{each}得{stars}（满分{possible}）",
    )
    if f.get("rank"):
        text += f"，总分{words.place(f['rank'])}"
    following = say.join(
        [f"{say.name(c)}{say.amount(k)}" for c, k in zip(f.about["next"], f.each("next"), strict=True)]
    )
    return text + (f"；其后为{following}。" if following else "。")


def flag(f: Finding, say: Voice) -> str:
    award, variant = say.flag(f.about["award"]), f.about["variant"]
    rule = _rule(f, say)
    if variant == "not_compared":
        return f"{award}以{rule}为条件，上季度没有数据，本季度不评。"
    if variant == "vacant" and f.about["kept_out"]:
        return f"{award}空缺：{rule}的{say.names(f.about['kept_out'])}不能获此红旗。"
    if variant == "vacant" and f.about["rule"] == "rise":
        return turned(
            f,
            f"本季度没有区市{rule}，{award}空缺。",
            f"{award}空缺：本季度无区市{rule}。",
            f"因无区市{rule}，{award}本季度空缺。",
        )
    if variant == "vacant":
        return f"{award}空缺（条件：{rule}）。"
    if f.about["rule"] == "rise":
        changes = f.each("changes")
        within = "组内" if f.about["by_group"] else ""
        risen = "，".join(f"{say.names(figure.of)}{within}较上季度{_each_rose(figure, say)}" for figure in changes)
        beside = "、".join(f"{say.names(figure.of)}（{within}{_each_rose(figure, say)}）" for figure in changes)
        return turned(
            f,
            f"{risen}，{_all(f, say)}获{award}（条件：{rule}）。",
            f"{award}授予{beside}{_all(f, say)}，条件为{rule}。",
            f"获{award}的是{beside}{_all(f, say)}，条件为{rule}。",
        )
    who, run = say.names(f.who) + _all(f, say), words.running(f["run"]) if f.get("run") else ""
    if f.about["passed_on"]:
        return f"按{rule}、缺额依次递补的规则，{award}授予{who}" + (f"，{run}归属未变。" if run else "。")
    return turned(
        f,
        f"{rule}的{who}获{award}" + (f"，{run}未易手。" if run else "。"),
        f"{award}由{rule}的{who}获得" + (f"，已{run}。" if run else "。"),
        f"{award}授予{rule}的{who}" + (f"，{run}归属未变。" if run else "。"),
        f"按{rule}的条件，{award}归{who}" + (f"，已{run}未易手。" if run else "。"),
    )


def _all(f: Finding, say: Voice) -> str:
    """How many won it, where more did than are named."""
    return f"等{say.amount(f['all'])}" if f.get("all") else ""


def _each_rose(figure: Figure, say: Voice) -> str:
    return f"{'均' if len(figure.of) > 1 else ''}{words.DIRECTION[figure.way]}{say.amount(figure)}"


def _rule(f: Finding, say: Voice) -> str:
    limit = f["limit"]
    if f.about["rule"] == "rise":
        return f"{'组内' if f.about['by_group'] else ''}{words.change(limit)}以上"
    board = say.part(f.about["board"]) + "板块" if f.about["board"] else "总分"
    board = f"各组{board}" if f.about["by_group"] else board
    return f"{board}{words.top(limit)}" if limit.way == "top" else f"{board}{words.place(limit)}"


def veto(f: Finding, say: Voice) -> str:
    why, item = f"{say.names(f.who)}因{say.told(f.about['reason'])}", f"“{say.part(f.about['item'])}”"
    if not f.about["awards"]:
        return f"{why}触发{item}，本季度没有因此取消的红旗资格。"
    return f"{why}，按{item}取消{say.join([say.flag(a) for a in f.about['awards']])}资格。"


def praise(f: Finding, say: Voice) -> str:
    reason = say.told(f.about["reason"])
    who = say.names(f.who)
    if reason.endswith(_WELL_DONE):
        return turned(f, f"对{reason}的{who}予以表扬。", f"{who}{reason}，予以表扬。", f"{who}因{reason}受到表扬。")
    return turned(
        f,
        f"对在{reason}工作中成绩突出的{who}予以表扬。",
        f"{who}在{reason}工作中成绩突出，予以表扬。",
        f"{who}因{reason}工作成绩突出受到表扬。",
    )


SENTENCES = (board, board_unscored, widest_board, boards_changed, star_rule, most_stars, flag, veto, praise)
