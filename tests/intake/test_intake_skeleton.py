"""Workbooks for which no mapping, or not a whole one, can be proposed: what is open is written out to be filled in."""

from __future__ import annotations

import re

from books import Q4, book, growths, sheets_book, table
from refusals import refused

from helpers.desk import intake as desk
from helpers.intake.mapping import read_mapping
from helpers.intake.plan import plan

GDP = "GDP增速（%）"


def test_where_nothing_is_like_an_item_a_skeleton_is_written_with_the_heads(data, tmp_path):
    path = book(tmp_path / "林业局.xlsx", table(["区市", "森林覆盖"], growths()))
    [fault] = refused(data, path)
    assert "none of its columns" in fault.rule and "it writes mappings/林业局.toml" in fault.hint
    asked = desk.prepare([str(path)], "2023Q4", str(data))
    [warning] = asked.plan.warnings
    assert "choose in mappings/林业局.toml" in warning.hint
    [file] = desk.write_proposals(asked, accepted=False)
    text = file.read_text(encoding="utf-8")
    assert '# head = "森林覆盖"' in text and "gdp_growth" in text and not read_mapping(file).sheets
    assert "no sheet is mapped" in refused(data, path)[0].rule  # accepted though nothing was chosen
    text = re.sub(r"(?m)^# (?=\[\[|(?:name|head|table|indicator|unit) = )", "", text)
    text = text.replace('indicator = ""', 'indicator = "gdp_growth"').replace("= false", "= true")
    file.write_text(text, encoding="utf-8")
    assert len(desk.prepare([str(path)], "2023Q4", str(data)).plan.changes) == 10


def test_beside_columns_that_are_taken_those_like_no_item_are_written_out_to_be_filled_in(data, tmp_path):
    """Their heads may be typed as the workbook has them: capitals, full width, blanks."""
    path = book(tmp_path / "环境局.xlsx", table(["区市", GDP, "ＣＯ₂ 浓度"], growths(), growths(1.0)))
    asked = desk.prepare([str(path)], "2023Q4", str(data))
    [file] = desk.write_proposals(asked, accepted=False)
    text = file.read_text(encoding="utf-8")
    assert text.count("[[sheet.column]]") == 2 and '# head = "co2浓度"' in text and "No item is like these" in text
    assert '# head = "gdp增速"' not in text
    text = re.sub(r"(?m)^# (?=\[\[|(?:name|head|table|indicator|unit) = )", "", text).replace("= false", "= true")
    text = text.replace("co2浓度", "ＣＯ₂ 浓度").replace('indicator = ""', 'indicator = "retail_growth"')
    file.write_text(text, encoding="utf-8")
    changes = desk.prepare([str(path)], "2023Q4", str(data)).plan.changes
    assert {c.item for c in changes} == {"gdp_growth", "retail_growth"} and len(changes) == 20


def test_many_columns_like_no_item_are_not_written_out(data, tmp_path):
    others = [f"森林{word}" for word in "甲乙丙丁戊己庚"]
    path = book(tmp_path / "林业局.xlsx", table(["区市", GDP, *others], growths(), *[growths(1.0)] * 7))
    (mapping,) = plan(data, Q4, [path]).proposals
    assert mapping.open == () and len(mapping.unread) == 7


def test_another_sheet_of_the_same_pattern_is_not_read_with_the_one_meant(data, tmp_path):
    """Sheet1 and Sheet2 hold the same item with other figures: neither is chosen."""
    path = sheets_book(tmp_path / "a.xlsx", {f"Sheet{k}": table(["区市", GDP], growths(float(k))) for k in (1, 2)})
    [fault] = refused(data, path)
    assert "Sheet1: GDP增速（%）, Sheet2: GDP增速（%）" in fault.rule
