"""How an indicator is scored, in English: every figure that its method uses, in the indicator's unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from . import phrases_en
from .scoring import Scale, number


def told(s: Scale) -> str:
    """The method's own figures: 80 points at 5%, 5 more for each percentage point above it, 2 less for each below."""
    parts = [*_METHODS[s.method](s)]
    if s.is_log:
        parts.append("on logarithms")
    if cut := s.plain("winsorise"):
        parts.append(f"{number(cut)} at either end pulled in")
    if s.by_group:
        parts.append("ranked within groups")
    return ", ".join(parts)


def _value(s: Scale, key: str) -> str:
    value = s.figure(key)
    if value is None:
        return "each district's own"
    unit = phrases_en.unit_word(s.unit, s.unit_en)
    return "CNY 0" if not value and unit == phrases_en.MONEY else phrases_en.measured(number(value), unit)


def _ends(s: Scale, highest: str = "highest") -> list[str]:
    ends = ((s.figure(highest), "at most"), (s.figure("lowest"), "at least"))
    return [f"{word} {number(end)}" for end, word in ends if end is not None]


def _efficacy(s: Scale) -> list[str]:
    floor = f"{number(s.figure('base'))} points at the floor of {_value(s, 'floor')}"
    return [floor, f"100 at the goal of {_value(s, 'goal')}", *_ends(s, "cap")]


def _target_completion(s: Scale) -> list[str]:
    most, least = number(100 * s.figure("cap")), number(s.figure("lowest"))
    return [f"share of the target of {_value(s, 'target')}", f"at most {most}", f"at least {least}"]


def _growth_to_target(s: Scale) -> list[str]:
    unit = "percentage point" if s.unit == "%" else phrases_en.unit_word(s.unit, s.unit_en) or "unit"
    better, worse = ("below", "above") if s.down else ("above", "below")
    below = s.figure("step_below") if s.figure("step_below") is not None else s.figure("step")
    return [
        f"{number(s.figure('at_target'))} points at {_value(s, 'target')}",
        f"{number(s.figure('step'))} more for each {unit} {better} it",
        f"{number(below)} less for each {unit} {worse} it",
        *_ends(s),
    ]


def _all_or_nothing(s: Scale) -> list[str]:
    parts = [f"{number(s.figure('target_points'))} points at the target of {_value(s, 'target')}", "else none"]
    if places := s.plain("place_points"):
        who = "those who meet it" if s.plain("only_met") else "everybody"
        parts.append(f"for {who} {_listed(places)} more by rank")
    return parts


def _rank_points(s: Scale) -> list[str]:
    lowest = number(s.figure("lowest"))
    if table := s.plain("table"):
        return [f"{_listed(table)} points from first place on", f"then {lowest}"]
    first = f"{number(s.figure('first'))} points for first place"
    return [first, f"{number(s.figure('step'))} less for each place after it", f"at least {lowest}"]


def _min_max(s: Scale) -> list[str]:
    lowest, highest = number(s.figure("lowest")), number(s.figure("highest"))
    return [f"{lowest} points for the worst", f"{highest} for the best", "between them in proportion"]


def _z_score(s: Scale) -> list[str]:
    spread = "sample standard deviation" if s.plain("ddof") else "standard deviation"
    mean = f"{number(s.figure('mean'))} points at the average"
    return [mean, f"{number(s.figure('spread'))} for each {spread}", *_ends(s)]


def _goalposts(s: Scale) -> list[str]:
    low = f"{number(s.figure('lowest'))} points at {_value(s, 'floor')}"
    high = f"{number(s.figure('highest'))} at {_value(s, 'goal')}"
    return [low, high, "in proportion", *([] if s.plain("clip") else ["beyond them too"])]


def _given(s: Scale) -> list[str]:
    full = f"out of {number(s.figure('max'))}"
    return [full, *([f"points / {number(s.figure('out_of'))} × 100"] if s.figure("out_of") != 100 else [])]


def _survey(s: Scale) -> list[str]:
    good, fair, bad = (number(s.figure(key)) for key in ("satisfied", "basically", "dissatisfied"))
    return [f"satisfied {good}, fairly satisfied {fair}, dissatisfied {bad} points", "don't know not counted"]


def _listed(points: Iterable[float]) -> str:
    return ", ".join(map(number, points))


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
