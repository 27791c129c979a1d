"""Every kind of file that departments send: the same table gives the same figures."""

from __future__ import annotations

import csv
import io

import pytest
from books import NAMES, Q4, book, expect, growths, old_book, open_book, table, taken

from helpers.intake.plan import plan

GDP, INDUSTRY = "地区生产总值增速", "规模以上工业增加值增速"


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsm", "csv", "gbk"])
def test_every_kind_of_file(data, tmp_path, kind):
    rows = [["主要指标"], *table(["区市", GDP + "（%）", INDUSTRY], growths(), [f / 100 for f in growths(3.0)])]
    path = tmp_path / f"a.{kind}"
    if kind == "xls":
        old_book(path, rows)
    elif kind == "ods":
        open_book(path, rows, per_cent=[2])
    elif kind == "xlsm":
        book(path, rows, change=lambda sheet: [setattr(sheet.cell(r, 3), "number_format", "0%") for r in range(3, 13)])
    else:
        path = path.with_suffix(".csv")
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        path.write_bytes(out.getvalue().encode("gb18030" if kind == "gbk" else "utf-8-sig"))
    made = plan(data, Q4, [path], accept=True)
    found = {(c.district, c.item): c.new for c in made.changes}
    assert found == expect("gdp_growth", growths()) | expect("industry_growth", growths(3.0))
    assert bool(made.notices) == (kind == "gbk")
    if kind == "gbk":
        assert "GBK" in made.notices[0]


def test_merged_heads_of_the_older_format(data, tmp_path):
    rows = [
        ["区市", None, None],
        [None, "GDP增速", "规上工业增加值增速"],
        *([n, a, a] for n, a in zip(NAMES, growths(), strict=True)),
    ]
    path = old_book(tmp_path / "a.xls", rows, merged=[(0, 0, 1, 2, "2023年四季度（%）"), (0, 1, 0, 0, "区市")])
    assert taken(data, path) == expect("gdp_growth", growths()) | expect("industry_growth", growths())
