"""What `verify-methods` answers: every figure of a published index that differs."""

from __future__ import annotations

import pytest
from shipped_answers import DATA

from helpers.desk.verification import verify_methods


@pytest.fixture
def index(tmp_path):
    """A published index of three units, one of its totals misprinted."""
    folder = tmp_path / "index"
    folder.mkdir()
    scheme = """
format = 1
id = "three"
name = { zh = "三单位指数" }
valid = "2020Q1.."
[[node]]
id = "health"
name = { zh = "健康" }
weight = 50
method = "goalposts"
floor = 0
goal = 100
[[node]]
id = "income"
name = { zh = "收入" }
weight = 50
method = "goalposts"
floor = 0
goal = 100
"""
    (folder / "scheme.toml").write_text(scheme, encoding="utf-8")
    (folder / "values.csv").write_text("district,health,income\nA,80,60\nB,50,50\nC,20,30\n", encoding="utf-8")
    (folder / "expected.csv").write_text("district,total,rank\nA,70,1\nB,50,2\nC,26,3\n", encoding="utf-8")
    return folder


@pytest.mark.usefixtures("english_screen")
def test_verification_names_every_figure_that_differs_and_ends_with_1(briefing, index):
    code, out, err = briefing("verify-methods", index)
    assert (code, err) == (1, "")
    assert "2 of 3" in out and "3 of 3" in out
    assert "total: C: published 26, computed 25" in out
    assert "5 of 6 figures agree, in 1 of 2 columns" in out
    (index / "expected.csv").write_text("district,total,rank\nA,70,1\nB,50,2\nC,25,3\n", encoding="utf-8")
    code, out, _ = briefing("verify-methods", index)
    assert code == 0
    assert out.splitlines()[-1] == "6 of 6 figures agree, in 2 of 2 columns"


def test_a_recipe_with_a_fault_ends_with_2(briefing, index):
    (index / "scheme.toml").write_text("format = [", encoding="utf-8")
    code, _, err = briefing("verify-methods", index)
    assert code == 2
    assert "scheme.toml" in err and "Traceback" not in err


def test_the_recipes_that_ship_serve_folders_that_bring_none():
    published = DATA.parent.parent / "shared" / "verification"
    if not published.is_dir():
        pytest.skip("the published indices are not beside this project")
    found = verify_methods([published])
    assert found.passed and not found.misses("zh")
    assert {check.index.split()[0] for check in found.checks} >= {"UNDP", "Jining,"}
