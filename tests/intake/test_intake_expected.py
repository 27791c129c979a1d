"""What a quarter waits for, and what of the quarters before it may be carried on."""

from __future__ import annotations

import pytest
from books import Q4, data_folder

from helpers.assess.load import load_base
from helpers.intake.expected import desk_for, items


def sources(data):
    base = load_base(data)
    return {item.id: item.source for item in items(base, desk_for(base, Q4))}


@pytest.mark.parametrize(
    ("date", "carried"),
    [("2023", ""), ("2023-11-07", ""), ("2023-12", ""), ("2023-12-31", ""), ("2024-01-20", "bureau"), ("", "bureau")],
)
def test_a_publication_of_before_a_quarters_end_is_no_source_of_its_figures(tmp_path, date, carried):
    data = data_folder(tmp_path)
    register, values = data / "sources.csv", data / "2023Q3" / "values.csv"
    register.write_text(f"{register.read_text('utf-8-sig').rstrip()}\nbureau,月报,统计局,{date},published,,\n", "utf-8")
    rows = values.read_text("utf-8-sig").splitlines()
    values.write_text("\n".join(r.replace(",demo,", ",bureau,") if ",gdp_growth," in r else r for r in rows), "utf-8")
    assert sources(data)["gdp_growth"] == carried
    assert sources(data)["industry_growth"] == "demo"


def test_an_article_about_one_quarter_is_proposed_for_none_after_it(tmp_path):
    assert "article_2023Q2" not in sources(data_folder(tmp_path)).values()
