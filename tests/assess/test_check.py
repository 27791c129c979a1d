"""Figures that disagree: ratios that do not reconcile stop a briefing; gaps of sums, and sums that fall, are told."""

from __future__ import annotations

import made
import pytest

from helpers.assess import check, load
from helpers.model import DataError, Quarter, UsageError

Q2 = Quarter(2023, 2)
FACTS = [
    ("done", "economy", "完成投资", "Done", "亿元", "", 2, "", ""),
    ("plan", "economy", "计划投资", "Plan", "亿元", "", 2, "", ""),
    ("rate", "economy", "占计划", "Rate", "%", "", 1, "done", "plan"),
]


@pytest.fixture
def data(tmp_path):
    made.folder(tmp_path, facts=FACTS)
    made.quarter(tmp_path)
    return tmp_path


def add(data, *rows, quarter="2023Q2"):
    with (data / quarter / "values.csv").open("a", encoding="utf-8") as file:
        file.writelines(",".join(map(str, row)) + "\n" for row in rows)


def fact(indicator, value, unit, scope=""):
    return ("甲区", indicator, value, "", unit, "2023-06", scope, "office", "")


def test_a_clean_folder_has_no_faults(data):
    assert check.check_quarter(data, Q2) == []


def test_errors_and_warnings_come_together_errors_first(data):
    add(data, fact("rate", "x", "%"), fact("plan", "", "亿元"))
    (data / "2023q3").mkdir()
    found = check.check_quarter(data, Q2)
    assert [f.severity for f in found] == ["error", "warning", "warning"]
    assert (found[1].hint, found[2].rule) == ("rename it 2023Q3", "the figure is not available")


@pytest.mark.parametrize(("rate", "faults"), [("66.7", 0), ("66.8", 1), ("66.6", 1)])
def test_a_ratio_reconciles_with_what_it_is_made_of_within_rounding(data, rate, faults):
    """167.97 / 251.81 = 66.7 %."""
    add(data, fact("done", "167.97", "亿元"), fact("plan", "251.81", "亿元"), fact("rate", rate, "%"))
    found = check.check_quarter(data, Q2)
    assert len(found) == faults
    assert all(f.severity == "error" and "167.97 / 251.81 = 66.7" in f.rule and f.row == 12 for f in found)
    assert all("+0.09" in f.hint or "-0.10" in f.hint for f in found)
    assert all("甲区" in f.hint and "rows 12, 10 and 11" in f.hint for f in found)


@pytest.mark.parametrize(("rate", "opens"), [("66.7", True), ("66.8", False)])
def test_no_briefing_opens_on_a_ratio_that_its_parts_do_not_make(data, rate, opens):
    add(data, fact("done", "167.97", "亿元"), fact("plan", "251.81", "亿元"), fact("rate", rate, "%"))
    if opens:
        assert not load.load_quarter(data, Q2).warnings
    else:
        with pytest.raises(
            DataError, match=r"values\.csv row 12 .*'66\.8'.*done / plan = 167\.97 / 251\.81 = 66\.71 %"
        ):
            load.load_quarter(data, Q2)


@pytest.mark.parametrize(("rate", "faults"), [("50.008", 1), ("50.00", 0), ("50.004", 0), ("50.005", 1)])
def test_a_ratio_may_lie_as_far_off_as_the_rounding_of_all_three_allows(data, rate, faults):
    """99.995 / 200.005 to 100.005 / 199.995, and half of the ratio's own last digit: up to 50.0043 %."""
    add(data, fact("done", "100.00", "亿元"), fact("plan", "200.00", "亿元"), fact("rate", rate, "%"))
    found = check.check_quarter(data, Q2)
    assert len(found) == faults, [str(f) for f in found]


def test_a_fact_that_is_not_available_is_told(data):
    add(data, fact("done", "", "亿元"))
    [found] = check.check_quarter(data, Q2)
    assert (found.severity, found.row, found.rule) == ("warning", 10, "the figure is not available")
    assert found.hint == "no sentence that names it is told, nor its row in the table of key work"


def test_a_ratio_of_a_lower_bound_is_not_reconciled(data):
    add(data, fact("done", "167.97", "亿元"), ("甲区", "plan", 300, "余", "亿元", "", "", "office", ""))
    add(data, fact("rate", "66.7", "%"))
    assert check.check_quarter(data, Q2) == []


def gdp(data, city, *parts):
    names = [row[1] for row in made.DISTRICTS]
    rows = [("2022", "gdp", name, part, "亿元", "", "office") for name, part in zip(names, parts, strict=False)]
    made.write(data / "background.csv", [*rows, ("2022", "gdp", "全市", city, "亿元", "", "office")])
    return check.check_quarter(data, Q2)


def test_the_gap_between_the_parts_and_the_city_is_printed_not_refused(data):
    """The ten 2022 figures sum to 14917.17 against 14920.75 for the city: tolerate and print."""
    found = gdp(data, "14920.75", "4917.17", "5000.00", "3000.00", "2000.00")
    assert [f.severity for f in found] == ["warning"]
    assert found[0].value == "14920.75"
    assert (
        found[0].rule == "gdp 2022: the districts sum to 14917.17, 3.58 less than the city's figure (CNY 100 million)"
    )


def test_a_gap_within_rounding_is_not_told_and_missing_parts_are_not_summed(data):
    assert gdp(data, "10.02", "2.50", "2.50", "2.50", "2.50") == []
    assert len(gdp(data, "10.03", "2.50", "2.50", "2.50", "2.50")) == 1
    assert gdp(data, "99.00", "2.50", "2.50", "2.50") == []


def test_a_cumulative_figure_that_falls_within_the_year(data):
    made.quarter(data, "2023Q1")
    add(data, fact("done", "100", "亿元", "cumulative"), quarter="2023Q1")
    add(data, fact("done", "99", "亿元", "cumulative"))
    found = check.check_quarter(data, Q2)
    assert len(found) == 1 and "was 100 in 2023Q1" in found[0].rule and found[0].row == 10


def test_a_mean_may_fall_within_the_year(data):
    """A concentration is no sum since January, whatever its scope says."""
    facts = data / "facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("亿元", "微克/立方米"), encoding="utf-8")
    made.quarter(data, "2023Q1")
    add(data, fact("done", "100", "微克/立方米", "cumulative"), quarter="2023Q1")
    add(data, fact("done", "99", "微克/立方米", "cumulative"))
    assert check.check_quarter(data, Q2) == []


def test_a_points_table_shorter_than_the_districts(tmp_path):
    scheme = made.SCHEME.replace(
        'method = "target-completion"\ntarget = 100', 'method = "rank-points"\ntable = [100, 90]'
    )
    made.folder(tmp_path, scheme)
    made.quarter(tmp_path)
    found = check.check_quarter(tmp_path, Q2)
    assert [f.column for f in found] == ["node revenue: table"] and "4 districts" in found[0].rule


def test_a_photo_without_file_or_credit(data):
    rows = [("甲.jpg", "甲区", "图", "", "", "office")]
    header = ["file", "district", "caption_zh", "caption_en", "credit", "source"]
    made.write(data / "2023Q2" / "photos" / "photos.csv", rows, header)
    assert {f.column for f in check.check_quarter(data, Q2)} == {"file", "credit"}


def test_an_unknown_quarter_is_wrong_use(data):
    with pytest.raises(UsageError, match="no data for 2022Q1"):
        check.check_quarter(data, Quarter(2022, 1))
