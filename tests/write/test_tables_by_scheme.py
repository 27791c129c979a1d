"""What tables say of the rules is what the scheme in force says: weights by group, means, extras, rounding, survey."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers.assess import score
from helpers.assess.prose import Prose
from helpers.desk.scores import scored_table
from helpers.model import Quarter
from helpers.style import fixed, text_width
from helpers.write import charts, explaining, findings, story, tables
from helpers.write.briefing import Briefing
from helpers.write.table_face import CELL_SIZE, TIGHT

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import drawn
import made

GIVEN = {"method": "given", "max": 1000}
BACKGROUND = pd.DataFrame(columns=["period", "indicator", "code", "value", "unit", "source", "row"])


def briefing(nodes, columns, lang="zh", groups=None, about=0, **top):
    scheme = made.leaves(*nodes, source="office", stars=[3, 2, 1], **top)
    many = max(len(values) for values in columns.values())
    table = pd.DataFrame(columns, index=[f"d{k}" for k in range(1, many + 1)], dtype=float)
    result = score.score(drawn.sourced(made.inputs(scheme, table, groups)))
    return Briefing(result.quarter, lang, (result,), BACKGROUND, Prose(), result.districts[about])


BY_GROUP = [
    {"id": "a", **GIVEN, "weight": {"default": 50, "coast": 80}},
    {"id": "b", **GIVEN, "weight": {"default": 50, "coast": 20}},
]
TWO = [{"id": "a", **GIVEN}, {"id": "b", **GIVEN}]


def test_weights_are_those_of_each_group_of_districts():
    """分类考核: d1 is of the coast, with weights of its own."""
    b = briefing(BY_GROUP, {"a": [90, 80, 70], "b": [90, 80, 70]}, groups={"d1": "coast", "d2": "", "d3": ""})
    assert "（coast：a80%、b20%；其他区市：a50%、b50%）" in tables.ranking(b).note
    assert [row[3] for row in tables.gap(b, "d1", "d2").rows] == ["80%/50%", "20%/50%", ""]
    assert [row[3] for row in tables.gap(b, "d2", "d3").rows] == ["50%", "50%", ""]


def test_a_weight_left_over_by_an_excluded_indicator_is_the_one_that_counted():
    b = briefing(TWO, {"a": [90, 80], "b": [60, np.nan]}, policies={"missing": "exclude"})
    assert [row[3] for row in tables.gap(b, "d1", "d2").rows][:2] == ["100%/50%", "0%/50%"]  # d2 is first


@pytest.mark.parametrize(
    ("aggregate", "kinds", "chinese", "english"),
    [
        ("arithmetic", [], "得分按权重加权（a50%、b50%）。", "boards by weight (a 50%, b 50%)."),
        ("arithmetic", ["bonus"], "（a50%、b50%）+加分。", "(a 50%, b 50%) + bonus."),
        ("arithmetic", ["bonus", "deduction"], "+加分−减分。", "+ bonus − deduction."),
        (
            "geometric",
            ["deduction"],
            "按权重加权几何平均（a50%、b50%）−减分。",
            "geometric mean of the boards (",
        ),
    ],
)
def test_the_note_tells_how_this_scheme_makes_the_total(aggregate, kinds, chinese, english):
    extra = [{"id": kind, "name": kind, "kind": kind, "max": 5} for kind in kinds]
    columns = {"a": [90, 80], "b": [90, 80], **{kind: [1, 2] for kind in kinds}}
    for lang, told in (("zh", chinese), ("en", english)):
        b = briefing(TWO, columns, lang, aggregate=aggregate, extra=extra)
        assert told in tables.ranking(b).note
        assert ("LMDI" in tables.gap(b).note) == (aggregate == "geometric")
        for kind, words in (("bonus", ("加分项", "bonus")), ("deduction", ("减分项", "deduction"))):
            assert any(word in tables.gap(b).note for word in words) == (kind in kinds)


@pytest.mark.parametrize(("mode", "printed"), [("half-up", "88.13"), ("half-even", "88.12")])
def test_points_of_an_indicator_are_rounded_as_the_scheme_rounds(mode, printed):
    """A board of one indicator has that indicator's points, to the last digit."""
    b = briefing(TWO, {"a": [88.125, 80], "b": [90, 80]}, policies={"rounding": mode})
    assert tables.indicators(b).rows[0][3] == printed == tables.standing(b).rows[0][1]


