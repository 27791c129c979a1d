"""A row may name several sources, parted by ; or |, in half or full width."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from helpers.model import Source
from helpers.write import open_briefing, tables
from helpers.write.sourcing import is_illustrative, publishers

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import made

SOURCES = {
    "office": Source("office", "统计公报", "统计局", title_en="Bulletin", publisher_en="Bureau"),
    "demo": Source("demo", "演示", kind="illustrative"),
}
CELLS = ["office; demo", "office;demo", "office|demo", "office；demo"]


@pytest.mark.parametrize("cell", CELLS)
def test_every_source_of_a_cell_is_named_once(cell):
    assert publishers(SOURCES, cell, "zh") == "统计局；演示数据"
    assert publishers(SOURCES, f"{cell}; office", "en") == "Bureau; Illustrative data"
    assert is_illustrative(SOURCES, cell) and not is_illustrative(SOURCES, "office")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("cell", CELLS)
def test_a_district_briefing_shows_rows_of_two_sources(tmp_path, cell, lang):
    made.folder(tmp_path, facts=[("done", "economy", "完成投资", "Done", "亿元", "", 2, "", "")])
    folder = made.quarter(tmp_path)
    with (folder / "values.csv").open("a", encoding="utf-8") as file:
        file.write(f"甲区,done,167.97,,亿元,2023-06,,{cell},\n")
    text = (folder / "values.csv").read_text(encoding="utf-8-sig")
    first = "甲区,growth,8.0,,%,2023-06,,"
    assert first + "office" in text
    (folder / "values.csv").write_text(text.replace(first + "office", first + cell), encoding="utf-8")
    b = open_briefing("2023Q2", lang, "甲区", data=tmp_path)
    facts = tables.key_facts(b)
    assert facts is not None and facts.rows[0][4] == {"zh": "考核办；演示数据", "en": "考核办; Illustrative data"}[lang]
    kinds = {row[1]: row[5] for row in tables.indicators(b).rows}
    assert kinds["增速"] == {"zh": "演示", "en": "illustrative"}[lang]
    assert kinds["收入"] == {"zh": "公开", "en": "published"}[lang]
