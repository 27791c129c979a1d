"""background.csv: figures of districts and of the whole city, published beside the scored ones."""

from __future__ import annotations

import made

from helpers.assess.background import load_background
from helpers.assess.load import load_base


def test_background_of_districts_and_of_the_city(tmp_path):
    made.folder(tmp_path)
    rows = [("2022", "gdp", "甲", "10.5", "亿元", "", "office"), ("2022", "gdp", "全市", "42", "亿元", "", "office")]
    made.write(tmp_path / "background.csv", rows)
    found = load_background(load_base(tmp_path))
    assert found[["code", "value"]].values.tolist() == [["d1", 10.5], ["", 42.0]]
