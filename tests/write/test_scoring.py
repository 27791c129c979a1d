"""The line of an indicator's method prints every figure the method uses, in the indicator's own unit."""

from __future__ import annotations

import subprocess
import sys

import pytest

from helpers.assess import methods
from helpers.assess.scheme import build_scheme
from helpers.model import Name, Quarter
from helpers.scheme import Extra, Node
from helpers.write.scoring import extra_line, method_line

Q2 = Quarter(2023, 2)


def leaf(**node: object) -> Node:
    nodes = [{"id": "x", "name": "x", "weight": 100, **node}]
    return build_scheme({"id": "t", "name": "t", "valid": "2023Q1..", "node": nodes}).by_id["x"]


def line(lang: str = "zh", **node: object) -> str:
    return method_line(leaf(**node), Q2, lang)


@pytest.mark.parametrize(
    ("node", "chinese", "english"),
    [
        (
            {"method": "growth-to-target", "target": 5, "step": 1, "step_below": 2, "unit": "亿元"},
            "增速对标：目标5亿元得80分，每高1亿元加1分，每低1亿元减2分，最高100分，最低0分；越高越好",
            "Growth against target: 80 points at CNY 500 million, 1 more for each CNY 100 million above it, "
            "2 less for each CNY 100 million below it, at most 100, at least 0; higher is better",
        ),
        (
            {"method": "growth-to-target", "target": 5, "step": 3, "unit": "%", "direction": "down"},
            "增速对标：目标5%得80分，每低1个百分点加3分，每高1个百分点减3分，最高100分，最低0分；越低越好",
            "Growth against target: 80 points at 5%, 3 more for each percentage point below it, "
            "3 less for each percentage point above it, at most 100, at least 0; lower is better",
        ),
        (
            {"method": "all-or-nothing", "target": 50, "target_points": 60, "place_points": [40, 30], "unit": "个"},
            "达标计分并争先进位：达到目标50个得60分，未达到不得分，达到目标的按位次另加40、30分；越高越好",
            "Full points at target, then by rank: 60 points at the target of 50 个, else none, "
            "for those who meet it 40, 30 more by rank; higher is better",
        ),
        (
            {"method": "rank-points", "table": [100, 90], "lowest": 5, "within": "group"},
            "位次赋分：第1位起依次得100、90分，其后5分，分组排位；越高越好",
            "Points by rank: 100, 90 points from first place on, then 5, ranked within groups; higher is better",
        ),
        (
            {"method": "efficacy", "floor": {"1": 1, "2": 2, "3": 3, "4": 4}, "goal": 8, "base": 50, "lowest": 10},
            "功效系数法：不允许值2得50分，满意值8得100分，最低10分；越高越好",
            "Efficacy coefficient: 50 points at the floor of 2, 100 at the goal of 8, at least 10; higher is better",
        ),
        (
            {"method": "efficacy", "floor": 0, "goal": 580, "unit": "亿元"},
            "功效系数法：不允许值0亿元得60分，满意值580亿元得100分，最低0分；越高越好",
            "Efficacy coefficient: 60 points at the floor of CNY 0, 100 at the goal of CNY 58 billion, at least 0; "
            "higher is better",
        ),
        (
            {"method": "survey"},
            "满意度调查：满意100分、基本满意75分、不满意55分，不了解不计",
            "Survey: satisfied 100, fairly satisfied 75, dissatisfied 55 points, don't know not counted",
        ),
        ({"method": "given", "out_of": 80}, "部门评分：满分100分，得分÷80×100", "out of 100, points / 80 × 100"),
    ],
)
def test_the_rule_is_told_as_it_is(node, chinese, english):
    assert line("zh", **node) == chinese and line("en", **node).endswith(english)


def shown(key: str, kind: object) -> tuple[object, str]:
    """A figure that no other has, and how it is printed."""
    unlike = 7.0 + list("abcdefghijklmnopqrstuvwxyz").index(key[0]) + len(key) / 10
    if kind == methods.NUMBERS:
        return [unlike, unlike - 1], f"{unlike:g}"
    return unlike, f"{unlike * (100 if key == 'cap' else 1):g}"


CASES = [
    (method, key, kind)
    for method, spec in methods.METHODS.items()
    for key, kind in {**spec.needs, **spec.takes}.items()
    if kind in (methods.OWN, methods.NUMBER, methods.PLAIN, methods.NUMBERS)
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("method", "key", "kind"), CASES)
def test_every_figure_a_method_takes_is_printed(method, key, kind, lang):
    needed = {"floor": 1, "goal": 2000, "target": 1000, "step": 0.25, "mean": 70, "spread": 15}
    spec = methods.METHODS[method]
    figures = {name: needed[name] for name in spec.needs}
    figures |= {"step": 0.25} if method == "rank-points" and key != "table" else {}
    figures[key], told = shown(key, kind)
    if key == "cap" and method == "efficacy":
        told = f"{figures[key]:g}"
    node = Node("x", leaf(method="given").name, method=method, params=figures)
    assert told in method_line(node, Q2, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_own_target_is_said_to_be_the_districts_own(lang):
    node = Node("x", leaf(method="given").name, method="target-completion", params={"target": "aim"})
    assert {"zh": "目标各区市自定", "en": "the target of each district's own"}[lang] in method_line(node, Q2, lang)


def test_the_words_themselves_bring_no_numpy():
    """A warning on the screen waits for them: what a method's own figures are is asked where figures are at hand."""
    code = (
        "import sys, helpers.write.phrases_zh, helpers.write.phrases_en; print({'numpy', 'pandas'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


@pytest.mark.parametrize(
    ("extra", "zh", "en"),
    [
        (
            Extra("a", Name("甲"), "bonus", "survey", params={"points": 5, "dissatisfied": 40}),
            "满意100分、基本满意75分、不满意40分，不了解不计；满意度指数÷100×5分为加分",
            "Satisfied 100, fairly satisfied 75, dissatisfied 40 points, don't know not counted; "
            "bonus = index / 100 × 5",
        ),
        (Extra("a", Name("甲"), "deduction", params={"max": 3}), "减分，最多3分", "Deduction, 3 points at most"),
        (Extra("a", Name("甲"), "veto"), "一票否决", "Veto"),
    ],
)
def test_an_extra_is_told_with_the_schemes_figures_or_the_methods_own(extra, zh, en):
    assert (extra_line(extra, "zh"), extra_line(extra, "en")) == (zh, en)
