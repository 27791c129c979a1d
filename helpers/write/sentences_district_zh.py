"""Chinese sentences of a district's own briefing."""

from __future__ import annotations

from . import wording_zh as words
from .finding import Finding
from .voice import Voice, turned

CITY, TARGET = "全市", "目标"


def district_rank(f: Finding, say: Voice) -> str:
    """Opens with what is news: a rise, a shared place, else the total."""
    quarter, who, total = say.quarter(f.times[0]), say.names(f.who), say.strong(f["total"])
    sharing, change = f.about["sharing"], f.get("change")
    place = words.place(f["rank"], CITY, shared=bool(sharing))
    if sharing:
        moved = f"{words.change(change)}，" if change else ""
        return f"{quarter}，{who}总分{total}，{moved}与{say.names(sharing)}{place}。"
    if change and change.way == "up" and change.value > 1:
        return f"{quarter}，{who}{words.change(change)}，以{total}{place}。"
    if change and change.way == "down":
        return f"{quarter}，{who}总分{total}，{words.change(change)}，{place}。"
    moved = f"，{words.change(change)}" if change else ""
    return f"{quarter}，{who}以{total}{place}{moved}。"


def group_place(f: Finding, say: Voice) -> str:
    moved = f"，组内{words.change(f['change'])}" if f.get("change") else ""
    place = words.place(f["rank"], shared=f.about["shared"])
    return f"{say.names(f.who)}在{say.group(f.about['group'])}（{say.amount(f['districts'])}）中{place}{moved}。"


def district_unranked(f: Finding, say: Voice) -> str:
    items = say.join([say.part(i) for i in f.about["items"]])
    items = f"{items}等{say.amount(f['items'])}" if f.get("items") else items
    return f"{say.quarter(f.times[0])}，{say.names(f.who)}因{items}缺报，不计总分、不排位次。"


def district_first(f: Finding, say: Voice) -> str:
    who, at_top = say.names(f.who), words.place(f["rank"])
    if f.about["variant"] == "first_time":
        return f"这是{who}{words.first_time(f['quarters'], say.window(f.window))}{at_top}。"
    if f.about["variant"] == "again":
        return f"{who}已{words.running(f['run'])}{at_top}（{say.window(f.window)}）。"
    return f"{who}上一次{at_top}为{say.quarter(f.times[0])}，本季度重回首位。"


def district_place(f: Finding, say: Voice) -> str:
    best = "最好" if f.about["variant"] == "best" else "最低"
    return f"{say.amount(f['rank'])}为{say.names(f.who)}{say.window(f.window)}的{best}位次。"


def district_record(f: Finding, say: Voice) -> str:
    extreme = "最高" if f.about["record"] == "high" else "最低"
    quarters = f"{say.window(f.window)}{words.number(f['quarters'])}个可比季度"
    return f"{say.names(f.who)}总分{say.amount(f['total'])}，为{quarters}中{extreme}。"


def district_stars(f: Finding, say: Voice) -> str:
    boards = zip(f.about["boards"], f.each("each"), strict=True)
    told = "、".join(f"{say.part(i)}{say.amount(k)}" for i, k in boards)
    place = words.place(f["rank"], CITY, shared=f.about["shared"])
    return f"{say.names(f.who)}{say.amount(f['boards'])}共得{say.amount(f['stars'])}（{told}），星数{place}。"


def district_flags(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)}获" + "、".join(say.flag(a) for a in f.about["awards"]) + "。"


def no_flags(f: Finding, say: Voice) -> str:
    return "本季度未获红旗。"


def district_boards(f: Finding, say: Voice) -> str:
    boards = say.join([say.part(i) for i in f.about["boards"]])
    where = "各板块均" if f.about["all"] else f"{boards}板块"
    if f.about["variant"] == "first":
        return f"{say.names(f.who)}{where}{words.place(f['rank'], shared=f.about['shared'])}。"
    return f"{say.names(f.who)}{where}{'并列' if f.about['shared'] else '居'}末位。"


# ---- strengths and weaknesses -----------------------------------------------------------------------------------


