"""The data contract held against a quarter with one fault of every kind: each found, at its cell, and nothing else."""

from __future__ import annotations

import ast
import shutil
from decimal import Decimal

import pytest
from books import ROOT
from faulty import QUARTER, faulty

from helpers.intake.contract import hold
from helpers.intake.doubts import Doubts
from helpers.intake.mixups import SINCE, SINGLE
from helpers.model import Quarter, UsageError
from helpers.write import contract_rules_zh


@pytest.fixture(scope="module")
def contract(tmp_path_factory):
    return hold(faulty(tmp_path_factory.mktemp("contract")), Quarter.parse(QUARTER))


def place(found):
    return found.place.file, found.place.sheet, found.place.cell


def test_faults_stand_where_they_are_with_the_workbook_they_came_from(contract):
    found = {(f.district, f.item.id): f for f in contract.findings if f.item}
    assert set(found) == {("莱西市", "renewal_start_rate"), ("城阳区", "renewal_completion_rate")}
    text = found["莱西市", "renewal_start_rate"]
    assert text.fault.rule == "not a number" and text.fault.value == "约九成"
    assert (text.place.row, text.place.column) == (107, "value")
    assert text.place.origin == "其他指标.xlsx [Sheet1] E11"
    assert contract.errors == 2


def test_a_city_total_that_does_not_fit_is_told_with_its_gap(contract):
    [investment, projects] = contract.doubts.sums
    assert projects.item.id == "signed_projects" and projects.gap == -12 and not projects.rounding
    assert place(projects) == ("发改委2023年四季度.xlsx", "项目", "B13")
    assert investment.item.id == "signed_investment_growth_amount" and investment.gap == 0


def test_a_jump_is_told_beside_what_the_others_show(contract):
    [jump] = contract.doubts.jumps
    assert (jump.district, jump.item.id, jump.usual) == ("崂山区", "gdp_growth", Decimal("0.1"))
    assert jump.now - jump.before == Decimal("6.1")
    assert place(jump) == ("统计局2023年四季度.xlsx", "主要指标", "B6")


def test_slips_of_unit_are_named_with_what_is_meant(contract):
    slips = {(s.district, s.item.id): s for s in contract.doubts.slips}
    assert set(slips) == {("胶州市", "budget_revenue"), ("平度市", "signed_investment_growth_amount")}
    revenue, money = slips["胶州市", "budget_revenue"], slips["平度市", "signed_investment_growth_amount"]
    assert (revenue.power, revenue.meant) == (-2, Decimal("98.1"))
    assert money.power == 4 and money.meant * 10000 == money.now
    assert place(money) == ("发改委2023年四季度.xlsx", "项目", "C11")
    assert revenue.place.file == f"{QUARTER}/values.csv", "it was typed by hand since"


def test_a_single_quarter_where_the_sum_since_january_is_meant(contract):
    [mixup] = contract.doubts.mixups
    assert (mixup.district, mixup.item.id, mixup.kind) == ("即墨区", "signed_projects", SINGLE)
    assert mixup.meant == mixup.before + 88


def test_what_is_late_is_told_by_department(contract):
    late = [(w.department[0], w.item.id, w.districts if not w.whole else "all") for w in contract.late]
    assert ("青岛市行政审批局", "service_days", ("平度市", "莱西市")) in late
    assert [row[1] for row in late if row[2] == "all"] == [
        "satisfied",
        "basically_satisfied",
        "dissatisfied",
        "unknown",
    ]
    assert (contract.due, contract.there) == (170, 128)
    assert [(b.name, b.figures) for b in contract.books] == [
        ("其他指标.xlsx", 90), ("发改委2023年四季度.xlsx", 20), ("统计局2023年四季度.xlsx", 10), ("行政审批局.xlsx", 8),
    ]  # fmt: skip


@pytest.mark.parametrize("quarter", ["2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"])
def test_good_quarters_give_no_cause_for_doubt(quarter):
    contract = hold(ROOT / "data", Quarter.parse(quarter))
    assert not contract.errors and contract.due == contract.there
    assert contract.doubts == Doubts() and not contract.late


