"""What must be known before a figure is trusted, as Chinese sentences: what is missing, provisional, illustrative."""

from __future__ import annotations

from . import wording_zh as words
from .finding import Finding
from .voice import Voice, turned


def by_missing(f: Finding, say: Voice) -> str:
    upper, lower = map(say.name, f.who)
    return turned(
        f,
        f"{upper}与{lower}的先后取决于缺报数据，位次暂行。",
        f"缺报数据补齐后，{upper}与{lower}的次序可能改变。",
        f"{upper}、{lower}的次序待缺报数据补齐后方能确定。",
    )


def unranked(f: Finding, say: Voice) -> str:
    who, items = say.names(f.who), missing(f, say)
    return turned(
        f,
        f"{who}因{items}缺报，不计总分、不排位次。",
        f"{who}缺报{items}，不计总分和位次。",
        f"因缺报{items}，{who}未计总分、未排位次。",
    )


def missing(f: Finding, say: Voice) -> str:
    """The missing indicators by name; where they are many, the first of them and how many there are."""
    items = say.join([say.part(i) for i in f.about["items"]])
    return f"{items}等{say.amount(f['items'])}" if f.get("items") else items


def provisional(f: Finding, say: Voice) -> str:
    who, low, high = say.names(f.who), say.amount(f["low"]), say.amount(f["high"])
    return turned(
        f,
        f"{who}位次暂行，缺报数据补齐后可能在{low}至{high}之间。",
        f"{who}的位次在{low}至{high}之间，视缺报数据而定。",
        f"缺报数据补齐前，{who}位次只能确定在{low}至{high}之间。",
    )


def unreported(f: Finding, say: Voice) -> str:
    who, items = say.names(f.who), missing(f, say)
    dealt = {
        "excluded": "在其得分中剔除，权重由其余指标分担",
        "uncounted": "不加分、不减分",
        "both": "指标在其得分中剔除，权重由其余指标分担，加分减分项不加不减",
        "carried": "沿用上季度数据",
    }[f.about["how"]]
    return f"{who}缺报{items}，{dealt}。"


def provisional_all(f: Finding, say: Voice) -> str:
    ends = zip(f.who, f.each("low"), f.each("high"), strict=False)  # none in brief
    told = [f"{say.name(code)}{say.amount(low)}至{say.amount(high)}" for code, low, high in ends]
    more = "" if f.about["all"] else "等"
    if not told:
        return f"{say.amount(f['count'])}因缺报数据位次暂行。"
    return f"{say.amount(f['count'])}位次暂行，缺报数据补齐后可能的位次为：{say.join(told)}{more}。"


def by_missing_all(f: Finding, say: Voice) -> str:
    return f"{say.amount(f['pairs'])}相邻区市的先后取决于缺报数据。"


_FURTHER = {
    "unreported": "{many}有指标缺报",
    "tie": "{many}与其他区市同分",
    "unranked": "{many}因缺报数据不计总分、不排位次",
    "provisional": "{many}位次暂行",
    "close": "{many}相邻区市先后尚不稳定",
    "rose": "{many}{limit}以上",
    "fell": "{many}{limit}以上",
}


def first_quarter(f: Finding, say: Voice) -> str:
    return f"考核数据自{say.quarter(f.times[0])}起，此前没有季度可比，位次走势从下期通报起列出。"


def no_concern(f: Finding, say: Voice) -> str:
    return "以上各节之外，无其他需要关注的情况。"


def further(f: Finding, say: Voice) -> str:
    limit = words.change(f["limit"]) if f.get("limit") else ""
    told = _FURTHER[f.about["sort"]].format(many=say.amount(f["count"]), limit=limit)
    return f"另有{told}，见随附的scored.xlsx。"


def illustrative(f: Finding, say: Voice) -> str:
    head = f"{say.quarter(f.times[0])}所用指标、评分和调查数据共{say.amount(f['rows'])}"
    if not f.get("published"):
        return f"{head}，均为演示数据。"
    return f"{head}，其中公开发布{say.amount(f['published'])}、演示{say.amount(f['illustrative'])}。"


SENTENCES = (
    *(unranked, by_missing, by_missing_all, provisional, provisional_all, unreported),
    *(first_quarter, no_concern, further, illustrative),
)
