"""The one list of words that tables, charts and sentences share, in Chinese and English."""

from __future__ import annotations

from ..model import UsageError
from ..said import Listed

LANGUAGES = ("zh", "en")

_TERMS: dict[str, tuple[str, str]] = {
    # units of the assessment itself
    "points": ("分", "points"),
    "stars": ("星", "stars"),
    # heads of tables
    "rank": ("位次", "Rank"),
    "district": ("区市", "District"),
    "total": ("总分", "Total"),
    "change": ("较上季度", "Change"),
    "bonus": ("加分", "Bonus"),
    "deduction": ("减分", "Deduction"),
    "bonus_deduction": ("加分减分", "Bonus and deduction"),
    "stars_total": ("合计", "Total"),
    "board": ("板块", "Board"),
    "score": ("得分", "Score"),
    "weight": ("权重", "Weight"),
    "weight_in": ("{group}权重", "Weight, {group}"),
    "star_count": ("星数", "Stars"),
    "median": ("全市中位数", "City median"),
    "first_score": ("首位得分", "First place"),
    "to_first": ("与首位差", "Gap to first"),
    "indicator": ("指标", "Indicator"),
    "value": ("指标值", "Value"),
    "unit": ("单位", "Unit"),
    "place": ("位次", "Rank"),
    "score_rank": ("得分位次", "Rank by score"),
    "source": ("出处", "Source"),
    "period": ("时期", "Period"),
    "part": ("构成", "Part"),
    "contribution": ("贡献（分）", "Contribution (points)"),
    "residue": ("修约差", "Rounding"),
    "group": ("分组", "Group"),
    "group_rank": ("组内位次", "Rank in group"),
    "other_groups": ("其他区市", "other districts"),
    "weights_differ": ("权重不同", "Different weights"),
    "gap": ("总分之差", "Gap in total"),
    "policy": ("事项", "Matter"),
    "rule": ("规则", "Rule"),
    "method": ("计分办法", "Scoring method"),
    "title": ("名称", "Title"),
    "publisher": ("发布单位和日期", "Publisher and date"),
    "kind": ("性质", "Kind"),
    "quarter": ("季度", "Quarter"),
    "fact": ("事项", "Item"),
    "row": ("数据行", "Data row"),
    "flags": ("红旗", "Flags"),
    "before": ("上季度总分", "Before"),
    "after": ("本季度总分", "Now"),
    "difference": ("总分变化", "Change"),
    "now": ("现值", "Now"),
    "needed": ("需达到", "Needed"),
    "needed_change": ("需增减", "Difference"),
    "gain": ("该项得分增加", "Points gained"),
    "best_total": ("改进后总分", "Total at best"),
    "still_behind": ("仍差（分）", "Still behind"),
    "best_rank": ("可居位次", "Rank at best"),
    "interval": ("位次区间", "Interval"),
    "extremes": ("最好–最低", "Best–worst"),
    "p_first": ("居首占比", "Share ranked first"),
    # marks
    "illustrative": ("演示数据", "Illustrative data"),
    "draft": ("征求意见稿", "DRAFT"),
    "ask": ("数据出处", "Where this comes from"),
    "marked": ("标※的为演示数据", "※ illustrative data"),
    "published": ("公开发布", "Published"),
    "number": ("序号", "No."),
    "files_and_rows": ("数据文件和行", "Files and rows"),
    "none": ("—", "—"),
    "kind.illustrative": ("演示", "illustrative"),
    "kind.published": ("公开", "published"),
    # policies and their values
    "tie_break": ("同分先后", "Order of equal totals"),
    "ties": ("同分处理", "Ties"),
    "ties.min": (
        "同分并列，取较小位次，其后位次顺延（1、2、2、4）",
        "Equal scores share the smaller rank (1, 2, 2, 4)",
    ),
    "ties.max": ("同分并列，取较大位次", "Equal scores share the larger rank"),
    "ties.dense": (
        "同分并列，其后位次不空缺（1、2、2、3）",
        "Equal scores share a rank, none is left out (1, 2, 2, 3)",
    ),
    "rounding": ("修约", "Rounding"),
    "rounding.half-even": (
        "四舍六入五成双（GB/T 8170），只修约一次，保留{decimals}位小数",
        "Half to even (GB/T 8170), once only, to {decimals} decimals",
    ),
    "rounding.half-up": ("四舍五入，只修约一次，保留{decimals}位小数", "Half up, once only, to {decimals} decimals"),
    "order": ("排名依据", "Order"),
    "order.round-then-rank": ("先修约，后排名", "Round first, then rank"),
    "order.rank-then-round": ("先排名，后修约", "Rank first, then round"),
    "missing": ("缺报处理", "Missing data"),
    "missing.withhold": (
        "缺报指标的区市不计总分，不排位次",
        "A district with a missing value gets no total and no rank",
    ),
    "missing.carry-forward": (
        "沿用上季度数据，结果标注“暂行”",
        "The quarter before is carried forward, the result marked provisional",
    ),
    "missing.exclude": (
        "剔除缺报指标并重新归一权重，结果标注“暂行”",
        "The indicator is left out and weights renormalised, the result marked provisional",
    ),
    "previous": ("位次变化", "Change of rank"),
    "previous.quarter": (
        "与上一季度比较，上季度无数据的不比较",
        "Against the quarter before; none where it has no data",
    ),
    "aggregate": ("汇总", "Aggregation"),
    "aggregate.arithmetic": ("加权算术平均", "Weighted arithmetic mean"),
    "aggregate.geometric": ("加权几何平均", "Weighted geometric mean"),
    "star_rule": ("星级", "Stars"),
    "flag_rule": ("红旗", "Flag"),
    "comparability": ("季度可比性", "Comparability"),
    # scoring methods
    "method.efficacy": ("功效系数法", "Efficacy coefficient"),
    "method.target-completion": ("目标完成率", "Completion against target"),
    "method.all-or-nothing": ("达标计分并争先进位", "Full points at target, then by rank"),
    "method.rank-points": ("位次赋分", "Points by rank"),
    "method.growth-to-target": ("增速对标", "Growth against target"),
    "method.min-max": ("极差标准化", "Min–max"),
    "method.z-score": ("标准分", "z-score"),
    "method.goalposts": ("固定上下限", "Goalposts"),
    "method.given": ("部门评分", "Scored by the department"),
    "method.survey": ("满意度调查", "Survey"),
    "direction.up": ("越高越好", "higher is better"),
    "direction.down": ("越低越好", "lower is better"),
}


def term(key: str, lang: str) -> str:
    """The word for `key`; raises UsageError for a word that is not in the list."""
    if key not in _TERMS:
        raise UsageError("the term list has no {key!r}", key=key)
    zh, en = _TERMS[key]
    return en if lang == "en" else zh


def check_language(lang: str) -> str:
    """The language itself; raises UsageError when briefings are not written in it."""
    if lang not in LANGUAGES:
        raise UsageError("there is no language {lang!r}; known: {known}", lang=lang, known=Listed(LANGUAGES))
    return lang
