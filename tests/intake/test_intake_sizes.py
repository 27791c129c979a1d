"""Figures in another unit than their head says: thousands of times those of the quarter before are asked about."""

import csv
import sqlite3

import pytest
from books import NAMES, Q4, book, faults, table, taken

from helpers.assess.load import load_base
from helpers.desk.data_check import fault_lines
from helpers.intake import arrivals, expected
from helpers.intake.claims import Claim
from helpers.intake.plan import plan
from helpers.intake.quarters import Quarters, number
from helpers.intake.sizes import Answers, out_of_size
from helpers.intake.source import plan_of_source
from helpers.model import DataError, Quarter

ITEM = "signed_investment_growth_amount"
HEAD = "新签约项目投资额同比增加（{}）"
INVESTED = [612.4, 700.5, 645.11, 629.54, 750, 701.25, 650.5, 550.75, 500.3, 530.6]  # of a size with 2023Q3


def column(data, item):
    with (data / "2023Q3" / "values.csv").open(encoding="utf-8-sig", newline="") as rows:
        return {r["district"]: float(r["value"]) for r in csv.DictReader(rows) if r["indicator"] == item}


def sent(tmp_path, unit, figures):
    return book(tmp_path / "投促局.xlsx", table(["区市", HEAD.format(unit)], figures))


@pytest.mark.parametrize(
    ("unit", "factor", "told"),
    [
        ("万元", 1, ("1/10000 of that", "亿元, scale = 10000 ", "1/10000", "如为亿元")),
        ("亿元", 10_000, ("10000 times as large", "万元, scale = 0.0001 ", "10000倍", "如为万元")),
        ("元", 10_000, ("1/10000 of that", "万元, scale = 10000 ", "1/10000", "如为万元")),
    ],
)
def test_a_column_in_another_unit_than_its_head_says_is_refused_with_what_to_write(data, tmp_path, unit, factor, told):
    path = sent(tmp_path, unit, [round(figure * factor, 4) for figure in INVESTED])
    with pytest.raises(DataError) as refused:
        plan(data, Q4, [path], accept=True)
    assert len(refused.value.faults) == 1
    english, chinese = (" ".join(fault_lines(refused.value.faults, lang)) for lang in ("en", "zh"))
    assert "B2:B11" in english and told[0] in english and told[1] in english
    assert told[2] in chinese and told[3] in chinese and "mappings/投促局.toml" in chinese and "quarter" not in chinese


def mapped(data, more, unit="万元"):
    """A mapping that the analyst has confirmed, with a line of their own."""
    (data / "mappings").mkdir(exist_ok=True)
    (data / "mappings" / "投促局.toml").write_text(
        'confirmed = true\nworkbook = "投促局"\nsource = "demo"\n[[sheet]]\nname = "*"\n[[sheet.column]]\n'
        f'head = "新签约项目投资额同比增加"\ntable = "values"\nindicator = "{ITEM}"\nunit = "{unit}"\n{more}\n',
        encoding="utf-8",
    )


def test_what_the_refusal_says_to_write_gives_the_right_figures(data, tmp_path):
    mapped(data, "scale = 10000")
    got = taken(data, sent(tmp_path, "万元", INVESTED))
    assert got == {(name, ITEM): f"{figure:.2f}" for name, figure in zip(NAMES, INVESTED, strict=True)}


def test_figures_that_are_right_are_taken_once_the_mapping_says_so(data, tmp_path):
    mapped(data, "any_size = true")
    assert taken(data, sent(tmp_path, "万元", INVESTED))["市南区", ITEM] == "0.06124"


@pytest.mark.parametrize(("unit", "district", "typed"), [("亿元", 0, 6_124_000), ("万元", 3, 629.54)])
def test_one_district_in_another_unit_than_the_others_is_refused_at_its_cell(data, tmp_path, unit, district, typed):
    figures = [figure if unit == "亿元" else round(figure * 10_000) for figure in INVESTED]
    figures[district] = typed
    ((row, column, rule),) = faults(data, sent(tmp_path, unit, figures))
    assert (row, column) == (district + 2, "B") and "10000" in rule and "quarters before" in rule