@pytest.mark.parametrize(("mode", "printed"), [("half-up", "0.13"), ("half-even", "0.12")])
def test_a_bonus_is_rounded_as_the_scheme_rounds(mode, printed):
    """In the ranking, the parts of a gap and scored.csv alike."""
    extra = [{"id": "more", "name": "more", "kind": "bonus", "max": 5}]
    b = briefing(TWO, {"a": [88, 80], "b": [90, 80], "more": [0.125, 0]}, extra=extra, policies={"rounding": mode})
    head = [column.label for column in tables.ranking(b).columns].index("more加分")
    assert tables.ranking(b).rows[0][head] == printed == next(row[1] for row in tables.gap(b).rows if row[0] == "more")
    assert scored_table(b.result)["bonus"][0] == printed


def test_a_bonus_that_is_missing_is_not_nought_in_the_table_of_scores():
    extra = [{"id": id_, "name": id_, "kind": "bonus", "max": 5} for id_ in ("one", "two")]
    b = briefing(TWO, {"a": [88, 80], "b": [90, 80], "one": [1, float("nan")], "two": [2, 2]}, extra=extra)
    assert scored_table(b.result)["bonus"].tolist() == ["3.00", ""]


def test_a_survey_that_is_an_indicator_cites_its_rows_and_is_marked():
    nodes = [{"id": "a", **GIVEN}, {"id": "s", "method": "survey"}]
    b = briefing(nodes, {"a": [90.0, 80.0, 70.0]})
    points, rank = b.trace.leaf("d1", "s"), b.trace.leaf_rank("s")
    assert [(row.file, row.row) for row in points.rows] == [("survey.csv", 2)]
    assert len(rank.rows) == len(b.trace.average("s").rows) == 3 and b.trace.value("d1", "s").rows == points.rows
    assert b.trace.board("d1", "s").rows == points.rows
    assert rank.illustrative and [row.file for row in b.trace.total("d1").rows].count("survey.csv") == 1
    assert next(row[6] for row in tables.indicators(b).rows if row[1] == "s") == "survey.csv:2"


LONG = "创新驱动 城乡区域协调 绿色低碳转型 高水平对外开放 共同富裕示范 安全发展与治理 法治与营商环境 文化与数字变革"
MANY = [
    {"id": f"n{k}", "name": {"zh": name, "en": "Common prosperity"}, **GIVEN} for k, name in enumerate(LONG.split())
]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_of_more_columns_than_a_line_takes_is_set_smaller(lang):
    """Eight boards, bonus and deduction at three decimals: at the usual size figures ran into each other."""
    extra = [{"id": kind, "name": "改革创新", "kind": kind, "max": 5} for kind in ("bonus", "deduction")]
    columns = {node["id"]: [98.65, 80.111] for node in MANY} | {"bonus": [1, 2], "deduction": [1, 0.5]}
    table = tables.ranking(briefing(MANY, columns, lang, extra=extra, policies={"decimals": 3}))
    assert table.size in TIGHT and f"#tight({table.size}pt)" in table.typst
    assert all(column.roomy for column in table.columns if column.share)
    few = tables.ranking(briefing(TWO, {"a": [90, 80], "b": [90, 80]}, lang))
    assert few.size == CELL_SIZE and "tight" not in few.typst


