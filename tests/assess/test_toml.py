"""Slips in files that analysts edit: the fault names the line, what is wrong with it, and the line as it was meant."""

from __future__ import annotations

import pytest

from helpers.assess.toml import read_toml
from helpers.model import DataError
from helpers.write import contract_rules_zh

SLIPS = [
    ("confirmed = True", "written small", "confirmed = true"),
    ("confirmed = 是", "written small", "confirmed = true"),
    ("head = “增速”", "curly quotes", 'head = "增速"'),
    ('head = "增速”', "curly quotes", 'head = "增速"'),
    ('head ＝ "增速（%）"', "full-width sign", 'head = "增速（%）"'),
    ('head： "增速"', "a colon stands", 'head = "增速"'),
    ("confirmed ＝ True", "full-width sign", "confirmed = true"),
    ('head = "增速', "closing quote", 'head = "增速"'),
    ('url = "D:\\data\\figures.db"', "backslash", 'url = "D:/data/figures.db"'),
    ('url = "D:\\new\\table.db"', "backslash", 'url = "D:/new/table.db"'),
    ("[[sheet]", "bracket", "[[sheet]]"),
    ("【source】", "full-width sign", "[source]"),
    ('指标 = "a"', "Chinese key", '"指标" = "a"'),
    ("unit = 亿元", "text without quotes", 'unit = "亿元"'),
    ("scale = １００", "full-width sign", "scale = 100"),
]


@pytest.mark.parametrize(("line", "rule", "meant"), SLIPS)
def test_a_slip_is_told_with_the_line_as_it_was_meant(tmp_path, line, rule, meant):
    path = tmp_path / "a.toml"
    path.write_text(f"format = 1\n\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError) as told:
        read_toml(path, "mappings/a.toml")
    [fault] = told.value.faults
    assert (fault.file, fault.row, fault.value, fault.hint) == (
        "mappings/a.toml", 3, line, f"write the line so: {meant}",
    )  # fmt: skip
    assert rule in fault.rule
    assert contract_rules_zh.rule(fault.rule) not in (fault.rule, "不是有效的TOML文件")
    assert contract_rules_zh.hint(fault.hint) == f"此行应写作：{meant}"
    path.write_text(f"format = 1\n{meant}\n", encoding="utf-8")
    assert len(read_toml(path, "a.toml")) == 2


@pytest.mark.parametrize("line", ["a = 1，2", "a = 01", "a = {x = 1", 'a = "b" 备注'])
def test_a_line_that_may_mean_several_things_is_only_named(tmp_path, line):
    path = tmp_path / "a.toml"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(DataError) as told:
        read_toml(path, "a.toml")
    [fault] = told.value.faults
    assert (fault.row, fault.value) == (1, line) and "half-width" in fault.hint


def test_paths_in_single_quotes_or_with_two_backslashes_are_read(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text('a = \'D:\\new\'\nb = "D:\\\\new"  # "D:\\new"\n', encoding="utf-8")
    assert read_toml(path, "a.toml") == {"a": "D:\\new", "b": "D:\\new"}