@pytest.mark.parametrize("figures", [
    [612.4, 0.03, 0.05, 629.54, 750, -701.25, 6505, 0, 5003, 530.6],  # one near zero, one of the other sign, tenfold
    [figure / 100 for figure in INVESTED],  # doubtful, and told as such; honest for all anybody knows
    [figure * 20 for figure in INVESTED],
])  # fmt: skip
def test_changes_that_may_be_honest_are_not_refused(data, tmp_path, figures):
    assert len(taken(data, sent(tmp_path, "亿元", [round(figure, 2) for figure in figures]))) == len(NAMES)


def test_a_scheme_that_counts_in_another_unit_than_before_is_no_slip(data, tmp_path):
    path = data / "2023Q3" / "values.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for k, line in enumerate(lines):
        cells = line.split(",")
        if cells[1] == ITEM:
            cells[2], cells[4] = f"{float(cells[2]) * 10000:.0f}", "万元"
            lines[k] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    made = plan(data, Q4, [sent(tmp_path, "亿元", INVESTED)], accept=True)
    assert len(made.changes) == len(NAMES) and not made.doubts.slips


@pytest.mark.parametrize("quarter", ["2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"])
def test_no_quarter_there_is_would_be_refused(data, quarter):
    base, when = load_base(data), Quarter.parse(quarter)
    items = expected.items(base, expected.desk_for(base, when))
    q = Quarters(base, when, items, arrivals.read(data, when))
    codes = {name: code for code, name in q.name_of.items()}
    claims = [
        Claim(q.items[key], codes[name], number(str(value)), "", "x.xlsx", "", "A1", "", "x", "demo", "")
        for key, figures in q.now.items() if key in q.items for name, value in figures.items()
    ]  # fmt: skip
    assert len(claims) > 80 and out_of_size(q, claims, Answers({}, frozenset(), {"x": "mappings/x.toml"})) == []


@pytest.mark.parametrize("figures", [[100.4 + k for k in range(10)], [98.5 - k / 10 for k in range(10)]])
def test_indices_in_place_of_growth_are_refused(data, tmp_path, figures):
    rows = [["以上年同期为100"], *table(["区市", "地区生产总值增速"], figures)]
    ((_, column, rule),) = faults(data, book(tmp_path / "统计局.xlsx", rows))
    assert column == "B3:B12" and rule.startswith("all figures lie about 100")


def test_one_rate_of_growth_about_100_is_none(data, tmp_path):
    head = ["区市", "新登记经营主体增速（%）"]
    assert len(taken(data, book(tmp_path / "市场局.xlsx", table(head, [104.5, 12.0, *range(5, 13)])))) == len(NAMES)


def test_a_databases_figures_are_held_to_it_too(data):
    with sqlite3.connect(data / "figures.db") as made:
        made.execute("create table f (district, indicator, value, unit)")
        made.executemany(
            "insert into f values (?, ?, ?, '万元')", [(n, ITEM, v) for n, v in zip(NAMES, INVESTED, strict=True)]
        )
    told = '[source]\nurl = "sqlite:///figures.db"\nsource = "demo"\n{}\n[query]\nvalues = "select * from f"\n'
    (data / "source.toml").write_text(told.format(""), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        plan_of_source(data, Q4)
    (fault,) = refused.value.faults
    assert fault.sheet == f"values: {ITEM}" and "1/10000" in fault.rule and f'any_size = ["{ITEM}"]' in fault.hint
    (data / "source.toml").write_text(told.format(f'any_size = ["{ITEM}"]'), encoding="utf-8")
    assert len(plan_of_source(data, Q4).changes) == len(NAMES)


def test_a_doubtful_column_stands_where_its_cells_do_whatever_their_order(data, tmp_path):
    """Of districts in another order than the list's the first and the last cell were told, and not the column's."""
    last = column(data, "retail_growth")
    order = [*NAMES[4:], *NAMES[:4]]
    path = book(tmp_path / "a.xlsx", table(["区市", "社零额增速（%）"], [last[n] for n in order], names=order))
    [odd] = plan(data, Q4, [path], accept=True).doubts.columns
    assert (odd.kind, odd.place.cell) == ("same", "B2:B11")