@pytest.mark.parametrize(
    ("factor", "power"), [("0.01", -2), ("100", 2), ("0.0001", -4), ("10000", 4), ("100000000", 8), ("0.00000001", -8)]
)
def test_every_power_of_a_slip_is_known_and_named(tmp_path, factor, power):
    from faulty import put

    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    item = "budget_revenue" if abs(power) == 2 else "signed_investment_growth_amount"
    text = (data / "2023Q3/values.csv").read_text(encoding="utf-8-sig")
    true = next(line.split(",")[2] for line in text.splitlines() if line.startswith(f"胶州市,{item},"))
    put(data / "2023Q3/values.csv", "胶州市", item, "value", f"{Decimal(true) * Decimal(factor):f}")
    [slip] = hold(data, Quarter(2023, 3)).doubts.slips
    assert (slip.district, slip.item.id, slip.power) == ("胶州市", item, power) and slip.meant == Decimal(true)


@pytest.mark.parametrize(
    "factors",
    [
        {"市南区": "0.0001", "市北区": "10000"},
        {"市南区": "0.0001", "市北区": "0.0001"},
        {"市南区": "10000", "市北区": "10000", "李沧区": "100000000", "崂山区": "10000", "即墨区": "10000"},
        {"市南区": "0.00000001", "市北区": "100000000", "李沧区": "10000", "崂山区": "0.0001"},
    ],
    ids=["both ways", "one way", "half of them", "all sizes"],
)
def test_a_slip_of_unit_is_one_whatever_its_neighbours_did(tmp_path, factors):
    from faulty import put

    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    item = "signed_investment_growth_amount"
    rows = [line.split(",") for line in (data / "2023Q3/values.csv").read_text(encoding="utf-8-sig").splitlines()]
    true = {row[0]: Decimal(row[2]) for row in rows if row[1] == item}
    for district, factor in factors.items():
        put(data / "2023Q3/values.csv", district, item, "value", f"{true[district] * Decimal(factor):f}")
    contract = hold(data, Quarter(2023, 3))
    assert {s.district: s.meant for s in contract.doubts.slips} == {district: true[district] for district in factors}
    assert not contract.doubts.mixups


def test_a_sum_since_january_where_the_quarter_is_meant(tmp_path):
    """signed_projects told as a single quarter's: the third as large as the first two together and more."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    for quarter in ("2023Q1", "2023Q2", "2023Q3"):
        path = data / quarter / "values.csv"
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        lines = [
            line.replace("cumulative", "single quarter") if ",signed_projects," in line else line for line in lines
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    found = hold(data, Quarter(2023, 3)).doubts.mixups
    assert {m.kind for m in found} <= {SINCE}
    for mixup in found:
        assert mixup.item.id == "signed_projects" and mixup.meant < mixup.now


def test_a_contract_is_held_whatever_is_broken(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    (data / "schemes" / "2023.toml").write_text("this is no TOML", encoding="utf-8")
    (data / "2023Q3" / "values.csv").write_bytes(b"\xff\xfe\x00")
    contract = hold(data, Quarter(2023, 3))
    assert contract.errors and contract.due == 0 and contract.doubts == Doubts()
    with pytest.raises(UsageError):
        hold(data, Quarter(2030, 1))


def constants(name: str) -> list[tuple[str, str]]:
    """Rules and hints written as plain texts in calls of `fault(k, column, rule, hint)` of a module of assess."""
    found = []
    for node in ast.walk(ast.parse((ROOT / "helpers/assess" / f"{name}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "fault" and len(node.args) >= 3:
            texts = [a.value if isinstance(a, ast.Constant) else "" for a in node.args[2:4]]
            found.append((str(texts[0]), str(texts[1]) if len(texts) > 1 else ""))
    return found


@pytest.mark.parametrize("module", ["quarter_rows", "cells"])
def test_what_a_quarters_rows_may_break_is_told_in_chinese(module):
    for rule, hint in constants(module):
        assert not rule or contract_rules_zh.rule(rule) != rule or rule.isupper(), rule
        assert not hint or contract_rules_zh.hint(hint) != hint, hint


def test_a_whole_column_in_another_unit_is_known_by_the_quarter_before(tmp_path):
    """The department forgot to say 万元: every district's figure is 10⁴ times what it was."""
    from faulty import put
    from messy import read

    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    item = "signed_investment_growth_amount"
    true = {r["district"]: r["value"] for r in read(data / "2023Q3/values.csv") if r["indicator"] == item}
    for district, value in true.items():
        put(data / "2023Q3/values.csv", district, item, "value", f"{Decimal(value) * 10000:f}")
    slips = hold(data, Quarter(2023, 3)).doubts.slips
    assert {s.district: s.meant for s in slips} == {d: Decimal(v) for d, v in true.items()}
    assert {s.power for s in slips} == {4}
