"""The background table: parts beside the whole, their sum only where it means something, a cause only where known."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from helpers.write import appendix, open_briefing

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import made


def notes(data, lang, unit, city, *parts):
    """The notes below the tables of these districts' figures and the city's."""
    made.folder(data)
    made.quarter(data)
    names = [row[1] for row in made.DISTRICTS]
    rows = [("2022", "gdp", name, part, unit, "", "office") for name, part in zip(names, parts, strict=False)]
    made.write(data / "background.csv", [*rows, ("2022", "gdp", "全市", city, unit, "", "office")])
    return [face.note for face in appendix.background(open_briefing("2023Q2", lang, data=data))]


@pytest.mark.parametrize(
    ("city", "chinese", "english"),
    [
        ("14920.75", "，比全市公布数少3.58亿元，未作调整。", ", 3.58 below the published figure for the city (unit: "),
        ("14910.00", "，比全市公布数多7.17亿元，未作调整。", ", 7.17 above the published figure for the city (unit: "),
        ("14917.18", "，比全市公布数少0.01亿元，因四舍五入，未作调整。", "by rounding; nothing was adjusted."),
        ("14917.17", "，与全市公布数相等。", "The districts sum to the published figure for the city: 14,917.17"),
    ],
)
def test_the_gap_is_told_with_its_side_and_a_cause_only_within_rounding(tmp_path, city, chinese, english):
    parts = ("4917.17", "5000.00", "3000.00", "2000.00")
    assert notes(tmp_path, "zh", "亿元", city, *parts) == [f"各区市之和14917.17亿元{chinese}"]
    assert english in notes(tmp_path, "en", "亿元", city, *parts)[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rates_and_incomplete_sets_are_not_summed(tmp_path, lang):
    assert notes(tmp_path, lang, "%", "5.50", "2.50", "2.50", "3.00", "3.00") == [""]
    assert notes(tmp_path, lang, "亿元", "99.00", "2.50", "2.50") == [""]


@pytest.mark.parametrize(("lang", "name"), [("zh", "新区"), ("en", "New District")])
def test_a_district_assessed_only_later_has_its_background_figure_and_counts_in_the_sum(tmp_path, lang, name):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    listed = [*((*row, "", "") for row in made.DISTRICTS), ("d9", "新区", "New District", "", "", "2023Q3", "")]
    made.write(tmp_path / "districts.csv", listed, [*made.HEADERS["districts"], "first", "last"])
    names = [*(row[1] for row in made.DISTRICTS), "新区"]
    rows = [("2022", "gdp", one, "10.00", "亿元", "", "office") for one in names]
    made.write(tmp_path / "background.csv", [*rows, ("2022", "gdp", "全市", "51.00", "亿元", "", "office")])
    (face,) = appendix.background(open_briefing("2023Q2", lang, data=tmp_path))
    assert (name, "10.00") in face.rows and "1.00" in face.note


@pytest.mark.parametrize(("lang", "told"), [("zh", "4917.17"), ("en", "4,917.17")])
def test_english_sets_a_comma_at_the_thousands(tmp_path, lang, told):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    made.write(tmp_path / "background.csv", [("2022", "gdp", "甲区", "4917.17", "亿元", "", "office")])
    (face,) = appendix.background(open_briefing("2023Q2", lang, data=tmp_path))
    assert face.rows[0][1] == told