def _standing(f: Finding, say: Voice) -> str:
    board, score = f"**{say.part(f.about['board'])}**", say.amount(f["score"])
    place = words.place(f["rank"], shared=f.about["shared"])
    median = words.against(f["median"], "全市中位数")
    behind = ""
    if f.get("behind"):
        behind = f"，与首位{say.names(f.about['leaders'])}相差{say.amount(f['behind'])}"
    said = turned(
        f,
        f"{board}得{score}，{place}，{median}{behind}",
        f"{board}{place}，得{score}，{median}{behind}",
        f"{board}{median}，以{score}{place}{behind}",
    )
    return said + _indicators(f, say) + "。"


def _indicators(f: Finding, say: Voice) -> str:
    """The indicator that carries a strong board, or holds a weak one back, first; then the other end."""
    order = ("best", "worst") if f.kind == "strength" else ("worst", "best")
    told = [(name, _indicator(f, say, name)) for name in order if f.get(f"{name}_value")]
    if not told:
        return ""
    openings = (
        {"best": "其中", "worst": "短板在于"},
        {"best": "表现最好的是", "worst": "拉低得分的是"},
        {"best": "得益于", "worst": "失分主要在"},
    )[f.turn % 3]
    first, text = told[0]
    said = f"；{openings[first]}{text}"
    if len(told) > 1:
        other, text = told[1]
        said += f"，{'但' if other == 'worst' else '而'}{text}"
    return said


def _indicator(f: Finding, say: Voice, name: str) -> str:
    leaf = f.about[name]
    text = f"{say.part(leaf)}{say.amount(f[f'{name}_value'])}"
    details = []
    if f.get(f"{name}_rank"):
        place = words.place(f[f"{name}_rank"], shared=leaf in f.about["level"])
        details.append(f"得分{place}" if leaf in f.about["by_score"] else place)
    if f.get(f"{name}_average"):
        details.append(words.against(f[f"{name}_average"], "全市平均"))
    return text + (f"（{'，'.join(details)}）" if details else "")


def strength(f: Finding, say: Voice) -> str:
    return _standing(f, say)


def weakness(f: Finding, say: Voice) -> str:
    return _standing(f, say)


def no_weakness(f: Finding, say: Voice) -> str:
    return "暂无：各板块得分均不低于全市中位数。"


def no_strength(f: Finding, say: Voice) -> str:
    return "暂无：各板块得分均低于全市中位数。"


def no_scores(f: Finding, say: Voice) -> str:
    return "因数据缺报，各板块均无得分。"


def targets(f: Finding, say: Voice) -> str:
    """How many targets were met; each missed one with its value and how far it fell short."""
    items = say.amount(f["items"])
    if f.about["variant"] == "met":
        return f"设定目标值的{items}{'已' if f['items'].value == 1 else '全部'}达到目标。"
    missed = zip(f.about["indicators"], f.each("values"), f.each("short"), strict=True)
    told = "；".join(f"{say.part(i)}{say.amount(v)}，{words.against(s, TARGET)}" for i, v, s in missed)
    if not f.get("met") and f["items"].value == 1:
        return f"设定目标值的{items}未达到目标：{told}。"
    if not f.get("met"):
        return f"设定目标值的{items}均未达到目标，主要是{told}。"
    head = f"设定目标值的{items}中，{words.number(f['met'])}项达到目标"
    if f.get("missed"):
        return f"{head}，{words.number(f['missed'])}项未达到，主要是{told}。"
    return f"{head}；未达到的是{told}。"


def completion(f: Finding, say: Voice) -> str:
    done, plan = say.told(f.about["done"]), say.told(f.about["plan"])
    return words.of_plan(done, f["done"], plan, f["plan"], f["share"]) + "。"


def track(f: Finding, say: Voice) -> str:
    head = f"{say.window(f.window)}，{say.names(f.who)}"
    ranks = f.each("ranks")
    if not f.get("best"):
        return f"{head}位次均为{say.amount(ranks[0])}。"
    told = "、".join(words.number(r) for r in ranks)
    return f"{head}位次依次为第{told}位，最好{say.amount(f['best'])}，最低{say.amount(f['worst'])}。"


def key_work(f: Finding, say: Voice) -> str:
    """An office's own sentence, with the district's figures in its slots."""
    return say.filled(f)


SENTENCES = (
    *(district_rank, group_place, district_unranked, district_first, district_place, district_record, district_stars),
    *(
        district_flags,
        no_flags,
        district_boards,
        strength,
        weakness,
        no_weakness,
        no_strength,
        no_scores,
        targets,
        completion,
    ),
    *(track, key_work),
)