TEN = [
    ("经济运行", "Economic performance"),
    ("项目签约落地", "Project signing and delivery"),
    ("城市更新建设", "Urban renewal and construction"),
    ("优化营商环境", "Business environment"),
    ("科技创新驱动", "Science, technology and innovation"),
    ("对外开放合作", "Opening up and cooperation"),
    ("乡村全面振兴", "Rural revitalisation"),
    ("生态环境保护", "Environmental protection"),
    ("民生保障改善", "Public services and welfare"),
    ("安全稳定发展", "Safety and stability"),
]
NAMES = [("达尔罕茂明安联合旗", "Darhan Muminggan United Banner"), ("高新技术产业开发区", "High-tech Industrial Zone")]
GROUPS = [("近郊组", "Inner suburban group"), ("功能区组", "Functional areas")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("made_table", [tables.ranking, tables.stars])
def test_no_name_runs_into_the_figures_beside_it_where_columns_are_many(lang, made_table):
    """Ten boards, bonus, deduction and groups: names of districts stood over the scores of the first board."""
    nodes = [{"id": f"n{k}", "name": dict(zip(("zh", "en"), name, strict=True)), **GIVEN} for k, name in enumerate(TEN)]
    extra = [{"id": kind, "name": "安全生产事故", "kind": kind, "max": 5} for kind in ("bonus", "deduction")]
    columns = {node["id"]: [98.65, 80.11] for node in nodes} | {"bonus": [1, 2], "deduction": [1, 0.5]}
    b = briefing(nodes, columns, lang, groups={"d1": GROUPS[0][0], "d2": GROUPS[1][0]}, extra=extra)
    result = b.result
    named = tuple(
        replace(d, name=zh, name_en=en, group_en=group[1])
        for d, (zh, en), group in zip(result.districts, NAMES, GROUPS, strict=True)
    )
    table = made_table(replace(b, history=(replace(result, districts=named),)))
    line = 166 / 25.4 - sum(0.3 for column in table.columns if not column.share)
    wide = line / sum(column.share for column in table.columns)
    for at, column in enumerate(table.columns):
        for row in table.rows:
            parts = re.findall("[!-~−]+", row[at]) if lang == "en" else [row[at][:4]]
            for part in parts if column.share else ():
                assert text_width(part, table.size, at == table.header) <= column.share * wide - 5 / 72, (column, part)


def test_a_bonus_or_deduction_that_is_called_so_is_called_so_once():
    extra = [
        {"id": "bonus", "name": "改革创新加分", "kind": "bonus", "max": 5},
        {"id": "less", "name": "负面清单扣分", "kind": "deduction", "max": 5},
        {"id": "safe", "name": "安全生产", "kind": "deduction", "max": 5},
    ]
    columns = {"a": [90, 80], "b": [90, 80], "bonus": [1, 2], "less": [1, 0], "safe": [1, 0]}
    b = briefing(TWO, columns, extra=extra)
    heads = [column.label for column in tables.ranking(b).columns]
    assert heads[4:7] == ["改革创新加分", "负面清单扣分", "安全生产减分"]
    assert "另设改革创新加分项，对" in story.sentence(b, findings.assessed(b))


def test_where_nothing_is_compared_the_ranking_has_no_changes():
    """The first quarter there is."""
    table = tables.ranking(briefing(TWO, {"a": [90, 80], "b": [90, 80]}))
    assert table.columns[-1].label == "总分" and "▲" not in table.note


@pytest.mark.parametrize(("then", "now"), [(2, 1), (1, 2)])
def test_a_total_of_a_quarter_before_is_told_with_the_decimals_it_was_printed_with(then, now):
    """Its scheme printed more decimals than today's, or fewer; every row still sums to the last digit."""
    quarters = (Quarter(2023, 1), Quarter(2023, 2))
    found = []
    for quarter, decimals, figures in zip(quarters, (then, now), ([90.17, 80.26], [93.44, 71.08]), strict=True):
        scheme = made.leaves({"id": "a", **GIVEN}, source="office", stars=[2, 1], policies={"decimals": decimals})
        table = pd.DataFrame({"a": figures}, index=["d1", "d2"])
        given = replace(drawn.sourced(made.inputs(scheme, table)), quarter=quarter)
        found.append(score.score(given, found[-1] if found else None))
    b = Briefing(quarters[1], "zh", tuple(found), BACKGROUND, Prose(), found[1].districts[0])
    (row, *_) = explaining.changes(b).rows
    printed = [fixed(r.total.iloc[0], r.scheme.policies.decimals) for r in found]
    assert [str(cell) for cell in row[1:3]] == printed and [len(t.partition(".")[2]) for t in printed] == [then, now]
    before, after, *causes, change = (Decimal(str(cell).replace("−", "-")) for cell in row[1:])
    assert change == after - before == sum(causes)
    told = story.moved(b).markdown
    assert f"{abs(change)}分" in told and printed[0] in charts.track(b).alt and f">{printed[0]}<" in charts.track(b).svg
