"""Cells put into a table, by which what stood right of them or below them is under another head or beside another
district."""

from __future__ import annotations

import pytest
from books import NAMES, book, expect, growths, taken, warned
from refusals import refused

HEADS = ["区市", "GDP增速（%）", "规上工业增加值增速（%）", "社零额增速（%）"]
COLUMNS = growths(), growths(6.0), growths(7.0)


def rows_with(heads=HEADS, columns=COLUMNS):
    return [list(heads), *([name, *(c[k] for c in columns)] for k, name in enumerate(NAMES))]


def all_three():
    items = ("gdp_growth", "industry_growth", "retail_growth")
    return {k: v for item, column in zip(items, COLUMNS, strict=True) for k, v in expect(item, column).items()}


def said(fault):
    return fault.row, fault.column, fault.rule, fault.hint


@pytest.mark.parametrize("first", [6, 10])
@pytest.mark.parametrize("at", [1, 2])
def test_a_cell_put_into_lines_is_one_fault_and_nothing_is_written(data, tmp_path, first, at):
    """Half the districts had each figure of the column before."""
    rows = rows_with()
    for row in rows[first:]:
        row.insert(at, None)
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    row, column, rule, hint = said(fault)
    assert (row, column) == (first + 1, "E")
    assert rule.startswith(f"{'ABC'[at]}{first + 1} is empty, and E{first + 1} holds a figure")
    assert ("in 5 lines" in hint) == (first == 6)


def test_lines_may_run_on_into_remarks_or_words(data, tmp_path):
    for head, words in (("备注", [None] * 10), ("填报人", ["张三"] * 10)):
        rows = rows_with([*HEADS[:3], head], [*COLUMNS[:2], words])
        for row in rows[8:]:
            row.insert(1, None)
        [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
        assert said(fault)[:2] == (9, "D") and fault.rule.startswith("B9 is empty, and D9 holds a figure")


def test_a_whole_table_beside_its_heads_is_told(data, tmp_path):
    rows = rows_with()
    for row in rows[1:]:
        row.insert(1, None)
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert fault.rule.startswith("B2 is empty, and E2 holds a figure") and "in 10 lines" in fault.hint


def test_a_cell_put_before_the_names_is_one_fault(data, tmp_path):
    """Fifteen cells were told to be no numbers, or beside no district."""
    rows = rows_with()
    for row in rows[6:]:
        row.insert(0, None)
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert said(fault)[:3] == (7, "B", "A7 has no name, and B7 names a district: the cells have moved")


@pytest.mark.parametrize("total", [[], [["全市", 5.5, 6.5, 7.5]]])
def test_a_cell_put_into_a_column_is_told_by_the_figure_below_the_last_district(data, tmp_path, total):
    """All districts below it had their neighbour's figure, and the last figure was nobody's."""
    rows = [*rows_with(), *total]
    first = [row[1] for row in rows[1:]]
    first.insert(4, None)
    moved = [*(list(row) for row in rows), [None, None, None, None]]
    for row, figure in zip(moved[1:], first, strict=True):
        row[1] = figure
    [fault] = refused(data, book(tmp_path / "a.xlsx", moved))
    last = 12 + len(total)
    assert said(fault)[:2] == (last, "B")
    assert fault.rule.startswith(f"B6 is empty, and B{last}, beside no district, holds a figure")


GAPS = {
    "a figure not sent": lambda rows: rows[4].__setitem__(1, None),
    "a total without a name": lambda rows: rows.append([None, 5.5, 6.5, 7.5]),
    "one, and a figure not sent": lambda rows: (rows[4].__setitem__(1, None), rows.append([None, 5.5, 6.5, 7.5])),
    "words behind a gap": lambda rows: (rows[4].__setitem__(1, None), rows[4].append("未报")),
    "checks behind the table": lambda rows: [row.append(row[1]) for row in rows[1:]],
    "one check, no gap": lambda rows: rows[4].append(18.9),
}


@pytest.mark.parametrize("change", GAPS.values(), ids=GAPS)
def test_gaps_and_figures_beside_the_table_are_no_reason_to_refuse_it(data, tmp_path, change):
    rows = rows_with()
    change(rows)
    figures = {k: f"{row[c]:.1f}" for row in rows[1:11] for c, item in enumerate(
        ("gdp_growth", "industry_growth", "retail_growth"), start=1) if row[c] for k in [(row[0], item)]}  # fmt: skip
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == figures
    assert set(figures) >= {k for k in all_three() if k[0] != "崂山区"}


def test_a_sum_without_a_name_below_a_column_with_a_gap_is_a_total(data, tmp_path):
    counts = [30 + k for k in range(10)]
    counts[3] = None
    rows = [["区市", "新签约项目（个）"], *([n, v] for n, v in zip(NAMES, counts, strict=True))]
    rows.append([None, sum(v for v in counts if v)])
    assert len(taken(data, book(tmp_path / "a.xlsx", rows))) == 9


def test_of_a_csv_and_of_districts_across_the_top_it_is_one_fault_too(data, tmp_path):
    rows = rows_with()
    for row in rows[6:]:
        row.insert(1, None)
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join("" if c is None else str(c) for c in row) for row in rows), encoding="utf-8")
    [fault] = refused(data, path)
    assert fault.rule.startswith("B7 is empty, and E7 holds")
    across = [["指标", *NAMES], ["GDP增速（%）", *growths()[:4], None, *growths()[4:]]]
    across += [["规上工业增加值增速（%）", *growths(6.0)]]
    [fault] = refused(data, book(tmp_path / "b.xlsx", across))
    assert fault.rule.startswith("F2 is empty, and L2, beside no district, holds a figure")


SHIFTED_HEADS = {
    "a cell put in behind 区市": ["区市", None, *HEADS[1:3]],
    "a cell put in later": [*HEADS[:2], None, HEADS[2]],
    "区市 taken out": HEADS[1:],
}


@pytest.mark.parametrize("heads", SHIFTED_HEADS.values(), ids=SHIFTED_HEADS)
def test_heads_that_stand_beside_their_figures_are_one_fault(data, tmp_path, heads):
    """The industry's growth was written as the GDP's."""
    rows = rows_with(heads, COLUMNS[: 2 + (len(heads) == 3)])
    [fault] = refused(data, book(tmp_path / "a.xlsx", rows))
    assert "under no head" in fault.rule and fault.row == 2


def test_figures_under_no_head_are_told(data, tmp_path):
    """A head was taken out, and the retail growth was written from the industry's: nothing was said."""
    path = book(tmp_path / "a.xlsx", rows_with([HEADS[0], HEADS[1], HEADS[3]]))
    assert warned(data, path) == [(2, "D", "figures under no head: they are not read")]


def test_in_a_district_s_own_table_no_figure_without_a_head_is_read(data, tmp_path):
    rows = [["胶州市2023年1-12月主要指标"], ["指标", "单位", "本期", "上年同期"], ["GDP增速", "%", None, 5.7, 4.1]]
    rows += [["规上工业增加值增速", "%", 6.1, 5.2]]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == {("胶州市", "industry_growth"): "6.1"}
