"""Chinese words around the sentences: titles, captions, notes, rules of the scheme, quantities, dates and periods."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from ..assess import period
from ..model import Quarter
from ..scheme import Award, Extra, Scheme
from ..style import chinese_number, fixed

if TYPE_CHECKING:
    from ..assess.sums import Sum

CITY_TITLE = "全市经济运行及重点工作“摘星夺旗”考核结果通报"
SUBTITLE = ""
KEY_WORK = "重点工作"
GAP_ABOVE, GAP_BELOW = "与前一位的差距", "与后一位的差距"
NOTICE = (
    "※演示数据：除公开发布并注明出处的数字外，本件数据均为演示，不代表任何机构发布的结果；"
    "※标在句末、行首或栏首的，表示整句、整行或整栏均为演示数据"
)
HONESTY = (
    "出处标为“公开发布”的数字与公开来源一致；其余数字（包括各项权重、指标清单、目标值、计分参数以及未公开的得分和位次）"
    "均为演示数据，由固定种子的程序生成，仅用于展示通报的编制方法，不代表任何机构发布的结果。"
)


def district_title(name: str) -> str:
    return f"{name}“摘星夺旗”考核情况通报"


def own_title(name: str) -> str:
    """The title of one's briefing in an assessment with a title of its own."""
    return f"{name}考核情况通报"


def date(day: datetime.date) -> str:
    return format_date(day, "y年M月d日", locale="zh")


def embargoed(until: datetime.datetime | datetime.date) -> str:
    when = date(until)
    if isinstance(until, datetime.datetime):
        when += f"{until.hour}时" + (f"{until.minute:02d}分" if until.minute else "") + _zone(until)
    return f"{when}前不得公开"


def _zone(until: datetime.datetime) -> str:
    """The clock that is meant, where it is not the city's own."""
    if until.utcoffset() in (None, datetime.timedelta(hours=8)):
        return ""
    return f"（{until.tzname()}）"


def notices(said: Sequence[str]) -> str:
    return "；".join(said)


def data_until(quarter: Quarter) -> str:
    return f"数据截至{quarter.year}年{quarter.number * 3}月"


def basis(rules: str, quarter: str) -> str:
    return f"{rules}，现将{quarter}考核结果通报如下。"


def marked(caption: str, mark: str) -> str:
    return f"{caption}（{mark}）"


def numbered(at: int, name: str) -> str:
    """A sub-heading with its number."""
    return f"（{chinese_number(at)}）{name}"


def headed(at: int, name: str) -> str:
    """A heading with its number."""
    return f"{chinese_number(at)}、{name}"


def labelled(label: str, name: str) -> str:
    return f"{label}：{name}"


def extra_head(name: str, kind: str) -> str:
    """The head of a bonus or deduction column; a name that says which it is says it once."""
    return name if name.endswith(("加分", "减分", "扣分")) else f"{name}{kind}"


def listed(pairs: list[tuple[str, str]]) -> str:
    """Names with their figures, one after the other."""
    return "、".join(f"{name}{figure}" for name, figure in pairs)


def quantity(value: float, decimals: int, qualifier: str, unit: str) -> str:
    """A reported figure in official phrasing: `212个`, `30余家`, `超5000亿元`, `66.7%`."""
    number = fixed(value, decimals)
    if qualifier == "余":
        return f"{number}余{unit}"
    return f"{qualifier}{number}{unit}"


def period_words(text: str, year: int = 0) -> str:
    """A period as the data write it in words, its year only where it is not `year`: `2022-10` -> 2022年10月末."""
    if text in ("", period.GOAL):
        return "目标" if text else ""
    told = period.parse(text)
    first, last = told.first, told.last or told.first
    if first.kind == "year":
        return f"{first.year}年" if first == last else f"{first.year}—{last.year}年"
    if first.year != last.year:
        to = "至" if first.kind == "quarter" else "—"
        return f"{first.year}年{_moment(first)}{to}{last.year}年{_moment(last)}"
    head = "" if first.year == year else f"{first.year}年"
    if told.last is None:
        return head + _moment(first) + ("末" if first.kind == "month" else "")
    if first == last:
        return head + _moment(first)
    if first.kind == "quarter":
        return f"{head}{_moment(first)}至{_moment(last)}"
    if first.kind == "month":
        return f"{head}{first.month}—{last.month}月"
    return f"{head}{_moment(first)}—" + (f"{last.day}日" if first.month == last.month else _moment(last))


