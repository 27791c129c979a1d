"""The names of a table's rows: districts however they are written, the whole city, groups, and names nobody knows."""

from __future__ import annotations

import pytest
from books import NAMES, Q4, book, expect, growths, merged, open_book, table, taken
from refusals import refused

from helpers.intake.plan import plan

GDP = "GDP增速（%）"


ABOVE = ["青岛市", "高新区", "市本级", "全市平均", "均值", "青岛市合计", "全市", "其中：高新区", None]


@pytest.mark.parametrize("name", ABOVE)
@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_a_row_of_the_whole_city_is_neither_head_nor_district(data, tmp_path, name, below):
    rows = table(["区市", GDP], growths())
    rows.insert(len(rows) if below else 1, [name, 5.7])
    path = book(tmp_path / "a.xlsx", rows)
    assert taken(data, path) == expect("gdp_growth", growths())
    [mapping] = plan(data, Q4, [path]).proposals
    assert [c.head for c in mapping.sheets[0].columns] == ["gdp增速"]


@pytest.mark.parametrize(
    "names",
    [
        ["青岛市市南区", *NAMES[1:]],
        [f"青岛市{name}" for name in NAMES],
        [f"{k}.{name}" for k, name in enumerate(NAMES, start=1)],
        [f"{k}、{name}" for k, name in zip("一二三四五六七八九十", NAMES, strict=True)],
        [*NAMES[:4], "西海岸", *NAMES[5:]],
        [f"{name}政府" for name in NAMES],
        [f"★{name}" for name in NAMES],
        ["1.市南区人民政府", *NAMES[1:4], "西海岸新区管委", *NAMES[5:]],
    ],
    ids=[
        "first of the city",
        "of the city",
        "numbered",
        "numbered in Chinese",
        "west coast",
        "offices",
        "starred",
        "one of each",
    ],
)
def test_districts_with_the_citys_name_a_number_or_cut_short(data, tmp_path, names):
    assert taken(data, book(tmp_path / "a.xlsx", table(["区市", GDP], growths(), names=names))) == expect(
        "gdp_growth", growths()
    )


def test_an_unknown_name_above_the_districts_is_told_and_not_lost(data, tmp_path):
    [fault] = refused(data, book(tmp_path / "a.xlsx", table(["区市", GDP], growths(), names=["市喃区", *NAMES[1:]])))
    assert "no such district: 市喃区" in fault.rule and fault.row == 2


@pytest.mark.parametrize("ods", [False, True])
def test_figures_without_a_name_between_districts_are_told_and_not_lost(data, tmp_path, ods):
    rows = table(["区市", GDP], growths())
    rows[5][0] = None
    path = open_book(tmp_path / "a.ods", rows) if ods else book(tmp_path / "a.xlsx", rows)
    [fault] = refused(data, path)
    assert fault.rule == "a figure without a district" and (fault.row, fault.column) == (6, "B")


@pytest.mark.parametrize("spans", [(), ("A2:B2",)], ids=["plain", "merged"])
def test_a_groups_name_between_the_head_and_the_first_district(data, tmp_path, spans):
    rows = table(["区市", GDP], growths())
    rows[1:1], rows[6:6] = [["市内区"]], [["市郊区"]]
    assert taken(data, book(tmp_path / "a.xlsx", rows, change=merged(*spans))) == expect("gdp_growth", growths())
