"""Intake speaks Chinese to whoever asked for it: faults, warnings and notices, as `briefing check` words them."""

from __future__ import annotations

import re

import openpyxl
from books import NAMES, book, data_folder, growths, table

ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")  # three words of it


def bad_cells(path):
    """Most kinds of fault that a cell can have, in one workbook."""
    growth = ["约5.5", "#REF!", "2023-06-01", "1,2,3", "=B2+1", *growths()[5:]]
    projects = [-5, *range(300, 308), "12%"]
    money = [*(7_500_000 + k for k in range(8)), "3天", 7_600_000]
    names = [*NAMES[:8], "黄岛新城", NAMES[0]]
    head = ["区市", "GDP增速（%）", "新签约项目（个）", "新签约项目投资额同比增加（万元）"]
    rows = table(head, growth, projects, money, names=names)
    return book(path, rows)


def test_faults_of_cells_are_told_in_chinese(here, tmp_path):
    data = data_folder(tmp_path)
    path = bad_cells(tmp_path / "统计局.xlsx")
    ended = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert ended.returncode == 2
    lines = ended.stderr.strip().splitlines()
    assert any(
        line.startswith("错误：统计局.xlsx [Sheet1] 第2行B列：原文“约5.5”，是约数或只是界限；请报送") for line in lines
    )
    assert all(line.startswith("错误：") for line in lines[:-1]) and len(lines) >= 10
    assert lines[-1] == f"数据有{len(lines) - 1}处错误，未写入任何文件"
    assert not ENGLISH.search(ended.stderr) and "error" not in ended.stderr
    english = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--lang", "en")
    assert "error: 统计局.xlsx [Sheet1] row 2 column B: found '约5.5'; a rough figure, or no more" in english.stderr


def test_warnings_and_notices_are_told_in_chinese(here, tmp_path):
    data = data_folder(tmp_path)
    path = tmp_path / "发改委.csv"
    rows = ["区市,新签约项目（个）", *(f"{n},{300 + k}" for k, n in enumerate(NAMES)), "全市,9999"]
    path.write_bytes("\n".join(rows).encode("gbk"))
    ended = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert ended.returncode == 0
    assert "新签约项目各区市合计3045个，比全市数少6954个；核实哪个为准；全市数不写入" in ended.stderr
    assert ended.stderr.startswith("提示：") and not ENGLISH.search(ended.stderr)
    assert "发改委.csv：不是UTF-8编码，按GBK（GB18030）读入" in ended.stdout


def test_what_to_write_into_a_mapping_is_told_in_chinese(command, tmp_path):
    """A column of parts of one under a line that says %; it was told half in English."""
    data = data_folder(tmp_path)
    rows = [["单位：%"], *table(["区市", "当季完成投资占季度计划"], [0.9 + k / 100 for k in range(10)])]
    path = book(tmp_path / "住建局.xlsx", rows)
    ended = command("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert ended.returncode == 2 and not ENGLISH.search(ended.stderr)
    said = "（不加--accept-mappings运行即写出）中将此列改为 scale = 100；数据无误的写 any_size = true"
    assert f"全列疑为小数形式（0.957）的百分数；在mappings/住建局.toml{said}" in ended.stderr


def test_a_head_that_is_gone_is_told_in_chinese_with_the_nearest(command, tmp_path):
    data = data_folder(tmp_path)
    path, words = tmp_path / "统计局.xlsx", ["--data", data, "--yes"]
    book(path, table(["区市", "地区生产总值增速（%）"], growths()))
    assert command("briefing", "intake", path, "--accept-mappings", *words).returncode == 0
    book(path, table(["区市", "地区生产总值增长（%）"], growths()))
    ended = command("briefing", "intake", path, *words)
    assert ended.returncode == 2 and not ENGLISH.search(ended.stderr)
    assert "没有表头为“地区生产总值增速”的列；是否为地区生产总值增长；改正表头或mappings/统计局.toml" in ended.stderr


def test_what_was_done_to_a_figure_is_told_in_chinese(here, tmp_path):
    """A rate typed as a part of one and shown as a percentage; money with its unit typed in the cell."""
    data = data_folder(tmp_path)
    head = ["区市", "地区生产总值增速（%）", "新签约项目投资额同比增加（亿元）"]
    path = book(tmp_path / "统计局.xlsx", table(head, [f"5.{k}" for k in range(10)], ["7500000万元"] + [751] * 9))
    filled = openpyxl.load_workbook(path)
    for row in range(2, 12):
        cell = filled.active.cell(row, 2)
        cell.value, cell.number_format = float(cell.value) / 100, "0.0%"
    filled.save(path)
    words = ["briefing", "intake", path, "--data", data, "--accept-mappings", "--yes"]
    said = here(*words).stdout
    assert "以百分比显示：× 100" in said and "原文所注单位万元 → 亿元：× 0.0001" in said and "shown as" not in said
