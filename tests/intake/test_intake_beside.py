"""Tables beside each other in a sheet: each has its own districts, heads and title."""

from __future__ import annotations

import pytest
from books import NAMES, book, expect, faults, growths, table, taken
from refusals import refused

GDP = "GDP增速（%）"
INDUSTRY = "规上工业增加值增速（%）"


@pytest.mark.parametrize("gap", [True, False], ids=["empty column", "none"])
@pytest.mark.parametrize("ranked", [True, False], ids=["ranked", "unranked"])
def test_two_tables_beside_each_other_each_have_their_own_districts(data, tmp_path, gap, ranked):
    left, right = list(zip(NAMES, growths(), strict=True)), list(zip(NAMES, growths(3.0), strict=True))[::-1]
    between = [None] if gap else []

    def half(cells, place):
        return [place, *cells] if ranked else list(cells)

    rows = [["2023年全年主要指标排名"]]
    rows += [[*half(["区市", GDP], "位次"), *between, *half(["区市", INDUSTRY], "位次")]]
    rows += [[*half(a, k), *between, *half(b, k)] for k, (a, b) in enumerate(zip(left, right, strict=True), start=1)]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


@pytest.mark.parametrize(
    ("head", "item", "decimals"), [(GDP, "gdp_growth", 1), ("新签约项目（个）", "signed_projects", 0)]
)
def test_a_table_folded_into_two_halves(data, tmp_path, head, item, decimals):
    figures = list(range(300, 310))
    rows = [["区市", head] * 2]
    rows += [[NAMES[k], figures[k], NAMES[k + 5], figures[k + 5]] for k in range(5)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect(item, figures, decimals)


def test_the_best_three_beside_the_table_are_a_table_of_their_own(data, tmp_path):
    rows = [["区市", GDP, None, "前三名", "增速"]]
    rows += [[n, g, None] for n, g in zip(NAMES, growths(), strict=True)]
    for k in range(3):
        rows[k + 1] += [NAMES[9 - k], growths()[9 - k]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths())


def test_codes_and_aliases_beside_the_names_part_nothing(data, tmp_path):
    codes = [370202, 370203, 370213, 370212, 370211, 370214, 370215, 370281, 370283, 370285]
    rows = table(["区市", GDP, "代码", INDUSTRY], growths(), codes, growths(3.0))
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))


def test_rows_that_name_two_districts_without_saying_whose_figures_follow_are_refused(data, tmp_path):
    rows = table(["区市", GDP, "对口协作单位名称", INDUSTRY], growths(), NAMES[::-1], growths(3.0))
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert (fault.row, fault.column, fault.value) == (2, "C", "莱西市") and "A2 names 市南区" in fault.rule
    assert "区市" in fault.hint


LEFT, RIGHT = "项目落地质量评价", "营商环境第三方评价"


@pytest.mark.parametrize("gap", [0, 1, 3])
@pytest.mark.parametrize("early", [0, 1])
def test_two_tables_beside_each_other_with_heads_alike_are_parted_by_their_titles(data, tmp_path, gap, early):
    """区市 | 得分 | 区市 | 得分, each under a title in one cell: the second column of the same districts in the same
    order was none of its own, and nobody could tell the two 得分 apart. A title may begin a column too early."""
    none = [None] * gap
    points, others = [80.5 + k for k in range(10)], [91.5 - k for k in range(10)]
    titles = [LEFT, None, *none, RIGHT]
    if early and gap:
        titles.pop(1)
    rows = [titles, ["区市", "得分", *none, "区市", "得分"]]
    rows += [[n, a, *none, n, b] for n, a, b in zip(NAMES, points, others, strict=True)]
    got = taken(data, book(tmp_path / "a.xlsx", rows))
    assert got == expect("projects_given", points, 2) | expect("business_given", others, 2)


def test_two_tables_of_two_years_beside_each_other_are_told_apart(data, tmp_path):
    rows = [
        ["2022年1-12月GDP增速", None, None, "2023年1-12月GDP增速"],
        ["区市", "增速（%）", None, "区市", "增速（%）"],
    ]
    rows += [[n, a, None, n, b] for n, a, b in zip(NAMES, growths(3.0), growths(5.0), strict=True)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("gdp_growth", growths(5.0))


def test_two_tables_beside_each_other_that_nothing_tells_apart_are_not_taken(data, tmp_path):
    rows = [["区市", GDP, None, "区市", GDP]]
    rows += [[n, a, None, n, b] for n, a, b in zip(NAMES, growths(3.0), growths(5.0), strict=True)]
    told = faults(data, book(tmp_path / "a.xlsx", rows))
    assert {column for _, column, _ in told} == {"E"} and all("claimed twice" in rule for _, _, rule in told)


def test_the_districts_named_again_for_reading_part_no_indicators(data, tmp_path):
    heads = ["区市", GDP, "区市", "规模以上工业增加值增速（%）", "代码", "区市"]
    rows = [["主要指标"], heads, *([n, a, n, b, n, n] for n, a, b in zip(NAMES, growths(), growths(7.0), strict=True))]
    got = taken(data, book(tmp_path / "a.xlsx", rows))
    assert got == expect("gdp_growth", growths()) | expect("industry_growth", growths(7.0))


def test_a_unit_above_the_right_part_takes_the_title_of_both_from_neither(data, tmp_path):
    """单位：% at the right end of the sheet stood above the right part alone, and was its title."""
    rows = [["规模以上工业增加值增速", None, None, None, "单位：%"], ["区市", "增速", None, "区市", "增速"]]
    rows += [[NAMES[k], 5.1 + k, None, NAMES[k + 5], 6.2 + k] for k in range(5)]
    figures = [5.1 + k for k in range(5)] + [6.2 + k for k in range(5)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("industry_growth", figures)


@pytest.mark.parametrize("words", [("表1", "表2"), ("表一：", "表二："), ("附表1、", "附表2、")])
def test_numbers_of_tables_in_their_titles_are_no_part_of_what_they_name(data, tmp_path, words):
    rows = [[f"{words[0]}GDP增速", None, None, f"{words[1]}社零额增速"], ["区市", "增速(%)", None, "区市", "增速(%)"]]
    rows += [[n, a, None, m, b] for n, a, m, b in zip(NAMES, growths(), NAMES[::-1], growths(6.0)[::-1], strict=True)]
    found = taken(data, book(tmp_path / "a.xlsx", rows))
    assert found == expect("gdp_growth", growths()) | expect("retail_growth", growths(6.0))
