"""Columns and answers to the survey that are doubtful beside the quarter before: each kind is told, and only it."""

from __future__ import annotations

import csv
import io
import shutil
from decimal import Decimal

import pytest
from books import NAMES, ROOT

from helpers.assess.sums import adds_up, rounding
from helpers.intake.contract import hold
from helpers.intake.doubts import Doubts
from helpers.model import Quarter
from helpers.write.doubt_lines import Speaker, lines

Q3 = Quarter(2023, 3)


@pytest.fixture
def data(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


def table(data, quarter, name):
    return list(csv.DictReader(io.StringIO((data / quarter / f"{name}.csv").read_text(encoding="utf-8-sig"))))


def column(data, quarter, item):
    return {r["district"]: Decimal(r["value"]) for r in table(data, quarter, "values") if r["indicator"] == item}


def put(data, name, change):
    """2023Q3's table with every row that `change` gives something for changed by it."""
    rows = table(data, "2023Q3", name)
    for row in rows:
        row.update(change(row) or {})
    with (data / "2023Q3" / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def doubts_of(data, item, figures):
    put(data, "values", lambda r: {"value": f"{figures[r['district']]}"} if r["indicator"] == item else None)
    found = hold(data, Q3).doubts
    return found, [(c.item.id, c.kind, c.district) for c in found.columns]


@pytest.mark.parametrize("item", ["gdp_growth", "retail_growth", "new_entities_growth"])
def test_every_sign_turned_is_told_once(data, item):
    turned = {d: -v for d, v in column(data, "2023Q3", item).items()}
    found, columns = doubts_of(data, item, turned)
    assert columns == [(item, "flipped", "")] and not found.jumps and not found.slips


def test_last_quarters_figures_sent_again_are_told(data):
    before = column(data, "2023Q2", "industry_growth")
    assert doubts_of(data, "industry_growth", before)[1] == [("industry_growth", "same", "")]
    one = before | {"胶州市": before["胶州市"] + Decimal("0.1")}
    assert doubts_of(data, "industry_growth", one)[1] == []


def test_the_figures_of_an_older_quarter_are_told_with_its_name(data):
    """A workbook of the year before that does not say so: 1-9月, and no year."""
    found, told = doubts_of(data, "industry_growth", column(data, "2022Q3", "industry_growth"))
    assert told == [("industry_growth", "old", "")]
    for lang, words in (("zh", "均与2022年第三季度相同"), ("en", "every figure is that of Q3 2022")):
        assert words in lines(found, Speaker(lang, {}))[0]


def test_two_items_with_the_same_figures_are_told_each_with_the_other(data):
    found, told = doubts_of(data, "industry_growth", column(data, "2023Q3", "retail_growth"))
    assert told == [("industry_growth", "twin", ""), ("retail_growth", "twin", "")]
    assert (
        "社会消费品零售总额" in lines(found, Speaker("zh", {}))[0] or "社零额增速" in lines(found, Speaker("zh", {}))[0]
    )


def test_a_few_counts_may_be_the_same_of_two_items(data):
    few = dict(zip(NAMES, [1, 2, 1, 3, 2, 1, 4, 2, 1, 3], strict=True))
    for item in ("gdp_growth", "industry_growth"):
        found = doubts_of(data, item, few)[1]
    assert "twin" not in [kind for _, kind, _ in found]


def test_a_rate_that_stands_at_its_goal_everywhere_may_stay_there(data):
    """100 % twice is no sign that nobody brought it up to date."""
    for quarter in ("2023Q2", "2023Q3"):
        path = data / quarter / "values.csv"
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        cells = [line.split(",") for line in lines]
        done = [[*c[:2], "100", *c[3:]] if c[1] == "renewal_start_rate" else c for c in cells]
        path.write_text("\n".join(map(",".join, done)) + "\n", encoding="utf-8-sig")
    assert not hold(data, Q3).doubts.columns


def test_ranks_in_place_of_growth_are_told(data):
    ranks = dict(zip(NAMES, [6, 9, 7, 3, 2, 4, 5, 1, 10, 8], strict=True))
    found, columns = doubts_of(data, "gdp_growth", ranks)
    assert columns == [("gdp_growth", "ranks", "")] and not found.jumps


@pytest.mark.parametrize(("step", "kind"), [(1, "down"), (-1, "up")])
@pytest.mark.parametrize("item", ["gdp_growth", "signed_projects", "service_days"])
def test_a_column_a_row_too_low_or_too_high_is_told(data, item, step, kind):
    """Told where the figures are so like the neighbours' of the quarter before that chance does not explain it."""
    grown = 2 if item == "signed_projects" else 0
    true = [v + grown for v in column(data, "2023Q2", item).values()]
    moved = dict(zip(NAMES, [*true[-step:], *true[:-step]], strict=True))
    assert doubts_of(data, item, moved)[1] == [(item, kind, "")]


@pytest.mark.parametrize(("factor", "told"), [(24, ["size"]), (4, ["size"]), (2, [])])
def test_days_of_another_size_are_told(data, factor, told):
    days = {d: v * factor for d, v in column(data, "2023Q3", "service_days").items()}
    found, columns = doubts_of(data, "service_days", days)
    assert [kind for _, kind, _ in columns] == told
    assert not told or round(found.columns[0].factor / factor, 0) == 1


def test_a_column_in_another_unit_is_one_of_slips_not_of_another_size_as_well(data):
    many = {d: v * 10000 for d, v in column(data, "2023Q3", "service_days").items()}
    found, columns = doubts_of(data, "service_days", many)
    assert len(found.slips) == 10 and not columns


def test_a_quarters_projects_alone_are_mix_ups_of_periods(data):
    """A sum since January that shrinks is told as that, by district."""
    alone = {d: v // 4 for d, v in column(data, "2023Q3", "signed_projects").items()}
    found, columns = doubts_of(data, "signed_projects", alone)
    assert len(found.mixups) == 10 and not columns


COUNTS = ("satisfied", "basically_satisfied", "dissatisfied", "unknown")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda r: dict(zip(COUNTS, (65, 25, 7, 3), strict=True)), [("percent", "")]),
        (
            lambda r: {"satisfied": int(r["satisfied"]) * 10} if r["district"] == "胶州市" else None,
            [("answers", "胶州市")],
        ),
        (
            lambda r: (
                {"satisfied": r["dissatisfied"], "dissatisfied": r["satisfied"]} if r["district"] == "即墨区" else None
            ),
            [("swapped", "即墨区")],
        ),
        (lambda r: {"satisfied": r["dissatisfied"], "dissatisfied": r["satisfied"]}, [("swapped", "")]),
        (
            lambda r: (
                {"basically_satisfied": r["satisfied"], "satisfied": r["unknown"], "unknown": "0"}
                if r["district"] == "平度市"
                else None
            ),
            [("share", "平度市")],
        ),
        (lambda r: {"satisfied": int(r["satisfied"]) + 60}, []),
    ],
    ids=["percentages", "a count ten times", "exchanged once", "exchanged throughout", "another share", "a good year"],
)
def test_answers_to_the_survey_are_held_against_the_quarter_before(data, change, told):
    put(data, "survey", change)
    assert [(c.kind, c.district) for c in hold(data, Q3).doubts.columns] == told


def test_of_how_many_answered_a_number_of_people_is_told(data):
    """Of ten districts' numbers the two in the middle had been averaged: 1256.5 people."""
    grown = iter(range(10))
    put(data, "survey", lambda row: row.update(satisfied=str(6000 + next(grown))))
    (column,) = hold(data, Q3).doubts.columns
    assert (column.kind, column.district) == ("answers", "")
    assert column.before == int(column.before) and column.now == int(column.now)


def test_what_rounding_explains_depends_on_how_many_districts_there_are():
    assert (rounding(10, 2), rounding(3, 1), rounding(10, 0)) == (Decimal("0.055"), Decimal("0.20"), Decimal("5.5"))
    assert rounding(10, 0, counted=True) == 0


def test_rates_scores_means_and_times_taken_are_not_summed():
    assert not any(map(adds_up, ("%", "个百分点", "分", "天", "微克/立方米", "每万人件数")))
    assert all(map(adds_up, ("亿元", "个", "万平方米", "家", "人次")))


def test_a_quarter_without_one_before_it_has_no_doubtful_column():
    assert hold(ROOT / "data", Quarter(2022, 1)).doubts == Doubts()