def _moment(at: period.Moment) -> str:
    """A quarter, month or day, without its year."""
    if at.quarter:
        return f"{chinese_number(at.quarter)}季度"
    return f"{at.month}月" + (f"{at.day}日" if at.day else "")


TABLES = {
    "ranking": "各区市考核成绩",
    "stars": "各区市单项板块星级",
    "gap": "{a}与{c}总分之差的构成",
    "standing": "{name}各板块成绩",
    "indicators": "{name}指标明细",
    "key_facts": "{name}重点工作数据与出处",
    "track": "{name}历次成绩",
    "policies": "计分规则：{scheme}",
    "methods": "指标与计分办法",
    "sources": "数据来源",
    "changes": "各区市总分变化的构成",
    "overtake": "{name}赶上{target}的单项测算",
    "firmness": "权重不确定时的位次（模拟）",
}
ROWS_LEFT_OUT = "共{all}个区市，表中列出{shown}个，其余见随附的scored.xlsx。"
STARS_NOTE = "按合计星数排列；同星按总分位次排列。"
INDICATORS_NOTE = "数据行为文件名：行号（表头为第1行）。部门评分的指标没有指标值。"
METHODS_NOTE = "权重为该指标占各板块总分的比重。"
WHOLE_CITY = "全市（公布数）"


CHANGES_NOTE = "单位：分。各行：上季度总分+各项=本季度总分。"
CHANGES_NOT_COMPARABLE = (
    CHANGES_NOTE + "两个季度的考核办法不同，总分不直接可比；先按原办法计入数据变化，再计入办法变化。"
)
OVERTAKE_NOTE = "测算：其他指标和其他区市不变，只改进该项；按位次办法重新计分求得。百分数之差为个百分点。"
AT_BEST_NOTE = "测算：其他指标和其他区市不变，只改进该项，直至该项得分封顶或数值到上限；按位次办法重新计分求得。"
FIRMNESS_NOTE = (
    "测算：各板块权重各自在上下{spread}%范围内均匀变动并重新归一，模拟{draws}次（种子{seed}）；"
    "位次区间含中间{coverage}%的结果。"
)
INDEX_POINTS = "分"


def by_group(told: Iterable[tuple[Sequence[str], str]]) -> str:
    """What differs by group of districts: the names of groups, and what is told of them."""
    return "；".join(f"{'、'.join(names)}：{text}" for names, text in told)


def two_groups(a: str, group_a: str, c: str, group_c: str) -> str:
    """Whose weights stand before and behind the stroke."""
    return f"斜线前为{a}所在{group_a}的权重，斜线后为{c}所在{group_c}的权重。"


def provisional_note(names: Sequence[str]) -> str:
    """Whose ranks in the table are provisional; of no names: all."""
    return f"{'、'.join(names)}位次暂行。" if names else "位次均为暂行。"


def in_all_groups(told: str) -> str:
    """What is the same in all groups, after what differs."""
    return f"；各组相同：{told}"


def ranking_note(weights: str, aggregate: str, extras: Collection[str], changes: bool, blanks: bool) -> str:
    """How the total is made by this scheme, and the signs of the table; `extras` are their kinds, `changes` says
    whether changes of rank stand there, `blanks` whether any is left blank.
    """
    mean = "按权重加权几何平均" if aggregate == "geometric" else "按权重加权"
    more = ("+加分" if "bonus" in extras else "") + ("−减分" if "deduction" in extras else "")
    signs = "▲上升，▼下降，—持平" + ("，空白为上季度无数据。" if blanks else "。")
    return f"总分=各板块得分{mean}（{weights}）{more}。{signs if changes else ''}"


def gap_note(aggregate: str, extras: Collection[str], differ: bool = False) -> str:
    """What a contribution is under this scheme; `differ`: between districts of different weights."""
    boards = "贡献=权重×板块得分，按各自的权重计算后相减，" if differ else "贡献=权重×板块得分之差，"
    if aggregate == "geometric":
        boards = "总分为加权几何平均，贡献按对数平均分解法（LMDI）由权重和板块得分之差求得，"
    words = {"bonus": "加分", "deduction": "减分"}
    told = "".join(f"{word}项为{word}之差，" for kind, word in words.items() if kind in extras)
    return f"{boards}{told}均按未修约数计算。各行相加等于总分之差。"


def measured(figure: str, unit: str) -> str:
    """A figure with its unit: `7.2%`, `212个`; a dash for no figure stays one."""
    return figure if figure == "—" else f"{figure}{unit}"


