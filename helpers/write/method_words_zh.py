"""How an indicator is scored, in Chinese: every figure that its method uses, in the indicator's unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from . import phrases_zh
from .scoring import Scale, number


def told(s: Scale) -> str:
    """The method's own figures: 目标5%得80分，每高1个百分点加5分，每低1个百分点减2分，最高100分，最低0分."""
    parts = [*_METHODS[s.method](s)]
    if s.is_log:
        parts.append("取对数后计分")
    if cut := s.plain("winsorise"):
        parts.append(f"两端各缩尾{number(cut)}个")
    if s.by_group:
        parts.append("分组排位")
    return "，".join(parts)


def _value(s: Scale, key: str) -> str:
    value = s.figure(key)
    return "各区市自定" if value is None else phrases_zh.measured(number(value), phrases_zh.unit_word(s.unit))


def _ends(s: Scale, highest: str = "highest") -> list[str]:
    ends = ((s.figure(highest), "最高"), (s.figure("lowest"), "最低"))
    return [f"{word}{number(end)}分" for end, word in ends if end is not None]


def _efficacy(s: Scale) -> list[str]:
    floor = f"不允许值{_value(s, 'floor')}得{number(s.figure('base'))}分"
    return [floor, f"满意值{_value(s, 'goal')}得100分", *_ends(s, "cap")]


def _target_completion(s: Scale) -> list[str]:
    most = number(100 * s.figure("cap"))
    return [f"目标{_value(s, 'target')}，按完成率计分", f"最高{most}分", f"最低{number(s.figure('lowest'))}分"]


def _growth_to_target(s: Scale) -> list[str]:
    unit = phrases_zh.difference_unit(s.unit) or "个单位"
    better, worse = ("低", "高") if s.down else ("高", "低")
    below = s.figure("step_below") if s.figure("step_below") is not None else s.figure("step")
    return [
        f"目标{_value(s, 'target')}得{number(s.figure('at_target'))}分",
        f"每{better}1{unit}加{number(s.figure('step'))}分",
        f"每{worse}1{unit}减{number(below)}分",
        *_ends(s),
    ]


def _all_or_nothing(s: Scale) -> list[str]:
    parts = [f"达到目标{_value(s, 'target')}得{number(s.figure('target_points'))}分", "未达到不得分"]
    if places := s.plain("place_points"):
        who = "达到目标的" if s.plain("only_met") else "各区市"
        parts.append(f"{who}按位次另加{_listed(places)}分")
    return parts


def _rank_points(s: Scale) -> list[str]:
    lowest = number(s.figure("lowest"))
    if table := s.plain("table"):
        return [f"第1位起依次得{_listed(table)}分", f"其后{lowest}分"]
    return [f"第1位{number(s.figure('first'))}分", f"每后1位减{number(s.figure('step'))}分", f"最低{lowest}分"]


def _min_max(s: Scale) -> list[str]:
    return [f"最差的得{number(s.figure('lowest'))}分", f"最好的得{number(s.figure('highest'))}分", "其余按比例计分"]


def _z_score(s: Scale) -> list[str]:
    spread = "样本标准差" if s.plain("ddof") else "标准差"
    return [f"平均值得{number(s.figure('mean'))}分", f"每1个{spread}{number(s.figure('spread'))}分", *_ends(s)]


def _goalposts(s: Scale) -> list[str]:
    low = f"下限{_value(s, 'floor')}得{number(s.figure('lowest'))}分"
    high = f"上限{_value(s, 'goal')}得{number(s.figure('highest'))}分"
    return [low, high, "按比例计分", *([] if s.plain("clip") else ["超出上下限的照算"])]


def _given(s: Scale) -> list[str]:
    full = f"满分{number(s.figure('max'))}分"
    return [full, *([f"得分÷{number(s.figure('out_of'))}×100"] if s.figure("out_of") != 100 else [])]


def _survey(s: Scale) -> list[str]:
    good, fair, bad = (number(s.figure(key)) for key in ("satisfied", "basically", "dissatisfied"))
    return [f"满意{good}分、基本满意{fair}分、不满意{bad}分", "不了解不计"]


def _listed(points: Iterable[float]) -> str:
    return "、".join(map(number, points))


_METHODS: dict[str, Callable[[Scale], list[str]]] = {
    "efficacy": _efficacy,
    "target-completion": _target_completion,
    "growth-to-target": _growth_to_target,
    "all-or-nothing": _all_or_nothing,
    "rank-points": _rank_points,
    "min-max": _min_max,
    "z-score": _z_score,
    "goalposts": _goalposts,
    "given": _given,
    "survey": _survey,
}