def unit_word(unit: str, english: str = "") -> str:
    """The unit in Chinese: as the data give it."""
    return unit


def grouped(figure: str) -> str:
    """A printed figure: Chinese sets no sign at the thousands."""
    return figure


def bounded(number: str, qualifier: str) -> str:
    """A number that is a lower bound says so: `30余`, `超5000`."""
    return f"{number}{qualifier}" if qualifier == "余" else f"{qualifier}{number}"


def one_source(publisher: str) -> str:
    return f"各项出处均为{publisher}。"


def difference_unit(unit: str) -> str:
    """A difference between two rates is in percentage points, never in per cent."""
    return "个百分点" if unit == "%" else unit


def gain(points: str) -> str:
    return f"{points}分"


def not_alone(names: dict[str, list[str]]) -> str:
    """The indicators that cannot do it alone, by why: `cap`, `limit` or `missing`."""
    why = {"cap": "得分封顶也不够", "limit": "数值到上限也不够", "missing": "缺报"}
    return "单独改进仍不够的：" + "；".join(f"{'、'.join(names[r])}（{why[r]}）" for r in why if r in names) + "。"


def award_rule(award: Award, scheme: Scheme) -> str:
    if award.rule == "rise":
        rule = f"较上季度上升{award.n}位以上（含{award.n}位）"
    elif award.rule == "board-first":
        board = scheme.by_id[award.board].name.zh
        rule = f"{board}板块居首" if award.n == 1 else f"{board}板块前{award.n}位"
    else:
        rule = "总分居首" if award.n == 1 else f"总分前{award.n}位"
    if award.within == "group":
        rule += "，分组评定"
    if award.exempt:
        rule += f"；{'、'.join(_exempt(award, scheme))}不参评"
    if award.vetoed_by:
        rule += "；一票否决的取消资格"
    if award.may_leave_a_vacancy:
        rule += "，缺额依次递补" if award.pass_down else "，缺额不递补"
    return rule


def _exempt(award: Award, scheme: Scheme) -> list[str]:
    names = {other.id: f"已获“{other.name.zh}”的区市" for other in scheme.awards}
    return [names.get(word, word) for word in award.exempt]


def tie_rule(names: list[str]) -> str:
    return f"总分相同的，依次比较{'、'.join(names)}得分"


def star_rule(stars: tuple[int, ...]) -> str:
    if any(a - b != 1 for a, b in itertools.pairwise(stars)):
        return f"单项板块各位次依次得{'、'.join(map(str, stars))}星"
    return f"单项板块第1位得{stars[0]}星，依次递减，第{len(stars)}位得{stars[-1]}星"


def extra_rule(extra: Extra, answers: Sequence[float]) -> str:
    """`answers`: the points of satisfied, fairly satisfied and dissatisfied, where a survey is scored."""
    p = extra.params
    if extra.kind == "veto":
        return "一票否决"
    sign = "加分" if extra.kind == "bonus" else "减分"
    if extra.method == "given":
        return f"{sign}，最多{_number(p['max'])}分"
    if extra.method == "survey":
        good, fair, bad = map(_number, answers)
        scale = f"满意{good}分、基本满意{fair}分、不满意{bad}分，不了解不计"
        return f"{scale}；满意度指数÷100×{_number(p['points'])}分为{sign}"
    return f"{sign}，得分÷100×{_number(p['points'])}分"


def _number(value: Any) -> str:
    return f"{float(value):g}".replace("-", "−")


def method_line(method: str, figures: str, direction: str) -> str:
    return method + (f"：{figures}" if figures else "") + (f"；{direction}" if direction else "")


def background_caption(indicator: str, when: str) -> str:
    name = {"gdp": "地区生产总值", "gdp_nominal_growth": "地区生产总值名义增长率"}.get(indicator, indicator)
    return f"背景数据：{period_words(when)}{name}"


def sum_gap(found: Sum, unit: str) -> str:
    """Parts against the published whole: the gap is printed, never evened out; why, only where it is rounding."""
    decimals = max(found.decimals, 2)
    summed = f"各区市之和{fixed(found.parts, decimals)}{unit}，"
    if not found.gap:
        return f"{summed}与全市公布数相等。"
    gap = f"比全市公布数{'多' if found.gap > 0 else '少'}{fixed(abs(found.gap), decimals)}{unit}"
    return f"{summed}{gap}，{'因四舍五入，' if found.is_rounding else ''}未作调整。"
